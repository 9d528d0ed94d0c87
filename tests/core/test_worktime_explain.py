"""The count behind a due time, day by day, and due times with a past."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import CENTRE, read_time
from core.errors import BadValue
from core.words import language, use_language
from core.worktime import (
    DayCount,
    Limit,
    Recount,
    Step,
    built_in_calendar,
    due,
    elapsed,
    explain,
    extended_due,
    parse_limit,
    recount,
    resumed_due,
)

CALENDAR = built_in_calendar()
NOTICE = "国办发明电〔2025〕7号"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = language()
    use_language("en")
    yield
    use_language(before)


def at(text: str) -> datetime:
    return read_time(text.replace(" ", "T"))


def lines(rows: tuple[DayCount, ...]) -> list[tuple[str, str, int, str]]:
    return [(f"{row.date:%m-%d}", row.kind, row.counted, row.note) for row in rows]


def counted(start: str, limit: str, *spans: str, restart: bool = False) -> list[tuple[str, str, int, str]]:
    pauses = [(at(begun), at(ended)) for begun, ended in (span.split("/") for span in spans)]
    answer = due(CALENDAR, at(start), parse_limit(limit), pauses, restart)
    assert answer.explanation == explain(CALENDAR, at(start), parse_limit(limit), pauses, restart)
    return lines(answer.explanation)


def test_working_days_are_told_one_by_one() -> None:
    assert counted("2026-09-24 10:00", "2wd") == [
        ("09-24", "workday", 0, "the day it starts is not counted"),
        ("09-25", "holiday", 0, f"holiday: {NOTICE}"),
        ("09-26", "holiday", 0, f"holiday: {NOTICE}"),
        ("09-27", "holiday", 0, f"holiday: {NOTICE}"),
        ("09-28", "workday", 1, ""),
        ("09-29", "workday", 1, "due 17:00"),
    ]


def test_a_make_up_day_counts() -> None:
    assert counted("2026-10-09 10:00", "1wd") == [
        ("10-09", "workday", 0, "the day it starts is not counted"),
        ("10-10", "make_up", 1, f"make-up working day: {NOTICE}; due 17:00"),
    ]


def test_hours_are_told_in_working_seconds() -> None:
    assert counted("2026-11-27 16:00", "4wh") == [
        ("11-27", "workday", 3600, "starts 16:00"),
        ("11-28", "rest", 0, "rest day"),
        ("11-29", "rest", 0, "rest day"),
        ("11-30", "workday", 10800, "due 12:00"),
    ]


def test_started_and_due_on_one_day() -> None:
    assert counted("2026-11-27 09:00", "90wm") == [("11-27", "workday", 5400, "starts 09:00; due 10:30")]


def test_a_last_day_of_rest_moves() -> None:
    assert counted("2026-11-26 10:00", "2d") == [
        ("11-26", "workday", 0, "the day it starts is not counted"),
        ("11-27", "workday", 1, ""),
        ("11-28", "rest", 1, "rest day; the last day is a day of rest: moves to the next working day"),
        ("11-29", "rest", 0, "rest day"),
        ("11-30", "workday", 0, "due 17:00"),
    ]


def test_months_list_their_ends() -> None:
    assert counted("2025-12-31 10:00", "1m") == [
        ("12-31", "workday", 0, "the day it starts is not counted"),
        (
            "01-31",
            "rest",
            1,
            "rest day; the corresponding day; the last day is a day of rest: moves to the next working day",
        ),
        ("02-01", "rest", 0, "rest day"),
        ("02-02", "workday", 0, "due 17:00"),
    ]
    assert counted("2026-08-31 10:00", "1m")[-1] == (
        *("09-30", "workday", 1),
        "no such day in this month: its last day; due 17:00",
    )


def test_days_not_published_say_so() -> None:
    unsure = "provisional: there is no holiday notice for this year yet"
    assert counted("2026-12-31 10:00", "1wd")[-1] == ("01-01", "workday", 1, f"{unsure}; due 17:00")


def test_waiting_is_told_and_the_count_is_in_seconds() -> None:
    assert counted("2026-11-23 10:00", "1wd", "2026-11-23 15:00/2026-11-25 10:00") == [
        ("11-23", "workday", 4 * 3600, "starts 10:00; waiting from 15:00"),
        ("11-24", "workday", 0, "waiting"),
        ("11-25", "workday", 6 * 3600, "waiting until 10:00"),
        ("11-26", "workday", 3 * 3600, "due 12:00"),
    ]


def test_a_restart_begins_the_count_again() -> None:
    rows = counted("2026-11-23 10:00", "1wd", "2026-11-23 15:00/2026-11-25 10:00", restart=True)
    assert rows == [
        ("11-23", "workday", 0, "restarted 2026-11-25 10:00: the whole limit runs again"),
        ("11-24", "workday", 0, "restarted 2026-11-25 10:00: the whole limit runs again"),
        ("11-25", "workday", 0, "the day it starts is not counted"),
        ("11-26", "workday", 1, "due 17:00"),
    ]


@pytest.mark.parametrize(
    ("spans", "code", "says"),
    [
        (["2026-11-23 11:00/2026-11-23 10:00"], "bad_pause", "2026-11-23T11:00:00+08:00/2026-11-23T10:00:00+08:00"),
        (
            ["2026-11-23 10:00/2026-11-23 11:00", "2026-11-23 10:59/2026-11-23 11:30"],
            "overlapping_pauses",
            "2026-11-23T10:59:00+08:00/2026-11-23T11:30:00+08:00",
        ),
        (["2026-11-23 08:00/2026-11-23 10:00"], "pause_outside", "2026-11-23T08:00:00+08:00"),
        (["2026-11-23 14:00/2026-11-23 15:00"], "pause_outside", "2026-11-23T14:00:00+08:00"),
        (["2026-11-24 14:00/2026-11-24 15:00"], "pause_outside", "2026-11-24T14:00:00+08:00"),
        (["2026-11-23 10:00/9999-12-31 23:00"], "not_enough_time", "9999-12-31"),
    ],
)
def test_pauses_that_cannot_be_are_named(spans: list[str], code: str, says: str) -> None:
    with pytest.raises(BadValue) as refusal:
        counted("2026-11-23 09:00", "4wh", *spans)
    assert refusal.value.code == code
    assert says in refusal.value.message


def test_two_restarts_leave_the_last() -> None:
    spans = ("2026-11-23 15:00/2026-11-25 10:00", "2026-11-26 09:00/2026-11-30 11:00")
    rows = counted("2026-11-23 10:00", "1wd", *spans, restart=True)
    assert [row[0] for row in rows] == [f"11-{day}" for day in range(23, 31)] + ["12-01"]
    assert rows[0][3] == "restarted 2026-11-30 11:00: the whole limit runs again"
    assert rows[-2:] == [
        ("11-30", "workday", 0, "the day it starts is not counted"),
        ("12-01", "workday", 1, "due 17:00"),
    ]


def test_an_explanation_of_late_pauses_is_refused_too() -> None:
    late = (at("2026-11-23 14:00"), at("2026-11-24 14:00"))
    with pytest.raises(BadValue) as refusal:
        explain(CALENDAR, at("2026-11-23 09:00"), Limit(4, "wh"), [late])
    assert refusal.value.code == "pause_outside"


def test_late_pauses_can_be_passed_over() -> None:
    late = (at("2026-11-23 14:00"), at("2026-11-24 14:00"))
    answer = due(CALENDAR, at("2026-11-23 09:00"), Limit(4, "wh"), [late], ignore_late=True)
    assert answer.due_at == at("2026-11-23 14:00")


@pytest.mark.parametrize(
    ("start", "limit"),
    [
        ("9999-12-30 10:00", "5wd"),
        ("9999-12-31 16:00", "2wh"),
        ("9990-01-01 10:00", "99999d"),
        ("2026-11-23 10:00", "9000y"),
        ("2026-11-23 10:00", "99999m"),
        ("1991-12-31 10:00", "5wd"),
        ("1991-12-31 10:00", "4wh"),
        ("1991-12-31 10:00", "30d"),
    ],
)
def test_dates_out_of_range_are_refused(start: str, limit: str) -> None:
    with pytest.raises(BadValue) as refusal:
        due(CALENDAR, at(start), parse_limit(limit))
    assert refusal.value.code in ("date_out_of_range", "not_enough_time")


# Due times with a past.


def steps(*told: tuple[str, str] | tuple[str, str, str]) -> list[Step]:
    return [Step(one[0], at(one[1]), parse_limit(one[2]) if len(one) == 3 else None) for one in told]  # type: ignore[arg-type]


def past(start: str, limit: str, *told: tuple[str, str] | tuple[str, str, str]) -> Recount:
    return recount(CALENDAR, at(start), parse_limit(limit), steps(*told))


def test_an_extension_runs_from_the_due_time() -> None:
    state = past("2026-11-23 10:00", "1wd", ("extend", "2026-11-24 09:00", "2wd"))
    assert (state.due_at, state.provisional) == (at("2026-11-26 17:00"), False)
    assert lines(state.explain(CALENDAR)) == [
        ("11-23", "workday", 0, "the day it starts is not counted"),
        ("11-24", "workday", 1, "due 17:00; extended by 2wd"),
        ("11-25", "workday", 1, ""),
        ("11-26", "workday", 1, "due 17:00"),
    ]


def test_an_extension_into_the_next_year_is_provisional() -> None:
    assert past("2026-12-30 10:00", "1wd", ("extend", "2026-12-31 09:00", "1wd")).provisional
    assert not past("2026-12-29 10:00", "1wd", ("extend", "2026-12-30 09:00", "1wd")).provisional


def test_hours_added_to_days_are_counted_in_seconds() -> None:
    state = past("2026-11-23 10:00", "1wd", ("extend", "2026-11-24 09:00", "4wh"))
    assert state.due_at == at("2026-11-25 14:00")
    assert lines(state.explain(CALENDAR)) == [
        ("11-23", "workday", 6 * 3600, "starts 10:00"),
        ("11-24", "workday", 7 * 3600, "extended by 4wh"),
        ("11-25", "workday", 4 * 3600, "due 14:00"),
    ]


def test_waiting_then_an_extension() -> None:
    state = past(
        *("2026-11-23 10:00", "1wd"),
        ("pause", "2026-11-24 10:00"),
        ("extend", "2026-11-24 11:00", "1wd"),
        ("resume", "2026-11-25 10:00"),
    )
    # While it waits it is due on 24, extended to 25, 17:00; the seven hours waited make it 26, 17:00.
    assert state.due_at == at("2026-11-26 17:00")
    assert sum(row.counted for row in state.explain(CALENDAR)) == (6 + 7 + 7) * 3600


def test_waiting_into_the_next_year_is_provisional_and_stays_so() -> None:
    told = [("pause", "2026-12-30 10:00"), ("resume", "2027-01-05 10:00")]
    state = past("2026-12-29 10:00", "1wd", *told)  # type: ignore[arg-type]
    assert (state.due_at, state.provisional) == (at("2027-01-05 17:00"), True)
    assert past("2026-12-29 10:00", "1wd", *told, ("extend", "2027-01-05 11:00", "1wd")).provisional  # type: ignore[arg-type]
    assert past("2026-12-29 10:00", "3wd", ("pause", "2026-12-30 10:00"), ("resume", "2026-12-30 11:00")).provisional


def test_waiting_that_has_not_ended_leaves_the_due_time() -> None:
    assert past("2026-11-23 10:00", "1wd", ("pause", "2026-11-24 10:00")).due_at == at("2026-11-24 17:00")


def test_a_restart_runs_the_whole_limit_and_says_so() -> None:
    state = past("2026-11-23 10:00", "1wd", ("pause", "2026-11-24 10:00"), ("restart", "2026-11-26 10:00"))
    assert state.due_at == at("2026-11-27 17:00")
    assert state.explain(CALENDAR)[0].note.endswith("the whole limit runs again from 10:00")


@pytest.mark.parametrize("paused", ["2026-11-24 17:00", "2026-11-25 10:00"])
def test_a_restart_is_a_new_start_even_for_what_was_overdue(paused: str) -> None:
    state = past("2026-11-23 10:00", "1wd", ("pause", paused), ("restart", "2026-11-26 10:00"))
    assert state.due_at == at("2026-11-27 17:00")


@pytest.mark.parametrize("paused", ["2026-11-24 17:00", "2026-11-25 10:00"])
def test_what_was_overdue_before_the_wait_stays_overdue(paused: str) -> None:
    state = past("2026-11-23 10:00", "1wd", ("pause", paused), ("resume", "2026-11-26 10:00"))
    assert state.due_at == at("2026-11-24 17:00")


def test_reopened_the_limit_runs_anew() -> None:
    state = past("2026-11-02 10:00", "2wd", ("extend", "2026-11-03 10:00", "1wd"), ("reopen", "2026-11-23 15:00"))
    assert state.due_at == at("2026-11-25 17:00")
    assert lines(state.explain(CALENDAR))[0] == (
        *("11-23", "workday", 0),
        "the day it starts is not counted; reopened 15:00",
    )


@pytest.mark.parametrize(
    "told",
    [
        [("resume", "2026-11-23 11:00")],
        [("pause", "2026-11-23 11:00"), ("pause", "2026-11-23 12:00")],
        [("pause", "2026-11-23 11:00"), ("restart", "2026-11-23 10:00")],
        [("extend", "2026-11-23 11:00")],
    ],
)
def test_steps_in_no_order_that_can_be(told: list[tuple[str, str]]) -> None:
    with pytest.raises(BadValue) as refusal:
        past("2026-11-23 10:00", "1wd", *told)
    assert refusal.value.code == "bad_step"


FIRST = datetime(2026, 9, 14, tzinfo=CENTRE)
moments = st.integers(0, 30 * 86_400).map(lambda n: FIRST + timedelta(seconds=n))
limits = st.builds(Limit, st.integers(1, 12), st.sampled_from(["wd", "wh", "d"]))


@settings(max_examples=100, deadline=None)
@given(moments, limits, st.lists(moments, max_size=6).map(sorted), st.booleans())
def test_pauses_alone_are_what_due_makes_of_them(
    start: datetime, limit: Limit, edges: list[datetime], restart: bool
) -> None:
    pauses = [(edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2) if edges[n] >= start]
    told = [
        step
        for begun, ended in pauses
        for step in (Step("pause", begun), Step("restart" if restart else "resume", ended))
    ]
    state = recount(CALENDAR, start, limit, told)
    if restart and pauses:
        answer = due(CALENDAR, pauses[-1][1], limit)
    else:
        answer = due(CALENDAR, start, limit, pauses, ignore_late=True)
    assert (state.due_at, state.provisional) == (answer.due_at, answer.provisional)
    if not restart:
        assert state.explain(CALENDAR) == answer.explanation


@settings(max_examples=100, deadline=None)
@given(moments, limits, moments, limits, moments)
def test_steps_are_the_single_acts_in_turn(
    start: datetime, limit: Limit, paused: datetime, more: Limit, resumed: datetime
) -> None:
    paused, resumed = min(paused, resumed), max(paused, resumed)
    told = [Step("pause", paused), Step("resume", resumed), Step("extend", resumed, more)]
    once = resumed_due(CALENDAR, due(CALENDAR, start, limit).due_at, paused, resumed)
    state = recount(CALENDAR, start, limit, told)
    assert state.due_at == extended_due(CALENDAR, once, more)
    rows = state.explain(CALENDAR)
    assert (rows[0].date, rows[-1].date) == (start.date(), max(start.date(), state.due_at.date()))
    if state.pauses and paused >= start:
        waited = elapsed(CALENDAR, paused, resumed)
        assert sum(row.counted for row in rows) == elapsed(CALENDAR, start, state.due_at) - waited
