"""The supervision screen's filter: the period, the person, the service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from textual import on
from textual.app import ComposeResult

from core.desk import Desk
from core.errors import BadValue
from core.rooms.spoken import read_day
from core.words import N_, _
from tui.book import Book
from tui.periods import PERIODS
from tui.screens.asking import FormDialog, row
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line
from tui.widgets.picker import Picker


@dataclass(frozen=True, slots=True)
class Filtered:
    """What is counted: a period, or days where it is `days`; None for everybody and every service."""

    period: str
    days: tuple[date | None, date | None]
    staff: str | None
    service: str | None


class FilterDialog(FormDialog[Filtered]):
    """Asks which calls are counted."""

    about = N_(
        "Which calls are counted: those received in the period. A day can be said as 11-25, 25, wed, -7. Leave the "
        "person or the service empty for all."
    )

    def __init__(self, now: Filtered, book: Book, *, supervises: bool, kept: dict[str, Any]) -> None:
        super().__init__(_("Filter"), _("Count"), kept)
        self._now, self._book, self._supervises = now, book, supervises

    def compose_fields(self) -> ComposeResult:
        """Period, days, person, service."""
        first, last = self._now.days
        yield from row(N_("Period"), Choice(PERIODS, self._now.period, id="period"))
        yield from row(N_("From day"), Line(f"{first or ''}", id="first"))
        yield from row(N_("To day"), Line(f"{last or ''}", id="last"), N_("included; empty: no end"))
        if self._supervises:
            yield from row(N_("Person"), Picker(self._book.entries("staff"), id="staff"), N_("empty: everybody"))
        yield from row(N_("Service"), Picker(self._book.entries("service"), id="service"), N_("empty: every service"))

    def fill_in(self) -> None:
        """What is counted now, then what was typed the last time."""
        self._show_days()
        for name, code in (("staff", self._now.staff), ("service", self._now.service)):
            if code and name in self.fields:
                self.fields[name].fill(code)
        super().fill_in()
        self.set_focus(self.query_one("#period"))

    @on(Choice.Changed, "#period")
    def _show_days(self) -> None:
        days = self.query_one("#period", Choice).value == "days"
        for name in ("first", "last"):
            self.query_one(f"#row-{name}").display = days

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> Filtered:
        """Read the days."""
        today = desk.storage.now().date()
        first = last = None
        if values["period"] == "days":
            typed = values["first"].strip(), values["last"].strip()
            first, last = (_day(text, today, name) for text, name in zip(typed, ("first", "last"), strict=True))
            if first is not None and last is not None and last < first:
                raise BadValue("backward_days", N_("The last day lies before the first. Check both."), field="last")
        return Filtered(values["period"], (first, last), values.get("staff") or None, values["service"] or None)


def _day(typed: str, today: date, field: str) -> date | None:
    if not typed:
        return None
    try:
        return read_day(typed, today)
    except BadValue as refusal:
        refusal.details["field"] = field
        raise
