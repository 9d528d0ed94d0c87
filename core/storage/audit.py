"""The audit entries: who did what to which record, when; each bears a digest of the one before it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Text, insert, select
from sqlmodel import Field, Session, SQLModel

from core.storage.prepared import Prepared
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


_ENTRIES = AuditEntry.metadata.tables["audit_entries"]
_NEWEST = Prepared(select(_ENTRIES.c.seq, _ENTRIES.c.digest).order_by(_ENTRIES.c.seq.desc()).limit(1))
_INSERT = insert(_ENTRIES)


def append(session: Session, at: datetime, staff: str | None, act: str, subject: str, details: dict[str, Any]) -> None:
    """Add the entry of the act under way to the chain."""
    newest = _NEWEST.first(session)
    seq, previous = (newest.seq + 1, newest.digest) if newest else (1, "")
    shown = json.dumps(details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = digest_of(seq, at, staff, act, subject, shown, previous)
    row = {"seq": seq, "at": at, "staff": staff, "act": act, "subject": subject, "details": shown}
    session.connection().execute(_INSERT, {**row, "previous": previous, "digest": digest})


def digest_of(seq: int, at: datetime, staff: str | None, act: str, subject: str, details: str, previous: str) -> str:
    """SHA-256 (hexadecimal) over the entry's fields as a JSON array, times as whole seconds since 1970."""
    fields = [seq, int(at.timestamp()), staff, act, subject, details, previous]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
