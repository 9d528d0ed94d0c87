"""What waits at the desk to be done about rooms: slots to offer, conflicts and guests to decide, bookings in question.

By query, when it is asked for; nothing runs by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from core.rooms import records, waiting
from core.rooms.deciding import Deciding
from core.rooms.tables import BOOKINGS
from core.rooms.terms import HOLDING
from core.rooms.views import BookingView, Offer

MOST = 200
"""As many of a kind are listed."""


@dataclass(frozen=True, slots=True)
class Attention:
    """The waiting list (`free`: to be offered now), imported conflicts still ahead, bookings to be approved, and
    future bookings of occupants that leave or whose term ends before them. At most `MOST` of each, the earliest."""

    offers: tuple[Offer, ...] = ()
    conflicts: tuple[BookingView, ...] = ()
    pending: tuple[BookingView, ...] = ()
    flagged: tuple[BookingView, ...] = ()


def attention(deciding: Deciding, viewing: records.Viewing) -> Attention:
    """All of it, at this moment."""
    session, now = deciding.session, deciding.now
    table = BOOKINGS.c
    offers = tuple(Offer(viewing.view(row), place, free) for row, place, free in waiting.offers(deciding)[:MOST])

    def ahead(status: str) -> tuple[BookingView, ...]:
        # The comparison with the start lets the index by status and start be used.
        query = (
            select(BOOKINGS)
            .where(table.status == status, table.ends_at > now, table.starts_at > now - timedelta(days=32))
            .order_by(table.starts_at)
            .limit(MOST)
        )
        query = query.where(table.holds if status in HOLDING else ~table.holds)
        return tuple(one for one in viewing.views(session.connection().execute(query).all()) if one.status == status)

    return Attention(offers, ahead("conflict"), ahead("pending"), _flagged(deciding, viewing))


def _flagged(deciding: Deciding, viewing: records.Viewing) -> tuple[BookingView, ...]:
    table, run = BOOKINGS.c, deciding.session.connection().execute
    ahead = (table.holds, table.ends_at > deciding.now, table.starts_at > deciding.now - timedelta(days=32))
    query = select(table.occupant).where(table.occupant.is_not(None), *ahead).distinct()
    found: list[BookingView] = []
    for number in run(query).scalars().all():
        who = viewing.standing(number)
        if who.flag is None and who.until is None and who.standing != "ended":
            continue
        rows = run(select(BOOKINGS).where(table.occupant == number, *ahead).order_by(table.starts_at).limit(MOST)).all()
        found += [one for one in viewing.views(rows) if one.flag is not None]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.id or 0))[:MOST])
