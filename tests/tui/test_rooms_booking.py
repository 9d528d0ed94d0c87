"""Booking from the rooms screen: the form, conflicts, series with their preview, finding, files."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from core.rooms.series import read_rule
from core.rooms.views import BookingFilter
from tests.core.rooms_made_up import at, book, new
from tests.tui.driving import LARGE, SMALL, Driver, driving
from tests.tui.rooms_at_hand import column_text, every, grid, mark, prepared, where
from tui.screens.asking import PickOne
from tui.screens.room_dialogs import BlockRoom, CorrectBooking, RoomHoursDialog
from tui.screens.room_files import PrintSheet, SaveBookings, TakeBookings, UseOfRooms
from tui.screens.room_find import FindRoom
from tui.screens.room_form import BookingForm, as_new
from tui.screens.room_preview import SeriesPreview
from tui.screens.rooms import RoomsScreen
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line
from tui.widgets.picker import Picker

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])


def form(desk: Driver) -> BookingForm:
    assert isinstance(desk.screen, BookingForm), desk.screen
    return desk.screen


def fill(desk: Driver, **values: Any) -> None:
    """Fill fields of the dialog on top in."""
    for name, value in values.items():
        field = desk.screen.query_one(f"#{name}")
        assert isinstance(field, (Line, Choice, Picker))
        field.fill(value)


async def choose(desk: Driver, words: str) -> None:
    """Choose the line of a list with these words."""
    assert isinstance(desk.screen, PickOne), desk.screen
    place = next(n for n, one in enumerate(desk.screen.picks) if words in one.words)
    desk.one("OptionList", OptionList).highlighted = place
    await desk.keys("enter")


def preview(desk: Driver) -> SeriesPreview:
    assert isinstance(desk.screen, SeriesPreview), desk.screen
    return desk.screen


def date_rows(desk: Driver) -> list[str]:
    return [str(one.prompt) for one in desk.one("#dates", OptionList).options]


# -- one booking -------------------------------------------------------------------------------------------------------


@SIZES
async def test_free_time_is_booked_by_keys_for_an_occupant_found_by_name(tmp_path: Path, size: tuple[int, int]) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, size=size, clock=clock) as desk:
        await desk.keys("f5", "right", "right")
        await mark(desk, "m203", "13:00")
        await desk.keys("shift+down", "shift+down", "shift+down", "enter")
        assert form(desk).values()["room"] == "m203"
        assert (form(desk).values()["from"], form(desk).values()["to"]) == ("13:00", "15:00")
        await desk.type("海风科技12")
        await desk.keys("enter")
        await desk.type("创业沙龙")
        await desk.keys("enter")
        await desk.type("15")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, RoomsScreen)
        made = every(desk.desk)["创业沙龙"]
        assert (made.room, made.starts_at, made.ends_at) == ("m203", at("13:00"), at("15:00"))
        assert (made.occupant, made.people, made.status) == (12, 15, "approved")
        assert "创业沙龙" in column_text(desk, "m203")
        assert where(desk)[0] == "m203"


async def test_a_guests_booking_waits_for_approval(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter")
        fill(desk, whom="guest", guest="王先生", title="参观")
        await desk.keys("ctrl+s")
        assert every(desk.desk)["参观"].status == "pending"
        assert "待 参观" in column_text(desk, "m203")


@pytest.mark.parametrize(
    ("values", "words", "field"),
    [
        ({"title": ""}, "标题", "title"),
        ({"occupant": "不认识的"}, "不认识的", "occupant"),
        ({"from": "25点"}, "25点", "from"),
        ({"to": "12:00"}, "结束", "to"),
        ({"date": "那天"}, "那天", "date"),
        ({"people": "许多"}, "许多", "people"),
        ({"people": "21"}, "20", "people"),
        ({"repeat": "weekly", "ends": ""}, "结束", "ends"),
        ({"repeat": "own", "rule": "FREQ=OFTEN;COUNT=2"}, "OFTEN", "rule"),
    ],
)
async def test_refusals_lead_to_the_field_and_nothing_typed_is_lost(
    tmp_path: Path, values: dict[str, Any], words: str, field: str
) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter")
        given = {"occupant": "7", "title": "例会", "note": "带投影", **values}
        fill(desk, **given)
        await desk.settle()
        typed = form(desk).values()
        await desk.keys("ctrl+s")
        assert words in desk.text("#refusal")
        assert form(desk).values() == typed
        focused = desk.app.focused
        assert focused is not None
        assert field in (focused.id, focused.parent.id if focused.parent is not None else None)
        assert every(desk.desk) == {}


@SIZES
async def test_a_conflict_offers_other_rooms_and_times_and_keeps_what_was_typed(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, size=size, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00", "15:00")
        await desk.keys("enter")
        fill(desk, occupant="7", title="创业沙龙", people="15")
        book(desk.desk, "m203", "14:00", "16:00", title="抢先")
        await desk.keys("ctrl+s")
        assert "抢先" in desk.text("#refusal")
        assert form(desk).values()["title"] == "创业沙龙"
        rows = [str(one.prompt) for one in desk.one("#others", OptionList).options]
        assert any("13:00-15:00" in row for row in rows)
        assert any("203" in row for row in rows)
        assert desk.text("#room-words").startswith("20人")
        await desk.keys("enter")
        (taken,) = [one for one in desk.desk.rooms.list(by="li") if one.code == form(desk).values()["room"]]
        assert desk.text("#room-words").startswith(f"{taken.capacity}人")
        await desk.keys("ctrl+s")
        made = every(desk.desk)["创业沙龙"]
        assert (made.starts_at, made.people) == (at("13:00"), 15)
        assert made.room != "m203"


async def test_other_screens_do_not_change_the_look_of_the_form(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "15:00", title="先到")
    async with driving(tmp_path, size=SMALL, clock=clock) as desk:
        await desk.keys("f7", "f3", "ctrl+f", "escape", "ctrl+n", "escape", "f5")
        await mark(desk, "m203", "12:30", "14:00")
        desk.app.run_action_named("book_room")
        await desk.settle()
        assert all(one.region.height <= 1 for one in desk.screen.query(Line) if one.id)
        fill(desk, occupant="7", title="后到")
        await desk.keys("ctrl+s")
        assert "先到" in desk.text("#refusal")
        button = desk.screen.query_one("#done")
        assert button.region.bottom < SMALL[1]
        assert desk.screen.query_one("#refusal").region.x == desk.screen.query_one(".asks").region.x


async def test_what_is_taken_is_put_in_line_from_the_form(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "15:00", title="先到")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter")
        await choose(desk, "排候补")
        fill(desk, occupant="8", title="后到")
        await desk.keys("ctrl+s")
        wish = every(desk.desk)["后到"]
        assert (wish.status, wish.starts_at, wish.ends_at) == ("waiting", at("13:00"), at("15:00"))
        assert "候" in column_text(desk, "m203")


async def test_what_was_typed_is_there_again_after_escape_and_as_a_draft(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter")
        fill(desk, occupant="7", title="例会")
        await desk.keys("escape")
        await mark(desk, "m202", "15:00")
        await desk.keys("enter")
        assert (form(desk).values()["title"], form(desk).values()["room"]) == ("例会", "m202")
        await desk.keys("escape", "f2", "f11")
        assert "例会" in "".join(desk.painted())
        await desk.keys("enter")
        assert (form(desk).values()["title"], form(desk).values()["occupant"]) == ("例会", "7")
        await desk.keys("ctrl+s")
        assert every(desk.desk)["例会"].room == "m202"
        await desk.keys("f2")
        assert "F11" not in desk.bars()[2]


# -- series ------------------------------------------------------------------------------------------------------------


async def test_repeats_are_offered_by_name_for_the_first_date(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter")
        for day, there, rule in (
            ("2026-12-30", "nth_weekday", "FREQ=MONTHLY;BYDAY=5WE;COUNT=3"),
            ("2026-12-30", "last_weekday", "FREQ=MONTHLY;BYDAY=-1WE;COUNT=3"),
            ("2026-12-16", "nth_weekday", "FREQ=MONTHLY;BYDAY=3WE;COUNT=3"),
        ):
            fill(desk, date=day, ends="3", occupant="7", title="例会")
            await desk.settle()
            fill(desk, repeat=there)
            assert form(desk).new().repeat == rule
        assert "第三个星期三" in "".join(desk.painted())
        fill(desk, date="2026-12-30")
        await desk.settle()
        assert "".join(str(desk.one("#repeat", Choice).render()).split()).count("最后一个星期三") == 1


@SIZES
async def test_a_series_is_previewed_date_by_date_and_each_is_decided(tmp_path: Path, size: tuple[int, int]) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "2026-12-02 13:00", "2026-12-02 14:00", title="占着")
        before.bookings.block("m203", at("2026-12-09 08:00"), at("2026-12-09 20:00"), "检修", by="boss")
    async with driving(tmp_path, clock=clock, size=size) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00", "14:00")
        await desk.keys("enter")
        fill(desk, occupant="7", title="周例会", repeat="weekly", ends="5次")
        await desk.keys("ctrl+s")
        rows = date_rows(desk)
        assert len(rows) == 5
        assert "已被预约" in rows[1]
        assert "停用" in rows[2]
        assert "空闲" in rows[0]
        assert "待决定 2" in desk.text("#series-counts")
        await desk.keys("ctrl+s")
        assert "2" in desk.text("#refusal")
        assert every(desk.desk).keys() == {"占着", "检修"}
        await desk.keys("enter")
        await choose(desk, "空过")
        await desk.keys("down", "enter")
        await choose(desk, "改到")
        assert "改到" in date_rows(desk)[1]
        await desk.keys("down", "enter")
        await choose(desk, "换房间")
        assert preview(desk).counts().endswith("待决定 0")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, RoomsScreen)
        found = desk.desk.bookings.list(BookingFilter(series=1, statuses=("approved", "skipped")), by="li").items
        by_day = {f"{one.starts_at:%m-%d}": one for one in found}
        assert by_day["11-25"].status == "skipped"
        assert by_day["12-02"].room == "m203"
        assert by_day["12-02"].starts_at != at("2026-12-02 13:00")
        assert by_day["12-09"].room != "m203"
        assert by_day["12-23"].status == "approved"


async def test_holidays_are_left_out_with_one_key_and_added_later(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00", "14:00")
        await desk.keys("enter")
        fill(desk, occupant="7", title="日会", repeat="own", rule="FREQ=WEEKLY;INTERVAL=1;BYDAY=WE,FR;COUNT=3")
        book(desk.desk, "m203", "2026-11-27 13:00", "2026-11-27 14:00", title="占着")
        await desk.keys("ctrl+r", "ctrl+k")
        assert preview(desk).counts() == "共 3 场：可约 2，空过 1，待决定 0"
        await desk.keys("ctrl+s")
        blocking = every(desk.desk)["占着"]
        desk.desk.bookings.cancel(blocking.id or 0, by="li")
        desk.app.poll()
        await desk.settle()
        await mark(desk, "m203", "13:00")
        await desk.keys("ctrl+s")
        await choose(desk, "11-27")
        await choose(desk, "照原样")
        statuses = desk.desk.bookings.list(BookingFilter(series=1, statuses=("approved",)), by="li").items
        assert [f"{one.starts_at:%m-%d}" for one in statuses] == ["11-25", "11-27", "12-02"]


async def test_the_button_previews_a_series_too(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00", "14:00")
        await desk.keys("enter")
        fill(desk, occupant="7", title="周例会", repeat="weekly", ends="4")
        desk.screen.set_focus(desk.screen.query_one("#done"))
        await desk.keys("enter")
        assert len(preview(desk).dates) == 4
        assert every(desk.desk) == {}


async def test_a_series_is_cancelled_from_here_on_or_whole(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        before.bookings.make(new("m203", "13:00", "14:00", repeat="FREQ=DAILY;COUNT=4"), by="li")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5", "pagedown")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter")
        await choose(desk, "取消此后各场")
        await desk.keys("right", "enter")
        left = desk.desk.bookings.list(BookingFilter(series=1), by="li").items
        assert [f"{one.starts_at:%m-%d}" for one in left] == ["11-25"]


async def test_choices_stay_when_going_back_to_the_form(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00", "14:00")
        await desk.keys("enter")
        fill(desk, occupant="7", title="周例会", repeat="weekly", ends="2026-12-20")
        await desk.keys("ctrl+s", "enter")
        await choose(desk, "空过")
        await desk.keys("escape", "ctrl+r")
        assert "空过" in date_rows(desk)[0]
        assert len(date_rows(desk)) == 4


# -- finding -----------------------------------------------------------------------------------------------------------


@SIZES
async def test_a_room_for_20_with_projector_tomorrow_afternoon_for_two_hours(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "2026-11-26 13:00", "2026-11-26 15:00", title="占着")
    async with driving(tmp_path, clock=clock, size=size) as desk:
        await desk.keys("f5", "ctrl+r")
        fill(desk, date="明天", within="下午", length="两小时", people="20")
        desk.screen.set_focus(desk.screen.query_one("#equipment"))
        await desk.settle()
        await desk.keys("home", "space")
        rows = [str(one.prompt) for one in desk.one("#room-found", OptionList).options]
        assert rows
        assert all("投影" in row or size == SMALL for row in rows)
        assert not any("路演室" in row for row in rows)
        assert all("301 洽谈室" not in row and "202 会议室" not in row for row in rows)
        found = desk.screen
        assert isinstance(found, FindRoom)
        assert {one.room for one in found.rows} >= {"m203"}
        assert any(one.room == "m203" and one.starts_at == at("2026-11-26 15:00") for one in found.rows)
        desk.one("#room-found", OptionList).highlighted = next(
            n for n, one in enumerate(found.rows) if one.room == "m203"
        )
        await desk.keys("ctrl+s")
        values = form(desk).values()
        assert (values["room"], values["date"], values["from"], values["to"], values["people"]) == (
            "m203", "2026-11-26", "15:00", "17:00", "20",
        )  # fmt: skip


async def test_where_nothing_fits_the_nearest_is_listed(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        for room in ("hall", "t301"):
            book(before, room, "13:00", "18:00", title=f"占{room}")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5", "ctrl+r")
        fill(desk, date="今天", within="14:00-16:00", length="2h", people="45")
        await desk.settle()
        found = desk.screen
        assert isinstance(found, FindRoom)
        assert "最接近" in desk.text("#found-words")
        assert {one.room for one in found.rows} <= {"hall", "hall-a", "hall-b", "t301"}
        assert all(not (at("13:00") <= one.starts_at < at("18:00")) for one in found.rows)
        fill(desk, length="许久")
        await desk.settle()
        assert "许久" in desk.text("#found-words")
        await desk.keys("ctrl+s")
        assert "没有选中" in desk.text("#refusal")


# -- blocks, hours, files ----------------------------------------------------------------------------------------------


async def test_a_room_is_taken_out_of_use(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock, person="boss") as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "18:00", "23:00")
        await desk.keys("ctrl+k")
        assert isinstance(desk.screen, BlockRoom)
        await desk.keys("ctrl+s")
        assert "理由" in desk.text("#refusal") or "原因" in desk.text("#refusal")
        await desk.type("换投影灯")
        await desk.keys("ctrl+s")
        block = every(desk.desk)["换投影灯"]
        assert (block.kind, block.starts_at, block.ends_at) == ("block", at("18:00"), at("23:00"))
        assert "停" in column_text(desk, "m203")


async def test_a_supervisor_sets_a_rooms_hours_on_a_day(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    for person, allowed in (("li", False), ("boss", True)):
        async with driving(tmp_path, clock=clock, person=person) as desk:
            await desk.keys("f5")
            await mark(desk, "m203", "22:00")
            desk.app.run_action_named("room_hours")
            await desk.settle()
            if not allowed:
                assert "负责人" in desk.told[-1]
                continue
            assert isinstance(desk.screen, RoomHoursDialog)
            fill(desk, hours="08:00-23:00", reason="创业夜")
            await desk.keys("ctrl+s")
            assert isinstance(desk.screen, RoomsScreen)
            (day,) = desk.desk.rooms.show("m203", by="li").days
            assert day.hours == ("08:00-23:00",)


async def test_the_platforms_bookings_come_in_and_conflicts_are_decided(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "15:00", title="先到")
    file = tmp_path / "平台.csv"
    file.write_text(
        "uid,room,from,to,title,guest\n"
        "u1,m202,2026-11-25T13:30,2026-11-25T16:00,平台课,张同学\n"
        "u2,m203,2026-11-25T14:00,2026-11-25T16:00,平台面试,刘同学\n"
        "u3,attic,2026-11-25T14:00,2026-11-25T16:00,无处,刘同学\n",
        encoding="utf-8",
    )
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5", "ctrl+o")
        assert isinstance(desk.screen, TakeBookings)
        fill(desk, path=str(tmp_path / "没有.csv"))
        await desk.keys("ctrl+s")
        assert "没有.csv" in desk.text("#refusal")
        fill(desk, path=str(file))
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, PickOne)
        assert "attic" in desk.screen.picks[1].about
        await choose(desk, "平台面试")
        assert "冲" in column_text_beneath(desk)
        await choose(desk, "15:00")
        decided = every(desk.desk)["平台面试"]
        assert (decided.status, decided.source) == ("approved", "platform")
        assert decided.starts_at >= at("15:00")
        assert "网 平台课" in column_text(desk, "m202").replace("\n", "")


def column_text_beneath(desk: Driver) -> str:
    return str(grid(desk).render())


async def test_bookings_go_out_and_the_days_sheet_is_made(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "15:00", title="例会")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5", "ctrl+y")
        assert isinstance(desk.screen, SaveBookings)
        fill(desk, path=str(tmp_path / "out.txt"))
        await desk.keys("ctrl+s")
        assert ".ics" in desk.text("#refusal")
        fill(desk, path=str(tmp_path / "out.ics"))
        await desk.keys("ctrl+s")
        assert "SUMMARY:例会" in (tmp_path / "out.ics").read_text(encoding="utf-8")
        await desk.keys("ctrl+u")
        assert isinstance(desk.screen, PrintSheet)
        fill(desk, path=str(tmp_path / "sheet.docx"))
        await desk.keys("ctrl+s")
        with zipfile.ZipFile(tmp_path / "sheet.docx") as packed:
            assert "例会" in packed.read("word/document.xml").decode()
        desk.app.run_action_named("use_rooms")
        await desk.settle()
        assert isinstance(desk.screen, UseOfRooms)
        await desk.keys("ctrl+s")
        assert "203" in desk.text("#text")


async def test_every_act_is_in_the_palette_and_the_help(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        before.bookings.make(new("m203", "13:00", "14:00", repeat="FREQ=DAILY;COUNT=4"), by="li")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        offered = {one.action.id for one in desk.app.offers() if one.action.where == "rooms"}
        from tui.actions import of

        assert offered == {one.id for one in of("rooms")} - {"take_booking"}
        await desk.keys("f1")
        assert "已签到" in desk.text("#help-text")
        assert rooms_beneath(desk)


def rooms_beneath(desk: Driver) -> bool:
    return any(isinstance(one, RoomsScreen) for one in desk.app.screen_stack)


def test_a_raw_rule_without_an_end_takes_the_one_of_the_field() -> None:
    values: dict[str, Any] = {
        "room": "m203", "date": "2026-11-25", "from": "10", "to": "次日2:00", "whom": "occupant", "occupant": "7",
        "guest": "", "title": "例会", "people": "", "event": False, "repeat": "own", "rule": "FREQ=WEEKLY", "ends": "6",
        "note": "",
    }  # fmt: skip
    made = as_new(values, at("10:00").date(), {})
    assert made.repeat == "FREQ=WEEKLY;COUNT=6"
    assert made.ends_at == at("2026-11-26 02:00")
    until = as_new(values | {"ends": "2027-01-31"}, at("10:00").date(), {})
    assert read_rule(until.repeat or "").until is not None


@SIZES
async def test_what_a_booking_says_is_corrected(tmp_path: Path, size: tuple[int, int]) -> None:
    with prepared(tmp_path) as (before, clock):
        before.bookings.make(
            new("m203", "13:00", "14:00", title="例会", people=6, repeat="FREQ=DAILY;COUNT=3"), by="li"
        )
    async with driving(tmp_path, size=size, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter")
        await choose(desk, "更正")
        assert isinstance(desk.screen, CorrectBooking)
        assert desk.one("#title", Line).value == "例会"
        fill(desk, title="换名", people="许多")
        await desk.keys("ctrl+s")
        assert "许多" in desk.text("#refusal")
        assert desk.one("#title", Line).value == "换名"
        fill(desk, people="5000")
        await desk.keys("ctrl+s")
        assert "203 会议室" in desk.text("#refusal")
        assert desk.screen.focused is desk.one("#people", Line)
        fill(desk, people="8", which="from_here")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, RoomsScreen)
        assert "换名" in column_text(desk, "m203")
        page = desk.desk.bookings.list(BookingFilter(), by="li").items
        assert {(one.title, one.people, one.sequence) for one in page} == {("换名", 8, 1)}
        assert len(page) == 3


async def test_a_guests_name_and_a_blocks_reason_are_corrected(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "14:00", title="讲座", guest="王先生", by="boss")
        before.bookings.block("m202", at("2026-11-25 13:00"), at("2026-11-25 14:00"), "检修", by="boss")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        desk.app.run_action_named("edit_booking")
        await desk.settle()
        fill(desk, guest="王女士")
        await desk.keys("ctrl+s")
        assert (every(desk.desk)["讲座"].guest, every(desk.desk)["讲座"].status) == ("王女士", "pending")
        await mark(desk, "m202", "13:00")
        desk.app.run_action_named("edit_booking")
        await desk.settle()
        assert isinstance(desk.screen, CorrectBooking)
        assert set(desk.screen.fields) == {"title", "note"}
        fill(desk, title="换投影灯")
        await desk.keys("ctrl+s")
        assert every(desk.desk)["换投影灯"].kind == "block"
