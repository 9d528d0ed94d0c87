"""Finding calls again."""

from __future__ import annotations

from pathlib import Path

from textual.widgets import DataTable

from core.calls.views import NewCall
from core.desk import open_desk
from tests.helpers.people import FrozenClock, open_copy
from tests.tui.driving import SMALL, driving
from tui.screens import find
from tui.screens.find import FindScreen
from tui.screens.hotline import HotlineScreen
from tui.widgets.choice import Choice


def some(folder: Path) -> list[str]:
    desk = open_copy(folder, FrozenClock())
    made = [
        desk.calls.log(NewCall(question, phone=phone, name=name), by="han").number
        for question, phone, name in (
            ("会议室空调坏了", "13800001234", "王小明"),
            ("[red]创业担保贷款[/red]", "13900005678", "张三"),
            ("食堂几点开", "13700002222", "李四"),
        )
    ]
    desk.calls.reply(made[2], "十一点半", by="han")
    desk.close()
    return made


async def test_by_words_name_pinyin_and_digits(tmp_path: Path) -> None:
    made = some(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+f")
        table = desk.one("#found", DataTable)
        assert [key.value for key in table.rows] == made[::-1]
        for typed, wanted in (("空调", 0), ("zhangsan", 1), ("2222", 2)):
            await desk.type(typed)
            assert [key.value for key in table.rows] == [made[wanted]], typed
            await desk.keys("ctrl+u")
        assert "[red]创业" in "\n".join(desk.painted())


async def test_slash_opens_it_and_enter_shows_the_call(tmp_path: Path) -> None:
    made = some(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("slash")
        assert isinstance(desk.screen, FindScreen)
        await desk.type("空调")
        await desk.keys("enter", "enter")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.shown() == made[0]


async def test_by_status(tmp_path: Path) -> None:
    made = some(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+f", "ctrl+t", "ctrl+t")
        assert desk.one("#status", Choice).value == "in_progress"
        assert [key.value for key in desk.one("#found", DataTable).rows] == [made[2]]
        await desk.keys("escape")
        assert isinstance(desk.screen, HotlineScreen)


async def test_more_come_at_the_end_of_the_list(tmp_path: Path) -> None:
    made = some(tmp_path)
    find.PAGE, before = 2, find.PAGE
    try:
        async with driving(tmp_path) as desk:
            await desk.keys("ctrl+f", "down")
            table = desk.one("#found", DataTable)
            assert table.row_count == 2
            await desk.keys("end")
            assert [key.value for key in table.rows] == made[::-1]
    finally:
        find.PAGE = before


async def test_rows_change_in_place_and_the_mark_stays(tmp_path: Path) -> None:
    made = some(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+f", "down", "down")
        table = desk.one("#found", DataTable)
        assert table.cursor_row == 1
        other = open_desk(str(desk.path), clock=desk.clock)
        other.calls.reply(made[1], "好", by="han")
        other.close()
        desk.app.poll()
        await desk.settle()
        assert "办理中" in str(table.get_row(made[1])[1])
        assert table.cursor_row == 1


async def test_a_hostile_search_is_answered(tmp_path: Path) -> None:
    some(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+f")
        for text in ('"', "a* OR b", "[red]", "\x1b[2J", "a\0", "\ud800", "长" * 20_001):
            desk.one("#search", find.Line).value = text
            await desk.settle()
            assert isinstance(desk.screen, FindScreen)
            assert not any(letter in "".join(desk.painted()) for letter in "\x1b\0\ud800")
