"""A month as a grid, Monday to Sunday; what a day is stands on it in a word, never in colour alone."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any, ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from core.calendar.terms import KINDS, MARKS, WEEKDAYS
from core.calendar.views import CalendarMonth, MonthDay
from core.words import N_, _
from core.worktime import Hours, show_hours
from core.worktime.years import FIRST_YEAR, LAST_YEAR
from tui.showing import cut, pad

FIRST, LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
"""The days that working time is counted for."""
WEEKS = 6
KIND_STYLES = {"workday": "", "rest": "$foreground 60%", "holiday": "$text-warning", "make_up": "bold $text-accent"}
_NARROWEST, _TALLEST = 8, 3


class MonthGrid(Widget, can_focus=True):
    """`cursor` is the marked day; the days of a month that has not come yet are drawn without what they are."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("up", "step(-7)", show=False),
        Binding("down", "step(7)", show=False),
        Binding("home", "edge(False)", show=False),
        Binding("end", "edge(True)", show=False),
    ]
    about = N_(
        "The arrows go from day to day, PgUp and PgDn from month to month, Home and End to the month's first and last "
        "day. Under a day: its own hours after *, + where a supervisor set it, ? where it is provisional."
    )
    cursor: reactive[date] = reactive(FIRST)

    class Marked(Message):
        """Another day is marked."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Chosen(Message):
        """The marked day was clicked."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.month: CalendarMonth | None = None
        self.today: date | None = None

    def show(self, month: CalendarMonth, today: date) -> None:
        """Know a month's days; they are drawn while one of them is marked."""
        self.month, self.today = month, today
        self.refresh()

    def day(self, day: date) -> MonthDay | None:
        """What is known of a day."""
        return self.month.day(day) if self.month is not None else None

    # -- moving ----------------------------------------------------------------------------------------------------

    def go(self, day: date) -> None:
        """Mark a day; beyond the days there are, the nearest."""
        self.cursor = min(max(day, FIRST), LAST)

    def turn(self, months: int) -> None:
        """The same day some months on, or that month's last."""
        count = self.cursor.year * 12 + self.cursor.month - 1 + months
        count = min(max(count, FIRST.year * 12), LAST.year * 12 + 11)
        year, month = count // 12, count % 12 + 1
        self.go(date(year, month, min(self.cursor.day, monthrange(year, month)[1])))

    def action_step(self, days: int) -> None:
        """Some days on."""
        self.go(date.fromordinal(min(max(self.cursor.toordinal() + days, FIRST.toordinal()), LAST.toordinal())))

    def action_edge(self, last: bool) -> None:
        """The month's first or last day."""
        self.go(self.cursor.replace(day=monthrange(self.cursor.year, self.cursor.month)[1] if last else 1))

    def watch_cursor(self, day: date) -> None:
        """Tell."""
        self.post_message(self.Marked(day))

    def on_focus(self) -> None:
        """Draw with the mark."""
        self.refresh()

    def on_blur(self) -> None:
        """Draw without the mark."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A click marks a day; on the marked one it is as Enter."""
        wide, tall = self._cell()
        week, weekday = (event.y - 1) // tall, event.x // wide
        if event.y < 1 or week >= WEEKS or weekday > 6:
            return
        shift = week * 7 + weekday - self.cursor.replace(day=1).weekday()
        if not 0 <= shift < monthrange(self.cursor.year, self.cursor.month)[1]:
            return
        day = self.cursor.replace(day=shift + 1)
        if day == self.cursor:
            self.post_message(self.Chosen())
        else:
            self.go(day)

    # -- drawing ---------------------------------------------------------------------------------------------------

    def _cell(self) -> tuple[int, int]:
        tall = (self.size.height - 1) // WEEKS
        return max(_NARROWEST, self.size.width // 7), min(max(tall, 1), _TALLEST)

    def render(self) -> Content:
        """The weekdays over the days."""
        wide, tall = self._cell()
        lines = [Content.styled("".join(pad(" " + _(name), wide) for name in WEEKDAYS), "$foreground 60%")]
        first = self.cursor.replace(day=1)
        count = monthrange(first.year, first.month)[1]
        for week in range(WEEKS):
            rows: list[list[Content]] = [[] for _row in range(tall)]
            for weekday in range(7):
                number = week * 7 + weekday - first.weekday() + 1
                there = 1 <= number <= count
                cell = self._day(first.replace(day=number), wide, tall) if there else [Content(" " * wide)] * tall
                for row, part in zip(rows, cell, strict=True):
                    row.append(part)
            lines += [Content.assemble(*row) for row in rows]
        return Content("\n").join(lines)

    def _day(self, day: date, wide: int, tall: int) -> list[Content]:
        known = self.day(day)
        kind = known.plan.kind if known is not None else "workday"
        mark = _(MARKS[kind]) if known is not None else ""
        here = day == self.cursor
        texts = [f"{'>' if here else ' '}{day.day:>2} {mark}", " " + self._below(day, known, wide - 2)]
        style = KIND_STYLES[kind]
        if here:
            style = f"bold {style} on $primary {'45%' if self.has_focus else '20%'}".replace("bold bold", "bold")
        # One cell at the right stays free, so that neighbours do not touch; the longest word may need it.
        cells = []
        for text in texts[: min(tall, 2)]:
            shown = pad(text, max(wide - 1, min(wide, cell_len(text))))
            cells.append(Content.assemble((shown, style), " " * (wide - cell_len(shown))))
        return [*cells, *[Content(" " * wide)] * (tall - len(cells))]

    def _below(self, day: date, known: MonthDay | None, room: int) -> str:
        words = [_("today")] if day == self.today else []
        if known is not None:
            flags = ("+" if known.set_by is not None else "") + ("?" if known.plan.provisional else "")
            if known.own_hours:
                hours = short_hours(known.plan.spells)
                fits = len(" ".join([*words, flags + "*" + hours])) <= room
                flags += "*" + (hours if fits else _("{hours} h").format(hours=f"{day_seconds(known) / 3600:g}"))
            words += [flags] if flags else []
        return cut(" ".join(words), room)


def day_words(day: date) -> str:
    """`2026-11-25 Wed`."""
    return f"{day:%Y-%m-%d} {_(WEEKDAYS[day.weekday()])}"


def plan_words(day: MonthDay) -> str:
    """What a day is, with its hours."""
    return "  ".join([_(KINDS[day.plan.kind]), *show_hours(day.plan.spells)])


def day_seconds(day: MonthDay) -> int:
    """A day's working time, in seconds."""
    return sum(one.end - one.start for one in day.plan.spells)


def short_hours(hours: Hours) -> str:
    """`09:00-12:00` as `9-12`."""
    return " ".join(f"{_short(one.start)}-{_short(one.end)}" for one in hours)


def _short(second: int) -> str:
    return f"{second // 3600}" + (f":{second % 3600 // 60:02d}" if second % 3600 else "")
