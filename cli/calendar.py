"""`shouwen calendar`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli import desks, output
from cli.commands import DeskCommand, noun
from cli.options import JsonOption, ReasonOption
from core.calendar.terms import KINDS
from core.clock import read_date, read_start
from core.errors import BadValue, StorageFailure
from core.words import N_
from core.words import translate as _
from core.worktime import (
    DayCount,
    DayPlan,
    WorkCalendar,
    built_in_calendar,
    due,
    elapsed,
    parse_limit,
    read_calendar_file,
    show_hours,
)

if TYPE_CHECKING:
    from core.calendar.views import CalendarChange

app = noun()

CalendarOption = Annotated[
    str | None,
    typer.Option("--calendar", metavar="FILE", help=_("Count by this TOML file alone, not by the centre's calendar.")),
]


@app.command(
    "due",
    cls=DeskCommand,
    help=_(
        "When a limit runs out. Each day of the explanation has what was counted: 1 or 0 for a limit in days, "
        "working seconds for one in hours or minutes and wherever a pause was left out."
    ),
)
def due_(
    ctx: typer.Context,
    start: Annotated[str, typer.Argument(metavar="START", help=_("From when: 2026-11-23T09:30."))],
    limit: Annotated[str, typer.Argument(metavar="LIMIT", help=_("5wd, 4wh, 90wm, 30d, 1m or 3y."))],
    pauses: Annotated[
        list[str] | None,
        typer.Option("--pause", metavar="A/B", help=_("Waiting from A to B does not count; repeat for more.")),
    ] = None,
    restart: Annotated[
        bool, typer.Option("--restart", help=_("After waiting the whole limit runs again, not what was left."))
    ] = False,
    calendar: CalendarOption = None,
    explain: Annotated[bool, typer.Option("--explain", help=_("Show the count day by day."))] = False,
    as_json: JsonOption = False,
) -> None:
    """When a limit runs out."""
    begun, promised, waits = read_start(start), parse_limit(limit), [_pause(one) for one in pauses or ()]
    answer = due(_calendar(ctx, calendar), begun, promised, waits, restart)
    if as_json:
        rows = [_row(one) for one in answer.explanation]
        output.show_json({"due_at": answer.due_at, "provisional": answer.provisional, "explanation": rows})
        return
    output.show_fields(
        (
            (_("Due"), _moment(answer.due_at)),
            (_("Provisional"), _("depends on a year without a holiday notice yet") if answer.provisional else None),
        )
    )
    if explain:
        _show_count(answer.explanation)


@app.command("elapsed", cls=DeskCommand, help=_("Working time from A to B; none when B is before A."))
def elapsed_(
    ctx: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", help=_("From when."))],
    b: Annotated[str, typer.Argument(metavar="B", help=_("Until when."))],
    calendar: CalendarOption = None,
    as_json: JsonOption = False,
) -> None:
    """Working time between two moments."""
    begun, ended = read_start(a), read_start(b)
    seconds = elapsed(_calendar(ctx, calendar), begun, ended)
    if as_json:
        output.show_json({"working_seconds": seconds})
        return
    print(_length(seconds))


@app.command(
    "day", cls=DeskCommand, help=_("What a day is: working day, rest day, holiday or make-up day, and its hours.")
)
def day_(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help=_("The day: 2026-11-23."))],
    calendar: CalendarOption = None,
    as_json: JsonOption = False,
) -> None:
    """One day of the calendar."""
    plan = _calendar(ctx, calendar).day(read_date(day))
    if as_json:
        output.show_json(_day(plan))
        return
    output.show_fields(
        (
            (_("Date"), plan.date),
            (_("Kind"), _(KINDS[plan.kind])),
            (_("Hours"), show_hours(plan.spells)),
            (_("Source"), plan.source),
            (_("Provisional"), _("there is no holiday notice for this year yet") if plan.provisional else None),
        )
    )


@app.command("set", cls=DeskCommand, help=_("Make a day a working day or a day of rest (supervisor)."))
def set_(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help=_("The day: 2026-11-23."))],
    kind: Annotated[str, typer.Argument(metavar="workday|rest", help=_("What it is."))],
    reason: ReasonOption,
    hours: Annotated[
        list[str] | None, typer.Option("--hours", metavar="09:00-12:00", help=_("A workday's own hours; repeat."))
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make it work or rest; open calls are reckoned anew."""
    asked, spells = read_date(day), tuple(part for one in hours or () for part in one.replace("，", ",").split(","))
    with desks.at_desk(ctx) as (desk, by):
        changed = desk.calendar.set(asked, kind, by=by, reason=reason, hours=spells)
    _show_change(changed, as_json=as_json)


