"""The calendar's dialogs: set a day, take in a notice, the calls that moved. Refusals lose nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from core.calendar.service import read_notice_at
from core.calendar.terms import KINDS
from core.calendar.views import CalendarChange, DueChange, MonthDay
from core.desk import Desk
from core.errors import DeskError
from core.words import N_, _
from core.worktime import Notice, show_hours
from tui import work
from tui.paths import typed_path
from tui.screens.asking import FormDialog, row
from tui.showing import cut, line, pad
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line
from tui.widgets.month import day_words, plan_words


class ChangeDialog(FormDialog[CalendarChange]):
    """A change of the calendar; above the fields stands how it is now."""

    CSS_PATH = "calendar.tcss"

    def compose_fields(self) -> ComposeResult:
        """How it is now."""
        yield Static(id="now")


class DayDialog(ChangeDialog):
    """Makes a day work or rest."""

    about = N_(
        "Sets one day: work with its own or the ordinary hours, or rest. The open calls are counted anew at once and "
        "those whose due time moved are listed; completed calls keep the times they were judged by."
    )

    def __init__(self, day: MonthDay, kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Set this day')}  {day_words(day.plan.date)}", _("Set this day"), kept)
        self.day = day

    def compose_fields(self) -> ComposeResult:
        """Kind, hours, reason."""
        yield from super().compose_fields()
        yield from row(N_("Make it"), Choice({one: KINDS[one] for one in ("workday", "rest")}, id="kind"))
        yield from row(N_("Hours"), Line(id="hours"), N_("such as 09:00-12:00, 13:00-16:30; empty: the ordinary hours"))
        yield from row(N_("Reason"), Line(id="reason"), N_("shown as the day's source"))

    def fill_in(self) -> None:
        """What was set, or else the other of work and rest."""
        plan = self.day.plan
        self.query_one("#now", Static).update(
            Content(cut(f"{_('Now')}: {plan_words(self.day)}  {line(plan.source[:200])}", 66))
        )
        if self.day.set_by is not None:
            start = {"kind": "workday" if plan.spells else "rest", "reason": plan.source}
            start["hours"] = ", ".join(show_hours(plan.spells)) if self.day.own_hours else ""
        else:
            start = {"kind": "rest" if plan.spells else "workday", "reason": "", "hours": ""}
        for name, value in start.items():
            self.fields[name].fill(value)
        super().fill_in()
        self._show_hours()
        self.to_field("kind")

    @on(Choice.Changed)
    def _show_hours(self) -> None:
        self.query_one("#row-hours").display = self.query_one("#kind", Choice).value == "workday"

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> CalendarChange:
        """Set it."""
        rest = values["kind"] == "rest"
        typed = values["hours"].replace("，", ",").replace("、", ",").split(",")
        hours = () if rest else tuple(part.strip() for part in typed if part.strip())
        return desk.calendar.set(self.day.plan.date, values["kind"], by=by, reason=values["reason"], hours=hours)


class ImportDialog(ChangeDialog):
    """Takes in a year's notice or weekly hours from a file."""

    about = N_(
        "Takes in a TOML file with a year's days off and make-up days, or other weekly hours, as `shouwen calendar "
        "import` does. What the file says is shown before it is taken in."
    )

    def __init__(self, kept: dict[str, Any]) -> None:
        super().__init__(_("Take in a notice"), _("Take in"), kept)

    def compose_fields(self) -> ComposeResult:
        """The path, and what is there."""
        yield from super().compose_fields()
        yield from row(N_("File"), Line(id="path"), N_("a .toml file; F1 says more"))

    @on(Input.Changed, "#path")
    def _look(self) -> None:
        path = self.query_one("#path", Line).value.strip()
        self.refuse("")
        if not path:
            self.query_one("#now", Static).update(Content(""))
            return
        work.read(
            self, "look", lambda _desk, _by: read_notice_at(typed_path(path)), self._seen, self._unseen, after=0.2
        )

    def _seen(self, notice: Notice) -> None:
        off = sum(1 for one in notice.days if one.kind == "rest")
        words = [line(notice.source), ", ".join(str(year) for year in notice.years)]
        words.append(_("{off} days off, {worked} days worked").format(off=off, worked=len(notice.days) - off))
        if notice.week is not None or notice.seasons:
            words.append(_("other weekly hours"))
        self.query_one("#now", Static).update(Content("  ".join(word for word in words if word)))

    def _unseen(self, error: DeskError) -> None:
        self.query_one("#now", Static).update(Content(error.message))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> CalendarChange:
        """Take it in."""
        return desk.calendar.import_file(typed_path(values["path"].strip()), by=by)


class MovedCalls(ModalScreen[str | None]):
    """The open calls whose due times a change moved; gives the number of one to open, or None."""

    CSS_PATH = "calendar.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    about = N_("The open calls whose times the change moved; each says so on its timeline. Enter opens one.")

    def __init__(self, calls: Sequence[DueChange]) -> None:
        super().__init__()
        self._calls = calls

    def compose(self) -> ComposeResult:
        """A list under a sentence."""
        with Vertical(classes="box"):
            yield Label(_("Due times that moved") + f"  {len(self._calls)}", classes="title")
            yield OptionList(*(Option(Content(moved_words(one)), id=one.number) for one in self._calls))
            yield Static(_("Enter: open the call    Esc: back"), classes="hint")

    def on_mount(self) -> None:
        """Mark the first."""
        self.query_one(OptionList).highlighted = 0

    @on(OptionList.OptionSelected)
    def _open(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(str(event.option_id))


def moved_words(one: DueChange) -> str:
    """A call with its due time before and now."""
    stay = one.before == one.due_at
    moved = _("due time stays") if stay else f"-> {one.due_at:%Y-%m-%d %H:%M}"
    unsure = "  " + _("provisional") if one.provisional else ""
    return f"{pad(one.number, 14)}  {one.before:%Y-%m-%d %H:%M} {moved}{unsure}"
