"""What the desk tells about staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class StaffView:
    """One person of the desk."""

    code: str
    name: str
    role: str
    deputy: str | None
    active: bool
    added_at: datetime
    spelling: str = ""


@dataclass(frozen=True, slots=True)
class SignInView:
    """Who is signed in, since when and until when. `token` is told once, when signing in."""

    code: str
    name: str
    role: str
    signed_in_at: datetime
    expires_at: datetime
    token: str | None = None
