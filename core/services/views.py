"""What the desk tells about a service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One service. `materials` are the names to tell; `guide` is the 办事指南 with the details of each."""

    code: str
    name: str
    name_en: str
    category: str
    materials: tuple[str, ...]
    respond: str
    complete: str
    on_supplement: str
    version: int
    keywords: tuple[str, ...]
    spelling: str
    guide: dict[str, Any]
