"""The way in: taking an application, the stages, objections, signing (arts. 8 to 10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from core import fields
from core.errors import BadValue, NotFound, RuleRefused
from core.occupants import admission, figures, placing, records, rules
from core.occupants.doing import Doing, may_override
from core.occupants.tables import (
    Agreement,
    Evaluation,
    Occupant,
    OccupantObjection,
    OccupantStage,
    OccupantValue,
    RecruitmentRound,
)
from core.occupants.terms import CAME_BY, INTRODUCERS, KINDS, OUTCOMES, PER, PRIZE_LEVELS, REPORTED, STAGES
from core.occupants.views import NewOccupant, Signing
from core.spelling import plain, spelling
from core.storage import Act
from core.words import N_, translate
from data.loading import load_groups

NAME_LENGTH = 200
_LONG = {"shares": 2000, "scope": 4000, "registered_address": 400}


def checked(new: NewOccupant, today: date) -> NewOccupant:
    """The application with every field read; raises `BadValue` that names the field."""
    kind = fields.choice(new.kind, "kind", KINDS)
    texts = [name for name in REPORTED if name not in ("headcount", "name")]
    values: dict[str, Any] = {name: reported(name, getattr(new, name)) for name in texts}
    day = rules.check_day(new.applied_on or today, today, "from")
    for name in ("registered_on", "registered_here_on"):
        if getattr(new, name) is not None:
            rules.check_day(getattr(new, name), today, name, since=date(1949, 10, 1))
    return replace(
        new, kind=kind, introduced_by=fields.choice(new.introduced_by, "introduced_by", INTRODUCERS), applied_on=day,
        name=fields.text(new.name, "name", maximum=NAME_LENGTH).strip(),
        came_by=None if new.came_by is None else fields.choice(new.came_by, "came_by", CAME_BY),
        credit_code=figures.credit_code(new.credit_code) if new.credit_code else None,
        headcount=None if new.headcount is None else fields.whole(new.headcount, "headcount", lowest=0, highest=99999),
        shared_desks=fields.whole(new.shared_desks, "shared_desks", lowest=0, highest=9999),
        group=group(new.group), prize=fields.optional_text(new.prize, "prize", maximum=400),
        prize_level=fields.choice(new.prize_level, "prize_level", PRIZE_LEVELS) if new.prize_level else None,
        note=fields.optional_text(new.note, "note"), **values,
    )  # fmt: skip


def reported(field: str, value: str | None) -> str | None:
    """A dated field's value as it is kept; raises `BadValue`."""
    if field == "phone":
        return fields.phone(value)
    if field == "headcount":
        return None if value is None else str(fields.whole(value, "headcount", lowest=0, highest=99999))
    return fields.optional_text(value, field, maximum=_LONG.get(field, NAME_LENGTH))


def take(act: Act, new: NewOccupant, by: str, *, imported: bool = False) -> Occupant:
    """Write the record and its first dated values; `new` is checked. A double name or code is refused."""
    session = act.session
    refuse_double(session, new.name, new.credit_code)
    if new.introducer is not None and records.get_occupant(session, new.introducer).kind == "startup":
        raise BadValue("bad_introducer", N_("A startup does not bring others in. Name an institution's number."))
    if new.round is not None and session.get(RecruitmentRound, new.round) is None:
        raise NotFound(
            "no_such_round", N_("There is no recruitment round {number}. Choose one of those announced."),
            number=new.round,
        )  # fmt: skip
    facts: dict[str, Any] = {name: value for name, value in new.facts.items() if value is not None}
    facts |= {name: value for name, value in (("prize", new.prize), ("prize_level", new.prize_level)) if value}
    assert new.applied_on is not None
    row = Occupant(
        **{name: getattr(new, name) for name in (
            "kind", "name", "introduced_by", "introducer", "applied_on", "round", "credit_code",
            "legal_representative", "shares", "scope", "headcount", "contact", "phone", "registered_address",
            "registered_on", "registered_here_on", "wanted_area", "shared_desks", "note")},
        came_by=new.came_by or ("round" if new.round is not None else None), group_code=new.group, facts=facts,
        spelling=spelling(new.name), added_at=act.at, added_by=by,
    )  # fmt: skip
    if imported:
        row.status, row.stage, row.tested, row.came_by = "resident", "signed", False, "import"
    session.add(row)
    session.flush()
    for name in REPORTED:
        value = getattr(row, name)
        if value is not None:
            session.add(
                OccupantValue(occupant_id=row.id, field=name, value=str(value), from_on=new.applied_on,
                              reported_on=new.applied_on, staff=by)
            )  # fmt: skip
    if not imported:
        session.add(OccupantStage(occupant_id=row.id, stage="applied", on_day=new.applied_on, staff=by, at=act.at))
    return row


