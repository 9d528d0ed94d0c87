"""iCalendar (RFC 5545) out: bookings as events. Pure but for the `icalendar` package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from core.clock import CENTRE
from core.rooms.views import BookingView
from core.text import visible

PRODUCT = "-//Shouwen//Front desk//ZH"
_STATUS = {"pending": "TENTATIVE", "approved": "CONFIRMED", "checked_in": "CONFIRMED"}


def calendar_text(bookings: Iterable[BookingView], rooms: Mapping[str, str], name: str) -> bytes:
    """A calendar of bookings; `rooms` are names by code. Each date is an event of its own, with a UID that stays.

    What is no longer in force goes out as CANCELLED. Who the guest is stays at the desk.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    for key, value in (("prodid", PRODUCT), ("version", "2.0"), ("calscale", "GREGORIAN"), ("x-wr-calname", name)):
        calendar.add(key, value)
    calendar.add("x-wr-timezone", str(CENTRE))
    calendar.add_component(_zone())
    for one in bookings:
        event = Event()
        event.add("uid", one.uid)
        event.add("dtstamp", one.changed_at.astimezone(UTC))
        event.add("created", one.made_at.astimezone(UTC))
        event.add("last-modified", one.changed_at.astimezone(UTC))
        event.add("sequence", one.sequence)
        event.add("dtstart", one.starts_at)
        event.add("dtend", one.ends_at)
        event.add("summary", visible(one.title))
        event.add("location", visible(rooms.get(one.room, one.room), newlines=True))
        event.add("status", _STATUS.get(one.status, "CANCELLED"))
        event.add("x-shouwen-room", one.room)
        event.add("x-shouwen-kind", one.kind)
        if one.people is not None:
            event.add("x-shouwen-people", str(one.people))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _zone() -> Any:
    """VTIMEZONE of the centre: one offset since 1992."""
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", str(CENTRE))
    standard.add("dtstart", datetime(1992, 1, 1))
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone
