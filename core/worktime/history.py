"""A due time with everything that moved it: waiting, extensions, a limit that ran anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from itertools import pairwise
from typing import Literal

from core.clock import CENTRE
from core.errors import BadValue
from core.words import N_
from core.words import translate as _
from core.worktime.calendar import WorkCalendar
from core.worktime.counting import Pause, provisional_between, resumed_due, run_on, run_out
from core.worktime.explaining import DayCount, count_by_the_clock, count_plainly, show_clock
from core.worktime.limits import Limit
from core.worktime.sums import at_centre, business_day


@dataclass(frozen=True, slots=True)
class Step:
    """What moved a due time, and when.

    After a `pause` either `resume`, what was left of working time runs on (nothing, where the due time was over when
    the pause began), or `restart`, the whole limit runs again: complete materials are a new start. `extend` adds
    `limit` to the due time; with `reopen` the limit runs anew.
    """

    kind: Literal["pause", "resume", "restart", "extend", "reopen"]
    at: datetime
    limit: Limit | None = None


@dataclass(frozen=True, slots=True)
class Recount:
    """A due time and its past since the limit last ran from the beginning, at `begun`.

    `pauses` are those that moved it; `extensions` the due times extended, each with the limit added.
    """

    due_at: datetime
    provisional: bool
    begun: datetime
    limit: Limit
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[tuple[datetime, Limit], ...] = ()
    again: Literal["", "restart", "reopen"] = ""

    def explain(self, calendar: WorkCalendar) -> tuple[DayCount, ...]:
        """The count day by day since `begun`; in working seconds once something was paused or units are mixed."""
        rows = self._rows(calendar)
        extra: dict[object, list[str]] = {}
        if self.again:
            text = _("reopened {time}") if self.again == "reopen" else _("the whole limit runs again from {time}")
            extra.setdefault(self.begun.date(), []).append(text.format(time=show_clock(self.begun)))
        for due_at, limit in self.extensions:
            day = business_day(calendar, due_at)[0]
            extra.setdefault(day, []).append(_("extended by {limit}").format(limit=limit))
        return tuple(
            replace(row, note=_("; ").join([*filter(None, [row.note]), *extra.get(row.date, [])])) for row in rows
        )

    def _rows(self, calendar: WorkCalendar) -> list[DayCount]:
        limits = (self.limit, *(limit for _due, limit in self.extensions))
        if self.pauses or (self.extensions and any(limit.working_seconds is not None for limit in limits)):
            edges = [self.begun, *(edge for pause in self.pauses for edge in pause), max(self.begun, self.due_at)]
            running = list(pairwise(edges))[::2]
            return list(count_by_the_clock(calendar, self.begun, running, self.due_at, list(self.pauses)))
        rows = list(count_plainly(calendar, self.begun, self.limit))
        for due_at, limit in self.extensions:
            day = business_day(calendar, due_at)[0]
            rows += list(count_plainly(calendar, datetime.combine(day, time(), CENTRE), limit))[1:]
        return rows


def recount(calendar: WorkCalendar, start: datetime, limit: Limit, steps: Iterable[Step] = ()) -> Recount:
    """The due time of `limit` from `start` after `steps`, which come in order of time.

    While something waits its due time stays as it was. Pure: the same steps over a changed calendar give the due
    time as that calendar has it. Raises `BadValue` as `due` does, and `bad_step` for steps in no order that can be.
    """
    begun = at_centre(start)
    due_at, unsure = run_out(calendar, begun, limit)
    state = Recount(due_at, unsure, begun, limit)
    paused: datetime | None = None
    for step in steps:
        at = at_centre(step.at)
        if step.kind == "pause":
            _expect(paused is None, step)
            paused = at
        elif step.kind == "reopen":
            state, paused = _anew(calendar, state, at, "reopen"), None
        elif step.kind == "extend":
            _expect(step.limit is not None, step)
            state = _extended(calendar, state, step.limit) if step.limit else state
        else:
            if paused is None or at < paused:
                raise _bad(step)
            if step.kind == "restart":
                state = _anew(calendar, state, at, "restart")
            elif paused < state.due_at:
                state = _resumed(calendar, state, (paused, at))
            paused = None
    return state


def _anew(calendar: WorkCalendar, state: Recount, at: datetime, why: Literal["restart", "reopen"]) -> Recount:
    due_at, unsure = run_out(calendar, at, state.limit)
    return Recount(due_at, unsure, at, state.limit, again=why)


def _extended(calendar: WorkCalendar, state: Recount, limit: Limit) -> Recount:
    due_at, unsure = run_on(calendar, state.due_at, limit)
    return replace(
        state,
        due_at=due_at,
        provisional=state.provisional or unsure,
        extensions=(*state.extensions, (state.due_at, limit)),
    )


def _resumed(calendar: WorkCalendar, state: Recount, pause: Pause) -> Recount:
    due_at = resumed_due(calendar, state.due_at, *pause)
    unsure = state.provisional or any(
        provisional_between(calendar, *span) for span in ((pause[0], state.due_at), (pause[1], due_at))
    )
    return replace(state, due_at=due_at, provisional=unsure, pauses=(*state.pauses, pause))


def _expect(right: bool, step: Step) -> None:
    if not right:
        raise _bad(step)


def _bad(step: Step) -> BadValue:
    return BadValue(
        "bad_step",
        N_("“{step}” at {time} does not fit what went before it."),
        step=step.kind,
        time=step.at.isoformat(),
    )
