"""Holidays that were published: the notices shipped as data, and other years from the chinesecalendar package."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from core.words import N_, language
from core.words import translate as _
from core.worktime.days import SpecialDay

_SOURCE = N_("published holidays, as listed by chinesecalendar")


def earlier_year(year: int) -> tuple[str, Mapping[date, SpecialDay]] | None:
    """Holidays and make-up days of a year from the package, and its name; None for a year it does not know.

    What it lists was published by the State Council, so such years are settled, not provisional.
    """
    days = _listed(language()).get(year)
    return None if days is None else (_(_SOURCE), days)


@cache
def _listed(spoken: str) -> Mapping[int, Mapping[date, SpecialDay]]:
    # Imported only when a year is asked for that has no notice of its own.
    from chinese_calendar import constants

    source = _(_SOURCE)
    years: dict[int, dict[date, SpecialDay]] = {}
    for day in constants.holidays:
        years.setdefault(day.year, {})[day] = SpecialDay(day, "rest", None, source)
    for day in constants.workdays:
        years.setdefault(day.year, {})[day] = SpecialDay(day, "workday", None, source)
    return years
