"""Behind every number stand as many calls as it says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.calls.views import CallItem, NewCall
from core.desk import Desk
from core.errors import BadValue
from core.reports.doors import DECISIONS, Behind, Door
from core.reports.measures import COUNTS, DURATIONS, RATES
from core.reports.views import Scope
from tests.helpers.demonstration import PRESENT, open_demonstration


@pytest.fixture(name="demo", scope="module")
def _demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_demonstration(tmp_path_factory.mktemp("doors"))
    yield desk
    desk.close()


def _people(desk: Desk) -> list[str]:
    return ["demo", *[one.code for one in desk.staff.list(by="demo") if one.role != "supervisor"][:2]]


def _whole(desk: Desk, door: Door, by: str) -> tuple[Behind, list[CallItem]]:
    """Every page of it, seven at a time."""
    items: list[CallItem] = []
    after = None
    while True:
        page = desk.doors.open(door, by=by, limit=7, after=after)
        items += page.items
        after = page.next
        if after is None:
            return page, items


@pytest.mark.parametrize("scope", [Scope(), Scope(since=PRESENT.date().replace(day=1), until=PRESENT.date())])
def test_counts_and_what_rates_leave_out(demo: Desk, scope: Scope) -> None:
    for by in _people(demo):
        figures = demo.reports.response(scope, by=by).figures
        for one in COUNTS:
            page, items = _whole(demo, Door(one.key, scope), by)
            assert page.total == getattr(figures, one.key), one.key
            assert len({item.number for item in items}) == len(items) == page.calls
            if one.sum_of is None:
                assert page.calls == page.total
        for rate in RATES:
            left_out, items = _whole(demo, Door(rate.whole, scope, without=rate.part), by)
            assert left_out.calls == len(items) == getattr(figures, rate.whole) - getattr(figures, rate.part)


def test_durations_the_longest_first_and_from_a_percentile_on(demo: Desk) -> None:
    figures = demo.reports.response(by="demo").figures
    for one in DURATIONS:
        found = getattr(figures, one.key)
        page, items = _whole(demo, Door(one.key), "demo")
        took = demo.doors.open(Door(one.key), by="demo", limit=1000).seconds
        values = [took[item.number] for item in items]
        assert values == sorted(values, reverse=True)
        assert values[0] == found.max
        assert page.calls == len(items) > 0
        slow, some = _whole(demo, Door(one.key, at_least=found.p90), "demo")
        assert slow.calls == len(some) == sum(value >= found.p90 for value in values) > 0


def test_what_waits_for_a_decision(demo: Desk) -> None:
    for by in _people(demo):
        counts = demo.reports.decisions(by=by)
        beside = demo.doors.waiting(by=by)
        for measure in ("overdue", "yellow", *DECISIONS):
            _page, items = _whole(demo, Door(measure), by)
            assert len(items) == (beside[measure] if measure in beside else getattr(counts, measure)), measure
        late = [item.due_at for item in _whole(demo, Door("overdue"), by)[1]]
        assert late == sorted(late)
        assert len(demo.reports.owed(by=by, limit=1000)) == counts.follow_ups


def test_extensions_and_reminders_are_found(tmp_path: Path) -> None:
    desk = open_demonstration(tmp_path)
    call = desk.calls.log(NewCall(question="空调不制冷", service="repair"), by="demo")
    desk.calls.ask_extension(call.number, "2wd", "等物业回话", by=call.handler)
    desk.calls.remind(call.number, "今天给回话", by="demo")
    for measure in ("extensions", "reminders"):
        assert call.number in [one.number for one in _whole(desk, Door(measure), "demo")[1]]
    desk.close()


def test_a_door_that_is_none_is_refused(demo: Desk) -> None:
    for door in (Door("nonsense"), Door("completed", without="transfers_of_old")):
        with pytest.raises(BadValue):
            demo.doors.open(door, by="demo")
    with pytest.raises(BadValue) as refused:
        demo.doors.open(Door("calls"), by="demo", after="20200101A001")
    assert refused.value.code == "bad_cursor"
