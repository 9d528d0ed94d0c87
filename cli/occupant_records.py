"""`shouwen occupant`: the record itself and the way in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import typer

from cli import desks, occupant_output
from cli.commands import DeskCommand
from cli.occupant_app import act, app
from cli.occupant_options import (
    AddressOption,
    AreaOption,
    ContactOption,
    CreditOption,
    DesksOption,
    FactOption,
    FloorOption,
    FreeOption,
    FromOption,
    GroupOption,
    HeadcountOption,
    HereOption,
    IdArgument,
    IntroducedOption,
    KindOption,
    LegalOption,
    NameOption,
    NoteOption,
    OnOption,
    Optional,
    OverrideOption,
    PerOption,
    PhoneOption,
    PrizeLevelOption,
    PrizeOption,
    ReasonText,
    RegisteredOption,
    RentOption,
    ScopeOption,
    SharesOption,
    UntilOption,
    day_option,
    text_option,
    whole_option,
)
from cli.options import AfterOption, JsonOption, LimitOption, RevealOption
from core.desk import Desk
from core.occupants.admission import FACTS
from core.occupants.rules import read_facts
from core.occupants.views import NewOccupant, OccupantFilter, OccupantView, Signing
from core.words import translate as _


@app.command("add", cls=DeskCommand, help=_("Take an application in."))
def add(
    ctx: typer.Context,
    kind: Annotated[str, text_option("--kind", _("What sort of occupant."), "institution|association|startup")],
    name: Annotated[str, text_option("--name", _("The name."))],
    introduced_by: IntroducedOption = None,
    introducer: Annotated[
        int | None,
        whole_option("--introducer", "number", _("The institution that brought it in."), lowest=1, highest=10**9),
    ] = None,
    round_: Annotated[
        int | None, whole_option("--round", "number", _("The recruitment round it answers."), lowest=1, highest=10**9)
    ] = None,
    invited: Annotated[bool, typer.Option("--invited", help=_("It was invited."))] = False,
    applied_on: Annotated[date | None, day_option("--applied-on", _("When it applied, if not today."))] = None,
    credit_code: CreditOption = None,
    legal_representative: LegalOption = None,
    shares: SharesOption = None,
    scope: ScopeOption = None,
    headcount: HeadcountOption = None,
    contact: ContactOption = None,
    phone: PhoneOption = None,
    registered_address: AddressOption = None,
    registered_on: RegisteredOption = None,
    registered_here_on: HereOption = None,
    group: GroupOption = None,
    area: AreaOption = None,
    shared_desks: DesksOption = None,
    facts: FactOption = [],  # noqa: B006 - typer copies it
    prize: PrizeOption = None,
    prize_level: PrizeLevelOption = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take an application in."""
    new = NewOccupant(
        kind=kind, name=name, introduced_by=introduced_by or "centre", introducer=introducer, round=round_,
        came_by="invitation" if invited else None, applied_on=applied_on, credit_code=credit_code,
        legal_representative=legal_representative, shares=shares, scope=scope, headcount=headcount, contact=contact,
        phone=phone, registered_address=registered_address, registered_on=registered_on,
        registered_here_on=registered_here_on, group=group, wanted_area=area, shared_desks=shared_desks or 0,
        facts=read_facts(facts, FACTS), prize=prize, prize_level=prize_level, note=note,
    )  # fmt: skip
    act(ctx, as_json, lambda desk, by: desk.occupants.add(new, by=by))


