"""Space: who holds which unit, the half rule's gauge, allotting and handing back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from sqlalchemy import func, or_
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from core import fields
from core.errors import BadValue, Conflict, NotFound, RuleRefused
from core.occupants import figures, rules, shipped, space
from core.occupants.doing import Doing, may_override
from core.occupants.records import held_on
from core.occupants.tables import Agreement, Allotment, Occupant, OccupantExit, Unit
from core.occupants.terms import HERE
from core.occupants.views import FloorView, SpaceView, UnitView
from core.storage import occupancy_guard
from core.words import N_

_NOTHING = Decimal(0)


def get_unit(session: Session, typed: str) -> Unit:
    """The row; raises `NotFound` (`no_such_unit`)."""
    row = session.get(Unit, figures.unit_code(fields.text(typed, "unit", maximum=40)))
    if row is None:
        raise NotFound("no_such_unit", N_("There is no unit “{unit}”. Choose one of the floors' units."), unit=typed)
    return row


def area_held(session: Session, occupant: int, on: date) -> Decimal:
    """Square metres an occupant holds on a day."""
    query = (
        select(func.sum(col(Unit.area)))
        .join(Allotment, col(Allotment.unit) == Unit.code)
        .where(Allotment.occupant_id == occupant, held_on(on))
    )
    return session.exec(query).one() or _NOTHING


def gauge(session: Session, on: date) -> space.Gauge:
    """How all incubation floors are used on a day."""
    startups = others = _NOTHING
    for _floor, kind, area in _used(session, on):
        if kind == "startup":
            startups += area
        else:
            others += area
    promised = promises(session, on)
    kinds: dict[int, str] = {}
    if promised:
        query = select(Occupant.id, Occupant.kind).where(col(Occupant.id).in_(list(promised)))
        kinds = {number or 0: kind for number, kind in session.exec(query)}
    return space.Gauge(
        incubation=sum(_areas(session).values(), _NOTHING), startups=startups, others=others,
        promised_startups=sum((a for n, a in promised.items() if kinds[n] == "startup"), _NOTHING),
        promised_others=sum((a for n, a in promised.items() if kinds[n] != "startup"), _NOTHING),
    )  # fmt: skip


def promises(session: Session, on: date) -> dict[int, Decimal]:
    """Square metres signed for and not allotted yet, by occupant."""
    running = (
        select(Agreement.occupant_id, func.max(col(Agreement.area)))
        .join(Occupant, col(Occupant.id) == Agreement.occupant_id)
        .where(
            col(Occupant.status).in_(HERE), col(Agreement.until_on) >= on,
            func.coalesce(Agreement.signed_on, Agreement.from_on) <= on,
            or_(col(Agreement.ended_on).is_(None), col(Agreement.ended_on) > on), col(Agreement.area).is_not(None),
        )
        .group_by(col(Agreement.occupant_id))
    )  # fmt: skip
    held = dict(
        session.exec(
            select(Allotment.occupant_id, func.sum(col(Unit.area)))
            .join(Unit, col(Unit.code) == Allotment.unit)
            .where(held_on(on))
            .group_by(col(Allotment.occupant_id))
        ).all()
    )
    found = {}
    for occupant, agreed in session.exec(running):
        left = space.promised(agreed, held.get(occupant or 0) or _NOTHING)
        if left:
            found[occupant or 0] = left
    return found


def check_half(
    session: Session, on: date, kind: str, extra: Decimal, promised_on: Callable[[date], Decimal], override: str | None
) -> None:
    """Art. 10(5): raises `RuleRefused` (`half_rule`) where others would use more than half, unless overridden.

    Looked at from `on` and from every later day on which a unit given beforehand is taken. `promised_on` says how much
    of `extra` was signed for already, as of a day.
    """
    if override is not None or kind == "startup":
        return
    later = select(col(Allotment.from_on)).where(col(Allotment.from_on) > on).distinct()
    for day in (on, *sorted(session.exec(later))):
        now, promised = gauge(session, day), promised_on(day)
        if not space.breaks(now, kind, extra, promised):
            continue
        raise RuleRefused(
            "half_rule",
            N_(
                "With {extra} m² more, institutions and social organisations would use more than half of the "
                "incubation floors (art. 10(5)): {left} m² are left for them. A supervisor may override with a reason."
            ),
            article="10(5)", extra=_shown(extra), left=_shown(max(_NOTHING, now.left_for_others + promised)),
        )  # fmt: skip


def allot(job: Doing, typed: str, start: date | None, override: str | None) -> None:
    """Give a unit from a day on; raises `Conflict` (`unit_held`) with who holds it, `RuleRefused` (`half_rule`, …)."""
    session, row = job.session, job.row
    unit = get_unit(session, typed)
    if not unit.active or unit.use != "office":
        raise RuleRefused(
            "unit_not_given",
            N_("The unit {unit} is not given to one occupant: it has shared desks or is out of use."), unit=unit.code,
        )  # fmt: skip
    day = start or max(job.today, row.entered_on or job.today)
    rules.check_day(day, rules.years_after(job.today, 1), "from", since=row.entered_on)
    holder = session.exec(
        select(Allotment).where(
            Allotment.unit == unit.code,
            or_(col(Allotment.until_on).is_(None), col(Allotment.until_on) > day),
            or_(col(Allotment.until_on).is_(None), col(Allotment.until_on) > col(Allotment.from_on)),
        )
    ).first()
    if holder is not None:
        raise _held(unit.code, holder)
    why = may_override(job.actor, override)
    when = max(day, job.today)
    check_half(session, when, row.kind, unit.area, lambda day: promises(session, day).get(row.id or 0, _NOTHING), why)
    session.add(Allotment(occupant_id=row.id or 0, unit=unit.code, from_on=day, override=why, staff=job.by))
    keep(session, unit.code)
    job.say(f"{unit.code} {day}" + (f" {why}" if why else ""))
    job.act.note(unit=unit.code, override=why is not None)


def keep(session: Session, unit: str) -> None:
    """Flush, and turn the database's own refusal into a conflict."""
    try:
        session.flush()
    except IntegrityError as error:
        if occupancy_guard.refused(error):
            raise _held(unit, None) from error
        raise


