"""From what a form asks to the widgets that ask it."""

from __future__ import annotations

from typing import Any

from textual.widget import Widget

from core.calls.views import CallView
from tui.acts import Ask
from tui.book import Book
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line, Prose
from tui.widgets.picker import Picker
from tui.widgets.tally import Tally


def widget_for(ask: Ask, call: CallView, book: Book) -> Widget:
    """The widget that asks this of this call; its id is `ask-` and the field's name."""
    name = f"ask-{ask.name}"
    service = book.services.get(call.service or "")
    materials = service.materials if service else ()
    if ask.kind == "prose":
        return Prose(id=name)
    if ask.kind == "choice":
        return Choice(ask.options, id=name)
    if ask.kind in ("staff", "party", "service"):
        entries = [one for one in book.entries(ask.kind) if ask.kind != "staff" or one.code != call.handler]
        return Picker(entries, id=name)
    if ask.kind == "items":
        before = [item for told in call.notifications for item in told.items]
        return Tally([*materials, *before], most=1, start=0 if before else 1, id=name)
    if ask.kind == "copies":
        told = [item for one in call.notifications for item in one.items]
        return Tally([*materials, *told], most=999, start=0, id=name)
    return Line(id=name)


def value_of(widget: Widget) -> Any:
    """What is filled in."""
    if isinstance(widget, Tally):
        return widget.chosen if widget.most == 1 else widget.value
    if isinstance(widget, (Line, Prose, Choice, Picker)):
        return widget.value
    raise TypeError(type(widget).__name__)


def fill(widget: Widget, value: Any) -> None:
    """Fill it in."""
    if isinstance(widget, (Line, Prose, Choice, Picker, Tally)):
        widget.fill(value)
