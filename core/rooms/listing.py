"""Lists of bookings: a page of them, and those that go out as a calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from core import fields
from core.centre.service import centre
from core.clock import EARLIEST, LATEST
from core.errors import BadValue
from core.rooms import records
from core.rooms.terms import SHOWN, STATUSES
from core.rooms.views import BookingFilter, BookingPage, BookingView
from core.words import N_

MOST = 5000


def page(session: Session, wanted: BookingFilter, viewing: records.Viewing) -> BookingPage:
    """A page by start. Statuses are those of the moment: whoever asks for `no_show` gets them by query too."""
    limit = fields.whole(wanted.limit, "limit", highest=MOST)
    statuses = [fields.choice(one, "status", STATUSES) for one in wanted.statuses]
    asked = set(statuses) | ({"pending", "approved"} if "no_show" in statuses else set())
    if wanted.room is not None:
        records.get_room(session, wanted.room)
    rows = records.listed(
        session, statuses=sorted(asked), room=wanted.room, start=_within(wanted.start), end=_within(wanted.end),
        occupant=None if wanted.for_ is None else viewing.find(wanted.for_).occupant, series=wanted.series,
        after=_cursor(session, wanted.after), limit=limit + 1,
    )  # fmt: skip
    more = str(rows[limit - 1].id) if len(rows) > limit else None
    return BookingPage(tuple(one for one in viewing.views(rows[:limit]) if one.status in statuses), more)


def to_export(session: Session, wanted: BookingFilter, viewing: records.Viewing) -> list[BookingView]:
    """What a calendar shows: bookings in force, and those no longer so, which others may still have.

    A date of an imported series gets a UID of its own, under which it is known again when it comes back.
    """
    if wanted.room is not None:
        records.get_room(session, wanted.room)
    rows = records.listed(
        session, statuses=(*SHOWN, "cancelled", "refused"), room=wanted.room, start=_within(wanted.start),
        end=_within(wanted.end), limit=1_000_000,
    )  # fmt: skip
    views = viewing.views(rows)
    return [
        replace(one, uid=f"{one.uid}/{row.recurrence}") if row.recurrence else one
        for row, one in zip(rows, views, strict=True)
    ]


def calendar_of(session: Session, views: Sequence[BookingView]) -> bytes:
    """The iCalendar file of bookings."""
    from core.rooms.ics import calendar_text

    names = {one.code: one.name for one in records.room_rows(session, active=False)}
    return calendar_text(views, names, centre(session).name)


def _within(moment: datetime | None) -> datetime | None:
    """The end of a period as typed; `9999-12-31` is how people write “whatever comes”."""
    return None if moment is None else min(max(moment, EARLIEST), LATEST)


def _cursor(session: Session, after: str | None) -> tuple[datetime, int] | None:
    if after is None:
        return None
    if not (after.isascii() and after.isdigit() and len(after) < 16):
        raise BadValue("bad_cursor", N_("“{value}” is not a place in this list. Begin the list anew."), value=after)
    row = records.get_booking(session, int(after))
    return row.starts_at, row.id
