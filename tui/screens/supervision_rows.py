"""The tables of the supervision screen: what stands in them, and which door each number has. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.calls.terms import CHANNELS, KINDS
from core.reports.doors import Door
from core.reports.measures import COUNTS, DURATIONS, FEW, RATES
from core.reports.naming import WEEKDAYS
from core.reports.showing import points_of, rate_of, span
from core.reports.views import Comparison, Decisions, Demand, Difference, Figures, Group, Response, RoomUse, Scope
from core.words import N_, _
from tui.showing import line
from tui.widgets.figure_table import Cell, Heading, Row

VIEWS = {
    "now": N_("To decide"), "figures": N_("Figures"), "groups": N_("Groups"), "trends": N_("Trend"),
    "hours": N_("Hours"), "demand": N_("Demand"), "rooms": N_("Rooms"), "people": N_("Staff record"),
}  # fmt: skip
GROUPS = {
    "staff": N_("by person"), "service": N_("by service"), "channel": N_("by channel"), "kind": N_("by kind"),
    "group": N_("by group of callers"), "day": N_("by day"), "hour": N_("by hour"),
    "weekday_hour": N_("by hour of the week"),
}  # fmt: skip
SHARES = {"p50": "p50", "p90": "p90", "p95": "p95", "max": N_("worst")}


@dataclass(frozen=True, slots=True)
class Go:
    """A door that leads to something else than calls: `follow_ups`, `guests`, `gaps`, `checks`, `trainings`."""

    to: str
    staff: str | None = None


Table = tuple[tuple[Heading, ...], list[Row]]

_DECISIONS: tuple[tuple[str, str, str, str], ...] = (
    ("overdue", N_("Overdue"), "bad", N_("past their due time, the longest overdue first")),
    ("yellow", N_("Due soon"), "warn", N_("one working day or less until due")),
    ("extensions", N_("Extensions asked"), "warn", N_("to approve or refuse, with the reason")),
    ("guests", N_("Guests to approve"), "warn", N_("bookings of rooms that wait for a supervisor")),
    ("bad_ratings", N_("Bad ratings"), "bad", N_("of the last 30 days, not handled again: to be looked into")),
    ("follow_ups", N_("Follow-ups owed"), "", N_("bad ratings, complaints and a sample; never by the handler")),
    ("unsorted", N_("Unsorted"), "", N_("without a service, so without its time limit")),
    ("reminders", N_("Reminded"), "", N_("reminders that the handler has not answered yet")),
    ("checks", N_("Spot checks to mark"), "", N_("drawn, and the sheet not filled in")),
    ("gaps", N_("Without an answer"), "", N_("questions for which nothing was found in the policies")),
)
_GOING = ("guests", "follow_ups", "checks", "gaps")
DECISION_NAMES = {key: label for key, label, *_more in _DECISIONS if key not in ("overdue", "yellow")}


def waiting(decisions: Decisions, beside: Mapping[str, int]) -> dict[str, int]:
    """How many wait for a decision, by key."""
    return {key: beside[key] if key in beside else getattr(decisions, key) for key, *_more in _DECISIONS}


def now_table(counts: Mapping[str, int], width: int, *, supervises: bool) -> Table:
    """What waits for a decision now, the gravest first."""
    shown = [one for one in _DECISIONS if supervises or one[0] not in ("checks", "gaps", "guests")]
    rows = []
    for key, label, tone, about in shown:
        count = counts[key]
        door = Go(key) if key in _GOING else Door(key)
        cells = (
            Cell(_(label), "bold" if count else "dim"),
            Cell(str(count), tone if count else "dim", door=door),
            Cell(_(about), "" if count else "dim", door=door),
        )
        rows.append(Row(key, cells, _("{n} {what}: {about}.").format(n=count, what=_(label), about=_(about))))
    return (Heading("", 24, right=False), Heading("", 8), Heading("", max(20, width - 34), right=False)), [
        Row(one.key, (*one.cells[:2], replace(one.cells[2], words=f"  {one.cells[2].words}")), one.about)
        for one in rows
    ]


def strip(counts: Mapping[str, int]) -> list[tuple[str, str]]:
    """The same on one line: only what there is, with its style."""
    styles = {"bad": "bold $text-error", "warn": "bold $text-warning", "": ""}
    return [(f"{_(label)} {counts[key]}", styles[tone]) for key, label, tone, _about in _DECISIONS if counts[key]]


# -- figures -----------------------------------------------------------------------------------------------------------

_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Promises kept"), ("response_rate", "on_time_rate", "one_time_rate")),
    (N_("Working time"), ("first_reply_seconds", "completion_seconds")),
    (N_("Outcome"), ("first_contact_resolution", "resolution_rate", "satisfaction_rate")),
    (N_("Passed on, late, again"), ("transfer_rate", "extension_rate", "reopening_rate", "backfilled_rate")),
    (N_("Counts"), tuple(one.key for one in COUNTS)),
)
_RATES = {one.key: one for one in RATES}
_DURATIONS = {one.key: one for one in DURATIONS}
_COUNTS = {one.key: one for one in COUNTS}
_SHORT = {"first_reply_seconds": N_("Reply"), "completion_seconds": N_("Done")}
OBSERVED = {"first_reply_seconds": "replied", "completion_seconds": "completed"}


def figures_table(found: Response, compared: Comparison | None, width: int) -> Table:
    """Every measure: this period, of how many, how many are left out of it, the period before, the change."""
    narrow = width < 100
    headings = (
        Heading(_("Measure"), 22 if narrow else 38, right=False), Heading(_("Figure"), 13), Heading(_("Of"), 8),
        Heading(_("Others"), 8), Heading(_("Previously"), 13), Heading(_("Change"), 13),
    )  # fmt: skip
    before = compared.figures_before if compared is not None else None
    earlier = compared.earlier if compared is not None else None
    changes = {one.key: one for one in compared.differences} if compared is not None else {}
    rows: list[Row] = []
    for title, keys in _SECTIONS:
        rows.append(Row(title, (Cell(_(title), "head"), *(Cell() for _n in headings[1:]))))
        for key in keys:
            if key in _RATES:
                rows.append(_rate_row(key, found, before, earlier, changes.get(key)))
            elif key in _DURATIONS:
                rows += _duration_rows(key, found, before, earlier, changes, narrow=narrow)
            else:
                rows.append(_count_row(key, found, before, earlier))
    return headings, rows


def _rate_row(
    key: str, found: Response, before: Figures | None, earlier: Scope | None, change: Difference | None
) -> Row:
    rate, figures, scope = _RATES[key], found.figures, found.scope
    part, whole = getattr(figures, rate.part), getattr(figures, rate.whole)
    few = whole < FEW
    cells = [
        Cell(_(rate.name)),
        Cell(rate_of(getattr(figures, key)), "dim" if few else "bold", door=Door(rate.part, scope)),
        Cell(str(whole), "dim" if few else "", door=Door(rate.whole, scope)),
        Cell(str(whole - part), door=Door(rate.whole, scope, without=rate.part)),
        *_before(rate_of(getattr(before, key)) if before else "", rate.part, earlier),
        _change(change, few=few, n=whole),
    ]
    return Row(key, tuple(cells), _(rate.definition))


def _duration_rows(
    key: str,
    found: Response,
    before: Figures | None,
    earlier: Scope | None,
    changes: Mapping[str, Difference],
    *,
    narrow: bool,
) -> list[Row]:
    one, figures, scope = _DURATIONS[key], found.figures, found.scope
    name = _SHORT[key] if narrow else one.name
    many = getattr(figures, OBSERVED[key])
    few = many < FEW
    rows = []
    for share, word in SHARES.items():
        value = getattr(getattr(figures, key), share)
        was = getattr(getattr(before, key), share) if before else None
        cells = (
            Cell(f"{_(name)} {_(word)}"),
            Cell(span(value), "dim" if few else "bold", door=Door(key, scope, at_least=value)),
            Cell(str(many), "dim" if few else "", door=Door(key, scope)),
            Cell(),
            Cell(span(was) if before else "", door=Door(key, earlier, at_least=was) if earlier else None),
            _change(changes.get(f"{key}.{share}"), few=few, n=many),
        )
        rows.append(Row(f"{key}.{share}", cells, _(one.definition)))
    return rows


def _count_row(key: str, found: Response, before: Figures | None, earlier: Scope | None) -> Row:
    one = _COUNTS[key]
    value = getattr(found.figures, key)
    was = getattr(before, key) if before is not None else None
    cells = [
        Cell(_(one.name)), Cell(str(value), "bold", door=Door(key, found.scope)), Cell(), Cell(),
        *_before("" if was is None else str(was), key, earlier),
        Cell("" if was is None else f"{value - was:+d}" if value != was else "0"),
    ]  # fmt: skip
    return Row(f"count.{key}", tuple(cells), _(one.definition))


def _before(words: str, measure: str, earlier: Scope | None) -> tuple[Cell]:
    return (Cell(words, "dim", door=Door(measure, earlier) if earlier is not None else None),)


def _change(one: Difference | None, *, few: bool, n: int) -> Cell:
    """The change, or that there are too few calls to conclude anything."""
    if few:
        return Cell(_("few: n={n}").format(n=n), "dim")
    if one is None or one.change is None:
        return Cell()
    if not one.enough:
        return Cell(_("few: n={n}").format(n=one.counted_before), "dim")
    sign = "+" if one.change > 0 else "-" if one.change < 0 else ""
    words = span(abs(int(one.change))) if "." in one.key else points_of(abs(one.change))
    return Cell(sign + words)


# -- groups ------------------------------------------------------------------------------------------------------------


def groups_table(found: Response, by: str, width: int) -> Table:
    """The figures of each group; rates of few calls as so many of so many."""
    label = 20 if width < 100 else 24
    headings = (
        Heading(_(GROUPS[by]), label, right=False), Heading(_("Calls"), 7), Heading(_("Done"), 7),
        Heading(_("On time"), 10), Heading(_("Prompt"), 10), Heading(_("Satisfied"), 10), Heading(_("Late now"), 10),
        *(Heading(f"{_('Reply')} {_(word)}", 13) for word in SHARES.values()),
        *(Heading(f"{_('Done')} {_(word)}", 13) for word in SHARES.values()),
    )  # fmt: skip
    return headings, [_group_row(one, narrowed(found.scope, by, one.key)) for one in found.groups]


def narrowed(scope: Scope, by: str, key: str | None) -> Scope:
    """The scope of one group."""
    if by in ("staff", "service", "channel", "kind", "group"):
        narrower: dict[str, Any] = {by: key or ""}
        return replace(scope, **narrower)
    if by == "day":
        day = date.fromisoformat(key or "")
        return replace(scope, since=day, until=day)
    if by == "hour":
        return replace(scope, hour=int(key or 0))
    weekday, hour = (key or "1-00").split("-")
    return replace(scope, weekday=int(weekday), hour=int(hour))


def _group_row(one: Group, scope: Scope) -> Row:
    figures = one.figures
    cells = [
        Cell(line(one.name)), Cell(str(figures.calls), "bold", door=Door("calls", scope)),
        Cell(str(figures.completed), door=Door("completed", scope)),
        rate_cell("on_time_rate", figures, scope), rate_cell("response_rate", figures, scope),
        rate_cell("satisfaction_rate", figures, scope),
        Cell(str(figures.overdue), "bad" if figures.overdue else "dim", door=Door("overdue", scope)),
    ]  # fmt: skip
    for duration in DURATIONS:
        for share in SHARES:
            value = getattr(getattr(figures, duration.key), share)
            few = "dim" if getattr(figures, OBSERVED[duration.key]) < FEW else ""
            cells.append(Cell(span(value), few, door=Door(duration.key, scope, at_least=value)))
    return Row(
        one.key or "-", tuple(cells), _("{name}: Enter on a number shows its calls.").format(name=line(one.name))
    )


def rate_cell(key: str, figures: Figures, scope: Scope) -> Cell:
    """A rate; of few calls as so many of so many, for nothing can be concluded from them."""
    rate = _RATES[key]
    part, whole = getattr(figures, rate.part), getattr(figures, rate.whole)
    if whole < FEW:
        return Cell(f"{part}/{whole}" if whole else "-", "dim", door=Door(rate.part, scope) if whole else None)
    return Cell(rate_of(getattr(figures, key)), door=Door(rate.part, scope))


# -- demand and rooms --------------------------------------------------------------------------------------------------


def demand_table(found: Iterable[Demand], scope: Scope, width: int) -> Table:
    """Which callers ask for what, most first."""
    items = list(found)
    whole = sum(one.calls for one in items)
    name = max(20, (width - 20) // 2)
    headings = (
        Heading(_("Service"), name, right=False), Heading(_("Group"), name - 2, right=False),
        Heading(_("Calls"), 8), Heading(_("Share"), 9),
    )  # fmt: skip
    rows = []
    for one in items:
        door = Door("calls", replace(scope, group=one.group or "", service=one.service or ""))
        cells = (
            Cell(line(one.service_name)), Cell(line(one.group_name)), Cell(str(one.calls), "bold", door=door),
            Cell(rate_of(one.calls / whole) if whole >= FEW else f"{one.calls}/{whole}", "dim", door=door),
        )  # fmt: skip
        rows.append(Row(f"{one.service}/{one.group}", cells, _("Who asks for what; Enter shows the calls.")))
    return headings, rows


def rooms_table(found: Sequence[RoomUse], width: int) -> Table:
    """How the rooms were used."""
    headings = (
        Heading(_("Room"), max(20, min(40, width - 54)), right=False), Heading(_("Bookings"), 10),
        Heading(_("Booked for"), 16), Heading(_("People"), 10), Heading(_("Nobody came"), 13),
    )  # fmt: skip
    rows = [
        Row(
            one.key,
            (
                Cell(line(one.name)),
                Cell(str(one.bookings), "bold", door=Go("room", one.key)),
                Cell(span(one.booked_seconds), door=Go("room", one.key)),
                Cell(str(one.attended), door=Go("room", one.key)),
                Cell(str(one.no_show), "warn" if one.no_show else "dim", door=Go("room", one.key)),
            ),
            _("Enter shows the room's week in Rooms (F5)."),
        )
        for one in found
    ]
    return headings, rows


def scope_words(scope: Scope, names: Mapping[str, str]) -> str:
    """A scope on one line: days, and what narrows it. `names` has those of its codes."""
    first, last = scope.since, scope.until
    words = [f"{first}" if first == last and first else f"{first or ''}..{last or ''}" if first or last else ""]
    words += [names.get(code, code) for code in (scope.staff, scope.service, scope.group) if code]
    words += [_("unsorted")] if scope.service == "" else []
    words += [_("group not told")] if scope.group == "" else []
    words += [_(table.get(code, code)) for code, table in ((scope.channel, CHANNELS), (scope.kind, KINDS)) if code]
    words += [_(WEEKDAYS[scope.weekday - 1])] if scope.weekday else []
    words += [f"{scope.hour:02d}:00"] if scope.hour is not None else []
    return "  ".join(word for word in words if word)
