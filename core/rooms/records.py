"""Rooms and bookings as they stand in the database: finding them, what holds a room, and views of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, or_, select
from sqlmodel import Session

from core.errors import DeskError, NotFound, RuleRefused
from core.rooms.hours import OpeningHours
from core.rooms.intervals import Interval, Taken
from core.rooms.rules import LONGEST, RoomRules, absent, beyond, shown_status
from core.rooms.tables import BOOKINGS, ROOM_DAYS, ROOMS
from core.rooms.terms import HOLDING
from core.rooms.views import BookingView, Occupants, RoomDayView, RoomView, Standing
from core.spelling import plain
from core.storage import Moment, Prepared
from core.words import N_
from core.worktime import Hours, parse_hours

AnyRow = Row[Any]


_ROOMS = select(ROOMS).order_by(ROOMS.c.position, ROOMS.c.code)
_EXCEPTION = [ROOM_DAYS.c.date.label("on_date"), ROOM_DAYS.c.hours.label("on_hours")]
_WITH_DAYS = (
    select(ROOMS, *_EXCEPTION)
    .select_from(ROOMS.outerjoin(ROOM_DAYS, ROOM_DAYS.c.room == ROOMS.c.code))
    .order_by(ROOMS.c.position, ROOMS.c.code)
)
_WHOLE = select(ROOMS.c.part_of).where(ROOMS.c.code == bindparam("room")).scalar_subquery()
_FAMILY = Prepared(
    _WITH_DAYS.where(
        or_(ROOMS.c.code == bindparam("room"), ROOMS.c.part_of == bindparam("room"), ROOMS.c.code == _WHOLE)
    )
)


def room_rows(session: Session, *, active: bool = True) -> Sequence[AnyRow]:
    """Every room in the list's order."""
    rows = session.connection().execute(_ROOMS).all()
    return [row for row in rows if row.active] if active else rows


Exceptions = dict[str, dict[date, Sequence[str]]]
"""Hours by room and date."""


def rooms_with_days(session: Session, family_of: str | None = None) -> tuple[list[AnyRow], Exceptions]:
    """Every room, in use or not, or one with those it excludes, and their exceptions by date."""
    if family_of is None:
        found = session.connection().execute(_WITH_DAYS).all()
    else:
        found = _FAMILY.rows(session, room=family_of)
    rooms: dict[str, AnyRow] = {}
    days: Exceptions = {}
    for row in found:
        rooms.setdefault(row.code, row)
        if row.on_date is not None:
            days.setdefault(row.code, {})[date.fromisoformat(row.on_date)] = row.on_hours
    return list(rooms.values()), days


def get_room(session: Session, code: str, *, active: bool = False) -> AnyRow:
    """The row; raises `NotFound` (`no_such_room`), or `RuleRefused` (`room_inactive`) where it must be in use."""
    return pick_room(session.connection().execute(select(ROOMS).where(ROOMS.c.code == code)), code, active=active)


def pick_room(rooms: Iterable[AnyRow], code: str, *, active: bool = False) -> AnyRow:
    """The same, among rows."""
    row = next((one for one in rooms if one.code == code), None)
    if row is None:
        raise NotFound(
            "no_such_room", N_("There is no room with the code “{code}”. Choose one of the list."), code=code
        )
    if active and not row.active:
        raise RuleRefused("room_inactive", N_("The room {code} is no longer in use. Choose another."), code=code)
    return row


def room_named(rooms: Iterable[AnyRow], named: str) -> AnyRow | None:
    """The room a calendar names, by code or by either name."""
    wanted = plain(named)
    return next((one for one in rooms if wanted in (one.code, plain(one.name), plain(one.name_en))), None)


def room_days(session: Session, room: str) -> Sequence[AnyRow]:
    """A room's exceptions by date."""
    query = select(ROOM_DAYS).where(ROOM_DAYS.c.room == room).order_by(ROOM_DAYS.c.date)
    return session.connection().execute(query).all()


@cache
def _spells(kept: tuple[str, ...]) -> Hours:
    return parse_hours(kept)


