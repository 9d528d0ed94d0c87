"""From a question as typed to the results: tokens, candidates from the index, ranking, views."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from core.policies.indexing import pieces
from core.policies.ranking import Passage, Scored, Weigher, rank, spread
from core.policies.records import answer_views
from core.policies.segmenting import Vocabulary, heard_tokens, latin_tokens, normal, slips
from core.policies.tables import Answer, PolicyArticle, PolicyDocument
from core.policies.validity import document_status
from core.policies.views import AnswerView, SearchResult
from core.storage import policy_index

CANDIDATES = 60
DEEP = 24
MAXIMUM_QUERY = 300
_HAN = re.compile("[\u3400-\u9fff]")
_HAN_RUN = re.compile("[\u3400-\u9fff]+")
_SNIPPET = 90
_MENDED = 0.8
"""How far mistyped pinyin put right is trusted."""
_WEAK = 0.34
"""Below this the question may have been typed with wrong characters of the right sound."""


def search(session: Session, query: str, vocabulary: Vocabulary, today: date, limit: int) -> tuple[SearchResult, ...]:
    """The best `limit` results for `query` (its first 300 characters), best first."""
    typed = query.strip()[:MAXIMUM_QUERY]
    ranked = ranking(session, typed, vocabulary)
    chosen = _chosen(session, ranked[:DEEP], limit, today)
    words = _words(typed, vocabulary)
    return tuple(_result(scored, found, words) for scored, found in chosen)


def ranking(session: Session, typed: str, vocabulary: Vocabulary) -> list[Scored]:
    """Passages by score, one for each answer and article."""
    plain = vocabulary.without_filler(typed)
    tokens = vocabulary.tokens(plain)
    total = policy_index.size(session)
    if not tokens or not total:
        return []
    weak = vocabulary.weak_tokens(plain)
    ranked = _ranked(session, tokens, [], total, vocabulary, weak)
    unsure = not ranked or ranked[0].score < _WEAK
    han, latin = _HAN.search(plain), re.findall(r"[a-z]+", plain)
    if han and latin:
        # What is no word of any answer is how a word sounds: `hys免费吗`.
        latin = _no_words(session, latin) or (latin if unsure else [])
        tokens = [token for token in tokens if token[1:] not in latin]
    if latin:
        best: list[Scored] = []
        for reading, trust in _readings(session, latin):
            read = _ranked(session, tokens if han else [], reading, total, vocabulary, weak)
            best = _better(best, [replace(one, score=one.score * trust) for one in read])
        return best if han and best else _better(ranked, best)
    if han and unsure and len(plain) < 60:
        return _better(ranked, _ranked(session, tokens, heard_tokens(plain), total, vocabulary, weak))
    return ranked


def strangeness(session: Session, query: str, vocabulary: Vocabulary) -> float:
    """The share (0 to 1) of the telling Chinese words of `query`, by length, of which nothing is in the index."""
    plain = vocabulary.without_filler(query.strip()[:MAXIMUM_QUERY])
    words = [word for run in _HAN_RUN.findall(plain) for word in vocabulary.telling_words(run)]
    bigrams = {word: [word[at : at + 2] for at in range(len(word) - 1)] for word in words}
    known = policy_index.counts(session, [one for some in bigrams.values() for one in some])
    strange = sum(len(word) for word in words if not any(one in known for one in bigrams[word]))
    return strange / sum(map(len, words)) if words else 0.0


def _no_words(session: Session, latin: Sequence[str]) -> list[str]:
    known = policy_index.counts(session, ["w" + run for run in latin])
    return [run for run in latin if "w" + run not in known and len(run) > 1]


def _ranked(
    session: Session,
    tokens: Sequence[str],
    sounds: Sequence[str],
    total: int,
    vocabulary: Vocabulary,
    weak: frozenset[str],
) -> list[Scored]:
    asked = [*tokens, *sounds]
    known = policy_index.counts(session, asked)
    wanted = _telling([one for one in asked if one in known], vocabulary)
    if not wanted:
        return []
    found = policy_index.candidates(session, wanted, CANDIDATES, with_sounds=bool(sounds))
    used = _used(session, [one.target for one in found if one.kind == "answer"])
    passages = [
        Passage(
            one.id,
            one.kind,
            one.target,
            one.forms,
            one.body,
            one.sounds,
            used.get(one.target, 0) if one.kind == "answer" else 0,
        )
        for one in found
    ]
    return rank(asked, passages, Weigher(known, total, vocabulary.common_tokens, weak))


def looked_up(session: Session, tokens: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Those of `tokens` by which candidates are found: in the index, and telling."""
    known = policy_index.counts(session, tokens)
    return _telling([one for one in tokens if one in known], vocabulary)


def _telling(tokens: list[str], vocabulary: Vocabulary) -> list[str]:
    """The tokens worth looking up: without those everybody uses and single characters, where others are left."""
    telling = [one for one in tokens if one not in vocabulary.common_tokens]
    longer = [one for one in telling if len(one) > 1]
    if len(longer) >= 3:
        return longer
    return telling or tokens


def _readings(session: Session, latin: Sequence[str]) -> list[tuple[list[str], float]]:
    """What the Latin letters may mean (all runs as one word, and each by itself), and how far to trust it.

    Pinyin (an unfinished end completed, or one slip of the finger put right) or initials.
    """
    single = [_run_readings(session, run) for run in latin]
    if len(latin) == 1:
        return single[0]
    firsts = [readings[0] for readings in single if readings]
    found = _run_readings(session, "".join(latin))
    if firsts:
        found.append(([token for tokens, _ in firsts for token in tokens], min(trust for _, trust in firsts)))
    return found


