"""The rooms: reading, adding and changing them, their hours, and finding one that is free."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from core import fields
from core.centre.service import centre
from core.errors import BadValue, Conflict, NotFound
from core.rooms import records, shipped
from core.rooms.bookings import Calendars
from core.rooms.deciding import Deciding
from core.rooms.hours import DAY, days_of
from core.rooms.intervals import Interval, openings
from core.rooms.occupants import any_number
from core.rooms.rules import check_year, read_interval
from core.rooms.tables import BOOKINGS, ROOM_DAYS, ROOMS
from core.rooms.terms import ROOM_KINDS
from core.rooms.views import Free, Grid, Occupants, Opening, RoomHours, RoomView
from core.spelling import find, plain, ready, spelling
from core.staff.rules import require_supervisor
from core.staff.service import actor
from core.storage import Act, Storage
from core.storage.booking_guard import refused
from core.words import N_
from core.worktime import WEEKDAYS, parse_hours, show_hours

MOST_SEATS = 100_000
CHANGES = (
    "name", "name_en", "kind", "place", "capacity", "equipment", "week", "holiday", "make_up", "buffer_seconds",
    "ahead_days", "notice_seconds", "quota_seconds", "part_of", "active", "example",
)  # fmt: skip


class RoomDesk:
    """Acts on rooms. Changing them is for supervisors; bookings made already keep what they have."""

    def __init__(self, storage: Storage, calendars: Calendars, occupants: Occupants = any_number) -> None:
        self._storage = storage
        self._calendars = calendars
        self._occupants = occupants

    def list(self, *, by: str, search: str = "", all_: bool = False) -> tuple[RoomView, ...]:
        """The rooms in the list's order, with `all_` those no longer in use too; or what fits `search`, best first."""
        with self._storage.read() as session:
            actor(session, by)
            rows = records.room_rows(session, active=not all_)
            views = [records.room_view(row, rows) for row in rows]
        return tuple(find(search, views, lambda one: (one.code, one.name, one.spelling)))

    def show(self, code: str, *, by: str) -> RoomView:
        """One room with its exceptions by date."""
        with self._storage.read() as session:
            actor(session, by)
            return self._view(session, code)

    def add(self, code: str, name: str, capacity: int, *, by: str, **more: Any) -> RoomView:
        """A new room, open like those that ship unless said otherwise (see `edit`)."""
        ready()
        with self._storage.act("room.add", by, code) as act:
            require_supervisor(actor(act.session, by))
            rooms = records.room_rows(act.session, active=False)
            if any(one.code == fields.code(code, "code") for one in rooms):
                raise BadValue("room_exists", N_("There is a room with the code {code} already."), code=code)
            open_ = ["08:30-21:00"]
            values: dict[str, Any] = {
                "position": max((one.position for one in rooms), default=-1) + 1, "name_en": name, "kind": "meeting",
                "place": "", "equipment": [], "week": [open_] * 7, "holiday": [], "make_up": None,
                "buffer_seconds": 0, "ahead_days": 366, "notice_seconds": 0, "quota_seconds": None, "part_of": None,
                "example": False, "active": True,
            }  # fmt: skip
            values |= _read(act.session, {"name": name, "capacity": capacity, **more}, code)
            self._write(act, insert(ROOMS).values(code=code, spelling=spelling(values["name"]), **values))
            return self._view(act.session, code)

    def edit(self, code: str, *, by: str, **changes: Any) -> RoomView:
        """Change what is given: name, name_en, kind, place, capacity, equipment (codes), week (hours by weekday from
        Monday), holiday, make_up, buffer_seconds, ahead_days, notice_seconds, quota_seconds (0: none), part_of
        (empty: none), active, example. Raises `Conflict` where bookings of whole and part would overlap, or a room with
        bookings ahead is to be put out of use."""
        if "name" in changes:
            ready()
        with self._storage.act("room.edit", by, code) as act:
            require_supervisor(actor(act.session, by))
            records.get_room(act.session, code)
            values = _read(act.session, {name: value for name, value in changes.items() if value is not None}, code)
            if values.get("active") is False:
                _refuse_while_booked(act, code)
            if "name" in values:
                values["spelling"] = spelling(values["name"])
            if values:
                self._write(act, update(ROOMS).where(ROOMS.c.code == code).values(values))
            act.note(changed=sorted(values))
            return self._view(act.session, code)

    def set_day(self, code: str, day: date, hours: Sequence[str] | None, *, by: str, reason: str = "") -> RoomView:
        """A room's own hours on one date, none for closed; `None` takes the exception back (supervisors)."""
        with self._storage.act("room.set_day", by, code) as act:
            require_supervisor(actor(act.session, by))
            records.get_room(act.session, code)
            where = (ROOM_DAYS.c.room == code, ROOM_DAYS.c.date == day.isoformat())
            act.session.connection().execute(delete(ROOM_DAYS).where(*where))
            if hours is not None:
                act.session.connection().execute(
                    insert(ROOM_DAYS).values(
                        room=code, date=day.isoformat(), hours=show_hours(parse_hours(hours)),
                        reason=fields.text(reason, "reason"), staff=by, set_at=act.at,
                    )
                )  # fmt: skip
            act.note(date=day.isoformat())
            return self._view(act.session, code)

    def free(
        self, start: datetime, end: datetime, *, by: str, people: int | None = None, equipment: Sequence[str] = ()
    ) -> Free:
        """Rooms that can be had from `start` to `end`, the smallest that fits first; if none, what is nearest."""
        when = read_interval(start, end)
        needed = _equipment(equipment)
        with self._storage.read() as session:
            actor(session, by)
            deciding = self._deciding(session)
            fitting = self._fitting(deciding, people, needed)
            found = [one for one in fitting if deciding.against(one, when, people=people) is None]
            alternatives: list[Opening] = []
            if not found:
                for one in fitting:
                    alternatives += deciding.other_times(one, when, people=people)
                alternatives.sort(key=lambda one: (abs(one.starts_at - start), one.starts_at))
            views = tuple(records.room_view(one, deciding.rooms) for one in found)
            return Free(views, tuple(alternatives[:6]))

    def alternatives(
        self,
        room: str,
        start: datetime,
        end: datetime,
        *,
        by: str,
        people: int | None = None,
        occupant: int | None = None,
    ) -> tuple[Opening, ...]:
        """What to offer when a room is taken: other rooms at that time, then other times of this one that day.

        For an `occupant` only what its share of the month still allows.
        """
        when = read_interval(start, end)
        with self._storage.read() as session:
            actor(session, by)
            deciding = self._deciding(session)
            place = records.get_room(session, room)
            others = deciding.other_rooms(place, when, people=people, occupant=occupant)
            return (
                *(Opening(one, start, end) for one in others),
                *deciding.other_times(place, when, people=people, occupant=occupant),
            )

    def openings(
        self,
        start: datetime,
        end: datetime,
        length: timedelta,
        *,
        by: str,
        people: int | None = None,
        equipment: Sequence[str] = (),
    ) -> tuple[Opening, ...]:
        """When between `start` and `end` rooms are free for at least `length`: each stretch, by start and size."""
        within = read_interval(start, end)
        needed = _equipment(equipment)
        found: list[Opening] = []
        with self._storage.read() as session:
            actor(session, by)
            deciding = self._deciding(session)
            for room in self._fitting(deciding, people, needed):
                rules = deciding.rules(room)
                for day in days_of(within):
                    for spell in rules.hours.spells(day, deciding.kind_of):
                        first, last = max(spell.start, start), min(spell.end, end)
                        if last - first < length:
                            continue
                        part = Interval(first, last)
                        for gap in openings(part, length, "meeting", rules.buffer, deciding.taken(room, part)):
                            asked = Interval(gap.start, gap.start + length)
                            if deciding.against(room, asked, people=people) is None:
                                found.append(Opening(room.code, gap.start, gap.end))
        return tuple(sorted(found, key=lambda one: one.starts_at))

    def grid(self, first: date, days: int = 1, *, by: str, room: str | None = None) -> Grid:
        """Rooms, their hours and bookings of some days (1 to 31), for a day's grid or a week of one room."""
        count = fields.whole(days, "days", highest=31)
        check_year(first)
        with self._storage.read() as session:
            actor(session, by)
            deciding = self._deciding(session)
            start = datetime.combine(first, datetime.min.time(), deciding.now.tzinfo)
            rows = [one for one in deciding.rooms if (one.active if room is None else one.code == room)]
            if room is not None and not rows:
                records.get_room(session, room)
            held = records.held(session, [one.code for one in rows], Interval(start, start + count * DAY))
            views = records.Viewing(session, deciding.now, self._occupants).views(held)
            return Grid(
                tuple(records.room_view(one, deciding.rooms) for one in rows),
                tuple(self._hours(deciding, one, first + n * DAY) for one in rows for n in range(count)),
                views,
            )

    def sheet(self, day: date, *, by: str) -> bytes:
        """The day's sheet for the counter, a .docx: every booking by time, and the rooms that are free."""
        from core.rooms.sheet import day_sheet

        grid = self.grid(day, by=by)
        with self._storage.read() as session:
            name = centre(session).name
        return day_sheet(day, grid.rooms, grid.bookings, name, self._storage.now())

    def _hours(self, deciding: Deciding, room: records.AnyRow, day: date) -> RoomHours:
        spells = deciding.rules(room).hours.spells(day, deciding.kind_of)
        closed = None if spells else "holiday" if deciding.kind_of(day) == "holiday" else "hours"
        return RoomHours(room.code, day, spells, closed)

    def _fitting(self, deciding: Deciding, people: int | None, needed: set[str]) -> Sequence[records.AnyRow]:
        seats = 1 if people is None else fields.whole(people, "people", highest=MOST_SEATS)
        fitting = [
            one for one in deciding.rooms if one.active and one.capacity >= seats and needed <= set(one.equipment)
        ]
        return sorted(fitting, key=lambda one: (one.capacity, one.position))

    def _deciding(self, session: Session) -> Deciding:
        return Deciding(session, self._storage.now(), self._calendars(session))

    def _view(self, session: Session, code: str) -> RoomView:
        row, days = records.get_room(session, code), records.room_days(session, code)
        return records.room_view(row, records.room_rows(session, active=False), days)

    def _write(self, act: Act, statement: Any) -> None:
        try:
            act.session.connection().execute(statement)
        except IntegrityError as error:
            if refused(error):
                raise Conflict(
                    "booked_together",
                    N_("The room and the one it is to be part of are booked at the same time. Move those first."),
                ) from error
            raise BadValue(
                "bad_part", N_("A room is divided once: the whole is no part itself, and a part has no parts.")
            ) from error


