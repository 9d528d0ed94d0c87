"""The hotline: the queue at the left, the call in the middle, help at the right."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from core.calls.views import Board, CallView
from core.occupants.views import DueItem
from core.words import N_, _
from tui import work
from tui.occupant_words import due_short
from tui.screens.call_work import CallWork
from tui.widgets.answers import AnswerPane
from tui.widgets.queue import Queue
from tui.widgets.sheet import CallSheet

REFRESH_SECONDS = 20
DUES_SECONDS = 300
DUES_SHOWN = 4
"""Lines about occupants below the queue, the most pressing; F4 has them all."""


class HotlineScreen(CallWork):
    """Where a specialist spends the day."""

    title_words = N_("Hotline")
    about = N_(
        "At the left the queue: what is yours to handle, then the calls whose first contact you are, the most urgent "
        "on top. In the middle the marked call. The arrows move, Left and Right change the pane, Enter lists what can "
        "be done."
    )

    def __init__(self) -> None:
        super().__init__()
        self.board = Board((), ())

    def compose_body(self) -> ComposeResult:
        """Three panes."""
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Queue()
                yield Static(id="counts")
                yield Static(id="dues")
            yield CallSheet(id="sheet")
            yield AnswerPane(id="answers")

    def on_mount(self) -> None:
        """Fetch the queue, and again from time to time: time passes."""
        self.set_focus(self.query_one(Queue))
        self.query_one(CallSheet).clear(_("Ctrl+N opens a form for a new call."))
        self.set_interval(REFRESH_SECONDS, self.renew)
        self.set_interval(DUES_SECONDS, self._fetch_dues)
        self.renew()
        self._fetch_dues()

    # -- fetching --------------------------------------------------------------------------------------------------

    def fetch_list(self) -> None:
        """The queue as it is now."""
        work.read(self, "board", lambda desk, by: desk.calls.board(by=by), self._board_came)

    def _fetch_dues(self) -> None:
        """What is to be done about occupants: it changes by the day, so it is asked for seldom."""
        if self.shouwen.by:
            work.read(self, "dues", lambda desk, by: desk.occupants.due(by=by), self._dues_came)

    def _dues_came(self, dues: tuple[DueItem, ...]) -> None:
        assert self.shouwen.desk is not None
        today, shown = self.shouwen.desk.storage.now().date(), self.query_one("#dues", Static)
        lines = [Content(due_short(one, today, 30)) for one in dues[:DUES_SHOWN]]
        words = _("Occupants to see to: {n}  F4").format(n=len(dues)).replace(" ", "\u00a0")
        shown.update(Content("\n").join([Content.styled(words, "$text-warning"), *lines]) if dues else "")

    def show_call(self, number: str) -> None:
        """Show this call, whether it is in the queue or not."""
        self.remove_class("-guide")
        super().show_call(number)

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

    def call_shown(self, call: CallView) -> None:
        """What helps with it stands at the right."""
        assert self.shouwen.book is not None
        self.query_one(AnswerPane).about(call.question, call.service, self.shouwen.book)

    def toggle_guide(self) -> None:
        """Where the window is narrow, the guide takes the call's place, or gives it back."""
        if self.has_class("-narrow"):
            self.toggle_class("-guide")
        else:
            self.set_focus(self.query_one(AnswerPane))
