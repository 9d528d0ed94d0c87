"""The hotline screen: whose turn it is, what others do, trouble with the database."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from rich.cells import cell_len

from core.calls.views import NewCall
from core.desk import open_desk
from tests.helpers.people import FrozenClock, open_copy
from tests.tui.driving import LARGE, SMALL, driving
from tui import showing
from tui.screens.hotline import HotlineScreen
from tui.screens.new_call import NewCallScreen
from tui.screens.sign_in import ChangePerson
from tui.widgets.bars import KeyBar
from tui.widgets.harmless import Prose
from tui.widgets.queue import Queue


def busy(folder: Path, clock: FrozenClock) -> dict[str, str]:
    """A desk with a call of every standing; names of standings to numbers."""
    desk = open_copy(folder, clock)
    log = desk.calls.log
    clock.set("2026-11-13 09:00")
    red = log(NewCall("[red]超期的[/red]", phone="13800001234", name="王小明"), by="li").number
    clock.set("2026-11-16 09:00")
    yellow = log(NewCall("临期的", name="张女士"), by="li").number
    clock.set("2026-11-20 15:00")
    green = log(NewCall("还早的"), by="li").number
    waiting = log(NewCall("等材料的"), by="li").number
    desk.calls.wait(waiting, "等材料", by="li")
    watched = log(NewCall("转出的"), by="li").number
    desk.calls.transfer(watched, "han", "由韩梅办", by="li")
    reminded = log(NewCall("催办的"), by="li").number
    desk.calls.remind(reminded, "请先回电", by="boss")
    clock.set("2026-11-23 10:00")
    desk.close()
    return {"red": red, "yellow": yellow, "green": green, "waiting": waiting, "watched": watched, "reminded": reminded}


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_the_queue_has_the_most_urgent_on_top_in_words(tmp_path: Path, size: tuple[int, int]) -> None:
    clock = FrozenClock()
    calls = busy(tmp_path, clock)
    async with driving(tmp_path, size=size, clock=clock) as desk:
        queue = desk.one("#queue", Queue)
        order = [option.id for option in queue.options if option.id]
        assert order == [calls[name] for name in ("reminded", "red", "yellow", "green", "waiting", "watched")]
        painted = "\n".join(desk.painted())
        for words in ("催办", "超期", "已超", "临期", "剩", "待我办理 5", "我首问的 1", "[red]超期的[/red]"):
            assert words in painted, words
        assert desk.shown() == calls["reminded"]


async def test_right_pane_folds_away_where_it_is_narrow(tmp_path: Path) -> None:
    clock = FrozenClock()
    busy(tmp_path, clock)
    async with driving(tmp_path, size=SMALL, clock=clock) as desk:
        assert not desk.screen.query_one("#answers").display
        await desk.keys("f10")
        assert desk.screen.query_one("#answers").display
        assert not desk.screen.query_one("#sheet").display
        await desk.keys("f10")
        await desk.pilot.resize_terminal(*LARGE)
        await desk.settle()
        assert desk.screen.query_one("#answers").display
        assert desk.screen.query_one("#sheet").display
        await desk.pilot.resize_terminal(40, 10)
        await desk.settle()
        assert isinstance(desk.screen, HotlineScreen)


async def test_time_goes_on(tmp_path: Path) -> None:
    clock = FrozenClock()
    calls = busy(tmp_path, clock)
    async with driving(tmp_path, clock=clock) as desk:
        before = "\n".join(desk.painted())
        assert "剩6小时" in before
        clock.forward(minutes=30)
        assert isinstance(desk.screen, HotlineScreen)
        desk.screen.renew()
        await desk.settle()
        assert "剩5时30分" in "\n".join(desk.painted())
        clock.set("2026-11-23 17:00")
        desk.screen.renew()
        await desk.settle()
        assert desk.one("#queue", Queue).items[calls["yellow"]].light == "red"


async def test_what_a_second_window_does_is_seen_and_the_mark_stays(tmp_path: Path) -> None:
    clock = FrozenClock()
    calls = busy(tmp_path, clock)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("down", "down")
        marked = desk.shown()
        assert marked == calls["yellow"]
        desk.app.poll()
        await desk.settle()
        other = open_desk(str(desk.path), clock=clock)
        new = other.calls.log(NewCall("另一个窗口登记的", phone="13900005678"), by="han").number
        other.calls.transfer(new, "li", "请办", by="han")
        other.close()
        desk.app.poll()
        await desk.settle()
        queue = desk.one("#queue", Queue)
        assert new in queue.items
        assert queue.marked == desk.shown() == marked


async def test_the_app_polls_by_itself_within_two_seconds(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        other = open_desk(str(desk.path), clock=desk.clock)
        new = other.calls.log(NewCall("另一个窗口登记的"), by="li").number
        other.close()
        for _tick in range(60):
            await desk.pilot.pause(0.1)
            if new in desk.one("#queue", Queue).items:
                break
        assert new in desk.one("#queue", Queue).items


async def test_a_file_pulled_away_is_said_and_the_app_goes_on(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        away = tmp_path / "away.sqlite3"
        os.rename(desk.path, away)
        desk.app.poll()
        await desk.settle()
        assert str(desk.path) in desk.bars()[1].replace("\n", "")
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("拔掉时填的")
        await desk.keys("ctrl+s")
        assert desk.text("#refusal").strip()
        os.rename(away, desk.path)
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)
        desk.app.poll()
        await desk.settle()
        assert desk.bars()[1] == ""


async def test_a_complaint_about_oneself_is_not_seen(tmp_path: Path) -> None:
    other = open_copy(tmp_path, FrozenClock())
    number = other.calls.log(NewCall("投诉", about="li"), by="han").number
    other.close()
    async with driving(tmp_path) as desk:
        desk.app.show_call(number)
        await desk.settle()
        assert desk.shown() is None
        assert "投诉" not in "\n".join(desk.painted())


async def test_in_english(tmp_path: Path) -> None:
    clock = FrozenClock()
    busy(tmp_path, clock)
    async with driving(tmp_path, clock=clock, language="en") as desk:
        painted = "\n".join(desk.painted())
        for words in ("Mine to handle 5", "overdue", "due soon", "First contact", "New call"):
            assert words in painted, words


async def test_a_call_outside_the_queue_unmarks_it_and_escape_goes_back(tmp_path: Path) -> None:
    clock = FrozenClock()
    calls = busy(tmp_path, clock)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("down")
        done = desk.desk.calls.log(NewCall("已答", service="loan", answer="好"), by="li").number
        desk.app.show_call(done)
        await desk.settle()
        queue = desk.one("#queue", Queue)
        assert desk.shown() == done
        assert queue.marked is None
        await desk.keys("escape")
        assert queue.marked == desk.shown() == calls["red"]


async def test_the_whole_number_goes_when_somebody_else_takes_over(tmp_path: Path) -> None:
    clock = FrozenClock()
    busy(tmp_path, clock)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("down", "ctrl+y")
        assert "13800001234" in desk.sheet()
        await desk.keys("f12")
        await desk.type("han")
        await desk.keys("enter")
        await desk.type("1234")
        await desk.keys("enter")
        assert "13800001234" not in "".join(desk.painted())


async def test_a_click_on_the_key_bar_does_what_the_key_does(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        keys = desk.bars()[2].splitlines()
        row = next(n for n, line in enumerate(keys) if "Ctrl+N" in line)
        column = cell_len(keys[row].split("Ctrl+N")[0]) + 2
        await desk.pilot.click(KeyBar, offset=(column, row))
        await desk.settle()
        assert isinstance(desk.screen, NewCallScreen)


async def test_long_facts_go_on_under_themselves(tmp_path: Path) -> None:
    other = open_copy(tmp_path, FrozenClock())
    other.calls.log(NewCall("问", name="王" * 60, phone="13800001234", organisation="海风科技" * 20), by="li")
    other.close()
    async with driving(tmp_path, size=SMALL) as desk:
        lines = desk.sheet().splitlines()
        first = next(n for n, line in enumerate(lines) if line.startswith("来电人"))
        assert lines[first + 1].startswith(" " * 12 + "王")
        assert all(cell_len(line) <= 46 for line in lines)


async def test_nothing_blocks_while_another_program_holds_the_database(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("登记时被占用")
        with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await desk.pilot.press("ctrl+s")
            await desk.pilot.press("f12")
            await desk.pilot.pause()
            assert isinstance(desk.screen, ChangePerson)
            await desk.pilot.press("escape")
            await desk.pilot.pause()
            assert isinstance(desk.screen, NewCallScreen)
            other.execute("ROLLBACK")
        await desk.settle()
        assert isinstance(desk.screen, HotlineScreen)
        assert "登记时被占用" in desk.sheet()


async def test_a_database_that_stays_locked_is_said_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.storage.engine.BUSY_SECONDS", 0)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("一直被占用")
        with closing(sqlite3.connect(desk.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            await desk.keys("ctrl+s")
            assert "desk.sqlite3" in desk.text("#refusal")
            assert desk.one("#question", Prose).text == "一直被占用"
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_drafts_are_seen_in_the_status_line_and_the_key_bar(tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(tmp_path, size=size) as desk:
        assert "F11" not in desk.bars()[2]
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("写了一半")
        await desk.keys("escape")
        assert "草稿 1  F11" in "\n".join(desk.painted())
        assert "F11" in desk.bars()[2]
        await desk.keys("f11", "delete")
        assert "F11" not in "\n".join(desk.painted())


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_small_key_bar_leaves_out_no_way_to_complete_or_elsewhere(tmp_path: Path, language: str) -> None:
    other = open_copy(tmp_path, FrozenClock())
    number = other.calls.log(NewCall("创业担保贷款", service="loan"), by="li").number
    other.calls.reply(number, "请带齐材料", by="li")
    other.close()
    async with driving(tmp_path, size=SMALL, language=language) as desk:
        keys = desk.bars()[2].replace("\u00a0", " ")
        rows = keys.splitlines()
        assert len(rows) == 2
        for key in ("F1 ", "Ctrl+E ", "F12 ", "Ctrl+P ", "F2 ", "F3 ", "F5 ", "F6 ", "F7 "):
            assert key in keys


async def test_escape_in_the_calendar_leads_back_to_the_hotline(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f7")
        assert not isinstance(desk.screen, HotlineScreen)
        await desk.keys("escape")
        assert isinstance(desk.screen, HotlineScreen)


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-20 08:00", "剩5个工作日"),
        ("2026-11-20 16:59", "剩5个工作日"),
        ("2026-11-26 18:00", "剩1个工作日"),
        ("2026-11-27 16:30", "剩30分"),
        ("2026-11-27 17:00", "已超0分"),
        ("2026-11-30 08:00", "已超1个工作日"),
    ],
)
def test_what_is_left_is_said_in_working_days_today_not_counted(tmp_path: Path, now: str, words: str) -> None:
    clock = FrozenClock()
    clock.set("2026-11-20 08:00")
    desk = open_copy(tmp_path, clock)
    call = desk.calls.log(NewCall("想贷款", service="loan"), by="li")
    assert f"{call.due_at:%m-%d %H:%M}" == "11-27 17:00"
    clock.set(now)
    assert showing.left(desk.calls.show(call.number, by="li"), clock(), desk.calendar.current()) == words
    desk.close()


async def test_the_timeline_has_names_for_codes(tmp_path: Path) -> None:
    desk = open_copy(tmp_path, FrozenClock())
    call = desk.calls.log(NewCall("想贷款"), by="li").number
    desk.calls.sort(call, "loan", by="li")
    desk.calls.refer(call, "bank", "由银行初审", by="li")
    desk.calls.transfer(call, "han", "由她办", by="li")
    desk.calls.reply(call, "可以办", by="han")
    desk.calls.extend(call, "2wd", "银行要查", by="boss")
    desk.calls.complete(call, "办好了", by="han")
    desk.calls.follow_up(call, by="li", rating=5, resolved=True, comment="谢谢")
    desk.close()
    async with driving(tmp_path) as screen:
        screen.screen.show_call(call)  # type: ignore[attr-defined]
        await screen.settle()
        timeline = screen.sheet().partition("办理过程")[2]
        assert "创业担保贷款" in timeline
        assert "韩梅  由她办" in timeline
        assert "2 个工作日  银行要查" in timeline
        assert "已联系上  非常满意  已解决" in timeline
        assert not any(code in timeline for code in ("loan", "han", "bank", "→", "+2wd"))
