"""Backups, restoring, and looking for damage."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from core.calls.views import CallFilter, NewCall
from core.desk import open_desk, restore
from core.errors import BadValue, NotAllowed, StorageFailure
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
        ("UPDATE calls SET responded_at = received_at - 1", "order"),
        ("UPDATE calls SET rating = 6", "rating"),
        ("DROP TRIGGER bookings_insert_guard", "schema"),
        ("DROP INDEX calls_by_status", "schema"),
        ("DROP TABLE spot_checks", "schema"),
        ("ALTER TABLE calls ADD COLUMN extra TEXT", "schema"),
        ("CREATE TRIGGER strange AFTER INSERT ON calls BEGIN SELECT 1; END", "schema"),
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
        ("DELETE FROM audit_entries", "sequence"),
    ],
)
def test_a_changed_audit_entry_is_found(tmp_path: Path, statement: str, check: str) -> None:
    desk = copy_desk(tmp_path)
    assert desk.storage.path is not None
    _write(desk.storage.path, statement)
    assert check in {one.check for one in desk.verify(by="boss")}
    desk.close()


def test_a_backup_onto_the_database_itself_or_another_file_is_refused(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path)
    assert desk.storage.path is not None
    letter = tmp_path / "letter.txt"
    letter.write_text("a letter", encoding="utf-8")
    for target in (desk.storage.path, letter):
        before = target.read_bytes()
        with pytest.raises(BadValue):
            desk.backup(target, by="li")
        assert target == desk.storage.path or target.read_bytes() == before
    earlier, _size = desk.backup(tmp_path / "kept.sqlite3", by="li")
    assert desk.backup(earlier, by="li")[0] == earlier, "an earlier copy may be replaced"
    assert desk.check(by="boss") == []
    desk.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permission bits")
def test_copies_are_for_their_owner_alone(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path)
    backup, _size = desk.backup(None, by="li")
    where = desk.storage.path
    desk.close()
    assert where is not None
    where.chmod(0o600)
    aside = restore(backup, str(where), by="boss")
    assert [stat.S_IMODE(one.stat().st_mode) for one in (backup, aside, where)] == [0o600] * 3
    assert stat.S_IMODE(backup.parent.stat().st_mode) == 0o700


def test_another_programs_database_with_a_known_revision_is_no_desk(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path)
    where = desk.storage.path
    desk.close()
    foreign = tmp_path / "foreign.sqlite3"
    with closing(sqlite3.connect(foreign)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
    with pytest.raises(BadValue):
        restore(foreign, str(where), by="boss")
    with pytest.raises(StorageFailure) as refused:
        open_desk(str(foreign))
    assert refused.value.code == "not_a_desk"


def test_a_restored_desk_knows_that_it_was_restored(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path)
    backup, _size = desk.backup(None, by="li")
    where = str(desk.storage.path)
    desk.close()
    restore(backup, where, by="boss")
    with closing(sqlite3.connect(where)) as connection:
        last = connection.execute("SELECT act, staff FROM audit_entries ORDER BY seq DESC LIMIT 1").fetchone()
    assert last == ("db.restored", "boss")
    desk = open_desk(where)
    assert desk.verify(by="boss") == []
    desk.close()


_WRITER = """
import sys
from core.calls.views import NewCall
from core.desk import open_desk
desk = open_desk(sys.argv[1])
print("ready", flush=True)
for line in sys.stdin:
    print(desk.calls.log(NewCall(question=line.strip()), by="li").question, flush=True)
"""


def test_nothing_acknowledged_is_lost_while_others_write_during_a_restore(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path)
    backup, _size = desk.backup(None, by="li")
    where = str(desk.storage.path)
    desk.close()
    root = Path(__file__).resolve().parents[2]
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, where], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert writer.stdin is not None
    assert writer.stdout is not None
    writer.stdout.readline()
    writer.stdin.write("".join(f"q{n}\n" for n in range(120)))
    writer.stdin.close()
    writer.stdout.readline()
    aside = restore(backup, where, by="boss")
    said = {line.strip() for line in writer.stdout} | {"q0"}
    assert writer.wait() == 0
    kept: set[str] = set()
    for path in (where, str(aside)):
        opened = open_desk(path)
        kept |= {one.question for one in opened.calls.list(CallFilter(limit=1000), by="li").items}
        assert opened.check(by="boss") == []
        opened.close()
    assert said <= kept


def test_a_finding_on_a_complaint_is_not_told_to_the_one_it_is_about(tmp_path: Path) -> None:
    desk = copy_desk(tmp_path)
    desk.calls.log(NewCall(question="怎么办", about="han"), by="li")
    assert desk.storage.path is not None
    _write(desk.storage.path, "DELETE FROM call_search")
    assert [len(desk.check(by=who)) for who in ("boss", "li", "han")] == [1, 1, 0]
    desk.close()
