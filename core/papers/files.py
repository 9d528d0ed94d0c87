"""Putting a finished paper in its place: whole or not at all."""

from __future__ import annotations

import errno
import os
import secrets
from pathlib import Path

from core.errors import BadValue, DeskError
from core.text import visible
from core.words import N_


def write_whole(output: Path, content: bytes) -> None:
    """Write `content` to `output`, replacing what is there, in one step: a reader sees the old file or the new one.

    Raises `BadValue`: `output_folder_missing`, `output_is_folder`, `output_denied`, `output_disk_full`,
    `output_failed`. What was at `output` before is then untouched and nothing is left beside it.
    """
    shown = visible(str(output), newlines=True)
    try:
        place = Path(os.path.realpath(output))
        if place.is_dir():
            raise BadValue("output_is_folder", N_("“{path}” is a folder. Name a file in it."), path=shown)
        if place.exists() and not place.is_file():
            raise BadValue("output_failed", N_("“{path}” could not be written: {why}."), path=shown, why="not a file")
        beside = place.with_name(f".{secrets.token_hex(8)}.part")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, place)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    except (OSError, ValueError) as fault:
        raise _refusal(fault, shown) from fault


def _refusal(fault: OSError | ValueError, shown: str) -> DeskError:
    number = fault.errno if isinstance(fault, OSError) else None
    if number in (errno.ENOENT, errno.ENOTDIR):
        return BadValue(
            "output_folder_missing",
            N_("The folder of “{path}” does not exist. Make it first, or name another."),
            path=shown,
        )
    if number in (errno.EACCES, errno.EPERM, errno.EROFS):
        return BadValue(
            "output_denied",
            N_("“{path}” may not be written here: close it elsewhere or name another place."),
            path=shown,
        )
    if number in (errno.ENOSPC, errno.EDQUOT):
        return BadValue("output_disk_full", N_("“{path}” was not written: the disk is full."), path=shown)
    why = (os.strerror(number) if number else str(fault)).rstrip(".")
    return BadValue("output_failed", N_("“{path}” could not be written: {why}."), path=shown, why=why)
