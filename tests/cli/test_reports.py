"""`report` and `demo` at the command line: the contract's keys, manners, and numbers that agree with `call list`."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from cli.progress import bar
from tests.helpers.people import FrozenClock
from tests.helpers.running import CommandLine

CONTRACT = [
    "calls", "completed", "on_time", "on_time_rate", "first_reply_seconds", "completion_seconds", "response_rate",
    "resolution_rate", "satisfaction_rate", "first_contact_resolution", "one_time_rate",
]  # fmt: skip


def _some(cli: CommandLine, clock: FrozenClock) -> None:
    for index in range(6):
        clock.forward(minutes=20)
        words = ["call", "log", "--question", "=1+1 怎么办", "--service", "loan", "--phone", "138-0000-1234"]
        cli.json(*words, *(["--answer", "这样办"] if index % 2 else []), by="li" if index < 4 else "han")
    clock.forward(days=10)


def test_response_has_the_contracts_keys_whole_and_by_group(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    found = cli.json("report", "response", "--by", "staff", by="boss")
    assert list(found)[: len(CONTRACT)] == CONTRACT
    assert list(found["first_reply_seconds"]) == list(found["completion_seconds"]) == ["p50", "p90", "p95", "max"]
    assert [one["key"] for one in found["groups"]] == ["han", "li"]
    assert set(CONTRACT) <= set(found["groups"][0])
    assert (found["calls"], found["completed"], found["on_time_rate"], found["response_rate"]) == (6, 3, 1.0, 0.5)
    assert found["satisfaction_rate"] is None
    assert cli.json("report", "response", by="boss")["groups"] == []


def test_groups_have_the_calls_of_the_whole(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    cli.json("call", "log", "--question", "没有分类")
    for by in ("staff", "service", "channel", "day", "hour"):
        found = cli.json("report", "response", "--by", by, by="boss")
        assert sum(one["calls"] for one in found["groups"]) == found["calls"] == 7
    assert [one["key"] for one in found["groups"]] == ["10", "11", "12"]
    keys = [one["key"] for one in cli.json("report", "response", "--by", "service", by="boss")["groups"]]
    assert keys == ["loan", None]


def test_overdue_lists_what_call_list_shows_red(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    red = cli.json("call", "list", "--light", "red", by="boss")["items"]
    found = cli.json("report", "overdue", by="boss")
    assert {one["number"] for one in found["items"]} == {one["number"] for one in red}
    assert found["overdue"] == len(red) == 3
    first = found["items"][0]
    assert first["light"] == "red"
    assert first["overdue_seconds"] > 0
    assert first["caller"]["phone"] == "138****1234"
    page = cli.json("report", "overdue", "--limit", "2", by="boss")
    rest = cli.json("report", "overdue", "--after", page["next"], by="boss")
    assert [one["number"] for one in page["items"] + rest["items"]] == [one["number"] for one in found["items"]]


def test_behind_a_number_stand_its_calls(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    red = cli.json("report", "calls", "overdue", by="boss")["items"]
    assert {one["number"] for one in red} == {
        one["number"] for one in cli.json("report", "overdue", by="boss")["items"]
    }
    assert cli.refused("report", "calls", "moon", by="boss")["error"] == "unknown_choice"


def test_every_number_of_the_json_is_a_door(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    cli.json("call", "log", "--question", "没有分类", "--group", "graduate", "--channel", "counter")
    for words in ((), ("--service", ""), ("--group", "graduate"), ("--kind", "consultation"), ("--hour", "10")):
        found = cli.json("report", "response", *words, by="boss")
        for key, number in found.items():
            if isinstance(number, int):
                behind = cli.json("report", "calls", key, *words, by="boss")
                assert (behind["total"], len(behind["items"])) == (number, behind["calls"]), (words, key)
        late = cli.json("report", "calls", "completed", "--without", "on_time", *words, by="boss")["calls"]
        assert late == found["completed"] - found["on_time"]
    slowest = cli.json("report", "response", by="boss")["first_reply_seconds"]["max"]
    timed = cli.json("report", "calls", "first_reply_seconds", "--at-least", str(slowest), by="boss")["items"]
    assert {one["seconds"] for one in timed} == {slowest}
    for option, value in (
        ("--without", "transfers"), ("--without", "moon"), ("--weekday", "8"), ("--hour", "24"), ("--at-least", "-1"),
    ):  # fmt: skip
        cli.refused("report", "calls", "calls", option, value, by="boss")


def test_what_waits_for_a_decision_is_counted_and_listed(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    number = cli.json("call", "log", "--question", "没有分类")["number"]
    cli.json("call", "ask-extension", number, "--limit", "1wd", "--reason", "要核实")
    cli.json("call", "remind", number, "--text", "请尽快", by="boss")
    found = cli.json("report", "decisions", by="boss")
    assert (found["overdue"], found["extensions"], found["unsorted"], found["reminders"]) == (3, 1, 1, 1)
    for key in ("overdue", "yellow", "extensions", "bad_ratings", "unsorted", "reminders"):
        assert cli.json("report", "calls", key, by="boss")["calls"] == found[key], key
    assert cli.json("report", "follow-ups", by="boss")["owed"] == found["follow_ups"]
    assert [one["reminder"] for one in cli.json("report", "calls", "reminders", by="boss")["items"]] == ["请尽快"]
    assert cli.run("report", "decisions", by="boss").code == 0


def test_specialists_see_their_own(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    assert cli.json("report", "response", by="han")["calls"] == 2
    assert cli.json("report", "overdue", by="tel")["items"] == []


def test_what_cannot_be_read_is_refused(cli: CommandLine) -> None:
    assert cli.refused("report", "response", "--since", "yesterday")["error"] == "bad_date"
    assert cli.refused("report", "response", "--by", "moon")["error"] == "unknown_choice"
    assert cli.refused("report", "response", "--since", "2026-02-02", "--until", "2026-02-01")["error"]
    assert cli.refused("report", "overdue", "--limit", "0")["error"] == "bad_number"
    assert cli.refused("report", "export", "report.csv")["error"] == "bad_output_xlsx"
    assert cli.refused("report", "month", "October", "--output", "m.docx")["error"] == "bad_month"
    assert cli.refused("report", "month", "2026-10", "--output", "m.txt")["error"] == "bad_output_docx"
    cli.refused("report", "export", code=2)
    cli.refused("report", "nothing", code=2)


def test_periods_at_the_ends_of_time(cli: CommandLine, tmp_path: Path) -> None:
    first, last = ("--since", "0001-01-01"), ("--until", "9999-12-31")
    cli.json("report", "response", *first, *last)
    cli.json("report", "overdue", *first, *last)
    cli.json("report", "rooms", *first, *last)
    assert cli.refused("report", "compare", *first, *last)["error"] == "no_period_before"
    assert cli.refused("report", "compare", *first, "--until", "0001-01-31")["error"] == "no_period_before"
    for month in ("0001-01", "9999-12", "2026-13"):
        assert cli.refused("report", "month", month, "--output", "m.docx")["error"] == "bad_month"
    assert cli.json("report", "export", str(tmp_path / "r.xlsx"), *first, "--until", "0001-01-02")["calls"] == 0


def test_plain_output_says_how_many_were_counted(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    said = cli.run("report", "response", "--by", "channel", by="boss", globals_=("--lang", "en")).out
    assert "n=3 (too few)" in said
    for words in (("overdue",), ("follow-ups",), ("definitions",)):
        assert cli.run("report", *words, by="boss").code == 0
    compared = cli.run("report", "compare", "--since", "2026-11-01", "--until", "2026-11-30", by="boss")
    assert compared.code == 0
    assert "on_time_rate" in cli.json("report", "definitions")


def test_a_period_is_compared_with_another_that_is_named(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    words = ("report", "compare", "--since", "2026-11-01", "--until", "2026-11-30")
    before = cli.json(*words, "--against-since", "2025-11-01", "--against-until", "2025-11-30", by="boss")["earlier"]
    assert (before["since"], before["until"]) == ("2025-11-01", "2025-11-30")
    assert cli.json(*words, by="boss")["earlier"]["since"] == "2026-10-01"
    assert cli.refused("report", "compare", by="boss")["error"] == "period_missing"


def test_room_use_and_demand(cli: CommandLine, clock: FrozenClock) -> None:
    _some(cli, clock)
    assert cli.json("report", "demand", by="boss")["items"] == [{"group": None, "service": "loan", "calls": 6}]
    rooms = cli.json("report", "rooms", "--since", "2026-11-01", by="boss")["items"]
    assert {"key", "bookings", "booked_seconds", "attended", "no_show"} <= set(rooms[0])
    for verb in ("demand", "rooms"):
        assert cli.run("report", verb, by="boss").code == 0


def test_a_follow_up_has_its_script(cli: CommandLine) -> None:
    number = cli.json("call", "log", "--question", "问", "--service", "loan", "--answer", "答")["number"]
    lines = cli.json("report", "script", number)["lines"]
    assert "创业担保贷款" in lines[0]
    assert "2026-11-23" in lines[0]
    assert cli.run("report", "script", number).out.count("\n") == len(lines)
    assert cli.refused("report", "script", "20260101A001")["error"] == "no_such_call"


def test_files_are_written_and_their_names_kept(cli: CommandLine, clock: FrozenClock, tmp_path: Path) -> None:
    _some(cli, clock)
    assert cli.json("report", "export", str(tmp_path / "r.xlsx"), by="boss")["calls"] == 6
    assert cli.json("report", "month", "2026-11", "--output", str(tmp_path / "m.docx"), by="boss")["calls"] == 6
    with closing(sqlite3.connect(cli.database)) as connection:
        acts = connection.execute("SELECT act, details FROM audit_entries ORDER BY seq DESC LIMIT 2").fetchall()
    assert [(act, json.loads(details)["calls"]) for act, details in acts] == [
        ("report.monthly", 6), ("report.export", 6),
    ]  # fmt: skip


def test_demo_makes_a_desk_and_never_writes_over_one(cli: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "demo.sqlite3"
    made = cli.json("demo", str(file), "--calls", "40", "--seed", "2", "--until", "2026-11-20T15:00")
    assert (made["output"], made["calls"], made["supervisor"]) == (str(file), 40, "demo")
    before = file.read_bytes()
    assert cli.refused("demo", str(file))["error"] == "file_exists"
    assert file.read_bytes() == before
    presents = ("now", "0001-01-01T00:00", "9999-12-31T23:00")
    for words in (("--calls", "0"), ("--calls", "many"), ("--seed", "-1"), *(("--until", one) for one in presents)):
        cli.refused("demo", str(tmp_path / "other.sqlite3"), *words)
    cli.refused("demo", code=2)
    assert not (tmp_path / "other.sqlite3").exists()


def test_no_bar_where_standard_error_is_no_terminal(cli: CommandLine, tmp_path: Path) -> None:
    ran = cli.run("demo", str(tmp_path / "demo.sqlite3"), "--calls", "20", "--until", "2026-11-20T15:00")
    assert (ran.code, ran.err) == (0, "")
    with bar("x") as progress:
        progress(1, 2)
