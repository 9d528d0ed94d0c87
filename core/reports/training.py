"""Training and evaluation of the staff (art. 14): sessions, results, and each person's measures over a period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from core import fields
from core.errors import BadValue
from core.reports.counting import Counting
from core.reports.service import EVERYTHING, check
from core.reports.tables import SpotCheck, Training
from core.reports.views import Figures, Scope
from core.staff.rules import Actor, require_supervisor
from core.staff.service import actor, get_staff
from core.staff.tables import Staff
from core.storage import Storage
from core.words import N_

RESULTS = {"attended": N_("attended"), "passed": N_("passed"), "failed": N_("failed")}
MOST = 1000


@dataclass(frozen=True, slots=True)
class TrainingView:
    """One person at one session; `score` from 0 to 100 where there was a test."""

    id: int
    staff: str
    held_on: date
    title: str
    minutes: int | None
    result: str
    score: int | None
    note: str | None
    recorded_at: datetime
    recorded_by: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One person over a period: the measures of the calls they handle, training, and marks from spot checks."""

    staff: str
    name: str
    role: str
    figures: Figures
    trainings: int
    training_minutes: int
    passed: int
    failed: int
    checks: int
    mean_mark: float | None


class TrainingDesk:
    """Acts on training records, and the evaluation they go into."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def add(
        self,
        staff: str,
        held_on: date,
        title: str,
        *,
        by: str,
        minutes: int | None = None,
        result: str = "attended",
        score: int | None = None,
        note: str | None = None,
    ) -> TrainingView:
        """Put somebody's session on record (supervisors); raises `NotFound`, `BadValue` (`training_in_future`, …)."""
        name = fields.text(title, "title", maximum=200)
        ended = fields.choice(result, "result", RESULTS)
        long = None if minutes is None else fields.whole(minutes, "minutes", highest=6000)
        points = None if score is None else fields.whole(score, "score", lowest=0, highest=100)
        remark = fields.optional_text(note, "note", maximum=2000)
        with self._storage.act("report.training", by, staff) as act:
            require_supervisor(actor(act.session, by))
            get_staff(act.session, staff)
            if held_on > act.at.date():
                raise BadValue("training_in_future", N_("A session is put on record once it was held. Check the day."))
            row = Training(
                staff=staff, held_on=held_on, title=name, minutes=long, result=ended, score=points, note=remark,
                recorded_at=act.at, recorded_by=by,
            )  # fmt: skip
            act.session.add(row)
            act.session.flush()
            act.note(result=row.result)
            return _view(row)

    def list(self, scope: Scope = EVERYTHING, *, by: str) -> tuple[TrainingView, ...]:
        """Sessions held in the period, the latest first; others than supervisors see their own."""
        with self._storage.read() as session:
            who = actor(session, by)
            check(session, scope, who)
            return tuple(_view(row) for row in _held(session, scope, who)[:MOST])

    def evaluate(self, scope: Scope = EVERYTHING, *, by: str) -> tuple[Evaluation, ...]:
        """Each person's record of the period, by code; others than supervisors see their own."""
        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            check(session, scope, who)
            figures = Counting(session, scope, who, now).groups("staff")
            nothing = Counting(session, replace(scope, staff=""), who, now).figures()
            held: dict[str, list[Training]] = defaultdict(list)
            for row in _held(session, scope, who):
                held[row.staff].append(row)
            marks = _marks(session, scope)
            people = session.exec(select(Staff).order_by(Staff.code)).all()
            return tuple(
                _evaluation(one, figures.get(one.code, nothing), held[one.code], marks.get(one.code, []))
                for one in people
                if (who.supervises or one.code == by) and scope.staff in (None, one.code)
                and (one.active or one.code in figures or held[one.code])
            )  # fmt: skip

    def export(self, scope: Scope, output: Path, *, by: str) -> int:
        """The evaluation as a spreadsheet; gives how many people are in it. Errors as for `ReportDesk.export`."""
        from core.papers.files import write_whole
        from core.reports.sheet import evaluation_sheet

        if output.suffix.lower() != ".xlsx":
            raise BadValue("bad_output_xlsx", N_("“{path}” must end in .xlsx."), path=str(output))
        people, sessions = self.evaluate(scope, by=by), self.list(scope, by=by)
        write_whole(output, evaluation_sheet(scope, people, sessions))
        with self._storage.act("report.evaluation", by, "evaluation") as act:
            act.note(people=len(people), file=output.name)
        return len(people)


def _held(session: Session, scope: Scope, who: Actor) -> list[Training]:
    query = select(Training).order_by(col(Training.held_on).desc(), col(Training.id).desc())
    if not who.supervises:
        query = query.where(Training.staff == who.code)
    if scope.staff is not None:
        query = query.where(Training.staff == scope.staff)
    if scope.since is not None:
        query = query.where(Training.held_on >= scope.since)
    if scope.until is not None:
        query = query.where(Training.held_on <= scope.until)
    return list(session.exec(query))


def _marks(session: Session, scope: Scope) -> dict[str, list[float]]:
    """The mean of each sheet filled in during the period, by person."""
    found: dict[str, list[float]] = defaultdict(list)
    for row in session.exec(select(SpotCheck).where(col(SpotCheck.marked_at).is_not(None))):
        assert row.marked_at is not None
        day = row.marked_at.date()
        if (scope.since is None or day >= scope.since) and (scope.until is None or day <= scope.until):
            found[row.staff].append(sum(row.marks.values()) / len(row.marks))
    return found


def _evaluation(person: Staff, figures: Figures, held: list[Training], marks: list[float]) -> Evaluation:
    results = [one.result for one in held]
    return Evaluation(
        staff=person.code, name=person.name, role=person.role, figures=figures, trainings=len(held),
        training_minutes=sum(one.minutes or 0 for one in held), passed=results.count("passed"),
        failed=results.count("failed"), checks=len(marks), mean_mark=sum(marks) / len(marks) if marks else None,
    )  # fmt: skip


def _view(row: Training) -> TrainingView:
    return TrainingView(
        row.id or 0, row.staff, row.held_on, row.title, row.minutes, row.result, row.score, row.note, row.recorded_at,
        row.recorded_by,
    )  # fmt: skip
