"""The lights: yellow from one working day before due, red from the due time on."""

from __future__ import annotations

from datetime import date, datetime

from core.clock import CENTRE
from core.worktime.calendar import WorkCalendar
from core.worktime.spells import DAY
from core.worktime.sums import at_centre, business_day, moment_of, second_of, working_day
from core.worktime.years import FIRST_YEAR


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
    return moment_of(table.first + table.open_days[before - 1], second)


def yellow_until(calendar: WorkCalendar, now: datetime) -> datetime:
    """The latest due time that is yellow at `now`: of due times in working time, those after `now` up to it.

    The reverse of `yellow_from`, for asking a database which open calls are yellow.
    """
    now = at_centre(now)
    ordinal = now.toordinal()
    table = calendar.table(now.year)
    until, _closing, _unsure = working_day(calendar, now.year, ordinal, 1)
    second = second_of(now) if table.hours[ordinal - table.first] else DAY
    return moment_of(until, second)
