"""Rooms: what ships, changing them, finding a free one, the grid, the waiting list and how much they are used."""

from __future__ import annotations

import io
import re
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from docx import Document
from sqlalchemy import create_engine

import core.storage.migrations
from core.desk import Desk, open_desk
from core.errors import BadValue, Conflict, NotAllowed, NotFound, RuleRefused
from core.rooms import shipped
from core.rooms.checking import broken_bookings
from core.rooms.service import seed
from core.rooms.views import BookingFilter, Choice
from tests.core.rooms_made_up import DAY, at, book, new, raw, raw_booking, register
from tests.desks import FrozenClock


@pytest.fixture(autouse=True)
def _occupants(desk: Desk) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path)


def free(desk: Desk, start: str, end: str, **more: Any) -> list[str]:
    return [one.code for one in desk.rooms.free(at(start), at(end), by="li", **more).items]


def test_what_ships_is_there_and_marked_as_examples(desk: Desk) -> None:
    rooms = desk.rooms.list(by="li")
    assert {one.kind for one in rooms} == {"meeting", "hall", "classroom"}
    assert all(one.example and one.name and one.name_en and one.equipment for one in rooms)
    hall = desk.rooms.show("hall", by="li")
    assert (hall.parts, hall.week) == (("hall-a", "hall-b"), (("08:30-21:00",),) * 7)
    assert [one.code for one in desk.rooms.list(by="li", search="bgt")][:1] == ["hall"]


def test_a_list_that_has_rooms_is_not_seeded_again(desk: Desk) -> None:
    count = len(desk.rooms.list(by="li"))
    with desk.storage.act("test", None) as act:
        seed(act.session)
    assert len(desk.rooms.list(by="li")) == count
    assert desk.storage.path is not None
    raw(desk.storage.path, "DELETE FROM rooms WHERE part_of IS NOT NULL")
    raw(desk.storage.path, "DELETE FROM rooms")
    with desk.storage.act("test", None) as act:
        seed(act.session)
    assert len(desk.rooms.list(by="li")) == count


@pytest.mark.parametrize(
    ("before", "after"),
    [("capacity = 8", "capacity = 'eight'"), ('kind = "meeting"', 'kind = "pool"'), ("08:30-21:00", "21:00-08:30"),
     ('"whiteboard"]', '"espresso"]'), ('buffer = "0m"', 'buffer = "soon"'), ("[[rooms]]", "[[rooms")],
)  # fmt: skip
def test_a_spoilt_list_of_rooms_is_refused_in_one_sentence(tmp_path: Path, before: str, after: str) -> None:
    file = Path(shutil.copy(shipped.FILE, tmp_path / "rooms.toml"))
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(BadValue) as caught:
        shipped.room_rows(file)
    assert caught.value.code == "bad_rooms_file"


