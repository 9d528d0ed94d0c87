"""The calendar's dialogs: set a day, take in a notice, the calls that moved, count a limit. Refusals lose nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from core.calendar.printing import amounts, count_text, write_count
from core.calendar.service import read_notice_at
from core.calendar.terms import KINDS, WEEKDAYS, limit_words
from core.calendar.views import CalendarChange, DueChange, MonthDay
from core.clock import read_start
from core.desk import Desk
from core.errors import DeskError
from core.words import N_, _
from core.worktime import DayCount, Due, Notice, due, parse_limit, show_hours
from core.worktime.explaining import show_stamp
from tui import work
from tui.paths import documents, typed_path
from tui.showing import line, pad
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line
from tui.widgets.month import day_words, plan_words

ROWS_SHOWN = 400
"""Days of a count on the screen; a longer one is saved to be read whole."""


class ChangeDialog(ModalScreen[CalendarChange | None]):
    """Asks for a change of the calendar and does it. Ctrl+S or the button does it; Esc goes back."""

    CSS_PATH = "calendar.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "done", show=False),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, title: str, button: str, kept: dict[str, Any]) -> None:
        super().__init__()
        self._title, self._button, self.kept = title, button, kept
        self._busy = False

    def compose(self) -> ComposeResult:
        """Title, fields, refusal, button."""
        with Vertical(classes="box"):
            yield Label(Content(self._title), classes="title")
            yield Static(id="now")
            yield from self.compose_fields()
            yield Static(classes="refusal", id="refusal")
            with Horizontal(classes="buttons"):
                yield Button(f"{self._button}  Ctrl+S", id="done", compact=True, variant="primary")
                yield Label(_("Esc: back"), classes="hint")

    def compose_fields(self) -> ComposeResult:
        """What is asked."""
        yield from ()

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return {}

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> CalendarChange:
        """The core's act."""
        raise NotImplementedError

    def refuse(self, sentence: str) -> None:
        """Say why not."""
        self.query_one("#refusal", Static).update(Content(sentence))

    @on(Button.Pressed, "#done")
    def action_done(self) -> None:
        """Do it."""
        if self._busy:
            return
        self._busy = True
        self.refuse("")
        values = self.values()
        work.write(self, lambda desk, by: self.act(desk, by, values), self._done, self._refused)

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self.refuse(error.message)

    def _done(self, change: CalendarChange) -> None:
        self.kept.clear()
        if self.is_attached:
            self.dismiss(change)

    def action_leave(self) -> None:
        """Back; what was typed is there again when the dialog is opened for the same day."""
        self.kept.update(self.values())
        self.dismiss(None)


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
        yield from _row(N_("Make it"), Choice({one: KINDS[one] for one in ("workday", "rest")}, id="kind"))
        yield from _row(
            N_("Hours"), Line(id="hours"), N_("such as 09:00-12:00, 13:00-16:30; empty: the ordinary hours")
        )
        yield from _row(N_("Reason"), Line(id="reason"), N_("shown as the day's source"))

    def on_mount(self) -> None:
        """Fill in what was set, or else the other of work and rest."""
        plan = self.day.plan
        self.query_one("#now", Static).update(Content(f"{_('Now')}: {plan_words(self.day)}  {line(plan.source)}"))
        if self.day.set_by is not None:
            start = {"kind": "workday" if plan.spells else "rest", "reason": plan.source}
            start["hours"] = ", ".join(show_hours(plan.spells)) if self.day.own_hours else ""
        else:
            start = {"kind": "rest" if plan.spells else "workday", "reason": "", "hours": ""}
        start |= self.kept
        self.query_one("#kind", Choice).fill(start["kind"])
        for name in ("hours", "reason"):
            self.query_one(f"#{name}", Line).fill(start[name])
        self._show_hours()
        self.query_one("#kind").focus()

    @on(Choice.Changed)
    def _show_hours(self) -> None:
        self.query_one("#row-hours").display = self.query_one("#kind", Choice).value == "workday"

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return {
            "kind": self.query_one("#kind", Choice).value,
            "hours": self.query_one("#hours", Line).value,
            "reason": self.query_one("#reason", Line).value,
        }

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
        yield from _row(N_("File"), Line(id="path"), N_("a .toml file; F1 says more"))

    def on_mount(self) -> None:
        """Start with the path."""
        self.query_one("#path", Line).fill(self.kept.get("path", ""))
        self.query_one("#path").focus()

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return {"path": self.query_one("#path", Line).value}

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


