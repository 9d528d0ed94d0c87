"""What the desk must do about occupants, from values read. Pure: facts of one occupant in, items out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.occupants.terms import HERE
from core.occupants.views import DueItem

WINDOWS = (30, 60, 90)
"""Days before an end from which it is on the list."""
EVALUATE_FROM = (12, 1)
"""A year's evaluation is on the list from December of that year on; the measures say yearly and no month."""

FIRST_YEAR = 2025
"""The measures are in force from 2025-08-31 on (art. 18)."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What of one occupant the list looks at, as of today."""

    id: int
    name: str
    kind: str
    status: str
    entered_on: date | None = None
    term_until: date | None = None
    renewed: bool = False
    rent_free_until: date | None = None
    leave_by: date | None = None
    evaluated: dict[int, str] | None = None
    full_rent: Decimal | None = None
    overdue: Decimal = Decimal(0)
    oldest_due_on: date | None = None
    documents_missing: tuple[str, ...] = ()
    conditions_open: tuple[str, ...] = ()
    address_here: bool = True
    public_notice_until: date | None = None
    open_objections: int = 0
    clearing: tuple[str, ...] = ()
    left_on: date | None = None
    time_over: tuple[int, Decimal | None] | None = None


def window(days: int, most: int = 90) -> int | None:
    """The window an end so many days off falls in: 0 when past, 30, 60, 90, or None when further than `most`."""
    if days > most:
        return None
    if days < 0:
        return 0
    return next((one for one in WINDOWS if days <= one), most)


def items(facts: Facts, today: date, most: int = 90) -> list[DueItem]:
    """Everything due about one occupant within `most` days."""
    found: list[DueItem] = []

    def add(what: str, on: date | None = None, amount: Decimal | None = None, details: Iterable[str] = ()) -> None:
        days = None if on is None else (on - today).days
        within = None if days is None else window(days, most)
        if days is None or within is not None:
            found.append(DueItem(facts.id, facts.name, facts.status, what, on, days, within, amount, tuple(details)))

    if facts.status in HERE:
        if facts.term_until is not None and not facts.renewed:
            add("term", facts.term_until)
        if facts.rent_free_until is not None:
            add("rent_free", facts.rent_free_until)
        if facts.leave_by is not None:
            add("notice", facts.leave_by)
        _evaluations(facts, today, add)
        if not facts.address_here:
            add("address")
    if facts.status == "applying":
        if facts.conditions_open:
            add("conditions", details=facts.conditions_open)
        if facts.open_objections:
            add("objection", details=(str(facts.open_objections),))
        elif facts.public_notice_until is not None and facts.public_notice_until < today:
            add("public_notice", facts.public_notice_until)
    if facts.overdue:
        add("arrears", facts.oldest_due_on, facts.overdue)
    if facts.documents_missing and facts.status in ("applying", *HERE):
        add("documents", details=facts.documents_missing)
    if facts.time_over is not None and facts.status == "left":
        add("overstay", facts.left_on, facts.time_over[1], (str(facts.time_over[0]),))
    if facts.clearing and facts.status == "left":
        add("clearing", details=facts.clearing)
    return found


def _evaluations(facts: Facts, today: date, add: Callable[..., None]) -> None:
    """Art. 15(3): institutions and social organisations, every year; a failed one means leaving."""
    if facts.kind == "startup":
        return
    known = facts.evaluated or {}
    newest = today.year if (today.month, today.day) >= EVALUATE_FROM else today.year - 1
    first = max(FIRST_YEAR, facts.entered_on.year if facts.entered_on else newest)
    for year in range(first, newest + 1):
        if year not in known:
            add("evaluation", date(year, 12, 31), None, (str(year),))
    latest = max(known, default=newest)
    if facts.status == "resident" and known.get(latest) == "fail":
        add("failed", None, facts.full_rent, (str(latest),))
