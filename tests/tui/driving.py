"""Driving the app in tests: a fixed size, a frozen clock, keys that are counted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from textual import events
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import WorkerCancelled

from core.desk import Desk, open_desk
from core.words import use_language
from tests.core.policies_made_up import prepared_copy
from tests.helpers.people import PIN, FrozenClock
from tui.app import ShouwenApp
from tui.screens.hotline import HotlineScreen
from tui.widgets.bars import Banner, KeyBar, TopBar
from tui.widgets.sheet import CallSheet

SMALL, LARGE = (80, 24), (120, 40)
W = TypeVar("W", bound=Widget)


class Driver:
    """The app under the hands of a specialist. `presses` counts the keys beside the text typed."""

    def __init__(self, app: ShouwenApp, pilot: Pilot[int], path: Path, clock: FrozenClock) -> None:
        self.app, self.pilot, self.path, self.clock = app, pilot, path, clock
        self.presses = 0
        self.told: list[str] = []
        notify = app.notify

        def listen(message: str, **more: Any) -> None:
            self.told.append(message)
            notify(message, **more)

        app.notify = listen  # type: ignore[method-assign]

    async def settle(self) -> None:
        """Until nothing is under way: no worker, no message waiting anywhere, nothing put off until after a refresh.

        Each look lets every widget handle what was waiting for it; what that sets off must be gone at the next look
        too. The pilot's own pause goes by how little the processor does, which on a busy machine says nothing.
        """
        quiet = 0
        while quiet < 2:
            with suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await self.app.animator.wait_until_complete()
            await self.pilot.pause(0)
            quiet = 0 if self._under_way() else quiet + 1

    def _under_way(self) -> bool:
        pumps = [self.app, *(one for screen in self.app.screen_stack for one in screen.walk_children(with_self=True))]
        return (
            any(not worker.is_finished for worker in self.app.workers)
            or any(pump._pending_message or pump._next_callbacks or not pump._message_queue.empty() for pump in pumps)
            or any(screen._callbacks for screen in self.app.screen_stack[-1:])
        )

    async def keys(self, *keys: str) -> None:
        """Press keys, counted."""
        for key in keys:
            self.presses += 1
            await self.pilot.press(key)
            await self.settle()

    async def type(self, text: str) -> None:
        """Type text, not counted; what an input method composes arrives as a whole."""
        if text.isascii() and len(text) < 4:
            await self.pilot.press(*text)
        else:
            self.app.post_message(events.Paste(text))
        await self.settle()

    async def sign_in(self, code: str = "li") -> None:
        """From the sign-in screen to the hotline."""
        await self.settle()
        await self.type(code)
        await self.keys("enter")
        await self.type(PIN)
        await self.keys("enter")
        assert isinstance(self.screen, HotlineScreen), self.screen
        self.presses = 0

    @property
    def screen(self) -> Screen[Any]:
        """The screen on top."""
        return self.app.screen

    @property
    def desk(self) -> Desk:
        """The desk the app works on."""
        assert self.app.desk is not None
        return self.app.desk

    def one(self, selector: str, kind: type[W]) -> W:
        """A widget of the screen on top."""
        return self.app.screen.query_one(selector, kind)

    def text(self, selector: str) -> str:
        """The plain text of a static widget of the screen on top."""
        return str(self.app.screen.query_one(selector, Static).content)

    def sheet(self) -> str:
        """The call on show."""
        return self.text("#sheet-text")

    def shown(self) -> str | None:
        """The number of the call on show."""
        call = self.app.screen.query_one(CallSheet).call
        return call.number if call else None

    def bars(self) -> tuple[str, str, str]:
        """Top, banner and keys."""
        return (
            str(self.app.screen.query_one(TopBar).content),
            str(self.app.screen.query_one(Banner).content),
            str(self.app.screen.query_one(KeyBar).content),
        )

    def painted(self) -> list[str]:
        """The screen as lines of text."""
        return [
            "".join(segment.text for segment in strip).replace("\u00a0", " ")
            for strip in self.app.screen._compositor.render_strips()
        ]


@asynccontextmanager
async def driving(
    folder: Path,
    *,
    size: tuple[int, int] = LARGE,
    clock: FrozenClock | None = None,
    language: str = "zh",
    person: str | None = "li",
) -> AsyncIterator[Driver]:
    """The app on a copied desk in `folder` (made if it is not there yet), signed in as `person`."""
    use_language(language)
    clock = clock or FrozenClock()
    path = folder / "desk.sqlite3"
    if not path.exists():
        prepared_copy(folder)
    app = app_on(path, folder, clock)
    async with app.run_test(size=size) as pilot:
        driver = Driver(app, pilot, path, clock)
        if person is not None:
            await driver.sign_in(person)
        yield driver
    if app.desk is not None:
        app.desk.close()


def app_on(path: Path, folder: Path, clock: FrozenClock) -> ShouwenApp:
    """The app on this path, not running yet."""
    return ShouwenApp(
        lambda create: open_desk(str(path), clock=clock, create=create), database=str(path), state=folder / "state"
    )
