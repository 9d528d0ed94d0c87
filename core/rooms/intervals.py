"""Half-open intervals, and when one stands in another's way. Pure: works on anything that compares and subtracts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NO_GAP = timedelta(0)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """From `start` up to, not including, `end`: one that ends at ten and one that begins at ten do not overlap."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("an interval ends after it begins")

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start

    def overlaps(self, other: Interval, gap: timedelta = NO_GAP) -> bool:
        """Whether they share a moment, or lie less than `gap` apart."""
        return self.start < other.end + gap and other.start < self.end + gap

    def covers(self, other: Interval) -> bool:
        """Whether `other` lies wholly within."""
        return self.start <= other.start and other.end <= self.end

    def moved(self, start: datetime) -> Interval:
        """The same length from another start."""
        return Interval(start, start + self.length)


@dataclass(frozen=True, slots=True)
class Taken:
    """What holds a room: a meeting, an event or a block; `buffer` is its room's turnaround time."""

    id: int
    when: Interval
    kind: str
    buffer: timedelta = NO_GAP


def gap_between(kind: str, buffer: timedelta, other: Taken) -> timedelta:
    """How far apart two must lie. Buffers may overlap each other, so the longer one counts; a block has none."""
    return NO_GAP if "block" in (kind, other.kind) else max(buffer, other.buffer)


def in_the_way(wanted: Interval, kind: str, buffer: timedelta, taken: Iterable[Taken]) -> tuple[str, Taken] | None:
    """Why `wanted` cannot be had, and what stands in its way: `booked`, `blocked`, or `buffer`, in this order."""
    found: dict[str, Taken] = {}
    for one in taken:
        if wanted.overlaps(one.when):
            found.setdefault("blocked" if one.kind == "block" else "booked", one)
        elif wanted.overlaps(one.when, gap_between(kind, buffer, one)):
            found.setdefault("buffer", one)
    return next(((why, found[why]) for why in ("booked", "blocked", "buffer") if why in found), None)


def openings(
    within: Interval, length: timedelta, kind: str, buffer: timedelta, taken: Iterable[Taken]
) -> tuple[Interval, ...]:
    """The stretches of `within` in which something of `length` fits, in order; each is as long as it can be."""
    found: list[Interval] = []
    at = within.start
    for one in sorted(taken, key=lambda each: each.when.start):
        gap = gap_between(kind, buffer, one)
        if one.when.start - gap - at >= length and one.when.start - gap > at:
            found.append(Interval(at, min(one.when.start - gap, within.end)))
        at = max(at, one.when.end + gap)
        if at >= within.end:
            break
    if within.end - at >= length and within.end > at:
        found.append(Interval(at, within.end))
    return tuple(one for one in found if one.length >= length)
