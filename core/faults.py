"""A report of a fault in the program itself: where it happened, without any value that was being worked on."""

from __future__ import annotations

import traceback
from datetime import datetime
from pathlib import Path

from core.clock import CENTRE


def write_log(error: BaseException, folder: Path | None = None) -> Path | None:
    """Append type and places of `error` to `faults.log` in the user's log folder; None where it cannot be written.

    Messages and local values are left out: they may hold personal data.
    """
    import platformdirs

    target = (folder or platformdirs.user_log_path("shouwen", appauthor=False)) / "faults.log"
    lines = [f"{datetime.now(CENTRE):%Y-%m-%d %H:%M:%S%z} {type(error).__module__}.{type(error).__qualname__}"]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        return None
    return target
