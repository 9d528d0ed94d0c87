"""The supervision screen's trend and hours of the week: the tables, and the line above them. Pure."""

from __future__ import annotations

from dataclasses import replace

from core.reports.doors import Door
from core.reports.measures import FEW
from core.reports.naming import WEEKDAYS
from core.reports.showing import span
from core.reports.trend import Step, Trend
from core.reports.views import Figures, Response, Scope
from core.words import N_, _
from tui.screens.supervision_rows import OBSERVED, Table, rate_cell
from tui.widgets.figure_table import SHADES, Cell, Heading, Row
from tui.widgets.line_chart import Series

HEATS = {
    "calls": N_("calls received"), "late": N_("completed late"), "reply": N_("time to the first reply, p50"),
}  # fmt: skip
SIGNS = " .:+#"
"""What a shade is where there are no colours, from nothing to the most."""

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
        tone = "dim" if getattr(figures, OBSERVED[duration]) < FEW else ""
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
