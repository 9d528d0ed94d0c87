"""One-time notification (一次性告知), materials taken in, attempts, follow-ups, and grounds for declining."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls import rules
from core.calls.views import CallView, NewCall
from core.desk import Desk
from core.errors import BadValue, DeskError, NotFound, RuleRefused
from tests.helpers.people import FrozenClock


@pytest.fixture
def call(desk: Desk) -> CallView:
    return desk.calls.log(NewCall(question="贷款怎么办", service="loan", channel="counter"), by="li")


def test_the_items_default_to_the_services_materials_and_the_means_to_the_channel(
    desk: Desk, call: CallView, clock: FrozenClock
) -> None:
    materials = desk.services.show("loan", by="li").materials
    (telling,) = desk.calls.notify(call.number, by="li").notifications
    assert (telling.items, telling.means, telling.staff, telling.at) == (materials, "counter", "li", clock.at)
    assert (telling.reason, telling.counts) == (None, False)
    for channel, means in (("hotline", "phone"), ("online", "message"), ("letter", "print")):
        other = desk.calls.log(NewCall(question="问", service="loan", channel=channel), by="li")
        assert desk.calls.notify(other.number, by="li").notifications[0].means == means


def test_the_list_as_told_stays_when_the_service_changes(desk: Desk, call: CallView) -> None:
    before = desk.calls.notify(call.number, by="li").notifications
    desk.services.set("loan", by="boss", materials=["全新材料"])
    assert desk.calls.show(call.number, by="li").notifications == before
    with pytest.raises(BadValue):
        desk.calls.notify(call.number, by="li")
    assert desk.calls.notify(call.number, by="li", reason="policy").notifications[-1].items == ("全新材料",)


def test_told_again_needs_no_reason_and_does_not_count(desk: Desk, call: CallView) -> None:
    desk.calls.notify(call.number, by="li", items=["身份证 (原件)", "Form A"])
    for again in (["身份证 (原件)"], ["身份证（原件）"], ["form  a"], ["ＦＯＲＭ Ａ", "身份证(原件)"], ["formA"]):
        telling = desk.calls.notify(call.number, by="li", items=again).notifications[-1]
        assert (telling.items, telling.counts, telling.reason) == (tuple(again), False, None)
    telling = desk.calls.notify(call.number, by="li", items=["form a"], reason="omitted").notifications[-1]
    assert telling.counts is False


@pytest.mark.parametrize(
    ("reason", "counts"), [("omitted", True), ("circumstances", False), ("policy", False), ("unfit_material", False)]
)
def test_a_new_item_needs_a_reason_and_only_omitted_counts(
    desk: Desk, call: CallView, reason: str, counts: bool
) -> None:
    desk.calls.notify(call.number, by="li", items=["身份证"])
    with pytest.raises(BadValue) as refused:
        desk.calls.notify(call.number, by="li", items=["身份证", "户口簿"])
    assert refused.value.code == "reason_missing"
    assert refused.value.details["items"] == ["户口簿"]
    done = desk.calls.notify(call.number, by="li", items=["身份证", "户口簿"], reason=reason, note="说明")
    assert (done.notifications[-1].reason, done.notifications[-1].counts) == (reason, counts)
    assert len(done.notifications) == 2
    again = desk.calls.notify(call.number, by="li", items=["户口簿"])
    assert again.notifications[-1].counts is False


def test_the_first_telling_never_counts(desk: Desk, call: CallView) -> None:
    assert desk.calls.notify(call.number, by="li", items=["a"], reason="omitted").notifications[0].counts is False


def test_the_same_item_twice_in_one_telling_is_told_once(desk: Desk, call: CallView) -> None:
    assert desk.calls.notify(call.number, by="li", items=["a", "b", "a"]).notifications[0].items == ("a", "b")


def test_telling_without_a_list_or_with_unknown_words_is_refused(desk: Desk, call: CallView) -> None:
    bare = desk.calls.log(NewCall(question="问"), by="li").number
    with pytest.raises(RuleRefused) as refused:
        desk.calls.notify(bare, by="li")
    assert refused.value.code == "nothing_to_tell"
    wrongs: list[dict[str, Any]] = [{"means": "pigeon"}, {"reason": "because"}, {"items": [" "]}, {"items": ["a\0"]}]
    for wrong in wrongs:
        with pytest.raises(BadValue):
            desk.calls.notify(call.number, by="li", **wrong)
    assert desk.calls.show(call.number, by="li").notifications == ()


@given(
    told=st.lists(st.text(min_size=1, max_size=4), max_size=6),
    now=st.lists(st.text(min_size=1, max_size=4), min_size=1, max_size=6),
    reason=st.sampled_from([None, "omitted", "circumstances", "policy", "unfit_material"]),
)
def test_counting_is_omitted_and_new_and_later(told: list[str], now: list[str], reason: str | None) -> None:
    again = rules.told(told, told, not told, None) if told else None
    assert again is None or again.counts is False
    try:
        result = rules.told(now, told, False, reason)
    except BadValue:
        assert reason is None
        return
    assert result.counts == (bool(result.new) and reason == "omitted")
    assert set(result.new) <= set(now) - set(told)


def test_materials_taken_in_are_listed_with_their_copies(desk: Desk, call: CallView, clock: FrozenClock) -> None:
    desk.calls.receive(call.number, [("身份证", 2), ("申请表", 1)], by="li")
    clock.forward(minutes=5)
    done = desk.calls.receive(call.number, [("身份证", 1)], by="boss")
    assert [(one.item, one.copies, one.staff) for one in done.materials_received] == [
        ("身份证", 2, "li"), ("申请表", 1, "li"), ("身份证", 1, "boss"),
    ]  # fmt: skip
    for wrong in ([], [("", 1)], [("x", 0)], [("x", -1)], [("x", 1000)]):
        with pytest.raises(BadValue):
            desk.calls.receive(call.number, wrong, by="li")


@pytest.mark.parametrize("outcome", ["busy", "no_answer", "wrong_number"])
def test_every_attempt_is_recorded_and_meets_nothing(desk: Desk, call: CallView, outcome: str) -> None:
    for count in (1, 2, 3):
        done = desk.calls.attempt(call.number, outcome, by="li")
        assert [one.text for one in done.timeline if one.event == "attempt"] == [outcome] * count
    assert (done.responded_at, done.status) == (None, "accepted")
    with pytest.raises(BadValue):
        desk.calls.attempt(call.number, "asleep", by="li")


@pytest.fixture
def completed(desk: Desk) -> str:
    return desk.calls.log(NewCall(question="问", service="loan", answer="答"), by="li").number


def test_a_follow_up_is_never_the_handlers(desk: Desk, completed: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        desk.calls.follow_up(completed, resolved=True, by="li")
    assert refused.value.code == "own_follow_up"
    mine = desk.calls.log(NewCall(question="问", service="loan", answer="答"), by="boss").number
    with pytest.raises(RuleRefused):
        desk.calls.follow_up(mine, resolved=True, by="boss")
    assert desk.calls.follow_up(mine, resolved=True, by="chief").status == "closed"


def test_not_reached_stays_completed_and_may_be_tried_again(desk: Desk, completed: str) -> None:
    for outcome in ("no_answer", "refused", "no_answer"):
        done = desk.calls.follow_up(completed, outcome=outcome, by="boss", comment="再打")
        assert (done.status, done.reopened) == ("completed", False)
    assert desk.calls.follow_up(completed, resolved=True, rating=4, by="boss").status == "closed"
    with pytest.raises(RuleRefused):
        desk.calls.follow_up(completed, resolved=True, by="boss")


def test_a_follow_up_says_what_it_must_and_nothing_it_cannot(desk: Desk, completed: str) -> None:
    wrong: list[dict[str, object]] = [
        {}, {"rating": 5}, {"outcome": "no_answer", "rating": 5}, {"outcome": "refused", "resolved": True},
        {"resolved": True, "rating": 0}, {"resolved": True, "rating": 6}, {"outcome": "maybe"},
    ]  # fmt: skip
    for words in wrong:
        with pytest.raises(BadValue):
            desk.calls.follow_up(completed, by="boss", **words)  # type: ignore[arg-type]
    assert desk.calls.show(completed, by="li").status == "completed"


def test_grounds_for_declining(desk: Desk, clock: FrozenClock) -> None:
    def fresh() -> str:
        return desk.calls.log(NewCall(question="问", service="loan"), by="li").number

    first = fresh()
    for ground, to in (("guided", "finance"), ("guided", None), ("withdrawn", None), ("duplicate", first),
                       ("duplicate", None), ("invalid", None), ("not_accepted", None)):  # fmt: skip
        done = desk.calls.decline(fresh(), ground, "原因写明", to=to, by="li")
        assert done.status == "declined"
        assert (done.party == "finance") == (to == "finance")
        assert "原因写明" in (done.timeline[-1].text or "")
    for ground, to, kind in (
        ("guided", "nowhere", NotFound), ("duplicate", "20261123A999", NotFound), ("withdrawn", "finance", BadValue),
        ("lazy", None, BadValue), ("guided", first, NotFound),
    ):  # fmt: skip
        with pytest.raises(kind):
            desk.calls.decline(fresh(), ground, "原因", to=to, by="li")
    mine = fresh()
    with pytest.raises(DeskError):
        desk.calls.decline(mine, "duplicate", "原因", to=mine, by="li")
    with pytest.raises(BadValue):
        desk.calls.decline(mine, "not_accepted", "  ", by="li")


def test_a_reprinted_slip_has_the_list_as_it_was_told(desk: Desk, tmp_path: Path) -> None:
    number = desk.calls.log(NewCall(question="怎么办", service="loan"), by="li").number
    desk.calls.notify(number, by="li")
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    desk.papers.slip(number, first, by="li")
    desk.services.set("loan", by="boss", materials=["另一样材料"])
    desk.papers.slip(number, second, by="li")
    assert _materials(first) == _materials(second) != []
    assert any("金融服务区窗口领取" in line for line in _materials(second))


def test_a_slip_printed_before_anything_was_told_says_so(desk: Desk, tmp_path: Path) -> None:
    number = desk.calls.log(NewCall(question="怎么办", service="loan"), by="li").number
    desk.papers.slip(number, tmp_path / "slip.txt", by="han")
    assert "尚未登记告知" in (tmp_path / "slip.txt").read_text("utf-8")


def _materials(paper: Path) -> list[str]:
    lines = paper.read_text("utf-8").splitlines()
    begin = next(n for n, line in enumerate(lines) if line.startswith("需要准备的材料"))
    return lines[begin + 1 : lines.index("", begin)]
