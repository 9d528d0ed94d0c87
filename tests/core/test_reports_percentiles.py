"""Percentiles in SQL against trying every value, over many calls at once; and reading while others write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.calls.views import NewCall
from core.clock import CENTRE
from core.desk import Desk
from core.reports.counting import key_of, shown_key
from core.reports.views import Percentiles, Scope
from tests.helpers.people import FrozenClock, open_copy

_seconds = st.one_of(st.just(0), st.integers(0, 5), st.integers(0, 10**9))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_copy(tmp_path_factory.mktemp("percentiles"), FrozenClock())
    desk.calls.log(NewCall(question="问", service="loan", answer="答"), by="li")
    yield desk
    desk.close()


def _smallest(values: list[int], hundredths: int) -> int | None:
    fitting = (v for v in sorted(values) if sum(one <= v for one in values) * 100 >= hundredths * len(values))
    return next(fitting, None)


def _expected(values: list[int]) -> Percentiles:
    return Percentiles(*(_smallest(values, share) for share in (50, 90, 95, 100)))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(("li", "han", "boss")), st.none() | _seconds, _seconds), max_size=120))
def test_percentiles_are_the_smallest_observed_values(shared: Desk, rows: list[tuple[str, int | None, int]]) -> None:
    assert shared.storage.path is not None
    some = "id, number, sequence, handler, reply_seconds, completion_seconds"
    with closing(sqlite3.connect(shared.storage.path)) as connection, connection:
        names = [row[1] for row in connection.execute("PRAGMA table_info(calls)")]
        kept = [one for one in names if one not in some.split(", ")]
        connection.execute("DELETE FROM calls WHERE id > 1")
        for index, (handler, reply, completion) in enumerate(rows, 2):
            connection.execute(
                f"INSERT INTO calls ({some}, {', '.join(kept)})"
                f" SELECT ?, ?, ?, ?, ?, ?, {', '.join(kept)} FROM calls WHERE id = 1",
                (index, f"N{index}", index, handler, reply, completion),
            )
    everybody = [*rows, ("li", 0, 0)]
    found = shared.reports.response(by="boss", group="staff")
    for who, figures in ((None, found.figures), *((one.key, one.figures) for one in found.groups)):
        mine = [row for row in everybody if who in (None, row[0])]
        assert figures.first_reply_seconds == _expected([row[1] for row in mine if row[1] is not None])
        assert figures.completion_seconds == _expected([row[2] for row in mine])


@given(st.datetimes(datetime(2000, 1, 1), datetime(2100, 2, 28)))
@settings(max_examples=200, deadline=None)
def test_the_arithmetic_of_keys_is_the_calendars(local: datetime) -> None:
    """The expressions as SQLite evaluates them, against `datetime`."""
    moment = local.replace(microsecond=0, tzinfo=CENTRE)
    seconds = int(moment.timestamp()) + 8 * 3600
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE report_calls (day INTEGER, hour INTEGER)")
        connection.execute("INSERT INTO report_calls VALUES (?, ?)", (seconds // 86_400, seconds % 86_400 // 3600))

        def key(by: str) -> str | None:
            sql = str(key_of(by).compile(compile_kwargs={"literal_binds": True}))
            return shown_key(by, connection.execute(f"SELECT {sql} FROM report_calls").fetchone()[0])

        assert key("day") == f"{moment:%Y-%m-%d}"
        assert key("hour") == f"{moment:%H}"
        assert key("month") == f"{moment:%Y-%m}"
        assert key("weekday_hour") == f"{moment.isoweekday()}-{moment:%H}"


def test_reports_are_read_while_another_writes(tmp_path: Path, clock: FrozenClock) -> None:
    desk = open_copy(tmp_path, clock)
    desk.calls.log(NewCall(question="问"), by="li")
    assert desk.storage.path is not None
    with closing(sqlite3.connect(desk.storage.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM calls")
        assert desk.reports.response(Scope(), by="boss").figures.calls == 1
        assert desk.reports.overview(by="boss").figures.calls == 1
        other.execute("ROLLBACK")
    assert desk.reports.response(by="boss").figures.calls == 1
    desk.close()


def test_counting_leaves_nothing_behind(tmp_path: Path, clock: FrozenClock) -> None:
    desk = open_copy(tmp_path, clock)
    token = desk.storage.change_token()
    desk.reports.overview(by="boss")
    assert desk.storage.change_token() == token
    assert desk.storage.path is not None
    with closing(sqlite3.connect(desk.storage.path)) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'report_calls'").fetchall()
    desk.close()
