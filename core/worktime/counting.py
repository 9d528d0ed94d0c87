"""When something is due, and how much working time has passed.

Civil Code, arts. 200–203: the day a limit in days, months or years starts is not counted, one in hours runs from the
moment; months and years end on the corresponding day, or the month's last; a last day of rest moves to the next
working day; the last day ends when business stops.
"""

from __future__ import annotations

import itertools
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core.clock import CENTRE
from core.errors import BadValue
from core.words import N_
from core.worktime.calendar import WorkCalendar, out_of_range
from core.worktime.limits import Limit
from core.worktime.sums import (
    after_working,
    at_centre,
    business_day,
    moment_of,
    position,
    unsure_between,
    working_day,
)
from core.worktime.years import FIRST_YEAR, LAST_YEAR

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
    ordered = sorted(_checked(one) for one in pauses)
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
    if working is not None:
        ordinal, second, unsure = after_working(calendar, start, working)
    elif limit.unit == "wd":
        ordinal, second, unsure = working_day(calendar, start.year, start.toordinal(), limit.amount)
    else:
        last = last_day(start.date(), limit)
        ordinal, second, unsure = working_day(calendar, last.year, last.toordinal() - 1, 1)
    return moment_of(ordinal, second), unsure


def last_day(start: date, limit: Limit) -> date:
    """The last day of a limit in `d`, `m` or `y`, before it moves off a day of rest."""
    if start.year < FIRST_YEAR:
        raise out_of_range(str(start))
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


def working_days(calendar: WorkCalendar, after: date, until: date) -> int:
    """Working days after the day `after`, up to and including `until`: the first day is not counted (Civil Code,
    art. 201). 0 where `until` is not later. Raises `BadValue` (`date_out_of_range`)."""
    if until <= after:
        return 0
    last, first = calendar.table(until.year), calendar.table(after.year)
    passed = last.worked[until.toordinal() - last.first + 1] - first.worked[after.toordinal() - first.first + 1]
    return passed + sum(calendar.table(year).worked[-1] for year in range(after.year, until.year))


def elapsed(calendar: WorkCalendar, a: datetime, b: datetime) -> int:
    """Working seconds from `a` to `b`; 0 when `b` is before `a`."""
    a, b = at_centre(a), at_centre(b)
    if b <= a:
        return 0
    passed = position(calendar.table(b.year), b) - position(calendar.table(a.year), a)
    return passed + sum(calendar.table(year).total for year in range(a.year, b.year))


def resumed_due(calendar: WorkCalendar, due_at: datetime, paused_at: datetime, resumed_at: datetime) -> datetime:
    """The due time after waiting: what was left of working time at the pause runs on from resumption.

    Overdue already at the pause, it stays as it was. Raises `BadValue` (`bad_pause`) when the resumption is before
    the pause.
    """
    pause = _checked((paused_at, resumed_at))
    return _resumed(calendar, at_centre(due_at), *pause)


def extended_due(calendar: WorkCalendar, due_at: datetime, limit: Limit) -> datetime:
    """The due time with a limit added from it; days are counted after the day whose business it closes."""
    return run_on(calendar, at_centre(due_at), limit)[0]


def run_on(calendar: WorkCalendar, due_at: datetime, limit: Limit) -> tuple[datetime, bool]:
    """`extended_due`, and whether that is provisional; `due_at` is at the centre."""
    if limit.working_seconds is not None:
        return run_out(calendar, due_at, limit)
    day, _second = business_day(calendar, due_at)
    return run_out(calendar, datetime.combine(day, time(), CENTRE), limit)


def provisional_between(calendar: WorkCalendar, a: datetime, b: datetime) -> bool:
    """Whether any day from `a` to `b` belongs to a year not published yet."""
    a, b = at_centre(a), at_centre(b)
    if b < a:
        return False
    return unsure_between(calendar, a.toordinal(), max(a.date(), business_day(calendar, b)[0]).toordinal())


def _resumed(calendar: WorkCalendar, due_at: datetime, paused_at: datetime, resumed_at: datetime) -> datetime:
    if paused_at >= due_at or (resumed_at <= due_at and elapsed(calendar, paused_at, resumed_at) == 0):
        return due_at
    left = elapsed(calendar, paused_at, due_at)
    return moment_of(*after_working(calendar, resumed_at, left)[:2]) if left else max(due_at, resumed_at)


def _checked(pause: Pause) -> Pause:
    begun, ended = at_centre(pause[0]), at_centre(pause[1])
    if ended < begun:
        raise BadValue("bad_pause", N_("The pause {pause} ends before it begins."), pause=_span((begun, ended)))
    return begun, ended


def _span(pause: Pause) -> str:
    return f"{pause[0].isoformat()}/{pause[1].isoformat()}"
