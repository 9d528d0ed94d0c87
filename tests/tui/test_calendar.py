"""The month view: what each day is, moving about, and what a supervisor changes there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.widgets import OptionList, Static

from core.calls.views import NewCall
from core.desk import open_desk
from core.text import fault
from tests.helpers.people import FrozenClock, open_copy
from tests.tui.driving import LARGE, SMALL, Driver, driving
from tui.screens.calendar import CalendarScreen
from tui.screens.calendar_count import CountDialog
from tui.screens.calendar_dialogs import DayDialog, ImportDialog, MovedCalls
from tui.screens.confirm import Confirm
from tui.screens.explanation import ExplanationDialog
from tui.screens.hotline import HotlineScreen
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line
from tui.widgets.month import MonthGrid

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])
NOTICE = 'notice = "an invented notice"\n[days]\n"2027-01-01" = "rest"\n"2027-01-02" = "workday"\n'


def cursor(desk: Driver) -> date:
    return desk.one("#month", MonthGrid).cursor


def cell(desk: Driver, day: int) -> str:
    """What stands on and under a day of the month on show, its style left out."""
    grid = desk.one("#month", MonthGrid)
    return " ".join(" ".join(str(part) for part in grid._day(grid.cursor.replace(day=day), 16, 2)).split())


def offered(desk: Driver, action: str) -> str | None:
    """The code of the reason why an action may not be done; None where it may."""
    assert isinstance(desk.screen, CalendarScreen)
    (offer,) = (one for one in desk.screen.offers() if one.action.id == action)
    return offer.reason and offer.reason.code


def with_calls(folder: Path, count: int = 2) -> list[str]:
    """A desk on which some calls are due on 2026-11-30."""
    desk = open_copy(folder, FrozenClock())
    numbers = [desk.calls.log(NewCall("担保贷款", service="loan"), by="li").number for _n in range(count)]
    desk.close()
    return numbers


# -- the month ---------------------------------------------------------------------------------------------------------


@SIZES
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", {1: "1 假", 8: "8 班", 10: "10 补", 11: "11 休", 12: "12 班 +*9-11:30", 13: "13 休 +"}),
        ("en", {1: "1 off", 8: "8 work", 10: "10 make-up", 11: "11 rest", 12: "12 work +*9-11:30", 13: "13 rest +"}),
    ],
)
async def test_each_day_says_in_words_what_it_is(
    tmp_path: Path, size: tuple[int, int], language: str, words: dict[int, str]
) -> None:
    before = open_copy(tmp_path, FrozenClock())
    before.calendar.set(date(2026, 10, 12), "workday", by="boss", reason="开放日", hours=("09:00-11:30",))
    before.calendar.set(date(2026, 10, 13), "rest", by="boss", reason="停电")
    before.close()
    async with driving(tmp_path, size=size, language=language) as desk:
        await desk.keys("f7", "pageup")
        assert {day: cell(desk, day).removeprefix("> ") for day in words} == words
        painted = "\n".join(desk.painted())
        assert all(word.split(" +")[0] in painted for word in words.values())
        assert "+*" in painted
        await desk.keys("home", "down", "right", "right", "right", "right")
        assert cursor(desk) == date(2026, 10, 12)
        assert "09:00-11:30" in desk.text("#day")
        assert "开放日" in desk.text("#day")
        assert "王芳" in desk.text("#day")


async def test_days_nobody_published_are_marked_provisional(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("f7", "pagedown", "pagedown")
        assert cursor(desk) == date(2027, 1, 23)
        assert cell(desk, 4) == "4 班 ?"
        assert "暂定" in desk.text("#month-title")
        assert "暂定" in desk.text("#day")
        assert "尚无" in desk.text("#day")


async def test_today_is_found_again_by_letter_and_by_control_key(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f7")
        assert cursor(desk) == date(2026, 11, 23)
        assert "今天" in cell(desk, 23)
        for key in ("t", "ctrl+t"):
            await desk.keys("pageup", "pageup", "left")
            assert cursor(desk) == date(2026, 9, 22)
            await desk.keys(key)
            assert cursor(desk) == date(2026, 11, 23)


async def test_moving_goes_over_the_edges_of_months_and_stops_where_counting_stops(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f7", "home", "left")
        assert cursor(desk) == date(2026, 10, 31)
        await desk.keys("pageup")
        assert cursor(desk) == date(2026, 9, 30)
        await desk.keys("down")
        assert cursor(desk) == date(2026, 10, 7)
        assert "放假" in desk.text("#day")
        await desk.keys("end", "right")
        assert cursor(desk) == date(2026, 11, 1)
        grid = desk.one("#month", MonthGrid)
        for far, key, stop in (
            (date(1992, 1, 3), "up", date(1992, 1, 1)), (date(1992, 1, 3), "pageup", date(1992, 1, 3)),
            (date(9999, 12, 28), "down", date(9999, 12, 31)), (date(9999, 12, 28), "pagedown", date(9999, 12, 28)),
        ):  # fmt: skip
            grid.go(far)
            await desk.keys(key)
            assert cursor(desk) == stop
            assert desk.text("#day").strip()


async def test_keys_pressed_faster_than_months_come_end_on_the_right_month(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("f7")
        await desk.pilot.press(*["pagedown"] * 5, *["pageup"] * 6)
        await desk.settle()
        assert cursor(desk) == date(2026, 10, 23)
        assert isinstance(desk.screen, CalendarScreen)
        assert desk.screen.month is not None
        assert (desk.screen.month.year, desk.screen.month.month) == (2026, 10)
        assert cell(desk, 1) == "1 假"


async def test_an_answer_for_another_month_offers_no_change_of_a_day_it_does_not_have(tmp_path: Path) -> None:
    async with driving(tmp_path, person="boss") as desk:
        await desk.keys("f7")
        screen = desk.screen
        assert isinstance(screen, CalendarScreen)
        screen._month_came(desk.desk.calendar.month(2026, 3, by="boss"))
        await desk.keys("enter")
        assert desk.screen is screen


async def test_a_click_marks_a_day_and_a_second_click_opens_it(tmp_path: Path) -> None:
    async with driving(tmp_path, person="boss") as desk:
        await desk.keys("f7")
        grid = desk.one("#month", MonthGrid)
        wide, tall = grid._cell()
        place = (2 * wide + 1, 1 + 3 * tall)  # Wednesday of the fourth row
        await desk.pilot.click(grid, offset=place)
        await desk.settle()
        assert cursor(desk) == date(2026, 11, 18)
        await desk.pilot.click(grid, offset=(1, 1))
        await desk.settle()
        assert cursor(desk) == date(2026, 11, 18), "no day is there"
        await desk.pilot.click(grid, offset=place)
        await desk.settle()
        assert isinstance(desk.screen, DayDialog)


async def test_what_somebody_else_sets_shows_without_asking(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("f7")
        desk.app.poll()
        await desk.settle()
        other = open_desk(str(desk.path), clock=desk.clock)
        other.calendar.set(date(2026, 11, 23), "rest", by="boss", reason="台风")
        other.close()
        desk.app.poll()
        await desk.settle()
        assert cell(desk, 23).startswith(">23 休")
        assert "台风" in desk.text("#day")


async def test_beside_the_month_stand_the_days_apart_from_the_week(tmp_path: Path) -> None:
    before = open_copy(tmp_path, FrozenClock())
    before.calendar.set(date(2026, 10, 12), "workday", by="boss", reason="开放日", hours=("09:00-11:30", "13:00-15:30"))
    before.calendar.set(date(2026, 10, 16), "rest", by="boss", reason="长" * 200)
    before.close()
    async with driving(tmp_path, size=LARGE) as desk:
        await desk.keys("f7", "pageup")
        _title, *rows = desk.text("#apart-days").splitlines()
        assert [row[:5] for row in rows if row[:3] == "10-"] == [
            *(f"10-{day:02d}" for day in range(1, 8)), "10-10", "10-12", "10-16",
        ]  # fmt: skip
        assert sum("国办" in row for row in rows) == 1, "a run of days from one notice names it once"
        assert "9-11:30 13-15:30" in rows[rows.index(next(row for row in rows if row.startswith("10-12"))) + 1]
        assert rows[-1].strip().startswith("王芳: 长")
        assert all(cell_len(row) <= 28 for row in rows)
        await desk.keys("pageup", "pageup")
        assert "没有" in desk.text("#apart-days")


# -- who may change it -------------------------------------------------------------------------------------------------


@SIZES
async def test_who_is_no_supervisor_reads_only_and_is_told_why(tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(tmp_path, size=size, person="han") as desk:
        await desk.keys("f7")
        before = desk.desk.storage.change_token()
        for action in ("set_day", "unset_day", "take_in"):
            assert offered(desk, action) == "supervisor_only"
        for action in ("count", "today", "month_back", "month_on"):
            assert offered(desk, action) is None
        for key in ("enter", "ctrl+d", "ctrl+o"):
            await desk.keys(key)
            assert isinstance(desk.screen, CalendarScreen)
            assert "负责人" in desk.told[-1]
        assert desk.desk.storage.change_token() == before


async def test_taking_back_is_offered_only_where_something_was_set(tmp_path: Path) -> None:
    async with driving(tmp_path, person="boss") as desk:
        desk.desk.calendar.set(date(2026, 11, 24), "rest", by="boss", reason="台风")
        await desk.keys("f7")
        assert offered(desk, "unset_day") == "day_not_set"
        await desk.keys("right")
        assert offered(desk, "unset_day") is None
        await desk.keys("ctrl+d")
        assert isinstance(desk.screen, Confirm)
        await desk.keys("escape")
        assert desk.desk.calendar.current().day(date(2026, 11, 24)).kind == "rest"
        await desk.keys("ctrl+d", "right", "enter")
        assert desk.desk.calendar.current().day(date(2026, 11, 24)).kind == "workday"
        assert cell(desk, 24) == ">24 班"
        assert offered(desk, "unset_day") == "day_not_set"


# -- setting a day -----------------------------------------------------------------------------------------------------


@SIZES
async def test_a_supervisor_sets_a_day_sees_what_moved_and_opens_a_call(tmp_path: Path, size: tuple[int, int]) -> None:
    numbers = with_calls(tmp_path)
    async with driving(tmp_path, size=size, person="boss") as desk:
        await desk.keys("f7", "right", "right", "enter")
        assert isinstance(desk.screen, DayDialog)
        assert desk.one("#kind", Choice).value == "rest", "the other of what the day is"
        await desk.keys("enter")
        await desk.type("台风")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, MovedCalls)
        options = desk.one("OptionList", OptionList)
        shown = [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]
        assert all(number in row and "2026-11-30 17:00 -> 2026-12-01 17:00" in row
                   for number, row in zip(numbers, shown, strict=True))  # fmt: skip
        await desk.keys("escape")
        assert cell(desk, 25) == ">25 休 +"
        assert "台风" in desk.text("#day")
        await desk.keys("ctrl+l", "down", "enter")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.shown() == numbers[1]
        assert "12-01 17:00" in desk.sheet()


async def test_a_day_that_moves_nothing_says_so(tmp_path: Path) -> None:
    async with driving(tmp_path, person="boss") as desk:
        await desk.keys("f7", "enter", "enter")
        await desk.type("停电")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, CalendarScreen)
        assert "没有来电" in desk.told[-1]


async def test_own_hours_are_typed_as_people_type_them(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL, person="boss") as desk:
        await desk.keys("f7", "enter", "left", "enter")
        desk.one("#hours", Line).fill("9:00-11:30，１３:00-15:00")
        desk.one("#reason", Line).fill("盘点")
        await desk.keys("ctrl+s")
        plan = desk.desk.calendar.current().day(date(2026, 11, 23))
        assert [str(one) for one in plan.spells] == ["09:00-11:30", "13:00-15:00"]
        assert plan.source == "盘点"
        await desk.keys("enter")
        assert desk.one("#hours", Line).value == "09:00-11:30, 13:00-15:00", "what was set stands there to be changed"
        assert desk.one("#reason", Line).value == "盘点"


REFUSED = [
    ("", "", "空"), ("9-12", "盘点", "9-12"), ("09:00-12:00, 11:00-13:00", "盘点", "重叠"), ("", "a\0b", "NUL"),
    ("12:00-09:00", "盘点", "12:00-09:00"), ("", "长" * 20_001, "20"), ("", "\ud800", ""),
]  # fmt: skip


async def test_a_refusal_keeps_every_word(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL, person="boss") as desk:
        await desk.keys("f7")
        before = desk.desk.storage.change_token()
        for hours, reason, said in REFUSED:
            await desk.keys("enter")
            for field, typed in (("#hours", hours), ("#reason", reason)):
                desk.one(field, Line).fill(typed)
            desk.one("#kind", Choice).value = "workday"
            await desk.keys("ctrl+s")
            dialog = desk.screen
            assert isinstance(dialog, DayDialog)
            assert desk.text("#refusal").strip()
            assert said in desk.text("#refusal")
            assert dialog.values() == {"kind": "workday", "hours": hours, "reason": reason}
            await desk.keys("escape", "enter")
            assert desk.one("#reason", Line).value == reason, "Esc keeps it too, for this day"
            await desk.keys("escape")
        assert desk.desk.storage.change_token() == before


@pytest.mark.parametrize(
    "text",
    ["[red]红[/red] [@click=app.exit]x[/]", "\x1b[31m\x1b]0;t\x07警", "\u202eabc\u2066", "\U0001f468‍\U0001f469 好"],
)
async def test_hostile_reasons_are_kept_as_typed_and_shown_harmlessly(tmp_path: Path, text: str) -> None:
    assert fault(text) is None
    async with driving(tmp_path, size=LARGE, person="boss") as desk:
        await desk.keys("f7", "enter")
        desk.one("#reason", Line).fill(text)
        await desk.settle()
        assert not any(letter in "".join(desk.painted()) for letter in "\x1b\x07\u202e\u2066")
        await desk.keys("ctrl+s")
        assert desk.desk.calendar.current().day(date(2026, 11, 23)).source == text
        assert not any(letter in "".join(desk.painted()) for letter in "\x1b\x07\u202e\u2066")
        await desk.keys("enter")
        assert not any(letter in "".join(desk.painted()) for letter in "\x1b\x07\u202e\u2066")


# -- a notice ----------------------------------------------------------------------------------------------------------


@SIZES
async def test_a_notice_is_looked_at_and_taken_in(tmp_path: Path, size: tuple[int, int]) -> None:
    (tmp_path / "2027.toml").write_text(NOTICE, encoding="utf-8")
    async with driving(tmp_path, size=size, person="boss") as desk:
        await desk.keys("f7", "ctrl+o")
        assert isinstance(desk.screen, ImportDialog)
        desk.one("#path", Line).fill(str(tmp_path / "2027.toml"))
        await desk.settle()
        assert "an invented notice" in desk.text("#now")
        assert "放假 1 天，上班 1 天" in desk.text("#now")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, CalendarScreen)
        assert cursor(desk) == date(2027, 1, 1), "the first day it speaks of"
        assert (cell(desk, 1), cell(desk, 2)) == ("> 1 假", "2 补")


async def test_other_weekly_hours_are_taken_in_and_move_calls(tmp_path: Path) -> None:
    numbers = with_calls(tmp_path)
    (tmp_path / "week.toml").write_text('[week]\nmon = ["09:00-12:00"]\n', encoding="utf-8")
    async with driving(tmp_path, size=SMALL, person="boss") as desk:
        await desk.keys("f7", "ctrl+o")
        desk.one("#path", Line).fill(str(tmp_path / "week.toml"))
        await desk.settle()
        assert "另有每周作息" in desk.text("#now")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, MovedCalls)
        assert desk.one("OptionList", OptionList).option_count == len(numbers)
        assert "每周作息" in desk.told[-1]
        await desk.keys("escape")
        assert cursor(desk) == date(2026, 11, 23)
        assert cell(desk, 24) == "24 休"


async def test_a_file_that_cannot_be_taken_in_is_refused_and_its_path_stays(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text('[days]\n"2027-13-40" = "rest"\n', encoding="utf-8")
    async with driving(tmp_path, size=SMALL, person="boss") as desk:
        await desk.keys("f7", "ctrl+o")
        before = desk.desk.storage.change_token()
        for name in ("missing.toml", "broken.toml", "a\0b.toml", ".", ""):
            typed = str(tmp_path / name) if name else ""
            desk.one("#path", Line).fill(typed)
            await desk.settle()
            assert bool(desk.text("#now").strip()) is bool(name)
            await desk.keys("ctrl+s")
            assert isinstance(desk.screen, ImportDialog)
            assert desk.text("#refusal").strip()
            assert desk.one("#path", Line).value == typed
        assert desk.desk.storage.change_token() == before


# -- counting ----------------------------------------------------------------------------------------------------------


@SIZES
async def test_a_limit_is_counted_from_the_marked_day_and_explained(tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(tmp_path, size=size) as desk:
        await desk.keys("f7")
        desk.one("#month", MonthGrid).go(date(2026, 2, 13))
        await desk.settle()
        await desk.keys("ctrl+r")
        assert isinstance(desk.screen, CountDialog)
        assert desk.one("#start", Line).value == "2026-02-13T09:00", "when the day opens"
        assert "2026-02-27 17:00" in desk.text("#due"), "DOMAIN.md's own example"
        rows = desk.text("#rows").splitlines()
        assert (rows[0][:10], rows[-1][:10]) == ("2026-02-13", "2026-02-27")
        assert sum(" 1 " in row + " " for row in rows) == 5
        desk.one("#limit", Line).fill("90wm")
        await desk.settle()
        assert "2026-02-13 10:30" in desk.text("#due")
        assert "1:30" in desk.text("#rows")
        await desk.keys("ctrl+g")
        assert cursor(desk) == date(2026, 2, 13)


async def test_today_is_counted_from_now_and_the_due_day_can_be_gone_to(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f7", "ctrl+r")
        assert desk.one("#start", Line).value == "2026-11-23T10:00"
        desk.one("#limit", Line).fill("30d")
        await desk.settle()
        await desk.keys("ctrl+g")
        assert cursor(desk) == date(2026, 12, 23)


async def test_what_cannot_be_counted_is_said_and_nothing_is_saved(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f7", "ctrl+r")
        desk.one("#file", Line).fill(str(tmp_path / "count.txt"))
        for start, limit, said in (
            ("soon", "5wd", "soon"), ("2026-11-23", "0wd", "0wd"), ("2026-11-23", "", ""),
            ("9999-12-30T09:00", "5wd", ""),
        ):  # fmt: skip
            desk.one("#start", Line).fill(start)
            desk.one("#limit", Line).fill(limit)
            await desk.settle()
            assert said in desk.text("#due")
            assert desk.text("#due").strip()
            assert "17:00" not in desk.text("#due")
            assert desk.text("#rows") == ""
            await desk.keys("ctrl+s")
            assert not (tmp_path / "count.txt").exists()
            assert isinstance(desk.screen, CountDialog)


async def test_a_count_into_a_year_without_notice_is_provisional(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f7", "ctrl+r")
        desk.one("#limit", Line).fill("2m")
        await desk.settle()
        assert "2027-01-25 17:00" in desk.text("#due")
        assert "暂定" in desk.text("#due")


async def test_a_count_is_saved_as_text(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f7", "ctrl+r")
        file = desk.one("#file", Line)
        assert file.value.endswith("due-2026-11-23-5wd.txt")
        file.fill(str(tmp_path / "count.docx"))
        await desk.keys("ctrl+s")
        assert ".txt" in desk.text("#refusal")
        file.fill(str(tmp_path / "nowhere" / "count.txt"))
        await desk.keys("ctrl+s")
        assert "nowhere" in desk.text("#refusal")
        file.fill(str(tmp_path / "count.txt"))
        await desk.keys("ctrl+s")
        text = (tmp_path / "count.txt").read_text(encoding="utf-8")
        assert "2026-11-30 17:00" in text
        assert [line[:10] for line in text.splitlines() if line.startswith("2026-")] == [
            f"2026-11-{day}" for day in range(23, 31)
        ]
        assert str(tmp_path / "count.txt") in desk.told[-1]


async def test_a_very_long_count_shows_its_beginning_and_says_how_much_more_there_is(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f7", "ctrl+r")
        desk.one("#limit", Line).fill("2000d")
        await desk.settle()
        rows = desk.text("#rows").splitlines()
        assert len(rows) == 401
        assert "1603" in rows[-1], "the day it starts, 2000 days, and a weekend to roll over"


# -- looks -------------------------------------------------------------------------------------------------------------


@SIZES
async def test_everything_fits_and_help_explains(tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(tmp_path, size=size, person="boss") as desk:
        await desk.keys("f7")
        assert desk.one("#month", MonthGrid).size.height >= 13
        bottom = max(one.region.bottom for one in desk.screen.query("#legend, #day").results(Static))
        assert bottom <= size[1] - 2
        assert any("30 班" in row for row in desk.painted()), "the sixth week"
        await desk.keys("f1")
        assert any("翻月" in row for row in desk.painted())


async def test_plain_borders_leave_only_plain_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUWEN_ASCII", "1")
    async with driving(tmp_path, size=LARGE, person="boss", language="en") as desk:
        await desk.keys("f7")
        for keys in ((), ("enter",), ("escape", "ctrl+o"), ("escape", "ctrl+r")):
            await desk.keys(*keys)
            drawn = {letter for row in desk.painted() for letter in row if 0x2190 <= ord(letter) <= 0x2BFF}
            assert not drawn, drawn


async def test_without_colour_the_mark_is_still_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f7")
        assert any(">23 班" in row for row in desk.painted())


# -- why a call is due then --------------------------------------------------------------------------------------------


async def test_why_a_call_is_due_then_is_shown_and_saved_as_text(tmp_path: Path) -> None:
    (number,) = with_calls(tmp_path, 1)
    async with driving(tmp_path, size=SMALL) as desk:
        events = desk.desk.calls.show(number, by="li").timeline
        desk.app.run_action_named("explain")
        await desk.settle()
        assert "开始的当日不计入" in desk.sheet()
        desk.app.run_action_named("print_count")
        await desk.settle()
        assert isinstance(desk.screen, ExplanationDialog)
        file = desk.one("#file", Line)
        assert file.value.endswith(f"{number}-due.txt")
        for wrong in ("why.docx", "nowhere/why.txt", "a\0b.txt", ""):
            file.fill(str(tmp_path / wrong) if wrong else "")
            await desk.keys("ctrl+s")
            assert isinstance(desk.screen, ExplanationDialog)
            assert desk.text("#refusal").strip()
        file.fill(str(tmp_path / "why.txt"))
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)
        text = (tmp_path / "why.txt").read_text(encoding="utf-8")
        assert number in text
        assert "2026-11-30 17:00" in text
        assert desk.desk.calls.show(number, by="li").timeline == events
