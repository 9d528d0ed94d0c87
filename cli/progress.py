"""A progress bar on standard error, where that is a terminal; elsewhere nothing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_WIDTH = 30
_EVERY = 0.1


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Gives what to call with how much is done of how much; the line is wiped at the end."""
    if not sys.stderr.isatty():
        yield lambda done, of: None
        return
    last = 0.0

    def show(done: int, of: int) -> None:
        nonlocal last
        if time.monotonic() - last < _EVERY and done < of:
            return
        last = time.monotonic()
        full = _WIDTH * done // max(of, 1)
        sys.stderr.write(f"\r{what} [{'#' * full}{'.' * (_WIDTH - full)}] {100 * done // max(of, 1)} %")
        sys.stderr.flush()

    try:
        yield show
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()
