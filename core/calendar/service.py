"""The centre's working calendar: the built-in years, imported notices, and the days supervisors set."""

from __future__ import annotations

from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date
from pathlib import Path

import sqlalchemy
from sqlalchemy import null, union_all
from sqlmodel import Session, col, select

from core import fields
from core.calendar.tables import CalendarDay, CalendarNotice
from core.calendar.views import CalendarChange, CalendarMonth, DueChange, MonthDay, not_set
from core.errors import BadValue, NotAllowed, why_unread
from core.staff.rules import Actor, require_supervisor
from core.staff.service import actor
from core.storage import Act, Prepared, Storage
from core.words import N_
from core.words import translate as _
from core.worktime import (
    DayPlan,
    Notice,
    SpecialDay,
    WorkCalendar,
    built_in_calendar,
    notice_document,
    parse_hours,
    read_notice,
    read_notice_file,
    show_hours,
)

_NOTICES = CalendarNotice.metadata.tables["calendar_notices"].c
_DAYS = CalendarDay.metadata.tables["calendar_days"].c
_SET = Prepared(
    union_all(
        sqlalchemy.select(_NOTICES.id, null().label("date"), null().label("kind"), _NOTICES.content, _NOTICES.source),
        sqlalchemy.select(null(), _DAYS.date, _DAYS.kind, _DAYS.hours, _DAYS.source),
    )
)
"""Notices (with their `id`) and single days, asked for at once and as rows: every call and every booking does."""

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

    def month(self, year: int, month: int, *, by: str) -> CalendarMonth:
        """Every day of a month, who set what, and whether this person may change it.

        Raises `BadValue` (`bad_date`, `date_out_of_range`) for a month that cannot be counted with.
        """
        if not (1 <= month <= 12 and MINYEAR <= year <= MAXYEAR):
            raise BadValue(
                "bad_date", N_("“{value}” is not a date. Write it like 2026-11-23."), value=f"{year:04d}-{month:02d}"
            )
        with self._storage.read() as session:
            refusal = _refusal(actor(session, by))
            calendar = working_calendar(session)
            query = select(CalendarDay).where(col(CalendarDay.date).startswith(f"{year:04d}-{month:02d}-"))
            rows = {row.date: row for row in session.exec(query)}
            days = (_month_day(calendar, plan, rows.get(plan.date.isoformat())) for plan in calendar.month(year, month))
            return CalendarMonth(year, month, tuple(days), refusal)

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
        """Take back what was set for a day (supervisors only); `RuleRefused` (`day_not_set`) where nothing was."""
        with self._storage.act("calendar.unset", by, day.isoformat()) as act:
            require_supervisor(actor(act.session, by))
            row = act.session.get(CalendarDay, day.isoformat())
            if row is None:
                raise not_set(day)
            act.session.delete(row)
            return self._changed(act, (day,))

    def import_file(self, path: Path, *, by: str) -> CalendarChange:
        """Take in a year's notice or weekly hours from a TOML file (supervisors only)."""
        notice = read_notice_file(_regular(path))
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


def read_notice_at(path: Path) -> Notice:
    """A notice's file, only looked at. Raises `BadValue` as `import_file` does."""
    return read_notice_file(_regular(path))


def _regular(path: Path) -> Path:
    """`path` where it is a file: reading a pipe or a device might never end."""
    try:
        why = "" if path.is_file() else _("it is not a file") if path.exists() else _("there is no such file")
    except OSError as error:
        why = why_unread(error)
    if why:
        raise BadValue("unreadable_file", N_("{file} cannot be read: {why}"), file=str(path), why=why)
    return path


def _month_day(calendar: WorkCalendar, plan: DayPlan, row: CalendarDay | None) -> MonthDay:
    special = calendar.set_days.get(plan.date) or calendar.days.get(plan.date)
    own = special is not None and special.spells is not None
    if row is None:
        return MonthDay(plan, own, None, None)
    return MonthDay(plan, own, row.staff or "", row.set_at)


def _refusal(who: Actor) -> NotAllowed | None:
    try:
        require_supervisor(who)
    except NotAllowed as refused:
        return refused
    return None


def working_calendar(session: Session) -> WorkCalendar:
    """The calendar in force, within a transaction."""
    calendar = built_in_calendar()
    found = _SET.rows(session)
    for notice in sorted((row for row in found if row.id is not None), key=lambda row: row.id):
        calendar = calendar.with_notice(read_notice(notice.content, notice.source))
    rows = [row for row in found if row.id is None]
    if not rows:
        return calendar
    return calendar.with_days(
        SpecialDay(
            date.fromisoformat(row.date),
            "rest" if row.kind == "rest" else "workday",
            None if row.content is None else parse_hours(row.content),
            row.source,
            notice=False,
        )
        for row in rows
    )
