"""The lines of a call's timeline: how each act's is written, and how it is taken apart again. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = r"[^\s:]+"
_SENT = re.compile(rf"→ (?P<to>{_CODE}): (?P<text>.*)", re.DOTALL)
_MORE_TIME = re.compile(r"\+(?P<limit>\w+) (?P<text>.*)", re.DOTALL)
_FOLLOWED_UP = re.compile(
    r"(?P<code>\w+)(?: (?P<rating>[1-5]))?(?: (?P<resolved>resolved|unresolved))?(?: (?P<text>.*))?", re.DOTALL
)
_DECLINED = re.compile(rf"(?P<code>\w+)(?: → (?P<to>{_CODE}))?: (?P<text>.*)", re.DOTALL)
_ONE_CODE = re.compile(r"(?P<code>\S+)")
_FORMS = {
    "transfer": _SENT,
    "refer": _SENT,
    "return": _SENT,
    "ask_extension": _MORE_TIME,
    "extend": _MORE_TIME,
    "follow_up": _FOLLOWED_UP,
    "decline": _DECLINED,
    "sort": _ONE_CODE,
    "attempt": _ONE_CODE,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a line says. `code` is the service, the outcome or the ground; `to` a colleague, a unit or a call's number;
    `limit` as the contract writes it; `text` what somebody typed."""

    code: str | None = None
    to: str | None = None
    limit: str | None = None
    rating: int | None = None
    resolved: bool | None = None
    text: str | None = None


def sent(to: str | None, why: str) -> str:
    """Transferred, referred or returned."""
    return f"→ {to}: {why}"


def more_time(limit: str, why: str) -> str:
    """An extension asked for or granted."""
    return f"+{limit} {why}"


def followed_up(outcome: str, rating: int | None, resolved: bool | None, remark: str | None) -> str:
    """A follow-up."""
    verdict = None if resolved is None else ("resolved" if resolved else "unresolved")
    return " ".join(str(one) for one in (outcome, rating, verdict, remark) if one is not None)


def declined(ground: str, to: str | None, why: str) -> str:
    """Ended without being handled."""
    return f"{ground} → {to}: {why}" if to else f"{ground}: {why}"


def take_apart(event: str, text: str | None) -> Said:
    """What the line of an act says; a line of another form is text."""
    form = _FORMS.get(event)
    found = form.fullmatch(text) if form is not None and text is not None else None
    if found is None:
        return Said(text=text)
    named = found.groupdict()
    rating, resolved = named.pop("rating", None), named.pop("resolved", None)
    return Said(
        rating=None if rating is None else int(rating),
        resolved=None if resolved is None else resolved == "resolved",
        **named,
    )
