"""What goes into rooms and bookings, and what the desk tells about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from core.rooms.intervals import Interval
from core.rooms.terms import SHOWN

if TYPE_CHECKING:
    from sqlmodel import Session


@dataclass(frozen=True, slots=True)
class Standing:
    """An occupant as far as booking goes: `good` books free; `approval` needs a supervisor, as a guest does; `ended`
    books no more. After `until`, the last day of its term, a booking needs approval and is flagged `occupancy_ends`;
    `flag` puts all its future bookings in question. With `arrears`, those that wait for approval are flagged so."""

    occupant: int
    name: str | None = None
    standing: str = "good"
    until: date | None = None
    flag: str | None = None
    arrears: bool = False


Occupants = Callable[["Session", str], Standing]
"""Finds an occupant by what was typed (its number) and says how it stands; raises `NotFound`, `BadValue`."""


@dataclass(frozen=True, slots=True)
class RoomView:
    """One room. Hours are text by weekday from Monday (`08:30-21:00`); spans are whole seconds."""

    code: str
    name: str
    name_en: str
    kind: str
    place: str
    capacity: int
    equipment: tuple[str, ...]
    week: tuple[tuple[str, ...], ...]
    holiday: tuple[str, ...]
    make_up: tuple[str, ...] | None
    buffer_seconds: int
    ahead_days: int
    notice_seconds: int
    quota_seconds: int | None
    part_of: str | None
    parts: tuple[str, ...]
    example: bool
    active: bool
    spelling: str
    days: tuple[RoomDayView, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomDayView:
    """A room's own hours on one date; none is closed."""

    date: date
    hours: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class BookingView:
    """One booking. `id` is None where it is only what would be; `flag` says why an occupant's booking is in question.

    `status` is of the moment of asking: an approved meeting nobody came to is `no_show` from 15 minutes on.
    """

    id: int | None
    room: str
    starts_at: datetime
    ends_at: datetime
    title: str
    status: str
    kind: str
    occupant: int | None
    occupant_name: str | None
    guest: str | None
    people: int | None
    note: str | None
    series: int | None
    source: str
    uid: str
    sequence: int
    made_at: datetime
    made_by: str | None
    changed_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    checked_in_at: datetime | None
    attended: int | None
    why: str | None
    in_the_way: int | None
    flag: str | None

    @property
    def when(self) -> Interval:
        """Its time."""
        return Interval(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class Opening:
    """A time at which a room can be had."""

    room: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Skipped:
    """A date that cannot be had: why, the booking in its way if one is, and, in a preview, other rooms that can be had
    then and other times that day."""

    room: str
    starts_at: datetime
    ends_at: datetime
    why: str
    by: int | None
    rooms: tuple[str, ...] = ()
    times: tuple[Opening, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What booking gave, or in a preview would give."""

    series: int | None
    booked: tuple[BookingView, ...]
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What to do with one date of a series: `skip` it, `move` it to another start, or take another `room`."""

    act: str
    start: datetime | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class NewBooking:
    """A booking as typed: for an occupant (`for_`) or a guest. `repeat` is an RRULE, `except_` its EXDATEs.

    `choices` are what to do with single dates of a series, by their start. An event is not freed when nobody checks in.
    """

    room: str
    starts_at: datetime
    ends_at: datetime
    title: str
    for_: str | None = None
    guest: str | None = None
    people: int | None = None
    note: str | None = None
    event: bool = False
    repeat: str | None = None
    except_: tuple[datetime, ...] = ()
    choices: Mapping[datetime, Choice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Free:
    """The rooms that can be had, smallest that fits first; where there are none, the nearest alternatives."""

    items: tuple[RoomView, ...]
    alternatives: tuple[Opening, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A wish on the waiting list; `free` when the slot can be had and no earlier wish goes before."""

    booking: BookingView
    place: int
    free: bool


@dataclass(frozen=True, slots=True)
class RoomHours:
    """A room's open spells on one day, and why there are none: `holiday` or `hours`."""

    room: str
    date: date
    spells: tuple[Interval, ...]
    closed: str | None


@dataclass(frozen=True, slots=True)
class BookingFilter:
    """Which bookings to list: those that touch the time from `start` to `end`. `statuses` as in `terms.STATUSES`."""

    room: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    for_: str | None = None
    series: int | None = None
    statuses: tuple[str, ...] = SHOWN
    limit: int = 1000
    after: str | None = None


@dataclass(frozen=True, slots=True)
class BookingPage:
    """Some bookings by start, and the cursor to go on from, or None at the end."""

    items: tuple[BookingView, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Rooms, their hours by day and what holds them, for a day's or a week's grid."""

    rooms: tuple[RoomView, ...]
    hours: tuple[RoomHours, ...]
    bookings: tuple[BookingView, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, by UID and date; `conflicts` are kept to be decided, `problems` could not be read, `warnings`
    were read in part."""

    added: tuple[BookingView, ...] = ()
    updated: tuple[BookingView, ...] = ()
    cancelled: tuple[BookingView, ...] = ()
    unchanged: int = 0
    conflicts: tuple[BookingView, ...] = ()
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """An entry of a file that could not be taken in: where it stands, and a sentence why."""

    where: str
    why: str
