"""Due times one by one, each with its reasoning."""

from datetime import datetime
from pathlib import Path

import pytest

from core.clock import read_time
from core.worktime import WorkCalendar, built_in_calendar, due, parse_limit, read_calendar_file

FIRM, PROVISIONAL = False, True


def at(text: str) -> datetime:
    return read_time(text.replace(" ", "T"))


def pauses(*spans: str) -> list[tuple[datetime, datetime]]:
    return [(at(begun), at(ended)) for begun, ended in (span.split("/") for span in spans)]


# Mondays to Fridays 09:00-12:00 and 13:00-17:00; the notices of 2025 and 2026. What is due, and why.
WORKING_DAYS = [
    ("Monday is not counted, Tuesday is", "2026-11-23 10:00", "1wd", "2026-11-24 17:00", FIRM),
    ("before opening is Monday all the same", "2026-11-23 08:00", "1wd", "2026-11-24 17:00", FIRM),
    ("after closing is Monday too, not Tuesday", "2026-11-23 23:59:59", "1wd", "2026-11-24 17:00", FIRM),
    ("midnight begins the day it is on", "2026-11-24 00:00", "1wd", "2026-11-25 17:00", FIRM),
    ("taken on Saturday: Monday is the first", "2026-11-21 10:00", "1wd", "2026-11-23 17:00", FIRM),
    ("Friday evening: over the weekend", "2026-11-27 16:59", "1wd", "2026-11-30 17:00", FIRM),
    ("a plain week", "2026-11-23 10:00", "5wd", "2026-11-30 17:00", FIRM),
    ("Sunday 09-20 is worked: 20, 21, 22, 23, 24", "2026-09-18 10:00", "5wd", "2026-09-24 17:00", FIRM),
    ("14 is worked, then the festival: 14, 24, 25, 26, 27", "2026-02-13 10:00", "5wd", "2026-02-27 17:00", FIRM),
    ("taken on a make-up Saturday: nine days off follow", "2026-02-14 10:00", "1wd", "2026-02-24 17:00", FIRM),
    ("Saturday 02-28 is worked, Sunday not", "2026-02-27 10:00", "2wd", "2026-03-02 17:00", FIRM),
    ("8, 9, and Saturday 10 worked for the holiday", "2026-09-30 10:00", "3wd", "2026-10-10 17:00", FIRM),
    ("taken in the holiday: first day after it", "2026-10-03 10:00", "1wd", "2026-10-08 17:00", FIRM),
    ("after May Day: 6, 7, 8", "2026-04-30 10:00", "3wd", "2026-05-08 17:00", FIRM),
    ("and the fourth is Saturday 9, worked", "2026-04-30 10:00", "4wd", "2026-05-09 17:00", FIRM),
    ("New Year's off days, then Sunday 4 is worked", "2025-12-31 10:00", "1wd", "2026-01-04 17:00", FIRM),
    ("31, 4, 5 over the year's end", "2025-12-30 10:00", "3wd", "2026-01-05 17:00", FIRM),
    ("the last day of a published year is firm", "2026-12-30 10:00", "1wd", "2026-12-31 17:00", FIRM),
    ("the next year is not published: the week alone", "2026-12-31 10:00", "1wd", "2027-01-01 17:00", PROVISIONAL),
    ("29, 30, 31, then two days that may change", "2026-12-28 10:00", "5wd", "2027-01-04 17:00", PROVISIONAL),
    ("Sunday 26 and Monday 27, then 02-05", "2025-01-24 10:00", "3wd", "2025-02-05 17:00", FIRM),
    ("Sunday 28, 29, 30, then 10-09 and 10-10", "2025-09-26 10:00", "5wd", "2025-10-10 17:00", FIRM),
    ("Saturday 10-11 is worked too", "2025-09-26 10:00", "6wd", "2025-10-11 17:00", FIRM),
    ("Sunday 27, 28, 29, 30", "2025-04-25 10:00", "4wd", "2025-04-30 17:00", FIRM),
    ("the Dragon Boat weekend runs to Monday", "2025-05-30 10:00", "1wd", "2025-06-03 17:00", FIRM),
    ("10 before 14, which is 11; 24-28 make 16; 03-05", "2026-01-30 10:00", "20wd", "2026-03-05 17:00", FIRM),
    ("2024 from the package: off to 10-07", "2024-09-30 10:00", "1wd", "2024-10-08 17:00", FIRM),
]
BY_THE_CLOCK = [
    ("ends as lunch begins: due at 12:00, not 13:00", "2026-11-23 09:00", "3wh", "2026-11-23 12:00", FIRM),
    ("ends at closing: due then, not next morning", "2026-11-23 09:00", "7wh", "2026-11-23 17:00", FIRM),
    ("two before lunch, one after", "2026-11-23 10:00", "3wh", "2026-11-23 14:00", FIRM),
    ("asked at lunch: runs from 13:00", "2026-11-23 12:30", "1wh", "2026-11-23 14:00", FIRM),
    ("the stroke of twelve is lunch already", "2026-11-23 12:00", "1wm", "2026-11-23 13:01", FIRM),
    ("asked before opening: runs from 09:00", "2026-11-23 08:00", "1wh", "2026-11-23 10:00", FIRM),
    ("the stroke of closing is over", "2026-11-23 17:00", "1wh", "2026-11-24 10:00", FIRM),
    ("Friday evening: Monday's first hour", "2026-11-27 18:30", "1wh", "2026-11-30 10:00", FIRM),
    ("one on Friday, three on Monday, to lunch exactly", "2026-11-27 16:00", "4wh", "2026-11-30 12:00", FIRM),
    ("the Saturday after is worked", "2026-02-13 16:00", "4wh", "2026-02-14 12:00", FIRM),
    ("an hour on the make-up day, an hour nine days on", "2026-02-14 16:00", "2wh", "2026-02-24 10:00", FIRM),
    ("the last minute of the day", "2026-11-23 16:59", "1wm", "2026-11-23 17:00", FIRM),
    ("30 s today, 30 s tomorrow", "2026-11-23 16:59:30", "1wm", "2026-11-24 09:00:30", FIRM),
    ("1 s before lunch, 119 s after", "2026-11-23 11:59:59", "2wm", "2026-11-23 13:01:59", FIRM),
    ("an hour, lunch, half an hour", "2026-11-23 11:00", "90wm", "2026-11-23 13:30", FIRM),
    ("two on Thursday, festival, two on Monday", "2026-09-24 15:00", "4wh", "2026-09-28 11:00", FIRM),
    ("does not leave the published year", "2026-12-31 16:00", "1wh", "2026-12-31 17:00", FIRM),
    ("leaves it by an hour", "2026-12-31 16:00", "2wh", "2027-01-01 10:00", PROVISIONAL),
    ("half an hour in 2025, half in 2026 on a worked Sunday", "2025-12-31 16:30", "1wh", "2026-01-04 09:30", FIRM),
    ("seven a day: five days and five hours", "2026-11-23 09:00", "40wh", "2026-11-30 15:00", FIRM),
    ("five whole days end on Friday, not Monday", "2026-11-23 09:00", "35wh", "2026-11-27 17:00", FIRM),
    ("asked on Saturday: Monday's morning", "2026-11-21 15:00", "3wh", "2026-11-23 12:00", FIRM),
    ("an afternoon and a morning", "2026-11-23 13:00", "420wm", "2026-11-24 12:00", FIRM),
    ("two mornings off in between are not there", "2026-06-18 16:00", "2wh", "2026-06-22 10:00", FIRM),
]
BY_THE_CALENDAR = [
    ("October has 31: the 30th day is 11-23", "2026-10-24 10:00", "30d", "2026-11-23 17:00", FIRM),
    ("the hour of asking does not matter", "2026-10-24 23:00", "30d", "2026-11-23 17:00", FIRM),
    ("10-01 is a holiday: moves to 10-08", "2026-09-01 10:00", "30d", "2026-10-08 17:00", FIRM),
    ("Saturday moves to Monday", "2026-11-27 10:00", "1d", "2026-11-30 17:00", FIRM),
    ("this Saturday is worked: stays", "2026-02-27 10:00", "1d", "2026-02-28 17:00", FIRM),
    ("this Sunday is worked: stays", "2026-09-19 10:00", "1d", "2026-09-20 17:00", FIRM),
    ("in the middle of the festival", "2026-02-01 10:00", "15d", "2026-02-24 17:00", FIRM),
    ("no 31st in February; the 28th is a worked Saturday", "2026-01-31 10:00", "1m", "2026-02-28 17:00", FIRM),
    ("no 31st in February; the 28th is a Friday", "2025-01-31 10:00", "1m", "2025-02-28 17:00", FIRM),
    ("a leap year has the 29th", "2024-01-31 10:00", "1m", "2024-02-29 17:00", FIRM),
    ("no 31st of September", "2026-08-31 10:00", "1m", "2026-09-30 17:00", FIRM),
    ("the corresponding day, not the month's end", "2026-09-30 10:00", "1m", "2026-10-30 17:00", FIRM),
    ("the 31st is a Saturday, over the year's end", "2025-12-31 10:00", "1m", "2026-02-02 17:00", FIRM),
    ("02-28, a worked Saturday", "2025-12-31 10:00", "2m", "2026-02-28 17:00", FIRM),
    ("10-02 is a holiday", "2026-06-02 10:00", "4m", "2026-10-08 17:00", FIRM),
    ("a year from leap day is 02-28", "2024-02-29 10:00", "1y", "2025-02-28 17:00", FIRM),
    ("a Sunday, in a year that is known", "2022-11-23 10:00", "3y", "2025-11-24 17:00", FIRM),
    ("a Friday, in a year that is not", "2026-11-23 10:00", "3y", "2029-11-23 17:00", PROVISIONAL),
    ("twelve months are a year", "2025-11-23 10:00", "12m", "2026-11-23 17:00", FIRM),
    ("12-31 is published", "2026-12-01 10:00", "30d", "2026-12-31 17:00", FIRM),
    ("01-01 is not", "2026-12-01 10:00", "31d", "2027-01-01 17:00", PROVISIONAL),
    ("02-28 of 2027 is a Sunday", "2026-01-31 10:00", "13m", "2027-03-01 17:00", PROVISIONAL),
    ("it begins in a year unknown and ends in one known", "2003-12-20 10:00", "1m", "2004-01-20 17:00", FIRM),
]


