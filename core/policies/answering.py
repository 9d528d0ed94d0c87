"""Keeping answers: those that ship, and those the centre writes, changes or retires."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import insert
from sqlmodel import Session, col, delete, select

from core import fields
from core.errors import BadValue
from core.policies.indexing import index_answers
from core.policies.outline import Citation, read_citations
from core.policies.segmenting import Vocabulary
from core.policies.shipped import ShippedAnswer
from core.policies.tables import Answer, AnswerAlias, AnswerCitation
from core.policies.views import NewAnswer
from core.storage import Act
from core.words import N_

QUESTION_LENGTH = 500
ALIASES = 100
USUAL_DOCUMENT = "青岛市创业赋能中心管理办法"
"""The text an answer cites unless it names another."""


def add(act: Act, new: NewAnswer, vocabulary: Vocabulary) -> Answer:
    """Keep a new answer of the centre's; raises `BadValue` (`text_missing`, `bad_citation`, `answer_exists`, …)."""
    question = fields.text(new.question, "question", maximum=QUESTION_LENGTH)
    if find_question(act.session, question) is not None:
        raise BadValue(
            "answer_exists", N_("There is an answer to “{question}” already. Edit that one."), question=question
        )
    row = Answer(
        key=None, question=question, answer=fields.text(new.answer, "answer"), document=USUAL_DOCUMENT, basis="",
        category="", service=None, as_of=act.at.date(), verified=True, not_said=False, valid_from=None,
        valid_until=None, edited=True, shipped_checksum=None, flagged=[], retired=False, retired_reason=None, used=0,
        updated_at=act.at, updated_by=act.by,
    )  # fmt: skip
    act.session.add(row)
    act.session.flush()
    return _change(act, row, new, vocabulary)


def edit(act: Act, row: Answer, new: NewAnswer, vocabulary: Vocabulary) -> Answer:
    """Change what is given. Whoever edits an answer has looked at it: what was flagged is forgotten."""
    if new.question is not None:
        same = find_question(act.session, new.question)
        if same is not None and same.id != row.id:
            raise BadValue(
                "answer_exists", N_("There is an answer to “{question}” already. Edit that one."), question=new.question
            )
    row.flagged = []
    return _change(act, row, new, vocabulary)


def retire(act: Act, row: Answer, reason: str, vocabulary: Vocabulary) -> Answer:
    """Take an answer out of use; it stays on record."""
    row.retired, row.retired_reason = True, fields.text(reason, "reason", maximum=QUESTION_LENGTH)
    row.edited, row.updated_at, row.updated_by = True, act.at, act.by
    act.session.add(row)
    act.session.flush()
    index_answers(act.session, [row], vocabulary)
    return row


def find_question(session: Session, question: str) -> Answer | None:
    """The answer in use with just this question."""
    return session.exec(
        select(Answer).where(Answer.question == question.strip(), col(Answer.retired).is_(False)).limit(1)
    ).first()


def citations(text: str) -> tuple[Citation, ...]:
    """Citations as typed; raises `BadValue` (`bad_citation`)."""
    read = read_citations(fields.optional_text(text, "articles", maximum=500) or "")
    if read is None:
        raise BadValue("bad_citation", N_("“{value}” names no articles. Write them like 15；第十条（六）."), value=text)
    return read


def seed(act: Act, shipped: Sequence[ShippedAnswer], vocabulary: Vocabulary) -> int:
    """Bring what ships into the records: new answers come in, changed ones are taken over, the centre's edits stay.

    An answer that no longer ships and was never edited is retired. Returns how many were written.
    """
    session = act.session
    known = {row.key: row for row in session.exec(select(Answer).where(col(Answer.key).is_not(None))).all()}
    written: list[tuple[Answer, ShippedAnswer]] = []
    for one in shipped:
        row = known.pop(one.key, None)
        if row is not None and (row.shipped_checksum == one.checksum or row.edited):
            continue
        row = row or Answer(key=one.key, used=0, edited=False)  # type: ignore[call-arg]
        row.question, row.answer, row.document, row.basis = one.question, one.answer, one.document, one.basis
        row.category, row.service, row.as_of = one.category, one.service, one.as_of
        row.verified, row.not_said, row.valid_from, row.valid_until = (
            one.verified, one.not_said, one.valid_from, one.valid_until,
        )  # fmt: skip
        row.shipped_checksum, row.flagged, row.retired, row.retired_reason = one.checksum, [], False, None
        row.updated_at, row.updated_by = act.at, None
        written.append((row, one))
    session.add_all(row for row, _ in written)
    session.flush()
    _put_shipped_words(session, written)
    gone = [row for row in known.values() if not row.edited and not row.retired]
    for row in gone:
        row.retired, row.retired_reason = True, "no longer ships"
        session.add(row)
    session.flush()
    index_answers(session, [*(row for row, _ in written), *gone], vocabulary)
    return len(written) + len(gone)


