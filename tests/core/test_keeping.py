"""Backups, restoring, and looking for damage."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.calls.views import CallFilter, NewCall
from core.desk import open_desk, restore
from core.errors import BadValue, NotAllowed
from tests.desks import FrozenClock, copy_desk


def _write(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


def test_a_restored_backup_has_what_it_had_and_the_replaced_database_is_kept(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path)
    desk.calls.log(NewCall(question="备份前"), by="li")
    backup, size = desk.backup(tmp_path / "kept.sqlite3", by="li")
    assert size == backup.stat().st_size
    desk.calls.log(NewCall(question="备份后"), by="li")
    where = str(desk.storage.path)
    desk.close()
    aside = restore(backup, where, by="boss", clock=FrozenClock())
    assert aside is not None
    for path, questions in ((where, ["备份前"]), (str(aside), ["备份后", "备份前"])):
        opened = open_desk(path)
        assert [one.question for one in opened.calls.list(CallFilter(), by="li").items] == questions
        opened.close()


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\xff" * 4000])
def test_what_is_no_backup_is_refused_before_anything_is_touched(tmp_path: Path, content: bytes) -> None:
    desk = copy_desk(tmp_path)
    desk.close()
    where = tmp_path / "desk.sqlite3"
    before = where.read_bytes()
    bad = tmp_path / "bad.sqlite3"
    bad.write_bytes(content)
    with pytest.raises(BadValue):
        restore(bad, str(where), by="boss")
    assert where.read_bytes() == before


def test_only_a_supervisor_restores(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path)
    backup, _size = desk.backup(None, by="li")
    where = str(desk.storage.path)
    desk.close()
    with pytest.raises(NotAllowed):
        restore(backup, where, by="li")


def test_a_sound_desk_has_no_findings(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path)
    number = desk.calls.log(NewCall(question="怎么办", service="loan", answer="这样办"), by="li").number
    desk.calls.follow_up(number, by="han", rating=2, resolved=False)
    desk.calls.wait(number, "等材料", by="li")
    assert desk.check(by="boss") == []
    assert desk.verify(by="boss") == []
    desk.close()


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE calls SET status = 'completed'", "completed_at"),
        ("UPDATE calls SET about = handler", "about"),
        ("DELETE FROM call_search", "search"),
        ("DELETE FROM call_events", "timeline"),
        ("UPDATE calls SET handler = 'nobody'", "foreign_key"),
    ],
)
def test_what_cannot_be_is_found(tmp_path: Path, statement: str, check: str) -> None:
    desk = copy_desk(tmp_path)
    desk.calls.log(NewCall(question="怎么办"), by="li")
    assert desk.storage.path is not None
    _write(desk.storage.path, statement)
    assert check in {one.check for one in desk.check(by="boss")}
    desk.close()


@pytest.mark.parametrize(
    ("statement", "check"),
    [
        ("UPDATE audit_entries SET staff = 'han' WHERE seq = 2", "digest"),
        ('UPDATE audit_entries SET details = \'{"role":"x"}\' WHERE seq = 2', "digest"),
        ("DELETE FROM audit_entries WHERE seq = 2", "sequence"),
    ],
)
def test_a_changed_audit_entry_is_found(tmp_path: Path, statement: str, check: str) -> None:
    desk = copy_desk(tmp_path)
    assert desk.storage.path is not None
    _write(desk.storage.path, statement)
    assert check in {one.check for one in desk.verify(by="boss")}
    desk.close()
