"""What must hold of every occupant, whatever happened to it: for `db check`."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

from core.storage.keeping import Finding

_HOLDS = "EXISTS (SELECT 1 FROM occupant_allotments AS a WHERE a.occupant_id = occupants.id AND {})"
_RULES = (
    ("occupant_state", "a state or stage that is not known",
     "status NOT IN ('applying', 'refused', 'resident', 'leaving', 'left')"
     " OR stage NOT IN ('applied', 'qualified', 'reviewed', 'publicised', 'signed')"
     " OR kind NOT IN ('institution', 'association', 'startup') OR introduced_by NOT IN ('centre', 'institution')"),
    ("occupant_signed", "in the house without having signed, or signed and still applying",
     "(status IN ('resident', 'leaving', 'left')) <> (stage = 'signed')"),
    ("occupant_entered", "in the house without a day of entry",
     "status IN ('resident', 'leaving') AND tested AND entered_on IS NULL"),
    ("occupant_left", "left and not left at once", "(status = 'left') <> (left_on IS NOT NULL)"),
    ("occupant_refused", "refused and not refused at once", "(status = 'refused') <> (refused_on IS NOT NULL)"),
    ("occupant_notice", "leaving without a notice, or with a notice and not leaving",
     "status IN ('resident', 'leaving') AND (status = 'leaving') <> EXISTS (SELECT 1 FROM occupant_exits AS e"
     " WHERE e.occupant_id = occupants.id AND e.served_on IS NOT NULL AND e.withdrawn_on IS NULL"
     " AND e.left_on IS NULL)"),
    ("occupant_holds", "holds a unit without being in the house",
     "status NOT IN ('resident', 'leaving') AND " + _HOLDS.format("a.until_on IS NULL")),
    ("occupant_unit", "holds a unit that another holds at the same time",
     _HOLDS.format("EXISTS (SELECT 1 FROM occupant_allotments AS b WHERE b.unit = a.unit AND b.id <> a.id"
                   " AND (b.until_on IS NULL OR b.until_on > b.from_on)"
                   " AND (a.until_on IS NULL OR a.until_on > a.from_on)"
                   " AND (a.until_on IS NULL OR b.from_on < a.until_on)"
                   " AND (b.until_on IS NULL OR a.from_on < b.until_on))")),
    ("occupant_name", "its name is not the last one reported",
     "name <> (SELECT v.value FROM occupant_values AS v WHERE v.occupant_id = occupants.id AND v.field = 'name'"
     " ORDER BY v.from_on DESC, v.id DESC LIMIT 1)"),
    ("occupant_history", "no line in the history",
     "NOT EXISTS (SELECT 1 FROM occupant_events AS v WHERE v.occupant_id = occupants.id)"),
    ("occupant_search", "not in the search index",
     "NOT EXISTS (SELECT 1 FROM occupant_search WHERE occupant_search.rowid = occupants.id)"),
)  # fmt: skip


def broken_occupants(session: Session, most: int = 50) -> Iterator[Finding]:
    """Occupants for which a rule does not hold, at most `most` a rule."""
    for check, message, condition in _RULES:
        found = session.execute(text(f"SELECT id FROM occupants WHERE {condition} LIMIT :most"), {"most": most})
        for (number,) in found:
            yield Finding(check, str(number), message)
