"""The edges: midnight, other zones, the first and last days that can be counted, days that alone are provisional."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from core.clock import CENTRE, read_time
from core.errors import BadValue
from core.worktime import (
    Limit,
    SpecialDay,
    WorkCalendar,
    built_in_calendar,
    due,
    elapsed,
    extended_due,
    parse_hours,
    provisional_between,
    resumed_due,
    yellow_from,
    yellow_until,
)

CALENDAR = built_in_calendar()
ALWAYS = WorkCalendar(week=(parse_hours(["00:00-24:00"]),) * 7, complete=True)
EVENINGS = WorkCalendar(week=(parse_hours(["18:00-24:00"]),) * 5 + ((),) * 2, complete=True)


def at(text: str) -> datetime:
    return read_time(text.replace(" ", "T"))


def test_a_moment_in_another_zone_is_the_same_moment() -> None:
    nine = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
    assert due(CALENDAR, nine, Limit(3, "wh")).due_at == at("2026-11-23 12:00")
    assert due(CALENDAR, nine, Limit(3, "wh")).due_at.tzinfo is CENTRE
    # 23:30 in UTC on Sunday is Monday morning at the centre, so Monday is the day not counted.
    assert due(CALENDAR, datetime(2026, 11, 22, 23, 30, tzinfo=UTC), Limit(1, "wd")).due_at == at("2026-11-24 17:00")
    assert elapsed(CALENDAR, nine, nine.astimezone(timezone(timedelta(hours=-7))) + timedelta(hours=1)) == 3600


def test_a_moment_without_zone_is_the_centres_and_parts_of_a_second_fall_away() -> None:
    assert due(CALENDAR, datetime(2026, 11, 23, 9, 0, 0, 999_999), Limit(3, "wh")).due_at == at("2026-11-23 12:00")


def test_a_zone_that_leads_out_of_time() -> None:
    with pytest.raises(BadValue) as refusal:
        due(CALENDAR, datetime(9999, 12, 31, 23, tzinfo=UTC), Limit(3, "wh"))
    assert refusal.value.code == "date_out_of_range"


def test_the_last_day_there_is() -> None:
    assert due(CALENDAR, at("9998-12-31 16:59"), Limit(2, "wm")).due_at == at("9999-01-01 09:01")
    assert due(CALENDAR, at("9998-11-30 10:00"), Limit(12, "m")).due_at == at("9999-11-30 17:00")
    assert due(CALENDAR, at("9999-12-30 10:00"), Limit(1, "wd")).due_at == at("9999-12-31 17:00")
    with pytest.raises(BadValue) as refusal:
        due(ALWAYS, at("9999-12-30 10:00"), Limit(1, "wd"))  # ends at 24:00, in the year 10000
    assert refusal.value.code == "date_out_of_range"


def test_the_last_day_can_be_explained() -> None:
    answer = due(CALENDAR, at("9999-12-31 09:00"), Limit(4, "wh"), [(at("9999-12-31 10:00"), at("9999-12-31 11:00"))])
    assert [(row.date, row.counted) for row in answer.explanation] == [(date(9999, 12, 31), 4 * 3600)]
    assert due(CALENDAR, at("9999-12-30 10:00"), Limit(1, "d")).explanation[-1].date == date(9999, 12, 31)


def test_the_first_day_there_is() -> None:
    first = at("1992-01-01 00:00")
    assert due(CALENDAR, first, Limit(1, "d")).due_at == at("1992-01-02 17:00")
    assert due(CALENDAR, first, Limit(1, "wh")).due_at == at("1992-01-01 10:00")
    assert extended_due(CALENDAR, first, Limit(1, "wd")) == at("1992-01-02 17:00")
    assert yellow_from(CALENDAR, at("1992-01-01 17:00")) == first
    assert yellow_from(CALENDAR, at("1992-01-02 17:00")) == at("1992-01-01 17:00")


@pytest.mark.parametrize(
    ("due_at", "yellow"),
    [
        ("2026-11-24 17:00", "2026-11-23 17:00"),
        ("2026-11-23 10:30", "2026-11-20 10:30"),
        ("2026-10-08 17:00", "2026-09-30 17:00"),
        ("2026-10-12 09:00:01", "2026-10-10 09:00:01"),
        ("2026-01-04 12:00", "2025-12-31 12:00"),
        ("2026-02-24 17:00", "2026-02-14 17:00"),
        # On a day of rest, as when the calendar changed afterwards: the working day before it.
        ("2026-11-22 17:00", "2026-11-20 17:00"),
    ],
)
def test_yellow_is_one_working_day_before_at_the_same_time(due_at: str, yellow: str) -> None:
    assert yellow_from(CALENDAR, at(due_at)) == at(yellow)


def test_yellow_before_midnight() -> None:
    # Due on Monday at 24:00: yellow from Friday at 24:00.
    assert yellow_from(EVENINGS, at("2026-11-24 00:00")) == at("2026-11-21 00:00")
    assert yellow_until(EVENINGS, at("2026-11-21 00:00")) == at("2026-11-24 00:00")
    assert yellow_until(EVENINGS, at("2026-11-20 23:59:59")) == at("2026-11-23 23:59:59")


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-11-23 10:00", "2026-11-24 10:00"),
        ("2026-11-20 18:00", "2026-11-23 18:00"),
        ("2026-11-21 08:00", "2026-11-24 00:00"),
        ("2026-09-30 17:00", "2026-10-08 17:00"),
    ],
)
def test_what_is_yellow_now(now: str, until: str) -> None:
    assert yellow_until(CALENDAR, at(now)) == at(until)


def test_midnight_belongs_to_the_day_it_closes() -> None:
    monday_closes = at("2026-11-24 00:00")
    assert extended_due(EVENINGS, monday_closes, Limit(1, "wd")) == at("2026-11-25 00:00")
    assert extended_due(EVENINGS, monday_closes, Limit(1, "d")) == at("2026-11-25 00:00")
    assert extended_due(EVENINGS, monday_closes, Limit(1, "wh")) == at("2026-11-24 19:00")
    # Where nobody works until midnight it belongs to the day that begins.
    assert extended_due(CALENDAR, monday_closes, Limit(1, "wd")) == at("2026-11-25 17:00")
    assert extended_due(CALENDAR, at("2026-11-22 00:00"), Limit(1, "wd")) == at("2026-11-23 17:00")


@pytest.mark.parametrize(
    ("due_at", "limit", "later"),
    [
        ("2026-11-24 17:00", "5wd", "2026-12-01 17:00"),
        ("2026-11-24 10:30", "1wd", "2026-11-25 17:00"),
        ("2026-11-24 17:00", "4wh", "2026-11-25 14:00"),
        ("2026-09-24 17:00", "2wd", "2026-09-29 17:00"),
        ("2026-11-24 17:00", "4d", "2026-11-30 17:00"),
    ],
)
def test_an_extension_is_added_from_the_due_time(due_at: str, limit: str, later: str) -> None:
    amount, unit = int(limit[0]), limit[1:]
    assert extended_due(CALENDAR, at(due_at), Limit(amount, unit)) == at(later)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due_at", "paused", "resumed", "later"),
    [
        ("2026-11-24 17:00", "2026-11-24 16:00", "2026-11-26 09:00", "2026-11-26 10:00"),
        # Overdue at the pause: stays. So does a due time in a wait that cost nothing.
        ("2026-11-24 17:00", "2026-11-24 17:00", "2026-11-26 09:00", "2026-11-24 17:00"),
        ("2026-11-24 17:00", "2026-11-25 09:00", "2026-11-26 09:00", "2026-11-24 17:00"),
        ("2026-11-24 17:00", "2026-11-23 18:00", "2026-11-24 08:00", "2026-11-24 17:00"),
        ("2026-11-24 17:00", "2026-11-24 16:00", "2026-11-24 16:00", "2026-11-24 17:00"),
        # A due time outside hours, from another calendar: nothing of working time was left.
        ("2026-11-22 17:00", "2026-11-21 09:00", "2026-11-21 10:00", "2026-11-22 17:00"),
        ("2026-11-22 17:00", "2026-11-21 09:00", "2026-11-25 10:00", "2026-11-25 10:00"),
    ],
)
def test_resumed(due_at: str, paused: str, resumed: str, later: str) -> None:
    assert resumed_due(CALENDAR, at(due_at), at(paused), at(resumed)) == at(later)


def test_resumed_before_it_was_paused() -> None:
    with pytest.raises(BadValue) as refusal:
        resumed_due(CALENDAR, at("2026-11-24 17:00"), at("2026-11-24 10:00"), at("2026-11-24 09:00"))
    assert refusal.value.code == "bad_pause"


def set_to_rest(*days: int) -> WorkCalendar:
    return CALENDAR.with_days(SpecialDay(date(2027, 1, day), "rest", None, "", notice=False) for day in days)


def test_one_day_alone_can_make_a_due_time_provisional() -> None:
    start = at("2026-12-31 16:30")
    for limit in (Limit(1, "wh"), Limit(1, "wd"), Limit(1, "d")):
        # Only 01-04, on which it is due, may still change.
        answer = due(set_to_rest(1, 2, 3), start, limit)
        assert (answer.due_at.date(), answer.provisional) == (date(2027, 1, 4), True)
        # With 01-04 settled as well it is firm; with 01-02, passed over on the way, open again, it is not.
        worked = [SpecialDay(date(2027, 1, 4), "workday", None, "", notice=False)]
        assert not due(set_to_rest(1, 2, 3).with_days(worked), start, limit).provisional
        assert due(set_to_rest(1, 3).with_days(worked), start, limit).provisional


def test_waiting_over_days_that_may_change_is_provisional() -> None:
    # A month to 2004-01-20, a year that is known: firm. What is left at a pause in 2003, which is not, is not.
    start, limit = at("2003-12-20 10:00"), Limit(1, "m")
    assert not due(CALENDAR, start, limit).provisional
    assert due(CALENDAR, start, limit, [(at("2003-12-22 10:00"), at("2004-01-05 10:00"))]).provisional
    assert not due(CALENDAR, start, limit, [(at("2004-01-05 10:00"), at("2004-01-06 10:00"))]).provisional


def test_a_second_waited_is_a_second_later() -> None:
    pause = (at("2026-11-23 10:00:00"), at("2026-11-23 10:00:01"))
    assert due(CALENDAR, at("2026-11-23 09:00"), Limit(4, "wh"), [pause]).due_at == at("2026-11-23 14:00:01")
    assert resumed_due(CALENDAR, at("2026-11-23 14:00"), *pause) == at("2026-11-23 14:00:01")


def test_provisional_between_looks_at_both_ends() -> None:
    calendar = set_to_rest(2, 3)
    assert not provisional_between(calendar, at("2026-12-01 10:00"), at("2026-12-31 10:00"))
    assert provisional_between(calendar, at("2026-12-01 10:00"), at("2027-01-01 10:00"))
    assert not provisional_between(calendar, at("2027-01-02 10:00"), at("2027-01-03 10:00"))
    assert provisional_between(calendar, at("2027-01-02 10:00"), at("2027-01-04 10:00"))
    assert provisional_between(calendar, at("2027-01-01 23:00"), at("2027-01-01 23:00"))
    assert not provisional_between(calendar, at("2027-03-01 10:00"), at("2027-02-01 10:00"))


def test_a_calendar_that_never_works_says_so_in_finite_time() -> None:
    never = WorkCalendar(week=((),) * 7, complete=True)
    for limit in (Limit(1, "wm"), Limit(1, "wd"), Limit(1, "d"), Limit(1, "m"), Limit(99_999, "wh")):
        with pytest.raises(BadValue) as refusal:
            due(never, at("2026-11-23 10:00"), limit)
        assert refusal.value.code == "not_enough_time"
    assert elapsed(never, at("1992-01-01 00:00"), at("9999-12-31 23:59")) == 0
    assert yellow_from(never, at("2026-11-23 10:00")) == at("1992-01-01 00:00")
