"""Databases from before the registry get it, units and all; the rules stay pure and the registry light to ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from core.desk import open_desk
from core.storage import schema
from core.storage.occupancy_guard import HELD, refused
from tests.helpers.people import FrozenClock

ROOT = Path(__file__).resolve().parents[2]


def older(path: Path, revision: str) -> None:
    """A database as an earlier version left it, with one person on the staff."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(ROOT / "core" / "storage" / "migrations"))
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.execute(
            text("INSERT INTO staff (code, name, role, active, pin_hash, spelling, added_at)"
                 " VALUES ('li', '李雷', 'specialist', 1, 'x', '', 0)")
        )  # fmt: skip
        connection.commit()
    engine.dispose()


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_an_existing_database_gets_the_registry_and_its_units(tmp_path: Path, revision: str) -> None:
    path = tmp_path / "alt.sqlite3"
    older(path, revision)
    desk = open_desk(str(path), clock=FrozenClock())
    assert desk.storage.facts()["schema"] == schema.HEAD
    assert desk.occupants.space(by="li").incubation_area == 4000
    desk.close()
    again = open_desk(str(path), clock=FrozenClock())
    assert len(again.occupants.units(by="li")) == len({one.code for one in again.occupants.units(by="li")}) > 0
    again.close()


def test_the_triggers_say_what_the_guard_listens_for() -> None:
    migration = (ROOT / "core/storage/migrations/versions/0004_occupants.py").read_text(encoding="utf-8")
    assert HELD in migration
    assert refused(Exception(HELD))
    assert not refused(Exception("something else"))


def imported(module: str) -> set[str]:
    code = f"import sys, {module}; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


@pytest.mark.parametrize("module", ["rules", "admission", "space", "money", "due", "figures", "terms", "cells"])
def test_rules_are_pure(module: str) -> None:
    loaded = imported(f"core.occupants.{module}")
    assert not loaded & {"sqlalchemy", "sqlmodel", "core.storage", "openpyxl", "xlsxwriter", "pypinyin"}


def test_asking_whose_number_it_is_does_not_load_the_registry() -> None:
    loaded = imported("core.occupants.lookup")
    assert not loaded & {"core.occupants.tables", "core.occupants.service", "core.occupants.views", "openpyxl"}


def test_the_service_loads_no_office_library_until_it_reads_or_writes_a_sheet() -> None:
    assert not imported("core.occupants.service") & {"openpyxl", "xlsxwriter", "pypinyin", "chinese_calendar"}
