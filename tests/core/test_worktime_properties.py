"""What holds for every start, limit and calendar."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.clock import CENTRE
from core.worktime import (
    Limit,
    SpecialDay,
    Spell,
    WorkCalendar,
    built_in_calendar,
    due,
    elapsed,
    extended_due,
    resumed_due,
    working_days,
    yellow_from,
    yellow_until,
)
from core.worktime.spells import DAY, Hours
from core.worktime.sums import business_day

SECOND = timedelta(seconds=1)
FIRST = datetime(2025, 12, 20, tzinfo=CENTRE)


@st.composite
def hours(draw: st.DrawFn, least: int = 0) -> Hours:
    edges = sorted(draw(st.sets(st.integers(0, DAY // 60), min_size=2 * least, max_size=6)))
    return tuple(Spell(edges[n] * 60, edges[n + 1] * 60) for n in range(0, len(edges) - 1, 2))


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    if draw(st.booleans()):
        base = built_in_calendar()
    else:
        week = [draw(hours()) for _ in range(7)]
        week[draw(st.integers(0, 6))] = draw(hours(1))
        base = WorkCalendar(week=tuple(week), complete=True)  # type: ignore[arg-type]
    dates = draw(st.sets(st.integers(0, 40), max_size=5))
    return base.with_days(
        SpecialDay(
            FIRST.date() + timedelta(days=n), *draw(st.sampled_from([("rest", None), ("workday", None)])), "", False
        )
        for n in dates
    )


moments = st.integers(0, 30 * DAY).map(lambda n: FIRST + n * SECOND)
by_clock = st.one_of(
    st.builds(Limit, st.integers(1, 300), st.just("wh")), st.builds(Limit, st.integers(1, 9999), st.just("wm"))
)
by_day = st.one_of(
    st.builds(Limit, st.integers(1, 60), st.sampled_from(["wd", "d"])),
    st.builds(Limit, st.integers(1, 40), st.just("m")),
    st.builds(Limit, st.integers(1, 5), st.just("y")),
)
limits = st.one_of(by_clock, by_day)
often = settings(max_examples=100, deadline=None)


@often
@given(calendars(), moments, limits)
def test_due_is_never_on_a_rest_day_nor_outside_hours(calendar: WorkCalendar, start: datetime, limit: Limit) -> None:
    day, second = business_day(calendar, due(calendar, start, limit).due_at)
    spells = calendar.day(day).spells
    assert any(spell.start < second <= spell.end for spell in spells)
    if limit.working_seconds is None:
        assert second == spells[-1].end


@often
@given(calendars(), moments, by_clock)
def test_working_time_until_due_is_the_limit(calendar: WorkCalendar, start: datetime, limit: Limit) -> None:
    answer = due(calendar, start, limit)
    assert elapsed(calendar, start, answer.due_at) == limit.working_seconds
    assert elapsed(calendar, start, answer.due_at - SECOND) == (limit.working_seconds or 0) - 1


@often
@given(calendars(), moments, moments, limits)
def test_a_later_start_is_never_due_earlier(calendar: WorkCalendar, a: datetime, b: datetime, limit: Limit) -> None:
    assert due(calendar, min(a, b), limit).due_at <= due(calendar, max(a, b), limit).due_at


@often
@given(calendars(), moments, limits, st.integers(1, 30))
def test_a_longer_limit_is_never_due_earlier(calendar: WorkCalendar, start: datetime, limit: Limit, more: int) -> None:
    assert due(calendar, start, limit).due_at <= due(calendar, start, Limit(limit.amount + more, limit.unit)).due_at


@often
@given(calendars(), moments, limits, st.integers(0, 5 * DAY), st.integers(0, 20 * DAY))
def test_a_pause_of_x_working_seconds_moves_due_by_exactly_x(
    calendar: WorkCalendar, start: datetime, limit: Limit, wait: int, length: int
) -> None:
    before = due(calendar, start, limit).due_at
    begun = start + wait * SECOND
    assume(begun < before)
    ended = begun + length * SECOND
    after = due(calendar, start, limit, [(begun, ended)]).due_at
    assert elapsed(calendar, before, after) == elapsed(calendar, begun, ended)
    assert after >= before
    assert resumed_due(calendar, before, begun, ended) == after


@often
@given(calendars(), moments, limits, st.integers(0, DAY), st.integers(0, 5 * DAY), st.integers(0, 3 * DAY))
def test_a_pause_cut_in_two_is_the_same_pause(
    calendar: WorkCalendar, start: datetime, limit: Limit, wait: int, first: int, second: int
) -> None:
    begun = start + wait * SECOND
    cut = begun + first * SECOND
    ended = cut + second * SECOND
    assume(begun < due(calendar, start, limit).due_at)
    whole = due(calendar, start, limit, [(begun, ended)])
    assert due(calendar, start, limit, [(cut, ended), (begun, cut)], ignore_late=True) == whole


@often
@given(calendars(), moments, moments, moments)
def test_elapsed_adds_up(calendar: WorkCalendar, a: datetime, b: datetime, c: datetime) -> None:
    a, b, c = sorted((a, b, c))
    assert elapsed(calendar, a, b) + elapsed(calendar, b, c) == elapsed(calendar, a, c)
    assert elapsed(calendar, c, a) == 0
    assert elapsed(calendar, a, a) == 0
    assert 0 <= elapsed(calendar, a, b) <= (b - a).total_seconds()


@often
@given(calendars(), moments, st.integers(1, 60), st.integers(1, 60))
def test_working_days_counted_in_two_parts(calendar: WorkCalendar, start: datetime, first: int, more: int) -> None:
    half = due(calendar, start, Limit(first, "wd")).due_at
    assert extended_due(calendar, half, Limit(more, "wd")) == due(calendar, start, Limit(first + more, "wd")).due_at


@often
@given(calendars(), moments, limits)
def test_a_provisional_answer_says_so_because_of_a_day_it_looked_at(
    calendar: WorkCalendar, start: datetime, limit: Limit
) -> None:
    answer = due(calendar, start, limit)
    rows = answer.explanation if limit.working_seconds is not None else answer.explanation[1:]
    if limit.unit == "d":
        rows = rows[limit.amount - 1 :]
    assert answer.provisional == any(calendar.day(row.date).provisional for row in rows)


@often
@given(calendars(), moments, limits)
def test_explanations_add_up_and_end_on_the_day_due(calendar: WorkCalendar, start: datetime, limit: Limit) -> None:
    answer = due(calendar, start, limit)
    rows = answer.explanation
    total = {"wd": limit.amount, "d": limit.amount, "m": 1, "y": 1}.get(limit.unit, limit.working_seconds)
    assert sum(row.counted for row in rows) == total
    assert rows[0].date == start.date()
    assert rows[-1].date == business_day(calendar, answer.due_at)[0]
    assert [row.date for row in rows] == sorted({row.date for row in rows})
    assert [row.kind for row in rows] == [calendar.day(row.date).kind for row in rows]


@often
@given(calendars(), moments, limits)
def test_yellow_begins_one_working_day_before_due(calendar: WorkCalendar, start: datetime, limit: Limit) -> None:
    due_at = due(calendar, start, limit).due_at
    yellow = yellow_from(calendar, due_at)
    day, second = business_day(calendar, due_at)
    before = yellow - second * SECOND
    assert before == datetime(before.year, before.month, before.day, tzinfo=CENTRE)
    assert calendar.day(before.date()).spells
    between = (before.date() + timedelta(days=n) for n in range(1, (day - before.date()).days))
    assert not any(calendar.day(one).spells for one in between)


@often
@given(calendars(), moments, limits, moments)
def test_yellow_until_is_yellow_from_the_other_way(
    calendar: WorkCalendar, start: datetime, limit: Limit, now: datetime
) -> None:
    due_at = due(calendar, start, limit).due_at
    assert (yellow_from(calendar, due_at) <= now) == (due_at <= yellow_until(calendar, now))


@often
@given(st.dates(date(1992, 1, 1), date(9990, 1, 1)), limits)
def test_any_year_answers(day: date, limit: Limit) -> None:
    start = datetime(day.year, day.month, day.day, 10, tzinfo=CENTRE)
    assert due(built_in_calendar(), start, limit).due_at > start


@often
@given(calendars(), st.integers(-40, 400), st.integers(-40, 400))
def test_working_days_are_those_with_hours_after_the_first(calendar: WorkCalendar, a: int, b: int) -> None:
    after, until = (FIRST.date() + timedelta(days=n) for n in (a, b))
    between = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    assert working_days(calendar, after, until) == sum(bool(calendar.day(day).spells) for day in between)
