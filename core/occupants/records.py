"""From rows to views: the record as of a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, SQLModel, col, select

from core.clock import CENTRE
from core.occupants import admission, money, rules, space
from core.occupants.leaves import exit_view, overstay
from core.occupants.lookup import no_such_occupant
from core.occupants.tables import (
    Agreement,
    Allotment,
    Entry,
    Evaluation,
    LeaseRate,
    Occupant,
    OccupantDocument,
    OccupantEvent,
    OccupantExit,
    OccupantObjection,
    OccupantStage,
    OccupantValue,
    Unit,
)
from core.occupants.terms import REPORTED
from core.occupants.views import (
    AccountView,
    AgreementView,
    AllotmentView,
    ChangeView,
    ConditionView,
    DocumentView,
    EntitlementView,
    EntryView,
    EvaluationView,
    EventView,
    ExitView,
    ObjectionView,
    OccupantItem,
    OccupantView,
    OverstayView,
    StageView,
)
from core.spelling import spelling
from core.storage import Storage, occupant_index
from core.text import masked_phone
from core.worktime import WorkCalendar, due, parse_limit

Row = TypeVar("Row", bound=SQLModel)
Calendars = Callable[[Session], WorkCalendar]


def get_occupant(session: Session, number: int) -> Occupant:
    """The row; raises `NotFound` (`no_such_occupant`)."""
    row = session.get(Occupant, number)
    if row is None:
        raise no_such_occupant(number)
    return row


def held_on(day: date) -> ColumnElement[bool]:
    """Allotments in force on a day: the day of handing back is free again."""
    ends = col(Allotment.until_on)
    return (col(Allotment.from_on) <= day) & or_(ends.is_(None), ends > day)


def applicant_of(row: Occupant) -> admission.Applicant:
    """What the conditions of art. 9 look at."""
    facts = {name: value for name, value in row.facts.items() if name in admission.FACTS}
    return admission.Applicant(
        row.kind, row.introduced_by, row.applied_on, facts, row.registered_on, row.facts.get("prize"),
        row.facts.get("prize_level"), row.group_code,
    )  # fmt: skip


def lines(entries: Iterable[Entry]) -> list[money.Line]:
    """Entries that count, in order."""
    return [
        money.Line(one.kind, one.item, one.amount, one.on_day, one.due_on, one.year)
        for one in entries
        if one.voided_at is None
    ]


def lease_rate(session: Session, on: date) -> LeaseRate | None:
    """The owner's lease price in force on a day."""
    query = (
        select(LeaseRate)
        .where(col(LeaseRate.from_on) <= on)
        .order_by(col(LeaseRate.from_on).desc(), col(LeaseRate.id).desc())
        .limit(1)
    )
    return session.exec(query).first()


def public_notice_until(calendar: WorkCalendar, publicised: date) -> date:
    """The last day of the public notice (art. 10(4))."""
    return due(calendar, datetime.combine(publicised, time(9), CENTRE), parse_limit(rules.PUBLIC_NOTICE)).due_at.date()


def index(session: Session, rows: Sequence[Occupant], day: date) -> None:
    """Make occupants findable by name, pinyin, unit, phone and credit code as they are now."""
    units: dict[int, list[str]] = defaultdict(list)
    for number in range(0, len(rows), 500):
        some = [row.id for row in rows[number : number + 500]]
        query = select(Allotment.occupant_id, Allotment.unit).where(col(Allotment.occupant_id).in_(some), held_on(day))
        for occupant, unit in session.exec(query):
            units[occupant].append(unit)
    occupant_index.put(session, ((row.id or 0, _words(row, units[row.id or 0])) for row in rows))


def _words(row: Occupant, units: list[str]) -> str:
    phone = (row.phone or "").split("-")[0]
    initials, full = ([*row.spelling.split(), "", ""])[:2]
    tails = [initials[n:] for n in range(len(initials) - 1)]
    people = [name for name in (row.contact, row.legal_representative) if name]
    found = [row.name, *tails, full, *people, *(spelling(name) for name in people), row.credit_code or "", *units,
             phone, phone[-4:]]  # fmt: skip
    return "\n".join(word for word in found if word)


