"""What is being typed, kept in a file of the user's: it survives a crash or a closed window.

One file per database and person, readable by its owner only, replaced as a whole so that it is never half written.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from core.clock import Clock
from core.text import visible
from core.words import _

MOST = 20
"""Older drafts than these many make room."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Something half typed. `place` is `call` for a new call, else the act; `number` the call an act is on."""

    id: str
    place: str
    number: str | None
    kept_at: str
    values: dict[str, Any] = field(default_factory=dict)


def new_id() -> str:
    """A name for a draft."""
    return secrets.token_hex(8)


class Drafts:
    """The drafts of one person at one database. Safe to use from several threads."""

    def __init__(self, folder: Path, database: str, person: str) -> None:
        name = hashlib.sha256(f"{database}\n{person}".encode(errors="surrogatepass")).hexdigest()[:32]
        self.path = folder / "drafts" / f"{name}.json"
        self._lock = threading.Lock()

    def all(self) -> tuple[Draft, ...]:
        """Newest first; a file that cannot be read holds none."""
        with self._lock:
            return tuple(self._read().values())

    def find(self, place: str, number: str | None) -> Draft | None:
        """The newest draft for this place."""
        return next((one for one in self.all() if one.place == place and one.number == number), None)

    def keep(self, draft: Draft) -> None:
        """Keep it, on top; raises `OSError` where the folder cannot be written to."""
        with self._lock:
            kept = self._read()
            kept.pop(draft.id, None)
            self._write({draft.id: draft, **kept})

    def drop(self, draft_id: str) -> None:
        """Forget it; an unknown one is no error."""
        with self._lock:
            kept = self._read()
            if kept.pop(draft_id, None) is not None:
                self._write(kept)

    def _read(self) -> dict[str, Draft]:
        try:
            rows = json.loads(self.path.read_text(encoding="utf-8"))
            return {row["id"]: Draft(**row) for row in rows}
        except (OSError, ValueError, TypeError, KeyError):
            return {}

    def _write(self, kept: dict[str, Draft]) -> None:
        if not kept:
            self.path.unlink(missing_ok=True)
            return
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        text = json.dumps([asdict(one) for one in list(kept.values())[:MOST]])
        descriptor, temporary = tempfile.mkstemp(dir=self.path.parent, prefix=".draft-")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, self.path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise


class DraftKeeper:
    """Keeps the drafts of the one who acts. Trouble with the folder is said once and stops nobody."""

    def __init__(self, drafts: Drafts, now: Clock, say: Callable[[str], None]) -> None:
        self._drafts, self._now, self._say = drafts, now, say
        self._finished: set[str] = set()
        self._said = False

    def all(self) -> tuple[Draft, ...]:
        """Newest first."""
        return self._drafts.all()

    def find(self, place: str, number: str | None) -> Draft | None:
        """The newest draft for this place."""
        return self._drafts.find(place, number)

    def keep(self, place: str, number: str | None, values: dict[str, Any], draft_id: str) -> None:
        """Keep what is being typed, unless it was finished meanwhile."""
        with self._trouble():
            if draft_id not in self._finished:
                self._drafts.keep(draft(place, number, values, self._now(), draft_id))
            if draft_id in self._finished:
                self._drafts.drop(draft_id)

    def drop(self, draft_id: str) -> None:
        """Forget it for now: there is nothing in it."""
        with self._trouble():
            self._drafts.drop(draft_id)

    def finished(self, draft_id: str) -> bool:
        """Whether it is on record or thrown away."""
        return draft_id in self._finished

    def finish(self, draft_id: str) -> None:
        """Forget it for good: it is on record or thrown away."""
        self._finished.add(draft_id)
        self.drop(draft_id)

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        try:
            yield
        except OSError:
            if not self._said:
                self._said = True
                sentence = _("Drafts cannot be kept in {path}. Put calls on record before leaving the form.")
                self._say(sentence.format(path=visible(str(self._drafts.path.parent), newlines=True)))


def draft(place: str, number: str | None, values: dict[str, Any], at: datetime, draft_id: str) -> Draft:
    """A draft as of now."""
    return Draft(draft_id, place, number, at.isoformat(), values)
