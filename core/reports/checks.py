"""Spot checks: a fair random sample of each person's finished calls, and a short sheet of marks for each.

Every finished call of a person in the period that was not drawn before is as likely as any other. Only supervisors
draw and mark; whoever handled a call sees the sheet once it is filled in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from random import Random, SystemRandom

from sqlmodel import Session, col, select

from core import fields
from core.calls import records
from core.calls.tables import Call
from core.calls.views import CallItem
from core.errors import BadValue, NotFound, RuleRefused
from core.reports.counting import conditions
from core.reports.measures import FINISHED
from core.reports.tables import SpotCheck
from core.reports.views import Scope
from core.staff.rules import Actor, require_supervisor
from core.staff.service import actor
from core.storage import Storage
from core.words import N_

CRITERIA = {
    "manner": N_("Manner"),
    "accuracy": N_("Accuracy of the answer"),
    "completeness": N_("Told everything at once"),
    "promptness": N_("Promptness"),
    "record": N_("Record"),
}
"""What is marked, each from 1 (bad) to 5 (very good)."""
EACH = 20
MOST = 1000


@dataclass(frozen=True, slots=True)
class CheckView:
    """One spot check; `marks` None until it is marked. `mean` is that of its marks."""

    id: int
    call: CallItem
    staff: str
    drawn_at: datetime
    drawn_by: str
    marks: Mapping[str, int] | None
    mean: float | None
    note: str | None
    marked_at: datetime | None
    marked_by: str | None


class CheckDesk:
    """Acts on spot checks."""

    def __init__(self, storage: Storage, rng: Random | None = None) -> None:
        self._storage = storage
        self._rng = rng or SystemRandom()

    def draw(self, scope: Scope, each: int, *, by: str) -> tuple[CheckView, ...]:
        """Draw `each` finished calls of every person in the scope, fewer where there are fewer (supervisors)."""
        wanted = fields.whole(each, "each", highest=EACH)
        with self._storage.act("report.draw", by, "spot check") as act:
            who = actor(act.session, by)
            require_supervisor(who)
            rows = [
                SpotCheck(call_id=call_id, staff=handler, drawn_at=act.at, drawn_by=by)
                for handler, ids in _drawable(act.session, scope, who).items()
                for call_id in sorted(self._rng.sample(ids, min(wanted, len(ids))))
            ]
            act.session.add_all(rows)
            act.session.flush()
            act.note(each=wanted, drawn=len(rows))
            return _views(act.session, rows, who, act.at)

    def mark(self, check: int, marks: Mapping[str, int | str], *, by: str, note: str | None = None) -> CheckView:
        """Fill in the sheet: a mark for each criterion (supervisors, never of calls they handled themselves).

        Raises `NotFound` (`no_such_check`), `BadValue` (`marks_missing`, `bad_number`) or `RuleRefused` (`own_check`).
        """
        if set(marks) != set(CRITERIA):
            missing = [one for one in CRITERIA if one not in marks] or sorted(set(marks) - set(CRITERIA))
            raise BadValue("marks_missing", N_("The sheet wants one mark each; look at: {marks}."), marks=missing)
        read = {name: fields.whole(marks[name], name, highest=5) for name in CRITERIA}
        remark = fields.optional_text(note, "note", maximum=2000)
        with self._storage.act("report.mark", by, str(check)) as act:
            who = actor(act.session, by)
            require_supervisor(who)
            row = act.session.get(SpotCheck, check)
            shown = () if row is None else _views(act.session, [row], who, act.at)
            if row is None or not shown:
                raise NotFound("no_such_check", N_("There is no spot check {id}. Choose one of the list."), id=check)
            if row.staff == by:
                raise RuleRefused("own_check", N_("Nobody marks a call of their own. Leave it to another supervisor."))
            row.marks, row.note, row.marked_at, row.marked_by = read, remark, act.at, by
            act.session.add(row)
            act.session.flush()
            return _views(act.session, [row], who, act.at)[0]

    def list(self, *, by: str, staff: str | None = None, limit: int = 200) -> tuple[CheckView, ...]:
        """Spot checks, those not marked yet first; others than supervisors see their own that are marked."""
        most = fields.whole(limit, "limit", highest=MOST)
        with self._storage.read() as session:
            who = actor(session, by)
            query = select(SpotCheck).order_by(col(SpotCheck.marked_at).is_not(None), col(SpotCheck.id).desc())
            if not who.supervises:
                query = query.where(SpotCheck.staff == by, col(SpotCheck.marked_at).is_not(None))
            if staff is not None:
                query = query.where(SpotCheck.staff == staff)
            return _views(session, list(session.exec(query.limit(most))), who, self._storage.now())


def _drawable(session: Session, scope: Scope, who: Actor) -> dict[str, list[int]]:
    """The finished calls of each person that were not drawn before, and that this supervisor may see."""
    drawn = select(SpotCheck.call_id)
    query = (
        select(Call.id, Call.handler)
        .where(*conditions(scope, who), col(Call.status).in_(FINISHED), col(Call.id).not_in(drawn))
        .order_by(col(Call.handler), col(Call.id))
    )
    found: dict[str, list[int]] = defaultdict(list)
    for call_id, handler in session.exec(query):
        if call_id is not None and handler != who.code:
            found[handler].append(call_id)
    return found


def _views(session: Session, rows: list[SpotCheck], who: Actor, now: datetime) -> tuple[CheckView, ...]:
    calls = session.exec(select(Call).where(col(Call.id).in_([row.call_id for row in rows]))).all()
    seen = [call for call in calls if call.about != who.code]
    items = {call.id: item for call, item in zip(seen, records.items(session, seen, who, now), strict=True)}
    return tuple(
        CheckView(
            row.id or 0, items[row.call_id], row.staff, row.drawn_at, row.drawn_by, row.marks,
            sum(row.marks.values()) / len(row.marks) if row.marks else None, row.note, row.marked_at, row.marked_by,
        )
        for row in rows
        if row.call_id in items
    )  # fmt: skip
