"""Rooms, their exceptions by date, series and bookings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table
from sqlmodel import Column, Field, SQLModel

from core.storage.types import Codes, Moment


def _moment(*, nullable: bool = False) -> Any:
    column: Column[Any] = Column(Moment, nullable=nullable)
    return Field(default=None, sa_column=column)


def _codes(*, nullable: bool = False) -> Any:
    column: Column[Any] = Column(Codes, nullable=nullable)
    return Field(default=None, sa_column=column)


class Room(SQLModel, table=True):
    """One room. `week` has seven lists of hours from Monday; `part_of` the whole a divisible room belongs to."""

    __tablename__ = "rooms"

    code: str = Field(primary_key=True)
    position: int
    name: str
    name_en: str
    kind: str
    place: str = ""
    capacity: int
    equipment: Any = _codes()
    week: Any = _codes()
    holiday: Any = _codes()
    make_up: Any = _codes(nullable=True)
    buffer_seconds: int = 0
    ahead_days: int = 366
    notice_seconds: int = 0
    quota_seconds: int | None = None
    part_of: str | None = None
    example: bool = False
    active: bool = True
    spelling: str = ""


class RoomDay(SQLModel, table=True):
    """A room's own hours on one date, before everything else; none is closed."""

    __tablename__ = "room_days"

    room: str = Field(primary_key=True)
    date: str = Field(primary_key=True)
    hours: Any = _codes()
    reason: str
    staff: str | None = None
    set_at: datetime = _moment()


class BookingSeries(SQLModel, table=True):
    """What a series was made from; its dates are bookings of their own."""

    __tablename__ = "booking_series"

    id: int | None = Field(default=None, primary_key=True)
    rule: str
    excepted: Any = _codes()
    starts_at: datetime = _moment()
    ends_at: datetime = _moment()
    room: str
    made_by: str | None = None
    made_at: datetime = _moment()


class Booking(SQLModel, table=True):
    """One date of a room: a meeting, an event or a block. It holds the room while `holds`, which follows `status`.

    Dates a series skipped, wishes on the waiting list and imported bookings still to be decided are rows that do not
    hold; `why` and `in_the_way` say what was against them. `imported` is the digest of what a file last said of it.
    """

    __tablename__ = "bookings"

    id: int | None = Field(default=None, primary_key=True)
    room: str
    starts_at: datetime = _moment()
    ends_at: datetime = _moment()
    kind: str
    status: str
    holds: bool
    title: str
    occupant: int | None = None
    guest: str | None = None
    people: int | None = None
    note: str | None = None
    series: int | None = None
    uid: str
    recurrence: str = ""
    sequence: int = 0
    source: str = "desk"
    made_at: datetime = _moment()
    made_by: str | None = None
    changed_at: datetime = _moment()
    decided_at: datetime | None = _moment(nullable=True)
    decided_by: str | None = None
    checked_in_at: datetime | None = _moment(nullable=True)
    attended: int | None = None
    why: str | None = None
    in_the_way: int | None = None
    imported: str | None = None


ROOMS: Table = SQLModel.metadata.tables["rooms"]
ROOM_DAYS: Table = SQLModel.metadata.tables["room_days"]
SERIES: Table = SQLModel.metadata.tables["booking_series"]
BOOKINGS: Table = SQLModel.metadata.tables["bookings"]
