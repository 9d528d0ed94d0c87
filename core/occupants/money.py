"""Charges, payments and reductions: what is owed and how old it is. Decimal yuan in, Decimal yuan out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from core.occupants.figures import CENT

AGES = (("not_due", None), ("days_1_30", 30), ("days_31_60", 60), ("days_61_90", 90), ("days_over_90", None))
"""How old what is owed may be, by days after it was due."""
ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Line:
    """One entry that counts: `kind` charge, payment or reduction; a payment without `item` goes to the oldest."""

    kind: str
    item: str | None
    amount: Decimal
    on: date
    due_on: date | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """What of a charge is still owed."""

    item: str
    due_on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Balance:
    """Sums up to a day. `owed` is unpaid, due or not; `overdue` was due before that day; `credit` is paid too much."""

    charged: Decimal
    paid: Decimal
    reduced: Decimal
    owed: Decimal
    overdue: Decimal
    credit: Decimal
    oldest_due_on: date | None
    ages: dict[str, Decimal]


def open_charges(lines: Sequence[Line]) -> tuple[list[Open], Decimal]:
    """What is still owed, oldest first, and what was paid beyond it.

    Reductions lower rent only (art. 15(3)); payments for an item go to that item, then, as those without an item, to
    the oldest of the rest.
    """
    charges = sorted((one for one in lines if one.kind == "charge"), key=lambda one: (one.due_on or one.on, one.on))
    left = [one.amount for one in charges]

    def spend(amount: Decimal, item: str | None) -> Decimal:
        for place, charge in enumerate(charges):
            if item is None or charge.item == item:
                used = min(amount, left[place])
                left[place] -= used
                amount -= used
        return amount

    over = ZERO
    for line in lines:
        if line.kind == "reduction":
            over += spend(line.amount, "rent")
    rest = sum((spend(line.amount, line.item) for line in lines if line.kind == "payment" and line.item), ZERO)
    rest += sum((line.amount for line in lines if line.kind == "payment" and not line.item), ZERO)
    over += spend(rest, None)
    owed = [
        Open(charge.item or "", charge.due_on or charge.on, amount)
        for charge, amount in zip(charges, left, strict=True)
        if amount
    ]
    return owed, over


def balance(lines: Iterable[Line], on: date) -> Balance:
    """The account as it stood on a day; it is overdue from the day after it was due."""
    seen = [one for one in lines if one.on <= on]
    owed, credit = open_charges(seen)
    ages = {name: ZERO for name, _days in AGES}
    for one in owed:
        ages[_age((on - one.due_on).days)] += one.amount

    def total(kind: str) -> Decimal:
        return sum((one.amount for one in seen if one.kind == kind), ZERO)

    return Balance(
        charged=total("charge"), paid=total("payment"), reduced=total("reduction"),
        owed=sum((one.amount for one in owed), ZERO),
        overdue=sum((one.amount for one in owed if one.due_on < on), ZERO), credit=credit,
        oldest_due_on=min((one.due_on for one in owed if one.due_on < on), default=None), ages=ages,
    )  # fmt: skip


def _age(days: int) -> str:
    if days <= 0:
        return "not_due"
    return next((name for name, most in AGES if most is not None and days <= most), "days_over_90")


def rent_for_days(area: Decimal, rate: Decimal, per: str, days: int) -> Decimal:
    """Rent for some days: a price a day as it is, a price a month × 12 ÷ 365 a day; rounded to the cent, once.

    The measures name the unit price (arts. 10(6), 15(1)) but no way of counting days: this one is the desk's.
    """
    whole = area * rate * days
    if per == "month":
        whole = whole * 12 / 365
    return whole.quantize(CENT, ROUND_HALF_UP)


def rent_of_year(area: Decimal, rate: Decimal, per: str) -> Decimal:
    """A year's full rent (art. 15(3), after a failed evaluation)."""
    return (area * rate * (12 if per == "month" else 365)).quantize(CENT, ROUND_HALF_UP)
