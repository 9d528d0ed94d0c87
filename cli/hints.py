"""Which command helps after a refusal. The core's sentences hold for the app too, so commands are named here only."""

from __future__ import annotations

from core.words import language
from core.words import translate as _

_SEE = {
    "no_such_call": "shouwen call list",
    "no_such_staff": "shouwen staff list",
    "no_such_service": "shouwen service list",
    "no_such_party": "shouwen party list",
    "no_such_room": "shouwen room list",
    "no_such_booking": "shouwen booking list",
    "no_such_occupant": "shouwen occupant list",
    "bad_occupant": "shouwen occupant list",
    "hours": "shouwen room show ROOM",
    "free_now": "shouwen booking make --help",
    "not_in_series": "shouwen booking make … --preview",
    "none_left": "shouwen booking make … --preview",
    "checked_in": "shouwen booking move ID --to TIME",
    "not_signed_in": "shouwen login CODE",
    "sign_in_ended": "shouwen login CODE",
}
"""By the refusal's code."""


def with_hint(code: str, sentence: str) -> str:
    """The sentence, and the command that helps where there is one."""
    command = _SEE.get(code)
    if command is None:
        return sentence
    gap = " " if language() == "en" else ""
    return sentence + gap + _("See: {command}").format(command=command)
