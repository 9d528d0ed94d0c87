"""Transfers, referrals and returns: first contact stays, the handler goes, a wrong one comes back within two days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from core.calls.views import CallView, NewCall
from core.desk import Desk
from core.errors import DeskError, NotFound, RuleRefused
from tests.helpers.hours import at, days_later
from tests.helpers.people import FrozenClock


@pytest.fixture
def call(desk: Desk) -> CallView:
    return desk.calls.log(NewCall(question="贷款怎么办", service="loan"), by="li")


def where(call: CallView) -> tuple[str, str | None, str]:
    return call.handler, call.party, call.status


def test_first_contact_never_changes(desk: Desk, call: CallView) -> None:
    for done in (
        desk.calls.transfer(call.number, "han", "她办", by="li"),
        desk.calls.transfer(call.number, "tel", "他办", by="han"),
        desk.calls.refer(call.number, "finance", "由其办", by="tel"),
        desk.calls.return_(call.number, "不归它", by="tel"),
        desk.calls.return_(call.number, "不归我", by="tel"),
    ):
        assert done.first_contact == "li"


def test_what_was_sent_on_stays_on_the_first_contacts_board_until_the_caller_has_an_answer(
    desk: Desk, call: CallView
) -> None:
    desk.calls.transfer(call.number, "han", "她办", by="li")
    assert [one.number for one in desk.calls.board(by="li").watched] == [call.number]
    assert [one.number for one in desk.calls.board(by="han").mine] == [call.number]
    desk.calls.refer(call.number, "finance", "由其办", by="han")
    assert [one.number for one in desk.calls.board(by="li").watched] == [call.number]
    desk.calls.reply(call.number, "银行说可以", by="han")
    desk.calls.complete(call.number, "办好", by="han")
    assert desk.calls.board(by="li").watched == ()


def test_returns_unwind_one_by_one(desk: Desk, call: CallView) -> None:
    desk.calls.transfer(call.number, "han", "她办", by="li")
    desk.calls.transfer(call.number, "tel", "他办", by="han")
    desk.calls.refer(call.number, "finance", "由其办", by="tel")
    desk.calls.refer(call.number, "property", "由物业办", by="tel")
    assert where(desk.calls.return_(call.number, "不归物业", by="tel")) == ("tel", "finance", "accepted")
    assert where(desk.calls.return_(call.number, "不归银行", by="tel")) == ("tel", None, "accepted")
    assert where(desk.calls.return_(call.number, "不归我", by="tel")) == ("han", None, "accepted")
    assert where(desk.calls.return_(call.number, "不归我", by="han")) == ("li", None, "accepted")
    with pytest.raises(RuleRefused) as refused:
        desk.calls.return_(call.number, "还退", by="li")
    assert refused.value.code == "not_sent_on"


def test_it_goes_back_to_whoever_sent_it_not_to_whoever_had_it(desk: Desk, call: CallView) -> None:
    desk.calls.transfer(call.number, "han", "由她办", by="boss")
    assert where(desk.calls.return_(call.number, "不归我", by="han")) == ("boss", None, "accepted")
    other = desk.calls.log(NewCall(question="问", service="loan"), by="li").number
    desk.calls.refer(other, "finance", "由其办", by="deputy")
    assert where(desk.calls.return_(other, "不归它", by="li")) == ("deputy", None, "accepted")


def test_it_goes_to_whoever_had_it_when_the_sender_has_left(desk: Desk, call: CallView) -> None:
    desk.calls.transfer(call.number, "han", "由她办", by="chief")
    desk.staff.disable("chief", by="boss")
    assert desk.calls.return_(call.number, "不归我", by="han").handler == "li"


def test_a_return_is_within_two_working_days_to_the_second(desk: Desk, call: CallView, clock: FrozenClock) -> None:
    clock.set("2026-11-26 16:00")
    desk.calls.transfer(call.number, "han", "她办", by="li")
    assert days_later(clock.at, 2) == at("2026-11-30 17:00")
    clock.set("2026-11-30 17:00:01")
    with pytest.raises(RuleRefused) as refused:
        desk.calls.return_(call.number, "不归我", by="han")
    assert refused.value.code == "return_too_late"
    clock.at -= timedelta(seconds=1)
    assert desk.calls.return_(call.number, "不归我", by="han").handler == "li"


def test_each_sending_has_its_own_two_days(desk: Desk, call: CallView, clock: FrozenClock) -> None:
    desk.calls.transfer(call.number, "han", "她办", by="li")
    clock.set("2026-11-25 10:00")
    desk.calls.transfer(call.number, "tel", "他办", by="han")
    clock.set("2026-11-26 10:00")
    assert desk.calls.return_(call.number, "不归我", by="tel").handler == "han"
    with pytest.raises(RuleRefused):
        desk.calls.return_(call.number, "不归我", by="han")


def test_wrong_targets_are_refused_and_change_nothing(desk: Desk, call: CallView) -> None:
    for to, kind in (("nobody", NotFound), ("gone", RuleRefused), ("li", RuleRefused), ("", NotFound)):
        with pytest.raises(kind):
            desk.calls.transfer(call.number, to, "x", by="li")
    desk.parties.edit("property", by="li", active=False)
    for to in ("nowhere", "", "property"):
        with pytest.raises(DeskError):
            desk.calls.refer(call.number, to, "x", by="li")
    assert desk.calls.show(call.number, by="li") == call


def test_reasons_are_needed(desk: Desk, call: CallView) -> None:
    for reason in ("", "  ", "\n"):
        acts: list[Callable[[str], CallView]] = [
            lambda why: desk.calls.transfer(call.number, "han", why, by="li"),
            lambda why: desk.calls.refer(call.number, "finance", why, by="li"),
            lambda why: desk.calls.wait(call.number, why, by="li"),
        ]
        for act in acts:
            with pytest.raises(DeskError) as refused:
                act(reason)
            assert refused.value.code == "text_missing"


def test_a_referred_call_still_has_somebody_at_the_desk(desk: Desk, call: CallView) -> None:
    done = desk.calls.refer(call.number, "finance", "由其办", by="li")
    assert where(done) == ("li", "finance", "accepted")
    moved = desk.calls.transfer(call.number, "han", "她盯", by="li")
    assert where(moved)[0] == "han"


def test_the_reason_and_the_target_are_on_the_timeline(desk: Desk, call: CallView, clock: FrozenClock) -> None:
    done = desk.calls.transfer(call.number, "han", "她熟悉", by="li")
    last = done.timeline[-1]
    assert (last.event, last.staff, last.at) == ("transfer", "li", clock.at)
    assert "han" in (last.text or "")
    assert "她熟悉" in (last.text or "")
