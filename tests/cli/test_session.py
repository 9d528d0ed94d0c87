"""`init`, `login`, `logout`, `whoami`: who is signed in where, and what a failure leaves."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from cli import desks
from core.desk import open_desk
from tests.helpers.people import PIN, FrozenClock, copy_of_the_desk
from tests.helpers.running import ROOT, CommandLine


@pytest.fixture
def fresh(tmp_path: Path, clock: FrozenClock) -> CommandLine:
    """A command line on a database that is not there yet."""
    return CommandLine(tmp_path / "new folder" / "台.sqlite3", clock, reuse=False)


def test_init_makes_the_database_the_first_supervisor_and_signs_in(fresh: CommandLine) -> None:
    made = fresh.json("init", "--name", "王芳", "--code", "boss", "--pin-stdin", by=None, stdin="246810\n")
    assert (made["code"], made["name"], made["role"], made["deputy"], made["active"]) == (
        "boss", "王芳", "supervisor", None, True,
    )  # fmt: skip
    assert fresh.json("whoami", by=None)["code"] == "boss"
    assert fresh.json("service", "list", by=None)["items"]
    assert fresh.json("party", "list", by=None)["items"]
    logged = fresh.json("call", "log", "--question", "问一下", by=None)
    assert logged["number"] == "20261123A001"


def test_init_takes_the_code_from_the_name_where_none_is_given(fresh: CommandLine) -> None:
    code = fresh.json("init", "--name", "王芳", "--pin-stdin", by=None, stdin="1234")["code"]
    assert code.isascii()
    assert fresh.json("whoami", by=None)["code"] == code


def test_init_sets_up_a_database_that_has_no_staff_yet(fresh: CommandLine) -> None:
    fresh.database.parent.mkdir()
    open_desk(str(fresh.database), create=True).close()
    assert fresh.refused("whoami", code=4, by=None)["error"] == "not_signed_in"
    fresh.json("init", "--name", "王芳", "--code", "boss", "--pin-stdin", by=None, stdin="1234")


def test_init_sets_up_an_empty_file(fresh: CommandLine) -> None:
    fresh.database.parent.mkdir()
    fresh.database.write_bytes(b"")
    assert fresh.refused("whoami", code=5, by=None)["error"] == "database_empty"
    fresh.json("init", "--name", "王芳", "--code", "boss", "--pin-stdin", by=None, stdin="1234")


@pytest.mark.parametrize("pin", ["", "123", "1234567890123", "12a4", "12 34", "１２３４", "-1234", "1234\x00"])
def test_a_bad_pin_is_refused_before_anything_is_made(fresh: CommandLine, pin: str) -> None:
    said = fresh.refused("init", "--name", "王芳", "--code", "boss", "--pin-stdin", by=None, stdin=pin)
    assert said["error"] == "bad_pin"
    assert pin == "" or pin not in said["message"]
    assert not fresh.database.exists()


def test_a_pin_that_is_no_text_is_refused(fresh: CommandLine, cli: CommandLine) -> None:
    typed = b"\xff\xfe12\n"
    assert fresh.refused("init", "--name", "王", "--pin-stdin", by=None, stdin=typed)["error"] == "bad_pin"
    cli.refused("login", "han", "--pin-stdin", code=4, by=None, stdin=typed)


@pytest.mark.parametrize("pin", ["1234", "123456789012"])
def test_pins_of_4_to_12_digits_are_taken(fresh: CommandLine, pin: str) -> None:
    fresh.json("init", "--name", "王芳", "--code", "boss", "--pin-stdin", by=None, stdin=pin)
    assert fresh.json("login", "boss", "--pin-stdin", by=None, stdin=pin + "\r\n")["code"] == "boss"


@pytest.mark.parametrize("code", ["A", "Boss", "王", "a b", "a" * 17, "a\n", "../x", "ａ"])
def test_bad_codes_are_refused_and_nothing_is_kept(fresh: CommandLine, code: str) -> None:
    said = fresh.refused("init", "--name", "王芳", f"--code={code}", "--pin-stdin", by=None, stdin="1234")
    assert said["error"] == "bad_code"
    assert fresh.run("whoami", by=None).code in (4, 5)


def test_init_on_a_desk_that_is_set_up_is_refused_and_changes_nothing(cli: CommandLine) -> None:
    before = cli.json("staff", "list")
    said = cli.refused("init", "--name", "别人", "--code", "other", "--pin-stdin", stdin="1234")
    assert said["error"] == "already_set_up"
    assert cli.json("staff", "list") == before
    assert cli.json("whoami", by=None)["code"] == "li"


def test_login_takes_over_and_logout_ends(cli: CommandLine) -> None:
    signed = cli.json("login", "han", "--pin-stdin", stdin=PIN)
    assert (signed["code"], signed["name"], signed["role"]) == ("han", "韩梅", "specialist")
    assert signed["signed_in_at"] == "2026-11-23T10:00:00+08:00"
    assert signed["expires_at"] == "2026-11-23T22:00:00+08:00"
    assert not {"token", "pin", "pin_hash"} & set(signed)
    assert cli.json("whoami", by=None)["code"] == "han"
    cli.json("logout", by=None)
    assert cli.refused("whoami", code=4, by=None)["error"] == "not_signed_in"
    assert cli.refused("call", "list", code=4, by=None)["error"] == "not_signed_in"
    assert cli.run("logout", by=None).code == 0


def test_an_old_sign_in_is_over_once_someone_else_signed_in_or_signed_out(cli: CommandLine) -> None:
    cli.json("login", "han", "--pin-stdin", by=None, stdin=PIN)
    kept = desks.kept_token(str(cli.database)) or ""
    cli.json("login", "tel", "--pin-stdin", by=None, stdin=PIN)
    desks.keep_sign_in(str(cli.database), kept)
    assert cli.refused("whoami", code=4, by=None)["error"] == "not_signed_in"


@pytest.mark.parametrize(
    ("code", "pin"), [("han", "0000"), ("nobody", PIN), ("gone", PIN), ("han", ""), ("HAN", PIN), ("", PIN)]
)
def test_a_failed_login_keeps_the_present_sign_in_and_tells_no_more(cli: CommandLine, code: str, pin: str) -> None:
    said = cli.refused("login", "--pin-stdin", "--", code, code=4, stdin=pin)
    assert said["error"] == "wrong_pin"
    assert cli.json("whoami", by=None)["code"] == "li"


def test_a_sign_in_ends_after_twelve_hours(cli: CommandLine, clock: FrozenClock) -> None:
    cli.json("login", "han", "--pin-stdin", by=None, stdin=PIN)
    clock.at += timedelta(hours=12, seconds=-1)
    assert cli.json("whoami", by=None)["code"] == "han"
    clock.at += timedelta(seconds=1)
    assert cli.refused("whoami", code=4, by=None)["error"] == "sign_in_ended"
    assert cli.refused("call", "log", "--question", "问", code=4, by=None)["error"] == "sign_in_ended"
    assert cli.json("login", "han", "--pin-stdin", by=None, stdin=PIN)["code"] == "han"


def test_a_disabled_person_is_out_at_once_and_back_when_enabled(cli: CommandLine) -> None:
    assert cli.json("staff", "disable", "han", by="boss")["active"] is False
    assert cli.refused("whoami", code=4, by="han")["error"] == "not_signed_in"
    assert cli.refused("login", "han", "--pin-stdin", code=4, stdin=PIN)["error"] == "wrong_pin"
    assert cli.json("staff", "enable", "han", by="boss")["active"] is True


def test_a_sign_in_belongs_to_one_user_of_the_computer(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli.json("whoami")["code"] == "li"
    monkeypatch.setattr("getpass.getuser", lambda: "somebody-else")
    assert cli.refused("whoami", code=4)["error"] == "not_signed_in"


def test_each_database_has_a_sign_in_of_its_own(cli: CommandLine, tmp_path: Path, clock: FrozenClock) -> None:
    (tmp_path / "second").mkdir()
    other = CommandLine(copy_of_the_desk(tmp_path / "second"), clock)
    assert cli.json("whoami", by="li")["code"] == "li"
    assert other.refused("whoami", code=4, by=None)["error"] == "not_signed_in"
    assert other.json("whoami", by="han")["code"] == "han"
    assert cli.json("whoami", by=None)["code"] == "li"
    other.json("logout", by=None)
    assert cli.json("whoami", by=None)["code"] == "li"


def test_the_same_database_by_another_spelling_of_its_path_has_the_same_sign_in(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.json("whoami", by="li")["code"] == "li"
    monkeypatch.chdir(cli.database.parent)
    for spelled in (cli.database.name, f"./{cli.database.name}", f"sqlite:///{cli.database}"):
        again = CommandLine(Path("unused"), cli.clock)
        again.database = spelled  # type: ignore[assignment]
        assert again.json("whoami", by=None)["code"] == "li"


def test_a_database_made_anew_at_the_same_path_does_not_know_the_old_token(fresh: CommandLine) -> None:
    fresh.json("init", "--name", "王芳", "--code", "boss", "--pin-stdin", by=None, stdin="1234")
    for file in fresh.database.parent.glob(fresh.database.name + "*"):
        file.unlink()
    with closing(sqlite3.connect(copy_of_the_desk(fresh.database.parent, fresh.database.name))) as database:
        assert database.execute("SELECT count(*) FROM staff WHERE code = 'boss'").fetchone() == (1,)
    assert fresh.refused("whoami", code=4, by=None)["error"] == "not_signed_in"


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"token": 7}', '{"token": "x"}', "\x00", "{}"])
def test_a_spoilt_sign_in_file_means_not_signed_in(cli: CommandLine, content: str) -> None:
    assert cli.json("whoami")["code"] == "li"
    (file,) = Path(desks._file(str(cli.database))).parent.glob("*.json")
    file.write_text(content)
    assert cli.refused("whoami", code=4, by=None)["error"] == "not_signed_in"
    file.write_bytes(b"\xff\xff")
    assert cli.refused("whoami", code=4, by=None)["error"] == "not_signed_in"


def test_the_token_is_kept_where_only_its_user_reads_it_and_not_in_the_database(cli: CommandLine) -> None:
    cli.json("login", "han", "--pin-stdin", by=None, stdin=PIN)
    file = desks._file(str(cli.database))
    assert file.stat().st_mode & 0o077 == 0
    token = desks.kept_token(str(cli.database)) or ""
    assert len(token) >= 32
    with closing(sqlite3.connect(cli.database)) as database:
        dump = "\n".join(database.iterdump())
    assert token not in dump


def test_nothing_prompts_without_a_terminal(cli: CommandLine, fresh: CommandLine) -> None:
    fresh.refused("init", "--name", "王芳", "--code", "boss", code=2, by=None, stdin="1234\n1234\n")
    assert not fresh.database.exists()
    cli.refused("login", "han", code=2, stdin=f"{PIN}\n")
    words = ("staff", "add", "--code", "new", "--name", "新人", "--role", "operator")
    cli.refused(*words, code=2, by="boss", stdin="1234\n1234\n")
    cli.refused(code=2, by=None)


def test_a_closed_standard_input_is_no_terminal(cli: CommandLine) -> None:
    for words, code in ((("login", "han", "--pin-stdin"), 4), ((), 2)):
        closed = ("sh", "-c", 'exec "$@" <&-', "sh")
        command = [*closed, sys.executable, "-m", "cli", "--database", str(cli.database), *words]
        desks.keep_sign_in(str(cli.database), "token-of-li")
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert (done.returncode, bool(done.stdout)) == (code, code == 0), done
        assert done.stderr.count("\n") == bool(code)


def test_signing_in_and_out_is_in_the_audit(cli: CommandLine) -> None:
    cli.json("login", "han", "--pin-stdin", by=None, stdin=PIN)
    cli.json("logout", by=None)
    with closing(sqlite3.connect(cli.database)) as database:
        rows = database.execute("SELECT staff, act FROM audit_entries ORDER BY seq DESC LIMIT 2").fetchall()
    assert rows == [("han", "staff.sign_out"), ("han", "staff.sign_in")]
