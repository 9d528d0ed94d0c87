"""Which occupants: pages, the order of applicants, whose number it is, how one stands, and the due list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import exists, text
from sqlmodel import Session, col, select

from core import fields
from core.errors import BadValue
from core.occupants import admission, due, figures, money, records, rules
from core.occupants.leaves import exit_view
from core.occupants.records import Reading, held_on
from core.occupants.tables import (
    Agreement,
    Allotment,
    Entry,
    Evaluation,
    Occupant,
    OccupantDocument,
    OccupantExit,
    OccupantObjection,
    OccupantStage,
    Unit,
)
from core.occupants.terms import HERE, INTRODUCERS, KINDS, STAGES, STATUSES
from core.occupants.views import DueItem, OccupantFilter, OccupantItem, Page
from core.storage import occupant_index
from core.words import N_

MOST = 1000


def page(reading: Reading, wanted: OccupantFilter, *, reveal: bool = False) -> Page:
    """One page, newest first."""
    limit = fields.whole(wanted.limit, "limit", highest=MOST)
    query = select(Occupant).where(*_conditions(wanted, reading.today))
    if wanted.after is not None:
        query = query.where(col(Occupant.id) < _cursor(wanted.after))
    if wanted.search is not None and wanted.search.strip():
        fields.text(wanted.search, "search", maximum=200)
        words = _wanted(wanted.search)
        if words is None:
            return Page((), None)
        query = query.where(text(occupant_index.CONDITION).bindparams(words=words))
    rows = reading.session.exec(query.order_by(col(Occupant.id).desc()).limit(limit + 1)).all()
    shown = rows[:limit]
    return Page(reading.items(shown, reveal=reveal), str(shown[-1].id) if len(rows) > limit else None)


def queue(reading: Reading) -> tuple[OccupantItem, ...]:
    """Applicants in the order they are considered: preferred groups first (art. 9(2)), then by the day applied."""
    rows = reading.session.exec(select(Occupant).where(Occupant.status == "applying")).all()
    ranked = sorted(rows, key=lambda row: (not admission.preferred(records.applicant_of(row)), row.applied_on, row.id))
    return reading.items(ranked)


def due_list(reading: Reading, most: int) -> tuple[DueItem, ...]:
    """What is to be done within `most` days, the most pressing first; what has no day comes last."""
    session, today = reading.session, reading.today
    owing = _owing(session, today)
    rows = session.exec(
        select(Occupant).where(
            col(Occupant.status).in_(("applying", *HERE))
            | col(Occupant.id).in_(list(owing))
            | exists().where(
                col(OccupantExit.occupant_id) == Occupant.id, col(OccupantExit.left_on) == Occupant.left_on
            )
        )
    ).all()
    terms = _grouped(session, Agreement, Agreement.from_on)
    exits = _grouped(session, OccupantExit)
    evaluations = _grouped(session, Evaluation, Evaluation.year)
    documents = _grouped(session, OccupantDocument)
    publicised = {one.occupant_id: one.on_day for one in session.exec(
        select(OccupantStage).join(Occupant, col(Occupant.id) == OccupantStage.occupant_id)
        .where(OccupantStage.stage == "publicised", Occupant.status == "applying"))}  # fmt: skip
    objections: dict[int | None, int] = defaultdict(int)
    for number in session.exec(select(OccupantObjection.occupant_id).where(col(OccupantObjection.outcome).is_(None))):
        objections[number] += 1
    found: list[DueItem] = []
    for row in rows:
        own = terms[row.id]
        term = next((one for one in reversed(own) if one.from_on <= today), own[0] if own else None)
        leave = next((one for one in reversed(exits[row.id]) if one.withdrawn_on is None and one.served_on), None)
        overdue, oldest = owing.get(row.id or 0, (Decimal(0), None))
        day = publicised.get(row.id)
        found.extend(due.items(due.Facts(
            id=row.id or 0, name=row.name, kind=row.kind, status=row.status, entered_on=row.entered_on,
            term_until=None if term is None else term.until_on, renewed=bool(own) and term is not own[-1],
            rent_free_until=None if term is None else term.rent_free_until,
            leave_by=leave.leave_by if leave else None,
            evaluated={one.year: one.verdict for one in evaluations[row.id]},
            full_rent=_full_rent_missing(reading, row, evaluations[row.id]), overdue=overdue, oldest_due_on=oldest,
            documents_missing=() if not row.tested else rules.missing_documents(
                row.kind, row.stage, (one.document for one in documents[row.id])),
            conditions_open=() if row.status != "applying" else tuple(
                one.condition for one in admission.findings(records.applicant_of(row))
                if one.state != "met" and rules.ORDER.index(one.stage) <= rules.ORDER.index(row.stage)),
            address_here=row.registered_here_on is not None or not row.tested,
            public_notice_until=None if day is None else records.public_notice_until(reading.calendar, day),
            open_objections=objections[row.id],
            clearing=() if leave is None or row.status != "left" else exit_view(
                leave, today, failed=False, term_until=None, overdue=False).open,
            left_on=row.left_on, time_over=_time_over(reading, row, leave),
        ), today, most))  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.days is None, one.days or 0, one.occupant, one.what)))


def _time_over(reading: Reading, row: Occupant, leave: OccupantExit | None) -> tuple[int, Decimal | None] | None:
    """Days and rent of time over that was not charged with the leaving (art. 10(6))."""
    if row.left_on is None or leave is None or leave.leave_by is None or leave.leave_by >= row.left_on:
        return None
    over = reading.view(row, reading.today).overstay
    return None if over is None else (over.days, over.rent)


def _full_rent_missing(reading: Reading, row: Occupant, evaluations: Sequence[Evaluation]) -> Decimal | None:
    """What of a failed year's full rent was not charged yet (art. 15(3)); None where the price is not known."""
    if not evaluations or evaluations[-1].verdict != "fail":
        return None
    last = reading.view(row, reading.today).evaluations[-1]
    return None if last.full_rent is None else max(Decimal(0), last.full_rent - last.rent_charged)


