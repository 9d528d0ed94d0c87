"""Run as a script, like the command line: tells on stderr what is imported while an act holds the write lock."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cli.main import main
from core.storage import Act, Storage


def watched() -> None:
    """From here on, acts report what is imported in them."""
    act = Storage.act
    held: list[str] = []

    def hook(event: str, words: tuple[Any, ...]) -> None:
        if held and event == "import":
            print("IMPORTED", held[-1], words[0], file=sys.stderr)

    @contextmanager
    def watching(self: Storage, name: str, *words: Any, **options: Any) -> Iterator[Act]:
        with act(self, name, *words, **options) as under_way:
            held.append(name)
            print("ACT", name, file=sys.stderr)
            try:
                yield under_way
            finally:
                held.pop()

    Storage.act = watching  # type: ignore[method-assign]
    sys.addaudithook(hook)


if __name__ == "__main__":
    watched()
    sys.exit(main(sys.argv[1:]))
