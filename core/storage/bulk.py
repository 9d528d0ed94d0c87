"""Filling a new database in bulk, by bare inserts: for demonstration data, a hundred times faster than one act a call.

Rows must be right already: nothing is checked while they go in, and the indexes are made at the end. The chain of audit
entries is made here in the same way as for real acts.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from core.clock import CENTRE
from core.storage import call_index
from core.storage.audit import digest_of

Entry = tuple[int, str | None, str, str, Mapping[str, Any]]
"""When (seconds since 1970), who, which act, of what, details."""


class BulkLoad:
    """A database that nobody else has open, being filled. What was put in is kept when the block ends without error.

    `path` is a database with its schema; a crash may leave it broken, so it must be a file that nobody needs yet.
    """

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        self._seq, self._previous = self._connection.execute(
            "SELECT coalesce(max(seq), 0), coalesce((SELECT digest FROM audit_entries ORDER BY seq DESC LIMIT 1), '')"
            " FROM audit_entries"
        ).fetchone()
        self._statements: dict[str, str] = {}
        self._indexes: list[tuple[str, str]] = []

    def __enter__(self) -> BulkLoad:
        run = self._connection.execute
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-200000"):
            run(f"PRAGMA {pragma}")
        self._indexes = run(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
            " AND tbl_name NOT IN (SELECT tbl_name FROM sqlite_master WHERE type = 'trigger')"  # they look things up
        ).fetchall()
        run("BEGIN")
        for name, _sql in self._indexes:
            run(f'DROP INDEX "{name}"')
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._connection.close()

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Rows as plain values in the columns' order: moments as seconds, lists as JSON text."""
        statement = self._statements.get(table)
        if statement is None:
            marks = ", ".join("?" for _ in columns)
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
            self._statements[table] = statement
        self._connection.executemany(statement, rows)

    def change(self, table: str, column: str, key: str, rows: Iterable[Sequence[Any]]) -> None:
        """Give a column of rows that are there another value: pairs of the value and the row's key."""
        self._connection.executemany(f"UPDATE {table} SET {column} = ? WHERE {key} = ?", rows)

    def find(self, rows: Iterable[tuple[int, str]]) -> None:
        """Index calls: each id with its tokens as `call_index.tokens` gives them, parted by spaces."""
        self._connection.executemany("INSERT INTO call_search (rowid, words) VALUES (?, ?)", rows)

    def acts(self, entries: Iterable[Entry]) -> None:
        """Add acts to the chain, in this order."""
        self._connection.executemany(
            "INSERT INTO audit_entries (seq, at, staff, act, subject, details, previous, digest)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            map(self._link, entries),
        )

    def _link(self, entry: Entry) -> tuple[Any, ...]:
        at, staff, act, subject, details = entry
        shown = json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if details else "{}"
        seq, previous = self._seq + 1, self._previous
        digest = digest_of(seq, datetime.fromtimestamp(at, CENTRE), staff, act, subject, shown, previous)
        self._seq, self._previous = seq, digest
        return seq, at, staff, act, subject, shown, previous, digest

    def _finish(self) -> None:
        run = self._connection.execute
        for _name, sql in self._indexes:
            run(sql)
        run("COMMIT")
        run("PRAGMA optimize")
        run("PRAGMA journal_mode=WAL")


def tokens(words: str) -> str:
    """The tokens of a text as they are indexed."""
    return " ".join(call_index.tokens(words))
