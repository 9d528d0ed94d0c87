"""Beside the call form: the three best answers to the question as it is typed, one of them marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.widgets import Static

from core.policies.views import AnswerView, DocumentView, SearchResult
from core.text import visible
from core.words import _
from tui import work
from tui.policy_words import cited, passage, saying, tag
from tui.showing import cut, line

if TYPE_CHECKING:
    from core.desk import Desk

MOST = 3
DELAY = 0.25
_TEXT_LINES = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer, or, where there are too few, an article's passage (`answer` None)."""

    result: SearchResult
    answer: AnswerView | None
    document: DocumentView | None

    @property
    def title(self) -> str:
        """The question it answers, or the article's place."""
        return self.result.title

    @property
    def status(self) -> str:
        """How far it may be relied on."""
        return self.result.status

    @property
    def citation(self) -> str:
        """Where it stands."""
        short = "、".join(self.result.citations)
        return short if self.answer is not None else cited(self.result.document_title, self.result.citations)

    @property
    def said(self) -> str:
        """As it goes into the answer field: text, citation, and what is wrong with it."""
        return saying(self.answer, self.document) if self.answer is not None else passage(self.result, self.document)

    @property
    def service(self) -> str | None:
        """The service the answer belongs to."""
        return self.answer.service if self.answer is not None else None


@dataclass(frozen=True, slots=True)
class Suggested:
    """What was found for a question. Not `confident`: only the nearest there is."""

    question: str
    items: tuple[Suggestion, ...] = ()
    confident: bool = True


def look_up(desk: Desk, by: str, question: str) -> Suggested:
    """The three best answers; articles where there are fewer answers than that."""
    found = desk.policies.search(question, by=by, limit=10)
    answers = [one for one in found.results if one.kind == "answer"]
    articles = [one for one in found.results if one.kind == "article"]
    documents = {one.id: one for one in desk.policies.list(by=by, every_version=True)}
    items = tuple(
        Suggestion(
            one, desk.policies.answer(one.id, by=by) if one.kind == "answer" else None,
            documents.get(one.document or 0),
        )
        for one in [*answers, *articles][:MOST]
    )  # fmt: skip
    return Suggested(question, items, found.confident)


class Suggestions(Static):
    """Answers as one types; `place` is the marked one. Where the window is narrow each takes one line."""

    DEFAULT_CSS = """
    Suggestions { height: auto; display: none; }
    Suggestions.-shown { display: block; }
    """

    class Clicked(Message):
        """An answer was clicked: it is to be read whole."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Came(Message):
        """Other answers are on show, or none."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.found = Suggested("")
        self.place = 0
        self._wanted = ""

    @property
    def items(self) -> Sequence[Suggestion]:
        """What is on show."""
        return self.found.items

    @property
    def marked(self) -> Suggestion | None:
        """The marked one."""
        return self.items[self.place] if self.place < len(self.items) else None

    def about(self, question: str) -> None:
        """Find answers to a question; nothing is asked twice, and late answers to older questions are left out."""
        question = question.strip()
        if question == self._wanted:
            return
        self._wanted = question
        if not question:
            self.give(Suggested(""))
            return
        work.read(
            self, "suggestions", lambda desk, by: look_up(desk, by, question), self.give,
            lambda _error: self.give(Suggested(question)), after=DELAY,
        )  # fmt: skip

    def give(self, found: Suggested) -> None:
        """Show what was found, unless another question was typed meanwhile. The mark goes to the best."""
        if found.question != self._wanted:
            return
        self.found, self.place = found, 0
        self.set_class(bool(found.items), "-shown")
        self._draw()
        self.post_message(self.Came())

    def mark(self, place: int) -> None:
        """Mark another one, round and round."""
        if self.items:
            self.place = place % len(self.items)
            self._draw()

    def on_click(self, event: events.Click) -> None:
        """A click reads the answer whole."""
        place = event.style.meta.get("suggestion")
        if place is not None:
            self.post_message(self.Clicked(int(place)))

    def on_resize(self, _event: events.Resize) -> None:
        """Draw to the new width."""
        self._draw()

    def _draw(self) -> None:
        width = self.content_size.width or 36
        narrow = self.screen.has_class("-narrow")
        parts: list[Content] = []
        if not self.found.confident:
            parts.append(Content.styled(cut(_("Nothing fits well; these come nearest."), width), "$text-warning"))
        for place, one in enumerate(self.items):
            parts.append(self._short(place, one, width) if narrow else self._long(place, one, width))
        self.update(Content("\n" if narrow else "\n\n").join(parts))

    def _mark_words(self, place: int) -> str:
        return f"{'>' if place == self.place else ' '}{place + 1} "

    @staticmethod
    def _tags(one: Suggestion) -> list[tuple[str, str]]:
        tags = [tag(one.status, one.document)] if one.status != "current" else []
        if one.result.not_said:
            tags.append((_("the measures do not say"), "bold"))
        return tags

    def _head(self, place: int, one: Suggestion, room: int, more: Sequence[tuple[str, str]] = ()) -> Content:
        tags = [*self._tags(one), *more]
        spare = sum(cell_len(words) + 2 for words, _style in tags)
        title = cut(line(one.title), max(10, room - 3 - spare))
        parts: list[Any] = [(self._mark_words(place) + title, "bold")]
        for words, style in tags:
            parts += ["  ", (words, style)]
        style = "on $primary 25%" if place == self.place else ""
        return Content.assemble(*parts).stylize(style) if style else Content.assemble(*parts)

    def _short(self, place: int, one: Suggestion, width: int) -> Content:
        room = max(0, width // 3)
        return self._click(place, self._head(place, one, width, [(cut(one.citation, room), "$foreground 60%")]))

    def _long(self, place: int, one: Suggestion, width: int) -> Content:
        text = visible(one.result.text, newlines=True)
        below = [one.citation]
        if one.result.used:
            below.append(_("used {count} times").format(count=one.result.used))
        parts = [
            self._head(place, one, width),
            Content(cut(text, _TEXT_LINES * (width - 1))),
            Content.styled(cut("  ".join(part for part in below if part), width), "$foreground 60%"),
        ]
        return self._click(place, Content("\n").join(part for part in parts if part.plain))

    @staticmethod
    def _click(place: int, words: Content) -> Content:
        return words.stylize(Style.from_meta({"suggestion": place}))
