"""Follow-ups owed (回访): all bad ratings, all complaints, and a sample of the rest.

A completed call is owed one for `WITHIN` days after its completion, until its caller was reached or refused, or was
tried `TRIES` times. A closed one whose caller was not satisfied is owed another, to verify it: that may lead to 重办.
The sample is one of every `ONE_IN` calls on record, the same calls whoever asks and whenever: which of the ten is
drawn by arithmetic that leaves no pattern, so that nobody at the desk picks it or sees it coming.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, cast, func, or_
from sqlmodel import Session, col, select

from core.calls import records
from core.calls.rules import dissatisfied
from core.calls.tables import Call, CallFollowUp
from core.calls.terms import SATISFIED
from core.reports.measures import CALLS
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
    """Whether the call is one of the sample: the one drawn of its ten, so that a small desk has a sample too.

    A step of a multiplicative generator keeps the order of small numbers; its square modulo a prime does not.
    """
    mixed = (call_id // ONE_IN + 1) * _MULTIPLIER % _MODULUS
    return mixed * mixed % _MODULUS % ONE_IN == call_id % ONE_IN


def drawn(call_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """The same in SQL, by whole numbers below 2 to the 63rd."""
    number = cast(call_id, BigInteger)
    mixed = (number // ONE_IN + 1) * _MULTIPLIER % _MODULUS
    return mixed * mixed % _MODULUS % ONE_IN == number % ONE_IN


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
    """Bad ratings of the last 30 days, neither verified nor handled again since: somebody must look into them."""
    return [*_to_verify(), col(Call.completed_at) > now - WITHIN]


def _owed(who: Actor, now: datetime) -> list[Any]:
    low = col(Call.rating) < SATISFIED
    return [
        or_(col(Call.status) == "completed", and_(*_to_verify())),
        col(Call.completed_at) > now - WITHIN,
        col(Call.handler) != who.code,
        or_(col(Call.about).is_(None), col(Call.about) != who.code),
        or_(col(Call.kind) == "complaint", low, drawn(CALLS.c.id)),
        _since_completion(col(CallFollowUp.outcome) == "refused") == 0,
        _since_completion(col(CallFollowUp.outcome) != "reached") < TRIES,
    ]


def _to_verify() -> list[ColumnElement[bool]]:
    reached = col(CallFollowUp.outcome) == "reached"
    return [
        col(Call.status) == "closed",
        col(Call.rating) < SATISFIED,
        _since_completion(reached) == 1,
        _since_completion(and_(reached, col(CallFollowUp.rating) < SATISFIED)) == 1,
    ]


def _since_completion(condition: ColumnElement[bool]) -> Any:
    """How many follow-ups of this kind a call has since it was completed last."""
    return (
        select(func.count())
        .select_from(CallFollowUp)
        .where(col(CallFollowUp.call_id) == col(Call.id), col(CallFollowUp.at) >= col(Call.completed_at), condition)
        .correlate(Call)
        .scalar_subquery()
    )


def _why(call: Call) -> str:
    if dissatisfied(call.rating):
        return "low_rating"
    return "complaint" if call.kind == "complaint" else "sample"


def _attempts(session: Session, call: Call) -> int:
    query = select(func.count()).select_from(CallFollowUp).where(CallFollowUp.call_id == call.id)
    return int(session.exec(query.where(col(CallFollowUp.at) >= call.completed_at)).one())
