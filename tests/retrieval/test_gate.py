"""The gate of the search: colloquial questions, the right article on top.

`questions.tsv` was written for this, by people's ways of asking: slips of typing, filler, short forms, wrong official
terms, pinyin. A hit is a result that cites one of the articles; where the measures say nothing, the result that says
so. The answers alone must pass, for the official text is not part of the project's files; where it is at hand, the
search with its articles in it must pass too, and so must the list of questions that lies beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.policies.service import PolicyDesk
from core.policies.views import SearchResult
from tests.core.policies_made_up import open_prepared
from tests.helpers.people import FrozenClock

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared"
REAL = SHARED / "policy" / "empowerment-centre-measures.txt"
GIVEN = SHARED / "retrieval_dev.tsv"


@dataclass(frozen=True)
class Asked:
    """A question, the articles any of which answers it, or the keys of answers that say the measures are silent."""

    question: str
    articles: frozenset[int]
    not_said: frozenset[str]


def read(path: Path) -> list[Asked]:
    """The questions of a file: question, articles, and perhaps keys, parted by tabs; `#` begins a remark."""
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert rows[0][:2] == ["question", "articles"]
    return [
        Asked(row[0], frozenset(int(one) for one in row[1].split(",") if one), frozenset(filter(None, row[2:3])))
        for row in rows[1:]
    ]


def hits(policies: PolicyDesk, asked: Sequence[Asked]) -> tuple[float, float, list[str]]:
    """The shares found first and among the first three, and what was missed there."""
    keys = {one.id: one.key for one in policies.answers(by="li")}

    def fits(result: SearchResult, one: Asked) -> bool:
        if one.not_said:
            return result.kind == "answer" and result.not_said and keys[result.id] in one.not_said
        return bool(one.articles.intersection(result.articles))

    first = third = 0
    missed = []
    for one in asked:
        found = [fits(result, one) for result in policies.search(one.question, by="li", limit=3).results]
        first += found[:1] == [True]
        third += any(found)
        if not any(found):
            missed.append(one.question)
    return first / len(asked), third / len(asked), missed


@pytest.fixture(params=["answers alone", "with the measures"])
def policies(request: pytest.FixtureRequest, tmp_path: Path, clock: FrozenClock) -> PolicyDesk:
    """A desk with the answers that ship, and with the official text where that is at hand."""
    made = PolicyDesk(open_prepared(tmp_path, clock).storage)
    if request.param == "with the measures":
        if not REAL.exists():
            pytest.skip("the official text is not part of the project's own files")
        made.import_file(REAL, by="li")
    return made


def test_the_gate_has_enough_questions_of_every_kind() -> None:
    asked = read(HERE / "questions.tsv")
    assert len(asked) >= 150
    assert len({one.question for one in asked}) == len(asked)
    assert {number for one in asked for number in one.articles} == set(range(1, 19))
    assert sum(1 for one in asked if one.not_said) >= 15


def test_colloquial_questions_find_their_article(policies: PolicyDesk) -> None:
    first, third, missed = hits(policies, [one for one in read(HERE / "questions.tsv") if one.articles])
    assert first >= 0.9, missed
    assert third >= 0.97, missed


def test_what_the_measures_do_not_say_is_said_so(policies: PolicyDesk) -> None:
    first, third, missed = hits(policies, [one for one in read(HERE / "questions.tsv") if one.not_said])
    assert first >= 0.9, missed
    assert third >= 0.95, missed


@pytest.mark.parametrize("name", ["spoken", "held_out", "afterwards"])
def test_further_lists_find_their_article(policies: PolicyDesk, name: str) -> None:
    first, third, missed = hits(policies, read(HERE / f"{name}.tsv"))
    assert first >= 0.9, missed
    assert third >= 0.97, missed


def test_questions_it_has_not_seen(policies: PolicyDesk) -> None:
    first, third, missed = hits(policies, read(HERE / "unseen.tsv"))
    assert first >= 0.95, missed
    assert third >= 0.98, missed


def test_what_the_measures_leave_open_is_never_answered_by_the_nearest_article(policies: PolicyDesk) -> None:
    for one in read(HERE / "silent.tsv"):
        top = policies.search(one.question, by="li", limit=1).results[0]
        assert (one.question, top.kind, top.not_said) == (one.question, "answer", True)


@pytest.mark.skipif(not GIVEN.exists(), reason="the given list is not part of the project's own files")
def test_the_given_questions(policies: PolicyDesk) -> None:
    first, third, missed = hits(policies, read(GIVEN))
    assert first >= 0.85, missed
    assert third == 1.0, missed
