"""Working time in whole seconds since 1970, over a span of years, fast enough for a million lives of calls.

The same sums as `core.worktime`, as plain numbers; due times come from `core.calls.clocks.reckon` itself.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from core.calls.clocks import ClockEvent, Reckoned, reckon
from core.clock import CENTRE
from core.worktime import WorkCalendar, parse_limit

DAY = 86_400


class Clockwork:
    """The working time of the days from `first` to `last`; asked outside them it raises `IndexError`."""

    def __init__(self, calendar: WorkCalendar, first: date, last: date) -> None:
        self.calendar = calendar
        self._zero = int(datetime.combine(first, time(), CENTRE).timestamp())
        self._first = first
        self._hours = []
        self._sums = [0]
        for offset in range((last - first).days + 1):
            spells = calendar.day(first + timedelta(days=offset)).spells
            self._hours.append(tuple((one.start, one.end) for one in spells))
            self._sums.append(self._sums[-1] + sum(one.end - one.start for one in spells))
        self.due = lru_cache(maxsize=4096)(self._due)

    def midnight(self, day: date) -> int:
        """When a day begins."""
        return self._zero + (day - self._first).days * DAY

    def works(self, day: date) -> bool:
        """Whether the centre works that day."""
        return bool(self._hours[(day - self._first).days])

    def position(self, at: int) -> int:
        """Working seconds before a moment."""
        index, second = divmod(at - self._zero, DAY)
        done = self._sums[index]
        for start, end in self._hours[index]:
            if second <= start:
                break
            done += (second if second < end else end) - start
        return done

    def between(self, a: int, b: int) -> int:
        """Working seconds from `a` to `b`, 0 when `b` is before `a`."""
        return self.position(b) - self.position(a) if b > a else 0

    def after(self, at: int, seconds: int) -> int:
        """When `seconds` (at least one) of working time have passed since `at`."""
        target = self.position(at) + seconds
        index = bisect_left(self._sums, target) - 1
        rest = target - self._sums[index]
        for start, end in self._hours[index]:
            if start + rest <= end:
                return self._zero + index * DAY + start + rest
            rest -= end - start
        raise IndexError(at)

    def reckoned(self, start: int, limit: str, events: list[ClockEvent] | None = None) -> Reckoned:
        """The due time of a limit; those in days without events are kept by the day, since only the day counts."""
        if not events and _by_day(limit):
            return self.due((start - self._zero) // DAY, limit)
        return reckon(self.calendar, moment(start), limit, events or ())

    def _due(self, day: int, limit: str) -> Reckoned:
        return reckon(self.calendar, moment(self._zero + day * DAY), limit)


def moment(at: int) -> datetime:
    """The centre's time."""
    return datetime.fromtimestamp(at, CENTRE)


@lru_cache(maxsize=256)
def _by_day(limit: str) -> bool:
    return parse_limit(limit).working_seconds is None
