"""The reports: how fast and how well the desk answers. Reading only; what is decided from here are acts on calls."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from core import fields
from core.calls import records
from core.calls.doing import Calendars
from core.calls.rules import ACTIVE, read_number
from core.calls.tables import Call
from core.calls.terms import CHANNELS, KINDS
from core.centre.service import centre
from core.errors import BadValue, NotAllowed
from core.reports import comparing, house, naming, owing
from core.reports.counting import Counting, conditions, shown_key
from core.reports.measures import CALLS
from core.reports.views import (
    GROUPINGS,
    Comparison,
    Decisions,
    Demand,
    Group,
    Overdue,
    OverdueCall,
    Overview,
    Owed,
    OwedPage,
    Response,
    RoomUse,
    Scope,
)
from core.services.service import get_service
from core.staff.rules import Actor
from core.staff.service import actor, get_staff
from core.storage import Storage
from core.words import N_, translate
from core.worktime import elapsed

Progress = Callable[[int, int], None]
MOST = 1000
EVERYTHING = Scope()


class ReportDesk:
    """Reports. `by` is the code of the one who asks: supervisors see all calls, others those they handle."""

    def __init__(self, storage: Storage, calendars: Calendars) -> None:
        self._storage = storage
        self._calendars = calendars

    def response(self, scope: Scope = EVERYTHING, *, by: str, group: str | None = None) -> Response:
        """The figures of a scope, and of its groups (see `views.GROUPINGS`).

        Raises `BadValue` (`unknown_choice`, `period_backwards`) or `NotFound` for what the scope names.
        """
        if group is not None:
            fields.choice(group, "by", GROUPINGS)
        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            check(session, scope, who)
            counted = Counting(session, scope, who, now)
            return Response(scope, now, counted.figures(), groups(session, counted, group) if group else ())

    def overdue(self, scope: Scope = EVERYTHING, *, by: str, limit: int = 50, after: str | None = None) -> Overdue:
        """Calls past their due time, the longest overdue first, each with its working time since.

        Raises `BadValue` (`bad_cursor`) where `after` is no call's number.
        """
        most = fields.whole(limit, "limit", highest=MOST)
        with self._storage.read() as session:
            who = actor(session, by)
            check(session, scope, who)
            return self._overdue(session, scope, who, self._storage.now(), most, after)

    def compare(self, scope: Scope, earlier: Scope | None = None, *, by: str) -> Comparison:
        """A period beside another, by default the one as long just before it.

        Raises `BadValue` (`period_missing`) where the period has no first or last day.
        """
        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            check(session, scope, who)
            before = comparing.before(scope) if earlier is None else earlier
            check(session, before, who)
            this, other = (Counting(session, one, who, now).figures() for one in (scope, before))
            return Comparison(scope, before, this, other, comparing.differences(this, other))

    def overview(self, scope: Scope = EVERYTHING, *, by: str) -> Overview:
        """The supervision screen's whole set: figures, decisions waiting, groups, and calls by weekday and hour."""
        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            check(session, scope, who)
            counted = Counting(session, scope, who, now)
            some = {one: groups(session, counted, one) for one in ("staff", "service", "channel")}
            return Overview(
                scope=scope, at=now, figures=counted.figures(), decisions=_decisions(session, who, now),
                by_staff=some["staff"], by_service=some["service"], by_channel=some["channel"],
                by_day=groups(session, counted, "day", percentiles=False),
                by_group=groups(session, counted, "group", percentiles=False),
                heat=counted.heat(),
                rooms=house.room_use(session, scope, now), gaps=house.gaps(session),
            )  # fmt: skip

    def decisions(self, *, by: str) -> Decisions:
        """What waits for a decision now, as counts."""
        with self._storage.read() as session:
            return _decisions(session, actor(session, by), self._storage.now())

    def rooms(self, scope: Scope = EVERYTHING, *, by: str) -> tuple[RoomUse, ...]:
        """How the rooms were used on the days of the scope."""
        with self._storage.read() as session:
            check(session, scope, actor(session, by))
            return house.room_use(session, scope, self._storage.now())

    def demand(self, scope: Scope = EVERYTHING, *, by: str) -> tuple[Demand, ...]:
        """Which callers ask for what (art. 13), most first."""
        with self._storage.read() as session:
            who = actor(session, by)
            check(session, scope, who)
            return house.demand(session, scope, who)

    def owed(self, *, by: str, limit: int = 50) -> tuple[Owed, ...]:
        """Follow-ups owed that this person may make, the oldest first; see `core.reports.owing`."""
        return self.follow_ups(by=by, limit=limit).items

    def follow_ups(self, *, by: str, limit: int = 50, after: str | None = None) -> OwedPage:
        """The same page by page, with how many there are; raises `BadValue` (`bad_cursor`)."""
        most = fields.whole(limit, "limit", highest=MOST)
        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            found = owing.owed(session, who, now, most + 1, None if after is None else _completed(session, after))
            more = found[most - 1].call.number if len(found) > most else None
            return OwedPage(found[:most], more, owing.count(session, who, now))

    def script(self, number: str, *, by: str) -> tuple[str, ...]:
        """What to say in the follow-up call, line by line; raises `NotFound` (`no_such_call`)."""
        with self._storage.read() as session:
            call = records.get_call(session, number, actor(session, by))
            known = naming.names(session, "service")
            matter = known.get(call.service, call.service) if call.service else call.question
            said = {"centre": centre(session).name, "matter": matter, "day": f"{call.received_at:%Y-%m-%d}"}
            return tuple(translate(line).format_map(said) for line in owing.SCRIPT)

    def export(self, scope: Scope, output: Path, *, by: str, progress: Progress | None = None) -> int:
        """Write the spreadsheet of a scope; gives how many calls are in it. Phone numbers are masked.

        Raises `BadValue` (`bad_output`) for another ending than .xlsx, and those of `core.papers.files.write_whole`.
        """
        from core.papers.files import write_whole
        from core.reports import exporting
        from core.reports.workbook import workbook

        if output.suffix.lower() != ".xlsx":
            raise BadValue("bad_output_xlsx", N_("“{path}” must end in .xlsx."), path=str(output))
        steps = itertools.count(1)
        parts = 2 * len(exporting.TABLES) + 9

        def step() -> None:
            if progress is not None:
                progress(min(next(steps), parts), parts)

        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            check(session, scope, who)
            late = self._overdue(session, scope, who, now, MOST, None)
            book = exporting.book(session, scope, who, now, groups, late, step)
        write_whole(output, workbook(book, step))
        with self._storage.act("report.export", by, "report") as act:
            act.note(calls=book.figures.calls, file=output.name)
        return book.figures.calls

    def monthly(self, month: str, output: Path, *, by: str) -> int:
        """Write the monthly report of a month (`2026-10`) as .docx; gives how many calls are in it.

        A template `monthly.docx` in the centre's own folder is used before the shipped one. Raises `BadValue`:
        `bad_month`, `bad_output_docx`, `bad_template`, and those of `core.papers.files.write_whole`.
        """
        from core.papers.files import write_whole
        from core.papers.rendering import filled
        from core.reports.monthly import month_of, monthly

        scope = month_of(month)
        if output.suffix.lower() != ".docx":
            raise BadValue("bad_output_docx", N_("“{path}” must end in .docx."), path=str(output))
        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            paper = monthly(session, scope, who, now, _decisions(session, who, now))
        folder = self._storage.path.parent / "templates" if self._storage.path else None
        write_whole(output, filled("monthly", paper, folder))
        with self._storage.act("report.monthly", by, month) as act:
            act.note(calls=int(paper.calls), file=output.name)
        return int(paper.calls)

    def _overdue(
        self, session: Session, scope: Scope, who: Actor, now: datetime, most: int, after: str | None
    ) -> Overdue:
        late = (*conditions(scope, who), col(Call.status).in_(ACTIVE), col(Call.due_at) <= now)
        query = select(Call).where(*late).order_by(col(Call.due_at), col(Call.id))
        if after is not None:
            query = query.where(_beyond(session, after))
        found = session.exec(query.limit(most + 1)).all()
        shown, calendar = found[:most], self._calendars(session)
        items = zip(records.items(session, shown, who, now), shown, strict=True)
        active, mine = col(Call.status).in_(ACTIVE), conditions(scope, who)
        return Overdue(
            tuple(OverdueCall(item, elapsed(calendar, call.due_at, now)) for item, call in items),
            shown[-1].number if len(found) > most else None,
            overdue=_number(session, *late),
            yellow=_number(session, *mine, active, col(Call.yellow_at) <= now, col(Call.due_at) > now),
            waiting=_number(session, *mine, col(Call.status) == "waiting"),
        )


