"""Answers: what ships, what the centre writes, sheets in and out, use and gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest

from core.desk import Desk
from core.errors import BadValue, NotFound, RuleRefused
from core.policies import service as policy_service
from core.policies.service import PolicyDesk
from core.policies.shipped import ShippedAnswer, load_answers
from core.policies.views import NewAnswer
from tests.core.policies_made_up import open_prepared
from tests.helpers.people import FrozenClock, open_copy


@pytest.fixture
def desk(tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    """A fresh desk with the answers that ship."""
    desk = open_prepared(tmp_path, clock)
    yield desk
    desk.close()


@pytest.fixture
def policies(desk: Desk) -> PolicyDesk:
    """The policies of a fresh desk."""
    return PolicyDesk(desk.storage)


def shipped(key: str, question: str, answer: str = "答。") -> ShippedAnswer:
    """An answer as it might ship."""
    return ShippedAnswer(
        key, question, answer, "办法", ("第一条",), ("另一种问法" + key,), "类", None, date(2026, 1, 1), True
    )


def ship(desk: Desk, *answers: ShippedAnswer) -> PolicyDesk:
    """The policies as a program that ships just these answers would open them."""
    policies = PolicyDesk(desk.storage)
    digest = "".join(one.checksum for one in answers)
    with (
        patch.object(policy_service, "load_answers", lambda: answers),
        patch.object(policy_service, "digest", lambda: digest),
    ):
        policies.prepare()
    return policies


def test_what_ships_is_there_once(tmp_path: Path, clock: FrozenClock) -> None:
    policies = PolicyDesk(open_copy(tmp_path, clock).storage)
    assert policies.prepare()
    assert not policies.prepare()
    assert len(policies.answers(by="li")) == len(load_answers()) >= 80


def test_an_upgrade_brings_changes_but_keeps_what_the_centre_edited(desk: Desk) -> None:
    policies = ship(desk, shipped("a", "甲问题"), shipped("b", "乙问题"), shipped("c", "丙问题"))
    first = {one.key: one for one in policies.answers(by="li")}
    policies.edit_answer(first["a"].id, NewAnswer(answer="中心自己的答复。"), by="li")
    policies.use_answer(first["b"].id, by="li")
    policies = ship(desk, shipped("a", "甲问题", "新。"), shipped("b", "乙问题", "新。"), shipped("d", "丁问题"))
    after = {one.key: one for one in policies.answers(by="li")}
    assert after["a"].answer == "中心自己的答复。"
    assert (after["b"].answer, after["b"].id, after["b"].used) == ("新。", first["b"].id, 1)
    assert set(after) == {"a", "b", "d"}
    assert policies.answer(first["c"].id, by="li").retired


def test_a_new_answer_is_found_at_once_and_by_its_aliases(policies: PolicyDesk) -> None:
    made = policies.add_answer(
        NewAnswer("望远镜怎么借", "到前台登记。", "12", aliases=("有没有看远处的镜子",), service="room"), by="li"
    )
    assert (made.citations, made.articles, made.service, made.edited) == (("第十二条",), (12,), "room", True)
    for query in ("望远镜怎么借", "看远处的镜子", "wangyuanjing", "wyjzmj"):
        assert policies.search(query, by="li").results[0].id == made.id, query


def test_an_edited_answer_is_found_by_its_new_words_only(policies: PolicyDesk) -> None:
    made = policies.add_answer(NewAnswer("储物柜怎么借", "到前台登记。"), by="li")
    policies.edit_answer(made.id, NewAnswer(question="雨伞怎么借", aliases=()), by="li")
    assert policies.search("雨伞", by="li").results[0].id == made.id
    assert made.id not in [one.id for one in policies.search("储物柜", by="li").results if one.kind == "answer"]


def test_a_retired_answer_is_not_found_but_kept(policies: PolicyDesk) -> None:
    made = policies.add_answer(NewAnswer("储物柜怎么借", "到前台登记。"), by="li")
    assert policies.retire_answer(made.id, "没有柜子了", by="li").retired
    assert made.id not in [one.id for one in policies.search("储物柜", by="li").results if one.kind == "answer"]
    assert [one.id for one in policies.answers(by="li", retired=True)] == [made.id]
    with pytest.raises(RuleRefused):
        policies.edit_answer(made.id, NewAnswer(answer="x"), by="li")
    with pytest.raises(NotFound):
        policies.answer(99_999, by="li")


@pytest.mark.parametrize(
    ("new", "code"),
    [(NewAnswer("", "答"), "text_missing"), (NewAnswer("问", " "), "text_missing"),
     (NewAnswer("问", "答", "甲条"), "bad_citation"),
     (NewAnswer("问\0", "答"), "text_nul"), (NewAnswer("问" * 501, "答"), "text_too_long"),
     (NewAnswer("问", "答", service="No Such"), "bad_code"),
     (NewAnswer("问", "答", valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1)), "ends_before_it_starts")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused(policies: PolicyDesk, new: NewAnswer, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        policies.add_answer(new, by="li")
    assert caught.value.code == code


def test_the_same_question_is_not_answered_twice(policies: PolicyDesk) -> None:
    policies.add_answer(NewAnswer("储物柜怎么借", "到前台登记。"), by="li")
    with pytest.raises(BadValue) as caught:
        policies.add_answer(NewAnswer(" 储物柜怎么借 ", "别处。"), by="li")
    assert caught.value.code == "answer_exists"


def test_use_is_counted_and_lifts_a_little(policies: PolicyDesk) -> None:
    one = policies.add_answer(NewAnswer("储物柜甲怎么借", "到前台登记。"), by="li")
    other = policies.add_answer(NewAnswer("储物柜乙怎么借", "到前台登记。"), by="li")
    first, second = policies.search("储物柜怎么借", by="li", limit=2).results
    assert {first.id, second.id} == {one.id, other.id}
    for _ in range(5):
        policies.use_answer(second.id, by="li")
    again = policies.search("储物柜怎么借", by="li", limit=2).results
    assert (again[0].id, again[0].used) == (second.id, 5)
    assert again[0].score < first.score * 1.1


@pytest.mark.parametrize("name", ["answers.csv", "answers.xlsx"])
def test_a_sheet_goes_out_and_comes_back_unchanged(policies: PolicyDesk, tmp_path: Path, name: str) -> None:
    policies.add_answer(
        NewAnswer("=1+1 是什么", '@公式，\n第二行；"引号"', "15；第十条（六）4.", aliases=("-甲", "+乙")), by="li"
    )
    before = policies.answers(by="li")
    assert policies.export_answers(tmp_path / name, by="li") == len(before)
    result = policies.import_answers(tmp_path / name, by="li")
    assert (result.written, result.problems) == (True, ())
    assert {one.act for one in result.changes} == {"unchanged"}
    assert policies.answers(by="li") == before


def test_no_cell_of_a_sheet_is_a_formula(policies: PolicyDesk, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    policies.add_answer(NewAnswer("=HYPERLINK(1)", "+1"), by="li")
    policies.export_answers(tmp_path / "a.xlsx", by="li")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value is not None)
    policies.export_answers(tmp_path / "a.csv", by="li")
    assert "\r\n'=HYPERLINK(1),'+1" in (tmp_path / "a.csv").read_bytes().decode("utf-8-sig")


def test_a_dry_run_shows_what_would_change_and_changes_nothing(policies: PolicyDesk, tmp_path: Path) -> None:
    policies.add_answer(NewAnswer("储物柜怎么借", "到前台登记。", "12"), by="li")
    before = policies.answers(by="li")
    file = tmp_path / "a.csv"
    file.write_bytes("问题,答复,条款,备注\n储物柜怎么借,到二楼登记。,12\n雨伞怎么借,前台有。,\n".encode("gb18030"))
    dry = policies.import_answers(file, by="li", dry_run=True)
    assert not dry.written
    assert [(one.act, one.fields) for one in dry.changes] == [("changed", ("answer",)), ("added", ())]
    assert dry.warnings == ("备注",)
    assert policies.answers(by="li") == before
    assert policies.import_answers(file, by="li").written
    assert len(policies.answers(by="li")) == len(before) + 1


def test_one_bad_row_and_nothing_is_written(policies: PolicyDesk, tmp_path: Path) -> None:
    before = policies.answers(by="li")
    file = tmp_path / "a.csv"
    file.write_text(
        "question,answer,articles\n雨伞怎么借,前台有。,12\n,没有问题,\n伞坏了,赔。,甲条\n雨伞怎么借,又来。,12\n",
        "utf-8",
    )
    result = policies.import_answers(file, by="li")
    assert [(one.row, one.code) for one in result.problems] == [
        (3, "text_missing"),
        (4, "bad_citation"),
        (5, "row_twice"),
    ]
    assert not result.written
    assert policies.answers(by="li") == before


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [("a.csv", "题,答\n1,2\n".encode(), "columns_missing"), ("a.csv", b"", "file_empty"),
     ("a.xlsx", b"PK\x03\x04 broken", "broken_sheet"),
     ("a.ods", b"x", "file_kind"), ("a.csv", b"%PDF-1.4" + bytes(range(256)), "not_text")],
)  # fmt: skip
def test_sheets_that_cannot_be_read_are_refused(
    policies: PolicyDesk, tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadValue) as caught:
        policies.import_answers(tmp_path / name, by="li")
    assert caught.value.code == code
    with pytest.raises(BadValue):
        policies.import_answers(tmp_path / ("missing" + name), by="li")


def test_gaps_are_grouped_counted_and_closed_by_an_answer(policies: PolicyDesk) -> None:
    for question in ("储物柜怎么借", "请问储物柜怎么借啊", "想借个储物柜", "雨伞能借吗"):
        policies.missed(question, by="li")
    policies.missed("我的电话13800001234给我回电", by="li", reason="not_used")
    first, *others = policies.gaps(by="li")
    assert (first.times, set(first.questions)) == (3, {"储物柜怎么借", "想借个储物柜"})
    assert all("138" not in question for one in others for question in one.questions)
    policies.add_answer(NewAnswer("储物柜怎么借", "到前台登记。", aliases=("想借个储物柜",)), by="li")
    left = policies.gaps(by="li")
    assert "储物柜怎么借" not in [one.question for one in left]
    assert policies.close_gaps([number for one in left for number in one.ids], by="li") == 2
    assert policies.gaps(by="li") == ()


def test_a_blank_question_finds_nothing(policies: PolicyDesk) -> None:
    for query in ("", "   ", "？！……", "\u202e", "😀"):
        found = policies.search(query, by="li")
        assert (found.results, found.confident) == ((), False)


def test_an_answer_closes_its_gaps_in_the_same_act_or_not_at_all(policies: PolicyDesk) -> None:
    for question in ("储物柜怎么借", "想借个柜子存东西"):
        policies.missed(question, by="li")
    ids = [number for one in policies.gaps(by="li") for number in one.ids]
    with pytest.raises(BadValue):
        policies.add_answer(NewAnswer("储物柜怎么借", ""), by="li", closes=ids)
    assert len([number for one in policies.gaps(by="li") for number in one.ids]) == 2
    policies.add_answer(NewAnswer("柜子", "到前台登记。"), by="li", closes=ids)
    assert policies.gaps(by="li") == ()
