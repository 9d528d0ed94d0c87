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
from core.reports.showing import rate_of, span
from core.reports.trend import Step, Trend
from core.reports.views import Comparison, Decisions, Demand, Difference, Figures, Group, Response, RoomUse, Scope
from core.words import N_, _
from tui.showing import line
from tui.widgets.figure_table import SHADES, Cell, Heading, Row
from tui.widgets.line_chart import Series

VIEWS = {
    "now": N_("To decide"), "figures": N_("Figures"), "groups": N_("Groups"), "trends": N_("Trend"),
    "hours": N_("Hours"), "demand": N_("Demand"), "rooms": N_("Rooms"), "people": N_("Staff record"),
}  # fmt: skip
GROUPS = {
    "staff": N_("by person"), "service": N_("by service"), "channel": N_("by channel"), "kind": N_("by kind"),
    "group": N_("by group of callers"), "day": N_("by day"), "hour": N_("by hour"),
    "weekday_hour": N_("by hour of the week"),
}  # fmt: skip
HEATS = {
    "calls": N_("calls received"), "late": N_("completed late"), "reply": N_("time to the first reply, p50"),
}  # fmt: skip
SIGNS = " .:+#"
"""What a shade is where there are no colours, from nothing to the most."""
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
_OBSERVED = {"first_reply_seconds": "replied", "completion_seconds": "completed"}


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
    many = getattr(figures, _OBSERVED[key])
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
    words = span(abs(int(one.change))) if "." in one.key else rate_of(abs(one.change))
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
            few = "dim" if getattr(figures, _OBSERVED[duration.key]) < FEW else ""
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


# -- trends ------------------------------------------------------------------------------------------------------------

_LINES: tuple[tuple[str, str], ...] = (
    (N_("Calls"), "calls"), (N_("On time"), "on_time_rate"), (N_("Prompt"), "response_rate"),
    (N_("Reply p50"), "first_reply_seconds.p50"), (N_("Reply p90"), "first_reply_seconds.p90"),
    (N_("Done p50"), "completion_seconds.p50"), (N_("Done p90"), "completion_seconds.p90"),
)  # fmt: skip
UNITS = {"day": N_("by day"), "week": N_("by week"), "month": N_("by month")}


def trend_table(trend: Trend, width: int) -> Table:
    """The steps, the latest on top."""
    headings = (
        Heading(_(UNITS[trend.unit]), 13, right=False), Heading(_("Calls"), 8), Heading(_("On time"), 10),
        Heading(_("Prompt"), 10), *(Heading(_(words), 13) for words, _key in _LINES[3:]),
    )  # fmt: skip
    rows = [_step_row(one, trend.unit) for one in reversed(trend.steps)]
    return headings, rows


def _step_row(one: Step, unit: str) -> Row:
    figures, scope = one.figures, one.scope
    cells = [
        Cell(step_name(one, unit)),
        Cell(str(figures.calls), "bold" if figures.calls else "dim", door=Door("calls", scope)),
        rate_cell("on_time_rate", figures, scope), rate_cell("response_rate", figures, scope),
    ]  # fmt: skip
    for _words, key in _LINES[3:]:
        duration, share = key.split(".")
        value = getattr(getattr(figures, duration), share)
        tone = "dim" if getattr(figures, _OBSERVED[duration]) < FEW else ""
        door = Door(duration, scope, at_least=value) if value is not None else None
        cells.append(Cell(span(value) if value is not None else "-", tone, door=door))
    about = _("The line above is of the marked column. Few calls (under {few}) are dim.").format(few=FEW)
    return Row(f"{scope.since}", tuple(cells), about)


def step_name(one: Step, unit: str) -> str:
    """`11-25 Wed`, `11-23..11-29`, `2026-11`."""
    first, last = one.scope.since, one.scope.until
    assert first is not None
    assert last is not None
    if unit == "month":
        return f"{first:%Y-%m}"
    if unit == "week":
        return f"{first:%m-%d}..{last:%m-%d}"
    return f"{first:%m-%d} {_(WEEKDAYS[first.weekday()])}"


