"""The rooms screen: a day of all rooms or a week of one, made and moved by keys or mouse."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from core.calendar.terms import WEEKDAYS
from core.rooms.allowed import allowed, supervisors_only
from core.rooms.attention import Attention
from core.rooms.views import BookingView, Grid, RoomView
from core.words import N_, _
from tui import work
from tui.actions import Action, Offer, bindings, of
from tui.room_words import (
    booking_line,
    day_words,
    equipment_words,
    legend,
    length_words,
    people_words,
    room_name,
    slot_words,
    state_words,
    whom,
)  # fmt: skip
from tui.screens.place import PlaceScreen
from tui.screens.room_acts import RoomActs
from tui.showing import cut, line
from tui.widgets.room_cells import Cell, Column, family, lay
from tui.widgets.room_grid import RoomGrid

if TYPE_CHECKING:
    from core.desk import Desk

_BY_ACTION = {
    "carry_booking": "move", "check_in_booking": "check_in", "approve_booking": "approve", "refuse_booking": "refuse",
    "approve_series": "approve_series",
    "cancel_booking": "cancel", "cancel_from_here": "cancel_from_here", "cancel_series": "cancel_series",
    "take_booking": "take", "edit_booking": "edit",
}  # fmt: skip
"""Actions on the marked booking, with the core's act that decides whether they are allowed."""
FIRST, LAST = date(1992, 1, 1), date(9998, 12, 1)
"""The days there are for the screen."""
_ON_BOOKING = {*_BY_ACTION, "show_booking", "show_series"}
_ON_SERIES = {"approve_series", "cancel_from_here", "cancel_series", "show_series"}


@dataclass(frozen=True, slots=True)
class Seen:
    """One reading of what is on show, and of what waits to be done."""

    view: str
    day: date
    room: str
    grid: Grid
    attention: Attention


