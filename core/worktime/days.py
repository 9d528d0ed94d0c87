"""What is laid down for single days, for seasons and by a year's notice; and what a day comes to in the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from core.worktime.spells import Hours, Spell

Kind = Literal["workday", "rest", "holiday", "make_up"]
NO_HOURS: Hours = ()
ORDINARY: Hours = (Spell(9 * 3600, 12 * 3600), Spell(13 * 3600, 17 * 3600))
Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day: its kind, its hours (none when nobody works), who says so, and whether that may yet change."""

    date: date
    kind: Kind
    spells: Hours
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """One date laid down apart from the week.

    `kind` is `rest` or `workday`; `spells` are a workday's own hours, None for the ordinary working day's.
    From a notice (`notice` true) a rest is a `holiday` and work on a day of rest a `make_up` day; set by a
    supervisor they are plain `rest` and `workday`, unless the notice had made the day a holiday or make-up day.
    """

    date: date
    kind: Literal["rest", "workday"]
    spells: Hours | None
    source: str
    notice: bool = True


@dataclass(frozen=True, slots=True)
class Season:
    """Other weekly hours from one day to another, both included.

    Once, where `first` and `last` are dates; every year, where they are (month, day), and then a `first` after
    `last` runs over New Year.
    """

    first: date | tuple[int, int]
    last: date | tuple[int, int]
    week: Week
    workday: Hours

    def covers(self, day: date) -> bool:
        """Whether these hours hold on `day`."""
        if isinstance(self.first, date) and isinstance(self.last, date):
            return self.first <= day <= self.last
        here = (day.month, day.day)
        first, last = _month_day(self.first), _month_day(self.last)
        return first <= here <= last if first <= last else (here >= first or here <= last)

    @property
    def once(self) -> bool:
        """Whether it happens in one year only."""
        return isinstance(self.first, date)


@dataclass(frozen=True, slots=True)
class Notice:
    """What a calendar file says: the years it settles, its special days, and the weekly hours if it has any."""

    source: str
    years: tuple[int, ...]
    days: tuple[SpecialDay, ...]
    week: Week | None = None
    workday: Hours | None = None
    seasons: tuple[Season, ...] = ()


def working_week(workday: Hours) -> Week:
    """Monday to Friday with these hours."""
    return (workday,) * 5 + (NO_HOURS,) * 2


def ordinary_hours(week: Week) -> Hours:
    """The first working weekday's hours, `()` where the week has none."""
    return next((hours for hours in week if hours), NO_HOURS)


def group_by_year(days: Mapping[date, SpecialDay]) -> dict[int, dict[date, SpecialDay]]:
    """The same days, by year."""
    years: dict[int, dict[date, SpecialDay]] = {}
    for day, special in days.items():
        years.setdefault(day.year, {})[day] = special
    return years


def _month_day(value: date | tuple[int, int]) -> tuple[int, int]:
    return (value.month, value.day) if isinstance(value, date) else value
