"""The demonstration desk in the app, and what the tests of the supervision screen look at; everybody is invented."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from unittest.mock import patch

from core.demo.people import PIN
from tests.helpers.demonstration import PRESENT, copy_of_the_demonstration
from tests.helpers.people import FrozenClock
from tests.tui.driving import LARGE, Driver, driving
from tui.screens.behind import BehindScreen
from tui.screens.supervision import SupervisionScreen
from tui.widgets.figure_table import Cell, FigureTable
from tui.widgets.queue import Queue


@asynccontextmanager
async def supervising(
    folder: Path,
    *,
    person: str = "demo",
    size: tuple[int, int] = LARGE,
    language: str = "zh",
    view: str = "now",
    period: str = "all",
) -> AsyncIterator[Driver]:
    """The supervision screen of a demonstration desk, signed in as `person`, on one of its pages."""
    if not (folder / "desk.sqlite3").exists():
        copy_of_the_demonstration(folder)
    clock = FrozenClock(PRESENT)
    # However busy the machine: nothing is left uncounted because counting took long.
    with patch("tui.screens.supervision_asking.LONG", 3600.0):
        async with _signed_in(folder, clock, person, size, language) as desk:
            await desk.keys("f6")
            sup(desk).period = period
            await to(desk, view)
            yield desk


@asynccontextmanager
async def _signed_in(
    folder: Path, clock: FrozenClock, person: str, size: tuple[int, int], language: str
) -> AsyncIterator[Driver]:
    async with driving(folder, size=size, clock=clock, language=language, person=None) as desk:
        await desk.settle()
        await desk.type(person)
        await desk.keys("enter")
        await desk.type(PIN)
        await desk.keys("enter")
        yield desk


def sup(desk: Driver) -> SupervisionScreen:
    """The supervision screen on top."""
    assert isinstance(desk.screen, SupervisionScreen), desk.screen
    return desk.screen


async def to(desk: Driver, view: str) -> None:
    """To a page."""
    sup(desk).action_to_view(view)
    await desk.settle()


def table(desk: Driver) -> FigureTable:
    """The table on top."""
    return desk.screen.query_one(FigureTable)


def cells(desk: Driver, key: str) -> tuple[Cell, ...]:
    """A row of it."""
    (found,) = (one for one in table(desk).lines if one.key == key)
    return found.cells


def words(desk: Driver, key: str) -> list[str]:
    """What a row says."""
    return [one.words for one in cells(desk, key)]


async def mark(desk: Driver, key: str, column: int = 1) -> None:
    """Put the cursor on a cell."""
    keys = [one.key for one in table(desk).lines]
    table(desk).move_cursor(row=keys.index(key), column=column)
    await desk.settle()


async def through(desk: Driver, key: str, column: int = 1) -> BehindScreen:
    """Press Enter on a number."""
    await mark(desk, key, column)
    await desk.keys("enter")
    assert isinstance(desk.screen, BehindScreen), desk.screen
    return desk.screen


def listed(desk: Driver) -> list[str]:
    """The numbers of the calls in the list on top."""
    return list(desk.screen.query_one(Queue).items)


async def until(desk: Driver, condition: Callable[[], bool]) -> None:
    """Let the app run until something is so; what never comes to be fails."""
    for _n in range(50_000):
        if condition():
            return
        await desk.pilot.pause()
    raise AssertionError("it never came to be")
