"""The centre's time. The only place that asks what time it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.errors import BadValue
from core.words import N_

CENTRE = ZoneInfo("Asia/Shanghai")
Clock = Callable[[], datetime]
EARLIEST, LATEST = datetime(1992, 1, 1, tzinfo=CENTRE), datetime(2200, 1, 1, tzinfo=CENTRE)
"""No desk books a room before or after: beyond lie typing errors, and the edges of what a calendar can reckon with."""


def now() -> datetime:
    """This moment at the centre, to the second."""
    return datetime.now(CENTRE).replace(microsecond=0)


def read_time(typed: str) -> datetime:
    """A moment from ISO 8601 text (`2026-11-23T09:30`, `2026-11-23 09:30+08:00`), to the second.

    Without an offset it is the centre's time. Raises `BadValue` (`bad_time`) where it cannot be read, a bare
    date included.
    """
    text = typed.strip()
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?", text) is None:
            raise ValueError
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=CENTRE) if moment.tzinfo is None else moment.astimezone(CENTRE)
    except (ValueError, OverflowError):
        raise BadValue(
            "bad_time",
            N_("“{value}” is not a time. Write it like 2026-11-23T09:30 or 2026-11-23T09:30+08:00."),
            value=typed,
        ) from None
    return moment.replace(microsecond=0)


def read_start(typed: str) -> datetime:
    """A moment as `read_time`, or a day, which means its beginning at the centre: `2026-11-23`."""
    try:
        day = read_date(typed)
    except BadValue:
        return read_time(typed)
    return datetime(day.year, day.month, day.day, tzinfo=CENTRE)


def read_date(typed: str) -> date:
    """A day from `YYYY-MM-DD`; raises `BadValue` (`bad_date`)."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed.strip(), re.ASCII) is None:
            raise ValueError
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise BadValue("bad_date", N_("“{value}” is not a date. Write it like 2026-11-23."), value=typed) from None
