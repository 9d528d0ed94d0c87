"""Saving how a call's due time was counted, as text to print."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Label, Static

from core.desk import Desk
from core.errors import DeskError
from core.words import N_, _
from tui import work
from tui.paths import documents, typed_path
from tui.showing import line
from tui.widgets.harmless import Line


class ExplanationDialog(ModalScreen[None]):
    """Asks for the file and writes it; a refusal keeps the path."""

    CSS_PATH = "calendar.tcss"
    stays_with_author = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "save", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]
    about = N_(
        "Writes how the due time was counted, day by day, into a text file to print. It names nobody and nothing is "
        "put on record. Space shows the same on the screen."
    )

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self._busy = False

    def compose(self) -> ComposeResult:
        """One field."""
        with Vertical(classes="box"):
            yield Label(Content(f"{_('How the due time was counted')}  {self.number}"), classes="title")
            with Horizontal(classes="ask"):
                yield Label(_("File"), classes="label")
                yield Line(str(documents() / f"{self.number}-due.txt"), id="file")
            yield Static(classes="refusal", id="refusal")
            with Horizontal(classes="buttons"):
                yield Button(f"{_('Save as text')}  Ctrl+S", id="save", compact=True, variant="primary")
                yield Label(_("Esc: back"), classes="hint")

    @on(Button.Pressed, "#save")
    def action_save(self) -> None:
        """Write the file."""
        if self._busy:
            return
        self._busy = True
        where = self.query_one("#file", Line).value.strip()

        def act(desk: Desk, by: str) -> str:
            desk.papers.explanation(self.number, typed_path(where), by=by)
            return where

        work.write(self, act, self._saved, self._refused)

    def _saved(self, where: str) -> None:
        self.app.notify(_("Saved as {path}.").format(path=line(where)), markup=False)
        if self.is_attached:
            self.dismiss(None)

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self.query_one("#refusal", Static).update(Content(error.message))
