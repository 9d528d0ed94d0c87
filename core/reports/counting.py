"""Counting in SQL: the counts and percentiles of a scope, whole or by group.

Every question is one or three passes over the index `calls_for_reports`, which holds all that is counted; the calls
themselves are not read.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, case, func, literal, or_, select, type_coerce
from sqlmodel import Session

from core.clock import CENTRE
from core.reports.measures import CALLS, COUNTS, DURATIONS, RATES, SHARES, Duration
from core.reports.views import Figures, Percentiles, Scope
from core.staff.rules import Actor

Key = str | int | None
_OFFSET, _DAY = 8 * 3600, 86_400
_EPOCH = date(1970, 1, 1)
_NOTHING = {"p50": None, "p90": None, "p95": None, "max": None}


def conditions(scope: Scope, actor: Actor) -> list[ColumnElement[bool]]:
    """What is counted for this person: the scope, without complaints about them; only theirs unless they supervise."""
    c = CALLS.c
    found: list[ColumnElement[bool]] = [or_(c.about.is_(None), c.about != actor.code)]
    if not actor.supervises:
        found.append(c.handler == actor.code)
    if scope.since is not None:
        found.append(c.received_at >= datetime.combine(scope.since, time(), CENTRE))
    if scope.until is not None and scope.until < date.max:
        found.append(c.received_at < datetime.combine(scope.until, time(), CENTRE) + timedelta(days=1))
    for column, value in (
        (c.handler, scope.staff), (c.service, scope.service), (c.channel, scope.channel), (c.kind, scope.kind),
        (c.caller_group, scope.group),
    ):  # fmt: skip
        if value is not None:
            found.append(column == value)
    return found


def figures(session: Session, scope: Scope, actor: Actor, now: datetime) -> Figures:
    """The figures of a whole scope."""
    found = grouped(session, scope, actor, now, None)
    return found.get(None) or _figures(dict.fromkeys((one.key for one in COUNTS), 0), {})


def grouped(session: Session, scope: Scope, actor: Actor, now: datetime, by: str | None) -> dict[Key, Figures]:
    """The figures of each group with calls, by key; `by` None: of the whole, under None."""
    where, key = conditions(scope, actor), key_of(by)
    names = [one.key for one in COUNTS]
    query = select(key.label("key"), *(one.expression(now).label(one.key) for one in COUNTS)).where(*where)
    if by is not None:
        query = query.group_by(key)
    counts: dict[Key, dict[str, int]] = {}
    for row in session.execute(query):
        counts[row[0]] = dict(zip(names, (int(one) for one in row[1:]), strict=True))
    seconds = {one.key: _percentiles(session, one, key, where) for one in DURATIONS}
    return {
        group: _figures(numbers, {name: found.get(group) for name, found in seconds.items()})
        for group, numbers in counts.items()
        if numbers["calls"]
    }


def numbers(session: Session, scope: Scope, actor: Actor, by: str) -> dict[Key, int]:
    """How many calls each group has, and nothing else."""
    key = key_of(by)
    query = select(key, func.count()).select_from(CALLS).where(*conditions(scope, actor)).group_by(key)
    return {row[0]: int(row[1]) for row in session.execute(query)}


def key_of(by: str | None) -> ColumnElement[Any]:
    """The grouping as an expression, by arithmetic that every engine does alike (the centre is 8 hours ahead).

    Months are right until February 2100, when a leap day falls out.
    """
    c = CALLS.c
    plain = {"staff": c.handler, "service": c.service, "channel": c.channel, "kind": c.kind, "group": c.caller_group}
    if by is None:
        return literal(None)
    if by in plain:
        return plain[by]
    local = type_coerce(c.received_at, BigInteger) + _OFFSET
    day, hour = local // _DAY, local % _DAY // 3600
    if by == "day":
        return day
    if by == "hour":
        return hour
    if by == "weekday_hour":
        return ((day + 3) % 7 + 1) * 100 + hour
    assert by == "month", by
    since_march = day + 671
    year = (4 * since_march + 3) // 1461
    month = (5 * (since_march - 1461 * year // 4) + 2) // 153
    return (1968 + year) * 100 + month + 3 + case((month > 9, 88), else_=0)


def shown_key(by: str, key: Key) -> str | None:
    """A key as the reports tell it; see `views.GROUPINGS`."""
    if key is None or isinstance(key, str):
        return key
    if by == "day":
        return (_EPOCH + timedelta(days=key)).isoformat()
    if by == "hour":
        return f"{key:02d}"
    if by == "weekday_hour":
        return f"{key // 100}-{key % 100:02d}"
    return f"{key // 100}-{key % 100:02d}"


def _percentiles(
    session: Session, duration: Duration, key: ColumnElement[Any], where: list[ColumnElement[bool]]
) -> dict[Key, Mapping[str, int | None]]:
    """Percentiles of a duration by group: values are ranked, and the first at or past each share is taken."""
    value = CALLS.c[duration.column]
    ranked = (
        select(
            key.label("key"),
            value.label("value"),
            func.row_number().over(partition_by=key, order_by=value).label("place"),
            func.count().over(partition_by=key).label("many"),
        )
        .where(*where, value.is_not(None))
        .subquery()
    )
    c = ranked.c
    shares = (func.min(case((c.place * 100 >= c.many * share, c.value))).label(name) for name, share in SHARES.items())
    query: Select[Any] = select(c.key, *shares, func.max(c.value)).group_by(c.key)
    return {row[0]: dict(zip(_NOTHING, row[1:], strict=True)) for row in session.execute(query)}


def _figures(counts: Mapping[str, int], seconds: Mapping[str, Mapping[str, int | None] | None]) -> Figures:
    values: dict[str, Any] = {**counts, **{rate.key: rate.of(counts) for rate in RATES}}
    for one in DURATIONS:
        values[one.key] = Percentiles(**(seconds.get(one.key) or _NOTHING))
    return Figures(**values)