def check(start: str, limit: str, expected: str, provisional: bool) -> None:
    answer = due(built_in_calendar(), at(start), parse_limit(limit))
    assert (answer.due_at, answer.provisional) == (at(expected), provisional)


@pytest.mark.parametrize(("why", "start", "limit", "expected", "provisional"), WORKING_DAYS)
def test_limits_in_working_days(why: str, start: str, limit: str, expected: str, provisional: bool) -> None:
    check(start, limit, expected, provisional)


@pytest.mark.parametrize(("why", "start", "limit", "expected", "provisional"), BY_THE_CLOCK)
def test_limits_in_working_hours(why: str, start: str, limit: str, expected: str, provisional: bool) -> None:
    check(start, limit, expected, provisional)


@pytest.mark.parametrize(("why", "start", "limit", "expected", "provisional"), BY_THE_CALENDAR)
def test_limits_by_the_calendar(why: str, start: str, limit: str, expected: str, provisional: bool) -> None:
    check(start, limit, expected, provisional)


PAUSED = [
    (
        "due 14:00, an hour waited",
        *("2026-11-23 09:00", "4wh", ["2026-11-23 10:00/2026-11-23 11:00"], "2026-11-23 15:00"),
    ),
    (
        "lunch within the wait is not working time: one hour, not two",
        *("2026-11-23 09:00", "4wh", ["2026-11-23 11:30/2026-11-23 13:30"], "2026-11-23 15:00"),
    ),
    (
        "waiting over lunch alone changes nothing",
        *("2026-11-23 09:00", "4wh", ["2026-11-23 12:10/2026-11-23 12:50"], "2026-11-23 14:00"),
    ),
    (
        "waiting overnight changes nothing",
        *("2026-11-23 09:00", "8wh", ["2026-11-23 18:00/2026-11-24 08:00"], "2026-11-24 10:00"),
    ),
    (
        "three hours left on Friday; Monday from 10:00: two, lunch, one",
        *("2026-11-27 15:00", "4wh", ["2026-11-27 16:00/2026-11-30 10:00"], "2026-11-30 14:00"),
    ),
    (
        "five hours left over the holiday, from 10:00: two and three",
        *("2026-09-30 09:00", "10wh", ["2026-09-30 15:00/2026-10-08 10:00"], "2026-10-08 16:00"),
    ),
    (
        "taken up again in the holiday: the five hours run from the first morning",
        *("2026-09-30 09:00", "10wh", ["2026-09-30 15:00/2026-10-03 12:00"], "2026-10-08 15:00"),
    ),
    (
        "seven working hours waited move the fifth day's closing by a whole day",
        *("2026-11-23 10:00", "5wd", ["2026-11-24 10:00/2026-11-25 10:00"], "2026-12-01 17:00"),
    ),
    (
        "one hour waited: an hour into the next day",
        *("2026-11-23 10:00", "5wd", ["2026-11-24 10:00/2026-11-24 11:00"], "2026-12-01 10:00"),
    ),
    (
        "waiting on the day it starts counts as well: six hours",
        *("2026-11-23 10:00", "5wd", ["2026-11-23 10:00/2026-11-23 17:00"], "2026-12-01 16:00"),
    ),
    (
        "two working days waited within thirty days: two working days later",
        *("2026-10-24 10:00", "30d", ["2026-11-02 09:00/2026-11-04 09:00"], "2026-11-25 17:00"),
    ),
    (
        "the weekend within the wait is free: five working days, not seven",
        *("2026-10-24 10:00", "1m", ["2026-11-09 09:00/2026-11-16 09:00"], "2026-12-01 17:00"),
    ),
    (
        "two waits that touch are one of an hour",
        *(
            "2026-11-23 09:00",
            "4wh",
            ["2026-11-23 09:30/2026-11-23 10:00", "2026-11-23 10:00/2026-11-23 10:30"],
            "2026-11-23 15:00",
        ),
    ),
    (
        "the second wait falls into time the first one gave: 12:00, 14:00, 15:00",
        *(
            "2026-11-23 09:00",
            "3wh",
            ["2026-11-23 11:00/2026-11-23 13:00", "2026-11-23 13:30/2026-11-23 14:30"],
            "2026-11-23 15:00",
        ),
    ),
    (
        "in whatever order they are named",
        *(
            "2026-11-23 09:00",
            "3wh",
            ["2026-11-23 13:30/2026-11-23 14:30", "2026-11-23 11:00/2026-11-23 13:00"],
            "2026-11-23 15:00",
        ),
    ),
    (
        "kept to the second",
        *("2026-11-23 09:00", "4wh", ["2026-11-23 10:00:00/2026-11-23 10:00:07"], "2026-11-23 14:00:07"),
    ),
    (
        "a wait of no length",
        *("2026-11-23 09:00", "4wh", ["2026-11-23 10:00/2026-11-23 10:00"], "2026-11-23 14:00"),
    ),
    (
        "waiting from the very start keeps the whole limit",
        *("2026-11-23 09:00", "4wh", ["2026-11-23 09:00/2026-11-24 09:00"], "2026-11-24 14:00"),
    ),
    (
        "the spring festival within the wait: 1 h on 02-13 and 02-14's 7 h are what it costs",
        *("2026-02-13 09:00", "14wh", ["2026-02-13 16:00/2026-02-24 09:00"], "2026-02-25 10:00"),
    ),
]


