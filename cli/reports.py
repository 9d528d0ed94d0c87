"""`shouwen report`: how fast and how well the desk answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import desks, output, report_quality
from cli.call_output import show_file, show_page
from cli.commands import DeskCommand, noun
from cli.options import AfterOption, JsonOption, LimitOption, NumberArgument, SinceOption, UntilOption
from cli.progress import bar
from cli.report_output import (
    plain_response,
    show_comparison,
    show_demand,
    show_overdue,
    show_owed,
    show_response,
    show_rooms,
)
from core.reports.views import GROUPINGS, Scope
from core.text import visible
from core.words import translate as _

app = noun()
Optional = str | None
ByOption = Annotated[
    Optional, typer.Option("--by", metavar="|".join(GROUPINGS), help=_("Groups: whose, about what, how, when."))
]
StaffOption = Annotated[Optional, typer.Option("--staff", metavar="CODE", help=_("Only calls this person handles."))]
ServiceOption = Annotated[Optional, typer.Option("--service", metavar="CODE", help=_("Only calls about this service."))]
ChannelOption = Annotated[
    Optional, typer.Option("--channel", metavar="hotline|counter|online|letter", help=_("Only calls that came so."))
]

AgainstSince = Annotated[
    date | None,
    typer.Option(
        "--against-since",
        metavar="DATE",
        parser=report_quality.day,
        help=_("Compare with the period from this day on."),
    ),
]
AgainstUntil = Annotated[
    date | None,
    typer.Option("--against-until", metavar="DATE", parser=report_quality.day, help=_("Up to this day, included.")),
]


@app.command("response", cls=DeskCommand, help=_("How fast and how well calls were answered, in working time."))
def response(
    ctx: typer.Context,
    since: SinceOption = None,
    until: UntilOption = None,
    by: ByOption = None,
    staff: StaffOption = None,
    service: ServiceOption = None,
    channel: ChannelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Figures."""
    scope = Scope(since, until, staff, service, channel)
    with desks.at_desk(ctx) as (desk, who):
        found = desk.reports.response(scope, by=who, group=by)
    if as_json:
        output.show_json(plain_response(found))
    else:
        show_response(found)


@app.command("overdue", cls=DeskCommand, help=_("Calls past their due time, the longest overdue first."))
def overdue(
    ctx: typer.Context,
    since: SinceOption = None,
    until: UntilOption = None,
    staff: StaffOption = None,
    service: ServiceOption = None,
    channel: ChannelOption = None,
    limit: LimitOption = 50,
    after: AfterOption = None,
    as_json: JsonOption = False,
) -> None:
    """What is overdue."""
    scope = Scope(since, until, staff, service, channel)
    with desks.at_desk(ctx) as (desk, who):
        show_overdue(desk.reports.overdue(scope, by=who, limit=limit, after=after), as_json=as_json)


@app.command("calls", cls=DeskCommand, help=_("The calls behind a count, newest first; keys: report definitions."))
def calls(
    ctx: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="KEY", help=_("The key of a count, such as on_time or overdue."))],
    since: SinceOption = None,
    until: UntilOption = None,
    staff: StaffOption = None,
    service: ServiceOption = None,
    channel: ChannelOption = None,
    limit: LimitOption = 50,
    after: AfterOption = None,
    as_json: JsonOption = False,
) -> None:
    """The calls behind a count."""
    scope = Scope(since, until, staff, service, channel)
    with desks.at_desk(ctx) as (desk, who):
        show_page(desk.reports.behind(measure, scope, by=who, limit=limit, after=after), as_json=as_json)


@app.command("compare", cls=DeskCommand, help=_("A period beside the one before it; few calls allow no conclusion."))
def compare(
    ctx: typer.Context,
    since: SinceOption = None,
    until: UntilOption = None,
    staff: StaffOption = None,
    service: ServiceOption = None,
    channel: ChannelOption = None,
    against_since: AgainstSince = None,
    against_until: AgainstUntil = None,
    as_json: JsonOption = False,
) -> None:
    """Two periods."""
    scope = Scope(since, until, staff, service, channel)
    earlier = replace(scope, since=against_since, until=against_until) if against_since or against_until else None
    with desks.at_desk(ctx) as (desk, who):
        show_comparison(desk.reports.compare(scope, earlier, by=who), as_json=as_json)


