"""Counting with a calendar's prefix sums: from moments to working seconds and back.

A day is an ordinal (`date.toordinal`), a moment of it a second from midnight, up to 86,400 (24:00).
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, timedelta

from core.clock import CENTRE
from core.errors import BadValue
from core.words import N_
from core.worktime.calendar import WorkCalendar, out_of_range
from core.worktime.spells import DAY, Hours
from core.worktime.years import FIRST_YEAR, LAST_YEAR, YearTable

_LAST_DAY = date.max.toordinal()


def at_centre(moment: datetime) -> datetime:
    """The moment in the centre's zone, whole seconds; without an offset it is the centre's already."""
    if moment.tzinfo is not CENTRE:
        try:
            moment = moment.replace(tzinfo=CENTRE) if moment.tzinfo is None else moment.astimezone(CENTRE)
        except OverflowError:
            raise out_of_range(moment.isoformat()) from None
    return moment.replace(microsecond=0) if moment.microsecond else moment


def business_day(calendar: WorkCalendar, moment: datetime) -> tuple[date, int]:
    """The day a due time belongs to, and its second of the day: midnight is 24:00 of a day open until then."""
    day, second = moment.date(), second_of(moment)
    if second == 0 and (day.year, day.month, day.day) > (FIRST_YEAR, 1, 1):
        before = day - timedelta(days=1)
        table = calendar.table(before.year)
        hours = table.hours[before.toordinal() - table.first]
        if hours and hours[-1].end == DAY:
            return before, DAY
    return day, second


def position(table: YearTable, moment: datetime) -> int:
    """Working seconds of the table's year before `moment`."""
    index = moment.toordinal() - table.first
    return table.seconds[index] + worked_before(table.hours[index], second_of(moment))


def after_working(calendar: WorkCalendar, start: datetime, need: int) -> tuple[int, int, bool]:
    """Day and second at which `need` working seconds, at least one, have passed since `start`.

    The third value is whether any day from the start's to that one is provisional.
    """
    year = start.year
    table = calendar.table(year)
    index = start.toordinal() - table.first
    target = table.seconds[index] + worked_before(table.hours[index], second_of(start)) + need
    unsure = -table.unsure[index]
    while target > table.total:
        target -= table.total
        unsure += table.unsure[-1]
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
    return table.first + index, second, unsure + table.unsure[index + 1] > 0


def working_day(calendar: WorkCalendar, year: int, ordinal: int, count: int) -> tuple[int, int, bool]:
    """The `count`th working day after the day `ordinal` and when it closes; `ordinal` may be the eve of `year`.

    The third value is whether any day after `ordinal` to that one is provisional.
    """
    table = calendar.table(year)
    index = ordinal - table.first + 1
    target = table.worked[index] + count
    unsure = -table.unsure[index]
    while target > table.worked[-1]:
        target -= table.worked[-1]
        unsure += table.unsure[-1]
        year += 1
        table = _next_table(calendar, year, date.fromordinal(ordinal))
    index = table.open_days[target - 1]
    return table.first + index, table.hours[index][-1].end, unsure + table.unsure[index + 1] > 0


def unsure_between(calendar: WorkCalendar, first: int, last: int) -> bool:
    """Whether a provisional day lies between these days, both included."""
    year, until = date.fromordinal(first).year, date.fromordinal(last).year
    while year <= until:
        table = calendar.table(year)
        start, end = max(first - table.first, 0), min(last - table.first + 1, len(table.hours))
        if table.unsure[end] > table.unsure[start]:
            return True
        year += 1
    return False


def moment_of(ordinal: int, second: int) -> datetime:
    """The moment `second` (up to 24:00) of a day."""
    if second >= DAY:
        if ordinal >= _LAST_DAY:
            raise out_of_range(f"{LAST_YEAR}-12-31 24:00")
        ordinal, second = ordinal + 1, second - DAY
    day = date.fromordinal(ordinal)
    return datetime(day.year, day.month, day.day, second // 3600, second % 3600 // 60, second % 60, tzinfo=CENTRE)


def second_of(moment: datetime) -> int:
    """Seconds from midnight."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def worked_before(hours: Hours, second: int) -> int:
    """Working seconds of a day with these hours before `second`."""
    done = 0
    for spell in hours:
        if second <= spell.start:
            break
        done += min(second, spell.end) - spell.start
    return done


def _next_table(calendar: WorkCalendar, year: int, start: date) -> YearTable:
    if year > LAST_YEAR:
        raise BadValue(
            "not_enough_time",
            N_("The calendar does not have that much working time after {start}."),
            start=f"{start:%Y-%m-%d}",
        )
    return calendar.table(year)
