"""Staff and their sign-ins at the command line."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Column, Field, SQLModel

from core.storage.types import Moment


class Staff(SQLModel, table=True):
    """One person of the desk."""

    __tablename__ = "staff"

    code: str = Field(primary_key=True)
    name: str
    role: str
    deputy: str | None = None
    active: bool = True
    pin_hash: str
    spelling: str = ""
    added_at: datetime = Field(default=None, sa_column=Column(Moment, nullable=False))


class SignIn(SQLModel, table=True):
    """A sign-in of one operating-system user; only the token's digest is kept."""

    __tablename__ = "sign_ins"

    token_hash: str = Field(primary_key=True)
    staff: str
    os_user: str
    signed_in_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    expires_at: datetime = Field(sa_column=Column(Moment, nullable=False))
