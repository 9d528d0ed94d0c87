"""Trends: days, weeks or months without gaps, each with the figures of its own days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from core.desk import Desk
from core.reports.views import Scope
from tests.helpers.demonstration import PRESENT, open_demonstration

TODAY = PRESENT.date()


@pytest.fixture(name="demo", scope="module")
def _demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_demonstration(tmp_path_factory.mktemp("trend"))
    yield desk
    desk.close()


@pytest.mark.parametrize(
    ("scope", "unit"),
    [
        (Scope(TODAY - timedelta(days=61), TODAY), "day"),
        (Scope(TODAY - timedelta(days=62), TODAY), "week"),
        (Scope(date(2026, 1, 1), TODAY, channel="hotline"), "week"),
        (Scope(date(2025, 1, 15), TODAY), "month"),
        (Scope(), "month"),
    ],
)
def test_the_steps_follow_one_another_and_say_what_the_report_says(demo: Desk, scope: Scope, unit: str) -> None:
    found = demo.trends.trend(scope, by="demo")
    assert found.unit == unit
    spans = [(one.scope.since, one.scope.until) for one in found.steps]
    assert all(last + timedelta(days=1) == first for (_, last), (first, _) in pairwise(spans) if last and first)
    assert spans[-1][1] == TODAY
    if scope.since:
        assert spans[0][0] == scope.since
    for one in found.steps:
        assert replace(one.scope, since=scope.since, until=scope.until) == scope
        assert one.figures == demo.reports.response(one.scope, by="demo").figures
    assert sum(one.figures.calls for one in found.steps) == demo.reports.response(scope, by="demo").figures.calls


def test_a_desk_without_calls_has_a_trend_of_today(desk: Desk) -> None:
    found = desk.trends.trend(by="boss")
    assert [one.figures.calls for one in found.steps] == [0]
