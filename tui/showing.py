"""How values are shown in the app: short, harmless, cut by cell width. Pure."""

from __future__ import annotations

from datetime import datetime

from rich.cells import cell_len, set_cell_size

from core.calls.terms import LIGHTS, STATUSES
from core.calls.views import CallerView, CallItem
from core.clock import CENTRE
from core.text import visible
from core.words import N_, _, duration
from core.worktime import WorkCalendar, elapsed, working_days

WORKING_DAY = 7 * 3600
"""Working seconds taken for a day where a time left is shown in days."""


def line(text: str | None) -> str:
    """`text` on one line, harmless."""
    return " ".join(visible(text or "").split())


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells; what is cut off is shown by two dots."""
    if cell_len(text) <= width:
        return text
    if width <= 2:
        return set_cell_size(text, max(0, width))
    return set_cell_size(text, width - 2).rstrip() + ".."


def pad(text: str, width: int) -> str:
    """`text` in exactly `width` cells."""
    return set_cell_size(cut(text, width), width)


_NEVER_FIRST = frozenset("，。、；：？！）》」』】…”’,.;:?!)")


def folded(text: str, width: int, indent: int = 0) -> str:
    """`text` in lines of at most `width` cells, those after the first of a paragraph indented.

    Chinese is broken anywhere but before a closing mark, Latin at a space where there is one. Below ten cells nothing
    is folded.
    """
    if width - indent < 10:
        return text
    return "\n".join(_folded(paragraph, width, indent) for paragraph in text.split("\n"))


def _folded(text: str, width: int, indent: int) -> str:
    lines, used, margin = [""], 0, " " * indent
    for letter in text:
        cells = cell_len(letter)
        if used + cells > width:
            last = lines[-1]
            head, space, tail = last.rpartition(" ")
            if space and head.strip() and tail.isascii() and letter.isascii() and letter != " ":
                lines[-1], carried = head, tail
            elif letter in _NEVER_FIRST and len(last.strip()) > 1:
                lines[-1], carried = last[:-1], last[-1]
            else:
                carried = ""
            lines.append(margin + carried)
            used = cell_len(lines[-1])
            if letter == " ":
                continue
        lines[-1] += letter
        used += cells
    return "\n".join(lines)


def hanging(label: str, text: str, indent: int, width: int) -> str:
    """A label and its value; where the value is long it goes on under itself. `width` 0 does not fold."""
    return folded(pad(label, indent) + text, width, indent)


def when(moment: datetime | None, now: datetime) -> str:
    """A moment, as short as today allows: `16:20`, `11-24 17:00`, `2025-12-30 09:00`."""
    if moment is None:
        return ""
    if moment.date() == now.date():
        return f"{moment:%H:%M}"
    return f"{moment:%m-%d %H:%M}" if moment.year == now.year else f"{moment:%Y-%m-%d %H:%M}"


def span(seconds: int, *, days: bool = True) -> str:
    """A length of working time in words of the desk: days from one working day on, hours and minutes below."""
    if days and seconds >= WORKING_DAY:
        return _("{days} wd").format(days=seconds // WORKING_DAY)
    return duration(seconds)


_UNITS = {
    "wd": N_("{n} working days"), "wh": N_("{n} working hours"), "wm": N_("{n} working minutes"), "d": N_("{n} days"),
    "m": N_("{n} months"), "y": N_("{n} years"),
}  # fmt: skip


def limit_words(limit: str) -> str:
    """A limit such as `5wd` in words."""
    number = "".join(letter for letter in limit if letter.isdecimal())
    unit = _UNITS.get(limit.removeprefix(number))
    return _(unit).format(n=number) if unit else limit


def left(item: CallItem, now: datetime, calendar: WorkCalendar) -> str:
    """The time left until due, or by how much it is overdue; empty when the clock stands still.

    In working days, today not counted, as one says it at the desk; within a day in working hours and minutes.
    """
    if item.light is None:
        return ""
    if now >= item.due_at:
        return _("{span} over").format(span=_between(item.due_at, now, calendar))
    return _("{span} left").format(span=_between(now, item.due_at, calendar))


def _between(start: datetime, end: datetime, calendar: WorkCalendar) -> str:
    days = working_days(calendar, start.astimezone(CENTRE).date(), end.astimezone(CENTRE).date())
    if days:
        return _("{days} wd").format(days=days)
    return span(elapsed(calendar, start, end), days=False)


def light_words(item: CallItem) -> tuple[str, str]:
    """The word for a call's standing, and its style: never colour alone."""
    if item.light == "red":
        return _(LIGHTS["red"]), "bold $text-error"
    if item.light == "yellow":
        return _(LIGHTS["yellow"]), "bold $text-warning"
    if item.status == "waiting":
        return _(N_("waiting")), "$text-muted"
    return _(STATUSES[item.status]), "$text-muted"


def caller_words(caller: CallerView) -> str:
    """Who called, on one line: name, number, organisation."""
    parts = (line(caller.name), caller.phone or "", line(caller.organisation))
    return "  ".join(part for part in parts if part)


def short_caller(caller: CallerView) -> str:
    """Who called, in a word: the name, else the masked number, else a word for nobody known."""
    return line(caller.name) or caller.phone or line(caller.organisation) or _("no number")