@app.command("list", cls=DeskCommand, help=_("Occupants, newest first; with --due what is to be done about them."))
def list_(
    ctx: typer.Context,
    status: Annotated[
        Optional, text_option("--status", _("In this state."), "applying|refused|resident|leaving|left")
    ] = None,
    kind: KindOption = None,
    stage: Annotated[
        Optional, text_option("--stage", _("At this stage."), "applied|qualified|reviewed|publicised|signed")
    ] = None,
    introduced_by: IntroducedOption = None,
    floor: FloorOption = None,
    unit: Annotated[Optional, text_option("--unit", _("In this unit now."))] = None,
    search: Annotated[Optional, text_option("--search", _("Name, pinyin, unit, phone, credit code."))] = None,
    due: Annotated[bool, typer.Option("--due", help=_("The due list instead."))] = False,
    days: Annotated[int, whole_option("--days", "days", _("How far the due list looks."), highest=3660)] = 90,
    queue: Annotated[bool, typer.Option("--queue", help=_("Applicants in the order they are considered."))] = False,
    limit: LimitOption = 50,
    after: AfterOption = None,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Occupants."""
    with desks.at_desk(ctx) as (desk, by):
        if due:
            occupant_output.show_due(desk.occupants.due(by=by, days=days), as_json=as_json)
        elif queue:
            occupant_output.show_page(desk.occupants.queue(by=by), None, as_json=as_json)
        else:
            wanted = OccupantFilter(status, kind, stage, introduced_by, floor, unit, search, limit, after)
            page = desk.occupants.list(wanted, by=by, reveal=reveal)
            occupant_output.show_page(page.items, page.next, as_json=as_json)


@app.command("show", cls=DeskCommand, help=_("The whole record, as of any day."))
def show(
    ctx: typer.Context,
    number: IdArgument,
    on: Annotated[date | None, day_option("--on", _("As it was on this day."))] = None,
    reveal: RevealOption = False,
    reason: Annotated[Optional, text_option("--reason", _("Why the whole number is needed."))] = None,
    as_json: JsonOption = False,
) -> None:
    """The whole record."""

    def look(desk: Desk, by: str) -> OccupantView:
        if reveal:
            return desk.occupants.reveal(number, by=by, reason=reason)
        return desk.occupants.show(number, by=by, on=on)

    act(ctx, as_json, look)


@app.command("edit", cls=DeskCommand, help=_("Correct the record, or add what was not known."))
def edit(
    ctx: typer.Context,
    number: IdArgument,
    kind: KindOption = None,
    name: NameOption = None,
    introduced_by: IntroducedOption = None,
    credit_code: CreditOption = None,
    legal_representative: LegalOption = None,
    shares: SharesOption = None,
    scope: ScopeOption = None,
    headcount: HeadcountOption = None,
    contact: ContactOption = None,
    phone: PhoneOption = None,
    registered_address: AddressOption = None,
    registered_on: RegisteredOption = None,
    registered_here_on: HereOption = None,
    group: GroupOption = None,
    area: AreaOption = None,
    shared_desks: DesksOption = None,
    facts: FactOption = [],  # noqa: B006 - typer copies it
    prize: PrizeOption = None,
    prize_level: PrizeLevelOption = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Correct the record."""
    changes: dict[str, Any] = {
        "kind": kind, "name": name, "introduced_by": introduced_by, "credit_code": credit_code,
        "legal_representative": legal_representative, "shares": shares, "scope": scope, "headcount": headcount,
        "contact": contact, "phone": phone, "registered_address": registered_address, "registered_on": registered_on,
        "registered_here_on": registered_here_on, "group": group, "wanted_area": area, "shared_desks": shared_desks,
        "facts": read_facts(facts, FACTS) or None, "prize": prize, "prize_level": prize_level, "note": note,
    }  # fmt: skip
    act(ctx, as_json, lambda desk, by: desk.occupants.edit(number, by=by, **changes))


@app.command("report-change", cls=DeskCommand, help=_("A change the occupant reports, kept with its date."))
def report_change(
    ctx: typer.Context,
    number: IdArgument,
    field: Annotated[
        str,
        text_option(
            "--field",
            _("What changed."),
            "name|legal_representative|shares|scope|headcount|contact|phone|registered_address",
        ),
    ],
    to: Annotated[str, text_option("--to", _("What it is now."))],
    since: Annotated[date | None, day_option("--since", _("Since when, if not today."))] = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """A change."""
    act(ctx, as_json, lambda desk, by: desk.occupants.report_change(number, field, to, by=by, since=since, note=note))


@app.command("advance", cls=DeskCommand, help=_("Reach the next stage; signing makes the agreement."))
def advance(
    ctx: typer.Context,
    number: IdArgument,
    stage: Annotated[
        str, typer.Argument(metavar="STAGE", help=_("applied, qualified, reviewed, publicised or signed."))
    ],
    on: OnOption = None,
    note: NoteOption = None,
    start: FromOption = None,
    until: UntilOption = None,
    area: AreaOption = None,
    rent: RentOption = None,
    per: PerOption = None,
    rent_free_until: FreeOption = None,
    override: OverrideOption = None,
    as_json: JsonOption = False,
) -> None:
    """The next stage."""
    signing = Signing(start, until, area, rent, per, rent_free_until)
    act(
        ctx, as_json,
        lambda desk, by: desk.occupants.advance(
            number, stage, by=by, on=on, note=note, signing=signing, override=override
        ),
    )  # fmt: skip


@app.command("refuse", cls=DeskCommand, help=_("Turn an application down, or record that it was withdrawn."))
def refuse(
    ctx: typer.Context, number: IdArgument, reason: ReasonText, on: OnOption = None, as_json: JsonOption = False
) -> None:
    """Turn it down."""
    act(ctx, as_json, lambda desk, by: desk.occupants.refuse(number, reason, by=by, on=on))


@app.command("object", cls=DeskCommand, help=_("Record an objection during the public notice."))
def object_(
    ctx: typer.Context,
    number: IdArgument,
    text: Annotated[str, text_option("--text", _("What was said."))],
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """An objection."""
    act(ctx, as_json, lambda desk, by: desk.occupants.object(number, text, by=by, on=on))


@app.command("settle", cls=DeskCommand, help=_("Settle an objection."))
def settle(
    ctx: typer.Context,
    number: IdArgument,
    objection: Annotated[int, whole_option("--objection", "number", _("The objection's number."), highest=10**9)],
    outcome: Annotated[str, text_option("--outcome", _("How it ended."), "dismissed|upheld")],
    reason: ReasonText,
    as_json: JsonOption = False,
) -> None:
    """Settle it."""
    act(ctx, as_json, lambda desk, by: desk.occupants.settle(number, objection, outcome, reason, by=by))


@app.command("document", cls=DeskCommand, help=_("A document has come in."))
def document(
    ctx: typer.Context,
    number: IdArgument,
    item: Annotated[str, text_option("--item", _("Which document, a code of occupant show."), "CODE")],
    copies: Annotated[int, whole_option("--copies", "copies", _("How many copies."), lowest=1, highest=999)] = 1,
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """A document."""
    act(ctx, as_json, lambda desk, by: desk.occupants.document(number, item, by=by, on=on, copies=copies))


@app.command("announce", cls=DeskCommand, help=_("A round of open recruitment."))
def announce(
    ctx: typer.Context,
    title: Annotated[str, text_option("--title", _("The announcement's title."))],
    on: OnOption = None,
    closes: Annotated[date | None, day_option("--closes", _("The last day to apply."))] = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """A round."""
    with desks.at_desk(ctx) as (desk, by):
        made = desk.occupants.announce(title, by=by, on=on, closes=closes, note=note)
    occupant_output.show_rounds((made,), as_json=as_json, single=True)


@app.command("rounds", cls=DeskCommand, help=_("Rounds of open recruitment."))
def rounds(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Rounds."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.occupants.rounds(by=by)
    occupant_output.show_rounds(found, as_json=as_json)