class Reading:
    """Reads occupants within one transaction at one moment."""

    def __init__(self, session: Session, now: datetime, calendars: Calendars) -> None:
        self.session = session
        self.today = now.astimezone(CENTRE).date()
        self._calendars = calendars
        self._kept: dict[Any, dict[int | None, list[Any]]] = {}

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The working calendar in force."""
        return self._calendars(self.session)

    def keep_all(self) -> None:
        """Read everything once, for views of very many: what would be asked for each one is then at hand."""
        for table in (Agreement, OccupantExit, OccupantValue, OccupantStage, Entry, Evaluation, OccupantDocument,
                      OccupantObjection, OccupantEvent, Allotment):  # fmt: skip
            kept: dict[int | None, list[Any]] = defaultdict(list)
            for one in self.session.exec(select(table)):
                kept[one.occupant_id].append(one)  # type: ignore[attr-defined]
            self._kept[table] = kept

    def all(self, table: type[Row], row: Occupant, order: str = "id") -> Sequence[Row]:
        """What belongs to an occupant, in the order of a column, the earlier kept first."""
        if table in self._kept:
            found = self._kept[table][row.id]
        else:
            query = select(table).where(table.occupant_id == row.id)  # type: ignore[attr-defined]
            found = list(self.session.exec(query))
        return sorted(found, key=lambda one: (getattr(one, order), one.id))

    def items(self, rows: Sequence[Occupant], *, reveal: bool = False) -> tuple[OccupantItem, ...]:
        """List items as of today."""
        numbers = [row.id for row in rows]
        held: dict[int, list[tuple[str, Decimal]]] = defaultdict(list)
        terms: dict[int | None, Agreement] = {}
        exits: dict[int | None, OccupantExit] = {}
        if numbers:
            query = select(Allotment, Unit).join(Unit, col(Unit.code) == Allotment.unit)
            for allotment, unit in self.session.exec(
                query.where(col(Allotment.occupant_id).in_(numbers), held_on(self.today)).order_by(Unit.code)
            ):
                held[allotment.occupant_id].append((unit.code, unit.area))
            agreements = select(Agreement).where(col(Agreement.occupant_id).in_(numbers)).order_by(
                col(Agreement.from_on), col(Agreement.id)
            )  # fmt: skip
            for term in self.session.exec(agreements):
                if term.from_on <= self.today or term.occupant_id not in terms:
                    terms[term.occupant_id] = term
            leaves = select(OccupantExit).where(
                col(OccupantExit.occupant_id).in_(numbers), col(OccupantExit.withdrawn_on).is_(None)
            ).order_by(col(OccupantExit.id))  # fmt: skip
            for one in self.session.exec(leaves):
                exits[one.occupant_id] = one
        return tuple(
            OccupantItem(**self._item(row, held[row.id or 0], terms.get(row.id), exits.get(row.id), reveal))
            for row in rows
        )

    def _item(
        self,
        row: Occupant,
        held: Sequence[tuple[str, Decimal]],
        term: Agreement | None,
        leave: OccupantExit | None,
        reveal: bool,
    ) -> dict[str, Any]:
        return {
            "id": row.id, "kind": row.kind, "name": row.name, "introduced_by": row.introduced_by,
            "status": row.status, "stage": row.stage, "preferred": admission.preferred(applicant_of(row)),
            "contact": row.contact, "phone": row.phone if reveal else masked_phone(row.phone),
            "headcount": row.headcount, "units": tuple(code for code, _area in held),
            "area": float(sum((area for _code, area in held), Decimal(0))), "applied_on": row.applied_on,
            "entered_on": row.entered_on, "term_until": term.until_on if term else None,
            "rent_free_until": term.rent_free_until if term else None,
            "leave_by": leave.leave_by if leave else None, "left_on": row.left_on, "spelling": row.spelling,
        }  # fmt: skip

    def view(self, row: Occupant, on: date, *, reveal: bool = False) -> OccupantView:
        """The whole record as it was on a day up to today."""
        past = on < self.today
        allotments = [replace(one, until=_by(one.until, on)) if past else one
                      for one in self._allotments(row) if one.since <= on]  # fmt: skip
        here = [one for one in allotments if one.until is None or one.until > on]
        held = sorted((one.unit, Decimal(str(one.area))) for one in here)
        terms = [one for one in self.all(Agreement, row, "from_on")
                 if not past or (one.signed_on or one.from_on) <= on]  # fmt: skip
        term = next((one for one in reversed(terms) if one.from_on <= on), terms[0] if terms else None)
        exits = [one for one in self.all(OccupantExit, row) if (one.asked_on or one.served_on or on) <= on]
        leave = next((one for one in reversed(exits) if one.withdrawn_on is None or one.withdrawn_on > on), None)
        values = [one for one in self.all(OccupantValue, row, "from_on") if one.from_on <= on]
        stages = [one for one in self.all(OccupantStage, row) if one.on_day <= on]
        entries = self.all(Entry, row, "on_day")
        account = money.balance(lines(entries), on)
        evaluations = [one for one in self.all(Evaluation, row, "year") if one.on_day <= on]
        documents = [one for one in self.all(OccupantDocument, row) if one.received_on <= on]
        common = self._item(row, held, term, leave if leave and _by(leave.served_on, on) else None, reveal)
        stage = stages[-1].stage if stages else row.stage
        common.update(stage=stage, status=_status_on(row, leave, on) if past else row.status)
        common.update({name: _by(getattr(row, name), on) for name in ("entered_on", "left_on")} if past else {})
        then = {one.field: one.value for one in values}
        dated: dict[str, Any] = {name: then.get(name) if past else getattr(row, name) for name in REPORTED}
        if past:
            dated["headcount"] = int(then["headcount"] or 0) if then.get("headcount") else None
        if not reveal:
            dated["phone"] = masked_phone(dated["phone"])
        common.update({name: dated[name] for name in ("headcount", "contact", "phone")})
        common["name"] = dated["name"] or row.name
        headcount, used = dated["headcount"], sum((area for _code, area in held), Decimal(0))
        return OccupantView(
            **common, on=on, introducer=row.introducer, came_by=row.came_by, round=row.round,
            credit_code=row.credit_code, legal_representative=dated["legal_representative"], shares=dated["shares"],
            scope=dated["scope"], registered_address=dated["registered_address"], registered_on=row.registered_on,
            registered_here_on=row.registered_here_on, group=row.group_code, prize=row.facts.get("prize"),
            prize_level=row.facts.get("prize_level"),
            wanted_area=None if row.wanted_area is None else float(row.wanted_area), shared_desks=row.shared_desks,
            facts={name: value for name, value in row.facts.items() if name in admission.FACTS}, note=row.note,
            admission="tested" if row.tested else "untested",
            conditions=tuple(ConditionView(one.condition, one.article, one.state, one.stage)
                             for one in admission.findings(applicant_of(row))),
            stages=tuple(StageView(one.stage, one.on_day, one.staff, one.note) for one in stages),
            public_notice_until=self._notice_until(stages),
            objections=tuple(_objection(one, on) for one in self.all(OccupantObjection, row) if one.on_day <= on),
            refused_on=_by(row.refused_on, on), refusal=row.refusal if _by(row.refused_on, on) else None,
            documents=tuple(DocumentView(one.document, one.received_on, one.copies, one.staff) for one in documents),
            documents_missing=rules.missing_documents(row.kind, stage, (one.document for one in documents)),
            entitlement=_entitlement(row, headcount, used), agreement=None if term is None else _agreement(term, on),
            agreements=tuple(_agreement(one, on) for one in terms), allotments=tuple(allotments),
            changes=tuple(_change(one, reveal) for one in values),
            evaluations=tuple(self._evaluation(one, terms, allotments, entries) for one in evaluations),
            account=AccountView(on, account.charged, account.paid, account.reduced, account.owed, account.overdue,
                                account.credit, account.oldest_due_on, account.ages),
            entries=tuple(_entry(one) for one in entries if one.on_day <= on),
            exit=None if leave is None else self._exit(leave, term, evaluations, entries, on),
            exits=tuple(self._exit(one, term, evaluations, entries, on) for one in exits),
            overstay=self._overstay(row, leave, allotments, entries, on),
            timeline=tuple(EventView(one.at, one.staff, one.event, one.text) for one in self.all(OccupantEvent, row)
                           if one.at.date() <= on),
        )  # fmt: skip

    def _exit(self, leave: OccupantExit, term: Agreement | None, evaluations: Sequence[Evaluation],
              entries: Sequence[Entry], on: date) -> ExitView:  # fmt: skip
        failed = any(one.verdict == "fail" for one in evaluations)
        received = money.balance(lines(entries), min(leave.served_on or on, on))
        return exit_view(leave, on, failed=failed, term_until=term.until_on if term else None,
                         overdue=received.overdue > 0)  # fmt: skip

    def _overstay(
        self, row: Occupant, leave: OccupantExit | None, held: Iterable[AllotmentView], entries: Iterable[Entry],
        on: date,
    ) -> OverstayView | None:  # fmt: skip
        """Time over as of a day; after leaving what was not charged, for want of a price or because it was voided."""
        until = on if row.left_on is None else min(on, row.left_on)
        if row.left_on is not None and on >= row.left_on and any(
            one.item == "rent" and one.kind == "charge" and one.voided_at is None and one.on_day >= row.left_on
            for one in entries
        ):  # fmt: skip
            return None
        spans = [(Decimal(str(one.area)), one.since, one.until) for one in held]
        return overstay(leave, spans, until, lambda: lease_rate(self.session, until))

    def _evaluation(
        self, one: Evaluation, terms: Sequence[Agreement], held: Sequence[AllotmentView], entries: Sequence[Entry]
    ) -> EvaluationView:
        charged = [entry.amount for entry in entries
                   if entry.kind == "charge" and entry.item == "rent" and entry.year == one.year
                   and entry.voided_at is None]  # fmt: skip
        full = self._full_rent(one.year, terms, held) if one.verdict == "fail" else None
        return EvaluationView(
            one.year, one.verdict, one.score, one.service, one.growth, one.pull, one.platform_use, one.people_served,
            one.companionship, one.events, one.on_day, full, sum(charged, money.ZERO), one.note,
        )  # fmt: skip

    def _full_rent(self, year: int, terms: Sequence[Agreement], held: Sequence[AllotmentView]) -> Decimal | None:
        """A year's rent (art. 15(3)): by the agreement; what it leaves open is the area held and, as art. 15(1) has it,
        the owner's lease price."""
        end = min(date(year, 12, 31), self.today)
        term = next((term for term in reversed(terms) if term.from_on.year <= year <= term.until_on.year), None)
        area = term.area if term else None
        if not area:
            area = sum((Decimal(str(one.area)) for one in held
                        if one.since <= end and (one.until is None or one.until > end)), Decimal(0))  # fmt: skip
        if term is not None and term.rent_rate is not None:
            return money.rent_of_year(area, term.rent_rate, term.rent_per) if area else None
        lease = lease_rate(self.session, end)
        return money.rent_of_year(area, lease.rate, lease.per) if lease is not None and area else None

    @cached_property
    def _units(self) -> dict[str, Unit]:
        return {one.code: one for one in self.session.exec(select(Unit))}

    def _allotments(self, row: Occupant) -> list[AllotmentView]:
        found = []
        for one in self.all(Allotment, row, "from_on"):
            unit = self._units[one.unit]
            found.append(
                AllotmentView(one.occupant_id, one.unit, unit.floor, float(unit.area), one.from_on, one.until_on)
            )
        return found

    def _notice_until(self, stages: Iterable[OccupantStage]) -> date | None:
        day = next((one.on_day for one in stages if one.stage == "publicised"), None)
        return None if day is None else public_notice_until(self.calendar, day)


