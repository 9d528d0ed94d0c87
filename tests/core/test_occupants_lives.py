"""Whole lives at random: whatever acts come in whatever order, what must hold of the registry holds."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from core.errors import DeskError
from core.occupants.paying import NewEvaluation
from core.occupants.rules import ORDER
from core.occupants.terms import CHARGES, CLEARING, HERE
from core.occupants.views import OccupantFilter, OccupantView, Signing
from tests.helpers.occupants import institution, startup
from tests.helpers.people import FrozenClock, open_copy

UNITS = ("305", "307", "601", "602")


class Lives(RuleBasedStateMachine):
    """A registry that anybody does anything to; refusals are part of life, anything else that fails is not."""

    occupants = Bundle("occupants")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock = FrozenClock()
        self.desk = open_copy(Path(self.folder.name), self.clock)
        self.acts = self.desk.occupants
        self.count = 0

    def teardown(self) -> None:
        self.desk.close()
        self.folder.cleanup()

    def attempt(self, name: str, *words: Any, by: str = "boss", **more: Any) -> OccupantView | None:
        try:
            return getattr(self.acts, name)(*words, by=by, **more)  # type: ignore[no-any-return]
        except DeskError as refused:
            if not (refused.message and refused.code):
                raise AssertionError(name) from refused
            return None

    @rule(target=occupants, kind=st.sampled_from(["institution", "association", "startup"]), area=st.integers(1, 1500))
    def add(self, kind: str, area: int) -> int:
        self.count += 1
        name, wanted = f"第{self.count}家", Decimal(area)
        new = startup(name, wanted_area=wanted) if kind == "startup" else institution(name, kind, wanted_area=wanted)
        return self.acts.add(new, by="li").id

    @rule(days=st.integers(1, 40))
    def time_goes_by(self, days: int) -> None:
        self.clock.forward(days=days)

    @rule(one=occupants)
    def go_on(self, one: int) -> None:
        stage = ORDER.index(self.acts.show(one, by="li").stage)
        self.attempt("advance", one, ORDER[min(stage + 1, len(ORDER) - 1)], by="li")

    @rule(one=occupants, override=st.sampled_from([None, "会议纪要"]))
    def hurry_in(self, one: int, override: str | None) -> None:
        for stage in ORDER[1:4]:
            self.attempt("advance", one, stage)
        self.clock.forward(days=12)
        self.attempt("advance", one, "signed", override=override, signing=Signing(rent=Decimal(30)))

    @rule(one=occupants, unit=st.sampled_from(UNITS), later=st.integers(0, 10))
    def allot(self, one: int, unit: str, later: int) -> None:
        self.attempt("allot", one, unit, by="li", start=self.clock().date() + timedelta(days=later))

    @rule(one=occupants, unit=st.sampled_from(UNITS))
    def release(self, one: int, unit: str) -> None:
        self.attempt("release", one, unit)

    @rule(one=occupants, ground=st.integers(1, 8), ago=st.integers(0, 20))
    def notice(self, one: int, ground: int, ago: int) -> None:
        view = self.attempt("notice", one, ground, self.clock().date() - timedelta(days=ago))
        if view is not None:
            assert view.exit is not None
            assert view.exit.served_on is not None
            assert view.leave_by is not None
            assert (view.leave_by - view.exit.served_on).days >= 30, "art. 10(6)"

    @rule(one=occupants, act=st.sampled_from(["withdraw", "ask_leave", "refuse"]))
    def with_a_reason(self, one: int, act: str) -> None:
        self.attempt(act, one, "理由")

    @rule(one=occupants)
    def agree(self, one: int) -> None:
        self.attempt("agree_leave", one)

    @rule(one=occupants, item=st.sampled_from(sorted(CLEARING)))
    def clear(self, one: int, item: str) -> None:
        self.attempt("clear", one, item)

    @rule(one=occupants)
    def leave(self, one: int) -> None:
        view = self.attempt("leave", one)
        if view is not None:
            assert (view.status, view.units) == ("left", ())

    @rule(one=occupants, item=st.sampled_from(sorted(CHARGES)), cents=st.integers(1, 10**6), pays=st.booleans())
    def money(self, one: int, item: str, cents: int, pays: bool) -> None:
        amount = f"{cents // 100}.{cents % 100:02d}"
        before = self.acts.show(one, by="li").account
        view = self.attempt("pay", one, amount) if pays else self.attempt("charge", one, item, amount)
        if view is not None:
            moved = (view.account.owed - view.account.credit) - (before.owed - before.credit)
            assert moved == (Decimal(amount) if not pays else -Decimal(amount))

    @rule(one=occupants, verdict=st.sampled_from(["pass", "fail"]))
    def evaluate(self, one: int, verdict: str) -> None:
        self.attempt("evaluate", one, NewEvaluation(self.clock().year, verdict))

    @rule(one=occupants)
    def renew(self, one: int) -> None:
        self.attempt("renew", one, Signing())

    @rule(one=occupants, people=st.integers(0, 50))
    def headcount(self, one: int, people: int) -> None:
        view = self.attempt("report_change", one, "headcount", str(people))
        assert view is None or view.headcount == people

    @invariant()
    def every_unit_has_one_holder_and_only_those_in_the_house_hold(self) -> None:
        held = [one for one in self.acts.units(by="li") if one.occupant is not None]
        assert len({one.code for one in held}) == len(held)
        here = {one.id: one for one in self.acts.list(OccupantFilter(limit=1000), by="li").items}
        for unit in held:
            assert unit.occupant is not None
            assert here[unit.occupant].status in HERE
            assert unit.code in here[unit.occupant].units

    @invariant()
    def the_gauge_adds_up(self) -> None:
        gauge = self.acts.space(by="li")
        items = self.acts.list(OccupantFilter(limit=1000), by="li").items
        assert gauge.startup_area == sum(one.area for one in items if one.kind == "startup")
        assert gauge.other_area == sum(one.area for one in items if one.kind != "startup")
        assert gauge.holds == (gauge.other_area * 2 <= gauge.incubation_area)
        assert gauge.allotted == sum(one.allotted for one in gauge.floors)

    @invariant()
    def every_act_left_one_link_in_the_chain(self) -> None:
        assert self.desk.verify(by="boss") == []

    @invariant()
    def the_due_list_names_only_what_is_there(self) -> None:
        for one in self.acts.due(by="li"):
            view = self.acts.show(one.occupant, by="li")
            assert view.status == one.status
            assert one.what != "arrears" or (one.amount == view.account.overdue and one.amount > 0)


Lives.TestCase.settings = settings(
    max_examples=8, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck)
)
TestLives = Lives.TestCase


def test_a_day_of_the_past_stays_as_it_was(tmp_path: Path) -> None:
    """What is said of a day does not change with what happens later."""
    clock = FrozenClock()
    desk = open_copy(tmp_path, clock)
    acts = desk.occupants
    view = acts.add(startup(), by="li")
    told: dict[date, tuple[Any, ...]] = {}

    def facts(day: date) -> tuple[Any, ...]:
        one = acts.show(view.id, by="li", on=day)
        return one.status, one.stage, one.units, one.headcount, one.account.owed, one.leave_by

    script: list[tuple[str, tuple[Any, ...]]] = [
        ("advance", ("qualified",)), ("advance", ("reviewed",)), ("advance", ("publicised",)), ("advance", ("signed",)),
        ("allot", ("305",)), ("report_change", ("headcount", "9")), ("charge", ("water", "3.20")),
        ("notice", (3, None)), ("pay", ("3.20",)), ("leave", ()),
    ]  # fmt: skip
    for act, words in script:
        clock.forward(days=9)
        today = clock().date()
        getattr(acts, act)(view.id, *(today if word is None else word for word in words), by="li")
        told[today] = facts(today)
        for day, then in told.items():
            assert facts(day) == then, (day, act)
    desk.close()


def test_a_refused_act_leaves_no_trace(tmp_path: Path) -> None:
    clock = FrozenClock()
    desk = open_copy(tmp_path, clock)
    view = desk.occupants.add(startup(), by="li")
    before = _dump(tmp_path)
    for act, words in (("advance", ("signed",)), ("leave", ()), ("allot", ("305",)), ("notice", (1, clock().date())),
                       ("charge", ("rent", "1")), ("edit", ())):  # fmt: skip
        try:
            getattr(desk.occupants, act)(view.id, *words, by="nobody" if act == "edit" else "li")
        except DeskError:
            continue
        raise AssertionError(act)
    assert _dump(tmp_path) == before
    desk.close()


def _dump(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "desk.sqlite3")) as database:
        return [line for line in database.iterdump() if not line.startswith('INSERT INTO "occupant_search')]
