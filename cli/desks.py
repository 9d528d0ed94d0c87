"""Which database, and who is signed in there."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import typer

from cli.errors import usage
from core.desk import Desk, open_desk
from core.errors import NotAllowed
from core.staff.views import SignInView
from core.words import N_


@dataclass(frozen=True, slots=True)
class Place:
    """The database named, and the words given (for options whose order matters)."""

    database: str
    given: Sequence[str]


def where(named: str | None) -> str:
    """The database by the contract's rule: option, SHOUWEN_DATABASE, the user's data folder."""
    chosen = named or os.environ.get("SHOUWEN_DATABASE")
    if chosen:
        return chosen
    import platformdirs

    return str(platformdirs.user_data_path("shouwen", appauthor=False) / "desk.sqlite3")


@contextmanager
def opened(ctx: typer.Context, *, create: bool = False) -> Iterator[Desk]:
    """The desk, nobody signed in yet."""
    desk = open_desk(ctx.obj.database, create=create)
    try:
        yield desk
    finally:
        desk.close()


@contextmanager
def at_desk(ctx: typer.Context) -> Iterator[tuple[Desk, str]]:
    """The desk and the code of who is signed in; raises `NotAllowed` (`not_signed_in`, `sign_in_ended`)."""
    with opened(ctx) as desk:
        yield desk, signed_in(ctx, desk).code


def signed_in(ctx: typer.Context, desk: Desk) -> SignInView:
    """Who is signed in at this database as this operating-system user."""
    return desk.staff.signed_in(kept_token(ctx.obj.database) or "", os_user())


def keep_sign_in(database: str, token: str) -> None:
    """Keep the token where only this user reads it."""
    file = _file(database)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = file.with_suffix(f".{os.getpid()}")
        descriptor = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump({"token": token}, stream)
        part.replace(file)
    except OSError as error:
        raise NotAllowed(
            "sign_in_not_kept",
            N_("The sign-in cannot be kept in {folder}: {why}. Make that folder writable."),
            folder=str(file.parent),
            why=error.strerror or str(error),
        ) from None


def forget_sign_in(database: str) -> str | None:
    """Drop the kept token and give it back."""
    token = kept_token(database)
    with suppress(OSError):  # where the file stays, its token is still ended in the database
        _file(database).unlink()
    return token


def os_user() -> str:
    """The operating-system user."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "user"


def read_pin(pin_stdin: bool, *, again: bool = False) -> str:
    """The PIN from standard input, or asked for at a terminal; never echoed."""
    if pin_stdin:
        try:
            return "" if sys.stdin is None else sys.stdin.readline().rstrip("\r\n")
        except UnicodeDecodeError:
            return "�"
    if not at_terminal():
        raise usage(N_("--pin-stdin is missing: give the PIN on standard input."))
    from core.words import translate as _

    pin = getpass.getpass(_("PIN: "))
    if again and getpass.getpass(_("PIN again: ")) != pin:
        raise usage(N_("The two PINs differ. Try again."))
    return pin


def at_terminal() -> bool:
    """Whether somebody can be asked; not where standard input was closed or comes from elsewhere."""
    return sys.stdin is not None and sys.stdin.isatty()


def _file(database: str) -> Path:
    import platformdirs

    shown = database.removeprefix("sqlite:///")
    name = hashlib.sha256(str(Path(shown).expanduser().resolve()).encode("utf-8", "replace")).hexdigest()[:24]
    return Path(platformdirs.user_state_path("shouwen", appauthor=False)) / "sign-ins" / f"{name}.json"


def kept_token(database: str) -> str | None:
    """The token kept for this database, or None."""
    try:
        kept = json.loads(_file(database).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    token = kept.get("token") if isinstance(kept, dict) else None
    return token if isinstance(token, str) else None
