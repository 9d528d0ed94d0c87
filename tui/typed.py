"""Typed text never vanishes: where the focus is on boxes, choices or buttons it goes to the next text field."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea


def lead(screen: Screen[Any], event: events.Key | events.Paste) -> None:
    """Before a key or a paste is handed on: move the focus to the field that its text belongs to.

    Only on screens that say so by `typing_goes_on`. Keys that the focused widget uses itself (a digit, Space) stay
    with it.
    """
    if not getattr(screen, "typing_goes_on", False):
        return
    focused = screen.focused
    if isinstance(focused, (Input, TextArea)) or (isinstance(event, events.Key) and not _is_text(event, focused)):
        return
    field = next_text_field(screen)
    if field is not None:
        screen.set_focus(field)


def next_text_field(screen: Screen[Any]) -> Widget | None:
    """The first text field after the focused widget, round and round; None where there is none."""
    come_back = getattr(screen, "come_back_to_field", None)
    if come_back is not None:
        field: Widget | None = come_back()
        if field is not None:
            return field
    chain = screen.focus_chain
    place = chain.index(screen.focused) + 1 if screen.focused in chain else 0
    return next((one for one in (*chain[place:], *chain[:place]) if isinstance(one, (Input, TextArea))), None)


def _is_text(event: events.Key, focused: Widget | None) -> bool:
    if not event.is_printable:
        return False
    if focused is None:
        return True
    uses = getattr(focused, "uses", None)
    return event.key not in focused._bindings.key_to_bindings and not (uses is not None and uses(event.key))
