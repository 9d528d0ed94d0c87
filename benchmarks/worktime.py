"""How fast working time is counted, against promises.

Run `python -m benchmarks.worktime`; it exits with 1 where a promise is not kept. Compared, one call at a time over
the same starts: `businesstimedelta` with the same hours and holidays, and `numpy.busday_offset`. Each figure is the
best of several rounds, so that a busy machine matters less.
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import businesstimedelta
import holidays
import numpy

from core.clock import CENTRE
from core.worktime import Limit, SpecialDay, WorkCalendar, built_in_calendar, due, elapsed

OFF = sorted(holidays.country_holidays("CN", years=(2025, 2026, 2027)))
STARTS = [datetime(2026, 3, 2, 9, 40) + timedelta(days=n, minutes=37 * n) for n in range(0, 28, 3)]
ROUNDS = 15


Act = tuple[Callable[[], object], int, int]


def race(*acts: Act) -> list[float]:
    """Seconds of one call of each (function, times in a round, calls in it): the best of rounds taken in turn."""
    rounds = [[timeit.timeit(act, number=times) / (times * calls) for act, times, calls in acts] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*rounds, strict=True)]


def main() -> int:
    """Print each ratio; 1 where one misses its promise."""
    calendar = WorkCalendar(complete=True).with_days(SpecialDay(day, "rest", None, "off") for day in OFF)
    rules = _rules(OFF)
    _same_answers(calendar, rules)
    starts = [start.replace(tzinfo=CENTRE) for start in STARTS]

    def ours(limit: Limit, over: WorkCalendar = calendar) -> Act:
        return lambda: [due(over, start, limit) for start in starts], 200, len(starts)

    def theirs(hours: int) -> Act:
        step = businesstimedelta.BusinessTimeDelta(rules, hours=hours)
        return lambda: [start + step for start in STARTS], 2, len(STARTS)

    def arrays(days: int) -> Act:
        return (
            lambda: [numpy.busday_offset(day, days, roll="backward", busdaycal=year) for day in dates],
            200,
            len(dates),
        )

    kept = True
    for hours, promised in ((4, 5), (40, 20)):
        slow, fast = race(theirs(hours), ours(Limit(hours, "wh")))
        kept &= _say(f"{hours}wh, businesstimedelta over ours", slow, fast, at_least=promised)
    year = numpy.busdaycalendar(holidays=OFF)
    dates = [numpy.datetime64(start.date()) for start in STARTS]
    for days in (5, 20):
        array, mine = race(arrays(days), ours(Limit(days, "wd")))
        kept &= _say(f"{days}wd, ours over numpy.busday_offset", mine, array, at_most=10)
    real = built_in_calendar()
    for name, one in (("these holidays", calendar), ("the built-in calendar", real)):
        short, long = race(ours(Limit(4, "wh"), one), ours(Limit(2000, "wh"), one))
        kept &= _say(f"2000wh over 4wh, {name}", long, short, at_most=1.5)
    far = datetime(2099, 1, 1, tzinfo=CENTRE)
    near, long = race(
        (lambda: elapsed(real, starts[0], starts[-1]), 1000, 1), (lambda: elapsed(real, starts[0], far), 300, 1)
    )
    print(f"elapsed: four weeks {_us(near)}, 73 years {_us(long)}")
    rows = [SpecialDay(date(2026, 1, 1) + timedelta(days=n), "rest", None, "", notice=False) for n in range(0, 600, 2)]
    (fresh,) = race((lambda: due(real.with_days(rows), starts[0], Limit(5, "wd")), 20, 1))
    print(f"a calendar from 300 days set by hand, and its first due time: {_us(fresh)}")
    return 0 if kept else 1


def _rules(off: list[date]) -> businesstimedelta.Rules:
    week = [0, 1, 2, 3, 4]
    return businesstimedelta.Rules(
        [
            businesstimedelta.WorkDayRule(start_time=time(9), end_time=time(12), working_days=week),
            businesstimedelta.WorkDayRule(start_time=time(13), end_time=time(17), working_days=week),
            businesstimedelta.HolidayRule(dict.fromkeys(off, "off")),
        ]
    )


def _same_answers(calendar: WorkCalendar, rules: businesstimedelta.Rules) -> None:
    """A race is fair only between those who agree on the finish."""
    for start in STARTS:
        for hours in (4, 40):
            other = (start + businesstimedelta.BusinessTimeDelta(rules, hours=hours)).replace(tzinfo=CENTRE)
            assert due(calendar, start, Limit(hours, "wh")).due_at == other, (start, hours, other)
        working = numpy.busday_offset(start.date(), 0, roll="backward", holidays=OFF)
        assert (
            due(calendar, start, Limit(5, "wd")).due_at.date() == numpy.busday_offset(working, 5, holidays=OFF).item()
        )


def _say(what: str, upper: float, lower: float, at_least: float | None = None, at_most: float | None = None) -> bool:
    ratio = upper / lower
    good = ratio >= at_least if at_least is not None else ratio <= (at_most or 0)
    promise = f"at least {at_least}" if at_least is not None else f"at most {at_most}"
    print(f"{what}: {_us(upper)} / {_us(lower)} = {ratio:.2f} ({promise}) {'ok' if good else 'MISSED'}")
    return good


def _us(seconds: float) -> str:
    return f"{seconds * 1e6:.1f} µs"


if __name__ == "__main__":
    sys.exit(main())
