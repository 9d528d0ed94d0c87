"""Making bookings: what a wish comes to date by date, and writing it down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from core import fields
from core.errors import BadValue, Conflict, DeskError, RuleRefused
from core.rooms import records, writing
from core.rooms.deciding import Deciding, Plan, refusal
from core.rooms.intervals import Interval
from core.rooms.rules import PEOPLE, as_typed, beyond, check_length
from core.rooms.series import occurrences, read_rule
from core.rooms.tables import SERIES
from core.rooms.terms import IN_THE_WAY
from core.rooms.views import BookingView, NewBooking, Standing
from core.staff.rules import Actor
from core.storage import Act
from core.words import N_


@dataclass(frozen=True)
class Wish:
    """A booking as wished for: who wants what, and what it comes to."""

    new: NewBooking
    room: records.AnyRow
    standing: Standing | None
    status: str
    plan: Plan

    @property
    def kind(self) -> str:
        """`event` or `meeting`."""
        return "event" if self.new.event else "meeting"

    def common(self, series: int | None) -> dict[str, Any]:
        """What every date of it has in common."""
        return {
            "kind": self.kind, "title": self.new.title, "guest": self.new.guest, "series": series,
            "occupant": self.standing.occupant if self.standing else None, "people": self.new.people,
            "note": self.new.note,
        }  # fmt: skip


def checked(new: NewBooking, *, length: bool = True) -> NewBooking:
    """A booking as typed, its texts and times read; raises `BadValue` that names the field.

    Without `length` it is asked later how long it is, for what is in the way comes before that.
    """
    when = as_typed(new.starts_at, new.ends_at)
    if length:
        check_length(when, "event" if new.event else "meeting")
    fields.text(new.title, "title")
    fields.optional_text(new.note, "note")
    guest = fields.optional_text(new.guest, "guest")
    if (new.for_ is None) == (guest is None):
        raise BadValue("for_whom", N_("Say for whom: either an occupant or a guest."))
    if new.people is not None:
        fields.whole(new.people, "people", highest=PEOPLE)
    return replace(new, starts_at=when.start, ends_at=when.end)


def books_free(standing: Standing | None, who: Actor, until: datetime) -> bool:
    """Whether no approval is needed: occupants in good standing within their term, and whatever a supervisor books."""
    return who.supervises or (standing is not None and standing.standing == "good" and not beyond(standing, until))


def wish(deciding: Deciding, new: NewBooking, standing: Standing | None, who: Actor, *, advise: bool = False) -> Wish:
    """Decide what a booking comes to; nothing is written. With `advise`, other rooms are named for what is refused."""
    room = deciding.room(new.room)
    length = new.ends_at - new.starts_at
    starts: tuple[datetime, ...] = (new.starts_at,)
    if new.repeat is not None:
        starts = occurrences(read_rule(new.repeat), new.starts_at, length, new.except_)
    plan = deciding.plan(
        room, starts, length, dict(new.choices), kind="event" if new.event else "meeting", people=new.people,
        occupant=standing.occupant if standing else None, advise=advise,
    )  # fmt: skip
    last = max((slot.when.end for slot in plan.slots), default=new.ends_at)
    return Wish(new, room, standing, "approved" if books_free(standing, who, last) else "pending", plan)


def refused(session: Session, wished: Wish, *, skip_conflicts: bool) -> DeskError | None:
    """Why a wish cannot be granted: what is in the way before anything else; None where it can."""
    plan, new = wished.plan, wished.new
    in_the_way = [one for one in plan.refused if one.why in IN_THE_WAY]
    if not in_the_way:
        check_length(Interval(new.starts_at, new.ends_at), wished.kind)
    if plan.refused and not (skip_conflicts and plan.slots):
        if skip_conflicts and new.repeat is not None:
            kind = Conflict if in_the_way else RuleRefused
            return kind(
                "none_left", N_("Of the {count} dates none can be had. Look at them one by one in the preview."),
                count=len(plan.refused), room=new.room, by=(in_the_way or plan.refused)[0].by,
            )  # fmt: skip
        first = (in_the_way or plan.refused)[0]
        room = records.get_room(session, first.room)
        return refusal(room, Interval(first.starts_at, first.ends_at), first.why, first.by, session)
    if not plan.slots:
        return BadValue("nothing_chosen", N_("Every date is left out. Keep at least one."))
    standing = wished.standing
    if standing is not None and standing.standing == "ended":
        return ended(standing)
    return None


def ended(standing: Standing) -> RuleRefused:
    """The refusal of one that is no occupant any more."""
    return RuleRefused(
        "occupancy_ended", N_("{occupant} is no longer an occupant. Book it as a guest."), occupant=standing.occupant
    )


def write(act: Act, deciding: Deciding, wished: Wish) -> tuple[int | None, list[records.AnyRow]]:
    """Write a granted wish: the series' number or None, and the bookings."""
    series = None if wished.new.repeat is None else _series(act, wished.new)
    common = wished.common(series)
    writing.free_absent(act.session, deciding.absent, act.at)
    made = []
    for slot in wished.plan.slots:
        made.append(
            writing.add(
                act.session, act.at, act.by, room=slot.room, starts_at=slot.when.start, ends_at=slot.when.end,
                status=wished.status, **common,
            )
        )  # fmt: skip
    if series is not None:
        for one in wished.plan.skipped:
            writing.add(
                act.session, act.at, act.by, room=one.room, starts_at=one.starts_at, ends_at=one.ends_at,
                status="skipped", why=one.why or None, in_the_way=one.by, **common,
            )  # fmt: skip
    return series, made


def would_be(wished: Wish, now: datetime, by: str) -> tuple[BookingView, ...]:
    """The bookings a wish would give."""
    new, standing = wished.new, wished.standing
    return tuple(
        BookingView(
            None, slot.room, slot.when.start, slot.when.end, new.title, wished.status, wished.kind,
            standing.occupant if standing else None, standing.name if standing else None, new.guest, new.people,
            new.note, None, "desk", "", 0, now, by, now, None, None, None, None, None, None, None,
        )
        for slot in wished.plan.slots
    )  # fmt: skip


def _series(act: Act, new: NewBooking) -> int:
    rule = read_rule(new.repeat or "")
    result = act.session.connection().execute(
        insert(SERIES).values(
            rule=rule.text, excepted=[one.isoformat() for one in new.except_], starts_at=new.starts_at,
            ends_at=new.ends_at, room=new.room, made_by=act.by, made_at=act.at,
        )
    )  # fmt: skip
    return int(result.inserted_primary_key[0])  # type: ignore[index]
