"""Days, times and lengths as people say them, and what may be done with a booking."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.desk import Desk
from core.errors import BadValue, DeskError
from core.rooms.allowed import ACTS, allowed
from core.rooms.spoken import read_clock, read_day, read_length, read_moment, read_within
from core.rooms.views import BookingView
from tests.core.rooms_made_up import at, book, new, raw, register
from tests.desks import FrozenClock

TODAY = date(2026, 11, 25)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-12-03", "2026-12-03"), ("2026/12/3", "2026-12-03"), ("2026年12月3日", "2026-12-03"),
        ("20261203", "2026-12-03"),
        ("12-3", "2026-12-03"), ("12月3号", "2026-12-03"), ("１２－３", "2026-12-03"), ("1-5", "2027-01-05"),
        ("10-1", "2026-10-01"), ("2-29", "2028-02-29"), ("25", "2026-11-25"), ("3", "2026-12-03"),
        ("31日", "2026-12-31"),
        ("今天", "2026-11-25"), ("明天", "2026-11-26"), ("大后天", "2026-11-28"), ("昨天", "2026-11-24"),
        ("+7", "2026-12-02"),
        ("-1", "2026-11-24"), ("周三", "2026-11-25"), ("周二", "2026-12-01"), ("本周二", "2026-11-24"),
        ("下周三", "2026-12-02"),
        ("下下星期一", "2026-12-07"), ("上周五", "2026-11-20"), ("星期天", "2026-11-29"), ("today", "2026-11-25"),
        ("Tomorrow ", "2026-11-26"), ("fri", "2026-11-27"), ("next Monday", "2026-11-30"), ("last fri", "2026-11-20"),
    ],
)  # fmt: skip
def test_days_as_people_say_them(typed: str, day: str) -> None:
    assert read_day(typed, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("typed", ["", "昨晚", "2026-02-30", "13-1", "32", "周八", "0", "+99999", "今天天", "1-2-3"])
def test_what_is_no_day_is_refused_by_its_field(typed: str) -> None:
    with pytest.raises(BadValue) as caught:
        read_day(typed, TODAY)
    assert (caught.value.code, caught.value.details["field"]) == ("bad_day", "date")


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("9", "09:00"), ("930", "09:30"), ("9:30", "09:30"), ("9.30", "09:30"), ("９：３０", "09:30"),
        ("9点半", "09:30"),
        ("14点", "14:00"), ("24:00", "2026-11-26 00:00"), ("次日2:00", "2026-11-26 02:00"),
        ("+1 2:00", "2026-11-26 02:00"),
        ("11-27 8:15", "2026-11-27 08:15"), ("明天 9", "2026-11-26 09:00"), ("2026-11-28T10:00", "2026-11-28 10:00"),
    ],
)  # fmt: skip
def test_times_of_a_day(typed: str, moment: str) -> None:
    assert read_moment(typed, TODAY, field="from") == at(moment)


@pytest.mark.parametrize("typed", ["", "25", "24:30", "9:60", "noon?", "-1", "9:5x"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        read_clock(typed)
    with pytest.raises(BadValue) as caught:
        read_moment(typed, TODAY, field="to")
    assert caught.value.details["field"] == "to"


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("下午", "12:00", "18:00"), ("Afternoon", "12:00", "18:00"), ("上午", "08:00", "12:00"),
        ("晚上", "18:00", "22:00"),
        ("", "00:00", "2026-11-26 00:00"), ("14:00-16:30", "14:00", "16:30"), ("14点到16点半", "14:00", "16:30"),
        ("14–16", "14:00", "16:00"), ("22:00-2:00", "22:00", "2026-11-26 02:00"),
        ("18:00", "18:00", "2026-11-26 00:00"),
    ],
)  # fmt: skip
def test_parts_of_a_day(typed: str, start: str, end: str) -> None:
    found = read_within(typed, TODAY)
    assert (found.start, found.end) == (at(start), at(end))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("2h", 120), ("2", 120), ("1.5", 90), ("90", 90), ("90m", 90), ("90分钟", 90), ("1h30m", 90),
        ("1小时30分", 90),
        ("两小时", 120), ("半小时", 30), ("半个小时", 30), ("一个半小时", 90), ("2小时半", 150), ("1天", 1440),
        ("2 hours", 120),
        ("３小时", 180),
    ],
)  # fmt: skip
def test_lengths(typed: str, minutes: int) -> None:
    assert read_length(typed) == timedelta(minutes=minutes)


@pytest.mark.parametrize("typed", ["", "0", "-1", "久", "40天", "2x", "1h2h"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        read_length(typed)
    with pytest.raises(BadValue):
        read_within("那会儿", TODAY)


@given(st.text(max_size=12))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    reads: tuple[Callable[[], object], ...] = (
        lambda: read_day(typed, TODAY), lambda: read_clock(typed), lambda: read_length(typed),
        lambda: read_within(typed, TODAY), lambda: read_moment(typed, TODAY, field="from"),
    )  # fmt: skip
    for read in reads:
        with suppress(BadValue):
            assert read() is not None


# -- what may be done --------------------------------------------------------------------------------------------------


def _records(desk: Desk, clock: FrozenClock) -> list[int]:
    """One booking in every state."""
    clock.set("2026-11-25 08:40")
    made = [
        book(desk, "m201", "11:00", "12:00"), book(desk, "m202", "11:00", "12:00", guest="王先生"),
        book(desk, "m203", "09:00", "12:00"), book(desk, "m301", "09:00", "10:00"),
        book(desk, "m401", "2026-11-30 09:00", "2026-11-30 10:00"),
        desk.bookings.block("t301", at("11:00"), at("12:00"), "检修", by="boss"),
        desk.bookings.wait(new("m201", "11:00", "12:00", for_="8"), by="li"),
    ]  # fmt: skip
    desk.bookings.check_in(made[2].id or 0, by="li")
    daily = "FREQ=DAILY;COUNT=3"
    series = desk.bookings.make(new("t302", "13:00", "14:00", repeat=daily), by="li").booked
    guests = desk.bookings.make(new("m203", "13:00", "14:00", for_=None, guest="王先生", repeat=daily), by="li").booked
    gone = book(desk, "hall", "13:00", "14:00")
    desk.bookings.cancel(gone.id or 0, by="li")
    over = book(desk, "hall", "08:45", "09:00", event=True)
    clock.set("2026-11-25 10:20")
    return [one.id or 0 for one in (*made, series[0], guests[0], gone, over)]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("by", ["li", "boss"])
def test_what_is_said_to_be_allowed_is_what_the_acts_allow(desk: Desk, clock: FrozenClock, act: str, by: str) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path)
    for number in _records(desk, clock):
        view = desk.bookings.show(number, by=by)
        said = allowed(view, clock(), supervises=by == "boss")[act]
        tried = _refusal(desk, act, view, by)
        assert (said is None) == (tried is None), (view.status, view.kind, said, tried)


def _refusal(desk: Desk, act: str, view: BookingView, by: str) -> DeskError | None:
    """What the act itself says."""
    bookings, number = desk.bookings, view.id or 0
    acts: dict[str, Callable[[], object]] = {
        "move": lambda: bookings.move(number, by=by, end=view.ends_at),
        "edit": lambda: bookings.edit(number, by=by, title="改过的"),
        "check_in": lambda: bookings.check_in(number, by=by),
        "approve": lambda: bookings.approve(number, by=by),
        "approve_series": lambda: bookings.approve(number, by=by, which="series"),
        "refuse": lambda: bookings.refuse(number, by=by),
        "cancel": lambda: bookings.cancel(number, by=by),
        "cancel_from_here": lambda: bookings.cancel(number, by=by, which="from_here"),
        "cancel_series": lambda: bookings.cancel(number, by=by, which="series"),
        "take": lambda: bookings.take(number, by=by, room="m301", start=at("15:00"), end=at("16:00")),
    }
    try:
        acts[act]()
    except DeskError as refused:
        return refused
    return None


# -- what waits --------------------------------------------------------------------------------------------------------


def test_what_waits_at_the_desk(desk: Desk, clock: FrozenClock) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path)
    assert desk.bookings.attention(by="li").pending == ()
    kept = book(desk, "m203", "13:00", "14:00", for_="9")
    guest = book(desk, "m202", "13:00", "14:00", guest="王先生")
    first = desk.bookings.wait(new("m203", "13:00", "14:00", for_="8"), by="li")
    second = desk.bookings.wait(new("m203", "13:00", "14:00", for_="10"), by="li")
    assert [one.free for one in desk.bookings.attention(by="li").offers] == [False, False]
    raw(desk.storage.path, "UPDATE occupants SET status = 'leaving' WHERE id = 9")
    waits = desk.bookings.attention(by="li")
    assert [one.id for one in waits.flagged] == [kept.id]
    assert [one.id for one in waits.pending] == [guest.id]
    desk.bookings.cancel(kept.id or 0, by="li")
    waits = desk.bookings.attention(by="li")
    assert [(one.booking.id, one.free) for one in waits.offers] == [(first.id, True), (second.id, False)]
    assert waits.flagged == ()
    clock.set("2026-11-25 14:30")
    assert desk.bookings.attention(by="li").offers == ()


def test_bookings_beyond_the_term_are_in_question_and_those_within_are_not(desk: Desk, clock: FrozenClock) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path)
    book(desk, "m203", "2026-11-30 20:00", "2026-11-30 21:00")
    beyond = book(desk, "m203", "2026-12-01 09:00", "2026-12-01 10:00")
    raw(
        desk.storage.path,
        "INSERT INTO occupant_agreements (occupant_id, from_on, until_on, rent_per, staff)"
        " VALUES (7, '2026-01-05', ?, 'month', 'boss')",
        "2026-11-30",
    )
    assert [one.id for one in desk.bookings.attention(by="li").flagged] == [beyond.id]


def test_what_is_in_question_comes_by_time_whosoever_it_is(desk: Desk, clock: FrozenClock) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path)
    days = [26, 27, 30]
    made = [
        book(desk, room, f"2026-11-{day} 10:00", f"2026-11-{day} 11:00", for_=whom)
        for day in days
        for room, whom in (("m203", "9"), ("m202", "8"), ("m401", "10"))
    ]
    long = book(desk, "m301", "2026-11-24 10:00", "2026-11-28 11:00", for_="8", event=True)
    book(desk, "m301", "2026-11-23 12:00", "2026-11-23 13:00", for_="9", event=True)
    raw(desk.storage.path, "UPDATE occupants SET status = 'leaving' WHERE id IN (8, 9)")
    raw(
        desk.storage.path,
        "INSERT INTO occupant_agreements (occupant_id, from_on, until_on, rent_per, staff)"
        " VALUES (10, '2026-01-05', '2026-11-27', 'month', 'boss')",
    )
    clock.set("2026-11-24 12:00")
    wanted = [long, *(one for one in made if one.occupant != 10 or one.starts_at.day == 30)]
    assert [one.id for one in desk.bookings.attention(by="li").flagged] == [one.id for one in wanted]
