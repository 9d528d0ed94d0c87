"""Options that several commands share. Values are read by the core's rules: an unreadable one is a refusal (exit 1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

import typer

from core import fields
from core.clock import read_date, read_time
from core.words import translate as _


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(version("shouwen"))
        raise typer.Exit()


def _time(value: Any) -> datetime | None:
    return read_time(value) if isinstance(value, str) else value


def _date(value: Any) -> date | None:
    return read_date(value) if isinstance(value, str) else value


def whole(field: str, lowest: int = 1, highest: int = 1_000_000) -> Any:
    """A parser for whole numbers."""
    return lambda value: fields.whole(value, field, lowest=lowest, highest=highest)


DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database", metavar="PATH|URL", help=_("The database. Default: SHOUWEN_DATABASE, else your data folder.")
    ),
]
LangOption = Annotated[str | None, typer.Option("--lang", metavar="zh|en", help=_("The language."))]
VersionOption = Annotated[
    bool, typer.Option("--version", help=_("Print the version."), is_eager=True, callback=_version)
]
JsonOption = Annotated[bool, typer.Option("--json", help=_("One JSON document on standard output."))]
PinOption = Annotated[bool, typer.Option("--pin-stdin", help=_("Read the PIN from standard input."))]
NumberArgument = Annotated[str, typer.Argument(metavar="NUMBER", help=_("The call's number."))]
CodeArgument = Annotated[str, typer.Argument(metavar="CODE", help=_("The code."))]
ReasonOption = Annotated[str, typer.Option("--reason", help=_("Why."))]
OutputOption = Annotated[str, typer.Option("--output", metavar="FILE", help=_("The file to write: .docx or .txt."))]
SinceOption = Annotated[
    date | None,
    typer.Option("--since", metavar="DATE", parser=_date, help=_("From this day on, by when it was received.")),
]
UntilOption = Annotated[
    date | None, typer.Option("--until", metavar="DATE", parser=_date, help=_("Up to this day, included."))
]
TimeOption = Annotated[
    datetime | None,
    typer.Option(
        "--received-at", metavar="TIME", parser=_time, help=_("When it was received, if not now (backfilled).")
    ),
]
LimitOption = Annotated[
    int, typer.Option("--limit", metavar="N", parser=whole("limit", highest=1000), help=_("How many at most."))
]
AfterOption = Annotated[str | None, typer.Option("--after", metavar="CURSOR", help=_("Go on from this cursor."))]
RevealOption = Annotated[bool, typer.Option("--reveal", help=_("Show whole phone numbers; who asked is logged."))]
