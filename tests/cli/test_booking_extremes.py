"""The edges of the calendar, as people type them and as hostile files hold them: refused or read, never a fault."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.core.rooms_made_up import register
from tests.helpers.running import CommandLine

EDGES = ("0001-01-01", "1969-12-31", "2200-01-01", "9999-12-31")
WHAT = ("--title", "例会", "--for", "7")


@pytest.fixture(autouse=True)
def _occupants(cli: CommandLine) -> None:
    register(cli.database)
    cli.json("booking", "make", "m203", "--from", "2026-11-25T10:00", "--to", "2026-11-25T11:00", *WHAT)


@pytest.mark.parametrize("day", EDGES)
def test_a_list_takes_any_day_as_its_bound(cli: CommandLine, tmp_path: Path, day: str) -> None:
    before = day < "2026"
    assert len(cli.json("booking", "list", "--from", day)["items"]) == int(before)
    assert len(cli.json("booking", "list", "--to", day)["items"]) == int(not before)
    file = tmp_path / "out.ics"
    assert cli.json("booking", "export", str(file), "--from", day)["bookings"] == int(before)


@pytest.mark.parametrize("day", EDGES)
def test_nothing_is_booked_outside_the_years_of_a_desk(cli: CommandLine, day: str) -> None:
    slot = ("--from", f"{day}T10:00", "--to", f"{day}T11:00")
    for words in (
        ("booking", "make", "m203", *slot, *WHAT),
        ("booking", "wait", "m203", *slot, *WHAT),
        ("booking", "block", "m203", *slot, "--reason", "检修"),
        ("booking", "move", "1", "--from", f"{day}T10:00"),
        ("room", "free", *slot),
    ):
        said = cli.refused(*words)
        assert said["error"] == "date_out_of_range"
        assert day in said["message"]


@pytest.mark.parametrize("until", ["99991231T235959Z", "99991231", "99991231T235959"])
def test_a_rule_until_the_end_of_the_calendar_is_too_long(cli: CommandLine, until: str) -> None:
    slot = ("--from", "2026-12-01T10:00", "--to", "2026-12-01T11:00")
    for frequency, code in (("DAILY", "too_many_dates"), ("YEARLY", "too_far")):
        rule = f"FREQ={frequency};UNTIL={until}"
        assert cli.refused("booking", "make", "m203", *slot, *WHAT, "--repeat", rule)["error"] == code


def test_a_rule_until_the_beginning_of_the_calendar_gives_no_date(cli: CommandLine) -> None:
    slot = ("--from", "2026-12-01T10:00", "--to", "2026-12-01T11:00")
    rule = "FREQ=DAILY;UNTIL=00010101T000000Z"
    assert cli.refused("booking", "make", "m203", *slot, *WHAT, "--repeat", rule)["error"] == "no_dates"


def test_what_is_too_long_is_said_in_days_and_told_in_seconds(cli: CommandLine) -> None:
    said = cli.refused("booking", "make", "m203", "--from", "2026-12-01T10:00", "--to", "2027-12-01T11:00", *WHAT)
    assert (said["error"], said["longest_seconds"]) == ("too_long", 31 * 86_400)
    assert "31 天" in said["message"]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_sheets_and_use_of_such_days_are_refused(cli: CommandLine, tmp_path: Path, day: str) -> None:
    for words in (
        ("room", "sheet", "--output", str(tmp_path / "sheet.docx"), "--date", day),
        ("room", "use", "--since", day, "--until", day),
    ):
        assert cli.refused(*words)["error"] == "date_out_of_range"


def test_what_would_end_after_the_calendar_does_is_refused(cli: CommandLine) -> None:
    late = "9999-12-31T23:30"
    assert cli.refused("booking", "move", "1", "--from", late)["error"] == "date_out_of_range"
    series = ("--from", "2026-12-01T10:00", "--to", "2026-12-01T11:00", *WHAT, "--repeat", "FREQ=DAILY;COUNT=2")
    said = cli.refused("booking", "make", "m203", *series, "--move", f"2026-12-01T10:00={late}")
    assert said["error"] == "date_out_of_range"


def test_a_day_leaves_out_that_date_of_a_series(cli: CommandLine) -> None:
    series = ("--from", "2026-12-01T10:00", "--to", "2026-12-01T11:00", *WHAT, "--repeat", "FREQ=DAILY;COUNT=3")
    made = cli.json("booking", "make", "m203", *series, "--except", "2026-12-02", "--skip", "2026-12-03")
    assert [one["from"][:10] for one in made["booked"]] == ["2026-12-01"]
    assert [one["from"] for one in made["skipped"]] == ["2026-12-03T10:00:00+08:00"]


def test_what_is_no_file_is_not_read(cli: CommandLine, tmp_path: Path) -> None:
    pipe, endless = tmp_path / "pipe.ics", tmp_path / "endless.ics"
    os.mkfifo(pipe)
    endless.symlink_to("/dev/zero")
    for path in (pipe, endless):
        assert cli.refused("booking", "import", str(path))["error"] == "unreadable_file"


def test_why_a_file_cannot_be_read_is_said_in_the_users_language(cli: CommandLine, tmp_path: Path) -> None:
    said = cli.refused("booking", "import", str(tmp_path / "none.ics"))
    assert "没有" in said["message"]
    assert "No such file" not in said["message"]