def seed(session: Session) -> None:
    """Fill an empty list of rooms with those that ship in `data/rooms.toml`; one that has rooms is left as it is."""
    if session.connection().execute(select(ROOMS.c.code).limit(1)).first() is None:
        for row in shipped.room_rows():
            session.connection().exec_driver_sql(
                f"INSERT INTO rooms ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})", tuple(row.values())
            )


def _read(session: Session, changes: dict[str, Any], code: str) -> dict[str, Any]:
    """Changes as typed, turned into columns; raises `BadValue`."""
    read: dict[str, Any] = {}
    for name, value in changes.items():
        assert name in CHANGES, name
        if name in ("name", "name_en"):
            read[name] = fields.text(value, name)
        elif name == "place":
            read[name] = fields.optional_text(value, name) or ""
        elif name == "kind":
            read[name] = fields.choice(value, name, ROOM_KINDS)
        elif name == "equipment":
            wanted = _equipment(value)
            read[name] = [one.code for one in shipped.equipment() if one.code in wanted]
        elif name == "week":
            if len(value) != len(WEEKDAYS):
                raise BadValue("bad_week", N_("Give the hours of all seven days, from Monday."))
            read[name] = [show_hours(parse_hours(one)) for one in value]
        elif name in ("holiday", "make_up"):
            read[name] = show_hours(parse_hours(value))
        elif name == "capacity":
            read[name] = fields.whole(value, name, highest=MOST_SEATS)
        elif name == "ahead_days":
            read[name] = fields.whole(value, name, lowest=0, highest=3660)
        elif name in ("buffer_seconds", "notice_seconds", "quota_seconds"):
            seconds = fields.whole(value, name, lowest=0, highest=31 * 86_400)
            read[name] = None if name == "quota_seconds" and not seconds else seconds
        elif name == "part_of":
            read[name] = records.get_room(session, value).code if value else None
            if value == code:
                raise NotFound("no_such_room", N_("A room is not part of itself."))
        else:
            read[name] = bool(value)
    return read


def _refuse_while_booked(act: Act, code: str) -> None:
    """A room with bookings ahead stays in use, for nobody would see them any more."""
    query = select(func.count(), func.min(BOOKINGS.c.id)).where(
        BOOKINGS.c.room == code, BOOKINGS.c.holds, BOOKINGS.c.ends_at > act.at
    )
    count, first = act.session.connection().execute(query).one()
    if count:
        raise Conflict(
            "room_is_booked",
            N_("{room} has {count} bookings ahead, the first is {by}. Move or cancel them first."),
            room=code,
            count=count,
            by=first,
        )


def _equipment(codes: Sequence[str]) -> set[str]:
    """Codes of equipment, each given by its code or by either name; raises `BadValue` (`unknown_choice`)."""
    known = [one.code for one in shipped.equipment()]
    named = {plain(name): one.code for one in shipped.equipment() for name in (one.name, one.name_en)}
    return {fields.choice(named.get(plain(one), one), "equipment", known) for one in codes}
