"""The terminal app: the desk, who acts, trouble, and what can be done anywhere. Places are in `tui/places.py`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from platformdirs import user_state_path
from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.command import CommandPalette, Provider
from textual.driver import Driver
from textual.widgets import Input, TextArea

from core.calls.views import CallView
from core.clock import now as wall_clock
from core.desk import Desk, open_desk
from core.errors import DeskError
from core.staff.views import StaffView
from core.words import N_, _
from tui import crash, looks, work
from tui.actions import Action, Offer, action, bindings, meant, of
from tui.book import Book, load_book
from tui.commands import Commands
from tui.drafts import DraftKeeper, Drafts
from tui.everywhere import DOES, ask_to_quit
from tui.handover import close_what_is_personal, take_over
from tui.places import PLACES
from tui.screens.opening import OpeningScreen
from tui.terminal import forgiving
from tui.typed import lead

Opener = Callable[[bool], Desk]
POLL_SECONDS = 1.0
KEY_SECONDS = 0.5
"""How long a key at most holds up the next one."""
_EVEN_WHILE_TYPING = ("f1", "ctrl+z", "f8", "f9", "f10", "f11", "f12", "ctrl+n", "ctrl+f", "ctrl+q")


class ProgramFault(DeskError):
    """The program itself failed."""


class ShouwenApp(App[int]):
    """The app. `opener(create)` opens the desk; `state` is the folder for drafts and the fault log."""

    CSS_PATH = "app.tcss"
    TITLE = "Shouwen"
    COMMANDS: ClassVar[set[type[Provider]]] = {Commands}  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(one.key, one.action, show=False, priority=one.key in _EVEN_WHILE_TYPING, id=one.id)
            for one in bindings("everywhere", letters=True)
        ),
        *(Binding(place.key, f"app.go('{place.id}')", show=False, id=f"go.{place.id}") for place in PLACES),
    ]

    def __init__(self, opener: Opener, *, database: str, state: Path | None = None) -> None:
        self.plain_borders = os.environ.get("SHOUWEN_ASCII", "") not in ("", "0")
        super().__init__()
        self.opener = opener
        self.database = database
        self.state_folder = state or user_state_path("shouwen", appauthor=False)
        self.desk: Desk | None = None
        self.acting: StaffView | None = None
        self.book: Book | None = None
        self.drafts: DraftKeeper | None = None
        self.trouble = ""
        self.writing = asyncio.Lock()
        self.just_declined: str | None = None
        self.typed_since = False
        """Whether something was typed since: then Ctrl+Z is the field's own, and takes back what was typed."""
        self._token: int | None = None
        self._polling = False

    # -- opening and signing in ------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Dress, and open the desk after the first paint."""
        looks.dress(self)
        self.push_screen(OpeningScreen())
        self.set_interval(POLL_SECONDS, self.poll)

    async def on_event(self, event: events.Event) -> None:
        """Hand keys on one by one: what follows an Enter belongs to the field that the Enter leads to.

        Without this a burst (quick typing on a slow computer, an input method's commit) is handed to the field that
        has the focus now, before that field has seen the Enter.
        """
        if isinstance(event, (events.Key, events.Paste)) and not event.is_forwarded and self.screen_stack:
            lead(self.screen, event)
            written = isinstance(event, events.Paste) or event.is_printable
            self.typed_since = self.typed_since or (written and isinstance(self.focused, (Input, TextArea)))
        typing = self.focused if isinstance(event, events.Key) and not event.is_forwarded else None
        await super().on_event(event)
        if typing is not None:
            seen = asyncio.Event()
            if typing.call_later(seen.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(seen.wait(), KEY_SECONDS)

    @property
    def by(self) -> str:
        """The code of the one who acts; empty before anyone signed in."""
        return self.acting.code if self.acting else ""

    def signed_in(self, person: StaffView) -> None:
        """Somebody acts from now on: their book, drafts and queue are fetched."""
        from tui.screens.new_call import NewCallScreen

        assert self.desk is not None
        new_call = close_what_is_personal(self)
        before, self.acting = self.drafts, person
        drafts = Drafts(self.state_folder, str(self.desk.storage.path or self.database), person.code)
        self.drafts = DraftKeeper(drafts, self.desk.storage.now, self._warn)
        take_over(self, before)
        if new_call is not None:
            self.push_screen(NewCallScreen(new_call), self.call_logged)
        work.read(self, "book", load_book, self._book_came)

    def _book_came(self, book: Book) -> None:
        first = self.book is None
        self.book = book
        if first:
            self.action_go(PLACES[0].id)
            self.call_later(self._offer_drafts)
        for screen in self.screen_stack:
            renew = getattr(screen, "renew", None)
            if renew is not None:
                renew()

    def _offer_drafts(self) -> None:
        if self.drafts is not None and self.drafts.all():
            self.open_drafts(at_start=True)

    def open_drafts(self, *, at_start: bool = False) -> None:
        """List what was typed and not put on record."""
        from tui.screens.drafts import DraftsScreen

        assert self.drafts is not None
        kept = self.drafts.all()
        if not kept:
            self.notify(_("There are no drafts."), markup=False)
            return
        self.push_screen(DraftsScreen(kept, at_start=at_start))

    # -- trouble ---------------------------------------------------------------------------------------------------

    def failed(self, error: DeskError) -> None:
        """Say a refusal: trouble with the database stays on show until it works again, others pass."""
        if error.kind == "storage":
            self._say_trouble(error.message)
        else:
            self.notify(error.message, severity="warning", markup=False, timeout=8)

    def _warn(self, sentence: str) -> None:
        self.notify(sentence, severity="warning", markup=False, timeout=12)

    def works_again(self) -> None:
        """Take the trouble off the screen."""
        if self.trouble:
            self._say_trouble("")

    def broken(self, error: BaseException) -> None:
        """The program failed in something that was asked of it: log it without data, say so, go on."""
        crash.log(error, self.state_folder, wall_clock())
        self.notify(self.program_fault().message, severity="error", markup=False, timeout=12)

    def program_fault(self) -> DeskError:
        """The sentence for a failure of the program."""
        return ProgramFault(
            "program_fault",
            N_("The program made a mistake and did not finish this. What kind is noted in {path}, without any data."),
            path=str(self.state_folder / "faults.log"),
        )

    def _say_trouble(self, sentence: str) -> None:
        self.trouble = sentence
        for screen in self.screen_stack:
            show = getattr(screen, "show_trouble", None)
            if show is not None:
                show(sentence)

    def _fatal_error(self) -> None:
        """Instead of Textual's screen, which prints local values: a sentence and a log without data."""
        error = self._exception
        if error is not None:
            crash.log(error, self.state_folder, wall_clock())
        self.bell()
        self._exit_renderables.append(
            _(
                "Shouwen ended because of a mistake in the program. What was being typed is kept as a draft; "
                "start again.\nWhat kind of mistake is noted in {path}, without any data."
            ).format(path=self.state_folder / "faults.log")
        )
        self._close_messages_no_wait()

    # -- seeing what others do -------------------------------------------------------------------------------------

    def poll(self) -> None:
        """Ask whether anything was written by anyone; fetch anew if so."""
        if self.desk is None or self.acting is None or self._polling:
            return
        self._polling = True
        self.run_worker(self._poll(), group="poll", exit_on_error=False)

    async def _poll(self) -> None:
        try:
            assert self.desk is not None
            token = await asyncio.to_thread(self.desk.storage.change_token)
        except DeskError as error:
            self.failed(error)
        except Exception as error:
            self.broken(error)
        else:
            self.works_again()
            if token != self._token:
                self._token = token
                work.read(self, "book", load_book, self._book_came)
        finally:
            self._polling = False

    # -- actions ---------------------------------------------------------------------------------------------------

    def offers(self) -> list[Offer]:
        """What can be done where one is, refused ones with their reason."""
        here = getattr(self.screen, "offers", None)
        own: list[Offer] = here() if here is not None else []
        return [*own, *(Offer(one) for one in of("everywhere") if self.fits(one))]

    def fits(self, one: Action) -> bool:
        """Whether something that can be done anywhere makes sense now."""
        if self.acting is None:
            return one.id in ("help", "quit", "theme", "ascii")
        return one.id != "take_back" or self.just_declined is not None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Ctrl+Z takes an invalid call back until something is typed."""
        if action == "press" and parameters == ("ctrl+z",):
            return self.just_declined is not None and not self.typed_since
        return super().check_action(action, parameters)

    def action_press(self, key: str) -> None:
        """Do what a key stands for here."""
        offered = meant(self.offers(), key)
        if not offered:
            return
        if len(offered) > 1:
            from tui.screens.menu import Menu

            self.push_screen(Menu(offered), self._chosen)
            return
        self.do(offered[0])

    def _chosen(self, chosen: str | None) -> None:
        if chosen is not None:
            self.do(next(one for one in self.offers() if one.action.id == chosen))

    def do(self, offer: Offer) -> None:
        """Do one thing, or say why not."""
        if offer.reason is not None:
            self.notify(offer.reason.message, title=_(offer.action.label), severity="warning", markup=False)
            return
        if offer.action.where == "everywhere":
            DOES[offer.action.id](self)
            return
        perform = getattr(self.screen, "perform", None)
        if perform is not None:
            perform(offer.action)

    def run_action_named(self, action_id: str) -> None:
        """For the palette: by id, with the reason looked up anew."""
        offered = next((one for one in self.offers() if one.action.id == action_id), None)
        self.do(offered or Offer(action(action_id)))

    def action_go(self, place_id: str) -> None:
        """To a place (F2 and on); what is half typed above it stays as a draft. From a call of an occupant, to that."""
        if self.book is None or self.screen.is_modal:
            return
        occupant: int | None = getattr(self.screen, "occupant", None)
        for one in PLACES:
            if one.id == place_id:
                while len(self.screen_stack) > 2:
                    leave = getattr(self.screen, "put_aside", None)
                    if leave is not None:
                        leave()
                    self.pop_screen()
                place = one.make()
                self.switch_screen(place)
                if place_id == "occupants" and occupant is not None:
                    self.call_later(place.go, occupant)  # type: ignore[attr-defined]

    def call_logged(self, call: CallView | None) -> None:
        """A call was put on record: show it where there is a queue."""
        if call is not None:
            self.show_call(call.number)

    def show_call(self, number: str) -> None:
        """Show a call on the hotline screen beneath."""
        for screen in reversed(self.screen_stack):
            show = getattr(screen, "show_call", None)
            if show is not None:
                show(number)
                return

    def action_command_palette(self) -> None:
        """All commands, in the language in use."""
        if self.use_command_palette and not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=_("Type part of a command, pinyin or initials")))

    def get_driver_class(self) -> type[Driver]:
        """Textual's driver for this system, made to bear what is no UTF-8."""
        return forgiving(super().get_driver_class())

    def unreadable_input(self) -> None:
        """The terminal sent what is no UTF-8."""
        self.notify(
            _("What was typed could not be read. Set the terminal's character encoding to UTF-8."),
            severity="warning", markup=False, timeout=10,
        )  # fmt: skip

    def action_help_quit(self) -> None:
        """Ctrl+C, which people press out of habit."""
        self.notify(_("Ctrl+Q quits."), markup=False)

    async def action_quit(self) -> None:
        """Textual's own way out takes the same path."""
        ask_to_quit(self)

    def get_css_variables(self) -> dict[str, str]:
        """The kind of border is a variable of the style sheets."""
        return {**super().get_css_variables(), "edge": "ascii" if self.plain_borders else "round"}


def run(database: str) -> int:
    """Open the app on the database at this path or URL; the process's exit code."""
    app = ShouwenApp(lambda create: open_desk(database, create=create), database=database)
    code = app.run()
    if app.desk is not None:
        app.desk.close()
    if app.return_code:
        return app.return_code
    return code or 0
