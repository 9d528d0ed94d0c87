"""Who may do what at the desk, and what a PIN is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from core.errors import BadValue, NotAllowed
from core.words import N_

ROLES = {"specialist": N_("specialist"), "operator": N_("operator"), "supervisor": N_("supervisor")}
SHIFT = timedelta(hours=12)
"""A sign-in ends after the shift."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does an act: checked to be on the staff and active."""

    code: str
    name: str
    role: str

    @property
    def supervises(self) -> bool:
        """Whether this is a supervisor (值班负责人)."""
        return self.role == "supervisor"


def require_supervisor(actor: Actor) -> None:
    """Refuse (`supervisor_only`) anyone else."""
    if not actor.supervises:
        raise NotAllowed("supervisor_only", N_("Only a supervisor may do this. Ask the supervisor on duty."))


def check_pin(pin: str) -> str:
    """A PIN of 4 to 12 digits; raises `BadValue` (`bad_pin`), which does not repeat it."""
    if re.fullmatch(r"[0-9]{4,12}", pin, re.ASCII) is None:
        raise BadValue("bad_pin", N_("A PIN has 4 to 12 digits and nothing else. Choose another."))
    return pin
