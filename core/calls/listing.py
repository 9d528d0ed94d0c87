"""Which calls: lists, boards, and what is known of a telephone number."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, text, true
from sqlmodel import Session, col, func, select

from core import fields
from core.calls import records
from core.calls.rules import ACTIVE, read_number
from core.calls.tables import Call
from core.calls.terms import KINDS, LIGHTS, OPEN, STATUSES
from core.calls.views import Board, CallerHistory, CallFilter, Page
from core.clock import CENTRE
from core.errors import BadValue
from core.services.service import get_service
from core.staff.rules import Actor
from core.staff.service import get_staff
from core.staff.tables import Staff
from core.storage import call_index
from core.words import N_

MOST = 1000


def page(session: Session, wanted: CallFilter, actor: Actor, now: datetime, *, reveal: bool = False) -> Page:
    """One page of calls, newest first."""
    limit = fields.whole(wanted.limit, "limit", highest=MOST)
    query = select(Call).where(_visible(actor), *_conditions(session, wanted, now))
    if wanted.after is not None:
        query = query.where(col(Call.id) < _cursor(session, wanted.after))
    if wanted.occupant is not None:
        query = query.where(Call.occupant == wanted.occupant, _may_be_found(actor))
    if wanted.search is not None and wanted.search.strip():
        fields.text(wanted.search, "search", maximum=200)
        found = call_index.condition(wanted.search)
        if found is None:
            return Page((), None)
        query = query.where(text(found[0]).bindparams(**found[1]), _may_be_found(actor))
    rows = session.exec(query.order_by(col(Call.id).desc()).limit(limit + 1)).all()
    shown = rows[:limit]
    more = shown[-1].number if len(rows) > limit else None
    return Page(records.items(session, shown, actor, now, reveal=reveal), more)


def board(session: Session, actor: Actor, now: datetime, limit: int = 200) -> Board:
    """A person's queue: reminders on top, then by due time; what waits for the caller comes last."""
    urgent = (col(Call.reminder).is_(None), col(Call.status) == "waiting", col(Call.due_at), col(Call.id))

    def some(*conditions: Any) -> Any:
        query = select(Call).where(_visible(actor), col(Call.status).in_(OPEN), *conditions).order_by(*urgent)
        return records.items(session, session.exec(query.limit(limit)).all(), actor, now)

    return Board(
        mine=some(Call.handler == actor.code),
        watched=some(Call.first_contact == actor.code, Call.handler != actor.code),
        counts=counts(session, actor, now),
    )


def counts(session: Session, actor: Actor, now: datetime) -> dict[str, int]:
    """How many calls are open, yellow, red and waiting at the whole desk, and how many extensions are asked for."""

    def number(*conditions: Any) -> int:
        return session.exec(select(func.count()).select_from(Call).where(_visible(actor), *conditions)).one()

    active = col(Call.status).in_(ACTIVE)
    return {
        "open": number(col(Call.status).in_(OPEN)),
        "yellow": number(active, col(Call.yellow_at) <= now, col(Call.due_at) > now),
        "red": number(active, col(Call.due_at) <= now),
        "waiting": number(Call.status == "waiting"),
        "extensions": number(active, col(Call.extension_limit).is_not(None)),
        "follow_ups": number(Call.status == "completed", Call.handler != actor.code),
    }


def caller(session: Session, phone: str, actor: Actor, now: datetime, limit: int = 8) -> CallerHistory | None:
    """What is known of a number (as typed), or None where it is not whole or not known."""
    number = fields.phone(phone)
    if number is None:
        return None
    query = (
        select(Call)
        .where(_visible(actor), _may_be_found(actor), Call.caller_phone == number)
        .order_by(col(Call.id).desc())
    )
    rows = session.exec(query.limit(limit)).all()
    if not rows:
        return None
    shown = records.items(session, rows, actor, now)
    known = next((one.caller for one in shown if one.caller.name or one.caller.organisation), shown[0].caller)
    return CallerHistory(known.name, known.organisation, known.group, shown)


def between(session: Session, actor: Actor, wanted: CallFilter) -> list[Call]:
    """The rows of a period, oldest first, for the registers on paper."""
    query = select(Call).where(_visible(actor), *_period(wanted)).order_by(col(Call.received_at), col(Call.id))
    return list(session.exec(query).all())


def _visible(actor: Actor) -> ColumnElement[bool]:
    return or_(col(Call.about).is_(None), col(Call.about) != actor.code)


def _may_be_found(actor: Actor) -> ColumnElement[bool]:
    """Who a confidential caller is must not be guessed by searching: only those involved find such a call."""
    if actor.supervises:
        return true()
    stood_in_for = select(Staff.code).where(Staff.deputy == actor.code)
    return or_(
        col(Call.confidential).is_(False),
        col(Call.handler) == actor.code,
        col(Call.first_contact) == actor.code,
        col(Call.first_contact).in_(stood_in_for),
    )


def _conditions(session: Session, wanted: CallFilter, now: datetime) -> list[Any]:
    found: list[Any] = _period(wanted)
    if wanted.status is not None:
        found.append(Call.status == fields.choice(wanted.status, "status", STATUSES))
    if wanted.kind is not None:
        found.append(Call.kind == fields.choice(wanted.kind, "kind", KINDS))
    if wanted.service is not None:
        found.append(Call.service == get_service(session, wanted.service).code)
    if wanted.handler is not None:
        found.append(Call.handler == get_staff(session, wanted.handler).code)
    if wanted.first_contact is not None:
        found.append(Call.first_contact == get_staff(session, wanted.first_contact).code)
    if wanted.light is not None:
        found.append(col(Call.status).in_(ACTIVE))
        found.extend(_light(fields.choice(wanted.light, "light", LIGHTS), now))
    return found


def _light(light: str, now: datetime) -> list[Any]:
    if light == "red":
        return [col(Call.due_at) <= now]
    if light == "yellow":
        return [col(Call.yellow_at) <= now, col(Call.due_at) > now]
    return [col(Call.yellow_at) > now, col(Call.due_at) > now]


def _period(wanted: CallFilter) -> list[Any]:
    found: list[Any] = []
    if wanted.since is not None:
        found.append(col(Call.received_at) >= datetime.combine(wanted.since, time(), CENTRE))
    if wanted.until is not None and wanted.until < date.max:
        found.append(col(Call.received_at) < datetime.combine(wanted.until, time(), CENTRE) + timedelta(days=1))
    return found


def _cursor(session: Session, cursor: str) -> int:
    found = session.exec(select(Call.id).where(Call.number == read_number(cursor))).first()
    if found is None:
        raise BadValue("bad_cursor", N_("“{value}” is not a place in this list. Begin the list anew."), value=cursor)
    return found
