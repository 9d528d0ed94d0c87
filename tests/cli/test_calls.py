"""Every verb of `call` at the command line, and the record it prints, key by key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.helpers.people import FrozenClock
from tests.helpers.running import CommandLine

ITEM_KEYS = {
    "number", "status", "kind", "channel", "received_at", "logged_at", "backfilled", "caller", "service", "question",
    "answer", "first_contact", "handler", "party", "respond_by", "responded_at", "due_at", "completed_at", "reopened",
    "extended", "light", "provisional_due", "confidential",
}  # fmt: skip
"""The contract's, for list items; a whole call has two more."""


def log(cli: CommandLine, *words: str, by: str = "li") -> Any:
    return cli.json("call", "log", "--question", "贷款怎么办", "--service", "loan", *words, by=by)


def test_a_logged_call_has_the_contracts_keys_and_null_where_empty(cli: CommandLine) -> None:
    bare = cli.json("call", "log", "--question", "问一下")
    assert set(bare) >= ITEM_KEYS | {"notifications", "timeline"}
    assert {key: bare[key] for key in (*ITEM_KEYS, "notifications")} == {
        "number": "20261123A001", "status": "accepted", "kind": "consultation", "channel": "hotline",
        "received_at": "2026-11-23T10:00:00+08:00", "logged_at": "2026-11-23T10:00:00+08:00", "backfilled": False,
        "caller": {"name": None, "phone": None, "organisation": None, "occupant": None, "group": None},
        "service": None, "question": "问一下", "answer": None, "first_contact": "li", "handler": "li", "party": None,
        "respond_by": "2026-11-24T17:00:00+08:00", "responded_at": None, "due_at": "2026-11-30T17:00:00+08:00",
        "completed_at": None, "reopened": False, "extended": False, "light": "green", "provisional_due": False,
        "confidential": False, "notifications": [],
    }  # fmt: skip
    (line,) = bare["timeline"]
    assert line == {"at": "2026-11-23T10:00:00+08:00", "staff": "li", "event": "log", "text": None}


def test_every_option_of_log_arrives(cli: CommandLine) -> None:
    made = log(
        cli, "--kind", "help", "--phone", "（0532）8500-0000", "--name", "张三", "--organisation", "某公司", "--group",
        "graduate", "--channel", "letter", "--ticket", "T-7", "--received-at", "2026-11-22 09:30", "--confidential",
    )  # fmt: skip
    assert (made["kind"], made["channel"], made["ticket"], made["confidential"]) == ("help", "letter", "T-7", True)
    phone = made["caller"].pop("phone")
    assert made["caller"] == {"name": "张三", "organisation": "某公司", "occupant": None, "group": "graduate"}
    assert "****" in phone
    assert (made["received_at"], made["backfilled"]) == ("2026-11-22T09:30:00+08:00", True)
    assert made["due_at"] == "2026-11-27T17:00:00+08:00"
    shown = cli.json("call", "show", made["number"], "--reveal")
    assert shown["caller"]["phone"] == "053285000000"


@pytest.mark.parametrize(
    ("typed", "received"),
    [
        ("2026-11-23T09:45", "2026-11-23T09:45:00+08:00"),
        ("2026-11-23T09:45:30", "2026-11-23T09:45:30+08:00"),
        ("2026-11-23 09:45", "2026-11-23T09:45:00+08:00"),
        ("2026-11-23T01:45Z", "2026-11-23T09:45:00+08:00"),
        ("2026-11-23T01:45:00+00:00", "2026-11-23T09:45:00+08:00"),
        ("2026-11-22T20:45-05:00", "2026-11-23T09:45:00+08:00"),
    ],
)
def test_times_without_an_offset_are_the_centres(cli: CommandLine, typed: str, received: str) -> None:
    assert log(cli, "--received-at", typed)["received_at"] == received


def test_answered_on_the_spot(cli: CommandLine) -> None:
    made = log(cli, "--answer", "可以办")
    assert (made["status"], made["answer"], made["light"]) == ("completed", "可以办", None)
    assert made["responded_at"] == made["completed_at"] == "2026-11-23T10:00:00+08:00"
    assert cli.refused("call", "log", "--question", "问", "--answer", "答")["error"] == "unsorted"


def test_options_left_blank_are_as_if_not_given(cli: CommandLine) -> None:
    words = [f"--{name}=" for name in ("service", "phone", "name", "organisation", "group", "ticket", "answer", "kind")]
    bare = cli.json("call", "log", "--question", "问")
    blank = cli.json("call", "log", "--question", "问", *words)
    assert {**bare, "number": None} == {**blank, "number": None}
    for word in ("--about=", "--channel=", "--received-at="):
        cli.refused("call", "log", "--question", "问", word)


def test_numbers_count_up_through_the_day_and_begin_anew(cli: CommandLine, clock: FrozenClock) -> None:
    assert [log(cli)["number"] for _ in range(3)] == ["20261123A001", "20261123A002", "20261123A003"]
    clock.set("2026-11-24 00:00")
    assert log(cli)["number"] == "20261124A001"
    cli.json("centre", "set", "--letter", "b", by="boss")
    assert log(cli)["number"] == "20261124B002"


