"""What the reports tell of the house around the calls: rooms used, guests waiting, questions without an answer, and
what which callers ask for (art. 13: demand is watched and counted)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import BigInteger, ColumnElement, and_, case, func, or_, select, type_coerce
from sqlmodel import Session, col

from core.clock import CENTRE
from core.policies.tables import PolicyGap
from core.reports import naming
from core.reports.counting import conditions
from core.reports.measures import CALLS
from core.reports.views import Demand, RoomUse, Scope
from core.rooms.rules import NO_SHOW_AFTER
from core.rooms.tables import BOOKINGS, ROOMS
from core.rooms.terms import HOLDING
from core.staff.rules import Actor
from core.words import language


def room_use(session: Session, scope: Scope, now: datetime) -> tuple[RoomUse, ...]:
    """Every room in use, in the list's order: what was booked for the days of the scope, how long, who came.

    Nobody came (`no_show`): the rule of `core.rooms.rules.absent`, in SQL. Such time does not count as booked.
    """
    c = BOOKINGS.c
    late = now - NO_SHOW_AFTER
    unmet = and_(c.status.in_(("pending", "approved")), c.starts_at <= late, c.changed_at <= late)
    absent = and_(c.kind == "meeting", or_(c.status == "no_show", unmet))
    held = and_(c.kind != "block", c.status.in_(HOLDING), ~absent)
    length = type_coerce(c.ends_at, BigInteger) - type_coerce(c.starts_at, BigInteger)
    within = and_(c.room == ROOMS.c.code, *_days(scope))
    query = (
        select(
            ROOMS.c.code,
            ROOMS.c.name_en if language() == "en" else ROOMS.c.name,
            func.sum(case((held, 1), else_=0)),
            func.coalesce(func.sum(case((held, length), else_=0)), 0),
            func.coalesce(func.sum(case((held, c.attended), else_=0)), 0),
            func.sum(case((absent, 1), else_=0)),
        )
        .select_from(ROOMS.outerjoin(BOOKINGS, within))
        .where(or_(ROOMS.c.active, c.id.is_not(None)))
        .group_by(ROOMS.c.code, ROOMS.c.name, ROOMS.c.name_en, ROOMS.c.position)
        .order_by(ROOMS.c.position)
    )
    return tuple(RoomUse(row[0], row[1], *(int(one or 0) for one in row[2:])) for row in session.execute(query))


def guests(session: Session, now: datetime) -> int:
    """Bookings of guests that wait for a supervisor and are not over."""
    c = BOOKINGS.c
    query = select(func.count()).select_from(BOOKINGS).where(c.status == "pending", c.ends_at > now)
    return int(session.execute(query).scalar_one())


def gaps(session: Session) -> int:
    """Questions for which nothing was found or used, and that nobody has answered since."""
    return int(session.execute(select(func.count(col(PolicyGap.id)))).scalar_one())


def demand(session: Session, scope: Scope, who: Actor) -> tuple[Demand, ...]:
    """How many calls of which group of callers are about which service, most first."""
    c = CALLS.c
    query = (
        select(c.caller_group, c.service, func.count().label("calls"))
        .where(*conditions(scope, who))
        .group_by(c.caller_group, c.service)
        .order_by(func.count().desc(), c.caller_group, c.service)
    )
    groups, services = naming.names(session, "group"), naming.names(session, "service")
    return tuple(
        Demand(
            group, naming.name("group", group, groups), service, naming.name("service", service, services), int(calls)
        )
        for group, service, calls in session.execute(query)
    )


def _days(scope: Scope) -> list[ColumnElement[bool]]:
    c, found = BOOKINGS.c, []
    if scope.since is not None:
        found.append(c.starts_at >= datetime.combine(scope.since, time(), CENTRE))
    if scope.until is not None and scope.until < date.max:
        found.append(c.starts_at < datetime.combine(scope.until, time(), CENTRE) + timedelta(days=1))
    return found
