"""No double booking, by the database itself: triggers that refuse an overlap whatever writes.

Only rows with `holds = 1` hold a room; those of one room never overlap, so the last one that begins before a new one
ends is the only one that can reach into it, and a check costs one step in the index however many bookings there are.
Buffers (`rooms.buffer_seconds`) count between meetings and events, the longer of the two; a block has none. A room and
the one it is part of exclude each other; parts of one room do not. Moments are whole seconds, intervals half-open.

The triggers are spelt out in the migrations that make them (`0003_rooms`; `0006_bookings` refuses times that are not
whole numbers; since `0008_bookings_that_stay` what stays within its own slot is not asked again).

For PostgreSQL the same rule is an exclusion constraint over ranges; nothing else knows how it is kept.
"""

from __future__ import annotations

TAKEN = "the room is taken"
"""What the triggers say; the booking service turns it into a conflict that names what is in the way."""


def refused(error: BaseException) -> bool:
    """Whether it was one of these triggers that refused."""
    return TAKEN in str(getattr(error, "orig", error))
