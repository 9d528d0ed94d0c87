"""Reading limits and hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadValue
from core.worktime import Limit, Spell, parse_hours, parse_limit, show_hours
from core.worktime.limits import MOST, UNITS


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("5wd", Limit(5, "wd")),
        (" 4wh ", Limit(4, "wh")),
        ("90wm", Limit(90, "wm")),
        ("30d", Limit(30, "d")),
        ("1m", Limit(1, "m")),
        ("3y", Limit(3, "y")),
        ("５ｗｄ", Limit(5, "wd")),
        ("\u30003 y\u3000", Limit(3, "y")),
        ("10WD", Limit(10, "wd")),
        ("007d", Limit(7, "d")),
        ("99999wm", Limit(99999, "wm")),
    ],
)
def test_limits_as_people_type_them(text: str, limit: Limit) -> None:
    assert parse_limit(text) == limit


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "5",
        "wd",
        "0wd",
        "00d",
        "-1d",
        "+5d",
        "1.5wh",
        "5w",
        "5h",
        "5 days",
        "5wd4wh",
        "100000d",
        "1e3d",
        "٣d",
        "9" * 5000 + "d",
        "5wd\x00",
        "五wd",
    ],
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadValue) as refusal:
        parse_limit(text)
    assert refusal.value.code == "bad_limit"
    assert refusal.value.details["value"] == text


@given(st.builds(Limit, st.integers(1, MOST), st.sampled_from(UNITS)))
def test_a_limit_is_written_as_it_is_read(limit: Limit) -> None:
    assert parse_limit(str(limit)) == limit


@pytest.mark.parametrize(("amount", "unit"), [(0, "wd"), (-3, "d"), (MOST + 1, "wm"), (1, "h")])
def test_no_limit_is_made_out_of_range(amount: int, unit: str) -> None:
    with pytest.raises(BadValue) as refusal:
        Limit(amount, unit)  # type: ignore[arg-type]
    assert refusal.value.code == "bad_limit"


def test_hours_come_in_order_of_time() -> None:
    assert parse_hours(["13:00-17:00", "9:00-12:00"]) == (Spell(9 * 3600, 12 * 3600), Spell(13 * 3600, 17 * 3600))


def test_hours_may_touch_and_may_end_at_midnight() -> None:
    assert parse_hours(["00:00-12:00", "12:00-24:00"]) == (Spell(0, 43200), Spell(43200, 86400))


def test_hours_in_full_width_signs() -> None:
    assert parse_hours(["０９：００－１２：００"]) == (Spell(9 * 3600, 12 * 3600),)


def test_no_hours_are_a_rest_day() -> None:
    assert parse_hours([]) == ()


@pytest.mark.parametrize(
    ("parts", "code", "details"),
    [
        (["09:00-12:00", "11:59-13:00"], "overlapping_hours", {"first": "09:00-12:00", "second": "11:59-13:00"}),
        (["10:00-11:00", "09:00-12:00"], "overlapping_hours", {"first": "09:00-12:00", "second": "10:00-11:00"}),
        (["09:00-12:00", "09:00-12:00"], "overlapping_hours", {"first": "09:00-12:00", "second": "09:00-12:00"}),
        (["12:00-09:00"], "backward_hours", {"value": "12:00-09:00"}),
        (["09:00-09:00"], "backward_hours", {"value": "09:00-09:00"}),
        (["24:00-24:00"], "backward_hours", {"value": "24:00-24:00"}),
        (["22:00-02:00"], "backward_hours", {"value": "22:00-02:00"}),
        (["09:00-24:01"], "bad_hours", {"value": "09:00-24:01"}),
        (["09:60-12:00"], "bad_hours", {"value": "09:60-12:00"}),
        (["09:00-12:60"], "bad_hours", {"value": "09:00-12:60"}),
        (["09:00"], "bad_hours", {"value": "09:00"}),
        (["9-12"], "bad_hours", {"value": "9-12"}),
        (["09:00-12:00", ""], "bad_hours", {"value": ""}),
    ],
)
def test_bad_hours_are_named(parts: list[str], code: str, details: dict[str, str]) -> None:
    with pytest.raises(BadValue) as refusal:
        parse_hours(parts)
    assert (refusal.value.code, refusal.value.details) == (code, details)


edges = st.sets(st.integers(0, 1440), max_size=10).map(sorted)


@given(edges)
def test_hours_are_written_as_they_are_read(minutes: list[int]) -> None:
    hours = tuple(Spell(minutes[n] * 60, minutes[n + 1] * 60) for n in range(0, len(minutes) - 1, 2))
    assert parse_hours(show_hours(hours)) == hours
