"""Changes that are reported (art. 15(2)), corrections, and documents."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from core import fields
from core.errors import BadValue, RuleRefused
from core.occupants import admitting, figures, rules
from core.occupants.admission import FACTS
from core.occupants.doing import Doing
from core.occupants.tables import Occupant, OccupantDocument, OccupantValue
from core.occupants.terms import DOCUMENTS, HERE, INTRODUCERS, KINDS, PRIZE_LEVELS, REPORTED
from core.spelling import spelling
from core.words import N_


def report(job: Doing, field: str, to: str | None, since: date | None, note: str | None) -> None:
    """Keep a change with its date; what was before stays. The registered address stays at the centre (art. 10(5))."""
    row = job.row
    name = fields.choice(field.strip().replace("-", "_"), "field", REPORTED)
    day = rules.check_day(since or job.today, job.today, "from", since=row.applied_on)
    value = admitting.reported(name, to)
    if name == "name" and value is None:
        raise BadValue("text_missing", N_("The field “{field}” is empty. Fill it in."), field=name)
    here = row.registered_here_on is not None or (not row.tested and row.registered_address is not None)
    if name == "registered_address" and row.status in HERE and here:
        raise RuleRefused(
            "address_fixed",
            N_("While resident, the registered address stays at the centre (art. 10(5)). It may change on leaving."),
            article="10(5)",
        )  # fmt: skip
    if name == "name" and value is not None:
        value = value.strip()
        admitting.refuse_double(job.session, value, None, row.id)
    job.session.add(
        OccupantValue(
            occupant_id=row.id, field=name, value=value, from_on=day, reported_on=job.today,
            note=fields.optional_text(note, "note", maximum=2000), staff=job.by,
        )
    )  # fmt: skip
    job.session.flush()
    _set(row, name, _latest(job.session, row, name))
    job.say(f"{name} {day}" + ("" if name in ("phone", "contact") else f" → {value or ''}"))
    job.act.note(field=name, since=str(day))


def edit(job: Doing, changes: dict[str, Any]) -> None:
    """Correct what was typed wrong, or add what was not known; None leaves a field as it is.

    A dated field's present value is corrected in place: what changed in the world is reported instead.
    """
    row = job.row
    given = {name: value for name, value in changes.items() if value is not None}
    for name, value in given.items():
        if name in REPORTED:
            _correct(job, name, value)
        elif name == "kind":
            _kind(row, fields.choice(value, "kind", KINDS))
        elif name == "introduced_by":
            row.introduced_by = fields.choice(value, "introduced_by", INTRODUCERS)
        elif name == "credit_code":
            row.credit_code = figures.credit_code(value) if value else None
            admitting.refuse_double(job.session, row.name, row.credit_code, row.id)
        elif name in ("registered_on", "registered_here_on"):
            rules.check_day(value, job.today, name, since=date(1949, 10, 1))
            setattr(row, name, value)
        elif name == "group":
            row.group_code = admitting.group(value)
        elif name == "prize":
            row.facts = {**row.facts, "prize": fields.optional_text(value, "prize", maximum=400)}
        elif name == "prize_level":
            row.facts = {**row.facts, "prize_level": fields.choice(value, "prize_level", PRIZE_LEVELS)}
        elif name == "facts":
            row.facts = _facts(row.facts, value)
        elif name == "shared_desks":
            row.shared_desks = fields.whole(value, "shared_desks", lowest=0, highest=9999)
        elif name == "note":
            row.note = fields.optional_text(value, "note")
        else:
            setattr(row, name, value)
    job.say(", ".join(sorted(given)))
    job.act.note(changed=sorted(given))


def receive(job: Doing, document: str, on: date | None, copies: int) -> None:
    """A document has come in."""
    code = fields.choice(document.strip(), "document", DOCUMENTS)
    day = rules.check_day(on or job.today, job.today, "from")
    count = fields.whole(copies, "copies", highest=999)
    job.session.add(
        OccupantDocument(occupant_id=job.row.id, document=code, received_on=day, copies=count, staff=job.by)
    )
    job.say(f"{code} ×{count}")


def _correct(job: Doing, name: str, typed: Any) -> None:
    row = job.row
    value = admitting.reported(name, str(typed))
    if name == "name":
        value = fields.text(value, "name", maximum=admitting.NAME_LENGTH).strip()
        admitting.refuse_double(job.session, value, None, row.id)
    found = job.session.exec(
        select(OccupantValue)
        .where(OccupantValue.occupant_id == row.id, OccupantValue.field == name)
        .order_by(col(OccupantValue.from_on).desc(), col(OccupantValue.id).desc())
        .limit(1)
    ).first()
    if found is None:
        found = OccupantValue(
            occupant_id=row.id, field=name, from_on=row.applied_on, reported_on=job.today, staff=job.by
        )
    found.value = value
    job.session.add(found)
    _set(row, name, value)


def _latest(session: Session, row: Occupant, name: str) -> str | None:
    """Today's value: a change reported late, about an earlier day, does not displace a later one."""
    return session.exec(
        select(OccupantValue.value)
        .where(OccupantValue.occupant_id == row.id, OccupantValue.field == name)
        .order_by(col(OccupantValue.from_on).desc(), col(OccupantValue.id).desc())
        .limit(1)
    ).first()


def _set(row: Occupant, name: str, value: str | None) -> None:
    if name == "headcount":
        row.headcount = None if value is None else int(value)
    else:
        setattr(row, name, value)
    if name == "name":
        row.spelling = spelling(row.name)


def _kind(row: Occupant, kind: str) -> None:
    if row.status != "applying" and kind != row.kind:
        raise RuleRefused("kind_fixed", N_("The kind is settled once an occupant is in; it decides rent and space."))
    row.kind = kind


def _facts(known: dict[str, Any], new: dict[str, bool | None]) -> dict[str, Any]:
    kept = {name: value for name, value in known.items() if not (name in FACTS and name in new)}
    return kept | {name: value for name, value in new.items() if value is not None}
