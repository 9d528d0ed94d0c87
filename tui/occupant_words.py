"""How occupants are said in the app: a line of a list, the tabs of a record, units and the gauge. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.calls.views import CallItem
from core.occupants.admission import CONDITIONS
from core.occupants.terms import (
    CAME_BY,
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
    OUTCOMES,
    PER,
    REPORTED,
    STAGES,
    STATUSES,
    VERDICTS,
)
from core.occupants.views import DueItem, EventView, ExitView, OccupantItem, OccupantView, SpaceView
from core.occupants.wording import event_text
from core.rooms.views import BookingView
from core.words import N_, _
from tui.room_words import slot_words, state_words
from tui.showing import cut, light_words, line, pad

TABS = {
    "record": N_("Overview"), "way_in": N_("Way in"), "space": N_("Space"), "terms": N_("Terms"), "money": N_("Money"),
    "years": N_("Years"), "exit": N_("Exit"), "changes": N_("Reported"), "calls": N_("Its calls"),
    "bookings": N_("Its bookings"), "history": N_("History"),
}  # fmt: skip
"""The tabs of a record, in their order."""
_AGES = {
    "not_due": N_("not due yet"), "days_1_30": N_("1 to 30 days"), "days_31_60": N_("31 to 60 days"),
    "days_61_90": N_("61 to 90 days"), "days_over_90": N_("over 90 days"),
}  # fmt: skip
Person = Callable[[str | None], str]


def square(value: float | None) -> str:
    """Square metres without needless zeros."""
    return "" if value is None else f"{_bare(value)} m²"


def _bare(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def standing(one: OccupantItem) -> str:
    """Where it stands: the stage while it applies, else its state."""
    return _(STAGES[one.stage]) if one.status == "applying" else _(STATUSES[one.status])


def item_line(one: OccupantItem, width: int) -> str:
    """A line of the list: name, where it stands, its units."""
    tail = f" {pad(standing(one), 10)} {pad(' '.join(one.units), 8)}"
    number = f"{one.id:>4} "
    return number + pad(line(one.name), max(8, width - len(number) - 20)) + tail


def caller_line(one: OccupantItem) -> str:
    """An occupant in the call form and on the call's sheet."""
    words = (str(one.id), line(one.name), _(KINDS[one.kind]), standing(one), " ".join(one.units))
    return "  ".join(word for word in words if word)


def due_line(one: DueItem, today: date, width: int) -> str:
    """A line of what is to be done: by when, what, whom it is about."""
    day = "" if one.on is None else f"{one.on:%m-%d}" if one.on.year == today.year else f"{one.on:%Y-%m}"
    left = ""
    if one.days is not None:
        left = _("{days} days over").format(days=-one.days) if one.days < 0 else _("{days} days").format(days=one.days)
    head = f"{pad(day, 7)} {pad(left, 9)} {pad(_(DUE[one.what]), 16)} "
    return cut(head + line(one.name), width)


def due_short(one: DueItem, today: date, width: int) -> str:
    """The same for a narrow place: by when, what, whom."""
    day = "" if one.on is None else f"{one.on:%m-%d}" if one.on.year == today.year else f"{one.on:%y-%m}"
    return cut(f"{pad(day, 5)} {cut(_(DUE[one.what]), 12)} {line(one.name)}", width)


def due_details(one: DueItem) -> str:
    """What exactly."""
    if one.what == "conditions":
        return "、".join(f"{_(CONDITIONS[code][1])} ({CONDITIONS[code][0]})" for code in one.details)
    words = DOCUMENTS if one.what == "documents" else CLEARING if one.what == "clearing" else {}
    shown = "、".join(_(words[detail]) if detail in words else line(detail) for detail in one.details)
    amount = "" if one.amount is None else _("{amount} yuan").format(amount=one.amount)
    return "  ".join(word for word in (shown, amount) if word)


def title(one: OccupantView) -> str:
    """Whose record it is."""
    return "  ".join(word for word in (f"{one.id}", line(one.name), _(KINDS[one.kind]), standing(one)) if word)


def tabs_line(tab: str) -> list[tuple[str, str]]:
    """The tabs, the open one in brackets, as text and style."""
    return [
        (f"[{_(label)}]" if name == tab else f" {_(label)} ", "bold" if name == tab else "$text-muted")
        for name, label in TABS.items()
    ]


