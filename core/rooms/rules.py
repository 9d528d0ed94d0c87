"""Whether a room can be had, and who may do what with a booking. Pure: values in, a decision out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import CENTRE, EARLIEST, LATEST
from core.errors import BadValue, DeskError, RuleRefused
from core.rooms.hours import DayKind, OpeningHours
from core.rooms.intervals import Interval, Taken, in_the_way
from core.rooms.terms import HOLDING
from core.rooms.views import Standing
from core.words import N_

NO_SHOW_AFTER = timedelta(minutes=15)
"""A meeting nobody came to by then frees its room."""
LONGEST = {"meeting": timedelta(days=31), "event": timedelta(days=31), "block": timedelta(days=366)}
PEOPLE = 100_000
RETAKEN = ("skipped", "waiting", "conflict")
"""Records that can still become a booking."""
_NOT_IN_FORCE = N_("This booking is not in force. Make a new one.")
_NOBODY_COMES = {
    "block": N_("The room is out of use then; nobody comes to that."),
    "pending": N_("This booking waits for approval. A supervisor approves it first."),
    "checked_in": N_("Somebody has checked in for this booking already."),
}


@dataclass(frozen=True, slots=True)
class RoomRules:
    """What a room asks of its bookings."""

    code: str
    capacity: int
    hours: OpeningHours
    buffer: timedelta
    ahead_days: int
    notice: timedelta
    quota: timedelta | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A slot somebody wants. `used` is what the occupant holds of the room that month already."""

    when: Interval
    kind: str = "meeting"
    people: int | None = None
    used: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Against:
    """Why a slot cannot be had, and what stands in its way where something does."""

    why: str
    by: Taken | None = None


def against(
    rules: RoomRules, wanted: Wanted, taken: Iterable[Taken], now: datetime, kind_of: DayKind, *, late: bool = False
) -> Against | None:
    """The first thing against a slot, overlap before anything else; None where it can be had.

    A block asks for nothing but the room. With `late` the rules on how long before are not asked (imports, and
    changes of what is booked already).
    """
    found = in_the_way(wanted.when, wanted.kind, rules.buffer, taken)
    if found is not None:
        return Against(*found)
    if wanted.kind == "block":
        return None
    closed = rules.hours.closed(wanted.when, kind_of)
    if closed is not None:
        return Against(closed)
    if not late and not _in_advance(rules, wanted.when, now):
        return Against("advance")
    if wanted.people is not None and wanted.people > rules.capacity:
        return Against("capacity")
    if rules.quota is not None and wanted.used is not None and wanted.used + wanted.when.length > rules.quota:
        return Against("quota")
    return None


def _in_advance(rules: RoomRules, when: Interval, now: datetime) -> bool:
    if when.end <= now or (when.start.date() - now.date()).days > rules.ahead_days:
        return False
    return rules.notice <= timedelta(0) or when.start >= now + rules.notice


def read_interval(start: datetime, end: datetime, kind: str = "meeting") -> Interval:
    """An interval as typed, at the centre and to the second.

    Raises `BadValue`: `date_out_of_range`, `backward_times`, `too_long`.
    """
    when = as_typed(start, end)
    check_length(when, kind)
    return when


def as_typed(start: datetime, end: datetime | timedelta) -> Interval:
    """An interval whose length is asked later, for what is in the way comes before it; `end` may be a length.

    Raises `BadValue`: `date_out_of_range`, `backward_times`.
    """
    check_year(start.date())
    end = start + end if isinstance(end, timedelta) else end
    check_year(end.date())
    start, end = (one.astimezone(CENTRE).replace(microsecond=0) for one in (start, end))
    if end <= start:
        raise BadValue("backward_times", N_("The end is not after the beginning. Check both times."))
    return Interval(start, end)


def check_length(when: Interval, kind: str) -> None:
    """Raises `BadValue` (`too_long`)."""
    longest = LONGEST[kind]
    if when.length > longest:
        raise BadValue(
            "too_long", N_("That is longer than {longest_seconds}. Book it in parts, or as a series."),
            longest_seconds=int(longest.total_seconds()),
        )  # fmt: skip


def check_year(day: date) -> None:
    """Raises `BadValue` (`date_out_of_range`) for a day no desk can mean."""
    if not EARLIEST.year <= day.year < LATEST.year:
        raise BadValue(
            "date_out_of_range", N_("{day} is outside the years {first} to {last}. Check the year."),
            day=day.isoformat(), first=EARLIEST.year, last=LATEST.year - 1,
        )  # fmt: skip


def month_of(moment: datetime) -> Interval:
    """The calendar month a moment lies in, by which quotas are counted."""
    first = datetime.combine(moment.date().replace(day=1), time(), CENTRE)
    return Interval(first, datetime.combine((first + timedelta(days=32)).date().replace(day=1), time(), CENTRE))


def beyond(standing: Standing, until: datetime) -> bool:
    """Whether a booking that ends at `until` lasts beyond an occupant's term."""
    return standing.until is not None and (until - timedelta(seconds=1)).date() > standing.until


def absent(kind: str, status: str, starts_at: datetime, changed_at: datetime, now: datetime) -> bool:
    """Whether a meeting counts as not come to: 15 minutes from its start (or from a later change) nobody checked in."""
    return kind == "meeting" and status in ("pending", "approved") and max(starts_at, changed_at) + NO_SHOW_AFTER <= now


def shown_status(kind: str, status: str, starts_at: datetime, changed_at: datetime, now: datetime) -> str:
    """The status at this moment."""
    return "no_show" if absent(kind, status, starts_at, changed_at, now) else status


def refusal_to_change(status: str, ends_at: datetime, now: datetime) -> DeskError | None:
    """Why a booking can no longer be moved or decided on."""
    if status not in HOLDING:
        return RuleRefused("not_booked", _NOT_IN_FORCE, status=status)
    if ends_at <= now:
        return RuleRefused("booking_over", N_("This booking is over. Make a new one."))
    return None


def refusal_to_edit(status: str, ends_at: datetime, now: datetime) -> DeskError | None:
    """Why what a booking says can no longer be corrected; what may still become one can be, too."""
    return refusal_to_change("pending" if status in RETAKEN else status, ends_at, now)


def came_already(booking: int | None) -> RuleRefused:
    """The refusal to cancel what is under way."""
    return RuleRefused("checked_in", N_("Somebody has checked in. End it early by making it shorter."), id=booking)


def refusal_to_check_in(kind: str, status: str, when: Interval, now: datetime) -> DeskError | None:
    """Why nobody can be checked in: from the day before (keys are fetched the evening before) until the end."""
    if kind == "block" or status not in ("approved", "no_show"):
        state = kind if kind == "block" else status
        return RuleRefused("cannot_check_in", _NOBODY_COMES.get(state, _NOT_IN_FORCE), status=state)
    if (when.start.date() - now.date()).days > 1:
        return RuleRefused(
            "too_early", N_("This booking begins on {day}. Check in on the day, or the day before."),
            day=when.start.date().isoformat(),
        )  # fmt: skip
    if when.end <= now:
        return RuleRefused("booking_over", N_("This booking is over. Make a new one."))
    return None
