"""Calendar files: what they may say, and how faults are named."""

import json
from datetime import date
from pathlib import Path

import pytest

from core.clock import read_time
from core.errors import BadValue
from core.worktime import (
    ORDINARY,
    Limit,
    built_in_calendar,
    due,
    notice_document,
    parse_hours,
    read_calendar_file,
    read_notice,
    read_notice_file,
)

MORNING = parse_hours(["09:00-12:00"])
SHIPPED = Path(__file__).resolve().parents[2] / "data" / "calendar"


def written(folder: Path, text: str) -> Path:
    file = folder / "calendar.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_an_empty_file_is_the_ordinary_week(tmp_path: Path) -> None:
    calendar = read_calendar_file(written(tmp_path, ""))
    assert [calendar.day(date(2026, 11, 23 + n)).spells for n in range(7)] == [ORDINARY] * 5 + [(), ()]


def test_nothing_else_is_consulted_and_nothing_is_provisional(tmp_path: Path) -> None:
    calendar = read_calendar_file(written(tmp_path, ""))
    for day in (date(2026, 10, 1), date(2024, 10, 1), date(2031, 10, 1)):
        plan = calendar.day(day)
        assert (plan.kind, plan.spells, plan.provisional) == ("workday", ORDINARY, False)
    assert not due(calendar, read_time("2026-12-31T10:00"), Limit(3, "y")).provisional


def test_workday_hours_are_monday_to_fridays(tmp_path: Path) -> None:
    calendar = read_calendar_file(written(tmp_path, 'workday = ["09:00-12:00"]\n[days]\n"2026-11-28" = "workday"'))
    spells = [calendar.day(date(2026, 11, 23 + n)).spells for n in range(7)]
    assert spells == [MORNING] * 6 + [()]


def test_a_day_left_out_of_the_week_is_a_rest_day(tmp_path: Path) -> None:
    text = '[week]\nwed = ["09:00-12:00"]\nsun = []\n[days]\n"2026-11-28" = "workday"\n"2026-11-25" = "rest"'
    calendar = read_calendar_file(written(tmp_path, text))
    plans = [calendar.day(date(2026, 11, 23 + n)) for n in range(7)]
    assert [plan.kind for plan in plans] == ["rest", "rest", "holiday", "rest", "rest", "make_up", "rest"]
    assert plans[5].spells == MORNING
    assert calendar.day(date(2026, 12, 2)).spells == MORNING


def test_named_working_days_have_the_workday_hours_before_the_weeks(tmp_path: Path) -> None:
    text = 'workday = ["10:00-11:00"]\n[week]\nmon = ["09:00-12:00"]\n[days]\n"2026-11-28" = "workday"'
    assert read_calendar_file(written(tmp_path, text)).day(date(2026, 11, 28)).spells == parse_hours(["10:00-11:00"])


def test_a_day_may_have_hours_of_its_own_or_none(tmp_path: Path) -> None:
    text = '[days]\n"2026-11-24" = ["09:00-12:00"]\n"2026-11-25" = []\n"2026-11-28" = ["20:00-24:00"]'
    calendar = read_calendar_file(written(tmp_path, text))
    plans = [calendar.day(date(2026, 11, day)) for day in (24, 25, 28)]
    assert [(plan.kind, plan.spells) for plan in plans] == [
        ("workday", MORNING),
        ("holiday", ()),
        ("make_up", parse_hours(["20:00-24:00"])),
    ]


def test_a_season_of_one_day_may_lie_within_a_yearly_one(tmp_path: Path) -> None:
    text = """
    [[seasons]]
    from = "06-01"
    until = "08-31"
    workday = ["09:00-12:00"]
    [[seasons]]
    from = "2026-07-07"
    until = "2026-07-07"
    workday = ["20:00-24:00"]
    """
    calendar = read_calendar_file(written(tmp_path, text))
    spells = [calendar.day(date(2026, month, day)).spells for month, day in ((5, 29), (7, 6), (7, 7), (7, 8))]
    assert spells == [ORDINARY, MORNING, parse_hours(["20:00-24:00"]), MORNING]


