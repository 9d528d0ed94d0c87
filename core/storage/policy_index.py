"""The search index over answers and articles: SQLite's FTS5 over tokens made elsewhere.

A row is a passage: an answer with all its forms, or a piece of an article. Its tokens are parted by spaces, its
forms by `|`, which is no token. The rowid says whose passage it is, so that no second table is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlmodel import Session

_PIECES = 512
_WEIGHTS = "0.0, 4.0, 1.0, 2.0"


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage as tokens. `piece` numbers the passages of one article (0 to 510; an answer has only 0)."""

    kind: str
    target: int
    piece: int
    forms: Sequence[Iterable[str]]
    body: Iterable[str]
    sounds: Sequence[Iterable[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage found, its tokens as they were put in."""

    id: int
    kind: str
    target: int
    forms: tuple[frozenset[str], ...]
    body: frozenset[str]
    sounds: tuple[frozenset[str], ...]


def put(session: Session, entries: Iterable[Entry]) -> None:
    """Add passages; those of the same targets must have been removed before."""
    rows = [
        {
            "id": _first(entry.kind, entry.target) + min(entry.piece, _PIECES - 2),
            "kind": entry.kind,
            "head": _joined(entry.forms),
            "body": " ".join(entry.body),
            "sounds": _joined(entry.sounds),
        }
        for entry in entries
    ]
    if rows:
        session.connection().execute(
            text(
                "INSERT INTO policy_search (rowid, kind, head, body, sounds) VALUES (:id, :kind, :head, :body, :sounds)"
            ),
            rows,
        )


def remove(session: Session, kind: str, targets: Iterable[int]) -> None:
    """Take every passage of these answers or articles out."""
    for target in targets:
        first = _first(kind, target)
        session.execute(
            text("DELETE FROM policy_search WHERE rowid BETWEEN :first AND :last"),
            {"first": first, "last": first + (0 if kind == "answer" else _PIECES - 2)},
        )


def clear(session: Session) -> None:
    """Empty the index."""
    session.execute(text("DELETE FROM policy_search"))


def size(session: Session) -> int:
    """How many passages there are."""
    return int(session.execute(text("SELECT count(*) FROM policy_search_docsize")).scalar() or 0)


def counts(session: Session, tokens: Iterable[str]) -> dict[str, int]:
    """In how many passages each of `tokens` occurs (those that do)."""
    wanted = list(dict.fromkeys(tokens))
    if not wanted:
        return {}
    query = text("SELECT term, doc FROM policy_terms WHERE term IN :terms")
    rows = session.execute(query.bindparams(bindparam("terms", expanding=True)), {"terms": wanted})
    return {str(row[0]): int(row[1]) for row in rows}


def beginning(session: Session, prefix: str, limit: int) -> list[str]:
    """The tokens that begin with `prefix`."""
    query = text("SELECT term FROM policy_terms WHERE term >= :low AND term < :high LIMIT :limit")
    return [
        str(row[0]) for row in session.execute(query, {"low": prefix, "high": prefix + "\U0010ffff", "limit": limit})
    ]


def match(tokens: Iterable[str]) -> str:
    """The FTS5 expression that finds passages with any of `tokens`."""
    return " OR ".join('"' + token.replace('"', "") + '"' for token in tokens)


def bare(session: Session, tokens: Iterable[str], limit: int) -> list[int]:
    """The plain full-text query: rowids by bm25. For candidates, and for comparison in the benchmark."""
    query = text(
        f"SELECT rowid FROM policy_search WHERE policy_search MATCH :match"
        f" ORDER BY bm25(policy_search, {_WEIGHTS}) LIMIT :limit"
    )
    return [int(row[0]) for row in session.execute(query, {"match": match(tokens), "limit": limit})]


def candidates(session: Session, tokens: Iterable[str], limit: int, *, with_sounds: bool) -> list[Found]:
    """The `limit` passages that bm25 puts first, with their tokens; those of sounds only where asked for."""
    ids = bare(session, tokens, limit)
    query = text("SELECT rowid, kind, head, body, sounds FROM policy_search WHERE rowid IN :ids")
    rows = session.execute(query.bindparams(bindparam("ids", expanding=True)), {"ids": ids}) if ids else ()
    return [
        Found(
            row[0],
            row[1],
            _target(row[0], row[1]),
            _parted(row[2]),
            frozenset(row[3].split()),
            _parted(row[4]) if with_sounds else (),
        )
        for row in rows
    ]


def _joined(forms: Sequence[Iterable[str]]) -> str:
    return " | ".join(" ".join(form) for form in forms)


def _parted(text: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(form.split()) for form in text.split("|"))


def _first(kind: str, target: int) -> int:
    return target * _PIECES + (0 if kind == "answer" else 1)


def _target(rowid: int, kind: str) -> int:
    return rowid // _PIECES