def test_only_supervisors_change_rooms(desk: Desk) -> None:
    for act in (
        lambda: desk.rooms.add("m9", "九号", 5, by="li"),
        lambda: desk.rooms.edit("m201", by="li", capacity=5),
        lambda: desk.rooms.set_day("m201", date(2026, 12, 1), (), by="li", reason="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize(
    "changes",
    [{"capacity": 0}, {"kind": "pool"}, {"equipment": ["espresso"]}, {"week": [["08:30-21:00"]]}, {"name": " "},
     {"week": [["21:00-08:30"]] * 7}, {"buffer_seconds": -1}, {"ahead_days": -1}],
)  # fmt: skip
def test_values_a_room_cannot_have(desk: Desk, changes: dict[str, Any]) -> None:
    with pytest.raises(BadValue):
        desk.rooms.edit("m201", by="boss", **changes)


def test_dividing_rooms(desk: Desk) -> None:
    book(desk, "m201", "10:00", "11:00")
    book(desk, "m202", "10:30", "11:30")
    with pytest.raises(Conflict):
        desk.rooms.edit("m201", by="boss", part_of="m202")
    for code, whole in (("m301", "hall-a"), ("hall", "m301")):
        with pytest.raises(BadValue):
            desk.rooms.edit(code, by="boss", part_of=whole)
    with pytest.raises(NotFound):
        desk.rooms.edit("m301", by="boss", part_of="attic")
    assert desk.rooms.edit("hall-b", by="boss", part_of="").part_of is None
    book(desk, "hall", "10:00", "11:00")
    assert book(desk, "hall-b", "10:00", "11:00").id
    with pytest.raises(Conflict):
        book(desk, "hall-a", "10:00", "11:00")


def test_a_room_with_bookings_ahead_stays_in_use(desk: Desk, clock: FrozenClock) -> None:
    made = book(desk, "m203", "10:00", "11:00")
    with pytest.raises(Conflict) as caught:
        desk.rooms.edit("m203", by="boss", active=False)
    assert caught.value.details["by"] == made.id
    clock.set(f"{DAY} 11:00")
    assert desk.rooms.edit("m203", by="boss", active=False).active is False


def test_the_smallest_free_room_that_fits_comes_first(desk: Desk) -> None:
    assert free(desk, "10:00", "12:00", people=20, equipment=["projector"])[:2] == ["m203", "t302"]
    book(desk, "m203", "11:00", "13:00")
    assert free(desk, "10:00", "12:00", people=20, equipment=["projector"])[0] == "t302"
    assert free(desk, "09:00", "11:00", people=20, equipment=["projector"])[0] == "m203"
    assert free(desk, "07:00", "09:00") == []
    assert free(desk, "10:00", "12:00", people=5000) == []


def test_parts_of_a_hall_are_free_together_and_the_hall_is_not(desk: Desk) -> None:
    book(desk, "hall-a", "10:00", "12:00")
    assert set(free(desk, "10:00", "12:00", people=60)) == {"hall-b"}


def test_alternatives_when_it_is_full(desk: Desk) -> None:
    book(desk, "m203", "10:00", "12:00")
    book(desk, "m203", "13:00", "14:00")
    found = desk.rooms.alternatives("m203", at("10:00"), at("11:30"), by="li", people=20)
    rooms = [one.room for one in found if one.room != "m203"]
    times = [f"{one.starts_at:%H:%M}" for one in found if one.room == "m203"]
    assert rooms[0] == "t302"
    assert times == ["08:30", "14:00", "19:30"]
    assert all(one.ends_at - one.starts_at == timedelta(minutes=90) for one in found)


def test_openings_are_every_stretch_that_is_long_enough(desk: Desk) -> None:
    desk.rooms.edit("m203", by="boss", buffer_seconds=900)
    book(desk, "m203", "10:00", "11:00")
    book(desk, "m203", "12:00", "13:00")
    found = desk.rooms.openings(
        at("09:00"), at("18:00"), timedelta(minutes=45), by="li", people=20, equipment=["video"]
    )
    mine = [f"{one.starts_at:%H:%M}-{one.ends_at:%H:%M}" for one in found if one.room == "m203"]
    assert mine == ["09:00-09:45", "13:15-18:00"]


def test_a_grid_of_a_day_and_of_a_week(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "11:00")
    book(desk, "m203", "2026-12-03 10:00", "2026-12-03 11:00")
    over = desk.bookings.block("m202", at("2026-11-24 20:00"), at("08:00"), "检修", by="li")
    day = desk.rooms.grid(date.fromisoformat(DAY), by="li")
    assert [each.id for each in day.bookings] == [over.id, one.id]
    assert {each.room for each in day.hours} == {each.code for each in day.rooms}
    week = desk.rooms.grid(date(2026, 11, 23), 7, by="li", room="m203")
    assert [each.id for each in week.bookings] == [one.id]
    assert (len(week.hours), week.hours[0].closed) == (7, None)
    holiday = desk.rooms.grid(date(2026, 10, 1), by="li", room="m203").hours[0]
    assert (holiday.spells, holiday.closed) == ((), "holiday")
    with pytest.raises(NotFound):
        desk.rooms.grid(date(2026, 11, 23), by="li", room="attic")


def test_the_waiting_list_goes_by_time_and_room(desk: Desk) -> None:
    taken = book(desk, "hall-a", "10:00", "12:00")
    first = desk.bookings.wait(new("hall", "10:00", "11:00", for_="8"), by="li")
    second = desk.bookings.wait(new("hall-a", "10:30", "11:30", for_="9"), by="li")
    other = desk.bookings.wait(new("hall-a", "11:30", "12:00", for_="10"), by="li")
    assert [(one.place, one.free) for one in desk.bookings.waiting(by="li")] == [(1, False), (2, False), (1, False)]
    desk.bookings.cancel(taken.id or 0, by="li")
    assert [(one.booking.id, one.free) for one in desk.bookings.waiting(by="li")] == [
        (first.id, True), (second.id, False), (other.id, True),
    ]  # fmt: skip
    with pytest.raises(RuleRefused):
        desk.bookings.take(second.id or 0, by="li")
    desk.bookings.cancel(first.id or 0, by="li")
    assert desk.bookings.take(second.id or 0, by="li").status == "approved"
    with pytest.raises(RuleRefused):
        desk.bookings.wait(new("m202", "10:00", "11:00"), by="li")
    with pytest.raises(RuleRefused) as caught:
        desk.bookings.wait(new("m202", "06:00", "07:00"), by="li")
    assert caught.value.code == "hours"


def test_skipped_dates_can_be_added_later_elsewhere_too(desk: Desk) -> None:
    held = book(desk, "m203", "10:00", "11:00")
    made = desk.bookings.make(
        new("m203", "10:00", "11:00", for_="8", repeat="FREQ=DAILY;COUNT=3"), by="li", skip_conflicts=True
    )
    assert [one.starts_at.day for one in made.booked] == [26, 27]
    (skipped,) = desk.bookings.list(BookingFilter(statuses=("skipped",)), by="li").items
    assert (skipped.series, skipped.why, skipped.in_the_way) == (made.series, "booked", held.id)
    with pytest.raises(Conflict):
        desk.bookings.take(skipped.id or 0, by="li")
    assert desk.bookings.take(skipped.id or 0, by="li", room="m202").series == made.series
    assert len(desk.bookings.list(BookingFilter(series=made.series), by="li").items) == 3


def test_a_preview_says_what_each_date_is(desk: Desk, clock: FrozenClock) -> None:
    clock.set("2026-09-28 10:00")
    book(desk, "m203", "2026-10-08 10:00", "2026-10-08 11:00")
    desk.bookings.block("m203", at("2026-10-09 08:00"), at("2026-10-09 20:00"), "检修", by="li")
    desk.rooms.set_day("m203", date(2026, 10, 10), ("13:00-21:00",), by="boss", reason="保养")
    desk.rooms.edit("m203", by="boss", quota_seconds=3 * 3600)
    seen = desk.bookings.preview(
        new("m203", "2026-09-30 10:00", "2026-09-30 11:00", repeat="FREQ=DAILY;COUNT=15"), by="li"
    )
    why = {f"{one.starts_at:%m-%d}": one.why for one in seen.skipped}
    assert [f"{one.starts_at:%m-%d}" for one in seen.booked] == ["09-30", "10-11", "10-12"]
    assert why == {
        **{f"10-0{n}": "holiday" for n in range(1, 8)}, "10-08": "booked", "10-09": "blocked", "10-10": "hours",
        "10-13": "quota", "10-14": "quota",
    }  # fmt: skip
    assert desk.bookings.list(BookingFilter(), by="li").items[0].starts_at == at("2026-10-08 10:00")


def test_nothing_is_offered_that_the_months_share_does_not_allow(desk: Desk) -> None:
    for room in ("m203", "m202"):
        desk.rooms.edit(room, by="boss", quota_seconds=3600)
        book(desk, room, "10:00", "11:00")
    for occupant, rooms in ((None, {"m202", "m203"}), (7, set()), (8, {"m202", "m203"})):
        found = desk.rooms.alternatives("m203", at("14:00"), at("15:00"), by="li", people=5, occupant=occupant)
        assert {one.room for one in found} & {"m202", "m203"} == rooms
    seen = desk.bookings.preview(new("m203", "14:00", "15:00"), by="li")
    assert [(one.why, "m202" in one.rooms, one.times) for one in seen.skipped] == [("quota", False, ())]


def test_choices_for_single_dates(desk: Desk) -> None:
    plan = new(
        "m203", "10:00", "11:00", repeat="FREQ=DAILY;COUNT=3",
        choices={at("10:00"): Choice("skip"), at("2026-11-26 10:00"): Choice("move", start=at("2026-11-26 19:00")),
                 at("2026-11-27 10:00"): Choice("room", room="m202")},
    )  # fmt: skip
    made = desk.bookings.make(plan, by="li")
    assert [(one.room, f"{one.starts_at:%d %H}") for one in made.booked] == [("m203", "26 19"), ("m202", "27 10")]
    assert [one.why for one in made.skipped] == [""]
    nothing = new("m203", "14:00", "15:00", repeat="FREQ=DAILY;COUNT=1", choices={at("14:00"): Choice("skip")})
    for wrong, code in (
        (nothing, "nothing_chosen"),
        (new("m203", "14:00", "15:00", choices={at("15:00"): Choice("skip")}), "not_in_series"),
    ):
        with pytest.raises(BadValue) as caught:
            desk.bookings.make(wrong, by="li")
        assert caught.value.code == code


def test_moved_dates_of_one_series_do_not_overlap_each_other(desk: Desk) -> None:
    both = {at("10:00"): Choice("move", start=at("2026-11-26 10:30"))}
    with pytest.raises(Conflict):
        desk.bookings.make(new("m203", "10:00", "11:00", repeat="FREQ=DAILY;COUNT=2", choices=both), by="li")
    assert desk.bookings.list(BookingFilter(), by="li").items == ()


def test_how_much_rooms_are_used(desk: Desk, clock: FrozenClock) -> None:
    come, absent = book(desk, "m203", "09:00", "11:00"), book(desk, "m203", "11:00", "12:00")
    gone = book(desk, "m203", "13:00", "14:00")
    desk.bookings.block("m203", at("20:00"), at("2026-11-26 10:00"), "检修", by="li")
    desk.bookings.cancel(gone.id or 0, by="li")
    clock.set(f"{DAY} 09:05")
    desk.bookings.check_in(come.id or 0, by="li", people=12)
    clock.set(f"{DAY} 18:00")
    used = {one.room: one for one in desk.bookings.use(date.fromisoformat(DAY), date.fromisoformat(DAY), by="li")}
    one = used["m203"]
    assert (one.bookings, one.people, one.no_shows) == (2, 12, 1)
    assert (one.open_seconds, one.booked_seconds, one.used_seconds) == (45_000, 10_800, 7200)
    assert (one.no_show_seconds, one.blocked_seconds, one.rate) == (3600, 14_400, 0.24)
    assert (used["m202"].bookings, used["m202"].rate) == (0, 0.0)
    assert desk.bookings.show(absent.id or 0, by="li").status == "no_show"
    with pytest.raises(BadValue):
        desk.bookings.use(date(2026, 11, 25), date(2026, 11, 24), by="li")


def test_a_check_finds_what_got_past_the_guard(desk: Desk) -> None:
    book(desk, "m203", "10:00", "11:00")
    assert desk.storage.path is not None
    with desk.storage.read() as session:
        assert list(broken_bookings(session)) == []
    raw(desk.storage.path, "DROP TRIGGER bookings_insert_guard")
    raw_booking(desk.storage.path, 99, "m203", "10:30", "11:30")
    with desk.storage.read() as session:
        found = list(broken_bookings(session))
    assert {one.check for one in found} >= {"booking_overlap", "booking_whom"}


def test_long_and_odd_titles_are_kept_as_typed(desk: Desk) -> None:
    title = "路演\x1b[31m\u202e" + "长" * 3000
    made = book(desk, "m203", "10:00", "11:00", title=title)
    assert desk.bookings.show(made.id or 0, by="li").title == title
    with pytest.raises(Conflict) as caught:
        book(desk, "m203", "10:00", "11:00")
    assert "\x1b" not in caught.value.message
    for bad in ("x\0", "x\ud800", "x" * 20_001):
        with pytest.raises(BadValue):
            book(desk, "m203", "12:00", "13:00", title=bad)


def test_the_days_sheet_prints_what_is_booked_and_what_is_free(desk: Desk) -> None:
    book(desk, "m203", "10:00", "11:00", title="路演\x1b彩排", people=12)
    book(desk, "m202", "14:00", "15:00", guest="王先生")
    desk.bookings.block("m301", at("2026-11-24 20:00"), at("2026-11-26 08:00"), "检修", by="li")
    document = Document(io.BytesIO(desk.rooms.sheet(date.fromisoformat(DAY), by="li")))
    (table,) = document.tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert [row[:2] for row in rows[1:]] == [
        ["11-24 20:00–11-26 08:00", "301 洽谈室"], ["10:00–11:00", "203 会议室"], ["14:00–15:00", "202 会议室"],
    ]  # fmt: skip
    assert rows[2][2:5] == ["路演␛彩排", "海风科技7", "12"]
    assert rows[3][3] == "王先生"
    words = "\n".join(one.text for one in document.paragraphs)
    assert "2026年11月25日　星期三" in words
    assert "报告厅（整厅）" in words
    assert "203 会议室" not in words


@pytest.mark.parametrize("founded", [False, True])
def test_a_desk_from_before_rooms_gets_those_that_ship(tmp_path: Path, founded: bool) -> None:
    path = tmp_path / "older.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(Path(core.storage.migrations.__file__).parent))
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        if founded:
            connection.exec_driver_sql(
                "INSERT INTO staff (code, name, spelling, role, pin_hash, active, added_at)"
                " VALUES ('boss', '王芳', '', 'supervisor', '', 1, 0)"
            )
    engine.dispose()
    desk = open_desk(str(path))
    if not founded:
        desk.found("王芳", "1234", "boss")
    assert [one.code for one in desk.rooms.list(by="boss")] == [
        one["code"] for one in sorted(shipped.room_rows(), key=lambda row: row["position"])
    ]
    assert desk.rooms.show("hall-b", by="boss").part_of == "hall"
    desk.close()


def test_no_sentence_of_the_core_names_a_command_or_an_option() -> None:
    for file in Path(shipped.__file__).parent.glob("*.py"):
        sentences = re.findall(r'N?_\(\s*"([^"]+)"', file.read_text(encoding="utf-8"))
        assert [one for one in sentences if "shouwen " in one or re.search(r"--[a-z]", one)] == []
