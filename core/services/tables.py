"""The service list (服务清单)."""

from __future__ import annotations

from typing import Any

from sqlmodel import Column, Field, SQLModel

from core.storage.types import Codes


class Service(SQLModel, table=True):
    """One service with its guide (办事指南). `version` rises with every change: a list as told can be traced."""

    __tablename__ = "services"

    code: str = Field(primary_key=True)
    position: int
    name: str
    name_en: str
    category: str
    materials: Any = Field(sa_column=Column(Codes, nullable=False))
    guide: Any = Field(sa_column=Column(Codes, nullable=False))
    keywords: Any = Field(sa_column=Column(Codes, nullable=False))
    respond: str
    complete: str
    on_supplement: str
    spelling: str = ""
    version: int = 1
