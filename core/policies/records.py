"""Rows of policies and answers as frozen views, and finding them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, desc, select

from core.errors import BadValue, NotFound
from core.policies.outline import Citation, marker
from core.policies.tables import Answer, AnswerAlias, AnswerCitation, PolicyArticle, PolicyDocument
from core.policies.validity import answer_status, document_status
from core.policies.views import AnswerView, ArticleView, DocumentView, item_view, whole_text
from core.words import N_


def bare_title(title: str) -> str:
    """A title for comparing: width, spaces, punctuation and book marks do not count."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", title)).casefold()


def document_view(row: PolicyDocument, today: date) -> DocumentView:
    """A document as a view."""
    return DocumentView(
        id=row.id or 0, title=row.title, number=row.number, issued_on=row.issued_on, valid_from=row.valid_from,
        valid_until=row.valid_until, chapters=len(row.chapters), articles=row.articles, version=row.version,
        state=row.state, state_reason=row.state_reason,
        status=document_status(today, state=row.state, valid_until=row.valid_until), source=row.source,
        imported_at=row.imported_at, imported_by=row.imported_by,
    )  # fmt: skip


def article_view(row: PolicyArticle, document: PolicyDocument, today: date, answers: Sequence[int] = ()) -> ArticleView:
    """An article as a view."""
    return ArticleView(
        document=document.id or 0, title=document.title, number=row.number or None, label=row.label,
        chapter=row.chapter, section=row.section, text=row.text, items=tuple(item_view(one) for one in row.items),
        status=document_status(today, state=document.state, valid_until=document.valid_until),
        answers=tuple(answers),
    )  # fmt: skip


def narrowed(article: ArticleView, where: Citation) -> ArticleView:
    """The one item of `article` that `where` names, as the article's text; raises `NotFound` (`no_such_item`)."""
    items, label, text = article.items, article.label, article.text
    for number in where.path:
        found = next((one for one in items if (read := marker(one.label)) and read[1] == number), None)
        if found is None:
            raise NotFound(
                "no_such_item", N_("“{title}” has no {place}."), title=article.title, place=str(where),
                article=where.article,
            )  # fmt: skip
        items, label, text = found.items, label + found.label, whole_text(found)
    return replace(article, label=label, text=text, items=items)


def get_document(session: Session, which: str) -> PolicyDocument:
    """A document by its id, its number (文号) or its title or part of it; the newest version of what fits.

    Raises `NotFound` (`no_such_document`) and `BadValue` (`several_documents`).
    """
    typed = which.strip()
    if re.fullmatch(r"[0-9]{1,9}", typed) and (row := session.get(PolicyDocument, int(typed))):
        return row
    wanted = bare_title(typed)
    rows = session.exec(select(PolicyDocument).order_by(desc(col(PolicyDocument.id)))).all()
    current = [row for row in rows if row.state == "current"] or list(rows)
    same = [row for row in current if wanted in (bare_title(row.title), bare_title(row.number or ""))]
    part = [row for row in current if wanted in bare_title(row.title)]
    for found in (same, part) if wanted else ():
        if len(found) > 1:
            raise BadValue(
                "several_documents",
                N_("“{value}” fits several texts: {titles}. Give the number of the one meant."),
                value=which,
                titles=[f"{row.id} {row.title}" for row in found],
            )
        if found:
            return found[0]
    raise NotFound("no_such_document", N_("There is no text “{value}”. Choose one of those imported."), value=which)


def documents_by_title(session: Session) -> dict[str, PolicyDocument]:
    """The newest version of each text by its bare title; one in force goes before one that is not."""
    rows = session.exec(select(PolicyDocument).order_by(col(PolicyDocument.id))).all()
    ordered = sorted(rows, key=lambda row: (row.state == "current", row.id or 0))
    return {bare_title(row.title): row for row in ordered}


def get_answer(session: Session, which: int) -> Answer:
    """An answer's row; raises `NotFound` (`no_such_answer`)."""
    row = session.get(Answer, which)
    if row is None:
        raise NotFound(
            "no_such_answer", N_("There is no answer {number}. Look for it in the list of answers."), number=which
        )
    return row


def answer_views(
    session: Session, rows: Iterable[Answer], today: date, *, with_aliases: bool = True
) -> tuple[AnswerView, ...]:
    """Answers as views, their aliases (where asked for) and citations read in one go."""
    rows = list(rows)
    ids = [row.id or 0 for row in rows]
    aliases: dict[int, list[str]] = {}
    cited: dict[int, list[tuple[int, str]]] = {}
    asked = select(AnswerAlias.answer_id, AnswerAlias.text).order_by(col(AnswerAlias.position))
    stands = select(AnswerCitation.answer_id, AnswerCitation.article, AnswerCitation.label)
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        if with_aliases:
            for answer, text in session.exec(asked.where(col(AnswerAlias.answer_id).in_(some))):
                aliases.setdefault(answer, []).append(text)
        query = stands.where(col(AnswerCitation.answer_id).in_(some)).order_by(col(AnswerCitation.position))
        for answer, article, label in session.exec(query):
            cited.setdefault(answer, []).append((article, label))
    documents = documents_by_title(session)
    return tuple(
        _answer_view(row, aliases.get(row.id or 0, []), cited.get(row.id or 0, []), documents, today) for row in rows
    )


def _answer_view(
    row: Answer,
    aliases: Sequence[str],
    cited: Sequence[tuple[int, str]],
    documents: dict[str, PolicyDocument],
    today: date,
) -> AnswerView:
    document = documents.get(bare_title(row.document))
    state = document_status(today, state=document.state, valid_until=document.valid_until) if document else None
    status = answer_status(
        today, verified=row.verified, flagged=bool(row.flagged), valid_until=row.valid_until, document=state
    )
    return AnswerView(
        id=row.id or 0, key=row.key, question=row.question, answer=row.answer,
        document=document.id if document else None, document_title=row.document,
        citations=tuple(label for _, label in cited), articles=tuple(dict.fromkeys(article for article, _ in cited)),
        aliases=tuple(aliases), category=row.category, service=row.service, basis=row.basis, as_of=row.as_of,
        verified=row.verified, not_said=row.not_said, valid_from=row.valid_from, valid_until=row.valid_until,
        status=status, flagged=tuple(row.flagged), edited=row.edited, retired=row.retired,
        retired_reason=row.retired_reason, used=row.used, updated_at=row.updated_at, updated_by=row.updated_by,
    )  # fmt: skip
