"""When the calendar changes: the open calls' promises are reckoned anew."""

from __future__ import annotations

from sqlmodel import col, select

from core.calendar.views import DueChange
from core.calls.clocks import reckon
from core.calls.doing import add_event, reckon_call, set_due
from core.calls.tables import Call
from core.calls.terms import OPEN
from core.storage import Act
from core.worktime import WorkCalendar


def recalculate(act: Act, calendar: WorkCalendar) -> tuple[DueChange, ...]:
    """Reckon every open call by `calendar`; what moved is on its timeline. Completed calls keep what they had.

    Told are the calls that moved, but for complaints about the one who acts.
    """
    moved = []
    for call in act.session.exec(select(Call).where(col(Call.status).in_(OPEN)).order_by(col(Call.id))):
        before, was_provisional, promised = call.due_at, call.provisional_due, call.respond_by
        set_due(call, reckon_call(act.session, calendar, call))
        if call.responded_at is None:
            call.respond_by = reckon(calendar, call.received_at, call.respond_limit).due_at
        if (call.due_at, call.provisional_due, call.respond_by) != (before, was_provisional, promised):
            text = f"{before:%Y-%m-%d %H:%M} → {call.due_at:%Y-%m-%d %H:%M}"
            add_event(act.session, call, act.at, act.by, "recalculate", text)
            if call.about != act.by:  # a complaint stays unknown to the person it is about, supervisors too
                moved.append(DueChange(call.number, before, call.due_at, call.provisional_due))
        act.session.add(call)
    act.session.flush()
    return tuple(moved)
