"""The policy screen: finding as one types, reading, the texts, answers, gaps, files."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Button, OptionList

from core.policies.views import NewAnswer, SearchResults
from tests.core.policies_made_up import BODY, TITLE, page, prepared_copy
from tests.tui.driving import LARGE, SMALL, Driver, driving
from tests.tui.policies_at_hand import GONE, OWN, SOON, UNSURE, open_with_text, with_text
from tui.screens.answer_form import AnswerForm
from tui.screens.policies import PoliciesScreen
from tui.screens.policy_dialogs import RetireAnswer, RetireText, SaveSheet, TakeSheet, TakeText
from tui.widgets.harmless import Line, Prose
from tui.widgets.reading import ReadingPane, find_words

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])
REAL = Path(__file__).resolve().parents[3] / "shared" / "policy" / "empowerment-centre-measures.txt"


def place(desk: Driver) -> PoliciesScreen:
    assert isinstance(desk.screen, PoliciesScreen), desk.screen
    return desk.screen


def listed(desk: Driver) -> list[str]:
    """The lines of the list, each with what stands below it."""
    return [" ".join(str(one.prompt).split()) for one in place(desk).rows]


def read(desk: Driver) -> str:
    return desk.text("#reading-text")


def reason(desk: Driver, action: str) -> str | None:
    (offer,) = (one for one in place(desk).offers() if one.action.id == action)
    return offer.reason.code if offer.reason is not None else None


# -- finding -----------------------------------------------------------------------------------------------------------


@SIZES
async def test_answers_and_articles_come_as_one_types(tmp_path: Path, size: tuple[int, int]) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, size=size) as desk:
        await desk.keys("f3")
        await desk.type("积木能借几盒")
        rows = listed(desk)
        assert rows[0].startswith(f"答复 {OWN}")
        assert "第三条（一）" in rows[0]
        assert any(row.startswith("条文 第三条") and TITLE in row for row in rows)
        assert "每人可借五盒积木" in read(desk)
        assert OWN in "".join(desk.painted())


@pytest.mark.parametrize(
    ("typed", "question", "words"),
    [("旧卡还能用吗", GONE, "已过期"), ("玩具图书馆押金", UNSURE, "待核实"), ("春季活动到哪天", SOON, "即将到期")],
)
async def test_validity_is_said_in_words(tmp_path: Path, typed: str, question: str, words: str) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f3")
        await desk.type(typed)
        assert question in listed(desk)[0]
        assert words in listed(desk)[0]
        assert words in read(desk).splitlines()[1]


async def test_a_repealed_text_is_named_so_and_its_answers_too(tmp_path: Path) -> None:
    before = open_with_text(tmp_path)
    newer = BODY.replace("《关于玩具借用的通知》(海玩字〔2021〕8号)", f"《{TITLE}》")
    file = tmp_path / "newer.txt"
    file.write_text(page().replace(TITLE, "海滨市玩具借阅规定").replace(BODY, newer), encoding="utf-8")
    before.policies.import_file(file, by="boss")
    before.close()
    async with driving(tmp_path) as desk:
        await desk.keys("f3", "ctrl+t")
        assert any(row.startswith(f"{TITLE} 已废止") for row in listed(desk))
        await desk.keys("escape")
        await desk.type("积木能借几盒")
        assert "已废止" in " ".join(row for row in listed(desk) if OWN in row)


async def test_a_late_answer_does_not_overwrite_a_newer_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("f3")
        go_on, began, search = threading.Event(), threading.Event(), desk.desk.policies.search

        def slow(query: str, **more: Any) -> SearchResults:
            if query == "押金":
                began.set()
                go_on.wait(20)
            return search(query, **more)

        monkeypatch.setattr(desk.desk.policies, "search", slow)
        desk.one("#query", Line).fill("押金")
        while not began.is_set():
            await desk.pilot.pause(0.02)
        desk.one("#query", Line).fill("积木")
        go_on.set()
        await desk.settle()
        assert OWN in listed(desk)[0]


async def test_what_nothing_answers_is_noted_once_on_enter(tmp_path: Path) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f3")
        await desk.type("能不能带狗上班")
        assert "接近" in desk.text("#policy-note")
        assert desk.desk.policies.gaps(by="li") == ()
        await desk.keys("enter")
        assert "负责人" in desk.told[-1]
        await desk.keys("escape", "enter")
        (gap,) = desk.desk.policies.gaps(by="li")
        assert (gap.question, gap.times) == ("能不能带狗上班", 1)


@pytest.mark.parametrize("typed", ["[red]红[/]\x1b[31m", "\u202eabc", "a\0b", "a\ud800b", "长" * 20_001, "(*?[", "  "])
async def test_hostile_questions_harm_nothing(tmp_path: Path, typed: str) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f3")
        desk.one("#query", Line).fill(typed)
        await desk.settle()
        await desk.keys("enter", "ctrl+g", "ctrl+y")
        assert isinstance(desk.screen, PoliciesScreen)
        assert not any(letter in "".join(desk.painted()) for letter in "\x1b\0\u202e\ud800")


# -- reading -----------------------------------------------------------------------------------------------------------


@SIZES
async def test_enter_opens_the_citation_at_its_item_and_then_the_next(tmp_path: Path, size: tuple[int, int]) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, size=size) as desk:
        await desk.keys("f3")
        await desk.type("积木能借几盒")
        await desk.keys("down", "enter")
        pane: ReadingPane = desk.one("#reading", ReadingPane)
        leaf = pane.leaf
        assert leaf is not None
        assert leaf.title.startswith("第三条")
        assert leaf.anchor is not None
        assert leaf.paragraphs[leaf.anchor].startswith(("(一)", "（一）"))
        assert "拼图" in read(desk)
        await desk.keys("enter")
        assert read(desk).startswith("第四条")
        await desk.keys("ctrl+r", "ctrl+r")
        assert read(desk).startswith(OWN)
        assert reason(desk, "read_before") == "no_history"


async def test_where_the_text_is_not_there_it_says_how_to_import(tmp_path: Path) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f3")
        await desk.type("房租免几年")
        await desk.keys("down", "enter")
        assert "还没有导入" in desk.told[-1]
        assert "Ctrl+O" in desk.told[-1]


async def test_neighbouring_articles_stop_at_both_ends(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("f3", "ctrl+t", "enter")
        assert read(desk).startswith("第一条")
        assert reason(desk, "article_before") == "no_more_articles"
        await desk.keys("left", "right", "right")
        assert read(desk).startswith("第三条")
        await desk.keys(*["right"] * 5)
        assert read(desk).startswith("第六条")
        assert reason(desk, "article_after") == "no_more_articles"
        await desk.keys("ctrl+r")
        assert read(desk).startswith("第五条")
        await desk.keys("escape")
        assert desk.one("#policy-list", OptionList).has_focus


async def test_hits_are_marked_and_gone_through_round_and_round(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, size=SMALL) as desk:
        await desk.keys("f3")
        await desk.type("积木拼图")
        article = next(n for n, row in enumerate(listed(desk)) if row.startswith("条文 第三条"))
        options: OptionList = desk.one("#policy-list", OptionList)
        options.highlighted = article
        await desk.settle()
        await desk.keys("enter")
        pane: ReadingPane = desk.one("#reading", ReadingPane)
        text = read(desk)
        assert {text[start:end] for start, end in pane.hits} == {"积木", "拼图"}
        seen = []
        for key in ("ctrl+g", "ctrl+g", "ctrl+g", "ctrl+b"):
            await desk.keys(key)
            seen.append(pane.current)
        count = len(pane.hits)
        assert seen == [0, 1 % count, 2 % count, 1 % count]
        assert str(count) in desk.text("#policy-note")


async def test_copying_takes_the_place_along(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("f3")
        await desk.type("积木能借几盒")
        await desk.keys("ctrl+y")
        assert desk.app.clipboard == f"每人可借五盒积木。（《{TITLE}》第三条（一）、第四条）"
        await desk.keys("down", "enter", "y")
        assert desk.app.clipboard.startswith(f"《{TITLE}》第三条\n")


async def test_what_others_write_comes_in_without_disturbing_the_reader(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("f3")
        await desk.type("积木能借几盒")
        await desk.keys("down", "enter")
        before = read(desk)
        desk.desk.policies.add_answer(NewAnswer(question="积木能续借吗", answer="可以续借一次。"), by="boss")
        desk.app.poll()
        await desk.settle()
        assert any("积木能续借吗" in row for row in listed(desk))
        assert read(desk) == before


def test_words_are_found_the_longest_first_without_overlap() -> None:
    assert find_words("免房租、房租免三年，两年也行 Abc", ["房租", "免房租", "二年", "abc", ""]) == [
        (0, 3), (4, 6), (10, 12), (15, 18),
    ]  # fmt: skip
    assert find_words("任何", []) == []


# -- texts -------------------------------------------------------------------------------------------------------------


@SIZES
async def test_a_text_is_taken_in_by_path_and_a_refusal_keeps_the_path(tmp_path: Path, size: tuple[int, int]) -> None:
    prepared_copy(tmp_path)
    (tmp_path / "not.txt").write_bytes(b"%PDF-1.7 \x00\x01")
    (tmp_path / "toys.txt").write_text(page(), encoding="gb18030")
    async with driving(tmp_path, size=size, person="boss") as desk:
        await desk.keys("f3", "ctrl+t", "ctrl+o")
        await desk.type(str(tmp_path / "not.txt"))
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, TakeText)
        assert "not.txt" in desk.text("#refusal")
        assert desk.one("#path", Line).value == str(tmp_path / "not.txt")
        assert desk.desk.policies.list(by="boss") == ()
        desk.one("#path", Line).fill(str(tmp_path / "toys.txt"))
        await desk.keys("ctrl+s")
        assert TITLE in listed(desk)[0]
        assert "3 章 6 条" in listed(desk)[0]
        assert "6" in desk.told[-1]


async def test_a_text_is_retired_with_a_reason_and_its_answers_say_so(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, person="boss") as desk:
        await desk.keys("f3", "ctrl+t", "ctrl+d")
        assert isinstance(desk.screen, RetireText)
        await desk.keys("ctrl+s")
        assert desk.text("#refusal").strip()
        await desk.type("不再执行")
        await desk.keys("ctrl+s")
        assert "已停用" in listed(desk)[0]
        await desk.keys("escape")
        await desk.type("积木能借几盒")
        assert "已停用" in next(row for row in listed(desk) if OWN in row)


# -- answers and gaps --------------------------------------------------------------------------------------------------


async def test_what_needs_looking_at_stands_first_among_the_answers(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("f3", "ctrl+t", "ctrl+t")
        rows = listed(desk)
        assert GONE in rows[0]
        order = [next(n for n, row in enumerate(rows) if one in row) for one in (GONE, UNSURE, SOON, OWN)]
        assert order == sorted(order)


@SIZES
async def test_an_answer_is_written_from_a_gap_and_closes_it(tmp_path: Path, size: tuple[int, int]) -> None:
    before = open_with_text(tmp_path)
    for question in ("能不能带狗上班", "带狗上班可以吗", "能不能带狗上班"):
        before.policies.missed(question, by="li")
    before.close()
    async with driving(tmp_path, size=size, person="boss") as desk:
        await desk.keys("f3", "ctrl+t", "ctrl+t", "ctrl+t")
        assert "问过 3 次" in listed(desk)[0]
        await desk.keys("enter")
        form = desk.screen
        assert isinstance(form, AnswerForm)
        assert form.values()["question"] == "能不能带狗上班"
        assert form.values()["aliases"] == "带狗上班可以吗"
        await desk.type("办法未规定，请问物业。")
        await desk.keys("ctrl+s")
        assert desk.desk.policies.gaps(by="boss") == ()
        assert listed(desk) == []
        found = desk.desk.policies.search("带狗上班可以吗", by="boss").results[0]
        assert found.text == "办法未规定，请问物业。"


async def test_a_gap_that_needs_no_answer_is_taken_off(tmp_path: Path) -> None:
    before = open_with_text(tmp_path)
    before.policies.missed("今天天气好吗", by="li")
    before.close()
    async with driving(tmp_path, person="boss") as desk:
        await desk.keys("f3", "ctrl+t", "ctrl+t", "ctrl+t", "ctrl+d")
        assert desk.desk.policies.gaps(by="boss") == ()
        assert listed(desk) == []


async def test_a_refused_answer_keeps_every_word(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, size=SMALL, person="boss") as desk:
        await desk.keys("f3", "ctrl+a")
        form = desk.screen
        assert isinstance(form, AnswerForm)
        for name, text in (("question", "新问题"), ("answer", "新答复"), ("aliases", "一\n二")):
            form.query_one(f"#{name}", Prose).fill(text)
        for name, text in (("articles", "十五号"), ("category", "其他"), ("valid_until", "明年")):
            form.query_one(f"#{name}", Line).fill(text)
        before = form.values()
        for field, right in (("valid_until", "2027-01-31"), ("articles", "3")):
            await desk.keys("ctrl+s")
            assert isinstance(desk.screen, AnswerForm)
            assert desk.text("#refusal").strip()
            assert form.values() == before
            form.query_one(f"#{field}", Line).fill(right)
            before = form.values()
        await desk.keys("ctrl+s")
        made = desk.desk.policies.search("新问题", by="boss").results[0]
        assert (made.title, made.citations) == ("新问题", ("第三条",))


async def test_an_answer_is_changed_and_then_retired(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, person="boss") as desk:
        await desk.keys("f3")
        await desk.type("积木能借几盒")
        await desk.keys("ctrl+e")
        assert desk.one("#answer", Prose).text == "每人可借五盒积木。"
        desk.one("#answer", Prose).fill("每人最多借五盒。")
        await desk.keys("ctrl+s")
        assert "每人最多借五盒。" in read(desk)
        await desk.keys("ctrl+d")
        assert isinstance(desk.screen, RetireAnswer)
        await desk.type("并入另一条")
        await desk.keys("ctrl+s")
        assert not any(OWN in row for row in listed(desk))
        assert OWN in {one.question for one in desk.desk.policies.answers(by="boss", retired=True)}


async def test_a_half_written_answer_is_there_again(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, person="boss") as desk:
        await desk.keys("f3", "ctrl+a")
        await desk.type("写到一半的问题")
        await desk.keys("escape", "ctrl+a")
        assert desk.one("#question", Prose).text == "写到一半的问题"
        await desk.keys("escape", "f2", "f11", "enter")
        assert isinstance(desk.screen, AnswerForm)
        assert desk.one("#question", Prose).text == "写到一半的问题"


# -- files -------------------------------------------------------------------------------------------------------------


def sheet(folder: Path, rows: str) -> Path:
    path = folder / "answers.csv"
    path.write_text("question,answer,articles,colour\n" + rows, encoding="utf-8")
    return path


@SIZES
async def test_a_sheet_shows_what_would_change_before_it_does(tmp_path: Path, size: tuple[int, int]) -> None:
    with_text(tmp_path)
    path = sheet(tmp_path, f"能借书吗,不能。,3,red\n{OWN},每人五盒。,第三条（一）,blue\n")
    async with driving(tmp_path, size=size, person="boss") as desk:
        before = {one.question for one in desk.desk.policies.answers(by="boss")}
        await desk.keys("f3", "ctrl+u")
        assert isinstance(desk.screen, TakeSheet)
        await desk.type(str(path))
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, TakeSheet)
        told = desk.text("#found-text")
        assert "新增 1" in told or "1 条新" in told or "1" in told.splitlines()[0]
        assert "能借书吗" in told
        assert OWN in told
        assert "colour" in told
        assert {one.question for one in desk.desk.policies.answers(by="boss")} == before
        assert "导入" in str(desk.one("#done", Button).label)
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, PoliciesScreen)
        after = {one.question: one.answer for one in desk.desk.policies.answers(by="boss")}
        assert after["能借书吗"] == "不能。"
        assert after[OWN] == "每人五盒。"


async def test_a_bad_row_keeps_the_sheet_out_and_is_named(tmp_path: Path) -> None:
    with_text(tmp_path)
    path = sheet(tmp_path, "能借书吗,不能。,十五号,\n")
    async with driving(tmp_path, person="boss") as desk:
        await desk.keys("f3", "ctrl+u")
        await desk.type(str(path))
        for _again in range(2):
            await desk.keys("ctrl+s")
            assert isinstance(desk.screen, TakeSheet)
            assert "第 2 行" in desk.text("#found-text")
            assert "十五号" in desk.text("#found-text")
        assert "能借书吗" not in {one.question for one in desk.desk.policies.answers(by="boss")}


async def test_answers_are_written_to_a_sheet(tmp_path: Path) -> None:
    with_text(tmp_path)
    async with driving(tmp_path, person="boss") as desk:
        await desk.keys("f3", "ctrl+l")
        assert isinstance(desk.screen, SaveSheet)
        desk.one("#path", Line).fill(str(tmp_path / "out.csv"))
        await desk.keys("ctrl+s")
        assert OWN in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
        assert "out.csv" in desk.told[-1]


# -- looks -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_everything_stays_readable_without_colour_and_with_plain_borders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("SHOUWEN_ASCII", "1")
    with_text(tmp_path)
    async with driving(tmp_path, size=SMALL, language=language) as desk:
        await desk.keys("f3")
        await desk.type("旧卡还能用吗")
        painted = "\n".join(desk.painted())
        assert {"zh": "已过期", "en": "past its last day"}[language] in painted
        assert not any("\u2500" <= letter <= "\u259f" for letter in painted)


async def test_the_help_names_the_place_and_its_keys(tmp_path: Path) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path) as desk:
        await desk.keys("f3", "f1")
        assert "拼音" in desk.text("#help-text")
        assert "Ctrl+G" in desk.text("#help-text")


@pytest.mark.skipif(not REAL.exists(), reason="the official text is not part of the project")
async def test_the_official_text_is_read_at_the_article_an_answer_cites(tmp_path: Path) -> None:
    prepared_copy(tmp_path)
    async with driving(tmp_path, size=SMALL, person="boss") as desk:
        await desk.keys("f3", "ctrl+o")
        await desk.type(str(REAL))
        await desk.keys("ctrl+s", "escape")
        await desk.type("房租免几年")
        await desk.keys("down", "enter")
        assert read(desk).startswith("第十五条")
        assert "三年" in read(desk)
