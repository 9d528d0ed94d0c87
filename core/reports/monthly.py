"""The monthly report (服务台月报) from a template that the centre can edit. It is paper: always in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from core.calls.rules import EARLIEST
from core.centre.service import centre
from core.errors import BadValue
from core.reports import comparing, naming
from core.reports.counting import Counting, shown_key
from core.reports.measures import DURATIONS, FEW, RATES
from core.reports.showing import rate_of, span
from core.reports.views import Decisions, Figures, Scope
from core.staff.rules import Actor
from core.words import N_, chinese

_MOST = 12


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure: this month, of how many, the month before, and the change; `few` where there are too few."""

    name: str
    value: str
    counted: str
    before: str
    change: str
    meaning: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One person, service, channel or group of callers."""

    name: str
    calls: str
    completed: str
    on_time: str
    response: str
    first_reply: str
    completion: str


@dataclass(frozen=True, slots=True)
class Monthly:
    """What the template `monthly.docx` is filled with."""

    centre: str
    month: str
    made_at: str
    calls: str
    calls_before: str
    completed: str
    open: str
    overdue: str
    yellow: str
    extensions: str
    follow_ups: str
    bad_ratings: str
    measures: tuple[MeasureRow, ...]
    staff: tuple[GroupRow, ...]
    services: tuple[GroupRow, ...]
    channels: tuple[GroupRow, ...]
    groups: tuple[GroupRow, ...]


def month_of(typed: str) -> Scope:
    """The scope of a month written `2026-10`; raises `BadValue` (`bad_month`)."""
    try:
        first = datetime.strptime(typed.strip(), "%Y-%m").date()
        if not EARLIEST <= first.year < date.max.year:
            raise ValueError
    except ValueError:
        raise BadValue("bad_month", N_("“{value}” is not a month. Write it like 2026-11."), value=typed) from None
    after = (first + timedelta(days=31)).replace(day=1)
    return Scope(first, after - timedelta(days=1))


def monthly(session: Session, scope: Scope, who: Actor, now: datetime, waiting: Decisions) -> Monthly:
    """The report's texts; `waiting` is what waits for a decision at the time it is made."""
    assert scope.since is not None
    earlier = Counting(session, comparing.before(scope), who, now).figures()
    counted = Counting(session, scope, who, now)
    figures = counted.figures()
    found = {by: _groups(session, counted, by) for by in ("staff", "service", "channel", "group")}
    return Monthly(
        centre=centre(session).name, month=f"{scope.since.year} 年 {scope.since.month} 月",
        made_at=f"{now:%Y-%m-%d %H:%M}", calls=str(figures.calls), calls_before=str(earlier.calls),
        completed=str(figures.completed), open=str(figures.open), overdue=str(figures.overdue),
        yellow=str(figures.yellow), extensions=str(waiting.extensions), follow_ups=str(waiting.follow_ups),
        bad_ratings=str(waiting.bad_ratings), measures=tuple(_measures(figures, earlier)), staff=found["staff"],
        services=found["service"], channels=found["channel"], groups=found["group"],
    )  # fmt: skip


def _measures(figures: Figures, earlier: Figures) -> Sequence[MeasureRow]:
    rows = []
    for rate in RATES:
        this, other = getattr(figures, rate.key), getattr(earlier, rate.key)
        many, before = getattr(figures, rate.whole), getattr(earlier, rate.whole)
        change = "—"
        if min(many, before) < FEW:
            change = chinese(N_("too few"))
        elif this is not None and other is not None:
            change = f"{(this - other) * 100:+.1f}"
        rows.append(
            MeasureRow(chinese(rate.name), rate_of(this), str(many), rate_of(other), change, chinese(rate.definition))
        )
    for one, counted in zip(DURATIONS, ("replied", "completed"), strict=True):
        for share in ("p50", "p90"):
            this, other = (getattr(getattr(each, one.key), share) for each in (figures, earlier))
            name, meaning = f"{chinese(one.name)} {share}", chinese(one.definition)
            many = str(getattr(figures, counted))
            rows.append(MeasureRow(name, span(this, paper=True), many, span(other, paper=True), "", meaning))
    return rows


def _groups(session: Session, counted: Counting, by: str) -> tuple[GroupRow, ...]:
    """The groups with most calls first; of services the first dozen."""
    known = naming.names(session, by, paper=True)
    found = sorted(counted.groups(by).items(), key=lambda pair: (-pair[1].calls, str(pair[0])))
    return tuple(
        GroupRow(
            naming.name(by, shown_key(by, key), known, paper=True), str(one.calls), str(one.completed),
            rate_of(one.on_time_rate), rate_of(one.response_rate), span(one.first_reply_seconds.p50, paper=True),
            span(one.completion_seconds.p50, paper=True),
        )
        for key, one in found[: _MOST if by == "service" else None]
    )  # fmt: skip
