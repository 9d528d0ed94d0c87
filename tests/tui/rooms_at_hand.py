"""A desk with occupants, and what the tests of the rooms screen look at; everybody is invented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core.desk import Desk
from core.rooms.terms import STATUSES
from core.rooms.views import BookingFilter, BookingView
from tests.core.rooms_made_up import register
from tests.helpers.people import FrozenClock, open_copy
from tests.tui.driving import Driver
from tui.screens.rooms import RoomsScreen
from tui.widgets.room_cells import Column
from tui.widgets.room_grid import RoomGrid
from tui.widgets.room_paint import GUTTER, HEADING

WEDNESDAY = "2026-11-25 10:20"


@contextmanager
def prepared(folder: Path, now: str = WEDNESDAY) -> Iterator[tuple[Desk, FrozenClock]]:
    """A desk with twenty occupants, to be filled before the app opens it; it is closed then."""
    clock = FrozenClock()
    clock.set(now)
    desk = open_copy(folder, clock)
    assert desk.storage.path is not None
    register(desk.storage.path)
    yield desk, clock
    desk.close()


def rooms(desk: Driver) -> RoomsScreen:
    """The rooms screen on top."""
    assert isinstance(desk.screen, RoomsScreen), desk.screen
    return desk.screen


def grid(desk: Driver) -> RoomGrid:
    """The grid of the rooms screen, also where a dialog stands above it."""
    (found,) = (one for one in desk.app.screen_stack if isinstance(one, RoomsScreen))
    return found.grid


def where(desk: Driver) -> tuple[str, str]:
    """The marked room and time."""
    one = grid(desk)
    assert one.here is not None
    assert one.marked is not None
    start, end = one.marked
    return one.here.room, f"{start:%m-%d %H:%M}-{end:%m-%d %H:%M}"


async def mark(desk: Driver, room: str, slot: str, until: str | None = None) -> None:
    """Put the cursor there."""
    one = grid(desk)
    columns = [column.room for column in one.columns]
    one.mark(columns.index(room), _slot(slot), None if until is None else _slot(until) - 1)
    await desk.settle()


def _slot(text: str) -> int:
    hour, minute = text.split(":")
    return int(hour) * 2 + int(minute) // 30


def spot(desk: Driver, room: str, slot: str) -> tuple[int, int]:
    """Where a half hour of a room is drawn, from the grid's corner."""
    one = grid(desk)
    look = one.look
    column = [each.room for each in one.columns].index(room)
    return GUTTER + (column - look.left) * look.wide + 2, HEADING + _slot(slot) - look.top


def drawn(desk: Driver) -> list[str]:
    """The grid as lines of text."""
    return str(grid(desk).render()).split("\n")


def column_text(desk: Driver, room: str) -> str:
    """What is drawn in a room's column, without blanks."""
    one = grid(desk)
    look = one.look
    number = [each.room for each in one.columns].index(room) - look.left
    from rich.cells import chop_cells

    lines = []
    for text in drawn(desk)[HEADING:]:
        rest = "".join(chop_cells(text, 1))
        lines.append(_cells(rest, GUTTER + number * look.wide, look.wide).strip())
    return "\n".join(line for line in lines if line)


def _cells(text: str, start: int, count: int) -> str:
    from rich.cells import cell_len

    found, at = "", 0
    for letter in text:
        if start <= at < start + count:
            found += letter
        at += cell_len(letter)
    return found


def every(desk: Desk) -> dict[str, BookingView]:
    """Every record by title, whatever its state."""
    page = desk.bookings.list(BookingFilter(statuses=tuple(STATUSES)), by="li")
    return {one.title: one for one in page.items}


def column(room: str, day: str) -> Column:
    """A column."""
    from datetime import date

    return Column(room, date.fromisoformat(day))
