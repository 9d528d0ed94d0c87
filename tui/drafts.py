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
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

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


def draft(place: str, number: str | None, values: dict[str, Any], at: datetime, draft_id: str) -> Draft:
    """A draft as of now."""
    return Draft(draft_id, place, number, at.isoformat(), values)
