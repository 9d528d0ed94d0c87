"""A timeline line can be taken apart again, whatever was typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.calls.lines import Said, declined, followed_up, more_time, sent, take_apart
from core.calls.terms import GROUNDS, OUTCOMES

codes = st.from_regex(r"[a-z0-9_-]{1,16}", fullmatch=True)
typed = st.text(min_size=1, max_size=60)


@given(codes, typed, st.sampled_from(["transfer", "refer", "return"]))
def test_sent(to: str, why: str, act: str) -> None:
    assert take_apart(act, sent(to, why)) == Said(to=to, text=why)


@given(st.sampled_from(["5wd", "4wh", "90wm", "30d", "1m", "3y"]), typed, st.sampled_from(["extend", "ask_extension"]))
def test_more_time(limit: str, why: str, act: str) -> None:
    assert take_apart(act, more_time(limit, why)) == Said(limit=limit, text=why)


@given(st.sampled_from(sorted(GROUNDS)), st.none() | codes, typed)
def test_declined(ground: str, to: str | None, why: str) -> None:
    assert take_apart("decline", declined(ground, to, why)) == Said(code=ground, to=to, text=why)


@given(st.sampled_from(sorted(OUTCOMES)), st.integers(1, 5), st.booleans(), st.none() | typed)
def test_followed_up(outcome: str, rating: int, resolved: bool, remark: str | None) -> None:
    expected = Said(code=outcome, rating=rating, resolved=resolved, text=remark)
    assert take_apart("follow_up", followed_up(outcome, rating, resolved, remark)) == expected


def test_other_lines_are_text() -> None:
    assert take_apart("reply", "→ li: 不是转交") == Said(text="→ li: 不是转交")
    assert take_apart("transfer", "手工改过的一行") == Said(text="手工改过的一行")
    assert take_apart("wait", None) == Said()
    assert take_apart("sort", "loan") == Said(code="loan")
    assert take_apart("attempt", "no_answer") == Said(code="no_answer")
