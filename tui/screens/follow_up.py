"""The follow-up call (回访): what to say beside what the caller answers."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.calls.views import CallView
from core.text import visible
from core.words import N_, _
from tui import work
from tui.actions import Action
from tui.screens.act import ActDialog
from tui.showing import folded

_WIDTH = 64


class FollowUpDialog(ActDialog):
    """Asks how the follow-up call went; the script stands above."""

    def __init__(self, action: Action, call: CallView) -> None:
        super().__init__(action, call)
        self.about = N_(
            "Read the lines above to the caller, then record the answers. A matter that is not resolved opens the call "
            "again with a new due time. Nobody follows up a call they handled."
        )

    def compose_above(self) -> ComposeResult:
        """The script."""
        with VerticalScroll(id="script", can_focus=False):
            yield Static(id="script-text")

    def on_mount(self) -> None:
        """Fetch the script."""
        number = self.call.number
        work.read(self, "script", lambda desk, by: desk.reports.script(number, by=by), self._script_came)

    def _script_came(self, lines: tuple[str, ...]) -> None:
        said = (folded(f"{place}. {visible(one, newlines=True)}", _WIDTH, 3) for place, one in enumerate(lines, 1))
        self.query_one("#script-text", Static).update(Content("\n".join(said)))

    def done_words(self, call: CallView) -> str:
        """Whether it is closed, open again with which due time, or still owed."""
        if self.values()["outcome"] != "reached":
            return _("{number}: nobody was reached; the attempt is on record.").format(number=call.number)
        if call.status == "in_progress":
            return _("{number} is open again: not resolved. It is due {due}.").format(
                number=call.number, due=f"{call.due_at:%Y-%m-%d %H:%M}"
            )
        return _("{number} is closed: resolved.").format(number=call.number)


def dialog_for(action: Action, call: CallView) -> ActDialog:
    """The dialog of an act on a call."""
    return FollowUpDialog(action, call) if action.id == "follow_up" else ActDialog(action, call)
