"""The centre's own settings."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class Setting(SQLModel, table=True):
    """One named setting."""

    __tablename__ = "settings"

    name: str = Field(primary_key=True)
    value: str
