"""What the search index holds of an answer and of an article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from core.policies.segmenting import Vocabulary, sound_tokens
from core.policies.tables import Answer, AnswerAlias, PolicyArticle, PolicyDocument
from core.storage import policy_index
from core.storage.policy_index import Entry

_HEADING_LENGTH = 24


def index_answers(session: Session, answers: Iterable[Answer], vocabulary: Vocabulary) -> None:
    """Index these answers anew; retired ones are taken out."""
    answers = list(answers)
    policy_index.remove(session, "answer", (one.id or 0 for one in answers))
    asked = _aliases(session, [one.id or 0 for one in answers if not one.retired])
    policy_index.put(
        session,
        (
            _answer_entry(one, [one.question, *asked.get(one.id or 0, ())], vocabulary)
            for one in answers
            if not one.retired
        ),
    )


def index_document(session: Session, document: PolicyDocument, vocabulary: Vocabulary) -> None:
    """Index a text's articles anew; those of a text not in force as `current` are taken out."""
    rows = session.exec(select(PolicyArticle).where(PolicyArticle.document_id == document.id)).all()
    policy_index.remove(session, "article", (one.id or 0 for one in rows))
    if document.state == "current":
        policy_index.put(session, (entry for row in rows for entry in _article_entries(row, vocabulary)))


def index_all(session: Session, vocabulary: Vocabulary) -> None:
    """Make the whole index anew."""
    policy_index.clear(session)
    index_answers(session, session.exec(select(Answer)).all(), vocabulary)
    for document in session.exec(select(PolicyDocument).where(PolicyDocument.state == "current")).all():
        index_document(session, document, vocabulary)


def heading(text: str) -> str:
    """The short sentence an article or item opens with (`场地使用`), or nothing."""
    first = text.split("\n", 1)[0].split("。", 1)[0].strip()
    return first if len(first) <= _HEADING_LENGTH else ""


def pieces(row: PolicyArticle) -> list[tuple[str, str, str]]:
    """(where, heading, text) of the passages an article is searched by: its lead, then each of its outer items."""
    opening = heading(row.lead)
    found = [("", opening, "\n".join(one for one in (row.lead, row.after) if one))]
    for item in row.items:
        found.append((item["label"], f"{opening} {heading(item['text'])}".strip(), item_text(item)))
    return [piece for piece in found if piece[2]]


def item_text(item: dict[str, object]) -> str:
    """An item with everything inside it, markers included."""
    inner = [f"{one['label']}{item_text(one)}" for one in item["items"]]  # type: ignore[attr-defined]
    return "\n".join(str(one) for one in (item["text"], *inner, item["after"]) if one)


def _answer_entry(row: Answer, forms: Sequence[str], vocabulary: Vocabulary) -> Entry:
    return Entry(
        "answer", row.id or 0, 0, [vocabulary.tokens(form) for form in forms], vocabulary.tokens(row.answer),
        [sound_tokens(form) for form in forms],
    )  # fmt: skip


def _article_entries(row: PolicyArticle, vocabulary: Vocabulary) -> list[Entry]:
    return [
        Entry(
            "article", row.id or 0, number, [vocabulary.tokens(title)], vocabulary.tokens(body), [sound_tokens(title)]
        )
        for number, (_, title, body) in enumerate(pieces(row))
    ]


def _aliases(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for start in range(0, len(ids), 500):
        query = select(AnswerAlias).where(col(AnswerAlias.answer_id).in_(ids[start : start + 500]))
        for alias in session.exec(query.order_by(col(AnswerAlias.answer_id), col(AnswerAlias.position))):
            found.setdefault(alias.answer_id, []).append(alias.text)
    return found
