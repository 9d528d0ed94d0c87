"""`staff`, `service`, `party`, `centre`, `db info` at the command line."""

from __future__ import annotations

import sqlite3

from tests.helpers.people import PIN, FrozenClock
from tests.helpers.running import CommandLine


def test_staff_add_edit_disable(cli: CommandLine) -> None:
    words = ("staff", "add", "--code", "new-1_x", "--name", "新 人", "--role", "operator", "--pin-stdin")
    made = cli.json(*words, by="boss", stdin="864209")
    assert {key: made[key] for key in ("code", "name", "role", "deputy", "active")} == {
        "code": "new-1_x", "name": "新 人", "role": "operator", "deputy": None, "active": True,
    }  # fmt: skip
    assert cli.json("staff", "edit", "new-1_x", "--deputy", "han", by="boss")["deputy"] == "han"
    assert cli.json("staff", "edit", "new-1_x", "--deputy", "", by="boss")["deputy"] is None
    assert cli.json("staff", "edit", "new-1_x", "--name", "改名", "--role", "supervisor", by="boss")["name"] == "改名"
    assert cli.json("login", "new-1_x", "--pin-stdin", by="li", stdin="864209")["role"] == "supervisor"
    assert cli.json("staff", "disable", "new-1_x", by="boss")["active"] is False
    listed = cli.json("staff", "list", by="boss")
    assert set(listed) == {"items", "next"}
    assert {one["code"]: one["active"] for one in listed["items"]}["new-1_x"] is False


def test_staff_refusals(cli: CommandLine) -> None:
    add = ("staff", "add", "--name", "x", "--pin-stdin")
    assert cli.refused(*add, "--code", "li", "--role", "operator", by="boss", stdin="1234")["error"] == "staff_exists"
    cli.refused(*add, "--code", "X", "--role", "operator", by="boss", stdin="1234")
    cli.refused(*add, "--code", "x", "--role", "king", by="boss", stdin="1234")
    cli.refused(*add, "--code", "x", "--role", "operator", by="boss", stdin="12")
    cli.refused(*add, "--code", "x", "--role", "operator", by="li", code=4, stdin="1234")
    cli.refused("staff", "edit", "li", "--deputy", "li", by="boss")
    cli.refused("staff", "edit", "li", "--deputy", "gone", by="boss")
    cli.refused("staff", "edit", "li", "--deputy", "nobody", by="boss")
    cli.refused("staff", "edit", "nobody", "--name", "x", by="boss")
    cli.refused("staff", "disable", "nobody", by="boss")
    cli.refused("staff", "edit", "han", "--name", "x", by="li", code=4)
    cli.refused("staff", "edit", "li", "--role", "supervisor", by="li", code=4)
    cli.json("staff", "disable", "chief", by="boss")
    assert cli.refused("staff", "disable", "boss", by="boss")["error"] == "last_supervisor"
    assert cli.refused("staff", "edit", "boss", "--role", "operator", by="boss")["error"] == "last_supervisor"


def test_anyone_changes_their_own_pin_and_deputy(cli: CommandLine) -> None:
    assert cli.json("staff", "edit", "han", "--deputy", "li", by="han")["deputy"] == "li"
    cli.json("staff", "edit", "han", "--pin-stdin", by="han", stdin="777777")
    assert cli.json("login", "han", "--pin-stdin", by=None, stdin="777777")["code"] == "han"
    cli.refused("login", "han", "--pin-stdin", by=None, code=4, stdin=PIN)


def test_a_deputy_acts_for_the_first_contact(cli: CommandLine) -> None:
    number = cli.json("call", "log", "--question", "问", by="han")["number"]
    cli.refused("call", "reply", number, "--text", "答", by="tel", code=4)
    cli.json("staff", "edit", "han", "--deputy", "tel", by="boss")
    cli.json("call", "reply", number, "--text", "答", by="tel")


def test_the_service_list_is_one_page_with_the_contracts_keys(cli: CommandLine) -> None:
    listed = cli.json("service", "list")
    assert listed["next"] is None
    assert len(listed["items"]) >= 24
    for one in listed["items"]:
        assert {"code", "name", "category", "materials", "respond", "complete", "on_supplement"} <= set(one)
        assert one["on_supplement"] in ("pause", "restart")
        assert isinstance(one["materials"], list)
    assert cli.json("service", "show", "loan") == next(one for one in listed["items"] if one["code"] == "loan")
    for query in ("cydbdk", "创业担保贷款", "CYDBDK", "ｃｙｄｂｄｋ", "loan", "chuangyedanbao"):
        assert cli.json("service", "list", "--search", query)["items"][0]["code"] == "loan", query


