"""Keeping the database sound: copies, restoring one, looking for damage, and checking the audit chain."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from sqlalchemy import text
from sqlmodel import Session, col, select

from core.errors import BadValue, DeskError, StorageFailure
from core.storage import schema
from core.storage.audit import AuditEntry, digest_of
from core.storage.failures import as_failure
from core.words import N_


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: which check found it, where, and what."""

    check: str
    subject: str
    message: str


def copy_to(source: Path, target: Path) -> int:
    """A consistent copy of a database in use, whole or not at all, readable by its owner alone; its size in bytes.

    An earlier copy at `target` is replaced; anything else there is refused (`BadValue`, `not_a_copy`).
    """
    if target.exists() and (target.samefile(source) or not _is_copy(target)):
        raise BadValue(
            "not_a_copy", N_("{path} is there already and is no earlier copy. Name another file."), path=str(target)
        )
    part = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(part)) as there:
            here.backup(there)
            there.execute("PRAGMA journal_mode=DELETE")
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise as_failure(error, target) from error
    return target.stat().st_size


def check_copy(path: Path) -> str:
    """The schema revision of a whole, undamaged desk; raises `BadValue` (`bad_backup`) for anything else."""
    try:
        if not path.is_file():
            raise BadValue("no_such_file", N_("There is no file {path}."), path=str(path))
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone()[0]
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except (OSError, sqlite3.Error):
        sound, revision, tables = "no", None, set()
    if sound != "ok" or revision is None or not tables >= schema.OWN_TABLES:
        raise BadValue("bad_backup", N_("{path} is not a whole backup of a desk. Choose another."), path=str(path))
    if revision[0] not in schema.KNOWN:
        raise StorageFailure(
            "database_newer",
            N_("{path} was written by a newer Shouwen. Update this one, or use the computer that wrote it."),
            path=str(path),
        )
    return str(revision[0])


def put_in_place(copy: Path, path: Path, at: datetime) -> Path:
    """Restore: what is in the copy takes the place of what is in the database, which is kept beside it; gives where.

    The database's file stays the same file, so whoever has it open goes on with what was restored. The first step of
    the restoring takes the write lock and holds it to the end: what is kept beside is all that was ever committed.
    """
    aside = path.with_name(f"{path.stem}.replaced-{at:%Y%m%d%H%M%S}{path.suffix or '.sqlite3'}")
    kept = False

    def keep_first(_status: int, _remaining: int, _total: int) -> None:
        nonlocal kept
        if not kept:
            copy_to(path, aside)
            kept = True

    try:
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(path, timeout=30)) as live:
            source.backup(live, pages=1, progress=keep_first)
    except (OSError, sqlite3.Error) as error:
        raise as_failure(error, path) from error
    return aside


def _is_copy(path: Path) -> bool:
    try:
        return bool(check_copy(path))
    except DeskError:
        return False


def damage(session: Session) -> Iterator[Finding]:
    """What the engine itself finds: broken pages, rows that point nowhere."""
    for (report,) in session.execute(text("PRAGMA integrity_check(50)")):
        if report != "ok":
            yield Finding("integrity", "database", str(report))
    for table, row, parent, _key in session.execute(text("PRAGMA foreign_key_check")):
        yield Finding("foreign_key", f"{table} {row}", f"points to a missing row of {parent}")


def strayed(session: Session) -> Iterator[Finding]:
    """Where the schema is not the one this version makes: a piece missing or changed, a trigger of somebody else's."""
    here = schema.pieces(cast(sqlite3.Connection, session.connection().connection.driver_connection))
    wanted = schema.expected()
    for (kind, name), sql in sorted(wanted.items()):
        found = here.get((kind, name))
        if found is None:
            yield Finding("schema", name, f"the {kind} is missing")
        elif found != sql:
            yield Finding("schema", name, f"the {kind} is not as this version makes it")
    for kind, name in sorted(set(here) - set(wanted)):
        if kind == "trigger":
            yield Finding("schema", name, f"the {kind} is not one of this program's")


def broken_links(session: Session) -> Iterator[Finding]:
    """Audit entries whose digest, order or link to the one before is not right."""
    previous, expected = "", 1
    for entry in session.exec(select(AuditEntry).order_by(col(AuditEntry.seq))).yield_per(1000):
        seq = entry.seq or 0
        if seq != expected:
            yield Finding("sequence", str(seq), f"entry {expected} is missing")
        digest = digest_of(seq, entry.at, entry.staff, entry.act, entry.subject, entry.details, entry.previous)
        if entry.digest != digest:
            yield Finding("digest", str(seq), "the entry was changed after it was written")
        if entry.previous != previous:
            yield Finding("link", str(seq), "the entry does not follow the one before it")
        previous, expected = entry.digest, seq + 1
    if expected == 1 and session.execute(text("SELECT 1 FROM staff LIMIT 1")).first():
        yield Finding("sequence", "1", "every entry is missing")
