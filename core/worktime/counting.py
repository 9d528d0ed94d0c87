"""When something is due, and how much working time has passed.

Civil Code, arts. 200–203: the day a limit in days, months or years starts is not counted, one in hours runs from the
moment; months and years end on the corresponding day, or the month's last; a last day of rest moves to the next
working day; the last day ends when business stops.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from core.clock import CENTRE
from core.errors import BadValue
from core.words import N_
from core.worktime.calendar import WorkCalendar, out_of_range
from core.worktime.limits import Limit
from core.worktime.spells import DAY, Hours
from core.worktime.years import FIRST_YEAR, LAST_YEAR, YearTable

if TYPE_CHECKING:
    from core.worktime.explaining import DayCount

Pause = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Question:
    """What a due time was asked for."""

    calendar: WorkCalendar = field(repr=False)
    start: datetime
    limit: Limit
    pauses: tuple[Pause, ...]
    restart: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A due time, at the centre; `provisional` when it hangs on a day whose year is not published yet."""

    due_at: datetime
    provisional: bool
    question: Question = field(repr=False, compare=False)

    @property
    def explanation(self) -> tuple[DayCount, ...]:
        """The count day by day; worked out when asked for. See `explain`."""
        from core.worktime.explaining import explain

        asked = self.question
        return explain(asked.calendar, asked.start, asked.limit, asked.pauses, asked.restart)


def due(
    calendar: WorkCalendar,
    start: datetime,
    limit: Limit,
    pauses: Iterable[Pause] = (),
    restart: bool = False,
    *,
    ignore_late: bool = False,
) -> Due:
    """When `limit` from `start` ends, with the waiting in `pauses` (from, to) left out.

    A pause keeps what was left of working time until due; with `restart` the whole limit runs again from its end.
    A duration ending exactly at closing time is due then, not at the next opening. Times without an offset are the
    centre's. Raises `BadValue`: `bad_pause` (ends before it begins), `overlapping_pauses`, `pause_outside` (begins
    before the start, or from the due time on unless `ignore_late`, which passes over those), `not_enough_time` (the
    calendar has no such working time before the year 10000), `date_out_of_range`.
    """
    start = at_centre(start)
    first = run_out(calendar, start, limit)
    given = tuple(pauses)
    if not given:
        return Due(first[0], first[1], Question(calendar, start, limit, (), restart))
    kept = effective_pauses(calendar, start, limit, given, restart, ignore_late)
    last = kept[-1][1] if kept else first
    return Due(last[0], last[1], Question(calendar, start, limit, tuple(pause for pause, _ in kept), restart))


def effective_pauses(
    calendar: WorkCalendar, start: datetime, limit: Limit, pauses: Iterable[Pause], restart: bool, ignore_late: bool
) -> tuple[tuple[Pause, tuple[datetime, bool]], ...]:
    """The pauses in order, each with the due time it leaves and whether that is provisional. Errors as for `due`."""
    ordered = sorted((_checked(one) for one in pauses))
    for one, other in itertools.pairwise(ordered):
        if other[0] < one[1]:
            raise BadValue(
                "overlapping_pauses",
                N_("The pauses {first} and {second} overlap."),
                first=_span(one),
                second=_span(other),
            )
    due_at, unsure = run_out(calendar, start, limit)
    kept: list[tuple[Pause, tuple[datetime, bool]]] = []
    for pause in ordered:
        if pause[0] < start:
            raise BadValue(
                "pause_outside",
                N_("The pause {pause} begins before the start, {start}."),
                pause=_span(pause),
                start=start.isoformat(),
            )
        if pause[0] >= due_at:
            if ignore_late:
                continue
            raise BadValue(
                "pause_outside",
                N_("The pause {pause} begins when the limit has already run out, at {due_at}."),
                pause=_span(pause),
                due_at=due_at.isoformat(),
            )
        if restart:
            due_at, unsure = run_out(calendar, pause[1], limit)
        else:
            moved = _resumed(calendar, due_at, *pause)
            unsure = unsure or provisional_between(calendar, pause[0], due_at)
            unsure = unsure or provisional_between(calendar, pause[1], moved)
            due_at = moved
        kept.append((pause, (due_at, unsure)))
    return tuple(kept)


