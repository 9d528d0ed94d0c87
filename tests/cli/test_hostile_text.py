"""Text that does harm elsewhere: stored as typed, shown harmless; refused only by the contract's rule."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.helpers.people import copy_of_the_desk
from tests.helpers.running import ROOT, CommandLine, program

NUMBER = "20261123A001"
HOSTILE = {
    "escapes": "\x1b[2J\x1b]0;title\x07\x1b[31m红\x1b[0m",
    "c1": "\x9b31m\x85\x90",
    "markup": "[red]x[/red] [/] [link=http://e.invalid]y[/link] [bold",
    "template": "{field} {{x}} {0} %s %(x)s ${HOME} `id` $(id)",
    "direction": "abc\u202etxt.exe\u2066\u200f\u061c\ufeff",
    "emoji": "👨‍👩‍👧‍👦🏳️‍🌈é\u0301\u0301\u0301",
    "sql": "'; DROP TABLE calls; -- \" \\",
    "sheet": "=1+1",
    "xml": "<b>&amp;</b><!-- ]]>",
    "lines": "一\r\n二\n三\t四\x0b\x0c\u2028五",
    "private": "\ue000\U0010ffff\ufffe",
    "option": "--json",
    "long": "长" * 20_000,
}
FIELDS: dict[str, tuple[str, ...]] = {
    # where the text goes: the command, {} for the text, and the key of the record that gives it back
    "question": ("call", "log", "--question={}"),
    "answer": ("call", "log", "--question", "问", "--service", "loan", "--answer={}"),
    "caller.name": ("call", "log", "--question", "问", "--name={}"),
    "caller.organisation": ("call", "log", "--question", "问", "--organisation={}"),
    "ticket": ("call", "log", "--question", "问", "--ticket={}"),
    "timeline.reply": ("call", "reply", NUMBER, "--text={}"),
    "notifications.items": ("call", "notify", NUMBER, "--item={}"),
    "notifications.note": ("call", "notify", NUMBER, "--note={}"),
    "materials_received.item": ("call", "receive", NUMBER, "--item={}"),
    "timeline.wait": ("call", "wait", NUMBER, "--reason={}"),
    "timeline.transfer": ("call", "transfer", NUMBER, "--to", "han", "--reason={}"),
    "timeline.refer": ("call", "refer", NUMBER, "--to", "finance", "--reason={}"),
    "extension_asked.reason": ("call", "ask-extension", NUMBER, "--limit", "1wd", "--reason={}"),
    "timeline.extend": ("call", "extend", NUMBER, "--limit", "1wd", "--reason={}"),
    "result": ("call", "complete", NUMBER, "--result={}"),
    "timeline.decline": ("call", "decline", NUMBER, "--ground", "not_accepted", "--reason={}"),
    "reminder": ("call", "remind", NUMBER, "--text={}"),
}
"""Each is done as a supervisor on a fresh call that has had a reply."""


def cases() -> list[tuple[str, str]]:
    """Every field with every text; the long one everywhere, the rest spread so that the run stays short."""
    kinds = list(HOSTILE)
    picked = {(field, kinds[(n * 5 + k) % len(kinds)]) for n, field in enumerate(FIELDS) for k in range(2)}
    picked |= {(field, "long") for field in FIELDS} | {("question", kind) for kind in kinds}
    return sorted(picked)


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A desk for the module; a fresh call is made for each text by deleting the day's calls' reach (see `ready`)."""
    from tests.helpers.people import FrozenClock

    return CommandLine(copy_of_the_desk(tmp_path_factory.mktemp("hostile")), FrozenClock())


def ready(line: CommandLine, words: tuple[str, ...]) -> tuple[str, ...]:
    """The words with the number of a fresh call that has had a reply, if they need one."""
    if NUMBER not in words:
        return words
    number = line.json("call", "log", "--question", "问", "--service", "loan", by="boss")["number"]
    line.json("call", "reply", number, "--text", "答", by="boss")
    return tuple(number if word == NUMBER else word for word in words)


