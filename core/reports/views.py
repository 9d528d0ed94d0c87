"""What the reports tell. The figures have the contract's keys in its order; seconds are working seconds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from core.calls.views import CallItem
from core.words import N_

GROUPINGS = ("staff", "service", "channel", "day", "hour", "kind", "group", "weekday_hour", "month")
"""What figures can be grouped by. Keys: codes (None: unsorted, or no group told), days `2026-11-23`, hours of the day
`09`, hours of the week `1-09` (1 is Monday), months `2026-11`. Staff are the handlers; times are when received."""

NAMES = (
    N_("by"), N_("measure"), N_("calls"), N_("seed"), N_("each"), N_("minutes"), N_("score"), N_("title"),
    N_("manner"), N_("accuracy"), N_("completeness"), N_("promptness"), N_("record"), N_("id"), N_("weekday"),
    N_("hour"), N_("at_least"), N_("without"),
)  # fmt: skip
"""Field names as they stand in the details of refusals; the sentence says them in the user's language."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which calls are counted. Days are those they were received on, both included; None leaves a side open.

    An empty `service` or `group` means the calls without one. `weekday` (1 is Monday) and `hour` are of the centre's
    time when received.
    """

    since: date | None = None
    until: date | None = None
    staff: str | None = None
    service: str | None = None
    channel: str | None = None
    kind: str | None = None
    group: str | None = None
    weekday: int | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class Percentiles:
    """Working seconds: the smallest observed value with at least that share at or below it; None where none is."""

    p50: int | None = None
    p90: int | None = None
    p95: int | None = None
    max: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of some calls; see `core.reports.measures` for what each means. Rates are None of nothing."""

    calls: int
    completed: int
    on_time: int
    on_time_rate: float | None
    first_reply_seconds: Percentiles
    completion_seconds: Percentiles
    response_rate: float | None
    resolution_rate: float | None
    satisfaction_rate: float | None
    first_contact_resolution: float | None
    one_time_rate: float | None
    replied: int
    replied_on_time: int
    to_reply: int
    followed_up: int
    resolved: int
    rated: int
    satisfied: int
    settled_by_first_contact: int
    told: int
    told_once: int
    open: int
    waiting: int
    declined: int
    yellow: int
    overdue: int
    transferred: int
    transfer_rate: float | None
    transfers: int
    returns: int
    extended: int
    extension_rate: float | None
    reopened: int
    reopening_rate: float | None
    backfilled: int
    backfilled_rate: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one group; `name` is that of the person, service or group, else the key."""

    key: str | None
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Response:
    """`report response`: the figures of a scope, and of its groups in the order of their keys, unknown last."""

    scope: Scope
    at: datetime
    figures: Figures
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True, slots=True)
class OverdueCall:
    """A call past its due time, by how many working seconds."""

    call: CallItem
    overdue_seconds: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """`report overdue`: the longest overdue first; the counts are of all, not of this page."""

    items: tuple[OverdueCall, ...]
    next: str | None
    overdue: int
    yellow: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Difference:
    """One rate or duration in two periods. `enough` where both have calls enough to conclude anything from."""

    key: str
    name: str
    now: float | None
    before: float | None
    change: float | None
    counted_now: int
    counted_before: int
    enough: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two periods side by side."""

    period: Scope
    earlier: Scope
    figures: Figures
    figures_before: Figures
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What waits for a supervisor now, as counts; `guests` are bookings of guests to be approved."""

    overdue: int
    yellow: int
    extensions: int
    bad_ratings: int
    follow_ups: int
    unsorted: int
    guests: int


@dataclass(frozen=True, slots=True)
class Owed:
    """A follow-up owed, why (`complaint`, `low_rating`, `sample`), and how often nobody was reached yet."""

    call: CallItem
    why: str
    attempts: int


@dataclass(frozen=True, slots=True)
class OwedPage:
    """A page of follow-ups owed; `owed` counts all that this person may make, not this page."""

    items: tuple[Owed, ...]
    next: str | None
    owed: int


@dataclass(frozen=True, slots=True)
class RoomUse:
    """A room in a period: bookings held, seconds booked (by the clock), people who came, meetings nobody came to."""

    key: str
    name: str
    bookings: int
    booked_seconds: int
    attended: int
    no_show: int


@dataclass(frozen=True, slots=True)
class Demand:
    """How many calls of a group of callers (None: not told) are about a service (None: unsorted)."""

    group: str | None
    group_name: str
    service: str | None
    service_name: str
    calls: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The supervision screen's whole set of figures."""

    scope: Scope
    at: datetime
    figures: Figures
    decisions: Decisions
    by_staff: tuple[Group, ...]
    by_service: tuple[Group, ...]
    by_channel: tuple[Group, ...]
    by_day: tuple[Group, ...]
    by_group: tuple[Group, ...]
    heat: tuple[tuple[int, ...], ...] = field(default=())
    rooms: tuple[RoomUse, ...] = ()
    gaps: int = 0
