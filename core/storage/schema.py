"""Which schema a database has, and bringing it up to date with Alembic."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, create_engine, text

from core.clock import CENTRE

HEAD = "0008"
"""The newest revision; kept here so that an up-to-date database opens without importing Alembic. A test compares."""

KNOWN = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")

OWN_TABLES = {"audit_entries", "staff", "calls"}
"""What a desk's database has at every revision; another program's may bear the same revision names."""


def current(connection: Connection) -> str | None:
    """The revision a database is at; None where no desk is in it."""
    table = connection.execute(text("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'")).scalar()
    if not table:
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(revision) if revision else None


def state(connection: Connection) -> str:
    """`empty`, `current`, `older`, `newer`, or `foreign` (somebody else's database)."""
    revision = current(connection)
    if revision is None:
        tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar()
        return "foreign" if tables else "empty"
    tables = set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'table'")).scalars())
    if not tables >= OWN_TABLES:
        return "foreign"
    if revision == HEAD:
        return "current"
    return "older" if revision in KNOWN else "newer"


def upgrade(engine: Engine, copy_first: Path | None) -> None:
    """Run the migrations that are missing, in one transaction; `copy_first` names a file to copy before."""
    from alembic import command
    from alembic.config import Config

    if copy_first is not None:
        _copy(copy_first)
    with engine.execution_options(begin="IMMEDIATE").connect() as connection:
        if current(connection) != HEAD:
            config = Config()
            config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, HEAD)
        connection.commit()


def pieces(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """Every table, index, trigger and view by kind and name, with the statement that makes it."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return {(kind, name): sql for kind, name, sql in rows if not name.startswith("sqlite_")}


def expected() -> dict[tuple[str, str], str]:
    """The pieces of a new database, made in memory by the migrations."""
    engine = create_engine("sqlite://")
    try:
        upgrade(engine, None)
        with engine.connect() as connection:
            return pieces(cast(sqlite3.Connection, connection.connection.driver_connection))
    finally:
        engine.dispose()


def _copy(path: Path) -> Path:
    stamp = datetime.now(CENTRE).strftime("%Y%m%d%H%M%S")
    target = path.with_name(f"{path.stem}.before-{HEAD}-{stamp}{path.suffix or '.sqlite3'}")
    os.close(os.open(target, os.O_CREAT | os.O_RDWR, 0o600))
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
    return target
