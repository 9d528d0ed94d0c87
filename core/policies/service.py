"""The acts on official texts and answers. Each is one transaction with its audit entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from time import perf_counter

from sqlmodel import Session, col, select

from core import fields
from core.errors import BadValue, NotFound, RuleRefused
from core.policies import answering, gaps, importing, sheets
from core.policies.indexing import index_all, index_document
from core.policies.outline import Citation
from core.policies.parsing import parse
from core.policies.ranking import confident
from core.policies.reading import read_source
from core.policies.records import answer_views, article_view, document_view, get_answer, get_document, narrowed
from core.policies.searching import search, strangeness
from core.policies.segmenting import Vocabulary, load_vocabulary
from core.policies.sheet_rows import NotKeptError, take
from core.policies.shipped import ShippedAnswer, digest, load_answers
from core.policies.tables import Answer, AnswerCitation, PolicyArticle, PolicyDocument, PolicyMark
from core.policies.views import (
    AnswerView,
    ArticleView,
    DocumentText,
    DocumentView,
    GapGroup,
    Imported,
    NewAnswer,
    SearchResults,
    SheetResult,
)
from core.staff.service import actor
from core.storage import Storage
from core.words import N_


class PolicyDesk:
    """Acts on official texts and answers. `by` is the code of the one who acts.

    The answers that ship are brought into the records, and the index is made anew after the synonyms table or the
    program changed, whenever this is first used. What the centre edited is never overwritten.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._ready = False

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The synonyms table in force; raises `BadValue` (`data_unreadable`)."""
        try:
            return load_vocabulary()
        except (ValueError, OSError) as error:
            raise _unreadable("data/synonyms.toml", error) from error

    def prepare(self) -> bool:
        """Bring in what ships and make the index anew where it is out of date; true when something was done."""
        if self._ready:
            return False
        wanted = {"shipped": digest(), "vocabulary": self.vocabulary.digest}
        with self._storage.read() as session:
            stale = _marks(session) != wanted
        if stale:
            shipped = _shipped()
            self.vocabulary.load()
            with self._storage.act("policy.prepare", None, "answers") as act:
                before = _marks(act.session)
                written = 0
                if before.get("shipped") != wanted["shipped"]:
                    written = answering.seed(act, shipped, self.vocabulary)
                if before.get("vocabulary") not in (None, wanted["vocabulary"]):
                    index_all(act.session, self.vocabulary)
                for name, value in wanted.items():
                    act.session.merge(PolicyMark(name=name, value=value))
                act.note(answers=written)
        self._ready = True
        return stale

    # Official texts

    def import_file(self, path: Path, *, by: str) -> Imported:
        """Read a text from a file and keep it. A failed import leaves nothing behind; the same text changes nothing."""
        source = read_source(path)
        parsed = parse(source.text, hint=source.title)
        self.vocabulary.load()
        self.prepare()
        with self._storage.act("policy.import", by, path.name) as act:
            actor(act.session, by)
            return importing.keep(act, parsed, path.name, self.vocabulary, act.at.date())

    def list(self, *, by: str, every_version: bool = False) -> tuple[DocumentView, ...]:
        """The texts, newest first; replaced versions only where asked for."""
        with self._storage.read() as session:
            actor(session, by)
            rows = session.exec(select(PolicyDocument).order_by(col(PolicyDocument.id).desc())).all()
            today = self._today()
            return tuple(document_view(row, today) for row in rows if every_version or row.state != "replaced")

    def show(self, which: str, *, by: str) -> DocumentText:
        """A whole text by id, number (文号) or title; raises `NotFound` (`no_such_document`)."""
        with self._storage.read() as session:
            actor(session, by)
            document, today = get_document(session, which), self._today()
            rows = session.exec(
                select(PolicyArticle)
                .where(PolicyArticle.document_id == document.id)
                .order_by(col(PolicyArticle.position))
            ).all()
            return DocumentText(
                document_view(document, today),
                tuple(document.preamble),
                tuple(article_view(row, document, today) for row in rows),
                tuple(document.annex),
            )

    def article(self, which: str, where: int | Citation, *, by: str) -> ArticleView:
        """One article, or one item of it; of 第N条 and 第N条之一 the first.

        Raises `NotFound` (`no_such_article`, `no_such_item`).
        """
        at = where if isinstance(where, Citation) else Citation(where)
        number = at.article
        with self._storage.read() as session:
            actor(session, by)
            document = get_document(session, which)
            query = select(PolicyArticle).where(
                PolicyArticle.document_id == document.id, PolicyArticle.number == number
            )
            row = session.exec(query.order_by(col(PolicyArticle.position)).limit(1)).first() if number > 0 else None
            if row is None:
                raise NotFound(
                    "no_such_article", N_("“{title}” has no article {number}."), title=document.title, number=number
                )
            cited = session.exec(
                select(Answer.id)
                .join(AnswerCitation, col(AnswerCitation.answer_id) == Answer.id)
                .where(
                    AnswerCitation.article == number, Answer.document == document.title, col(Answer.retired).is_(False)
                )
                .distinct()
            ).all()
            view = article_view(row, document, self._today(), [one for one in cited if one is not None])
            return narrowed(view, at)

    def retire(self, which: str, reason: str, *, by: str) -> DocumentView:
        """Take a text out of force: it is no longer found, and answers citing it are shown as expired."""
        why = fields.text(reason, "reason", maximum=500)
        with self._storage.act("policy.retire", by, which) as act:
            actor(act.session, by)
            document = get_document(act.session, which)
            if document.state != "current":
                raise RuleRefused(
                    "not_in_force",
                    N_("“{title}” is no longer in force."),
                    title=document.title,
                    state=document.state,
                )
            document.state, document.state_reason = "retired", why
            act.session.add(document)
            act.session.flush()
            index_document(act.session, document, self.vocabulary)
            act.subject = str(document.id)
            return document_view(document, act.at.date())

    # Finding

    def search(self, query: str, *, by: str, limit: int = 10) -> SearchResults:
        """Answers and articles for a question as typed: Chinese, pinyin or initials. 1 to 50 results."""
        started = perf_counter()
        typed = fields.optional_text(query, "query") or ""
        self.prepare()
        with self._storage.read() as session:
            actor(session, by)
            found = search(session, typed, self.vocabulary, self._today(), min(max(limit, 1), 50))
            strange = strangeness(session, typed, self.vocabulary)
        sure = bool(found) and confident(found[0].score, strange)
        return SearchResults(found, round(perf_counter() - started, 6), sure)

    def missed(self, question: str, *, by: str, reason: str = "nothing_found") -> None:
        """Count a question for which nothing was found (`nothing_found`) or used (`not_used`)."""
        kept = fields.optional_text(question, "question")
        why = fields.choice(reason, "reason", gaps.REASONS)
        if kept:
            with self._storage.act("policy.missed", by, why) as act:
                actor(act.session, by)
                gaps.record(act.session, kept, why, act.at, self.vocabulary)

    def gaps(self, *, by: str) -> tuple[GapGroup, ...]:
        """Questions nothing answered, like with like, the most frequent first."""
        with self._storage.read() as session:
            actor(session, by)
            return gaps.groups(session, self.vocabulary)

    def close_gaps(self, ids: Sequence[int], *, by: str) -> int:
        """Forget questions that need no answer; returns how many."""
        with self._storage.act("policy.close_gaps", by) as act:
            actor(act.session, by)
            closed = gaps.close(act.session, ids)
            act.note(closed=closed)
            return closed

    # Answers

    def answers(
        self, *, by: str, category: str | None = None, status: str | None = None, retired: bool = False
    ) -> tuple[AnswerView, ...]:
        """The answers in use (or retired), by id."""
        self.prepare()
        with self._storage.read() as session:
            actor(session, by)
            query = select(Answer).where(col(Answer.retired).is_(retired)).order_by(col(Answer.id))
            if category:
                query = query.where(Answer.category == category)
            views = answer_views(session, session.exec(query).all(), self._today())
        return tuple(one for one in views if status is None or one.status == status)

    def answer(self, which: int, *, by: str) -> AnswerView:
        """One answer; raises `NotFound` (`no_such_answer`)."""
        self.prepare()
        with self._storage.read() as session:
            actor(session, by)
            return self._view(session, get_answer(session, which))

    def add_answer(self, new: NewAnswer, *, by: str, closes: Sequence[int] = ()) -> AnswerView:
        """Keep a new answer, and close what it answers: the gaps `closes`, and questions it now has as a form."""
        self.vocabulary.load()
        self.prepare()
        with self._storage.act("answer.add", by) as act:
            actor(act.session, by)
            row = answering.add(act, new, self.vocabulary)
            gaps.close(act.session, closes)
            gaps.close_asked(act.session, [row.question, *(new.aliases or ())], self.vocabulary)
            act.subject = str(row.id)
            return self._view(act.session, row)

    def edit_answer(self, which: int, new: NewAnswer, *, by: str) -> AnswerView:
        """Change what is given (None leaves a field); raises `BadValue`, `RuleRefused` (`answer_retired`)."""
        self.vocabulary.load()
        with self._storage.act("answer.edit", by, str(which)) as act:
            actor(act.session, by)
            row = answering.edit(act, self._in_use(act.session, which), new, self.vocabulary)
            gaps.close_asked(act.session, [row.question, *(new.aliases or ())], self.vocabulary)
            return self._view(act.session, row)

    def retire_answer(self, which: int, reason: str, *, by: str) -> AnswerView:
        """Take an answer out of use; raises `RuleRefused` (`answer_retired`) where it is already."""
        with self._storage.act("answer.retire", by, str(which)) as act:
            actor(act.session, by)
            row = answering.retire(act, self._in_use(act.session, which), reason, self.vocabulary)
            return self._view(act.session, row)

    def use_answer(self, which: int, *, by: str) -> AnswerView:
        """Count that an answer was put into a call; this lifts its rank a little."""
        with self._storage.act("answer.use", by, str(which)) as act:
            actor(act.session, by)
            row = self._in_use(act.session, which)
            row.used += 1
            act.session.add(row)
            act.session.flush()
            return self._view(act.session, row)

    def import_answers(self, path: Path, *, by: str, dry_run: bool = False) -> SheetResult:
        """Take answers from a sheet: a known question is changed, a new one added. Any bad row: nothing is written."""
        self.prepare()
        sheet = sheets.read_sheet(path)
        self.vocabulary.load()
        result = SheetResult(False, (), (), sheet.unknown)
        try:
            with self._storage.act("answer.import", by, path.name) as act:
                actor(act.session, by)
                result = take(act, sheet, self.vocabulary)
                act.note(rows=len(sheet.rows))
                if dry_run or result.problems:
                    raise NotKeptError(result)
        except NotKeptError as undone:
            return replace(undone.result, written=False)
        return result

    def export_answers(self, path: Path, *, by: str) -> int:
        """Write the answers in use to .csv or .xlsx; returns how many."""
        views = self.answers(by=by)
        with self._storage.act("answer.export", by, path.name) as act:
            actor(act.session, by)
            act.note(answers=len(views))
            return sheets.write_sheet(path, views)

    def _in_use(self, session: Session, which: int) -> Answer:
        row = get_answer(session, which)
        if row.retired:
            raise RuleRefused("answer_retired", N_("Answer {number} was retired. Write a new one."), number=which)
        return row

    def _view(self, session: Session, row: Answer) -> AnswerView:
        return answer_views(session, [row], self._today())[0]

    def _today(self) -> date:
        return self._storage.now().date()


def _shipped() -> tuple[ShippedAnswer, ...]:
    try:
        return load_answers()
    except (ValueError, OSError) as error:
        raise _unreadable("data/answers", error) from error


def _unreadable(name: str, error: Exception) -> BadValue:
    return BadValue("data_unreadable", N_("{name} cannot be read: {why}. Correct it there."), name=name, why=str(error))


def _marks(session: Session) -> dict[str, str]:
    return {row.name: row.value for row in session.exec(select(PolicyMark)).all()}
