"""Days, times and lengths as people say them at the desk: `明天`, `下周三`, `下午`, `14:00-16:00`, `两小时`. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from core.clock import CENTRE, read_time
from core.errors import BadValue
from core.rooms.intervals import Interval
from core.words import N_

_DAYS = {
    "大前天": -3, "前天": -2, "昨天": -1, "昨日": -1, "今天": 0, "今日": 0, "今": 0, "明天": 1, "明日": 1, "明": 1,
    "后天": 2, "大后天": 3, "yesterday": -1, "today": 0, "now": 0, "tomorrow": 1,
}  # fmt: skip
_WEEKDAYS = {
    **{name: n for n, name in enumerate("一二三四五六日")}, "天": 6,
    **{str(n + 1): n for n in range(7)},
    **{name: n for n, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))},
}  # fmt: skip
PARTS = {
    "morning": (time(8), time(12)), "afternoon": (time(12), time(18)), "evening": (time(18), time(22)),
    "day": (time(0), time(0)),
}  # fmt: skip
"""Parts of the day by name, each from its beginning up to its end; the whole day ends at midnight."""
_PART_WORDS = {
    "上午": "morning", "早上": "morning", "下午": "afternoon", "晚上": "evening", "晚间": "evening", "全天": "day",
    "一天": "day", "any": "day", "am": "morning", "pm": "afternoon", "noon": "afternoon",
    **{name: name for name in PARTS},
}  # fmt: skip
_NUMBERS = {
    "半": 0.5,
    "一": 1,
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}
LONGEST = timedelta(days=31)


def plain(typed: str) -> str:
    """One form for reading: half-width, lower case, nothing around it, dashes alike."""
    text = unicodedata.normalize("NFKC", typed).casefold().strip()
    return re.sub(r"\s*[–—~至到]\s*", "-", text).replace("点半", ":30").replace("点", ":00").replace("時", "时")


def read_day(typed: str, today: date) -> date:
    """A day as said on `today`; a date without a year is the nearest one not yet half a year past.

    Understands `2026-12-03`, `12-3`, `12/3`, `12月3日`, `3` or `3日` (of this month, or the next where it is past),
    `+7` and `-1`, `明天`, `周三`, `下周三`, `tomorrow`, `wed`, `next wed`. Raises `BadValue` (`bad_day`).
    """
    text = unicodedata.normalize("NFKC", typed).casefold().strip()
    for found in (_relative(text, today), _weekday(text, today)):
        if found is not None:
            return found
    try:
        return _calendar_day(text, today)
    except (ValueError, OverflowError):
        raise BadValue(
            "bad_day",
            N_("“{value}” is not a day. Write it like 2026-11-25, 11-25, tomorrow, next wed or +7."),
            value=typed, field="date",
        ) from None  # fmt: skip


def _relative(text: str, today: date) -> date | None:
    steps = _DAYS.get(text)
    if steps is None and re.fullmatch(r"[+-][0-9]{1,4}", text, re.ASCII):
        steps = int(text)
    try:
        return None if steps is None else today + timedelta(days=steps)
    except OverflowError:
        return None


def _weekday(text: str, today: date) -> date | None:
    found = re.fullmatch(r"(下下|下|上|这|本)?(?:周|星期|礼拜)([一二三四五六日天1-7])", text)
    if found is None:
        found = re.fullmatch(r"(next |last |this )?(mon|tue|wed|thu|fri|sat|sun)[a-z]*", text)
    if found is None:
        return None
    monday = today - timedelta(days=today.weekday())
    weeks = {"下下": 2, "下": 1, "next ": 1, "上": -1, "last ": -1, "这": 0, "本": 0, "this ": 0}.get(found[1] or "")
    day = monday + timedelta(days=_WEEKDAYS[found[2]], weeks=weeks or 0)
    return day + timedelta(weeks=1) if weeks is None and day < today else day


def _calendar_day(text: str, today: date) -> date:
    found = re.fullmatch(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?", text, re.ASCII)
    if found:
        return date(int(found[1]), int(found[2]), int(found[3]))
    if re.fullmatch(r"[0-9]{8}", text, re.ASCII):
        return datetime.strptime(text, "%Y%m%d").date()
    found = re.fullmatch(r"([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?", text, re.ASCII)
    if found:
        return _nearest(int(found[1]), int(found[2]), today)
    found = re.fullmatch(r"([0-9]{1,2})[日号]?", text, re.ASCII)
    if found is None:
        raise ValueError
    month = today.replace(day=1)
    for _n in range(3):
        try:
            day = month.replace(day=int(found[1]))
        except ValueError:
            day = None
        if day is not None and day >= today:
            return day
        month = (month + timedelta(days=32)).replace(day=1)
    raise ValueError


def _nearest(month: int, day: int, today: date) -> date:
    for year in (today.year, today.year + 1, today.year + 2, today.year + 3, today.year + 4):
        try:
            found = date(year, month, day)
        except ValueError:  # the 29th of February
            continue
        if (today - found).days <= 183:
            return found
    raise ValueError


def read_clock(typed: str) -> tuple[int, time]:
    """A time of day with the days it lies ahead: `9`, `930`, `9:30`, `9点半`, `24:00`, `次日2:00`, `+1 2:00`.

    Raises `BadValue` (`bad_clock`).
    """
    text = plain(typed).replace(".", ":")
    found = re.fullmatch(r"(次日|第二天|\+1|next day)?\s*([0-9]{1,2})(?::?([0-5][0-9]))?", text, re.ASCII)
    hour = int(found[2]) if found else 99
    minute = int(found[3] or 0) if found else 0
    if found is None or hour > 24 or (hour == 24 and minute):
        raise BadValue("bad_clock", N_("“{value}” is not a time of day. Write it like 9:30 or 14:00."), value=typed)
    ahead = (1 if found[1] else 0) + (1 if hour == 24 else 0)
    return ahead, time(hour % 24, minute)


def read_moment(typed: str, day: date, *, field: str) -> datetime:
    """A moment: a time of `day`, or a day and a time (`11-26 2:00`, `明天 9:30`, ISO 8601). Raises `BadValue`."""
    text = typed.strip()
    try:
        return read_time(text)
    except BadValue:
        pass
    try:
        head, space, tail = text.rpartition(" ")
        if space and plain(head) not in ("次日", "第二天", "+1", "next day"):
            day, text = read_day(head, day), tail
        ahead, clock = read_clock(text)
        return datetime.combine(day + timedelta(days=ahead), clock, CENTRE)
    except (BadValue, OverflowError):
        raise BadValue(
            "bad_clock", N_("“{value}” is not a time of day. Write it like 9:30 or 14:00."), value=typed, field=field
        ) from None


def read_within(typed: str, day: date) -> Interval:
    """A part of `day`: `下午`, `afternoon`, `14:00-18:00`, `14:00` (from then on), nothing for the whole day.

    Raises `BadValue` (`bad_part`).
    """
    text = plain(typed)
    part = _PART_WORDS.get(text or "day")
    midnight = datetime.combine(day, time(), CENTRE)
    if part is not None:
        first, last = PARTS[part]
        end = datetime.combine(day, last, CENTRE)
        return Interval(datetime.combine(day, first, CENTRE), end if end > midnight else midnight + timedelta(days=1))
    start, _dash, end_text = text.partition("-")
    try:
        begins = read_moment(start, day, field="within")
        ends = read_moment(end_text, day, field="within") if end_text else midnight + timedelta(days=1)
        return Interval(begins, ends if ends > begins else ends + timedelta(days=1))
    except (BadValue, ValueError):
        raise BadValue(
            "bad_part", N_("“{value}” is not a part of a day. Write morning, afternoon, evening or 14:00-18:00."),
            value=typed, field="within",
        ) from None  # fmt: skip


def read_length(typed: str) -> timedelta:
    """How long: `2h`, `1.5`, `90m`, `1h30m`, `两小时`, `一个半小时`, `1天`; a bare number is hours up to 12, else
    minutes. Raises `BadValue` (`bad_length`)."""
    text = unicodedata.normalize("NFKC", typed).casefold().replace(" ", "").replace("个", "")
    minutes = _minutes(text)
    if minutes is None or not 0 < minutes <= LONGEST.total_seconds() / 60:
        raise BadValue(
            "bad_length", N_("“{value}” is no length of time. Write it like 2h, 90m or 1.5."), value=typed,
            field="length",
        )  # fmt: skip
    return timedelta(minutes=round(minutes))


def _minutes(text: str) -> float | None:
    number = r"([0-9]{1,4}(?:\.[0-9]{1,2})?|[半一两二三四五六七八九十])"
    if re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,2})?", text, re.ASCII):
        return float(text) * 60 if float(text) <= 12 else float(text)
    found = re.fullmatch(rf"{number}(天|日|d|days?)", text)
    if found:
        return _number(found[1]) * 24 * 60
    found = re.fullmatch(rf"{number}(半)?(?:小时|钟头|hours?|h)(半|{number}(?:分钟|分|minutes?|min|m)?)?", text)
    if found:
        more = 30.0 if found[2] or found[3] == "半" else _number(found[4]) if found[4] else 0.0
        return _number(found[1]) * 60 + more
    found = re.fullmatch(rf"{number}(?:分钟|分|minutes?|min|m)", text)
    return _number(found[1]) if found else None


def _number(text: str) -> float:
    return _NUMBERS[text] if text in _NUMBERS else float(text)
