"""Charges, payments, reductions, and the yearly evaluation that decides on them (arts. 15, 17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlmodel import col, select

from core import fields
from core.errors import BadValue, NotAllowed, NotFound, RuleRefused
from core.occupants import due, figures, money, records, rules
from core.occupants.doing import Doing
from core.occupants.tables import Agreement, Entry, Evaluation, OccupantExit
from core.occupants.terms import CHARGES, VERDICTS
from core.words import N_


@dataclass(frozen=True, slots=True)
class NewEvaluation:
    """A year's evaluation as typed. Without `score` it is the mean of the three, where all are given.

    The measures name what is looked at (arts. 15(3), 17) but neither weights nor a mark to pass: the verdict is said.
    """

    year: int
    verdict: str
    service: str | None = None
    growth: str | None = None
    pull: str | None = None
    score: str | None = None
    platform_use: str | None = None
    people_served: int | None = None
    companionship: str | None = None
    events: int | None = None
    note: str | None = None


def charge(
    job: Doing, item: str, amount: str, on: date | None, due_on: date | None, year: int | None, note: str | None
) -> None:
    """Something to be paid; due the same day unless said otherwise. Raises `RuleRefused` (`rent_free`)."""
    day = rules.check_day(on or job.today, job.today, "from")
    what = fields.choice(item, "item", CHARGES)
    if what == "rent":
        _check_rent_free(job, day)
    if due_on is not None and due_on < day:
        raise BadValue("due_before_charge", N_("It cannot be due before it was charged. Check the days."))
    _add(job, "charge", what, figures.money(amount), day, due_on or day, year or day.year, note)


def pay(job: Doing, amount: str, item: str | None, on: date | None, note: str | None) -> None:
    """Something paid; without an item it goes to whatever is oldest."""
    day = rules.check_day(on or job.today, job.today, "from")
    what = None if item is None else fields.choice(item, "item", CHARGES)
    _add(job, "payment", what, figures.money(amount), day, None, None, note)


def reduce(job: Doing, amount: str, year: int, note: str, on: date | None) -> None:
    """Audited costs of public-service events held jointly reduce the year's rent (art. 15(3)).

    For institutions and social organisations whose evaluation of that year passed, never beyond the rent charged.
    """
    day = rules.check_day(on or job.today, job.today, "from")
    said, yuan = fields.text(note, "note", maximum=2000), figures.money(amount)
    if job.row.kind == "startup":
        raise RuleRefused(
            "no_reduction",
            N_("Rent reductions are for institutions and social organisations (art. 15(3))."), article="15(3)",
        )  # fmt: skip
    verdict = job.session.exec(
        select(Evaluation.verdict).where(Evaluation.occupant_id == job.row.id, Evaluation.year == year)
    ).first()
    if verdict != "pass":
        raise RuleRefused(
            "evaluation_failed" if verdict else "not_evaluated",
            N_("Rent is reduced after a passed evaluation of {year} (art. 15(3)); there is none."), year=year,
            article="15(3)",
        )  # fmt: skip
    entries = [one for one in _entries(job) if one.year == year]
    charged = sum((one.amount for one in entries if one.kind == "charge" and one.item == "rent"), money.ZERO)
    reduced = sum((one.amount for one in entries if one.kind == "reduction"), money.ZERO)
    if yuan > charged - reduced:
        raise RuleRefused(
            "reduction_too_high",
            N_("Of the rent of {year}, {charged} yuan were charged and {reduced} reduced already."), year=year,
            charged=str(charged), reduced=str(reduced),
        )  # fmt: skip
    _add(job, "reduction", "rent", yuan, day, None, year, said)


def void(job: Doing, number: int, reason: str) -> None:
    """Take an entry back, with the reason; it stays on record."""
    row = job.session.get(Entry, number)
    if row is None or row.occupant_id != job.row.id or row.voided_at is not None:
        raise NotFound("no_such_entry", N_("There is no entry {number} that counts."), number=number)
    row.voided_at, row.voided_by, row.void_reason = job.at, job.by, fields.text(reason, "reason")
    job.session.add(row)
    job.say(f"{number}: {row.void_reason}")
    job.act.note(entry=number)


def add_rent(job: Doing, yuan: Decimal, day: date, note: str) -> None:
    """Rent for time over, charged with the leaving (art. 10(6))."""
    _add(job, "charge", "rent", yuan, day, day, day.year, note)


def evaluate(job: Doing, new: NewEvaluation) -> None:
    """A year's evaluation; a second one of the same year corrects it and is a supervisor's."""
    row = job.row
    if row.kind == "startup":
        raise RuleRefused(
            "not_evaluated_kind",
            N_("Institutions and social organisations are evaluated yearly, startups are not (art. 15(3))."),
            article="15(3)",
        )  # fmt: skip
    year = fields.whole(new.year, "year", lowest=due.FIRST_YEAR, highest=job.today.year)
    parts = {name: _score(getattr(new, name), name) for name in ("service", "growth", "pull", "score")}
    three = [parts[name] for name in ("service", "growth", "pull")]
    if parts["score"] is None and None not in three:
        parts["score"] = (sum((one for one in three if one is not None), Decimal(0)) / 3).quantize(figures.CENT)
    found = job.session.exec(
        select(Evaluation).where(Evaluation.occupant_id == row.id, Evaluation.year == year)
    ).first()
    if found is not None and not job.actor.supervises:
        raise NotAllowed(
            "evaluated_already", N_("{year} was evaluated already. A supervisor may correct it."), year=year
        )
    record = found or Evaluation(occupant_id=row.id, year=year, verdict="", on_day=job.today, staff=job.by)
    record.verdict = fields.choice(new.verdict, "verdict", VERDICTS)
    record.service, record.growth, record.pull, record.score = (
        parts["service"], parts["growth"], parts["pull"], parts["score"],
    )  # fmt: skip
    record.platform_use = fields.optional_text(new.platform_use, "platform_use", maximum=2000)
    record.companionship = fields.optional_text(new.companionship, "companionship", maximum=2000)
    record.people_served = _count(new.people_served, "people_served")
    record.events, record.note = _count(new.events, "events"), fields.optional_text(new.note, "note")
    record.on_day, record.staff = job.today, job.by
    job.session.add(record)
    job.say(f"{year} {record.verdict}" + (f" {record.score}" if record.score is not None else ""))
    job.act.note(year=year, verdict=record.verdict)


def _check_rent_free(job: Doing, day: date) -> None:
    """Art. 15(1); what is over the 30 days after an exit notice is paid for, by startups too (art. 10(6))."""
    if day > (job.row.left_on or date.max):
        return
    notice = select(OccupantExit).where(
        OccupantExit.occupant_id == job.row.id, col(OccupantExit.ground).is_not(None),
        col(OccupantExit.withdrawn_on).is_(None), col(OccupantExit.leave_by) < day,
    )  # fmt: skip
    if job.session.exec(notice).first() is not None:
        return
    term = job.session.exec(
        select(Agreement)
        .where(Agreement.occupant_id == job.row.id, col(Agreement.from_on) <= day)
        .order_by(col(Agreement.from_on).desc())
        .limit(1)
    ).first()
    if term is not None and term.rent_free_until is not None and day <= term.rent_free_until:
        raise RuleRefused(
            "rent_free",
            N_("It is rent-free until {until} (art. 15(1)); utilities and fees are charged."),
            until=str(term.rent_free_until), article="15(1)",
        )  # fmt: skip


def _add(
    job: Doing, kind: str, item: str | None, amount: Decimal, day: date, due_on: date | None, year: int | None,
    note: str | None,
) -> None:  # fmt: skip
    entry = Entry(
        occupant_id=job.row.id, kind=kind, item=item, amount=amount, on_day=day, due_on=due_on,
        year=None if year is None else fields.whole(year, "year", lowest=2000, highest=9999),
        note=fields.optional_text(note, "note", maximum=2000), staff=job.by, at=job.at,
    )  # fmt: skip
    job.session.add(entry)
    job.session.flush()
    if job.name in ("charge", "pay", "reduce"):
        job.say(f"{item or ''} {amount}".strip())
    job.act.note(entry=entry.id, amount=str(amount), item=item)


def _entries(job: Doing) -> list[Entry]:
    query = select(Entry).where(Entry.occupant_id == job.row.id, col(Entry.voided_at).is_(None))
    return list(job.session.exec(query).all())


def _score(typed: str | None, field: str) -> Decimal | None:
    return None if typed is None else figures.score(typed, field)


def _count(typed: int | None, field: str) -> int | None:
    return None if typed is None else fields.whole(typed, field, lowest=0, highest=10_000_000)


def balance_of(job: Doing) -> money.Balance:
    """The account as of today."""
    return money.balance(records.lines(_entries(job)), job.today)
