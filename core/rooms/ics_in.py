"""iCalendar (RFC 5545) in: events as entries. Pure but for the `icalendar` package.

A series is reckoned in the time zone its first date is written in: each Monday at 23:00 in London is not each Monday
at the centre, nor always at the same hour.
"""

from __future__ import annotations

import re
import warnings as warnings_module
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core import fields
from core.clock import CENTRE, EARLIEST, LATEST
from core.errors import BadValue, DeskError
from core.rooms.entries import Entry, Read, decoded, instance
from core.rooms.rules import PEOPLE, check_year
from core.rooms.series import MOST, dates, read_rule
from core.rooms.terms import KINDS
from core.rooms.views import Problem
from core.text import visible
from core.words import N_
from core.words import translate as _

LARGEST_SEQUENCE = 2**31 - 1
"""RFC 5545, 3.3.8: an integer is one of 32 bits."""
_LIBRARY_FAULTS = (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError, OSError)
"""What reading a torn file may raise in `icalendar`: a time zone named by half, for one, is a folder to it."""
_ONCE = ("UID", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS", "SUMMARY")
_LISTS = ("RRULE", "RDATE", "EXDATE", "EXRULE", "LOCATION", "RESOURCES", "ORGANIZER")


def read_calendar(content: bytes, since: datetime, horizon: datetime) -> Read:
    """The events of a file as entries, series taken apart from `since` to `horizon`; what cannot be read is a problem.

    Raises `BadValue` (`bad_calendar`) where the file is no calendar at all.
    """
    from icalendar import Calendar

    text = decoded(content)
    if text is None:
        raise _no_calendar(_("its characters cannot be read"))
    try:
        with warnings_module.catch_warnings(action="ignore"):  # of time zones it guesses
            calendars = Calendar.from_ical(_known_zones(text), multiple=True)
    except _LIBRARY_FAULTS as fault:
        raise _no_calendar(_("it is torn, or not written by a calendar program")) from fault
    if not calendars or any(one.name != "VCALENDAR" for one in calendars):
        raise _no_calendar(_("nothing in it begins with BEGIN:VCALENDAR and ends with END:VCALENDAR"))
    masters: dict[str, tuple[Entry, ...]] = {}
    changes: list[Entry] = []
    broken: set[tuple[str, str]] = set()
    problems: list[Problem] = []
    warnings: list[Problem] = []
    whole: set[str] = set()
    for calendar in calendars:
        cancels = str(calendar.get("method", "")).upper() == "CANCEL"
        for number, component in enumerate(calendar.walk("VEVENT"), 1):
            event = _Event(component)
            where = event.named(number)
            try:
                found = tuple(_entries(event, since, horizon, cancels=cancels))
            except DeskError as fault:
                problems.append(Problem(where, fault.message))
                broken.update(event.which())
                continue
            except _LIBRARY_FAULTS:
                problems.append(Problem(where, _("A field of the event cannot be read. Mend it where it is kept.")))
                broken.update(event.which())
                continue
            if event.value("RECURRENCE-ID") is not None:
                changes.extend(found)
                continue
            before = masters.get(event.uid)
            if before is not None and before != found:
                warnings.append(Problem(where, _("It stands in the file twice. The newer one counts, else the later.")))
            if not before or not found or found[0].sequence >= before[0].sequence:
                masters[event.uid] = found
            whole.add(event.uid)
            if event.endless:
                warnings.append(Problem(where, _endless(horizon)))
    entries = tuple(one for found in masters.values() for one in found)
    return Read((*entries, *changes), tuple(problems), frozenset(whole), tuple(warnings), frozenset(broken))


class _Event:
    """An event's fields, each read or refused by its name."""

    def __init__(self, component: Any) -> None:
        self._component = component
        self._broken = {str(name).upper() for name, _why in component.errors if name}
        self.uid = ""
        self.endless = False

    def named(self, number: int) -> str:
        """Where it stands in the file, for whoever looks for it."""
        uid = self._component.get("UID")
        uid = visible(str(uid).strip(), newlines=True)[:80] if isinstance(uid, str) else ""
        return _("event {number}").format(number=number) + (f" ({uid})" if uid else "")

    def which(self) -> Iterator[tuple[str, str]]:
        """Which date of a series it tells of, by UID and original start, as far as that can be read."""
        try:
            of_series = self.moment("RECURRENCE-ID")
        except (DeskError, *_LIBRARY_FAULTS):
            return
        uid = self._component.get("UID")
        if of_series is not None and isinstance(uid, str):
            yield str(uid).strip(), instance(of_series)

    def check(self) -> None:
        """Raises `BadValue`: `unreadable_field` for one that counts and cannot be read, `field_twice`."""
        for name in (*_ONCE, *_LISTS):
            if name in self._broken:
                raise _unreadable(name, self._component.get(name))
        for name in _ONCE:
            if isinstance(self._component.get(name), list):
                raise BadValue("field_twice", N_("{name} stands in the event twice. Keep one."), name=name)
        if self._component.get("EXRULE") is not None:
            raise BadValue(
                "exrule", N_("A rule of exceptions (EXRULE) cannot be read. Export the single dates left out (EXDATE).")
            )
        uid = str(self._component.get("UID", "")).strip()
        if not uid:
            raise BadValue("no_uid", N_("The event has no UID, so it could not be recognised next time."))
        self.uid = fields.text(uid, "uid")

    def value(self, name: str) -> Any:
        """A field's value, None where it has none."""
        return self._component.get(name)

    def text(self, name: str) -> str:
        """A field as text, the first of several."""
        value = self._component.get(name)
        value = value[0] if isinstance(value, list) else value
        if value is None:
            return ""
        return (value.to_ical().decode() if hasattr(value, "cats") else str(value)).strip()

    def moment(self, name: str) -> datetime | None:
        """A moment in the zone it is written in."""
        value = self._component.get(name)
        return None if value is None else _moment(name, value.dt, value)

    def moments(self, name: str) -> dict[datetime, timedelta | None]:
        """The moments of a list, at the centre, with their own length where one is given (a period)."""
        value = self._component.get(name)
        groups = value if isinstance(value, list) else [] if value is None else [value]
        found: dict[datetime, timedelta | None] = {}
        for group in groups:
            for one in group.dts:
                first, last = one.dt if isinstance(one.dt, tuple) else (one.dt, None)
                start = _moment(name, first, group).astimezone(CENTRE)
                found[start] = (
                    last if last is None or isinstance(last, timedelta) else _moment(name, last, group) - start
                )
        return found

    def days(self, name: str) -> set[date]:
        """The days in a list of moments: some programs leave out a day, not a moment."""
        value = self._component.get(name)
        groups = value if isinstance(value, list) else [] if value is None else [value]
        return {one.dt for group in groups for one in group.dts if not isinstance(one.dt, datetime | tuple)}

    @property
    def whole_days(self) -> bool:
        """Whether it is dated by days, without hours."""
        return not isinstance(self._component["DTSTART"].dt, datetime)


def _entries(event: _Event, since: datetime, horizon: datetime, *, cancels: bool) -> Iterator[Entry]:
    event.check()
    start = event.moment("DTSTART")
    if start is None:
        raise BadValue("no_start", N_("The event has no beginning (DTSTART)."))
    length = _length(event, start)
    of_series = event.moment("RECURRENCE-ID")
    if of_series is not None and str(event.value("RECURRENCE-ID").params.get("RANGE", "")):
        raise BadValue(
            "range", N_("A change of “this and all following” dates cannot be read. Export the whole series.")
        )
    status = event.text("STATUS").upper()
    base = Entry(
        uid=event.uid,
        recurrence="" if of_series is None else instance(of_series),
        sequence=_sequence(event),
        start=start.astimezone(CENTRE),
        end=start.astimezone(CENTRE) + length,
        title=fields.optional_text(event.text("SUMMARY"), "title") or "",
        places=tuple(text for name in ("X-SHOUWEN-ROOM", "LOCATION", "RESOURCES") if (text := event.text(name))),
        cancelled=cancels or status == "CANCELLED",
        tentative=status == "TENTATIVE",
        guest=_common_name(event.value("ORGANIZER")),
        people=_people(event.text("X-SHOUWEN-PEOPLE")),
        whole_days=event.whole_days,
        changed=of_series is not None,
        ours=event.value("X-SHOUWEN-ROOM") is not None,
        kind=kind if (kind := event.text("X-SHOUWEN-KIND")) in KINDS else "meeting",
    )
    if (event.value("RRULE") is None and event.value("RDATE") is None) or of_series is not None:
        yield base
        return
    for one, lasting in sorted(_dates(event, start, length, since, horizon).items()):
        yield replace(base.moved(one), end=one + lasting)


def _dates(
    event: _Event, start: datetime, length: timedelta, since: datetime, horizon: datetime
) -> dict[datetime, timedelta]:
    """The beginnings of a series' dates that are not over by `since`, and how long each lasts."""
    starts = {start.astimezone(CENTRE)}
    rule = event.value("RRULE")
    if isinstance(rule, list):
        raise BadValue("two_rules", N_("The event has more than one rule. One is allowed (RFC 5545)."))
    if rule is not None:
        read = read_rule(rule.to_ical().decode())
        for one in dates(read, start, farthest=horizon - start):
            if one.astimezone(CENTRE) + length > since:
                starts.add(one.astimezone(CENTRE))
            if len(starts) > MOST:
                raise BadValue("too_many_dates", N_("That is more than {most} dates in one series."), most=MOST)
        event.endless = read.endless
    lengths = dict.fromkeys(starts, length)
    lengths |= {one: own or length for one, own in event.moments("RDATE").items()}
    if len(lengths) > MOST:
        raise BadValue("too_many_dates", N_("That is more than {most} dates in one series."), most=MOST)
    left_out, days = event.moments("EXDATE"), event.days("EXDATE")
    return {
        one: lasting
        for one, lasting in lengths.items()
        if one + lasting > since and one not in left_out and one.astimezone(start.tzinfo).date() not in days
    }


def _moment(name: str, found: Any, holder: Any) -> datetime:
    """A moment in its own zone; floating ones are the centre's, a bare date is its midnight there.

    Raises `BadValue`: `unreadable_field`, `unknown_zone`, `date_out_of_range`.
    """
    if not isinstance(found, date):
        raise _unreadable(name, holder)
    value = found if isinstance(found, datetime) else datetime.combine(found, time(), CENTRE)
    if value.tzinfo is None:
        zone = str(holder.params.get("TZID", ""))
        if zone:
            raise BadValue(
                "unknown_zone",
                N_("{name} is in the time zone “{zone}”, which is not known. Export with a usual zone, or in UTC."),
                name=name,
                zone=zone,
            )
        value = value.replace(tzinfo=CENTRE)
    check_year(value.date())
    return value.replace(microsecond=0)


def _length(event: _Event, start: datetime) -> timedelta:
    end = event.moment("DTEND")
    if end is not None:
        length = end.astimezone(CENTRE) - start.astimezone(CENTRE)
    elif event.value("DURATION") is not None:
        length = event.value("DURATION").dt
        if not isinstance(length, timedelta):
            raise _unreadable("DURATION", event.value("DURATION"))
    else:
        length = timedelta(days=1) if event.whole_days else timedelta(0)
    if length <= timedelta(0):
        raise BadValue("no_length", N_("The event does not end after it begins."))
    if length > LATEST - EARLIEST:
        raise _unreadable("DURATION", event.value("DURATION"))
    return timedelta(seconds=int(length.total_seconds()))


def _sequence(event: _Event) -> int:
    value = event.value("SEQUENCE")
    number = 0 if value is None else int(value)
    if not 0 <= number <= LARGEST_SEQUENCE:
        raise _unreadable("SEQUENCE", value)
    return number


def _common_name(organizer: Any) -> str | None:
    organizer = organizer[0] if isinstance(organizer, list) else organizer
    found = organizer.params.get("CN") if hasattr(organizer, "params") else None
    return fields.optional_text(str(found).strip(), "guest") if found else None


def _people(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < int(typed) <= PEOPLE else None


def _endless(horizon: datetime) -> str:
    return _("The series has no end; its dates until {day} came in. Import it again later for more.").format(
        day=horizon.date().isoformat()
    )


def _unreadable(name: str, value: Any) -> BadValue:
    try:
        raw = value.to_ical()
    except _LIBRARY_FAULTS:
        raw = ""
    shown = raw.decode(errors="replace") if isinstance(raw, bytes) else str(raw)
    return BadValue(
        "unreadable_field", N_("The event's {name} cannot be read: “{value}”. Mend it where the event is kept."),
        name=name, value=visible(shown, newlines=True)[:100],
    )  # fmt: skip


def _known_zones(text: str) -> str:
    """The text without zone names that are folders of the zone table (`Asia/`), at which the library stumbles."""

    def whole(found: re.Match[str]) -> str:
        try:
            ZoneInfo(found[1].strip('"/ '))
        except OSError:
            return "TZID=?" + found[1].replace("/", "-")
        except (ValueError, KeyError):
            pass  # unknown: said of the field that names it
        return found[0]

    return re.sub(r"TZID=([^:;\r\n]{1,200})", whole, text)


def _no_calendar(why: str) -> BadValue:
    return BadValue("bad_calendar", N_("This is not an iCalendar file, or it is damaged: {why}."), why=why)