def check(session: Session, scope: Scope, who: Actor) -> None:
    """Refuse a scope that names what does not exist, another person's figures to anyone but a supervisor, or days the
    wrong way round."""
    if scope.since is not None and scope.until is not None and scope.until < scope.since:
        raise BadValue(
            "period_backwards",
            N_("The period ends on {until}, before it begins on {since}. Turn the two round."),
            since=scope.since.isoformat(),
            until=scope.until.isoformat(),
        )
    if scope.staff is not None:
        get_staff(session, scope.staff)
        if scope.staff != who.code and not who.supervises:
            raise NotAllowed("others_figures", N_("Only a supervisor sees another person's figures. Ask for your own."))
    if scope.service:
        get_service(session, scope.service)
    if scope.channel is not None:
        fields.choice(scope.channel, "channel", CHANNELS)
    if scope.kind is not None:
        fields.choice(scope.kind, "kind", KINDS)


def groups(session: Session, counted: Counting, by: str, *, percentiles: bool = True) -> tuple[Group, ...]:
    """The groups with calls in the order of their keys, the unknown last."""
    found = counted.groups(by, percentiles=percentiles)
    names = naming.names(session, by)
    ordered = sorted(((shown_key(by, key), one) for key, one in found.items()), key=lambda pair: _last(pair[0]))
    return tuple(Group(key, naming.name(by, key, names), one) for key, one in ordered)


