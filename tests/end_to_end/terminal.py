"""The real program in a pseudo-terminal, its screen read back by a terminal emulator."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import pyte

PATIENCE = 60.0
"""Seconds until a screen that does not come is given up. A test waits for what it expects, never for a time."""
KEYS = {"enter": "\r", "escape": "\x1b", "f12": "\x1b[24~", "f1": "\x1bOP", "tab": "\t", "down": "\x1b[B"} | {
    f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefgknopqrstuwxyz"
}


class Terminal:
    """What a person at the terminal does: look, type, press keys."""

    def __init__(self, descriptor: int, child: int, columns: int, rows: int) -> None:
        self._descriptor = descriptor
        self.child = child
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.code: int | None = None

    @property
    def text(self) -> str:
        """The screen as lines; a wide character's second cell is left out."""
        lines = (self._screen.buffer[row] for row in range(self._screen.lines))
        return "\n".join("".join(line[at].data for at in range(self._screen.columns)).rstrip() for line in lines)

    def see(self, *words: str) -> str:
        """Wait until all `words` are on the screen, and give it."""
        self.until(lambda: all(word in self.text for word in words), f"{words} not seen")
        return self.text

    def see_no_more(self, word: str) -> None:
        """Wait until `word` is gone from the screen."""
        self.until(lambda: word not in self.text, f"{word!r} is still seen")

    def press(self, *keys: str) -> None:
        """Press keys by name."""
        for key in keys:
            os.write(self._descriptor, KEYS[key].encode())

    def type(self, text: str) -> None:
        """Type text; it has arrived once it is seen."""
        os.write(self._descriptor, text.encode())
        self.see(text)

    def type_unseen(self, text: str) -> None:
        """Type a PIN."""
        os.write(self._descriptor, text.encode())

    def end(self) -> int:
        """Wait until the program ends, and give its exit code."""
        self.until(lambda: self.code is not None, "the program goes on")
        assert self.code is not None
        return self.code

    def until(self, seen: Callable[[], bool], complaint: str) -> None:
        """Wait until `seen` holds, reading the screen meanwhile; fail with the screen where it never does."""
        deadline = time.monotonic() + PATIENCE
        while not seen():
            if time.monotonic() > deadline or self.code is not None:
                raise AssertionError(f"{complaint} (exit {self.code}):\n{self.text}")
            self._read(deadline)

    def _read(self, deadline: float) -> None:
        ready, _, _ = select.select([self._descriptor], [], [], max(0.0, min(1.0, deadline - time.monotonic())))
        data = b""
        if ready:
            with contextlib.suppress(OSError):
                data = os.read(self._descriptor, 65536)
        if data:
            self._stream.feed(data)
        elif ready:
            _pid, status = os.waitpid(self.child, 0)
            self.code = os.waitstatus_to_exitcode(status)


@contextmanager
def terminal(
    command: Sequence[str], environment: Mapping[str, str], columns: int = 120, rows: int = 40
) -> Iterator[Terminal]:
    """Start a program in a pseudo-terminal of that size."""
    child, descriptor = pty.fork()
    if child == 0:
        os.execvpe(command[0], list(command), dict(environment))
    fcntl.ioctl(descriptor, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    seat = Terminal(descriptor, child, columns, rows)
    try:
        yield seat
    finally:
        if seat.code is None:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        os.close(descriptor)
