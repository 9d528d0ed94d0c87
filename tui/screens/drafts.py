"""What was typed and not put on record: take it up, or throw it away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList, Static
from textual.widgets.option_list import Option

from core.words import N_, _
from tui.actions import action
from tui.drafts import Draft
from tui.showing import cut, line, when
from tui.work import desk_app

if TYPE_CHECKING:
    from tui.app import ShouwenApp

_TELLING = ("question", "text", "reason", "result", "phone", "comment", "more", "title")
"""The fields that tell best what a draft is about."""


class DraftsScreen(ModalScreen[None]):
    """Enter takes the marked draft up, Delete throws it away, Esc leaves them for later."""

    CSS_PATH = "drafts.tcss"
    stays_with_author = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("delete,ctrl+d", "throw_away", show=False),
    ]
    about = N_(
        "What was being typed is kept on this computer, for you alone, until it is put on record or thrown away."
    )

    def __init__(self, kept: Sequence[Draft], *, at_start: bool) -> None:
        super().__init__()
        self._kept = {one.id: one for one in kept}
        self._at_start = at_start

    def compose(self) -> ComposeResult:
        """A list under a sentence."""
        title = (
            _("This was being typed when the program ended last:") if self._at_start else _("Typed, not on record yet:")
        )
        with Vertical(classes="box"):
            yield Label(title, classes="title")
            yield OptionList(*(Option(self._row(one), id=one.id) for one in self._kept.values()))
            yield Static(_("Enter: take up    Delete: throw away    Esc: later"), classes="hint")

    def on_mount(self) -> None:
        """Mark the newest."""
        self.query_one(OptionList).highlighted = 0

    def _row(self, one: Draft) -> Content:
        desk = desk_app(self).desk
        assert desk is not None
        name = _(action("new_call" if one.place == "call" else one.place).label)
        said = next((line(str(one.values[key])[:200]) for key in _TELLING if one.values.get(key)), "")
        moment = when(datetime.fromisoformat(one.kept_at), desk.storage.now())
        return Content(cut(f"{moment}  {name}  {one.number or ''}  {said}", 66))

    @on(OptionList.OptionSelected)
    def _take_up(self, event: OptionList.OptionSelected) -> None:
        from tui.screens.new_call import NewCallScreen

        app, one = desk_app(self), self._kept[str(event.option_id)]
        self.dismiss(None)
        if one.place == "call":
            if isinstance(app.screen, NewCallScreen):
                app.screen.put_aside()
                app.screen.dismiss(None)
            app.call_later(app.push_screen, NewCallScreen(one), app.call_logged)
            return
        if one.place in ("write_answer", "edit_answer"):
            app.call_later(_to_answer, app, one)
            return
        if one.place == "book_room":
            app.call_later(_to_booking, app, one)
            return
        if one.place == "new_occupant" or one.place.startswith("occupant_"):
            app.call_later(_to_occupant, app, one)
            return
        for screen in app.screen_stack:
            open_act = getattr(screen, "open_act", None)
            if open_act is not None and one.number is not None:
                open_act(action(one.place), one.number)

    def action_throw_away(self) -> None:
        """Forget the marked one."""
        options = self.query_one(OptionList)
        marked = options.highlighted_option
        drafts = desk_app(self).drafts
        if marked is None or marked.id is None or drafts is None:
            return
        drafts.finish(marked.id)
        options.remove_option(marked.id)
        if not options.option_count:
            self.dismiss(None)


def _to_answer(app: ShouwenApp, one: Draft) -> None:
    """Go on with an answer on the policy screen."""
    from tui.screens.policies import PoliciesScreen

    app.action_go("policies")
    screen = app.screen
    if isinstance(screen, PoliciesScreen):
        screen.call_after_refresh(screen.acts.take_up, one)


def _to_booking(app: ShouwenApp, one: Draft) -> None:
    """Go on with a booking on the rooms screen."""
    from tui.screens.rooms import RoomsScreen

    app.action_go("rooms")
    screen = app.screen
    if isinstance(screen, RoomsScreen):
        screen.call_after_refresh(screen.acts.take_up, one)


def _to_occupant(app: ShouwenApp, one: Draft) -> None:
    """Go on with an act on an occupant, or an application."""
    from tui.screens.occupants import OccupantsScreen

    app.action_go("occupants")
    screen = app.screen
    if isinstance(screen, OccupantsScreen):
        screen.call_after_refresh(screen.acts.take_up, one)
