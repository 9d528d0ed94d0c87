"""What other nouns ask of the registry: whose telephone number, and what is overdue. Light to import.

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


_BY_PHONE = text(
    "SELECT id, name, kind, status FROM occupants WHERE phone = :phone ORDER BY CASE status WHEN 'resident' THEN 0"
    " WHEN 'leaving' THEN 0 WHEN 'applying' THEN 1 WHEN 'left' THEN 2 ELSE 3 END, id DESC LIMIT 1"
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


def overdue(session: Session, number: int, on: date) -> Decimal:
    """What was due before a day and is not paid, in yuan."""
    lines = [
        Line(one.kind, one.item, Decimal(one.amount).scaleb(-2), _day(one.on_day) or on, _day(one.due_on))
        for one in session.connection().execute(_ENTRIES, {"id": number})
    ]
    return balance(lines, on).overdue


def no_such_occupant(number: int) -> NotFound:
    """The refusal for a number nobody has."""
    return NotFound(
        "no_such_occupant",
        N_("There is no occupant with the number {number}. Look for it in the list of occupants."),
        number=number,
    )


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None
