"""How occupants look on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cli import output
from core.errors import BadValue
from core.occupants.admission import CONDITIONS
from core.occupants.importing import ImportReport
from core.occupants.terms import (
    CHARGES,
    CLEARING,
    DOCUMENTS,
    DOUBTS,
    DUE,
    ENTRIES,
    EVENTS,
    FINDINGS,
    GROUNDS,
    INTRODUCERS,
    KINDS,
    PER,
    REPORTED,
    STAGES,
    STATUSES,
    UNIT_STATES,
    VERDICTS,
    WARNINGS,
)
from core.occupants.views import (
    DueItem,
    ExitView,
    LeaseRateView,
    OccupantItem,
    OccupantView,
    RoundView,
    SpaceView,
    UnitView,
)
from core.occupants.wording import event_text
from core.text import visible
from core.words import N_
from core.words import translate as _


def show(one: OccupantView, *, as_json: bool) -> None:
    """The whole record."""
    if as_json:
        output.show_json(one)
        return
    output.show_fields(_facts(one))
    _tables(one)


def show_page(items: Sequence[OccupantItem], cursor: str | None, *, as_json: bool) -> None:
    """A list of occupants."""
    if as_json:
        output.show_json(output.listing(items, cursor))
        return
    headings = (_("Number"), _("Name"), _("Kind"), _("State"), _("Units"), "m²", _("Term until"), _("Contact"))
    rows = (
        (one.id, one.name, _(KINDS[one.kind]),
         _(STAGES[one.stage]) if one.status == "applying" else _(STATUSES[one.status]), one.units, number(one.area),
         one.term_until, one.contact)
        for one in items
    )  # fmt: skip
    output.show_table(headings, rows)
    if cursor:
        print(_("More: --after {cursor}").format(cursor=cursor))


def show_due(items: Sequence[DueItem], *, as_json: bool) -> None:
    """The due list."""
    if as_json:
        output.show_json(output.listing(items))
        return
    rows = ((one.on, one.days, one.occupant, one.name, _(DUE[one.what]), one.amount, _details(one)) for one in items)
    output.show_table((_("Date"), _("Days"), _("Number"), _("Name"), _("What"), _("Yuan"), ""), rows)


def show_space(found: SpaceView, *, as_json: bool) -> None:
    """The gauge."""
    if as_json:
        output.show_json(found)
        return
    share = None if found.startup_share is None else f"{found.startup_share:.1%}"
    output.show_fields(
        [
            (_("Date"), found.on),
            (_("Floor"), found.floor),
            (_("Incubation floors, m²"), number(found.incubation_area)),
            (_("Allotted"), number(found.allotted)),
            (_("Startups"), number(found.startup_area)),
            (_("Startups' share"), share),
            (_("Institutions and social organisations"), number(found.other_area)),
            (_("Left for them"), number(found.left_for_others)),
            (_("Vacant offices"), number(found.vacant)),
            (_("Others at most half (art. 10(5))"), _("holds") if found.holds else _("broken")),
            (_("With what is signed for"), _("holds") if found.holds_as_signed else _("broken")),
            (_("Room enough"), _("yes") if found.fits else _("no")),
        ]
    )
    print()
    show_units(found.units, as_json=False)


def show_units(units: Sequence[UnitView], *, as_json: bool) -> None:
    """Units with who holds them."""
    if as_json:
        output.show_json(output.listing(units))
        return
    rows = (
        (one.code, one.floor, number(one.area), _(UNIT_STATES[one.state]), one.occupant, one.occupant_name, one.since,
         one.free_from)
        for one in units
    )  # fmt: skip
    headings = (
        _("Unit"), _("Floor"), "m²", _("State"), _("Number"), _("Name"), _("Since"), _("Free from"),
    )  # fmt: skip
    output.show_table(headings, rows)


def show_unit(one: UnitView, *, as_json: bool) -> None:
    """One unit."""
    if as_json:
        output.show_json(one)
    else:
        show_units((one,), as_json=False)


def show_rounds(rounds: Sequence[RoundView], *, as_json: bool, single: bool = False) -> None:
    """Rounds of recruitment."""
    if as_json:
        output.show_json(rounds[0] if single else output.listing(rounds))
        return
    rows = ((one.id, one.title, one.announced_on, one.closes_on, one.applications) for one in rounds)
    output.show_table((_("Number"), _("Title"), _("Announced"), _("Closes"), _("Applications")), rows)


def show_rates(rates: Sequence[LeaseRateView], *, as_json: bool) -> None:
    """The owner's lease prices."""
    if as_json:
        output.show_json(output.listing(rates))
        return
    rows = ((one.start, one.rate, _(PER[one.per]), one.note) for one in rates)
    output.show_table((_("From"), _("Yuan/m²"), "", _("Note")), rows)


def show_import(result: ImportReport, *, as_json: bool) -> None:
    """What an import did; raises `BadValue` (`bad_rows`) with every row's problem where there are any."""
    if result.problems:
        raise BadValue(
            "bad_rows",
            N_("{count} rows have problems, so nothing was written: {faults}"),
            count=len({one.row for one in result.problems}),
            faults=[f"{one.row}: {one.message}" for one in result.problems],
            problems=[output.plain(one) for one in result.problems],
            warnings=list(result.warnings),
            columns=[{"heading": heading, "field": field} for heading, field in result.columns],
        )
    if as_json:
        shown = output.plain(result)
        shown["columns"] = [{"heading": heading, "field": field} for heading, field in result.columns]
        output.show_json(shown)
        return
    template = _("{rows} rows are good; nothing was written.") if result.dry_run else _("{rows} rows taken in.")
    print(template.format(rows=result.rows))
    for one in result.warnings:
        print(visible(_(WARNINGS[one["code"]]).format(**one), newlines=True))


