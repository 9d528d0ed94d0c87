"""How much rooms are used: what was open, booked, come to, not come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import CENTRE
from core.rooms import records
from core.rooms.deciding import Deciding
from core.rooms.hours import DAY
from core.rooms.intervals import Interval


@dataclass(frozen=True, slots=True)
class RoomUse:
    """A room's use over some days, in whole seconds. `booked` counts what was in force, come to or not; `used` what
    somebody checked in to; `no_shows` are meetings nobody came to. `rate` is booked over open, None when never open."""

    room: str
    bookings: int
    people: int
    open_seconds: int
    booked_seconds: int
    used_seconds: int
    no_shows: int
    no_show_seconds: int
    blocked_seconds: int
    rate: float | None


def use(deciding: Deciding, first: date, last: date) -> tuple[RoomUse, ...]:
    """Each room's use from `first` to `last`, both included; a booking over the edge counts with what lies within."""
    within = Interval(datetime.combine(first, time(), CENTRE), datetime.combine(last, time(), CENTRE) + DAY)
    rows = records.listed(
        deciding.session, statuses=("pending", "approved", "checked_in", "no_show"), start=within.start,
        end=within.end, limit=1_000_000,
    )  # fmt: skip
    return tuple(_of(deciding, room, rows, within) for room in deciding.rooms if room.active)


def _of(deciding: Deciding, room: records.AnyRow, rows: object, within: Interval) -> RoomUse:
    mine = [row for row in rows if row.room == room.code]  # type: ignore[attr-defined]
    meetings = [row for row in mine if row.kind != "block"]
    gone = [row for row in meetings if row.status == "no_show" or records.is_absent(row, deciding.now)]
    come = [row for row in meetings if row.status == "checked_in"]
    days = (within.end - within.start).days
    hours = deciding.rules(room).hours
    open_ = sum(
        int(spell.length.total_seconds())
        for n in range(days)
        for spell in hours.spells(within.start.date() + timedelta(days=n), deciding.kind_of)
    )
    booked = _seconds(meetings, within)
    return RoomUse(
        room.code, len(meetings), sum(row.attended or 0 for row in come), open_, booked, _seconds(come, within),
        len(gone), _seconds(gone, within), _seconds([row for row in mine if row.kind == "block"], within),
        round(booked / open_, 4) if open_ else None,
    )  # fmt: skip


def _seconds(rows: list[records.AnyRow], within: Interval) -> int:
    parts = (min(row.ends_at, within.end) - max(row.starts_at, within.start) for row in rows)
    return int(sum((part.total_seconds() for part in parts), 0.0))
