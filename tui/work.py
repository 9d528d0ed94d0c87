"""Database acts off the screen's thread. Reads may be overtaken by newer ones; writes queue and are never dropped."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.dom import DOMNode

from core.errors import DeskError

if TYPE_CHECKING:
    from core.desk import Desk
    from tui.app import ShouwenApp

T = TypeVar("T")
Refused = Callable[[DeskError], None]


def desk_app(node: DOMNode) -> ShouwenApp:
    """The app a widget belongs to."""
    from tui.app import ShouwenApp

    app = node.app
    assert isinstance(app, ShouwenApp)
    return app


def read(
    node: Any,
    group: str,
    ask: Callable[[Desk, str], T],
    got: Callable[[T], None],
    refused: Refused | None = None,
    *,
    after: float = 0.0,
) -> None:
    """Ask the desk in a thread and give the answer to `got`.

    A newer question of the same `node` and `group` makes this one void: its late answer is dropped. `after` waits so
    many seconds first (for questions asked while typing). A `DeskError` goes to `refused`, else to the app's banner.
    """
    app = desk_app(node)

    async def job() -> None:
        if after:
            await asyncio.sleep(after)
        desk, by = app.desk, app.by
        if desk is None:
            return
        try:
            answer = await asyncio.to_thread(ask, desk, by)
        except DeskError as error:
            if node.is_attached:
                (refused or app.failed)(error)
        except Exception as error:
            app.broken(error)
        else:
            app.works_again()
            if node.is_attached:
                got(answer)

    node.run_worker(job, group=group, exclusive=True, exit_on_error=False)


def write(node: Any, act: Callable[[Desk, str], T], done: Callable[[T], None], refused: Refused | None = None) -> None:
    """Do an act in a thread, in its turn; it is finished even where the screen that asked for it has gone."""
    app = desk_app(node)
    by = app.by

    async def job() -> None:
        desk = app.desk
        if desk is None:
            return
        try:
            async with app.writing:
                answer = await asyncio.to_thread(act, desk, by)
        except DeskError as error:
            (refused if refused and node.is_attached else app.failed)(error)
        except Exception as error:
            app.broken(error)
            if refused and node.is_attached:
                refused(app.program_fault())
        else:
            app.works_again()
            done(answer)

    app.run_worker(cast(Callable[[], Awaitable[None]], job), group="write", exclusive=False, exit_on_error=False)
