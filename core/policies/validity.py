"""Whether an answer or a text may be relied on today: current, expiring, expired or unverified."""

from __future__ import annotations

from datetime import date

from core.words import N_

EXPIRING_DAYS = 60
STATUSES = {
    "current": N_("in force"),
    "expiring": N_("expiring soon"),
    "expired": N_("expired"),
    "unverified": N_("unverified"),
}
"""Codes and the words shown for them."""


def document_status(today: date, *, state: str, valid_until: date | None) -> str:
    """A text that was repealed, retired or replaced counts as expired; its last day still counts as in force."""
    if state != "current" or (valid_until is not None and valid_until < today):
        return "expired"
    if valid_until is not None and (valid_until - today).days <= EXPIRING_DAYS:
        return "expiring"
    return "current"


def answer_status(today: date, *, verified: bool, flagged: bool, valid_until: date | None, document: str | None) -> str:
    """`document` is the status of the text it cites, None where that was not imported. The gravest word wins."""
    own = document_status(today, state="current", valid_until=valid_until)
    if "expired" in (own, document):
        return "expired"
    if not verified or flagged:
        return "unverified"
    return "expiring" if "expiring" in (own, document) else "current"
