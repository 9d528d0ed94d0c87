"""Two occupants never hold one unit at a time, by the database itself, whatever writes.

Triggers over `occupant_allotments` (made by migration 0004) refuse a row whose days overlap another row's of the same
unit. Days are half-open: a unit handed back on a day can be given on that day; an allotment of no days holds nothing.
For PostgreSQL the same rule is an exclusion constraint over date ranges; nothing else knows how it is kept.
"""

from __future__ import annotations

HELD = "the unit is held"
"""What the triggers say; the registry turns it into a conflict that names who holds the unit."""


def refused(error: BaseException) -> bool:
    """Whether it was one of these triggers that refused."""
    return HELD in str(getattr(error, "orig", error))
