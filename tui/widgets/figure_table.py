"""Figures in rows and columns; each number with a door can be opened. What stays in place is rewritten in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.color import Color
from textual.coordinate import Coordinate
from textual.widgets import DataTable

from core.words import N_
from tui.showing import cut
from tui.work import desk_app

SHADES = 4
"""Steps of shade a cell may have, beside none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. `tone`: empty, `dim`, `bold`, `bad`, `warn` or `head`; `shade` from 0 to `SHADES` is only
    an extra, the words say it all. `door` is what stands behind it."""

    words: str = ""
    tone: str = ""
    shade: int = 0
    door: Any = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `about` says what it means."""

    key: str
    cells: tuple[Cell, ...]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its words, its width in cells, and whether numbers stand at its right."""

    words: str
    width: int
    right: bool = True


class FigureTable(DataTable[Text]):
    """The first column says what the row is and stays in view."""

    about = N_(
        "The arrows go from number to number, Enter shows what stands behind the marked one. Ctrl+Home and Ctrl+End go "
        "to the first and the last row."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+home", "scroll_top", show=False),
        Binding("ctrl+end", "scroll_bottom", show=False),
    ]

    def __init__(self, **more: Any) -> None:
        super().__init__(
            cursor_type="cell", zebra_stripes=False, cell_padding=0, fixed_columns=1,
            cursor_background_priority="css", **more,
        )  # fmt: skip
        self.headings: tuple[Heading, ...] = ()
        self.lines: tuple[Row, ...] = ()
        self._drawn: list[list[Text]] = []
        self._kind = ""

    def on_data_table_cell_selected(self, event: DataTable.CellSelected) -> None:
        """Enter, or a click on what is marked, does what Enter stands for on the screen."""
        event.stop()
        desk_app(self).action_press("enter")

    @property
    def marked(self) -> Cell | None:
        """The cell under the cursor; for a row's name its first number with a door."""
        place, column = self.cursor_coordinate
        if not 0 <= place < len(self.lines):
            return None
        cells = self.lines[place].cells
        if not column < len(cells):
            return None
        if column == 0 and cells[0].door is None:
            return next((one for one in cells if one.door is not None), cells[0])
        return cells[column]

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        place = self.cursor_coordinate.row
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def show(self, kind: str, headings: Sequence[Heading], rows: Sequence[Row], start: str | None = None) -> None:
        """Draw rows. `kind` names the table: within the same one the cursor stays with its row; in a new one it begins
        at the row with the key `start`, else at the first with a door."""
        wanted, keys = tuple(headings), [one.key for one in rows]
        drawn = [[self._text(cell, head) for cell, head in zip(one.cells, wanted, strict=True)] for one in rows]
        if (kind, wanted, keys) == (self._kind, self.headings, [one.key for one in self.lines]):
            for place, texts in enumerate(drawn):
                for column, text in enumerate(texts):
                    if text != self._drawn[place][column] or text.style != self._drawn[place][column].style:
                        self.update_cell_at(Coordinate(place, column), text)
        else:
            self._rebuild(kind, wanted, rows, drawn, start)
        self._kind, self.headings, self.lines, self._drawn = kind, wanted, tuple(rows), drawn

    def _rebuild(
        self,
        kind: str,
        headings: tuple[Heading, ...],
        rows: Sequence[Row],
        drawn: Sequence[Sequence[Text]],
        start: str | None,
    ) -> None:
        before, top = self.row, self.scroll_offset
        column = self.cursor_coordinate.column
        same = kind == self._kind
        with self.app.batch_update(), self.prevent(DataTable.CellHighlighted):
            if same and headings == self.headings:
                self.clear()
            else:
                self.clear(columns=True)
                for one in headings:
                    words = cut(one.words, one.width - 1)
                    self.add_column(Text(words, justify="right" if one.right else "left"), width=one.width)
            for row, texts in zip(rows, drawn, strict=True):
                self.add_row(*texts, key=row.key)
            keys = [one.key for one in rows]
            if same and before is not None and before.key in keys:
                self.move_cursor(row=keys.index(before.key), column=min(column, len(headings) - 1), scroll=False)
                self.scroll_to(top.x, top.y, animate=False)
            elif rows:
                open_ones = [place for place, one in enumerate(rows) if any(cell.door for cell in one.cells)]
                wanted = [place for place, one in enumerate(rows) if one.key == start]
                first = next(iter([*wanted, *open_ones]), 0)
                doors = [number for number, cell in enumerate(rows[first].cells) if number and cell.door is not None]
                self.move_cursor(row=first, column=doors[0] if doors else 0, scroll=False)
                self.scroll_home(animate=False)

    def _text(self, cell: Cell, head: Heading) -> Text:
        theme = self.app.current_theme
        # A long dash is one cell wide or two, as the terminal likes.
        words = cut(cell.words.replace("—", "-"), head.width - 1)
        styles = {
            "dim": "dim", "bold": "bold", "head": f"bold {theme.accent}", "bad": f"bold {theme.error}",
            "warn": f"bold {theme.warning}",
        }  # fmt: skip
        style = styles.get(cell.tone, "")
        if cell.shade and not desk_app(self).plain_borders:
            background = Color.parse(theme.background or "black")
            shade = background.blend(Color.parse(theme.primary), 0.15 + 0.15 * cell.shade)
            style = f"{style} on {shade.hex}".strip()
        return Text(f" {words}" if head.right else f"{words} ", style=style, justify="right" if head.right else "left")
