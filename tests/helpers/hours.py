"""A second, slow opinion on working time in 2026: day by day from the State Council's list, no code of the program."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from core.clock import CENTRE


def _days(*spans: tuple[int, int, int]) -> set[date]:
    return {date(2026, month, day) for month, first, last in spans for day in range(first, last + 1)}


OFF = _days((1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7))
WORKED = _days((1, 4, 4), (2, 14, 14), (2, 28, 28), (5, 9, 9), (9, 20, 20), (10, 10, 10))
SPELLS = ((time(9), time(12)), (time(13), time(17)))


def at(text: str) -> datetime:
    """A moment of the centre from `2026-11-23 10:00` or with seconds."""
    return datetime.fromisoformat(text).replace(tzinfo=CENTRE)


def works(day: date) -> bool:
    """Whether the centre works that day."""
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def days_later(start: datetime, count: int) -> datetime:
    """Closing time of the `count`th working day after the day of `start`."""
    day = start.date()
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return datetime.combine(day, time(17), CENTRE)


def day_before(due: datetime) -> datetime:
    """The same clock time one working day before."""
    day = due.date() - timedelta(days=1)
    while not works(day):
        day -= timedelta(days=1)
    return datetime.combine(day, due.timetz())


def seconds_later(start: datetime, seconds: int) -> datetime:
    """When `seconds` of working time have gone since `start`."""
    day = start.date()
    while True:
        for opening, closing in SPELLS if works(day) else ():
            begun = max(start, datetime.combine(day, opening, CENTRE))
            ended = datetime.combine(day, closing, CENTRE)
            spell = int((ended - begun).total_seconds())
            if spell > 0 and seconds <= spell:
                return begun + timedelta(seconds=seconds)
            seconds -= max(spell, 0)
        day += timedelta(days=1)


def seconds_between(start: datetime, end: datetime) -> int:
    """Working seconds from `start` to `end`."""
    total, day = 0, start.date()
    while day <= end.date():
        for opening, closing in SPELLS if works(day) else ():
            begun = max(start, datetime.combine(day, opening, CENTRE))
            ended = min(end, datetime.combine(day, closing, CENTRE))
            total += max(int((ended - begun).total_seconds()), 0)
        day += timedelta(days=1)
    return total
