"""Which command helps after a refusal. The core's sentences hold for the app too, so commands are named here only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.words import language
from core.words import translate as _

_SEE = {
    "no_such_call": "shouwen call list",
    "no_such_staff": "shouwen staff list",
    "no_such_service": "shouwen service list",
    "no_such_party": "shouwen party list",
    "no_such_document": "shouwen policy list",
    "several_documents": "shouwen policy list",
    "no_such_answer": "shouwen answer list",
    "no_such_room": "shouwen room list",
    "hours": "shouwen room show {room}",
    "no_such_booking": "shouwen booking list",
    "checked_in": "shouwen booking move {id} --to TIME",
    "free_now": "shouwen booking make",
    "none_left": "shouwen booking make --preview",
    "not_in_series": "shouwen booking make --preview",
    "no_such_occupant": "shouwen occupant list",
    "bad_occupant": "shouwen occupant list",
    "no_such_unit": "shouwen occupant units",
    "no_such_round": "shouwen occupant rounds",
    "conditions": "shouwen occupant edit {number}",
    "not_asked": "shouwen occupant ask-leave",
    "no_such_check": "shouwen report checks",
    "not_signed_in": "shouwen login CODE",
    "sign_in_ended": "shouwen login CODE",
}
"""By the refusal's code; what stands in braces is one of its details, and without that there is no hint."""


def with_hint(code: str, sentence: str, details: Mapping[str, Any]) -> str:
    """The sentence, and the command that helps where there is one."""
    try:
        command = _SEE.get(code, "").format_map(details)
    except KeyError:
        return sentence
    if not command:
        return sentence
    gap = " " if language() == "en" else ""
    return sentence + gap + _("See: {command}").format(command=command)
