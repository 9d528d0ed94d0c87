"""A small demonstration desk, made once in a process and copied for each test."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from core.demo.making import make_demo
from core.desk import Desk, open_desk
from tests.helpers.hours import at
from tests.helpers.people import FrozenClock

PRESENT = at("2026-11-25 15:20")
CALLS = 400


@cache
def _made() -> Path:
    path = Path(tempfile.mkdtemp(prefix="shouwen-demonstration-")) / "desk.sqlite3"
    make_demo(path, CALLS, 5, PRESENT)
    return path


def copy_of_the_demonstration(folder: Path) -> Path:
    """A fresh copy in `folder`; its supervisor is `demo`, its present `PRESENT`."""
    return Path(shutil.copy(_made(), folder / "desk.sqlite3"))


def open_demonstration(folder: Path, clock: FrozenClock | None = None) -> Desk:
    """A fresh copy, open at its present."""
    return open_desk(str(copy_of_the_demonstration(folder)), clock=clock or FrozenClock(PRESENT))
