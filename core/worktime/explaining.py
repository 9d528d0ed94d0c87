"""How a due time was counted, day by day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.words import translate as _
from core.worktime.calendar import WorkCalendar
from core.worktime.counting import Pause, effective_pauses, last_day, run_out
from core.worktime.days import Kind
from core.worktime.limits import Limit
from core.worktime.spells import DAY
from core.worktime.sums import at_centre, business_day, second_of, worked_before


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of a count.

    `counted` is a whole number: for a limit in days (`wd`, `d`) 1 where the day counts and 0 where not; for one in
    hours or minutes the working seconds counted on the day. Once a pause has been left out everything is in working
    seconds, whatever the limit's unit. For months and years only the day it starts and the days from the last one on
    are listed, the last with 1. `note` says why, in the user's language; "" for an ordinary day.
    """

    date: date
    kind: Kind
    counted: int
    note: str


def explain(
    calendar: WorkCalendar, start: datetime, limit: Limit, pauses: Iterable[Pause] = (), restart: bool = False
) -> tuple[DayCount, ...]:
    """The count behind `due`, from the day it starts to the day it is due. Errors as for `due`."""
    start = at_centre(start)
    kept = effective_pauses(calendar, start, limit, pauses, restart, False)
    if not kept:
        return tuple(count_plainly(calendar, start, limit))
    if not restart:
        return tuple(_with_pauses(calendar, start, [pause for pause, _left in kept], kept[-1][1][0]))
    again = kept[-1][0][1]
    spent = (
        make_row(calendar, day, 0, [_("restarted {time}: the whole limit runs again").format(time=show_stamp(again))])
        for day in _days(start.date(), again.date() - timedelta(days=1))
    )
    return (*spent, *count_plainly(calendar, again, limit))


def count_plainly(calendar: WorkCalendar, start: datetime, limit: Limit) -> Iterator[DayCount]:
    """The count of one limit nothing happened to."""
    due_at, _unsure = run_out(calendar, start, limit)
    if limit.working_seconds is not None:
        yield from count_by_the_clock(calendar, start, [(start, due_at)], due_at, [])
        return
    until, _second = business_day(calendar, due_at)
    begun = [_("the day it starts is not counted")]
    yield make_row(calendar, start.date(), 0, begun)
    tomorrow = start.date() + timedelta(days=1)
    if limit.unit == "wd":
        for day in _days(tomorrow, until):
            open_day = bool(calendar.day(day).spells)
            yield make_row(calendar, day, int(open_day), _ending(calendar, day, until, due_at))
        return
    last = last_day(start.date(), limit)
    for day in _days(tomorrow if limit.unit == "d" else last, until):
        notes = _ending(calendar, day, until, due_at)
        if day == last and limit.unit != "d":
            fits = last.day == start.day
            notes.insert(0, _("the corresponding day") if fits else _("no such day in this month: its last day"))
        if day == last and last != until:
            notes.append(_("the last day is a day of rest: moves to the next working day"))
        yield make_row(calendar, day, int(day <= last), notes)


def _with_pauses(calendar: WorkCalendar, start: datetime, pauses: list[Pause], due_at: datetime) -> Iterator[DayCount]:
    edges = [start, *(edge for pause in pauses for edge in pause), due_at]
    running = [(edges[n], edges[n + 1]) for n in range(0, len(edges), 2)]
    return count_by_the_clock(calendar, start, running, due_at, pauses)


def count_by_the_clock(
    calendar: WorkCalendar, start: datetime, running: list[Pause], due_at: datetime, pauses: list[Pause]
) -> Iterator[DayCount]:
    """Working seconds of each day within the spans `running`; `pauses` are named in the notes."""
    until, _second = business_day(calendar, due_at)
    until = max(until, start.date())
    for day in _days(start.date(), until):
        hours = calendar.day(day).spells
        counted = sum(
            worked_before(hours, until_second) - worked_before(hours, from_second)
            for from_second, until_second in (_within(day, span) for span in running)
        )
        notes = [_("starts {time}").format(time=show_clock(start))] if day == start.date() else []
        for begun, ended in pauses:
            if _within(day, (begun, ended)) == (0, DAY):
                notes.append(_("waiting"))
                continue
            if begun.date() == day:
                notes.append(_("waiting from {time}").format(time=show_clock(begun)))
            if ended.date() == day:
                notes.append(_("waiting until {time}").format(time=show_clock(ended)))
        notes += _ending(calendar, day, until, due_at)
        yield make_row(calendar, day, counted, notes)


def make_row(calendar: WorkCalendar, day: date, counted: int, notes: list[str]) -> DayCount:
    """A day's line: what sort of day it is goes before `notes`."""
    plan = calendar.day(day)
    about: list[str] = []
    if plan.kind == "rest":
        about.append(_("rest day"))
    elif plan.kind == "holiday":
        about.append(_("holiday: {source}").format(source=plan.source))
    elif plan.kind == "make_up":
        about.append(_("make-up working day: {source}").format(source=plan.source))
    if plan.provisional:
        about.append(_("provisional: there is no holiday notice for this year yet"))
    return DayCount(day, plan.kind, counted, _("; ").join([*about, *notes]))


def _ending(calendar: WorkCalendar, day: date, until: date, due_at: datetime) -> list[str]:
    if day != until:
        return []
    at = "24:00" if due_at.date() != until else show_clock(due_at)
    return [_("due {time}").format(time=at)]


def _within(day: date, span: Pause) -> tuple[int, int]:
    """The seconds of `day` that lie within a span; two equal ones where none do."""
    begun, ended = span
    first = 0 if begun.date() < day else second_of(begun) if begun.date() == day else DAY
    last = DAY if ended.date() > day else second_of(ended) if ended.date() == day else 0
    return first, max(first, last)


def _days(first: date, last: date) -> Iterator[date]:
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


def show_clock(moment: datetime) -> str:
    """`17:00`, with seconds where there are any."""
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"


def show_stamp(moment: datetime) -> str:
    """`2026-11-23 17:00`."""
    return f"{moment:%Y-%m-%d} {show_clock(moment)}"