@dataclass(frozen=True, slots=True)
class Beside:
    """What is read beside a record for its tabs."""

    calls: tuple[CallItem, ...] = ()
    bookings: tuple[BookingView, ...] = ()


def tab_lines(tab: str, one: OccupantView, beside: Beside, person: Person) -> list[str]:
    """The lines of a tab."""
    if tab == "calls":
        return _or_none([call_words(call) for call in beside.calls])
    if tab == "bookings":
        return _or_none([booking_words(booking) for booking in beside.bookings])
    if tab == "history":
        return _or_none([_event(event, person) for event in reversed(one.timeline)])
    return _TABS[tab](one, person)


def _or_none(lines: list[str]) -> list[str]:
    return lines or [_("Nothing yet.")]


def _fields(pairs: Iterable[tuple[str, object]]) -> list[str]:
    return [f"{pad(_(label), 14)} {shown}" for label, value in pairs if (shown := _said(value))]


def _said(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, (tuple, list)):
        return "、".join(line(str(one)) for one in value)
    return line(str(value))


def _record(one: OccupantView, _person: Person) -> list[str]:
    return _fields(
        [
            (N_("Number"), one.id),
            (N_("Name"), one.name),
            (N_("Kind"), _(KINDS[one.kind])),
            (N_("Introduced by"), f"{_(INTRODUCERS[one.introduced_by])} {one.introducer or ''}"),
            (N_("State"), standing(one)),
            (N_("Preferred"), _("yes") if one.preferred else ""),
            (N_("Contact"), one.contact),
            (N_("Phone"), one.phone),
            (N_("Units"), one.units),
            (N_("Headcount"), one.headcount),
            (N_("Legal rep."), one.legal_representative),
            (N_("Credit code"), one.credit_code),
            (N_("Shares"), one.shares),
            (N_("Scope"), one.scope),
            (N_("Address"), one.registered_address),
            (N_("Registered on"), one.registered_on),
            (N_("Registered here"), one.registered_here_on),
            (N_("Prize"), one.prize),
            (N_("Entered"), one.entered_on),
            (N_("Term until"), one.term_until),
            (N_("Rent-free until"), one.rent_free_until),
            (N_("Owed"), _yuan(one.account.owed) if one.account.owed else ""),
            (N_("To be out by"), one.leave_by),
            (N_("Left"), one.left_on),
            (N_("Note"), one.note),
        ]
    )


def _way_in(one: OccupantView, person: Person) -> list[str]:
    lines = _fields(
        [
            (N_("Came by"), _(CAME_BY[one.came_by]) if one.came_by else ""),
            (N_("Round"), one.round),
            (N_("Notice until"), one.public_notice_until),
            (N_("Refused"), f"{one.refused_on}  {line(one.refusal)}" if one.refused_on else ""),
        ]
    )
    lines += ["", _("Stages (art. 10)")]
    lines += [f"  {found.on}  {pad(_(STAGES[found.stage]), 16)} {person(found.staff)}  {line(found.note)}".rstrip()
              for found in one.stages]  # fmt: skip
    lines += ["", _("Conditions (art. 9)")]
    if one.admission == "tested":
        lines += [f"  {pad(_(FINDINGS[found.state]), 14)} {found.article}  {_(CONDITIONS[found.condition][1])}"
                  for found in one.conditions]  # fmt: skip
    else:
        lines.append("  " + _("admission untested (imported)"))
    lines += ["", _("Documents")]
    lines += [f"  {pad(_('here'), 8)} {_(DOCUMENTS[got.document])}  {got.received_on}" for got in one.documents]
    lines += [f"  {pad(_('missing'), 8)} {_(DOCUMENTS[code])}" for code in one.documents_missing]
    if one.objections:
        lines += ["", _("Objections")]
        lines += [
            f"  {found.id}  {found.on}  {line(found.text)}  "
            + (f"{_(OUTCOMES[found.outcome])} {line(found.settlement)}" if found.outcome else _("not settled yet"))
            for found in one.objections
        ]
    return lines


