"""A pane to read in: one page at a time, with the words that were looked for marked in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.text import visible
from core.words import N_

MARKED, CURRENT = "bold underline", "bold reverse"


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: a title, words on its standing with their styles, the text by paragraphs, notes below.

    `anchor` is the paragraph to begin at, None for the top; `copy` what goes to the clipboard.
    """

    title: str
    paragraphs: tuple[str, ...]
    tags: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    anchor: int | None = None
    copy: str = ""


def find_words(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where `words` stand in `text`, upper and lower case alike, the longest at each place; no two overlap."""
    known = sorted({word for word in words if word}, key=len, reverse=True)
    if not known:
        return []
    # The search writes 两 as 二 in its words.
    pattern = "|".join(re.escape(word).replace("二", "[二两]") for word in known)
    return [found.span() for found in re.finditer(pattern, text, re.IGNORECASE)]


class ReadingPane(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Shows a `Leaf`. Up, Down, PgUp, PgDn, Home and End scroll; Left and Right are the screen's."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "scroll_up", show=False),
        Binding("down", "scroll_down", show=False),
        Binding("pageup", "page_up", show=False),
        Binding("pagedown,space", "page_down", show=False),
        Binding("home", "scroll_home", show=False),
        Binding("end", "scroll_end", show=False),
    ]
    about = N_(
        "The text. The words looked for are underlined; Ctrl+G and Ctrl+B go to the next and the previous one, Left "
        "and Right to the articles before and after, Ctrl+R back to what was read before, Ctrl+Y copies."
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.leaf: Leaf | None = None
        self.words: tuple[str, ...] = ()
        self.hits: list[tuple[int, int]] = []
        self.current: int | None = None
        self._starts: list[int] = []
        self._plain = ""

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="reading-text")

    def show(self, leaf: Leaf | None, words: Sequence[str] = (), *, note: str = "") -> None:
        """Show a page, or a note where there is none."""
        self.leaf, self.words, self.current = leaf, tuple(words), None
        self.hits, self._starts = [], []
        if leaf is None:
            self._text.update(Content.styled(note, "$text-muted"))
            self.scroll_home(animate=False)
            return
        paragraphs = [visible(one) for one in leaf.paragraphs]
        at = len(self._head(leaf)) + 1
        for one in paragraphs:
            self._starts.append(at)
            self.hits += [(at + start, at + end) for start, end in find_words(one, words)]
            at += len(one) + 1
        self._draw()
        if leaf.anchor is not None and leaf.anchor < len(self._starts):
            self.call_after_refresh(self._bring, self._starts[leaf.anchor])
        else:
            self.scroll_home(animate=False)

    def go_hit(self, step: int) -> int | None:
        """To the next or previous marked word, round and round; which it is, from 0, None where nothing is marked."""
        if not self.hits:
            return None
        if self.current is None:
            self.current = 0 if step > 0 else len(self.hits) - 1
        else:
            self.current = (self.current + step) % len(self.hits)
        self._draw()
        self._bring(self.hits[self.current][0])
        return self.current

    @property
    def _text(self) -> Static:
        return self.query_one("#reading-text", Static)

    @staticmethod
    def _head(leaf: Leaf) -> Content:
        parts = [Content.styled(visible(leaf.title, newlines=True), "bold $text-accent")]
        if leaf.tags:
            tags = [Content.styled(visible(words, newlines=True), style) for words, style in leaf.tags if words]
            parts.append(Content("  ").join(tags))
        return Content("\n").join([*parts, Content("")])

    def _draw(self) -> None:
        assert self.leaf is not None
        body = Content("\n").join(Content(visible(one)) for one in self.leaf.paragraphs)
        text = Content("\n").join([self._head(self.leaf), body])
        for number, (start, end) in enumerate(self.hits):
            text = text.stylize(CURRENT if number == self.current else MARKED, start, end)
        if self.leaf.anchor is not None and self.leaf.anchor < len(self._starts):
            start = self._starts[self.leaf.anchor]
            text = text.stylize("bold", start, text.plain.find("\n", start) if "\n" in text.plain[start:] else None)
        self._plain = text.plain
        if self.leaf.notes:
            notes = [Content.styled(visible(one, newlines=True), "$text-muted") for one in self.leaf.notes if one]
            text = Content("\n").join([text, Content(""), *notes])
        self._text.update(text)

    def _bring(self, offset: int) -> None:
        width = self._text.content_size.width or self.size.width
        if width > 0:
            above = Content(self._plain[: offset + 1]).get_height({}, width) - 1
            self.scroll_to(y=max(0, above - 2), animate=False)
