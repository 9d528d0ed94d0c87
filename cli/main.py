"""The way in: globals before the noun, then one noun's commands; exceptions become sentences and exit codes here."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from core.words import N_, choose_language, use_language
from core.words import translate as _

NOUNS = {
    "call": ("cli.calls", N_("Calls: log, answer, notify, transfer, complete, find.")),
    "staff": ("cli.staff", N_("The people of the desk.")),
    "service": ("cli.services", N_("The service list and its guides.")),
    "party": ("cli.parties", N_("Units outside the desk.")),
    "calendar": ("cli.calendar", N_("Working days, due times and elapsed working time.")),
    "centre": ("cli.centre", N_("The centre's name, desk letter, place and phones.")),
    "policy": ("cli.policy", N_("Official texts: import, read, search.")),
    "answer": ("cli.answer", N_("Answers to what callers ask.")),
    "room": ("cli.room", N_("Rooms, and which is free.")),
    "booking": ("cli.booking", N_("Bookings of rooms.")),
    "occupant": ("cli.occupants", N_("Occupants: from application to keys handed back; space, terms, money.")),
    "report": ("cli.reports", N_("How fast and how well the desk answers.")),
    "db": ("cli.database", N_("The database.")),
}
"""Nouns, and the module that is imported when one is named."""
ACTS = {
    "init": N_("Set up a new desk: the first supervisor, the service list."),
    "login": N_("Sign in."),
    "logout": N_("Sign out."),
    "whoami": N_("Who is signed in."),
    "demo": N_("Make a populated database for trying out and measuring."),
}
"""Verbs without a noun; all are in `cli.session`."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code (see CONTRACT: 0 done, 1 refused, 2 usage, 3 conflict, 4, 5)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _prepare_streams()
    use_language(choose_language(_early(given, "--lang")))
    from cli.errors import code_of

    try:
        return _run(given)
    except BaseException as error:
        return code_of(error, as_json="--json" in given)


def _run(given: list[str]) -> int:
    from typer.main import get_command

    from cli.commands import DeskGroup
    from cli.root import root, stub

    app, noun = root(given), _noun(given)
    for name, (module, about) in NOUNS.items():
        shown = import_module(module).app if name == noun else stub()
        app.add_typer(shown, name=name, help=_(about), cls=DeskGroup)
    if noun not in NOUNS:
        import_module("cli.session").add_to(app, {name: _(about) for name, about in ACTS.items()})
    result = get_command(app).main(args=given, prog_name="shouwen", standalone_mode=False)
    return result if isinstance(result, int) else 0


def _noun(given: Sequence[str]) -> str | None:
    """The first word that is neither a global option nor its value."""
    words = iter(given)
    for word in words:
        if word in ("--database", "--lang"):
            next(words, None)
        elif not word.startswith("-"):
            return word
    return None


def _early(given: Sequence[str], option: str) -> str | None:
    """A global option's value before the parser runs, for help must be in its language too."""
    words = iter(given)
    for word in words:
        if word == option:
            return next(words, None)
        if word.startswith(option + "="):
            return word.partition("=")[2]
        if word == "--database":
            next(words, None)
        elif not word.startswith("-"):
            return None
    return None


def _prepare_streams() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