def test_a_number_is_understood_as_people_type_it(cli: CommandLine) -> None:
    number = log(cli)["number"]
    for typed in (number.lower(), f" {number} ", "２０２６１１２３Ａ００１"):
        assert cli.json("call", "show", typed)["number"] == number


def test_a_whole_life_at_the_command_line(cli: CommandLine, clock: FrozenClock) -> None:
    number = cli.json("call", "log", "--question", "贷款怎么办", "--phone", "13800001234", "--name", "张三")["number"]

    def act(*words: str, by: str = "li") -> Any:
        clock.forward(minutes=1)
        return cli.json("call", words[0], number, *words[1:], by=by)

    assert act("sort", "--service", "loan")["service"] == "loan"
    told = act("notify", "--means", "message", "--note", "发了短信")
    materials = cli.json("service", "show", "loan")["materials"]
    assert set(told["notifications"][0]) >= {"at", "staff", "means", "items", "reason", "counts"}
    assert (told["notifications"][0]["items"], told["notifications"][0]["means"]) == (materials, "message")
    assert told["responded_at"] is None
    more = act("notify", "--item", "营业执照", "--item", "租赁合同", "--reason", "omitted")
    assert (more["notifications"][1]["items"], more["notifications"][1]["counts"]) == (["营业执照", "租赁合同"], True)
    taken = act("receive", "--item", "身份证", "--copies", "2", "--item=户口簿", "--item", "--json", "--copies=3")
    assert [(one["item"], one["copies"]) for one in taken["materials_received"]] == [
        ("身份证", 2), ("户口簿", 1), ("--json", 3),
    ]  # fmt: skip
    assert act("attempt", "--outcome", "no_answer")["timeline"][-1]["text"] == "no_answer"
    assert act("reply", "--text", "先说一点")["status"] == "in_progress"
    waiting = act("wait", "--reason", "等营业执照")
    assert (waiting["status"], waiting["light"]) == ("waiting", None)
    assert act("resume")["status"] == "in_progress"
    moved = act("transfer", "--to", "han", "--reason", "她熟悉")
    assert (moved["status"], moved["handler"], moved["first_contact"]) == ("accepted", "han", "li")
    assert act("return", "--reason", "不归我", by="han")["handler"] == "li"
    assert act("refer", "--to", "finance", "--reason", "由其办")["party"] == "finance"
    asked = act("ask-extension", "--limit", "3wd", "--reason", "要评审")
    assert (asked["extended"], asked["extension_asked"]["limit"]) == (False, "3wd")
    assert act("refuse-extension", "--reason", "来得及", by="boss")["extension_asked"] is None
    longer = act("extend", "--limit", "2wd", "--reason", "还是给", "--caller-told", by="boss")
    assert (longer["extended"], longer["due_at"] > asked["due_at"]) == (True, True)
    done = act("complete", "--result", "办好了")
    assert (done["status"], done["light"], done["result"]) == ("completed", None, "办好了")
    assert done["completed_at"] == clock.at.isoformat()
    assert act("follow-up", "--outcome", "no_answer", by="boss")["status"] == "completed"
    again = act("follow-up", "--unresolved", "--rating", "1", "--comment", "没解决", by="boss")
    assert (again["status"], again["reopened"], again["completed_at"]) == ("in_progress", True, None)
    act("complete", "--result", "这回办好了")
    assert act("follow-up", "--resolved", "--rating", "5", by="boss")["status"] == "closed"
    assert act("reopen", "--reason", "又来问")["status"] == "in_progress"
    gone = act("decline", "--ground", "guided", "--to", "property", "--reason", "归物业")
    assert (gone["status"], gone["party"], gone["completed_at"]) == ("declined", "property", None)
    events = [one["event"] for one in gone["timeline"]]
    assert events == [
        "log", "sort", "notify", "notify", "receive", "attempt", "reply", "wait", "resume", "transfer", "return",
        "refer", "ask_extension", "refuse_extension", "extend", "complete", "follow_up", "follow_up", "complete",
        "follow_up", "reopen", "decline",
    ]  # fmt: skip
    assert cli.json("call", "show", number) == gone


def test_list_items_leave_out_the_last_two_only(cli: CommandLine) -> None:
    whole = log(cli)
    page = cli.json("call", "list")
    assert set(page) == {"items", "next"}
    assert page["next"] is None
    (item,) = page["items"]
    assert item == {key: value for key, value in whole.items() if key not in ("notifications", "timeline")}


