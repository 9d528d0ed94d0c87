"""Writing or changing an answer. What is typed is kept every second; a refusal keeps every word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.widget import Widget

from core.clock import read_date
from core.desk import Desk
from core.errors import BadValue
from core.policies.views import AnswerView, NewAnswer
from core.words import N_, _
from tui.drafts import Draft
from tui.screens.asking import row
from tui.screens.policy_dialogs import AskDialog
from tui.showing import line
from tui.widgets.asking import fill, value_of
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line, Prose
from tui.widgets.picker import Picker
from tui.work import desk_app

FIELDS = (
    "question", "answer", "articles", "aliases", "category", "service", "verified", "not_said", "as_of", "valid_from",
    "valid_until", "document", "basis",
)  # fmt: skip
_DATES = ("as_of", "valid_from", "valid_until")
_YES_NO = {True: N_("yes"), False: N_("no")}


class AnswerForm(AskDialog[AnswerView]):
    """A new answer, or a change of one. `closes` are gaps that the new answer closes."""

    about = N_(
        "An answer is said as one says it on the phone, in one to four sentences, and names its articles. The other "
        "ways of asking help to find it. What was not checked is marked unverified and shown so."
    )

    def __init__(
        self,
        answer: AnswerView | None,
        kept: dict[str, Any],
        *,
        start: dict[str, Any] | None = None,
        closes: Sequence[int] = (),
        draft: Draft | None = None,
    ) -> None:
        title = _("New answer") if answer is None else f"{_('Edit answer')}  {answer.id}  {line(answer.question)}"
        place, number = ("write_answer", None) if answer is None else ("edit_answer", str(answer.id))
        super().__init__(title, _("Save"), kept, place=place, number=number, draft=draft)
        self.answer, self._closes = answer, tuple(closes)
        self._start = (start or {}) if answer is None else of_answer(answer)
        self._draft = draft

    def compose_fields(self) -> ComposeResult:
        """What an answer has."""
        book = desk_app(self).book
        assert book is not None
        yield from row(N_("Question"), Prose(id="question"))
        yield from row(N_("Answer"), Prose(id="answer"), N_("as one says it on the phone"))
        yield from row(N_("Articles cited"), Line(id="articles", placeholder=_("15；第十条（六）")))
        yield from row(N_("Also asked as"), Prose(id="aliases", placeholder=_("one a line (Ctrl+J)")))
        yield from row(N_("Category"), Line(id="category"))
        yield from row(N_("Service"), Picker(book.entries("service"), id="service"))
        yield from row(N_("Checked"), Choice(_YES_NO, id="verified"))
        yield from row(N_("Not said"), Choice(_YES_NO, False, id="not_said"), N_("the measures say nothing on it"))
        yield from row(N_("As of"), Line(id="as_of", placeholder=_("2026-11-23; empty is today")))
        yield from row(N_("Valid from"), Line(id="valid_from"))
        yield from row(N_("Valid until"), Line(id="valid_until"))
        yield from row(N_("Text cited"), Line(id="document", placeholder=_("empty: the measures")))
        yield from row(N_("Other basis"), Line(id="basis"))

    def fill_in(self) -> None:
        """The answer as it is, or what was typed."""
        untouched = self.values() | self._start
        for name, value in (self._start | self.kept | (self._draft.values if self._draft else {})).items():
            if name in FIELDS:
                fill(self._field(name), value)
        self.set_focus(self.query_one("#question" if not self._start.get("question") else "#answer"))
        self.keep_from(untouched)

    def _field(self, name: str) -> Widget:
        return self.query_one(f"#{name}")

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return {name: value_of(self._field(name)) for name in FIELDS}

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> AnswerView:
        """Keep it, and close the gaps it was written for."""
        new = as_new(values, self.answer)
        if self.answer is not None:
            return desk.policies.edit_answer(self.answer.id, new, by=by)
        return desk.policies.add_answer(new, by=by, closes=self._closes)


def of_answer(answer: AnswerView) -> dict[str, Any]:
    """An answer as the form has it."""
    return {
        "question": answer.question, "answer": answer.answer, "articles": "；".join(answer.citations),
        "aliases": "\n".join(answer.aliases), "category": answer.category, "service": answer.service or "",
        "verified": answer.verified, "not_said": answer.not_said, "as_of": str(answer.as_of),
        "valid_from": str(answer.valid_from or ""), "valid_until": str(answer.valid_until or ""),
        "document": answer.document_title, "basis": answer.basis,
    }  # fmt: skip


def as_new(values: dict[str, Any], before: AnswerView | None) -> NewAnswer:
    """What the form says; raises `BadValue` (`bad_date`, `date_stays`)."""
    days: dict[str, date | None] = {name: read_date(typed) if (typed := values[name].strip()) else None
                                    for name in _DATES}  # fmt: skip
    for name in ("valid_from", "valid_until"):
        if before is not None and getattr(before, name) is not None and days[name] is None:
            raise BadValue(
                "date_stays",
                N_("A day once given can be moved but not taken away. Give another day, or write a new answer."),
            )
    return NewAnswer(
        question=values["question"], answer=values["answer"], articles=values["articles"],
        aliases=tuple(one.strip() for one in values["aliases"].splitlines() if one.strip()),
        category=values["category"], service=values["service"], document=values["document"].strip() or None,
        basis=values["basis"], as_of=days["as_of"], verified=values["verified"], not_said=values["not_said"],
        valid_from=days["valid_from"], valid_until=days["valid_until"],
    )  # fmt: skip
