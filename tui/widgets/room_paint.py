"""Drawing the grid of rooms: every state has a mark in words besides its colour."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from core.rooms.views import BookingView
from core.words import _
from tui.room_words import MARKS, marks_of, room_name, times, whom
from tui.showing import cut, line, pad
from tui.widgets.room_cells import SLOTS, Block, Cell, Column, slot_of

if TYPE_CHECKING:
    from tui.widgets.room_grid import Carried, RoomGrid

GUTTER = 6
HEADING = 2
_FILLS = {
    "": "on $primary 30%", "pending": "on $warning 25%", "checked_in": "on $success 30%",
    "no_show": "$foreground 70% on $foreground 12%", "block": "on $error 20%", "conflict": "on $error 35%",
    "other": "$foreground 60% on $foreground 8%", "platform": "on $accent 25%",
}  # fmt: skip
_CLOSED = "$foreground 22%"
_QUIET = "$foreground 60%"


@dataclass(frozen=True, slots=True)
class Look:
    """What is in view: the first half hour and how many, the first column and how many, and a column's width."""

    top: int
    rows: int
    left: int
    shown: int
    wide: int


def paint(grid: RoomGrid, headings: Sequence[tuple[str, str]], now: datetime | None) -> Content:
    """The whole widget."""
    look = grid.look
    last = min(len(grid.columns), look.left + look.shown)
    columns = list(enumerate(grid.columns))[look.left : last]
    lines = _headings(grid, look, headings, last)
    drawn = [_column(grid, n, column, look, now) for n, column in columns]
    for row in range(look.rows):
        lines.append(Content.assemble(_time(grid, look.top + row, now), *(cells[row] for cells in drawn)))
    return Content("\n").join(lines)


def _headings(grid: RoomGrid, look: Look, headings: Sequence[tuple[str, str]], last: int) -> list[Content]:
    lines = []
    more = (f"< {look.left}" if look.left else "", f"{len(grid.columns) - last} >" if last < len(grid.columns) else "")
    for row in range(HEADING):
        parts: list[Content | tuple[str, str]] = [(pad(more[row], GUTTER), "bold $text-accent")]
        for n in range(look.left, last):
            style = "bold $text-accent" if n == grid.column else "bold" if row == 0 else _QUIET
            parts.append((pad(_heading(*headings[n], look.wide - 1)[row], look.wide), style))
        lines.append(Content.assemble(*parts))
    return lines


def _heading(name: str, below: str, wide: int) -> tuple[str, str]:
    """A heading on two lines: what stands below goes after the rest of a long name as far as there is room."""
    if cell_len(name) <= wide:
        return name, cut(below, wide)
    first = _fold(name, wide)[0]
    words = name[len(first) :].strip()
    both = f"{words} {below}"
    return first, both if cell_len(both) <= wide else cut(words, wide)


def _time(grid: RoomGrid, slot: int, now: datetime | None) -> Content:
    if (
        now is not None
        and any(column.day == now.date() for column in grid.columns)
        and slot_of(now, now.date()) == slot
    ):
        return Content.styled(pad(f">{now:%H:%M}", GUTTER), "bold $text-warning")
    here = grid.first <= slot <= grid.last
    text = f"{slot // 2:02d}:00" if slot % 2 == 0 else "  :30"
    return Content.styled(pad(text, GUTTER), "bold $text-accent" if here else _QUIET if slot % 2 else "")


def _column(grid: RoomGrid, number: int, column: Column, look: Look, now: datetime | None) -> list[Content]:
    cells = grid.cells.get(column, ())
    wide = look.wide - 1
    today = now is not None and column.day == now.date()
    this = slot_of(now, column.day) if today and now is not None else -1
    ghost = _ghost(grid.carried, column)
    shown: list[Content] = []
    runs = _runs(cells, look, wide - 1)
    for row in range(look.rows):
        slot = look.top + row
        cell = cells[slot] if slot < len(cells) else Cell()
        here = number == grid.column and grid.first <= slot <= grid.last and grid.carried is None
        if ghost is not None and ghost[0] <= slot <= ghost[1]:
            shown.append(_carried(grid.carried, slot, ghost, look, wide))
            continue
        text, style = _cell(cell, wide, runs.get(slot, ""))
        if cell.main is not None and cell.main.first == slot:
            style = f"bold {style}"
        if slot == this and not cell.blocks:
            text, style = "-" * wide, "$text-warning"
        if here:
            style = f"{style.split(' on ')[0]} on $primary {'70%' if grid.has_focus else '45%'}".strip()
            text = ">" + text[1:]
            style = f"bold {style}" if "bold" not in style else style
        shown.append(Content.assemble((pad(text, wide), style), " "))
    return shown