def test_a_supervisor_sets_a_service(cli: CommandLine) -> None:
    words = ("service", "set", "loan", "--respond", "4wh", "--complete", "30d", "--on-supplement", "restart")
    done = cli.json(*words, by="boss")
    assert (done["respond"], done["complete"], done["on_supplement"]) == ("4wh", "30d", "restart")
    assert cli.json("service", "show", "loan") == done
    call = cli.json("call", "log", "--question", "问", "--service", "loan")
    assert call["respond_by"] == "2026-11-23T15:00:00+08:00"
    assert call["due_at"] == "2026-12-23T17:00:00+08:00"
    cli.refused(*words, by="li", code=4)
    for wrong in (
        ("--respond", "5"),
        ("--complete", "soon"),
        ("--complete", "9999y"),
        ("--on-supplement", "stop"),
        ("--name", " "),
    ):
        cli.refused("service", "set", "loan", *wrong, by="boss")
    cli.refused("service", "set", "nosuch", "--respond", "1wd", by="boss")
    assert cli.json("service", "show", "loan") == done


def test_parties(cli: CommandLine) -> None:
    assert cli.json("party", "list")["items"]
    made = cli.json("party", "add", "--code", "bank-2", "--name", "海边银行", "--kind", "finance", "--offers", "贷款",
                    "--phone", "0532-8500-0000", "--contact", "值班柜台")  # fmt: skip
    assert (made["code"], made["name"], made["offers"], made["contact"]) == ("bank-2", "海边银行", "贷款", "值班柜台")
    assert cli.json("party", "list", "--search", "hbyh")["items"][0]["code"] == "bank-2"
    changed = cli.json("party", "edit", "bank-2", "--offers", "贷款和开户", "--name", "海边银行支行")
    assert (changed["offers"], changed["name"]) == ("贷款和开户", "海边银行支行")
    cli.refused("party", "add", "--code", "bank-2", "--name", "x")
    cli.refused("party", "add", "--code", "Bank", "--name", "x")
    cli.refused("party", "edit", "nowhere", "--name", "x")
    cli.refused("party", "edit", "bank-2", "--phone", "打不通")
    cli.json("party", "edit", "bank-2", "--inactive")
    number = cli.json("call", "log", "--question", "问")["number"]
    assert cli.refused("call", "refer", number, "--to", "bank-2", "--reason", "x")["error"] == "party_inactive"


def test_the_centre(cli: CommandLine) -> None:
    done = cli.json("centre", "set", "--letter", "ｂ", "--hotline", "12345", "--place", "一楼大厅", by="boss")
    assert (done["letter"], done["hotline"], done["place"]) == ("B", "12345", "一楼大厅")
    assert cli.json("centre", "show") == done
    for wrong in (("--letter", "AB"), ("--letter", "1"), ("--letter", ""), ("--extension-limit", "x"), ("--name", "")):
        cli.refused("centre", "set", *wrong, by="boss")
    cli.refused("centre", "set", "--name", "x", by="li", code=4)


def test_db_info(cli: CommandLine) -> None:
    from core.storage import schema

    facts = cli.json("db", "info")
    assert facts["path"] == str(cli.database)
    assert facts["schema"] == schema.HEAD
    assert (facts["engine"], facts["engine_version"]) == ("sqlite", sqlite3.sqlite_version)
    assert facts["journal_mode"] == "wal"
    assert (facts["synchronous"], facts["foreign_keys"]) == (2, True)
    assert facts["busy_timeout_ms"] >= 5000
    assert facts["bytes"] > 0


def test_a_frozen_clock_is_what_these_tests_run_by(cli: CommandLine, clock: FrozenClock) -> None:
    clock.set("2026-11-24 09:00")
    assert cli.json("call", "log", "--question", "问")["logged_at"] == "2026-11-24T09:00:00+08:00"


def test_disabling_someone_names_the_calls_they_leave_behind(cli: CommandLine) -> None:
    open_, done = (cli.json("call", "log", "--question", text)["number"] for text in ("开户", "找谁"))
    cli.json("call", "decline", done, "--ground", "invalid", "--reason", "打错")
    told = cli.run("staff", "disable", "li", by="boss").out
    assert open_ in told
    assert done not in told
    assert "20261123A" not in cli.run("staff", "disable", "han", by="boss").out
