"""Due times and elapsed time against a second opinion: a slow count, minute by minute, that shares no code.

The oracle knows a calendar only as a set of working minutes and follows the rules as one would with a finger on a
wall calendar. Seconds are covered over shorter spans.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import CENTRE
from core.worktime import Limit, WorkCalendar, due, elapsed, read_notice, resumed_due
from core.worktime.files import whole_calendar

EPOCH = datetime(2025, 12, 24, tzinfo=CENTRE)  # the days looked at run over the end of a year
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Spells = list[tuple[int, int]]


class Oracle:
    """A calendar by weekday and by date, in minutes of the day."""

    def __init__(self, week: list[Spells], days: dict[date, Spells]) -> None:
        self.week, self.days = week, days
        self.minutes: dict[date, bytes] = {}

    def spells(self, day: date) -> Spells:
        return self.days.get(day, self.week[day.weekday()])

    def working(self, moment: datetime) -> bool:
        day = moment.date()
        minutes = self.minutes.get(day)
        if minutes is None:
            spells = self.spells(day)
            minutes = bytes(any(start <= minute < end for start, end in spells) for minute in range(1440))
            self.minutes[day] = minutes
        return bool(minutes[moment.hour * 60 + moment.minute])

    def after(self, moment: datetime, need: int, step: timedelta = MINUTE) -> datetime:
        """The end of the `need`th working step from `moment` on."""
        while need:
            need -= self.working(moment)
            moment += step
        return moment

    def between(self, a: datetime, b: datetime, step: timedelta = MINUTE) -> int:
        """How many working steps lie between."""
        count = 0
        while a < b:
            count += self.working(a)
            a += step
        return count

    def closing(self, day: date) -> datetime:
        end = max(end for _start, end in self.spells(day))
        return datetime(day.year, day.month, day.day, tzinfo=CENTRE) + end * MINUTE

    def due(self, start: datetime, limit: Limit, step: timedelta = MINUTE) -> datetime:
        if limit.unit in ("wh", "wm"):
            minutes = limit.amount * (60 if limit.unit == "wh" else 1)
            return self.after(start, minutes * (MINUTE // step), step)
        day = start.date()
        if limit.unit == "wd":
            left = limit.amount
            while left:
                day += DAY
                left -= bool(self.spells(day))
            return self.closing(day)
        if limit.unit == "d":
            for _ in range(limit.amount):
                day += DAY
        else:
            for _ in range(limit.amount * (12 if limit.unit == "y" else 1)):
                year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
                day = date(year, month, min(start.day, monthrange(year, month)[1]))
        while not self.spells(day):
            day += DAY
        return self.closing(day)

    def resumed(self, due_at: datetime, begun: datetime, ended: datetime, step: timedelta = MINUTE) -> datetime:
        if begun >= due_at:
            return due_at
        return self.after(ended, self.between(begun, due_at, step), step)

    def calendar(self) -> WorkCalendar:
        def text(spells: Spells) -> list[str]:
            return [f"{a // 60:02d}:{a % 60:02d}-{b // 60:02d}:{b % 60:02d}" for a, b in spells]

        document = {
            "week": {name: text(spells) for name, spells in zip(NAMES, self.week, strict=True)},
            "days": {day.isoformat(): text(spells) for day, spells in self.days.items()},
        }
        return whole_calendar(read_notice(document, "oracle"), "oracle")


@st.composite
def spells(draw: st.DrawFn) -> Spells:
    edges = sorted(draw(st.sets(st.integers(0, 96).map(lambda quarter: quarter * 15), max_size=6)))
    return [(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2)]


@st.composite
def oracles(draw: st.DrawFn) -> Oracle:
    week = [draw(st.one_of(st.just([]), spells())) for _ in NAMES]
    if not any(week):
        week[draw(st.integers(0, 6))] = [(540, 720), (780, 1020)]
    dates = st.integers(-3, 30).map(lambda n: EPOCH.date() + n * DAY)
    return Oracle(week, draw(st.dictionaries(dates, st.one_of(st.just([]), spells()), max_size=8)))


moments = st.integers(0, 12 * 24 * 60).map(lambda minutes: EPOCH + minutes * MINUTE)
limits = st.one_of(
    st.builds(Limit, st.integers(1, 12), st.just("wd")),
    st.builds(Limit, st.integers(1, 20), st.just("wh")),
    st.builds(Limit, st.integers(1, 900), st.just("wm")),
    st.builds(Limit, st.integers(1, 60), st.just("d")),
    st.builds(Limit, st.integers(1, 15), st.just("m")),
    st.builds(Limit, st.integers(1, 2), st.just("y")),
)
few = settings(max_examples=60, deadline=None)


@few
@given(oracles(), moments, limits)
def test_due(oracle: Oracle, start: datetime, limit: Limit) -> None:
    assert due(oracle.calendar(), start, limit).due_at == oracle.due(start, limit)


@few
@given(oracles(), moments, moments)
def test_elapsed(oracle: Oracle, a: datetime, b: datetime) -> None:
    assert elapsed(oracle.calendar(), a, b) == 60 * oracle.between(a, b)


@few
@given(oracles(), moments, limits, st.lists(moments, max_size=6).map(sorted))
def test_due_with_pauses(oracle: Oracle, start: datetime, limit: Limit, edges: list[datetime]) -> None:
    if limit.unit in ("m", "y"):
        limit = Limit(1, "m")
    expected = oracle.due(start, limit)
    pauses = [(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2) if edges[n] >= start]
    for begun, ended in pauses:
        expected = oracle.resumed(expected, begun, ended)
    answer = due(oracle.calendar(), start, limit, pauses, ignore_late=True)
    assert answer.due_at == expected
    assert sum(day.counted for day in answer.explanation) == counted(
        oracle, start, limit, answer.question.pauses, expected
    )


def counted(
    oracle: Oracle, start: datetime, limit: Limit, pauses: tuple[tuple[datetime, datetime], ...], end: datetime
) -> int:
    """What an explanation's days must add up to."""
    if not pauses and limit.unit not in ("wh", "wm"):
        return limit.amount if limit.unit in ("wd", "d") else 1
    return 60 * (oracle.between(start, end) - sum(oracle.between(*pause) for pause in pauses))


