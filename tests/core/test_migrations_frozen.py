"""Migrations say what they make themselves, so that a change of living code never changes an old database's past."""

from __future__ import annotations

import ast
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

MIGRATIONS = Path(__file__).resolve().parents[2] / "core" / "storage" / "migrations"

MADE = {
    "0002": "2ba9f816484e44a0e0cc024de683a0a0fd4e3a5b852a51a7384c97b57ee75357",
    "0003": "961cdd4f7e587ed7daa2ae869510386b0c8b7773136952d3ad9967498e63f503",
}
"""The schema each version made before it was spelt out, as SHA-256 of its statements."""


def test_migrations_import_nothing_of_the_living_core() -> None:
    found = set()
    for file in (MIGRATIONS / "versions").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                found.add((file.name, "." * node.level + (node.module or "")))
            elif isinstance(node, ast.Import):
                found.update((file.name, one.name) for one in node.names)
    assert {one for one in found if one[1].split(".")[0] in ("core", "data", "")} == set()


@pytest.mark.parametrize("revision", MADE)
def test_the_schema_made_is_what_it_always_was(tmp_path: Path, revision: str) -> None:
    assert schema_digest(tmp_path / "neu.sqlite3", revision) == MADE[revision]


def schema_digest(path: Path, revision: str) -> str:
    """SHA-256 of the statements of the schema that migrating a new database to `revision` makes."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
    engine.dispose()
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name").fetchall()
    return hashlib.sha256("\n".join(sql for (sql,) in rows).encode()).hexdigest()
