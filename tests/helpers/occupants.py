"""Occupants for tests: applicants that fulfil everything, brought to whatever point a test starts from."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from core.desk import Desk
from core.occupants.views import NewOccupant, OccupantView, Signing
from tests.helpers.people import FrozenClock

STARTUP_FACTS: dict[str, bool | None] = {"technology": True, "business_plan": True, "team": True}
INSTITUTION_FACTS: dict[str, bool | None] = {
    "no_penalty": True, "service_plan": True, "standing": True, "good_service": True, "enough_staff": True,
    "measurable_targets": True,
}  # fmt: skip


def startup(name: str = "海风科技", **more: Any) -> NewOccupant:
    """A technology startup registered two years ago, brought in by the centre, four people."""
    given = {
        "registered_on": date(2024, 11, 1), "headcount": 4, "facts": STARTUP_FACTS, "wanted_area": Decimal(60), **more,
    }  # fmt: skip
    return NewOccupant("startup", name, **given)


def institution(name: str = "同行服务", kind: str = "institution", **more: Any) -> NewOccupant:
    """An institution of which everything asked is known and good."""
    return NewOccupant(kind, name, **{"facts": INSTITUTION_FACTS, "wanted_area": Decimal(200), **more})


def publicised(desk: Desk, new: NewOccupant) -> OccupantView:
    """Applied, qualified, reviewed and on public notice today."""
    view = desk.occupants.add(new, by="li")
    for stage in ("qualified", "reviewed", "publicised"):
        view = desk.occupants.advance(view.id, stage, by="li")
    return view


def resident(desk: Desk, clock: FrozenClock, new: NewOccupant, signing: Signing | None = None) -> OccupantView:
    """Signed; the clock has gone on past the public notice."""
    view = publicised(desk, new)
    assert view.public_notice_until is not None
    day = view.public_notice_until + timedelta(days=1)
    clock.set(f"{day} 10:00")
    return desk.occupants.advance(view.id, "signed", by="li", signing=signing)