def _space(one: OccupantView, _person: Person) -> list[str]:
    lines = []
    right = one.entitlement
    if right is not None:
        over = _("over by {over} m²") if right.over > 0 else _("{over} m² left")
        words = over.format(over=square(abs(right.over)).removesuffix(" m²"))
        shared = _("shared desks: {count}").format(count=right.shared_desks) if right.shared_desks else ""
        lines += _fields(
            [
                (N_("Entitled"), f"{square(right.entitled)}  (15 m² × {right.headcount})"),
                (N_("In use"), f"{square(right.used)}  {words}  {shared}"),
            ]
        )
    lines += _fields([(N_("Wanted"), square(one.wanted_area))])
    lines += ["", _("Allotments")]
    lines += [
        f"  {pad(held.unit, 6)} {pad(square(held.area), 10)} {held.since} - {held.until or _('now')}"
        for held in one.allotments
    ] or [f"  {_('no unit')}"]
    return _trimmed(lines)


def _terms(one: OccupantView, _person: Person) -> list[str]:
    lines = []
    for term in reversed(one.agreements):
        rent = "" if term.rent is None else f"{term.rent} {_('yuan/m²')} {_(PER[term.per])}"
        lines += [
            "",
            *_fields(
                [
                    (N_("Term"), f"{term.start} - {term.until}"),
                    (N_("Signed"), term.signed_on),
                    (N_("Area"), square(term.area)),
                    (N_("Rent"), rent),
                    (N_("Rent-free until"), term.rent_free_until),
                    (N_("Ended"), term.ended_on),
                    (N_("Override"), term.override),
                ]
            ),
        ]
    return _trimmed(lines) or [_("No agreement yet.")]


def _money(one: OccupantView, _person: Person) -> list[str]:
    account = one.account
    lines = _fields(
        [
            (N_("Owed"), _yuan(account.owed)),
            (N_("Overdue"), _yuan(account.overdue) if account.overdue else ""),
            (N_("Credit"), _yuan(account.credit) if account.credit else ""),
            (N_("Charged"), _yuan(account.charged)),
            (N_("Paid"), _yuan(account.paid)),
            (N_("Reduced"), _yuan(account.reduced) if account.reduced else ""),
        ]
    )
    owed = [(age, amount) for age, amount in account.ages.items() if amount]
    if owed:
        lines += ["", _("By age")]
        lines += [f"  {pad(_(_AGES.get(age, age)), 16)} {amount:>12}" for age, amount in owed]
    lines += ["", _("Entries")]
    lines += [
        f"  {entry.id:>4}  {entry.on}  {pad(_(ENTRIES[entry.kind]), 10)} "
        f"{pad(_(CHARGES[entry.item]) if entry.item else '', 10)} {entry.amount:>10}"
        + (f"  {_('due')} {entry.due_on}" if entry.due_on and entry.kind == "charge" else "")
        + (f"  {_('taken back')}: {line(entry.void_reason)}" if entry.voided else "")
        + (f"  {line(entry.note)}" if entry.note else "")
        for entry in reversed(one.entries)
    ]
    return lines


def _years(one: OccupantView, _person: Person) -> list[str]:
    lines = []
    for found in reversed(one.evaluations):
        full = None if found.full_rent is None else f"{_yuan(found.full_rent)}  {_('charged')} {found.rent_charged}"
        lines += [
            "",
            *_fields(
                [
                    (N_("Year"), f"{found.year}  {_(VERDICTS[found.verdict])}"),
                    (N_("Score"), found.score),
                    (N_("Service"), found.service),
                    (N_("Growth"), found.growth),
                    (N_("Pull"), found.pull),
                    (N_("Platform use"), found.platform_use),
                    (N_("People served"), found.people_served),
                    (N_("Companionship"), found.companionship),
                    (N_("Events"), found.events),
                    (N_("Year's full rent"), full),
                    (N_("Note"), found.note),
                ]
            ),
        ]
    return _trimmed(lines) or [_("Not evaluated yet.")]


def _exit(one: OccupantView, _person: Person) -> list[str]:
    lines: list[str] = []
    for leave in reversed(one.exits):
        lines += [*_exit_lines(leave), ""]
    if one.overstay is not None:
        rent = _("not known") if one.overstay.rent is None else _yuan(one.overstay.rent)
        lines += _fields(
            [(N_("Time over"), _("{days} days").format(days=one.overstay.days)), (N_("Rent for it"), rent)]
        )
    return _trimmed(lines) or [_("No notice, and nothing asked.")]


