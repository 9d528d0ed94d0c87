"""Typing fields that keep what is typed as typed and draw it harmlessly."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.strip import Strip
from textual.widgets import Input, TextArea

from core.text import visible
from core.words import N_


def harmless(strip: Strip) -> Strip:
    """The strip with control, escape and direction characters as symbols."""
    if all(segment.text.isprintable() for segment in strip):
        return strip
    shown = [Segment(visible(segment.text, newlines=True), segment.style, segment.control) for segment in strip]
    return Strip(shown).adjust_cell_length(strip.cell_length)


class Line(Input):
    """One line. Enter goes to the next field; what a paste brings beyond the line is kept as spaces."""

    def __init__(self, value: str = "", **more: Any) -> None:
        super().__init__(value, compact=True, select_on_focus=False, **more)

    def render_line(self, y: int) -> Strip:
        """A row of the field."""
        return harmless(super().render_line(y))

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        text = " ".join(event.text.splitlines())
        start, end = self.selection
        self.replace(text, start, end)
        # Textual does not scroll to the cursor where this is the first text that the field gets.
        place, self.cursor_position = self.cursor_position, 0
        self.cursor_position = place

    async def _on_key(self, event: events.Key) -> None:
        """Enter is acted on here and now, not by a binding that the app comes to later: the next key may be waiting."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            await self.action_submit()

    async def action_submit(self) -> None:
        """Go on."""
        await super().action_submit()
        self.screen.focus_next()

    def fill(self, value: Any) -> None:
        """Put a value in."""
        self.value = str(value or "")
        self.cursor_position = len(self.value)


class Prose(TextArea):
    """Several lines. Enter goes to the next field; Ctrl+J starts a new line."""

    about = N_("Several lines: Ctrl+J starts a new one, Enter goes on.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+j", "new_line", show=False),
    ]

    def __init__(self, value: str = "", **more: Any) -> None:
        super().__init__(value, compact=True, soft_wrap=True, show_line_numbers=False, tab_behavior="focus", **more)
        self.highlight_cursor_line = False

    def render_line(self, y: int) -> Strip:
        """A row of the field."""
        return harmless(super().render_line(y))

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.screen.focus_next()

    def action_new_line(self) -> None:
        """Start a new line."""
        self.insert("\n")

    @property
    def value(self) -> str:
        """What is typed."""
        return self.text

    def fill(self, value: Any) -> None:
        """Put a value in, the cursor after it."""
        self.load_text(str(value or ""))
        self.move_cursor(self.document.end)
