"""Series: RFC 5545's published examples (3.8.5.3), no clamping, and what is refused."""

from __future__ import annotations

import contextlib
import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadValue
from core.rooms.repeats import offered
from core.rooms.series import dates, occurrences, read_rule
from core.words import use_language
from tests.core.rooms_made_up import at

NEW_YORK = ZoneInfo("America/New_York")
START = datetime(1997, 9, 2, 9, 0, tzinfo=NEW_YORK)
HOUR = timedelta(hours=1)

# The rule, what the RFC lists (month/day of 1997, or year-month-day), and how far it is compared.
EXAMPLES = [
    ("FREQ=DAILY;COUNT=10", "9/2 9/3 9/4 9/5 9/6 9/7 9/8 9/9 9/10 9/11"),
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "9/2 9/12 9/22 10/2 10/12"),
    ("FREQ=DAILY;INTERVAL=2", "9/2 9/4 9/6 9/8 9/10 …"),
    ("FREQ=WEEKLY;COUNT=10", "9/2 9/9 9/16 9/23 9/30 10/7 10/14 10/21 10/28 11/4"),
    ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "9/2 9/16 9/30 10/14 10/28 11/11 11/25 12/9 12/23 …"),
    ("FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "9/2 9/4 9/9 9/11 9/16 9/18 9/23 9/25 9/30 10/2"),
    ("FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "9/2 9/4 9/9 9/11 9/16 9/18 9/23 9/25 9/30 10/2"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "9/2 9/4 9/16 9/18 9/30 10/2 10/14 10/16"),
    ("FREQ=MONTHLY;BYMONTHDAY=-3", "9/28 10/29 11/28 12/29 1998-1-29 1998-2-26 …"),
    ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "9/2 9/15 10/2 10/15 11/2 11/15 12/2 12/15 1998-1-2 1998-1-15"),
    ("FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
     "9/30 10/1 10/31 11/1 11/30 12/1 12/31 1998-1-1 1998-1-31 1998-2-1"),
    ("FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
     "9/10 9/11 9/12 9/13 9/14 9/15 1999-3-10 1999-3-11 1999-3-12 1999-3-13"),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
     "9/2 9/9 9/16 9/23 9/30 11/4 11/11 11/18 11/25 1998-1-6 1998-1-13 1998-1-20 1998-1-27 …"),
    ("FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
     "9/13 10/11 11/8 12/13 1998-1-10 1998-2-7 1998-3-7 1998-4-11 1998-5-9 1998-6-13 …"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "9/4 10/7 11/6"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", "9/29 10/30 11/27 12/30 1998-1-29 1998-2-26 1998-3-30 …"),
]  # fmt: skip
OTHER_STARTS = [
    ("1998-01-01", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA", 93, "2000-01-31"),
    ("1998-01-01", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", 93, "2000-01-31"),
    ("1997-09-05", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR", 10, "1998-06-05"),
    ("1997-09-05", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", 4, "1997-12-05"),
    ("1997-09-07", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU", 10, "1998-05-31"),
    ("1997-09-22", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", 6, "1998-02-16"),
    ("1997-09-02", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR", 24, "1997-12-22"),
    ("1997-06-10", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7", 10, "2001-07-10"),
    ("1997-03-10", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3", 10, "2003-03-10"),
    ("1997-01-01", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200", 10, "2006-01-01"),
    ("1997-09-02", "FREQ=DAILY;UNTIL=19971224T000000Z", 113, "1997-12-23"),
    ("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", 4, "1997-08-24"),
    ("1997-08-05", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", 4, "1997-08-31"),
    ("2007-01-15", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", 5, "2007-03-30"),
]
FIRST_OF = [
    ("1997-05-19", "FREQ=YEARLY;BYDAY=20MO", "1997-05-19 1998-05-18 1999-05-17"),
    ("1997-05-12", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997-05-12 1998-05-11 1999-05-17"),
    ("1997-03-13", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "1997-03-13 1997-03-20 1997-03-27 1998-03-05 1998-03-12"),
    ("1997-06-05", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8", "1997-06-05 1997-06-12 1997-06-19 1997-06-26 1997-07-03"),
    ("1996-11-05", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
     "1996-11-05 2000-11-07 2004-11-02"),
]  # fmt: skip


def days_of(listed: str) -> list[date]:
    found = []
    for one in listed.replace("…", "").split():
        if "/" in one:
            month, day = one.split("/")
            found.append(date(1997, int(month), int(day)))
        else:
            found.append(date(*map(int, one.split("-"))))
    return found


@pytest.mark.parametrize(("rule", "listed"), EXAMPLES)
def test_the_rfcs_examples_from_september_1997(rule: str, listed: str) -> None:
    expected = days_of(listed)
    extra = 1 if listed.endswith("…") else 2
    found = list(itertools.islice(dates(read_rule(rule), START), len(expected) + extra))
    assert [one.date() for one in found[: len(expected)]] == expected
    assert (len(found) > len(expected)) == listed.endswith("…")
    assert {one.time() for one in found} == {START.time()}


@pytest.mark.parametrize(("start", "rule", "count", "last"), OTHER_STARTS)
def test_the_rfcs_examples_from_other_dates(start: str, rule: str, count: int, last: str) -> None:
    found = list(dates(read_rule(rule), datetime.fromisoformat(f"{start}T09:00").replace(tzinfo=NEW_YORK)))
    assert (len(found), found[-1].date().isoformat()) == (count, last)


@pytest.mark.parametrize(("start", "rule", "listed"), FIRST_OF)
def test_the_rfcs_endless_examples_begin_as_published(start: str, rule: str, listed: str) -> None:
    expected = days_of(listed)
    found = dates(read_rule(rule), datetime.fromisoformat(f"{start}T09:00").replace(tzinfo=NEW_YORK))
    assert [one.date() for one in itertools.islice(found, len(expected))] == expected


def test_the_rfcs_friday_the_13th_with_an_exdate() -> None:
    found = dates(read_rule("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"), START, except_=[START])
    assert [one.date() for one in itertools.islice(found, 5)] == days_of(
        "1998-2-13 1998-3-13 1998-11-13 1999-8-13 2000-10-13"
    )


def test_the_rfcs_hours_and_minutes() -> None:
    hours = [one.hour for one in dates(read_rule("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z"), START)]
    assert hours == [9, 12]
    quarters = list(dates(read_rule("FREQ=MINUTELY;INTERVAL=15;COUNT=6"), START))
    assert quarters[-1] - quarters[0] == timedelta(minutes=75)
    lectures = dates(read_rule("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40"), START)
    assert [f"{one:%H:%M}" for one in itertools.islice(lectures, 4)] == ["09:00", "09:20", "09:40", "10:00"]


def test_nothing_is_clamped() -> None:
    start = at("2026-01-31 10:00")
    days = [one.date().isoformat() for one in occurrences(read_rule("FREQ=MONTHLY;COUNT=4"), start, HOUR)]
    assert days == ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]
    leap = occurrences(read_rule("FREQ=YEARLY;COUNT=2"), at("2028-02-29 10:00"), HOUR)
    assert [one.year for one in leap] == [2028, 2032]


def test_count_counts_what_is_left_out_too() -> None:
    found = occurrences(read_rule("FREQ=DAILY;COUNT=3"), at("10:00"), HOUR, [at("2026-11-26 10:00")])
    assert [one.day for one in found] == [25, 27]


def test_until_as_a_day_means_all_of_it() -> None:
    found = occurrences(read_rule("rrule:freq=daily;until=20261127"), at("20:00"), HOUR)
    assert [one.day for one in found] == [25, 26, 27]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=WEEKLY", "endless_rule"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "until_and_count"),
        ("FREQ=DAILY;UNTIL=20261124", "no_dates"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1", "no_dates"),
        ("FREQ=HOURLY;COUNT=3", "longer_than_period"),
        ("FREQ=DAILY;COUNT=5000", "too_many_dates"),
        ("FREQ=HOURLY;INTERVAL=2;BYHOUR=11;COUNT=3", "no_dates"),
        ("FREQ=YEARLY;COUNT=20", "too_far"),
        ("FREQ=YEARLY;UNTIL=20500101", "too_far"),
        ("FREQ=SECONDLY;COUNT=3", "bad_rule"),
        ("FREQ=FORTNIGHTLY;COUNT=3", "bad_rule"),
        ("COUNT=3", "bad_rule"),
        ("", "bad_rule"),
        ("FREQ=WEEKLY;COUNT=0", "bad_rule"),
        ("FREQ=WEEKLY;COUNT=-1", "bad_rule"),
        ("FREQ=WEEKLY;COUNT=3;COUNT=4", "bad_rule"),
        ("FREQ=WEEKLY;COUNT=3;BYEASTER=1", "bad_rule"),
        ("FREQ=WEEKLY;COUNT=3;BYDAY=1MO", "bad_rule"),
        ("FREQ=WEEKLY;COUNT=3;BYMONTHDAY=5", "bad_rule"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=0MO", "bad_rule"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=XX", "bad_rule"),
        ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=32", "bad_rule"),
        ("FREQ=MONTHLY;COUNT=3;BYSETPOS=1", "bad_rule"),
        ("FREQ=MONTHLY;COUNT=3;BYYEARDAY=1", "bad_rule"),
        ("FREQ=WEEKLY;INTERVAL=0;COUNT=3", "bad_rule"),
        ("FREQ=WEEKLY;UNTIL=20261301", "bad_rule"),
        ("FREQ=WEEKLY;UNTIL=tomorrow", "bad_rule"),
        ("FREQ=WEEKLY;WKST=XX;COUNT=2", "bad_rule"),
    ],
)
def test_refused_with_the_reason(rule: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        occurrences(read_rule(rule), at("10:00"), timedelta(hours=2))
    assert caught.value.code == code
    assert caught.value.message


def test_an_occurrence_as_long_as_its_period_is_allowed() -> None:
    assert len(occurrences(read_rule("FREQ=HOURLY;COUNT=3"), at("10:00"), HOUR)) == 3


@given(st.text(alphabet="FREQ=WKLYMONTHCUBD;,0123456789-AJSPI", max_size=40))
def test_any_text_is_a_rule_or_refused(text: str) -> None:
    with contextlib.suppress(BadValue):
        assert read_rule(text).frequency


PARTS = st.fixed_dictionaries(
    {"FREQ": st.sampled_from(("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")),
     "COUNT": st.integers(1, 40)},
    optional={
        "INTERVAL": st.integers(1, 400),
        "BYMONTH": st.integers(1, 12), "BYMONTHDAY": st.integers(-31, 31), "BYYEARDAY": st.integers(-366, 366),
        "BYWEEKNO": st.integers(-53, 53), "BYHOUR": st.integers(0, 23), "BYMINUTE": st.integers(0, 59),
        "BYDAY": st.sampled_from(("MO", "5FR", "-1SU", "TU,TH")), "BYSETPOS": st.integers(-5, 5),
        "WKST": st.sampled_from(("MO", "SU")),
    },
)  # fmt: skip


@given(PARTS, st.sampled_from(("2026-11-25 10:00", "2028-02-29 23:30", "2026-12-31 00:00")))
@settings(max_examples=80, deadline=None)
def test_any_rule_gives_dates_in_order_or_is_refused(parts: dict[str, object], start: str) -> None:
    try:
        rule = read_rule(";".join(f"{name}={value}" for name, value in parts.items()))
        found = occurrences(rule, at(start), timedelta(minutes=1))
    except BadValue as refused:
        assert refused.code in ("bad_rule", "no_dates", "too_far")  # noqa: PT017
        return
    assert list(found) == sorted(set(found))
    assert len(found) == parts["COUNT"]
    assert found[0] >= at(start)


def test_the_last_and_the_fifth_weekday_are_two_things_by_name() -> None:
    use_language("en")
    found = {one.code: one for one in offered(date(2026, 11, 30))}
    assert found["nth_weekday"].rule == "FREQ=MONTHLY;BYDAY=5MO"
    assert found["last_weekday"].rule == "FREQ=MONTHLY;BYDAY=-1MO"
    assert found["nth_weekday"].name != found["last_weekday"].name
    assert "fifth" in found["nth_weekday"].name
    assert found["month_end"].rule == "FREQ=MONTHLY;BYMONTHDAY=-1"


@given(st.dates(date(2024, 1, 1), date(2030, 12, 31)))
def test_everything_offered_begins_on_the_day_itself(day: date) -> None:
    start = datetime(day.year, day.month, day.day, 10, tzinfo=at("10:00").tzinfo)
    for one in offered(day):
        first, second = itertools.islice(dates(read_rule(one.rule), start), 2)
        assert first == start, one
        assert second > first