def run_out(calendar: WorkCalendar, start: datetime, limit: Limit) -> tuple[datetime, bool]:
    """The due time without pauses and whether it is provisional; `start` is at the centre."""
    working = limit.working_seconds
    ordinal = start.toordinal()
    if working is not None:
        until, second = _after_working(calendar, start, working)
        return _moment(until, second), _unsure(calendar, ordinal, until)
    if limit.unit == "wd":
        until, second = _working_day(calendar, start.year, ordinal, limit.amount)
        return _moment(until, second), _unsure(calendar, ordinal + 1, until)
    last = last_day(start.date(), limit)
    until, second = _working_day(calendar, last.year, last.toordinal() - 1, 1)
    return _moment(until, second), _unsure(calendar, last.toordinal(), until)


def last_day(start: date, limit: Limit) -> date:
    """The last day of a limit in `d`, `m` or `y`, before it moves off a day of rest."""
    try:
        if limit.unit == "d":
            return start + timedelta(days=limit.amount)
        months = start.year * 12 + start.month - 1 + limit.amount * (12 if limit.unit == "y" else 1)
        year, month = divmod(months, 12)
        if year > LAST_YEAR:
            raise OverflowError
        return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
    except OverflowError:
        raise out_of_range(f"{start} + {limit}") from None


def elapsed(calendar: WorkCalendar, a: datetime, b: datetime) -> int:
    """Working seconds from `a` to `b`; 0 when `b` is before `a`."""
    a, b = at_centre(a), at_centre(b)
    if b <= a:
        return 0
    passed = _position(calendar.table(b.year), b) - _position(calendar.table(a.year), a)
    return passed + sum(calendar.table(year).seconds[-1] for year in range(a.year, b.year))


def resumed_due(calendar: WorkCalendar, due_at: datetime, paused_at: datetime, resumed_at: datetime) -> datetime:
    """The due time after waiting: what was left of working time at the pause runs on from resumption.

    Overdue already at the pause, it stays as it was. Raises `BadValue` (`bad_pause`) when the resumption is before
    the pause.
    """
    pause = _checked((paused_at, resumed_at))
    return _resumed(calendar, at_centre(due_at), *pause)


def extended_due(calendar: WorkCalendar, due_at: datetime, limit: Limit) -> datetime:
    """The due time with a limit added from it; days are counted after the day whose business it closes."""
    due_at = at_centre(due_at)
    if limit.working_seconds is not None:
        return run_out(calendar, due_at, limit)[0]
    day, _second = business_day(calendar, due_at)
    return run_out(calendar, datetime.combine(day, datetime.min.time(), CENTRE), limit)[0]


def provisional_between(calendar: WorkCalendar, a: datetime, b: datetime) -> bool:
    """Whether any day from `a` to `b` belongs to a year not published yet."""
    a, b = at_centre(a), at_centre(b)
    if b < a:
        return False
    return _unsure(calendar, a.toordinal(), max(a.date(), business_day(calendar, b)[0]).toordinal())


def yellow_from(calendar: WorkCalendar, due_at: datetime) -> datetime:
    """One working day before due, at the same clock time; due at 24:00, 24:00 of the working day before.

    Where no working day lies before, the first moment there is.
    """
    day, second = business_day(calendar, at_centre(due_at))
    table = calendar.table(day.year)
    before = table.worked[day.toordinal() - table.first]
    while before == 0:
        if table.first <= date(FIRST_YEAR, 1, 1).toordinal():
            return datetime(FIRST_YEAR, 1, 1, tzinfo=CENTRE)
        table = calendar.table(date.fromordinal(table.first).year - 1)
        before = table.worked[-1]
    return _moment(table.first + table.open_days[before - 1], second)


def yellow_until(calendar: WorkCalendar, now: datetime) -> datetime:
    """The latest due time that is yellow at `now`: of due times in working time, those after `now` up to it.

    The reverse of `yellow_from`, for asking a database which open calls are yellow.
    """
    now = at_centre(now)
    ordinal = now.toordinal()
    table = calendar.table(now.year)
    until, _closing = _working_day(calendar, now.year, ordinal, 1)
    second = _second(now) if table.hours[ordinal - table.first] else DAY
    return _moment(until, second)


def business_day(calendar: WorkCalendar, moment: datetime) -> tuple[date, int]:
    """The day a due time belongs to, and its second of the day: midnight is 24:00 of a day open until then."""
    day, second = moment.date(), _second(moment)
    if second == 0 and (day.year, day.month, day.day) > (FIRST_YEAR, 1, 1):
        before = day - timedelta(days=1)
        table = calendar.table(before.year)
        hours = table.hours[before.toordinal() - table.first]
        if hours and hours[-1].end == DAY:
            return before, DAY
    return day, second