@few
@given(oracles(), moments, limits, st.lists(moments, min_size=2, max_size=6).map(sorted))
def test_due_with_restarts(oracle: Oracle, start: datetime, limit: Limit, edges: list[datetime]) -> None:
    expected = oracle.due(start, limit)
    pauses = [(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2) if edges[n] >= start]
    for begun, ended in pauses:
        if begun < expected:
            expected = oracle.due(ended, limit)
    assert due(oracle.calendar(), start, limit, pauses, True, ignore_late=True).due_at == expected


@few
@given(oracles(), moments, moments, moments)
def test_resumed_due(oracle: Oracle, due_from: datetime, begun: datetime, ended: datetime) -> None:
    due_at = oracle.due(due_from, Limit(3, "wh"))
    begun, ended = min(begun, ended), max(begun, ended)
    assert resumed_due(oracle.calendar(), due_at, begun, ended) == oracle.resumed(due_at, begun, ended)


SECOND = timedelta(seconds=1)
within_a_day = st.integers(8 * 3600, 18 * 3600).map(
    lambda seconds: datetime(2026, 11, 23, tzinfo=CENTRE) + seconds * SECOND
)
OFFICE = Oracle([[(540, 720), (780, 1020)]] * 5 + [[], []], {})


@settings(max_examples=25, deadline=None)
@given(within_a_day, within_a_day, within_a_day, st.integers(1, 200))
def test_seconds(start: datetime, begun: datetime, ended: datetime, minutes: int) -> None:
    calendar, limit = OFFICE.calendar(), Limit(minutes, "wm")
    begun, ended = min(begun, ended), max(begun, ended)
    assert elapsed(calendar, begun, ended) == OFFICE.between(begun, ended, SECOND)
    due_at = OFFICE.due(start, limit, SECOND)
    assert due(calendar, start, limit).due_at == due_at
    if start <= begun < due_at:
        assert due(calendar, start, limit, [(begun, ended)]).due_at == OFFICE.resumed(due_at, begun, ended, SECOND)
