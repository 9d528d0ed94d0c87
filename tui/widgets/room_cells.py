"""Laying bookings out over half hours, for a day of all rooms or a week of one. Pure: no widget."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from core.clock import CENTRE
from core.rooms.views import BookingView, Grid, Offer, RoomView

SLOT = timedelta(minutes=30)
SLOTS = 48
"""Half hours of a day."""


@dataclass(frozen=True, slots=True)
class Column:
    """A room on a day."""

    room: str
    day: date

    def moment(self, slot: int) -> datetime:
        """The beginning of a half hour; 48 and more lie on the next day."""
        return datetime.combine(self.day, time(), CENTRE) + slot * SLOT


@dataclass(frozen=True, slots=True)
class Block:
    """A booking as it stands in a column. `via`: the room it is really in, where that is its whole or a part."""

    booking: BookingView
    first: int
    last: int
    via: RoomView | None = None


@dataclass(slots=True)
class Cell:
    """One half hour of a column: what is there, the one to draw first; wishes; closed; between two bookings."""

    blocks: list[Block] = field(default_factory=list)
    waiting: list[BookingView] = field(default_factory=list)
    closed: bool = False
    buffer: bool = False

    @property
    def main(self) -> Block | None:
        """What is drawn."""
        return self.blocks[0] if self.blocks else None

    @property
    def taken(self) -> bool:
        """Whether something holds it."""
        return any(one.booking.status != "conflict" for one in self.blocks)


def slot_of(moment: datetime, day: date) -> int:
    """The half hour of `day` a moment lies in; below 0 or over 47 on other days."""
    return int((moment - datetime.combine(day, time(), CENTRE)) // SLOT)


def family(room: RoomView) -> set[str]:
    """A room with the whole it is part of, and its parts."""
    return {room.code, *room.parts, *([room.part_of] if room.part_of else [])}


def lay(
    columns: Sequence[Column],
    grid: Grid,
    conflicts: Iterable[BookingView] = (),
    offers: Iterable[Offer] = (),
) -> dict[Column, tuple[Cell, ...]]:
    """Every column's 48 half hours."""
    rooms = {one.code: one for one in grid.rooms}
    laid = {column: tuple(Cell() for _n in range(SLOTS)) for column in columns}
    hours = {(one.room, one.date): one.spells for one in grid.hours}
    clashes = tuple(conflicts)
    wishes = [one.booking for one in offers]
    for column, cells in laid.items():
        room = rooms[column.room]
        spells = hours.get((column.room, column.day), ())
        for n, cell in enumerate(cells):
            start = column.moment(n)
            cell.closed = not any(one.start < start + SLOT and start < one.end for one in spells)
        own = [one for one in grid.bookings if one.room == column.room]
        others = [one for one in grid.bookings if one.room != column.room and one.room in family(room)]
        for booking in own:
            _put(cells, column, booking, None)
            _buffers(cells, column, booking, timedelta(seconds=room.buffer_seconds))
        for booking in others:
            _put(cells, column, booking, rooms.get(booking.room))
        for booking in clashes:
            if booking.room == column.room:
                _put(cells, column, booking, None)
        for wish in wishes:
            if wish.room == column.room:
                for n in _slots(column, wish.starts_at, wish.ends_at):
                    cells[n].waiting.append(wish)
    return laid


def _slots(column: Column, start: datetime, end: datetime) -> range:
    first = slot_of(start, column.day)
    last = slot_of(end - timedelta(seconds=1), column.day)
    return range(max(0, first), min(SLOTS - 1, last) + 1)


def _put(cells: Sequence[Cell], column: Column, booking: BookingView, via: RoomView | None) -> None:
    slots = _slots(column, booking.starts_at, booking.ends_at)
    for n in slots:
        cells[n].blocks.append(Block(booking, slots.start, slots.stop - 1, via))


def _buffers(cells: Sequence[Cell], column: Column, booking: BookingView, buffer: timedelta) -> None:
    if not buffer or booking.kind == "block" or booking.status == "no_show":
        return
    for start, end in ((booking.starts_at - buffer, booking.starts_at), (booking.ends_at, booking.ends_at + buffer)):
        for n in _slots(column, start, end):
            cells[n].buffer = True
