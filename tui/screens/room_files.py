"""Files and figures from the rooms screen: bookings in and out, the day's sheet, the use of rooms."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.clock import CENTRE
from core.desk import Desk
from core.errors import BadValue
from core.papers.files import write_whole
from core.rooms.spoken import read_day
from core.rooms.views import BookingFilter, Imported, RoomView
from core.words import N_, _
from tui.book import Entry
from tui.paths import documents, typed_path
from tui.room_words import day_words, room_name
from tui.screens.asking import row
from tui.screens.room_dialogs import RoomDialog
from tui.showing import line, pad
from tui.widgets.harmless import Line
from tui.widgets.picker import Picker

SHEET = N_("Print day's sheet")


def room_entries(rooms: dict[str, RoomView]) -> tuple[Entry, ...]:
    """The rooms in use, to pick from."""
    return tuple(Entry(one.code, room_name(one), one.spelling, one.code) for one in rooms.values() if one.active)


class TakeBookings(RoomDialog[Imported]):
    """Takes in bookings made elsewhere."""

    about = N_(
        "Takes in the online platform's bookings from an .ics or .csv file, again and again: what is known by its "
        "UID is updated. What cannot be had is kept to be decided. Name a room for entries that name none."
    )

    def __init__(self, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(_("Take in bookings"), _("Take in"), kept)
        self._rooms = rooms

    def compose_fields(self) -> ComposeResult:
        """The path, and a room."""
        yield from row(N_("File"), Line(id="path"), N_("an .ics or .csv file"))
        yield from row(N_("Room"), Picker(room_entries(self._rooms), id="room"), N_("of entries that name none"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> Imported:
        """Take them in."""
        return desk.bookings.import_file(typed_path(values["path"].strip()), by=by, room=values["room"] or None)


def import_words(done: Imported) -> str:
    """What an import did."""
    words = [
        _("Added {added}, updated {updated}, cancelled {cancelled}, unchanged {unchanged}.").format(
            added=len(done.added), updated=len(done.updated), cancelled=len(done.cancelled), unchanged=done.unchanged
        )
    ]
    if done.conflicts:
        words.append(_("{n} to be decided.").format(n=len(done.conflicts)))
    if done.problems:
        words.append(_("{n} could not be taken in.").format(n=len(done.problems)))
    if done.warnings:
        words.append(_("{n} came in in part.").format(n=len(done.warnings)))
    return " ".join(words)


class SaveBookings(RoomDialog[str]):
    """Writes bookings to an iCalendar file."""

    about = N_(
        "Writes bookings to an .ics file that other calendars read, those no longer in force as cancelled. Without a "
        "room: of all rooms."
    )

    def __init__(self, day: date, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(_("Bookings to a file"), _("Save"), kept)
        self._rooms, self._day = rooms, day

    def compose_fields(self) -> ComposeResult:
        """The path, the days, a room."""
        yield from row(N_("File"), Line(str(documents() / "bookings.ics"), id="path"), N_("an .ics file"))
        yield from row(N_("From day"), Line(f"{self._day}", id="first"))
        yield from row(N_("To day"), Line(f"{self._day + timedelta(days=31)}", id="last"), N_("included"))
        yield from row(N_("Room"), Picker(room_entries(self._rooms), id="room"), N_("empty: all rooms"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> str:
        """Write them."""
        start, end = _bounds(desk, values)
        path = typed_path(values["path"].strip())
        if path.suffix.lower() != ".ics":
            raise BadValue("bad_output", N_("“{path}” must end in .ics."), path=str(path), field="path")
        content = desk.bookings.export(BookingFilter(room=values["room"] or None, start=start, end=end), by=by)
        write_whole(path, content)
        count = content.count(b"BEGIN:VEVENT")
        return _("{count} bookings written to {path}.").format(count=count, path=line(str(path)))


class PrintSheet(RoomDialog[str]):
    """Makes the day's sheet."""

    about = N_("Makes the day's sheet of rooms for the counter as a .docx file that can be edited and printed.")

    def __init__(self, day: date, kept: dict[str, Any]) -> None:
        super().__init__(f"{_(SHEET)}  {day_words(day)}", _("Make the file"), kept)
        self._day = day

    def compose_fields(self) -> ComposeResult:
        """The path."""
        yield from row(N_("File"), Line(str(documents() / f"rooms-{self._day}.docx"), id="path"), N_("a .docx file"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> str:
        """Write it."""
        path = typed_path(values["path"].strip())
        if path.suffix.lower() != ".docx":
            raise BadValue("bad_output", N_("“{path}” must end in .docx."), path=str(path), field="path")
        write_whole(path, desk.rooms.sheet(self._day, by=by))
        return _("Saved as {path}.").format(path=line(str(path)))


class UseOfRooms(RoomDialog[str]):
    """How much each room was used."""

    about = N_("Hours booked and used, and meetings nobody came to, of each room over some days; at most 400.")

    def __init__(self, day: date, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(_("Use of rooms"), _("Count"), kept)
        self._rooms, self._day = rooms, day

    def compose_fields(self) -> ComposeResult:
        """The days, and what was found."""
        yield from row(N_("From day"), Line(f"{self._day.replace(day=1)}", id="first"))
        yield from row(N_("To day"), Line(f"{self._day}", id="last"), N_("included"))
        yield Static(id="text")

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> str:
        """Count."""
        today = desk.storage.now().date()
        first, last = read_day(values["first"], today), read_day(values["last"], today)
        heads = (_("Room"), _("Bookings"), _("People"), _("Hours booked"), _("Hours used"), _("Nobody came"), _("Use"))
        rows: list[tuple[str, ...]] = [heads]
        for one in desk.bookings.use(first, last, by=by):
            room = self._rooms.get(one.room)
            rows.append((
                room_name(room) if room else one.room, str(one.bookings), str(one.people),
                f"{one.booked_seconds / 3600:g}", f"{one.used_seconds / 3600:g}", str(one.no_shows),
                "" if one.rate is None else f"{one.rate:.1%}",
            ))  # fmt: skip
        return "\n".join(pad(each[0], 20) + "".join(f" {pad(cell, 9)}" for cell in each[1:]) for each in rows)

    def done(self, result: str) -> None:
        """Show it; the dialog stays."""
        self._busy = False
        if self.is_attached:
            self.query_one("#text", Static).update(Content(result))


def _bounds(desk: Desk, values: dict[str, Any]) -> tuple[datetime, datetime]:
    today = desk.storage.now().date()
    first, last = read_day(values["first"], today), read_day(values["last"], today)
    if last < first:
        raise BadValue("backward_days", N_("The last day lies before the first. Check both."), field="last")
    begin = datetime.combine(first, time(), CENTRE)
    return begin, datetime.combine(last, time(), CENTRE) + timedelta(days=1)
