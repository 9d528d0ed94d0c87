"""A database that cannot be used: exit 5, one sentence, nothing changed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from cli import desks
from core.calls.views import NewCall
from core.desk import Desk, open_desk
from core.errors import StorageFailure
from core.storage import engine, schema
from tests.helpers.people import FrozenClock, copy_of_the_desk
from tests.helpers.running import ROOT, CommandLine, program

COMMANDS = (("call", "list"), ("call", "log", "--question", "问"), ("whoami",), ("db", "info"))


@pytest.fixture
def line(tmp_path: Path, clock: FrozenClock) -> CommandLine:
    """A command line that opens the database anew for each command."""
    return CommandLine(copy_of_the_desk(tmp_path), clock, reuse=False)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for another program's lock is cut short."""
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)


def unusable(line: CommandLine, error: str, *, login: bool = True) -> None:
    for words in (*COMMANDS, ("logout",)):
        assert line.refused(*words, code=5)["error"] == error, words
    if login:
        assert line.refused("login", "li", "--pin-stdin", code=5, stdin="1234")["error"] == error


def content(folder: Path) -> dict[str, bytes]:
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file()}


def test_missing(line: CommandLine) -> None:
    line.database.unlink()
    unusable(line, "database_missing")
    assert list(line.database.parent.iterdir()) == []


def test_empty(line: CommandLine) -> None:
    line.database.write_bytes(b"")
    unusable(line, "database_empty")
    assert content(line.database.parent) == {line.database.name: b""}


@pytest.mark.parametrize(
    "junk",
    [b"not a database\n" * 400, b"\x00" * 8192, b"hello\n", b"SQLite" + bytes(range(256)) * 20, b"SQLite format 3\0"],
)
def test_a_file_that_is_no_database(line: CommandLine, junk: bytes) -> None:
    line.database.write_bytes(junk)
    for words in COMMANDS:
        said = line.refused(*words, code=5)
        assert said["error"] in ("not_a_database", "database_damaged", "database_empty", "not_a_desk")
    assert line.refused("init", "--name", "x", "--pin-stdin", by=None, stdin="1234", code=5)
    assert content(line.database.parent) == {line.database.name: junk}


def test_a_folder(line: CommandLine) -> None:
    line.database.unlink()
    line.database.mkdir()
    unusable(line, "database_is_folder")


def test_another_programs_database_is_left_as_it_was(line: CommandLine) -> None:
    line.database.unlink()
    with closing(sqlite3.connect(line.database)) as other:
        other.execute("CREATE TABLE recipes (name)")
    before = content(line.database.parent)
    unusable(line, "not_a_desk")
    assert line.refused("init", "--name", "x", "--pin-stdin", by=None, stdin="1234", code=5)["error"] == "not_a_desk"
    assert content(line.database.parent) == before


def test_another_programs_alembic_database(line: CommandLine) -> None:
    line.database.unlink()
    with closing(sqlite3.connect(line.database)) as other:
        other.execute("CREATE TABLE alembic_version (version_num)")
        other.execute("CREATE TABLE recipes (name)")
        other.execute("INSERT INTO alembic_version VALUES ('0123abc')")
        other.commit()
    unusable(line, "not_a_desk")