@app.command("unset", cls=DeskCommand, help=_("Take back what was set for a day (supervisor)."))
def unset(
    ctx: typer.Context,
    day: Annotated[str, typer.Argument(metavar="DATE", help=_("The day: 2026-11-23."))],
    as_json: JsonOption = False,
) -> None:
    """Take it back; open calls are reckoned anew."""
    asked = read_date(day)
    with desks.at_desk(ctx) as (desk, by):
        changed = desk.calendar.unset(asked, by=by)
    _show_change(changed, as_json=as_json)


@app.command(
    "import", cls=DeskCommand, help=_("Take in a year's notice or other weekly hours from a TOML file (supervisor).")
)
def import_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("The TOML file."))],
    as_json: JsonOption = False,
) -> None:
    """Take a notice in; open calls are reckoned anew."""
    with desks.at_desk(ctx) as (desk, by):
        changed = desk.calendar.import_file(Path(file), by=by)
    _show_change(changed, as_json=as_json)


def _calendar(ctx: typer.Context, file: str | None) -> WorkCalendar:
    """The file's calendar; else the centre's, which before any database is set up is the built-in one."""
    if file is not None:
        return read_calendar_file(file)
    try:
        with desks.opened(ctx) as desk:
            return desk.calendar.current()
    except StorageFailure as failure:
        if failure.code != "database_missing":
            raise
        return built_in_calendar()


def _pause(text: str) -> tuple[datetime, datetime]:
    begun, slash, ended = text.partition("/")
    if not slash or "/" in ended:
        raise BadValue(
            "bad_pause",
            N_("“{value}” is not a pause. Write two times: 2026-11-23T09:30/2026-11-24T10:00."),
            value=text,
        )
    return read_start(begun), read_start(ended)


def _row(day: DayCount) -> dict[str, object]:
    return {"date": day.date, "kind": day.kind, "counted": day.counted, "note": day.note or None}


def _show_count(days: Iterable[DayCount]) -> None:
    print()
    headings = (_("Date"), _("Kind"), _("Counted"), _("Note"))
    output.show_table(headings, ((one.date, _(KINDS[one.kind]), one.counted, one.note) for one in days), widest=80)


def _moment(value: datetime) -> str:
    return f"{value:%Y-%m-%d %H:%M:%S}" if value.second else f"{value:%Y-%m-%d %H:%M}"


def _length(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds % 3600 // 60:02d}:{seconds % 60:02d}"


def _day(plan: DayPlan) -> dict[str, Any]:
    return {
        "date": plan.date,
        "kind": plan.kind,
        "hours": show_hours(plan.spells),
        "source": plan.source or None,
        "provisional": plan.provisional,
    }


def _show_change(change: CalendarChange, *, as_json: bool) -> None:
    """The days as they are now, and the open calls whose due times moved; one day alone as `day` prints it."""
    if as_json:
        days = [_day(one) for one in change.days]
        alone = days[0] if len(days) == 1 else {}
        output.show_json({**alone, "days": days, "calls": change.calls})
        return
    rows = ((one.date, _(KINDS[one.kind]), show_hours(one.spells), one.source) for one in change.days)
    output.show_table((_("Date"), _("Kind"), _("Hours"), _("Source")), rows)
    if change.calls:
        print("\n" + _("Due times that moved"))
        moved = ((one.number, output.moment(one.before), output.moment(one.due_at)) for one in change.calls)
        output.show_table((_("Number"), _("Before"), _("Now")), moved)
