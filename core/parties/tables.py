"""Units outside the desk (承办单位)."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Party(SQLModel, table=True):
    """One unit a call can be referred to."""

    __tablename__ = "parties"

    code: str = Field(primary_key=True)
    name: str
    name_en: str
    kind: str
    offers: str
    phone: str | None = None
    contact: str | None = None
    active: bool = True
    spelling: str = ""
