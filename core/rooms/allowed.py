"""What may be done with a booking now, each act with its refusal: asked by screens before anything is tried. Pure.

The acts ask the same rules again in their own transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from core.errors import DeskError, NotAllowed, RuleRefused
from core.rooms.rules import RETAKEN, came_already, refusal_to_change, refusal_to_check_in, refusal_to_edit
from core.rooms.views import BookingView
from core.words import N_

ACTS = ("move", "edit", "check_in", "approve", "approve_series", "refuse", "cancel", "cancel_from_here",
        "cancel_series", "take")  # fmt: skip


def supervisors_only(*, supervises: bool) -> DeskError | None:
    """The refusal of what only a supervisor may do."""
    if supervises:
        return None
    return NotAllowed("supervisor_only", N_("Only a supervisor may do this. Ask the supervisor on duty."))


def allowed(booking: BookingView, now: datetime, *, supervises: bool) -> Mapping[str, DeskError | None]:
    """Each of `ACTS` with the reason why it may not be done, or None."""
    # One nobody came to holds its room until somebody else takes it: it can be moved or cancelled still.
    held = "approved" if booking.status == "no_show" else booking.status
    over = refusal_to_change(held, booking.ends_at, now)
    retaken = booking.status in RETAKEN
    cancel = None if retaken else over or (came_already(booking.id) if booking.status == "checked_in" else None)
    decide: DeskError | None = None
    if booking.status != "pending":
        decide = RuleRefused("not_pending", N_("Booking {id} is not waiting for approval."), id=booking.id,
                             status=booking.status)  # fmt: skip
    else:
        decide = supervisors_only(supervises=supervises)
    alone = None
    if booking.series is None:
        alone = RuleRefused("no_series", N_("Booking {id} is not part of a series."), id=booking.id)
    taken = None
    if not retaken:
        taken = RuleRefused(
            "not_to_take", N_("Booking {id} is neither skipped, nor in line, nor to be decided."), id=booking.id,
            status=booking.status,
        )  # fmt: skip
    elif booking.ends_at <= now:
        taken = RuleRefused("booking_over", N_("This booking is over. Make a new one."))
    return {
        "move": over,
        "edit": refusal_to_edit(held, booking.ends_at, now),
        "check_in": refusal_to_check_in(booking.kind, booking.status, booking.when, now),
        "approve": decide or over,
        "approve_series": decide or alone,
        "refuse": decide,
        "cancel": cancel,
        "cancel_from_here": alone,
        "cancel_series": alone,
        "take": taken,
    }
