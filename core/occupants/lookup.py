"""What other nouns ask of the registry: whose telephone number, and how an occupant stands. Light to import.

Columns only, no table classes: a call or a booking does not load the whole registry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from core.errors import NotFound
from core.occupants.money import Line, balance
from core.text import normal_phone
from core.words import N_


@dataclass(frozen=True, slots=True)
class OccupantRef:
    """Who a telephone number or a booking belongs to."""

    id: int
    name: str
    kind: str
    status: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How an occupant stands on a day: `good` (here), `approval` (applying, not here yet) or `ended`.

    `until` is the last day it is here as far as a notice or an agreed leaving says. `arrears` says whether anything is
    overdue; what follows from that the measures leave to the exit procedure.
    """

    id: int
    name: str
    kind: str
    standing: str
    until: date | None
    arrears: bool


_BY_PHONE = text(
    "SELECT id, name, kind, status FROM occupants WHERE phone = :phone ORDER BY CASE status WHEN 'resident' THEN 0"
    " WHEN 'leaving' THEN 0 WHEN 'applying' THEN 1 WHEN 'left' THEN 2 ELSE 3 END, id DESC LIMIT 1"
)
_ONE = text("SELECT id, name, kind, status, left_on FROM occupants WHERE id = :id")
_EXIT = text(
    "SELECT leave_by, left_on FROM occupant_exits WHERE occupant_id = :id AND withdrawn_on IS NULL"
    " AND served_on IS NOT NULL ORDER BY id DESC LIMIT 1"
)
_ENTRIES = text(
    "SELECT kind, item, amount, on_day, due_on FROM occupant_entries WHERE occupant_id = :id AND voided_at IS NULL"
    " ORDER BY id"
)


def by_phone(session: Session, number: str) -> OccupantRef | None:
    """Whose telephone number this is, as typed; who is here goes before who has left. None where nobody's."""
    plain = normal_phone(number)
    if plain is None:
        return None
    row = session.connection().execute(_BY_PHONE, {"phone": plain}).first()
    return None if row is None else OccupantRef(row.id, row.name, row.kind, row.status)


def standing(session: Session, number: int, on: date) -> Standing:
    """How an occupant stands on a day; raises `NotFound` (`no_such_occupant`)."""
    connection, which = session.connection(), {"id": number}
    row = connection.execute(_ONE, which).first()
    if row is None:
        raise no_such_occupant(number)
    leave = connection.execute(_EXIT, which).first()
    until = None if leave is None else _day(leave.left_on) or _day(leave.leave_by)
    left_on = _day(row.left_on)
    if row.status == "refused" or (row.status == "left" and (left_on is None or on >= left_on)):
        how = "ended"
    elif row.status == "applying":
        how = "approval"
    else:
        how = "ended" if until is not None and on > until else "good"
    lines = [
        Line(one.kind, one.item, Decimal(one.amount).scaleb(-2), _day(one.on_day) or on, _day(one.due_on))
        for one in connection.execute(_ENTRIES, which)
    ]
    return Standing(number, row.name, row.kind, how, until, balance(lines, on).overdue > 0)


def no_such_occupant(number: int) -> NotFound:
    """The refusal for a number nobody has."""
    return NotFound(
        "no_such_occupant",
        N_("There is no occupant with the number {number}. Choose one of the list of occupants."),
        number=number,
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None
