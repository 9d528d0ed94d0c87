"""One of a few: all on show, the chosen one in brackets; the arrows or a digit choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from core.words import N_, _


class Choice(Widget, can_focus=True):
    """`options` maps values to message ids; `value` is the chosen one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("space", "move(1)", show=False),
        Binding("enter", "go_on", show=False),
    ]
    about = N_("Left and Right or a digit choose; Enter goes on.")
    DEFAULT_CSS = """
    Choice { height: auto; width: 1fr; }
    """
    value: reactive[Any] = reactive(None)

    class Changed(Message):
        """Another one is chosen."""

        def __init__(self, choice: Choice) -> None:
            super().__init__()
            self.choice = choice

        @property
        def control(self) -> Choice:
            """The widget."""
            return self.choice

    def __init__(self, options: Mapping[Any, str], value: Any = None, **more: Any) -> None:
        super().__init__(**more)
        self.options = dict(options)
        self.set_reactive(Choice.value, value if value in self.options else next(iter(self.options)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the options need at this width, which is not the last one drawn at."""
        return len(self._rows(max(10, width)))

    def render(self) -> Content:
        """All options, the chosen one in brackets."""
        rows = self._rows(max(10, self.size.width or 60))
        return Content("\n").join(Content(" ").join(row) for row in rows)

    def _rows(self, width: int) -> list[list[Content]]:
        parts: list[Content] = []
        for value, label in self.options.items():
            word = _(label).replace(" ", "\u00a0")
            if value == self.value:
                style = "reverse bold" if self.has_focus else "bold"
                parts.append(Content.styled(f"[{word}]", style))
            else:
                parts.append(Content.styled(f"\u00a0{word}\u00a0", "$text-muted"))
        used, lines = 0, [[]]  # type: ignore[var-annotated]
        for part in parts:
            if used and used + 1 + part.cell_length > width:
                lines.append([])
                used = 0
            lines[-1].append(part)
            used += part.cell_length + 1
        return lines

    def watch_value(self) -> None:
        """Tell, and draw anew."""
        self.refresh(layout=True)
        self.post_message(self.Changed(self))

    def on_focus(self) -> None:
        """Draw with the mark."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw without the mark."""
        self.refresh()

    def uses(self, key: str) -> bool:
        """Whether a key chooses here: the digits of the options."""
        return key.isdecimal() and 1 <= int(key) <= len(self.options)

    def on_key(self, event: events.Key) -> None:
        """A digit chooses by place."""
        if self.uses(event.key):
            event.stop()
            self.value = list(self.options)[int(event.key) - 1]

    def action_move(self, step: int) -> None:
        """The next or previous one, round and round."""
        values = list(self.options)
        self.value = values[(values.index(self.value) + step) % len(values)]

    def action_go_on(self) -> None:
        """To the next field."""
        self.screen.focus_next()

    def fill(self, value: Any) -> None:
        """Choose, where it is known."""
        if value in self.options:
            self.value = value