def _put_shipped_words(session: Session, written: Sequence[tuple[Answer, ShippedAnswer]]) -> None:
    """Aliases and citations of many answers at once."""
    ids = [row.id or 0 for row, _ in written]
    for start in range(0, len(ids), 500):
        some = ids[start : start + 500]
        session.execute(delete(AnswerAlias).where(col(AnswerAlias.answer_id).in_(some)))
        session.execute(delete(AnswerCitation).where(col(AnswerCitation.answer_id).in_(some)))
    aliases = [
        {"answer_id": row.id, "position": at, "text": alias}
        for row, one in written
        for at, alias in enumerate(dict.fromkeys(one.aliases))
    ]
    cited = [
        {"answer_id": row.id, "position": at, "article": citation.article, "label": str(citation)}
        for row, one in written
        for at, citation in enumerate(one.citations)
    ]
    if aliases:
        session.execute(insert(AnswerAlias), aliases)
    if cited:
        session.execute(insert(AnswerCitation), cited)


def _change(act: Act, row: Answer, new: NewAnswer, vocabulary: Vocabulary) -> Answer:
    session = act.session
    for name, maximum in (("question", QUESTION_LENGTH), ("answer", 20_000), ("document", 200)):
        if (value := getattr(new, name)) is not None:
            setattr(row, name, fields.text(value, name, maximum=maximum).strip())
    for name in ("category", "basis"):
        if (value := getattr(new, name)) is not None:
            setattr(row, name, (fields.optional_text(value, name, maximum=200) or "").strip())
    if new.service is not None:
        row.service = fields.code(new.service, "service") if new.service.strip() else None
    for name in ("as_of", "verified", "not_said", "valid_from", "valid_until"):
        if (value := getattr(new, name)) is not None:
            setattr(row, name, value)
    _check_days(row.valid_from, row.valid_until)
    if new.articles is not None:
        _set_citations(session, row, citations(new.articles))
    if new.aliases is not None:
        named = [fields.text(one, "alias", maximum=QUESTION_LENGTH).strip() for one in new.aliases if one.strip()]
        if len(named) > ALIASES:
            raise BadValue("too_many_aliases", N_("An answer may have {limit} other ways of asking."), limit=ALIASES)
        _set_aliases(session, row, named)
    row.edited, row.updated_at, row.updated_by = True, act.at, act.by
    session.add(row)
    session.flush()
    index_answers(session, [row], vocabulary)
    return row


def _check_days(start: date | None, end: date | None) -> None:
    if start is not None and end is not None and end < start:
        raise BadValue("ends_before_it_starts", N_("The last day lies before the first. Correct one of them."))


def _set_aliases(session: Session, row: Answer, aliases: Sequence[str]) -> None:
    session.execute(delete(AnswerAlias).where(col(AnswerAlias.answer_id) == row.id))
    session.add_all(
        AnswerAlias(answer_id=row.id or 0, position=at, text=one) for at, one in enumerate(dict.fromkeys(aliases))
    )
    session.flush()


def _set_citations(session: Session, row: Answer, cited: Sequence[Citation]) -> None:
    session.execute(delete(AnswerCitation).where(col(AnswerCitation.answer_id) == row.id))
    session.add_all(
        AnswerCitation(answer_id=row.id or 0, position=at, article=one.article, label=str(one))
        for at, one in enumerate(cited)
    )
    session.flush()
