"""The places of the app, one entry each. A later room is added here and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

from core.words import N_


@dataclass(frozen=True, slots=True)
class Place:
    """A screen reached by a function key."""

    id: str
    key: str
    label: str
    make: Callable[[], Screen[Any]]


def _hotline() -> Screen[Any]:
    from tui.screens.hotline import HotlineScreen

    return HotlineScreen()


def _policies() -> Screen[Any]:
    from tui.screens.policies import PoliciesScreen

    return PoliciesScreen()


def _calendar() -> Screen[Any]:
    from tui.screens.calendar import CalendarScreen

    return CalendarScreen()


def _rooms() -> Screen[Any]:
    from tui.screens.rooms import RoomsScreen

    return RoomsScreen()


def _occupants() -> Screen[Any]:
    from tui.screens.occupants import OccupantsScreen

    return OccupantsScreen()


def _supervision() -> Screen[Any]:
    from tui.screens.supervision import SupervisionScreen

    return SupervisionScreen()


PLACES: tuple[Place, ...] = (
    Place("hotline", "f2", N_("Hotline"), _hotline),
    Place("policies", "f3", N_("Policies"), _policies),
    Place("occupants", "f4", N_("Occupants"), _occupants),
    Place("rooms", "f5", N_("Rooms"), _rooms),
    Place("supervision", "f6", N_("Supervision"), _supervision),
    Place("calendar", "f7", N_("Calendar"), _calendar),
)
