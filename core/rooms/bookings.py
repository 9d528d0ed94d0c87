"""The acts on bookings: making, moving, deciding, checking in, cancelling. Each is one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session

from core import fields
from core.errors import BadValue, Conflict, DeskError, RuleRefused
from core.rooms import editing, listing, making, records, waiting, writing
from core.rooms.attention import Attention, attention
from core.rooms.deciding import Deciding, show_interval
from core.rooms.importing import Taking, confirmed_elsewhere, read_file
from core.rooms.intervals import Interval
from core.rooms.occupants import any_number
from core.rooms.rules import (
    PEOPLE,
    RETAKEN,
    as_typed,
    came_already,
    check_length,
    check_year,
    refusal_to_change,
    refusal_to_check_in,
)
from core.rooms.terms import IN_THE_WAY
from core.rooms.use import RoomUse, use
from core.rooms.views import (
    BookingFilter,
    BookingPage,
    BookingView,
    Imported,
    Made,
    NewBooking,
    Occupants,
    Offer,
    Standing,
)
from core.staff.rules import Actor, require_supervisor
from core.staff.service import actor
from core.storage import Act, Storage
from core.words import N_
from core.worktime import WorkCalendar

Calendars = Callable[[Session], WorkCalendar]


class BookingDesk:
    """Acts on bookings. `by` is the code of the one who acts.

    Refusals: `Conflict` (exit 3) for what is in the way, overlap before anything else; `RuleRefused` for a rule,
    `BadValue` for a value, `NotFound`, `NotAllowed`. `occupants` says how an occupant stands. Who acts on what is on a
    screen gives its sequence as `seen`: what somebody else changed since is then a `Conflict` (`changed_meanwhile`).
    """

    def __init__(self, storage: Storage, calendars: Calendars, occupants: Occupants = any_number) -> None:
        self._storage = storage
        self._calendars = calendars
        self._occupants = occupants
        self._ready = False

    def make(self, new: NewBooking, *, by: str, skip_conflicts: bool = False) -> Made:
        """Book, once or as a series. Without `skip_conflicts` every date must be had, or nothing is booked."""
        new = making.checked(new, length=False)
        if not self._ready:
            with self._storage.read() as session:
                self._wished(session, self._storage.now(), new, by, skip_conflicts=skip_conflicts)
            self._ready = True
        with self._act("booking.make", by, new.room) as act:
            deciding, wished = self._wished(act.session, act.at, new, by, skip_conflicts=skip_conflicts)
            series, made = making.write(act, deciding, wished)
            act.note(bookings=[row.id for row in made], series=series)
            viewing = self._viewing(act.session, act.at, wished.standing)
            return Made(series, viewing.views(sorted(made, key=lambda row: row.starts_at)), wished.plan.skipped)

    def preview(self, new: NewBooking, *, by: str) -> Made:
        """What booking would give, date by date, with rooms to go to instead; nothing is written."""
        new = making.checked(new)
        with self._storage.read() as session:
            who = actor(session, by)
            now, standing = self._storage.now(), self._standing(session, new)
            if standing is not None and standing.standing == "ended":
                raise making.ended(standing)
            wished = making.wish(self._deciding(session, now), new, standing, who, advise=True)
            return Made(None, making.would_be(wished, now, by), wished.plan.skipped)

    def block(self, room: str, start: datetime, end: datetime, reason: str, *, by: str) -> BookingView:
        """Take a room out of use (maintenance). It carries no buffer and asks for no opening hours."""
        why = fields.text(reason, "reason")
        when = as_typed(start, end)
        with self._act("booking.block", by, room) as act:
            actor(act.session, by)
            place = records.get_room(act.session, room, active=True)
            deciding = self._deciding(act.session, act.at)
            found = deciding.against(place, when, kind="block")
            if found is not None:
                raise deciding.refusal(place, when, found)
            check_length(when, "block")
            writing.free_absent(act.session, deciding.absent, act.at)
            made = writing.add(
                act.session, act.at, by, room=room, starts_at=when.start, ends_at=when.end, kind="block",
                status="approved", title=why,
            )  # fmt: skip
            act.note(booking=made.id)
            return self._viewing(act.session, act.at).view(made)

    def move(
        self,
        booking: int,
        *,
        by: str,
        start: datetime | None = None,
        end: datetime | None = None,
        room: str | None = None,
        seen: int | None = None,
    ) -> BookingView:
        """To another time, length or room. With `start` alone it keeps its length, with `end` alone its start.

        All rules are asked again, unless it only gets shorter where it is. The booking of a guest, or of an occupant
        that does not book free, waits for approval again when anyone but a supervisor moves it.
        """
        if start is None and end is None and room is None:
            raise BadValue("nothing_to_move", N_("Say where to: another time, or another room."))
        with self._act("booking.move", by, str(booking)) as act:
            who = actor(act.session, by)
            row = _seen(records.get_booking(act.session, booking), seen)
            refused = refusal_to_change(row.status, row.ends_at, act.at)
            if refused is not None:
                raise refused
            when = _asked(row, start, end)
            if row.status == "checked_in" and when.start != row.starts_at:
                raise RuleRefused(
                    "checked_in", N_("Somebody has checked in already: only the end and the room can be changed.")
                )
            shorter = (room or row.room) == row.room and Interval(row.starts_at, row.ends_at).covers(when)
            status = "pending" if not shorter and self._anew(act, row, who, when.end) else row.status
            return self._put(act, row, room or row.room, when, status, ask=not shorter)

    def take(
        self,
        booking: int,
        *,
        by: str,
        start: datetime | None = None,
        end: datetime | None = None,
        room: str | None = None,
        seen: int | None = None,
    ) -> BookingView:
        """Make a record a booking after all: a date a series skipped, a wish on the waiting list, an imported one to
        be decided; elsewhere or at another time if given."""
        with self._act("booking.take", by, str(booking)) as act:
            who = actor(act.session, by)
            row = _seen(records.get_booking(act.session, booking), seen)
            if row.status not in RETAKEN:
                raise RuleRefused(
                    "not_to_take", N_("Booking {id} is neither skipped, nor in line, nor to be decided."), id=booking,
                    status=row.status,
                )  # fmt: skip
            when = _asked(row, start, end)
            if when.end <= act.at:
                raise RuleRefused("booking_over", N_("This booking is over. Make a new one."))
            standing = self._standing_of(act, row)
            stays = (room or row.room, when) == (row.room, Interval(row.starts_at, row.ends_at))
            if row.status == "waiting" and stays:
                self._in_line(act, booking)
            free = confirmed_elsewhere(row) or making.books_free(standing, who, when.end)
            return self._put(act, row, room or row.room, when, "approved" if free else "pending")

    def approve(self, booking: int, *, by: str, which: str = "one", seen: int | None = None) -> tuple[BookingView, ...]:
        """Approve a guest's booking (supervisors), alone or with those of its series that wait too, as `cancel` counts
        them; whether the room can be had is asked again, and one date that cannot leaves all as they were.

        Gives the approved ones, the one named first.
        """
        with self._act("booking.approve", by, str(booking)) as act:
            require_supervisor(actor(act.session, by))
            done = []
            for row in self._to_decide(act, booking, which, seen):
                over = refusal_to_change(row.status, row.ends_at, act.at)
                if over is not None:
                    raise over
                self._standing_of(act, row)
                when = Interval(row.starts_at, row.ends_at)
                done.append(self._put(act, row, row.room, when, "approved", decided_by=by, decided_at=act.at))
            act.note(bookings=[one.id for one in done])
            return tuple(done)

    def refuse(
        self, booking: int, *, by: str, reason: str | None = None, which: str = "one", seen: int | None = None
    ) -> tuple[BookingView, ...]:
        """Refuse a guest's booking (supervisors), as `approve` counts them; the room is free again."""
        note = fields.optional_text(reason, "reason")
        values = {"note": note} if note else {}
        with self._act("booking.refuse", by, str(booking)) as act:
            require_supervisor(actor(act.session, by))
            rows = [
                writing.change(act.session, row, act.at, status="refused", decided_by=by, decided_at=act.at, **values)
                for row in self._to_decide(act, booking, which, seen)
            ]
            act.note(bookings=[one.id for one in rows])
            return self._viewing(act.session, act.at).views(rows)

    def cancel(self, booking: int, *, by: str, which: str = "one", seen: int | None = None) -> tuple[BookingView, ...]:
        """Cancel `one`, from this one on (`from_here`) or the whole `series`; what is over or checked in stays.

        Gives the cancelled ones, the one named first.
        """
        with self._act("booking.cancel", by, str(booking)) as act:
            actor(act.session, by)
            row = _seen(records.get_booking(act.session, booking), seen)
            rows = [row] if which == "one" else records.of_series(act.session, row, act.at, which)
            if which == "one" and not records.still_open(row, act.at) and row.status not in RETAKEN:
                refused = refusal_to_change(row.status, row.ends_at, act.at)
                raise refused or came_already(booking)
            done = [writing.change(act.session, one, act.at, status="cancelled") for one in rows]
            act.note(bookings=[one.id for one in done])
            return self._viewing(act.session, act.at).views(done)

    def edit(
        self, booking: int, *, by: str, which: str = "one", seen: int | None = None, **changes: Any
    ) -> tuple[BookingView, ...]:
        """Correct what a booking says: `title`, `people`, `note` (empty: none), `guest` (the name); for this one, from
        here on, or the whole series, as `cancel` counts them. Anyone at the desk may, as with moving.

        Time and room stay, so it does not come back to life where nobody came. The number of people is checked
        against the room anew. A guest's approved booking waits for approval again when it is for another guest or
        for more people, unless a supervisor changes it. Gives the records, changed or the same as before, the one
        named first.
        """
        values = editing.read(changes)
        with self._act("booking.edit", by, str(booking)) as act:
            who = actor(act.session, by)
            row = _seen(records.get_booking(act.session, booking), seen)
            rows = [row] if which == "one" else records.of_series(act.session, row, act.at, which)
            done = [editing.edit(act, one, values, partial(self._anew, act, one, who, one.ends_at)) for one in rows]
            act.note(bookings=[one.id for one in done], changed=sorted(values))
            return self._viewing(act.session, act.at).views(done)

    def check_in(self, booking: int, *, by: str, people: int | None = None, seen: int | None = None) -> BookingView:
        """Somebody came: how many. A latecomer's room is theirs again if nobody else took it."""
        number = None if people is None else fields.whole(people, "people", highest=PEOPLE)
        with self._act("booking.check_in", by, str(booking)) as act:
            actor(act.session, by)
            row = _seen(records.get_booking(act.session, booking), seen)
            when = Interval(row.starts_at, row.ends_at)
            refused = refusal_to_check_in(row.kind, row.status, when, act.at)
            if refused is not None:
                raise refused
            deciding = self._deciding(act.session, act.at)
            room = records.get_room(act.session, row.room)
            if row.status == "no_show":
                found = deciding.against(room, when, kind=row.kind, but=row.id, late=True)
                if found is not None and found.why in IN_THE_WAY:
                    raise deciding.refusal(room, when, found)
                writing.free_absent(act.session, deciding.absent, act.at)
            row = writing.change(
                act.session, row, act.at, status="checked_in", checked_in_at=act.at, attended=number,
                sequence=row.sequence,
            )  # fmt: skip
            act.note(people=number)
            return self._viewing(act.session, act.at).view(row)

    def show(self, booking: int, *, by: str) -> BookingView:
        """One booking."""
        with self._storage.read() as session:
            actor(session, by)
            return self._viewing(session, self._storage.now()).view(records.get_booking(session, booking))

    def list(self, wanted: BookingFilter, *, by: str) -> BookingPage:
        """A page of bookings by start. A status is what it is at this moment (`no_show` by query)."""
        with self._storage.read() as session:
            actor(session, by)
            return listing.page(session, wanted, self._viewing(session, self._storage.now()))

    def wait(self, new: NewBooking, *, by: str) -> BookingView:
        """Put a wish on the waiting list for a slot that is taken."""
        new = making.checked(new)
        with self._act("booking.wait", by, new.room) as act:
            who = actor(act.session, by)
            deciding = self._deciding(act.session, act.at)
            standing = self._standing(act.session, new)
            if standing is not None and standing.standing == "ended":
                raise making.ended(standing)
            wished = making.wish(deciding, replace(new, repeat=None), standing, who)
            if not wished.plan.refused:
                raise RuleRefused("free_now", N_("The room is free then. Book it."))
            (found,) = wished.plan.refused
            if found.why not in IN_THE_WAY:
                refused = making.refused(act.session, wished, skip_conflicts=False)
                assert refused is not None
                raise refused
            made = writing.add(
                act.session, act.at, by, room=new.room, starts_at=new.starts_at, ends_at=new.ends_at, status="waiting",
                why=found.why, in_the_way=found.by, **wished.common(None),
            )  # fmt: skip
            act.note(booking=made.id)
            return self._viewing(act.session, act.at).view(made)

    def waiting(self, *, by: str) -> tuple[Offer, ...]:
        """The waiting list, first come first; `free` marks whose turn it is to be called."""
        with self._storage.read() as session:
            actor(session, by)
            now = self._storage.now()
            viewing = self._viewing(session, now)
            found = waiting.offers(self._deciding(session, now))
            return tuple(Offer(viewing.view(row), place, free) for row, place, free in found)

    def attention(self, *, by: str) -> Attention:
        """What waits at the desk: slots to offer, conflicts and guests to decide, bookings in question."""
        with self._storage.read() as session:
            actor(session, by)
            now = self._storage.now()
            return attention(self._deciding(session, now), self._viewing(session, now))

    def use(self, first: date, last: date, *, by: str) -> tuple[RoomUse, ...]:
        """How much each room was used from `first` to `last`, both included (at most 400 days)."""
        check_year(first)
        check_year(last)
        if not 0 <= (last - first).days < 400:
            raise BadValue("bad_period", N_("Give a period of at most 400 days, its end not before its beginning."))
        with self._storage.read() as session:
            actor(session, by)
            return use(self._deciding(session, self._storage.now()), first, last)

    def export(self, wanted: BookingFilter, *, by: str) -> bytes:
        """An iCalendar file of bookings, those no longer in force as CANCELLED."""
        with self._storage.read() as session:
            actor(session, by)
            views = listing.to_export(session, wanted, self._viewing(session, self._storage.now()))
            content = listing.calendar_of(session, views)
        with self._act("booking.export", by, wanted.room or "") as act:
            act.note(bookings=len(views))
        return content

    def import_file(self, path: Path, *, by: str, room: str | None = None) -> Imported:
        """Take in bookings of the online platform (.ics or .csv), or the desk's own that come back changed.

        The same UID updates; what cannot be had is kept as `conflict`, to be decided with `take` or `cancel`. `room`
        is for entries that name none. Raises `BadValue` where the file cannot be read at all; nothing is then written.
        """
        read = read_file(path, self._storage.now())
        with self._act("booking.import", by) as act:
            who = actor(act.session, by)
            if room is not None:
                records.get_room(act.session, room, active=True)

            taking = Taking(
                act, self._deciding(act.session, act.at), room, lambda row, until: self._anew(act, row, who, until)
            )
            taking.take(read)
            act.note(added=len(taking.added), updated=len(taking.updated), conflicts=len(taking.conflicts))
            return taking.done(self._viewing(act.session, act.at))

    @contextmanager
    def _act(self, name: str, by: str, subject: str = "") -> Iterator[Act]:
        """An act; what a process needs for the first time is loaded before it, not while other writers wait."""
        if not self._ready:
            with self._storage.read() as session:
                deciding = self._deciding(session, self._storage.now())
                soon = Interval(deciding.now, deciding.now + timedelta(hours=1))
                for room in deciding.rooms[:1]:
                    deciding.against(room, soon)
            self._ready = True
        with self._storage.act(name, by, subject) as act:
            yield act

    def _wished(
        self, session: Session, now: datetime, new: NewBooking, by: str, *, skip_conflicts: bool
    ) -> tuple[Deciding, making.Wish]:
        """What a booking comes to; raises the refusal, what is in the way even before that `for_` is nobody known."""
        who = actor(session, by)
        deciding = self._deciding(session, now)
        standing: Standing | None = None
        unknown: DeskError | None = None
        try:
            standing = self._standing(session, new)
        except DeskError as nobody:
            unknown = nobody
        wished = making.wish(deciding, new, standing, who)
        refused = making.refused(session, wished, skip_conflicts=skip_conflicts)
        if unknown is not None and not isinstance(refused, Conflict):
            raise unknown
        if refused is not None:
            raise refused
        return deciding, wished

    def _put(
        self,
        act: Act,
        row: records.AnyRow,
        code: str,
        when: Interval,
        status: str,
        *,
        ask: bool = True,
        **values: object,
    ) -> BookingView:
        """Ask the rules anew for a booking's slot, then write it."""
        room = records.get_room(act.session, code, active=True)
        deciding = self._deciding(act.session, act.at)
        found = None
        if ask:
            found = deciding.against(
                room, when, kind=row.kind, people=row.people, occupant=row.occupant, but=row.id,
                late=when.start == row.starts_at,
            )  # fmt: skip
        if found is None or found.why not in IN_THE_WAY:
            check_length(when, row.kind)
        if found is not None:
            raise deciding.refusal(room, when, found)
        writing.free_absent(act.session, deciding.absent, act.at)
        changed = writing.change(
            act.session, row, act.at, room=code, starts_at=when.start, ends_at=when.end, status=status, why=None,
            in_the_way=None, **values,
        )  # fmt: skip
        act.note(room=code, **{"from": when.start.isoformat(), "to": when.end.isoformat()})
        return self._viewing(act.session, act.at).view(changed)

    def _in_line(self, act: Act, booking: int) -> None:
        """Refuse a wish whose slot is free but somebody else's turn."""
        found = waiting.offers(self._deciding(act.session, act.at))
        row = next((one for one, _place, free in found if one.id == booking and not free), None)
        if row is None:
            return
        room = records.get_room(act.session, row.room)
        when = Interval(row.starts_at, row.ends_at)
        if self._deciding(act.session, act.at).against(room, when, kind=row.kind, people=row.people) is None:
            raise RuleRefused(
                "not_first", N_("Somebody else is first in line. Give it to them, or cancel their wish first.")
            )

    def _to_decide(self, act: Act, booking: int, which: str, seen: int | None) -> Sequence[records.AnyRow]:
        row = _seen(records.get_booking(act.session, booking), seen)
        if row.status != "pending":
            raise RuleRefused(
                "not_pending", N_("Booking {id} is not waiting for approval."), id=booking,
                status=row.status,
            )  # fmt: skip
        if which == "one":
            return [row]
        return [one for one in records.of_series(act.session, row, act.at, which) if one.status == "pending"]

    def _anew(self, act: Act, row: records.AnyRow, who: Actor, until: datetime) -> bool:
        """Whether an approved booking must be approved again when this person makes it end then, or makes it more."""
        standing = self._standing_of(act, row)
        nobodys = row.guest is None and row.occupant is None
        return row.status == "approved" and not nobodys and not making.books_free(standing, who, until)

    def _standing_of(self, act: Act, row: records.AnyRow) -> Standing | None:
        """How the occupant of a booking stands; refuses one that is gone."""
        standing = None if row.occupant is None else self._occupants(act.session, str(row.occupant))
        if standing is not None and standing.standing == "ended":
            raise making.ended(standing)
        return standing

    def _standing(self, session: Session, new: NewBooking) -> Standing | None:
        return None if new.for_ is None else self._occupants(session, new.for_)

    def _deciding(self, session: Session, now: datetime) -> Deciding:
        return Deciding(session, now, self._calendars(session))

    def _viewing(self, session: Session, now: datetime, known: Standing | None = None) -> records.Viewing:
        return records.Viewing(session, now, self._occupants, known)


def _asked(row: records.AnyRow, start: datetime | None, end: datetime | None) -> Interval:
    """Where a booking is to be: without an end it keeps its length."""
    return as_typed(start or row.starts_at, end or (row.ends_at - row.starts_at))


def _seen(row: records.AnyRow, seen: int | None) -> records.AnyRow:
    """The row, if it is as somebody saw it."""
    if seen is not None and row.sequence != seen:
        when = Interval(row.starts_at, row.ends_at)
        raise Conflict(
            "changed_meanwhile",
            N_("Somebody changed booking {id} meanwhile; it is now {when}, {room}. Look at it again."),
            id=row.id,
            room=row.room,
            when=show_interval(when),
            status=row.status,
        )
    return row
