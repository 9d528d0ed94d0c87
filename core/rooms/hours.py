"""When a room is open: its own week, the calendar's holidays and make-up days, and exceptions by date."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.clock import CENTRE
from core.rooms.intervals import Interval
from core.worktime import Hours, Spell, Week

DAY = timedelta(days=1)
DayKind = Callable[[date], str]
"""A day's kind by the working calendar: `workday`, `rest`, `holiday` or `make_up`."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """A room's hours. `week` from Monday; `holiday` and `make_up` are those of such days (a make-up day's default
    to Monday's); `exceptions` are dates laid down for the room, which go before everything else."""

    week: Week
    holiday: Hours = ()
    make_up: Hours | None = None
    exceptions: Mapping[date, Hours] = field(default_factory=dict)

    def on(self, day: date, kind: str) -> Hours:
        """The spells in which the room is open on `day`, which is of `kind`."""
        if day in self.exceptions:
            return self.exceptions[day]
        if kind == "holiday":
            return self.holiday
        if kind == "make_up":
            return self.week[0] if self.make_up is None else self.make_up
        return self.week[day.weekday()]

    def closed(self, wanted: Interval, kind_of: DayKind) -> str | None:
        """Why the room is not open then: `holiday`, `hours`, or None where it is.

        It must begin and end while the room is open. One over several days holds the room overnight; then no
        day of it may be without hours. Where a day's hours end at 24:00 and the next begin at 0:00 the room is open
        through.
        """
        for day in days_of(wanted):
            kind = kind_of(day)
            if not self.on(day, kind):
                return "holiday" if kind == "holiday" and day not in self.exceptions else "hours"
        first, last = wanted.start.date(), _last_day(wanted)
        begins, ends = seconds_of(wanted.start), seconds_of(wanted.end, last)
        if first == last:
            spells = self.on(first, kind_of(first))
            within = any(one.start <= begins and ends <= one.end for one in _joined(spells))
            return None if within else "hours"
        begun = any(one.start <= begins < one.end for one in self.on(first, kind_of(first)))
        ended = any(one.start < ends <= one.end for one in self.on(last, kind_of(last)))
        return None if begun and ended else "hours"

    def of_days(self, wanted: Interval, kind_of: DayKind) -> Interval | None:
        """From the opening of the first day it touches to the closing of its last; None where one is closed."""
        days = days_of(wanted)
        first, last = self.spells(days[0], kind_of), self.spells(days[-1], kind_of)
        return Interval(first[0].start, last[-1].end) if first and last else None

    def spells(self, day: date, kind_of: DayKind) -> tuple[Interval, ...]:
        """The day's hours as intervals."""
        midnight = datetime.combine(day, time(), CENTRE)
        return tuple(
            Interval(midnight + timedelta(seconds=one.start), midnight + timedelta(seconds=one.end))
            for one in _joined(self.on(day, kind_of(day)))
        )


def days_of(wanted: Interval) -> tuple[date, ...]:
    """The days an interval touches; an end at midnight does not touch the day it begins."""
    first, last = wanted.start.date(), _last_day(wanted)
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def seconds_of(moment: datetime, day: date | None = None) -> int:
    """Seconds since midnight of `day`, the moment's own by default."""
    return int((moment - datetime.combine(day or moment.date(), time(), CENTRE)).total_seconds())


def _last_day(wanted: Interval) -> date:
    return wanted.end.date() if wanted.end.time() != time() else wanted.end.date() - DAY


def _joined(spells: Hours) -> Hours:
    joined: list[tuple[int, int]] = []
    for one in spells:
        if joined and joined[-1][1] == one.start:
            joined[-1] = (joined[-1][0], one.end)
        else:
            joined.append((one.start, one.end))
    return tuple(Spell(*one) for one in joined)
