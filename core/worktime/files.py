"""Calendar files (TOML): a year's notice, weekly hours, or a whole calendar."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core.clock import read_date
from core.errors import BadValue, why_unread
from core.words import N_
from core.worktime.calendar import WorkCalendar
from core.worktime.days import (
    NO_HOURS,
    ORDINARY,
    WEEKDAYS,
    Notice,
    Season,
    SpecialDay,
    Week,
    ordinary_hours,
    working_week,
)
from core.worktime.spells import Hours, parse_hours, show_hours
from core.worktime.years import FIRST_YEAR, LAST_YEAR

_SHIPPED = Path(__file__).resolve().parent.parent.parent / "data" / "calendar"
_KEYS = ("year", "notice", "workday", "week", "days", "seasons")


@cache
def built_in_calendar() -> WorkCalendar:
    """Monday to Friday 09:00–12:00 and 13:00–17:00 with the notices shipped in `data/calendar`."""
    calendar = WorkCalendar()
    for path in sorted(_SHIPPED.glob("*.toml")):
        calendar = calendar.with_notice(read_notice_file(path))
    return calendar


def read_calendar_file(path: Path | str) -> WorkCalendar:
    """A whole calendar from a file: nothing else is consulted and nothing is provisional.

    Raises `BadValue` for a file that cannot be read, is no TOML, has unknown keys, bad dates or hours, or leaves no
    working time at all (`no_working_time`).
    """
    return whole_calendar(read_notice_file(path), str(path))


def whole_calendar(notice: Notice, name: str) -> WorkCalendar:
    """A notice as a complete calendar; `BadValue` (`no_working_time`) where it leaves none."""
    week = working_week(ORDINARY) if notice.week is None else notice.week
    calendar = WorkCalendar(
        week=week,
        workday=ORDINARY if notice.workday is None else notice.workday,
        seasons=notice.seasons,
        days={one.date: one for one in notice.days},
        complete=True,
        source=notice.source,
    )
    weeks = (week, *(season.week for season in notice.seasons))
    if not any(map(ordinary_hours, weeks)) and all(one.kind == "rest" for one in notice.days):
        raise BadValue("no_working_time", N_("{file} leaves no working time at all."), file=name)
    return calendar


def read_notice_file(path: Path | str) -> Notice:
    """A year's notice, or weekly hours, to be stored. Raises `BadValue` like `read_calendar_file`."""
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
        document = tomllib.loads(text)
    except OSError as error:
        raise BadValue(
            "unreadable_file", N_("{file} cannot be read: {why}"), file=str(path), why=why_unread(error)
        ) from None
    except UnicodeDecodeError:
        raise BadValue("bad_calendar_file", N_("{file} is not UTF-8 text."), file=str(path)) from None
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise BadValue(
            "bad_calendar_file",
            N_("{file}, line {line}: not TOML ({why})."),
            file=str(path),
            line=int(found[1]) if found else text.count("\n") + 1,
            why=str(error),
        ) from None
    return read_notice(document, Path(path).name)


def read_notice(document: Mapping[str, Any], name: str) -> Notice:
    """A notice from a document of the file's shape, as `notice_document` makes it; `name` says where faults lie."""
    _only(document, _KEYS, name, "")
    year = document.get("year")
    if year is not None and (not isinstance(year, int) or not FIRST_YEAR <= year <= LAST_YEAR):
        raise _wrong(name, "year", str(year))
    source = document.get("notice", "")
    if not isinstance(source, str):
        raise _wrong(name, "notice", str(source))
    source = source.strip() or name
    week, workday = _weekly(document, name, "")
    days = tuple(_day(key, value, source, name) for key, value in _table(document, "days", name).items())
    years = _years(days) if year is None else (year,)
    return Notice(source, years, days, week, workday, _seasons(document, name))


def notice_document(notice: Notice) -> dict[str, Any]:
    """The notice as a JSON-ready document that `read_notice` reads back, for storing."""
    document: dict[str, Any] = {"notice": notice.source}
    if len(notice.years) == 1:
        document["year"] = notice.years[0]
    if notice.week is not None and notice.workday is not None:
        document |= _show_weekly(notice.week, notice.workday)
    if notice.seasons:
        document["seasons"] = [
            {"from": _show_edge(one.first), "until": _show_edge(one.last), **_show_weekly(one.week, one.workday)}
            for one in notice.seasons
        ]
    document["days"] = {
        one.date.isoformat(): one.kind if one.spells is None else show_hours(one.spells) for one in notice.days
    }
    return document


def _day(key: str, value: Any, source: str, name: str) -> SpecialDay:
    where = f"days.{key}"
    day = _date(key, name, where)
    if value == "rest":
        return SpecialDay(day, "rest", None, source)
    if value == "workday":
        return SpecialDay(day, "workday", None, source)
    if not isinstance(value, list):
        raise _wrong(name, where, str(value))
    hours = _hours(value, name, where)
    return SpecialDay(day, "workday", hours, source) if hours else SpecialDay(day, "rest", None, source)


