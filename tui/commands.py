"""The palette: every action of the registry that fits here, found by name, pinyin or initials."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from core.spelling import score, spelling
from core.words import _
from tui.actions import Offer, key_name
from tui.places import PLACES

if TYPE_CHECKING:
    from tui.app import ShouwenApp


class Commands(Provider):
    """Offers of the place the palette was called from; refused ones are dim and say why."""

    async def startup(self) -> None:
        """Gather what is offered, with its pinyin."""
        app = self._app
        here = getattr(self.screen, "offers", None)
        own: list[Offer] = here() if here is not None else []
        self._offers = [*own, *(one for one in app.offers() if one.action.where == "everywhere")]
        names = [_(one.action.label) for one in self._offers] + [_(place.label) for place in PLACES]
        self._spelled = await asyncio.to_thread(lambda: {name: spelling(name) for name in names})

    @property
    def _app(self) -> ShouwenApp:
        from tui.app import ShouwenApp

        assert isinstance(self.app, ShouwenApp)
        return self.app

    async def discover(self) -> Hits:
        """Everything, before anything is typed."""
        for one in self._offers:
            if one.action.id != "palette":
                yield DiscoveryHit(self._words(one), partial(self._app.run_action_named, one.action.id),
                                   text=_(one.action.label), help=self._help(one))  # fmt: skip

    async def search(self, query: str) -> Hits:
        """What fits; a sentence where nothing does."""
        nothing = True
        for one in self._offers:
            label = _(one.action.label)
            points = score(query, one.action.id, label, self._spelled[label])
            if points and one.action.id != "palette":
                nothing = False
                yield Hit(points / 10, self._words(one), partial(self._app.run_action_named, one.action.id),
                          text=label, help=self._help(one))  # fmt: skip
        for place in PLACES:
            label = _(place.label)
            points = score(query, place.id, label, self._spelled[label])
            if points:
                nothing = False
                words = Content(f"{label}  {key_name(place.key)}")
                yield Hit(points / 10, words, partial(self._app.action_go, place.id), text=label)
        if nothing:
            sentence = _("No command fits.")
            yield Hit(0.01, Content.styled(sentence, "dim"), lambda: None, text=sentence)

    @staticmethod
    def _words(one: Offer) -> Content:
        key = f"  {key_name(one.action.key)}" if one.action.key else ""
        style = "dim" if one.reason is not None else ""
        return Content.assemble((_(one.action.label), style), (key, "dim"))

    @staticmethod
    def _help(one: Offer) -> Any:
        return Content(one.reason.message if one.reason is not None else _(one.action.about))
