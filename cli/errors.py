"""From an exception to one line on stderr and an exit code."""

from __future__ import annotations

import os
import re
import sys
from enum import IntEnum
from typing import Any

from cli.hints import with_hint
from cli.output import json_line
from core.errors import DeskError
from core.text import visible
from core.words import N_, language
from core.words import translate as _


class Exit(IntEnum):
    """The contract's exit codes."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    CONFLICT = 3
    NOT_ALLOWED = 4
    DATABASE = 5


_OF_KIND = {
    "refused": Exit.REFUSED,
    "conflict": Exit.CONFLICT,
    "not_allowed": Exit.NOT_ALLOWED,
    "storage": Exit.DATABASE,
    "usage": Exit.USAGE,
}


class UsageRefused(DeskError):
    """The command's words are off (exit 2)."""

    kind = "usage"


def usage(template: str, **details: Any) -> UsageRefused:
    """A usage error with a sentence."""
    return UsageRefused("usage", template, **details)


def code_of(error: BaseException, *, as_json: bool) -> int:
    """Say what happened on stderr, in one line, and give the exit code."""
    from typer import Exit as TyperExit

    if isinstance(error, TyperExit):
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.REFUSED
    if isinstance(error, DeskError):
        message = with_hint(error.code, error.message, error.details)
        return _say(error.code, message, _OF_KIND[error.kind], error.details, as_json=as_json)
    found = _usage(error)
    if found is not None:
        return _say("usage", found, Exit.USAGE, {}, as_json=as_json)
    if isinstance(error, KeyboardInterrupt) or type(error).__name__ == "Abort":
        return _say("interrupted", _("Stopped. Nothing more was done."), 130, {}, as_json=as_json)
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else Exit.REFUSED
    return _internal(error, as_json=as_json)


def _say(code: str, message: str, exit_code: int, details: dict[str, Any], *, as_json: bool) -> int:
    if as_json:
        shown = {name: value for name, value in details.items() if name not in ("error", "message")}
        line = json_line({"error": code, "message": message, **shown})
    else:
        line = message
    print(line, file=sys.stderr)
    return int(exit_code)


def _usage(error: BaseException) -> str | None:
    """The sentence for what the parser found, or None where it is not the parser's."""
    from typer._click.exceptions import (  # typer has no public names for these
        BadOptionUsage,
        BadParameter,
        MissingParameter,
        NoSuchOption,
        UsageError,
    )

    if not isinstance(error, UsageError):
        return None
    command = error.ctx.command_path if error.ctx else "shouwen"
    hint = (" " if language() == "en" else "") + _("See: {command} --help").format(command=command)
    if isinstance(error, MissingParameter):
        name = error.param.opts[0] if error.param is not None and error.param.opts else ""
        name = name if name.startswith("-") else name.upper()
        return _("{name} is missing.").format(name=name) + hint
    if isinstance(error, NoSuchOption):
        return _("There is no option {name}.").format(name=visible(error.option_name, newlines=True)) + hint
    if isinstance(error, BadOptionUsage):
        return (
            _("The option {name} is not used rightly: it needs a value, or takes none.").format(
                name=visible(str(error.option_name), newlines=True)
            )
            + hint
        )
    if isinstance(error, BadParameter):
        return _("A value is not as expected: {report}").format(report=visible(error.message, newlines=True)) + hint
    unknown = re.match(r"No such command '(.*?)'\.", error.message, re.DOTALL)  # the parser has no class for it
    if unknown:
        return _("There is no command {name}.").format(name=visible(unknown[1], newlines=True)) + hint
    if "extra argument" in error.message:
        return _("There is a word too many.") + hint
    return _("A command is missing.") + hint


def _internal(error: BaseException, *, as_json: bool) -> int:
    """What should not happen: no traceback for the user; a log file without values for whoever mends it."""
    from core.faults import write_log

    path = write_log(error)
    template = N_("Something went wrong inside the program ({kind}). Nothing was lost; the report is in {path}.")
    message = _(template).format(kind=type(error).__name__, path=path or "-")
    return _say("internal", message, Exit.REFUSED, {}, as_json=as_json)