def test_paging_and_filters_at_the_command_line(cli: CommandLine) -> None:
    made = [log(cli)["number"] for _ in range(5)]
    cli.json("call", "transfer", made[0], "--to", "han", "--reason", "她办")
    first = cli.json("call", "list", "--limit", "2")
    assert [one["number"] for one in first["items"]] == made[:2:-1]
    second = cli.json("call", "list", "--limit", "9", "--after", first["next"])
    assert [one["number"] for one in second["items"]] == made[2::-1]
    for words, expected in (
        (("--handler", "han"), made[:1]),
        (("--first-contact", "li", "--limit", "1"), made[4:]),
        (("--status", "declined"), []),
        (("--light", "green", "--kind", "consultation", "--service", "loan"), made[::-1]),
        (("--since", "2026-11-23", "--until", "2026-11-23"), made[::-1]),
        (("--until", "2026-11-22"), []),
        (("--search", "贷款"), made[::-1]),
        (("--search", made[3]), made[3:4]),
    ):
        assert [one["number"] for one in cli.json("call", "list", *words)["items"]] == expected, words
    told = cli.run("call", "list", "--limit", "2", globals_=("--lang", "en"))
    assert first["next"] in told.out


def test_what_a_refusal_leaves(cli: CommandLine) -> None:
    number = log(cli)["number"]
    before = cli.json("call", "show", number)
    for words, code in (
        (("complete", number, "--result", "好"), 1),
        (("resume", number), 1),
        (("reopen", number, "--reason", "x"), 1),
        (("return", number, "--reason", "x"), 1),
        (("transfer", number, "--to", "li", "--reason", "x"), 1),
        (("transfer", number, "--to", "gone", "--reason", "x"), 1),
        (("refer", number, "--to", "nowhere", "--reason", "x"), 1),
        (("extend", number, "--limit", "1wd", "--reason", "x"), 4),
        (("refuse-extension", number, "--reason", "x"), 4),
        (("decline", number, "--ground", "duplicate", "--to", number, "--reason", "x"), 1),
        (("follow-up", number, "--resolved"), 1),
        (("notify", number, "--item", ""), 1),
        (("receive", number, "--item", "x", "--copies", "0"), 1),
        (("receive", number, "--copies", "1", "--item", "x"), 2),
        (("attempt", number, "--outcome", "asleep"), 1),
    ):
        cli.refused("call", *words, code=code)
    cli.refused("call", "reply", number, "--text", "x", code=4, by="tel")
    assert cli.json("call", "show", number) == before


def test_follow_up_needs_its_words(cli: CommandLine) -> None:
    number = log(cli, "--answer", "答")["number"]
    for words, code in (
        ((), 2), (("--rating", "5"), 2), (("--resolved", "--rating", "6"), 1), (("--resolved", "--rating", "x"), 1),
        (("--outcome", "no_answer", "--rating", "3"), 1), (("--outcome", "asleep"), 1),
    ):  # fmt: skip
        cli.refused("call", "follow-up", number, *words, by="boss", code=code)
    assert cli.refused("call", "follow-up", number, "--resolved", by="li")["error"] == "own_follow_up"
    assert cli.json("call", "follow-up", number, "--resolved", by="boss")["status"] == "closed"


def test_a_complaint_about_a_colleague_at_the_command_line(cli: CommandLine) -> None:
    made = cli.json("call", "log", "--question", "态度不好", "--about", "han")
    assert (made["kind"], made["handler"]) == ("complaint", "li")
    for words in (("show", made["number"]), ("reply", made["number"], "--text", "x")):
        assert cli.refused("call", *words, by="han")["error"] == "no_such_call"
    assert cli.json("call", "list", by="han")["items"] == []
    assert cli.refused("call", "transfer", made["number"], "--to", "han", "--reason", "x")["error"] == "about_them"


@pytest.mark.parametrize("ending", ["docx", "txt"])
def test_paper(cli: CommandLine, tmp_path: Path, ending: str) -> None:
    number = log(cli, "--name", "张三", "--phone", "13800001234")["number"]
    for verb in ("slip", "receipt"):
        file = tmp_path / f"{verb} 单.{ending}"
        done = cli.json("call", verb, number, "--output", str(file))
        assert file.stat().st_size > 100
        assert (done["number"], done["timeline"][-1]["event"]) == (number, verb)
        assert b"13800001234" not in file.read_bytes()
    for verb in ("register", "ledger"):
        file = tmp_path / f"{verb}.{ending}"
        assert cli.json("call", verb, "--output", str(file)) == {"output": str(file), "calls": 1}
        assert file.stat().st_size > 100
    if ending == "txt":
        text = (tmp_path / "slip 单.txt").read_text()
        assert number in text
        assert all(one in text for one in cli.json("service", "show", "loan")["materials"])
    for wrong in ("x.pdf", "x", "no/such/folder.txt"):
        cli.refused("call", "slip", number, "--output", str(tmp_path / wrong))
        assert not (tmp_path / wrong).exists()


def test_plain_output_shows_what_json_has(cli: CommandLine) -> None:
    number = log(cli, "--name", "张三")["number"]
    cli.json("call", "notify", number)
    for lang in ("zh", "en"):
        shown = cli.run("call", "show", number, globals_=("--lang", lang)).out
        for word in (number, "张三", "贷款怎么办", "2026-11-30 17:00"):
            assert word in shown
        assert json.loads(cli.run("call", "show", number, "--json").out)["notifications"][0]["items"][0] in shown
