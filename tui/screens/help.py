"""F1: what the focused place is for, and its keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from core.words import _
from tui.actions import Offer, key_name
from tui.showing import pad


def explanation(node: DOMNode | None) -> str:
    """The help protocol: the nearest `about` (a message id) on the way up from a widget."""
    while node is not None:
        about = getattr(node, "about", None)
        if isinstance(about, str) and about:
            return _(about)
        node = node.parent
    return ""


class Help(ModalScreen[None]):
    """Explains a widget of a screen, the screen itself, and the keys that apply."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,enter", "dismiss(None)", show=False)]

    def __init__(self, screen: Screen[Any], focused: Widget | None, offers: Sequence[Offer]) -> None:
        super().__init__()
        near = explanation(focused) if focused is not None else ""
        whole = explanation(screen)
        self.sentences = list(dict.fromkeys(one for one in (near, whole) if one))
        self._offers = offers

    def compose(self) -> ComposeResult:
        """Sentences, then keys."""
        parts = [Content(one + "\n") for one in self.sentences]
        for one in self._offers:
            if one.action.key:
                words = f"{pad(key_name(one.action.key), 8)} {_(one.action.label)}"
                reason = one.reason.message if one.reason is not None else _(one.action.about)
                parts.append(
                    Content.assemble(
                        (words, "bold" if one.reason is None else "dim"), "\n", (f"         {reason}", "$text-muted")
                    )
                )
        parts.append(Content("\n" + _("In fields: Enter goes on, Ctrl+J starts a new line, Tab skips, Esc goes back.")))
        with VerticalScroll(classes="box"):
            yield Static(Content("\n").join(parts), id="help-text")
