"""`shouwen occupant`: terms, money and leaving."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from cli import desks, occupant_output
from cli.commands import DeskCommand
from cli.occupant_app import act, app
from cli.occupant_options import (
    AmountOption,
    AreaOption,
    FreeOption,
    FromOption,
    IdArgument,
    ItemOption,
    NoteOption,
    OnOption,
    Optional,
    OptionalReason,
    OverrideOption,
    PerOption,
    ReasonText,
    RentOption,
    UntilOption,
    YearOption,
    day_option,
    text_option,
    whole_option,
)
from cli.options import JsonOption
from core.occupants.paying import NewEvaluation
from core.occupants.views import Signing
from core.words import translate as _


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
    act(ctx, as_json, lambda desk, by: desk.occupants.renew(number, signing, by=by, on=on, override=override))


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
    act(ctx, as_json, lambda desk, by: desk.occupants.evaluate(number, new, by=by))


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
    act(
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
    act(ctx, as_json, lambda desk, by: desk.occupants.pay(number, amount, by=by, item=item, on=on, note=note))


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
    act(ctx, as_json, lambda desk, by: desk.occupants.reduce(number, amount, year, note, by=by, on=on))


@app.command("void", cls=DeskCommand, help=_("Take a charge, payment or reduction back."))
def void(
    ctx: typer.Context,
    number: IdArgument,
    entry: Annotated[int, whole_option("--entry", "entry", _("The entry's number."), highest=10**9)],
    reason: ReasonText,
    as_json: JsonOption = False,
) -> None:
    """Take it back."""
    act(ctx, as_json, lambda desk, by: desk.occupants.void(number, entry, reason, by=by))


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
    act(
        ctx, as_json,
        lambda desk, by: desk.occupants.notice(number, ground, served, by=by, evidence=evidence, reason=reason),
    )  # fmt: skip


@app.command("withdraw", cls=DeskCommand, help=_("Take a notice or an agreed leaving back."))
def withdraw(ctx: typer.Context, number: IdArgument, reason: ReasonText, as_json: JsonOption = False) -> None:
    """It stays."""
    act(ctx, as_json, lambda desk, by: desk.occupants.withdraw(number, reason, by=by))


@app.command("ask-leave", cls=DeskCommand, help=_("The occupant asks to leave early."))
def ask_leave(
    ctx: typer.Context, number: IdArgument, reason: ReasonText, on: OnOption = None, as_json: JsonOption = False
) -> None:
    """It asks to leave."""
    act(ctx, as_json, lambda desk, by: desk.occupants.ask_leave(number, reason, by=by, on=on))


@app.command("agree-leave", cls=DeskCommand, help=_("The centre agrees to early leaving: 30 days from then."))
def agree_leave(ctx: typer.Context, number: IdArgument, on: OnOption = None, as_json: JsonOption = False) -> None:
    """Agreed."""
    act(ctx, as_json, lambda desk, by: desk.occupants.agree_leave(number, by=by, on=on))


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
    act(ctx, as_json, lambda desk, by: desk.occupants.clear(number, item, by=by, on=on))


@app.command("leave", cls=DeskCommand, help=_("Out, keys handed back: its units are free."))
def leave(
    ctx: typer.Context,
    number: IdArgument,
    on: OnOption = None,
    reason: OptionalReason = None,
    as_json: JsonOption = False,
) -> None:
    """Out."""
    act(ctx, as_json, lambda desk, by: desk.occupants.leave(number, by=by, on=on, reason=reason))
