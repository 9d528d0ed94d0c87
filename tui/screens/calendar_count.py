"""The tool that counts: from a moment and a limit to the due time, explained day by day."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, Static

from core.calendar.printing import amounts, count_text, write_count
from core.calendar.terms import KINDS, WEEKDAYS, limit_words
from core.clock import read_start
from core.desk import Desk
from core.errors import DeskError
from core.words import N_, _
from core.worktime import DayCount, Due, due, parse_limit
from core.worktime.explaining import show_stamp
from tui import work
from tui.paths import documents, typed_path
from tui.screens.asking import row
from tui.showing import line, pad
from tui.widgets.harmless import Line

ROWS_SHOWN = 400
"""Days of a count on the screen; a longer one is saved to be read whole."""


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
            yield from row(N_("From"), Line(self._start, id="start"))
            yield from row(N_("Limit"), Line(self._limit, id="limit"), N_("5wd, 4wh, 90wm, 30d, 1m or 3y"))
            yield Static(id="due")
            with VerticalScroll(id="count", can_focus=True):
                yield Static(id="rows")
            yield from row(N_("File"), Line(id="file"))
            yield Static(classes="refusal", id="refusal")
            with Horizontal(classes="buttons"):
                yield Button(f"{_('Save as text')}  Ctrl+S", id="save", compact=True, variant="primary")
                yield Label(_("Ctrl+G: to that day    Esc: back"), classes="hint")

    def on_mount(self) -> None:
        """Count at once."""
        self.set_focus(self.query_one("#limit"))
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


def count_words(one: DayCount, amount: str) -> str:
    """A day of a count on one line."""
    day = f"{one.date:%Y-%m-%d} {pad(_(WEEKDAYS[one.date.weekday()]), 5)}"
    return f"{day} {pad(_(KINDS[one.kind]), 12)} {pad(amount or '-', 8)} {line(one.note)}".rstrip()