def test_one_day_with_hours_is_a_calendar_that_ends(tmp_path: Path) -> None:
    calendar = read_calendar_file(written(tmp_path, '[week]\n[days]\n"2026-11-24" = ["09:00-12:00"]'))
    assert due(calendar, read_time("2026-01-01T00:00"), Limit(3, "wh")).due_at == read_time("2026-11-24T12:00")
    for limit in (Limit(4, "wh"), Limit(2, "wd"), Limit(1, "y")):
        with pytest.raises(BadValue) as refusal:
            due(calendar, read_time("2026-01-01T00:00"), limit)
        assert refusal.value.code == "not_enough_time"


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("workday = [", "bad_calendar_file", "line 1"),
        ("[days]\n\n2026-11-24 = rest", "bad_calendar_file", "line 3"),
        ('[days]\n"2026-11-24" = "rest"\n"2026-11-24" = "workday"', "bad_calendar_file", "line 3"),
        ("x = " + "[" * 5000, "bad_calendar_file", "line 1"),
        ("holidays = []", "unknown_key", "holidays"),
        ('[week]\nmonday = ["09:00-12:00"]', "unknown_key", "week.monday"),
        ('[[seasons]]\nfrom = "06-01"\nto = "08-31"', "unknown_key", "seasons[1].to"),
        ('[week]\nmon = ["09:00-12:00", "11:00-13:00"]', "overlapping_hours", "week.mon"),
        ('[days]\n"2026-11-24" = ["12:00-09:00"]', "backward_hours", "days.2026-11-24"),
        ('workday = ["09:00-25:00"]', "bad_hours", "workday"),
        ('workday = "09:00-12:00"', "bad_calendar_file", "workday"),
        ("workday = [9, 12]", "bad_calendar_file", "workday"),
        ("week = []", "bad_calendar_file", "week"),
        ('days = "rest"', "bad_calendar_file", "days"),
        ('[days]\n"2026-02-30" = "rest"', "bad_date", "days.2026-02-30"),
        ('[days]\n"2026-2-3" = "rest"', "bad_date", "days.2026-2-3"),
        ('[days]\n"1900-01-01" = "rest"', "bad_calendar_file", "days.1900-01-01"),
        ('[days]\n"2026-11-24" = "holiday"', "bad_calendar_file", "days.2026-11-24"),
        ('[days]\n"2026-11-24" = true', "bad_calendar_file", "days.2026-11-24"),
        ("[days]\n2026-11-24 = 2026-11-24", "bad_calendar_file", "days.2026-11-24"),
        ("year = 1776", "bad_calendar_file", "year"),
        ("year = true", "bad_calendar_file", "year"),
        ('year = "2027"', "bad_calendar_file", "year"),
        ("notice = 7", "bad_calendar_file", "notice"),
        ("seasons = 1", "bad_calendar_file", "seasons"),
        ('[[seasons]]\nfrom = "06-01"', "missing_key", "seasons[1].until"),
        ('[[seasons]]\nfrom = "06-31"\nuntil = "08-31"', "bad_date", "seasons[1].from"),
        (
            '[[seasons]]\nfrom = "2026-06-01"\nuntil = "08-31"\nworkday = ["09:00-12:00"]',
            "bad_calendar_file",
            "seasons[1].until",
        ),
        ('[[seasons]]\nfrom = "2026-06-01"\nuntil = "2026-05-31"', "bad_calendar_file", "seasons[1].until"),
        ('[[seasons]]\nfrom = "06-01"\nuntil = "08-31"', "no_season_hours", "seasons[1]"),
        (
            '[[seasons]]\nfrom = "06-01"\nuntil = "08-31"\nworkday = ["09:00-12:00"]\n'
            '[[seasons]]\nfrom = "07-01"\nuntil = "07-02"\nworkday = ["09:00-12:00"]',
            "overlapping_seasons",
            "seasons[2]",
        ),
        (
            '[[seasons]]\nfrom = "11-01"\nuntil = "03-31"\nworkday = ["09:00-12:00"]\n'
            '[[seasons]]\nfrom = "02-01"\nuntil = "05-02"\nworkday = ["09:00-12:00"]',
            "overlapping_seasons",
            "seasons[2]",
        ),
        ("workday = []", "no_working_time", "workday"),
        ("[week]", "no_working_time", "calendar.toml"),
        ('[week]\nmon = []\n[days]\n"2026-11-24" = "rest"\n"2026-11-25" = []', "no_working_time", "calendar.toml"),
    ],
)
def test_faults_say_what_and_where(tmp_path: Path, text: str, code: str, where: str) -> None:
    with pytest.raises(BadValue) as refusal:
        read_calendar_file(written(tmp_path, text))
    assert refusal.value.code == code
    said = refusal.value.template.format_map(refusal.value.details)
    assert where in said
    assert "calendar.toml" in said
    json.dumps(refusal.value.details)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(BadValue) as refusal:
            read_calendar_file(path)
        assert refusal.value.code == "unreadable_file"


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "calendar.toml"
    file.write_bytes("# 日历".encode("gb18030"))
    with pytest.raises(BadValue) as refusal:
        read_calendar_file(file)
    assert refusal.value.code == "bad_calendar_file"


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "calendar.toml"
    file.write_text('workday = ["09:00-12:00"]', encoding="utf-8-sig")
    assert read_calendar_file(file).workday == MORNING


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("", ()),
        ('[days]\n"2027-01-01" = "rest"', (2027,)),
        ("year = 2027", (2027,)),
        ('[days]\n"2026-12-31" = "rest"\n"2027-01-01" = "rest"\n"2027-05-01" = "rest"', (2027,)),
        ('[days]\n"2027-05-01" = "rest"\n"2027-05-02" = "rest"\n"2028-01-01" = "rest"', (2027,)),
        ('[days]\n"2027-05-01" = "rest"\n"2028-05-01" = "rest"', (2027, 2028)),
        ('year = 2028\n[days]\n"2027-12-31" = "rest"', (2028,)),
    ],
)
def test_the_years_a_notice_settles(tmp_path: Path, text: str, years: tuple[int, ...]) -> None:
    assert read_notice_file(written(tmp_path, text)).years == years


