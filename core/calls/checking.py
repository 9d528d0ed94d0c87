"""What must hold of every call, whatever happened to it: for `db check`."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text
from sqlmodel import Session

from core.storage.keeping import Finding

_RULES = (
    ("state", "a state that is not known",
     "status NOT IN ('accepted', 'in_progress', 'waiting', 'completed', 'closed', 'declined')"),
    ("completed_at", "finished and unfinished at once",
     "(status IN ('completed', 'closed')) <> (completed_at IS NOT NULL)"),
    ("finished_at", "finished and unfinished at once",
     "(status IN ('completed', 'closed', 'declined')) <> (finished_at IS NOT NULL)"),
    ("reply", "completed without a reply", "status IN ('completed', 'closed') AND responded_at IS NULL"),
    ("sorted", "completed without a service", "status IN ('completed', 'closed') AND service IS NULL"),
    ("about", "handled by the one it complains about", "about = handler"),
    ("received", "received after it was logged", "received_at > logged_at"),
    ("order", "answered or finished before it was received",
     "responded_at < received_at OR completed_at < received_at OR finished_at < received_at"),
    ("rating", "a rating that is none", "rating NOT BETWEEN 1 AND 5"),
    ("light", "yellow after it is due", "yellow_at > due_at"),
    ("timeline", "no line in the timeline",
     "NOT EXISTS (SELECT 1 FROM call_events WHERE call_events.call_id = calls.id AND event = 'log')"),
    ("search", "not in the search index", "NOT EXISTS (SELECT 1 FROM call_search WHERE call_search.rowid = calls.id)"),
)  # fmt: skip


def broken_calls(session: Session, by: str, most: int = 50) -> Iterator[Finding]:
    """Calls for which a rule does not hold, at most `most` a rule; a complaint about the one who asks is not told."""
    for check, message, condition in _RULES:
        found = session.execute(
            text(f"SELECT number FROM calls WHERE ({condition}) AND (about IS NULL OR about <> :by) LIMIT :most"),
            {"most": most, "by": by},
        )
        for (number,) in found:
            yield Finding(check, str(number), message)
