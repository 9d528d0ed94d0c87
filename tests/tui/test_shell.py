"""One list of actions for keys, palette, key bar and help; looks; and what happens when the program fails."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.command import CommandInput, CommandPalette
from textual.widgets import OptionList

from core.calls.views import NewCall
from core.errors import RuleRefused
from core.words import _
from tests.helpers.people import FrozenClock, open_copy
from tests.tui.driving import LARGE, SMALL, app_on, driving
from tui import crash, showing
from tui.actions import ACTIONS, bindings, key_name, of
from tui.everywhere import DOES
from tui.places import PLACES
from tui.screens.hotline import HotlineScreen
from tui.screens.new_call import NewCallScreen
from tui.terminal import forgiving

SHARED = {"ctrl+e", "ctrl+w", "ctrl+a", "ctrl+o", "ctrl+x"}
UNSENDABLE = {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+j", "ctrl+s+enter", "ctrl+enter", "ctrl+[", "ctrl+c"}


def test_ids_are_unique_and_keys_are_ones_that_every_terminal_sends() -> None:
    assert len({one.id for one in ACTIONS}) == len(ACTIONS)
    for place in ("call", "new_call", "find"):
        keys = Counter(one.key for one in of("everywhere", place) if one.key)
        assert {key for key, count in keys.items() if count > 1} <= SHARED
    for one in ACTIONS:
        assert one.key not in UNSENDABLE
        assert not one.key.startswith(("shift+", "alt+", "ctrl+shift+"))
    taken = {one.key for one in of("everywhere")}
    assert not {place.key for place in PLACES} & taken


def test_letters_are_extras_of_the_same_key() -> None:
    for binding in bindings("call", letters=True):
        assert binding.action.startswith("app.press('")
    assert {"r", "ctrl+r"} <= {binding.key for binding in bindings("call", letters=True)}


def test_key_names() -> None:
    assert [key_name(key) for key in ("ctrl+n", "f12", "escape")] == ["Ctrl+N", "F12", "Esc"]


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_chrome_has_no_characters_of_uncertain_width(
    tmp_path: Path, size: tuple[int, int], language: str
) -> None:
    import unicodedata

    async with driving(tmp_path, size=size, language=language) as desk:
        for text in desk.bars():
            for row in text.splitlines():
                assert cell_len(row) <= size[0] - 2
            assert not [letter for letter in text if unicodedata.east_asian_width(letter) == "A"]
        assert "F1" in desk.bars()[2]


def test_labels_have_no_characters_of_uncertain_width() -> None:
    import unicodedata

    for one in ACTIONS:
        assert not [letter for letter in one.label + _(one.label) if unicodedata.east_asian_width(letter) == "A"]


async def test_the_palette_finds_by_name_pinyin_and_initials_and_says_why_not(tmp_path: Path) -> None:
    other = open_copy(tmp_path, FrozenClock())
    other.calls.log(NewCall("问题", service="loan"), by="li")
    other.close()
    async with driving(tmp_path) as desk:
        for typed in ("转交", "zhuanjiao", "zj"):
            await desk.keys("ctrl+p")
            assert isinstance(desk.screen, CommandPalette)
            desk.one("CommandInput", CommandInput).value = typed
            await desk.settle()
            options = desk.one("OptionList", OptionList)
            for _tick in range(30):
                await desk.pilot.pause(0.05)
                if options.option_count:
                    break
            assert any("转交" in str(option.prompt) for option in options.options)
            await desk.keys("escape", "escape")
        await desk.keys("ctrl+p")
        desk.one("CommandInput", CommandInput).value = "banjie"
        options = desk.one("OptionList", OptionList)
        for _tick in range(30):
            await desk.pilot.pause(0.05)
            if options.option_count:
                break
        await desk.keys("down", "enter")
        assert any("答复" in told for told in desk.told)
        assert isinstance(desk.screen, HotlineScreen)


async def test_help_explains_the_focused_place_and_lists_keys_with_reasons(tmp_path: Path) -> None:
    other = open_copy(tmp_path, FrozenClock())
    other.calls.log(NewCall("问题", service="loan"), by="li")
    other.close()
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f1")
        text = desk.text("#help-text")
        assert "左边是队列" in text
        assert "Ctrl+R" in text
        assert "还没有答复" in text
        await desk.keys("escape", "ctrl+n", "f1")
        assert "电话、来电人" in desk.text("#help-text")
        await desk.keys("f1")
        assert isinstance(desk.screen, NewCallScreen)


async def test_places_are_listed_once_and_reached_by_their_key(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("写了一半")
        await desk.keys("f2")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.app.drafts is not None
        assert len(desk.app.drafts.all()) == 1


async def test_plain_borders_by_environment_and_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = set("─│╭╮╰╯┌┐└┘▁▂▃▄▅▆▇█▉▊▋▌▍▎▏▔▕▐")
    monkeypatch.setenv("SHOUWEN_ASCII", "1")
    async with driving(tmp_path, size=SMALL) as desk:
        for key in ("f12", "escape", "ctrl+n", "ctrl+o"):
            await desk.keys(key)
            assert not lines & set("".join(desk.painted())), key
        await desk.keys("escape", "f12")
        assert "+---" in "".join(desk.painted())
        await desk.keys("escape")
        desk.app.run_action_named("ascii")
        await desk.settle()
        await desk.keys("f12")
        assert "+---" not in "".join(desk.painted())


async def test_without_colours_the_words_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    clock = FrozenClock()
    other = open_copy(tmp_path, clock)
    clock.set("2026-11-13 09:00")
    other.calls.log(NewCall("很久以前的"), by="li")
    clock.set("2026-11-23 10:00")
    other.close()
    async with driving(tmp_path, size=SMALL, clock=clock) as desk:
        assert desk.app.no_color
        assert "超期" in "\n".join(desk.painted())


async def test_light_and_dark(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        before = desk.app.theme
        desk.app.run_action_named("theme")
        await desk.settle()
        assert desk.app.theme != before


def test_a_report_of_a_fault_holds_no_values(tmp_path: Path) -> None:
    secret = "13800001234"

    def fails(phone: str) -> None:
        raise ValueError(f"cannot read {phone}")

    try:
        fails(secret)
    except ValueError as error:
        report = crash.report(error)
        path = crash.log(error, tmp_path / "state", FrozenClock()())
    assert "builtins.ValueError" in report
    assert "fails" in report
    assert secret not in report
    assert path is not None
    assert secret not in path.read_text()
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600


async def test_a_fault_of_the_program_ends_it_with_a_sentence_and_a_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = "13800001234"
    app = app_on(tmp_path / "desk.sqlite3", tmp_path, FrozenClock())

    def fails() -> None:
        raise ValueError(secret)

    async def run() -> None:
        async with app.run_test() as pilot:
            app.call_later(fails)
            await pilot.pause()

    with pytest.raises(ValueError, match=secret):
        await run()
    shown = capsys.readouterr().err.replace("\n", "")
    assert secret not in shown
    assert str(tmp_path / "state" / "faults.log") in shown
    assert secret not in (tmp_path / "state" / "faults.log").read_text()


async def test_a_fault_in_a_worker_is_said_and_the_app_goes_on(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n")
        screen = desk.screen
        assert isinstance(screen, NewCallScreen)
        from tui import work

        work.write(screen, lambda _desk, _by: 1 / 0, lambda _done: None)
        await desk.settle()
        assert any("faults.log" in told for told in desk.told)
        assert isinstance(desk.screen, NewCallScreen)
        assert (tmp_path / "state" / "faults.log").exists()


async def test_refusals_are_told_without_markup(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        desk.app.failed(RuleRefused("x", "[red]{what}[/red]", what="[@click=app.exit]x"))
        await desk.settle()
        assert desk.told[-1] == "[red][@click=app.exit]x[/red]"


def test_the_kitty_protocol_is_off_before_textual_is_imported() -> None:
    code = (
        "import os, sys, tui; assert 'textual' not in sys.modules; import tui.app;"
        "print(os.environ['TEXTUAL_DISABLE_KITTY_KEY'])"
    )
    environment = {name: value for name, value in os.environ.items() if name != "TEXTUAL_DISABLE_KITTY_KEY"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True)
    assert done.stdout.strip() == "1"


@pytest.mark.parametrize("width", range(12))
def test_text_is_cut_by_cells(width: int) -> None:
    for text in ("创业担保贷款", "abcdefgh", "a创b业c", "👨‍👩‍👧家"):
        assert cell_len(showing.cut(text, width)) <= max(width, 0)
        assert cell_len(showing.pad(text, width)) == width


def test_spans() -> None:
    assert [showing.span(seconds) for seconds in (0, 59, 60, 3600, 3660, 25199, 25200, 60000)] == [
        "0分", "0分", "1分", "1小时", "1时1分", "6时59分", "1个工作日", "2个工作日",
    ]  # fmt: skip


@given(st.text(max_size=300), st.integers(0, 60), st.integers(0, 12))
def test_folding_loses_nothing_and_keeps_the_width(text: str, width: int, indent: int) -> None:
    text = "".join(letter for letter in text if letter.isprintable() or letter == "\n")
    rows = showing.folded(text, width, indent).split("\n")
    kept = "".join("".join(rows).split())
    assert kept == "".join(text.split())
    if width - indent >= 10:
        assert all(cell_len(row) <= width for row in rows)


def test_folding_keeps_words_and_closing_marks_together() -> None:
    assert showing.folded("the guide of the service", 12) == "the guide of\nthe service"
    assert showing.folded("一二三四五六七八九，十", 18) == "一二三四五六七八\n九，十"
    assert showing.hanging("甲", "一二三四五六七八九", 4, 16) == "甲  一二三四五六\n    七八九"


def test_bytes_that_are_no_utf8_do_not_end_the_reading() -> None:
    told: list[object] = []

    class App:
        def call_later(self, what: object) -> None:
            told.append(what)

        def unreadable_input(self) -> None: ...

    class Reading:
        _app = App()
        sent: ClassVar[list[bytes]] = ["问".encode(), "问".encode("gbk"), b"\xff", b"q"]
        read: ClassVar[list[str]] = []

        def run_input_thread(self) -> None:
            while self.sent:
                self.read.append(self.sent.pop(0).decode())

    forgiving(Reading)().run_input_thread()  # type: ignore[type-var,attr-defined,call-arg]
    assert Reading.read == ["问", "q"]
    assert len(told) == 2


async def test_it_is_said_when_typing_cannot_be_read(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        desk.app.unreadable_input()
        assert any("UTF-8" in told for told in desk.told)


def test_everything_that_can_be_done_anywhere_is_done_by_something() -> None:
    assert set(DOES) == {one.id for one in of("everywhere")}
