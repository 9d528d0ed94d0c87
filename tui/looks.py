"""Colours and borders."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.theme import Theme

from core.words import language

if TYPE_CHECKING:
    from tui.app import ShouwenApp

DARK, LIGHT = "shouwen-dark", "shouwen-light"

_THEMES = (
    Theme(
        name=DARK, dark=True, primary="#5b8fb0", secondary="#7d9aa8", accent="#8fbcd4", foreground="#d8dee2",
        background="#14191d", surface="#1a2126", panel="#232c33", success="#8fb573", warning="#d9b25f", error="#e07a6e",
        variables={"text-muted": "#98a3a9"},
    ),
    Theme(
        name=LIGHT, dark=False, primary="#2f6d94", secondary="#5a7482", accent="#1f5f87", foreground="#1d262b",
        background="#f6f7f5", surface="#eceeec", panel="#dfe4e4", success="#3f7a2f", warning="#8a5a00", error="#a8332a",
        variables={"text-muted": "#56626a"},
    ),
)  # fmt: skip


class PlainScrollBarRender(ScrollBarRender):
    """A scroll bar without block characters."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "]
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "]
    BLANK_GLYPH = " "


def dress(app: ShouwenApp) -> None:
    """Put the themes on, and plain scroll bars where borders are plain."""
    for theme in _THEMES:
        app.register_theme(theme)
    if app.theme not in (DARK, LIGHT):
        app.theme = DARK
    ScrollBar.renderer = PlainScrollBarRender if app.plain_borders else ScrollBarRender
    app.set_class(app.plain_borders, "-plain")
    app.set_class(language() == "en", "-en")
