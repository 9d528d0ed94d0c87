"""Desks with the answers that ship and, where wanted, an invented official text with answers that cite it."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from core.desk import Desk, open_desk
from core.policies.views import NewAnswer
from tests.core.policies_made_up import TITLE, page, prepared_copy
from tests.helpers.people import FrozenClock

OWN = "玩具图书馆能借几盒积木"
GONE = "玩具图书馆的旧卡还能用吗"
UNSURE = "玩具图书馆的押金是多少"
SOON = "玩具图书馆的春季活动到哪天"


@cache
def _with_text() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="shouwen-read-"))
    path = prepared_copy(folder)
    desk = open_desk(str(path), clock=FrozenClock())
    (folder / "toys.txt").write_text(page(), encoding="utf-8")
    desk.policies.import_file(folder / "toys.txt", by="boss")
    add(desk, OWN, "每人可借五盒积木。", articles="第三条（一）；第四条")
    add(desk, GONE, "旧卡还能用。", valid_until=date(2026, 10, 31))
    add(desk, UNSURE, "押金五十元。", verified=False, as_of=date(2026, 9, 1))
    add(desk, SOON, "春季活动到年底。", valid_until=date(2026, 12, 31))
    desk.close()
    return path


def add(desk: Desk, question: str, answer: str, **more: Any) -> int:
    """An answer on the invented text."""
    given: dict[str, Any] = {"document": TITLE, "category": "玩具", "service": "loan", **more}
    new = NewAnswer(question=question, answer=answer, **given)
    return desk.policies.add_answer(new, by="boss").id


def with_text(folder: Path) -> Path:
    """A fresh database file with the text and its answers."""
    return Path(shutil.copy(_with_text(), folder / "desk.sqlite3"))


def open_with_text(folder: Path, clock: FrozenClock | None = None) -> Desk:
    """The same, open."""
    return open_desk(str(with_text(folder)), clock=clock or FrozenClock())
