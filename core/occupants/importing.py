"""Taking occupants in from a sheet: mapping, each row's problems, all or nothing. Rows arrive as resident, untested."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from core import fields
from core.errors import DeskError
from core.occupants import admitting, cells, figures, headings, placing, records, rules, sheets, space
from core.occupants.tables import Agreement, Allotment, Occupant, OccupantEvent, OccupantValue, Unit
from core.occupants.terms import KINDS, REPORTED
from core.occupants.views import NewOccupant
from core.spelling import spelling
from core.storage import Act
from core.words import N_, translate

_SUM = re.compile(r"(?:本页|本表|以上)?(?:合计|总计|小计|共计|累计)(?:共?\d.*|[^\u3400-\u9fffA-Za-z].*)?")
_SIGN = re.compile(
    r"(?:填表|填报|制表|审核|复核|审批|备注|说明|注)(?:人|单位|日期|时间)?\d*[::].*|"
    r"(?:填表|填报|制表|审核|复核|审批)(?:人|单位|日期|时间)?|备注|注|说明"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; `row` is its number in the file."""

    row: int
    field: str | None
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """One row read: the record, its term and its units; `last` is its last row, where its name is merged over more."""

    row: int
    new: NewOccupant
    entered_on: date | None
    term: tuple[date, date] | None
    rent: tuple[Decimal, str] | None
    rent_free_until: date | None
    units: tuple[str, ...]
    last: int


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with `dry_run` would do. `columns` are (heading, field or null)."""

    sheet: str
    heading_row: int
    columns: tuple[tuple[str, str | None], ...]
    rows: int
    imported: int
    dry_run: bool
    warnings: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]
    occupants: tuple[int, ...] = ()


@dataclass
class Parsed:
    """A file read, before the database was asked."""

    grid: str
    mapping: headings.Mapping
    rows: int = 0
    arrivals: list[Arrival] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)


def parse(
    path: Path, today: date, *, kind: str | None = None, sheet: str | None = None, named: Sequence[str] = ()
) -> Parsed:
    """Read a file; `kind` is for files that have no such column, `named` says fields of headings.

    Raises `BadValue` where no row can be read at all."""
    if kind is not None:
        fields.choice(kind, "kind", KINDS)
    grids, says = sheets.read(path, sheet), headings.read_named(named)
    grid, mapping = headings.find(grids, says)
    parsed = Parsed(grid.name, mapping)
    for name in headings.left_out(grids, grid, says):
        parsed.warnings.append({"code": "sheet_left_out", "sheet": name})
    for heading in mapping.unknown:
        parsed.warnings.append({"code": "unknown_heading", "heading": heading})
    for heading in mapping.twice:
        parsed.warnings.append({"code": "heading_twice", "heading": heading})
    names: dict[str, int] = {}
    codes: dict[str, int] = {}
    hidden = 0
    for number, values in grid.rows:
        if number <= mapping.row:
            continue
        if _is_end(values, mapping):
            parsed.warnings.append({"code": "row_left_out", "row": number})
            continue
        if _is_blank(values, mapping):
            continue
        state = None if mapping.state is None or mapping.state >= len(values) else values[mapping.state]
        if cells.is_gone(state):
            parsed.warnings.append({"code": "row_not_here", "row": number, "state": cells.plain(state)})
            continue
        if (number, mapping.fields["name"]) in grid.joined:
            _join(parsed, number, values, grid)
            continue
        hidden += number in grid.hidden
        parsed.rows += 1
        row = _Row(parsed, number, values)
        arrival = row.read(today, kind)
        if arrival is None:
            continue
        for known, value, name in ((names, arrival.new.name, "name"), (codes, arrival.new.credit_code, "credit_code")):
            if value and known.setdefault(value, number) != number:
                row.problem(name, "row_twice", N_("It stands in row {row} already."), row=known[value])
        parsed.arrivals.append(arrival)
    if hidden:
        parsed.warnings.append({"code": "rows_hidden", "count": hidden})
    if not parsed.rows:
        parsed.warnings.append({"code": "no_rows"})
    return parsed


def _join(parsed: Parsed, number: int, values: tuple[Any, ...], grid: sheets.Grid) -> None:
    """A further row of one occupant, its name merged over both: more units, and their area where that has its own."""
    row = _Row(parsed, number, values)
    units, place = row.take("units", cells.units) or (), parsed.mapping.fields.get("area")
    area = None if place is None or (number, place) in grid.joined else row.take("area", cells.area)
    if not parsed.arrivals or parsed.arrivals[-1].last + 1 != number:
        return  # the row it goes on from has problems, which are told
    before = parsed.arrivals[-1]
    wanted = before.new.wanted_area
    if area is not None:
        wanted = area + (wanted or Decimal(0))
    parsed.arrivals[-1] = replace(
        before, units=tuple(dict.fromkeys((*before.units, *units))), new=replace(before.new, wanted_area=wanted),
        last=number,
    )  # fmt: skip
    parsed.warnings.append({"code": "row_joined", "row": number, "first": before.row})


def check(session: Session, parsed: Parsed, today: date) -> None:
    """What the database has against the rows: names and codes in use, units held; unknown units are left out."""
    rows = session.exec(select(Occupant).where(col(Occupant.status).not_in(("left", "refused")))).all()
    by_name = {one.name: one.id for one in rows}
    by_code = {one.credit_code: one.id for one in rows if one.credit_code}
    units = {one.code: one for one in session.exec(select(Unit))}
    held: dict[str, list[Allotment]] = {}
    for one in session.exec(select(Allotment)):
        held.setdefault(one.unit, []).append(one)
    taken: dict[str, int] = {}
    for place, arrival in enumerate(parsed.arrivals):
        against = _Row(parsed, arrival.row, ())
        known = by_name.get(arrival.new.name) or by_code.get(arrival.new.credit_code or "")
        if known is not None:
            against.problem(
                "name", "occupant_exists", N_("It is in the registry already, with the number {number}."), number=known
            )
        known_units = []
        for code in arrival.units:
            unit = units.get(code)
            if unit is None or not unit.active or unit.use != "office":
                parsed.warnings.append({"code": "no_such_unit", "row": arrival.row, "unit": code})
                continue
            known_units.append(code)
            if taken.setdefault(code, arrival.row) != arrival.row:
                against.problem("units", "row_twice", N_("It stands in row {row} already."), row=taken[code])
            elif any(
                one.until_on is None or one.until_on > max(one.from_on, _since(arrival)) for one in held.get(code, ())
            ):
                against.problem("units", "unit_held", N_("The unit {unit} is held by somebody."), unit=code)
        parsed.arrivals[place] = replace(arrival, units=tuple(known_units))
    _check_half(session, parsed, today, units)


def _check_half(session: Session, parsed: Parsed, today: date, units: dict[str, Unit]) -> None:
    """Art. 10(5) refuses nobody who is here already; that the sheet breaks it is told, by a dry run too."""
    added = Decimal(0)
    for arrival in parsed.arrivals:
        if arrival.new.kind != "startup":
            held = sum((units[code].area for code in arrival.units), Decimal(0))
            signed = arrival.new.wanted_area if arrival.term and arrival.term[1] >= today else None
            added += max(held, signed or Decimal(0))
    if added and space.breaks(placing.gauge(session, today), "institution", added):
        parsed.warnings.append({"code": "half_rule", "article": "10(5)"})


def write(act: Act, parsed: Parsed, by: str, today: date) -> tuple[int, ...]:
    """Write every row; the caller has seen to it that there are no problems."""
    session = act.session
    rows = [_occupant(arrival, act, by) for arrival in parsed.arrivals]
    session.add_all(rows)
    session.flush()
    for arrival, row in zip(parsed.arrivals, rows, strict=True):
        for name in REPORTED:
            value = getattr(row, name)
            if value is not None:
                session.add(
                    OccupantValue(occupant_id=row.id, field=name, value=str(value), from_on=row.applied_on,
                                  reported_on=today, staff=by)
                )  # fmt: skip
        if arrival.term is not None:
            rent, per = arrival.rent or (None, "month")
            session.add(
                Agreement(occupant_id=row.id, from_on=arrival.term[0], until_on=arrival.term[1],
                          area=row.wanted_area, rent_rate=rent, rent_per=per,
                          rent_free_until=arrival.rent_free_until, staff=by)
            )  # fmt: skip
        for unit in arrival.units:
            session.add(Allotment(occupant_id=row.id or 0, unit=unit, from_on=_since(arrival), staff=by))
            placing.keep(session, unit)
        session.add(OccupantEvent(occupant_id=row.id, at=act.at, staff=by, event="import"))
    session.flush()
    records.index(session, rows, today)
    return tuple(row.id or 0 for row in rows)


def report(parsed: Parsed, *, dry_run: bool, occupants: tuple[int, ...] = ()) -> ImportReport:
    """What is said about an import."""
    columns = tuple((one.heading, one.field or None) for one in parsed.mapping.columns)
    return ImportReport(
        parsed.grid, parsed.mapping.row, columns, parsed.rows, len(occupants), dry_run, tuple(parsed.warnings),
        tuple(sorted(parsed.problems, key=lambda one: one.row)), occupants,
    )  # fmt: skip


class _Row:
    """One row being read: its cells by field, and where its problems go."""

    def __init__(self, parsed: Parsed, number: int, values: tuple[Any, ...]) -> None:
        self._parsed = parsed
        self._number = number
        self._values = values
        self._good = True

    def problem(self, name: str | None, code: str, template: str, **details: Any) -> None:
        """Note a problem; values of personal fields are not repeated."""
        self._good = False
        self._parsed.problems.append(Problem(self._number, name, code, translate(template).format(**details)))

    def cell(self, name: str) -> Any:
        """The cell of a field; None where the file has no such column."""
        place = self._parsed.mapping.fields.get(name)
        return None if place is None or place >= len(self._values) else self._values[place]

    def take(self, name: str, read: Callable[[Any], Any]) -> Any:
        """A field read; a problem is noted and None given where it cannot be."""
        try:
            value = self.cell(name)
            cells.refuse_error(value)
            return read(value)
        except DeskError as error:
            self._good = False
            self._parsed.problems.append(Problem(self._number, name, error.code, error.message))
            return None

    def read(self, today: date, usual: str | None) -> Arrival | None:
        """The row as an arrival; None where it has problems."""
        name = self.take("name", lambda value: fields.text(cells.typed(value), "name", maximum=200))
        kind = self.take("kind", cells.kind) or usual
        if kind is None and self._good:
            self.problem("kind", "kind_missing", N_("The kind is missing: institution, association or startup."))
        texts = {one: self.take(one, partial(_reported, one))
                 for one in ("legal_representative", "shares", "scope", "contact", "registered_address")}  # fmt: skip
        both = cells.person_and_phone(self.cell("phone"))
        texts["phone"] = self.take("phone", partial(self._phone, both[1] if both else None))
        if both is not None and texts["contact"] is None:
            texts["contact"] = both[0]
        entered = self.take("entered_on", lambda value: _past(cells.day(value), today))
        registered = self.take("registered_on", lambda value: _past(cells.day(value), today))
        applied = self.take("applied_on", lambda value: _past(cells.day(value), today))
        code = self.take("credit_code", self._credit_code)
        start, end = self.take("term_from", cells.day), self.take("term_until", cells.day)
        if start is None and end is None:
            start, end = self.take("term", cells.span) or (None, None)
        free = self.take("rent_free_until", cells.last_day)
        place = self._parsed.mapping.fields.get("rent")
        heading = next((one.heading for one in self._parsed.mapping.columns if one.place == place), "")
        rent = self.take("rent", lambda value: cells.rent(value, heading))
        new = NewOccupant(
            kind=kind or "", name=name or "", introduced_by=self.take("introduced_by", cells.introducer) or "centre",
            applied_on=applied or entered or today, came_by="import", credit_code=code, registered_on=registered,
            headcount=self.take("headcount", cells.whole), wanted_area=self.take("area", cells.area),
            shared_desks=self.take("shared_desks", cells.whole) or 0,
            note=self.take("note", lambda value: fields.optional_text(cells.typed(value), "note")), **texts,
        )  # fmt: skip
        units = self.take("units", cells.units) or ()
        term = self._term(start, end, entered, today)
        if free is not None and term is None and self._good:
            self._parsed.warnings.append({"code": "rent_free_without_term", "row": self._number})
        if not self._good:
            return None
        if applied is not None and entered is not None and applied > entered:
            new = replace(new, applied_on=entered)
        return Arrival(self._number, new, entered, term, rent, free, units, self._number)

    def _term(
        self, start: date | None, end: date | None, entered: date | None, today: date
    ) -> tuple[date, date] | None:
        if end is None:
            return None
        begun = start or entered or min(today, end)
        try:
            rules.check_term(begun, end)
        except DeskError as error:
            self._good = False
            self._parsed.problems.append(Problem(self._number, "term_until", error.code, error.message))
        return begun, end

    def _credit_code(self, value: Any) -> str | None:
        """What an office has on its list is kept, with a warning where the last character does not fit."""
        text = cells.plain(value)
        code = figures.credit_code(text, checked=False) if text else None
        try:
            return None if code is None else figures.credit_code(code)
        except DeskError:
            self._parsed.warnings.append({"code": "credit_code_doubtful", "row": self._number})
            return code

    def _phone(self, number: str | None, value: Any) -> str | None:
        text = number or cells.plain(value)
        if "*" in text:
            self._parsed.warnings.append({"code": "phone_masked", "row": self._number})
            return None
        return fields.phone(text or None)


def _reported(name: str, value: Any) -> str | None:
    return admitting.reported(name, cells.typed(value))


def _past(day: date | None, today: date) -> date | None:
    return None if day is None else rules.check_day(day, today, "from", since=date(1949, 10, 1))


def _since(arrival: Arrival) -> date:
    return arrival.entered_on or (arrival.term[0] if arrival.term else None) or arrival.new.applied_on or date.max


def _occupant(arrival: Arrival, act: Act, by: str) -> Occupant:
    new = arrival.new
    assert new.applied_on is not None
    return Occupant(
        kind=new.kind, name=new.name, introduced_by=new.introduced_by, status="resident", stage="signed", tested=False,
        applied_on=new.applied_on, entered_on=arrival.entered_on, came_by="import",
        credit_code=new.credit_code, legal_representative=new.legal_representative, shares=new.shares, scope=new.scope,
        headcount=new.headcount, contact=new.contact, phone=new.phone, registered_address=new.registered_address,
        registered_on=new.registered_on, wanted_area=new.wanted_area, shared_desks=new.shared_desks, facts={},
        note=new.note, spelling=spelling(new.name), added_at=act.at, added_by=by,
    )  # fmt: skip


def _is_end(values: tuple[Any, ...], mapping: headings.Mapping) -> bool:
    """Sums and signatures under the table: no name, or the word for a sum where the name or number would stand."""
    texts = ["".join(cells.plain(value).split()) for value in values]
    first = next((text for text in texts if text), "")
    place = mapping.fields["name"]
    name = texts[place] if place < len(texts) else ""
    filled = [text for text in dict.fromkeys(texts) if text]
    return bool(_SUM.fullmatch(first) or _SIGN.fullmatch(first)) and (not name or name == first or len(filled) <= 2)


def _is_blank(values: tuple[Any, ...], mapping: headings.Mapping) -> bool:
    """Numbered beforehand and not filled in: nothing but in columns that are not needed."""
    needed = {one.place for one in mapping.columns if one.field != ""}
    return not any(cells.plain(value) for place, value in enumerate(values) if place in needed)