@app.command(
    "follow-ups", cls=DeskCommand, help=_("Follow-ups owed that you may make: bad ratings, complaints, a sample.")
)
def follow_ups(
    ctx: typer.Context, limit: LimitOption = 50, after: AfterOption = None, as_json: JsonOption = False
) -> None:
    """What is owed."""
    with desks.at_desk(ctx) as (desk, who):
        show_owed(desk.reports.follow_ups(by=who, limit=limit, after=after), as_json=as_json)


@app.command("rooms", cls=DeskCommand, help=_("How the rooms were used."))
def rooms(
    ctx: typer.Context, since: SinceOption = None, until: UntilOption = None, as_json: JsonOption = False
) -> None:
    """Room use."""
    with desks.at_desk(ctx) as (desk, who):
        show_rooms(desk.reports.rooms(Scope(since, until), by=who), as_json=as_json)


@app.command("demand", cls=DeskCommand, help=_("Which callers ask for what, most first."))
def demand(
    ctx: typer.Context,
    since: SinceOption = None,
    until: UntilOption = None,
    channel: ChannelOption = None,
    as_json: JsonOption = False,
) -> None:
    """Demand."""
    with desks.at_desk(ctx) as (desk, who):
        show_demand(desk.reports.demand(Scope(since, until, channel=channel), by=who), as_json=as_json)


@app.command("script", cls=DeskCommand, help=_("What to say in a follow-up call."))
def script(ctx: typer.Context, number: NumberArgument, as_json: JsonOption = False) -> None:
    """The script."""
    with desks.at_desk(ctx) as (desk, who):
        lines = desk.reports.script(number, by=who)
    if as_json:
        output.show_json({"number": number, "lines": lines})
    else:
        print("\n".join(visible(line, newlines=True) for line in lines))


@app.command("export", cls=DeskCommand, help=_("A spreadsheet with charts and the definitions; phones are masked."))
def export(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("The file to write: .xlsx."))],
    since: SinceOption = None,
    until: UntilOption = None,
    staff: StaffOption = None,
    service: ServiceOption = None,
    channel: ChannelOption = None,
    as_json: JsonOption = False,
) -> None:
    """A spreadsheet."""
    scope = Scope(since, until, staff, service, channel)
    with desks.at_desk(ctx) as (desk, who), bar(_("Report")) as progress:
        calls = desk.reports.export(scope, Path(file), by=who, progress=progress)
    show_file(file, calls, as_json=as_json)


@app.command("month", cls=DeskCommand, help=_("The monthly report as .docx, from a template that can be edited."))
def month(
    ctx: typer.Context,
    month: Annotated[str, typer.Argument(metavar="YYYY-MM", help=_("The month."))],
    file: Annotated[str, typer.Option("--output", metavar="FILE", help=_("The file to write: .docx."))],
    as_json: JsonOption = False,
) -> None:
    """The monthly report."""
    with desks.at_desk(ctx) as (desk, who):
        calls = desk.reports.monthly(month, Path(file), by=who)
    show_file(file, calls, as_json=as_json)


@app.command("definitions", cls=DeskCommand, help=_("What each figure means."))
def definitions(as_json: JsonOption = False) -> None:
    """The definitions; they need no database."""
    from core.reports.measures import COUNTS, DURATIONS, RATES

    known: list[Any] = [*RATES, *DURATIONS, *COUNTS]
    if as_json:
        output.show_json({one.key: {"name": _(one.name), "definition": _(one.definition)} for one in known})
    else:
        rows = ((one.key, _(one.name), _(one.definition)) for one in known)
        output.show_table((_("Key"), _("Name"), _("Meaning")), rows, widest=100)


report_quality.add_to(app)
