"""`shouwen calendar due|elapsed|day`: shapes, exit codes, and what they are asked with."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cli.main import main
from core.words import language, use_language


@pytest.fixture(autouse=True)
def _no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SHOUWEN_DATABASE", str(tmp_path / "none.sqlite3"))
    monkeypatch.setenv("SHOUWEN_LANG", "en")
    before = language()
    yield
    use_language(before)


class Run:
    """A command's exit code and what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], *words: str) -> None:
        self.code = main(["calendar", *words])
        self.out, self.err = capsys.readouterr()

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        assert self.err == ""
        return json.loads(self.out)

    @property
    def refusal(self) -> Any:
        assert self.out == ""
        assert self.err.count("\n") == 1
        return json.loads(self.err)


def test_a_bare_day_is_its_beginning(capsys: pytest.CaptureFixture[str]) -> None:
    assert Run(capsys, "due", "2026-09-18", "5wd", "--json").json["due_at"] == "2026-09-24T17:00:00+08:00"
    assert Run(capsys, "elapsed", "2026-11-23", "2026-11-24", "--json").json == {"working_seconds": 25200}


def test_due(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Run(capsys, "due", "2026-10-09T10:00", "2wd", "--explain", "--json").json
    assert answer == {
        "due_at": "2026-10-12T17:00:00+08:00",
        "provisional": False,
        "explanation": [
            {"date": "2026-10-09", "kind": "workday", "counted": 0, "note": "the day it starts is not counted"},
            {
                "date": "2026-10-10",
                "kind": "make_up",
                "counted": 1,
                "note": "make-up working day: 国办发明电〔2025〕7号",
            },
            {"date": "2026-10-11", "kind": "rest", "counted": 0, "note": "rest day"},
            {"date": "2026-10-12", "kind": "workday", "counted": 1, "note": "due 17:00"},
        ],
    }


def test_due_is_the_centres_time_whatever_the_offset(capsys: pytest.CaptureFixture[str]) -> None:
    answer = Run(capsys, "due", "2026-11-23T01:00Z", "4wh", "--json").json
    assert answer["due_at"] == "2026-11-23T14:00:00+08:00"


def test_due_with_pauses(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("due", "2026-11-23T09:00", "4wh", "--pause", "2026-11-23T10:00/2026-11-23T10:30")
    more = ("--pause", "2026-11-23T11:00+08:00/2026-11-23T11:30+08:00")
    assert Run(capsys, *words, *more, "--json").json["due_at"] == "2026-11-23T15:00:00+08:00"
    assert Run(capsys, *words, "--restart", "--json").json["due_at"] == "2026-11-23T15:30:00+08:00"


def test_a_provisional_due_time_says_so_in_words_too(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("due", "2026-12-31T10:00", "1wd")
    assert Run(capsys, *words, "--json").json["provisional"] is True
    assert "Provisional" in Run(capsys, *words).out
    assert "Provisional" not in Run(capsys, "due", "2026-12-30T10:00", "1wd").out


def test_the_explanation_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    run = Run(capsys, "due", "2026-11-23T09:00", "1wd", "--explain")
    assert run.code == 0
    assert "the day it starts is not counted" in run.out
    assert "Counted" not in Run(capsys, "due", "2026-11-23T09:00", "1wd").out


def test_elapsed(capsys: pytest.CaptureFixture[str]) -> None:
    assert Run(capsys, "elapsed", "2026-11-23T11:00", "2026-11-23T14:00:05", "--json").json == {"working_seconds": 7205}
    assert Run(capsys, "elapsed", "2026-11-23T14:00", "2026-11-23T11:00", "--json").json == {"working_seconds": 0}
    assert Run(capsys, "elapsed", "2026-11-23T11:00", "2026-11-23T14:00:05").out == "2:00:05\n"


def test_day(capsys: pytest.CaptureFixture[str]) -> None:
    assert Run(capsys, "day", "2026-02-14", "--json").json == {
        "date": "2026-02-14",
        "kind": "make_up",
        "hours": ["09:00-12:00", "13:00-17:00"],
        "source": "国办发明电〔2025〕7号",
        "provisional": False,
    }
    holiday = Run(capsys, "day", "2026-10-01", "--json").json
    assert (holiday["kind"], holiday["hours"]) == ("holiday", [])
    assert Run(capsys, "day", "2027-03-03", "--json").json["provisional"] is True
    assert "make-up day" in Run(capsys, "day", "2026-02-14").out


def test_a_calendar_of_ones_own(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "own.toml"
    file.write_text('workday = ["10:00-16:00"]\n[days]\n"2026-11-24" = "rest"', encoding="utf-8")
    own = ("--calendar", str(file), "--json")
    answer = Run(capsys, "due", "2026-11-23T10:00", "1wd", *own).json
    assert (answer["due_at"], answer["provisional"]) == ("2026-11-25T16:00:00+08:00", False)
    assert Run(capsys, "due", "2026-12-31T10:00", "5y", *own).json["provisional"] is False
    assert Run(capsys, "elapsed", "2026-10-01T00:00", "2026-10-02T00:00", *own).json == {"working_seconds": 21600}


@pytest.mark.parametrize(
    ("words", "code", "error"),
    [
        (("due", "2026-11-23T09:00", "0wd"), 1, "bad_limit"),
        (("due", "2026-11-32", "5wd"), 1, "bad_time"),
        (("due", "2026-11-23T09:00", "5wd", "--pause", "2026-11-23T10:00"), 1, "bad_pause"),
        (("due", "2026-11-23T09:00", "5wd", "--pause", "a/b"), 1, "bad_time"),
        (("due", "2026-11-23T09:00", "5wd", "--pause", "2026-11-24T10:00/2026-11-24T09:00"), 1, "bad_pause"),
        (("due", "2026-11-23T09:00", "5wd", "--pause", "2026-11-20T10:00/2026-11-24T09:00"), 1, "pause_outside"),
        (("due", "2026-11-23T09:00", "4wh", "--pause", "2026-11-23T14:00/2026-11-24T09:00"), 1, "pause_outside"),
        (("due", "9999-12-31T09:00", "5wd"), 1, "not_enough_time"),
        (("due", "0001-01-01T00:00", "5wd"), 1, "date_out_of_range"),
        (("elapsed", "2026-11-23T09:00", "soon"), 1, "bad_time"),
        (("day", "2026-02-30"), 1, "bad_date"),
        (("day", "1949-10-01"), 1, "date_out_of_range"),
        (("day", "2026-11-23", "--calendar", "nowhere.toml"), 1, "unreadable_file"),
        (("due", "2026-11-23T09:00"), 2, "usage"),
        (("due", "2026-11-23T09:00", "5wd", "--pauses", "x"), 2, "usage"),
    ],
)
def test_refusals(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, error: str) -> None:
    run = Run(capsys, *words, "--json")
    assert (run.code, run.refusal["error"]) == (code, error)
