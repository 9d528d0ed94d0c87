"""`shouwen occupant`: the registry, from application to keys handed back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import desks, occupant_output
from cli.commands import DeskCommand, noun
from cli.occupant_options import (
    AddressOption,
    AmountOption,
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
    ItemOption,
    KindOption,
    LegalOption,
    NameOption,
    NoteOption,
    OnOption,
    Optional,
    OptionalReason,
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
    UnitArgument,
    UntilOption,
    YearOption,
    day_option,
    text_option,
    whole_option,
)
from cli.options import AfterOption, JsonOption, LimitOption, RevealOption
from core.desk import Desk
from core.occupants.admission import FACTS
from core.occupants.paying import NewEvaluation
from core.occupants.rules import read_facts
from core.occupants.views import NewOccupant, OccupantFilter, OccupantView, Signing
from core.words import translate as _

app = noun()


def _act(ctx: typer.Context, as_json: bool, act: Callable[[Desk, str], OccupantView]) -> None:
    """Do an act as whoever is signed in, and print the whole record."""
    with desks.at_desk(ctx) as (desk, by):
        occupant_output.show(act(desk, by), as_json=as_json)


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
    _act(ctx, as_json, lambda desk, by: desk.occupants.add(new, by=by))


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

    _act(ctx, as_json, look)


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
    _act(ctx, as_json, lambda desk, by: desk.occupants.edit(number, by=by, **changes))


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
    _act(ctx, as_json, lambda desk, by: desk.occupants.report_change(number, field, to, by=by, since=since, note=note))


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
    _act(
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
    _act(ctx, as_json, lambda desk, by: desk.occupants.refuse(number, reason, by=by, on=on))


@app.command("object", cls=DeskCommand, help=_("Record an objection during the public notice."))
def object_(
    ctx: typer.Context,
    number: IdArgument,
    text: Annotated[str, text_option("--text", _("What was said."))],
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """An objection."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.object(number, text, by=by, on=on))


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
    _act(ctx, as_json, lambda desk, by: desk.occupants.settle(number, objection, outcome, reason, by=by))


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
    _act(ctx, as_json, lambda desk, by: desk.occupants.document(number, item, by=by, on=on, copies=copies))


