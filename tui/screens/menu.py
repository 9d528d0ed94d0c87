"""What can be done with the call, with the reason where it cannot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from core.words import N_, _
from tui.actions import Offer, key_name
from tui.showing import pad


class Menu(ModalScreen[str | None]):
    """Gives the chosen action's id, or None."""

    CSS_PATH = "menu.tcss"
    stays_with_author = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    about = N_(
        "Everything that can be done with the call. What is dim cannot be done now; "
        "the reason stands below when it is marked."
    )

    def __init__(self, offers: Sequence[Offer]) -> None:
        super().__init__()
        ranked = sorted(offers, key=lambda one: one.reason is not None)
        self._offers = {one.action.id: one for one in ranked}

    def compose(self) -> ComposeResult:
        """A list over a sentence."""
        with Vertical(classes="box"):
            yield Label(_("What is to be done?  (Esc: nothing)"), classes="title")
            yield OptionList(*(Option(self._row(one), id=name) for name, one in self._offers.items()))
            yield Static(id="menu-about")

    def on_mount(self) -> None:
        """Mark the first."""
        self.query_one(OptionList).highlighted = 0

    @staticmethod
    def _row(one: Offer) -> Content:
        words = f"{pad(key_name(one.action.key), 8)} {_(one.action.label)}"
        return Content.styled(words, "dim" if one.reason is not None else "")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Explain what is marked."""
        one = self._offers[str(event.option_id)]
        sentence = one.reason.message if one.reason is not None else _(one.action.about)
        self.query_one("#menu-about", Static).update(Content(sentence))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose, where it is allowed."""
        if self._offers[str(event.option_id)].reason is None:
            self.dismiss(event.option_id)

    def on_key(self, event: events.Key) -> None:
        """The actions' own keys work here too."""
        for one in self._offers.values():
            if event.key in (one.action.key, one.action.letter) and event.key != "enter" and one.reason is None:
                event.stop()
                self.dismiss(one.action.id)
                return
