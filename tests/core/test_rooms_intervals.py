"""Intervals, what is in the way, openings and hours, against counting minute by minute."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rooms.hours import OpeningHours, days_of
from core.rooms.intervals import Interval, Taken, in_the_way, openings
from core.worktime import parse_hours
from tests.core.rooms_made_up import at

MINUTE = timedelta(minutes=1)
START = at("09:00")
spans = st.tuples(st.integers(0, 60), st.integers(1, 30))
gaps = st.integers(0, 10).map(lambda minutes: minutes * MINUTE)


def interval(span: tuple[int, int]) -> Interval:
    return Interval(START + span[0] * MINUTE, START + (span[0] + span[1]) * MINUTE)


def minutes(one: Interval, gap: timedelta = timedelta(0)) -> set[int]:
    first, last = one.start - gap - START, one.end + gap - START
    return set(range(first // MINUTE, last // MINUTE))


@given(spans, spans, gaps)
def test_overlap_is_sharing_a_minute(one: tuple[int, int], other: tuple[int, int], gap: timedelta) -> None:
    first, second = interval(one), interval(other)
    assert first.overlaps(second) == bool(minutes(first) & minutes(second)) == second.overlaps(first)
    assert first.overlaps(second, gap) == bool(minutes(first, gap) & minutes(second))
    assert first.covers(second) == (minutes(second) <= minutes(first))


def test_an_interval_ends_after_it_begins() -> None:
    with pytest.raises(ValueError, match="ends after"):
        Interval(START, START)


@pytest.mark.parametrize(
    ("kind", "other", "start", "why"),
    [
        ("meeting", "meeting", 0, "booked"), ("meeting", "block", 0, "blocked"), ("meeting", "meeting", 40, "buffer"),
        ("meeting", "block", 40, None), ("block", "meeting", 40, None), ("block", "block", 0, "blocked"),
        ("event", "event", 44, "buffer"), ("event", "event", 45, None),
    ],
)  # fmt: skip
def test_why_something_is_in_the_way(kind: str, other: str, start: int, why: str | None) -> None:
    taken = Taken(7, interval((start, 10)), other, 15 * MINUTE)
    found = in_the_way(interval((0, 30)), kind, timedelta(0), [taken])
    assert (None if found is None else (found[0], found[1].id)) == (None if why is None else (why, 7))


def test_a_booking_counts_before_a_block_and_a_block_before_a_buffer() -> None:
    taken = [
        Taken(1, interval((40, 5)), "meeting", 15 * MINUTE),
        Taken(2, interval((20, 5)), "block"),
        Taken(3, interval((28, 5)), "meeting"),
    ]
    found = in_the_way(interval((0, 30)), "meeting", timedelta(0), taken)
    assert found is not None
    assert (found[0], found[1].id) == ("booked", 3)
    found = in_the_way(interval((0, 27)), "meeting", timedelta(0), taken[:2])
    assert found is not None
    assert found[0] == "blocked"


@given(st.lists(spans, max_size=5), st.integers(1, 20), gaps)
def test_openings_are_where_something_fits(taken: list[tuple[int, int]], length: int, gap: timedelta) -> None:
    within = Interval(START, START + 90 * MINUTE)
    held = [Taken(n, interval(span), "meeting", gap) for n, span in enumerate(taken)]
    found = openings(within, length * MINUTE, "meeting", timedelta(0), held)
    for minute in range(91 - length):
        wanted = Interval(START + minute * MINUTE, START + (minute + length) * MINUTE)
        fits = in_the_way(wanted, "meeting", timedelta(0), held) is None
        assert fits == any(one.covers(wanted) for one in found)


HOURS = OpeningHours(
    week=(parse_hours(["08:30-12:00", "12:00-21:00"]),) * 5
    + (parse_hours(["09:00-24:00"]), parse_hours(["00:00-02:00"])),
    holiday=(),
    exceptions={date(2026, 11, 26): ()},
)  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "kind", "why"),
    [
        ("10:00", "13:00", "workday", None),
        ("08:30", "21:00", "workday", None),
        ("08:29", "10:00", "workday", "hours"),
        ("20:00", "21:01", "workday", "hours"),
        ("10:00", "11:00", "holiday", "holiday"),
        ("2026-11-26 10:00", "2026-11-26 11:00", "workday", "hours"),
        ("2026-11-26 10:00", "2026-11-26 11:00", "holiday", "hours"),
        ("2026-11-25 10:00", "2026-11-27 11:00", "workday", "hours"),
        ("2026-11-23 10:00", "2026-11-24 11:00", "workday", None),
        ("2026-11-23 10:00", "2026-11-24 08:30", "workday", "hours"),
        ("2026-11-23 21:00", "2026-11-24 10:00", "workday", "hours"),
        ("2026-11-28 22:00", "2026-11-29 02:00", "rest", None),
        ("2026-11-28 22:00", "2026-11-29 00:00", "rest", None),
        ("2026-11-29 03:00", "2026-11-29 04:00", "rest", "hours"),
        ("2026-11-29 03:00", "2026-11-29 04:00", "make_up", "hours"),
        ("2026-11-29 10:00", "2026-11-29 11:00", "make_up", None),
    ],
)
def test_when_a_room_is_open(start: str, end: str, kind: str, why: str | None) -> None:
    assert HOURS.closed(Interval(at(start), at(end)), lambda _day: kind) == why


def test_an_end_at_midnight_does_not_touch_the_next_day() -> None:
    assert days_of(Interval(at("22:00"), at("2026-11-26 00:00"))) == (date(2026, 11, 25),)
    assert len(days_of(Interval(at("22:00"), at("2026-11-26 00:01")))) == 2
