"""What a file says about bookings made elsewhere, in one form for .ics and .csv. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import datetime

from core.clock import CENTRE
from core.rooms.views import Problem


@dataclass(frozen=True, slots=True)
class Entry:
    """One date of one event. `recurrence` names a date of a series by its original start; empty for a single event.

    `title` is empty where none was given. `whole_days`: dated by days, from midnight to midnight; the room's opening
    hours are meant. `changed`: a date of a series told by itself. `ours`: an export of Shouwen wrote it, this desk's or
    another's.
    """

    uid: str
    recurrence: str
    sequence: int
    start: datetime
    end: datetime
    title: str
    places: tuple[str, ...]
    cancelled: bool = False
    tentative: bool = False
    guest: str | None = None
    people: int | None = None
    whole_days: bool = False
    changed: bool = False
    ours: bool = False
    kind: str = "meeting"

    def moved(self, start: datetime) -> Entry:
        """The date of the series that begins at `start`."""
        return replace(self, start=start, end=start + (self.end - self.start), recurrence=instance(start))

    @property
    def slot(self) -> str:
        """When and where it says to be, in short."""
        said = [int(self.start.timestamp()), int(self.end.timestamp()), self.places, self.whole_days]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:12]

    @property
    def digest(self) -> str:
        """What it says, in short: the same for the same content."""
        said = [
            int(self.start.timestamp()), int(self.end.timestamp()), self.title, self.places, self.cancelled,
            self.tentative, self.guest, self.people,
            *([True] if self.whole_days else []),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read from a file; `whole` are the UIDs of which the file tells everything, not single dates only.

    `problems` are what could not be read, `warnings` what was read, but not all of it. `broken` are changed dates that
    could not be read, by UID and original start: they stay as they were.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    whole: frozenset[str]
    warnings: tuple[Problem, ...] = ()
    broken: frozenset[tuple[str, str]] = frozenset()

    def newest(self) -> tuple[Entry, ...]:
        """One entry for each date that is not `broken`, by time: of two one told by itself, else that with the higher
        SEQUENCE, else the later."""
        kept: dict[tuple[str, str], Entry] = {}
        for one in self.entries:
            key = (one.uid, one.recurrence)
            known = kept.get(key)
            newer = known is None or (one.changed, one.sequence) >= (known.changed, known.sequence)
            if newer and key not in self.broken:
                kept[key] = one
        return tuple(sorted(kept.values(), key=lambda one: (one.start, one.uid)))


def instance(start: datetime) -> str:
    """The name of a date of a series: its original start at the centre, `20261125T100000`."""
    return f"{start.astimezone(CENTRE):%Y%m%dT%H%M%S}"


def decoded(content: bytes) -> str | None:
    """A file's text, in UTF-8 or the national encoding; None where it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
