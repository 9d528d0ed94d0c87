"""The form for a new call: few keys, help while typing, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widget import Widget
from textual.widgets import Static

from core.calls.views import CallFilter, NewCall
from core.desk import open_desk
from core.text import fault
from tests.helpers.people import FrozenClock, open_copy
from tests.tui.driving import LARGE, SMALL, Driver, driving
from tui.screens.hotline import HotlineScreen
from tui.screens.new_call import FIELDS, NewCallScreen
from tui.widgets.asking import fill, value_of
from tui.widgets.harmless import Line, Prose
from tui.widgets.picker import Picker


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_routine_question_answered_on_the_spot_takes_few_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    async with driving(tmp_path, size=size) as desk:
        await desk.keys("ctrl+n")
        await desk.type("13800001234")
        await desk.keys("enter")
        await desk.type("王小明")
        await desk.keys("enter")
        await desk.type("创业担保贷款要带什么材料")
        await desk.keys("enter", "enter")
        await desk.type("申请表、身份证和营业执照")
        await desk.keys("ctrl+s")
        assert desk.presses <= 12
        assert isinstance(desk.screen, HotlineScreen)
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        assert (call.status, call.service, call.answer) == ("completed", "loan", "申请表、身份证和营业执照")
        assert (call.caller.name, call.caller.phone) == ("王小明", "138****1234")
        assert desk.shown() == call.number


async def test_a_quick_note_in_the_busy_hour_takes_four_keys(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n")
        await desk.type("13800001234")
        await desk.keys("enter", "enter")
        await desk.type("问社保补贴，下午回电")
        await desk.keys("ctrl+s")
        assert desk.presses <= 4
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        assert (call.status, call.service, call.question) == ("accepted", None, "问社保补贴，下午回电")
        assert desk.shown() == call.number


async def test_enter_goes_on_and_the_button_logs(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("门口怎么停车")
        await desk.keys("enter", "tab", "enter", "enter")
        assert [one.question for one in desk.desk.calls.list(CallFilter(), by="li").items] == ["门口怎么停车"]


@pytest.mark.parametrize(("key", "what"), [("f8", "打错电话"), ("f9", "骚扰电话")])
async def test_wrong_number_and_nuisance_are_one_key_and_can_be_taken_back(tmp_path: Path, key: str, what: str) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys(key)
        assert desk.presses == 1
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        assert (call.status, call.question) == ("declined", what)
        assert any(call.number in told and "Ctrl+Z" in told for told in desk.told)
        await desk.keys("ctrl+z")
        assert desk.desk.calls.show(call.number, by="li").status == "in_progress"
        assert desk.shown() == call.number


async def test_ctrl_z_takes_back_from_a_field_until_something_is_typed(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "f8")
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        desk.screen.set_focus(desk.one("#question", Prose))
        await desk.type("问一下贷款的事")
        await desk.keys("ctrl+z")
        assert desk.one("#question", Prose).text == ""
        assert desk.desk.calls.show(call.number, by="li").status == "declined"
        await desk.keys("f9", "ctrl+z")
        statuses = [one.status for one in desk.desk.calls.list(CallFilter(), by="li").items]
        assert sorted(statuses) == ["declined", "in_progress"]


async def test_a_nuisance_number_typed_in_the_form_is_kept_with_it(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n")
        await desk.type("13800001234")
        await desk.keys("f9")
        assert isinstance(desk.screen, HotlineScreen)
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        assert call.caller.phone == "138****1234"


async def test_a_known_number_shows_its_calls_and_warns_of_the_open_one(tmp_path: Path) -> None:
    with_calls = open_copy(tmp_path, FrozenClock())
    known = with_calls.calls.log(
        NewCall("担保贷款", service="loan", phone="13800001234", name="王小明", organisation="海风"), by="han"
    )
    with_calls.close()
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n")
        await desk.type("138-0000-1234")
        history = desk.text("#history")
        assert known.number in history
        assert "未办结" in history
        assert desk.one("#name", Line).value == "王小明"
        assert desk.one("#organisation", Line).value == "海风"
        await desk.keys("enter", "enter")
        await desk.type("担保贷款到哪一步了")
        await desk.keys("enter", "enter")
        assert "同一事项未办结" in desk.text("#history")
        await desk.keys("ctrl+r")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.shown() == known.number


async def test_a_late_answer_does_not_overwrite_a_newer_number(tmp_path: Path) -> None:
    with_calls = open_copy(tmp_path, FrozenClock())
    with_calls.calls.log(NewCall("一", phone="13800001234", name="王小明"), by="li")
    with_calls.close()
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n")
        await desk.type("13800001234")
        form = desk.screen
        assert isinstance(form, NewCallScreen)
        found = desk.desk.calls.caller("13800001234", by="li")
        desk.one("#phone", Line).fill("13900005678")
        await desk.settle()
        form._history_came("13800001234", found, None)
        assert not desk.one("#history", Static).has_class("-shown")
        assert desk.one("#name", Line).value == ""


async def test_the_service_is_suggested_from_the_question_and_found_by_initials(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("创业担保贷款")
        assert desk.one("#service", Picker).suggested[0] == "loan"
        assert "创业担保贷款" in desk.text("#answer-text")
        await desk.keys("enter")
        await desk.type("cydbdk")
        await desk.keys("enter")
        assert desk.one("#service", Picker).value == "loan"
        assert desk.one("#answer", Prose).has_focus


async def test_a_refusal_keeps_every_word(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n")
        await desk.type("12")
        await desk.keys("enter")
        await desk.type("王小明")
        await desk.keys("enter")
        await desk.type("问题")
        before = desk.screen.values()  # type: ignore[attr-defined]
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, NewCallScreen)
        assert "电话" in desk.text("#refusal")
        assert desk.screen.values() == before
        desk.one("#phone", Line).fill("13800001234")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)


HOSTILE = {
    "markup": "[red]红[/red] [@click=app.exit]x[/]",
    "escape": "\x1b[31m\x1b]0;t\x07警",
    "right-to-left": "\u202eabc\u2066",
    "nul": "a\0b",
    "emoji": "\U0001f468‍\U0001f469‍\U0001f467 好",
    "surrogate": "a\ud800b",
    "long": "长" * 20_001,
    "lines": "一\n二\r\n三\t四",
}


@pytest.mark.parametrize(("name", "size"), [*((name, SMALL) for name in HOSTILE), ("markup", LARGE), ("long", LARGE)])
async def test_hostile_text_in_every_field_harms_nothing(tmp_path: Path, name: str, size: tuple[int, int]) -> None:
    text = HOSTILE[name]
    async with driving(tmp_path, size=size) as desk:
        for field in FIELDS:
            if field in ("kind", "channel", "confidential"):
                continue
            if isinstance(desk.screen, HotlineScreen):
                await desk.keys("ctrl+n")
                desk.one("#question", Prose).fill("问题")
            before = value_of(desk.one(f"#{field}", Widget))
            fill(desk.one(f"#{field}", Widget), text)
            await desk.keys("ctrl+s")
            if isinstance(desk.screen, NewCallScreen):
                assert desk.text("#refusal").strip(), field
                assert value_of(desk.one(f"#{field}", Widget)) == text or "\r" in text
                assert_harmless(desk)
                fill(desk.one(f"#{field}", Widget), before)
            assert_harmless(desk)
        if fault(text) is None and "\r" not in text:
            assert text in {one.question for one in desk.desk.calls.list(CallFilter(), by="li").items}


def assert_harmless(desk: Driver) -> None:
    assert not any(letter in "".join(desk.painted()) for letter in "\x1b\x07\0\u202e\u2066\ud800")


async def test_a_new_call_while_one_is_typed_puts_the_first_aside(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("第一个")
        await desk.keys("ctrl+n")
        assert desk.one("#question", Prose).text == ""
        await desk.keys("enter", "enter")
        await desk.type("第二个")
        await desk.keys("ctrl+s")
        assert [one.question for one in desk.desk.calls.list(CallFilter(), by="li").items] == ["第二个"]
        await desk.keys("f11", "enter")
        assert desk.one("#question", Prose).text == "第一个"


async def test_the_other_fields_are_reachable(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("投诉空调")
        await desk.keys("ctrl+o", "4", "enter", "right", "enter")
        await desk.type("海风科技")
        await desk.keys("enter", "enter")
        await desk.type("T-7")
        await desk.keys("enter")
        await desk.type("2026-11-23T08:40")
        await desk.keys("enter", "right", "ctrl+s")
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        assert (call.kind, call.channel, call.caller.organisation) == ("complaint", "counter", "海风科技")
        assert (call.ticket, call.backfilled, call.confidential) == ("T-7", True, True)


async def test_the_form_holds_no_lock(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("正在填写")
        other = open_desk(str(desk.path), clock=desk.clock)
        other.calls.log(NewCall("别人的来电"), by="han")
        other.close()
        assert desk.one("#question", Prose).text == "正在填写"


async def test_taking_back_never_touches_what_is_being_typed(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("f8")
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("正在写的问题")
        desk.app.run_action_named("take_back")  # as the palette does
        await desk.settle()
        assert desk.desk.calls.show(call.number, by="li").status == "in_progress"
        assert desk.one("#question", Prose).text == "正在写的问题"


@pytest.mark.parametrize("back", ["f10", "escape"])
async def test_after_the_guide_the_cursor_is_where_it_was(tmp_path: Path, back: str) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("贷款要什么")
        await desk.keys("left", "left", "f10", back)
        question = desk.one("#question", Prose)
        assert question.has_focus
        await desk.type("都")
        assert question.text == "贷款要都什么"


@pytest.mark.parametrize("keys", [("f1", "escape"), ("f12", "escape"), ("ctrl+p", "escape"), ("ctrl+f", "escape")])
async def test_after_other_overlays_too(tmp_path: Path, keys: tuple[str, ...]) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("贷款要什么")
        await desk.keys("left", "left", *keys)
        await desk.type("都")
        assert desk.one("#question", Prose).text == "贷款要都什么"


async def test_text_typed_while_the_guide_is_shown_goes_to_the_field(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("贷款")
        await desk.keys("f10")
        await desk.type("怎么办，要几天")
        question = desk.one("#question", Prose)
        assert question.text == "贷款怎么办，要几天"
        assert question.has_focus
        assert not desk.screen.has_class("-guide")


async def test_a_refusal_leads_to_the_field_it_names(tmp_path: Path) -> None:
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("ctrl+n", "enter", "enter", "enter", "ctrl+s")
        assert isinstance(desk.screen, NewCallScreen)
        assert desk.one("#question", Prose).has_focus
        await desk.type("问题")
        desk.one("#phone", Line).fill("12")
        await desk.keys("ctrl+s")
        assert desk.one("#phone", Line).has_focus


async def test_a_call_is_received_when_its_form_was_begun(tmp_path: Path) -> None:
    clock = FrozenClock()
    begun = clock()
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("门口怎么停车")
        desk.one("#question", Prose).screen.keep_draft()  # type: ignore[attr-defined]
        clock.forward(minutes=20)
        await desk.keys("ctrl+s")
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        assert (call.received_at, call.logged_at, call.backfilled) == (begun, clock(), False)


async def test_a_draft_put_on_record_the_next_day_is_backfilled(tmp_path: Path) -> None:
    clock = FrozenClock()
    begun = clock()
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("门口怎么停车")
        desk.one("#question", Prose).screen.keep_draft()  # type: ignore[attr-defined]
        await desk.settle()
        await desk.keys("escape")
        clock.forward(days=1)
        await desk.keys("f11", "enter", "ctrl+s")
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        assert (call.received_at, call.logged_at, call.backfilled) == (begun, clock(), True)


async def test_a_service_typed_but_not_taken_is_the_one_offered(tmp_path: Path) -> None:
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("想贷款")
        await desk.keys("enter")
        await desk.type("担保贷款")
        assert desk.one("#service Input", Line).value == "担保贷款"
        await desk.keys("ctrl+s")
        assert [one.service for one in desk.desk.calls.list(CallFilter(), by="li").items] == ["loan"]


@pytest.mark.parametrize("size", [SMALL, LARGE])
async def test_a_line_longer_than_its_field_is_still_seen_where_the_cursor_is(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with driving(tmp_path, size=size) as desk:
        await desk.keys("f4")
        await desk.type("头部" + "超长名称" * 60 + "末尾")
        assert any("末尾" in line for line in desk.painted())
        await desk.keys("home")
        assert any("头部" in line for line in desk.painted())
