"""The answers and the synonyms table that ship: complete, readable, and true to what is known."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from core.policies.segmenting import load_vocabulary
from core.policies.shipped import ShippedAnswer, load_answers
from data.loading import load_services

ANSWERS = load_answers()
BY_KEY = {one.key: one for one in ANSWERS}


def test_there_are_enough_of_them() -> None:
    assert len(ANSWERS) >= 80
    assert sum(1 for one in ANSWERS if one.not_said) >= 10


def test_every_article_is_answered() -> None:
    assert {citation.article for one in ANSWERS for citation in one.citations} == set(range(1, 19))


def test_every_item_callers_ask_about_is_answered() -> None:
    cited = {str(citation) for one in ANSWERS for citation in one.citations}
    outer = (("五", 7), ("七", 5), ("八", 3), ("九", 2), ("十", 6), ("十五", 3))
    items = {f"第{article}条（{item}）" for article, last in outer for item in "一二三四五六七"[:last]}
    assert items <= {re.sub(r"\d\.$", "", one) for one in cited}
    assert {f"第十条（六）{number}." for number in range(1, 9)} <= cited


def test_services_exist() -> None:
    codes = {one.code for one in load_services().services}
    assert {one.service for one in ANSWERS} <= codes


@pytest.mark.parametrize("one", ANSWERS, ids=lambda one: one.key)
def test_an_answer_is_short_and_plain(one: ShippedAnswer) -> None:
    sentences = re.findall(r"[。？！]", one.answer)
    assert 1 <= len(sentences) <= 4
    assert len(one.answer) <= 200
    assert not re.search(r"\d{7,}", one.answer)
    assert len(one.aliases) >= 5
    assert len(one.aliases) <= 100
    assert len(set(one.aliases)) == len(one.aliases)
    assert one.question not in one.aliases


def test_no_form_is_shared_by_two_answers() -> None:
    forms = Counter(form for one in ANSWERS for form in (one.question, *one.aliases))
    assert [form for form, count in forms.items() if count > 1] == []


def test_silence_is_said_so_and_somebody_is_named() -> None:
    for one in ANSWERS:
        if one.not_said:
            assert "办法未规定" in one.answer, one.key
            assert re.search("问|公布|公告|答复|公众号|联系|登记|反映|收费的单位|通知", one.answer), one.key
        else:
            assert not re.search("办法未规定|^办法没有", one.answer), one.key


@pytest.mark.parametrize(
    "key",
    [
        "loan-interest",
        "startup-subsidy-amount",
        "social-insurance-subsidy",
        "venue-rent-subsidy",
        "job-creation-subsidy",
        "measures-last-day",
    ],
)
def test_what_is_uncertain_is_unverified(key: str) -> None:
    assert not BY_KEY[key].verified
    assert re.search("核实|以.*为准", BY_KEY[key].answer)


def test_every_synonym_group_says_something_and_is_listed_once() -> None:
    vocabulary = load_vocabulary()
    assert len(vocabulary.groups) >= 80
    assert all(len(group) >= 2 for group in vocabulary.groups)
    assert len({group[0] for group in vocabulary.groups}) == len(vocabulary.groups)


def test_no_sentence_is_copied_from_the_official_text() -> None:
    real = Path(__file__).resolve().parents[3] / "shared" / "policy" / "empowerment-centre-measures.txt"
    if not real.exists():
        pytest.skip("the official text is not part of the project's own files")
    source = re.sub(r"\W", "", real.read_text("utf-8"))
    for one in ANSWERS:
        for sentence in re.split("[。？！；]", one.answer):
            bare = re.sub(r"\W", "", sentence)
            assert len(bare) < 12 or bare not in source, (one.key, sentence)
