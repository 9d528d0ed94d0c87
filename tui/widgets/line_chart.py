"""A line over steps, drawn with dots finer than letters; where borders are plain, with asterisks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rich.cells import cell_len
from textual.content import Content
from textual.widget import Widget

from core.words import _
from tui.showing import cut, pad
from tui.work import desk_app

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bits of a braille letter, by row and column; such letters are one cell wide everywhere."""


@dataclass(frozen=True, slots=True)
class Series:
    """Values step by step, None where there is none; `top` is the end of the scale, whose words are at the margin."""

    title: str
    values: tuple[float | None, ...]
    top: float
    top_words: str
    middle_words: str
    bottom_words: str
    first: str
    last: str


class LineChart(Widget):
    """Draws one series over its first and last step's names."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.series: Series | None = None

    def show(self, series: Series | None) -> None:
        """Draw this."""
        if series != self.series:
            self.series = series
            self.refresh()

    def render(self) -> Content:
        """The scale at the left, the line, the names of the ends below."""
        one = self.series
        if one is None or self.size.width < 30 or self.size.height < 4:
            return Content("")
        rows = self.size.height - 2
        margin = max(cell_len(words) for words in (one.top_words, one.middle_words, one.bottom_words)) + 1
        width = self.size.width - margin - 1
        scale = {0: one.top_words, rows - 1: one.bottom_words}
        if rows >= 5:
            scale[(rows - 1) // 2] = one.middle_words
        plain = desk_app(self).plain_borders
        drawn = chart(one.values, one.top, width, rows, plain=plain)
        if not any(value is not None for value in one.values):
            drawn[rows // 2] = pad(_("nothing to draw"), width)
        parts: list[Any] = [(cut(one.title, self.size.width), "bold")]
        for place, text in enumerate(drawn):
            label = scale.get(place, "")
            left = " " * (margin - 1 - cell_len(label)) + label
            parts += ["\n", (f"{left} ", "$text-muted"), ("|" if plain else " ", "$text-muted"), (text, "$text-accent")]
        gap = " " * max(1, width - cell_len(one.first) - cell_len(one.last))
        parts += ["\n", (" " * (margin + 1) + one.first + gap + one.last, "$text-muted")]
        return Content.assemble(*parts)


def chart(values: Sequence[float | None], top: float, width: int, rows: int, *, plain: bool = False) -> list[str]:
    """`rows` strings of `width` cells with a line through the values; a step without a value is passed over. Pure."""
    across, down = (1, 1) if plain else (2, 4)
    columns, heights = width * across, rows * down
    points = [
        (round(place * (columns - 1) / max(1, len(values) - 1)), round((1 - min(1.0, value / top)) * (heights - 1)))
        for place, value in enumerate(values)
        if value is not None and top > 0
    ]
    dots: set[tuple[int, int]] = set(points)
    for (x, y), (to_x, to_y) in pairwise(points):
        steps = max(abs(to_x - x), abs(to_y - y))
        dots |= {(x + round(n * (to_x - x) / steps), y + round(n * (to_y - y) / steps)) for n in range(1, steps)}
    if plain:
        return ["".join("*" if (x, y) in dots else " " for x in range(columns)) for y in range(heights)]
    return ["".join(_letter(dots, x, y) for x in range(width)) for y in range(rows)]


def _letter(dots: set[tuple[int, int]], column: int, row: int) -> str:
    bits = sum(
        _DOTS[y][x] for y in range(4) for x in range(2) if (column * 2 + x, row * 4 + y) in dots
    )  # fmt: skip
    return chr(0x2800 + bits) if bits else " "
