"""What goes into the registry and what it tells. Areas are square metres as numbers, money is Decimal yuan.

Keys of the views are those of the command line's JSON: areas come out as numbers with at most two decimals, money and
unit prices as strings, days as `YYYY-MM-DD`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class NewOccupant:
    """An application as typed. `applied_on` None means today; `facts` are those of `admission.FACTS`."""

    kind: str
    name: str
    introduced_by: str = "centre"
    introducer: int | None = None
    applied_on: date | None = None
    came_by: str | None = None
    round: int | None = None
    credit_code: str | None = None
    legal_representative: str | None = None
    shares: str | None = None
    scope: str | None = None
    headcount: int | None = None
    contact: str | None = None
    phone: str | None = None
    registered_address: str | None = None
    registered_on: date | None = None
    registered_here_on: date | None = None
    group: str | None = None
    wanted_area: Decimal | None = None
    shared_desks: int = 0
    facts: dict[str, bool | None] = field(default_factory=dict)
    prize: str | None = None
    prize_level: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """What is signed: `start` None is the day of signing, `until` None a year, `area` None what was wanted.

    `rent` is yuan a square metre `per` day or month; None for institutions means the owner's lease price then.
    """

    start: date | None = None
    until: date | None = None
    area: Decimal | None = None
    rent: Decimal | None = None
    per: str | None = None
    rent_free_until: date | None = None


@dataclass(frozen=True, slots=True)
class OccupantFilter:
    """Which occupants to list. `floor` and `unit` look at who is there now."""

    status: str | None = None
    kind: str | None = None
    stage: str | None = None
    introduced_by: str | None = None
    floor: int | None = None
    unit: str | None = None
    search: str | None = None
    limit: int = 50
    after: str | None = None


@dataclass(frozen=True, slots=True)
class StageView:
    """A stage reached."""

    stage: str
    on: date
    staff: str
    note: str | None


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """An objection during public notice, and how it was settled."""

    id: int
    on: date
    text: str
    outcome: str | None
    settled_on: date | None
    settlement: str | None


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document received."""

    document: str
    received_on: date
    copies: int
    staff: str


@dataclass(frozen=True, slots=True)
class ConditionView:
    """One admission condition: `met`, `unmet` or `unknown`, and at which stage it is looked into."""

    condition: str
    article: str
    state: str
    stage: str


@dataclass(frozen=True, slots=True)
class AgreementView:
    """One term. `start` and `until` both belong to it; `ended_on` is earlier where the occupant left before."""

    id: int
    start: date
    until: date
    area: float | None
    rent: Decimal | None
    per: str
    rent_free_until: date | None
    signed_on: date | None
    ended_on: date | None
    override: str | None


@dataclass(frozen=True, slots=True)
class AllotmentView:
    """A unit held from `since`; `until` is the first day it is free again, null while it is held."""

    occupant: int
    unit: str
    floor: int
    area: float
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A reported field's value from a day on (phones masked)."""

    field: str
    value: str | None
    since: date
    reported_on: date
    staff: str
    note: str | None


@dataclass(frozen=True, slots=True)
class EvaluationView:
    """A year's evaluation. `full_rent` is the year's rent owed in full after a failed one, where the price is known."""

    year: int
    verdict: str
    score: Decimal | None
    service: Decimal | None
    growth: Decimal | None
    pull: Decimal | None
    platform_use: str | None
    people_served: int | None
    companionship: str | None
    events: int | None
    on: date
    full_rent: Decimal | None
    rent_charged: Decimal
    note: str | None


@dataclass(frozen=True, slots=True)
class EntryView:
    """A charge, payment or reduction."""

    id: int
    kind: str
    item: str | None
    amount: Decimal
    on: date
    due_on: date | None
    year: int | None
    note: str | None
    voided: bool
    void_reason: str | None


@dataclass(frozen=True, slots=True)
class AccountView:
    """What is owed on a day; `ages` are by days after the due day."""

    on: date
    charged: Decimal
    paid: Decimal
    reduced: Decimal
    owed: Decimal
    overdue: Decimal
    credit: Decimal
    oldest_due_on: date | None
    ages: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class ExitView:
    """A way out. `due_at` is the end of the 30 days, `leave_by` its day; `provisional` while that year is unpublished.

    `doubts` are codes of what the records lack for the ground; `open` is what of the clearing is not done.
    """

    id: int
    kind: str
    ground: int | None
    evidence: str | None
    doubts: tuple[str, ...]
    asked_on: date | None
    served_on: date | None
    due_at: datetime | None
    leave_by: date | None
    provisional: bool
    days_left: int | None
    reason: str | None
    withdrawn_on: date | None
    withdrawal: str | None
    left_on: date | None
    cleared: dict[str, str]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OverstayView:
    """Time over after the 30 days (art. 10(6)); `rent` is null while the owner's lease price is not known."""

    days: int
    area: float
    rate: Decimal | None
    per: str | None
    rent: Decimal | None


