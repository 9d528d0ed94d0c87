"""First start: the centre, the desk letter, the first supervisor and a PIN."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.widgets import Button, Input, Label, Static

from core.centre.service import Centre
from core.errors import DeskError
from core.staff.service import code_from
from core.staff.views import StaffView
from core.words import N_, _
from tui.screens.place import PlaceScreen
from tui.widgets.harmless import Line

_ROWS = (
    ("centre", N_("Centre's name"), N_("as it is to stand on paper")),
    ("letter", N_("Desk letter"), N_("one of A to Z; part of every call's number")),
    ("name", N_("Your name"), N_("you become the first supervisor")),
    ("code", N_("Your code"), N_("to sign in with; made from your name's pinyin")),
    ("pin", N_("PIN"), N_("4 to 12 digits")),
    ("again", N_("PIN again"), ""),
)


class SetupScreen(PlaceScreen[None]):
    """Sets up the desk in one act; nothing typed is lost on a refusal."""

    CSS_PATH = "setup.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "done", show=False)]
    title_words = N_("Set-up")
    about = N_(
        "The desk is set up once: its name, the letter in its call numbers, and the first supervisor, "
        "who takes on the others."
    )

    def compose_body(self) -> ComposeResult:
        """One field a line."""
        ships = Centre()
        with Vertical(id="setup"):
            yield Label(_("This desk is new. A few words, and it can begin."), id="setup-title")
            with Grid(id="setup-fields"):
                for name, label, hint in _ROWS:
                    yield Label(_(label), classes="label")
                    value = {"centre": ships.name, "letter": ships.letter}.get(name, "")
                    yield Line(
                        value,
                        id=f"setup-{name}",
                        password=name in ("pin", "again"),
                        placeholder=_(hint) if hint else "",
                    )
            yield Static(id="setup-refusal", classes="refusal")
            yield Button(_("Begin  (Enter)"), id="setup-done", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Begin with the name."""
        self.set_focus(self.query_one("#setup-name"))
        self._proposed = ""

    def _typed(self, name: str) -> str:
        return self.query_one(f"#setup-{name}", Line).value

    @on(Input.Changed, "#setup-name")
    def _propose(self) -> None:
        name, code = self._typed("name"), self.query_one("#setup-code", Line)
        if code.value in ("", self._proposed):
            self.run_worker(self._propose_code(name), group="code", exclusive=True, exit_on_error=False)

    async def _propose_code(self, name: str) -> None:
        self._proposed = await asyncio.to_thread(code_from, name) if name.strip() else ""
        self.query_one("#setup-code", Line).fill(self._proposed)

    @on(Button.Pressed, "#setup-done")
    def action_done(self) -> None:
        """Set up."""
        if self._typed("pin") != self._typed("again"):
            self._refuse(_("The two PINs differ. Type the same one twice."))
            return
        self._refuse("")
        self.run_worker(self._found(), group="found", exclusive=True, exit_on_error=False)

    async def _found(self) -> None:
        app = self.shouwen
        centre = {"name": self._typed("centre"), "letter": self._typed("letter")}
        name, code, pin = self._typed("name"), self._typed("code").strip(), self._typed("pin")

        def found() -> StaffView:
            from core.founding import found as found_desk

            app.desk = app.desk or app.opener(True)
            return found_desk(app.desk.storage, name, pin, code or None, centre)

        try:
            person = await asyncio.to_thread(found)
        except DeskError as error:
            self._refuse(error.message)
        except Exception as error:
            app.broken(error)
        else:
            app.signed_in(person)

    def _refuse(self, sentence: str) -> None:
        self.query_one("#setup-refusal", Static).update(Content(sentence))
