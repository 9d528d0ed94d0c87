"""What the house promises of itself: light start-up, up-to-date schema, an audit chain anyone can check."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from cli import desks
from cli.hints import with_hint
from core.calls.views import NewCall
from core.desk import Desk, open_desk
from core.errors import BadValue
from core.occupants.views import NewOccupant
from core.storage import schema
from tests.helpers.people import FrozenClock, copy_of_the_desk
from tests.helpers.running import ROOT, CommandLine
from tests.translations import messages

HEAVY = (
    "textual", "alembic", "pypinyin", "rjieba", "docxtpl", "docx", "openpyxl", "xlsxwriter", "argon2", "icalendar",
    "rich.console", "rich.table", "rich.text", "rich.markdown", "rich.traceback", "tui", "chinese_calendar",
)  # fmt: skip


def loaded(code: str, *words: str) -> set[str]:
    """The modules in a fresh interpreter after the command."""
    asked = f"import sys; {code}; print(chr(10) + 'MODULES ' + ' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", asked, *words], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )
    return set(done.stdout.rpartition("MODULES ")[2].split())


def test_listing_calls_loads_nothing_heavy(tmp_path: Path) -> None:
    database = copy_of_the_desk(tmp_path)
    desks.keep_sign_in(str(database), "token-of-li")
    open_desk(str(database), clock=FrozenClock()).calls.log(NewCall(question="问"), by="li")
    code = "from cli.main import main; assert main(sys.argv[1:]) == 0"
    modules = loaded(code, "--database", str(database), "call", "list")
    assert not {one for one in modules if one in HEAVY or one.partition(".")[0] in ("textual", "alembic", "tui")}
    assert "core.calls.service" in modules


@pytest.mark.parametrize(
    "words",
    [
        ("call", "log", "--question", "怎么申请入驻", "--name", "程小满", "--phone", "13100000001"),
        ("call", "reply", "CALL", "--text", "带身份证来"),
        ("call", "complete", "CALL", "--result", "已办理"),
        ("occupant", "add", "--kind", "startup", "--name", "青禾科技", "--contact", "程小满", "--phone", "13100000001"),
        ("occupant", "edit", "1", "--contact", "程大满"),
        ("party", "edit", "finance", "--name", "人社窗口"),
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_an_act_imports_nothing_heavy_while_others_wait_for_it(words: tuple[str, ...], tmp_path: Path) -> None:
    database = copy_of_the_desk(tmp_path)
    desks.keep_sign_in(str(database), "token-of-li")
    desk = open_desk(str(database), clock=FrozenClock())
    call = desk.calls.log(NewCall(question="问", service="loan"), by="li").number
    desk.calls.reply(call, "可以", by="li")
    desk.occupants.add(NewOccupant(name="远帆软件", kind="startup"), by="li")
    script = [sys.executable, "-m", "tests.helpers.imports_in_acts", "--database", str(database)]
    script += [word.replace("CALL", call) for word in words]
    done = subprocess.run(script, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60)
    assert (done.returncode, "\nACT " in f"\n{done.stderr}") == (0, True), done.stderr
    imported = {line.split()[2] for line in done.stderr.splitlines() if line.startswith("IMPORTED")}
    assert not {one for one in imported if one in HEAVY or one.partition(".")[0] in HEAVY}


def test_help_and_version_open_nothing(tmp_path: Path) -> None:
    modules = loaded("from cli.main import main; main(sys.argv[1:])", "--help")
    assert not {"sqlalchemy", "sqlmodel", "textual", "alembic", "core.desk"} & modules - {"core.desk"}
    assert "cli.calls" not in modules


def test_the_core_knows_no_front_door() -> None:
    modules = loaded("import core.desk, core.calls.service, core.staff.service, core.calls.paper")
    assert not {one for one in modules if one.partition(".")[0] in ("textual", "typer", "cli", "tui")}


def test_the_newest_migration_is_the_one_the_program_knows() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [schema.HEAD]
    assert {one.revision for one in scripts.walk_revisions()} == set(schema.KNOWN)


def test_the_pragmas_took_on_every_connection(desk: Desk) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    engine = desk.storage._engine
    connections = [engine.connect() for _ in range(4)]
    for connection in connections:
        for name, value in wanted.items():
            assert connection.execute(text(f"PRAGMA {name}")).scalar() == value
        assert int(connection.execute(text("PRAGMA busy_timeout")).scalar() or 0) >= 5000
        connection.close()


def test_a_reader_is_not_a_writer_and_reads_one_moment(desk: Desk) -> None:
    """Reading begins deferred, so a second desk may write meanwhile; what is read does not change under the reader."""
    with desk.storage.read() as session:
        count = session.execute(text("SELECT count(*) FROM calls")).scalar()
        desk.calls.log(NewCall(question="问"), by="li")
        assert session.execute(text("SELECT count(*) FROM calls")).scalar() == count


def entries(path: Path | None) -> list[tuple[int, int, str | None, str, str, str, str, str]]:
    assert path is not None
    with closing(sqlite3.connect(path)) as database:
        return database.execute(
            "SELECT seq, at, staff, act, subject, details, previous, digest FROM audit_entries ORDER BY seq"
        ).fetchall()


def test_the_audit_chain_holds_by_independent_recomputation(desk: Desk) -> None:
    number = desk.calls.log(NewCall(question="问", service="loan", name="张三", phone="13800001234"), by="li").number
    desk.calls.notify(number, by="li")
    desk.calls.reply(number, "答\x1b[31m", by="li")
    desk.staff.edit("han", deputy="li", by="boss")
    with pytest.raises(BadValue):
        desk.calls.reply(number, "\0", by="li")
    desk.calls.reveal(number, by="han", reason="回电")
    found = entries(desk.storage.path)
    assert [one[0] for one in found] == list(range(1, len(found) + 1))
    before = ""
    for *fields, previous, digest in found:
        assert previous == before
        shown = json.dumps([*fields, previous], ensure_ascii=False, separators=(",", ":"))
        assert digest == hashlib.sha256(shown.encode()).hexdigest()
        before = digest
    acts = [one[3] for one in found[-5:]]
    assert acts == ["call.log", "call.notify", "call.reply", "staff.edit", "call.reveal"]


def test_the_audit_holds_no_personal_data(desk: Desk) -> None:
    call = NewCall(question="私事一件", service="loan", name="张三丰", phone="13800001234", organisation="某某公司")
    number = desk.calls.log(call, by="li").number
    desk.calls.reply(number, "私下答复", by="li")
    desk.calls.reveal(number, by="boss", reason="私下看看")
    shown = str(entries(desk.storage.path))
    for secret in ("私", "张三丰", "13800001234", "某某公司", '1234"'):
        assert secret not in shown


def test_every_act_that_writes_leaves_one_entry(desk: Desk) -> None:
    before = len(entries(desk.storage.path))
    desk.calls.log(NewCall(question="问"), by="li")
    desk.parties.edit("finance", by="li", offers="贷款")
    desk.services.set("loan", by="boss", complete="6wd")
    desk.centre.edit(by="boss", place="一楼")
    desk.staff.disable("tel", by="boss")
    assert len(entries(desk.storage.path)) == before + 5


def test_foreign_keys_are_kept_by_the_database(desk: Desk) -> None:
    from core.errors import StorageFailure

    with pytest.raises(StorageFailure), desk.storage.act("test", None) as act:
        act.session.execute(text("INSERT INTO call_events (call_id, at, event) VALUES (999999, 0, 'x')"))
    assert entries(desk.storage.path)[-1][3] != "test"


def test_no_sentence_of_the_core_names_a_command_or_an_option() -> None:
    """The app says the same sentences; what to type is added at the command line. A desk that cannot be opened is
    mended from there alone."""
    of_core = {said: at for said, at in messages().items() if at.startswith("core/") and "core/storage/" not in at}
    assert len(of_core) > 300
    assert not {said: at for said, at in of_core.items() if re.search(r"\bshouwen [a-z]|--[a-z]", said)}


def test_at_the_command_line_a_refusal_says_what_to_type(cli: CommandLine) -> None:
    assert "shouwen room list" in cli.run("room", "show", "nowhere").err
    assert "shouwen" not in with_hint("checked_in", "Somebody is here.", {})
    assert with_hint("checked_in", "Hier.", {"id": 7}).endswith("shouwen booking move 7 --to TIME")
