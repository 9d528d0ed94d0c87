"""Days that differ from the week, as imported from a notice or set by a supervisor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Column, Field, SQLModel

from core.storage.types import Codes, Moment


class CalendarDay(SQLModel, table=True):
    """One day. `kind` is rest, holiday, workday or make_up; `hours` its own spells, or None for the ordinary ones."""

    __tablename__ = "calendar_days"

    date: str = Field(primary_key=True)
    kind: str
    hours: Any = Field(default=None, sa_column=Column(Codes))
    source: str
    staff: str | None = None
    set_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class CalendarNotice(SQLModel, table=True):
    """An imported calendar file, as a document; a later one goes before an earlier one."""

    __tablename__ = "calendar_notices"

    id: int | None = Field(default=None, primary_key=True)
    source: str
    content: Any = Field(sa_column=Column(Codes, nullable=False))
    staff: str | None = None
    imported_at: datetime = Field(sa_column=Column(Moment, nullable=False))
