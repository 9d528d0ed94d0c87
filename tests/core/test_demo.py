"""The demonstration desk: sound, repeatable, and just what the acts themselves would have written."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.calls.views import CallFilter, NewCall
from core.demo import making
from core.demo.clockwork import Clockwork, moment
from core.demo.making import lives, make_demo
from core.desk import open_desk
from core.errors import BadValue
from core.rooms.views import NewBooking
from core.worktime import built_in_calendar, elapsed
from tests.helpers.hours import at
from tests.helpers.people import FrozenClock

PRESENT = at("2026-11-23 15:20")
BESIDE = ("events", "notifications", "materials", "transfers", "clock_events", "follow_ups")


def _rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def _columns(path: Path, table: str, *but: str) -> str:
    return ", ".join(row[1] for row in _rows(path, f"PRAGMA table_info({table})") if row[1] not in but)


def _content(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """What calls left behind, table by table, in an order of its own."""
    tables = {"calls": "id", **{f"call_{one}": "id" for one in BESIDE}}
    found = {}
    for table, but in tables.items():
        found[table] = sorted(_rows(path, f"SELECT {_columns(path, table, but)} FROM {table}"), key=repr)
    found["call_search"] = _rows(path, "SELECT rowid, words FROM call_search ORDER BY rowid")
    found["acts"] = sorted(
        _rows(path, "SELECT at, staff, act, subject, details FROM audit_entries WHERE act LIKE 'call.%'")
    )
    return found


def test_the_records_are_those_the_acts_would_have_left(tmp_path: Path) -> None:
    """Every call's script is acted out at a real desk with a clock; both databases hold the same."""
    many, seed = 260, 11
    make_demo(tmp_path / "bulk.sqlite3", many, seed, PRESENT)
    acted = tmp_path / "acted.sqlite3"
    calendar = making._set_up(acted, PRESENT.date(), many, seed)
    clock = FrozenClock()
    desk = open_desk(str(acted), clock=clock)
    cut = PRESENT.replace(minute=0)
    script = []
    for life in lives(calendar, many, Random(seed), cut):
        script += [(when, by, name, said, life) for when, by, name, said in life.script]
    for when, by, name, said, life in sorted(script, key=lambda one: one[0]):
        clock.at, row = moment(when), life.row
        if name == "log":
            new = NewCall(
                question=row["question"], service=life.acts[0][4]["service"], kind=row["kind"],
                phone=row["caller_phone"], name=row["caller_name"], organisation=row["caller_organisation"],
                group=row["caller_group"], channel=row["channel"], ticket=row["ticket"], answer=said["answer"],
                received_at=moment(row["received_at"]), confidential=row["confidential"], about=row["about"],
            )  # fmt: skip
            assert desk.calls.log(new, by=by).number == row["number"]
        else:
            getattr(desk.calls, name)(row["number"], by=by, **said)
    desk.close()
    made, real = _content(tmp_path / "bulk.sqlite3"), _content(acted)
    assert len(made["calls"]) == many
    for table, rows in real.items():
        assert made[table] == rows, table


def test_the_rooms_are_booked_as_the_acts_would_have_booked_them(tmp_path: Path) -> None:
    many, seed = 900, 4
    make_demo(tmp_path / "bulk.sqlite3", many, seed, PRESENT)
    acted = tmp_path / "acted.sqlite3"
    calendar = making._set_up(acted, PRESENT.date(), many, seed)
    clock = FrozenClock()
    desk = open_desk(str(acted), clock=clock)
    script = []
    for stay in making.bookings(calendar, many, seed, PRESENT.replace(minute=0)):
        script += [(*act, stay.values) for act in stay.acts]
    for when, by, act, _subject, noted, row in sorted(script, key=lambda one: one[0]):
        clock.at = moment(when)
        if act == "booking.make":
            new = NewBooking(
                row["room"], moment(row["starts_at"]), moment(row["ends_at"]), row["title"],
                for_=str(row["occupant"]) if row["occupant"] else None, guest=row["guest"], people=row["people"],
                event=row["kind"] == "event",
            )  # fmt: skip
            assert desk.bookings.make(new, by=by).booked[0].id == row["id"]
        elif act == "booking.cancel":
            desk.bookings.cancel(row["id"], by=by)
        else:
            desk.bookings.check_in(row["id"], by=by, people=noted["people"])
    desk.close()
    columns = _columns(acted, "bookings", "uid")
    acts = "SELECT at, staff, act, subject, details FROM audit_entries WHERE act LIKE 'booking.%' ORDER BY at, subject"
    for query in (f"SELECT {columns} FROM bookings ORDER BY id", acts):
        assert _rows(tmp_path / "bulk.sqlite3", query) == _rows(acted, query)


