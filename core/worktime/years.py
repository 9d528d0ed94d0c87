"""One year's prefix sums, so that counting never walks day by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.worktime.spells import Hours

# China kept summer time until 1991; from 1992 on a day of the centre has 86,400 seconds.
FIRST_YEAR = 1992
LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class YearTable:
    """Sums over one year's days, by day of the year from 0.

    `first` is the ordinal of January 1. `hours[i]` are day i's spells; `seconds[i]` and `worked[i]` are the working
    seconds and the working days before day i (one entry more than days, the last is the year's total); `total` is
    the year's working seconds; `open_days[k]` is the day of the (k+1)th working day; `unsure[i]` counts provisional
    days before day i.
    """

    first: int
    hours: tuple[Hours, ...]
    seconds: list[int]
    worked: list[int]
    open_days: list[int]
    unsure: list[int]
    total: int

    def of(self, first: int) -> YearTable:
        """The same sums for another year of the same shape."""
        return replace(self, first=first)


def build_table(first: int, days: Iterable[tuple[Hours, bool]]) -> YearTable:
    """Sum up a year from each day's hours and whether they are provisional."""
    hours: list[Hours] = []
    seconds, worked, unsure, open_days = [0], [0], [0], []
    for index, (spells, provisional) in enumerate(days):
        hours.append(spells)
        seconds.append(seconds[-1] + sum(spell.end - spell.start for spell in spells))
        worked.append(worked[-1] + (1 if spells else 0))
        unsure.append(unsure[-1] + provisional)
        if spells:
            open_days.append(index)
    return YearTable(first, tuple(hours), seconds, worked, open_days, unsure, seconds[-1])