def _run_readings(session: Session, run: str) -> list[tuple[list[str], float]]:
    found: list[tuple[list[str], float]] = []
    whole_known = False
    for reading in latin_tokens(run):
        whole: list[str] = []
        for token in reading:
            whole += policy_index.beginning(session, token[:-1], 12) if token.endswith("*") else [token]
        known = policy_index.counts(session, whole)
        whole_known = whole_known or (bool(whole) and len(known) == len(set(whole)))
        if known:
            found.append((whole, 1.0))
    return found if whole_known else [*found, *_mended(session, run)]


def _mended(session: Session, run: str) -> list[tuple[list[str], float]]:
    """Readings of mistyped pinyin of which every pair of syllables is in the index."""
    tried = slips(run)
    known = policy_index.counts(session, sorted({token for reading in tried for token in reading}))
    return [(reading, _MENDED) for reading in tried if all(token in known for token in reading)][:4]


def _better(one: list[Scored], other: list[Scored]) -> list[Scored]:
    if not one or (other and other[0].score > one[0].score):
        return other
    return one


def _used(session: Session, ids: Sequence[int]) -> dict[int, int]:
    if not ids:
        return {}
    query = select(Answer.id, Answer.used).where(col(Answer.id).in_(ids), Answer.used > 0)
    return {int(row[0] or 0): int(row[1]) for row in session.exec(query).all()}


_Found = tuple[AnswerView | None, PolicyArticle | None, PolicyDocument | None, date]


def _chosen(session: Session, ranked: Sequence[Scored], limit: int, today: date) -> list[tuple[Scored, _Found]]:
    answer_ids = [one.passage.target for one in ranked if one.passage.kind == "answer"]
    article_ids = [one.passage.target for one in ranked if one.passage.kind == "article"]
    rows = session.exec(select(Answer).where(col(Answer.id).in_(answer_ids))).all() if answer_ids else []
    answers = {one.id: one for one in answer_views(session, rows, today, with_aliases=False)}
    articles: dict[int, tuple[PolicyArticle, PolicyDocument]] = {}
    if article_ids:
        query = (
            select(PolicyArticle, PolicyDocument)
            .where(col(PolicyArticle.id).in_(article_ids))
            .where(PolicyArticle.document_id == PolicyDocument.id)
        )
        articles = {one.id or 0: (one, document) for one, document in session.exec(query).all()}
    found: dict[int, _Found] = {}
    cited: list[tuple[Scored, frozenset[tuple[str, int]]]] = []
    for scored in ranked:
        target, key = scored.passage.target, scored.passage.id
        if scored.passage.kind == "answer" and target in answers:
            view = answers[target]
            found[key] = (view, None, None, today)
            cited.append((scored, frozenset((view.document_title, number) for number in view.articles)))
        elif scored.passage.kind == "article" and target in articles:
            article, document = articles[target]
            found[key] = (None, article, document, today)
            cited.append((scored, frozenset({(document.title, article.number)} if article.number else ())))
    return [(one, found[one.passage.id]) for one in spread(cited, limit)]


def _result(scored: Scored, found: _Found, words: Sequence[str]) -> SearchResult:
    view, article, document, today = found
    score = round(scored.score, 4)
    if view is not None:
        return SearchResult(
            kind="answer", id=view.id, title=view.question, snippet=_snippet(view.answer, words),
            document=view.document, document_title=view.document_title, articles=view.articles,
            citations=view.citations, status=view.status, score=score, used=view.used, not_said=view.not_said,
            text=view.answer, hits=_hits(view.answer, words), as_of=view.as_of, valid_until=view.valid_until,
        )  # fmt: skip
    assert article is not None
    assert document is not None
    parts = pieces(article)
    where, title, text = parts[min(scored.passage.id % 512 - 1, len(parts) - 1)]
    place = f"{article.label}{where}"
    return SearchResult(
        kind="article", id=article.id or 0, title=" ".join(one for one in (document.title, place, title) if one),
        snippet=_snippet(text, words), document=document.id, document_title=document.title,
        articles=(article.number,) if article.number else (), citations=(place,) if place else (),
        status=document_status(today, state=document.state, valid_until=document.valid_until), score=score, used=0,
        not_said=False, text=text, hits=_hits(text, words), valid_until=document.valid_until,
    )  # fmt: skip


def _words(typed: str, vocabulary: Vocabulary) -> list[str]:
    """The words of the question worth marking in a text, and others for the same things, longest first."""
    plain = vocabulary.without_filler(typed)
    words = {word for run in re.findall("[\u3400-\u9fff]+", plain) for word in vocabulary.cut(run)}
    words |= set(re.findall(r"[a-z0-9]{2,}", plain))
    telling = {word for word in words if word not in vocabulary.common_tokens}
    alike = {word for word in vocabulary.alike(plain) if word not in vocabulary.common_tokens}
    return sorted((telling or words) | alike, key=lambda word: (-len(word), word))


def _hits(text: str, words: Sequence[str]) -> tuple[str, ...]:
    folded = text.casefold()
    return tuple(word for word in words if word in folded or normal(word) in folded)


def _snippet(text: str, words: Sequence[str]) -> str:
    flat = re.sub(r"\s+", " ", text).strip()
    if len(flat) <= _SNIPPET:
        return flat
    folded = flat.casefold()
    first = min((at for word in words if len(word) > 1 and (at := folded.find(word)) >= 0), default=0)
    start = 0 if first < _SNIPPET // 2 else first - _SNIPPET // 3
    end = min(len(flat), start + _SNIPPET)
    return ("…" if start else "") + flat[start:end] + ("…" if end < len(flat) else "")
