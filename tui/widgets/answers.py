"""What to tell the caller: now the service's guide; made so that answers from the policies can stand above it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.services.rules import suggest
from core.services.views import ServiceView
from core.text import visible
from core.words import N_, _, language
from tui import work
from tui.book import Book
from tui.showing import limit_words

if TYPE_CHECKING:
    from core.desk import Desk


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing to say: a title, the text, and where it comes from (`source`, such as an article)."""

    title: str
    text: str
    source: str = ""


AnswerSource = Callable[["Desk", str, str, str | None], Sequence[Answer]]
"""Gives answers, best first: `source(desk, by, question, service)`, the question as typed and the code of the service
chosen, if any. Called off the screen's thread; a `DeskError` means there are none."""


class AnswerPane(VerticalScroll, can_focus=True):
    """Shows the answers given to it, then the guide of the service, or of the best guess."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.answers: tuple[Answer, ...] = ()
        self._asked: tuple[str, str | None] = ("", None)

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="answer-text")

    def about(self, question: str, service: str | None, book: Book) -> None:
        """Show what helps with this question and service: the guide at once, answers when they come."""
        source = work.desk_app(self).answer_source
        if source is not None and self._asked != (question, service):
            work.read(
                self, "answers", lambda desk, by: source(desk, by, question, service) if question.strip() else (),
                lambda found: self.give(found, book), lambda _error: self.give((), book), after=0.3,
            )  # fmt: skip
        self._asked = (question, service)
        self._show(book)

    def give(self, answers: Sequence[Answer], book: Book) -> None:
        """Put up to three answers above the guide."""
        self.answers = tuple(answers[:3])
        self._show(book)

    def _show(self, book: Book) -> None:
        question, service = self._asked
        chosen = book.services.get(service or "")
        guesses = [] if chosen else suggest(question, book.services.values())
        parts: list[Content] = [_answer(one) for one in self.answers]
        if chosen is not None:
            parts += guide(chosen, book)
        elif guesses:
            names = ", ".join(book.service(one.code) for one in guesses)
            parts.append(Content.assemble((_("Perhaps: "), "$text-muted"), (names, "bold")))
            parts += guide(guesses[0], book)
        else:
            parts.append(
                Content.styled(
                    _("The guide of the service appears here, as soon as one is chosen or guessed."), "$text-muted"
                )
            )
        self.query_one("#answer-text", Static).update(Content("\n").join(parts))


def guide(service: ServiceView, book: Book) -> list[Content]:
    """The guide (办事指南): what to tell at once comes first."""
    told = service.guide
    parts = [Content.styled(book.service(service.code), "bold $text-accent")]
    if not told.get("checked"):
        parts.append(Content.styled(_("An example; the centre has not checked it yet."), "$text-warning"))
    materials = [_material(one) for one in told.get("materials", ())]
    limits = _("reply within {respond}, complete within {complete}").format(
        respond=limit_words(service.respond), complete=limit_words(service.complete)
    )
    sections: tuple[tuple[str, list[str]], ...] = (
        (N_("Tell at once: materials"), [f"{n}. {one}" for n, one in enumerate(materials, 1)]),
        (N_("Conditions"), _lines(told, "conditions")),
        (N_("Steps"), [f"{n}. {one}" for n, one in enumerate(_lines(told, "steps"), 1)]),
        (N_("Time limit"), [limits]),
        (N_("Place"), _lines(told, "place")),
        (N_("Fee"), _lines(told, "fee")),
        (N_("Phones"), _lines(told, "phones")),
        (N_("Not accepted when"), _lines(told, "refusal")),
        (N_("To be verified"), _lines(told, "unverified")),
    )
    for title, lines in sections:
        if lines:
            parts.append(Content.styled(f"\n{_(title)}", "bold"))
            parts += [Content(visible(one, newlines=True)) for one in lines]
    return parts


def _answer(one: Answer) -> Content:
    return Content.assemble(
        (visible(one.title, newlines=True), "bold"), "\n", visible(one.text), "\n",
        (visible(one.source, newlines=True), "$text-muted"), "\n",
    )  # fmt: skip


def _lines(told: dict[str, Any], name: str) -> list[str]:
    value = (language() == "en" and told.get(f"{name}_en")) or told.get(name) or ()
    return [value] if isinstance(value, str) else [str(one) for one in value]


FORMS = {"original": N_("original"), "copy": N_("copy"), "both": N_("original and copy")}


def _material(one: dict[str, Any]) -> str:
    english = language() == "en"
    name = str((english and one.get("name_en")) or one["name"])
    details = [_(FORMS[one["form"]])] if one.get("form") in FORMS else []
    if int(one.get("copies") or 1) > 1:
        details.append(_("{count} copies").format(count=one["copies"]))
    issued = (english and one.get("issued_by_en")) or one.get("issued_by")
    if issued:
        details.append(str(issued))
    return "  ".join([name, *details])
