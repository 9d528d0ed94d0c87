"""A complaint about a member of staff is neither seen nor handled by that person; its slip bears no complainant."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from core.calls.views import CallFilter, CallView, NewCall
from core.desk import Desk
from core.errors import DeskError, NotFound, RuleRefused

PHONE = "13800005678"
WORDS = "他态度恶劣不耐烦"


def complain(desk: Desk, about: str, by: str, **more: Any) -> CallView:
    new = NewCall(question=WORDS, about=about, phone=PHONE, name="钱多多", service="complaint", **more)
    return desk.calls.log(new, by=by)


@pytest.mark.parametrize(("about", "by"), [("han", "li"), ("boss", "li"), ("li", "li"), ("boss", "boss")])
def test_the_one_complained_of_finds_it_nowhere(desk: Desk, tmp_path: Path, about: str, by: str) -> None:
    before = desk.calls.board(by=about).counts
    call = complain(desk, about, by)
    number = call.number
    assert call.kind == "complaint"
    assert call.handler != about
    assert (call.first_contact, call.about) == (by, about)
    empty = [
        CallFilter(), CallFilter(search=number), CallFilter(search=WORDS), CallFilter(search="钱多多"),
        CallFilter(search="qdd"), CallFilter(search="5678"), CallFilter(search=PHONE), CallFilter(kind="complaint"),
        CallFilter(handler=call.handler), CallFilter(first_contact=by), CallFilter(service="complaint"),
        CallFilter(status="accepted"), CallFilter(light="green"),
    ]  # fmt: skip
    for wanted in empty:
        assert number not in [one.number for one in desk.calls.list(wanted, by=about).items]
        assert number not in [one.number for one in desk.calls.list(wanted, by=about, reveal=True).items]
        assert number in [one.number for one in desk.calls.list(wanted, by="chief").items]
    assert desk.calls.caller(PHONE, by=about) is None
    assert desk.calls.caller(PHONE, by="chief") is not None
    board = desk.calls.board(by=about)
    assert number not in [one.number for one in (*board.mine, *board.watched)]
    assert board.counts == before
    for path in ("register.txt", "ledger.txt"):
        make = desk.papers.register if path.startswith("r") else desk.papers.ledger
        assert make(None, None, tmp_path / path, by=about) == 0
        assert make(None, None, tmp_path / path, by="chief") == 1


@pytest.mark.parametrize(("about", "by"), [("han", "li"), ("boss", "li"), ("li", "li")])
def test_the_one_complained_of_can_do_nothing_with_it_and_cannot_tell_it_from_no_call(
    desk: Desk, tmp_path: Path, about: str, by: str
) -> None:
    number = complain(desk, about, by).number
    acts: list[Callable[[str], Any]] = [
        lambda one: desk.calls.show(one, by=about),
        lambda one: desk.calls.reveal(one, by=about),
        lambda one: desk.calls.allowed(one, by=about),
        lambda one: desk.calls.reply(one, "x", by=about),
        lambda one: desk.calls.sort(one, "loan", by=about),
        lambda one: desk.calls.attempt(one, "busy", by=about),
        lambda one: desk.calls.notify(one, by=about),
        lambda one: desk.calls.receive(one, [("x", 1)], by=about),
        lambda one: desk.calls.wait(one, "x", by=about),
        lambda one: desk.calls.resume(one, by=about),
        lambda one: desk.calls.transfer(one, "tel", "x", by=about),
        lambda one: desk.calls.refer(one, "finance", "x", by=about),
        lambda one: desk.calls.return_(one, "x", by=about),
        lambda one: desk.calls.ask_extension(one, "1wd", "x", by=about),
        lambda one: desk.calls.extend(one, "1wd", "x", by=about),
        lambda one: desk.calls.refuse_extension(one, "x", by=about),
        lambda one: desk.calls.complete(one, "x", by=about),
        lambda one: desk.calls.decline(one, "invalid", "x", by=about),
        lambda one: desk.calls.follow_up(one, resolved=True, by=about),
        lambda one: desk.calls.reopen(one, "x", by=about),
        lambda one: desk.calls.remind(one, "x", by=about),
        lambda one: desk.papers.slip(one, tmp_path / "x.txt", by=about),
        lambda one: desk.papers.receipt(one, tmp_path / "x.txt", by=about),
    ]
    for act in acts:
        said = []
        for asked in (number, "20261123A999"):
            with pytest.raises(NotFound) as refused:
                act(asked)
            said.append(refused.value.message.replace(asked, "N"))
        assert said[0] == said[1]
    assert not (tmp_path / "x.txt").exists()
    assert [one.event for one in desk.calls.show(number, by="chief").timeline] == ["log"]
    other = desk.calls.log(NewCall(question="x", service="loan"), by=about).number
    with pytest.raises(NotFound):
        desk.calls.decline(other, "duplicate", "x", to=number, by=about)


def test_a_supervisor_complained_of_does_not_meet_it_when_the_calendar_changes(desk: Desk) -> None:
    number = complain(desk, "boss", "li").number
    other = desk.calls.log(NewCall(question="问", service="loan"), by="li").number
    before = desk.calls.show(number, by="chief").due_at
    changed = desk.calendar.set(date(2026, 11, 25), "rest", by="boss", reason="台风")
    assert [one.number for one in changed.calls] == [other]
    assert desk.calls.show(number, by="chief").due_at > before


def test_it_is_never_given_to_the_one_complained_of(desk: Desk) -> None:
    number = complain(desk, "han", "li").number
    with pytest.raises(RuleRefused) as refused:
        desk.calls.transfer(number, "han", "给她", by="li")
    assert refused.value.code == "about_them"
    assert desk.calls.show(number, by="li").handler == "li"


def test_a_deputy_complained_of_is_shut_out_too(desk: Desk) -> None:
    number = complain(desk, "deputy", "li").number
    with pytest.raises(NotFound):
        desk.calls.reply(number, "x", by="deputy")


def test_a_first_contact_complained_of_hands_it_to_a_supervisor(desk: Desk) -> None:
    call = complain(desk, "li", "li")
    assert call.handler in ("boss", "chief")
    assert call.first_contact == "li"
    assert complain(desk, "boss", "boss").handler == "chief"
    with pytest.raises(DeskError):
        complain(desk, "li", "li", answer="我没有")


def test_a_complaint_given_on_by_its_first_contact_is_not_returned_to_the_one_complained_of(desk: Desk) -> None:
    number = complain(desk, "li", "li").number
    with pytest.raises(RuleRefused):
        desk.calls.return_(number, "不是我的", by="boss")


def test_about_nobody_known_is_refused(desk: Desk) -> None:
    with pytest.raises(NotFound):
        complain(desk, "nobody", "li")
    assert complain(desk, "gone", "li").about == "gone"


@pytest.mark.parametrize("ending", ["txt", "docx"])
def test_the_slip_and_receipt_bear_no_complainant(desk: Desk, tmp_path: Path, ending: str) -> None:
    number = complain(desk, "han", "li", organisation="某某公司").number
    for make in (desk.papers.slip, desk.papers.receipt):
        path = tmp_path / f"paper.{ending}"
        make(number, path, by="li")
        text = path.read_text() if ending == "txt" else ZipFile(path).read("word/document.xml").decode()
        assert number in text
        for secret in ("钱多多", "某某公司", "5678", "138****"):
            assert secret not in text


def test_a_confidential_callers_name_and_phone_are_for_those_involved(desk: Desk) -> None:
    new = NewCall(question="保密的事", phone=PHONE, name="钱多多", organisation="某公司", confidential=True)
    number = desk.calls.log(new, by="li").number
    for by, seen in (("li", "钱多多"), ("deputy", "钱多多"), ("boss", "钱多多"), ("han", None), ("tel", None)):
        for caller in (desk.calls.show(number, by=by).caller, desk.calls.list(CallFilter(), by=by).items[0].caller):
            assert caller.name == seen
            assert caller.phone == ("138****5678" if seen else None)
    with pytest.raises(DeskError):
        desk.calls.reveal(number, by="han")
    assert desk.calls.list(CallFilter(), by="han", reveal=True).items[0].caller.phone is None
    known = desk.calls.caller(PHONE, by="han")
    assert known is None


def test_a_confidential_caller_is_found_only_by_those_involved(desk: Desk) -> None:
    new = NewCall(question="保密的事", phone=PHONE, name="钱多多", confidential=True)
    number = desk.calls.log(new, by="li").number
    found = {who: _numbers(desk, "钱多多", who) + _known(desk, who) for who in ("li", "han", "boss")}
    assert found == {"li": [number, number], "han": [], "boss": [number, number]}
    desk.staff.edit("li", by="boss", deputy="han")
    assert _numbers(desk, "钱多多", "han") == [number]


def _numbers(desk: Desk, words: str, by: str) -> list[str]:
    return [one.number for one in desk.calls.list(CallFilter(search=words), by=by).items]


def _known(desk: Desk, by: str) -> list[str]:
    history = desk.calls.caller(PHONE, by=by)
    return [one.number for one in history.calls] if history else []


@pytest.mark.parametrize("new", [{"about": "li"}, {"confidential": True}])
def test_the_paper_of_an_unsorted_call_does_not_print_who_complains(
    desk: Desk, tmp_path: Path, new: dict[str, object]
) -> None:
    call = desk.calls.log(NewCall(question="我是张三丰，13800001234，要投诉", kind="complaint", **new), by="boss")  # type: ignore[arg-type]
    for name in ("slip", "receipt", "register"):
        paper = tmp_path / f"{name}.txt"
        if name == "register":
            desk.papers.register(None, None, paper, by="boss")
        else:
            getattr(desk.papers, name)(call.number, paper, by="boss")
        text = paper.read_text("utf-8")
        assert "投诉" in text
        assert "张三丰" not in text
        assert "13800001234" not in text
