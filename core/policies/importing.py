"""Keeping an official text: a new one, the same again, or a new version of one that is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from sqlmodel import Session, col, select

from core.errors import BadValue
from core.policies.indexing import index_document
from core.policies.parsing import Article, Document, checksum
from core.policies.records import bare_title, document_view
from core.policies.segmenting import Vocabulary
from core.policies.tables import Answer, AnswerCitation, PolicyArticle, PolicyDocument
from core.policies.views import Imported
from core.storage import Act
from core.words import N_, translate

WARNINGS = {
    "text_twice": N_("The file holds the text twice; it was taken once."),
    "copies_differ": N_("The file holds the text twice, with differences; the fuller one was taken. Compare them."),
    "another_document": N_("The file holds another text too, which was not taken. Import it from a file of its own."),
    "articles_missing": N_("Numbers of articles are missing or out of order. Compare with the source."),
    "article_twice": N_("A number of an article comes twice; both were taken. Compare with the source."),
    "end_counted": N_("The last day was reckoned from the period of validity; it may be a day off."),
    "no_articles": N_("The text has no articles; it was kept as paragraphs."),
    "in_force_again": N_("This text had been retired; it is in force again."),
    "no_dates": N_("No date of issue was found."),
    "repeals": N_("It repeals a text of the library: {titles}. That one is now shown as repealed."),
}
"""Codes of what an import remarks, and the words for them."""


def keep(act: Act, parsed: Document, source: str, vocabulary: Vocabulary, today: date) -> Imported:
    """Keep `parsed` within an act. The same wording again changes nothing but is no error.

    A changed text replaces the version in force; answers citing changed articles are flagged. Raises `BadValue`
    (`no_title`, `no_text`).
    """
    session = act.session
    if not parsed.articles and not parsed.paragraphs:
        raise BadValue("no_text", N_("There is no text of a document in “{name}”. Nothing was imported."), name=source)
    title = parsed.title or source.rsplit(".", 1)[0]
    warnings = [_warning(code) for code in parsed.warnings]
    if parsed.issued_on is None:
        warnings.append(_warning("no_dates"))
    before = _in_force(session, title)
    act.subject = title
    if before is not None and before.checksum == parsed.checksum:
        act.subject = str(before.id)
        act.note(same=True)
        _fill_dates(before, parsed)
        session.add(before)
        if before.state == "retired":
            warnings.append(_warning("in_force_again"))
            before.state, before.state_reason = "current", None
            session.add(before)
            session.flush()
            index_document(session, before, vocabulary)
        return Imported(document_view(before, today), tuple(warnings), new=False)
    row = _row(act, parsed, title, source, (before.version + 1) if before else 1)
    session.add(row)
    session.flush()
    session.add_all(_article(row.id or 0, number, one) for number, one in enumerate(_parts(parsed)))
    session.flush()
    changed: tuple[int, ...] = ()
    flagged: tuple[int, ...] = ()
    if before is not None:
        changed = _changed(session, before, parsed)
        before.state, before.replaced_by = "replaced", row.id
        session.add(before)
        session.flush()
        index_document(session, before, vocabulary)
        flagged = _flag(session, title, changed)
    repealed = _repeal(session, parsed, row, vocabulary)
    if repealed:
        warnings.append(_warning("repeals", titles="、".join(repealed)))
    index_document(session, row, vocabulary)
    act.subject = str(row.id)
    act.note(version=row.version, articles=row.articles, changed=list(changed), flagged=list(flagged))
    return Imported(document_view(row, today), tuple(warnings), new=True, changed=changed, flagged=flagged)


def _warning(code: str, **details: str) -> tuple[str, str]:
    return code, translate(WARNINGS[code]).format_map(details)


def _fill_dates(row: PolicyDocument, parsed: Document) -> None:
    """Take dates and number from another copy of the same wording where the first one lacked them."""
    for name in ("number", "issued_on", "valid_from", "valid_until"):
        if getattr(row, name) is None:
            setattr(row, name, getattr(parsed, name))


def _in_force(session: Session, title: str) -> PolicyDocument | None:
    rows = session.exec(
        select(PolicyDocument).where(PolicyDocument.state != "replaced").order_by(col(PolicyDocument.id).desc())
    ).all()
    wanted = bare_title(title)
    return next((row for row in rows if bare_title(row.title) == wanted), None)


def _row(act: Act, parsed: Document, title: str, source: str, version: int) -> PolicyDocument:
    return PolicyDocument(
        title=title, number=parsed.number, issued_on=parsed.issued_on, valid_from=parsed.valid_from,
        valid_until=parsed.valid_until, chapters=list(parsed.chapters), preamble=list(parsed.preamble),
        annex=list(parsed.annex), articles=len(parsed.articles), checksum=parsed.checksum, source=source,
        version=version, state="current", imported_at=act.at, imported_by=act.by or "",
    )  # fmt: skip


def _parts(parsed: Document) -> Sequence[Article]:
    if parsed.articles:
        return parsed.articles
    return [Article(0, 0, None, None, text, text, (), "") for text in parsed.paragraphs]


def _article(document: int, position: int, one: Article) -> PolicyArticle:
    return PolicyArticle(
        document_id=document, position=position, number=one.number, insert_number=one.insert, label=one.label,
        chapter=one.chapter, section=one.section, text=one.text, lead=one.lead, after=one.after,
        items=[asdict(item) for item in one.items], checksum=checksum(one.text),
    )  # fmt: skip


def _changed(session: Session, before: PolicyDocument, parsed: Document) -> tuple[int, ...]:
    rows = session.exec(select(PolicyArticle).where(PolicyArticle.document_id == before.id)).all()
    old = {(row.number, row.insert_number, row.checksum) for row in rows}
    new = {(one.number, one.insert, checksum(one.text)) for one in parsed.articles}
    return tuple(sorted({number for number, _, _ in old ^ new if number}))


def _flag(session: Session, title: str, changed: Sequence[int]) -> tuple[int, ...]:
    flagged = []
    for answer in _citing(session, title):
        cited = session.exec(select(AnswerCitation.article).where(AnswerCitation.answer_id == answer.id)).all()
        touched = sorted(set(cited) & set(changed))
        if touched:
            answer.flagged = sorted({*answer.flagged, *touched})
            session.add(answer)
            flagged.append(answer.id or 0)
    session.flush()
    return tuple(flagged)


def _citing(session: Session, title: str) -> list[Answer]:
    wanted = bare_title(title)
    return [row for row in session.exec(select(Answer)).all() if bare_title(row.document) == wanted]


def _repeal(session: Session, parsed: Document, by: PolicyDocument, vocabulary: Vocabulary) -> list[str]:
    """Mark the texts that the new one says it repeals; returns their titles."""
    repealed = []
    rows = session.exec(select(PolicyDocument).where(PolicyDocument.state == "current")).all()
    for title, number in parsed.repeals:
        for row in rows:
            if row.id != by.id and (bare_title(row.title) == bare_title(title) or (number and row.number == number)):
                row.state, row.state_reason, row.replaced_by = "repealed", by.title, by.id
                session.add(row)
                session.flush()
                index_document(session, row, vocabulary)
                repealed.append(row.title)
    return repealed
