"""Calls and what belongs to each."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Column, Field, SQLModel

from core.storage.types import Codes, Moment


def _moment(*, nullable: bool = False) -> Any:
    column: Column[Any] = Column(Moment, nullable=nullable)
    return Field(default=None, sa_column=column)


class Call(SQLModel, table=True):
    """One call (来电). Codes only; times as kept when the rules set them.

    `reply_seconds` and `completion_seconds` are working seconds from when it was received to the first reply and to
    completion, spells of waiting left out (of a call reopened, completion counts from its reopening); they and the
    counts after them are kept for the reports.
    """

    __tablename__ = "calls"

    id: int | None = Field(default=None, primary_key=True)
    number: str
    day: int
    sequence: int
    status: str
    kind: str
    channel: str
    ticket: str | None = None
    received_at: datetime = _moment()
    logged_at: datetime = _moment()
    backfilled: bool = False
    caller_name: str | None = None
    caller_phone: str | None = None
    caller_organisation: str | None = None
    caller_group: str | None = None
    occupant: int | None = None
    service: str | None = None
    question: str
    answer: str | None = None
    result: str | None = None
    first_contact: str
    handler: str
    party: str | None = None
    about: str | None = None
    confidential: bool = False
    respond_limit: str
    complete_limit: str
    respond_by: datetime = _moment()
    responded_at: datetime | None = _moment(nullable=True)
    due_at: datetime = _moment()
    yellow_at: datetime = _moment()
    provisional_due: bool = False
    completed_at: datetime | None = _moment(nullable=True)
    finished_at: datetime | None = _moment(nullable=True)
    reopened: bool = False
    extended: bool = False
    extension_limit: str | None = None
    extension_reason: str | None = None
    extension_asked_at: datetime | None = _moment(nullable=True)
    extension_asked_by: str | None = None
    reminder: str | None = None
    reply_seconds: int | None = None
    completion_seconds: int | None = None
    sent_on: int = 0
    sent_back: int = 0
    tellings: int = 0
    omissions: int = 0
    rating: int | None = None
    resolved: bool | None = None


class CallEvent(SQLModel, table=True):
    """One line of a call's timeline."""

    __tablename__ = "call_events"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int | None
    at: datetime = _moment()
    staff: str | None = None
    event: str
    text: str | None = None


class CallNotification(SQLModel, table=True):
    """One telling (一次性告知): the list as told. `counts` where it shows that something was left out before.

    `details` has, by name, what the service's guide said of each item then (copies, form, issued by).
    """

    __tablename__ = "call_notifications"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int | None
    at: datetime = _moment()
    staff: str
    means: str
    items: Any = Field(sa_column=Column(Codes, nullable=False))
    reason: str | None = None
    note: str | None = None
    counts: bool = False
    service: str | None = None
    service_version: int | None = None
    details: Any = Field(default=None, sa_column=Column(Codes))


class CallMaterial(SQLModel, table=True):
    """Materials taken in."""

    __tablename__ = "call_materials"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int | None
    at: datetime = _moment()
    staff: str
    item: str
    copies: int


class CallTransfer(SQLModel, table=True):
    """A transfer to a colleague or a referral to a unit; `returned_at` when it was sent back."""

    __tablename__ = "call_transfers"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int | None
    at: datetime = _moment()
    staff: str
    from_handler: str
    to_handler: str | None = None
    to_party: str | None = None
    reason: str
    returned_at: datetime | None = _moment(nullable=True)


class CallClockEvent(SQLModel, table=True):
    """What moved the due time: pause, resume, restart, extend, reopen. The due time can be reckoned anew from these."""

    __tablename__ = "call_clock_events"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int | None
    at: datetime = _moment()
    kind: str
    limit_text: str | None = None
    staff: str | None = None
    reason: str | None = None
    caller_told: bool | None = None


class CallFollowUp(SQLModel, table=True):
    """One follow-up attempt (回访)."""

    __tablename__ = "call_follow_ups"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int | None
    at: datetime = _moment()
    staff: str
    outcome: str
    rating: int | None = None
    resolved: bool | None = None
    comment: str | None = None
