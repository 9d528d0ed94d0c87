"""The calls behind any number that the reports tell: behind each number a list, and as many calls in it.

A door opens onto the calls of a count, those that a rate leaves out, those that took as long as a percentile or longer,
and those that wait for a decision.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_
from sqlmodel import Session, col, select

from core import fields
from core.calls import records
from core.calls.rules import ACTIVE, read_number
from core.calls.tables import Call
from core.calls.terms import OPEN
from core.calls.views import CallItem
from core.errors import BadValue
from core.reports import house, owing
from core.reports.counting import conditions
from core.reports.measures import CALLS, COUNTS, DURATIONS
from core.reports.service import EVERYTHING, MOST, check
from core.reports.tables import SpotCheck
from core.reports.views import Scope
from core.staff.rules import Actor
from core.staff.service import actor
from core.storage import Storage
from core.words import N_

_COUNTS = {one.key: one for one in COUNTS}
_DURATIONS = {one.key: one for one in DURATIONS}
_LEFT_OUT = {one.key: one.condition for one in COUNTS if one.condition is not None}
DECISIONS = ("extensions", "bad_ratings", "unsorted", "reminders")
"""What waits for a decision beside the counts `overdue` and `yellow`; follow-ups owed are `ReportDesk.owed`."""
_BY_DUE = ("overdue", "yellow", "extensions", "unsorted", "reminders")


@dataclass(frozen=True, slots=True)
class Door:
    """Which calls stand behind a number.

    `measure`: the key of a count, of a duration (the calls that have one, the longest first) or one of `DECISIONS`.
    `without` leaves out those that this count counts; `at_least` those that took fewer working seconds.
    """

    measure: str
    scope: Scope = field(default=EVERYTHING)
    without: str | None = None
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Behind:
    """A page of them: `calls` is how many there are in all, `total` what a count that adds up comes to.

    `seconds` has the working seconds of the calls of this page by number, for a duration.
    """

    door: Door
    items: tuple[CallItem, ...]
    next: str | None
    calls: int
    total: int
    seconds: dict[str, int] = field(default_factory=dict)


class DoorDesk:
    """Opens doors. `by` is the code of the one who asks: supervisors see all calls, others those they handle."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def open(self, door: Door, *, by: str, limit: int = 50, after: str | None = None) -> Behind:
        """The calls behind a number: what is due first on top, the longest first, or else the newest first.

        Raises `BadValue` (`unknown_choice`, `bad_cursor`) and what the scope's own checks raise.
        """
        fields.choice(door.measure, "measure", {*_COUNTS, *_DURATIONS, *DECISIONS})
        if door.without is not None:
            fields.choice(door.without, "without", _LEFT_OUT)
        most = fields.whole(limit, "limit", highest=MOST)
        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            check(session, door.scope, who)
            where = _where(door, who, now)
            summed = _COUNTS[door.measure].sum_of if door.measure in _COUNTS else None
            added = func.coalesce(func.sum(CALLS.c[summed]), 0) if summed is not None else func.count()
            calls, total = session.exec(select(func.count(), added).select_from(Call).where(*where)).one()
            order, falling = _order(door)
            query = select(Call, order).where(*where)
            if after is not None:
                query = query.where(_beyond(session, order, after, falling=falling))
            last = (order.desc(), col(Call.id).desc()) if falling else (order, col(Call.id))
            rows = session.exec(query.order_by(*last).limit(most + 1)).all()
            shown = [row[0] for row in rows[:most]]
            took = {call.number: int(value) for call, value in rows[:most]} if door.measure in _DURATIONS else {}
            more = shown[-1].number if len(rows) > most else None
            return Behind(door, records.items(session, shown, who, now), more, int(calls), int(total), took)

    def waiting(self, *, by: str) -> dict[str, int]:
        """How many reminded calls are open, questions have no answer, and spot checks want their sheet filled in.

        The counts beside `ReportDesk.decisions`, by key: `reminders`, `gaps`, `checks` (0 but for supervisors).
        """
        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            reminded = select(func.count()).select_from(Call).where(*_where(Door("reminders"), who, now))
            unmarked = (
                select(func.count())
                .select_from(SpotCheck)
                .join(Call, col(Call.id) == SpotCheck.call_id)
                .where(col(SpotCheck.marked_at).is_(None), or_(col(Call.about).is_(None), col(Call.about) != by))
            )
            return {
                "reminders": int(session.exec(reminded).one()),
                "gaps": house.gaps(session),
                "checks": int(session.exec(unmarked).one()) if who.supervises else 0,
            }


def _where(door: Door, who: Actor, now: datetime) -> list[Any]:
    found: list[Any] = conditions(door.scope, who)
    if door.measure in _DURATIONS:
        column = CALLS.c[_DURATIONS[door.measure].column]
        found.append(column.is_not(None) if door.at_least is None else column >= door.at_least)
    elif door.measure in _COUNTS:
        one = _COUNTS[door.measure]
        if one.condition is not None:
            found.append(one.condition(CALLS.c, now))
        if one.sum_of is not None:
            found.append(CALLS.c[one.sum_of] > 0)
    else:
        found += _deciding(door.measure, now)
    if door.without is not None:
        left_out = _LEFT_OUT[door.without]
        # A comparison with nothing is neither true nor false in SQL; whatever is not true is left in.
        found.append(not_(func.coalesce(left_out(CALLS.c, now), False)))
    return found


def _deciding(measure: str, now: datetime) -> list[ColumnElement[bool]]:
    if measure == "extensions":
        return [col(Call.status).in_(ACTIVE), col(Call.extension_limit).is_not(None)]
    if measure == "bad_ratings":
        return owing.bad_ratings(now)
    if measure == "unsorted":
        return [col(Call.status).in_(OPEN), col(Call.service).is_(None)]
    return [col(Call.status).in_(OPEN), col(Call.reminder).is_not(None)]


def _order(door: Door) -> tuple[Any, bool]:
    """By what the calls are listed, and whether the greatest comes first."""
    if door.measure in _DURATIONS:
        return CALLS.c[_DURATIONS[door.measure].column], True
    if door.measure in _BY_DUE and door.without is None:
        return CALLS.c.due_at, False
    return CALLS.c.id, True


def _beyond(session: Session, order: Any, cursor: str, *, falling: bool) -> ColumnElement[bool]:
    found = session.exec(select(order, Call.id).where(Call.number == read_number(cursor))).first()
    if found is None or found[0] is None:
        raise BadValue("bad_cursor", N_("“{value}” is not a place in this list. Begin the list anew."), value=cursor)
    value, call_id = found
    if falling:
        return or_(order < value, and_(order == value, col(Call.id) < call_id))
    return or_(order > value, and_(order == value, col(Call.id) > call_id))
