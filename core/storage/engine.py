"""Opening the database, and the two kinds of transaction: reading, and one act that writes with its audit entry."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from core.clock import Clock
from core.errors import BadValue, DeskError, StorageFailure
from core.storage import audit, keeping, schema
from core.storage.failures import as_failure, damaged, missing
from core.words import N_

BUSY_SECONDS = 10


@dataclass
class Act:
    """One writing act under way. `at` is its moment: every row it writes bears the same."""

    session: Session
    by: str | None
    name: str
    at: datetime
    subject: str = ""
    details: dict[str, Any] = field(default_factory=dict)

    def note(self, **details: Any) -> None:
        """Add to the audit entry's details: codes and numbers only, no personal data."""
        self.details.update(details)


class Storage:
    """A database that is open. Sessions are made per transaction, so it may be used from several threads."""

    def __init__(self, engine: Engine, path: Path | None, clock: Clock) -> None:
        self._engine = engine
        self._writing = engine.execution_options(begin="IMMEDIATE")
        self._clock = clock
        self.path = path
        self._identity = _identity(path)

    @property
    def url(self) -> str:
        """Where it is, without a password."""
        return self._engine.url.render_as_string(hide_password=True)

    def now(self) -> datetime:
        """The centre's time."""
        return self._clock()

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view of the records. Nothing written in it is kept."""
        with self._failures(), self._engine.connect() as connection, Session(connection) as session:
            yield session
            session.rollback()

    @contextmanager
    def act(self, name: str, by: str | None, subject: str = "") -> Iterator[Act]:
        """One act, one transaction, one audit entry: all of it is kept, or nothing.

        Writers queue at the start (BEGIN IMMEDIATE), so what an act reads is what it writes upon.
        """
        with self._failures(), self._writing.connect() as connection, Session(connection) as session:
            act = Act(session, by, name, self._clock(), subject)
            yield act
            session.flush()
            audit.append(session, act.at, act.by, act.name, act.subject, act.details)
            session.commit()

    def change_token(self) -> int:
        """A number that differs once another connection has committed; cheap to ask often."""
        with self._failures(), self._engine.connect() as connection:
            return int(connection.execute(text("SELECT max(seq) FROM audit_entries")).scalar() or 0)

    def facts(self) -> dict[str, Any]:
        """Engine, version, size in bytes, schema revision: for `db info`."""
        with self._failures(), self._engine.connect() as connection:
            return {
                "engine": "sqlite",
                "engine_version": sqlite3.sqlite_version,
                "path": str(self.path) if self.path else self.url,
                "bytes": self.path.stat().st_size if self.path else None,
                "schema": schema.current(connection),
                "journal_mode": str(connection.execute(text("PRAGMA journal_mode")).scalar()),
                "synchronous": int(connection.execute(text("PRAGMA synchronous")).scalar() or 0),
                "foreign_keys": bool(connection.execute(text("PRAGMA foreign_keys")).scalar()),
                "busy_timeout_ms": int(connection.execute(text("PRAGMA busy_timeout")).scalar() or 0),
            }

    def copy_to(self, target: Path) -> int:
        """A consistent copy, made while others go on working; gives its size in bytes."""
        assert self.path is not None
        return keeping.copy_to(self.path, target)

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        if self.path is not None and _identity(self.path) != self._identity:
            raise StorageFailure(
                "database_gone",
                N_("The database {path} was moved or replaced while in use. Put it back, then start again."),
                path=str(self.path),
            )
        try:
            yield
        except DeskError:
            raise
        except UnicodeEncodeError as error:
            raise BadValue(
                "text_surrogate",
                N_("What was typed holds half a character (a lone surrogate). Type it anew without it."),
            ) from error
        except DBAPIError as error:
            raise as_failure(error, self.path) from error
        except sqlite3.DatabaseError as error:
            raise as_failure(error, self.path) from error


def open_storage(where: str, clock: Clock, *, create: bool = False) -> Storage:
    """Open the SQLite database at a path or `sqlite:///` URL; with `create`, make it where there is none.

    An older schema is brought up to date (after a copy of the file was made). Raises `StorageFailure`:
    `database_missing`, `database_empty`, `not_a_database`, `database_newer`, `database_locked` and so on.
    """
    path = _path_of(where)
    try:
        is_folder, is_there = path.is_dir(), path.exists()
    except OSError as error:
        raise as_failure(error, path) from error
    if is_folder:
        raise StorageFailure("database_is_folder", N_("{path} is a folder, not a database file."), path=str(path))
    if not is_there:
        if not create:
            raise missing(path)
        _make_room(path)
    engine = _engine(path)
    try:
        with engine.execution_options(begin="IMMEDIATE" if create else "DEFERRED").connect() as connection:
            state = schema.state(connection)
    except (DBAPIError, sqlite3.DatabaseError) as error:
        engine.dispose()
        raise as_failure(error, path) from error
    try:
        if state == "empty" and not create:
            raise StorageFailure(
                "database_empty",
                N_("{path} is empty: there is no desk in it yet. Set one up with `shouwen init`."),
                path=str(path),
            )
        if state == "foreign":
            raise StorageFailure(
                "not_a_desk", N_("{path} is a database of another program. Name the desk's own file."), path=str(path)
            )
        if state == "newer":
            raise StorageFailure(
                "database_newer",
                N_("{path} was written by a newer Shouwen. Update this one, or use the computer that wrote it."),
                path=str(path),
            )
        if state in ("empty", "older"):
            schema.upgrade(engine, path if state == "older" else None)
        _use_wal(engine)
    except (DBAPIError, sqlite3.DatabaseError, OSError) as error:
        engine.dispose()
        raise as_failure(error, path) from error
    except DeskError:
        engine.dispose()
        raise
    return Storage(engine, path, clock)


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS}, pool_size=8)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA foreign_keys=ON")
        finally:
            cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        kind = connection.get_execution_options().get("begin", "DEFERRED")
        begun = connection.connection.dbapi_connection
        assert isinstance(begun, sqlite3.Connection)
        begun.execute(f"BEGIN {kind}").close()

    return engine


def _use_wal(engine: Engine) -> None:
    """Let reading and writing go on side by side. It is kept in the file, so it is set once, and only in a desk's."""
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = cursor.fetchone()
        if mode is None or str(mode[0]).lower() != "wal":
            cursor.execute("PRAGMA journal_mode=WAL")


def _path_of(where: str) -> Path:
    if where.startswith("sqlite:///"):
        where = where.removeprefix("sqlite:///")
    elif "://" in where:
        raise StorageFailure(
            "unknown_engine",
            N_("This Shouwen keeps its records in a SQLite file; “{value}” is another kind of database."),
            value=where.split("://", 1)[0],
        )
    unreadable = damaged("bad_path", N_("The database's path cannot be read. Give the path of a file."))
    if "\0" in where or not where.strip():
        raise unreadable
    try:
        return Path(where).expanduser().absolute()
    except RuntimeError:  # nobody's home folder
        raise unreadable from None


def _make_room(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
        os.close(descriptor)
    except OSError as error:
        raise as_failure(error, path) from error


def _identity(path: Path | None) -> tuple[int, int] | None:
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
