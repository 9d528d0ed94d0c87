"""A call's due time, reckoned from where it starts and from what moved it. Pure, over a working calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.errors import BadValue
from core.words import N_
from core.worktime import (
    DayCount,
    Limit,
    WorkCalendar,
    due,
    elapsed,
    explain,
    extended_due,
    parse_limit,
    resumed_due,
    yellow_from,
)


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """What moved a due time: `pause`, `resume` (the rest runs on), `restart` (the whole limit runs again from
    resumption), `extend` by `limit`, `reopen` (the limit runs anew)."""

    kind: str
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
    promised = parse_limit(limit)
    at, provisional = _run(calendar, start, promised)
    paused: datetime | None = None
    for event in events:
        if event.kind == "pause":
            paused = event.at
        elif event.kind == "resume" and paused is not None:
            at, paused = resumed_due(calendar, at, paused, event.at), None
        elif event.kind in ("restart", "reopen"):
            (at, provisional), paused = _run(calendar, event.at, promised), None
        elif event.kind == "extend" and event.limit:
            at = extended_due(calendar, at, parse_limit(event.limit))
    return Reckoned(at, yellow_from(calendar, at), provisional or calendar.day(at.date()).provisional)


def explained(
    calendar: WorkCalendar, start: datetime, limit: str, events: Iterable[ClockEvent] = ()
) -> tuple[DayCount, ...]:
    """The count behind `reckon`, day by day; an extension's days follow those of the limit."""
    promised = parse_limit(limit)
    pauses: list[tuple[datetime, datetime]] = []
    paused: datetime | None = None
    known: list[ClockEvent] = []
    more: list[DayCount] = []
    for event in events:
        if event.kind == "pause":
            paused = event.at
        elif event.kind == "resume" and paused is not None:
            pauses, paused = [*pauses, (paused, event.at)], None
        elif event.kind in ("restart", "reopen"):
            start, pauses, paused, more = event.at, [], None, []
        elif event.kind == "extend" and event.limit:
            at = reckon(calendar, start, limit, [one for one in known if one.at >= start]).due_at
            more += explain(calendar, at, parse_limit(event.limit))
        known.append(event)
    return (*explain(calendar, start, promised, pauses), *more)


def worked(calendar: WorkCalendar, start: datetime, end: datetime, events: Iterable[ClockEvent] = ()) -> int:
    """Working seconds from `start` to `end`, spells of waiting left out."""
    seconds = elapsed(calendar, start, end)
    paused: datetime | None = None
    for event in events:
        if event.kind == "pause":
            paused = event.at
        elif paused is not None and event.kind in ("resume", "restart"):
            seconds, paused = seconds - elapsed(calendar, paused, event.at), None
    return seconds


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


def _run(calendar: WorkCalendar, start: datetime, limit: Limit) -> tuple[datetime, bool]:
    result = due(calendar, start, limit)
    return result.due_at, result.provisional
