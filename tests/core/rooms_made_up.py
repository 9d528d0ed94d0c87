"""Times and rows for tests of rooms and bookings; everybody in them is invented."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path

from core.clock import CENTRE
from core.desk import Desk
from core.rooms.views import BookingView, NewBooking

DAY = "2026-11-25"
"""A Wednesday two days after the frozen clock's Monday."""


def at(text: str) -> datetime:
    """A moment from `10:00` (on `DAY`) or `2026-11-26 10:00`."""
    return datetime.fromisoformat(text if "-" in text else f"{DAY} {text}").replace(tzinfo=CENTRE)


def new(room: str, start: str, end: str, **more: object) -> NewBooking:
    """A booking of occupant 7 unless a guest is named."""
    values: dict[str, object] = {"title": "项目例会", **more}
    if "guest" not in values:
        values.setdefault("for_", "7")
    return NewBooking(room, at(start), at(end), **values)  # type: ignore[arg-type]


def book(desk: Desk, room: str, start: str, end: str, *, by: str = "li", **more: object) -> BookingView:
    """One booking, made."""
    (made,) = desk.bookings.make(new(room, start, end, **more), by=by).booked
    return made


def register(path: Path, numbers: Iterable[int] = range(1, 21), status: str = "resident") -> None:
    """Occupants with these numbers, without the way through admission."""
    rows = [(number, f"海风科技{number}", status) for number in numbers]
    with closing(sqlite3.connect(path, timeout=10)) as database:
        database.executemany(
            "INSERT INTO occupants (id, kind, name, introduced_by, status, stage, tested, applied_on, shared_desks,"
            " facts, spelling, added_at, added_by)"
            " VALUES (?, 'startup', ?, 'centre', ?, 'signed', 1, '2026-01-05', 0, '{}', '', 0, 'boss')",
            rows,
        )
        database.commit()


def raw(path: Path, statement: str, *values: object) -> None:
    """Write behind the program's back, as any other program could."""
    with closing(sqlite3.connect(path, timeout=10)) as database:
        database.execute("PRAGMA foreign_keys=ON")
        database.execute(statement, values)
        database.commit()


def raw_booking(path: Path, number: int, room: str, start: str, end: str, *, kind: str = "meeting") -> None:
    """A booking written without the program."""
    raw(
        path,
        "INSERT INTO bookings (id, room, starts_at, ends_at, kind, status, holds, title, uid, recurrence, sequence,"
        " source, made_at, changed_at) VALUES (?, ?, ?, ?, ?, 'approved', 1, 'x', ?, '', 0, 'desk', 0, 0)",
        number, room, int(at(start).timestamp()), int(at(end).timestamp()), kind, str(number),
    )  # fmt: skip


def raw_copy(path: Path, number: int, *, verb: str = "INSERT", **changes: object) -> None:
    """Another row like booking `number` but for the changes, written without the program."""
    with closing(sqlite3.connect(path)) as database:
        database.row_factory = sqlite3.Row
        row = {**database.execute("SELECT * FROM bookings WHERE id = ?", (number,)).fetchone(), **changes}
    marks = ", ".join("?" for _ in row)
    raw(path, f"{verb} INTO bookings ({', '.join(row)}) VALUES ({marks})", *row.values())
