"""The search index over calls: exact runs of characters, words by their beginning."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import text
from sqlmodel import Session

_TOKEN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff]|[^\W_]+?(?=[㐀-䶿一-鿿豈-﫿]|[\W_]|$)")


def tokens(words: str) -> list[str]:
    """Chinese characters one by one, other letters and digits as words; full-width and case folded."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", words).casefold())


def put(session: Session, call_id: int, words: str) -> None:
    """Index `words` for a call, in place of what was indexed before."""
    session.execute(text("DELETE FROM call_search WHERE rowid = :id"), {"id": call_id})
    session.execute(
        text("INSERT INTO call_search (rowid, words) VALUES (:id, :words)"),
        {"id": call_id, "words": " ".join(tokens(words))},
    )


def add(session: Session, call_id: int, words: str) -> None:
    """Index more `words` for a call, behind what is indexed."""
    session.execute(
        text("UPDATE call_search SET words = words || ' ' || :words WHERE rowid = :id"),
        {"id": call_id, "words": " ".join(tokens(words))},
    )


def condition(query: str) -> tuple[str, dict[str, str]] | None:
    """A condition on `calls.id` and its parameters, or None where the query has nothing to look for.

    Each run between spaces must occur; a run of Chinese characters as written, a word by its beginning.
    """
    phrases = []
    for run in query.split():
        found = tokens(run)
        if found:
            star = "" if re.match("[㐀-鿿豈-﫿]", found[-1]) else " *"
            phrases.append('"' + " ".join(found) + '"' + star)
    if not phrases:
        return None
    return "calls.id IN (SELECT rowid FROM call_search WHERE call_search MATCH :words)", {"words": " ".join(phrases)}
