"""The refusals a user can meet: each has a stable code, a sentence and details."""

from __future__ import annotations

import errno
from typing import Any

from core.text import visible
from core.words import N_, duration, translate


class DeskError(Exception):
    """Something the desk refuses to do, said so that the user knows what happened and what to do.

    `code` is stable snake_case for programs. `template` is an English message id (mark it with `N_`) whose
    `{placeholders}` are filled from `details`; `message` is that sentence in the user's language, on one line,
    with control characters made visible, and `…_seconds` as hours and minutes. `details` must be JSON-ready and free of
    personal data.
    """

    kind = "refused"

    def __init__(self, code: str, template: str, /, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.template = template
        self.details = details

    @property
    def message(self) -> str:
        """The sentence, translated and filled in."""
        return translate(self.template).format_map({name: _said(name, one) for name, one in self.details.items()})

    def __str__(self) -> str:
        return self.message


class BadValue(DeskError):
    """A value that cannot be read or is outside what is allowed (exit 1)."""


class NotFound(DeskError):
    """The record named does not exist, or may not be known to the one who asks (exit 1)."""


class RuleRefused(DeskError):
    """The record's state or a rule forbids the act now (exit 1)."""


class Conflict(DeskError):
    """Taken already, or changed by another meanwhile (exit 3)."""

    kind = "conflict"


class NotAllowed(DeskError):
    """Not signed in, wrong PIN, or this person may not (exit 4)."""

    kind = "not_allowed"


class StorageFailure(DeskError):
    """The database cannot be used (exit 5)."""

    kind = "storage"


_WHY = {
    errno.ENOENT: N_("there is no such file"),
    errno.ENOTDIR: N_("there is no such file"),
    errno.EISDIR: N_("it is not a file"),
    errno.EACCES: N_("it may not be read"),
    errno.EPERM: N_("it may not be read"),
}


def why_unread(error: OSError | ValueError) -> str:
    """Why a file cannot be read, in the user's language where it is one of the usual reasons."""
    if isinstance(error, OSError) and error.errno in _WHY:
        return translate(_WHY[error.errno])
    return getattr(error, "strerror", None) or str(error)


def _said(name: str, value: Any) -> str:
    if name == "field":
        return _shown(translate(value))
    return duration(value) if name.endswith("_seconds") and isinstance(value, int) else _shown(value)


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return translate(", ").join(_shown(one) for one in value)
    text = visible(str(value), newlines=True)
    return text if len(text) <= 200 else text[:199] + "…"