@dataclass(frozen=True, slots=True)
class EntitlementView:
    """Art. 15(1): 15 m² a person; `over` is below zero where there is room left."""

    headcount: int
    entitled: float
    used: float
    over: float
    shared_desks: int


@dataclass(frozen=True, slots=True)
class EventView:
    """One line of the history."""

    at: datetime
    staff: str | None
    event: str
    text: str | None


@dataclass(frozen=True, slots=True)
class OccupantItem:
    """An occupant in a list."""

    id: int
    kind: str
    name: str
    introduced_by: str
    status: str
    stage: str
    preferred: bool
    contact: str | None
    phone: str | None
    headcount: int | None
    units: tuple[str, ...]
    area: float
    applied_on: date
    entered_on: date | None
    term_until: date | None
    rent_free_until: date | None
    leave_by: date | None
    left_on: date | None
    spelling: str


@dataclass(frozen=True, slots=True)
class OccupantView(OccupantItem):
    """The whole record as of `on`."""

    on: date
    introducer: int | None
    came_by: str | None
    round: int | None
    credit_code: str | None
    legal_representative: str | None
    shares: str | None
    scope: str | None
    registered_address: str | None
    registered_on: date | None
    registered_here_on: date | None
    group: str | None
    prize: str | None
    prize_level: str | None
    wanted_area: float | None
    shared_desks: int
    facts: dict[str, bool]
    note: str | None
    admission: str
    conditions: tuple[ConditionView, ...]
    stages: tuple[StageView, ...]
    public_notice_until: date | None
    objections: tuple[ObjectionView, ...]
    refused_on: date | None
    refusal: str | None
    documents: tuple[DocumentView, ...]
    documents_missing: tuple[str, ...]
    entitlement: EntitlementView | None
    agreement: AgreementView | None
    agreements: tuple[AgreementView, ...]
    allotments: tuple[AllotmentView, ...]
    changes: tuple[ChangeView, ...]
    evaluations: tuple[EvaluationView, ...]
    account: AccountView
    entries: tuple[EntryView, ...]
    exit: ExitView | None
    exits: tuple[ExitView, ...]
    overstay: OverstayView | None
    timeline: tuple[EventView, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Some occupants, and the cursor to go on from, or None at the end."""

    items: tuple[OccupantItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something to be done about an occupant. `days` until `on`, below zero when past; `within` 90, 60, 30 or 0."""

    occupant: int
    name: str
    status: str
    what: str
    on: date | None
    days: int | None
    within: int | None
    amount: Decimal | None
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """A unit on a day: who holds it and since when. `state` is vacant, held, leaving (its holder is on notice) or
    shared."""

    code: str
    floor: int
    side: str
    name: str
    area: float
    use: str
    example: bool
    state: str
    occupant: int | None
    occupant_name: str | None
    occupant_kind: str | None
    since: date | None
    free_from: date | None


@dataclass(frozen=True, slots=True)
class FloorView:
    """One floor as it is, what-ifs left out, in square metres."""

    floor: int
    area: float
    allotted: float
    startup_area: float
    other_area: float


@dataclass(frozen=True, slots=True)
class SpaceView:
    """The half rule's gauge (art. 10(5)). With a floor named, areas are that floor's; `holds` and what follows it are
    always of all incubation floors. `vacant` is offices nobody holds, `fits` says whether what-ifs find room at all."""

    incubation_area: float
    allotted: float
    startup_area: float
    other_area: float
    startup_share: float | None
    holds: bool
    holds_as_signed: bool
    left_for_others: float
    promised_startup_area: float
    promised_other_area: float
    shared_area: float
    vacant: float
    fits: bool
    on: date
    floor: int | None
    floors: tuple[FloorView, ...]
    units: tuple[UnitView, ...]


@dataclass(frozen=True, slots=True)
class RoundView:
    """An announcement of open recruitment, and how many applied by it."""

    id: int
    title: str
    announced_on: date
    closes_on: date | None
    note: str | None
    applications: int


@dataclass(frozen=True, slots=True)
class LeaseRateView:
    """The owner's lease price from a day on, in yuan a square metre `per` day or month."""

    start: date
    rate: Decimal
    per: str
    note: str | None
