"""What is kept when the program itself fails: where and what kind, never the values that were being handled."""

from __future__ import annotations

import os
import platform
import traceback
from datetime import datetime
from pathlib import Path

LINES = 40


def report(error: BaseException) -> str:
    """The error's class and the places it went through; messages and local values may hold callers' data."""
    lines = [f"{type(error).__module__}.{type(error).__qualname__}"]
    for frame in traceback.extract_tb(error.__traceback__)[-LINES:]:
        lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
    if error.__cause__ is not None:
        lines.append(f"caused by {type(error.__cause__).__qualname__}")
    return "\n".join(lines)


def log(error: BaseException, folder: Path, at: datetime) -> Path | None:
    """Append the report to `folder/faults.log` (readable by its owner only); None where that cannot be done."""
    path = folder / "faults.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "a", encoding="utf-8") as file:
            file.write(f"{at.isoformat()} python {platform.python_version()}\n{report(error)}\n\n")
    except OSError:
        return None
    return path