def refuse_double(session: Session, name: str, credit_code: str | None, but: int | None = None) -> None:
    """Raises `BadValue` (`occupant_exists`) where one that has not left or been refused has this name or code."""
    same = col(Occupant.name) == name
    if credit_code:
        same = same | (col(Occupant.credit_code) == credit_code)
    query = select(Occupant).where(same, col(Occupant.status).not_in(("left", "refused")))
    found = session.exec(query if but is None else query.where(col(Occupant.id) != but)).first()
    if found is not None:
        raise BadValue(
            "occupant_exists",
            N_("“{name}” is in the registry already, with the number {number}."), name=found.name, number=found.id,
        )  # fmt: skip


def advance(job: Doing, wanted: str, on: date | None, note: str | None, signing: Signing, override: str | None) -> None:
    """Reach the next stage, when the rules of arts. 9 and 10 allow it."""
    row, stage = job.row, fields.choice(wanted, "stage", STAGES)
    refused = rules.next_stage(row.stage, stage)
    if refused is not None:
        raise refused
    before = _stages(job)
    last = max((one.on_day for one in before), default=row.applied_on)
    again = stage == row.stage
    day = on or (row.applied_on if again else job.today)
    rules.check_day(day, job.today, "from", since=None if again else last)
    against = admission.wanting(records.applicant_of(row), stage, rules.ORDER)
    if against:
        raise RuleRefused(
            "conditions",
            N_("Not met, or not recorded as met: {wanting}. Record it in the occupant's facts, or refuse."),
            wanting=[said(one) for one in against],
            conditions=[{"condition": one.condition, "article": one.article, "state": one.state} for one in against],
            number=row.id,
        )  # fmt: skip
    if stage == "signed":
        _sign(job, before, day, signing, override)
    if again and before:
        before[0].on_day = row.applied_on = day
        job.session.add(before[0])
    else:
        job.session.add(OccupantStage(occupant_id=row.id, stage=stage, on_day=day, note=note, staff=job.by, at=job.at))
    row.stage = stage
    job.say(f"{stage} {day}" + (f" {note}" if note else ""))
    job.act.note(stage=stage)


def said(one: admission.Finding) -> str:
    """A condition in words, with its article."""
    what = translate(admission.CONDITIONS[one.condition][1])
    return translate(N_("{what} (art. {article})")).format(what=what, article=one.article)


def _sign(job: Doing, before: list[OccupantStage], day: date, signing: Signing, override: str | None) -> None:
    """Art. 10(4) and (5): the notice ran, nobody objects, others keep to half; then the agreement."""
    row, session = job.row, job.session
    publicised = next(one.on_day for one in reversed(before) if one.stage == "publicised")
    until = records.public_notice_until(job.calendar(), publicised)
    if day <= until:
        raise RuleRefused(
            "notice_running",
            N_("The public notice of 5 days runs until {until} (art. 10(4)). Sign from the day after."),
            until=str(until), article="10(4)",
        )  # fmt: skip
    objections = session.exec(
        select(OccupantObjection).where(
            OccupantObjection.occupant_id == row.id, col(OccupantObjection.outcome).is_distinct_from("dismissed")
        )
    ).all()
    if objections:
        raise RuleRefused(
            "objections",
            N_("There are objections that were not dismissed (art. 10(5)): {count}. Settle them, or refuse."),
            count=len(objections), article="10(5)",
        )  # fmt: skip
    why = may_override(job.actor, override)
    if signing.start is not None:
        rules.check_day(signing.start, rules.years_after(day, 1), "from")
    term = agreement(job, signing, day, why)
    area = term.area or Decimal(0)
    placing.check_half(session, max(term.from_on, job.today), row.kind, area, lambda _day: Decimal(0), why)
    session.add(term)
    row.status, row.entered_on = "resident", term.from_on
    session.add(row)
    session.flush()


def agreement(job: Doing, signing: Signing, day: date, override: str | None = None) -> Agreement:
    """The row of a term, checked; institutions pay the owner's lease price where no rent is named (art. 15(1))."""
    row = job.row
    start = signing.start or day
    rules.check_day(start, rules.years_after(day, 20), "from", since=row.applied_on if row.tested else None)
    until = signing.until or rules.last_day_of_term(start)
    rules.check_term(start, until)
    rules.check_rent_free(
        row.kind, row.introduced_by, row.entered_on or _first_day(job) or start, signing.rent_free_until
    )
    rent, per = signing.rent, fields.choice(signing.per or "month", "per", PER)
    if rent is None and row.kind != "startup":
        lease = records.lease_rate(job.session, start)
        if lease is not None:
            rent, per = lease.rate, lease.per
    return Agreement(
        occupant_id=row.id, from_on=start, until_on=until, area=signing.area or row.wanted_area, rent_rate=rent,
        rent_per=per, rent_free_until=signing.rent_free_until, signed_on=day, override=override, staff=job.by,
    )  # fmt: skip


