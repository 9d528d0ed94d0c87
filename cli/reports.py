"""`shouwen report`: how fast and how well the desk answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import desks, output, report_quality
from cli.call_output import show_file
from cli.commands import DeskCommand, noun
from cli.options import AfterOption, JsonOption, LimitOption, NumberArgument, SinceOption, UntilOption, whole
from cli.progress import bar
from cli.report_output import (
    plain_response,
    show_behind,
    show_comparison,
    show_decisions,
    show_demand,
    show_overdue,
    show_owed,
    show_response,
    show_rooms,
)
from core.reports.doors import Door
from core.reports.views import GROUPINGS, Scope
from core.text import visible
from core.words import translate as _

app = noun()
Optional = str | None
ByOption = Annotated[
    Optional, typer.Option("--by", metavar="|".join(GROUPINGS), help=_("Groups: whose, about what, how, when."))
]
StaffOption = Annotated[Optional, typer.Option("--staff", metavar="CODE", help=_("Only calls this person handles."))]
ServiceOption = Annotated[
    Optional, typer.Option("--service", metavar="CODE", help=_("Only calls about this service; empty: those unsorted."))
]
ChannelOption = Annotated[
    Optional, typer.Option("--channel", metavar="hotline|counter|online|letter", help=_("Only calls that came so."))
]
KindOption = Annotated[Optional, typer.Option("--kind", metavar="KIND", help=_("Only calls of this kind."))]
GroupOption = Annotated[
    Optional, typer.Option("--group", metavar="CODE", help=_("Only this group of callers; empty: not told."))
]
WeekdayOption = Annotated[
    int | None,
    typer.Option(
        "--weekday", metavar="1..7", parser=whole("weekday", highest=7), help=_("Only received on it; 1 is Monday.")
    ),
]
HourOption = Annotated[
    int | None,
    typer.Option(
        "--hour", metavar="0..23", parser=whole("hour", lowest=0, highest=23), help=_("Only received in this hour.")
    ),
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
    kind: KindOption = None,
    group: GroupOption = None,
    weekday: WeekdayOption = None,
    hour: HourOption = None,
    as_json: JsonOption = False,
) -> None:
    """Figures."""
    scope = Scope(since, until, staff, service, channel, kind, group, weekday, hour)
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
    kind: KindOption = None,
    group: GroupOption = None,
    limit: LimitOption = 50,
    after: AfterOption = None,
    as_json: JsonOption = False,
) -> None:
    """What is overdue."""
    scope = Scope(since, until, staff, service, channel, kind, group)
    with desks.at_desk(ctx) as (desk, who):
        show_overdue(desk.reports.overdue(scope, by=who, limit=limit, after=after), as_json=as_json)


@app.command(
    "calls",
    cls=DeskCommand,
    help=_("The calls behind a number of the reports; keys: report definitions, and those of report decisions."),
)
def calls(
    ctx: typer.Context,
    measure: Annotated[str, typer.Argument(metavar="KEY", help=_("The key of a count or a time."))],
    without: Annotated[
        Optional,
        typer.Option(
            "--without", metavar="KEY",
            help=_("But not those this count counts: completed --without on_time."),
        ),
    ] = None,
    at_least: Annotated[
        int | None,
        typer.Option(
            "--at-least", metavar="SECONDS", parser=whole("at_least", lowest=0, highest=10**9),
            help=_("Of a time: only calls that took so long or longer."),
        ),
    ] = None,
    since: SinceOption = None,
    until: UntilOption = None,
    staff: StaffOption = None,
    service: ServiceOption = None,
    channel: ChannelOption = None,
    kind: KindOption = None,
    group: GroupOption = None,
    weekday: WeekdayOption = None,
    hour: HourOption = None,
    limit: LimitOption = 50,
    after: AfterOption = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """The calls behind a number."""
    scope = Scope(since, until, staff, service, channel, kind, group, weekday, hour)
    with desks.at_desk(ctx) as (desk, who):
        door = Door(measure, scope, without, at_least)
        show_behind(desk.doors.open(door, by=who, limit=limit, after=after), as_json=as_json)


@app.command("decisions", cls=DeskCommand, help=_("What waits for a decision now; the calls: report calls KEY."))
def decisions(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """What waits."""
    with desks.at_desk(ctx) as (desk, who):
        show_decisions(desk.reports.decisions(by=who), desk.doors.waiting(by=who), as_json=as_json)


@app.command("compare", cls=DeskCommand, help=_("A period beside the one before it; few calls allow no conclusion."))
def compare(
    ctx: typer.Context,
    since: SinceOption = None,
    until: UntilOption = None,
    staff: StaffOption = None,
    service: ServiceOption = None,
    channel: ChannelOption = None,
    kind: KindOption = None,
    group: GroupOption = None,
    against_since: AgainstSince = None,
    against_until: AgainstUntil = None,
    as_json: JsonOption = False,
) -> None:
    """Two periods."""
    scope = Scope(since, until, staff, service, channel, kind, group)
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
    kind: KindOption = None,
    group: GroupOption = None,
    as_json: JsonOption = False,
) -> None:
    """A spreadsheet."""
    scope = Scope(since, until, staff, service, channel, kind, group)
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
