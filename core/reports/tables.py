"""Spot checks of calls, and the training of the staff (art. 14)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Column, Field, SQLModel

from core.storage.types import Codes, Moment


class SpotCheck(SQLModel, table=True):
    """A call drawn to be looked at, with the sheet once it is filled in: marks by criterion. `staff` handled it."""

    __tablename__ = "spot_checks"

    id: int | None = Field(default=None, primary_key=True)
    call_id: int
    staff: str
    drawn_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    drawn_by: str
    marks: Any = Field(default=None, sa_column=Column(Codes))
    note: str | None = None
    marked_at: datetime | None = Field(default=None, sa_column=Column(Moment))
    marked_by: str | None = None


class Training(SQLModel, table=True):
    """One person at one session of training, and how it ended: `attended`, `passed` or `failed`."""

    __tablename__ = "trainings"

    id: int | None = Field(default=None, primary_key=True)
    staff: str
    held_on: date
    title: str
    minutes: int | None = None
    result: str
    score: int | None = None
    note: str | None = None
    recorded_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    recorded_by: str
