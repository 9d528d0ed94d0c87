"""Picking one of many by Chinese, pinyin or initials: `cydbdk` finds 创业担保贷款."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from core.spelling import find
from core.words import N_
from tui.book import Entry
from tui.showing import cut
from tui.widgets.harmless import Line

MOST = 50


class _Typed(Line):
    """The line of a picker: the arrows move in the list below it, Enter takes what is marked there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "mark(1)", show=False),
        Binding("up", "mark(-1)", show=False),
    ]

    def action_mark(self, step: int) -> None:
        """Mark another entry."""
        assert isinstance(self.parent, Picker)
        self.parent.mark(step)

    def on_key(self, event: events.Key) -> None:
        """Esc closes the list first, where something was typed to open it."""
        if event.key == "escape" and self.parent is not None and self.parent.has_class("-open") and self.value:
            event.stop()
            self.parent.remove_class("-open")

    async def action_submit(self) -> None:
        """Take the marked entry and go on."""
        assert isinstance(self.parent, Picker)
        self.parent.take()
        self.screen.focus_next()


class Picker(Vertical):
    """A line and, while it is used, what fits it. `value` is the code picked, or empty."""

    about = N_("Type part of a name in Chinese, pinyin or initials. Up and Down mark, Enter takes, Tab skips.")
    DEFAULT_CSS = """
    Picker { height: auto; width: 1fr; }
    Picker > OptionList { height: auto; max-height: 4; border: none; padding: 0 1; display: none; }
    Picker.-open > OptionList { display: block; }
    """

    class Picked(Message):
        """An entry was taken, or the line emptied (`code` is empty)."""

        def __init__(self, picker: Picker, code: str) -> None:
            super().__init__()
            self.picker, self.code = picker, code

        @property
        def control(self) -> Picker:
            """The widget."""
            return self.picker

    def __init__(self, entries: Iterable[Entry] = (), *, placeholder: str = "", **more: Any) -> None:
        super().__init__(**more)
        self.entries = tuple(entries)
        self.suggested: tuple[str, ...] = ()
        self._placeholder = placeholder
        self._picked: Entry | None = None

    def compose(self) -> ComposeResult:
        """A line over a list."""
        yield _Typed(placeholder=self._placeholder)
        found = OptionList()
        found.can_focus = False
        yield found

    @property
    def line(self) -> Line:
        """Where it is typed."""
        return self.query_one(_Typed)

    @property
    def found(self) -> OptionList:
        """What fits."""
        return self.query_one(OptionList)

    @property
    def value(self) -> str:
        """The code picked; else, where exactly one entry bears what is typed as code or name, or is all that is offered
        for it, that one; else what is typed, so that the core can say what is wrong with it."""
        if self._picked is not None:
            return self._picked.code
        typed = self.line.value.strip()
        if not typed:
            return ""
        exact = [one.code for one in self.entries if typed in (one.code, one.name)]
        fits = exact or [one.code for one in self._fitting(typed)]
        return fits[0] if len(fits) == 1 else typed

    def fill(self, value: Any) -> None:
        """Pick by code; an unknown code stays as typed text."""
        self._picked = next((one for one in self.entries if one.code == value), None)
        self.line.fill(self._picked.name if self._picked else value)
        self._offer()

    def know(self, entries: Iterable[Entry]) -> None:
        """Take another set of entries."""
        self.entries = tuple(entries)
        self._offer()

    def suggest(self, codes: Iterable[str]) -> None:
        """What to offer first while nothing is typed."""
        self.suggested = tuple(codes)
        self._offer()

    def mark(self, step: int) -> None:
        """Mark the next or previous entry."""
        if self.found.option_count:
            at = self.found.highlighted
            self.found.highlighted = 0 if at is None else (at + step) % self.found.option_count
            self.add_class("-open")

    def take(self) -> None:
        """Pick what is marked; nothing where nothing is typed or offered."""
        option = self.found.highlighted_option
        if option is not None and option.id is not None and option.id != (self._picked and self._picked.code):
            self.fill(option.id)
        self.remove_class("-open")
        self.post_message(self.Picked(self, self.value))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._picked is not None and event.value != self._picked.name:
            self._picked = None
        self._offer()
        if not event.value:
            self.post_message(self.Picked(self, ""))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.fill(event.option_id)
        self.take()

    def on_descendant_focus(self) -> None:
        """Open the list."""
        self.add_class("-used")
        self._offer()

    def on_descendant_blur(self) -> None:
        """Close the list."""
        self.remove_class("-open", "-used")

    def _fitting(self, typed: str) -> list[Entry]:
        return find(typed, self.entries, lambda one: (one.code, one.name, one.spelling))[:MOST]

    def _offer(self) -> None:
        if not self.is_mounted:
            return
        typed = "" if self._picked else self.line.value
        if typed.strip():
            fits = self._fitting(typed)
        else:
            first = [one for code in self.suggested for one in self.entries if one.code == code]
            fits = first + [one for one in self.entries if one not in first]
        width = max(20, (self.size.width or 56) - 4)
        options = [
            Option(
                Content.assemble(cut(f"{one.name}  ", width), (cut(one.note, max(0, width - 24)), "dim")), id=one.code
            )
            for one in fits
        ]
        self.found.set_options(options)
        offered = bool(typed.strip()) or bool(self.suggested)
        if self._picked:
            place = next((n for n, one in enumerate(fits) if one.code == self._picked.code), None)
            self.found.highlighted = place
        else:
            self.found.highlighted = 0 if offered and options else None
        self.set_class(bool(options) and self.has_class("-used") and not self._picked, "-open")
