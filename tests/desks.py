"""A desk for tests: set up once in a process, copied for each test, with a clock that the test moves."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from core.clock import CENTRE
from core.desk import Desk, open_desk

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=CENTRE)
"""An ordinary working morning."""
PIN = "1234"


@dataclass
class FrozenClock:
    """Time that stands still until it is moved."""

    at: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.at

    def set(self, text: str) -> None:
        """Move to a moment such as `2026-11-24 09:30`."""
        self.at = datetime.fromisoformat(text).replace(tzinfo=CENTRE)

    def forward(self, **span: float) -> None:
        """Move on by a `timedelta`'s words."""
        self.at += timedelta(**span)


@cache
def _template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="shouwen-tests-")) / "desk.sqlite3"
    desk = open_desk(str(path), clock=FrozenClock(MONDAY - timedelta(days=3)), create=True)
    desk.found("王芳", PIN, "boss")
    for code, name, role in (("li", "李雷", "specialist"), ("han", "韩梅", "specialist"), ("tel", "林涛", "operator")):
        desk.staff.add(code, name, role, PIN, by="boss")
    desk.close()
    return path


def copy_desk(folder: Path, clock: FrozenClock | None = None) -> Desk:
    """A fresh copy of the template: supervisor `boss`, specialists `li` and `han`, operator `tel`, all with `PIN`."""
    path = folder / "desk.sqlite3"
    shutil.copy(_template(), path)
    return open_desk(str(path), clock=clock or FrozenClock())