def rules_of(row: AnyRow, days: Mapping[date, Sequence[str]]) -> RoomRules:
    """A room's row and exceptions as rules."""
    week: Any = tuple(_spells(tuple(one)) for one in row.week)
    hours = OpeningHours(
        week=week,
        holiday=_spells(tuple(row.holiday)),
        make_up=None if row.make_up is None else _spells(tuple(row.make_up)),
        exceptions={day: _spells(tuple(one)) for day, one in days.items()},
    )
    return RoomRules(
        row.code, row.capacity, hours, timedelta(seconds=row.buffer_seconds), row.ahead_days,
        timedelta(seconds=row.notice_seconds),
        None if row.quota_seconds is None else timedelta(seconds=row.quota_seconds),
    )  # fmt: skip


def room_view(row: AnyRow, rooms: Iterable[AnyRow], days: Iterable[AnyRow] = ()) -> RoomView:
    """The row as a frozen view."""
    return RoomView(
        row.code, row.name, row.name_en, row.kind, row.place, row.capacity, tuple(row.equipment),
        tuple(tuple(one) for one in row.week), tuple(row.holiday), None if row.make_up is None else tuple(row.make_up),
        row.buffer_seconds, row.ahead_days, row.notice_seconds, row.quota_seconds, row.part_of,
        tuple(one.code for one in rooms if one.part_of == row.code), row.example, row.active, row.spelling,
        tuple(RoomDayView(date.fromisoformat(one.date), tuple(one.hours), one.reason) for one in days),
    )  # fmt: skip