def test_a_newer_schema_is_not_touched(line: CommandLine) -> None:
    with closing(sqlite3.connect(line.database, isolation_level=None)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("PRAGMA journal_mode=DELETE")
    before = content(line.database.parent)
    unusable(line, "database_newer")
    assert (
        line.refused("init", "--name", "x", "--pin-stdin", by=None, stdin="1234", code=5)["error"] == "database_newer"
    )
    assert content(line.database.parent) == before


def test_damaged_in_the_middle(line: CommandLine) -> None:
    with closing(sqlite3.connect(line.database, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        (size,) = database.execute("PRAGMA page_size").fetchone()
    whole = bytearray(line.database.read_bytes())
    whole[size * 2 :] = b"\xa5" * (len(whole) - size * 2)
    line.database.write_bytes(bytes(whole))
    for words in COMMANDS:
        assert line.run(*words, "--json").code in (4, 5)
    assert line.refused("call", "list", code=5)["error"] in ("database_damaged", "not_a_database")


def test_cut_short(line: CommandLine) -> None:
    with closing(sqlite3.connect(line.database, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    whole = line.database.read_bytes()
    line.database.write_bytes(whole[: len(whole) // 3])
    for words in (("call", "list"), ("call", "log", "--question", "问")):
        assert line.refused(*words, code=5)["error"] in ("database_damaged", "not_a_database")


def test_urls_of_other_engines_and_odd_paths(line: CommandLine) -> None:
    odd = (
        "~nosuchuser/x.db",
        "长" * 300,
        "/dev/null/x",
        f"{line.database}/below",
        "sqlite:///",
        "sqlite://",
        "a\udcffb",
    )
    loop = line.database.with_name("loop")
    loop.symlink_to(loop)
    urls = ("postgresql://u:secret@h/db", "mysql://x", "http://x", "sqlite:////nowhere/at/all/x.db", "   ")
    for url in (*urls, *odd, str(loop)):
        line.database = url  # type: ignore[assignment]
        said = line.refused("call", "list", code=5, by=None)
        assert "secret" not in str(said)


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Another process that is writing and does not let go."""
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute('BEGIN IMMEDIATE');"
        "print('held', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield
        finally:
            other.stdin.close()
            other.wait(10)


@pytest.mark.usefixtures("impatient")
def test_locked_by_another_program_reading_goes_on_and_writing_says_so(line: CommandLine) -> None:
    number = line.json("call", "log", "--question", "问")["number"]
    with held(line.database):
        assert line.json("call", "show", number)["number"] == number
        for words in (("call", "log", "--question", "问"), ("call", "reply", number, "--text", "答")):
            assert line.refused(*words, code=5)["error"] == "database_locked"
        assert line.refused("login", "han", "--pin-stdin", code=5, stdin="1234")["error"] == "database_locked"
        assert line.json("whoami", by=None)["code"] == "li"
    assert len(line.json("call", "list")["items"]) == 1
    assert line.json("call", "reply", number, "--text", "答")["answer"] == "答"


@pytest.mark.usefixtures("impatient")
def test_held_wholly_by_another_program(line: CommandLine) -> None:
    with closing(sqlite3.connect(line.database, isolation_level=None)) as database:
        database.execute("PRAGMA locking_mode=EXCLUSIVE")
        database.execute("BEGIN IMMEDIATE")
        database.execute("UPDATE staff SET name = name")
        assert line.refused("call", "list", code=5)["error"] == "database_locked"
        database.execute("ROLLBACK")


def test_a_lock_that_is_let_go_in_time_is_waited_for(tmp_path: Path) -> None:
    database = copy_of_the_desk(tmp_path)
    code = (
        "import sys; from core.desk import open_desk; from core.calls.views import NewCall;"
        "d = open_desk(sys.argv[1]); print('ready', flush=True); sys.stdin.readline();"
        "print(d.calls.log(NewCall(question='x'), by='li').status, flush=True)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as waiting:
        assert waiting.stdout is not None
        assert waiting.stdin is not None
        assert waiting.stdout.readline() == "ready\n"
        with held(database):
            waiting.stdin.write("go\n")
            waiting.stdin.flush()
            time.sleep(0.3)  # it waits; however long this is, the outcome is the same
        assert waiting.stdout.readline() == "accepted\n"


def as_nobody() -> tuple[str, ...]:
    """A prefix that runs a command as a user without rights, or a skip with the reason."""
    if os.getuid() != 0:
        return ()
    if shutil.which("setpriv") is None:
        pytest.skip("run by root, whom no file mode stops, and there is no setpriv to become another user")
    prefix = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
    tried = subprocess.run([*prefix, sys.executable, "-c", "import sqlmodel, cli.main"], cwd=ROOT, capture_output=True)
    if tried.returncode:
        pytest.skip("run by root, and another user may not read this Python or checkout")
    return prefix


@pytest.mark.parametrize("mode", [0o500, 0o555])
def test_a_folder_that_cannot_be_written_to(mode: int) -> None:
    prefix = as_nobody()
    tmp_path = Path(tempfile.mkdtemp(prefix="shouwen-tests-"))  # others may enter it, unlike pytest's
    folder = tmp_path / "shared"
    folder.mkdir()
    database = copy_of_the_desk(folder)
    user = tmp_path / "user"
    user.mkdir()
    tmp_path.chmod(0o755)
    database.chmod(0o444)
    folder.chmod(mode)
    user.chmod(0o777)
    home = {name: str(user) for name in ("HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    before = content(folder)
    try:
        for words in (("login", "li", "--pin-stdin"), ("call", "list")):
            ran = program(*words, database=database, stdin=b"1234\n", prefix=prefix, environment=home)
            assert (ran.code, ran.out) in ((5, ""), (4, "")), ran
            assert ran.err.count("\n") == 1
            assert words[0] == "call" or ran.code == 5, ran
        ran = program(
            "init", "--name", "x", "--pin-stdin", database=folder / "new.sqlite3", stdin=b"1234\n", prefix=prefix,
            environment=home,
        )  # fmt: skip
        assert (ran.code, ran.out, ran.err.count("\n")) == (5, "", 1)
        folder.chmod(0o755)
        assert content(folder) == before
    finally:
        shutil.rmtree(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes; where none can be mounted, the limit of a file's size stands in (see `LIMITED`)."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode:
        pytest.skip("no small disk can be mounted here; the test with a limited file size covers the same")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_disk_loses_only_what_it_refused(small_disk: Path, clock: FrozenClock) -> None:
    desk = open_desk(str(copy_of_the_desk(small_disk)), clock=clock)
    kept: list[str] = []

    def log_on() -> None:
        while len(kept) < 2000:
            kept.append(desk.calls.log(NewCall(question="长" * 5000, service="loan"), by="li").number)

    with pytest.raises(StorageFailure) as refused:
        log_on()
    assert refused.value.code == "disk_full"
    check_after(desk, kept)
    line = CommandLine(small_disk / "desk.sqlite3", clock, reuse=False)
    assert line.refused("call", "log", "--question", "长" * 9000, code=5)["error"] == "disk_full"
    desk.close()


LIMITED = """
import resource, sys
from core.calls.views import NewCall
from core.desk import open_desk
from core.errors import DeskError
desk = open_desk(sys.argv[1])
size = desk.storage.path.stat().st_size
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300_000, resource.RLIM_INFINITY))
try:
    while True:
        print(desk.calls.log(NewCall(question="长" * 5000, service="loan"), by="li").number)
except DeskError as refused:
    print(refused.code, file=sys.stderr)
"""


def test_a_file_that_may_not_grow_loses_only_what_it_refused(tmp_path: Path) -> None:
    database = copy_of_the_desk(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(database)], capture_output=True, text=True, cwd=ROOT, check=True, timeout=60
    )
    assert done.stderr.strip() in ("disk_full", "database_unreadable")
    kept = done.stdout.split()
    assert kept
    desk = open_desk(str(database))
    check_after(desk, kept)
    assert desk.calls.log(NewCall(question="又行了"), by="li").status == "accepted"
    desk.close()


def check_after(desk: Desk, kept: list[str]) -> None:
    assert desk.storage.path is not None
    with closing(sqlite3.connect(desk.storage.path)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert [row[0] for row in database.execute("SELECT number FROM calls ORDER BY id")] == kept
        acts = database.execute("SELECT count(*) FROM audit_entries WHERE act = 'call.log'").fetchone()
        assert acts == (len(kept),)


def test_moved_away_or_replaced_while_open(tmp_path: Path, clock: FrozenClock) -> None:
    path = copy_of_the_desk(tmp_path)
    desk = open_desk(str(path), clock=clock)
    number = desk.calls.log(NewCall(question="问"), by="li").number
    path.rename(tmp_path / "elsewhere.sqlite3")
    for _again in range(2):
        for act in (lambda: desk.calls.show(number, by="li"), lambda: desk.calls.log(NewCall(question="问"), by="li")):
            with pytest.raises(StorageFailure) as refused:
                act()  # type: ignore[no-untyped-call]
            assert refused.value.code == "database_gone"
    copy_of_the_desk(tmp_path)
    with pytest.raises(StorageFailure):
        desk.calls.log(NewCall(question="问"), by="li")
    desk.close()


def test_an_older_schema_is_copied_before_it_is_brought_up_to_date(tmp_path: Path) -> None:
    if len(schema.KNOWN) == 1:
        pytest.skip("there is one revision only, so no database is older")
    path = tmp_path / "old.sqlite3"
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    made = create_engine(f"sqlite:///{path}")
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, schema.KNOWN[0])
        connection.exec_driver_sql("INSERT INTO settings VALUES ('place', '旧地址')")
    made.dispose()
    desk = open_desk(str(path))
    assert desk.centre.show().place == "旧地址"
    assert desk.storage.facts()["schema"] == schema.HEAD
    desk.close()
    (copy,) = [one for one in tmp_path.iterdir() if "before" in one.name]
    with closing(sqlite3.connect(copy)) as before:
        assert before.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.KNOWN[0],)
        assert before.execute("SELECT value FROM settings WHERE name = 'place'").fetchone() == ("旧地址",)
    open_desk(str(path)).close()
    assert len([one for one in tmp_path.iterdir() if "before" in one.name]) == 1


def test_a_state_folder_that_cannot_be_written_to_does_not_sign_in(
    line: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    said = line.refused("login", "li", "--pin-stdin", by=None, code=4, stdin="1234")
    assert said["error"] == "sign_in_not_kept"
    assert desks.kept_token(str(line.database)) is None
    assert line.refused("whoami", by=None, code=4)["error"] == "not_signed_in"
