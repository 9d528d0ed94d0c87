"""The acts on occupants. Each is one transaction with its line in the history and its audit entry."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from sqlmodel import col, func, select

from core import fields
from core.clock import CENTRE
from core.errors import BadValue, DeskError
from core.occupants import (
    admitting,
    changing,
    exporting,
    figures,
    importing,
    leaving,
    listing,
    lookup,
    paying,
    placing,
    records,
    rules,
    space,
)
from core.occupants.doing import Calendars, Doing, doing
from core.occupants.importing import ImportReport
from core.occupants.lookup import OccupantRef
from core.occupants.paying import NewEvaluation
from core.occupants.tables import LeaseRate, Occupant, RecruitmentRound
from core.occupants.terms import HERE, PER
from core.occupants.views import (
    DueItem,
    LeaseRateView,
    NewOccupant,
    OccupantFilter,
    OccupantItem,
    OccupantView,
    Page,
    RoundView,
    Signing,
    SpaceView,
    UnitView,
)
from core.papers.files import write_whole
from core.spelling import ready
from core.staff.rules import require_supervisor
from core.staff.service import actor
from core.storage import Storage
from core.words import N_


class OccupantDesk:
    """Acts on occupants. `number` is an occupant's number, `by` the code of the one who acts; days default to today.

    Every act on an occupant returns its whole record. Refusals: `NotFound`, `RuleRefused` for what the status or an
    article forbids (`article` in its details), `BadValue` for a value, `Conflict` for a unit held, `NotAllowed`.
    """

    def __init__(self, storage: Storage, calendars: Calendars) -> None:
        self._storage = storage
        self._calendars = calendars
        self._units_kept = False

    def add(self, new: NewOccupant, *, by: str) -> OccupantView:
        """Take an application in: stage `applied`. Raises `BadValue` (`occupant_exists`, `bad_credit_code`, …)."""
        self._units()
        ready()
        with self._storage.act("occupant.add", by) as act:
            who = actor(act.session, by)
            row = admitting.take(act, admitting.checked(new, self._today()), by)
            act.subject = str(row.id)
            act.note(kind=row.kind, introduced_by=row.introduced_by)
            job = Doing("add", act, row, who, self._calendars)
            job.say()
            return job.done(reindex=True)

    def list(self, wanted: OccupantFilter, *, by: str, reveal: bool = False) -> Page:
        """A page of occupants, newest first. `reveal` shows whole numbers and is logged."""
        if reveal:
            with self._storage.act("occupant.reveal_list", by) as act:
                actor(act.session, by)
                page = listing.page(records.Reading(act.session, act.at, self._calendars), wanted, reveal=True)
                act.note(occupants=[one.id for one in page.items])
                return page
        with self._reading(by) as reading:
            return listing.page(reading, wanted)

    def queue(self, *, by: str) -> tuple[OccupantItem, ...]:
        """Applicants in the order they are considered (art. 9(2)): preferred groups first."""
        with self._reading(by) as reading:
            return listing.queue(reading)

    def due(self, *, by: str, days: int = 90) -> tuple[DueItem, ...]:
        """What is to be done about occupants within so many days, the most pressing first."""
        most = fields.whole(days, "days", lowest=0, highest=3660)
        with self._reading(by) as reading:
            return listing.due_list(reading, most)

    def show(self, number: int, *, by: str, on: date | None = None) -> OccupantView:
        """The whole record, the phone masked; with `on` as it was that day."""
        with self._reading(by) as reading:
            row = records.get_occupant(reading.session, number)
            return reading.view(row, reading.today if on is None else rules.check_day(on, reading.today, "from"))

    def reveal(self, number: int, *, by: str, reason: str | None = None) -> OccupantView:
        """The whole record with the whole number; who looked is on record."""
        why = fields.optional_text(reason, "reason")
        with self._doing("reveal", number, by) as job:
            job.say(why)
            job.session.flush()
            return records.Reading(job.session, job.at, self._calendars).view(job.row, job.today, reveal=True)

    def by_phone(self, number: str, *, by: str) -> OccupantRef | None:
        """Whose telephone number it is; None where nobody's."""
        with self._reading(by) as reading:
            return lookup.by_phone(reading.session, number)

    def allowed(self, number: int, *, by: str) -> dict[str, DeskError | None]:
        """Each act and why its status forbids it now, or None: the app's keys say the same sentence."""
        with self._reading(by) as reading:
            status = records.get_occupant(reading.session, number).status
            return {act: rules.refusal(act, status) for act in rules.ALLOWED}

    def advance(
        self,
        number: int,
        stage: str,
        *,
        by: str,
        on: date | None = None,
        note: str | None = None,
        signing: Signing | None = None,
        override: str | None = None,
    ) -> OccupantView:
        """Reach the next stage (art. 10); `signing` counts for `signed`, `override` is a supervisor's reason to go
        beyond the half rule. Raises `RuleRefused`: `stage_order`, `conditions`, `notice_running`, `objections`,
        `half_rule`."""
        remark, why = fields.optional_text(note, "note"), fields.optional_text(override, "reason")
        with self._doing("advance", number, by) as job:
            admitting.advance(job, stage, on, remark, signing or Signing(), why)
            return job.done()

    def refuse(self, number: int, reason: str, *, by: str, on: date | None = None) -> OccupantView:
        """Turn an application down, with the reason; withdrawing is refusing with that reason."""
        with self._doing("refuse", number, by) as job:
            admitting.refuse(job, reason, on)
            return job.done()

    def object(self, number: int, text: str, *, by: str, on: date | None = None) -> OccupantView:
        """Record an objection during the public notice."""
        with self._doing("object", number, by) as job:
            admitting.object_(job, text, on)
            return job.done()

    def settle(self, number: int, objection: int, outcome: str, reason: str, *, by: str) -> OccupantView:
        """Settle an objection: `dismissed` or `upheld`."""
        with self._doing("settle", number, by) as job:
            admitting.settle(job, objection, outcome, reason)
            return job.done()

    def edit(self, number: int, *, by: str, **changes: Any) -> OccupantView:
        """Correct the record or add what was not known; None leaves a field as it is."""
        with self._indexing("edit", number, by) as job:
            changing.edit(job, changes)
            return job.done(reindex=True)

    def report_change(
        self, number: int, field: str, to: str | None, *, by: str, since: date | None = None, note: str | None = None
    ) -> OccupantView:
        """A change the occupant reports (art. 15(2)), in force from `since` on; what was before is kept."""
        with self._indexing("report_change", number, by) as job:
            changing.report(job, field, to, since, note)
            return job.done(reindex=True)

    def document(self, number: int, document: str, *, by: str, on: date | None = None, copies: int = 1) -> OccupantView:
        """A document has come in."""
        with self._doing("document", number, by) as job:
            changing.receive(job, document, on, copies)
            return job.done()

    def allot(
        self, number: int, unit: str, *, by: str, start: date | None = None, override: str | None = None
    ) -> OccupantView:
        """Give a unit. Raises `Conflict` (`unit_held`), `RuleRefused` (`half_rule`) unless a supervisor overrides."""
        why = fields.optional_text(override, "reason")
        with self._indexing("allot", number, by) as job:
            placing.allot(job, unit, start, why)
            return job.done(reindex=True)

    def release(self, number: int, unit: str, *, by: str, on: date | None = None) -> OccupantView:
        """Hand a unit back; it is free from that day on."""
        with self._indexing("release", number, by) as job:
            placing.release(job, unit, on)
            return job.done(reindex=True)

    def renew(
        self, number: int, signing: Signing, *, by: str, on: date | None = None, override: str | None = None
    ) -> OccupantView:
        """Another term; the old one is kept. Institutions need a passed evaluation (art. 15(3))."""
        why = fields.optional_text(override, "reason")
        with self._doing("renew", number, by) as job:
            admitting.renew(job, signing, on, why)
            return job.done()

    def evaluate(self, number: int, new: NewEvaluation, *, by: str) -> OccupantView:
        """A year's evaluation (arts. 15(3), 17)."""
        with self._doing("evaluate", number, by) as job:
            paying.evaluate(job, new)
            return job.done()

    def charge(
        self,
        number: int,
        item: str,
        amount: str,
        *,
        by: str,
        on: date | None = None,
        due_on: date | None = None,
        year: int | None = None,
        note: str | None = None,
    ) -> OccupantView:
        """Something to be paid, in yuan as typed: nothing is rounded."""
        with self._doing("charge", number, by) as job:
            paying.charge(job, item, amount, on, due_on, year, note)
            return job.done()

    def pay(
        self,
        number: int,
        amount: str,
        *,
        by: str,
        item: str | None = None,
        on: date | None = None,
        note: str | None = None,
    ) -> OccupantView:
        """Something paid; also after leaving."""
        with self._doing("pay", number, by) as job:
            paying.pay(job, amount, item, on, note)
            return job.done()

    def reduce(
        self, number: int, amount: str, year: int, note: str, *, by: str, on: date | None = None
    ) -> OccupantView:
        """Rent reduced by audited costs of joint public-service events (art. 15(3)); `note` names them."""
        with self._doing("reduce", number, by) as job:
            paying.reduce(job, amount, year, note, on)
            return job.done()

    def void(self, number: int, entry: int, reason: str, *, by: str) -> OccupantView:
        """Take a charge, payment or reduction back, with the reason."""
        with self._doing("void", number, by) as job:
            paying.void(job, entry, reason)
            return job.done()

    def notice(
        self,
        number: int,
        ground: int,
        served: date,
        *,
        by: str,
        evidence: str | None = None,
        reason: str | None = None,
    ) -> OccupantView:
        """An exit notice, received on `served`: 30 days by the calendar rules (art. 10(6))."""
        with self._doing("notice", number, by) as job:
            leaving.notice(job, ground, served, evidence, reason)
            return job.done()

    def withdraw(self, number: int, reason: str, *, by: str) -> OccupantView:
        """Take a notice or an agreed leaving back."""
        with self._doing("withdraw", number, by) as job:
            leaving.withdraw(job, reason)
            return job.done()

    def ask_leave(self, number: int, reason: str, *, by: str, on: date | None = None) -> OccupantView:
        """The occupant asks to leave early (art. 15(2))."""
        with self._doing("ask_leave", number, by) as job:
            leaving.ask(job, reason, on)
            return job.done()

    def agree_leave(self, number: int, *, by: str, on: date | None = None) -> OccupantView:
        """The centre agrees: out within 30 days."""
        with self._doing("agree_leave", number, by) as job:
            leaving.agree(job, on)
            return job.done()

    def clear(self, number: int, item: str, *, by: str, on: date | None = None) -> OccupantView:
        """One thing of the clearing list is done, before or after leaving."""
        with self._doing("clear", number, by) as job:
            leaving.clear(job, item, on)
            return job.done()

    def leave(self, number: int, *, by: str, on: date | None = None, reason: str | None = None) -> OccupantView:
        """Keys handed back: units free, term ended, time over charged at the owner's lease price."""
        with self._indexing("leave", number, by) as job:
            leaving.leave(job, on, reason)
            return job.done(reindex=True)

    def import_file(
        self,
        path: Path,
        *,
        by: str,
        dry_run: bool = False,
        kind: str | None = None,
        sheet: str | None = None,
        named: Sequence[str] = (),
    ) -> ImportReport:
        """Take occupants in from .xlsx or .csv as residents whose admission is untested: all rows or none.

        Columns are known by their headings; `named` (`heading=field`) says those that are not. With problems, or
        with `dry_run`, nothing is written and the report says so. Raises `BadValue` for a file that cannot be read.
        """
        self._units()
        parsed = importing.parse(path, self._today(), kind=kind, sheet=sheet, named=named)
        if dry_run or parsed.problems:
            with self._reading(by) as reading:
                importing.check(reading.session, parsed, reading.today)
            return importing.report(parsed, dry_run=dry_run)
        ready()
        with self._storage.act("occupant.import", by, path.name) as act:
            actor(act.session, by)
            importing.check(act.session, parsed, self._today())
            written = () if parsed.problems else importing.write(act, parsed, by, self._today())
            act.note(rows=len(written))
            return importing.report(parsed, dry_run=False, occupants=written)

    def export_file(self, path: Path, *, by: str, everyone: bool = False, reveal: bool = False) -> int:
        """Write who is here (with `everyone`, all records) to .xlsx or .csv; phones masked unless `reveal`."""
        self._units()
        with self._storage.act("occupant.export", by, path.name) as act:
            actor(act.session, by)
            reading = records.Reading(act.session, act.at, self._calendars)
            reading.keep_all()
            query = select(Occupant).order_by(col(Occupant.id))
            rows = act.session.exec(query if everyone else query.where(col(Occupant.status).in_(HERE))).all()
            views = [reading.view(row, reading.today, reveal=reveal) for row in rows]
            write_whole(path, exporting.content(path, views, reading.today))
            act.note(occupants=len(views), reveal=reveal)
            return len(views)

    def space(
        self,
        *,
        by: str,
        floor: int | None = None,
        on: date | None = None,
        admit: tuple[str, ...] = (),
        release: tuple[str, ...] = (),
    ) -> SpaceView:
        """The half rule's gauge on a day; what if `admit` (`institution:200`) and the units of `release`."""
        changes = [space.read_change(one) for one in admit]
        with self._reading(by) as reading:
            day = on or reading.today
            changes += [placing.vacate(reading.session, day, one) for one in release]
            return placing.space_view(reading.session, day, floor, changes)

    def units(
        self, *, by: str, floor: int | None = None, on: date | None = None, vacant: bool = False
    ) -> tuple[UnitView, ...]:
        """Units in the order of the plan, as of a day; `vacant`: those to recruit for."""
        with self._reading(by) as reading:
            found = placing.units(reading.session, on or reading.today, floor)
        return tuple(one for one in found if not vacant or one.state == "vacant")

    def set_unit(
        self,
        code: str,
        *,
        by: str,
        floor: int | None = None,
        area: str | None = None,
        side: str | None = None,
        name: str | None = None,
        use: str | None = None,
        active: bool | None = None,
    ) -> UnitView:
        """A new unit, or a change to one (supervisors)."""
        self._units()
        with self._storage.act("occupant.set_unit", by, figures.unit_code(code)) as act:
            require_supervisor(actor(act.session, by))
            return placing.set_unit(act.session, self._today(), code, floor, area, side, name, use, active)

    def announce(
        self, title: str, *, by: str, on: date | None = None, closes: date | None = None, note: str | None = None
    ) -> RoundView:
        """An announcement of open recruitment (art. 10(1))."""
        said, remark = fields.text(title, "title", maximum=200), fields.optional_text(note, "note")
        with self._storage.act("occupant.announce", by) as act:
            actor(act.session, by)
            day = on or self._today()
            if closes is not None and closes < day:
                raise BadValue("closes_before", N_("It cannot close before it is announced. Check the days."))
            row = RecruitmentRound(title=said, announced_on=day, closes_on=closes, note=remark, staff=by, at=act.at)
            act.session.add(row)
            act.session.flush()
            act.subject = str(row.id)
            return RoundView(row.id or 0, row.title, row.announced_on, row.closes_on, row.note, 0)

    def rounds(self, *, by: str) -> tuple[RoundView, ...]:
        """Announcements, newest first."""
        with self._reading(by) as reading:
            counts = dict(
                reading.session.exec(select(Occupant.round, func.count()).group_by(col(Occupant.round))).all()
            )
            rows = reading.session.exec(select(RecruitmentRound).order_by(col(RecruitmentRound.id).desc()))
            return tuple(
                RoundView(one.id or 0, one.title, one.announced_on, one.closes_on, one.note, counts.get(one.id, 0))
                for one in rows
            )

    def set_lease_rate(
        self, rate: str, per: str, *, by: str, start: date | None = None, note: str | None = None
    ) -> LeaseRateView:
        """The unit price of the lease between the owner and the service centre (supervisors)."""
        price, span = figures.rate(rate), fields.choice(per, "per", PER)
        with self._storage.act("occupant.lease_rate", by) as act:
            require_supervisor(actor(act.session, by))
            row = LeaseRate(
                from_on=start or self._today(), rate=price, per=span, note=fields.optional_text(note, "note"),
                staff=by, at=act.at,
            )  # fmt: skip
            act.session.add(row)
            act.note(rate=str(price), per=span)
            return LeaseRateView(row.from_on, row.rate, row.per, row.note)

    def lease_rates(self, *, by: str) -> tuple[LeaseRateView, ...]:
        """The owner's lease prices, newest first."""
        with self._reading(by) as reading:
            rows = reading.session.exec(select(LeaseRate).order_by(col(LeaseRate.from_on).desc()))
            return tuple(LeaseRateView(one.from_on, one.rate, one.per, one.note) for one in rows)

    def _today(self) -> date:
        return self._storage.now().astimezone(CENTRE).date()

    @contextmanager
    def _reading(self, by: str) -> Iterator[records.Reading]:
        self._units()
        with self._storage.read() as session:
            actor(session, by)
            yield records.Reading(session, self._storage.now(), self._calendars)

    def _units(self) -> None:
        """Once a desk: a database without units gets those that ship."""
        if not self._units_kept:
            records.seeded(self._storage)
            self._units_kept = True

    def _indexing(self, name: str, number: int, by: str) -> AbstractContextManager[Doing]:
        """An act after which the occupant is found by other words."""
        ready()
        return self._doing(name, number, by)

    def _doing(self, name: str, number: int, by: str) -> AbstractContextManager[Doing]:
        self._units()
        return doing(self._storage, self._calendars, name, number, by)
