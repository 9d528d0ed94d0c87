"""Running the command line: in this process with a frozen clock for most tests, as a program for some."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import typer.main

from cli import desks
from cli.main import main
from core.desk import Desk, open_desk
from tests.helpers.people import FrozenClock, token_of

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str


_COMMANDS: dict[int, tuple[Any, Any]] = {}


def _built_once(command_info: Any, *, build: Any = typer.main.get_command_from_info, **how: Any) -> Any:
    """Typer's commands are built once in the test process, which is most of what a command costs here."""
    if id(command_info) not in _COMMANDS:
        _COMMANDS[id(command_info)] = (command_info, build(command_info, **how))
    return _COMMANDS[id(command_info)][1]


class CommandLine:
    """Commands on one database, each as the person named; `run` gives all, `json` and `refused` hold the manners.

    With `reuse` the database stays open from one command to the next, which is faster and changes nothing else.
    """

    def __init__(self, database: Path, clock: FrozenClock, *, reuse: bool = True) -> None:
        self.database = database
        self.clock = clock
        self.reuse = reuse
        self._desks: dict[str, Desk] = {}

    def _open(self, where: str, *, create: bool = False) -> Desk:
        if not self.reuse or create:
            return open_desk(where, clock=self.clock, create=create)
        if where not in self._desks:
            self._desks[where] = open_desk(where, clock=self.clock)
            self._desks[where].close = lambda: None  # type: ignore[method-assign]
        return self._desks[where]

    def run(self, *words: str, by: str | None = "li", stdin: str | bytes = "", globals_: tuple[str, ...] = ()) -> Ran:
        """One command in this process; `by` None keeps whoever is signed in."""
        if by is not None:
            desks.keep_sign_in(str(self.database), token_of(by))
        typed = stdin.encode() if isinstance(stdin, str) else stdin
        given = ["--database", str(self.database), *globals_, *words]
        with (
            _streams(typed) as (out, err),
            patch.object(desks, "open_desk", self._open),
            patch.object(typer.main, "get_command_from_info", _built_once),
        ):
            code = main(given)
            sys.stdout.flush()
            sys.stderr.flush()
            return Ran(int(code), out.getvalue().decode("utf-8"), err.getvalue().decode("utf-8"))

    def json(self, *words: str, by: str | None = "li", stdin: str = "") -> Any:
        """The one JSON document of a command that must be done."""
        ran = self.run(*words, "--json", by=by, stdin=stdin)
        assert (ran.code, ran.err) == (0, ""), ran
        assert ran.out.count("\n") == 1, ran.out
        return json.loads(ran.out)

    def refused(self, *words: str, code: int = 1, by: str | None = "li", stdin: str | bytes = "") -> Any:
        """What a refused command says with --json; said in one line on stderr both ways, nothing on stdout."""
        plain = self.run(*words, by=by, stdin=stdin)
        assert (plain.code, plain.out) == (code, ""), plain
        assert one_line(plain.err), plain.err
        place = next((n for n, word in enumerate(words) if word.startswith("-")), len(words))
        ran = self.run(*words[:place], "--json", *words[place:], by=by, stdin=stdin)
        assert (ran.code, ran.out) == (code, ""), ran
        assert one_line(ran.err), ran.err
        said = json.loads(ran.err)
        assert isinstance(said["error"], str)
        assert said["message"]
        return said


def one_line(said: str) -> bool:
    """Whether it is one line and nothing that a terminal would act upon."""
    body = said.removesuffix("\n")
    return said.endswith("\n") and body != "" and all(letter.isprintable() for letter in body)


@contextmanager
def _streams(typed: bytes) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    out, err = io.BytesIO(), io.BytesIO()
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(typed), encoding="utf-8"),
        "stdout": io.TextIOWrapper(out, encoding="ascii"),
        "stderr": io.TextIOWrapper(err, encoding="ascii"),
    }
    before = {name: getattr(sys, name) for name in streams}
    for name, stream in streams.items():
        setattr(sys, name, stream)
    try:
        yield out, err
    finally:
        for name, stream in before.items():
            setattr(sys, name, stream)


def program(
    *words: str | bytes,
    database: Path | None = None,
    stdin: bytes = b"",
    environment: Mapping[str, str] | None = None,
    timeout: float = 60,
    prefix: tuple[str, ...] = (),
) -> Ran:
    """The real program, started as users start it, with nothing of this process but its environment."""
    named = () if database is None else ("--database", str(database))
    done = subprocess.run(
        [*prefix, sys.executable, "-m", "cli", *named, *words],
        input=stdin,
        capture_output=True,
        timeout=timeout,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
