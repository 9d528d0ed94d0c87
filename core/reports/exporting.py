"""From the records to the report files: what goes into the spreadsheet and the monthly report."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

from sqlmodel import Session

from core.centre.service import centre
from core.errors import BadValue
from core.reports import comparing, house
from core.reports.counting import Counting
from core.reports.views import Comparison, Group, Overdue, Scope
from core.reports.workbook import Book
from core.staff.rules import Actor
from core.words import N_
from core.words import translate as _

TABLES = (
    ("staff", N_("By person"), "bar"),
    ("service", N_("By service"), "bar"),
    ("channel", N_("By channel"), "column"),
    ("kind", N_("By kind"), "column"),
    ("group", N_("By group of callers"), "bar"),
)
DAYS = 62
"""Up to so many days the trend is by day, beyond by month."""

Groups = Callable[[Session, Counting, str], tuple[Group, ...]]


def book(
    session: Session,
    scope: Scope,
    who: Actor,
    now: datetime,
    groups: Groups,
    overdue: Overdue,
    step: Callable[[], None],
) -> Book:
    """Everything the spreadsheet tells; `step` is called after each part is counted."""
    earlier = None
    if scope.since is not None and scope.until is not None:
        with suppress(BadValue):  # a period that reaches back to the beginning of the calendar has none before it
            before = comparing.before(scope)
            earlier = before, Counting(session, before, who, now).figures()
    counted = Counting(session, scope, who, now)
    figures = counted.figures()
    compared = None
    if earlier is not None:
        compared = Comparison(scope, earlier[0], figures, earlier[1], comparing.differences(figures, earlier[1]))
    step()
    tables = []
    for by, name, chart in TABLES:
        tables.append((name, chart, groups(session, counted, by)))
        step()
    trend = groups(session, counted, "day" if _short(scope, now.date()) else "month")
    step()
    return Book(
        title=_("{centre}: how fast and how well the desk answers").format(centre=centre(session).name),
        period=period(scope), at=now, figures=figures, comparison=compared, tables=tuple(tables), trend=trend,
        heat=counted.heat(), overdue=overdue, demand=house.demand(session, scope, who),
        rooms=house.room_use(session, scope, now),
    )  # fmt: skip


def period(scope: Scope) -> str:
    """The days in words."""
    if scope.since is None and scope.until is None:
        return _("All time")
    return f"{scope.since or ''} – {scope.until or ''}".strip()


def _short(scope: Scope, today: date) -> bool:
    return scope.since is not None and (scope.until or today) - scope.since < timedelta(days=DAYS)