def _first_day(job: Doing) -> date | None:
    """Where the day of entry is not known, its first term's."""
    query = select(col(Agreement.from_on)).where(Agreement.occupant_id == job.row.id).order_by(col(Agreement.from_on))
    return job.session.exec(query.limit(1)).first()


def renew(job: Doing, signing: Signing, on: date | None, override: str | None) -> None:
    """Another term after the present one, which is kept; for institutions after a passed evaluation (art. 15(3)).

    Area, rent and what is left of rent-free time go on as they were unless said otherwise; more area for others than
    startups keeps to the half rule.
    """
    terms = job.session.exec(
        select(Agreement).where(Agreement.occupant_id == job.row.id).order_by(col(Agreement.until_on))
    ).all()
    day = rules.check_day(on or job.today, job.today, "from")
    why = may_override(job.actor, override)
    before = Decimal(0)
    if terms:
        last = terms[-1]
        before = last.area or before
        rules.check_renewal(job.row.kind, last.until_on, _verdicts(job))
        start = signing.start or date.fromordinal(last.until_on.toordinal() + 1)
        if start <= last.until_on:
            raise RuleRefused(
                "terms_overlap", N_("The present term runs until {until}; the new one begins after it."),
                until=str(last.until_on),
            )  # fmt: skip
        signing = replace(
            signing, start=start, area=signing.area or last.area,
            rent=last.rent_rate if signing.rent is None else signing.rent, per=signing.per or last.rent_per,
            rent_free_until=signing.rent_free_until or _left_of(last.rent_free_until, start),
        )  # fmt: skip
    term = agreement(job, signing, day, why)
    before = max(before, placing.area_held(job.session, job.row.id or 0, job.today))
    placing.check_half(job.session, job.today, job.row.kind, term.area or Decimal(0), lambda _day: before, why)
    job.session.add(term)
    job.say(f"{term.from_on} – {term.until_on}")


def _left_of(rent_free_until: date | None, start: date) -> date | None:
    """Rent-free time that reaches into a new term."""
    return rent_free_until if rent_free_until is not None and rent_free_until >= start else None


def object_(job: Doing, text: str, on: date | None) -> None:
    """An objection while the public notice runs."""
    if job.row.stage != "publicised":
        raise RuleRefused(
            "not_publicised", N_("Objections are recorded while the public notice runs; it is not out now.")
        )
    day = rules.check_day(on or job.today, job.today, "from", since=_stages(job)[-1].on_day)
    said = fields.text(text, "text")
    job.session.add(OccupantObjection(occupant_id=job.row.id, on_day=day, text=said, staff=job.by))
    job.say(said)


def settle(job: Doing, number: int, outcome: str, reason: str) -> None:
    """Settle an objection: dismissed or upheld, with the reason."""
    row = job.session.get(OccupantObjection, number)
    if row is None or row.occupant_id != job.row.id:
        raise NotFound("no_such_objection", N_("There is no objection {number} to this occupant."), number=number)
    row.outcome, row.settlement = fields.choice(outcome, "outcome", OUTCOMES), fields.text(reason, "reason")
    row.settled_on, row.settled_by = job.today, job.by
    job.session.add(row)
    job.say(f"{number}: {outcome} {reason}")


def refuse(job: Doing, reason: str, on: date | None) -> None:
    """Turn an application down at any stage, with the reason."""
    row, why = job.row, fields.text(reason, "reason")
    row.refused_on = rules.check_day(on or job.today, job.today, "from", since=_stages(job)[-1].on_day)
    row.status, row.refusal = "refused", why
    job.say(why)


def _stages(job: Doing) -> list[OccupantStage]:
    query = select(OccupantStage).where(OccupantStage.occupant_id == job.row.id).order_by(col(OccupantStage.id))
    return list(job.session.exec(query).all())


def _verdicts(job: Doing) -> dict[int, str]:
    query = select(Evaluation.year, Evaluation.verdict).where(Evaluation.occupant_id == job.row.id)
    return dict(job.session.exec(query).all())


def group(code: str | None) -> str | None:
    """A group of founders; raises `BadValue` (`unknown_choice`)."""
    return fields.choice(plain(code), "group", [one.code for one in load_groups()]) if code else None