class RoomsScreen(PlaceScreen[None]):
    """The grid under what waits to be done, over what is marked."""

    CSS_PATH = "rooms.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("rooms", letters=True),
        Binding("escape", "give_up", show=False),
    ]
    place = "rooms"
    title_words = N_("Rooms")
    about = N_(
        "Who has which room when. Mark free time with the arrows and Shift, Enter books it; Enter on a booking lists "
        "what can be done with it. Ctrl+G picks a booking up: the arrows carry it, Shift makes it longer or shorter, "
        "Enter puts it down, Esc gives up. Ctrl+W changes between a day of all rooms and a week of one."
    )

    def __init__(self) -> None:
        super().__init__()
        self.view = "day"
        self.day: date | None = None
        self.room = ""
        self.seen: Seen | None = None
        self.rooms: dict[str, RoomView] = {}
        self.acts = RoomActs(self)
        self._goal: tuple[Column, int] | None = None

    def compose_body(self) -> ComposeResult:
        """Day, what waits, grid, what is marked."""
        yield Static(id="rooms-title")
        yield Static(id="rooms-waiting")
        yield RoomGrid(id="rooms-grid")
        yield Static(id="rooms-marked")
        yield Static(id="rooms-legend")

    def on_mount(self) -> None:
        """Start with now."""
        self.day = self.now.date()
        slot = self.now.hour * 2 + self.now.minute // 30
        self.grid.origin = self.grid.head = slot if 14 <= slot < 44 else 18
        self.set_focus(self.grid)
        self.set_interval(20, self._tick)
        self._fetch()

    @property
    def grid(self) -> RoomGrid:
        """The grid."""
        return self.query_one(RoomGrid)

    @property
    def now(self) -> datetime:
        """The desk's moment."""
        desk = self.shouwen.desk
        assert desk is not None
        return desk.storage.now()

    @property
    def booking(self) -> BookingView | None:
        """The booking marked: what is drawn under the cursor, else the first in the marked time."""
        cell = self.grid.cell
        block = cell.main if cell is not None else None
        if block is None:
            block = next(iter(self.grid.blocks), None)
        return block.booking if block is not None else None

    # -- fetching --------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """What is on show as it is now; the cursor and what is carried stay."""
        super().renew()
        if self.shouwen.by and self.is_mounted:
            self._fetch()

    def _tick(self) -> None:
        """Time goes on: the now-line moves, and meetings become those nobody came to."""
        if self.shouwen.by:
            self._fetch()

    def _fetch(self) -> None:
        view, day, room = self.view, self.day or self.now.date(), self.room
        first = day - timedelta(days=day.weekday()) if view == "week" else day

        def ask(desk: Desk, by: str) -> Seen:
            grid = desk.rooms.grid(first, by=by) if view == "day" else _week(desk, by, first, room)
            return Seen(view, day, room, grid, desk.bookings.attention(by=by))

        work.read(self, "rooms", ask, self._came)

    def _came(self, seen: Seen) -> None:
        if (seen.view, seen.day, seen.room) != (self.view, self.day, self.room):
            return
        self.seen = seen
        grid, view = seen.grid, seen.view
        self.rooms |= {one.code: one for one in grid.rooms}
        if view == "week":
            monday = seen.day - timedelta(days=seen.day.weekday())
            columns = tuple(Column(seen.room, monday + timedelta(days=n)) for n in range(7))
        else:
            columns = tuple(Column(one.code, seen.day) for one in grid.rooms)
        cells = lay(columns, grid, seen.attention.conflicts, seen.attention.offers)
        self.grid.show(view, columns, cells, [self._heading(one, cells[one]) for one in columns], self.now)
        if self._goal is not None:
            goal, self._goal = self._goal, None
            self.grid.go(*goal)
        self._say()

    def _heading(self, column: Column, cells: tuple[Cell, ...]) -> tuple[str, str]:
        if self.view == "week":
            shut = all(one.closed for one in cells)
            words = _("today") if column.day == self.now.date() else _("not open") if shut else ""
            return f"{_(WEEKDAYS[column.day.weekday()])} {column.day:%m-%d}", words
        room = self.rooms[column.room]
        return room_name(room), people_words(room.capacity)

    # -- saying ----------------------------------------------------------------------------------------------------

    @on(RoomGrid.Marked)
    def _say(self) -> None:
        seen, here = self.seen, self.grid.here
        if seen is None or here is None or self.day is None:
            return
        parts: list[Any] = [(day_words(here.day), "bold")]
        if here.day == self.now.date():
            parts.append(("  " + _("today"), "$foreground 60%"))
        what = _("week of {room}").format(room=room_name(self.rooms[here.room])) if self.view == "week" else ""
        words = what or _("all rooms")
        parts.append(("  " + words, "$foreground 60%"))
        self.query_one("#rooms-title", Static).update(Content.assemble(*parts))
        self._say_waiting(seen.attention)
        self.query_one("#rooms-marked", Static).update(Content("\n").join(self._marked_words()))
        self.query_one("#rooms-legend", Static).update(Content.styled(legend(), "$foreground 60%"))
        self.renew_bars()

    def _say_waiting(self, waits: Attention) -> None:
        words = []
        free = [one for one in waits.offers if one.free]
        if free:
            one = free[0].booking
            sentence = _("Ctrl+L gives it to the first in line: {slot}, {room}, {whom}.")
            room = room_name(self.rooms[one.room]) if one.room in self.rooms else one.room
            words.append(sentence.format(whom=whom(one), slot=slot_words(one.starts_at, one.ends_at), room=room))
        counts = (
            (N_("guests to approve: {n}"), len(waits.pending)),
            (N_("imported conflicts to decide: {n}"), len(waits.conflicts)),
            (N_("bookings in question: {n}"), len(waits.flagged)),
            (N_("in line: {n}"), len(waits.offers) - len(free[:1])),
        )
        words += [_(sentence).format(n=count) for sentence, count in counts if count]
        shown = self.query_one("#rooms-waiting", Static)
        width = max(20, self.size.width - 2)
        shown.update(Content(cut("  ".join(words), width)))
        shown.set_class(bool(words), "-shown")
        shown.set_class(bool(free), "-free")

    def _marked_words(self) -> list[Content]:
        width = max(20, self.size.width - 2)
        grid = self.grid
        carried = grid.carried
        if carried is not None:
            where = self.rooms.get(carried.room)
            to = f"{slot_words(carried.start, carried.end)}  {room_name(where) if where else carried.room}"
            hint = _("Arrows carry it, Shift+Up and Down size it, Enter puts it down, Esc leaves it where it is.")
            return [
                Content.styled(cut(f"{_('Carried')}  {line(carried.booking.title[:80])}  ->  {to}", width), "bold"),
                Content(cut(hint, width)),
            ]
        booking, marked, here = self.booking, grid.marked, grid.here
        assert marked is not None
        assert here is not None
        room = self.rooms[here.room]
        place = "  ".join(
            part for part in (room_name(room), people_words(room.capacity), equipment_words(room.equipment)) if part
        )
        if booking is None:
            start, end = marked
            said = f"{slot_words(start, end)}  {length_words(end - start)}"
            cell = grid.cell
            state = _("closed then") if cell is not None and cell.closed else _("free: Enter books it")
            return [Content.styled(cut(f"{said}  {state}", width), "bold"), Content(cut(place, width))]
        return [
            Content.styled(cut(f"{booking_line(booking, self.rooms)}", width), "bold"),
            Content(cut("  ".join(self._details(booking)), width)),
        ]

    def _details(self, booking: BookingView) -> list[str]:
        words = [state_words(booking)]
        if booking.attended is not None:
            words.append(_("{n} came").format(n=booking.attended))
        elif booking.people is not None:
            words.append(people_words(booking.people))
        if booking.series is not None:
            words.append(_("series {n}").format(n=booking.series))
        if booking.note:
            words.append(line(booking.note[:120]))
        cell = self.grid.cell
        if cell is not None and cell.waiting:
            words.append(_("in line: {n}").format(n=len(cell.waiting)))
        return words

    # -- doing -----------------------------------------------------------------------------------------------------

    def offers(self) -> list[Offer]:
        """Everything, with the core's reason where the marked booking or this person does not allow it."""
        found = []
        booking = self.booking if self.grid.carried is None else self.grid.carried.booking
        may = allowed(booking, self.now, supervises=self.supervises) if booking is not None else {}
        for one in of("rooms"):
            if one.id in _ON_BOOKING and booking is None:
                continue
            if one.id == "take_booking" and (booking is None or may["take"] is not None):
                continue
            if one.id in _ON_SERIES and (booking is None or booking.series is None):
                continue
            reason = may.get(_BY_ACTION.get(one.id, ""))
            if one.id == "room_hours":
                reason = supervisors_only(supervises=self.supervises)
            found.append(Offer(one, reason))
        return found

    @property
    def supervises(self) -> bool:
        """Whether a supervisor acts."""
        acting = self.shouwen.acting
        return acting is not None and acting.role == "supervisor"

    @on(RoomGrid.Opened)
    def _opened(self) -> None:
        self.shouwen.action_press("enter")

    @on(RoomGrid.PutDown)
    def _let_go(self) -> None:
        self.acts.put_down()

    @on(RoomGrid.Over)
    def _over(self, event: RoomGrid.Over) -> None:
        assert self.day is not None
        carried = self.grid.carried
        self._show_day(carried.start.date() if carried is not None else self.day + timedelta(days=event.days))

    def perform(self, action: Action) -> None:
        """Move about, or hand on to the acts."""
        assert self.day is not None
        if action.id == "open_room":
            self.acts.open()
        elif action.id == "rooms_today" and self.grid.carried is not None:
            self.to_day(self.now.date())
        elif action.id == "rooms_today":
            slot = self.now.hour * 2 + self.now.minute // 30
            self.go(self.grid.here.room if self.grid.here else "", self.now.date(), slot)
        elif action.id in ("rooms_back", "rooms_on"):
            step = 7 if self.view == "week" else 1
            self.to_day(self.day + timedelta(days=-step if action.id == "rooms_back" else step))
        elif action.id == "week_or_day":
            self._turn()
        else:
            self.acts.perform(action, self.booking)

    def _turn(self) -> None:
        here = self.grid.here
        if here is None:
            return
        self.view = "day" if self.view == "week" else "week"
        self.room = here.room if self.view == "week" else ""
        self.day = here.day
        self._goal = (here, min(max(self.grid.head, 0), 47))
        self._fetch()

    def to_day(self, day: date) -> None:
        """To another day or week; the cursor keeps its room and time, and so does what is carried."""
        if self.day is not None and FIRST <= day <= LAST:
            if self.grid.carried is not None:
                self.grid.shift((day - self.day).days)
            self._show_day(day)

    def _show_day(self, day: date) -> None:
        if FIRST <= day <= LAST:
            self.day = day
            self._fetch()

    def go(self, room: str, day: date, slot: int) -> None:
        """Mark a half hour of a room, whatever is on show."""
        if self.view == "week" and room and room != self.room:
            self.room = room
        self.day = day
        self._goal = (Column(room, day), slot)
        self._fetch()

    def show_booking(self, booking: BookingView) -> None:
        """Mark a booking."""
        self.go(booking.room, booking.starts_at.date(), booking.starts_at.hour * 2 + booking.starts_at.minute // 30)

    def on_click(self) -> None:
        """The keys stay with the grid wherever one clicks."""
        self.set_focus(self.grid)

    def action_give_up(self) -> None:
        """Put back what is carried; else unmark; else to the hotline."""
        grid = self.grid
        if grid.carried is not None:
            grid.drop()
        elif grid.first != grid.last:
            grid.mark(grid.column, min(max(grid.origin, 0), 47))
        else:
            self.shouwen.action_go("hotline")


def _week(desk: Desk, by: str, monday: date, room: str) -> Grid:
    """A week of one room, with the whole it is part of and its parts."""
    mine = desk.rooms.grid(monday, 7, by=by, room=room)
    others = [desk.rooms.grid(monday, 7, by=by, room=code) for code in sorted(family(mine.rooms[0]) - {room})]
    return replace(
        mine,
        rooms=(*mine.rooms, *(one for other in others for one in other.rooms)),
        bookings=(*mine.bookings, *(one for other in others for one in other.bookings)),
    )