def test_a_notice_without_a_name_is_called_by_its_file(tmp_path: Path) -> None:
    assert read_notice_file(written(tmp_path, "")).source == "calendar.toml"
    assert read_notice_file(written(tmp_path, 'notice = " 国办发明电〔2026〕9号 "')).source == "国办发明电〔2026〕9号"


@pytest.mark.parametrize(
    "text",
    [
        "",
        'year = 2027\nnotice = "国办发明电〔2026〕9号"\n[days]\n"2027-01-01" = "rest"\n"2027-01-03" = "workday"',
        'workday = ["09:00-12:00"]\n[days]\n"2027-01-01" = ["10:00-11:00", "23:00-24:00"]',
        '[week]\nmon = ["08:00-12:00"]\nsat = ["10:00-11:00"]\n'
        '[[seasons]]\nfrom = "06-01"\nuntil = "08-31"\nworkday = ["08:00-10:00"]\n'
        '[[seasons]]\nfrom = "2027-02-01"\nuntil = "2027-02-03"\nweek = {mon = ["09:00-10:00"]}',
    ],
)
def test_a_notice_can_be_stored_and_read_back(tmp_path: Path, text: str) -> None:
    notice = read_notice_file(written(tmp_path, text))
    assert read_notice(json.loads(json.dumps(notice_document(notice))), "another name") == notice


def test_a_notices_week_becomes_the_calendars() -> None:
    notice = read_notice({"week": {"mon": ["09:00-12:00"]}}, "hours.toml")
    calendar = built_in_calendar().with_notice(notice)
    assert calendar.day(date(2026, 11, 23)).spells == MORNING
    assert calendar.day(date(2026, 11, 24)).spells == ()
    assert calendar.day(date(2026, 10, 10)).spells == MORNING


def test_a_notice_without_hours_keeps_the_calendars_own() -> None:
    calendar = built_in_calendar().with_notice(read_notice({"days": {"2027-01-01": "rest"}}, "2027.toml"))
    assert calendar.week == built_in_calendar().week


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.toml")), ids=lambda file: file.stem)
def test_the_shipped_notices_settle_the_year_they_are_named_for(file: Path) -> None:
    notice = read_notice_file(file)
    assert notice.years == (int(file.stem),)
    assert {one.date.year for one in notice.days} == {int(file.stem)}
    assert notice.source.startswith("国办发明电")
