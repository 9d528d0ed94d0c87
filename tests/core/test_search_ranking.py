"""Ranking as a pure matter: tokens in, scores out; and the search as a whole on a desk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.desk import Desk
from core.policies.ranking import Passage, Scored, Weigher, rank, spread, used_lift
from core.policies.service import PolicyDesk
from tests.core.policies_made_up import open_prepared
from tests.helpers.people import FrozenClock

COUNTS = {"a": 1, "b": 1, "c": 2, "often": 90}


def passage(number: int, *forms: str, body: str = "", kind: str = "answer", used: int = 0) -> Passage:
    """A passage with forms and a body of words."""
    return Passage(
        number, kind, number, tuple(frozenset(one.split()) for one in forms), frozenset(body.split()), used=used
    )


def order(query: str, *passages: Passage) -> list[int]:
    """The passages' numbers, best first."""
    return [one.passage.id for one in rank(query.split(), passages, Weigher(COUNTS, 100, frozenset({"often"})))]


def test_more_of_the_question_goes_before_less() -> None:
    assert order("a b", passage(1, "a c"), passage(2, "a b")) == [2, 1]


def test_a_rare_word_weighs_more_than_one_everybody_uses() -> None:
    assert order("a often", passage(1, "often"), passage(2, "a"))[0] == 2


def test_a_form_that_asks_just_this_goes_before_a_long_one() -> None:
    assert order("a", passage(1, "a b c often"), passage(2, "a")) == [2, 1]


def test_what_is_only_in_the_answer_still_counts() -> None:
    assert order("a b", passage(1, "c", body="a b"), passage(2, "c")) == [1]


def test_nothing_in_common_is_not_found_and_nothing_asked_finds_nothing() -> None:
    assert order("a", passage(1, "b")) == []
    assert order("", passage(1, "b")) == []


def test_one_result_for_each_target() -> None:
    passages = [Passage(number, "article", 7, (frozenset("a"),), frozenset()) for number in (1, 2)]
    assert len(rank(["a"], passages, Weigher(COUNTS, 100))) == 1


def test_use_lifts_a_little_and_no_further() -> None:
    assert order("a", passage(1, "a"), passage(2, "a", used=3)) == [2, 1]
    assert order("a b", passage(1, "a b"), passage(2, "a", used=10_000)) == [1, 2]
    assert used_lift(0) == 0 < used_lift(1) < used_lift(100) <= used_lift(10**9) <= 0.08


def test_what_only_repeats_a_better_result_steps_back() -> None:
    def scored(number: int, score: float, kind: str = "answer") -> Scored:
        return Scored(passage(number, "a", kind=kind), score, 0)

    ten, twelve = frozenset({("办法", 10)}), frozenset({("办法", 12)})
    ranked = [(scored(1, 1.0), ten), (scored(2, 0.95, "article"), ten), (scored(3, 0.8), twelve)]
    chosen = spread(ranked, 3)
    assert [one.passage.id for one in chosen] == [1, 3, 2]
    assert [one.score for one in chosen] == sorted((one.score for one in chosen), reverse=True)


@pytest.fixture
def desk(tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    """A fresh desk with the answers that ship."""
    desk = open_prepared(tmp_path, clock)
    yield desk
    desk.close()


@pytest.mark.parametrize(
    ("query", "article"),
    [("公", 10), ("券", 7), ("租", 15), ("公示", 10), ("食堂", 12), ("法人", 15), ("转租", 10), ("qct", 13),
     ("gxgw", 7), ("huiyishi", 12), ("huiyis", 12), ("gongshi", 10), ("公位免费吗", 7), ("会意室怎么预月", 12),
     ("担保代款", 5), ("ＱＣＴ", 13), ("gongshi几天", 10), ("AI", 7)],
)  # fmt: skip
def test_short_words_pinyin_initials_and_slips_are_found(desk: Desk, query: str, article: int) -> None:
    results = PolicyDesk(desk.storage).search(query, by="li", limit=5).results
    assert any(article in one.articles for one in results), [one.title for one in results]


@pytest.mark.parametrize(
    "query",
    ['"', "'", "a OR b", "NEAR(", "*", "col:x", "-", "公示*", "(" * 50, "公" * 5000, "\x00公示"[1:], "😀公示", "%_"],
)
def test_no_query_upsets_the_search(desk: Desk, query: str) -> None:
    results = PolicyDesk(desk.storage).search(query, by="li").results
    assert [one.score for one in results] == sorted((one.score for one in results), reverse=True)


def test_hits_are_words_of_the_text_and_the_snippet_shows_them(desk: Desk) -> None:
    result = PolicyDesk(desk.storage).search("公示几天", by="li").results[0]
    assert "公示" in result.hits
    assert all(hit in result.text for hit in result.hits)
    assert "公示" in result.snippet


def test_other_words_for_the_same_thing_are_marked_too(desk: Desk) -> None:
    result = PolicyDesk(desk.storage).search("押一付三的房租", by="li").results[0]
    assert {"押金", "保证金"} <= set(result.hits)
    assert all(hit in result.text for hit in result.hits)


def test_limits_are_kept(desk: Desk) -> None:
    policies = PolicyDesk(desk.storage)
    assert len(policies.search("入驻", by="li", limit=3).results) == 3
    assert len(policies.search("入驻", by="li", limit=0).results) == 1
    assert len(policies.search("入驻", by="li", limit=10_000).results) <= 50
