"""What every full screen has: the line on top, the banner for trouble, the keys at the bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from core.staff.rules import ROLES
from core.words import _
from tui.actions import Action, Offer, of
from tui.places import PLACES
from tui.widgets.bars import Banner, KeyBar, TopBar
from tui.work import desk_app

if TYPE_CHECKING:
    from tui.app import ShouwenApp

Result = TypeVar("Result")


class PlaceScreen(Screen[Result], Generic[Result]):
    """A full screen. `place` names its actions in the registry; `title_words` is shown on top."""

    place: ClassVar[str] = "everywhere"
    title_words: ClassVar[str] = ""
    about: ClassVar[str] = ""
    """What F1 says of the screen (message id)."""

    def compose(self) -> ComposeResult:
        """Top, banner, the screen's own part, keys."""
        self.set_class(self.app.size.width < 100, "-narrow")
        yield TopBar()
        yield Banner()
        yield from self.compose_body()
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """The screen's own part."""
        yield from ()

    @property
    def shouwen(self) -> ShouwenApp:
        """The app."""
        return desk_app(self)

    def on_mount(self) -> None:
        """Fill the bars."""
        self.set_interval(20, self.renew_top)
        self.show_trouble(self.shouwen.trouble)
        self.renew_bars()
        self.call_after_refresh(self.renew_bars)

    def on_resize(self, _event: events.Resize) -> None:
        """Fill the bars to the new width."""
        self.set_class(self.app.size.width < 100, "-narrow")
        self.call_after_refresh(self.renew_bars)

    def on_screen_resume(self) -> None:
        """Back from what stood above: drafts may have come or gone."""
        self.renew_bars()

    def offers(self) -> list[Offer]:
        """What can be done here."""
        return [Offer(one) for one in of(self.place)] if self.place != "everywhere" else []

    def perform(self, action: Action) -> None:
        """Do one of this place's actions."""

    def renew(self) -> None:
        """Something was written by somebody, or somebody else acts: show things as they are now."""
        self.renew_bars()

    def renew_bars(self) -> None:
        """Top and keys."""
        if self.query(KeyBar):
            self.renew_top()
            app = self.shouwen
            none_kept = app.drafts is None or not app.drafts.all()
            everywhere = [
                Offer(one) for one in of("everywhere") if app.fits(one) and not (one.id == "drafts" and none_kept)
            ]
            places = [
                Offer(Action(one.id, one.key, one.label, "", "places", bar=1)) for one in PLACES if app.book is not None
            ]
            self.query_one(KeyBar).offer([*self.offers(), *everywhere, *places])

    def renew_top(self) -> None:
        """Where one is, who acts, what time it is."""
        app = self.shouwen
        centre = app.book.centre.name if app.book else ""
        left = "  ".join(word for word in (_("Shouwen"), _(self.title_words), centre) if word)
        right = ""
        if app.acting is not None and app.desk is not None:
            now = app.desk.storage.now()
            right = f"{app.acting.name}  {_(ROLES[app.acting.role])}  {now:%m-%d %H:%M}"
        self.query_one(TopBar).say(left, right)

    def show_trouble(self, sentence: str) -> None:
        """Show what is wrong, or that nothing is."""
        for banner in self.query(Banner):
            banner.say(sentence)