def test_the_same_seed_gives_the_same_records(tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        make_demo(tmp_path / name, 150, seed, PRESENT)
    assert _content(tmp_path / "a") == _content(tmp_path / "b")
    assert _rows(tmp_path / "a", "SELECT digest FROM audit_entries") == _rows(
        tmp_path / "b", "SELECT digest FROM audit_entries"
    )
    hashes = "SELECT code, pin_hash FROM staff ORDER BY code"
    assert _rows(tmp_path / "a", hashes) == _rows(tmp_path / "b", hashes)
    assert _rows(tmp_path / "a", hashes) != _rows(tmp_path / "c", hashes)
    uids = "SELECT uid, status, occupant FROM bookings ORDER BY id"
    assert _rows(tmp_path / "a", uids) == _rows(tmp_path / "b", uids)
    assert _content(tmp_path / "a")["calls"] != _content(tmp_path / "c")["calls"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    make_demo(path, 1500, 1, PRESENT)
    return path


def test_a_demonstration_is_sound(made: Path) -> None:
    desk = open_desk(str(made), clock=lambda: PRESENT)
    assert desk.check(by="demo") == []
    assert desk.verify(by="demo") == []
    assert desk.staff.verify("demo", "000000").role == "supervisor"
    assert desk.reports.response(by="demo").figures.calls == 1500
    (newest,) = desk.calls.list(CallFilter(limit=1), by="demo").items
    assert newest.logged_at.date() == PRESENT.date()
    assert newest.number in {one.number for one in desk.calls.list(CallFilter(search=newest.number), by="demo").items}
    assert desk.occupants.space(by="demo").holds
    assert all(one.trainings for one in desk.trainings.evaluate(by="demo") if one.role != "supervisor")
    assert desk.policies.search("贷款", by="demo").results
    desk.close()


def test_nothing_in_a_demonstration_lies_in_the_future(made: Path) -> None:
    now = int(PRESENT.timestamp())
    for table, column in (("calls", "logged_at"), ("call_events", "at"), ("audit_entries", "at")):
        assert _rows(made, f"SELECT max({column}) FROM {table}")[0][0] <= now
    assert not _rows(made, "SELECT 1 FROM calls WHERE received_at > logged_at")


def test_the_acts_are_chained_in_order_of_time(made: Path) -> None:
    times = [row[0] for row in _rows(made, "SELECT at FROM audit_entries ORDER BY seq")]
    assert times == sorted(times)


def test_callers_are_invented_and_call_again(made: Path) -> None:
    phones = [row[0] for row in _rows(made, "SELECT caller_phone FROM calls")]
    assert all(re.fullmatch(r"13\d0000\d{4}", one) for one in phones)
    assert len(set(phones)) < len(phones) * 0.8


def test_there_is_something_of_everything(made: Path) -> None:
    events = dict(_rows(made, "SELECT event, count(*) FROM call_events GROUP BY event"))
    wanted = {
        "answer",
        "sort",
        "reply",
        "attempt",
        "notify",
        "receive",
        "wait",
        "resume",
        "transfer",
        "refer",
        "return",
        "ask_extension",
        "extend",
        "refuse_extension",
        "complete",
        "decline",
        "follow_up",
    }
    assert wanted <= set(events)
    hours = {row[0] for row in _rows(made, "SELECT (logged_at + 28800) % 86400 / 3600 FROM calls")}
    assert hours <= {9, 10, 11, 13, 14, 15, 16}


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    file = tmp_path / "desk.sqlite3"
    file.write_bytes(b"mine")
    with pytest.raises(BadValue) as refused:
        make_demo(file, 10, 1, PRESENT)
    assert refused.value.code == "file_exists"
    assert file.read_bytes() == b"mine"


def test_what_is_broken_off_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_demo(tmp_path / "demo.sqlite3", 20, 1, PRESENT, stop)
    assert list(tmp_path.iterdir()) == []


def test_a_present_before_opening_time_is_possible(tmp_path: Path) -> None:
    make_demo(tmp_path / "demo.sqlite3", 30, 1, at("2026-11-23 00:10"))
    assert _rows(tmp_path / "demo.sqlite3", "SELECT count(*) FROM calls") == [(30,)]


def test_many_calls_do_not_reach_back_beyond_2000(tmp_path: Path) -> None:
    assert making.days.first_day(at("2005-06-01 10:00").date(), 1_000_000).year == 2000
    make_demo(tmp_path / "demo.sqlite3", 20, 1, at("2001-03-05 12:00"))
    assert _rows(tmp_path / "demo.sqlite3", "SELECT count(*) FROM calls") == [(20,)]


@pytest.mark.parametrize("many", [20_000, 300_000, 1_000_000])
def test_a_desk_of_many_years_can_be_set_up(tmp_path: Path, many: int) -> None:
    making._set_up(tmp_path / "demo.sqlite3", PRESENT.date(), many, 1)
    desk = open_desk(str(tmp_path / "demo.sqlite3"), clock=lambda: PRESENT)
    found = desk.occupants.space(by="demo")
    assert found.holds
    assert found.allotted > 0
    desk.close()


def test_all_but_the_pins_is_the_same(tmp_path: Path) -> None:
    for name in ("a", "b"):
        make_demo(tmp_path / name, 60, 5, PRESENT)
    dumps = []
    for name in ("a", "b"):
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            dumps.append([line for line in connection.iterdump() if not line.startswith('INSERT INTO "staff"')])
    assert dumps[0] == dumps[1]


_CALENDAR = built_in_calendar()
_CLOCKWORK = Clockwork(_CALENDAR, datetime(2026, 1, 1).date(), datetime(2027, 3, 1).date())
_moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(
    lambda one: at(one.replace(microsecond=0).isoformat(" "))
)


@given(_moments, st.timedeltas(timedelta(0), timedelta(days=60)))
def test_the_clockwork_counts_as_working_time_does(start: datetime, span: timedelta) -> None:
    end = (start + span).replace(microsecond=0)
    a, b = int(start.timestamp()), int(end.timestamp())
    assert _CLOCKWORK.between(a, b) == elapsed(_CALENDAR, start, end)
    later = _CLOCKWORK.after(a, 1 + (b - a) // 10)
    assert _CLOCKWORK.between(a, later) == 1 + (b - a) // 10
    assert _CLOCKWORK.between(a, later - 1) == (b - a) // 10


@given(_moments, st.sampled_from(("1wd", "5wd", "4wh", "30d", "1m", "15wd")))
def test_the_clockwork_reckons_as_calls_do(start: datetime, limit: str) -> None:
    from core.calls.clocks import reckon

    assert _CLOCKWORK.reckoned(int(start.timestamp()), limit) == reckon(_CALENDAR, start, limit)
