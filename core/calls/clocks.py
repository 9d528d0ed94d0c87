"""A call's due time, reckoned from where it starts and from what moved it. Pure, over a working calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.errors import BadValue
from core.words import N_
from core.worktime import (
    DayCount,
    Recount,
    Step,
    WorkCalendar,
    elapsed,
    extended_due,
    parse_limit,
    recount,
    yellow_from,
)

ClockKind = Literal["pause", "resume", "restart", "extend", "reopen"]


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """What moved a due time: `pause`, `resume` (the rest runs on), `restart` (the whole limit runs again from
    resumption), `extend` by `limit`, `reopen` (the limit runs anew)."""

    kind: ClockKind
    at: datetime
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The due time, from when it is yellow, and whether it depends on days not published yet."""

    due_at: datetime
    yellow_at: datetime
    provisional: bool


def reckon(calendar: WorkCalendar, start: datetime, limit: str, events: Iterable[ClockEvent] = ()) -> Reckoned:
    """The due time of a limit from `start` after `events`, which are in order of time.

    While a call waits, `due_at` stays as it was; what was left of working time runs on from resumption.
    """
    state = _past(calendar, start, limit, events)
    return Reckoned(state.due_at, yellow_from(calendar, state.due_at), state.provisional)


def explained(
    calendar: WorkCalendar, start: datetime, limit: str, events: Iterable[ClockEvent] = ()
) -> tuple[DayCount, ...]:
    """The count behind `reckon`, day by day; an extension's days follow those of the limit."""
    return _past(calendar, start, limit, events).explain(calendar)


def worked(calendar: WorkCalendar, start: datetime, end: datetime, events: Iterable[ClockEvent] = ()) -> int:
    """Working seconds from `start` to `end`, spells of waiting left out; of a call reopened, from its reopening."""
    spells: list[tuple[datetime, datetime]] = []
    paused: datetime | None = None
    for event in events:
        if event.kind == "reopen":
            start, spells, paused = event.at, [], None
        elif event.kind == "pause":
            paused = event.at
        elif paused is not None and event.kind in ("resume", "restart"):
            spells, paused = [*spells, (paused, event.at)], None
    return elapsed(calendar, start, end) - sum(elapsed(calendar, *spell) for spell in spells)


def extended(calendar: WorkCalendar, reckoned_before: datetime, due_at: datetime, limit: str, most: str) -> datetime:
    """The due time after an extension by `limit` from `due_at`.

    Raises `BadValue` (`extension_too_long`) where it goes beyond `most` from `reckoned_before`, the due time before
    any extension (Shandong hotline rules: generally at most 10 working days).
    """
    at = extended_due(calendar, due_at, parse_limit(limit))
    if at > extended_due(calendar, reckoned_before, parse_limit(most)):
        raise BadValue(
            "extension_too_long",
            N_("Extensions come to at most {most} in all; {limit} more is too long."),
            most=most,
            limit=str(parse_limit(limit)),
        )
    return at


def _past(calendar: WorkCalendar, start: datetime, limit: str, events: Iterable[ClockEvent]) -> Recount:
    steps = [Step(one.kind, one.at, parse_limit(one.limit) if one.limit else None) for one in events]
    return recount(calendar, start, parse_limit(limit), steps)
