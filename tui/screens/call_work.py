"""What screens with a list of calls and one call on show have in common: fetching it, and doing what it allows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widgets import OptionList

from core.calls.terms import OPEN
from core.calls.views import CallView
from core.errors import DeskError
from core.occupants.views import OccupantView
from core.worktime import DayCount
from tui import work
from tui.actions import Action, Offer, bindings, of
from tui.occupant_words import caller_line
from tui.screens.place import PlaceScreen
from tui.widgets.queue import Queue
from tui.widgets.sheet import CallSheet

if TYPE_CHECKING:
    from core.desk import Desk


@dataclass(frozen=True, slots=True)
class Opened:
    """A call with what may be done with it now, and why not."""

    call: CallView
    refusals: dict[str, DeskError | None]
    counted: tuple[DayCount, ...]
    occupant: OccupantView | None


class CallWork(PlaceScreen[None]):
    """A `Queue` beside a `CallSheet`; the sheet follows the mark, and the acts are on the call in the sheet."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["hotline.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("call", letters=True),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
        Binding("escape", "to_queue", show=False),
    ]
    place = "call"

    def __init__(self) -> None:
        super().__init__()
        self.call: CallView | None = None
        self.refusals: dict[str, DeskError | None] = {}
        self._explained = False
        self._whole: tuple[str, str | None, str] | None = None
        """The call whose whole number is on show, the number, and who asked for it."""
        self._wanted: str | None = None

    @property
    def occupant(self) -> int | None:
        """The occupant F4 opens from here."""
        return self.call.caller.occupant if self.call is not None else None

    # -- fetching --------------------------------------------------------------------------------------------------

    def fetch_list(self) -> None:
        """Ask for the list anew."""

    def call_shown(self, call: CallView) -> None:
        """Another call is in the sheet, or the same one changed."""

    def renew(self) -> None:
        """List and call as they are now."""
        super().renew()
        if not self.shouwen.by:
            return
        if self._whole is not None and self._whole[2] != self.shouwen.by:
            self._whole = None
        self.fetch_list()
        if self._wanted is not None:
            self._fetch(self._wanted)

    def show_call(self, number: str) -> None:
        """Show this call, whether it is in the list or not."""
        if number != self._wanted:
            self._wanted, self._explained = number, False
        self.query_one(Queue).mark(number)
        self.renew()

    def _fetch(self, number: str, *, after: float = 0.0) -> None:
        explained = self._explained

        def ask(desk: Desk, by: str) -> Opened:
            call = desk.calls.show(number, by=by)
            counted = desk.calls.explain(number, by=by) if explained else ()
            occupant = None if call.caller.occupant is None else desk.occupants.show(call.caller.occupant, by=by)
            return Opened(call, desk.calls.allowed(number, by=by), counted, occupant)

        work.read(self, "call", ask, self._call_came, self._call_refused, after=after)

    def _call_came(self, opened: Opened) -> None:
        app = self.shouwen
        assert app.book is not None
        assert app.desk is not None
        self.call, self.refusals = opened.call, opened.refusals
        shown = opened.call
        if self._whole is not None and self._whole[0] == shown.number:
            shown = replace(shown, caller=replace(shown.caller, phone=self._whole[1]))
        occupant = caller_line(opened.occupant) if opened.occupant is not None else ""
        self.query_one(CallSheet).show(shown, app.book, app.desk.storage.now(), opened.counted, occupant)
        self.call_shown(shown)
        self.renew_bars()

    def _call_refused(self, error: DeskError) -> None:
        self.call, self.refusals, self._wanted = None, {}, None
        if error.kind == "storage":
            self.shouwen.failed(error)
        else:
            self.query_one(CallSheet).clear(error.message)
        self.renew_bars()

    @on(Queue.Shown)
    def _marked(self, event: Queue.Shown) -> None:
        if event.number != self._wanted:
            self._wanted, self._explained, self._whole = event.number, False, None
            self._fetch(event.number, after=0.05)

    @on(OptionList.OptionSelected, "#queue")
    def _entered(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.shouwen.action_press("enter")

    def action_to_queue(self) -> None:
        """Back to the list and the call marked in it."""
        queue = self.query_one(Queue)
        self.set_focus(queue)
        queue.unleave()

    # -- doing -----------------------------------------------------------------------------------------------------

    def offers(self) -> list[Offer]:
        """The acts on the call shown, refused ones with their reason."""
        if self.call is None:
            return []
        return [Offer(one, self.refusals.get(one.act) if one.act else None) for one in of("call")]

    def perform(self, action: Action) -> None:
        """Open what an act needs."""
        if self.call is None:
            return
        if action.id == "menu":
            from tui.screens.menu import Menu

            offers = [one for one in self.offers() if one.action.where == "call" and one.action.id != "menu"]
            self.app.push_screen(Menu(offers), self._menu_chosen)
        elif action.id == "explain":
            self._explained = not self._explained
            self._fetch(self.call.number)
        elif action.id == "print_count":
            from tui.screens.explanation import ExplanationDialog

            self.app.push_screen(ExplanationDialog(self.call.number))
        elif action.id == "reveal" and self.call.handler == self.shouwen.by and self.call.status in OPEN:
            number = self.call.number
            work.write(self, lambda desk, by: desk.calls.reveal(number, by=by), self._revealed)
        else:
            self._ask(action, self.call)

    def _ask(self, action: Action, call: CallView) -> None:
        from tui.screens.follow_up import dialog_for

        done = self._revealed if action.id == "reveal" else self._acted
        self.app.push_screen(dialog_for(action, call), lambda changed: done(changed) if changed else None)

    def _menu_chosen(self, chosen: str | None) -> None:
        if chosen is not None:
            self.shouwen.run_action_named(chosen)

    def open_act(self, action: Action, number: str) -> None:
        """Open an act's dialog on a call by number, as a draft does."""

        def came(call: CallView) -> None:
            self.show_call(number)
            self._ask(action, call)

        work.read(self, "draft", lambda desk, by: desk.calls.show(number, by=by), came)

    def _acted(self, call: CallView) -> None:
        self.show_call(call.number)

    def _revealed(self, call: CallView) -> None:
        self._whole = (call.number, call.caller.phone, self.shouwen.by)
        self.show_call(call.number)
