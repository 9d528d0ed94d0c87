"""iCalendar (RFC 5545) out and in: bookings as events, events as entries. Pure but for the `icalendar` package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.clock import CENTRE
from core.errors import BadValue, DeskError
from core.rooms.entries import Entry, Read, instance
from core.rooms.series import MOST, dates, read_rule
from core.rooms.views import BookingView, Problem
from core.text import visible
from core.words import N_
from core.words import translate as _

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


def read_calendar(content: bytes, since: datetime, horizon: datetime) -> Read:
    """The events of a file as entries, series taken apart from `since` to `horizon`; what cannot be read is a problem.

    Raises `BadValue` (`bad_calendar`) where the file is no calendar at all.
    """
    from icalendar import Calendar

    try:
        calendars = Calendar.from_ical(_decoded(content), multiple=True)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError) as fault:
        raise _no_calendar(str(fault)) from fault
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise _no_calendar(_("nothing in it begins with BEGIN:VCALENDAR and ends with END:VCALENDAR"))
    entries: list[Entry] = []
    problems: list[Problem] = []
    whole: set[str] = set()
    for calendar in calendars:
        cancels = str(calendar.get("method", "")).upper() == "CANCEL"
        for number, event in enumerate(calendar.walk("VEVENT"), 1):
            uid = str(event.get("uid", "")).strip()
            where = _("event {number}").format(number=number) + (
                f" ({visible(uid, newlines=True)[:80]})" if uid else ""
            )
            try:
                entries.extend(_entries(event, uid, since, horizon, cancels=cancels))
                if event.get("recurrence-id") is None:
                    whole.add(uid)
            except DeskError as fault:
                problems.append(Problem(where, fault.message))
            except (ValueError, TypeError, AttributeError, KeyError, OverflowError) as fault:
                problems.append(Problem(where, visible(str(fault), newlines=True)[:200]))
    return Read(tuple(entries), tuple(problems), frozenset(whole))


def _entries(event: Any, uid: str, since: datetime, horizon: datetime, *, cancels: bool) -> Iterator[Entry]:
    if not uid:
        raise BadValue("no_uid", N_("The event has no UID, so it could not be recognised next time."))
    if event.get("dtstart") is None:
        raise BadValue("no_start", N_("The event has no beginning (DTSTART)."))
    start = _moment(event["dtstart"].dt)
    length = _length(event, start)
    of_series = event.get("recurrence-id")
    if of_series is not None and str(of_series.params.get("RANGE", "")):
        raise BadValue(
            "range", N_("A change of “this and all following” dates cannot be read. Export the whole series.")
        )
    base = Entry(
        uid=uid,
        recurrence="" if of_series is None else instance(_moment(of_series.dt)),
        sequence=int(event.get("sequence", 0)),
        start=start,
        end=start + length,
        title=str(event.get("summary", "")).strip() or _("(no title)"),
        places=tuple(
            text for key in ("x-shouwen-room", "location", "resources") if (text := _text(event.get(key)).strip())
        ),
        cancelled=cancels or str(event.get("status", "")).upper() == "CANCELLED",
        tentative=str(event.get("status", "")).upper() == "TENTATIVE",
        guest=_common_name(event.get("organizer")),
        people=_people(_text(event.get("x-shouwen-people"))),
    )
    rule, more = event.get("rrule"), event.get("rdate")
    if (rule is None and more is None) or of_series is not None:
        yield base
        return
    starts: set[datetime] = {start} if base.end > since else set()
    left_out = {_moment(one.dt) for one in _dates(event.get("exdate"))}
    if rule is not None:
        if isinstance(rule, list):
            raise BadValue("two_rules", N_("The event has more than one rule. One is allowed (RFC 5545)."))
        local = start.astimezone(CENTRE)
        for one in dates(read_rule(rule.to_ical().decode()), local, farthest=horizon - local):
            if one + length > since:
                starts.add(one)
            if len(starts) > MOST:
                raise BadValue("too_many_dates", N_("That is more than {most} dates in one series."), most=MOST)
    starts |= {_moment(one.dt) for one in _dates(more)}
    for one in sorted(starts - left_out):
        yield base.moved(one)


def _moment(value: Any) -> datetime:
    """A date-time at the centre; floating ones are the centre's, a bare date is its midnight."""
    if isinstance(value, tuple):
        value = value[0]
    if not isinstance(value, datetime):
        if not isinstance(value, date):
            raise BadValue("bad_event_time", N_("A time of the event cannot be read."))
        return datetime.combine(value, time(), CENTRE)
    moment = value.replace(tzinfo=CENTRE) if value.tzinfo is None else value.astimezone(CENTRE)
    return moment.replace(microsecond=0)


def _length(event: Any, start: datetime) -> timedelta:
    if event.get("dtend") is not None:
        length = _moment(event["dtend"].dt) - start
    elif event.get("duration") is not None:
        length = event["duration"].dt
    else:
        length = timedelta(0) if isinstance(event["dtstart"].dt, datetime) else timedelta(days=1)
    if length <= timedelta(0):
        raise BadValue("no_length", N_("The event does not end after it begins."))
    return timedelta(seconds=int(length.total_seconds()))


def _dates(value: Any) -> Iterator[Any]:
    for group in value if isinstance(value, list) else [value] if value is not None else []:
        yield from group.dts


def _text(value: Any) -> str:
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if value is None:
        return ""
    return value.to_ical().decode() if hasattr(value, "cats") else str(value)


def _common_name(organizer: Any) -> str | None:
    found = organizer.params.get("CN") if hasattr(organizer, "params") else None
    return str(found).strip()[:200] or None if found else None


def _people(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < int(typed) <= 100_000 else None


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _no_calendar(_("its characters cannot be read"))


def _no_calendar(why: str) -> BadValue:
    return BadValue(
        "bad_calendar", N_("This is not an iCalendar file, or it is damaged: {why}."),
        why=visible(why, newlines=True)[:200].rstrip("."),
    )  # fmt: skip