@app.command("allot", cls=DeskCommand, help=_("Give a unit."))
def allot(
    ctx: typer.Context,
    number: IdArgument,
    unit: UnitArgument,
    start: FromOption = None,
    override: OverrideOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a unit."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.allot(number, unit, by=by, start=start, override=override))


@app.command("release", cls=DeskCommand, help=_("A unit is handed back; it is free from that day on."))
def release(
    ctx: typer.Context, number: IdArgument, unit: UnitArgument, on: OnOption = None, as_json: JsonOption = False
) -> None:
    """Hand it back."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.release(number, unit, by=by, on=on))


@app.command("renew", cls=DeskCommand, help=_("Another term; the old one is kept."))
def renew(
    ctx: typer.Context,
    number: IdArgument,
    start: FromOption = None,
    until: UntilOption = None,
    area: AreaOption = None,
    rent: RentOption = None,
    per: PerOption = None,
    rent_free_until: FreeOption = None,
    override: OverrideOption = None,
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Another term."""
    signing = Signing(start, until, area, rent, per, rent_free_until)
    _act(ctx, as_json, lambda desk, by: desk.occupants.renew(number, signing, by=by, on=on, override=override))


@app.command("evaluate", cls=DeskCommand, help=_("A year's evaluation of an institution or social organisation."))
def evaluate(
    ctx: typer.Context,
    number: IdArgument,
    year: Annotated[int, whole_option("--year", "year", _("The year evaluated."), lowest=2000, highest=9999)],
    verdict: Annotated[str, text_option("--verdict", _("The verdict."), "pass|fail")],
    service: Annotated[Optional, text_option("--service", _("Service, 0 to 100."))] = None,
    growth: Annotated[Optional, text_option("--growth", _("Growth, 0 to 100."))] = None,
    pull: Annotated[Optional, text_option("--pull", _("Pull, 0 to 100."))] = None,
    score: Annotated[Optional, text_option("--score", _("The score, if not the mean of the three."))] = None,
    platform_use: Annotated[Optional, text_option("--platform-use", _("How the platform was used."))] = None,
    people_served: Annotated[
        int | None, whole_option("--people-served", "people_served", _("People served."), highest=10_000_000)
    ] = None,
    companionship: Annotated[Optional, text_option("--companionship", _("What hands-on support achieved."))] = None,
    events: Annotated[int | None, whole_option("--events", "events", _("Events held."))] = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Evaluate."""
    new = NewEvaluation(
        year, verdict, service, growth, pull, score, platform_use, people_served, companionship, events, note
    )
    _act(ctx, as_json, lambda desk, by: desk.occupants.evaluate(number, new, by=by))


@app.command("charge", cls=DeskCommand, help=_("Something to be paid."))
def charge(
    ctx: typer.Context,
    number: IdArgument,
    amount: AmountOption,
    item: Annotated[str, text_option("--item", _("What for."), "rent|water|power|property|repair")],
    due_on: Annotated[date | None, day_option("--due", _("When it is due, if not at once."))] = None,
    year: YearOption = None,
    on: OnOption = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """A charge."""
    _act(
        ctx, as_json,
        lambda desk, by: desk.occupants.charge(
            number, item, amount, by=by, on=on, due_on=due_on, year=year, note=note
        ),
    )  # fmt: skip


@app.command("pay", cls=DeskCommand, help=_("Something paid; also after leaving."))
def pay(
    ctx: typer.Context,
    number: IdArgument,
    amount: AmountOption,
    item: ItemOption = None,
    on: OnOption = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """A payment."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.pay(number, amount, by=by, item=item, on=on, note=note))


@app.command("reduce", cls=DeskCommand, help=_("Reduce a year's rent by audited costs of joint public-service events."))
def reduce(
    ctx: typer.Context,
    number: IdArgument,
    amount: AmountOption,
    year: Annotated[int, whole_option("--year", "year", _("The year it is for."), lowest=2000, highest=9999)],
    note: Annotated[str, text_option("--note", _("Which events, and who audited."))],
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """A reduction."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.reduce(number, amount, year, note, by=by, on=on))


@app.command("void", cls=DeskCommand, help=_("Take a charge, payment or reduction back."))
def void(
    ctx: typer.Context,
    number: IdArgument,
    entry: Annotated[int, whole_option("--entry", "entry", _("The entry's number."), highest=10**9)],
    reason: ReasonText,
    as_json: JsonOption = False,
) -> None:
    """Take it back."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.void(number, entry, reason, by=by))


@app.command("notice", cls=DeskCommand, help=_("An exit notice was received: 30 days from then."))
def notice(
    ctx: typer.Context,
    number: IdArgument,
    ground: Annotated[
        int, whole_option("--ground", "ground", _("The ground of art. 10(6), 1 to 8."), lowest=1, highest=8)
    ],
    served: Annotated[date, day_option("--served", _("The day it was received."))],
    evidence: Annotated[Optional, text_option("--evidence", _("What shows it."))] = None,
    reason: OptionalReason = None,
    as_json: JsonOption = False,
) -> None:
    """A notice."""
    _act(
        ctx, as_json,
        lambda desk, by: desk.occupants.notice(number, ground, served, by=by, evidence=evidence, reason=reason),
    )  # fmt: skip


@app.command("withdraw", cls=DeskCommand, help=_("Take a notice or an agreed leaving back."))
def withdraw(ctx: typer.Context, number: IdArgument, reason: ReasonText, as_json: JsonOption = False) -> None:
    """It stays."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.withdraw(number, reason, by=by))


@app.command("ask-leave", cls=DeskCommand, help=_("The occupant asks to leave early."))
def ask_leave(
    ctx: typer.Context, number: IdArgument, reason: ReasonText, on: OnOption = None, as_json: JsonOption = False
) -> None:
    """It asks to leave."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.ask_leave(number, reason, by=by, on=on))


@app.command("agree-leave", cls=DeskCommand, help=_("The centre agrees to early leaving: 30 days from then."))
def agree_leave(ctx: typer.Context, number: IdArgument, on: OnOption = None, as_json: JsonOption = False) -> None:
    """Agreed."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.agree_leave(number, by=by, on=on))


@app.command("clear", cls=DeskCommand, help=_("One thing of the clearing list is done."))
def clear(
    ctx: typer.Context,
    number: IdArgument,
    item: Annotated[
        str, text_option("--item", _("What is done."), "equipment|premises|utilities|registration|formalities|keys")
    ],
    on: OnOption = None,
    as_json: JsonOption = False,
) -> None:
    """Done."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.clear(number, item, by=by, on=on))


@app.command("leave", cls=DeskCommand, help=_("Out, keys handed back: its units are free."))
def leave(
    ctx: typer.Context,
    number: IdArgument,
    on: OnOption = None,
    reason: OptionalReason = None,
    as_json: JsonOption = False,
) -> None:
    """Out."""
    _act(ctx, as_json, lambda desk, by: desk.occupants.leave(number, by=by, on=on, reason=reason))


@app.command("space", cls=DeskCommand, help=_("The half rule's gauge of the incubation floors, and what if."))
def space(
    ctx: typer.Context,
    floor: FloorOption = None,
    admit: Annotated[
        list[str], typer.Option("--admit", metavar="KIND:AREA", help=_("What if this were given; repeat."))
    ] = [],  # noqa: B006 - typer copies it
    release: Annotated[
        list[str], typer.Option("--release", metavar="UNIT", help=_("What if this unit were handed back; repeat."))
    ] = [],  # noqa: B006 - typer copies it
    on: Annotated[date | None, day_option("--on", _("On this day, if not today."))] = None,
    as_json: JsonOption = False,
) -> None:
    """The gauge."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.occupants.space(by=by, floor=floor, on=on, admit=tuple(admit), release=tuple(release))
    occupant_output.show_space(found, as_json=as_json)


@app.command("units", cls=DeskCommand, help=_("Units and who holds them; vacant ones to recruit for."))
def units(
    ctx: typer.Context,
    floor: FloorOption = None,
    vacant: Annotated[bool, typer.Option("--vacant", help=_("Only those nobody holds."))] = False,
    on: Annotated[date | None, day_option("--on", _("On this day, if not today."))] = None,
    as_json: JsonOption = False,
) -> None:
    """Units."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.occupants.units(by=by, floor=floor, on=on, vacant=vacant)
    occupant_output.show_units(found, as_json=as_json)


@app.command("set-unit", cls=DeskCommand, help=_("A new unit, or a change to one (supervisor)."))
def set_unit(
    ctx: typer.Context,
    unit: UnitArgument,
    floor: Annotated[int | None, whole_option("--floor", "floor", _("The floor, 3 to 6."), highest=99)] = None,
    area: Annotated[Optional, text_option("--area", _("Square metres."), "M2")] = None,
    side: Annotated[Optional, text_option("--side", _("The side of the corridor."), "south|north")] = None,
    name: NameOption = None,
    use: Annotated[Optional, text_option("--use", _("What it is for."), "office|shared")] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help=_("Whether it is in use."))] = None,
    as_json: JsonOption = False,
) -> None:
    """A unit."""
    with desks.at_desk(ctx) as (desk, by):
        made = desk.occupants.set_unit(
            unit, by=by, floor=floor, area=area, side=side, name=name, use=use, active=active
        )
    occupant_output.show_unit(made, as_json=as_json)


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


@app.command("lease-rate", cls=DeskCommand, help=_("The owner's lease price; with --rate set it (supervisor)."))
def lease_rate(
    ctx: typer.Context,
    rate: Annotated[Optional, text_option("--rate", _("Yuan a square metre."), "YUAN")] = None,
    per: PerOption = None,
    start: FromOption = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """The owner's lease price."""
    with desks.at_desk(ctx) as (desk, by):
        if rate is not None:
            desk.occupants.set_lease_rate(rate, per or "month", by=by, start=start, note=note)
        found = desk.occupants.lease_rates(by=by)
    occupant_output.show_rates(found, as_json=as_json)


@app.command("import", cls=DeskCommand, help=_("Take residents in from .xlsx or .csv: all rows or none."))
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The sheet."))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only look at every row, write nothing."))] = False,
    kind: KindOption = None,
    named: Annotated[
        list[str],
        typer.Option(
            "--map", metavar="HEADING=FIELD", help=_("What a column is, where its heading does not say; repeat.")
        ),
    ] = [],  # noqa: B006 - typer copies it
    sheet: Annotated[Optional, text_option("--sheet", _("The sheet's name, where the file has several."))] = None,
    as_json: JsonOption = False,
) -> None:
    """Take residents in."""
    with desks.at_desk(ctx) as (desk, by):
        result = desk.occupants.import_file(file, by=by, dry_run=dry_run, kind=kind, sheet=sheet, named=named)
    occupant_output.show_import(result, as_json=as_json)


@app.command("export", cls=DeskCommand, help=_("Write who is here to .xlsx or .csv."))
def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The sheet to write."))],
    everyone: Annotated[bool, typer.Option("--all", help=_("Applicants and those who left too."))] = False,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write a sheet."""
    with desks.at_desk(ctx) as (desk, by):
        count = desk.occupants.export_file(file, by=by, everyone=everyone, reveal=reveal)
    occupant_output.show_file(file, count, as_json=as_json)
