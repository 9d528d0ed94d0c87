"""From rows to views: what of a call its reader may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from core.calls.rules import Standing, light, may_see, read_number
from core.calls.tables import Call, CallEvent, CallMaterial, CallNotification, CallTransfer
from core.calls.views import (
    CallerView,
    CallItem,
    CallView,
    EventView,
    ExtensionView,
    MaterialView,
    NotificationView,
)
from core.errors import NotFound
from core.staff.rules import Actor
from core.staff.tables import Staff
from core.text import masked_phone
from core.words import N_

_NOBODY = CallerView(None, None, None, None, None)
_PLAIN = {one.name for one in fields(CallItem)} & set(Call.model_fields)


def get_call(session: Session, number: str, actor: Actor) -> Call:
    """The row; raises `NotFound` (`no_such_call`), also for a complaint about the one who asks."""
    call = session.exec(select(Call).where(Call.number == read_number(number))).first()
    if call is None or not may_see(call.about, actor.code):
        raise NotFound(
            "no_such_call",
            N_("There is no call with the number “{number}”. Look for it in the list of calls."),
            number=number,
        )
    return call


def standing(session: Session, call: Call) -> Standing:
    """What of the row decides which acts are allowed."""
    contact = session.get(Staff, call.first_contact)
    return Standing(
        status=call.status,
        handler=call.handler,
        first_contact=call.first_contact,
        deputy=contact.deputy if contact else None,
        about=call.about,
        service=call.service,
        replied=call.responded_at is not None,
        sent_on=last_sending(session, call) is not None,
        due_at=call.due_at,
        extension_asked=call.extension_limit is not None,
        rating=call.rating,
    )


def last_sending(session: Session, call: Call) -> CallTransfer | None:
    """The transfer or referral by which the call came to whoever has it now; None if there was none."""
    query = (
        select(CallTransfer)
        .where(CallTransfer.call_id == call.id, col(CallTransfer.returned_at).is_(None))
        .order_by(col(CallTransfer.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def involved(session: Session, call: Call, actor: Actor) -> bool:
    """Handler, first contact or deputy, or a supervisor."""
    if actor.supervises or actor.code in (call.handler, call.first_contact):
        return True
    contact = session.get(Staff, call.first_contact)
    return contact is not None and contact.deputy == actor.code


def items(
    session: Session, calls: Sequence[Call], actor: Actor, now: datetime, *, reveal: bool = False
) -> tuple[CallItem, ...]:
    """List items; phones masked unless `reveal`, callers of confidential calls hidden from the uninvolved."""
    taken = _materials(session, calls)
    return tuple(CallItem(**_common(session, call, actor, now, taken[call.id], reveal=reveal)) for call in calls)


def view(session: Session, call: Call, actor: Actor, now: datetime, *, reveal: bool = False) -> CallView:
    """The whole record."""
    events = session.exec(select(CallEvent).where(CallEvent.call_id == call.id).order_by(col(CallEvent.id)))
    tellings = session.exec(
        select(CallNotification).where(CallNotification.call_id == call.id).order_by(col(CallNotification.id))
    )
    return CallView(
        **_common(session, call, actor, now, _materials(session, [call])[call.id], reveal=reveal),
        notifications=tuple(
            NotificationView(one.at, one.staff, one.means, tuple(one.items), one.reason, one.counts, one.note)
            for one in tellings
        ),
        timeline=tuple(EventView(one.at, one.staff, one.event, one.text) for one in events),
    )


def _common(
    session: Session, call: Call, actor: Actor, now: datetime, taken: tuple[MaterialView, ...], *, reveal: bool
) -> dict[str, Any]:
    hidden = call.confidential and not involved(session, call, actor)
    asked = None
    if call.extension_limit and call.extension_asked_at and call.extension_asked_by:
        asked = ExtensionView(
            call.extension_limit, call.extension_reason or "", call.extension_asked_at, call.extension_asked_by
        )
    return {
        **{name: getattr(call, name) for name in _PLAIN},
        "caller": _NOBODY if hidden else _caller(call, reveal=reveal),
        "light": light(call.status, call.due_at, call.yellow_at, now),
        "extension_asked": asked,
        "materials_received": taken,
    }


def _caller(call: Call, *, reveal: bool) -> CallerView:
    phone = call.caller_phone if reveal else masked_phone(call.caller_phone)
    return CallerView(call.caller_name, phone, call.caller_organisation, call.occupant, call.caller_group)


def _materials(session: Session, calls: Sequence[Call]) -> dict[int | None, tuple[MaterialView, ...]]:
    found: dict[int | None, tuple[MaterialView, ...]] = defaultdict(tuple)
    numbers = [call.id for call in calls]
    if numbers:
        query = select(CallMaterial).where(col(CallMaterial.call_id).in_(numbers)).order_by(col(CallMaterial.id))
        for one in session.exec(query):
            found[one.call_id] += (MaterialView(one.item, one.copies, one.at, one.staff),)
    return found
