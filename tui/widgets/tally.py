"""A list to tick or to count: materials told, materials taken in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from core.text import visible
from core.words import N_


class Tally(OptionList):
    """Each item with a count from 0 to `most` (1: a tick). Space ticks, digits set, the arrows count."""

    about = N_("Up and Down move, Space ticks, a digit or Left and Right count, Enter goes on.")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "tick", show=False),
        Binding("right", "add(1)", show=False),
        Binding("left", "add(-1)", show=False),
    ]

    def __init__(self, items: Iterable[str], *, most: int, start: int, **more: Any) -> None:
        self.items = list(dict.fromkeys(items))
        self.most = most
        self.counts = [start] * len(self.items)
        super().__init__(*(Option(self._prompt(n)) for n in range(len(self.items))), **more)

    def _prompt(self, place: int) -> Content:
        count = self.counts[place]
        mark = ("[x]" if count else "[ ]") if self.most == 1 else f"[{count or ' ':>2}]"
        return Content(f"{mark} {visible(self.items[place], newlines=True)}")

    def _set(self, count: int) -> None:
        place = self.highlighted
        if place is not None:
            self.counts[place] = max(0, min(self.most, count))
            self.replace_option_prompt_at_index(place, self._prompt(place))

    def action_tick(self) -> None:
        """Tick or untick."""
        if self.highlighted is not None:
            self._set(0 if self.counts[self.highlighted] else 1)

    def action_add(self, step: int) -> None:
        """One more or one less."""
        if self.highlighted is not None:
            self._set(self.counts[self.highlighted] + step)

    def action_select(self) -> None:
        """To the next field."""
        self.screen.focus_next()

    def uses(self, key: str) -> bool:
        """Whether a key counts here: the digits."""
        return key.isdecimal() and self.highlighted is not None

    def on_key(self, event: events.Key) -> None:
        """A digit sets the count."""
        if self.uses(event.key):
            event.stop()
            self._set(int(event.key))

    @property
    def chosen(self) -> list[str]:
        """The ticked items."""
        return [item for item, count in zip(self.items, self.counts, strict=True) if count]

    @property
    def value(self) -> dict[str, int]:
        """Each item with its count."""
        return dict(zip(self.items, self.counts, strict=True))

    def fill(self, value: Any) -> None:
        """Put counts in: a mapping, or the ticked items."""
        counts = value if isinstance(value, dict) else dict.fromkeys(value or (), 1)
        for place, item in enumerate(self.items):
            self.counts[place] = int(counts.get(item, 0))
            self.replace_option_prompt_at_index(place, self._prompt(place))