@pytest.mark.parametrize(("why", "start", "limit", "spans", "expected"), PAUSED)
def test_what_was_left_runs_on_after_waiting(why: str, start: str, limit: str, spans: list[str], expected: str) -> None:
    answer = due(built_in_calendar(), at(start), parse_limit(limit), pauses(*spans))
    assert (answer.due_at, answer.provisional) == (at(expected), FIRM)


def test_waiting_into_an_unpublished_year_makes_it_provisional() -> None:
    # Six hours left on 12-30; from Monday 01-04, 09:00: three, lunch, three.
    answer = due(
        built_in_calendar(), at("2026-12-30 10:00"), parse_limit("7wh"), pauses("2026-12-30 11:00/2027-01-04 09:00")
    )
    assert (answer.due_at, answer.provisional) == (at("2027-01-04 16:00"), PROVISIONAL)


def test_waiting_that_ends_in_the_published_year_stays_firm() -> None:
    answer = due(
        built_in_calendar(), at("2026-12-30 10:00"), parse_limit("7wh"), pauses("2026-12-30 11:00/2026-12-30 15:00")
    )
    assert (answer.due_at, answer.provisional) == (at("2026-12-31 14:00"), FIRM)


RESTARTED = [
    (
        "the five days are counted after the Thursday it was taken up again",
        *("2026-11-23 10:00", "5wd", ["2026-11-24 10:00/2026-11-26 15:00"], "2026-12-03 17:00"),
    ),
    (
        "four hours from 14:00: three today, one tomorrow",
        *("2026-11-23 09:00", "4wh", ["2026-11-23 10:00/2026-11-23 14:00"], "2026-11-24 10:00"),
    ),
    (
        "taken up on 02-25 after the festival: 26, 27 and the worked Saturday",
        *("2026-02-11 10:00", "3wd", ["2026-02-12 10:00/2026-02-25 10:00"], "2026-02-28 17:00"),
    ),
    (
        "twice: only the last counts",
        *(
            "2026-11-23 10:00",
            "2wd",
            ["2026-11-24 10:00/2026-11-25 15:00", "2026-11-26 10:00/2026-11-27 15:00"],
            "2026-12-01 17:00",
        ),
    ),
    (
        "a month from the day it was taken up",
        *("2026-01-05 10:00", "1m", ["2026-01-20 10:00/2026-01-31 10:00"], "2026-02-28 17:00"),
    ),
]


