"""The manners of the command line: exit codes, purity of the two streams, JSON, language, which database."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import desks
from cli.main import NOUNS, main
from core.desk import Desk
from core.errors import NotFound
from core.words import choose_language
from tests.helpers.people import PIN, copy_of_the_desk
from tests.helpers.running import CommandLine, one_line

LOGGED = ("call", "log", "--question", "贷款怎么办", "--service", "loan", "--phone", "138-0000-1234", "--name", "张三")


def test_done_prints_on_stdout_only_and_a_refusal_on_stderr_only(cli: CommandLine) -> None:
    reading = [
        ("call", "list"), ("call", "show", "20261123A001"), ("staff", "list"), ("service", "list"), ("whoami",),
        ("service", "show", "loan"), ("party", "list"), ("db", "info"), ("centre", "show"),
    ]  # fmt: skip
    for words in (LOGGED, *reading):
        ran = cli.run(*words)
        assert (ran.code, ran.err) == (0, ""), words
        assert ran.out.strip()
        as_json = cli.run(*words, "--json")
        assert (as_json.code, as_json.err, as_json.out.count("\n")) == (0, "", 1)
        json.loads(as_json.out)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("call", "show", "20261123A999"), 1),
        (("call", "show", ""), 1),
        (("call", "show", "..."), 1),
        (("call", "log", "--question", " \n\t"), 1),
        (("call", "log", "--question", "问", "--service", "nosuch"), 1),
        (("call", "log", "--question", "问", "--kind", "nosuch"), 1),
        (("call", "log", "--question", "问", "--channel", "fax"), 1),
        (("call", "log", "--question", "问", "--group", "NO"), 1),
        (("call", "log", "--question", "问", "--phone", "你好"), 1),
        (("call", "log", "--question", "问", "--about", "nobody"), 1),
        (("call", "log", "--question", "问", "--received-at", "昨天"), 1),
        (("call", "log", "--question", "问", "--received-at", "2026-02-30T10:00"), 1),
        (("call", "log", "--question", "问", "--received-at", "2026-11-23T10:01"), 1),
        (("call", "log", "--question", "问", "--received-at", "9999-12-31T23:59"), 1),
        (("call", "log", "--question", "问", "--received-at", "0001-01-01T00:00+14:00"), 1),
        (("call", "log", "--question", "问", "--received-at", "2026-11-23"), 1),
        (("call", "list", "--status", "open"), 1),
        (("call", "list", "--light", "blue"), 1),
        (("call", "list", "--kind", "x"), 1),
        (("call", "list", "--handler", "x"), 1),
        (("call", "list", "--first-contact", "x"), 1),
        (("call", "list", "--service", "x"), 1),
        (("call", "list", "--since", "2026-13-01"), 1),
        (("call", "list", "--until", "x"), 1),
        (("call", "list", "--limit", "0"), 1),
        (("call", "list", "--limit", "-1"), 1),
        (("call", "list", "--limit", "many"), 1),
        (("call", "list", "--limit", "99999999999999999999"), 1),
        (("call", "list", "--after", "nowhere"), 1),
        (("service", "show", "x"), 1),
        (("service", "set", "loan", "--complete", "soon"), 4),
        (("staff", "disable", "han"), 4),
        (("centre", "set", "--name", "我的"), 4),
        (("call",), 2),
        (("call", "log"), 2),
        (("call", "log", "--question"), 2),
        (("call", "log", "--question", "问", "--nosuch"), 2),
        (("call", "log", "--question", "问", "extra"), 2),
        (("call", "log", "--question", "问", "--confidential=yes"), 2),
        (("call", "nosuch"), 2),
        (("nosuch",), 2),
        (("call", "show"), 2),
        (("call", "reply", "20261123A001"), 2),
        (("call", "receive", "20261123A001", "--copies", "2"), 2),
        (("staff", "add", "--code", "x"), 2),
        (("service",), 2),
        (("db",), 2),
    ],
)  # fmt: skip
def test_exit_codes_of_refusals(cli: CommandLine, words: tuple[str, ...], code: int) -> None:
    said = cli.refused(*words, code=code)
    assert said["error"].replace("_", "").isalnum()
    assert said["error"].islower()


def test_a_supervisors_bad_value_is_a_refusal_of_the_value(cli: CommandLine) -> None:
    for limit in ("soon", "5", "0wd", "-1wd", "5WD ", "wd", "1.5wd", "5 wd", ""):
        ran = cli.run("service", "set", "loan", "--complete", limit, by="boss")
        assert ran.code in (0, 1), limit
    for limit in ("soon", "5", "-1wd", "wd", "1.5wd", ""):
        cli.refused("service", "set", "loan", "--complete", limit, by="boss", code=1)


def test_a_refusal_with_json_has_its_details(cli: CommandLine) -> None:
    said = cli.refused("call", "list", "--limit", "0")
    assert (said["error"], said["field"], said["value"], said["lowest"]) == ("bad_number", "limit", "0", 1)
    cli.json(*LOGGED)
    said = cli.refused("call", "resume", "20261123A001")
    assert (said["error"], said["status"], said["act"]) == ("wrong_state", "accepted", "resume")


def test_not_signed_in_comes_before_whether_something_exists(cli: CommandLine) -> None:
    cli.json("logout")
    for words in (("call", "show", "20261123A999"), ("call", "list"), ("service", "list"), ("party", "list"),
                  ("staff", "list"), ("db", "info"), ("centre", "show"), LOGGED):  # fmt: skip
        assert cli.refused(*words, code=4, by=None)["error"] == "not_signed_in"


def test_the_calendar_answers_without_a_sign_in(cli: CommandLine) -> None:
    cli.json("logout")
    due = cli.json("calendar", "due", "2026-09-18T10:00", "5wd", by=None)
    assert due["due_at"] == "2026-09-24T17:00:00+08:00"
    assert cli.json("calendar", "elapsed", "2026-11-23T09:00", "2026-11-23T10:00", by=None) == {"working_seconds": 3600}
    assert cli.json("calendar", "day", "2026-11-23", by=None)["kind"] == "workday"


def test_the_database_is_the_option_else_the_variable_else_the_users_folder(
    cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b").mkdir()
    other = copy_of_the_desk(tmp_path / "b")

    def path(*words: str) -> str:
        assert main([*words, "db", "info", "--json"]) == 0
        return str(json.loads(capsys.readouterr().out)["path"])

    for database in (cli.database, other):
        desks.keep_sign_in(str(database), "token-of-li")
    monkeypatch.setenv("SHOUWEN_DATABASE", str(cli.database))
    assert path() == str(cli.database)
    assert path("--database", str(other)) == path(f"--database={other}") == str(other)
    assert path("--database", f"sqlite:///{other}") == str(other)
    monkeypatch.setenv("SHOUWEN_DATABASE", "")
    assert main(["db", "info", "--json"]) == 5
    assert json.loads(capsys.readouterr().err)["error"] == "database_missing"
    import platformdirs

    home = platformdirs.user_data_path("shouwen", appauthor=False)
    home.mkdir(parents=True, exist_ok=True)
    copied = copy_of_the_desk(home)
    desks.keep_sign_in(str(copied), "token-of-li")
    assert path() == str(copied)


@pytest.mark.parametrize(
    ("environment", "asked", "language"),
    [
        ({}, None, "zh"),
        ({"LANG": "C"}, None, "zh"),
        ({"LANG": "POSIX"}, None, "zh"),
        ({"LANG": "C.UTF-8"}, None, "zh"),
        ({"LANG": "de_DE.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "en_GB.UTF-8"}, None, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, None, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, None, "zh"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, None, "zh"),
        ({"LANG": "zh_CN.UTF-8", "SHOUWEN_LANG": "en"}, None, "en"),
        ({"LANG": "en_US.UTF-8", "SHOUWEN_LANG": "zh"}, None, "zh"),
        ({"SHOUWEN_LANG": "zh"}, "en", "en"),
        ({"SHOUWEN_LANG": "en"}, "zh", "zh"),
        ({"SHOUWEN_LANG": ""}, None, "zh"),
    ],
)
def test_the_language(environment: dict[str, str], asked: str | None, language: str) -> None:
    assert choose_language(asked, environment) == language


def test_people_read_their_language_and_programs_read_codes(cli: CommandLine) -> None:
    cli.json(*LOGGED)
    words = ("call", "show", "20261123A001")
    in_chinese = cli.run(*words, globals_=("--lang", "zh")).out
    in_english = cli.run(*words, globals_=("--lang=en",)).out
    assert "受理" in in_chinese
    assert "accepted" in in_english
    assert "受理" not in in_english
    as_json = [cli.run(*words, "--json", globals_=("--lang", lang)).out for lang in ("zh", "en")]
    assert as_json[0] == as_json[1]
    refused = {lang: cli.run("call", "show", "x", "--json", globals_=("--lang", lang)).err for lang in ("zh", "en")}
    said = {lang: json.loads(line) for lang, line in refused.items()}
    assert said["zh"]["error"] == said["en"]["error"] == "no_such_call"
    assert said["en"]["message"].isascii() or "“" in said["en"]["message"]
    assert not said["zh"]["message"].isascii()


def test_an_unknown_language_asked_for_is_a_usage_error(cli: CommandLine) -> None:
    assert cli.run("whoami", globals_=("--lang", "fr")).code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_everything_has_help_in_both_languages_on_stdout(cli: CommandLine, lang: str) -> None:
    from typer.main import get_command

    top = cli.run("--help", by=None, globals_=("--lang", lang))
    assert (top.code, top.err) == (0, "")
    for noun, (module, _about) in NOUNS.items():
        assert noun in top.out
        page = cli.run(noun, "--help", by=None, globals_=("--lang", lang))
        assert (page.code, page.err) == (0, "")
        from importlib import import_module

        for verb, command in get_command(import_module(module).app).commands.items():  # type: ignore[attr-defined]
            assert verb in page.out
            shown = cli.run(noun, verb, "--help", by=None, globals_=("--lang", lang))
            assert (shown.code, shown.err) == (0, "")
            about = shown.out.splitlines()[2].strip()
            assert about, (noun, verb)
            for parameter in command.params:
                assert parameter.name == "help" or parameter.help, (noun, verb, parameter.name)


def test_help_speaks_chinese_by_default_and_english_when_asked(cli: CommandLine) -> None:
    import subprocess
    import sys

    for verb in ("log", "notify"):
        pages = {}
        for lang in ("zh", "en"):
            pages[lang] = subprocess.run(
                [sys.executable, "-m", "cli", "--lang", lang, "call", verb, "--help"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        assert pages["en"].replace("一次性告知", "").isascii(), pages["en"]
        assert "Options" not in pages["zh"]
        assert "[required]" not in pages["zh"]
        lines = [line for line in pages["zh"].splitlines() if line.startswith("  --")]
        assert lines
        assert all(not line.split("  ")[-1].isascii() for line in lines if "  " in line.strip()), lines


def test_the_version_is_printed(cli: CommandLine) -> None:
    ran = cli.run("--version", by=None)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.strip()[0].isdigit()


def test_a_fault_of_the_program_shows_no_traceback_and_no_values(
    cli: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.calls.service import CallDesk

    def broken(*_words: object, **_named: object) -> None:
        raise RuntimeError("张三 13800001234")

    monkeypatch.setattr(CallDesk, "list", broken)
    ran = cli.run("call", "list")
    assert (ran.code, ran.out) == (1, "")
    assert one_line(ran.err)
    assert "Traceback" not in ran.err
    assert "张三" not in ran.err
    logs = [file.read_text() for file in Path.home().rglob("faults.log")]
    assert logs
    assert "RuntimeError" in logs[0]
    assert "张三" not in "".join(logs)


def test_phones_are_masked_unless_revealed_and_a_look_is_on_record(cli: CommandLine) -> None:
    number = cli.json(*LOGGED)["number"]
    for words in (("call", "list"), ("call", "show", number), ("call", "list", "--search", "13800001234")):
        for lang in ("zh", "en"):
            ran = cli.run(*words, globals_=("--lang", lang))
            assert "138****1234" in ran.out or words[1] == "list"
            assert "13800001234" not in ran.out
            assert "138-0000-1234" not in ran.out
        assert "13800001234" not in cli.run(*words, "--json").out
    assert cli.json("call", "show", number)["caller"]["phone"] == "138****1234"
    shown = cli.json("call", "show", number, "--reveal", "--reason", "回电", by="han")
    assert shown["caller"]["phone"] == "13800001234"
    assert (shown["timeline"][-1]["event"], shown["timeline"][-1]["staff"]) == ("reveal", "han")
    listed = cli.json("call", "list", "--reveal", by="han")
    assert listed["items"][0]["caller"]["phone"] == "13800001234"
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(cli.database)) as database:
        asked = database.execute(
            "SELECT staff, act, subject, details FROM audit_entries WHERE act LIKE 'call.reveal%' ORDER BY seq"
        ).fetchall()
    assert [(one[0], one[1]) for one in asked] == [("han", "call.reveal"), ("han", "call.reveal_list")]
    assert asked[0][2] == number
    assert number in asked[1][3]
    assert "1380000" not in str(asked)


def test_the_handlers_look_at_an_open_call_of_their_own_is_on_the_timeline_once(cli: CommandLine) -> None:
    number = cli.json(*LOGGED)["number"]
    for _again in range(3):
        shown = cli.json("call", "show", number, "--reveal")
    assert [one["event"] for one in shown["timeline"]].count("reveal") == 1
    for _again in range(2):
        shown = cli.json("call", "show", number, "--reveal", by="boss")
    assert [one["event"] for one in shown["timeline"]].count("reveal") == 3


def test_a_pin_is_never_shown(cli: CommandLine) -> None:
    words = ("staff", "add", "--code", "new", "--name", "新人", "--role", "operator", "--pin-stdin")
    ran = cli.run(*words, "--json", by="boss", stdin="975318642")
    assert ran.code == 0
    assert "975318642" not in ran.out + ran.err
    assert "argon" not in ran.out
    assert PIN not in cli.run("staff", "list", "--json").out


def test_a_refusal_names_the_command_that_helps_at_the_command_line_only(cli: CommandLine, desk: Desk) -> None:
    assert cli.run("call", "show", "20261123A999").err.strip().endswith("shouwen call list")
    assert cli.refused("call", "show", "20261123A999")["message"].endswith("shouwen call list")
    with pytest.raises(NotFound) as refused:
        desk.calls.show("20261123A999", by="li")
    assert "shouwen" not in refused.value.message