def _exit_lines(leave: ExitView) -> list[str]:
    out_by = ""
    if leave.leave_by is not None:
        left = "" if leave.days_left is None else "  " + _("{days} days left").format(days=leave.days_left)
        out_by = f"{leave.leave_by}{left}{'  ' + _('(provisional)') if leave.provisional else ''}"
    ground = f"{leave.ground}. {_(GROUNDS[leave.ground])}" if leave.ground else _("leaving by agreement")
    lines = _fields(
        [
            (N_("Ground"), ground),
            (N_("Asked on"), leave.asked_on),
            (N_("Received on"), leave.served_on),
            (N_("To be out by"), out_by),
            (N_("Evidence"), leave.evidence),
            (N_("Reason"), leave.reason),
            (N_("Doubts"), [_(DOUBTS[doubt]) for doubt in leave.doubts]),
            (N_("Withdrawn"), f"{leave.withdrawn_on}  {line(leave.withdrawal)}" if leave.withdrawn_on else ""),
            (N_("Left"), leave.left_on),
        ]
    )
    if leave.withdrawn_on is None and leave.served_on is not None:
        lines += [f"  [x] {_(CLEARING[done])}  {day}" for done, day in leave.cleared.items()]
        lines += [f"  [ ] {_(CLEARING[left])}" for left in leave.open]
    return lines


def _changes(one: OccupantView, person: Person) -> list[str]:
    return _or_none(
        [
            f"{found.since}  {pad(_(REPORTED[found.field]), 14)} {line(found.value)}  "
            f"({_('reported')} {found.reported_on}, {person(found.staff)}) {line(found.note)}".rstrip()
            for found in reversed(one.changes)
        ]
    )


_TABS: dict[str, Callable[[OccupantView, Person], list[str]]] = {
    "record": _record, "way_in": _way_in, "space": _space, "terms": _terms, "money": _money, "years": _years,
    "exit": _exit, "changes": _changes,
}  # fmt: skip


def _event(event: EventView, person: Person) -> str:
    words = line(event_text(event))
    return (
        f"{event.at:%Y-%m-%d %H:%M}  {person(event.staff)}  {_(EVENTS.get(event.event, event.event))}  {words}".rstrip()
    )


def call_words(call: CallItem) -> str:
    """A call in the list of an occupant's."""
    return f"{call.number}  {call.received_at:%Y-%m-%d %H:%M}  {light_words(call)[0]}  {line(call.question)}"


def booking_words(one: BookingView) -> str:
    """A booking in the list of an occupant's."""
    return f"{slot_words(one.starts_at, one.ends_at)}  {one.room}  {line(one.title)}  {state_words(one)}"


def _yuan(amount: Decimal) -> str:
    return _("{amount} yuan").format(amount=amount)


def _trimmed(lines: list[str]) -> list[str]:
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return lines


def gauge_words(space: SpaceView) -> tuple[str, bool]:
    """The half rule (art. 10(5)) in a line, and whether it holds with what is signed."""
    holds = space.holds and space.holds_as_signed
    words = _("others {other} m² of at most {most}, {left} left; startups {startups}; vacant {vacant}").format(
        other=_bare(space.other_area), most=_bare(space.incubation_area / 2), left=_bare(space.left_for_others),
        startups=_bare(space.startup_area), vacant=_bare(space.vacant),
    )  # fmt: skip
    if space.promised_other_area:
        words += _("; signed for, not given yet: {area}").format(area=_bare(space.promised_other_area))
    return f"{_('Half rule, art. 10(5)')}: {_('holds') if holds else _('broken')}  {words}", holds


def gauge_bar(space: SpaceView, width: int) -> str:
    """The incubation floors as a bar: `#` others, `=` startups, `.` vacant, `|` the half."""
    total = space.incubation_area or 1
    cells = ["."] * width
    others = round(width * space.other_area / total)
    startups = round(width * space.startup_area / total)
    for n in range(min(width, others)):
        cells[n] = "#"
    for n in range(startups):
        if width - 1 - n >= others:
            cells[width - 1 - n] = "="
    cells[min(width - 1, width // 2)] = "|"
    return "".join(cells)
