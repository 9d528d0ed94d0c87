"""What went wrong with the database, in sentences."""

from __future__ import annotations

import errno
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from core.errors import StorageFailure
from core.words import N_

_BY_TEXT = (
    ("database is locked", "database_locked",
     N_("Another program is using the database {path} and does not let go. Close it, then try again.")),
    ("disk is full", "disk_full",
     N_("The disk is full: nothing was saved to {path}. Make room, then try again.")),
    ("not a database", "not_a_database",
     N_("{path} is not a database, or is damaged. Name the desk's own file, or restore a backup.")),
    ("malformed", "database_damaged",
     N_("The database {path} is damaged. Restore the last backup with `shouwen db restore`.")),
    ("readonly", "database_readonly",
     N_("The database {path} cannot be written to. Ask for the right to write there.")),
    ("unable to open", "database_unreadable",
     N_("The database {path} cannot be opened. Check the folder and your rights there.")),
    ("i/o error", "database_unreadable",
     N_("The disk reported an error at the database {path}. Check the disk or the network drive, then try again.")),
)  # fmt: skip


def as_failure(error: BaseException, path: Path | None) -> StorageFailure:
    """The refusal for what the engine or the operating system reported."""
    shown = str(path) if path else ""
    if isinstance(error, OSError):
        code = {errno.ENOSPC: "disk_full", errno.EACCES: "database_readonly", errno.EROFS: "database_readonly"}.get(
            error.errno or 0, "database_unreadable"
        )
        template = next(sentence for _, known, sentence in _BY_TEXT if known == code)
        return StorageFailure(code, template, path=shown)
    report = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    for fragment, code, sentence in _BY_TEXT:
        if fragment in report:
            return StorageFailure(code, sentence, path=shown)
    return StorageFailure(
        "database_failed", N_("The database {path} refused: {report}. Nothing was saved."), path=shown, report=report
    )


def missing(path: Path) -> StorageFailure:
    """There is no file."""
    return StorageFailure(
        "database_missing",
        N_("There is no database at {path}. Set one up with `shouwen init`, or name the right file."),
        path=str(path),
    )


def damaged(code: str, template: str) -> StorageFailure:
    """A failure without a path."""
    return StorageFailure(code, template)
