"""The hotline: the queue at the left, the call in the middle, help at the right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from core.calls.terms import OPEN
from core.calls.views import Board, CallView
from core.errors import DeskError
from core.words import N_, _
from core.worktime import DayCount
from tui import work
from tui.actions import Action, Offer, bindings, of
from tui.screens.place import PlaceScreen
from tui.widgets.answers import AnswerPane
from tui.widgets.queue import Queue
from tui.widgets.sheet import CallSheet

if TYPE_CHECKING:
    from core.desk import Desk

REFRESH_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A call with what may be done with it now, and why not."""

    call: CallView
    refusals: dict[str, DeskError | None]
    counted: tuple[DayCount, ...]


class HotlineScreen(PlaceScreen[None]):
    """Where a specialist spends the day."""

    CSS_PATH = "hotline.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("call", letters=True),
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
        Binding("escape", "to_queue", show=False),
    ]
    place = "call"
    title_words = N_("Hotline")
    about = N_(
        "At the left the queue: what is yours to handle, then the calls whose first contact you are, the most urgent "
        "on top. In the middle the marked call. The arrows move, Left and Right change the pane, Enter lists what can "
        "be done."
    )

    def __init__(self) -> None:
        super().__init__()
        self.call: CallView | None = None
        self.refusals: dict[str, DeskError | None] = {}
        self.board = Board((), ())
        self._explained = False
        self._whole: tuple[str, str | None, str] | None = None
        """The call whose whole number is on show, the number, and who asked for it."""
        self._wanted: str | None = None

    def compose_body(self) -> ComposeResult:
        """Three panes."""
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Queue()
                yield Static(id="counts")
            yield CallSheet(id="sheet")
            yield AnswerPane(id="answers")

    def on_mount(self) -> None:
        """Fetch the queue, and again from time to time: time passes."""
        self.set_focus(self.query_one(Queue))
        self.query_one(CallSheet).clear(_("Ctrl+N opens a form for a new call."))
        self.set_interval(REFRESH_SECONDS, self.renew)
        self.renew()

    # -- fetching --------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Queue and call as they are now."""
        super().renew()
        if not self.shouwen.by:
            return
        if self._whole is not None and self._whole[2] != self.shouwen.by:
            self._whole = None
        work.read(self, "board", lambda desk, by: desk.calls.board(by=by), self._board_came)
        if self._wanted is not None:
            self._fetch(self._wanted)

    def show_call(self, number: str) -> None:
        """Show this call, whether it is in the queue or not."""
        if number != self._wanted:
            self._wanted, self._explained = number, False
        self.remove_class("-guide")
        self.query_one(Queue).mark(number)
        self.renew()

    def _fetch(self, number: str, *, after: float = 0.0) -> None:
        explained = self._explained

        def ask(desk: Desk, by: str) -> Opened:
            call = desk.calls.show(number, by=by)
            counted = desk.calls.explain(number, by=by) if explained else ()
            return Opened(call, desk.calls.allowed(number, by=by), counted)

        work.read(self, "call", ask, self._call_came, self._call_refused, after=after)

    def _board_came(self, board: Board) -> None:
        app = self.shouwen
        assert app.book is not None
        assert app.desk is not None
        self.board = board
        queue = self.query_one(Queue)
        queue.show(board, app.book, app.desk.storage.now())
        if self._wanted is not None:
            queue.mark(self._wanted)
        self._show_counts()

    def on_screen_resume(self) -> None:
        """Back from a form: its draft may have come or gone."""
        super().on_screen_resume()
        if self.query("#counts"):
            self._show_counts()

    def _show_counts(self) -> None:
        counts = self.board.counts
        parts: list[tuple[str, str]] = [(_("{open} open").format(open=counts.get("open", 0)), "$text-muted")]
        for name, words, style in (
            ("red", N_("{n} overdue"), "bold $text-error"),
            ("yellow", N_("{n} due soon"), "bold $text-warning"),
            ("extensions", N_("{n} extensions asked"), "$text-muted"),
        ):
            if counts.get(name):
                parts.append(("  " + _(words).format(n=counts[name]), style))
        kept = self.shouwen.drafts.all() if self.shouwen.drafts else ()
        if kept:
            parts.append(("  " + _("{n} drafts  F11").format(n=len(kept)).replace(" ", "\u00a0"), "$text-warning"))
        self.query_one("#counts", Static).update(Content.assemble(*parts))

    def _call_came(self, opened: Opened) -> None:
        app = self.shouwen
        assert app.book is not None
        assert app.desk is not None
        self.call, self.refusals = opened.call, opened.refusals
        shown = opened.call
        if self._whole is not None and self._whole[0] == shown.number:
            shown = replace(shown, caller=replace(shown.caller, phone=self._whole[1]))
        self.query_one(CallSheet).show(shown, app.book, app.desk.storage.now(), opened.counted)
        self.query_one(AnswerPane).about(shown.question, shown.service, app.book)
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
        """Back to the queue and the call marked in it."""
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

            offers = [one for one in self.offers() if one.action.id != "menu"]
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
            from tui.screens.act import ActDialog

            done = self._revealed if action.id == "reveal" else self._acted
            self.app.push_screen(ActDialog(action, self.call), lambda call: done(call) if call else None)

    def _menu_chosen(self, chosen: str | None) -> None:
        if chosen is not None:
            self.shouwen.run_action_named(chosen)

    def open_act(self, action: Action, number: str) -> None:
        """Open an act's dialog on a call by number, as a draft does."""
        from tui.screens.act import ActDialog

        def came(call: CallView) -> None:
            self.show_call(number)
            self.app.push_screen(ActDialog(action, call), lambda done: self._acted(done) if done else None)

        work.read(self, "draft", lambda desk, by: desk.calls.show(number, by=by), came)

    def _acted(self, call: CallView) -> None:
        self.show_call(call.number)

    def _revealed(self, call: CallView) -> None:
        self._whole = (call.number, call.caller.phone, self.shouwen.by)
        self.show_call(call.number)

    def toggle_guide(self) -> None:
        """Where the window is narrow, the guide takes the call's place, or gives it back."""
        if self.has_class("-narrow"):
            self.toggle_class("-guide")
        else:
            self.set_focus(self.query_one(AnswerPane))
