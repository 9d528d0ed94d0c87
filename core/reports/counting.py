"""Counting in SQL: the counts and percentiles of a scope, whole or by group.

A scope's calls are read once, from the index `calls_for_reports` which holds all that is counted, into a temporary
table of narrow rows: keys, working seconds, and one bit for each condition that the call fulfils. Every figure is then
counted from that table, so that the cost hangs on the calls in the scope and not on all there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateTable, DropTable
from sqlmodel import Session

from core.clock import CENTRE
from core.reports.measures import CALLS, COUNTS, DURATIONS, RATES, SHARES
from core.reports.views import Figures, Percentiles, Scope
from core.staff.rules import Actor
from core.storage import Moment

Key = str | int | None
_OFFSET, _DAY = 8 * 3600, 86_400
_EPOCH = date(1970, 1, 1)
_NOTHING: Mapping[str, int | None] = {"p50": None, "p90": None, "p95": None, "max": None}
_FLAGS = tuple(one for one in COUNTS if one.condition is not None)
_SUMS = tuple(one for one in COUNTS if one.sum_of is not None)
_PLAIN = {"staff": "handler", "service": "service", "channel": "channel", "kind": "kind", "group": "caller_group"}

_NARROW = Table(
    "report_calls",
    MetaData(),
    *(Column(name, Text) for name in _PLAIN.values()),
    Column("day", Integer),
    Column("hour", Integer),
    Column("flags", BigInteger),
    *(Column(one.sum_of or "", Integer) for one in _SUMS),
    *(Column(one.column, BigInteger) for one in DURATIONS),
    prefixes=["TEMPORARY"],
)
_CREATE, _DROP = CreateTable(_NARROW), DropTable(_NARROW, if_exists=True)


class Counting:
    """The figures of one scope as this person may see them, counted within one transaction.

    There is one table of narrow rows: done with this scope, another may be counted, but not both in turn.
    """

    def __init__(self, session: Session, scope: Scope, actor: Actor, now: datetime) -> None:
        self._session = session
        session.execute(_DROP)
        session.execute(_CREATE)
        found = _narrow().where(*conditions(scope, actor))
        session.execute(insert(_NARROW).from_select(list(_NARROW.c), found), {"now": now})

    def figures(self) -> Figures:
        """The figures of the whole scope."""
        return self.groups(None).get(None) or _figures(dict.fromkeys((one.key for one in COUNTS), 0), {})

    def groups(self, by: str | None, *, percentiles: bool = True) -> dict[Key, Figures]:
        """The figures of each group with calls, by key; `by` None: of the whole, under None."""
        counts = self._counts(by)
        seconds = {one.key: self._percentiles(one.column, by) if percentiles else {} for one in DURATIONS}
        return {
            key: _figures(numbers, {name: found.get(key) for name, found in seconds.items()})
            for key, numbers in counts.items()
        }

    def numbers(self, by: str) -> dict[Key, int]:
        """How many calls each group has, and nothing else."""
        return {_key(row[0]): int(row[1]) for row in self._rows(_numbers, by)}

    def heat(self) -> tuple[tuple[int, ...], ...]:
        """How many calls were received in each hour of the week: seven rows from Monday, 24 hours each."""
        found = self.numbers("weekday_hour")
        return tuple(tuple(found.get(day * 100 + hour, 0) for hour in range(24)) for day in range(1, 8))

    def _counts(self, by: str | None) -> dict[Key, dict[str, int]]:
        """Calls with the same key and the same bits are counted together, and the bits are told apart here."""
        found: dict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys((one.key for one in COUNTS), 0))
        for group, flags, calls, *added in self._rows(_counts, by):
            numbers = found[_key(group)]
            numbers["calls"] += calls
            for name in _told_by(flags):
                numbers[name] += calls
            for one, much in zip(_SUMS, added, strict=True):
                numbers[one.key] += much
        return found

    def _percentiles(self, column: str, by: str | None) -> dict[Key, Mapping[str, int | None]]:
        return {_key(row[0]): dict(zip(_NOTHING, row[1:], strict=True)) for row in self._rows(_ranked, by, column)}

    def _rows(self, make: Callable[..., Select[Any]], *what: str | None) -> Sequence[Any]:
        """The rows of a question over the narrow rows; its SQL is made once for an engine and kept."""
        connection = self._session.connection()
        return connection.exec_driver_sql(_sql(connection.dialect, make, *what)).fetchall()


@lru_cache(maxsize=256)
def _sql(dialect: Dialect, make: Callable[..., Select[Any]], *what: str | None) -> str:
    return str(make(*what).compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


def _numbers(by: str) -> Select[Any]:
    key = key_of(by)
    return select(key, func.count()).select_from(_NARROW).group_by(key)


def _counts(by: str | None) -> Select[Any]:
    c, key = _NARROW.c, key_of(by)
    sums = (func.coalesce(func.sum(c[one.sum_of or ""]), 0) for one in _SUMS)
    query = select(key, c.flags, func.count(), *sums).group_by(c.flags)
    return query if by is None else query.group_by(key)


def _ranked(by: str | None, column: str) -> Select[Any]:
    """Percentiles by group: values are ranked, and the first at or past each share is taken.

    Calls answered on the spot take no time at all, and they are many: zeros are counted and not ranked.
    """
    value, key = _NARROW.c[column], key_of(by)
    at_once = func.sum(case((value == 0, 1), else_=0))
    totals = select(key.label("key"), func.count(value).label("many"), at_once.label("zeros"))
    totals = totals.where(value.is_not(None))
    place = func.row_number().over(partition_by=None if by is None else key, order_by=value)
    t = (totals if by is None else totals.group_by(key)).subquery()
    r = select(key.label("key"), value.label("value"), place.label("place")).where(value > 0).subquery()
    shares = (
        case(
            (t.c.zeros * 100 >= t.c.many * share, 0),
            else_=func.min(case(((r.c.place + t.c.zeros) * 100 >= t.c.many * share, r.c.value))),
        )
        for share in SHARES.values()
    )
    return (
        select(t.c.key, *shares, func.coalesce(func.max(r.c.value), 0))
        .select_from(t.outerjoin(r, t.c.key == r.c.key))
        .where(t.c.many > 0)
        .group_by(t.c.key, t.c.many, t.c.zeros)
    )


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
            found.append(column.is_(None) if value == "" and column.nullable else column == value)
    local = type_coerce(c.received_at, BigInteger) + _OFFSET
    if scope.weekday is not None:
        found.append((local // _DAY + 3) % 7 + 1 == scope.weekday)
    if scope.hour is not None:
        found.append(local % _DAY // 3600 == scope.hour)
    return found


def key_of(by: str | None) -> ColumnElement[Any]:
    """The grouping as an expression over the narrow rows, by arithmetic that every engine does alike.

    Months are right until February 2100, when a leap day falls out.
    """
    c = _NARROW.c
    if by is None:
        return literal_column("''", Text())
    if by in _PLAIN:
        return c[_PLAIN[by]]
    if by in ("day", "hour"):
        return c[by]
    if by == "weekday_hour":
        return ((c.day + 3) % 7 + 1) * 100 + c.hour
    assert by == "month", by
    since_march = c.day + 671
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
    return f"{key // 100}-{key % 100:02d}"


@cache
def _narrow() -> Select[Any]:
    """The narrow rows of all calls at the moment `now`, unknown keys empty; the centre is 8 hours ahead."""
    c, now = CALLS.c, bindparam("now", type_=Moment)
    local = type_coerce(c.received_at, BigInteger) + _OFFSET
    flags: ColumnElement[int] = literal_column("0", BigInteger())
    for bit, one in enumerate(_FLAGS):
        assert one.condition is not None
        flags = flags + case((one.condition(c, now), literal_column(str(1 << bit))), else_=literal_column("0"))
    return select(
        *(func.coalesce(c[name], "") for name in _PLAIN.values()), local // _DAY, local % _DAY // 3600, flags,
        *(c[one.sum_of or ""] for one in _SUMS), *(c[one.column] for one in DURATIONS),
    )  # fmt: skip


def _key(key: Key) -> Key:
    return None if key == "" else key


@cache
def _told_by(flags: int) -> tuple[str, ...]:
    return tuple(one.key for bit, one in enumerate(_FLAGS) if flags >> bit & 1)


def _figures(counts: Mapping[str, int], seconds: Mapping[str, Mapping[str, int | None] | None]) -> Figures:
    values: dict[str, Any] = {**counts, **{rate.key: rate.of(counts) for rate in RATES}}
    for one in DURATIONS:
        values[one.key] = Percentiles(**(seconds.get(one.key) or _NOTHING))
    return Figures(**values)
