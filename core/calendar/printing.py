"""A count of working time as plain text: to print, to keep with the file, to send."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from core.calendar.terms import KINDS, WEEKDAYS
from core.errors import BadValue
from core.papers.files import write_whole
from core.papers.plain import columns
from core.text import visible
from core.words import N_
from core.words import translate as _
from core.worktime import DayCount

WIDEST = (10, 6, 11, 8, 8, 60)


def amounts(rows: Sequence[DayCount]) -> tuple[str, ...]:
    """What was counted on each day, for people: `1` day, or hours and minutes (`3:30`, with seconds where there are
    any); empty for nothing.

    A count never mixes days with hours; more than 1 on any day can only be seconds.
    """
    if any(one.counted > 1 for one in rows):
        return tuple(_clock(one.counted) for one in rows)
    return tuple(str(one.counted) if one.counted else "" for one in rows)


def count_lines(rows: Sequence[DayCount]) -> list[str]:
    """A table of the days: date, weekday, kind, what was counted, the sum so far, why."""
    heads = (_("Date"), _("Day"), _("Kind"), _("Counted"), _("Sum"), _("Note"))
    in_seconds = any(one.counted > 1 for one in rows)
    total = 0
    lines: list[tuple[str | None, ...]] = []
    for one, amount in zip(rows, amounts(rows), strict=True):
        total += one.counted
        so_far = "" if not one.counted else _clock(total) if in_seconds else str(total)
        weekday = _(WEEKDAYS[one.date.weekday()])
        note = visible(one.note, newlines=True) or " "
        lines.append((one.date.isoformat(), weekday, _(KINDS[one.kind]), amount, so_far, note))
    return columns(heads, lines, WIDEST)


def count_text(title: str, facts: Iterable[tuple[str, str]], rows: Sequence[DayCount]) -> str:
    """`title`, the facts, and the count day by day; ends in a line feed."""
    pairs = [(visible(name, newlines=True), visible(value, newlines=True) or None) for name, value in facts]
    about = columns(("", ""), pairs, (24, 80))[1:]
    lines = [visible(title, newlines=True), "", *about, "", *count_lines(rows)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def write_count(output: Path, text: str) -> None:
    """Put the text into a .txt file, whole or not at all. Raises `BadValue`: `output_not_text`, or as `write_whole`."""
    if output.suffix.lower() != ".txt":
        raise BadValue(
            "output_not_text",
            N_("“{path}” must end in .txt: the count is printed as plain text."),
            path=visible(str(output), newlines=True),
        )
    write_whole(output, text.encode("utf-8"))


def _clock(seconds: int) -> str:
    if not seconds:
        return ""
    text = f"{seconds // 3600}:{seconds % 3600 // 60:02d}"
    return f"{text}:{seconds % 60:02d}" if seconds % 60 else text
