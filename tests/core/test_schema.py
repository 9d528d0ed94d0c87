"""Migrations: run when the version differs, with a copy made first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import core.storage.migrations
from core.desk import open_desk
from core.errors import StorageFailure
from core.storage import schema
from core.storage.keeping import strayed
from tests.desks import copy_desk


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(core.storage.migrations.__file__).parent))
    return config


def _revision(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def test_the_newest_revision_is_the_one_the_program_names() -> None:
    script = ScriptDirectory.from_config(_config())
    assert script.get_current_head() == schema.HEAD
    assert set(schema.KNOWN) == {one.revision for one in script.walk_revisions()}


def test_an_older_database_is_brought_up_to_date_and_a_copy_kept(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()
    desk = open_desk(str(path))
    with desk.storage.read() as session:
        assert list(strayed(session)) == []
    desk.close()
    assert _revision(path) == schema.HEAD
    (copy,) = tmp_path.glob("desk.before-*.sqlite3")
    assert _revision(copy) == "0001"


def test_an_up_to_date_database_is_opened_without_a_copy(tmp_path: Path) -> None:
    copy_desk(tmp_path).close()
    open_desk(str(tmp_path / "desk.sqlite3")).close()
    assert not list(tmp_path.glob("*.before-*"))


def test_a_newer_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    copy_desk(tmp_path).close()
    path = tmp_path / "desk.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageFailure) as refused:
        open_desk(str(path))
    assert refused.value.code == "database_newer"
    assert _revision(path) == "9999"


def test_tables_and_migrations_name_the_same_columns(tmp_path: Path) -> None:
    """Every table class is what the migrations made: same table, same columns."""
    from importlib import import_module

    from sqlmodel import SQLModel

    core_folder = Path(core.__file__).parent
    for file in core_folder.glob("*/tables.py"):
        import_module(f"core.{file.parent.name}.tables")
    copy_desk(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as connection:
        for name, table in SQLModel.metadata.tables.items():
            made = {row[1] for row in connection.execute(f"PRAGMA table_info({name})")}
            assert made == {column.name for column in table.columns}, name