@pytest.mark.parametrize(("why", "start", "limit", "spans", "expected"), RESTARTED)
def test_restart_runs_the_whole_limit_again(why: str, start: str, limit: str, spans: list[str], expected: str) -> None:
    answer = due(built_in_calendar(), at(start), parse_limit(limit), pauses(*spans), restart=True)
    assert (answer.due_at, answer.provisional) == (at(expected), FIRM)


CLOCK_ROUND = "[week]\n" + "\n".join(
    f'{day} = ["00:00-24:00"]' for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
)
NIGHT = '[week]\nmon = ["18:00-24:00"]\ntue = ["00:00-02:00"]\nthu = ["22:00-24:00"]'
SHORT_WEDNESDAY = """
[week]
mon = ["09:00-12:00", "13:00-17:00"]
tue = ["09:00-12:00", "13:00-17:00"]
wed = ["09:00-12:00"]
[days]
"2026-11-28" = "workday"
"2026-12-01" = ["10:00-11:00", "14:00-15:30", "20:00-24:00"]
"2026-12-02" = "workday"
"""
SUMMER = """
workday = ["09:00-12:00", "13:00-17:00"]
[[seasons]]
from = "06-01"
until = "08-31"
workday = ["08:30-11:30", "14:00-18:00"]
[days]
"2026-06-06" = "workday"
"""
OWN = [
    (CLOCK_ROUND, "round the clock an hour is an hour", "2026-11-23 10:00", "24wh", "2026-11-24 10:00"),
    (CLOCK_ROUND, "ends at 24:00, which is 00:00 of the next date", "2026-11-23 10:00", "14wh", "2026-11-24 00:00"),
    (CLOCK_ROUND, "a day's closing time is 24:00", "2026-11-23 10:00", "1wd", "2026-11-25 00:00"),
    (CLOCK_ROUND, "Saturday is no day of rest here", "2026-11-27 10:00", "1d", "2026-11-29 00:00"),
    (NIGHT, "hours run on through midnight", "2026-11-23 18:00", "8wh", "2026-11-24 02:00"),
    (NIGHT, "six hours end at Monday's 24:00", "2026-11-23 18:00", "6wh", "2026-11-24 00:00"),
    (NIGHT, "Wednesday is a rest day: from Tuesday to Thursday night", "2026-11-24 01:00", "2wh", "2026-11-26 23:00"),
    (NIGHT, "Monday's end is 24:00", "2026-11-22 10:00", "1wd", "2026-11-24 00:00"),
    (NIGHT, "and Tuesday's 02:00", "2026-11-22 10:00", "2wd", "2026-11-24 02:00"),
    (SHORT_WEDNESDAY, "Wednesday closes at noon", "2026-11-24 10:00", "1wd", "2026-11-25 12:00"),
    (SHORT_WEDNESDAY, "no Thursday or Friday; Saturday 28 is named", "2026-11-25 10:00", "1wd", "2026-11-28 17:00"),
    (SHORT_WEDNESDAY, "a day's own hours, the last to midnight", "2026-11-30 10:00", "1wd", "2026-12-02 00:00"),
    (SHORT_WEDNESDAY, "1 h, 1.5 h, then the third spell", "2026-12-01 09:00", "3wh", "2026-12-01 20:30"),
    (SHORT_WEDNESDAY, "a spell's end with another to come", "2026-12-01 09:00", "150wm", "2026-12-01 15:30"),
    (
        SHORT_WEDNESDAY,
        "named a workday: the first working weekday's hours",
        "2026-12-01 10:00",
        "1wd",
        "2026-12-02 17:00",
    ),
    (SUMMER, "Friday by winter's hours, Monday by summer's", "2026-05-29 16:00", "2wh", "2026-06-01 09:30"),
    (SUMMER, "a make-up day has the season's hours", "2026-06-05 10:00", "1wd", "2026-06-06 18:00"),
    (SUMMER, "summer's lunch is longer", "2026-07-01 11:00", "1wh", "2026-07-01 14:30"),
    (SUMMER, "the first day after summer", "2026-08-31 17:30", "1wh", "2026-09-01 09:30"),
]


@pytest.mark.parametrize(("text", "why", "start", "limit", "expected"), OWN)
def test_calendars_of_their_own(tmp_path: Path, text: str, why: str, start: str, limit: str, expected: str) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text(text, encoding="utf-8")
    answer = due(read_calendar_file(file), at(start), parse_limit(limit))
    assert (answer.due_at, answer.provisional) == (at(expected), FIRM)


def test_a_calendar_without_notices_asks_the_package() -> None:
    # chinesecalendar knows 2026: 02-14 is worked and the festival is off.
    answer = due(WorkCalendar(), at("2026-02-13 10:00"), parse_limit("2wd"))
    assert (answer.due_at, answer.provisional) == (at("2026-02-24 17:00"), FIRM)
