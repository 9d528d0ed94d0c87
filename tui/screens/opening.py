"""The first screen: opening the desk, or why that cannot be done."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Center, Middle
from textual.content import Content
from textual.widgets import Static

from core.desk import Desk
from core.errors import DeskError
from core.words import N_, _
from tui.screens.place import PlaceScreen


class OpeningScreen(PlaceScreen[None]):
    """Opens the desk; then set-up or sign-in."""

    CSS_PATH = "opening.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "again", show=False)]
    about = N_("The desk's database is being opened. Where that fails, the reason stands here; Enter tries again.")

    def compose_body(self) -> ComposeResult:
        """One sentence."""
        with Middle(), Center():
            yield Static(id="opening")

    def on_mount(self) -> None:
        """Open after the first paint."""
        self.call_after_refresh(self.action_again)

    def action_again(self) -> None:
        """Try to open."""
        self.query_one("#opening", Static).update(Content(_("Opening the desk")))
        self.run_worker(self._open(), group="open", exclusive=True, exit_on_error=False)

    async def _open(self) -> None:
        app = self.shouwen
        try:
            desk = await asyncio.to_thread(app.opener, False)
            known = await asyncio.to_thread(desk.staff.exists)
        except DeskError as error:
            if error.code in ("database_missing", "database_empty"):
                self._set_up(None)
            else:
                sentence = f"{error.message}\n\n{_('Enter tries again, Ctrl+Q quits.')}"
                self.query_one("#opening", Static).update(Content(sentence))
        except Exception as error:
            app.broken(error)
        else:
            if known:
                self._sign_in(desk)
            else:
                self._set_up(desk)

    def _set_up(self, desk: Desk | None) -> None:
        from tui.screens.setup import SetupScreen

        self.shouwen.desk = desk
        self.app.switch_screen(SetupScreen())

    def _sign_in(self, desk: Desk) -> None:
        from tui.screens.sign_in import SignInScreen

        self.shouwen.desk = desk
        self.app.switch_screen(SignInScreen())
