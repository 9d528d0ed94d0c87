"""How an occupant stands as far as rooms go: read from the registry when asked, never kept with a booking."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from sqlalchemy import column, text
from sqlmodel import Session

from core.clock import Clock
from core.errors import BadValue, NotFound
from core.rooms.views import Standing
from core.storage import Prepared
from core.words import N_

_QUERY = Prepared(
    text(
        """
    SELECT o.id, o.name, o.status,
      (SELECT max(a.until_on) FROM occupant_agreements AS a WHERE a.occupant_id = o.id AND a.ended_on IS NULL) AS until_on,
      (SELECT min(e.leave_by) FROM occupant_exits AS e
       WHERE e.occupant_id = o.id AND e.withdrawn_on IS NULL AND e.left_on IS NULL AND e.leave_by IS NOT NULL) AS leave_by,
      (SELECT count(*) FROM occupant_exits AS e
       WHERE e.occupant_id = o.id AND e.withdrawn_on IS NULL AND e.left_on IS NULL AND e.served_on IS NOT NULL) AS served,
      (SELECT count(*) FROM occupant_entries AS e
       WHERE e.occupant_id = o.id AND e.kind = 'charge' AND e.voided_at IS NULL AND e.due_on < :today) AS due
    FROM occupants AS o WHERE o.id = :number
    """  # noqa: E501
    ).columns(*(column(name) for name in ("id", "name", "status", "until_on", "leave_by", "served", "due")))
)
"""Columns only, no table classes: a booking does not load the whole registry."""


def registered(session: Session, typed: str, *, now: Clock) -> Standing:
    """The occupant with this number in the registry; raises `BadValue` (`bad_occupant`), `NotFound`.

    A resident books free within its term, as long as nothing of its rent, water, power, property or repairs is overdue
    (art. 15: paid on time; the measures name no consequence for rooms, so a supervisor decides). An applicant, and one
    that was served an exit notice, books with approval; one that left or was refused, not at all.
    """
    number, today = read_number(typed), now().date()
    row = _QUERY.first(session, number=number, today=today.isoformat())
    if row is None:
        raise NotFound(
            "no_such_occupant",
            N_("There is no occupant with the number {number}. Look for it in the list of occupants."),
            number=number,
        )
    if row.status in ("left", "refused"):
        return Standing(number, row.name, "ended")
    if row.served or row.status == "leaving":
        return Standing(number, row.name, "approval", _day(row.leave_by) or _day(row.until_on), "exit_notice")
    if row.due and _overdue(session, number, today):
        return Standing(number, row.name, "approval", _day(row.until_on), arrears=True)
    return Standing(number, row.name, "good" if row.status == "resident" else "approval", _day(row.until_on))


def _overdue(session: Session, number: int, today: date) -> bool:
    from core.occupants.lookup import overdue

    return overdue(session, number, today) > 0


def any_number(_session: Session, typed: str) -> Standing:
    """For desks that keep no registry, and tests: any number is an occupant in good standing."""
    return Standing(read_number(typed))


def read_number(typed: str) -> int:
    """An occupant's number as typed; raises `BadValue` (`bad_occupant`)."""
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 15 and int(plain)):
        raise BadValue(
            "bad_occupant",
            N_("“{value}” is not an occupant's number. Look for it in the list of occupants."),
            value=typed,
        )
    return int(plain)


def _day(value: Any) -> date | None:
    return date.fromisoformat(str(value)[:10]) if value else None
