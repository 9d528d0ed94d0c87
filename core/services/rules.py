"""Which service a question is about, as it is typed."""

from __future__ import annotations

from collections.abc import Iterable

from core.services.views import ServiceView
from core.spelling import plain

ON_SUPPLEMENT = ("pause", "restart")


def suggest(question: str, services: Iterable[ServiceView], limit: int = 3) -> list[ServiceView]:
    """The services whose keywords or name occur in the question, best first; longer keywords weigh more."""
    asked = plain(question)
    rated = []
    for service in services:
        words = {plain(word) for word in (*service.keywords, service.name)} - {""}
        points = sum(len(word) ** 1.5 for word in words if word in asked)
        if points:
            rated.append((points, service))
    rated.sort(key=lambda pair: -pair[0])
    return [service for _, service in rated[:limit]]
