"""The calls behind a number: the list at the left, the marked call beside it, with everything that can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from core.calls.views import CallItem, CallView
from core.errors import DeskError
from core.reports.doors import Door
from core.reports.service import MOST
from core.reports.showing import span
from core.words import N_, _
from tui import work
from tui.actions import Action, Offer, bindings, of
from tui.screens.call_work import CallWork
from tui.showing import cut
from tui.widgets.queue import Part, Queue
from tui.widgets.sheet import CallSheet

if TYPE_CHECKING:
    from core.desk import Desk

PAGE = 100
REFRESH_SECONDS = 20
WHY = {
    "complaint": N_("complaint"),
    "low_rating": N_("bad rating"),
    "sample": N_("drawn for the sample"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """Some of the calls, how many there are, what they add up to, and where the list goes on."""

    items: tuple[CallItem, ...]
    calls: int
    total: int
    next: str | None = None
    notes: dict[str, str] = field(default_factory=dict)


Asked = Callable[["Desk", str, int, str | None], Listed]
"""From the desk, who asks, how many at most and after which to a list."""


def through(door: Door) -> Asked:
    """The calls behind a door."""

    def ask(desk: Desk, by: str, limit: int, after: str | None) -> Listed:
        found = desk.doors.open(door, by=by, limit=limit, after=after)
        notes = {number: span(seconds) for number, seconds in found.seconds.items()}
        return Listed(found.items, found.calls, found.total, found.next, notes)

    return ask


def owed(desk: Desk, by: str, limit: int, after: str | None) -> Listed:
    """Follow-ups this person may make, why each is owed and how often nobody was reached."""
    found = desk.reports.owed(by=by, limit=MOST)
    notes = {}
    for one in found:
        tried = _("tried {n}").format(n=one.attempts) if one.attempts else ""
        notes[one.call.number] = "  ".join(word for word in (_(WHY[one.why]), tried) if word)
    count = desk.reports.decisions(by=by).follow_ups
    return Listed(tuple(one.call for one in found), count, count, None, notes)


class BehindScreen(CallWork):
    """The calls behind one number."""

    CSS_PATH: ClassVar[list[str | PurePath]] = ["hotline.tcss", "supervision.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("behind")]
    title_words = N_("Supervision")
    stays_with_author = True
    about = N_(
        "The calls behind the number: the list at the left, the marked call beside it. Enter lists what can be done: "
        "give more time, transfer, remind, follow up. Esc goes back to the figures."
    )

    def __init__(self, title: str, ask: Asked) -> None:
        super().__init__()
        self._title, self._ask_for = title, ask
        self.listed: Listed | None = None

    def compose_body(self) -> ComposeResult:
        """Title over list and call."""
        yield Static(id="behind-title")
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield Queue()
                yield Static(id="counts")
            yield CallSheet(id="sheet")

    def on_mount(self) -> None:
        """Fetch the list."""
        self.set_focus(self.query_one(Queue))
        self.query_one("#behind-title", Static).update(Content.styled(self._title, "bold"))
        self.query_one("#counts", Static).update(Content.styled(_("counting.."), "$text-muted"))
        self.set_interval(REFRESH_SECONDS, self.renew)
        self.renew()

    def fetch_list(self) -> None:
        """As many as are on show already."""
        shown = len(self.listed.items) if self.listed is not None else 0
        limit = min(MOST, max(PAGE, shown))
        if shown <= MOST:
            work.read(self, "behind", lambda desk, by: self._ask_for(desk, by, limit, None), self._came, self._refused)

    def _came(self, listed: Listed) -> None:
        self.listed = listed
        self._show()
        if not listed.items and self._wanted is None:
            self.query_one(CallSheet).clear(_("Nothing is behind this number now."))

    def _refused(self, error: DeskError) -> None:
        if error.kind == "storage":
            self.shouwen.failed(error)
        self.query_one("#counts", Static).update(Content(error.message))

    def _show(self) -> None:
        app, listed = self.shouwen, self.listed
        assert listed is not None
        assert app.book is not None
        assert app.desk is not None
        words = _("{n} calls").format(n=listed.calls)
        if listed.total != listed.calls:
            words = _("{total} times in {n} calls").format(total=listed.total, n=listed.calls)
        part = Part(words, listed.items, _("None."), watched=True, notes=listed.notes)
        queue = self.query_one(Queue)
        queue.show_parts((part,), app.book, app.desk.storage.now())
        if self._wanted is not None:
            queue.mark(self._wanted)
        left = listed.calls - len(listed.items)
        shown = _("{n} more below: go to the end").format(n=left) if listed.next else ""
        self.query_one("#counts", Static).update(Content.styled(cut(shown, 60), "$text-muted"))

    @on(Queue.Shown)
    def _at_the_end(self, event: Queue.Shown) -> None:
        listed = self.listed
        if listed is not None and listed.next is not None and event.number == listed.items[-1].number:
            after = listed.next
            work.read(self, "more", lambda desk, by: self._ask_for(desk, by, PAGE, after), self._more, self._refused)

    def _more(self, more: Listed) -> None:
        assert self.listed is not None
        known = {one.number for one in self.listed.items}
        added = tuple(one for one in more.items if one.number not in known)
        items, notes = self.listed.items + added, self.listed.notes | more.notes
        self.listed = Listed(items, more.calls, more.total, more.next, notes)
        self._show()

    def call_shown(self, call: CallView) -> None:
        """Nothing beside it."""

    def offers(self) -> list[Offer]:
        """The acts on the call, and the way back."""
        return [*super().offers(), *(Offer(one) for one in of("behind"))]

    def perform(self, action: Action) -> None:
        """An act, or back."""
        if action.id == "leave_list":
            self.action_to_queue()
        else:
            super().perform(action)

    def action_to_queue(self) -> None:
        """From the call to the list, from the list back to the figures."""
        if self.query_one(Queue).has_focus:
            self.dismiss(None)
        else:
            super().action_to_queue()
