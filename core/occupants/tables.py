"""Occupants, the units they use, and what belongs to each. Areas and money are kept as whole hundredths."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Column, Field, SQLModel

from core.storage.types import Codes, Moment


class Hundredths(TypeDecorator[Decimal]):
    """Square metres or yuan with two decimals, kept as a whole number of hundredths: sums are exact in any engine."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal to hundredths."""
        return None if value is None else int(value * 100)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Hundredths to Decimal."""
        return None if value is None else Decimal(int(value)).scaleb(-2)


class Exact(TypeDecorator[Decimal]):
    """A unit price with up to four decimals, kept as its digits."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Decimal to digits."""
        return None if value is None else f"{value:f}"

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """Digits to Decimal."""
        return None if value is None else Decimal(value)


def _column(kind: Any, *, nullable: bool = False) -> Any:
    column: Column[Any] = Column(kind, nullable=nullable)
    return Field(default=None, sa_column=column)


class Unit(SQLModel, table=True):
    """One unit of the incubation floors. `use` is office or shared (desks, never allotted); `side` is for plans."""

    __tablename__ = "units"

    code: str = Field(primary_key=True)
    floor: int
    position: int
    side: str = ""
    name: str = ""
    area: Decimal = _column(Hundredths)
    use: str = "office"
    example: bool = False
    active: bool = True


class RecruitmentRound(SQLModel, table=True):
    """An announcement of open recruitment (art. 10(1))."""

    __tablename__ = "recruitment_rounds"

    id: int | None = Field(default=None, primary_key=True)
    title: str
    announced_on: date
    closes_on: date | None = None
    note: str | None = None
    staff: str
    at: datetime = _column(Moment)


class Occupant(SQLModel, table=True):
    """One record from application to after leaving. Dated fields hold today's value; `occupant_values` all of them."""

    __tablename__ = "occupants"

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    name: str
    introduced_by: str = "centre"
    introducer: int | None = None
    status: str = "applying"
    stage: str = "applied"
    tested: bool = True
    applied_on: date
    entered_on: date | None = None
    left_on: date | None = None
    refused_on: date | None = None
    refusal: str | None = None
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
    group_code: str | None = None
    wanted_area: Decimal | None = _column(Hundredths, nullable=True)
    shared_desks: int = 0
    facts: Any = _column(Codes)
    note: str | None = None
    spelling: str = ""
    added_at: datetime = _column(Moment)
    added_by: str


class OccupantValue(SQLModel, table=True):
    """A reported field's value from a day on."""

    __tablename__ = "occupant_values"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int | None
    field: str
    value: str | None = None
    from_on: date
    reported_on: date
    note: str | None = None
    staff: str


class OccupantStage(SQLModel, table=True):
    """A stage reached."""

    __tablename__ = "occupant_stages"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int | None
    stage: str
    on_day: date
    note: str | None = None
    staff: str
    at: datetime = _column(Moment)


class OccupantObjection(SQLModel, table=True):
    """An objection during public notice."""

    __tablename__ = "occupant_objections"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int | None
    on_day: date
    text: str
    staff: str
    outcome: str | None = None
    settled_on: date | None = None
    settlement: str | None = None
    settled_by: str | None = None


class OccupantDocument(SQLModel, table=True):
    """A document received."""

    __tablename__ = "occupant_documents"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int | None
    document: str
    received_on: date
    copies: int = 1
    staff: str


class Agreement(SQLModel, table=True):
    """One term of occupancy; both days belong to it. A renewal is another row."""

    __tablename__ = "occupant_agreements"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int | None
    from_on: date
    until_on: date
    area: Decimal | None = _column(Hundredths, nullable=True)
    rent_rate: Decimal | None = _column(Exact, nullable=True)
    rent_per: str = "month"
    rent_free_until: date | None = None
    signed_on: date | None = None
    ended_on: date | None = None
    override: str | None = None
    staff: str


class Allotment(SQLModel, table=True):
    """A unit given to an occupant from `from_on` on; `until_on` is the first day it is free again."""

    __tablename__ = "occupant_allotments"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int
    unit: str
    from_on: date
    until_on: date | None = None
    override: str | None = None
    staff: str
    released_by: str | None = None


class Evaluation(SQLModel, table=True):
    """A year's evaluation of an institution or social organisation (arts. 15(3), 17). Scores are 0 to 100."""

    __tablename__ = "occupant_evaluations"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int | None
    year: int
    service: Decimal | None = _column(Hundredths, nullable=True)
    growth: Decimal | None = _column(Hundredths, nullable=True)
    pull: Decimal | None = _column(Hundredths, nullable=True)
    score: Decimal | None = _column(Hundredths, nullable=True)
    verdict: str
    platform_use: str | None = None
    people_served: int | None = None
    companionship: str | None = None
    events: int | None = None
    note: str | None = None
    on_day: date
    staff: str


class Entry(SQLModel, table=True):
    """A charge, a payment or a rent reduction, in yuan; never changed, only taken back with a reason."""

    __tablename__ = "occupant_entries"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int | None
    kind: str
    item: str | None = None
    amount: Decimal = _column(Hundredths)
    on_day: date
    due_on: date | None = None
    year: int | None = None
    note: str | None = None
    staff: str
    at: datetime = _column(Moment)
    voided_at: datetime | None = _column(Moment, nullable=True)
    voided_by: str | None = None
    void_reason: str | None = None


class OccupantExit(SQLModel, table=True):
    """A way out: by notice on one of the eight grounds, or early leaving that was asked for."""

    __tablename__ = "occupant_exits"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int | None
    ground: int | None = None
    evidence: str | None = None
    asked_on: date | None = None
    served_on: date | None = None
    due_at: datetime | None = _column(Moment, nullable=True)
    leave_by: date | None = None
    provisional: bool = False
    reason: str | None = None
    withdrawn_on: date | None = None
    withdrawal: str | None = None
    left_on: date | None = None
    cleared: Any = _column(Codes)
    staff: str


class LeaseRate(SQLModel, table=True):
    """The unit price of the lease between the owner and the service centre, from a day on."""

    __tablename__ = "lease_rates"

    id: int | None = Field(default=None, primary_key=True)
    from_on: date
    rate: Decimal = _column(Exact)
    per: str
    note: str | None = None
    staff: str
    at: datetime = _column(Moment)


class OccupantEvent(SQLModel, table=True):
    """One line of an occupant's history."""

    __tablename__ = "occupant_events"

    id: int | None = Field(default=None, primary_key=True)
    occupant_id: int | None
    at: datetime = _column(Moment)
    staff: str | None = None
    event: str
    text: str | None = None
