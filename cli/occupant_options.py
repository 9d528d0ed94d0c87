"""Options of `shouwen occupant`. Values are read by the core's rules: an unreadable one is a refusal (exit 1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import typer

from cli.options import whole
from core.clock import read_date
from core.occupants import figures
from core.words import translate as _

Optional = str | None


def read_day(value: Any) -> date | None:
    """A day as typed."""
    return read_date(value) if isinstance(value, str) else value


def _decimal(read: Any, field: str) -> Any:
    return lambda value: read(value, field) if isinstance(value, str) else value


def text_option(name: str, help_text: str, metavar: str | None = None) -> Any:
    """An option of text."""
    return typer.Option(name, help=help_text, metavar=metavar)


def day_option(name: str, help_text: str) -> Any:
    """An option of a day."""
    return typer.Option(name, metavar="DATE", parser=read_day, help=help_text)


def whole_option(name: str, field: str, help_text: str, *, lowest: int = 0, highest: int = 1_000_000) -> Any:
    """An option of a whole number."""
    return typer.Option(name, metavar="N", parser=whole(field, lowest=lowest, highest=highest), help=help_text)


IdArgument = Annotated[
    int,
    typer.Argument(metavar="ID", parser=whole("number", highest=10**9), help=_("The occupant's number.")),
]
UnitArgument = Annotated[str, typer.Argument(metavar="UNIT", help=_("The unit's code, as on the door."))]
KindOption = Annotated[Optional, text_option("--kind", _("What sort of occupant."), "institution|association|startup")]
IntroducedOption = Annotated[Optional, text_option("--introduced-by", _("Who brought it in."), "centre|institution")]
NameOption = Annotated[Optional, text_option("--name", _("The name."))]
CreditOption = Annotated[Optional, text_option("--credit-code", _("The unified social credit code."))]
LegalOption = Annotated[Optional, text_option("--legal-representative", _("The legal representative."))]
SharesOption = Annotated[Optional, text_option("--shares", _("Who holds the shares."))]
ScopeOption = Annotated[Optional, text_option("--scope", _("The scope of business."))]
HeadcountOption = Annotated[
    int | None, whole_option("--headcount", "headcount", _("How many people are insured."), highest=99_999)
]
ContactOption = Annotated[Optional, text_option("--contact", _("Whom to ask for."))]
PhoneOption = Annotated[Optional, text_option("--phone", _("The contact's number."))]
AddressOption = Annotated[Optional, text_option("--registered-address", _("The registered address."))]
RegisteredOption = Annotated[date | None, day_option("--registered-on", _("When it was registered."))]
HereOption = Annotated[
    date | None, day_option("--registered-here-on", _("Since when its registered address is at the centre."))
]
GroupOption = Annotated[Optional, text_option("--group", _("The founder's group, a code."))]
AreaOption = Annotated[
    Decimal | None,
    typer.Option("--area", metavar="M2", parser=_decimal(figures.area, "area"), help=_("Square metres.")),
]
DesksOption = Annotated[
    int | None, whole_option("--shared-desks", "shared_desks", _("Shared desks used, not counted."), highest=9999)
]
FactOption = Annotated[
    list[str],
    typer.Option(
        "--fact", metavar="NAME[=yes|no]", help=_("A fact of the admission check, see occupant show; repeat.")
    ),
]
PrizeOption = Annotated[Optional, text_option("--prize", _("A contest prize."))]
PrizeLevelOption = Annotated[
    Optional, text_option("--prize-level", _("The contest's level."), "district|city|province|nation")
]
NoteOption = Annotated[Optional, text_option("--note", _("A note."))]
OnOption = Annotated[date | None, day_option("--on", _("The day it happened, if not today."))]
FromOption = Annotated[date | None, day_option("--from", _("The first day."))]
UntilOption = Annotated[date | None, day_option("--until", _("The last day."))]
RentOption = Annotated[
    Decimal | None,
    typer.Option("--rent", metavar="YUAN", parser=_decimal(figures.rate, "rent"), help=_("Yuan a square metre.")),
]
PerOption = Annotated[Optional, text_option("--per", _("What the rent is for."), "day|month")]
FreeOption = Annotated[date | None, day_option("--rent-free-until", _("The last rent-free day, startups only."))]
OverrideOption = Annotated[
    Optional, text_option("--override", _("Go beyond the half rule, with this reason (supervisor)."), "REASON")
]
ReasonText = Annotated[str, text_option("--reason", _("Why."))]
OptionalReason = Annotated[Optional, text_option("--reason", _("Why."))]
FloorOption = Annotated[int | None, whole_option("--floor", "floor", _("One floor only."), highest=99)]
YearOption = Annotated[int | None, whole_option("--year", "year", _("The year it is for."), lowest=2000, highest=9999)]
ItemOption = Annotated[Optional, text_option("--item", _("What for."), "rent|water|power|property|repair")]
AmountOption = Annotated[str, text_option("--amount", _("Yuan, at most two decimals."), "YUAN")]
