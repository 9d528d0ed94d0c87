"""Reading the terminal: what is no UTF-8 (a terminal set to GBK) must not end the program."""

from __future__ import annotations

from typing import Any

from textual.driver import Driver


def forgiving(driver: type[Driver]) -> type[Driver]:
    """The driver, made to go on reading after bytes that are no UTF-8; the app's `unreadable_input` is told.

    Drivers that do not read bytes (Windows, tests) are given back as they are.
    """
    reads: Any = getattr(driver, "run_input_thread", None)
    if reads is None:
        return driver

    def run_input_thread(self: Any) -> None:
        while True:
            try:
                reads(self)
            except UnicodeDecodeError:
                self._app.call_later(self._app.unreadable_input)
            else:
                return

    return type("ForgivingDriver", (driver,), {"run_input_thread": run_input_thread, "__doc__": driver.__doc__})
