"""Writing bookings: rows in, guarded by the database, conflicts named."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from core.errors import Conflict
from core.rooms import records
from core.rooms.tables import BOOKINGS
from core.rooms.terms import HOLDING
from core.storage.booking_guard import refused
from core.words import N_

_INSERT = insert(BOOKINGS).returning(BOOKINGS)


def new_uid() -> str:
    """A name for a booking that stays its own in every calendar."""
    return f"{uuid.uuid4()}@shouwen"


def add(session: Session, at: datetime, by: str | None, **values: Any) -> records.AnyRow:
    """Write a new booking and give its row; raises `Conflict` where the database finds the room taken."""
    status = values["status"]
    row = {
        "uid": new_uid(), "recurrence": "", "sequence": 0, "source": "desk", "made_at": at, "made_by": by,
        "changed_at": at, "holds": status in HOLDING, **values,
    }  # fmt: skip
    with _guarded(values["room"], values["starts_at"], values["ends_at"]):
        return session.connection().execute(_INSERT, row).one()


def change(session: Session, row: records.AnyRow, at: datetime, **values: Any) -> records.AnyRow:
    """Change a booking and give it as it is now; `holds` follows its status, its sequence counts up."""
    values = {"sequence": row.sequence + 1, "changed_at": at, **values}
    if "status" in values:
        values["holds"] = values["status"] in HOLDING
    now = {**row._asdict(), **values}
    with _guarded(now["room"], now["starts_at"], now["ends_at"]):
        session.connection().execute(update(BOOKINGS).where(BOOKINGS.c.id == row.id).values(values))
    return records.get_booking(session, row.id)


def free_absent(session: Session, absent: dict[int, records.AnyRow], at: datetime) -> None:
    """Free what nobody came to, found on the way: it is in the way of nothing, so the guard must not see it either."""
    while absent:
        _number, row = absent.popitem()
        change(session, row, at, status="no_show")


@contextmanager
def _guarded(room: str, start: datetime, end: datetime) -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if not refused(error):
            raise
        raise Conflict(
            "booked", N_("{room} was taken meanwhile. Look again and choose another time."), room=room,
            **{"from": start.isoformat(), "to": end.isoformat(), "by": None},
        ) from error  # fmt: skip
