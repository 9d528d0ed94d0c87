"""What waits at the desk to be done about rooms: slots to offer, conflicts and guests to decide, bookings in question.

By query, when it is asked for; nothing runs by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, func, literal, select

from core.clock import CENTRE
from core.rooms import records, waiting
from core.rooms.deciding import Deciding
from core.rooms.rules import LONGEST
from core.rooms.tables import BOOKINGS
from core.rooms.terms import HOLDING
from core.rooms.views import BookingView, Offer
from core.storage import Moment

MOST = 200
"""As many of a kind are listed."""
LONGEST_MEETING = LONGEST["meeting"] + timedelta(days=1)
"""What ends after a moment began no longer before it than this."""


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
            .where(table.status == wanted, table.ends_at > now, table.starts_at > now - LONGEST_MEETING)
            .order_by(table.starts_at)
            .limit(MOST)
        )
        query = query.where(table.holds if status in HOLDING else ~table.holds)
        return tuple(one for one in viewing.views(session.connection().execute(query).all()) if one.status == status)

    return Attention(offers, ahead("conflict"), ahead("pending"), _flagged(deciding, viewing))


def _flagged(deciding: Deciding, viewing: records.Viewing) -> tuple[BookingView, ...]:
    """The earliest `MOST`: first only where they are, from occupant to occupant along the index, then what they are."""
    run, now = deciding.session.connection().execute, deciding.now
    found: list[tuple[datetime, int]] = []
    for number in run(_WITH_BOOKINGS).scalars().all():
        who = viewing.standing(number)
        if who.flag is None and who.until is None and who.standing != "ended":
            continue
        ends_after = now
        if who.flag is None and who.standing != "ended" and who.until is not None:
            ends_after = max(now, datetime.combine(who.until, time(), CENTRE) + timedelta(days=1))
        before = found[-1][0] if len(found) == MOST else datetime.max.replace(tzinfo=CENTRE, year=9998)
        wanted = {"who": number, "after": ends_after, "from": ends_after - LONGEST_MEETING, "before": before}
        found = sorted((*found, *((row.starts_at, row.id) for row in run(_IN_QUESTION, wanted))))[:MOST]
    rows = records.get_bookings(deciding.session, [booking for _start, booking in found])
    return tuple(one for one in viewing.views(rows) if one.flag is not None)


def _with_bookings() -> Select[Any]:
    """Every occupant that has bookings, one step in the index each, however many bookings there are."""
    first = select(func.min(BOOKINGS.c.occupant).label("number")).where(BOOKINGS.c.occupant > 0)
    each = first.cte("each_occupant", recursive=True)
    later = select(func.min(BOOKINGS.c.occupant)).where(BOOKINGS.c.occupant > each.c.number).scalar_subquery()
    each = each.union_all(select(later).where(each.c.number.is_not(None)))
    return select(each.c.number).where(each.c.number.is_not(None))


def _in_question() -> Select[Any]:
    table = BOOKINGS.c
    return (
        select(table.id, table.starts_at)
        .where(table.occupant == bindparam("who"), table.holds)
        .where(table.starts_at > bindparam("from", type_=Moment), table.starts_at <= bindparam("before", type_=Moment))
        .where(table.ends_at > bindparam("after", type_=Moment))
        .order_by(table.starts_at, table.id)
        .limit(MOST)
    )


_WITH_BOOKINGS, _IN_QUESTION = _with_bookings(), _in_question()
