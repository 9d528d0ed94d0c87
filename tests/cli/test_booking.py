"""`shouwen room` and `shouwen booking`, to the contract's letter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.core.rooms_made_up import register
from tests.helpers.people import FrozenClock
from tests.helpers.running import ROOT, CommandLine

SLOT = ("--from", "2026-11-25T10:00", "--to", "2026-11-25T11:00")


@pytest.fixture(autouse=True)
def _occupants(cli: CommandLine) -> None:
    register(cli.database)


def make(cli: CommandLine, *more: str, room: str = "m203", by: str = "li") -> Any:
    slot = () if "--from" in more else SLOT
    whom = () if {"--for", "--guest"} & set(more) else ("--for", "7")
    return cli.json("booking", "make", room, *slot, "--title", "例会", *whom, *more, by=by)


def test_the_rooms_that_ship(cli: CommandLine) -> None:
    found = cli.json("room", "list")
    assert found["next"] is None
    assert {"code", "name", "capacity", "equipment"} <= set(found["items"][0])
    kinds = {one["kind"] for one in found["items"]}
    assert kinds == {"meeting", "hall", "classroom"}
    for one in found["items"]:
        assert one["example"] is True
        assert set(map(tuple, one["week"].values())) == {("08:30-21:00",)}
        assert (one["holiday"], one["buffer_seconds"], one["ahead_days"]) == ([], 0, 366)


def test_what_making_prints(cli: CommandLine) -> None:
    made = make(cli)
    assert (made["series"], made["skipped"]) == (None, [])
    (one,) = made["booked"]
    assert list(one)[:4] == ["id", "room", "from", "to"]
    assert (one["room"], one["from"], one["to"]) == ("m203", "2026-11-25T10:00:00+08:00", "2026-11-25T11:00:00+08:00")
    assert (one["title"], one["status"], one["occupant"]) == ("例会", "approved", 7)
    assert cli.json("booking", "show", str(one["id"])) == one
    assert cli.json("booking", "list")["items"] == [one]


def test_a_taken_slot_is_a_conflict_with_what_is_in_the_way(cli: CommandLine) -> None:
    first = make(cli)["booked"][0]
    said = cli.refused("booking", "make", "m203", *SLOT, "--title", "x", "--guest", "王先生", code=3)
    assert (said["error"], said["by"], said["by_from"]) == ("booked", first["id"], first["from"])


def test_what_is_in_the_way_comes_before_whom_it_is_for(cli: CommandLine) -> None:
    first = make(cli)["booked"][0]
    register(cli.database, [77], "left")
    for number, else_ in (("999", "no_such_occupant"), ("77", "occupancy_ended"), ("x", "bad_occupant")):
        wish = ("booking", "make", "m203", *SLOT, "--title", "x", "--for", number)
        assert cli.refused(*wish, code=3)["by"] == first["id"]
        free = ("booking", "make", "m202", *SLOT, "--title", "x", "--for", number)
        assert cli.refused(*free)["error"] == else_
        assert cli.refused(*free, "--preview")["error"] == else_
        assert cli.refused("booking", "wait", "m203", *SLOT, "--title", "x", "--for", number)["error"] == else_


def test_a_day_ends_at_24(cli: CommandLine) -> None:
    cli.json("room", "hours", "m203", "2026-11-25", "--open", "08:30-24:00", "--reason", "创业夜", by="boss")
    night = ("--from", "2026-11-25T22:00", "--to", "2026-11-25T24:00")
    assert make(cli, *night)["booked"][0]["to"] == "2026-11-26T00:00:00+08:00"
    cli.refused("booking", "make", "m203", "--from", "2026-11-25T22:00", "--to", "2026-11-25T24:01", "--title", "x",
                "--for", "7")  # fmt: skip


def test_a_weekday_set_to_rest_is_a_holiday_and_a_weekend_is_not(cli: CommandLine) -> None:
    for day in ("2027-01-01", "2027-01-02"):
        cli.json("calendar", "set", day, "rest", "--reason", "元旦", by="boss")
    friday, saturday = (("--from", f"2027-01-0{n}T10:00", "--to", f"2027-01-0{n}T11:00") for n in (1, 2))
    said = cli.refused("booking", "make", "m203", *friday, "--title", "x", "--for", "7")
    assert said["error"] == "holiday"
    assert make(cli, *saturday)["booked"][0]["status"] == "approved"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--from", "2026-11-25T11:00", "--to", "2026-11-25T10:00", "--for", "7"), 1),
        (("--from", "2026-11-25T07:00", "--to", "2026-11-25T09:00", "--for", "7"), 1),
        (("--from", "soon", "--to", "2026-11-25T09:00", "--for", "7"), 1),
        (("--from", "2026-11-25T10:00", "--to", "2026-11-25T11:00"), 2),
        (("--from", "2026-11-25T10:00", "--to", "2026-11-25T11:00", "--for", "7", "--guest", "x"), 2),
        (("--from", "2026-11-25T10:00", "--for", "7"), 2),
        (("--from", "2026-11-25T10:00", "--to", "2026-11-25T11:00", "--for", "7", "--repeat", "FREQ=WEEKLY"), 1),
        (("--from", "2026-11-25T10:00", "--to", "2026-11-25T11:00", "--for", "7", "--people", "many"), 1),
    ],
)
def test_refusals_and_usage(cli: CommandLine, words: tuple[str, ...], code: int) -> None:
    cli.refused("booking", "make", "m203", "--title", "x", *words, code=code)


def test_a_series_with_what_it_skips(cli: CommandLine) -> None:
    taken = make(cli, "--from", "2026-12-02T10:30", "--to", "2026-12-02T11:30")["booked"][0]
    weekly = ("--repeat", "FREQ=WEEKLY;COUNT=4")
    seen = make(cli, *weekly, "--preview")
    assert seen["series"] is None
    assert [one["id"] for one in seen["booked"]] == [None] * 3
    (skipped,) = seen["skipped"]
    assert (skipped["from"], skipped["to"]) == ("2026-12-02T10:00:00+08:00", "2026-12-02T11:00:00+08:00")
    assert (skipped["why"], skipped["by"]) == ("booked", taken["id"])
    assert "m202" in skipped["rooms"]
    assert [one["from"][11:16] for one in skipped["times"]][:1] == ["09:30"]
    assert len(cli.json("booking", "list")["items"]) == 1
    cli.refused("booking", "make", "m203", *SLOT, "--title", "例会", "--for", "7", *weekly, code=3)
    made = make(cli, *weekly, "--skip-conflicts")
    assert isinstance(made["series"], int)
    assert [one["from"][:10] for one in made["booked"]] == ["2026-11-25", "2026-12-09", "2026-12-16"]
    assert [one["why"] for one in made["skipped"]] == ["booked"]


def test_a_series_decided_date_by_date(cli: CommandLine) -> None:
    made = make(
        cli, "--repeat", "FREQ=WEEKLY;COUNT=4", "--skip", "2026-11-25T10:00", "--move",
        "2026-12-02T10:00=2026-12-03T14:00", "--other-room", "2026-12-09T10:00=m401",
    )  # fmt: skip
    assert [(one["room"], one["from"][:16]) for one in made["booked"]] == [
        ("m203", "2026-12-03T14:00"), ("m401", "2026-12-09T10:00"), ("m203", "2026-12-16T10:00"),
    ]  # fmt: skip
    assert [one["why"] for one in made["skipped"]] == [None]
    (later,) = cli.json("booking", "list", "--status", "skipped")["items"]
    assert cli.json("booking", "take", str(later["id"]))["status"] == "approved"


def test_cancelling_one_from_here_on_or_all(cli: CommandLine) -> None:
    ids = [str(one["id"]) for one in make(cli, "--repeat", "FREQ=WEEKLY;COUNT=5")["booked"]]
    assert cli.json("booking", "cancel", ids[1])["cancelled"] == [int(ids[1])]
    done = cli.json("booking", "cancel", ids[3], "--from-here")
    assert (done["id"], done["status"], done["cancelled"]) == (int(ids[3]), "cancelled", [int(ids[3]), int(ids[4])])
    assert cli.json("booking", "cancel", ids[0], "--series")["cancelled"] == [int(ids[0]), int(ids[2])]
    assert cli.json("booking", "list")["items"] == []
    cli.refused("booking", "cancel", ids[0], "--series", "--from-here", code=2)


def test_a_guests_series_is_decided_with_one_word(cli: CommandLine) -> None:
    made = make(cli, "--guest", "王先生", "--repeat", "FREQ=WEEKLY;COUNT=3")["booked"]
    first, second, third = (one["id"] for one in made)
    assert (
        cli.refused("booking", "approve", str(first), "--series", "--from-here", code=2, by="boss")["error"] == "usage"
    )
    assert cli.refused("booking", "approve", str(first), "--series", code=4)["error"] == "supervisor_only"
    refused = cli.json("booking", "refuse", str(third), "--from-here", by="boss")
    assert (refused["status"], refused["refused"]) == ("refused", [third])
    approved = cli.json("booking", "approve", str(second), "--series", by="boss")
    assert (approved["id"], approved["status"], approved["approved"]) == (second, "approved", [second, first])


def test_guests_wait_for_a_supervisor(cli: CommandLine) -> None:
    one = make(cli, "--guest", "王先生")["booked"][0]
    assert (one["status"], one["guest"]) == ("pending", "王先生")
    cli.refused("booking", "approve", str(one["id"]), code=4)
    assert cli.json("booking", "approve", str(one["id"]), by="boss")["status"] == "approved"
    two = make(cli, "--guest", "李女士", "--from", "2026-11-25T14:00", "--to", "2026-11-25T15:00")["booked"][0]
    assert cli.json("booking", "refuse", str(two["id"]), by="boss")["status"] == "refused"
    own = make(cli, "--guest", "孙老师", "--from", "2026-11-25T14:00", "--to", "2026-11-25T15:00", by="boss")
    assert own["booked"][0]["status"] == "approved"


def test_moving_checking_in_and_blocking(cli: CommandLine, clock: FrozenClock) -> None:
    number = str(make(cli)["booked"][0]["id"])
    moved = cli.json("booking", "move", number, "--from", "2026-11-25T14:00", "--room", "m202")
    assert (moved["room"], moved["from"], moved["to"]) == (
        "m202", "2026-11-25T14:00:00+08:00", "2026-11-25T15:00:00+08:00",
    )  # fmt: skip
    cli.refused("booking", "move", number, code=2)
    clock.set("2026-11-25 13:55")
    come = cli.json("booking", "check-in", number, "--people", "9")
    assert (come["status"], come["attended"]) == ("checked_in", 9)
    block = ("m203", "--from", "2026-11-26T08:00", "--to", "2026-11-28T08:00", "--reason", "检修")
    assert cli.json("booking", "block", *block)["kind"] == "block"
    slot = ("--from", "2026-11-26T10:00", "--to", "2026-11-26T11:00")
    said = cli.refused("booking", "make", "m203", *slot, "--title", "x", "--for", "1", code=3)
    assert said["error"] == "blocked"


def test_numbers_and_rooms_that_do_not_exist(cli: CommandLine) -> None:
    for words in (("show", "99"), ("show", "x"), ("move", "99", "--room", "m202"), ("cancel", "99"),
                  ("check-in", "99"), ("list", "--room", "attic")):  # fmt: skip
        cli.refused("booking", *words)
    cli.refused("booking", "make", "attic", *SLOT, "--title", "x", "--for", "7")
    cli.refused("room", "show", "attic")


def test_a_room_for_20_with_projector(cli: CommandLine) -> None:
    asked = ("room", "free", *SLOT, "--people", "20", "--equipment", "projector", "--equipment", "video")
    assert [one["code"] for one in cli.json(*asked)["items"]] == ["m203"]
    make(cli)
    full = cli.json(*asked)
    assert full["items"] == []
    assert full["alternatives"][0] == {
        "room": "m203", "from": "2026-11-25T09:00:00+08:00", "to": "2026-11-25T10:00:00+08:00",
    }  # fmt: skip
    afternoon = ("--from", "2026-11-25T08:30", "--to", "2026-11-25T12:00", "--duration", "90m", "--people", "20")
    found = cli.json("room", "free", *afternoon, "--equipment", "video")
    assert [(one["from"][11:16], one["to"][11:16]) for one in found["items"] if one["room"] == "m203"] == [
        ("08:30", "10:00"),
    ]  # fmt: skip
    by_name = cli.json("room", "free", *SLOT, "--equipment", "视频会议", "--equipment", "Whiteboard")
    assert by_name == cli.json("room", "free", *SLOT, "--equipment", "video", "--equipment", "whiteboard")
    cli.refused("room", "free", *SLOT, "--equipment", "espresso")


def test_the_waiting_list_offers_a_freed_slot_to_the_first_in_line(cli: CommandLine) -> None:
    one = make(cli)["booked"][0]
    wish = ("booking", "wait", "m203", *SLOT, "--title", "试讲")
    first, second = cli.json(*wish, "--for", "8"), cli.json(*wish, "--for", "9")
    assert first["status"] == "waiting"
    assert [offer["free"] for offer in cli.json("booking", "waiting")["items"]] == [False, False]
    assert cli.json("booking", "cancel", str(one["id"]))["offered"] == [first["id"]]
    assert [(offer["place"], offer["free"]) for offer in cli.json("booking", "waiting")["items"]] == [
        (1, True), (2, False),
    ]  # fmt: skip
    cli.refused("booking", "take", str(second["id"]))
    assert cli.json("booking", "take", str(first["id"]))["status"] == "approved"
    cli.refused("booking", "take", str(second["id"]), code=3)
    cli.refused(*wish[:3], "--from", "2026-11-25T17:00", "--to", "2026-11-25T18:00", "--title", "x", "--for", "9")


def test_changing_rooms_is_for_supervisors(cli: CommandLine) -> None:
    new = ("room", "add", "--code", "m501", "--name", "501 会议室", "--capacity", "10", "--equipment", "projector")
    cli.refused(*new, code=4)
    assert cli.json(*new, by="boss")["capacity"] == 10
    cli.refused(*new, by="boss")
    changed = cli.json(
        "room", "edit", "m501", "--buffer", "15m", "--hours", "sun=", "--hours", "sat=09:00-12:00", by="boss"
    )
    assert changed["buffer_seconds"] == 900
    assert (changed["week"]["fri"], changed["week"]["sat"], changed["week"]["sun"]) == (
        ["08:30-21:00"], ["09:00-12:00"], [],
    )  # fmt: skip
    closed = cli.json("room", "hours", "m501", "2026-11-25", "--closed", "--reason", "保养", by="boss")
    assert closed["days"] == [{"date": "2026-11-25", "hours": [], "reason": "保养"}]
    cli.refused("room", "hours", "m501", "2026-11-25", by="boss", code=2)
    cli.refused("room", "edit", "hall-a", "--part-of", "hall-b", by="boss")
    cli.refused("room", "edit", "m501", "--capacity", "0", by="boss")


def test_what_people_read(cli: CommandLine) -> None:
    make(cli, "--repeat", "FREQ=WEEKLY;COUNT=2")
    for words in (("room", "list"), ("room", "show", "hall"), ("room", "free", *SLOT), ("booking", "list"),
                  ("booking", "show", "1"), ("booking", "waiting"), ("booking", "repeats", "2026-11-30"),
                  ("room", "use", "--since", "2026-11-23", "--until", "2026-11-29"),
                  ("booking", "cancel", "1", "--series")):  # fmt: skip
        ran = cli.run(*words)
        assert (ran.code, ran.err) == (0, ""), ran
        assert ran.out.strip()


def test_the_days_sheet(cli: CommandLine, tmp_path: Path) -> None:
    make(cli)
    file = tmp_path / "今天.docx"
    assert cli.json("room", "sheet", "--date", "2026-11-25", "--output", str(file)) == {"path": str(file)}
    assert file.read_bytes()[:2] == b"PK"
    cli.refused("room", "sheet", "--output", str(tmp_path / "x.txt"))


def test_calendar_files_go_out_and_come_back(cli: CommandLine, tmp_path: Path) -> None:
    make(cli, "--repeat", "FREQ=WEEKLY;COUNT=3")
    file = tmp_path / "会议室.ics"
    assert cli.json("booking", "export", str(file)) == {"path": str(file), "bookings": 3}
    back = cli.json("booking", "import", str(file))
    assert back.pop("unchanged") == 3
    assert set(back) == {"added", "updated", "cancelled", "conflicts", "problems", "warnings"}
    assert not any(back.values())
    cli.refused("booking", "import", str(tmp_path / "none.ics"))
    (tmp_path / "broken.ics").write_text("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", encoding="utf-8")
    cli.refused("booking", "import", str(tmp_path / "broken.ics"))


def test_twenty_programs_at_one_slot(cli: CommandLine) -> None:
    """One succeeds, nineteen are told of the conflict, none hangs."""
    cli.json("whoami")
    words = ["booking", "make", "m203", "--from", "2027-03-03T10:00", "--to", "2027-03-03T11:00", "--title", "抢订"]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "cli", "--database", str(cli.database), *words, "--for", str(n), "--json"],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for n in range(1, 21)
    ]  # fmt: skip
    done = [one.communicate(timeout=120) for one in started]
    codes = sorted(one.returncode for one in started)
    assert codes == [0] + [3] * 19, [text for text in done if text[1]]
    assert len(cli.json("booking", "list")["items"]) == 1


def test_a_booking_is_corrected(cli: CommandLine) -> None:
    made = make(cli, "--repeat", "FREQ=WEEKLY;COUNT=3", "--people", "5")["booked"]
    number = str(made[1]["id"])
    one = cli.json("booking", "edit", number, "--title", "改名", "--note", "要茶水", by="han")
    assert (one["id"], one["title"], one["note"], one["sequence"]) == (made[1]["id"], "改名", "要茶水", 1)
    assert one["edited"] == [made[1]["id"]]
    assert cli.json("booking", "edit", number, "--people", "9", "--from-here")["edited"] == [
        made[1]["id"], made[2]["id"],
    ]  # fmt: skip
    assert len(cli.json("booking", "edit", number, "--note", "", "--series")["edited"]) == 3
    assert cli.json("booking", "show", number)["note"] is None
    assert cli.refused("booking", "edit", number, "--people", "5000")["error"] == "capacity"
    cli.refused("booking", "edit", "99", "--title", "x")
    cli.refused("booking", "edit", number, code=2)
    cli.refused("booking", "edit", number, "--title", "x", "--series", "--from-here", code=2)
    assert cli.run("booking", "edit", number, "--title", "再改").code == 0


def test_refusals_name_the_command_that_helps_at_the_command_line_alone(cli: CommandLine) -> None:
    for words, command in (
        (("booking", "show", "99"), "shouwen booking list"),
        (("room", "show", "attic"), "shouwen room list"),
        (("booking", "make", "m203", "--from", "2026-11-25T07:00", "--to", "2026-11-25T08:00", "--title", "x", "--for",
          "7"), "shouwen room show m203"),
        (("booking", "make", "m203", *SLOT, "--title", "x", "--for", "99"), "shouwen occupant list"),
    ):  # fmt: skip
        assert command in cli.refused(*words)["message"]