def show_file(path: Path, count: int, *, as_json: bool) -> None:
    """A file that was written."""
    if as_json:
        output.show_json({"file": str(path), "occupants": count})
    else:
        shown = visible(str(path), newlines=True)
        print(_("{count} occupants written to {file}.").format(count=count, file=shown))


def number(value: float | None) -> str | None:
    """Square metres without needless zeros."""
    return None if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


def _details(one: DueItem) -> str:
    if one.what == "conditions":
        return "、".join(f"{_(CONDITIONS[code][1])} ({CONDITIONS[code][0]})" for code in one.details)
    words = DOCUMENTS if one.what == "documents" else CLEARING if one.what == "clearing" else {}
    return "、".join(_(words[detail]) if detail in words else detail for detail in one.details)


def _facts(one: OccupantView) -> list[tuple[str, Any]]:
    term, account, right = one.agreement, one.account, one.entitlement
    rent = None if term is None or term.rent is None else f"{term.rent} {_(PER[term.per])}"
    entitled = None
    if right is not None:
        over = _("over by {over} m²") if right.over > 0 else _("{over} m² left")
        entitled = _("{entitled} m² for {headcount} people, {over}").format(
            entitled=number(right.entitled), headcount=right.headcount, over=over.format(over=number(abs(right.over)))
        )
    return [
        (_("Number"), one.id),
        (_("Name"), one.name),
        (_("Kind"), _(KINDS[one.kind])),
        (_("Introduced by"), _(INTRODUCERS[one.introduced_by])),
        (_("State"), _(STATUSES[one.status])),
        (_("Stage"), _(STAGES[one.stage])),
        (_("Preferred"), _("yes") if one.preferred else None),
        (_("Public notice until"), one.public_notice_until),
        (_("Refused"), one.refusal),
        (_("Conditions"), "\n".join(
            f"{_(CONDITIONS[found.condition][1])} ({found.article}): {_(FINDINGS[found.state])}"
            for found in one.conditions) if one.admission == "tested" else _("admission untested (imported)")),
        (_("Documents missing"), [_(DOCUMENTS[code]) for code in one.documents_missing]),
        (_("Credit code"), one.credit_code),
        (_("Legal representative"), one.legal_representative),
        (_("Contact"), one.contact),
        (_("Phone"), one.phone),
        (_("Headcount"), one.headcount),
        (_("Registered address"), one.registered_address),
        (_("Registered here since"), one.registered_here_on),
        (_("Units"), one.units),
        (_("Area, m²"), number(one.area) if one.area else None),
        (_("Entitled to"), entitled),
        (_("Entered"), one.entered_on),
        (_("Term"), f"{term.start} – {term.until}" if term else None),
        (_("Rent, yuan/m²"), rent),
        (_("Rent-free until"), one.rent_free_until),
        (_("Owed, yuan"), account.owed if account.owed else None),
        (_("Overdue, yuan"), account.overdue if account.overdue else None),
        (_("Leaving"), _exit(one.exit) if one.exit else None),
        (_("Time over"), None if one.overstay is None else f"{one.overstay.days} d, {one.overstay.rent or '?'}"),
        (_("Left"), one.left_on),
        (_("Note"), one.note),
    ]  # fmt: skip


def _exit(leave: ExitView) -> str:
    parts = [_(GROUNDS[leave.ground]) if leave.ground else _("leaving by agreement")]
    if leave.leave_by is not None:
        parts.append(
            _("out by {day}").format(day=leave.leave_by) + (" " + _("(provisional)") if leave.provisional else "")
        )
    parts += [_(DOUBTS[doubt]) for doubt in leave.doubts]
    if leave.open:
        parts.append(_("to clear: {items}").format(items="、".join(_(CLEARING[one]) for one in leave.open)))
    return "\n".join(parts)


def _tables(one: OccupantView) -> None:
    for title, headings, rows in (
        (_("Allotments"), (_("Unit"), "m²", _("From"), _("Until")),
         [(held.unit, number(held.area), held.since, held.until) for held in one.allotments]),
        (_("Terms"), (_("From"), _("Until"), "m²", _("Rent"), _("Rent-free until")),
         [(term.start, term.until, number(term.area), term.rent, term.rent_free_until) for term in one.agreements]),
        (_("Evaluations"), (_("Year"), _("Verdict"), _("Score")),
         [(found.year, _(VERDICTS[found.verdict]), found.score) for found in one.evaluations]),
        (_("Entries"), (_("Number"), _("Date"), "", _("What for"), _("Yuan"), _("Due")),
         [(line.id, line.on, _(ENTRIES[line.kind]) + (" ✗" if line.voided else ""),
           _(CHARGES[line.item]) if line.item else None, line.amount, line.due_on) for line in one.entries]),
        (_("Changes"), (_("Since"), _("What"), _("Value")),
         [(change.since, _(REPORTED[change.field]), change.value) for change in one.changes]),
        (_("History"), (_("Time"), _("Who"), _("What"), _("Text")),
         [(output.moment(event.at), event.staff, _(EVENTS.get(event.event, event.event)), event_text(event))
          for event in one.timeline]),
    ):  # fmt: skip
        if rows:
            print("\n" + title)
            output.show_table(headings, rows, widest=60)
