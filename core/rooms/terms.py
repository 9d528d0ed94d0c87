"""The words of rooms and bookings: codes, and what each is called."""

from __future__ import annotations

from core.words import N_

ROOM_KINDS = {"meeting": N_("meeting room"), "hall": N_("lecture hall"), "classroom": N_("training classroom")}
KINDS = {"meeting": N_("meeting"), "event": N_("event"), "block": N_("not in use")}
STATUSES = {
    "pending": N_("waiting for approval"),
    "approved": N_("booked"),
    "checked_in": N_("checked in"),
    "no_show": N_("nobody came"),
    "cancelled": N_("cancelled"),
    "refused": N_("not approved"),
    "skipped": N_("skipped"),
    "waiting": N_("on the waiting list"),
    "conflict": N_("to be decided"),
}
HOLDING = ("pending", "approved", "checked_in")
"""Statuses that hold the room; the others are records only."""
SHOWN = (*HOLDING, "no_show")
"""What a list shows unless asked for more."""
WHYS = {
    "booked": N_("booked already"),
    "buffer": N_("too close to another booking"),
    "blocked": N_("not in use then"),
    "holiday": N_("a holiday"),
    "hours": N_("outside opening hours"),
    "advance": N_("too early or too late to book"),
    "capacity": N_("too many people"),
    "quota": N_("over the month's share"),
}
IN_THE_WAY = ("booked", "blocked", "buffer")
"""Reasons that are a conflict (exit 3); the others are rules (exit 1)."""
SOURCES = {"desk": N_("at the desk"), "platform": N_("online platform")}
FLAGS = {
    "exit_notice": N_("the occupant was served an exit notice"),
    "occupancy_ends": N_("the occupancy ends before that"),
    "arrears": N_("the occupant is in arrears"),
}
"""Why a future booking of an occupant is in question, or waits for approval."""