def _weekly(document: Mapping[str, Any], name: str, prefix: str) -> tuple[Week | None, Hours | None]:
    """Weekly hours and an ordinary working day's; None for both where the document has neither."""
    given = _hours(document["workday"], name, f"{prefix}workday") if "workday" in document else None
    if given == NO_HOURS:
        raise _located(
            name,
            f"{prefix}workday",
            BadValue("no_working_time", N_("A working day needs at least one spell of hours.")),
        )
    if "week" not in document:
        return (None, None) if given is None else (working_week(given), given)
    table = _table(document, "week", name)
    _only(table, WEEKDAYS, name, f"{prefix}week.")
    days = [_hours(table[key], name, f"{prefix}week.{key}") if key in table else NO_HOURS for key in WEEKDAYS]
    week: Week = tuple(days)  # type: ignore[assignment]
    return week, given or ordinary_hours(week) or ORDINARY


def _seasons(document: Mapping[str, Any], name: str) -> tuple[Season, ...]:
    listed = document.get("seasons", [])
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise _wrong(name, "seasons", str(listed))
    seasons: list[Season] = []
    for number, one in enumerate(listed, 1):
        where = f"seasons[{number}]"
        _only(one, ("from", "until", "workday", "week"), name, f"{where}.")
        first, last = _edge(one, "from", name, where), _edge(one, "until", name, where)
        if isinstance(first, date) != isinstance(last, date):
            raise _wrong(name, f"{where}.until", str(one["until"]))
        if isinstance(first, date) and isinstance(last, date) and last < first:
            raise _wrong(name, f"{where}.until", str(one["until"]))
        week, workday = _weekly(one, name, f"{where}.")
        if week is None or workday is None:
            raise _located(name, where, BadValue("no_season_hours", N_("A season needs its hours: workday or week.")))
        season = Season(first, last, week, workday)
        clash = next((n for n, other in enumerate(seasons, 1) if _overlap(season, other)), None)
        if clash is not None:
            raise _located(
                name,
                where,
                BadValue("overlapping_seasons", N_("This season overlaps season {number}."), number=clash),
            )
        seasons.append(season)
    return tuple(seasons)


def _overlap(one: Season, other: Season) -> bool:
    """Whether two seasons of one sort share a day; one that happens once goes before a yearly one."""
    return one.once == other.once and any(
        first.covers(_leap(edge))
        for first, second in ((one, other), (other, one))
        for edge in (second.first, second.last)
    )


def _leap(edge: date | tuple[int, int]) -> date:
    return edge if isinstance(edge, date) else date(2024, *edge)


def _edge(table: Mapping[str, Any], key: str, name: str, where: str) -> date | tuple[int, int]:
    if key not in table:
        raise _located(name, f"{where}.{key}", BadValue("missing_key", N_("A season needs from and until.")))
    text = table[key]
    if isinstance(text, str) and len(text) == 5:
        leap = _date(f"2024-{text}", name, f"{where}.{key}")
        return leap.month, leap.day
    return _date(str(text), name, f"{where}.{key}")


def _years(days: tuple[SpecialDay, ...]) -> tuple[int, ...]:
    """The years a notice settles: all it has days in, save one where it only runs over New Year."""
    counts: dict[int, int] = {}
    for one in days:
        counts[one.date.year] = counts.get(one.date.year, 0) + 1
    most = max(counts.values(), default=0)
    inside = {one.date.year for one in days if 7 < one.date.timetuple().tm_yday < 359}
    return tuple(sorted(year for year, count in counts.items() if year in inside or count == most))


def _hours(value: Any, name: str, where: str) -> Hours:
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise _wrong(name, where, str(value))
    try:
        return parse_hours(value)
    except BadValue as error:
        raise _located(name, where, error) from None


def _date(text: str, name: str, where: str) -> date:
    try:
        day = read_date(text)
    except BadValue as error:
        raise _located(name, where, error) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _wrong(name, where, text)
    return day


def _table(document: Mapping[str, Any], key: str, name: str) -> Mapping[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise _wrong(name, key, str(table))
    return table


def _only(table: Mapping[str, Any], known: tuple[str, ...], name: str, prefix: str) -> None:
    unknown = next((key for key in table if key not in known), None)
    if unknown is not None:
        fault = BadValue("unknown_key", N_("There is no such key. Known here: {known}."), known=list(known))
        raise _located(name, f"{prefix}{unknown}", fault)


def _wrong(name: str, where: str, value: str) -> BadValue:
    return BadValue(
        "bad_calendar_file", N_("{file}, {where}: “{value}” does not fit here."), file=name, where=where, value=value
    )


def _located(name: str, where: str, fault: BadValue) -> BadValue:
    return BadValue(fault.code, N_("{file}, {where}: {problem}"), file=name, where=where, problem=fault.message)


def _show_weekly(week: Week, workday: Hours) -> dict[str, Any]:
    return {
        "workday": show_hours(workday),
        "week": {key: show_hours(hours) for key, hours in zip(WEEKDAYS, week, strict=True)},
    }


def _show_edge(edge: date | tuple[int, int]) -> str:
    return edge.isoformat() if isinstance(edge, date) else f"{edge[0]:02d}-{edge[1]:02d}"
