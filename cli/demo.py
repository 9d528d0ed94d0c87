"""`shouwen demo FILE`: a populated database for trying out and measuring."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli import output
from cli.options import JsonOption, whole
from cli.progress import bar
from core.clock import read_time
from core.words import translate as _


def _time(value: object) -> datetime | None:
    return read_time(value) if isinstance(value, str) else None


def demo(
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("The database to make; it must not exist yet."))],
    calls: Annotated[
        int, typer.Option("--calls", metavar="N", parser=whole("calls", highest=2_000_000), help=_("How many calls."))
    ] = 20_000,
    seed: Annotated[
        int,
        typer.Option(
            "--seed", metavar="N", parser=whole("seed", lowest=0, highest=10**12 - 1),
            help=_("The same seed and the same present give the same records."),
        ),
    ] = 1,
    until: Annotated[
        datetime | None,
        typer.Option("--until", metavar="TIME", parser=_time, help=_("Its present; by default the hour begun.")),
    ] = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Make it."""
    from core.clock import now
    from core.demo.making import make_demo
    from core.demo.people import PIN

    present = (until or now()).replace(minute=0, second=0, microsecond=0)
    path = Path(file).expanduser().absolute()
    with bar(_("Calls")) as progress:
        make_demo(path, calls, seed, present, progress)
    if as_json:
        output.show_json({"output": path, "calls": calls, "seed": seed, "until": present, "supervisor": "demo"})
    else:
        print(_("Written: {path} ({count} calls)").format(path=path, count=calls))
        print(_("Its people are invented; all have the PIN {pin}. The supervisor is demo.").format(pin=PIN))
