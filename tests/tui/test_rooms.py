"""The rooms screen: the grid, the cursor, sizing, carrying by keys and mouse, what waits, late answers."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from core.rooms.views import BookingFilter, Grid
from tests.core.rooms_made_up import at, book, new
from tests.tui.driving import LARGE, SMALL, Driver, driving
from tests.tui.rooms_at_hand import column_text, drawn, every, grid, mark, prepared, rooms, spot, where
from tui.screens.asking import PickOne
from tui.screens.hotline import HotlineScreen
from tui.screens.room_dialogs import CheckIn, RefuseGuest
from tui.screens.room_form import BookingForm
from tui.screens.rooms import RoomsScreen
from tui.widgets.harmless import Line

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])


def reason(desk: Driver, action: str) -> str | None:
    (offer,) = (one for one in rooms(desk).offers() if one.action.id == action)
    return offer.reason.code if offer.reason is not None else None


async def press(desk: Driver, place: tuple[int, int]) -> None:
    """The button down over a place of the grid, from its corner."""
    await desk.pilot.mouse_down(grid(desk), offset=place)
    await desk.settle()


async def let_go(desk: Driver, place: tuple[int, int]) -> None:
    """The button up there."""
    await desk.pilot.mouse_up(grid(desk), offset=place)
    await desk.settle()


async def drag(desk: Driver, start: tuple[int, int], end: tuple[int, int]) -> None:
    """From one place to another, held."""
    await press(desk, start)
    await desk.pilot.hover(grid(desk), offset=end)
    await desk.settle()


# -- drawing -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "zh",
            {"pending": "待 沙龙", "came": "到 彩排", "gone": "缺 晨会", "shut": "停 检修", "web": "网", "part": "占"},
        ),
        ("en", {"pending": "pend", "came": "here", "gone": "gone", "shut": "shut", "web": "web", "part": "part"}),
    ],
)
async def test_every_state_has_a_mark_in_words(tmp_path: Path, language: str, words: dict[str, str]) -> None:
    with prepared(tmp_path, "2026-11-25 08:40") as (before, clock):
        book(before, "m203", "13:00", "15:00", title="沙龙", guest="王先生")
        came = book(before, "m202", "09:00", "12:00", title="彩排")
        before.bookings.check_in(came.id or 0, by="li")
        book(before, "m301", "09:00", "10:00", title="晨会")
        book(before, "hall-a", "14:00", "16:00", title="培训")
        before.bookings.block("m401", at("09:00"), at("10:00"), "检修", by="boss")
        file = tmp_path / "p.csv"
        file.write_text("uid,room,from,to,title\nu,m201,2026-11-25T13:30,2026-11-25T15:00,网课\n", encoding="utf-8")
        before.bookings.import_file(file, by="li")
        clock.set("2026-11-25 10:20")
    async with driving(tmp_path, clock=clock, language=language) as desk:
        await desk.keys("f5")
        for room, key in (("m203", "pending"), ("m202", "came"), ("m301", "gone"), ("m401", "shut"), ("m201", "web"),
                          ("hall", "part")):  # fmt: skip
            assert words[key] in column_text(desk, room), room
        assert "培训" in column_text(desk, "hall-a")
        assert column_text(desk, "hall-b").replace("-", "").replace(".", "").strip("\n ") == ""


async def test_closed_hours_and_the_now_line_are_drawn_and_time_goes_on(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        assert any(line.startswith(">10:20") and "---" in line for line in drawn(desk))
        assert any(line.startswith("21:00") and ". ." in line for line in drawn(desk))
        clock.set("2026-11-25 11:05")
        rooms(desk)._tick()
        await desk.settle()
        assert any(line.startswith(">11:05") for line in drawn(desk))
        await desk.keys("pagedown")
        assert not any(line.startswith(">") for line in drawn(desk))


async def test_a_booking_over_midnight_stands_on_both_days(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        for day in ("2026-11-25", "2026-11-26"):
            before.rooms.set_day("m203", at(f"{day} 00:00").date(), ("00:00-24:00",), by="boss", reason="创业夜")
        book(before, "m203", "22:00", "2026-11-26 02:00", title="通宵", event=True)
    async with driving(tmp_path, clock=clock, size=SMALL) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "23:00")
        assert "通宵" in column_text(desk, "m203")
        await mark(desk, "m203", "23:30")
        await desk.keys("down")
        assert where(desk)[1].startswith("11-26 00:00")
        assert "通宵" in column_text(desk, "m203")
        assert "22:00-11-26 02:00" in desk.text("#rooms-marked")


async def test_times_between_half_hours_and_two_in_one_half_hour(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "13:15", title="甲")
        book(before, "m203", "13:15", "14:45", title="乙")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        assert "+1" in column_text(desk, "m203")
        await desk.keys("enter")
        assert isinstance(desk.screen, PickOne)
        await desk.keys("down", "enter")
        assert "乙" in "".join(desk.painted())
        await desk.keys("escape")
        await mark(desk, "m203", "14:00")
        assert "13:15-14:45" in desk.text("#rooms-marked")


async def test_hostile_titles_are_drawn_harmlessly(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "11:00", "12:00", title="[red]红[/]\x1b[31m\u202e")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "11:00")
        await desk.keys("enter")
        painted = "".join(desk.painted())
        assert not any(letter in painted for letter in "\x1b\u202e")
        assert "[red]" in painted


# -- the cursor --------------------------------------------------------------------------------------------------------


async def test_small_windows_scroll_with_headings_in_place_and_the_cursor_in_view(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, size=SMALL, clock=clock) as desk:
        await desk.keys("f5")
        assert where(desk)[0] == "m201"
        assert "201" in drawn(desk)[0]
        await desk.keys(*["right"] * 9)
        assert where(desk)[0] == "t302"
        assert drawn(desk)[0].rstrip().endswith("实训教室二")
        assert drawn(desk)[0].startswith("< 4")
        for key, count in (("down", 27), ("up", 47)):
            for _n in range(count):
                await desk.keys(key)
                one = grid(desk)
                assert one.look.top <= one.head < one.look.top + one.look.rows
                assert any(">" in line[6:] for line in drawn(desk)[2:])
        assert drawn(desk)[0].rstrip().endswith("实训教室二")


@SIZES
async def test_shift_sizes_from_where_one_began_over_midnight_too(tmp_path: Path, size: tuple[int, int]) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, size=size, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("shift+down", "shift+down")
        assert where(desk) == ("m203", "11-25 13:00-11-25 14:30")
        assert "1.5" in desk.text("#rooms-marked")
        await desk.keys("shift+up", "shift+up", "shift+up")
        assert where(desk) == ("m203", "11-25 12:30-11-25 13:30")
        await desk.keys("escape")
        assert where(desk) == ("m203", "11-25 13:00-11-25 13:30")
        await mark(desk, "m203", "23:30")
        await desk.keys("shift+down")
        assert where(desk) == ("m203", "11-25 23:30-11-26 00:30")
        await desk.keys("escape", "escape")
        assert isinstance(desk.screen, HotlineScreen)


async def test_going_about_by_day_week_and_words(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "2026-11-27 10:00", "2026-11-27 12:00", title="周会")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5", "right", "right", "pagedown", "pageup", "pageup")
        assert where(desk) == ("m203", "11-24 10:00-11-24 10:30")
        await desk.keys("ctrl+w")
        assert rooms(desk).view == "week"
        assert "周五 11-27" in drawn(desk)[0]
        assert "周会" in "".join(drawn(desk))
        await desk.keys("right", "right", "right")
        assert where(desk) == ("m203", "11-27 10:00-11-27 10:30")
        await desk.keys("right", "right", "right")
        assert where(desk) == ("m203", "11-30 10:00-11-30 10:30")
        await desk.keys("ctrl+w")
        assert (rooms(desk).view, where(desk)) == ("day", ("m203", "11-30 10:00-11-30 10:30"))
        await desk.keys("ctrl+d")
        await desk.type("下周三")
        await desk.keys("ctrl+s")
        assert where(desk)[1].startswith("12-02")
        await desk.keys("ctrl+d")
        await desk.type("昨晚吧")
        await desk.keys("enter")
        assert "昨晚吧" in desk.text("#refusal")
        await desk.keys("escape", "ctrl+t")
        assert where(desk) == ("m203", "11-25 10:00-11-25 10:30")


async def test_a_week_of_a_whole_shows_what_its_parts_hold(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "hall-a", "14:00", "16:00", title="培训")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "hall", "14:00")
        await desk.keys("ctrl+w")
        assert "占" in "".join(drawn(desk))


async def test_what_others_do_comes_in_and_the_cursor_and_marked_time_stay(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m401", "18:00", "19:30")
        top = grid(desk).look
        book(desk.desk, "m203", "13:00", "15:00", title="别人的")
        desk.app.poll()
        await desk.settle()
        assert "别人的" in column_text(desk, "m203")
        assert where(desk) == ("m401", "11-25 18:00-11-25 19:30")
        assert grid(desk).look == top


async def test_a_late_answer_for_another_day_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "2026-11-26 13:00", "2026-11-26 15:00", title="明天的")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        go_on, began, real = threading.Event(), threading.Event(), desk.desk.rooms.grid

        def slow(first: Any, *rest: Any, **more: Any) -> Grid:
            if first == at("2026-11-26 00:00").date():
                began.set()
                go_on.wait(20)
            return real(first, *rest, **more)

        monkeypatch.setattr(desk.desk.rooms, "grid", slow)
        await desk.pilot.press("pagedown")
        while not began.is_set():
            await desk.pilot.pause(0.02)
        await desk.pilot.press("pagedown")
        go_on.set()
        await desk.settle()
        assert where(desk)[1].startswith("11-27")
        assert "明天的" not in "".join(drawn(desk))


# -- carrying ----------------------------------------------------------------------------------------------------------


async def test_a_booking_is_carried_by_keys_sized_and_put_down_in_one_act(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m202", "13:15", "14:15", title="例会", people=5)
    async with driving(tmp_path, clock=clock, size=SMALL) as desk:
        await desk.keys("f5")
        await mark(desk, "m202", "13:00")
        await desk.keys("ctrl+g", "right", "down", "down", "shift+down")
        assert "14:15-15:45" in desk.text("#rooms-marked")
        assert every(desk.desk)["例会"].room == "m202"
        await desk.keys("enter")
        moved = every(desk.desk)["例会"]
        assert (moved.room, moved.starts_at, moved.ends_at) == ("m203", at("14:15"), at("15:45"))
        assert moved.sequence == 1
        assert grid(desk).carried is None
        assert "例会" in column_text(desk, "m203")


async def test_escape_leaves_it_where_it_is_and_a_refusal_leaves_it_in_the_hand(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m202", "13:00", "14:00", title="例会")
        book(before, "m203", "13:00", "14:00", title="路演")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m202", "13:00")
        await desk.keys("m", "right", "enter")
        assert "路演" in desk.told[-1]
        assert grid(desk).carried is not None
        await desk.keys("down", "down", "enter")
        assert every(desk.desk)["例会"].starts_at == at("14:00")
        await desk.keys("ctrl+g", "left", "escape")
        assert every(desk.desk)["例会"].room == "m203"
        assert grid(desk).carried is None


async def test_carrying_goes_over_to_other_days(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m202", "13:00", "14:00", title="例会")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m202", "13:00")
        await desk.keys("ctrl+g", "pagedown")
        assert rooms(desk).day == at("2026-11-26 00:00").date()
        assert "11-26 周四 13:00-14:00" in desk.text("#rooms-marked")
        await desk.keys(*["down"] * 22)
        assert "11-27 周五 00:00-01:00" in desk.text("#rooms-marked")
        assert rooms(desk).day == at("2026-11-27 00:00").date()
        assert column_text(desk, "m202").startswith("> 00:00-\n> 01:00")
        await desk.keys("ctrl+t", "escape")
        assert rooms(desk).day == at("2026-11-25 00:00").date()
        await mark(desk, "m202", "13:00")
        await desk.keys("ctrl+w", "ctrl+g", "right", "right", "enter")
        assert every(desk.desk)["例会"].starts_at == at("2026-11-27 13:00")


async def test_by_mouse_free_time_is_marked_and_a_booking_is_dragged(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m202", "13:00", "14:00", title="例会")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await drag(desk, spot(desk, "m203", "15:00"), spot(desk, "m203", "16:30"))
        await let_go(desk, spot(desk, "m203", "16:30"))
        assert where(desk) == ("m203", "11-25 15:00-11-25 17:00")
        await drag(desk, spot(desk, "m202", "13:30"), spot(desk, "m203", "17:00"))
        assert grid(desk).carried is not None
        await let_go(desk, spot(desk, "m203", "17:00"))
        moved = every(desk.desk)["例会"]
        assert (moved.room, moved.starts_at, moved.ends_at) == ("m203", at("16:30"), at("17:30"))


async def test_a_click_marks_and_a_click_on_what_is_marked_opens(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m202", "13:00", "14:00", title="例会")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        for place, opened in ((spot(desk, "m203", "15:00"), BookingForm), (spot(desk, "m202", "13:00"), PickOne)):
            await press(desk, place)
            await let_go(desk, place)
            assert isinstance(desk.screen, RoomsScreen)
            await press(desk, place)
            await let_go(desk, place)
            assert isinstance(desk.screen, opened)
            await desk.keys("escape")


async def test_the_keys_stay_with_the_grid_wherever_one_clicks(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await desk.pilot.click("#rooms-title")
        await desk.settle()
        await desk.keys("down")
        assert where(desk) == ("m201", "11-25 10:30-11-25 11:00")


async def test_the_wheel_scrolls_and_keys_bring_the_cursor_back(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_before, clock):
        pass
    async with driving(tmp_path, size=SMALL, clock=clock) as desk:
        await desk.keys("f5")
        for _n in range(12):
            grid(desk)._scroll_by(2)
        assert grid(desk).look.top > grid(desk).head
        await desk.keys("right")
        assert grid(desk).look.top <= grid(desk).head


# -- what is done with a booking ---------------------------------------------------------------------------------------


async def test_a_guests_series_is_approved_from_the_menu_at_once(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        before.bookings.make(
            new("m203", "13:00", "15:00", title="沙龙", for_=None, guest="王先生", repeat="FREQ=DAILY;COUNT=3"), by="li"
        )
    async with driving(tmp_path, clock=clock, person="boss") as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter")
        menu = desk.screen
        assert isinstance(menu, PickOne)
        place = next(n for n, one in enumerate(menu.picks) if one.value == "approve_series")
        menu.query_one(OptionList).highlighted = place
        await desk.keys("enter")
        assert {one.status for one in desk.desk.bookings.list(BookingFilter(room="m203"), by="li").items} == {
            "approved"
        }
        assert "3" in desk.told[-1]


async def test_a_guest_holds_the_slot_until_a_supervisor_approves(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "15:00", title="沙龙", guest="王先生")
        book(before, "m203", "15:00", "16:00", title="茶话", guest="王先生")
    async with driving(tmp_path, clock=clock, size=SMALL) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        assert "2" in desk.text("#rooms-waiting")
        assert reason(desk, "approve_booking") == "supervisor_only"
        await desk.keys("ctrl+a")
        assert "负责人" in desk.told[-1]
        assert reason(desk, "check_in_booking") == "cannot_check_in"
    async with driving(tmp_path, clock=clock, size=SMALL, person="boss") as desk:
        await desk.keys("f5", "ctrl+l", "enter")
        await desk.keys("escape")
        await mark(desk, "m203", "13:00")
        await desk.keys("ctrl+a")
        assert every(desk.desk)["沙龙"].status == "approved"
        await mark(desk, "m203", "15:00")
        await desk.keys("ctrl+b")
        assert isinstance(desk.screen, RefuseGuest)
        await desk.type("不对外开放")
        await desk.keys("ctrl+s")
        refused = every(desk.desk)["茶话"]
        assert (refused.status, refused.note) == ("refused", "不对外开放")
        assert "茶话" not in column_text(desk, "m203")


async def test_check_in_at_the_counter_with_the_number_of_people(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "10:30", "12:00", title="例会", people=6)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "10:30")
        await desk.keys("ctrl+e")
        assert isinstance(desk.screen, CheckIn)
        assert desk.one("#people", Line).value == "6"
        desk.one("#people", Line).fill("许多")
        await desk.keys("ctrl+s")
        assert "许多" in desk.text("#refusal")
        desk.one("#people", Line).fill("9")
        await desk.keys("ctrl+s")
        came = every(desk.desk)["例会"]
        assert (came.status, came.attended) == ("checked_in", 9)
        assert "到 例会" in column_text(desk, "m203")
        assert reason(desk, "cancel_booking") == "checked_in"


async def test_a_no_show_can_be_booked_over(tmp_path: Path) -> None:
    with prepared(tmp_path, "2026-11-25 09:00") as (before, clock):
        book(before, "m203", "10:00", "12:00", title="没来")
        clock.set("2026-11-25 10:20")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "10:30", "11:30")
        await desk.keys("enter", "end", "up")
        picks = desk.screen.picks if isinstance(desk.screen, PickOne) else ()
        assert "book" in [one.value for one in picks]


async def test_cancelling_asks_first_and_tells_who_is_next_in_line(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "14:00", title="例会")
        before.bookings.wait(new("m203", "13:00", "14:00", title="候补会", for_="8"), by="li")
    async with driving(tmp_path, clock=clock, size=SMALL) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        assert "候" in column_text(desk, "m203")
        await desk.keys("ctrl+x", "enter")
        assert every(desk.desk)["例会"].status == "approved"
        await desk.keys("ctrl+x", "right", "enter")
        assert every(desk.desk)["例会"].status == "cancelled"
        assert "海风科技8" in desk.told[-1]
        assert "海风科技8" in desk.text("#rooms-waiting")
        await desk.keys("ctrl+l", "enter")
        taken = every(desk.desk)["候补会"]
        assert (taken.status, taken.occupant) == ("approved", 8)
        assert "候补会" in column_text(desk, "m203")
        assert desk.text("#rooms-waiting") == ""


async def test_a_booking_moved_while_the_question_is_open_is_not_cancelled(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        one = book(before, "m203", "13:00", "14:00", title="例会")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("ctrl+x")
        desk.desk.bookings.move(one.id or 0, by="han", room="m202", start=at("15:00"))
        await desk.keys("right", "enter")
        assert every(desk.desk)["例会"].status == "approved"
        assert "15:00" in desk.told[-1]


async def test_a_booking_moved_while_it_is_carried_is_not_moved_back(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        one = book(before, "m203", "13:00", "14:00", title="例会")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("ctrl+g", "down")
        desk.desk.bookings.move(one.id or 0, by="han", start=at("17:00"))
        await desk.keys("enter")
        assert every(desk.desk)["例会"].starts_at == at("17:00")
        assert "17:00" in desk.told[-1]


async def test_a_list_of_what_waits_leads_to_what_it_is_by_now(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "14:00", title="例会")
        wish = before.bookings.wait(new("m203", "13:00", "14:00", title="候补会", for_="8"), by="li")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5", "ctrl+l")
        desk.desk.bookings.take(wish.id or 0, by="han", room="m202")
        await desk.keys("enter")
        assert "已预约" in desk.told[-1]
        assert isinstance(desk.screen, PickOne)
        assert "take_booking" not in [one.value for one in desk.screen.picks]
        assert "cancel_booking" in [one.value for one in desk.screen.picks]


async def test_a_key_named_in_the_list_of_acts_does_that_act(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "14:00", title="例会")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter", "ctrl+g")
        assert grid(desk).carried is not None
        await desk.keys("escape", "enter", "ctrl+x", "right", "enter")
        assert every(desk.desk)["例会"].status == "cancelled"


async def test_what_cannot_be_done_says_why_in_the_list(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        before.bookings.block("m203", at("2026-11-25 13:00"), at("2026-11-25 14:00"), "检修", by="boss")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m203", "13:00")
        await desk.keys("enter")
        assert isinstance(desk.screen, PickOne)
        refused = {one.value: one.reason for one in desk.screen.picks}
        assert refused["check_in_booking"] is not None
        assert refused["carry_booking"] is None


async def test_bookings_of_those_who_leave_are_told_in_words(tmp_path: Path) -> None:
    from tests.core.rooms_made_up import raw

    with prepared(tmp_path) as (before, clock):
        book(before, "m203", "13:00", "14:00", title="例会")
        assert before.storage.path is not None
        raw(before.storage.path, "UPDATE occupants SET status = 'leaving' WHERE id = 7")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        assert "存疑 1" in desk.text("#rooms-waiting")
        await mark(desk, "m203", "13:00")
        assert "退出通知" in desk.text("#rooms-marked")
        assert "疑" in column_text(desk, "m203")


async def test_the_slots_length_is_never_lost_by_carrying(tmp_path: Path) -> None:
    with prepared(tmp_path) as (before, clock):
        book(before, "m202", "13:00", "14:00", title="例会")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f5")
        await mark(desk, "m202", "13:00")
        await desk.keys("ctrl+g", *["shift+up"] * 5)
        carried = grid(desk).carried
        assert carried is not None
        assert carried.end - carried.start == timedelta(minutes=30)
