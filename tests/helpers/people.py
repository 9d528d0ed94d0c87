"""A desk with everybody a rule can be about, and their sign-ins, made without hashing PINs again."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from core.desk import Desk, open_desk
from tests.desks import PIN, FrozenClock, _template

PEOPLE = ("boss", "chief", "li", "han", "tel", "deputy")
"""Two supervisors; `li` with the deputy `deputy`; `han`, a specialist with nothing to do with it; `tel`, an operator.
`gone` has left."""
__all__ = ["PEOPLE", "PIN", "FrozenClock", "copy_of_the_desk", "open_copy", "sign_in", "token_of"]


@cache
def _peopled() -> Path:
    path = _template().with_name("peopled.sqlite3")
    shutil.copy(_template(), path)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for code, name, role, active in (
            ("chief", "赵主任", "supervisor", 1),
            ("deputy", "周平", "specialist", 1),
            ("gone", "吴离", "specialist", 0),
        ):
            database.execute(
                "INSERT INTO staff (code, name, role, active, pin_hash, spelling, added_at)"
                " SELECT ?, ?, ?, ?, pin_hash, '', added_at FROM staff WHERE code = 'boss'",
                (code, name, role, active),
            )
        database.execute("UPDATE staff SET deputy = 'deputy' WHERE code = 'li'")
        for code in (*PEOPLE, "gone"):
            sign_in(database, code)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def copy_of_the_desk(folder: Path, name: str = "desk.sqlite3") -> Path:
    """A fresh database file in `folder`."""
    return Path(shutil.copy(_peopled(), folder / name))


def open_copy(folder: Path, clock: FrozenClock) -> Desk:
    """A fresh desk, open."""
    return open_desk(str(copy_of_the_desk(folder)), clock=clock)


def token_of(code: str) -> str:
    """The token of the sign-in that everybody has in the copied desk."""
    return f"token-of-{code}"


def sign_in(database: sqlite3.Connection, code: str, *, until: int = 4_000_000_000) -> None:
    """Give someone a sign-in that lasts (seconds since 1970)."""
    from cli.desks import os_user

    digest = hashlib.sha256(token_of(code).encode()).hexdigest()
    database.execute("INSERT INTO sign_ins VALUES (?, ?, ?, 0, ?)", (digest, code, os_user(), until))