def found(record: object, field: str) -> list[str]:
    """The values of a field, wherever lists are on the way."""
    name, _dot, rest = field.partition(".")
    assert isinstance(record, dict)
    value = record["timeline"] if name == "timeline" else record[name]
    if name == "timeline":
        return [one["text"] for one in value if one["event"] in (rest, "answer")]
    if not rest:
        return [value]
    values = value if isinstance(value, list) else [value]
    return [text for one in values for text in (one[rest] if isinstance(one[rest], list) else [one[rest]])]


def test_json_reads_back_as_typed_and_has_nothing_a_terminal_acts_upon(line: CommandLine) -> None:
    for text in HOSTILE.values():
        ran = line.run("call", "log", f"--question={text}", "--json")
        assert json.loads(ran.out)["question"] == text
        assert len(ran.out.splitlines()) == 1
        body = ran.out.removesuffix("\n")
        assert not [letter for letter in body if ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0]
        assert not set("\u202e\u2066\u200f\u061c\ufeff\u2028") & set(body)
    refused = line.run("call", "list", "--kind=\udcff\x9b\u202e", "--json").err
    assert json.loads(refused)["value"] == "\udcff\x9b\u202e"
    assert refused.isprintable() or refused.removesuffix("\n").isprintable()


@pytest.mark.parametrize(("field", "kind"), cases())
def test_text_is_kept_as_typed_and_shown_harmless(line: CommandLine, field: str, kind: str) -> None:
    text = HOSTILE[kind]
    words = [word.replace("{}", text) for word in ready(line, FIELDS[field])]
    done = line.json(*words, by="boss")
    kept = found(done, field)
    assert any(one == text or (field.startswith("timeline") and one.endswith(text)) for one in kept), kept
    assert line.json("call", "show", done["number"], by="boss") == done
    for words in (["call", "show", done["number"]], ["call", "list", "--limit", "3"]):
        shown = line.run(*words, by="boss")
        assert shown.code == 0
        controls = {letter for letter in shown.out if ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0} - {"\n"}
        assert not controls
        assert not set("\u202e\u2066\u200f\u061c\ufeff\u2028") & set(shown.out)
    assert len(shown.out.splitlines()) <= 5


REFUSED = {"surrogate": "半\udcff个", "too_long": "长" * 20_001}


@pytest.mark.parametrize("kind", sorted(REFUSED))
@pytest.mark.parametrize("field", sorted(FIELDS))
def test_text_that_cannot_be_kept_is_refused_and_nothing_is_done(line: CommandLine, field: str, kind: str) -> None:
    words = [word.replace("{}", REFUSED[kind]) for word in ready(line, FIELDS[field])]
    before = line.json("call", "list", "--limit", "1", by="boss")
    said = line.refused(*words, by="boss")
    assert said["error"] == f"text_{kind}"
    assert said["field"]
    assert line.json("call", "list", "--limit", "1", by="boss") == before


OTHER_FIELDS: dict[str, tuple[str, ...]] = {
    "staff add": ("staff", "add", "--code", "new{n}", "--role", "operator", "--pin-stdin", "--name={}"),
    "staff edit": ("staff", "edit", "han", "--name={}"),
    "party add": ("party", "add", "--code", "new{n}", "--name={}"),
    "party offers": ("party", "edit", "finance", "--offers={}"),
    "party contact": ("party", "edit", "finance", "--contact={}"),
    "party name": ("party", "edit", "finance", "--name={}"),
    "service name": ("service", "set", "canteen", "--name={}"),
    "service name-en": ("service", "set", "canteen", "--name-en={}"),
    "service material": ("service", "set", "canteen", "--material={}"),
    "centre name": ("centre", "set", "--name={}"),
    "centre place": ("centre", "set", "--place={}"),
    "centre hotline": ("centre", "set", "--hotline={}"),
    "follow-up comment": ("call", "follow-up", NUMBER, "--resolved", "--comment={}"),
    "refuse-extension": ("call", "refuse-extension", NUMBER, "--reason={}"),
    "return": ("call", "return", NUMBER, "--reason={}"),
    "reopen": ("call", "reopen", NUMBER, "--reason={}"),
    "reveal": ("call", "show", NUMBER, "--reveal", "--reason={}"),
}


