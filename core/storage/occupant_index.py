"""The search index over occupants: exact runs of characters; words, pinyin and numbers by their beginning."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import text
from sqlmodel import Session

from core.storage.call_index import tokens

_CHINESE = re.compile("[㐀-鿿豈-﫿]")


def put(session: Session, entries: Iterable[tuple[int, str]]) -> None:
    """Index each occupant's words, in place of what was indexed before."""
    rows = [{"id": number, "words": " ".join(tokens(words))} for number, words in entries]
    if rows:
        connection = session.connection()
        connection.execute(text("DELETE FROM occupant_search WHERE rowid = :id"), rows)
        connection.execute(text("INSERT INTO occupant_search (rowid, words) VALUES (:id, :words)"), rows)


def match(query: str) -> str | None:
    """What to look for, or None where the query has nothing; each run between spaces must occur."""
    phrases = []
    for run in query.split():
        found = tokens(run)
        if found:
            star = "" if _CHINESE.match(found[-1]) else " *"
            phrases.append('"' + " ".join(found) + '"' + star)
    return " ".join(phrases) or None


CONDITION = "occupants.id IN (SELECT rowid FROM occupant_search WHERE occupant_search MATCH :words)"
"""A condition on `occupants.id`, with the parameter `words` from `match`."""