def _held(which: ColumnElement[bool]) -> Select[Any]:
    earlier = BOOKINGS.alias("earlier")
    start, end = bindparam("start", type_=Moment), bindparam("end", type_=Moment)
    reaches_in = (
        select(earlier.c.starts_at)
        .where(earlier.c.holds, earlier.c.room == ROOMS.c.code, earlier.c.starts_at <= start)
        .order_by(earlier.c.starts_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(BOOKINGS)
        .select_from(ROOMS.join(BOOKINGS, BOOKINGS.c.room == ROOMS.c.code))
        .where(which, BOOKINGS.c.holds)
        .where(BOOKINGS.c.starts_at >= func.coalesce(reaches_in, start))
        .where(BOOKINGS.c.starts_at < end, BOOKINGS.c.ends_at > start)
        .order_by(ROOMS.c.position, BOOKINGS.c.starts_at)
    )


_HELD = _held(ROOMS.c.code.in_(bindparam("rooms", expanding=True)))
_HELD_BY_ONE = Prepared(_held(ROOMS.c.code == bindparam("room")))
"""Most rooms exclude none but themselves, and a list of rooms is spelt out anew each time."""


def held(session: Session, rooms: Sequence[str], within: Interval) -> Sequence[AnyRow]:
    """What holds the rooms within an interval, by room and start.

    Those of one room never overlap, so the last that begins before the interval is the only earlier one that can
    reach into it: found in the index, however many bookings there are.
    """
    given = {"start": within.start, "end": within.end}
    if len(rooms) == 1:
        return _HELD_BY_ONE.rows(session, room=rooms[0], **given)
    return session.connection().execute(_HELD, {"rooms": list(rooms), **given}).all()


def rivals(room: AnyRow, rooms: Iterable[AnyRow]) -> tuple[AnyRow, ...]:
    """The rooms that cannot be had together with this one: itself, the whole it is part of, and its parts."""
    return tuple(one for one in rooms if one.code in (room.code, room.part_of) or one.part_of == room.code)


def as_taken(row: AnyRow, buffer: timedelta) -> Taken:
    """A row that holds, as the rules see it."""
    return Taken(row.id, Interval(row.starts_at, row.ends_at), row.kind, buffer)


def is_absent(row: AnyRow, now: datetime) -> bool:
    """Whether nobody came to it."""
    return absent(row.kind, row.status, row.starts_at, row.changed_at, now)


def get_booking(session: Session, booking: int) -> AnyRow:
    """The row; raises `NotFound` (`no_such_booking`)."""
    row = session.connection().execute(select(BOOKINGS).where(BOOKINGS.c.id == booking)).first()
    if row is None:
        raise NotFound(
            "no_such_booking", N_("There is no booking {id}. Look for it in the list of bookings."), id=booking
        )
    return row


def still_open(row: AnyRow, now: datetime) -> bool:
    """Whether an act on a series reaches this date: not over, nobody checked in, in force or skipped."""
    return row.status in ("pending", "approved", "skipped") and row.ends_at > now


def of_series(session: Session, row: AnyRow, now: datetime, which: str) -> list[AnyRow]:
    """The dates of a booking's series that are still open, all (`series`) or from it on (`from_here`), itself first.

    Raises `RuleRefused`: `no_series`, `booking_over` where there is none.
    """
    if row.series is None:
        raise RuleRefused("no_series", N_("Booking {id} is not part of a series."), id=row.id)
    every = listed(session, statuses=(*HOLDING, "skipped"), series=row.series, limit=100_000)
    found = [one for one in every if (which == "series" or one.starts_at >= row.starts_at) and still_open(one, now)]
    if not found:
        raise RuleRefused("booking_over", N_("This booking is over. Make a new one."))
    return sorted(found, key=lambda one: one.id != row.id)


def get_bookings(session: Session, numbers: Sequence[int]) -> Sequence[AnyRow]:
    """Several rows, by start."""
    found: list[AnyRow] = []
    for n in range(0, len(numbers), 500):
        query = select(BOOKINGS).where(BOOKINGS.c.id.in_(numbers[n : n + 500]))
        found.extend(session.connection().execute(query))
    return sorted(found, key=lambda row: (row.starts_at, row.id))


class Viewing:
    """Turns rows into views at one moment, asking about each occupant once."""

    def __init__(self, session: Session, now: datetime, occupants: Occupants, known: Standing | None = None) -> None:
        self._session = session
        self._now = now
        self._occupants = occupants
        self._known: dict[int, Standing] = {known.occupant: known} if known else {}

    def find(self, typed: str) -> Standing:
        """An occupant as typed; raises `NotFound`, `BadValue`."""
        return self._occupants(self._session, typed)

    def standing(self, occupant: int) -> Standing:
        """How an occupant stands; one that is not found any more stands as `ended`."""
        if occupant not in self._known:
            try:
                self._known[occupant] = self._occupants(self._session, str(occupant))
            except DeskError:
                self._known[occupant] = Standing(occupant, standing="ended")
        return self._known[occupant]

    def view(self, row: AnyRow) -> BookingView:
        """One booking."""
        who = None if row.occupant is None else self.standing(row.occupant)
        status = shown_status(row.kind, row.status, row.starts_at, row.changed_at, self._now)
        return BookingView(
            row.id, row.room, row.starts_at, row.ends_at, row.title, status, row.kind, row.occupant,
            who.name if who else None, row.guest, row.people, row.note, row.series, row.source, row.uid, row.sequence,
            row.made_at, row.made_by, row.changed_at, row.decided_at, row.decided_by, row.checked_in_at, row.attended,
            row.why, row.in_the_way, self._flag(row, who),
        )  # fmt: skip

    def views(self, rows: Iterable[AnyRow]) -> tuple[BookingView, ...]:
        """Several."""
        return tuple(self.view(row) for row in rows)

    def _flag(self, row: AnyRow, who: Standing | None) -> str | None:
        if who is None or not row.holds or row.ends_at <= self._now:
            return None
        if who.standing == "ended" or beyond(who, row.ends_at):
            return "occupancy_ends"
        return who.flag or ("arrears" if who.arrears and row.status == "pending" else None)


def listed(
    session: Session,
    *,
    statuses: Sequence[str],
    room: str | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
    occupant: int | None = None,
    series: int | None = None,
    after: tuple[datetime, int] | None = None,
    limit: int = 1000,
) -> Sequence[AnyRow]:
    """Bookings by start that touch an interval, whatever their status; `after` is where the last page ended."""
    table = BOOKINGS.c
    query = select(BOOKINGS).where(table.status.in_(statuses)).order_by(table.starts_at, table.id).limit(limit)
    if room is not None:
        query = query.where(table.room == room)
    if occupant is not None:
        query = query.where(table.occupant == occupant)
    if series is not None:
        query = query.where(table.series == series)
    if start is not None:
        query = query.where(table.ends_at > start, table.starts_at > start - LONGEST["block"])
    if end is not None:
        query = query.where(table.starts_at < end)
    if after is not None:
        at, last = after
        query = query.where(or_(table.starts_at > at, (table.starts_at == at) & (table.id > last)))
    return session.connection().execute(query).all()
