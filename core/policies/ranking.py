"""Which passages answer a question best. Pure: tokens in, scores out.

A passage is an answer (its forms are the question and the other ways of asking it, its body the answer) or a piece of
an article (its form is the heading, its body the text). Two likenesses are combined: how well the question matches
the best single form, both ways, and how much of the question's weight the passage covers at all. Each token weighs
by its rarity and its kind: concepts and words above bigrams, bigrams above characters.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

_KIND = {"w": 0.4, "c": 3.0, "p": 0.6, "i": 0.8}
_CHARACTER, _BIGRAM = 0.9, 0.75
_COMMON, _WEAK = 0.3, 0.5
_FORM_SHARE = 0.4
_BACKWARD = 0.3
_BODY = 0.85
_ARTICLE = 0.85
_ENOUGH = 0.1
_CONFIDENT, _CERTAIN = 0.3, 0.55
_STRANGE = 0.4


def confident(score: float, strange: float) -> bool:
    """Whether the best result answers the question, or is only the nearest there is, and the question a gap.

    `strange`: the share of the question that no answer and no text has a word for. `护照去哪儿办` is like many a
    question here, but for what it is about.
    """
    return score >= _CONFIDENT and (strange <= _STRANGE or score >= _CERTAIN)


@dataclass(frozen=True, slots=True)
class Passage:
    """One row of the index. `target` is the answer's or article's id; several passages may share it."""

    id: int
    kind: str
    target: int
    forms: tuple[frozenset[str], ...]
    body: frozenset[str]
    sounds: tuple[frozenset[str], ...] = ()
    used: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    """`score`: 0 to about 1.1; `form`: the number of the form that fitted best."""

    passage: Passage
    score: float
    form: int


class Weigher:
    """Weights of tokens in a collection of `total` passages, in `counts[token]` of which a token occurs.

    `common` tokens say little anywhere, `weak` ones little in this question.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        total: int,
        common: frozenset[str] = frozenset(),
        weak: frozenset[str] = frozenset(),
    ) -> None:
        self._counts = counts
        self._total = max(total, 1)
        self._lowered = dict.fromkeys(weak, _WEAK) | dict.fromkeys(common, _COMMON)
        self._known: dict[str, float] = {}
        self._plain: dict[str, float] = {}

    def __call__(self, token: str) -> float:
        """The weight of `token`, above 0."""
        weight = self._known.get(token)
        if weight is None:
            count = self._counts.get(token, 0)
            rarity = math.log(1 + (self._total - count + 0.5) / (count + 0.5)) if count <= self._total else 0.1
            weight = max(rarity, 0.1) * _kind_weight(token) * self._lowered.get(token, 1.0)
            self._known[token] = weight
        return weight

    def plain(self, tokens: Iterable[str]) -> float:
        """The weight of `tokens` by their kind alone, for parts whose rarity was not looked up."""
        known, total = self._plain, 0.0
        for token in tokens:
            weight = known.get(token)
            if weight is None:
                weight = known[token] = _kind_weight(token) * self._lowered.get(token, 1.0)
            total += weight
        return total

    def sum(self, tokens: Iterable[str]) -> float:
        """The weight of all of `tokens`."""
        return sum(map(self, tokens))


def _kind_weight(token: str) -> float:
    if token[0] in _KIND:
        return _KIND[token[0]]
    return _CHARACTER if len(token) == 1 else _BIGRAM


def rank(query: Sequence[str], passages: Iterable[Passage], weigh: Weigher) -> list[Scored]:
    """The passages that fit, best first, one for each target. What covers too little of the question is left out."""
    asked = frozenset(query)
    total = weigh.sum(asked)
    if not total:
        return []
    best: dict[tuple[str, int], Scored] = {}
    for passage in passages:
        score, form = _score(asked, total, passage, weigh)
        known = best.get((passage.kind, passage.target))
        if score >= _ENOUGH and (known is None or score > known.score):
            best[passage.kind, passage.target] = Scored(passage, score, form)
    return sorted(best.values(), key=lambda one: (-one.score, one.passage.kind, one.passage.target))


def _score(asked: frozenset[str], total: float, passage: Passage, weigh: Weigher) -> tuple[float, int]:
    likeness, which, covered = _likeness(asked, total, passage.forms, weigh)
    sound, sounding, heard = _likeness(asked, total, passage.sounds, weigh)
    if sound > likeness:
        likeness, which = sound, sounding
    inside = (asked & passage.body) - covered - heard
    coverage = (weigh.sum(covered | heard) + _BODY * weigh.sum(inside)) / total
    score = _FORM_SHARE * likeness + (1 - _FORM_SHARE) * coverage
    if passage.kind == "article":
        score = _ARTICLE * max(score, 0.9 * coverage)
    return score * (1 + used_lift(passage.used)), which


def _likeness(
    asked: frozenset[str], total: float, forms: Sequence[frozenset[str]], weigh: Weigher
) -> tuple[float, int, set[str]]:
    """How well the best form fits, which it is, and what of the question occurs in any."""
    best, which = 0.0, 0
    covered: set[str] = set()
    for at, form in enumerate(forms):
        common = asked & form
        if common:
            covered |= common
            forward = (weigh.sum(common) / total) ** (1 - _BACKWARD)
            if forward > best:  # else not even a form that asks for nothing more could be better
                alike = forward * (weigh.plain(common) / weigh.plain(form)) ** _BACKWARD
                if alike > best:
                    best, which = alike, at
    return best, which, covered


def used_lift(used: int) -> float:
    """By how much having been used before lifts an answer: 1 % for each doubling, at most 8 %."""
    return min(0.08, 0.01 * math.log2(1 + used)) if used > 0 else 0.0


def spread(ranked: Sequence[tuple[Scored, frozenset[tuple[str, int]]]], limit: int) -> list[Scored]:
    """The first `limit`, with what only repeats a better result's citations moved back a little.

    Each comes with its citations (document, article); an article that a better answer already cites is one key away.
    The scores of what was moved back are lowered to match.
    """
    waiting = list(ranked)
    chosen: list[Scored] = []
    seen: set[tuple[str, int]] = set()
    while waiting and len(chosen) < limit:
        best = max(waiting, key=lambda one: one[0].score * _repeats(one, seen))
        waiting.remove(best)
        chosen.append(replace(best[0], score=best[0].score * _repeats(best, seen)))
        seen |= best[1]
    return chosen


def _repeats(one: tuple[Scored, frozenset[tuple[str, int]]], seen: set[tuple[str, int]]) -> float:
    if not one[1] or not one[1] <= seen:
        return 1.0
    return 0.7 if one[0].passage.kind == "article" else 0.88
