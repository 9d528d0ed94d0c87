"""Follow-ups owed: which calls, to whom they are shown, and the sample that nobody sees coming."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Integer, create_engine, literal, select

from core.calls.views import NewCall
from core.desk import Desk
from core.errors import RuleRefused
from core.reports.owing import ONE_IN, drawn, sampled
from tests.helpers.people import FrozenClock


def _complaint(desk: Desk, by: str, **more: str) -> str:
    new = NewCall(question="投诉", kind="complaint", service="complaint", answer="答", **more)
    return desk.calls.log(new, by=by).number


@given(st.integers(1, 2**31 - 1))
def test_the_sample_is_the_same_wherever_it_is_drawn(call_id: int) -> None:
    with create_engine("sqlite://").connect() as connection:
        found = connection.execute(select(drawn(literal(call_id, Integer)))).scalar_one()
    assert bool(found) == sampled(call_id)


def test_the_sample_is_one_in_ten_of_every_stretch_of_calls() -> None:
    for first in (1, 5_000, 44_000, 1_000_000):
        assert 0.08 < sum(map(sampled, range(first, first + 3000))) / 3000 < 0.12


def test_nobody_sees_the_sample_coming() -> None:
    """The calls between one that is drawn and the next are many or few, and none of ten places is favoured."""
    found = [call_id for call_id in range(1, 20_001) if sampled(call_id)]
    gaps = Counter(later - earlier for earlier, later in pairwise(found))
    assert set(gaps) == set(range(1, 2 * ONE_IN))
    assert gaps.most_common(1)[0][1] < len(found) / 6
    places = Counter(call_id % ONE_IN for call_id in found)
    assert all(0.7 < many * ONE_IN / len(found) < 1.3 for many in places.values())
    assert len(places) == ONE_IN


def test_what_is_owed_is_told_page_by_page(desk: Desk, clock: FrozenClock) -> None:
    numbers = []
    for _ in range(7):
        clock.forward(minutes=1)
        numbers.append(_complaint(desk, "li"))
    found, after = [], None
    for size in (3, 3, 1):
        page = desk.reports.follow_ups(by="han", limit=3, after=after)
        assert page.owed == 7
        assert len(page.items) == size
        found += [one.call.number for one in page.items]
        after = page.next
    assert after is None
    assert found == numbers
    assert desk.reports.follow_ups(by="li").owed == desk.reports.decisions(by="li").follow_ups == 0


def test_calls_completed_in_the_same_second_are_neither_left_out_nor_told_twice(desk: Desk) -> None:
    numbers = [_complaint(desk, "li") for _ in range(5)]
    first = desk.reports.follow_ups(by="han", limit=2)
    rest = desk.reports.follow_ups(by="han", limit=10, after=first.next)
    assert [one.call.number for one in (*first.items, *rest.items)] == numbers


def test_a_verdict_without_a_rating_leaves_the_earlier_rating(desk: Desk, clock: FrozenClock) -> None:
    """The rating is the last there is; a caller who later says only that the matter is resolved takes none back."""
    number = _complaint(desk, "li")
    desk.calls.follow_up(number, rating=1, resolved=False, by="han")
    desk.calls.complete(number, "重办", by="li")
    (again,) = desk.reports.follow_ups(by="han").items
    assert again.why == "low_rating"
    desk.calls.follow_up(number, resolved=True, by="han")
    figures = desk.reports.response(by="boss").figures
    assert (figures.rated, figures.satisfied, figures.resolved) == (1, 0, 1)


def test_a_bad_rating_is_verified_by_one_more_call_though_the_first_was_resolved(
    desk: Desk, clock: FrozenClock
) -> None:
    number = _complaint(desk, "li")
    desk.calls.follow_up(number, rating=1, resolved=True, by="han")
    (again,) = desk.reports.follow_ups(by="boss").items
    assert (again.call.status, again.why, again.attempts) == ("closed", "low_rating", 1)
    assert desk.reports.decisions(by="boss").bad_ratings == 1
    assert desk.reports.follow_ups(by="li").owed == 0
    desk.calls.follow_up(number, outcome="no_answer", by="boss")
    assert desk.reports.follow_ups(by="boss").owed == 1
    assert desk.calls.follow_up(number, resolved=True, comment="已核实", by="boss").status == "closed"
    assert desk.reports.follow_ups(by="boss").owed == desk.reports.decisions(by="boss").bad_ratings == 0


def test_verifying_a_bad_rating_may_open_the_call_again(desk: Desk) -> None:
    number = _complaint(desk, "li")
    desk.calls.follow_up(number, rating=2, resolved=True, by="han")
    assert desk.calls.follow_up(number, resolved=False, by="boss").status == "in_progress"
    assert desk.reports.decisions(by="boss").bad_ratings == 0


def test_a_bad_rating_after_a_reopening_is_a_decision_too(desk: Desk) -> None:
    number = _complaint(desk, "li")
    desk.calls.reopen(number, "补充", by="boss")
    desk.calls.complete(number, "再办结", by="li")
    desk.calls.follow_up(number, rating=1, resolved=True, by="han")
    assert desk.reports.decisions(by="boss").bad_ratings == 1


def test_a_closed_call_whose_caller_was_satisfied_is_not_followed_up_again(desk: Desk) -> None:
    number = _complaint(desk, "li")
    desk.calls.follow_up(number, rating=3, resolved=True, by="han")
    with pytest.raises(RuleRefused):
        desk.calls.follow_up(number, rating=1, resolved=True, by="boss")


def test_every_ten_calls_have_one_of_the_sample() -> None:
    assert all(sum(map(sampled, range(first, first + ONE_IN))) == 1 for first in range(10, 5_000, ONE_IN))


def test_an_unresolved_matter_is_due_anew(desk: Desk, clock: FrozenClock) -> None:
    number = _complaint(desk, "li")
    before = desk.calls.show(number, by="han").due_at
    clock.forward(days=3)
    after = desk.calls.follow_up(number, rating=2, resolved=False, by="han")
    assert (after.status, after.reopened, after.completed_at) == ("in_progress", True, None)
    assert after.due_at - before >= timedelta(days=3)
    assert number in [one.number for one in desk.calls.board(by="li").mine]
