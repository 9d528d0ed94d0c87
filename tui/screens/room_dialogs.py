"""The rooms screen's smaller dialogs: a day, a check-in, reasons, blocks, hours, lists to choose from."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

from textual import on
from textual.app import ComposeResult

from core import fields
from core.desk import Desk
from core.rooms.spoken import read_day, read_moment
from core.rooms.views import BookingView, RoomView
from core.words import N_, _
from tui.room_words import booking_line, day_words, room_name, slot_words, times
from tui.screens.asking import FormDialog, ReadText, row
from tui.showing import line
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line
from tui.work import desk_app

Result = TypeVar("Result")
SERIES = {"one": N_("this date"), "from_here": N_("from here on"), "series": N_("the whole series")}
"""How far an act on a date of a series goes."""


class RoomDialog(FormDialog[Result]):
    """A form of the rooms screen."""

    CSS_PATH = "rooms.tcss"


class GoToDay(RoomDialog[date]):
    """A day as one says it."""

    about = N_("Write a day as one says it: 11-25, 25, tomorrow, wed, next wed, +7.")

    def __init__(self, kept: dict[str, Any]) -> None:
        super().__init__(_("Go to a day"), _("Go"), kept)

    def compose_fields(self) -> ComposeResult:
        """The day."""
        yield from row(N_("Date"), Line(id="date"), N_("11-25, tomorrow, wed, next wed, +7"))

    @on(Line.Submitted)
    def _submitted(self) -> None:
        self.action_done()

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> date:
        """Read it."""
        return read_day(values["date"], desk.storage.now().date())


class CheckIn(RoomDialog[BookingView]):
    """Somebody came."""

    about = N_("Somebody came to the booking: with how many people. Empty where nobody counted.")

    def __init__(self, booking: BookingView, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Check in')}  {booking_line(booking, rooms)}", _("Check in"), kept)
        self.booking = booking

    def compose_fields(self) -> ComposeResult:
        """How many."""
        yield from row(N_("People"), Line(str(self.booking.people or ""), id="people"), N_("how many came"))

    @on(Line.Submitted)
    def _submitted(self) -> None:
        self.action_done()

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> BookingView:
        """Check in."""
        typed = values["people"].strip()
        people = fields.whole(typed, "people", highest=100_000) if typed else None
        assert self.booking.id is not None
        return desk.bookings.check_in(self.booking.id, by=by, people=people, seen=self.booking.sequence)


class CorrectBooking(RoomDialog[BookingView]):
    """Corrects what a booking says."""

    about = N_("Corrects what the booking says. Time and room stay: carry the booking to change those.")

    def __init__(self, booking: BookingView, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Correct')}  {booking_line(booking, rooms)}", _("Save"), kept)
        self.booking = booking

    def compose_fields(self) -> ComposeResult:
        """What it says now, and for a series how far the correction goes."""
        one = self.booking
        block = one.kind == "block"
        yield from row(N_("Reason") if block else N_("Title"), Line(one.title, id="title"))
        if one.guest is not None:
            yield from row(N_("Guest"), Line(one.guest, id="guest"))
        if not block:
            yield from row(N_("People"), Line(str(one.people or ""), id="people"))
        yield from row(N_("Note"), Line(one.note or "", id="note"))
        if one.series is not None:
            yield from row(N_("Applies to"), Choice(SERIES, id="which"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> BookingView:
        """Write what is different now."""
        one, number = self.booking, values.get("people", "").strip()
        changes: dict[str, Any] = {
            name: values[name]
            for name, before in (("title", one.title), ("guest", one.guest), ("note", one.note or ""))
            if name in values and values[name] != before
        }
        if number != str(one.people or "") and "people" in values:
            changes["people"] = fields.whole(number, "people", highest=100_000)
        if not changes:
            return one
        assert one.id is not None
        which = values.get("which", "one")
        return desk.bookings.edit(one.id, by=by, which=which, seen=one.sequence, **changes)[0]


class RefuseGuest(RoomDialog[BookingView]):
    """Refuses a guest's booking."""

    about = N_("Refuses a guest's booking; the room is free again. The reason is kept with the booking.")

    def __init__(self, booking: BookingView, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Refuse')}  {booking_line(booking, rooms)}", _("Refuse"), kept)
        self._booking, self._repeated = booking, booking.series is not None

    def compose_fields(self) -> ComposeResult:
        """The reason, and for a series how far the refusal goes."""
        yield from row(N_("Reason"), Line(id="reason"))
        if self._repeated:
            yield from row(N_("Applies to"), Choice(SERIES, id="which"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> BookingView:
        """Refuse it."""
        which = values.get("which", "one")
        one = self._booking
        return desk.bookings.refuse(one.id or 0, by=by, reason=values["reason"], which=which, seen=one.sequence)[0]


class BlockRoom(RoomDialog[BookingView]):
    """Takes a room out of use."""

    about = N_("Takes a room out of use, for maintenance or cleaning, at any hour. Nobody can book it then.")

    def __init__(self, room: RoomView, start: datetime, end: datetime, kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Not in use')}  {room_name(room)}", _("Take out of use"), kept)
        self._room, self._start, self._end = room, start, end

    def compose_fields(self) -> ComposeResult:
        """From, to, why."""
        yield from row(N_("Date"), Line(f"{self._start:%Y-%m-%d}", id="date"))
        yield from row(N_("From"), Line(f"{self._start:%H:%M}", id="from"))
        yield from row(N_("Until"), Line(end_words(self._start, self._end), id="to"), N_("18:00, or 11-27 18:00"))
        yield from row(N_("Reason"), Line(id="reason"))

    def fill_in(self) -> None:
        """Start with the reason."""
        super().fill_in()
        self.to_field("reason")

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> BookingView:
        """Block it."""
        day = read_day(values["date"], desk.storage.now().date())
        start, end = read_moment(values["from"], day, field="from"), read_moment(values["to"], day, field="to")
        return desk.bookings.block(self._room.code, start, end, values["reason"], by=by)


class RoomHoursDialog(RoomDialog[RoomView]):
    """A room's own hours on a day."""

    about = N_(
        "A room's own opening hours on one day, before the calendar and its week; closed, or the usual ones again."
    )

    def __init__(self, room: RoomView, day: date, kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Hours on this day')}  {room_name(room)}  {day_words(day)}", _("Set hours"), kept)
        self._room, self._day = room.code, day

    def compose_fields(self) -> ComposeResult:
        """Open, closed or usual; hours; why."""
        options = {"open": N_("own hours"), "closed": N_("not open"), "usual": N_("as usual")}
        yield from row(N_("Room is"), Choice(options, id="how"))
        yield from row(N_("Hours"), Line(id="hours"), N_("such as 08:00-23:00, or 18:00-24:00"))
        yield from row(N_("Reason"), Line(id="reason"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> RoomView:
        """Set them."""
        typed = values["hours"].replace("，", ",").replace("、", ",").split(",")
        hours = [one.strip() for one in typed if one.strip()] if values["how"] == "open" else []
        if values["how"] == "open":
            fields.text(values["hours"], "hours")
        return desk.rooms.set_day(
            self._room, self._day, None if values["how"] == "usual" else hours, by=by, reason=values["reason"]
        )


class Seen(ReadText):
    """Details of one booking."""

    def __init__(self, booking: BookingView, rooms: dict[str, RoomView], person: Any) -> None:
        from core.rooms.terms import WHYS
        from tui.room_words import people_words, state_words, whom

        room = rooms.get(booking.room)
        facts = (
            (N_("Room"), room_name(room) if room else booking.room),
            (N_("Time"), slot_words(booking.starts_at, booking.ends_at)),
            (N_("For"), whom(booking)),
            (N_("State"), state_words(booking)),
            (N_("People"), people_words(booking.people) if booking.people else ""),
            (N_("Came"), people_words(booking.attended) if booking.attended else ""),
            (N_("Checked in"), f"{booking.checked_in_at:%Y-%m-%d %H:%M}" if booking.checked_in_at else ""),
            (N_("Note"), line(booking.note)),
            (N_("Series"), str(booking.series or "")),
            (N_("Against it"), _(WHYS[booking.why]) if booking.why else ""),
            (N_("In its way"), str(booking.in_the_way or "")),
            (N_("Made"), f"{booking.made_at:%Y-%m-%d %H:%M}  {person(booking.made_by)}"),
            (N_("Changed"), f"{booking.changed_at:%Y-%m-%d %H:%M}" if booking.changed_at != booking.made_at else ""),
            (N_("Decided"), f"{booking.decided_at:%Y-%m-%d %H:%M}  {person(booking.decided_by)}"
             if booking.decided_at else ""),
        )  # fmt: skip
        super().__init__(
            f"{_('Booking')} {booking.id}  {line(booking.title)}",
            [f"{_(label)}: {words}" for label, words in facts if words],
        )


def end_words(start: datetime, end: datetime) -> str:
    """An end as the fields read it: `18:00`, `24:00`, `11-27 18:00`."""
    return times(start, end).split("-", 1)[1]


def person_of(node: Any) -> Any:
    """A function from a code to a colleague's name."""
    book = desk_app(node).book
    return book.person if book is not None else (lambda code: code or "")