def _last(key: str | None) -> tuple[bool, str]:
    return key is None, key or ""


def _decisions(session: Session, who: Actor, now: datetime) -> Decisions:
    mine = conditions(EVERYTHING, who)

    def number(*more: Any) -> int:
        return _number(session, *mine, *more)

    active = col(Call.status).in_(ACTIVE)
    return Decisions(
        overdue=number(active, col(Call.due_at) <= now),
        yellow=number(active, col(Call.yellow_at) <= now, col(Call.due_at) > now),
        extensions=number(active, col(Call.extension_limit).is_not(None)),
        bad_ratings=number(*owing.bad_ratings(now)),
        follow_ups=owing.count(session, who, now),
        unsorted=number(col(Call.status).in_((*ACTIVE, "waiting")), col(Call.service).is_(None)),
        guests=house.guests(session, now),
    )


def _number(session: Session, *where: Any) -> int:
    return int(session.exec(select(func.count()).select_from(Call).where(*where)).one())


def _beyond(session: Session, cursor: str) -> ColumnElement[bool]:
    due_at, call_id = _place(session, cursor)
    return or_(col(Call.due_at) > due_at, and_(col(Call.due_at) == due_at, col(Call.id) > call_id))


def _completed(session: Session, cursor: str) -> tuple[datetime, int]:
    return _place(session, cursor, col(Call.completed_at))


def _place(session: Session, cursor: str, order: Any = CALLS.c.due_at) -> tuple[datetime, int]:
    found = session.exec(select(order, Call.id).where(Call.number == read_number(cursor))).first()
    if found is None or found[0] is None:
        raise BadValue("bad_cursor", N_("“{value}” is not a place in this list. Begin the list anew."), value=cursor)
    return found[0], found[1] or 0
