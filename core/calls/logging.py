"""Taking a call: from what was typed to a row with its number and its promises."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, func, select

from core import fields
from core.calls.clocks import reckon
from core.calls.doing import Calendars, add_event, index, set_due
from core.calls.rules import check_received, number
from core.calls.tables import Call
from core.calls.terms import CHANNELS, KINDS
from core.calls.views import NewCall
from core.centre.service import centre
from core.clock import CENTRE
from core.errors import RuleRefused
from core.occupants.lookup import by_phone
from core.services.service import get_service
from core.staff.rules import Actor
from core.staff.service import active_staff, get_staff
from core.staff.tables import Staff
from core.storage import Act
from core.words import N_

UNSORTED_RESPOND, UNSORTED_COMPLETE = "1wd", "5wd"
"""What is promised before a call has a service (Shandong hotline rules 2020: completed in 5 working days)."""


def checked(new: NewCall) -> NewCall:
    """The call with every field read by the rule for text; raises `BadValue` that names the field."""
    kind = new.kind or ("complaint" if new.about else "consultation")
    return replace(
        new,
        question=fields.text(new.question, "question"),
        answer=fields.optional_text(new.answer, "answer"),
        kind=fields.choice(kind, "kind", KINDS),
        channel=fields.choice(new.channel, "channel", CHANNELS),
        phone=fields.phone(new.phone),
        name=fields.optional_text(new.name, "name"),
        organisation=fields.optional_text(new.organisation, "organisation"),
        group=fields.code(new.group, "group") if new.group else None,
        ticket=fields.optional_text(new.ticket, "ticket"),
    )


def take(act: Act, calendars: Calendars, actor: Actor, new: NewCall, spelling: str) -> Call:
    """Write the row, its first lines and its index entry; `new` is checked, `spelling` that of its names."""
    session, at = act.session, act.at
    received = new.received_at or at
    backfilled = check_received(received, at)
    service = get_service(session, new.service) if new.service else None
    if new.answer and service is None:
        raise RuleRefused(
            "unsorted", N_("A call answered on the spot needs its service. Choose one, or log it without the answer.")
        )
    handler = _handler(session, actor, new)
    occupant = new.occupant or _occupant(session, new.phone)
    calendar = calendars(session)
    respond = service.respond if service else UNSORTED_RESPOND
    complete = service.complete if service else UNSORTED_COMPLETE
    day, sequence = _next(session, at)
    call = Call(
        number=number(at.astimezone(CENTRE), centre(session).letter, sequence), day=day, sequence=sequence,
        status="accepted", kind=new.kind or "", channel=new.channel, ticket=new.ticket, received_at=received,
        logged_at=at, backfilled=backfilled, caller_name=new.name, caller_phone=new.phone,
        caller_organisation=new.organisation, caller_group=new.group, occupant=occupant,
        service=service.code if service else None,
        question=new.question, first_contact=actor.code, handler=handler, about=new.about,
        confidential=new.confidential, respond_limit=respond, complete_limit=complete,
    )  # fmt: skip
    call.respond_by = reckon(calendar, received, respond).due_at
    set_due(call, reckon(calendar, received, complete))
    if new.answer:
        call.answer, call.status = new.answer, "completed"
        call.responded_at = call.completed_at = call.finished_at = received
        call.reply_seconds = call.completion_seconds = 0
    session.add(call)
    session.flush()
    add_event(session, call, at, actor.code, "log", None)
    if new.answer:
        add_event(session, call, at, actor.code, "answer", new.answer)
    index(session, call, spelling)
    act.subject = call.number
    act.note(kind=call.kind, service=call.service, backfilled=backfilled)
    return call


def _next(session: Session, at: datetime) -> tuple[int, int]:
    """The day's number and the next sequence in it; safe because writers queue before they read."""
    day = int(at.astimezone(CENTRE).strftime("%Y%m%d"))
    last = session.exec(select(func.max(col(Call.sequence))).where(Call.day == day)).one()
    return day, (last or 0) + 1


def _occupant(session: Session, phone: str | None) -> int | None:
    """The occupant whose number this is, while it is here."""
    known = by_phone(session, phone) if phone else None
    return known.id if known is not None and known.status in ("resident", "leaving") else None


def _handler(session: Session, actor: Actor, new: NewCall) -> str:
    """The one who takes it handles it; a complaint about that very person goes to a supervisor, else a colleague."""
    if new.about is not None:
        get_staff(session, new.about)
    if new.about != actor.code:
        return actor.code
    if new.answer:
        raise RuleRefused(
            "own_complaint", N_("A complaint about yourself is answered by somebody else. Log it without the answer.")
        )
    others = session.exec(select(Staff).where(Staff.active, Staff.code != actor.code).order_by(Staff.code)).all()
    ranked = sorted(others, key=lambda one: one.role != "supervisor")
    if not ranked:
        raise RuleRefused(
            "nobody_else",
            N_("A complaint about yourself needs a colleague to handle it, and there is none. Add one first."),
        )
    return active_staff(session, ranked[0].code).code
