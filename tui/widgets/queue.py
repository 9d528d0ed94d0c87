"""The queue: mine to handle, then those I answer for as first contact."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from core.calls.views import Board, CallItem
from core.words import _
from tui.book import Book
from tui.showing import cut, left, light_words, line, pad, short_caller


@dataclass(frozen=True, slots=True)
class Part:
    """Calls under a heading; `watched` names their handlers instead of their callers, `notes` by number stand in the
    place of the standing and the time left."""

    heading: str
    items: tuple[CallItem, ...]
    empty: str = ""
    watched: bool = False
    notes: Mapping[str, str] = field(default_factory=dict)


class Queue(OptionList):
    """Two lines a call: its standing, the time left and who called; then the question."""

    class Shown(Message):
        """Another call is marked."""

        def __init__(self, number: str) -> None:
            super().__init__()
            self.number = number

    def __init__(self) -> None:
        super().__init__(id="queue")
        self.items: dict[str, CallItem] = {}
        self._order: list[tuple[str | None, bool]] = []
        self._prompts: list[Content] = []
        self._left: str | None = None
        self._last: tuple[Sequence[Part], Book, datetime] | None = None

    def show(self, board: Board, book: Book, now: datetime) -> None:
        """Draw the board."""
        mine = Part(_("Mine to handle {count}").format(count=len(board.mine)), board.mine, _("Nothing waits for you."))
        watched = Part(_("I am first contact {count}").format(count=len(board.watched)), board.watched, watched=True)
        self.show_parts((mine, watched) if board.watched else (mine,), book, now)

    def show_parts(self, parts: Sequence[Part], book: Book, now: datetime) -> None:
        """Draw lists of calls. Rows that stay in place are only rewritten, so that nothing flickers or jumps."""
        self._last = (parts, book, now)
        self.items = {item.number: item for part in parts for item in part.items}
        rows: list[tuple[str | None, Content]] = []
        for place, part in enumerate(parts):
            rows.append((None, Content.assemble("\n" if place else "", (part.heading, "bold"))))
            if not part.items and part.empty:
                rows.append((None, Content.styled(part.empty, "dim")))
            rows += [(item.number, self._row(item, book, now, part)) for item in part.items]
        numbers = [(number, number is None) for number, _prompt in rows]
        if numbers == self._order:
            for place, (_number, prompt) in enumerate(rows):
                if not prompt.is_same(self._prompts[place]) or prompt.spans != self._prompts[place].spans:
                    self.replace_option_prompt_at_index(place, prompt)
        else:
            self._rebuild(rows)
        self._order, self._prompts = numbers, [prompt for _number, prompt in rows]

    def on_resize(self) -> None:
        """Cut the rows to the new width."""
        if self._last is not None:
            self.show_parts(*self._last)

    def mark(self, number: str) -> bool:
        """Move the mark to a call; where it is not in the queue nothing is marked, and false is given."""
        if number not in self.items:
            if self.items and self.highlighted is not None:
                self._left, self.highlighted = self.marked, None
            return False
        self.highlighted = self.get_option_index(number)
        return True

    def unleave(self) -> None:
        """Mark again what was marked before a call outside the queue was shown."""
        if self.highlighted is None and self.items:
            wanted = self._left if self._left in self.items else next(iter(self.items))
            self.highlighted = self.get_option_index(wanted)

    @property
    def marked(self) -> str | None:
        """The number of the call that is marked."""
        option = self.highlighted_option
        return option.id if option is not None else None

    def _rebuild(self, rows: list[tuple[str | None, Content]]) -> None:
        before, top = self.marked, self.scroll_offset.y
        with self.app.batch_update(), self.prevent(OptionList.OptionHighlighted):
            self.set_options(Option(prompt, id=number, disabled=number is None) for number, prompt in rows)
            first = next((number for number, _prompt in rows if number), None)
            wanted = before if before in self.items else first
            self.highlighted = self.get_option_index(wanted) if wanted else None
            self.scroll_to(y=top, animate=False)
        if wanted is not None and wanted != before:
            self.post_message(self.Shown(wanted))

    def _row(self, item: CallItem, book: Book, now: datetime, part: Part) -> Content:
        width = max(16, (self.size.width or 30) - 3)
        word, style = light_words(item)
        note = part.notes.get(item.number)
        time = left(item, now, book.calendar) if note is None else note
        who = book.person(item.handler) if part.watched else short_caller(item.caller)
        parts: list[tuple[str, str]] = []
        if item.reminder:
            parts.append((_("reminder") + " ", "bold reverse"))
        if item.light != "green" and note is None:
            parts.append((word + "  ", style))
        parts.append((time, style if item.light != "green" else ""))
        used = Content.assemble(*parts).cell_length
        head = Content.assemble(*parts, ("  " + cut(who, max(0, width - used - 2)), ""))
        text = item.reminder or item.question
        return Content("\n").join([head, Content.styled(pad(line(text[:400]), width), "$foreground 80%")])

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell which call is marked."""
        event.stop()
        if event.option_id is not None:
            self.post_message(self.Shown(event.option_id))
