"""Space: the half rule of the incubation floors and what a startup is entitled to. Values in, figures out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from core.errors import BadValue
from core.occupants.figures import area
from core.occupants.terms import KINDS
from core.words import N_

PER_PERSON = Decimal(15)
"""Square metres a person by insured headcount, shared desks not counted (art. 15(1))."""
INCUBATION_FLOORS = (3, 4, 5, 6)
"""Art. 4."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """How the incubation floors are used, in square metres. `promised` is signed for and not allotted yet."""

    incubation: Decimal
    startups: Decimal = Decimal(0)
    others: Decimal = Decimal(0)
    promised_startups: Decimal = Decimal(0)
    promised_others: Decimal = Decimal(0)

    @property
    def allotted(self) -> Decimal:
        """What is in use."""
        return self.startups + self.others

    @property
    def vacant(self) -> Decimal:
        """What nobody has."""
        return self.incubation - self.allotted

    @property
    def holds(self) -> bool:
        """Art. 10(5), read as: others never use more than half. A part-empty floor refuses nobody by itself."""
        return self.others * 2 <= self.incubation

    @property
    def holds_as_signed(self) -> bool:
        """The same with what was signed for and is still to be allotted."""
        return (self.others + self.promised_others) * 2 <= self.incubation

    @property
    def left_for_others(self) -> Decimal:
        """How much institutions and social organisations may still be given; below zero where the rule is broken."""
        return self.incubation / 2 - self.others - self.promised_others

    @property
    def startup_share(self) -> Decimal | None:
        """Startups' part of the incubation floors; None where there are none."""
        return self.startups / self.incubation if self.incubation else None


@dataclass(frozen=True, slots=True)
class Change:
    """A what-if: square metres given to a kind, or taken back where below zero."""

    kind: str
    area: Decimal


def read_change(typed: str) -> Change:
    """`institution:200`; raises `BadValue` (`bad_admit`, `bad_figure`)."""
    kind, colon, square_metres = typed.replace("：", ":").partition(":")
    if not colon or kind.strip() not in KINDS:
        raise BadValue(
            "bad_admit",
            N_("“{value}” cannot be read. Write a kind and square metres, like institution:200. Kinds: {known}."),
            value=typed,
            known=list(KINDS),
        )
    return Change(kind.strip(), area(square_metres, "admit"))


def after(gauge: Gauge, changes: Iterable[Change]) -> Gauge:
    """The gauge as it would be."""
    for one in changes:
        if one.kind == "startup":
            gauge = replace(gauge, startups=gauge.startups + one.area)
        else:
            gauge = replace(gauge, others=gauge.others + one.area)
    return gauge


def promised(agreed: Decimal | None, allotted: Decimal) -> Decimal:
    """What an agreement still has to give."""
    return max(Decimal(0), (agreed or Decimal(0)) - allotted)


def breaks(gauge: Gauge, kind: str, extra: Decimal, promised_before: Decimal = Decimal(0)) -> bool:
    """Whether giving `extra` more to this kind would take others over half, what is signed for counted.

    `promised_before` is the part of `extra` that was signed for already. What breaks nothing new is never refused:
    a startup's space, or a rule broken before by others' doing while nothing is added.
    """
    if kind == "startup" or extra <= promised_before:
        return False
    added = extra - promised_before
    return (gauge.others + gauge.promised_others + added) * 2 > gauge.incubation


@dataclass(frozen=True, slots=True)
class Entitlement:
    """Art. 15(1): what a startup of the centre's may use, in square metres. `over` is below zero where under."""

    headcount: int
    entitled: Decimal
    used: Decimal

    @property
    def over(self) -> Decimal:
        """Used beyond the entitlement."""
        return self.used - self.entitled


def entitlement(kind: str, introduced_by: str, headcount: int | None, used: Decimal) -> Entitlement | None:
    """15 m² × insured headcount; None for whom the rule is not meant, or while the headcount is not known."""
    if kind != "startup" or introduced_by != "centre" or headcount is None:
        return None
    return Entitlement(headcount, PER_PERSON * headcount, used)
