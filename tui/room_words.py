"""How rooms and bookings are said on the screen: names, times, states in a short mark and in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from core.calendar.terms import WEEKDAYS
from core.rooms.shipped import equipment
from core.rooms.terms import FLAGS, KINDS, SOURCES, STATUSES, WHYS
from core.rooms.views import BookingView, Opening, RoomView
from core.words import N_, _, language
from tui.showing import line

MARKS = {
    "pending": N_("pend"), "checked_in": N_("here"), "no_show": N_("gone"), "block": N_("shut"),
    "platform": N_("web"), "conflict": N_("clash"), "waiting": N_("line"), "skipped": N_("skip"), "flag": N_("flag"),
    "other": N_("part"), "buffer": N_("tidy"),
}  # fmt: skip
"""Marks in the grid, one word each; what is simply booked has none."""
LEGEND = {
    "pending": STATUSES["pending"], "checked_in": STATUSES["checked_in"], "no_show": STATUSES["no_show"],
    "block": KINDS["block"], "platform": SOURCES["platform"], "conflict": STATUSES["conflict"],
    "waiting": N_("somebody waits for it"), "flag": N_("in question"),
    "other": N_("whole or part taken"), "buffer": N_("made ready"),
}  # fmt: skip


def legend() -> str:
    """What the marks stand for."""
    marks = "  ".join(f"{_(MARKS[key])} {_(words)}" for key, words in LEGEND.items())
    return f"{marks}  . {_('not open')}"


def room_name(room: RoomView) -> str:
    """A room's name in the language in use, harmless."""
    return line(room.name_en if language() == "en" and room.name_en else room.name)


def equipment_words(codes: Iterable[str]) -> str:
    """Equipment by its names."""
    names = {one.code: one.name_en if language() == "en" else one.name for one in equipment()}
    return _(", ").join(names.get(code, code) for code in codes)


def people_words(count: int) -> str:
    """`20 people`."""
    return _("{n} people").format(n=count)


def day_words(day: date) -> str:
    """`2026-11-25 Wed`."""
    return f"{day:%Y-%m-%d} {_(WEEKDAYS[day.weekday()])}"


def times(start: datetime, end: datetime, day: date | None = None) -> str:
    """`10:00-11:30`; a bound on another day than `day` (by default the start's) with its date."""
    home = day or start.date()
    first = f"{start:%H:%M}" if start.date() == home else f"{start:%m-%d %H:%M}"
    if end.time() == time() and end.date() == home + timedelta(days=1):
        return f"{first}-24:00"
    last = f"{end:%H:%M}" if end.date() == home else f"{end:%m-%d %H:%M}"
    return f"{first}-{last}"


def slot_words(start: datetime, end: datetime) -> str:
    """`11-25 Wed 10:00-11:30`."""
    return f"{start:%m-%d} {_(WEEKDAYS[start.weekday()])} {times(start, end)}"


def length_words(length: timedelta) -> str:
    """`1.5 h`, `45 min`, `3 days`."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        return _("{n} days").format(n=f"{minutes / 1440:.3g}")
    return (
        _("{minutes} min").format(minutes=minutes) if minutes < 60 else _("{hours} h").format(hours=f"{minutes / 60:g}")
    )


def whom(booking: BookingView) -> str:
    """For whom: the occupant's name, else its number, else the guest."""
    if booking.occupant_name:
        return line(booking.occupant_name)
    return line(booking.guest) or (f"#{booking.occupant}" if booking.occupant else "")


def marks_of(booking: BookingView) -> list[str]:
    """The keys of `MARKS` that apply."""
    found = [booking.status] if booking.status in MARKS else []
    if booking.kind == "block":
        found = ["block"]
    if booking.source == "platform":
        found.append("platform")
    if booking.flag is not None:
        found.append("flag")
    return found


def state_words(booking: BookingView) -> str:
    """What it is, in words: state, where it comes from, what is in question."""
    words = [_(KINDS["block"]) if booking.kind == "block" else _(STATUSES[booking.status])]
    if booking.kind == "event":
        words.append(_(KINDS["event"]))
    if booking.source != "desk":
        words.append(_(SOURCES[booking.source]))
    if booking.why and booking.status in ("skipped", "conflict"):
        words.append(_(WHYS[booking.why]))
    if booking.flag is not None:
        words.append(_(FLAGS[booking.flag]))
    return "  ".join(words)


def booking_line(booking: BookingView, rooms: dict[str, RoomView]) -> str:
    """A booking on one line for lists: when, where, what, for whom."""
    place = room_name(rooms[booking.room]) if booking.room in rooms else booking.room
    parts = (slot_words(booking.starts_at, booking.ends_at), place, line(booking.title[:80]), whom(booking))
    return "  ".join(part for part in parts if part)


def opening_line(opening: Opening, rooms: dict[str, RoomView], length: timedelta | None = None) -> str:
    """A time that can be had; with `length` that much of it from its start, and until when it stays free."""
    room = rooms.get(opening.room)
    end = opening.ends_at if length is None else opening.starts_at + length
    words = [slot_words(opening.starts_at, end), room_name(room) if room else opening.room]
    if room is not None:
        words.append(people_words(room.capacity))
    if end < opening.ends_at:
        words.append(_("free until {time}").format(time=times(opening.starts_at, opening.ends_at).rpartition("-")[2]))
    if room is not None and room.equipment:
        words.append(equipment_words(room.equipment))
    return "  ".join(words)
