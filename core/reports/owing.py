"""Follow-ups owed (回访): all bad ratings, all complaints, and a sample of the rest.

A completed call is owed one for `WITHIN` days after its completion, until its caller was reached or refused, or was
tried `TRIES` times. The sample is one call in `ONE_IN`, the same calls whoever asks and whenever: drawn from the
record's number by arithmetic that leaves no pattern, so that nobody at the desk picks it or sees it coming.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, cast, exists, func, or_
from sqlmodel import Session, col, select

from core.calls import records
from core.calls.tables import Call, CallFollowUp
from core.reports.measures import CALLS, FINISHED, SATISFIED
from core.reports.views import Owed
from core.staff.rules import Actor
from core.words import N_

WITHIN = timedelta(days=30)
TRIES = 3
ONE_IN = 10
SCRIPT = (
    N_("This is {centre}. You asked us about “{matter}” on {day}. Have you a minute?"),
    N_("Is the matter resolved? If not: what is still open?"),
    N_("How satisfied are you, from 5 (very satisfied) to 1 (very dissatisfied)?"),
    N_("Were you told at once everything to bring or do, or did you have to come again?"),
    N_("Thank you. If something comes up, call us any time we are open."),
)
"""What is said in a follow-up call, in order; `core.reports.service.ReportDesk.script` fills in the first line."""
_MULTIPLIER, _MODULUS = 48_271, 2_147_483_647


def sampled(call_id: int) -> bool:
    """Whether the call is one of the sample.

    A step of a multiplicative generator keeps the order of small numbers; its square modulo a prime does not.
    """
    mixed = call_id * _MULTIPLIER % _MODULUS
    return mixed * mixed % _MODULUS % ONE_IN == 0


def drawn(call_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The same in SQL, by whole numbers below 2 to the 63rd."""
    mixed = cast(call_id, BigInteger) * _MULTIPLIER % _MODULUS
    return mixed * mixed % _MODULUS % ONE_IN == 0


def owed(
    session: Session, who: Actor, now: datetime, most: int, after: tuple[datetime, int] | None = None
) -> tuple[Owed, ...]:
    """Follow-ups this person may make: not of calls they handled, nor of complaints about them.

    The longest completed first; `after` is the completion and the id of the call to go on from.
    """
    query = select(Call).where(*_owed(who, now)).order_by(col(Call.completed_at), col(Call.id)).limit(most)
    if after is not None:
        completed, call_id = after
        later = and_(col(Call.completed_at) == completed, col(Call.id) > call_id)
        query = query.where(or_(col(Call.completed_at) > completed, later))
    calls = session.exec(query).all()
    views = records.items(session, calls, who, now)
    return tuple(Owed(view, _why(call), _attempts(session, call)) for call, view in zip(calls, views, strict=True))


def count(session: Session, who: Actor, now: datetime) -> int:
    """How many are owed that this person may make."""
    return int(session.exec(select(func.count()).select_from(Call).where(*_owed(who, now))).one())


def bad_ratings(now: datetime) -> list[ColumnElement[bool]]:
    """Bad ratings of the last 30 days whose call was not handled again: somebody must look into them."""
    return [
        col(Call.status).in_(FINISHED),
        col(Call.rating) < SATISFIED,
        col(Call.completed_at) > now - WITHIN,
        col(Call.reopened).is_(False),
    ]


def _owed(who: Actor, now: datetime) -> list[Any]:
    of_call = col(CallFollowUp.call_id) == col(Call.id)
    refused = exists().where(
        of_call, col(CallFollowUp.outcome) == "refused", col(CallFollowUp.at) >= col(Call.completed_at)
    )
    tries = (
        select(func.count())
        .select_from(CallFollowUp)
        .where(of_call, col(CallFollowUp.at) >= col(Call.completed_at))
        .scalar_subquery()
    )
    return [
        col(Call.status) == "completed",
        col(Call.completed_at) > now - WITHIN,
        col(Call.handler) != who.code,
        or_(col(Call.about).is_(None), col(Call.about) != who.code),
        or_(col(Call.kind) == "complaint", col(Call.rating) < SATISFIED, drawn(CALLS.c.id)),
        ~refused,
        tries < TRIES,
    ]


def _why(call: Call) -> str:
    if call.rating is not None and call.rating < SATISFIED:
        return "low_rating"
    return "complaint" if call.kind == "complaint" else "sample"


def _attempts(session: Session, call: Call) -> int:
    query = select(func.count()).select_from(CallFollowUp).where(CallFollowUp.call_id == call.id)
    return int(session.exec(query.where(col(CallFollowUp.at) >= call.completed_at)).one())
