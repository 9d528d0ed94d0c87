"""The waiting list: wishes in order of time, and which of them can be had now. By query; nothing runs by itself."""

from __future__ import annotations

from sqlalchemy import select

from core.rooms import records
from core.rooms.deciding import Deciding, Slot
from core.rooms.intervals import Interval
from core.rooms.tables import BOOKINGS


def offers(deciding: Deciding) -> list[tuple[records.AnyRow, int, bool]]:
    """Every wish still ahead, first come first: its row, its place among those it competes with, and whether it is
    its turn: the slot is free and no earlier wish takes it."""
    query = (
        select(BOOKINGS)
        .where(BOOKINGS.c.status == "waiting", ~BOOKINGS.c.holds, BOOKINGS.c.ends_at > deciding.now)
        .order_by(BOOKINGS.c.id)
    )
    found: list[tuple[records.AnyRow, int, bool]] = []
    for row in deciding.session.connection().execute(query).all():
        room = next(one for one in deciding.rooms if one.code == row.room)
        when = Interval(row.starts_at, row.ends_at)
        rivals = {one.code for one in records.rivals(room, deciding.rooms)}
        ahead = sum(
            1 for one, _, _ in found if one.room in rivals and when.overlaps(Interval(one.starts_at, one.ends_at))
        )
        against = deciding.against(room, when, kind=row.kind, people=row.people, occupant=row.occupant)
        free = room.active and against is None
        if free:
            deciding.grant(Slot(row.room, when), row.kind)
        found.append((row, ahead + 1, free))
    return found