def release(job: Doing, typed: str, on: date | None) -> None:
    """Hand a unit back; from that day on it is free. Raises `RuleRefused` (`unit_not_held`)."""
    unit = get_unit(job.session, typed)
    held = job.session.exec(
        select(Allotment).where(
            Allotment.occupant_id == job.row.id, Allotment.unit == unit.code, col(Allotment.until_on).is_(None)
        )
    ).first()
    if held is None:
        raise RuleRefused(
            "unit_not_held", N_("The occupant {number} does not hold the unit {unit}."), number=job.row.id,
            unit=unit.code,
        )  # fmt: skip
    day = on or max(job.today, held.from_on)
    if day != held.from_on:
        rules.check_day(day, job.today, "until", since=held.from_on)
    held.until_on, held.released_by = day, job.by
    job.session.add(held)
    job.say(f"{unit.code} {day}")
    job.act.note(unit=unit.code)


def release_all(job: Doing, on: date) -> list[str]:
    """Hand everything back on a day; what was to begin later never begins."""
    freed = []
    query = select(Allotment).where(
        Allotment.occupant_id == job.row.id, or_(col(Allotment.until_on).is_(None), col(Allotment.until_on) > on)
    )
    for held in job.session.exec(query).all():
        held.until_on, held.released_by = max(on, held.from_on), job.by
        job.session.add(held)
        freed.append(held.unit)
    job.session.flush()
    return freed


def units(session: Session, on: date, floor: int | None = None) -> tuple[UnitView, ...]:
    """Every unit in use as of a day, in the order of the plan, with who holds it."""
    query = select(Unit).where(Unit.active).order_by(col(Unit.floor), col(Unit.position), col(Unit.code))
    rows = session.exec(query if floor is None else query.where(Unit.floor == floor)).all()
    held = {
        one.unit: (one, who)
        for one, who in session.exec(
            select(Allotment, Occupant).join(Occupant, col(Occupant.id) == Allotment.occupant_id).where(held_on(on))
        )
    }
    leaving = {
        one.occupant_id: one.leave_by
        for one in session.exec(
            select(OccupantExit).where(
                col(OccupantExit.served_on) <= on, col(OccupantExit.withdrawn_on).is_(None),
                col(OccupantExit.left_on).is_(None),
            )
        )
    }  # fmt: skip
    return tuple(_unit_view(row, held.get(row.code), leaving) for row in rows)


def _unit_view(row: Unit, held: tuple[Allotment, Occupant] | None, leaving: dict[int | None, date | None]) -> UnitView:
    state = "shared" if row.use == "shared" else "vacant"
    free_from = who = None
    if held is not None:
        who = held[1]
        state = "leaving" if who.id in leaving else "held"
        free_from = held[0].until_on or leaving.get(who.id)
    return UnitView(
        row.code, row.floor, row.side, row.name, float(row.area), row.use, row.example, state,
        who.id if who else None, who.name if who else None, who.kind if who else None,
        held[0].from_on if held else None, free_from,
    )  # fmt: skip


