"""Many processes at one slot: one has it, the others are told what is in the way, none hangs."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from core.desk import open_desk
from core.errors import DeskError
from core.rooms.views import BookingFilter
from tests.core.rooms_made_up import at, new, register
from tests.desks import FrozenClock
from tests.helpers.people import copy_of_the_desk

PROCESSES = 20


def _book(path: str, n: int, start: Any, said: Any) -> None:
    desk = open_desk(path, clock=FrozenClock())
    room = ("hall", "hall-a")[n % 2]
    start.wait(60)
    try:
        made = desk.bookings.make(new(room, "10:00", "11:00", for_=str(n)), by="li")
        said.put(("ok", made.booked[0].id))
    except DeskError as refused:
        said.put((refused.kind, refused.details.get("by")))
    finally:
        desk.close()


def _move(path: str, n: int, start: Any, said: Any) -> None:
    desk = open_desk(path, clock=FrozenClock())
    start.wait(60)
    try:
        desk.bookings.move(n, by="li", start=at("2026-11-26 10:00"), room="m203")
        said.put(("ok", n))
    except DeskError as refused:
        said.put((refused.kind, refused.details.get("by")))
    finally:
        desk.close()


def _race(target: Any, path: Path) -> list[tuple[str, int]]:
    methods = multiprocessing.get_all_start_methods()
    context: Any = multiprocessing.get_context("fork" if "fork" in methods else "spawn")
    start, said = context.Barrier(PROCESSES), context.Queue()
    workers = [context.Process(target=target, args=(str(path), n, start, said)) for n in range(1, PROCESSES + 1)]
    for one in workers:
        one.start()
    answers = [said.get(timeout=120) for _ in workers]
    for one in workers:
        one.join(timeout=60)
        assert one.exitcode == 0
    return answers


@pytest.mark.parametrize("act", ["make", "move"])
def test_twenty_processes_at_one_slot(tmp_path: Path, act: str) -> None:
    path = copy_of_the_desk(tmp_path)
    register(path)
    if act == "move":
        desk = open_desk(str(path), clock=FrozenClock())
        for n in range(PROCESSES):
            begin = 9 + n % 10
            desk.bookings.make(new("m202" if n < 10 else "m201", f"{begin:02d}:00", f"{begin + 1}:00"), by="li")
        desk.close()
    answers = _race(_book if act == "make" else _move, path)
    (winner,) = [number for kind, number in answers if kind == "ok"]
    assert sorted(kind for kind, _ in answers) == ["conflict"] * (PROCESSES - 1) + ["ok"]
    assert {number for kind, number in answers if kind == "conflict"} == {winner}
    desk = open_desk(str(path), clock=FrozenClock())
    held = desk.bookings.list(BookingFilter(), by="li").items
    taken = [one for one in held if one.starts_at in (at("10:00"), at("2026-11-26 10:00")) and one.id == winner]
    assert len(taken) == 1
    assert len(held) == (1 if act == "make" else PROCESSES)
    desk.close()
