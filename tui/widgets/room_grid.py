"""Rooms by half hours: the cursor, marking time, carrying a booking about. Headings stay, the cursor is in view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from core.rooms.views import BookingView
from core.words import N_, _
from tui.room_words import legend
from tui.widgets.room_cells import SLOT, SLOTS, Block, Cell, Column, slot_of
from tui.widgets.room_paint import GUTTER, HEADING, Look, paint

_NARROWEST = {"day": 11, "week": 10}


@dataclass(frozen=True, slots=True)
class Carried:
    """A booking picked up, and where it would be put down."""

    booking: BookingView
    room: str
    start: datetime
    end: datetime

    @property
    def changed(self) -> bool:
        """Whether it would be somewhere else than it is."""
        return (self.room, self.start, self.end) != (self.booking.room, self.booking.starts_at, self.booking.ends_at)


@dataclass(slots=True)
class _Press:
    """The mouse button held down: where, and on which booking."""

    column: int
    slot: int
    block: Block | None
    again: bool
    moved: bool = False


class RoomGrid(Widget, can_focus=True):
    """Columns are rooms of a day, or days of a room. The marked time is from the origin to the head, both included."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "step(0,-1)", show=False),
        Binding("down", "step(0,1)", show=False),
        Binding("left", "step(-1,0)", show=False),
        Binding("right", "step(1,0)", show=False),
        Binding("shift+up", "size(-1)", show=False),
        Binding("shift+down", "size(1)", show=False),
        Binding("home", "edge(False)", show=False),
        Binding("end", "edge(True)", show=False),
        Binding("ctrl+home", "column(False)", show=False),
        Binding("ctrl+end", "column(True)", show=False),
    ]
    _ABOUT = N_(
        "The arrows go from half hour to half hour and from room to room, Shift with Up and Down marks more time, "
        "Enter books free time or lists what can be done with a booking. Home and End go to the day's opening "
        "and closing. With the mouse: drag over free time to mark it, drag a booking to move it, click what "
        "is marked to open it."
    )

    @property
    def about(self) -> str:
        """For F1: how it is used, and what the marks stand for."""
        return f"{_(self._ABOUT)}\n\n{legend()}"

    class Marked(Message):
        """Another time is marked, or what is carried moved."""

    class Opened(Message):
        """What is marked was clicked."""

    class PutDown(Message):
        """What was carried by the mouse was let go."""

    class Over(Message):
        """The cursor or what is carried goes over the edge of what is on show."""

        def __init__(self, days: int) -> None:
            super().__init__()
            self.days = days

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.columns: tuple[Column, ...] = ()
        self.cells: Mapping[Column, tuple[Cell, ...]] = {}
        self.view = "day"
        self.carried: Carried | None = None
        self.column = 0
        self.origin = self.head = 18
        self.top = 16
        self.left = 0
        self._headings: tuple[tuple[str, str], ...] = ()
        self._now: datetime | None = None
        self._press: _Press | None = None

    # -- what is on show -------------------------------------------------------------------------------------------

    def show(
        self,
        view: str,
        columns: Sequence[Column],
        cells: Mapping[Column, tuple[Cell, ...]],
        headings: Sequence[tuple[str, str]],
        now: datetime,
    ) -> None:
        """Draw this; the cursor stays where it is as far as there is such a place."""
        self.view, self.columns, self.cells = view, tuple(columns), cells
        self._headings, self._now = tuple(headings), now
        self.column = max(0, min(self.column, len(self.columns) - 1))
        self._keep_in_view()
        if self.carried is not None and self._press is None:
            self._follow()
        self.refresh()

    @property
    def here(self) -> Column | None:
        """The marked column."""
        return self.columns[self.column] if self.columns else None

    @property
    def first(self) -> int:
        """The first marked half hour; below 0 on the day before."""
        return min(self.origin, self.head)

    @property
    def last(self) -> int:
        """The last one; over 47 on the next day."""
        return max(self.origin, self.head)

    @property
    def marked(self) -> tuple[datetime, datetime] | None:
        """The marked time."""
        here = self.here
        return (here.moment(self.first), here.moment(self.last + 1)) if here is not None else None

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor."""
        here = self.here
        return self.cells[here][min(max(self.head, 0), SLOTS - 1)] if here in self.cells else None  # type: ignore[index]

    @property
    def blocks(self) -> list[Block]:
        """What stands in the marked time, each booking once."""
        here = self.here
        if here is None or here not in self.cells:
            return []
        found: dict[int | None, Block] = {}
        for cell in self.cells[here][max(0, self.first) : min(SLOTS, self.last + 1)]:
            for block in cell.blocks:
                found.setdefault(block.booking.id, block)
        return list(found.values())

    def mark(self, column: int, slot: int, last: int | None = None) -> None:
        """Mark one half hour, or those up to `last`."""
        self.column = max(0, min(column, len(self.columns) - 1))
        self.origin = slot
        self.head = slot if last is None else last
        self._keep_in_view()
        self._tell()

    def go(self, column: Column, slot: int) -> None:
        """Mark a half hour of a room and day, where they are on show."""
        if column in self.columns:
            self.mark(self.columns.index(column), slot)

    # -- carrying --------------------------------------------------------------------------------------------------

    def carry(self, booking: BookingView) -> None:
        """Pick a booking up."""
        self.carried = Carried(booking, booking.room, booking.starts_at, booking.ends_at)
        self._follow()

    def drop(self) -> None:
        """Give carrying up."""
        self.carried = None
        self._press = None
        self.release_mouse()
        self._tell()

    def shift(self, days: int) -> None:
        """Take what is carried to another day; the screen is about to show it."""
        one = self.carried
        if one is not None:
            self.carried = replace(one, start=one.start + timedelta(days=days), end=one.end + timedelta(days=days))

    def _move(self, columns: int, slots: int) -> None:
        one = self.carried
        assert one is not None
        room = one.room
        shift = slots * SLOT
        if columns and self.view == "week":
            shift += timedelta(days=columns)
        elif columns:
            names = [column.room for column in self.columns]
            place = names.index(room) if room in names else self.column
            room = names[max(0, min(place + columns, len(names) - 1))]
        self.carried = replace(one, room=room, start=one.start + shift, end=one.end + shift)
        self._follow()

    def _follow(self) -> None:
        one = self.carried
        assert one is not None
        days = [column.day for column in self.columns]
        if one.start.date() not in days:
            self.post_message(self.Over(-1 if one.start.date() < days[0] else 1))
            self._tell()
            return
        for n, column in enumerate(self.columns):
            if column.room == one.room and column.day == one.start.date():
                self.column = n
        slot = slot_of(one.start, self.columns[self.column].day)
        self.origin = self.head = slot
        self._keep_in_view(until=slot_of(one.end - timedelta(seconds=1), self.columns[self.column].day))
        self._tell()

    # -- keys ------------------------------------------------------------------------------------------------------

    def action_step(self, columns: int, slots: int) -> None:
        """Move the cursor, or what is carried."""
        if not self.columns:
            return
        if self.carried is not None:
            self._move(columns, slots)
            return
        slot, column = min(max(self.head, 0), SLOTS - 1) + slots, self.column + columns
        days = 0
        if not 0 <= slot < SLOTS:
            days, slot = (-1, SLOTS - 1) if slot < 0 else (1, 0)
        if self.view == "week":
            column, days = column + days, 0
            if not 0 <= column < len(self.columns):
                days, column = (-7, len(self.columns) - 1) if column < 0 else (7, 0)
        self.mark(column, slot)
        if days:
            self.post_message(self.Over(days))

    def action_size(self, slots: int) -> None:
        """Mark more or less time, or make what is carried longer or shorter."""
        if not self.columns:
            return
        one = self.carried
        if one is not None:
            end = one.end + slots * SLOT
            if end > one.start:
                self.carried = replace(one, end=end)
                self._follow()
            return
        self.head = min(max(self.head + slots, self.origin - SLOTS), self.origin + 2 * SLOTS)
        self._keep_in_view()
        self._tell()

    def action_edge(self, last: bool) -> None:
        """To the first or last half hour the room is open."""
        here = self.here
        if here is None or self.carried is not None:
            return
        open_ = [n for n, cell in enumerate(self.cells[here]) if not cell.closed] or [0, SLOTS - 1]
        self.mark(self.column, open_[-1 if last else 0])

    def action_column(self, last: bool) -> None:
        """To the first or last column."""
        if self.carried is None and self.columns:
            self.mark(len(self.columns) - 1 if last else 0, min(max(self.head, 0), SLOTS - 1))

    # -- mouse -----------------------------------------------------------------------------------------------------

    def _at(self, x: int, y: int) -> tuple[int, int] | None:
        look = self.look
        if x < GUTTER or y < HEADING or not self.columns:
            return None
        column, slot = look.left + (x - GUTTER) // look.wide, look.top + y - HEADING
        inside = column < min(len(self.columns), look.left + look.shown)
        return (column, min(slot, SLOTS - 1)) if inside else None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to mark, or to carry."""
        place = self._at(event.x, event.y)
        if place is None or event.button != 1 or (self.carried is not None and self._press is None):
            return
        column, slot = place
        again = column == self.column and self.first <= slot <= self.last
        block = self.cells[self.columns[column]][slot].main if self.columns[column] in self.cells else None
        self._press = _Press(column, slot, block, again)
        if not again:
            self.mark(column, slot)
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Mark more, or carry on."""
        press = self._press
        if press is None:
            return
        place = self._at(event.x, max(HEADING, min(event.y, self.size.height - 1)))
        if place is None or (not press.moved and place == (press.column, press.slot)):
            return
        press.moved = True
        column, slot = place
        if press.block is None:
            self.column, self.origin, self.head = press.column, press.slot, slot
            self._keep_in_view()
            self._tell()
            return
        booking = press.block.booking
        if self.carried is None:
            self.carried = Carried(booking, booking.room, booking.starts_at, booking.ends_at)
        target = self.columns[column]
        shift = target.moment(slot) - self.columns[press.column].moment(press.slot)
        room = booking.room if target.room == self.columns[press.column].room else target.room
        self.carried = replace(self.carried, room=room, start=booking.starts_at + shift, end=booking.ends_at + shift)
        self._tell()

    def on_mouse_up(self, _event: events.MouseUp) -> None:
        """Let go."""
        press, self._press = self._press, None
        self.release_mouse()
        if press is None:
            return
        if press.moved and self.carried is not None:
            self.post_message(self.PutDown())
        elif not press.moved and press.again:
            self.post_message(self.Opened())
        elif not press.moved:
            self.mark(press.column, press.slot)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Later."""
        event.stop()
        self._scroll_by(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Earlier."""
        event.stop()
        self._scroll_by(-2)

    def _scroll_by(self, slots: int) -> None:
        self.top = max(0, min(self.top + slots, SLOTS - self._rows))
        self.refresh()

    # -- drawing ---------------------------------------------------------------------------------------------------

    @property
    def _rows(self) -> int:
        return max(1, min(SLOTS, self.size.height - HEADING))

    @property
    def look(self) -> Look:
        """What is in view: the first half hour and column, how many, how wide."""
        room = max(1, self.size.width - GUTTER)
        shown = max(1, min(len(self.columns) or 1, room // _NARROWEST[self.view]))
        left = max(0, min(self.left, len(self.columns) - shown))
        return Look(self.top, self._rows, left, shown, room // shown)

    def _keep_in_view(self, until: int | None = None) -> None:
        head = min(max(self.head, 0), SLOTS - 1)
        last = min(max(until if until is not None else head, head), SLOTS - 1)
        if last >= self.top + self._rows:
            self.top = last - self._rows + 1
        if head < self.top:
            self.top = head
        self.top = max(0, min(self.top, SLOTS - self._rows))
        shown = self.look.shown
        if self.column >= self.left + shown:
            self.left = self.column - shown + 1
        self.left = max(0, min(self.left, self.column, len(self.columns) - shown))

    def _tell(self) -> None:
        self.refresh()
        self.post_message(self.Marked())

    def on_resize(self) -> None:
        """The cursor stays in view."""
        self._keep_in_view()

    def on_focus(self) -> None:
        """Draw with the mark."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw without the mark."""
        self.refresh()

    def render(self) -> Content:
        """Headings over half hours."""
        return paint(self, self._headings, self._now)