def series(trend: Trend, column: int) -> Series:
    """The line of a column of the table."""
    words, key = _LINES[max(0, min(column, len(_LINES)) - 1)]
    values = tuple(_value(one.figures, key) for one in trend.steps)
    known = [value for value in values if value is not None]
    rate, time = key.endswith("_rate"), "." in key
    top = 1.0 if rate else float(max([1.0, *known]))
    say = (lambda value: f"{value * 100:.0f} %") if rate else (lambda value: span(int(value))) if time else _whole
    title = f"{_(words)}  {_(UNITS[trend.unit])}"
    return Series(
        title, values, top, say(top), say(top / 2), say(0), step_name(trend.steps[0], trend.unit),
        step_name(trend.steps[-1], trend.unit),
    )  # fmt: skip


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _value(figures: Figures, key: str) -> float | None:
    duration, dot, share = key.partition(".")
    found = getattr(getattr(figures, duration), share) if dot else getattr(figures, key)
    return None if found is None else float(found)


# -- hours of the week -------------------------------------------------------------------------------------------------


_HEAT_ABOUT = N_(
    "By when calls were received. Ctrl+R changes what is counted. The stronger the shade (or . : + #), the more."
)


def heat_table(found: Response, heat: str, width: int, *, marks: bool) -> Table:
    """Hours down, days of the week across: the numbers, shaded. `marks` says the shade with signs as well."""
    by = {one.key: one.figures for one in found.groups if one.key is not None}
    hours = sorted({int(key.split("-")[1]) for key in by})
    shown = list(range(min([8, *hours]), max([17, *hours]) + 1))
    wide = min(14, max(8, (width - 9) // 8))
    headings = (
        Heading(_("Hour"), 7, right=False), *(Heading(_(day), wide) for day in WEEKDAYS),
        Heading(_("all days") if heat != "reply" else "", wide),
    )  # fmt: skip
    values = {key: _heat(figures, heat) for key, figures in by.items()}
    most = max([1, *(value or 0 for value in values.values())])
    rows = []
    for hour in shown:
        keys = [f"{day}-{hour:02d}" for day in range(1, 8)]
        cells = [_heat_cell(key, values.get(key), most, heat, found.scope, wide if marks else 0) for key in keys]
        added = sum(values.get(key) or 0 for key in keys)
        scope = replace(found.scope, hour=hour)
        total = Cell(str(added), "bold", door=_heat_door(heat, scope)) if heat != "reply" else Cell()
        rows.append(Row(f"{hour:02d}", (Cell(f"{hour:02d}:00"), *cells, total), _(_HEAT_ABOUT)))
    if heat != "reply":
        sums = [sum(values.get(f"{day}-{hour:02d}") or 0 for hour in range(24)) for day in range(1, 8)]
        foot = [
            Cell(str(value), "bold", door=_heat_door(heat, replace(found.scope, weekday=day)))
            for day, value in enumerate(sums, 1)
        ]
        whole = Cell(str(sum(sums)), "bold", door=_heat_door(heat, found.scope))
        rows.append(Row("all", (Cell(_("all")), *foot, whole), ""))
    return headings, rows


def _heat(figures: Figures, heat: str) -> int | None:
    if heat == "reply":
        return figures.first_reply_seconds.p50
    return figures.calls if heat == "calls" else figures.completed - figures.on_time


def _heat_door(heat: str, scope: Scope, at_least: int | None = None) -> Door:
    if heat == "reply":
        return Door("first_reply_seconds", scope, at_least=at_least)
    return Door("calls", scope) if heat == "calls" else Door("completed", scope, without="on_time")


def _heat_cell(key: str, value: int | None, most: int, heat: str, scope: Scope, wide: int) -> Cell:
    """A number and its shade; with `wide`, the cell's width, the shade is a sign before the number as well."""
    if value is None:
        return Cell("-", "dim")
    shade = -(-value * SHADES // most) if value else 0
    words = span(value) if heat == "reply" else str(value)
    day, hour = key.split("-")
    door = _heat_door(heat, replace(scope, weekday=int(day), hour=int(hour)), value)
    if wide and heat != "reply":
        words = SIGNS[shade] + words.rjust(wide - 3)
    return Cell(words, "" if value else "dim", shade, door)


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
