"""What goes into a call and what the desk tells about one. The views have the contract's keys in its order."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call as typed at the desk. `received_at` None means now; `answer` means answered on the spot.

    `kind` None means a consultation, or a complaint where it is `about` somebody.
    """

    question: str
    service: str | None = None
    kind: str | None = None
    phone: str | None = None
    name: str | None = None
    organisation: str | None = None
    group: str | None = None
    channel: str = "hotline"
    ticket: str | None = None
    answer: str | None = None
    received_at: datetime | None = None
    confidential: bool = False
    about: str | None = None
    occupant: int | None = None


@dataclass(frozen=True, slots=True)
class CallerView:
    """Who called. `phone` is masked unless it was asked for and logged."""

    name: str | None
    phone: str | None
    organisation: str | None
    occupant: int | None
    group: str | None


@dataclass(frozen=True, slots=True)
class NotificationView:
    """One telling, with the list as told."""

    at: datetime
    staff: str
    means: str
    items: tuple[str, ...]
    reason: str | None
    counts: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the timeline."""

    at: datetime
    staff: str | None
    event: str
    text: str | None


@dataclass(frozen=True, slots=True)
class MaterialView:
    """Something taken in."""

    item: str
    copies: int
    at: datetime
    staff: str


@dataclass(frozen=True, slots=True)
class ExtensionView:
    """An extension asked for and not decided yet."""

    limit: str
    reason: str
    asked_at: datetime
    asked_by: str


@dataclass(frozen=True, slots=True)
class CallItem:
    """A call in a list. Times are the centre's; `light` is of the moment of asking."""

    number: str
    status: str
    kind: str
    channel: str
    ticket: str | None
    received_at: datetime
    logged_at: datetime
    backfilled: bool
    caller: CallerView
    service: str | None
    question: str
    answer: str | None
    result: str | None
    first_contact: str
    handler: str
    party: str | None
    about: str | None
    respond_by: datetime
    responded_at: datetime | None
    due_at: datetime
    completed_at: datetime | None
    reopened: bool
    extended: bool
    extension_asked: ExtensionView | None
    light: str | None
    provisional_due: bool
    confidential: bool
    reminder: str | None
    materials_received: tuple[MaterialView, ...]


@dataclass(frozen=True, slots=True)
class CallView(CallItem):
    """A whole call."""

    notifications: tuple[NotificationView, ...] = ()
    timeline: tuple[EventView, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Some calls, and the cursor to go on from, or None at the end."""

    items: tuple[CallItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class CallFilter:
    """Which calls to list. Days count by when the call was received, both ends included."""

    status: str | None = None
    handler: str | None = None
    first_contact: str | None = None
    light: str | None = None
    service: str | None = None
    kind: str | None = None
    since: date | None = None
    until: date | None = None
    search: str | None = None
    limit: int = 50
    after: str | None = None
    occupant: int | None = None


@dataclass(frozen=True, slots=True)
class CallerHistory:
    """What is known of a telephone number: whom it belonged to last, and the calls from it, newest first."""

    name: str | None
    organisation: str | None
    group: str | None
    calls: tuple[CallItem, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """A person's queue: to handle first, then those they answer for as first contact; the most urgent on top."""

    mine: tuple[CallItem, ...]
    watched: tuple[CallItem, ...]
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """The outcome of a telling: which items were new, and whether it counts against 一次性告知."""

    new: tuple[str, ...]
    counts: bool