class CountDialog(ModalScreen[date | None]):
    """From a moment and a limit to the due time, day by day. Ctrl+S saves it as text; gives the due day to mark."""

    CSS_PATH = "calendar.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "save", show=False),
        Binding("ctrl+g", "go", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]
    about = N_(
        "Counts a limit by the centre's calendar and shows the count day by day: days, months and years without the "
        "day it starts, hours from the moment. Nothing is put on record. Ctrl+S saves it as a text file to print."
    )

    def __init__(self, start: str, limit: str = "5wd") -> None:
        super().__init__()
        self._start, self._limit = start, limit
        self.answer: Due | None = None
        self.rows: tuple[DayCount, ...] = ()
        self._named = ""
        self._busy = False

    def compose(self) -> ComposeResult:
        """Two fields, the count, where to save it."""
        with Vertical(classes="box -tall"):
            yield Label(_("Count a limit"), classes="title")
            yield from _row(N_("From"), Line(self._start, id="start"))
            yield from _row(N_("Limit"), Line(self._limit, id="limit"), N_("5wd, 4wh, 90wm, 30d, 1m or 3y"))
            yield Static(id="due")
            with VerticalScroll(id="count", can_focus=True):
                yield Static(id="rows")
            yield from _row(N_("File"), Line(id="file"))
            yield Static(classes="refusal", id="refusal")
            with Horizontal(classes="buttons"):
                yield Button(f"{_('Save as text')}  Ctrl+S", id="save", compact=True, variant="primary")
                yield Label(_("Ctrl+G: to that day    Esc: back"), classes="hint")

    def on_mount(self) -> None:
        """Count at once."""
        self.query_one("#limit").focus()
        self._count(after=0.0)

    @on(Input.Changed, "#start")
    @on(Input.Changed, "#limit")
    def _changed(self) -> None:
        self._count(after=0.2)

    def _count(self, *, after: float) -> None:
        start, limit = self.query_one("#start", Line).value, self.query_one("#limit", Line).value

        def ask(desk: Desk, _by: str) -> tuple[Due, tuple[DayCount, ...]]:
            answer = due(desk.calendar.current(), read_start(start), parse_limit(limit))
            return answer, answer.explanation

        work.read(self, "count", ask, self._counted, self._uncounted, after=after)

    def _counted(self, found: tuple[Due, tuple[DayCount, ...]]) -> None:
        self.answer, self.rows = found
        words = f"{_('Due')}  {show_stamp(self.answer.due_at)}"
        if self.answer.provisional:
            words += f"  {_('provisional')}: {_('depends on a year without a holiday notice yet')}"
        self.query_one("#due", Static).update(Content.styled(words, "bold"))
        lines = [count_words(*one) for one in zip(self.rows[:ROWS_SHOWN], amounts(self.rows), strict=False)]
        if len(self.rows) > ROWS_SHOWN:
            lines.append(_("{count} more days: save it to read them all").format(count=len(self.rows) - ROWS_SHOWN))
        self.query_one("#rows", Static).update(Content("\n".join(lines)))
        self.query_one("#count").scroll_home(animate=False)
        asked = self.answer.question
        file, name = self.query_one("#file", Line), f"due-{asked.start:%Y-%m-%d}-{asked.limit}.txt"
        if file.value == self._named:
            self._named = str(documents() / name)
            file.fill(self._named)
        self.refuse("")

    def _uncounted(self, error: DeskError) -> None:
        self.answer, self.rows = None, ()
        self.query_one("#due", Static).update(Content.styled(error.message, "$text-warning"))
        self.query_one("#rows", Static).update(Content(""))

    def refuse(self, sentence: str) -> None:
        """Say why not."""
        self.query_one("#refusal", Static).update(Content(sentence))

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Write the file."""
        answer, rows, where = self.answer, self.rows, self.query_one("#file", Line).value.strip()
        if self._busy or answer is None:
            return
        self._busy = True
        asked = answer.question

        def write(_desk: Desk, _by: str) -> str:
            facts = [
                (_("From"), show_stamp(asked.start)),
                (_("Limit"), f"{limit_words(asked.limit)} ({asked.limit})"),
                (_("Due"), show_stamp(answer.due_at)),
                (_("Provisional"), _("depends on a year without a holiday notice yet") if answer.provisional else ""),
            ]
            text = count_text(_("How the due time was counted"), [fact for fact in facts if fact[1]], rows)
            write_count(typed_path(where), text)
            return where

        work.write(self, write, self._saved, self._unsaved)

    def _saved(self, where: str) -> None:
        self._busy = False
        self.app.notify(_("Saved as {path}.").format(path=line(where)), markup=False)

    def _unsaved(self, error: DeskError) -> None:
        self._busy = False
        self.refuse(error.message)

    def action_go(self) -> None:
        """Back to the month, at the due day."""
        self.dismiss(self.answer.due_at.date() if self.answer is not None else None)


def moved_words(one: DueChange) -> str:
    """A call with its due time before and now."""
    stay = one.before == one.due_at
    moved = _("due time stays") if stay else f"-> {one.due_at:%Y-%m-%d %H:%M}"
    unsure = "  " + _("provisional") if one.provisional else ""
    return f"{pad(one.number, 14)}  {one.before:%Y-%m-%d %H:%M} {moved}{unsure}"


def count_words(one: DayCount, amount: str) -> str:
    """A day of a count on one line."""
    day = f"{one.date:%Y-%m-%d} {pad(_(WEEKDAYS[one.date.weekday()]), 5)}"
    return f"{day} {pad(_(KINDS[one.kind]), 12)} {pad(amount or '-', 8)} {line(one.note)}".rstrip()


def _row(label: str, field: Widget, hint: str = "") -> ComposeResult:
    with Horizontal(classes="ask", id=f"row-{field.id}"):
        yield Label(_(label), classes="label")
        with Vertical(classes="field"):
            yield field
            if hint:
                yield Label(_(hint), classes="hint")
