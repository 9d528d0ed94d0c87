"""The way out: notices, early leaving, clearing, handing back (arts. 10(6), 15(2))."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlmodel import col, select

from core import fields
from core.clock import CENTRE
from core.errors import RuleRefused
from core.occupants import leaves, paying, placing, records, rules
from core.occupants.doing import Doing
from core.occupants.tables import Agreement, Allotment, OccupantExit, Unit
from core.occupants.terms import CLEARING
from core.words import N_
from core.worktime import due, parse_limit


def present(job: Doing) -> OccupantExit | None:
    """The way out under way; None where there is none."""
    query = (
        select(OccupantExit)
        .where(
            OccupantExit.occupant_id == job.row.id, col(OccupantExit.withdrawn_on).is_(None),
            col(OccupantExit.served_on).is_not(None),
        )
        .order_by(col(OccupantExit.id).desc())
        .limit(1)
    )  # fmt: skip
    return job.session.exec(query).first()


def notice(job: Doing, ground: int, served: date, evidence: str | None, reason: str | None) -> None:
    """An exit notice on one of the eight grounds, received on `served`: out within 30 days of that."""
    number = fields.whole(ground, "ground", lowest=1, highest=8)
    rules.check_day(served, job.today, "served", since=job.row.entered_on)
    leave = OccupantExit(
        occupant_id=job.row.id, ground=number, evidence=fields.optional_text(evidence, "evidence"),
        served_on=served, reason=fields.optional_text(reason, "reason"), cleared={}, staff=job.by,
    )  # fmt: skip
    _thirty_days(job, leave, served)
    job.say(f"{number} {served} → {leave.leave_by}")
    job.act.note(ground=number, served=str(served), leave_by=str(leave.leave_by))


def withdraw(job: Doing, reason: str) -> None:
    """Take a notice back, or an early leaving that was agreed: the occupant stays."""
    leave = present(job)
    assert leave is not None
    leave.withdrawn_on, leave.withdrawal = job.today, fields.text(reason, "reason")
    job.row.status = "resident"
    job.session.add(leave)
    job.say(leave.withdrawal)


def ask(job: Doing, reason: str, on: date | None) -> None:
    """The occupant asks to leave before the term is over; it waits for the centre's agreement (art. 15(2))."""
    if _asked(job) is not None:
        raise RuleRefused("asked_already", N_("It has asked to leave already; that waits for the centre's agreement."))
    day = rules.check_day(on or job.today, job.today, "from", since=job.row.entered_on)
    why = fields.text(reason, "reason")
    job.session.add(OccupantExit(occupant_id=job.row.id, asked_on=day, reason=why, cleared={}, staff=job.by))
    job.say(why)


def agree(job: Doing, on: date | None) -> None:
    """The centre agrees to early leaving: out within 30 days of that (art. 15(2))."""
    leave = _asked(job)
    if leave is None:
        raise RuleRefused("not_asked", N_("It has not asked to leave. Record that first."))
    day = rules.check_day(on or job.today, job.today, "from", since=leave.asked_on)
    leave.served_on = day
    _thirty_days(job, leave, day)
    job.say(f"{day} → {leave.leave_by}")


def clear(job: Doing, item: str, on: date | None) -> None:
    """One thing of the clearing list is done."""
    leave = present(job)
    assert leave is not None
    day = rules.check_day(on or job.today, job.today, "from", since=leave.served_on)
    leave.cleared = {**leave.cleared, fields.choice(item, "item", CLEARING): str(day)}
    job.session.add(leave)
    job.say(f"{item} {day}")


def leave(job: Doing, on: date | None, reason: str | None) -> None:
    """Out, keys handed back: its units are free from that day, its term ends, time over is charged.

    Without a notice or an agreed early leaving it is a leaving by agreement, at the end of the term or before it.
    """
    row, session = job.row, job.session
    found = present(job)
    day = rules.check_day(on or job.today, job.today, "from", since=row.entered_on)
    why = fields.optional_text(reason, "reason")
    if found is None:
        found = _asked(job) or OccupantExit(occupant_id=row.id, cleared={}, staff=job.by)
        found.served_on, found.reason = found.served_on or day, why or found.reason
    held = select(Unit, Allotment).join(Allotment, col(Allotment.unit) == Unit.code)
    spans = [(unit.area, one.from_on, one.until_on)
             for unit, one in session.exec(held.where(Allotment.occupant_id == row.id))]  # fmt: skip
    over = leaves.overstay(found, spans, day, lambda: records.lease_rate(session, day))
    if over is not None and over.rent:
        each = " + ".join(f"{days} d × {area} m²" for days, area in leaves.time_over(found, spans, day))
        paying.add_rent(job, over.rent, day, f"{each}, {over.rate} / {over.per}")
    freed = placing.release_all(job, day)
    for term in session.exec(select(Agreement).where(Agreement.occupant_id == row.id)).all():
        if term.ended_on is None and term.until_on >= day:
            term.ended_on = day
            session.add(term)
    found.left_on = day
    found.cleared = {**found.cleared, "keys": found.cleared.get("keys", str(day))}
    session.add(found)
    row.status, row.left_on = "left", day
    job.say(" ".join([str(day), *freed, why or ""]).strip())
    job.act.note(units=freed, overstay_days=over.days if over else 0)


def _thirty_days(job: Doing, found: OccupantExit, day: date) -> None:
    ends = due(job.calendar(), datetime.combine(day, time(9), CENTRE), parse_limit(rules.LEAVE_WITHIN))
    found.due_at, found.leave_by, found.provisional = ends.due_at, ends.due_at.date(), ends.provisional
    job.row.status = "leaving"
    job.session.add(found)
    job.session.flush()


def _asked(job: Doing) -> OccupantExit | None:
    query = select(OccupantExit).where(
        OccupantExit.occupant_id == job.row.id, col(OccupantExit.asked_on).is_not(None),
        col(OccupantExit.served_on).is_(None), col(OccupantExit.withdrawn_on).is_(None),
    )  # fmt: skip
    return job.session.exec(query).first()
