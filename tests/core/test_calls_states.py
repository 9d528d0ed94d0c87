"""The life of a call: every act from every state, as the contract's "States" has it, and who may do what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from core.calls.views import CallView, NewCall
from core.desk import Desk
from core.errors import DeskError, NotAllowed, RuleRefused
from tests.helpers.people import FrozenClock, open_copy

STATES = ("accepted", "in_progress", "waiting", "completed", "closed", "declined")
BOTH = {"accepted", "in_progress"}
Act = Callable[[Desk, str, str], CallView]
ACTS: dict[str, Act] = {
    "sort": lambda desk, number, by: desk.calls.sort(number, "subsidy", by=by),
    "reply": lambda desk, number, by: desk.calls.reply(number, "已经答复", by=by),
    "attempt": lambda desk, number, by: desk.calls.attempt(number, "busy", by=by),
    "notify": lambda desk, number, by: desk.calls.notify(number, by=by),
    "receive": lambda desk, number, by: desk.calls.receive(number, [("身份证", 1)], by=by),
    "wait": lambda desk, number, by: desk.calls.wait(number, "等材料", by=by),
    "resume": lambda desk, number, by: desk.calls.resume(number, by=by),
    "transfer": lambda desk, number, by: desk.calls.transfer(number, "han", "她熟悉", by=by),
    "refer": lambda desk, number, by: desk.calls.refer(number, "finance", "由其办理", by=by),
    "return": lambda desk, number, by: desk.calls.return_(number, "转错了", by=by),
    "ask_extension": lambda desk, number, by: desk.calls.ask_extension(number, "1wd", "要评审", by=by),
    "extend": lambda desk, number, by: desk.calls.extend(number, "1wd", "要评审", by=by),
    "refuse_extension": lambda desk, number, by: desk.calls.refuse_extension(number, "来得及", by=by),
    "complete": lambda desk, number, by: desk.calls.complete(number, "办好了", by=by),
    "decline": lambda desk, number, by: desk.calls.decline(number, "withdrawn", "不办了", by=by),
    "resolved": lambda desk, number, by: desk.calls.follow_up(number, resolved=True, rating=5, by=by),
    "unresolved": lambda desk, number, by: desk.calls.follow_up(number, resolved=False, rating=1, by=by),
    "no_answer": lambda desk, number, by: desk.calls.follow_up(number, outcome="no_answer", by=by),
    "reopen": lambda desk, number, by: desk.calls.reopen(number, "又来问", by=by),
}
LEADS: dict[str, dict[str, str]] = {
    # act: {from: to}, from the contract's text alone
    "reply": {"accepted": "in_progress", "in_progress": "in_progress"},
    "wait": dict.fromkeys(BOTH, "waiting"),
    "resume": {"waiting": "in_progress"},
    "transfer": dict.fromkeys(BOTH, "accepted"),
    "refer": dict.fromkeys(BOTH, "accepted"),
    "return": dict.fromkeys(BOTH, "accepted"),
    "complete": dict.fromkeys(BOTH, "completed"),
    "decline": dict.fromkeys(BOTH, "declined"),
    "resolved": {"completed": "closed"},
    "unresolved": {"completed": "in_progress"},
    "no_answer": {"completed": "completed"},
    "reopen": dict.fromkeys(("completed", "closed", "declined"), "in_progress"),
    # acts that move nothing, while the call is being worked on
    "sort": {one: one for one in BOTH},
    "attempt": {one: one for one in BOTH},
    "notify": {one: one for one in BOTH},
    "receive": {one: one for one in BOTH},
    "ask_extension": {one: one for one in BOTH},
    "extend": {one: one for one in BOTH},
    "refuse_extension": {one: one for one in BOTH},
}
UNSAID = {
    # The contract does not say whether these may be done while waiting or after the end.
    ("reply", "waiting"), ("sort", "waiting"), ("attempt", "waiting"), ("notify", "waiting"), ("receive", "waiting"),
    ("refuse_extension", "waiting"), ("notify", "completed"),
}  # fmt: skip


@pytest.fixture(scope="module")
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, clock: FrozenClock) -> Iterator[Desk]:
    """One for all tests here: each works on a call of its own."""
    desk = open_copy(tmp_path_factory.mktemp("states"), clock)
    yield desk
    desk.close()


def call_in(desk: Desk, state: str) -> str:
    """A call of `li`'s in a state, replied to, transferred from `deputy`, with an extension asked for where it can be.

    Its number. `deputy` is the first contact, so that `li` handles it by a transfer that can be returned.
    """
    number = desk.calls.log(NewCall(question="贷款怎么办", service="loan"), by="deputy").number
    desk.calls.reply(number, "先答一点", by="deputy")
    desk.calls.transfer(number, "li", "他办", by="deputy")
    if state == "accepted":
        return number
    desk.calls.reply(number, "再答一点", by="li")
    if state == "waiting":
        desk.calls.wait(number, "等材料", by="li")
    elif state in ("completed", "closed"):
        desk.calls.complete(number, "办好了", by="li")
        if state == "closed":
            desk.calls.follow_up(number, resolved=True, by="boss")
    elif state == "declined":
        desk.calls.decline(number, "withdrawn", "不办了", by="li")
    return number


@pytest.mark.parametrize(("act", "state"), [(a, s) for s in STATES for a in sorted(ACTS) if (a, s) not in UNSAID])
def test_the_matrix(desk: Desk, state: str, act: str) -> None:
    number = call_in(desk, state)
    if act == "refuse_extension" and state in BOTH:
        desk.calls.ask_extension(number, "1wd", "要评审", by="li")
    before = desk.calls.show(number, by="boss")
    assert before.status == state
    by = "boss" if act in ("extend", "refuse_extension", "resolved", "unresolved", "no_answer") else "li"
    expected = LEADS[act].get(state)
    told = desk.calls.allowed(number, by=by)["follow_up" if act in ("resolved", "unresolved", "no_answer") else act]
    if expected is None:
        with pytest.raises(RuleRefused):
            ACTS[act](desk, number, by)
        assert told is not None
        assert desk.calls.show(number, by="boss") == before
    else:
        after = ACTS[act](desk, number, by)
        assert after.status == expected
        assert after == desk.calls.show(number, by=by)
        assert after.first_contact == "deputy"
        assert told is None


@pytest.mark.parametrize("act", ["reply", "sort", "attempt", "notify", "receive"])
def test_what_waiting_leaves_to_do_never_starts_the_clock_by_itself(desk: Desk, clock: FrozenClock, act: str) -> None:
    number = call_in(desk, "waiting")
    clock.forward(hours=1)
    after = ACTS[act](desk, number, "li")
    assert (after.status, after.light) == ("waiting", None)


def test_a_reply_by_another_than_the_handler_leaves_the_state(desk: Desk) -> None:
    number = call_in(desk, "accepted")
    for by in ("deputy", "boss"):
        assert ACTS["reply"](desk, number, by).status == "accepted"
    assert ACTS["reply"](desk, number, "li").status == "in_progress"


def test_completing_needs_a_reply_and_a_service(desk: Desk) -> None:
    number = desk.calls.log(NewCall(question="问一下"), by="li").number
    with pytest.raises(RuleRefused) as refused:
        ACTS["complete"](desk, number, "li")
    assert refused.value.code == "unsorted"
    desk.calls.sort(number, "loan", by="li")
    desk.calls.notify(number, by="li")
    with pytest.raises(RuleRefused) as refused:
        ACTS["complete"](desk, number, "li")
    assert refused.value.code == "no_reply"
    desk.calls.reply(number, "可以办", by="li")
    assert ACTS["complete"](desk, number, "li").status == "completed"


def test_an_answer_on_the_spot_completes_and_is_a_reply(desk: Desk, clock: FrozenClock) -> None:
    call = desk.calls.log(NewCall(question="几点开门", service="about", answer="九点"), by="li")
    assert (call.status, call.answer, call.light) == ("completed", "九点", None)
    assert (call.responded_at, call.completed_at) == (clock.at, clock.at)


INVOLVED = {"boss", "chief", "li", "han", "tel"}
"""Two supervisors; first contact `tel`; its deputy `han`; handler `li`. `deputy` has nothing to do with it."""


@pytest.mark.parametrize("by", ["boss", "chief", "li", "han", "tel", "deputy"])
@pytest.mark.parametrize(
    "act", ["sort", "reply", "attempt", "notify", "receive", "wait", "refer", "complete", "decline", "ask_extension"]
)
def test_acts_are_for_handler_first_contact_deputy_and_supervisors(desk: Desk, act: str, by: str) -> None:
    desk.staff.edit("tel", deputy="han", by="boss")
    number = desk.calls.log(NewCall(question="贷款怎么办", service="loan"), by="tel").number
    desk.calls.reply(number, "先答一点", by="tel")
    desk.calls.transfer(number, "li", "他办", by="tel")
    if by in INVOLVED:
        ACTS[act](desk, number, by)
        return
    with pytest.raises(NotAllowed) as refused:
        ACTS[act](desk, number, by)
    assert refused.value.code == "not_involved"


@pytest.mark.parametrize("act", ["extend", "refuse_extension"])
@pytest.mark.parametrize("by", ["li", "deputy", "tel"])
def test_extensions_are_the_supervisors(desk: Desk, act: str, by: str) -> None:
    number = call_in(desk, "in_progress")
    desk.calls.ask_extension(number, "1wd", "要评审", by="li")
    with pytest.raises(NotAllowed):
        ACTS[act](desk, number, by)
    assert desk.calls.show(number, by="boss").extension_asked is not None


def test_nobody_acts_who_is_unknown_or_has_left(desk: Desk) -> None:
    number = call_in(desk, "accepted")
    for by in ("gone", "nobody", ""):
        for act in ACTS:
            with pytest.raises(NotAllowed):
                ACTS[act](desk, number, by)
        reading: list[Callable[[], Any]] = [
            lambda by=by: desk.calls.show(number, by=by),  # type: ignore[misc]
            lambda by=by: desk.services.list(by=by),  # type: ignore[misc]
            lambda by=by: desk.staff.list(by=by),  # type: ignore[misc]
        ]
        for read in reading:
            with pytest.raises(NotAllowed):
                read()


def test_a_refused_act_leaves_no_trace_in_timeline_or_audit(desk: Desk) -> None:
    number = call_in(desk, "completed")
    before = (desk.calls.show(number, by="boss"), desk.storage.change_token())
    for act in ("wait", "transfer", "complete", "reply"):
        with pytest.raises(DeskError):
            ACTS[act](desk, number, "li")
    assert (desk.calls.show(number, by="boss"), desk.storage.change_token()) == before


def test_every_act_is_on_the_timeline_and_in_the_audit_once(desk: Desk, clock: FrozenClock) -> None:
    number = desk.calls.log(NewCall(question="贷款怎么办", service="loan"), by="li").number
    for act in ("reply", "notify", "receive", "wait", "resume", "ask_extension", "transfer"):
        entries, lines = desk.storage.change_token(), len(desk.calls.show(number, by="li").timeline)
        clock.forward(minutes=1)
        after = ACTS[act](desk, number, "li")
        assert desk.storage.change_token() == entries + 1, act
        new = after.timeline[lines:]
        assert [(one.at, one.staff, one.event) for one in new] == [(clock.at, "li", act)]
