"""The first start, signing in, a change of person, and what is said when the database cannot be opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input

from core.calls.views import CallFilter
from tests.helpers.people import FrozenClock
from tests.tui.driving import LARGE, SMALL, Driver, app_on, driving
from tui.screens.hotline import HotlineScreen
from tui.screens.opening import OpeningScreen
from tui.screens.setup import SetupScreen
from tui.screens.sign_in import ChangePerson, SignInScreen
from tui.widgets.harmless import Line, Prose


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("empty", [True, False])
async def test_set_up_on_a_new_database(tmp_path: Path, size: tuple[int, int], empty: bool) -> None:
    path = tmp_path / "new.sqlite3"
    if empty:
        path.touch()
    app = app_on(path, tmp_path, FrozenClock())
    async with app.run_test(size=size) as pilot:
        desk = Driver(app, pilot, path, FrozenClock())
        await desk.settle()
        assert isinstance(desk.screen, SetupScreen)
        await desk.type("王芳芳")
        assert desk.one("#setup-code", Line).value == "wangfangfang"
        await desk.keys("enter", "enter")
        await desk.type("1234")
        await desk.keys("enter")
        await desk.type("4321")
        await desk.keys("enter", "enter")
        assert "不一致" in desk.text("#setup-refusal")
        assert desk.one("#setup-name", Line).value == "王芳芳"
        desk.one("#setup-again", Line).value = "1234"
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.desk.centre.show().name == "青岛市创业赋能中心"
        (person,) = desk.desk.staff.choices()
        assert (person.code, person.role) == ("wangfangfang", "supervisor")
        assert "王芳芳" in desk.bars()[0]


async def test_a_refused_set_up_keeps_every_field(tmp_path: Path) -> None:
    app = app_on(tmp_path / "new.sqlite3", tmp_path, FrozenClock())
    async with app.run_test(size=SMALL) as pilot:
        desk = Driver(app, pilot, tmp_path, FrozenClock())
        await desk.settle()
        for name, value in (("letter", "7"), ("name", "王芳"), ("pin", "1234"), ("again", "1234")):
            desk.one(f"#setup-{name}", Line).value = value
        await desk.settle()
        await desk.keys("ctrl+s")
        assert "A 到 Z" in desk.text("#setup-refusal") or "A" in desk.text("#setup-refusal")
        assert desk.one("#setup-name", Line).value == "王芳"
        desk.one("#setup-letter", Line).value = "b"
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.desk.centre.show().letter == "B"


@pytest.mark.parametrize("typed", ["li", "李雷", "lilei", "ll"])
async def test_sign_in_by_code_name_pinyin_or_initials(tmp_path: Path, typed: str) -> None:
    async with driving(tmp_path, person=None) as desk:
        await desk.sign_in(typed)
        assert desk.app.by == "li"


async def test_a_wrong_pin_is_refused_and_the_right_one_goes_on(tmp_path: Path) -> None:
    async with driving(tmp_path, person=None) as desk:
        await desk.settle()
        await desk.type("li")
        await desk.keys("enter")
        await desk.type("9999")
        await desk.keys("enter")
        assert isinstance(desk.screen, SignInScreen)
        assert "PIN" in desk.text("#sign-in-refusal")
        assert desk.one("#pin", Input).has_focus
        await desk.type("1234")
        await desk.keys("enter")
        assert isinstance(desk.screen, HotlineScreen)


async def test_a_change_of_person_keeps_what_is_typed_and_changes_the_first_contact(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("门口怎么停车")
        await desk.keys("f12")
        assert isinstance(desk.screen, ChangePerson)
        await desk.type("han")
        await desk.keys("enter")
        await desk.type("1234")
        await desk.keys("enter")
        assert desk.one("#question", Prose).text == "门口怎么停车"
        assert "韩梅" in desk.bars()[0]
        await desk.keys("ctrl+s")
        (call,) = desk.desk.calls.list(CallFilter(), by="han").items
        assert call.first_contact == "han"


async def test_a_change_of_person_can_be_left(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("f12", "escape")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.app.by == "li"


async def test_what_is_not_a_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite3"
    path.write_bytes(b"not a database at all" * 100)
    app = app_on(path, tmp_path, FrozenClock())
    async with app.run_test(size=SMALL) as pilot:
        desk = Driver(app, pilot, path, FrozenClock())
        await desk.settle()
        assert isinstance(desk.screen, OpeningScreen)
        assert str(path) in desk.text("#opening").replace("\n", "")
        path.unlink()
        await desk.keys("enter")
        assert isinstance(desk.screen, SetupScreen)


async def test_nothing_can_be_done_before_signing_in(tmp_path: Path) -> None:
    async with driving(tmp_path, person=None) as desk:
        await desk.settle()
        await desk.keys("ctrl+n", "f8", "f12", "ctrl+f", "f2", "f11")
        assert isinstance(desk.screen, SignInScreen)
