"""Spot checks, training records and the evaluation they go into."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import load_workbook

from core.calls.views import NewCall
from core.desk import Desk
from core.errors import BadValue, NotAllowed, NotFound, RuleRefused
from core.reports.checks import CRITERIA, CheckDesk
from core.reports.views import Scope
from tests.helpers.people import FrozenClock
from tests.helpers.running import CommandLine

MARKS = dict(zip(CRITERIA, (5, 4, 3, 2, 1), strict=True))


def _answered(desk: Desk, many: int, by: str = "li") -> list[str]:
    new = NewCall(question="问", service="loan", answer="答")
    return [desk.calls.log(new, by=by).number for _ in range(many)]


def test_each_person_gets_so_many_calls_drawn_and_none_twice(desk: Desk) -> None:
    for who, many in (("li", 8), ("han", 2)):
        _answered(desk, many, who)
    desk.calls.log(NewCall(question="还没有办结"), by="tel")
    first = desk.spot_checks.draw(Scope(), 3, by="boss")
    assert Counter(one.staff for one in first) == {"li": 3, "han": 2}
    again = desk.spot_checks.draw(Scope(), 20, by="boss")
    assert Counter(one.staff for one in again) == {"li": 5}
    assert len({one.call.number for one in (*first, *again)}) == 10


class _Recording(Random):
    """Draws as ever, and remembers from what."""

    def __init__(self) -> None:
        super().__init__(1)
        self.from_what: list[list[int]] = []

    def sample(self, population: Any, k: int, **more: Any) -> list[Any]:
        self.from_what.append(list(population))
        return super().sample(population, k, **more)


def test_every_finished_call_is_as_likely_as_any_other(desk: Desk) -> None:
    """One draw a person, from all of theirs that are finished and were not drawn before."""
    _answered(desk, 6)
    rng = _Recording()
    drawing = CheckDesk(desk.storage, rng)
    first = {one.call.number for one in drawing.draw(Scope(), 2, by="boss")}
    drawing.draw(Scope(), 2, by="boss")
    assert [len(one) for one in rng.from_what] == [6, 4]
    assert len(first) == 2


def test_a_sheet_is_filled_in_and_then_seen_by_whoever_handled_the_call(desk: Desk) -> None:
    _answered(desk, 1)
    (drawn,) = desk.spot_checks.draw(Scope(), 1, by="boss")
    assert desk.spot_checks.list(by="li") == ()
    done = desk.spot_checks.mark(drawn.id, MARKS, by="boss", note="下次说全")
    assert (done.mean, done.note, done.marked_by) == (3.0, "下次说全", "boss")
    assert [one.id for one in desk.spot_checks.list(by="li")] == [drawn.id]
    assert desk.spot_checks.list(by="han") == ()


def test_what_a_sheet_refuses(desk: Desk) -> None:
    _answered(desk, 1)
    _answered(desk, 1, "chief")
    drawn = {one.staff: one.id for one in desk.spot_checks.draw(Scope(), 1, by="boss")}
    with pytest.raises(BadValue):
        desk.spot_checks.mark(drawn["li"], {"manner": 5}, by="boss")
    with pytest.raises(BadValue):
        desk.spot_checks.mark(drawn["li"], {**MARKS, "record": 6}, by="boss")
    with pytest.raises(NotFound):
        desk.spot_checks.mark(999, MARKS, by="boss")
    with pytest.raises(RuleRefused):
        desk.spot_checks.mark(drawn["chief"], MARKS, by="chief")
    with pytest.raises(NotAllowed):
        desk.spot_checks.mark(drawn["li"], MARKS, by="li")
    with pytest.raises(NotAllowed):
        desk.spot_checks.draw(Scope(), 1, by="li")


def test_nobody_draws_their_own_calls_or_complaints_about_them(desk: Desk) -> None:
    _answered(desk, 2, "boss")
    number = desk.calls.log(NewCall(question="投诉", about="boss", service="complaint"), by="li").number
    desk.calls.reply(number, "答", by="li")
    desk.calls.complete(number, "办结", by="li")
    assert desk.spot_checks.draw(Scope(), 5, by="boss") == ()
    assert len(desk.spot_checks.draw(Scope(), 5, by="chief")) == 3
    assert {one.staff for one in desk.spot_checks.list(by="boss")} == {"boss"}


def test_training_goes_on_record_and_into_the_evaluation(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    _answered(desk, 4)
    desk.trainings.add("li", date(2026, 11, 20), "=政策学习", by="boss", minutes=90, result="passed", score=88)
    desk.trainings.add("li", date(2026, 10, 1), "礼仪", by="boss")
    (drawn,) = desk.spot_checks.draw(Scope(), 1, by="boss")
    desk.spot_checks.mark(drawn.id, MARKS, by="boss")
    month = Scope(date(2026, 11, 1), date(2026, 11, 30))
    found = {one.staff: one for one in desk.trainings.evaluate(month, by="boss")}
    mine = found["li"]
    assert (mine.figures.calls, mine.trainings, mine.training_minutes, mine.passed) == (4, 1, 90, 1)
    assert (mine.checks, mine.mean_mark) == (1, 3.0)
    assert (found["han"].figures.calls, found["han"].figures.on_time_rate, found["han"].trainings) == (0, None, 0)
    assert "gone" not in found
    assert mine.figures == desk.reports.response(Scope(month.since, month.until, "li"), by="boss").figures
    assert [one.staff for one in desk.trainings.evaluate(month, by="han")] == ["han"]
    assert [one.title for one in desk.trainings.list(by="li")] == ["=政策学习", "礼仪"]
    assert desk.trainings.list(by="han") == ()
    assert desk.trainings.export(month, tmp_path / "e.xlsx", by="boss") == len(found)
    book = load_workbook(tmp_path / "e.xlsx")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_training_that_cannot_be_is_refused(desk: Desk) -> None:
    for words in ({"held_on": date(2027, 1, 1)}, {"result": "excellent"}, {"score": 101}, {"title": " "}):
        with pytest.raises(BadValue):
            desk.trainings.add(**{"staff": "li", "held_on": date(2026, 1, 5), "title": "学", "by": "boss", **words})
    with pytest.raises(NotFound):
        desk.trainings.add("nobody", date(2026, 1, 5), "学", by="boss")
    with pytest.raises(NotAllowed):
        desk.trainings.add("li", date(2026, 1, 5), "学", by="li")


def test_at_the_command_line(cli: CommandLine, tmp_path: Path) -> None:
    cli.json("call", "log", "--question", "问", "--service", "loan", "--answer", "答")
    (drawn,) = cli.json("report", "draw", "--each", "2", by="boss")["items"]
    words = [word for name in CRITERIA for word in ("--mark", f"{name}=4")]
    assert cli.json("report", "mark", str(drawn["id"]), *words, by="boss")["mean"] == 4.0
    assert cli.refused("report", "mark", str(drawn["id"]), "--mark", "manner=4", by="boss")["error"] == "marks_missing"
    assert len(cli.json("report", "checks", by="li")["items"]) == 1
    trained = ("report", "train", "--staff", "li", "--on", "2026-11-02", "--title", "学习")
    assert cli.json(*trained, "--minutes", "60", by="boss")["minutes"] == 60
    cli.refused(*trained, by="li", code=4)
    assert len(cli.json("report", "trainings", by="li")["items"]) == 1
    assert cli.json("report", "evaluation", "--staff", "li", by="boss")["items"][0]["mean_mark"] == 4.0
    assert cli.json("report", "evaluation", "--output", str(tmp_path / "e.xlsx"), by="boss")["people"] > 1
    for verb in ("checks", "trainings", "evaluation"):
        assert cli.run("report", verb, by="boss").code == 0
