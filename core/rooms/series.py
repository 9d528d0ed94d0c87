"""Series by RFC 5545: reading a recurrence rule strictly, and the dates it gives. Pure.

Nothing is clamped: a month without a 31st or a fifth Monday is passed over (RFC 5545, 3.3.10). Rules are reckoned in
the local time of the first date's zone; the centre's has had but one offset since 1992.
"""

from __future__ import annotations

import itertools
import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from math import prod
from typing import Any

from core.clock import CENTRE
from core.errors import BadValue
from core.words import N_

MOST = 1000
"""More dates than this in one series are refused."""
FARTHEST = timedelta(days=3660)
"""How far from its first date a series is followed."""
FREQUENCIES = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY")
"""SECONDLY is refused: nothing at a desk repeats by the second, and a hostile file could keep it busy for hours."""
STEPS = 200_000
"""A series is not followed over more dates than this, even to get to the present."""
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_RANGES = {
    "BYSECOND": (0, 60), "BYMINUTE": (0, 59), "BYHOUR": (0, 23), "BYMONTHDAY": (-31, 31), "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53), "BYMONTH": (1, 12), "BYSETPOS": (-366, 366),
}  # fmt: skip
_NOT_WITH = {
    "BYMONTHDAY": ("WEEKLY", "HOURLY", "MINUTELY"), "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY", "HOURLY", "MINUTELY"),
    "BYWEEKNO": ("MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"), "BYSETPOS": ("HOURLY", "MINUTELY"),
}  # fmt: skip
"""What RFC 5545 does not allow together, and what nobody needs by the hour but could keep a search busy for long."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A recurrence rule, read. `until` is UTC, or a wall time without zone; its last moment is included."""

    text: str
    frequency: str
    interval: int
    count: int | None
    until: datetime | None
    week_start: int
    parts: tuple[tuple[str, tuple[Any, ...]], ...]

    @property
    def endless(self) -> bool:
        """Whether it has neither COUNT nor UNTIL."""
        return self.count is None and self.until is None


def read_rule(typed: str) -> Rule:
    """A rule from `FREQ=WEEKLY;COUNT=8` (a leading `RRULE:` is allowed).

    Raises `BadValue` (`bad_rule`) with what cannot be read, or `until_and_count`.
    """
    text = typed.strip()
    text = text[6:] if text[:6].upper() == "RRULE:" else text
    parts: dict[str, str] = {}
    for piece in text.rstrip(";").split(";"):
        name, sign, value = piece.partition("=")
        name = name.strip().upper()
        if not sign or not value.strip() or name in parts:
            raise _bad(typed, piece or text)
        parts[name] = value.strip().upper()
    known = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_RANGES}
    for name in parts:
        if name not in known:
            raise _bad(typed, name)
    frequency = parts.get("FREQ", "")
    if frequency not in FREQUENCIES:
        raise _bad(typed, f"FREQ={frequency}" if frequency else "FREQ")
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadValue(
            "until_and_count", N_("A rule ends with COUNT or with UNTIL, not with both. Leave one of them out.")
        )
    read: list[tuple[str, tuple[Any, ...]]] = []
    for name in parts:
        if name == "BYDAY":
            read.append((name, _weekdays(typed, parts[name], frequency, "BYWEEKNO" in parts)))
        elif name in _RANGES:
            if frequency in _NOT_WITH.get(name, ()):
                raise _bad(typed, f"{name} + FREQ={frequency}")
            read.append((name, _numbers(typed, name, parts[name])))
    if "BYSETPOS" in parts and not any(name != "BYSETPOS" for name, _ in read):
        raise _bad(typed, "BYSETPOS")
    if "WKST" in parts and parts["WKST"] not in WEEKDAYS:
        raise _bad(typed, f"WKST={parts['WKST']}")
    return Rule(
        text=";".join(f"{name}={value}" for name, value in parts.items()),
        frequency=frequency,
        interval=_positive(typed, "INTERVAL", parts.get("INTERVAL", "1")),
        count=_positive(typed, "COUNT", parts["COUNT"]) if "COUNT" in parts else None,
        until=_until(typed, parts["UNTIL"]) if "UNTIL" in parts else None,
        week_start=WEEKDAYS.index(parts.get("WKST", "MO")),
        parts=tuple(read),
    )


def dates(
    rule: Rule, start: datetime, *, except_: Iterable[datetime] = (), farthest: timedelta = FARTHEST
) -> Iterator[datetime]:
    """The rule's moments from `start` on, in order, without those in `except_` (EXDATE, which COUNT still counts).

    `start` sets what the rule leaves open (weekday, day, time); it is a date of the series where the rule gives it.
    Wall times are reckoned without zone and given back in `start`'s. Endless rules end at `farthest`.
    """
    from dateutil import rrule

    zone = start.tzinfo
    first = start.replace(tzinfo=None)
    until = first + farthest if first.year < 9990 else datetime.max.replace(microsecond=0)
    if rule.until is not None:
        until = min(until, _wall(rule.until, zone or CENTRE))
    given: dict[str, Any] = {name.lower(): _dateutil(name, values) for name, values in rule.parts}
    if "byday" in given:
        given["byweekday"] = given.pop("byday")
    left_out = {one.astimezone(zone).replace(tzinfo=None) if one.tzinfo else one for one in except_}
    if not _possible(rule):
        return
    try:
        found = rrule.rrule(
            FREQUENCIES.index(rule.frequency),  # type: ignore[arg-type]
            dtstart=first, interval=rule.interval, wkst=rule.week_start, until=until, **given,
        )  # fmt: skip
        for step, one in enumerate(itertools.islice(found, rule.count)):
            if step >= STEPS:
                raise _too_many(STEPS)
            if one not in left_out:
                yield one.replace(tzinfo=zone)
    except ValueError:  # parts that never come together: every second hour from ten, and at eleven
        return