@pytest.mark.parametrize("name", sorted(OTHER_FIELDS))
def test_the_other_fields_keep_the_same_rule(line: CommandLine, name: str) -> None:
    for n, text in enumerate([*REFUSED.values(), HOSTILE["escapes"], HOSTILE["long"]]):
        words = ready(line, OTHER_FIELDS[name])
        number = words[2] if NUMBER in OTHER_FIELDS[name] else ""
        if name in ("follow-up comment", "reopen"):
            line.json("call", "complete", number, "--result", "好", by="han" if name == "han" else "boss")
        elif name == "refuse-extension":
            line.json("call", "ask-extension", number, "--limit", "1wd", "--reason", "要", by="boss")
        elif name == "return":
            line.json("call", "transfer", number, "--to", "han", "--reason", "办", by="boss")
        words = tuple(word.replace("{n}", f"{name[0]}{n}").replace("{}", text) for word in words)
        ran = line.run(*words, "--json", by="chief", stdin="1234")
        assert ran.code == (1 if text in REFUSED.values() else 0), (text[:20], ran)
        assert json.loads(ran.err or ran.out)
        if ran.code:
            assert json.loads(ran.err)["error"].startswith("text_")
        else:
            assert line.run(*words[:2], *words[2:3], by="chief").code in (0, 1, 2)


IDENTIFIERS: list[tuple[str, ...]] = [
    ("call", "show", "{}"),
    ("call", "reply", "{}", "--text", "x"),
    ("call", "log", "--question", "x", "--service={}"),
    ("call", "log", "--question", "x", "--kind={}"),
    ("call", "log", "--question", "x", "--channel={}"),
    ("call", "log", "--question", "x", "--group={}"),
    ("call", "log", "--question", "x", "--phone={}"),
    ("call", "log", "--question", "x", "--about={}"),
    ("call", "log", "--question", "x", "--received-at={}"),
    ("call", "list", "--handler={}"),
    ("call", "list", "--first-contact={}"),
    ("call", "list", "--service={}"),
    ("call", "list", "--status={}"),
    ("call", "list", "--since={}"),
    ("call", "list", "--after={}"),
    ("call", "list", "--limit={}"),
    ("call", "transfer", NUMBER, "--to={}", "--reason", "x"),
    ("call", "refer", NUMBER, "--to={}", "--reason", "x"),
    ("call", "decline", NUMBER, "--ground={}", "--reason", "x"),
    ("call", "decline", NUMBER, "--ground", "guided", "--reason", "x", "--to={}"),
    ("call", "decline", NUMBER, "--ground", "duplicate", "--reason", "x", "--to={}"),
    ("call", "extend", NUMBER, "--limit={}", "--reason", "x"),
    ("call", "notify", NUMBER, "--means={}"),
    ("call", "notify", NUMBER, "--reason={}"),
    ("call", "receive", NUMBER, "--item", "x", "--copies={}"),
    ("call", "attempt", NUMBER, "--outcome={}"),
    ("call", "follow-up", NUMBER, "--outcome={}"),
    ("service", "show", "{}"),
    ("service", "set", "{}", "--complete", "5wd"),
    ("service", "set", "loan", "--complete={}"),
    ("service", "set", "loan", "--on-supplement={}"),
    ("staff", "edit", "{}", "--deputy", "han"),
    ("staff", "edit", "li", "--deputy={}"),
    ("staff", "edit", "li", "--role={}"),
    ("staff", "disable", "{}"),
    ("party", "edit", "{}", "--name", "x"),
    ("party", "edit", "finance", "--kind={}"),
    ("party", "edit", "finance", "--phone={}"),
    ("party", "add", "--code={}", "--name", "x"),
    ("centre", "set", "--letter={}"),
    ("centre", "set", "--extension-limit={}"),
]
ODD = ("a\udcffb", "\x1b[31m", "x\ny", "长" * 30_000, "٣", "{}")


@pytest.mark.parametrize("words", IDENTIFIERS, ids=" ".join)
def test_an_odd_code_number_or_limit_is_refused_in_one_line(line: CommandLine, words: tuple[str, ...]) -> None:
    words = ready(line, words)
    for odd in ODD:
        ran = line.run(*(word.replace("{}", odd) for word in words), "--json", by="boss")
        assert (ran.code, ran.out) == (1, ""), (odd[:9], ran)
        assert ran.err.count("\n") == 1
        assert json.loads(ran.err)["error"] != "internal"
        assert len(ran.err) < 40_000


