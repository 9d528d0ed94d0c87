"""Signing in, and the fast change of person at a shared counter."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from core.errors import DeskError
from core.staff.views import StaffView
from core.text import visible
from core.words import N_, _
from tui.book import Entry
from tui.screens.place import PlaceScreen
from tui.widgets.harmless import Line
from tui.widgets.picker import Picker
from tui.work import desk_app


class SignInForm(Vertical):
    """Who, and the PIN; Enter on the PIN signs in."""

    class SignedIn(Message):
        """The PIN was right."""

        def __init__(self, person: StaffView) -> None:
            super().__init__()
            self.person = person

    def __init__(self, title: str) -> None:
        super().__init__(classes="sign-in")
        self._title = title
        self._people: dict[str, StaffView] = {}
        self._busy = False

    def compose(self) -> ComposeResult:
        """Two fields."""
        yield Label(self._title, classes="title")
        with Grid(classes="fields"):
            yield Label(_("Who"), classes="label")
            yield Picker(id="who", placeholder=_("code, name, pinyin or initials"))
            yield Label(_("PIN"), classes="label")
            yield Line(id="pin", password=True)
        yield Static(classes="refusal", id="sign-in-refusal")

    def on_mount(self) -> None:
        """Fetch who works here."""
        self.screen.set_focus(self.query_one(Picker).line)
        self.run_worker(self._fetch(), group="people", exclusive=True, exit_on_error=False)

    async def _fetch(self) -> None:
        app = desk_app(self)
        assert app.desk is not None
        try:
            people = await asyncio.to_thread(app.desk.staff.choices)
        except DeskError as error:
            self._refuse(error.message)
            return
        self._people = {one.code: one for one in people}
        picker = self.query_one(Picker)
        picker.know(Entry(one.code, visible(one.name, newlines=True), one.spelling, one.code) for one in people)
        picker.suggest(one.code for one in people if one.code != app.by)

    @on(Input.Submitted, "#pin")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if not self._busy:
            self._busy = True
            self._refuse("")
            self.run_worker(self._sign_in(), group="sign-in", exit_on_error=False)

    async def _sign_in(self) -> None:
        app = desk_app(self)
        who, pin = self.query_one(Picker).value, self.query_one("#pin", Line)
        assert app.desk is not None
        try:
            person = await asyncio.to_thread(app.desk.staff.app_sign_in, who, pin.value)
        except DeskError as error:
            pin.value = ""
            self.screen.set_focus(pin)
            self._refuse(error.message)
        except Exception as error:
            app.broken(error)
        else:
            self.post_message(self.SignedIn(person))
        finally:
            self._busy = False

    def _refuse(self, sentence: str) -> None:
        self.query_one("#sign-in-refusal", Static).update(Content(sentence))


class SignInScreen(PlaceScreen[None]):
    """The first sign-in after the start."""

    CSS_PATH = "sign_in.tcss"
    title_words = N_("Sign in")
    about = N_("Type your code, or your name in Chinese, pinyin or initials; Enter; then the PIN; Enter.")

    def compose_body(self) -> ComposeResult:
        """The form in the middle."""
        yield SignInForm(_("Who is at the desk?"))

    @on(SignInForm.SignedIn)
    def _done(self, event: SignInForm.SignedIn) -> None:
        self.shouwen.signed_in(event.person)


class ChangePerson(ModalScreen[StaffView | None]):
    """Somebody else takes over; the screen beneath stays as it is."""

    CSS_PATH = "sign_in.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    about = N_(
        "Who signs in here acts from now on: first contact is recorded under the right name. What is being typed stays."
    )

    def compose(self) -> ComposeResult:
        """The form in a box."""
        person = desk_app(self).acting
        name = visible(person.name, newlines=True) if person else ""
        yield SignInForm(_("Now {name}. Who takes over?  (Esc: nobody)").format(name=name))

    @on(SignInForm.SignedIn)
    def _done(self, event: SignInForm.SignedIn) -> None:
        self.dismiss(event.person)
