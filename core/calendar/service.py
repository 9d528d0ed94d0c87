"""The centre's working calendar: the built-in years, imported notices, and the days supervisors set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import Session, col, select

from core import fields
from core.calendar.tables import CalendarDay, CalendarNotice
from core.errors import BadValue
from core.staff.rules import require_supervisor
from core.staff.service import actor
from core.storage import Act, Storage
from core.words import N_
from core.worktime import (
    DayPlan,
    SpecialDay,
    WorkCalendar,
    built_in_calendar,
    notice_document,
    parse_hours,
    read_notice,
    read_notice_file,
    show_hours,
)


@dataclass(frozen=True, slots=True)
class DueChange:
    """A call whose due time a change of the calendar moved."""

    number: str
    before: datetime
    due_at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What changed: the days as they are now, and the open calls whose due times moved."""

    days: tuple[DayPlan, ...]
    calls: tuple[DueChange, ...]


Recalculate = Callable[[Act, WorkCalendar], tuple[DueChange, ...]]


class CalendarDesk:
    """Reading the calendar, and the supervisor's changes to it."""

    def __init__(self, storage: Storage, recalculate: Recalculate) -> None:
        self._storage = storage
        self._recalculate = recalculate

    def current(self) -> WorkCalendar:
        """The calendar in force."""
        with self._storage.read() as session:
            return working_calendar(session)

    def set(self, day: date, kind: str, *, by: str, reason: str, hours: tuple[str, ...] = ()) -> CalendarChange:
        """Make a day work or rest (supervisors only); open calls are reckoned anew in the same transaction."""
        why = fields.text(reason, "reason")
        chosen = fields.choice(kind, "kind", ("workday", "rest"))
        spells = parse_hours(hours) if hours else None
        if spells is not None and chosen == "rest":
            raise BadValue("hours_of_rest", N_("A day of rest has no hours. Leave them out, or make it a workday."))
        with self._storage.act("calendar.set", by, day.isoformat()) as act:
            require_supervisor(actor(act.session, by))
            working_calendar(act.session).day(day)
            act.session.merge(
                CalendarDay(
                    date=day.isoformat(), kind=chosen, hours=None if spells is None else show_hours(spells), source=why,
                    staff=by, set_at=act.at,
                )
            )  # fmt: skip
            return self._changed(act, (day,))

    def unset(self, day: date, *, by: str) -> CalendarChange:
        """Take back what was set for a day (supervisors only)."""
        with self._storage.act("calendar.unset", by, day.isoformat()) as act:
            require_supervisor(actor(act.session, by))
            row = act.session.get(CalendarDay, day.isoformat())
            if row is not None:
                act.session.delete(row)
            return self._changed(act, (day,))

    def import_file(self, path: Path, *, by: str) -> CalendarChange:
        """Take in a year's notice or weekly hours from a TOML file (supervisors only)."""
        notice = read_notice_file(path)
        with self._storage.act("calendar.import", by, notice.source) as act:
            require_supervisor(actor(act.session, by))
            act.session.add(
                CalendarNotice(source=notice.source, content=notice_document(notice), staff=by, imported_at=act.at)
            )
            return self._changed(act, tuple(one.date for one in notice.days))

    def _changed(self, act: Act, days: tuple[date, ...]) -> CalendarChange:
        act.session.flush()
        calendar = working_calendar(act.session)
        moved = self._recalculate(act, calendar)
        act.note(calls=len(moved))
        return CalendarChange(tuple(calendar.day(day) for day in days), moved)


def working_calendar(session: Session) -> WorkCalendar:
    """The calendar in force, within a transaction."""
    calendar = built_in_calendar()
    for notice in session.exec(select(CalendarNotice).order_by(col(CalendarNotice.id))):
        calendar = calendar.with_notice(read_notice(notice.content, notice.source))
    rows = session.exec(select(CalendarDay)).all()
    if not rows:
        return calendar
    return calendar.with_days(
        SpecialDay(
            date.fromisoformat(row.date),
            "rest" if row.kind == "rest" else "workday",
            None if row.hours is None else parse_hours(row.hours),
            row.source,
            notice=False,
        )
        for row in rows
    )