@pytest.mark.parametrize("odd", ["\udcff", "\x1b[2J", "[red]", "x\ny", "长" * 25_000])
def test_odd_words_where_commands_and_options_stand_are_usage_errors(line: CommandLine, odd: str) -> None:
    for words in ((odd,), ("call", odd), ("call", "show", f"--{odd}"), ("call", "show", "x", odd)):
        line.refused(*words, code=2)


def test_odd_texts_to_search_for_find_nothing_or_are_refused(line: CommandLine) -> None:
    for odd in (*HOSTILE.values(), *REFUSED.values(), "", " ", '"', "*", "AND", "NEAR(", "-", "^", ":", "(", "a OR"):
        for words in (("call", "list"), ("service", "list"), ("party", "list")):
            ran = line.run(*words, f"--search={odd}", "--json")
            assert ran.code in (0, 1), (odd[:9], ran)
            if ran.code:
                assert json.loads(ran.err)["error"].startswith("text_")


def test_login_with_odd_codes(line: CommandLine) -> None:
    for odd in ("\udcff", "\x1b[31m", "长" * 30_000):
        code = 1 if odd == "\udcff" else 4
        line.refused("login", odd, "--pin-stdin", code=code, stdin="1234")


def test_odd_paths_of_files_to_write(line: CommandLine, tmp_path: Path) -> None:
    number = ready(line, ("x", NUMBER))[1]
    for name in ("\udcff.txt", "\udcff.docx", "a\nb.txt", "\x1b[31m.txt", "[red].docx", "=1.txt", "-x.txt"):
        ran = line.run("call", "slip", number, f"--output={tmp_path / name}", "--json", by="boss")
        assert ran.code in (0, 1), (name, ran)
        assert json.loads(ran.out or ran.err).get("error") != "internal", (name, ran)
        assert (tmp_path / name).exists() == (ran.code == 0)
    for name in ("no/such/folder.txt", "x.pdf", "x", "", ".", "长" * 300 + ".txt"):
        ran = line.run("call", "slip", number, f"--output={tmp_path / name if name else ''}", "--json", by="boss")
        assert (ran.code, ran.out) == (1, ""), (name, ran)
        assert json.loads(ran.err)["error"] != "internal", (name, ran)
    assert line.json("call", "show", number, by="boss")["timeline"]


def test_bytes_that_are_no_text_on_the_real_command_line(tmp_path: Path) -> None:
    database = copy_of_the_desk(tmp_path)
    from cli import desks

    desks.keep_sign_in(str(database), "token-of-li")
    for locale in ("C", "C.UTF-8"):
        ran = program(
            "call", "log", "--question", b"\xff\xfe", "--json", database=database, environment={"LC_ALL": locale}
        )
        assert (ran.code, ran.out) == (1, "")
        assert json.loads(ran.err)["error"] == "text_surrogate"
    ran = program("call", "log", "--question", "李雷问：€", "--json", database=database, environment={"LC_ALL": "C"})
    assert json.loads(ran.out)["question"] == "李雷问：€"


def test_a_database_whose_path_is_no_text_works_or_is_refused(tmp_path: Path) -> None:
    name = b"desk-\xff.sqlite3"
    ran = program(b"--database", bytes(tmp_path) + b"/" + name, "init", "--name", "x", "--pin-stdin", stdin=b"1234")
    assert ran.code in (0, 5)
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == (1 if ran.code else 0)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1, max_size=60))
def test_any_text_is_kept_or_refused_by_the_rule(line: CommandLine, text: str) -> None:
    ran = line.run("call", "log", f"--question={text}", f"--name={text}", "--json", by="boss")
    if "\0" in text or not text.strip():
        assert ran.code == 1
        assert json.loads(ran.err)["error"] in ("text_nul", "text_missing")
    else:
        made = json.loads(ran.out)
        assert (made["question"], made["caller"]["name"]) == (text, text)


def test_the_tables_hold_what_was_typed(line: CommandLine) -> None:
    number = line.json("call", "log", f"--question={HOSTILE['escapes']}")["number"]
    with closing(sqlite3.connect(line.database)) as database:
        (kept,) = database.execute("SELECT question FROM calls WHERE number = ?", (number,)).fetchone()
    assert kept == HOSTILE["escapes"]
    assert ROOT.exists()
