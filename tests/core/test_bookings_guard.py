"""The database itself refuses a double booking, whatever writes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from core.desk import Desk
from core.storage.booking_guard import TAKEN
from tests.core.rooms_made_up import at, book, raw, raw_booking, raw_copy, register

RELATIONS = [
    pytest.param("08:30", "09:00", True, id="before"),
    pytest.param("09:00", "10:00", True, id="meets"),
    pytest.param("09:00", "10:30", False, id="overlaps"),
    pytest.param("09:00", "11:00", False, id="finished-by"),
    pytest.param("09:00", "12:00", False, id="contains"),
    pytest.param("10:00", "10:30", False, id="starts"),
    pytest.param("10:00", "11:00", False, id="equals"),
    pytest.param("10:00", "12:00", False, id="started-by"),
    pytest.param("10:15", "10:45", False, id="during"),
    pytest.param("10:30", "11:00", False, id="finishes"),
    pytest.param("10:30", "12:00", False, id="overlapped-by"),
    pytest.param("11:00", "12:00", True, id="met-by"),
    pytest.param("11:30", "12:00", True, id="after"),
]
"""Every relation two intervals can have, to 10:00-11:00."""


@pytest.fixture(autouse=True)
def _occupants(desk: Desk) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path)


@pytest.fixture
def path(desk: Desk) -> Path:
    assert desk.storage.path is not None
    raw_booking(desk.storage.path, 1, "m203", "10:00", "11:00")
    return desk.storage.path


@pytest.mark.parametrize(("start", "end", "fits"), RELATIONS)
def test_every_relation_of_two_intervals_on_insert(path: Path, start: str, end: str, fits: bool) -> None:
    if fits:
        raw_booking(path, 2, "m203", start, end)
    else:
        with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
            raw_booking(path, 2, "m203", start, end)


@pytest.mark.parametrize(("start", "end", "fits"), RELATIONS)
def test_every_relation_of_two_intervals_on_update(path: Path, start: str, end: str, fits: bool) -> None:
    raw_booking(path, 2, "m203", "18:00", "19:00")
    change = "UPDATE bookings SET starts_at = ?, ends_at = ? WHERE id = 2"
    values = (int(at(start).timestamp()), int(at(end).timestamp()))
    if fits:
        raw(path, change, *values)
    else:
        with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
            raw(path, change, *values)


def test_other_ways_into_a_taken_slot_are_closed_too(path: Path) -> None:
    raw_booking(path, 2, "m202", "10:30", "11:30")
    raw_booking(path, 4, "m203", "12:00", "13:00")
    raw_copy(path, 1, id=3, uid="three", status="cancelled", holds=0)
    for change in (
        "UPDATE bookings SET room = 'm203' WHERE id = 2",
        "UPDATE bookings SET status = 'approved', holds = 1 WHERE id = 3",
        "UPDATE bookings SET starts_at = starts_at - 7200 WHERE id = 4",
    ):
        with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
            raw(path, change)
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw_copy(path, 4, verb="INSERT OR REPLACE", id=1, uid="other")
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw_copy(path, 1, verb="INSERT OR IGNORE", id=5, uid="five")


@pytest.mark.parametrize("start", ["2026-11-25T10:00", "", b"\x00", 1.5e9 + 0.5, None])
@pytest.mark.parametrize("column", ["starts_at", "ends_at"])
def test_times_that_are_no_whole_seconds_are_refused(path: Path, column: str, start: object) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw(path, f"UPDATE bookings SET {column} = ? WHERE id = 1", start)
    with pytest.raises(sqlite3.IntegrityError):
        raw_copy(path, 1, id=2, uid="two", room="m202", **{column: start})
    with pytest.raises(sqlite3.IntegrityError):
        raw_copy(path, 1, verb="REPLACE", id=1, room="m202", **{column: start})


def test_digits_as_text_are_kept_as_the_number_they_are(path: Path) -> None:
    start, end = (str(int(at(one).timestamp())) for one in ("10:30", "11:30"))
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw_copy(path, 1, id=2, uid="two", starts_at=start, ends_at=end)
    raw_copy(path, 1, id=2, uid="two", room="m202", starts_at=start, ends_at=end)
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw_booking(path, 3, "m202", "11:00", "12:00")


def test_an_upsert_is_guarded_as_an_update(path: Path) -> None:
    raw_booking(path, 2, "m203", "14:00", "15:00")
    upsert = (
        "INSERT INTO bookings (id, room, starts_at, ends_at, kind, status, holds, title, uid, recurrence, sequence,"
        " source, made_at, changed_at)"
        " VALUES (9, 'm202', ?, ?, 'meeting', 'approved', 1, 'x', '2', '', 0, 'desk', 0, 0)"
        " ON CONFLICT (uid, recurrence) DO UPDATE SET room = 'm203', starts_at = excluded.starts_at,"
        " ends_at = excluded.ends_at"
    )
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw(path, upsert, int(at("10:30").timestamp()), int(at("11:30").timestamp()))
    raw(path, upsert, int(at("12:00").timestamp()), int(at("13:00").timestamp()))
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw_booking(path, 3, "m203", "12:30", "13:30")
    raw_booking(path, 3, "m203", "14:00", "15:00")


@pytest.mark.parametrize("how", ["", "OR REPLACE", "OR IGNORE", "OR FAIL", "OR ROLLBACK"])
def test_no_way_of_updating_gets_into_a_taken_slot(path: Path, how: str) -> None:
    raw_booking(path, 2, "m203", "14:00", "15:00")
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw(path, f"UPDATE {how} bookings SET starts_at = starts_at - 12600, ends_at = ends_at - 12600 WHERE id = 2")
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw_booking(path, 3, "m203", "14:30", "15:30")


def test_what_does_not_hold_may_not_claim_to(path: Path) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        raw(path, "UPDATE bookings SET status = 'cancelled' WHERE id = 1")
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        raw(path, "UPDATE bookings SET ends_at = starts_at WHERE id = 1")


@pytest.mark.parametrize(
    ("first", "second", "fits"),
    [("hall", "hall-a", False), ("hall-a", "hall", False), ("hall-a", "hall-b", True), ("hall", "m203", True)],
)
def test_a_divisible_room_and_its_parts(path: Path, first: str, second: str, fits: bool) -> None:
    raw_booking(path, 2, first, "14:00", "16:00")
    if fits:
        raw_booking(path, 3, second, "15:00", "17:00")
    else:
        with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
            raw_booking(path, 3, second, "15:00", "17:00")


@pytest.mark.parametrize(
    ("kind", "start", "end", "fits"),
    [
        ("meeting", "11:10", "12:00", False),
        ("event", "11:14", "12:00", False),
        ("meeting", "11:15", "12:00", True),
        ("meeting", "09:00", "09:50", False),
        ("meeting", "09:00", "09:45", True),
        ("block", "11:00", "12:00", True),
        ("block", "10:59", "12:00", False),
    ],
)
def test_buffers_count_between_meetings_and_not_for_blocks(
    path: Path, kind: str, start: str, end: str, fits: bool
) -> None:
    raw(path, "UPDATE rooms SET buffer_seconds = 900 WHERE code = 'm203'")
    if fits:
        raw_booking(path, 2, "m203", start, end, kind=kind)
    else:
        with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
            raw_booking(path, 2, "m203", start, end, kind=kind)


def test_a_buffer_is_seen_behind_a_block(path: Path) -> None:
    raw(path, "UPDATE rooms SET buffer_seconds = 1800 WHERE code = 'm203'")
    raw_booking(path, 2, "m203", "11:00", "11:10", kind="block")
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw_booking(path, 3, "m203", "11:20", "12:00")
    raw_booking(path, 3, "m203", "11:30", "12:00")


def test_the_longer_buffer_of_whole_and_part_counts(path: Path) -> None:
    raw(path, "UPDATE rooms SET buffer_seconds = 1800 WHERE code = 'hall'")
    raw_booking(path, 2, "hall-a", "10:00", "11:00")
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw_booking(path, 3, "hall", "11:15", "12:00")
    raw_booking(path, 3, "hall", "11:30", "12:00")
    raw_booking(path, 4, "hall-a", "12:30", "13:00")


def test_rooms_booked_at_once_cannot_become_whole_and_part(path: Path) -> None:
    raw_booking(path, 2, "m202", "10:30", "11:30")
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw(path, "UPDATE rooms SET part_of = 'm203' WHERE code = 'm202'")
    raw(path, "UPDATE rooms SET part_of = 'm203' WHERE code = 'm301'")
    with pytest.raises(sqlite3.IntegrityError, match="divided once"):
        raw(path, "UPDATE rooms SET part_of = 'm301' WHERE code = 'm401'")
    with pytest.raises(sqlite3.IntegrityError, match="divided once"):
        raw(path, "UPDATE rooms SET part_of = 'm401' WHERE code = 'm203'")


def test_what_the_program_books_is_guarded_as_well(desk: Desk) -> None:
    made = book(desk, "m203", "10:00", "11:00")
    assert desk.storage.path is not None
    with pytest.raises(sqlite3.IntegrityError, match=TAKEN):
        raw_booking(desk.storage.path, 99, "m203", "10:59", "11:01")
    desk.bookings.cancel(made.id or 0, by="li")
    raw_booking(desk.storage.path, 99, "m203", "10:59", "11:01")
