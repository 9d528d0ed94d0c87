"""What must hold of every booking, whatever wrote it: for `db check`."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

from core.storage.keeping import Finding

_RULES = (
    ("booking_status", "a state that is not known",
     "status NOT IN ('pending', 'approved', 'checked_in', 'no_show', 'cancelled', 'refused', 'skipped', 'waiting',"
     " 'conflict')"),
    ("booking_holds", "holds the room and does not at once",
     "holds <> (status IN ('pending', 'approved', 'checked_in'))"),
    ("booking_times", "ends before it begins, or has a time that is no number of seconds",
     "ends_at <= starts_at OR typeof(starts_at) <> 'integer' OR typeof(ends_at) <> 'integer'"),
    ("booking_whom", "for nobody, or for two at once",
     "kind <> 'block' AND source = 'desk' AND (occupant IS NULL) = (guest IS NULL)"),
    ("booking_check_in", "checked in without a time", "(status = 'checked_in') <> (checked_in_at IS NOT NULL)"),
    ("booking_overlap", "overlaps another booking of the room",
     "holds = 1 AND EXISTS (SELECT 1 FROM rooms AS mine JOIN rooms AS other"
     " ON other.code = mine.code OR other.code = mine.part_of OR other.part_of = mine.code"
     " WHERE mine.code = bookings.room AND (SELECT b.ends_at FROM bookings AS b WHERE b.holds = 1"
     " AND b.room = other.code AND b.id <> bookings.id AND b.starts_at < bookings.ends_at"
     " ORDER BY b.starts_at DESC LIMIT 1) > bookings.starts_at)"),
)  # fmt: skip


def broken_bookings(session: Session, most: int = 50) -> Iterator[Finding]:
    """Bookings for which a rule does not hold, at most `most` a rule; the subject is the booking's number."""
    for check, message, condition in _RULES:
        found = session.execute(text(f"SELECT id FROM bookings WHERE {condition} LIMIT :most"), {"most": most})
        for (number,) in found:
            yield Finding(check, str(number), message)
