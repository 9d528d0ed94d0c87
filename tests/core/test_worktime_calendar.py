"""What a day is: week, seasons, notices, days set by hand, years not published."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clock import read_time
from core.errors import BadValue
from core.worktime import (
    ORDINARY,
    Limit,
    Season,
    SpecialDay,
    Spell,
    WorkCalendar,
    built_in_calendar,
    due,
    elapsed,
    parse_hours,
    read_notice,
    working_week,
)

MORNING = parse_hours(["09:00-12:00"])


def days(text: str, year: int) -> set[date]:
    found: set[date] = set()
    for part in text.split("; "):
        first, _, last = part.partition("/")
        day, end = (date.fromisoformat(f"{year}-{edge}") for edge in (first, last or first))
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return found


@pytest.mark.parametrize(
    ("year", "off", "worked", "notice"),
    [
        (
            2025,
            "01-01; 01-28/02-04; 04-04/04-06; 05-01/05-05; 05-31/06-02; 10-01/10-08",
            "01-26; 02-08; 04-27; 09-28; 10-11",
            "国办发明电〔2024〕12号",
        ),
        (
            2026,
            "01-01/01-03; 02-15/02-23; 04-04/04-06; 05-01/05-05; 06-19/06-21; 09-25/09-27; 10-01/10-07",
            "01-04; 02-14; 02-28; 05-09; 09-20; 10-10",
            "国办发明电〔2025〕7号",
        ),
    ],
)
def test_every_day_of_the_published_years(year: int, off: str, worked: str, notice: str) -> None:
    off_days, worked_days = days(off, year), days(worked, year)
    day = date(year, 1, 1)
    while day.year == year:
        plan = built_in_calendar().day(day)
        if day in off_days:
            expected = ("holiday", (), notice)
        elif day in worked_days:
            assert day.weekday() >= 5
            expected = ("make_up", ORDINARY, notice)
        else:
            expected = ("rest", (), notice) if day.weekday() >= 5 else ("workday", ORDINARY, notice)
        assert (plan.kind, plan.spells, plan.source) == expected, day
        assert not plan.provisional
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2004-01-22", "holiday"),
        ("2019-05-05", "make_up"),
        ("2020-02-01", "holiday"),
        ("2023-04-23", "make_up"),
        ("2024-10-07", "holiday"),
        ("2024-10-12", "make_up"),
        ("2024-11-23", "rest"),
    ],
)
def test_earlier_years_come_from_the_package_and_are_settled(day: str, kind: str) -> None:
    plan = built_in_calendar().day(date.fromisoformat(day))
    assert (plan.kind, plan.provisional) == (kind, False)
    assert "chinesecalendar" in plan.source


@pytest.mark.parametrize(
    ("day", "kind"), [("2027-01-01", "workday"), ("2027-10-02", "rest"), ("2003-10-01", "workday")]
)
def test_years_nobody_published_follow_the_week_and_may_change(day: str, kind: str) -> None:
    plan = built_in_calendar().day(date.fromisoformat(day))
    assert (plan.kind, plan.provisional) == (kind, True)


def test_a_notice_settles_its_year() -> None:
    document = {"notice": "国办发明电〔2026〕9号", "days": {"2027-01-01": "rest", "2027-10-09": "workday"}}
    calendar = built_in_calendar().with_notice(read_notice(document, "2027.toml"))
    assert (calendar.day(date(2027, 1, 1)).kind, calendar.day(date(2027, 1, 1)).source) == (
        "holiday",
        "国办发明电〔2026〕9号",
    )
    assert calendar.day(date(2027, 10, 9)).kind == "make_up"
    assert not calendar.day(date(2027, 3, 3)).provisional
    answer = due(calendar, read_time("2026-12-31T10:00"), Limit(1, "wd"))
    assert (answer.due_at, answer.provisional) == (read_time("2027-01-04T17:00"), False)
    assert built_in_calendar().day(date(2027, 1, 1)).provisional


def test_a_day_set_by_hand_is_settled_and_the_year_is_not() -> None:
    calendar = built_in_calendar().with_days([SpecialDay(date(2027, 1, 1), "rest", None, "元旦", notice=False)])
    plan = calendar.day(date(2027, 1, 1))
    assert (plan.kind, plan.spells, plan.source, plan.provisional) == ("rest", (), "元旦", False)
    assert calendar.day(date(2027, 1, 4)).provisional
    assert due(calendar, read_time("2026-12-31T10:00"), Limit(1, "wd")).due_at == read_time("2027-01-04T17:00")


@pytest.mark.parametrize(
    ("day", "kind", "hours", "expected"),
    [
        ("2026-11-24", "rest", None, ("rest", ())),
        ("2026-11-28", "workday", None, ("workday", ORDINARY)),
        ("2026-11-28", "workday", MORNING, ("workday", MORNING)),
        ("2026-11-24", "workday", MORNING, ("workday", MORNING)),
        # What the notice made of the day stays its kind; the hours are the supervisor's.
        ("2026-10-01", "rest", None, ("holiday", ())),
        ("2026-10-10", "workday", MORNING, ("make_up", MORNING)),
        ("2026-10-10", "rest", None, ("rest", ())),
        ("2026-10-01", "workday", None, ("workday", ORDINARY)),
    ],
)
def test_supervisors_have_the_last_word(day: str, kind: str, hours: tuple[Spell, ...] | None, expected: object) -> None:
    special = SpecialDay(date.fromisoformat(day), kind, hours, "reason", notice=False)  # type: ignore[arg-type]
    calendar = built_in_calendar().with_days([special])
    plan = calendar.day(special.date)
    assert ((plan.kind, plan.spells), plan.source, plan.provisional) == (expected, "reason", False)
    assert calendar.without_days([special.date]).day(special.date) == built_in_calendar().day(special.date)


def test_the_later_of_two_settings_holds() -> None:
    day = date(2026, 11, 24)
    calendar = built_in_calendar().with_days(
        [
            SpecialDay(day, "rest", None, "first", notice=False),
            SpecialDay(day, "workday", MORNING, "second", notice=False),
        ]
    )
    assert calendar.day(day).source == "second"


def test_a_change_leaves_the_calendar_it_came_from() -> None:
    before = built_in_calendar()
    start = read_time("2026-11-23T10:00")
    assert due(before, start, Limit(1, "wd")).due_at == read_time("2026-11-24T17:00")
    after = before.with_days([SpecialDay(date(2026, 11, 24), "rest", None, "", notice=False)])
    assert due(after, start, Limit(1, "wd")).due_at == read_time("2026-11-25T17:00")
    assert due(before, start, Limit(1, "wd")).due_at == read_time("2026-11-24T17:00")


SUMMER = working_week(parse_hours(["08:00-16:00"]))


@pytest.mark.parametrize(
    ("first", "last", "inside", "outside"),
    [
        ((6, 1), (8, 31), ["2026-06-01", "2026-08-31", "2025-07-01"], ["2026-05-29", "2026-09-01"]),
        ((11, 16), (3, 13), ["2026-11-16", "2026-12-31", "2026-01-05", "2026-03-13"], ["2026-11-13", "2026-03-16"]),
        ((7, 7), (7, 7), ["2026-07-07"], ["2026-07-06", "2026-07-08"]),
        (date(2026, 6, 1), date(2026, 8, 31), ["2026-06-01", "2026-08-31"], ["2025-07-01", "2026-09-01"]),
        ((2, 29), (3, 1), ["2024-02-29", "2024-03-01", "2027-03-01"], ["2027-02-26"]),
    ],
)
def test_seasons_run_from_a_day_to_a_day(first: object, last: object, inside: list[str], outside: list[str]) -> None:
    season = Season(first, last, SUMMER, parse_hours(["08:00-16:00"]))  # type: ignore[arg-type]
    calendar = WorkCalendar(seasons=(season,), complete=True)
    assert {calendar.day(date.fromisoformat(day)).spells for day in inside} == {parse_hours(["08:00-16:00"])}
    assert {calendar.day(date.fromisoformat(day)).spells for day in outside} == {ORDINARY}
    for day in [*inside, *outside]:
        noon, morning = read_time(f"{day}T12:00"), read_time(f"{day}T00:00")
        assert elapsed(calendar, morning, noon) == (4 * 3600 if day in inside else 3 * 3600)


def test_a_season_of_one_year_goes_before_a_yearly_one() -> None:
    once = Season(date(2026, 7, 6), date(2026, 7, 10), working_week(MORNING), MORNING)
    yearly = Season((6, 1), (8, 31), SUMMER, SUMMER[0])
    calendar = WorkCalendar(seasons=(yearly, once), complete=True)
    assert calendar.day(date(2026, 7, 6)).spells == MORNING
    assert calendar.day(date(2027, 7, 6)).spells == SUMMER[0]


def test_a_season_of_one_year_leaves_years_of_the_same_shape_alone() -> None:
    # 2026 and 2037 begin on a Thursday, 2027 and 2038 on a Friday; none is a leap year.
    once = Season(date(2026, 7, 6), date(2027, 7, 9), working_week(MORNING), MORNING)
    calendar = WorkCalendar(seasons=(once,), complete=True)
    for year, hours in ((2026, 3), (2027, 3), (2037, 7), (2038, 7)):
        day = read_time(f"{year}-07-07T00:00")
        assert elapsed(calendar, day, day + timedelta(days=1)) == hours * 3600


def test_a_week_of_its_own() -> None:
    week = (MORNING, (), MORNING, (), (), MORNING, ())
    calendar = built_in_calendar().with_week(week)
    assert [calendar.day(date(2026, 11, 23) + timedelta(days=n)).spells for n in range(7)] == list(week)
    assert calendar.day(date(2026, 10, 10)).spells == MORNING


def test_a_month_has_all_its_days() -> None:
    assert [plan.date for plan in built_in_calendar().month(2028, 2)] == [date(2028, 2, n) for n in range(1, 30)]
    assert len(built_in_calendar().month(9999, 12)) == 31


@pytest.mark.parametrize("day", [date(1991, 12, 31), date.min])
def test_days_before_1992_are_out_of_range(day: date) -> None:
    with pytest.raises(BadValue) as refusal:
        built_in_calendar().day(day)
    assert refusal.value.code == "date_out_of_range"


@st.composite
def calendars(draw: st.DrawFn) -> WorkCalendar:
    hours = st.sampled_from([(), MORNING, ORDINARY, parse_hours(["20:00-24:00"])])
    week = st.tuples(*[hours] * 7)
    edges = st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: (day.month, day.day))
    dates = st.dates(date(2024, 1, 1), date(2029, 12, 31))
    once = st.tuples(dates, dates).map(sorted).map(tuple)
    seasons = st.builds(lambda span, week: Season(*span, week, MORNING), st.one_of(st.tuples(edges, edges), once), week)
    special = st.builds(
        SpecialDay, dates, st.just("workday"), st.sampled_from([None, MORNING]), st.just(""), st.booleans()
    )
    rest = st.builds(SpecialDay, dates, st.just("rest"), st.none(), st.just(""), st.booleans())
    return WorkCalendar(
        week=draw(week),
        seasons=tuple(draw(st.lists(seasons, max_size=2))),
        years=draw(st.dictionaries(st.integers(2024, 2029), st.just("notice"), max_size=3)),
        complete=draw(st.booleans()),
    ).with_days(draw(st.lists(st.one_of(special, rest), max_size=10)))


@settings(max_examples=40, deadline=None)
@given(calendars(), st.lists(st.integers(2003, 2040), min_size=1, max_size=4))
def test_tables_agree_with_the_days_one_by_one(calendar: WorkCalendar, years: list[int]) -> None:
    for year in years:
        table = calendar.table(year)
        assert table.first == date(year, 1, 1).toordinal()
        plans = [calendar.day(date.fromordinal(table.first + n)) for n in range(len(table.hours))]
        assert plans[-1].date == date(year, 12, 31)
        assert [plan.spells for plan in plans] == list(table.hours)
        assert sum(plan.provisional for plan in plans) == table.unsure[-1]
        assert [n for n, plan in enumerate(plans) if plan.spells] == table.open_days
        assert sum(spell.end - spell.start for plan in plans for spell in plan.spells) == table.total


def test_a_notices_hours_take_the_place_of_all_before() -> None:
    season = Season((6, 1), (8, 31), SUMMER, SUMMER[0])
    before = WorkCalendar(seasons=(season,), complete=True)
    after = before.with_notice(read_notice({"workday": ["09:00-12:00"]}, "hours.toml"))
    assert after.day(date(2026, 7, 6)).spells == MORNING
    only_days = before.with_notice(read_notice({"days": {"2026-07-07": "rest"}}, "days.toml"))
    assert only_days.day(date(2026, 7, 6)).spells == SUMMER[0]
