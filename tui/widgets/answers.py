"""What to tell the caller: the guide of the service."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.services.rules import suggest
from core.services.views import ServiceView
from core.text import visible
from core.words import N_, _, language
from tui.book import Book
from tui.showing import folded, limit_words


class AnswerPane(VerticalScroll, can_focus=True):
    """Shows the guide of the service, or of the best guess. Answers from the policies stand above it."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self._asked: tuple[str, str | None, Book] | None = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="answer-text")

    def on_resize(self) -> None:
        """Fold to the new width."""
        if self._asked is not None:
            self.about(*self._asked)

    def about(self, question: str, service: str | None, book: Book) -> None:
        """Show what helps with this question and service: the guide of the service chosen, or guessed."""
        self._asked = (question, service, book)
        width = self.scrollable_content_region.width
        chosen = book.services.get(service or "")
        guesses = [] if chosen else suggest(question, book.services.values())
        parts: list[Content] = []
        if chosen is not None:
            parts += guide(chosen, book, width)
        elif guesses:
            names = folded(_("Perhaps: ") + "  ".join(book.service(one.code) for one in guesses), width)
            parts.append(Content.styled(names, "$text-muted"))
            parts += guide(guesses[0], book, width)
        else:
            parts.append(
                Content.styled(
                    _("The guide of the service appears here, as soon as one is chosen or guessed."), "$text-muted"
                )
            )
        self.query_one("#answer-text", Static).update(Content("\n").join(parts))


def guide(service: ServiceView, book: Book, width: int = 0) -> list[Content]:
    """The guide (办事指南), folded to `width` cells: what to tell at once comes first."""
    told = service.guide
    parts = [Content.styled(book.service(service.code), "bold $text-accent")]
    if not told.get("checked"):
        parts.append(Content.styled(_("An example; the centre has not checked it yet."), "$text-warning"))
    materials = [_material(one) for one in told.get("materials", ())]
    limits = _("reply within {respond}, complete within {complete}").format(
        respond=limit_words(service.respond), complete=limit_words(service.complete)
    )
    sections: tuple[tuple[str, list[str]], ...] = (
        (N_("Tell at once: materials"), [f"{n}.\u00a0{one}" for n, one in enumerate(materials, 1)]),
        (N_("Conditions"), _lines(told, "conditions")),
        (N_("Steps"), [f"{n}.\u00a0{one}" for n, one in enumerate(_lines(told, "steps"), 1)]),
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
            parts += [Content(folded(visible(one, newlines=True), width, _indent(one))) for one in lines]
    return parts


def _indent(text: str) -> int:
    number, dot, _rest = text.partition(".\u00a0")
    return len(number) + 2 if dot and number.isdecimal() else 0


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