def _possible(rule: Rule) -> bool:
    """Whether there can be a date at all; the library would look for one up to the year 9999, day by day."""
    parts = dict(rule.parts)
    if "BYMONTHDAY" in parts:
        longest = max((monthrange(2028, month)[1] for month in parts.get("BYMONTH", range(1, 13))), default=31)
        if all(abs(day) > longest for day in parts["BYMONTHDAY"]):
            return False
    if "BYSETPOS" in parts and rule.frequency in ("DAILY", "WEEKLY"):
        size = prod(len(parts.get(name, (0,))) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        size *= len(parts.get("BYDAY", (0,))) if rule.frequency == "WEEKLY" else 1
        return any(abs(position) <= size for position in parts["BYSETPOS"])
    return True


def occurrences(
    rule: Rule, start: datetime, length: timedelta, except_: Iterable[datetime] = ()
) -> tuple[datetime, ...]:
    """The starts of a series of bookings, checked.

    Raises `BadValue`: `endless_rule`, `too_many_dates`, `no_dates`, `too_far`, `longer_than_period`.
    """
    if rule.endless:
        raise BadValue("endless_rule", N_("This rule never ends. Say how often with COUNT, or until when with UNTIL."))
    every = tuple(itertools.islice(dates(rule, start), MOST + 1))
    if len(every) > MOST:
        raise _too_many(MOST)
    left_out = set(except_)
    found = tuple(one for one in every if one not in left_out)
    if not found:
        raise BadValue("no_dates", N_("This rule gives no date at all from {start} on."), start=start.isoformat())
    if (rule.count is not None and len(every) < rule.count) or (rule.until is not None and _far(rule.until, start)):
        raise BadValue("too_far", N_("A series reaches ten years ahead at most. Let it end earlier."))
    for before, after in itertools.pairwise(found):
        if after - before < length:
            raise BadValue(
                "longer_than_period",
                N_(
                    "The one of {first} would still last when the next begins, {second}. Shorten it, or repeat it less."
                ),
                first=before.isoformat(),
                second=after.isoformat(),
            )
    return found


def _wall(until: datetime, zone: tzinfo) -> datetime:
    """UNTIL as wall time of a zone; at the edges of the calendar, as it stands."""
    try:
        return (until if until.tzinfo is None else until.astimezone(zone)).replace(tzinfo=None)
    except OverflowError:
        return until.replace(tzinfo=None)


def _far(until: datetime, start: datetime) -> bool:
    return (until.replace(tzinfo=None) - start.replace(tzinfo=None)) > FARTHEST


def _too_many(most: int) -> BadValue:
    return BadValue("too_many_dates", N_("That is more than {most} dates in one series. Make it shorter."), most=most)


def _bad(typed: str, part: str) -> BadValue:
    return BadValue(
        "bad_rule",
        N_("“{part}” in the rule “{value}” cannot be read. Write it like FREQ=WEEKLY;BYDAY=MO;COUNT=8 (RFC 5545)."),
        value=typed,
        part=part,
    )


def _positive(typed: str, name: str, value: str) -> int:
    if re.fullmatch(r"[0-9]{1,6}", value, re.ASCII) is None or int(value) < 1:
        raise _bad(typed, f"{name}={value}")
    return int(value)


def _numbers(typed: str, name: str, value: str) -> tuple[int, ...]:
    lowest, highest = _RANGES[name]
    found = []
    for one in value.split(","):
        number = int(one) if re.fullmatch(r"[+-]?[0-9]{1,3}", one, re.ASCII) else None
        if number is None or not lowest <= number <= highest or (number == 0 and lowest < 0):
            raise _bad(typed, f"{name}={value}")
        found.append(number)
    return tuple(found)


def _weekdays(typed: str, value: str, frequency: str, by_week: bool) -> tuple[tuple[int, int], ...]:
    found = []
    for one in value.split(","):
        read = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", one, re.ASCII)
        ordinal = int(read[1]) if read and read[1] else 0
        wrong = read is None or (read[1] is not None and (ordinal == 0 or abs(ordinal) > 53))
        if wrong or (ordinal and (frequency not in ("MONTHLY", "YEARLY") or by_week)):
            raise _bad(typed, f"BYDAY={value}")
        assert read is not None
        found.append((WEEKDAYS.index(read[2]), ordinal))
    return tuple(found)


def _until(typed: str, value: str) -> datetime:
    try:
        if re.fullmatch(r"[0-9]{8}", value, re.ASCII):
            return datetime.combine(datetime.strptime(value, "%Y%m%d").date(), time(23, 59, 59))
        if re.fullmatch(r"[0-9]{8}T[0-9]{6}Z?", value, re.ASCII):
            read = datetime.strptime(value.rstrip("Z") + "+0000", "%Y%m%dT%H%M%S%z")
            return read if value.endswith("Z") else read.replace(tzinfo=None)
    except (ValueError, OverflowError):
        pass
    raise _bad(typed, f"UNTIL={value}")


def _dateutil(name: str, values: tuple[Any, ...]) -> Any:
    from dateutil import rrule

    if name != "BYDAY":
        return values
    return tuple(rrule.weekday(day, ordinal or None) for day, ordinal in values)