def _status_on(row: Occupant, leave: OccupantExit | None, on: date) -> str:
    if row.left_on is not None and on >= row.left_on:
        return "left"
    if row.refused_on is not None and on >= row.refused_on:
        return "refused"
    if row.tested and (row.entered_on is None or on < row.entered_on):
        return "applying"
    return "leaving" if leave is not None and _by(leave.served_on, on) else "resident"


def _entitlement(row: Occupant, headcount: int | None, used: Decimal) -> EntitlementView | None:
    found = space.entitlement(row.kind, row.introduced_by, headcount, used)
    if found is None:
        return None
    return EntitlementView(
        found.headcount, float(found.entitled), float(found.used), float(found.over), row.shared_desks
    )


def _by(day: date | None, on: date) -> date | None:
    """A day that had come by then."""
    return day if day is not None and day <= on else None


def _objection(one: OccupantObjection, on: date) -> ObjectionView:
    settled = _by(one.settled_on, on)
    return ObjectionView(
        one.id or 0, one.on_day, one.text, one.outcome if settled else None, settled,
        one.settlement if settled else None,
    )  # fmt: skip


def _agreement(one: Agreement, on: date) -> AgreementView:
    return AgreementView(
        one.id or 0, one.from_on, one.until_on, None if one.area is None else float(one.area), one.rent_rate,
        one.rent_per, one.rent_free_until, one.signed_on, _by(one.ended_on, on), one.override,
    )  # fmt: skip


def _change(one: OccupantValue, reveal: bool) -> ChangeView:
    value = masked_phone(one.value) if one.field == "phone" and not reveal else one.value
    return ChangeView(one.field, value, one.from_on, one.reported_on, one.staff, one.note)


def _entry(one: Entry) -> EntryView:
    return EntryView(
        one.id or 0, one.kind, one.item, one.amount, one.on_day, one.due_on, one.year, one.note,
        one.voided_at is not None, one.void_reason,
    )  # fmt: skip


def seeded(storage: Storage) -> None:
    """Fill an empty list of units with those that ship; existing databases get them at first use."""
    from core.occupants.shipped import units

    with storage.read() as session:
        if session.exec(select(Unit.code).limit(1)).first() is not None:
            return
    with storage.act("occupant.units", None) as act:
        if act.session.exec(select(Unit.code).limit(1)).first() is None:
            act.session.add_all(units())
            act.session.flush()