def space_view(session: Session, on: date, floor: int | None, changes: Sequence[space.Change]) -> SpaceView:
    """The gauge of a day, with what-ifs."""
    areas = _areas(session)
    if floor is not None and floor not in areas:
        raise BadValue(
            "no_such_floor", N_("Floor {floor} is none of the incubation floors: {known}."), floor=floor,
            known=[str(one) for one in sorted(areas)],
        )  # fmt: skip
    by_floor: dict[int, list[Decimal]] = defaultdict(lambda: [_NOTHING, _NOTHING])
    for number, kind, area in _used(session, on):
        by_floor[number][kind != "startup"] += area
    floors = tuple(
        FloorView(number, float(area), float(sum(by_floor[number])), float(by_floor[number][0]),
                  float(by_floor[number][1]))
        for number, area in sorted(areas.items())
        if floor in (None, number)
    )  # fmt: skip
    whole = gauge(session, on)
    after = space.after(whole, changes)
    shown = after
    if floor is not None:
        shown = space.after(space.Gauge(areas[floor], *by_floor[floor]), changes)
    plan = units(session, on, floor)
    shared = sum((Decimal(str(one.area)) for one in plan if one.use == "shared"), _NOTHING)
    share = shown.startup_share
    return SpaceView(
        incubation_area=float(shown.incubation), allotted=float(shown.allotted), startup_area=float(shown.startups),
        other_area=float(shown.others), startup_share=None if share is None else float(share), holds=after.holds,
        holds_as_signed=after.holds_as_signed,
        left_for_others=float(after.left_for_others.quantize(figures.CENT, ROUND_FLOOR)),
        promised_startup_area=float(after.promised_startups), promised_other_area=float(after.promised_others),
        shared_area=float(shared), vacant=float(shown.vacant - shared),
        fits=shown.vacant >= shared, on=on, floor=floor, floors=floors, units=plan,
    )  # fmt: skip


def vacate(session: Session, on: date, typed: str) -> space.Change:
    """The what-if of a unit handed back; raises `NotFound`, `RuleRefused` (`unit_vacant`)."""
    unit = get_unit(session, typed)
    kind = session.exec(
        select(Occupant.kind)
        .join(Allotment, col(Allotment.occupant_id) == Occupant.id)
        .where(Allotment.unit == unit.code, held_on(on))
    ).first()
    if kind is None:
        raise RuleRefused("unit_vacant", N_("Nobody holds the unit {unit}."), unit=unit.code)
    return space.Change(kind, -unit.area)


def set_unit(
    session: Session, today: date, code: str, floor: int | None, area: str | None, side: str | None, name: str | None,
    use: str | None, active: bool | None,
) -> UnitView:  # fmt: skip
    """A new unit or a change to one: the centre's own floors in place of the examples."""
    number = fields.code(figures.unit_code(code), "unit")
    row = session.get(Unit, number)
    if row is None:
        if floor is None or area is None:
            raise BadValue("new_unit", N_("A new unit needs its floor and its area."), unit=number)
        last = session.exec(select(func.max(col(Unit.position)))).one() or 0
        row = Unit(code=number, floor=floor, position=last + 1, area=figures.area(area))
    if floor is not None:
        if floor not in space.INCUBATION_FLOORS:
            raise BadValue(
                "no_such_floor", N_("Floor {floor} is none of the incubation floors: {known}."), floor=floor,
                known=[str(one) for one in space.INCUBATION_FLOORS],
            )  # fmt: skip
        row.floor = floor
    row.area = figures.area(area) if area is not None else row.area
    row.side = fields.choice(side, "side", shipped.SIDES) if side is not None else row.side
    row.name = (fields.optional_text(name, "name", maximum=100) or "") if name is not None else row.name
    row.use = fields.choice(use, "use", shipped.USES) if use is not None else row.use
    row.active, row.example = row.active if active is None else active, False
    held = session.exec(select(Allotment).where(Allotment.unit == number, held_on(today))).first()
    if held is not None and (not row.active or row.use != "office"):
        raise _held(number, held)
    session.add(row)
    session.flush()
    return next((one for one in units(session, today) if one.code == number), _unit_view(row, None, {}))


def _areas(session: Session) -> dict[int, Decimal]:
    query = select(Unit.floor, func.sum(col(Unit.area))).where(Unit.active).group_by(col(Unit.floor))
    return {floor: area for floor, area in session.exec(query) if floor in space.INCUBATION_FLOORS}


def _used(session: Session, on: date) -> Sequence[tuple[int, str, Decimal]]:
    query = (
        select(Unit.floor, Occupant.kind, func.sum(col(Unit.area)))
        .join(Allotment, col(Allotment.unit) == Unit.code)
        .join(Occupant, col(Occupant.id) == Allotment.occupant_id)
        .where(held_on(on), col(Unit.floor).in_(space.INCUBATION_FLOORS))
        .group_by(col(Unit.floor), col(Occupant.kind))
    )
    return session.exec(query).all()


def _held(unit: str, held: Allotment | None) -> Conflict:
    return Conflict(
        "unit_held",
        N_("The unit {unit} is held by occupant {by} in that time. Release it first, or choose another."),
        unit=unit,
        by=held.occupant_id if held else None,
    )


def _shown(area: Decimal) -> str:
    return f"{area.normalize():f}"
