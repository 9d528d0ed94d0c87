"""An occupant's history in the user's words: what was kept as codes is said when shown."""

from __future__ import annotations

from core.occupants.terms import CHARGES, CLEARING, DOCUMENTS, OUTCOMES, REPORTED, STAGES, VERDICTS
from core.occupants.views import EventView
from core.words import translate

_CODES: dict[str, dict[str, str]] = {
    "advance": STAGES,
    "charge": CHARGES,
    "pay": CHARGES,
    "reduce": CHARGES,
    "clear": CLEARING,
    "document": DOCUMENTS,
    "report_change": REPORTED,
    "evaluate": VERDICTS,
    "settle": OUTCOMES,
}


def event_text(event: EventView) -> str | None:
    """The line's text with its first code said in words; what somebody typed stays as typed."""
    if event.text is None:
        return None
    if event.event == "edit":
        return "、".join(translate(name) for name in event.text.split(", "))
    codes = _CODES.get(event.event, {})
    words = event.text.split(" ")
    place = next((place for place, word in enumerate(words[:2]) if word in codes), None)
    if place is not None:
        words[place] = translate(codes[words[place]])
    return " ".join(words)
