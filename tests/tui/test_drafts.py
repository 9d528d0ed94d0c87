"""What is being typed survives: the file, and the app after a crash."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from core.calls.views import NewCall
from tests.helpers.people import FrozenClock, open_copy
from tests.tui.driving import SMALL, Driver, driving
from tui.drafts import MOST, Draft, DraftKeeper, Drafts, draft, new_id
from tui.screens.act import ActDialog
from tui.screens.asking import FormDialog
from tui.screens.confirm import Confirm
from tui.screens.drafts import DraftsScreen
from tui.screens.hotline import HotlineScreen
from tui.screens.new_call import NewCallScreen
from tui.widgets.asking import fill
from tui.widgets.harmless import Line, Prose
from tui.widgets.queue import Queue

NOW = FrozenClock()()


def test_drafts_are_kept_found_and_dropped(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "desk", "li")
    first = draft("call", None, {"question": "一\ud800\0"}, NOW, new_id())
    second = draft("reply", "20261123A001", {"text": "二"}, NOW, new_id())
    drafts.keep(first)
    drafts.keep(second)
    assert Drafts(tmp_path, "desk", "li").all() == (second, first)
    assert drafts.find("reply", "20261123A001") == second
    assert drafts.find("reply", "20261123A002") is None
    drafts.drop(second.id)
    drafts.drop(second.id)
    assert drafts.all() == (first,)
    drafts.drop(first.id)
    assert not drafts.path.exists()


def test_another_person_or_database_has_other_drafts(tmp_path: Path) -> None:
    Drafts(tmp_path, "desk", "li").keep(draft("call", None, {}, NOW, new_id()))
    assert Drafts(tmp_path, "desk", "han").all() == ()
    assert Drafts(tmp_path, "other", "li").all() == ()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps rights in another way")
def test_only_the_owner_may_read_them(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "desk", "li")
    drafts.keep(draft("call", None, {"phone": "138-0000-1234"}, NOW, new_id()))
    assert stat.S_IMODE(drafts.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(drafts.path.parent.stat().st_mode) == 0o700
    assert os.listdir(drafts.path.parent) == [drafts.path.name]


@pytest.mark.parametrize("damage", [b"", b"{", b"[1]", b'[{"id": 1, "no": 2}]', b"\xff\xfe"])
def test_a_damaged_file_holds_none_and_is_replaced(tmp_path: Path, damage: bytes) -> None:
    drafts = Drafts(tmp_path, "desk", "li")
    drafts.path.parent.mkdir(parents=True)
    drafts.path.write_bytes(damage)
    assert drafts.all() == ()
    one = draft("call", None, {}, NOW, new_id())
    drafts.keep(one)
    assert drafts.all() == (one,)


def test_the_oldest_make_room(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "desk", "li")
    made = [draft("call", None, {"n": n}, NOW, new_id()) for n in range(MOST + 5)]
    for one in made:
        drafts.keep(one)
    assert drafts.all() == tuple(reversed(made[5:]))


async def test_what_was_typed_is_offered_after_the_program_was_killed(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n")
        await desk.type("13800001234")
        await desk.keys("enter", "enter")
        await desk.type("创业担保贷款")
        form = desk.screen
        assert isinstance(form, NewCallScreen)
        form.keep_draft()
        await desk.settle()
        # The app ends here without a word to the form, as when its window is closed.
    async with driving(tmp_path, person=None) as desk:
        await desk.settle()
        await desk.type("li")
        await desk.keys("enter")
        await desk.type("1234")
        await desk.keys("enter")
        assert isinstance(desk.screen, DraftsScreen)
        beneath = next(one for one in desk.app.screen_stack if isinstance(one, HotlineScreen))
        assert "没有待办" in str(beneath.query_one(Queue).options[1].prompt)
        await desk.keys("enter")
        assert desk.one("#phone", Line).value == "13800001234"
        assert desk.one("#question", Prose).text == "创业担保贷款"
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.app.drafts is not None
        assert desk.app.drafts.all() == ()


async def test_a_draft_is_kept_by_itself_every_second(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("自动保存")
        assert desk.app.drafts is not None
        for _tick in range(50):
            await desk.pilot.pause(0.1)
            if desk.app.drafts.all():
                break
        assert desk.app.drafts.all()[0].values["question"] == "自动保存"


async def test_a_draft_can_be_thrown_away(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("不要了")
        await desk.keys("escape", "f11", "delete")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.app.drafts is not None
        assert desk.app.drafts.all() == ()


@pytest.mark.parametrize(("place", "new", "field"), [("f5", "enter", "title"), ("f3", "ctrl+a", "question")])
async def test_a_form_thrown_away_starts_empty_and_is_kept_again(
    tmp_path: Path, place: str, new: str, field: str
) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys(place, new)
        form = desk.screen
        assert isinstance(form, FormDialog)
        form.fields[field].fill("不要了")
        await desk.keys("escape", "f11", "delete", new)
        form = desk.screen
        assert isinstance(form, FormDialog)
        assert form.fields[field].value == ""
        form.fields[field].fill("要的")
        await desk.keys("escape")
        assert desk.app.drafts is not None
        assert [one.values[field] for one in desk.app.drafts.all()] == ["要的"]


@pytest.mark.parametrize(("place", "new", "field"), [("f5", "enter", "title"), ("f3", "ctrl+a", "question")])
async def test_a_form_opened_again_goes_on_with_its_draft(tmp_path: Path, place: str, new: str, field: str) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys(place)
        for typed in ("写", "写了一半"):
            await desk.keys(new)
            form = desk.screen
            assert isinstance(form, FormDialog)
            form.fields[field].fill(typed)
            await desk.keys("escape")
        assert desk.app.drafts is not None
        assert [one.values[field] for one in desk.app.drafts.all()] == ["写了一半"]


async def test_quitting_asks_while_something_is_typed_and_keeps_it(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("写了一半")
        await desk.keys("ctrl+q")
        assert isinstance(desk.screen, Confirm)
        await desk.keys("escape")
        assert desk.one("#question", Prose).text == "写了一半"
        await desk.keys("ctrl+q", "right", "enter")
        assert desk.app._exit
    drafts = desk.app.drafts
    assert drafts is not None
    assert [one.values["question"] for one in drafts.all()] == ["写了一半"]


async def test_quitting_asks_nothing_otherwise(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+q")
        assert desk.app._exit


async def test_a_folder_that_cannot_be_written_to_is_said_once(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        state = tmp_path / "state"
        state.rmdir() if state.exists() else None
        state.write_text("a file where a folder should be")
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("写着")
        form = desk.screen
        assert isinstance(form, NewCallScreen)
        form.keep_draft()
        await desk.settle()
        await desk.type("再写")
        form.keep_draft()
        await desk.settle()
        assert len([told for told in desk.told if "草稿" in told]) == 1
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)


async def test_a_change_of_person_hands_the_draft_over(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("交接时还在写")
        form = desk.screen
        assert isinstance(form, NewCallScreen)
        form.keep_draft()
        await desk.settle()
        await desk.keys("f12")
        await desk.type("han")
        await desk.keys("enter")
        await desk.type("1234")
        await desk.keys("enter")
        form.keep_draft()
        await desk.settle()
        folder, database = desk.app.state_folder, str(desk.path)
        assert Drafts(folder, database, "li").all() == ()
        assert [one.values["question"] for one in Drafts(folder, database, "han").all()] == ["交接时还在写"]


async def test_a_form_emptied_again_leaves_no_draft(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n")
        form = desk.screen
        assert isinstance(form, NewCallScreen)
        assert desk.app.drafts is not None
        for text, kept in (("138", 1), ("", 0), ("139", 1)):
            desk.one("#phone", Line).fill(text)
            form.keep_draft()
            await desk.settle()
            assert len(desk.app.drafts.all()) == kept


def test_a_late_keeping_does_not_bring_a_finished_draft_back(tmp_path: Path) -> None:
    keeper = DraftKeeper(Drafts(tmp_path, "desk", "li"), FrozenClock(), lambda _sentence: None)
    keeper.keep("call", None, {"question": "一"}, "a")
    keeper.finish("a")
    keeper.keep("call", None, {"question": "一"}, "a")
    assert keeper.all() == ()


async def change_to_han(desk: Driver) -> None:
    await desk.keys("f12")
    await desk.type("han")
    await desk.keys("enter")
    await desk.type("1234")
    await desk.keys("enter")


def kept_by(desk: Driver, person: str) -> list[Draft]:
    return list(Drafts(desk.app.state_folder, str(desk.path), person).all())


async def test_an_act_half_typed_is_closed_at_a_change_of_person_and_stays_with_its_author(tmp_path: Path) -> None:
    other = open_copy(tmp_path, FrozenClock())
    number = other.calls.log(NewCall("投诉韩梅态度不好", kind="complaint", about="han"), by="boss").number
    other.close()
    async with driving(tmp_path, person="boss") as desk:
        desk.app.show_call(number)
        await desk.settle()
        await desk.keys("ctrl+r")
        assert isinstance(desk.screen, ActDialog)
        await desk.type("已向来电人道歉")
        await change_to_han(desk)
        assert isinstance(desk.screen, HotlineScreen)
        assert not any(isinstance(one, ActDialog) for one in desk.app.screen_stack)
        assert "态度不好" not in "".join(desk.painted())
        assert kept_by(desk, "han") == []
        assert [(one.place, one.number, one.values["text"]) for one in kept_by(desk, "boss")] == [
            ("reply", number, "已向来电人道歉")
        ]


async def test_a_new_call_above_an_act_travels_and_the_act_does_not(tmp_path: Path) -> None:
    other = open_copy(tmp_path, FrozenClock())
    other.calls.log(NewCall("自己的来电"), by="li")
    other.close()
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+r")
        await desk.type("答到一半")
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("新来的问题")
        await change_to_han(desk)
        form = desk.screen
        assert isinstance(form, NewCallScreen)
        assert not any(isinstance(one, ActDialog) for one in desk.app.screen_stack)
        assert desk.one("#question", Prose).text == "新来的问题"
        form.keep_draft()
        await desk.settle()
        assert [one.place for one in kept_by(desk, "li")] == ["reply"]
        assert [one.values["question"] for one in kept_by(desk, "han")] == ["新来的问题"]


@pytest.mark.parametrize(("field", "value"), [("about", "han"), ("confidential", True)])
async def test_a_confidential_new_call_does_not_travel(tmp_path: Path, field: str, value: object) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("投诉一位同事")
        fill(desk.screen.query_one(f"#{field}"), value)
        await desk.settle()
        await change_to_han(desk)
        assert isinstance(desk.screen, HotlineScreen)
        assert kept_by(desk, "han") == []
        assert [one.values["question"] for one in kept_by(desk, "li")] == ["投诉一位同事"]


async def test_a_list_of_drafts_does_not_stay_open_for_the_next_person(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("只给自己看")
        await desk.keys("escape", "f11")
        assert isinstance(desk.screen, DraftsScreen)
        await change_to_han(desk)
        assert isinstance(desk.screen, HotlineScreen)
        assert [one.values["question"] for one in kept_by(desk, "li")] == ["只给自己看"]
