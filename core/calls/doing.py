"""One act on one call under way: the call's row, who acts, and what acts have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlmodel import Session, col, select

from core.calls import records
from core.calls.clocks import ClockEvent, ClockKind, Reckoned, reckon
from core.calls.rules import MOVES, refusal
from core.calls.tables import Call, CallClockEvent, CallEvent
from core.calls.views import CallView, NewCall
from core.staff.rules import Actor
from core.staff.service import actor as find_actor
from core.storage import Act, Storage, call_index
from core.worktime import WorkCalendar

Calendars = Callable[[Session], WorkCalendar]


@dataclass
class Doing:
    """What an act works with. Everything is written in the act's one transaction."""

    name: str
    act: Act
    call: Call
    actor: Actor
    calendars: Calendars

    @property
    def session(self) -> Session:
        """The transaction's session."""
        return self.act.session

    @property
    def at(self) -> datetime:
        """The act's moment."""
        return self.act.at

    def calendar(self) -> WorkCalendar:
        """The working calendar in force."""
        return self.calendars(self.session)

    def say(self, text: str | None = None, event: str | None = None) -> None:
        """Write the act's line in the timeline."""
        add_event(self.session, self.call, self.at, self.actor.code, event or self.name, text)

    def clock(self, kind: str, **more: str | bool | None) -> None:
        """Keep what moves the due time, and reckon it anew."""
        row = CallClockEvent(call_id=self.call.id, at=self.at, kind=kind, staff=self.actor.code, **more)  # type: ignore[arg-type]
        self.session.add(row)
        self.session.flush()
        set_due(self.call, reckon_call(self.session, self.calendar(), self.call))

    def move(self) -> None:
        """Into the state the table gives for this act."""
        to = MOVES[self.name].to
        if to is not None:
            self.call.status = to

    def done(self) -> CallView:
        """Keep the row and give the whole record."""
        self.session.add(self.call)
        self.session.flush()
        return records.view(self.session, self.call, self.actor, self.at)


@contextmanager
def doing(storage: Storage, calendars: Calendars, name: str, number: str, by: str) -> Iterator[Doing]:
    """Open the act's transaction, find the call, and refuse what the table of states does not allow."""
    with storage.act(f"call.{name}", by) as act:
        actor = find_actor(act.session, by)
        call = records.get_call(act.session, number, actor)
        act.subject = call.number
        refused = refusal(name, records.standing(act.session, call), actor, act.at)
        if refused is not None:
            raise refused
        yield Doing(name, act, call, actor, calendars)


def add_event(session: Session, call: Call, at: datetime, staff: str | None, event: str, text: str | None) -> None:
    """A line in a call's timeline."""
    session.add(CallEvent(call_id=call.id, at=at, staff=staff, event=event, text=text))


def clock_events(session: Session, call: Call, *, but: str = "") -> list[ClockEvent]:
    """What moved a call's due time, in order, without the kind `but`."""
    query = select(CallClockEvent).where(CallClockEvent.call_id == call.id).order_by(col(CallClockEvent.id))
    return [
        ClockEvent(cast(ClockKind, one.kind), one.at, one.limit_text) for one in session.exec(query) if one.kind != but
    ]


def reckon_call(session: Session, calendar: WorkCalendar, call: Call) -> Reckoned:
    """A call's due time by the calendar given."""
    return reckon(calendar, call.received_at, call.complete_limit, clock_events(session, call))


def set_due(call: Call, reckoned: Reckoned) -> None:
    """Keep a reckoned due time with the call."""
    call.due_at, call.yellow_at = reckoned.due_at, reckoned.yellow_at
    call.provisional_due = reckoned.provisional


def spelled(new: NewCall) -> str:
    """The pinyin and initials of a caller's names. Asked for before the act: importing pypinyin takes long, and others
    would wait for the write lock meanwhile."""
    from core.spelling import spelling

    return "\n".join(spelling(name) for name in (new.name, new.organisation) if name)


def index(session: Session, call: Call, spelling: str) -> None:
    """Make a new call findable by what is on it; `spelling` as `spelled` gives it."""
    phone = (call.caller_phone or "").split("-")[0]
    words = [
        call.number, call.number[8:], call.question, call.answer, call.ticket, call.caller_name,
        call.caller_organisation, spelling, phone, phone[-4:],
    ]  # fmt: skip
    assert call.id is not None
    call_index.put(session, call.id, "\n".join(word for word in words if word))


def index_more(session: Session, call: Call, words: str) -> None:
    """Make a call findable by what was said on it later, too."""
    assert call.id is not None
    call_index.add(session, call.id, words)
