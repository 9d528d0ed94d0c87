"""`call explain`: how a call's due time was counted, on the screen, as JSON and on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.words import use_language
from tests.helpers.running import CommandLine


@pytest.fixture
def number(cli: CommandLine) -> str:
    """A call taken on Monday 2026-11-23, due in five working days."""
    return str(
        cli.json("call", "log", "--question", "担保贷款", "--service", "loan", "--phone", "13800001234")["number"]
    )


def test_the_count_as_json_is_that_of_calendar_due(cli: CommandLine, number: str) -> None:
    told = cli.json("call", "explain", number)
    counted = cli.json("calendar", "due", "2026-11-23T10:00", "5wd")
    assert told == {"number": number, **counted, "file": None}
    assert told["due_at"] == "2026-11-30T17:00:00+08:00"


def test_the_count_is_printed_and_written_alike_and_names_nobody(cli: CommandLine, number: str, tmp_path: Path) -> None:
    output = tmp_path / "why.txt"
    ran = cli.run("call", "explain", number, "--output", str(output))
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == output.read_text(encoding="utf-8")
    assert number in ran.out
    assert "2026-11-30 17:00" in ran.out
    rows = [line.split() for line in ran.out.splitlines() if line.startswith("2026-")]
    assert [row[0] for row in rows] == [f"2026-11-{day}" for day in range(23, 31)]
    assert [row[4] for row in rows] == ["—", "1", "2", "3", "4", "—", "—", "5"], "the sum so far"
    assert "138" not in ran.out
    assert cli.json("call", "explain", number, "--output", str(output))["file"] == str(output)


def test_a_pause_turns_the_count_into_hours_and_sums_them(cli: CommandLine, number: str) -> None:
    cli.clock.set("2026-11-24 10:00")
    cli.json("call", "wait", number, "--reason", "缺材料")
    assert "时限暂停" in cli.run("call", "explain", number).out
    cli.clock.set("2026-11-25 10:00:30")
    cli.json("call", "resume", number)
    out = cli.run("call", "explain", number).out
    rows = {line[:10]: line.split() for line in out.splitlines() if line.startswith("2026-")}
    assert rows["2026-11-24"][3:5] == ["1:00", "7:00"]
    assert rows["2026-11-25"][3] == "5:59:30"
    assert "缺材料" not in out
    assert "2026-12-02 09:00:30" in out, "a due time to the second is printed to the second"


def test_in_english_everything_is_english(cli: CommandLine, number: str) -> None:
    out = cli.run("call", "explain", number, globals_=("--lang", "en")).out
    use_language("zh")
    assert "How the due time was counted" in out
    assert "5 working days (5wd)" in out
    assert out.isascii() or not any("\u4e00" <= letter <= "\u9fff" for letter in out)


@pytest.mark.parametrize(
    ("file", "code"),
    [("why.docx", "output_not_text"), ("nowhere/why.txt", "output_folder_missing"), (".txt", "output_not_text")],
)
def test_a_place_that_cannot_be_written_to_is_refused(
    cli: CommandLine, number: str, tmp_path: Path, file: str, code: str
) -> None:
    assert cli.refused("call", "explain", number, "--output", str(tmp_path / file))["error"] == code


def test_a_call_that_is_not_there_is_not_found(cli: CommandLine) -> None:
    assert cli.refused("call", "explain", "20261123A009")["error"] == "no_such_call"


def test_a_complaint_stays_unknown_to_the_person_it_is_about(cli: CommandLine) -> None:
    number = cli.json("call", "log", "--question", "态度不好", "--about", "han", by="boss")["number"]
    assert cli.refused("call", "explain", number, by="han") == cli.refused("call", "show", number, by="han")