def at_centre(moment: datetime) -> datetime:
    """The moment in the centre's zone, whole seconds; without an offset it is the centre's already."""
    if moment.tzinfo is not CENTRE:
        try:
            moment = moment.replace(tzinfo=CENTRE) if moment.tzinfo is None else moment.astimezone(CENTRE)
        except OverflowError:
            raise out_of_range(moment.isoformat()) from None
    return moment.replace(microsecond=0) if moment.microsecond else moment


def _after_working(calendar: WorkCalendar, start: datetime, need: int) -> tuple[int, int]:
    """Day (ordinal) and second at which `need` working seconds, at least one, have passed since `start`."""
    year = start.year
    table = calendar.table(year)
    target = _position(table, start) + need
    while target > table.seconds[-1]:
        target -= table.seconds[-1]
        year += 1
        table = _next_table(calendar, year, start)
    index = bisect_left(table.seconds, target) - 1
    rest = target - table.seconds[index]
    second = 0
    for spell in table.hours[index]:
        second = spell.start + rest
        if second <= spell.end:
            break
        rest -= spell.end - spell.start
    return table.first + index, second


def _working_day(calendar: WorkCalendar, year: int, ordinal: int, count: int) -> tuple[int, int]:
    """The `count`th working day after the day `ordinal`, which may be the eve of `year`, and when it closes."""
    table = calendar.table(year)
    target = table.worked[ordinal - table.first + 1] + count
    while target > table.worked[-1]:
        target -= table.worked[-1]
        year += 1
        table = _next_table(calendar, year, date.fromordinal(ordinal))
    index = table.open_days[target - 1]
    return table.first + index, table.hours[index][-1].end


def _next_table(calendar: WorkCalendar, year: int, start: date) -> YearTable:
    if year > LAST_YEAR:
        raise BadValue(
            "not_enough_time", N_("The calendar has not that much working time after {start}."), start=start.isoformat()
        )
    return calendar.table(year)


def _resumed(calendar: WorkCalendar, due_at: datetime, paused_at: datetime, resumed_at: datetime) -> datetime:
    if paused_at >= due_at or (resumed_at <= due_at and elapsed(calendar, paused_at, resumed_at) == 0):
        return due_at
    left = elapsed(calendar, paused_at, due_at)
    return _moment(*_after_working(calendar, resumed_at, left)) if left else max(due_at, resumed_at)


def _position(table: YearTable, moment: datetime) -> int:
    """Working seconds of the year before `moment`."""
    index = moment.toordinal() - table.first
    return table.seconds[index] + _worked(table.hours[index], _second(moment))


def _worked(hours: Hours, second: int) -> int:
    """Working seconds of a day before `second`."""
    done = 0
    for spell in hours:
        if second <= spell.start:
            break
        done += min(second, spell.end) - spell.start
    return done


def _unsure(calendar: WorkCalendar, first: int, last: int) -> bool:
    """Whether a provisional day lies between these ordinals, both included."""
    year, until = date.fromordinal(first).year, date.fromordinal(last).year
    while year <= until:
        table = calendar.table(year)
        start, end = max(first - table.first, 0), min(last - table.first + 1, len(table.hours))
        if table.unsure[end] > table.unsure[start]:
            return True
        year += 1
    return False


def _second(moment: datetime) -> int:
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def _moment(ordinal: int, second: int) -> datetime:
    """The moment `second` (up to 24:00) of a day."""
    try:
        if second >= DAY:
            ordinal, second = ordinal + 1, second - DAY
        day = date.fromordinal(ordinal)
    except ValueError:
        raise out_of_range(f"{LAST_YEAR}-12-31 24:00") from None
    return datetime(day.year, day.month, day.day, second // 3600, second % 3600 // 60, second % 60, tzinfo=CENTRE)


def _checked(pause: Pause) -> Pause:
    begun, ended = at_centre(pause[0]), at_centre(pause[1])
    if ended < begun:
        raise BadValue("bad_pause", N_("The pause {pause} ends before it begins."), pause=_span((begun, ended)))
    return begun, ended


def _span(pause: Pause) -> str:
    return f"{pause[0].isoformat()}/{pause[1].isoformat()}"