def _owing(session: Session, today: date) -> dict[int, tuple[Decimal, date | None]]:
    entries: dict[int | None, list[Entry]] = defaultdict(list)
    for one in session.exec(select(Entry).where(col(Entry.voided_at).is_(None)).order_by(col(Entry.id))):
        entries[one.occupant_id].append(one)
    found = {}
    for number, own in entries.items():
        account = money.balance(records.lines(own), today)
        if account.overdue:
            found[number or 0] = (account.overdue, account.oldest_due_on)
    return found


def _grouped(session: Session, table: Any, *order: Any) -> dict[int | None, list[Any]]:
    found: dict[int | None, list[Any]] = defaultdict(list)
    for one in session.exec(select(table).order_by(*order, table.id)):
        found[one.occupant_id].append(one)
    return found


def _conditions(wanted: OccupantFilter, today: date) -> list[Any]:
    found: list[Any] = []
    for value, field, known, column in (
        (wanted.status, "status", STATUSES, Occupant.status), (wanted.kind, "kind", KINDS, Occupant.kind),
        (wanted.stage, "stage", STAGES, Occupant.stage),
        (wanted.introduced_by, "introduced_by", INTRODUCERS, Occupant.introduced_by),
    ):  # fmt: skip
        if value is not None:
            found.append(column == fields.choice(value, field, known))
    if wanted.floor is not None or wanted.unit is not None:
        there = select(Allotment.occupant_id).join(Unit, col(Unit.code) == Allotment.unit).where(held_on(today))
        if wanted.floor is not None:
            there = there.where(Unit.floor == wanted.floor)
        if wanted.unit is not None:
            there = there.where(Unit.code == figures.unit_code(fields.text(wanted.unit, "unit", maximum=40)))
        found.append(col(Occupant.id).in_(there))
    return found


def _wanted(search: str) -> str | None:
    """A number typed with blanks or hyphens is looked for as digits."""
    bare = search.replace("-", "").replace(" ", "")
    return occupant_index.match(bare if bare.isdigit() and len(bare) >= 7 else search)


def _cursor(cursor: str) -> int:
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < 16):
        raise BadValue("bad_cursor", N_("“{value}” is not a place in this list. Begin the list anew."), value=cursor)
    return int(cursor)
