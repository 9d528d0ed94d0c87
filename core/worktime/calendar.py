"""The working calendar: weekly hours, seasons, special days and the years whose notice is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from core.errors import BadValue
from core.words import N_
from core.words import translate as _
from core.worktime.days import (
    ORDINARY,
    DayPlan,
    Kind,
    Notice,
    Season,
    SpecialDay,
    Week,
    group_by_year,
    ordinary_hours,
    working_week,
)
from core.worktime.published import earlier_year
from core.worktime.spells import Hours
from core.worktime.years import FIRST_YEAR, LAST_YEAR, YearTable, build_table

_NOTHING: Mapping[date, SpecialDay] = {}


@dataclass(frozen=True)
class WorkCalendar:
    """When the centre works. A value: every change gives a new calendar.

    `week` has hours by weekday from Monday; `workday` those of a working day named without hours. `days` come from
    notices, `set_days` from supervisors, who have the last word. `years` are those whose notice is known, with its
    name. A `complete` calendar needs nothing else: no other source is asked and nothing is provisional. Otherwise
    years not in `years` come from the published calendars that ship with the program's library, and where that
    knows none either, from the week alone: provisional.

    Tables of prefix sums are made a year at a time, when first asked for, and kept.
    """

    week: Week = field(default_factory=lambda: working_week(ORDINARY))
    workday: Hours = ORDINARY
    seasons: tuple[Season, ...] = ()
    days: Mapping[date, SpecialDay] = field(default_factory=dict)
    set_days: Mapping[date, SpecialDay] = field(default_factory=dict)
    years: Mapping[int, str] = field(default_factory=dict)
    complete: bool = False
    source: str = ""

    def with_days(self, days: Iterable[SpecialDay]) -> WorkCalendar:
        """With these days on top, the later of two for one date: a notice's under those set by supervisors."""
        noticed, by_hand = dict(self.days), dict(self.set_days)
        for one in days:
            (noticed if one.notice else by_hand)[one.date] = one
        return replace(self, days=noticed, set_days=by_hand)

    def without_days(self, dates: Iterable[date]) -> WorkCalendar:
        """Without what supervisors set for these dates."""
        dropped = set(dates)
        return replace(self, set_days={day: one for day, one in self.set_days.items() if day not in dropped})

    def with_notice(self, notice: Notice) -> WorkCalendar:
        """With a notice's days and years. Weekly hours in it take the place of all the hours before, seasons too."""
        changed = self.with_days(notice.days)
        changed = replace(changed, years={**self.years, **dict.fromkeys(notice.years, notice.source)})
        if notice.week is not None and notice.workday is not None:
            return replace(changed, week=notice.week, workday=notice.workday, seasons=notice.seasons)
        return replace(changed, seasons=notice.seasons) if notice.seasons else changed

    def with_week(self, week: Week, workday: Hours | None = None) -> WorkCalendar:
        """With other weekly hours; `workday` defaults to the first working weekday's."""
        return replace(self, week=week, workday=ordinary_hours(week) if workday is None else workday)

    def day(self, day: date) -> DayPlan:
        """What `day` is. Raises `BadValue` (`date_out_of_range`) outside 1992 to 9999."""
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise out_of_range(str(day))
        return self._plan(day, *self._known(day.year))

    def month(self, year: int, month: int) -> tuple[DayPlan, ...]:
        """Every day of a month, for a month view."""
        first = date(year, month, 1)
        return tuple(
            self.day(first + timedelta(days=n)) for n in range(31) if (first + timedelta(days=n)).month == month
        )

    def table(self, year: int) -> YearTable:
        """Prefix sums of one year. Raises `BadValue` (`date_out_of_range`) outside 1992 to 9999."""
        found = self._tables.get(year)
        if found is None:
            if not FIRST_YEAR <= year <= LAST_YEAR:
                raise out_of_range(str(year))
            found = self._tables[year] = self._make(year)
        return found

    @cached_property
    def _tables(self) -> dict[int, YearTable]:
        return {}

    @cached_property
    def _plain(self) -> dict[tuple[int, bool, bool], YearTable]:
        return {}

    @cached_property
    def _days_by_year(self) -> dict[int, dict[date, SpecialDay]]:
        return group_by_year(self.days)

    @cached_property
    def _set_by_year(self) -> dict[int, dict[date, SpecialDay]]:
        return group_by_year(self.set_days)

    @cached_property
    def _once_years(self) -> frozenset[int]:
        spans = ((one.first, one.last) for one in self.seasons if one.once)
        return frozenset(
            year
            for first, last in spans
            if isinstance(first, date) and isinstance(last, date)
            for year in range(first.year, last.year + 1)
        )

    def _known(self, year: int) -> tuple[Mapping[date, SpecialDay], str | None]:
        """A year's noticed days, and the name of its notice: None where there is none."""
        noticed = self._days_by_year.get(year, _NOTHING)
        if self.complete:
            return noticed, self.source
        if year in self.years:
            return noticed, self.years[year]
        found = earlier_year(year)
        if found is None:
            return noticed, None
        source, days = found
        return {**days, **noticed}, source

    def _make(self, year: int) -> YearTable:
        noticed, source = self._known(year)
        first = date(year, 1, 1)
        # Years with nothing of their own repeat: fourteen kinds (first weekday, leap or not), settled or provisional.
        leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        plain = not noticed and year not in self._set_by_year and year not in self._once_years
        key = (first.weekday(), leap, source is None)
        if plain and key in self._plain:
            return self._plain[key].of(first.toordinal())
        count = 366 if leap else 365
        plans = (self._quick(first + timedelta(days=n), noticed, source) for n in range(count))
        table = build_table(first.toordinal(), plans)
        if plain:
            self._plain[key] = table
        return table

    def _quick(self, day: date, noticed: Mapping[date, SpecialDay], source: str | None) -> tuple[Hours, bool]:
        """A day's hours and whether they are provisional."""
        special = self.set_days.get(day) or noticed.get(day)
        if special is None:
            return self._weekly(day)[0][day.weekday()], source is None
        return self._hours(special, day), False

    def _weekly(self, day: date) -> tuple[Week, Hours]:
        covering = [one for one in self.seasons if one.covers(day)]
        if not covering:
            return self.week, self.workday
        season = next((one for one in covering if one.once), covering[0])
        return season.week, season.workday

    def _hours(self, special: SpecialDay, day: date) -> Hours:
        if special.kind == "rest":
            return ()
        return special.spells or self._weekly(day)[1] or ORDINARY

    def _plan(self, day: date, noticed: Mapping[date, SpecialDay], source: str | None) -> DayPlan:
        hours, provisional = self._quick(day, noticed, source)
        under = noticed.get(day)
        special = self.set_days.get(day) or under
        if special is None:
            return DayPlan(day, "workday" if hours else "rest", hours, self._week_source(source), provisional)
        by_notice = special.notice or (under is not None and under.kind == special.kind)
        if special.kind == "rest":
            kind: Kind = "holiday" if by_notice else "rest"
        else:
            kind = "make_up" if by_notice and not self._weekly(day)[0][day.weekday()] else "workday"
        return DayPlan(day, kind, hours, special.source, provisional)

    def _week_source(self, source: str | None) -> str:
        if source is None:
            return _("weekly hours; there is no holiday notice for this year yet")
        return source or _("weekly hours")


def out_of_range(value: str) -> BadValue:
    """The refusal of a date the calendar cannot count with."""
    return BadValue(
        "date_out_of_range",
        N_("{value} is out of range: working time is counted from {first} to {last}."),
        value=value,
        first=f"{FIRST_YEAR}-01-01",
        last=f"{LAST_YEAR}-12-31",
    )
