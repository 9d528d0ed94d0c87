"""When calls come: over the years, the week and the day."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from core.calls.rules import EARLIEST
from core.demo.clockwork import Clockwork

A_YEAR = 50_000
"""Calls a year of a busy centre: a million are twenty years."""
_WEEKDAYS = (1.25, 1.1, 1.0, 0.98, 0.9, 0.7, 0.7)
_MONTHS = (0.85, 0.7, 1.2, 1.1, 0.95, 1.15, 1.25, 1.0, 1.1, 0.9, 1.0, 0.85)
_HOURS = ((9, 16), (10, 22), (11, 14), (13, 12), (14, 17), (15, 13), (16, 6))
"""Hours of the day with their shares of a hundred calls."""
_PROFILE = tuple(hour for hour, share in _HOURS for _ in range(share))


def years_of(calls: int) -> float:
    """Over how many years so many calls are spread: at least one, a small number over two."""
    return 2.0 if calls < A_YEAR // 2 else max(1.0, min(calls / A_YEAR, 20.0))


def first_day(last: date, calls: int) -> date:
    """The first day of so many calls up to `last`; calls are not received before 2000."""
    return max(last - timedelta(days=round(years_of(calls) * 365.25)), date(EARLIEST, 1, 4))


def spread(clockwork: Clockwork, first: date, last: date, calls: int, share_of_last: float) -> list[tuple[date, int]]:
    """How many calls each working day logs; the last day, which may be under way, gets `share_of_last` of a day's."""
    weights = []
    length = (last - first).days + 1
    for offset in range(length):
        day = first + timedelta(days=offset)
        if clockwork.works(day):
            growth = 0.85 + 0.3 * offset / length
            weight = _WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1] * growth
            weights.append((day, weight * (share_of_last if day == last else 1)))
    total = sum(weight for _day, weight in weights)
    found, gone, given = [], 0.0, 0
    for day, weight in weights:
        gone += weight
        upto = round(calls * gone / total)
        found.append((day, upto - given))
        given = upto
    return found


def time_of_day(rng: Random) -> int:
    """A second of the day at which the desk is busy."""
    random = rng.random
    return _PROFILE[int(random() * 100)] * 3600 + int(random() * 3600)
