"""What waits at the desk to be done about rooms: slots to offer, conflicts and guests to decide, bookings in question.

By query, when it is asked for; nothing runs by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import bindparam, func, literal, select

from core.clock import CENTRE
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
        # Written out, not bound, so that the index of what is pending is used.
        wanted = literal(status, literal_execute=True)
        query = (
            select(BOOKINGS)
            .where(table.status == wanted, table.ends_at > now, table.starts_at > now - timedelta(days=32))
            .order_by(table.starts_at)
            .limit(MOST)
        )
        query = query.where(table.holds if status in HOLDING else ~table.holds)
        return tuple(one for one in viewing.views(session.connection().execute(query).all()) if one.status == status)

    return Attention(offers, ahead("conflict"), ahead("pending"), _flagged(deciding, viewing))


def _flagged(deciding: Deciding, viewing: records.Viewing) -> tuple[BookingView, ...]:
    table, run = BOOKINGS.c, deciding.session.connection().execute
    ahead = (table.holds, table.ends_at > deciding.now, table.starts_at > deciding.now - timedelta(days=32))
    found: list[BookingView] = []
    # From occupant to occupant along the index, however many bookings each has.
    after = select(func.min(table.occupant)).where(table.occupant > bindparam("last"))
    number = run(after, {"last": 0}).scalar()
    while number is not None:
        who, last = viewing.standing(number), number
        number = run(after, {"last": last}).scalar()
        if who.flag is None and who.until is None and who.standing != "ended":
            continue
        wanted = select(BOOKINGS).where(table.occupant == last, *ahead).order_by(table.starts_at).limit(MOST)
        if who.flag is None and who.standing != "ended" and who.until is not None:
            wanted = wanted.where(table.ends_at > datetime.combine(who.until, time(), CENTRE) + timedelta(days=1))
        found += [one for one in viewing.views(run(wanted).all()) if one.flag is not None]
    return tuple(sorted(found, key=lambda one: (one.starts_at, one.id or 0))[:MOST])
