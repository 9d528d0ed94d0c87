"""The audit entries: who did what to which record, when; each bears a digest of the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Text
from sqlmodel import Field, Session, SQLModel

from core.storage.types import Moment


class AuditEntry(SQLModel, table=True):
    """One act. `details` is JSON text as digested, so that a reader can check the chain without this program."""

    __tablename__ = "audit_entries"

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(Moment, nullable=False))
    staff: str | None
    act: str
    subject: str
    details: str = Field(sa_column=Column(Text, nullable=False))
    previous: str
    digest: str


_NEWEST = "SELECT seq, digest FROM audit_entries ORDER BY seq DESC LIMIT 1"
_APPEND = (
    "INSERT INTO audit_entries (seq, at, staff, act, subject, details, previous, digest)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
"""Every act does both, so they go to the driver as they are."""


def append(session: Session, at: datetime, staff: str | None, act: str, subject: str, details: dict[str, Any]) -> None:
    """Add the entry of the act under way to the chain."""
    driver = session.connection().connection.cursor()
    newest = driver.execute(_NEWEST).fetchone()
    seq, previous = (newest[0] + 1, newest[1]) if newest else (1, "")
    shown = json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = digest_of(seq, at, staff, act, subject, shown, previous)
    driver.execute(_APPEND, (seq, int(at.timestamp()), staff, act, subject, shown, previous, digest))


def digest_of(seq: int, at: datetime, staff: str | None, act: str, subject: str, details: str, previous: str) -> str:
    """SHA-256 (hexadecimal) over the entry's fields as a JSON array, times as whole seconds since 1970."""
    fields = [seq, int(at.timestamp()), staff, act, subject, details, previous]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