def _runs(cells: Sequence[Cell], look: Look, wide: int) -> dict[int, str]:
    """The text of each visible half hour: a booking's words begin where it comes into view."""
    found: dict[int, str] = {}
    slot, end = look.top, min(look.top + look.rows, len(cells))
    while slot < end:
        block = cells[slot].main
        if block is None:
            slot += 1
            continue
        last = slot
        while last + 1 < end and (after := cells[last + 1].main) is not None and after.booking is block.booking:
            last += 1
        words = _block_lines(block, cells[slot : last + 1], last - slot + 1, wide)
        found.update({slot + n: text for n, text in enumerate(words)})
        slot = last + 1
    return found


def _cell(cell: Cell, wide: int, text: str) -> tuple[str, str]:
    block = cell.main
    if block is None:
        if cell.closed:
            return (" ." * wide)[:wide], _CLOSED
        if cell.waiting or cell.buffer:
            return f" ~ {_(MARKS['waiting' if cell.waiting else 'buffer'])}", _QUIET
        return " " * wide, ""
    more = len(cell.blocks) - 1
    if more:
        text = f"{pad(text, wide - 4)} +{more}"
    return "|" + text, _fill(block)


def _fill(block: Block) -> str:
    if block.via is not None:
        return _FILLS["other"]
    marks = [one for one in marks_of(block.booking) if one in _FILLS]
    return _FILLS[marks[0] if marks else ""]


def tags(block: Block, cells: Sequence[Cell]) -> str:
    """The marks of a booking, in words, with who waits for it and what else claims its time."""
    words = [_(MARKS["other"])] if block.via is not None else [_(MARKS[one]) for one in marks_of(block.booking)]
    if any(cell.waiting for cell in cells):
        words.append(_(MARKS["waiting"]))
    claims = any(one.booking.status == "conflict" for cell in cells for one in cell.blocks)
    if claims and block.booking.status != "conflict":
        words.append(_(MARKS["conflict"]))
    return " ".join(words)


def _block_lines(block: Block, cells: Sequence[Cell], rows: int, wide: int) -> list[str]:
    """What is said of a booking in so many rows: marks and title first, then for whom, then times off the half hour."""
    booking = block.booking
    title = line(booking.title[:200])
    if block.via is not None:
        title = f"{room_name(block.via)} {title}"
    said = " ".join(part for part in (tags(block, cells), title) if part)
    if rows <= 1:
        return [cut(said, wide)]
    last = [cut(one, wide) for one in (whom(booking), *_odd_times(booking, wide)) if one]
    most = max(1, rows - len(last))
    lines = _fold(said, wide, most)
    return [*lines, *last][:rows]


def _fold(text: str, wide: int, most: int = 99) -> list[str]:
    """`text` in at most `most` lines; Latin words stay whole where they fit, the rest of the last line is cut."""
    lines = [""]
    for token in re.findall(r"[!-~]+|.", text):
        for part in [token] if cell_len(token) <= wide else list(token):
            if cell_len(lines[-1] + part) > wide:
                if len(lines) == most:
                    lines[-1] = cut(lines[-1] + text[len("".join(lines)) :], wide)
                    return lines
                lines.append("")
            if part != " " or lines[-1]:
                lines[-1] += part
    return [line.rstrip() for line in lines]


def _odd_times(booking: BookingView, wide: int) -> list[str]:
    """The times of what does not begin and end on the half hour of one day, on two lines where it is narrow."""
    odd = booking.starts_at.minute % 30 or booking.ends_at.minute % 30
    if not odd and booking.ends_at.date() == booking.starts_at.date():
        return []
    return _times(times(booking.starts_at, booking.ends_at), wide)


def _times(words: str, wide: int) -> list[str]:
    if cell_len(words) <= wide:
        return [words]
    first, _dash, last = words.rpartition("-")
    return [first + "-", last]


def _ghost(carried: Carried | None, column: Column) -> tuple[int, int] | None:
    if carried is None or carried.room != column.room:
        return None
    first = slot_of(carried.start, column.day)
    last = slot_of(carried.end - timedelta(seconds=1), column.day)
    return (max(0, first), min(SLOTS - 1, last)) if last >= 0 and first < SLOTS else None


def _carried(carried: Carried | None, slot: int, ghost: tuple[int, int], look: Look, wide: int) -> Content:
    assert carried is not None
    words = [*_times(times(carried.start, carried.end), wide - 2), line(carried.booking.title[:80])]
    rows = [f"> {one}" for one in words]
    place = slot - max(ghost[0], look.top)
    text = rows[place] if place < len(rows) else ">"
    return Content.assemble((pad(text, wide), "bold on $accent 45%"), " ")
