"""Writing reports to files: with a bar where it takes time, and a way out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.errors import BadValue, DeskError, RuleRefused
from core.reports.views import Scope
from core.words import N_, _
from tui import work
from tui.paths import documents, typed_path
from tui.screens.asking import FormDialog, row
from tui.showing import line
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line

if TYPE_CHECKING:
    from core.desk import Desk

WHATS = {
    "report": N_("report (.xlsx)"), "month": N_("monthly report (.docx)"), "record": N_("staff record (.xlsx)"),
}  # fmt: skip
SHOW_AFTER = 1.0
"""How long one waits before a bar is shown."""


def bar(done: int, whole: int, width: int = 40) -> Content:
    """How far it is, in signs that every terminal draws alike: `[####----]  50 %`."""
    share = min(1.0, done / max(1, whole))
    full = round(share * width)
    return Content.assemble("[", ("#" * full, "$text-accent"), ("-" * (width - full), "$text-muted"),
                            f"]  {share * 100:.0f} %")  # fmt: skip


class ExportDialog(FormDialog[str]):
    """Asks what and where to, and writes it while everything else goes on."""

    about = N_(
        "Writes the figures of the period on show as a spreadsheet with charts and definitions, the monthly report "
        "from its template, or the staff record. Phone numbers are masked. Esc stops it; then nothing is written."
    )

    def __init__(self, scope: Scope, today: date, kept: dict[str, Any], *, record: bool) -> None:
        super().__init__(_("Export"), _("Write the file"), kept)
        self._scope, self._today = scope, today
        self._first = "record" if record else "report"
        self._stop: Event | None = None
        self._sure: Path | None = None
        self.shares: list[tuple[int, int]] = []

    def compose_fields(self) -> ComposeResult:
        """What, of which month, where to."""
        first, last = self._scope.since, self._scope.until
        period = f"{first or ''}..{last or ''}" if first or last else _("all time")
        before = self._today.replace(day=1) - timedelta(days=1)
        yield from row(N_("Contents"), Choice(WHATS, self._first, id="what"))
        yield from row(N_("Month"), Line(f"{before:%Y-%m}", id="month"), N_("such as 2026-10"))
        yield from row(N_("File"), Line(id="path"))
        yield Static(Content(_("Received: {period}").format(period=period)), classes="words", id="period")

    def compose_below(self) -> ComposeResult:
        """How far it is."""
        yield Static(id="bar")
        yield Static(id="export-state")

    def fill_in(self) -> None:
        """A name that says what is in it."""
        self.query_one("#bar").display = False
        self.fields["path"].fill(str(self._path()))
        super().fill_in()
        self._show_month()
        self.set_focus(self.query_one("#what"))

    def _path(self) -> Path:
        what = self.fields["what"].value
        if what == "month":
            return documents() / f"report-{self.fields['month'].value.strip()}.docx"
        name = "staff-record" if what == "record" else "report"
        days = "_".join(f"{day}" for day in (self._scope.since, self._scope.until) if day)
        return documents() / f"{name}{'-' + days if days else ''}.xlsx"

    @on(Choice.Changed, "#what")
    def _other(self) -> None:
        self._show_month()
        self.fields["path"].fill(str(self._path()))

    @on(Line.Changed, "#month")
    def _other_month(self) -> None:
        typed = self.fields["path"].value
        if self.fields["what"].value == "month" and Path(typed).name.startswith("report-"):
            self.fields["path"].fill(str(self._path()))

    def _show_month(self) -> None:
        monthly = self.fields["what"].value == "month"
        self.query_one("#row-month").display = monthly
        self.query_one("#period").display = not monthly

    def action_done(self) -> None:
        """Write it, after asking where a file is there already."""
        if self._busy:
            return
        path = typed_path(str(self.fields["path"].value).strip())
        if path.is_file() and path != self._sure:
            from tui.screens.confirm import Confirm

            question = _("{path} is there already. Replace it?").format(path=line(str(path)))
            self.app.push_screen(Confirm(question, yes=_("Replace"), no=_("Leave it")), lambda yes: self._go(path, yes))
            return
        self._go(path, True)

    def _go(self, path: Path, yes: bool | None) -> None:
        if not yes:
            return
        self._sure = path
        self._busy, stop = True, Event()
        self._stop = stop
        self.refuse("")
        self.shares = []
        values = self.values()
        self.set_timer(SHOW_AFTER, lambda: self._show_bar(stop))
        # Not in the queue of writes: a long export must not hold up a call that is being put on record.
        work.read(self, "export", lambda desk, by: self._write(desk, by, values, path, stop), self.done, self.refused)

    def _write(self, desk: Desk, by: str, values: dict[str, Any], path: Path, stop: Event) -> str:
        """In a thread; `stop` ends it before anything is written."""

        def progress(done: int, whole: int) -> None:
            if stop.is_set():
                raise RuleRefused("export_stopped", N_("Stopped. No file was written."))
            self.app.call_from_thread(self._far, stop, done, whole)

        what = values["what"]
        if what == "report":
            count = desk.reports.export(self._scope, path, by=by, progress=progress)
        elif what == "month":
            month = values["month"].strip()
            if path.suffix.lower() != ".docx":
                raise BadValue("bad_output_docx", N_("“{path}” must end in .docx."), path=str(path), field="path")
            count = desk.reports.monthly(month, path, by=by)
        else:
            count = desk.trainings.export(self._scope, path, by=by)
            return _("{path} is written: {n} people.").format(path=line(str(path)), n=count)
        return _("{path} is written: {n} calls.").format(path=line(str(path)), n=count)

    def _far(self, stop: Event, done: int, whole: int) -> None:
        if stop is self._stop and self.is_attached:
            self.shares.append((done, whole))
            self.query_one("#bar", Static).update(bar(done, whole))

    def _show_bar(self, stop: Event) -> None:
        if stop is self._stop and self._busy and self.is_attached:
            self.query_one("#bar").display = self.fields["what"].value == "report"
            stops = self.fields["what"].value == "report"
            words = _("Writing.. Esc stops it.") if stops else _("Writing..")
            self.query_one("#export-state", Static).update(Content(words))

    def _quiet(self) -> None:
        self._stop = None
        self.query_one("#bar").display = False
        self.query_one("#export-state", Static).update("")

    def done(self, result: str) -> None:
        """Written."""
        self._quiet()
        super().done(result)

    def refused(self, error: DeskError) -> None:
        """Say why not; leads to the file where nothing else is named."""
        self._quiet()
        super().refused(error)
        if error.code.startswith(("output_", "bad_output")):
            self.to_field("path")
        if error.code == "bad_month":
            self.to_field("month")

    def action_leave(self) -> None:
        """Stop what is being written, where it can be; else, or the second time, back."""
        stoppable = self.fields["what"].value == "report"
        if self._busy and self._stop is not None and stoppable and not self._stop.is_set():
            self._stop.set()
            self.query_one("#export-state", Static).update(Content(_("Stopping..")))
            return
        super().action_leave()
