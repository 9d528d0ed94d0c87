"""Answers beside the call form: as one types, whole, taken over with the citation, counted, missed."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from core.calls.views import CallFilter
from core.policies.views import SearchResults
from tests.core.policies_made_up import TITLE, prepared_copy
from tests.tui.driving import LARGE, SMALL, Driver, driving
from tests.tui.policies_at_hand import GONE, OWN, SOON, UNSURE, add, open_with_text, with_text
from tui.screens.call_help import AnswerReader
from tui.screens.confirm import Confirm
from tui.screens.hotline import HotlineScreen
from tui.screens.new_call import NewCallScreen
from tui.widgets.harmless import Prose
from tui.widgets.picker import Picker
from tui.widgets.suggestions import Suggestions

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])
SAID = f"每人可借五盒积木。（《{TITLE}》第三条（一）、第四条）"


async def ask(desk: Driver, question: str) -> Suggestions:
    """A form with this question typed."""
    await desk.keys("ctrl+n", "enter", "enter")
    await desk.type(question)
    return desk.one("#suggestions", Suggestions)


def answer(desk: Driver) -> str:
    return desk.one("#answer", Prose).text


def used(desk: Driver, question: str) -> int:
    return next(one.used for one in desk.desk.policies.answers(by="li") if one.question == question)


@SIZES
async def test_a_question_is_answered_from_the_pane_in_few_keys(tmp_path: Path, size: tuple[int, int]) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, size=size) as desk:
        await desk.keys("ctrl+n")
        await desk.type("13800001234")
        await desk.keys("enter")
        await desk.type("王小明")
        await desk.keys("enter")
        await desk.type("积木能借几盒")
        await desk.keys("ctrl+t", "ctrl+s")
        assert desk.presses <= 12
        assert isinstance(desk.screen, HotlineScreen)
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        assert (call.status, call.answer) == ("completed", SAID)
        assert used(desk, OWN) == 1
        assert desk.desk.policies.gaps(by="li") == ()
        await ask(desk, "积木能借几盒")
        if size == LARGE:
            assert "用过 1 次" in desk.text("#suggestions")


@SIZES
async def test_three_answers_stand_beside_the_question_and_hide_nothing(tmp_path: Path, size: tuple[int, int]) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path, size=size) as desk:
        shown = await ask(desk, "房租免几年")
        assert len(shown.items) == 3
        assert shown.items[0].result.articles == (15,)
        painted = "\n".join(desk.painted())
        assert all(f"{number} {one.title[:6]}" in painted for number, one in enumerate(shown.items, 1))
        assert all(word in painted for word in ("电话", "来电人", "问题", "服务事项", "答复", "登记", "第十五条（一）"))
        assert desk.one("#question", Prose).has_focus
        desk.one("#question", Prose).fill("")
        await desk.settle()
        assert not shown.items
        assert not shown.has_class("-shown")


@SIZES
async def test_one_key_reads_the_answer_whole_with_its_articles(tmp_path: Path, size: tuple[int, int]) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, size=size) as desk:
        shown = await ask(desk, "积木能借几盒")
        await desk.keys("ctrl+g")
        assert isinstance(desk.screen, AnswerReader)
        text = desk.text("#reading-text")
        assert OWN in text
        assert "第三条" in text
        assert "拼图" in text
        await desk.keys("ctrl+g")
        assert desk.text("#reading-text").startswith(shown.items[1].title)
        await desk.keys("ctrl+b", "ctrl+y", "escape")
        assert desk.app.clipboard == SAID
        assert answer(desk) == ""
        await desk.keys("ctrl+g", "enter")
        assert isinstance(desk.screen, NewCallScreen)
        assert answer(desk) == SAID


async def test_the_second_and_third_are_taken_by_number_or_by_marking(tmp_path: Path) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path) as desk:
        shown = await ask(desk, "房租免几年")
        first, second, third = (one.said for one in shown.items)
        await desk.keys("alt+2")
        assert answer(desk) == second
        await desk.keys("ctrl+l", "ctrl+t")
        assert answer(desk) == f"{second}\n{third}"
        await desk.keys("ctrl+l", "ctrl+t", "ctrl+t", "alt+2")
        assert answer(desk) == f"{second}\n{third}\n{first}"
        await desk.keys("ctrl+s")
        assert sum(one.used for one in desk.desk.policies.answers(by="li")) == 3


async def test_the_service_comes_with_the_answer_where_none_is_chosen(tmp_path: Path) -> None:
    before = open_with_text(tmp_path)
    add(before, "图书卡怎么续期", "到柜台续期。")
    before.close()
    async with driving(tmp_path) as desk:
        await ask(desk, "图书卡怎么续期")
        await desk.keys("ctrl+t")
        assert desk.one("#service", Picker).value == "loan"
        await desk.keys("ctrl+n", "enter", "enter")
        await desk.type("图书卡怎么续期")
        desk.one("#service", Picker).fill("rent")
        chosen: str = desk.one("#service", Picker).value
        await desk.keys("ctrl+t")
        assert answer(desk)
        assert desk.one("#service", Picker).value == chosen


@SIZES
async def test_an_expired_answer_says_so_before_and_in_the_record(tmp_path: Path, size: tuple[int, int]) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, size=size) as desk:
        await ask(desk, "旧卡还能用吗")
        assert "已过期" in desk.text("#suggestions")
        await desk.keys("ctrl+t")
        assert isinstance(desk.screen, Confirm)
        await desk.keys("enter")
        assert answer(desk) == ""
        await desk.keys("ctrl+t", "tab", "enter")
        assert answer(desk) == "【已过期】旧卡还能用。"
        await desk.keys("ctrl+s")
        assert used(desk, GONE) == 1


@pytest.mark.parametrize(
    ("typed", "question", "words"),
    [("玩具图书馆押金", UNSURE, "待核实，截至2026-09-01"), ("春季活动到哪天", SOON, "有效期至2026-12-31")],
)
async def test_what_is_unsure_or_ends_soon_says_so_in_the_record(
    tmp_path: Path, typed: str, question: str, words: str
) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        shown = await ask(desk, typed)
        assert shown.items[0].title == question
        await desk.keys("ctrl+t")
        assert words in answer(desk)


async def test_questions_that_nothing_fits_become_gaps_when_the_call_is_logged(tmp_path: Path) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path) as desk:
        await ask(desk, "能不能带狗上班")
        assert "接近" in desk.text("#suggestions")
        assert desk.desk.policies.gaps(by="li") == ()
        await desk.keys("ctrl+s")
        (gap,) = desk.desk.policies.gaps(by="li")
        assert (gap.question, gap.reason) == ("能不能带狗上班", "nothing_found")


async def test_an_own_answer_in_place_of_those_found_is_a_gap_too(tmp_path: Path) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path) as desk:
        await ask(desk, "房租免几年")
        desk.one("#answer", Prose).fill("我自己的说法")
        desk.one("#service", Picker).fill("loan")
        await desk.keys("ctrl+s")
        (gap,) = desk.desk.policies.gaps(by="li")
        assert gap.reason == "not_used"
        await ask(desk, "房租水电谁出")
        await desk.keys("ctrl+s")
        assert len(desk.desk.policies.gaps(by="li")) == 1, "without an answer it may still be used"


@pytest.mark.parametrize("keys", [("4",), ("tab", "tab", "tab", "tab", "tab", "tab", "right")])
async def test_complaints_and_confidential_questions_are_never_noted(tmp_path: Path, keys: tuple[str, ...]) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await ask(desk, "有人带狗上班咬了人")
        await desk.keys("ctrl+o", *keys, "ctrl+s")
        (call,) = desk.desk.calls.list(CallFilter(), by="li").items
        assert call.kind == "complaint" or call.confidential
        assert desk.desk.policies.gaps(by="li") == ()


async def test_late_answers_to_an_older_question_are_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        go_on, began, search = threading.Event(), threading.Event(), desk.desk.policies.search

        def slow(query: str, **more: Any) -> SearchResults:
            if query == "玩具图书馆押金":
                began.set()
                go_on.wait(20)
            return search(query, **more)

        monkeypatch.setattr(desk.desk.policies, "search", slow)
        await desk.keys("ctrl+n", "enter", "enter")
        shown: Suggestions = desk.one("#suggestions", Suggestions)
        desk.one("#question", Prose).fill("玩具图书馆押金")
        while not began.is_set():
            await desk.pilot.pause(0.02)
        desk.one("#question", Prose).fill("积木能借几盒")
        go_on.set()
        await desk.settle()
        assert shown.items[0].title == OWN


async def test_without_an_answer_on_show_the_keys_say_so(tmp_path: Path) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("ctrl+n", "ctrl+t")
        assert "问题" in desk.told[-1]
        await desk.keys("ctrl+g", "ctrl+l", "alt+1")
        assert isinstance(desk.screen, NewCallScreen)
        assert answer(desk) == ""


async def test_an_answer_taken_over_before_the_form_was_put_aside_counts_too(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        await ask(desk, "积木能借几盒")
        await desk.keys("ctrl+t", "escape", "f11", "enter", "ctrl+s")
        assert isinstance(desk.screen, HotlineScreen)
        assert used(desk, OWN) == 1
        assert desk.desk.policies.gaps(by="li") == ()


async def test_an_answer_thrown_away_again_is_not_counted(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        await ask(desk, "积木能借几盒")
        await desk.keys("ctrl+t")
        desk.one("#answer", Prose).fill("")
        await desk.keys("ctrl+s")
        assert used(desk, OWN) == 0


async def test_another_call_starts_without_what_the_last_one_used(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        await ask(desk, "积木能借几盒")
        await desk.keys("ctrl+t", "ctrl+n", "enter", "enter")
        assert not desk.one("#suggestions", Suggestions).items
        await desk.type("能不能带狗上班")
        await desk.keys("ctrl+s")
        assert used(desk, OWN) == 0
        assert [one.question for one in desk.desk.policies.gaps(by="li")] == ["能不能带狗上班"]
