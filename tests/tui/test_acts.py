"""The acts on a call: a key each, refused ones with the core's reason, dialogs that lose nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import OptionList

from core.calls.rules import MOVES
from core.calls.views import NewCall
from core.desk import Desk
from tests.helpers.people import FrozenClock, open_copy
from tests.tui.driving import LARGE, SMALL, Driver, driving
from tui.actions import ACTIONS, meant, of
from tui.acts import FORMS
from tui.screens.act import ActDialog
from tui.screens.hotline import HotlineScreen
from tui.screens.menu import Menu
from tui.widgets.asking import fill
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line, Prose
from tui.widgets.picker import Picker
from tui.widgets.tally import Tally


def one_call(folder: Path, *, by: str = "li", service: str | None = "loan", **more: str) -> str:
    desk = open_copy(folder, FrozenClock())
    number = desk.calls.log(NewCall("创业担保贷款怎么办", phone="13800001234", service=service, **more), by=by).number
    desk.close()
    return number


def test_every_verb_of_the_core_has_a_key_and_a_dialog() -> None:
    verbs = {one.act for one in of("call") if one.act and one.key}
    assert verbs == set(MOVES)
    assert set(MOVES) | {"reveal"} == set(FORMS)


async def test_sort_tell_reply_complete(tmp_path: Path) -> None:
    number = one_call(tmp_path, service=None)
    async with driving(tmp_path, size=SMALL) as desk:
        assert desk.shown() == number
        await desk.keys("ctrl+s")
        await desk.type("cydbdk")
        await desk.keys("enter", "ctrl+s")
        assert "创业担保贷款" in desk.sheet()
        await desk.keys("ctrl+g")
        items = desk.one("#ask-items", Tally).chosen
        await desk.keys("ctrl+s")
        assert "一次性告知" in desk.sheet()
        await desk.keys("ctrl+r")
        await desk.type("请带齐材料到窗口")
        await desk.keys("ctrl+s", "ctrl+e", "ctrl+s")
        call = desk.desk.calls.show(number, by="li")
        assert (call.status, call.service, call.answer) == ("completed", "loan", "请带齐材料到窗口")
        assert [list(one.items) for one in call.notifications] == [items]
        assert [one.event for one in call.timeline] == ["log", "sort", "notify", "reply", "complete"]


async def test_a_key_shared_by_two_acts_does_the_one_that_is_allowed(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+w")
        await desk.type("等营业执照")
        await desk.keys("ctrl+s")
        assert desk.desk.calls.show(number, by="li").status == "waiting"
        await desk.keys("ctrl+w", "ctrl+s")
        assert desk.desk.calls.show(number, by="li").status == "in_progress"


async def test_papers_share_a_key_and_ask_which(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    output = tmp_path / "告知单.txt"
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+o")
        assert isinstance(desk.screen, Menu)
        await desk.keys("enter")
        assert number in str(desk.screen.query_one("#ask-output").value)  # type: ignore[attr-defined]
        fill(desk.screen.query_one("#ask-output"), str(output))
        await desk.keys("ctrl+s")
        assert "创业担保贷款" in output.read_text(encoding="utf-8")
        assert desk.desk.calls.show(number, by="li").timeline[-1].event == "slip"


async def test_a_refused_key_says_the_cores_reason(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path) as desk:
        reason = desk.desk.calls.allowed(number, by="li")["complete"]
        assert reason is not None
        await desk.keys("ctrl+e")
        assert desk.told[-1] == reason.message
        assert isinstance(desk.screen, HotlineScreen)
        await desk.keys("enter")
        menu = desk.one("OptionList", OptionList)
        menu.highlighted = menu.get_option_index("complete")
        await desk.settle()
        assert desk.text("#menu-about") == reason.message
        await desk.keys("enter")
        assert isinstance(desk.screen, Menu)


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("person", ["li", "han", "boss"])
async def test_what_is_offered_is_what_the_core_allows(tmp_path: Path, person: str, size: tuple[int, int]) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path, person=person, size=size) as desk:
        desk.app.show_call(number)
        await desk.settle()
        allowed = desk.desk.calls.allowed(number, by=person)
        offers = {one.action.act: one.reason for one in desk.app.offers() if one.action.act}
        assert {act: reason and reason.code for act, reason in offers.items()} == {
            act: reason and reason.code for act, reason in allowed.items()
        }


async def test_every_dialog_opens_and_is_left_with_escape(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        call = desk.desk.calls.show(number, by="li")
        for action in ACTIONS:
            if action.id in FORMS:
                desk.app.push_screen(ActDialog(action, call))
                await desk.settle()
                assert isinstance(desk.screen, ActDialog)
                done = desk.screen.query_one("#done")
                assert done.region.bottom <= SMALL[1], action.id
                assert done.region.height == 1, action.id
                await desk.keys("escape")
                assert isinstance(desk.screen, HotlineScreen), action.id


async def test_a_refusal_in_a_dialog_keeps_what_was_typed(tmp_path: Path) -> None:
    one_call(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+t", "enter")
        await desk.type("业务由韩梅负责")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, ActDialog)
        assert desk.text("#refusal").strip()
        assert desk.one("#ask-reason", Prose).text == "业务由韩梅负责"
        fill(desk.screen.query_one("#ask-to"), "han")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)
        assert "韩梅" in desk.sheet()


HOSTILE = ["[red]x[/]", "\x1b[2J", "\u202e反", "a\0b", "\U0001f600", "\ud800", "长" * 20_001]


async def test_hostile_text_in_every_dialog_harms_nothing(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        for place, action in enumerate(one for one in ACTIONS if one.id in FORMS and one.id not in ("slip", "receipt")):
            call = desk.desk.calls.show(number, by="li")
            desk.app.push_screen(ActDialog(action, call))
            await desk.settle()
            for ask in FORMS[action.id].asks:
                fill(desk.screen.query_one(f"#ask-{ask.name}"), HOSTILE[place % len(HOSTILE)])
            await desk.keys("ctrl+s")
            assert not any(letter in "".join(desk.painted()) for letter in "\x1b\0\u202e\ud800")
            if isinstance(desk.screen, ActDialog):
                assert desk.text("#refusal").strip(), action.id
                await desk.keys("escape")


async def test_decline_asks_for_the_unit_or_the_number_by_its_ground(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+d")
        assert desk.screen.query_one("#row-party").display
        desk.one("#ask-ground", Choice).value = "duplicate"
        await desk.settle()
        assert not desk.screen.query_one("#row-party").display
        assert desk.screen.query_one("#row-other").display
        desk.one("#ask-ground", Choice).value = "guided"
        await desk.settle()
        await desk.keys("enter")
        await desk.type("property")
        await desk.keys("enter")
        await desk.type("物业负责")
        await desk.keys("ctrl+s")
        call = desk.desk.calls.show(number, by="li")
        assert (call.status, call.party) == ("declined", "property")


async def test_extension_asked_by_one_and_decided_by_the_supervisor(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+x")
        await desk.type("3wd")
        await desk.keys("enter")
        await desk.type("等专家评审")
        await desk.keys("ctrl+s")
        assert desk.desk.calls.show(number, by="li").extension_asked is not None
    async with driving(tmp_path, person="boss") as desk:
        assert "待批延期 1" in desk.text("#counts")
        desk.app.show_call(number)
        await desk.settle()
        await desk.keys("ctrl+x")
        assert isinstance(desk.screen, Menu)
        await desk.keys("enter", "ctrl+s")
        assert desk.desk.calls.show(number, by="boss").extended


async def test_the_whole_number_is_shown_and_the_look_is_on_record(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path) as desk:
        assert "138****1234" in desk.sheet()
        await desk.keys("ctrl+y")
        assert "13800001234" in desk.sheet()
        assert events(desk.desk, number).count("reveal") == 1
    async with driving(tmp_path, person="han") as desk:
        desk.app.show_call(number)
        await desk.settle()
        await desk.keys("ctrl+y")
        assert isinstance(desk.screen, ActDialog)
        await desk.keys("ctrl+s")
        assert "13800001234" not in "".join(desk.painted())
        assert "原因" in desk.text("#refusal")
        await desk.type("家属来问")
        await desk.keys("ctrl+s")
        assert "13800001234" in desk.sheet()
        assert events(desk.desk, number).count("reveal") == 2


async def test_materials_are_counted_by_digits(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+l", "2", "down", "space", "ctrl+s")
        taken = desk.desk.calls.show(number, by="li").materials_received
        assert [one.copies for one in taken] == [2, 1]


async def test_why_the_due_time_is_what_it_is(tmp_path: Path) -> None:
    one_call(tmp_path)
    async with driving(tmp_path) as desk:
        assert "办结时间怎样算" not in desk.sheet()
        await desk.keys("space")
        assert "办结时间怎样算" in desk.sheet()
        assert "11-30" in desk.sheet()


def events(desk: Desk, number: str) -> list[str]:
    return [one.event for one in desk.calls.show(number, by="boss").timeline]


async def test_a_draft_of_a_reply_is_taken_up(tmp_path: Path) -> None:
    one_call(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+r")
        await desk.type("还没写完的答复")
        await desk.keys("escape", "ctrl+r")
        assert desk.one("#ask-text", Prose).text == "还没写完的答复"
        await desk.keys("ctrl+s", "f11")
        assert isinstance(desk.screen, HotlineScreen)


def test_meant_prefers_what_is_allowed() -> None:
    assert meant([], "ctrl+w") == []


async def test_telling_nothing_is_refused_the_first_time_and_the_second(tmp_path: Path) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+g")
        desk.one("#ask-items", Tally).fill(())
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, ActDialog)
        assert "没有选" in desk.text("#refusal")
        assert desk.desk.calls.show(number, by="li").notifications == ()
        await desk.keys("space", "ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)
        await desk.keys("ctrl+g", "ctrl+s")
        assert "没有选" in desk.text("#refusal")
        assert len(desk.desk.calls.show(number, by="li").notifications) == 1


async def press_text(desk: Driver, text: str) -> None:
    """As a terminal sends it: key by key, without a pause."""
    for letter in text:
        desk.app.post_message(Key(letter, letter))
    await desk.settle()


async def test_text_typed_on_tick_boxes_or_choices_goes_to_the_next_field(tmp_path: Path) -> None:
    one_call(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+g")
        assert desk.one("#ask-items", Tally).has_focus
        await press_text(desk, "另带户口簿3份")
        assert desk.one("#ask-more", Prose).text == "另带户口簿3份"
        desk.one("#ask-means", Choice).focus()
        await desk.type("窗口当面说的，粘贴")
        assert desk.one("#ask-note", Line).value == "窗口当面说的，粘贴"
        await desk.keys("escape", "ctrl+d")
        desk.one("#ask-ground", Choice).value = "policy"
        desk.screen.set_focus(desk.one("#ask-ground", Choice))
        await desk.settle()
        await press_text(desk, "不归本台办")
        assert "不归本台办" in {desk.one("#ask-reason", Prose).text, desk.one("#ask-party", Picker).line.value}


async def test_a_digit_and_space_stay_with_the_boxes(tmp_path: Path) -> None:
    one_call(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+l", "2")
        assert next(iter(desk.one("#ask-taken", Tally).value.values())) == 2
        await desk.keys("down", "space")
        assert list(desk.one("#ask-taken", Tally).value.values())[:2] == [2, 1]
        assert desk.one("#ask-more", Prose).text == ""


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_after_the_colleague_enter_leads_to_the_reason(tmp_path: Path, size: tuple[int, int]) -> None:
    number = one_call(tmp_path)
    async with driving(tmp_path, size=size) as desk:
        await desk.keys("ctrl+t")
        await press_text(desk, "hm")
        await desk.keys("enter")
        await press_text(desk, "业务由她负责")
        assert desk.one("#ask-reason", Prose).text == "业务由她负责"
        await desk.keys("ctrl+s")
        assert desk.desk.calls.show(number, by="li").handler == "han"


async def test_the_colleague_marked_by_the_arrows_and_enter_leads_to_the_reason(tmp_path: Path) -> None:
    one_call(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+t", "down", "enter")
        assert desk.one("#ask-to", Picker).value
        await press_text(desk, "业务由其负责")
        assert desk.one("#ask-reason", Prose).text == "业务由其负责"
