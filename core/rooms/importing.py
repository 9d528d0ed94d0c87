"""Taking in bookings made elsewhere, again and again: the same UID updates, conflicts are kept to be decided."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.errors import BadValue, DeskError, why_unread
from core.rooms import records, writing
from core.rooms.deciding import Deciding
from core.rooms.entries import Entry, Read
from core.rooms.intervals import Interval
from core.rooms.rules import Against, read_interval
from core.rooms.tables import BOOKINGS
from core.rooms.terms import HOLDING, IN_THE_WAY
from core.rooms.views import BookingView, Imported, Problem
from core.storage import Act
from core.text import visible
from core.words import N_
from core.words import translate as _

LARGEST = 20_000_000


@dataclass
class Taking:
    """One import under way; the lists hold bookings' numbers. `anew` says whether a booking of the desk's own that is
    moved, to end then, must be approved again."""

    act: Act
    deciding: Deciding
    default_room: str | None
    anew: Callable[[records.AnyRow, datetime], bool]
    added: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)
    conflicts: list[int] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def take(self, read: Read) -> None:
        """Every entry: first what gives room (cancelled, gone), then the rest by time."""
        self.problems.extend(read.problems)
        self.warnings.extend(read.warnings)
        entries = read.newest()
        ours = {one.uid for one in entries if one.ours}  # an export of Shouwen says itself what is cancelled
        self._drop_gone(read.whole - ours, {(one.uid, one.recurrence) for one in entries} | read.broken)
        changed: list[tuple[Entry, records.AnyRow | None]] = []
        for one in sorted(entries, key=lambda each: not each.cancelled):
            with self._noting(one):
                self._look(one, changed)
        freed = [(one, self._free(row)) for one, row in changed]
        for one, row in freed:
            with self._noting(one):
                self._put(row, one, self._room(one, row))

    def done(self, viewing: records.Viewing) -> Imported:
        """What it came to."""

        def views(numbers: list[int]) -> tuple[BookingView, ...]:
            return viewing.views(records.get_bookings(self.act.session, numbers))

        return Imported(
            views(self.added), views(self.updated), views(self.cancelled), self.unchanged, views(self.conflicts),
            tuple(self.problems), tuple(self.warnings),
        )  # fmt: skip

    @contextmanager
    def _noting(self, entry: Entry) -> Iterator[None]:
        """A refusal becomes a problem of its entry; the others go on."""
        try:
            yield
        except DeskError as refused:
            self.problems.append(Problem(_shown(entry), refused.message))

    def _look(self, entry: Entry, changed: list[tuple[Entry, records.AnyRow | None]]) -> None:
        """Do at once what needs no room, and note what is to be put somewhere."""
        row = self._known(entry)
        if row is not None and row.source == "desk":
            self._own(row, entry)
            return
        if row is not None and (self._stale(row, entry) or self._as_it_is(row, entry)):
            self.unchanged += 1
            return
        if row is not None and row.status == "checked_in" and row.ends_at > self.act.at:
            self.problems.append(Problem(_shown(entry), _("Somebody has checked in; it was left as it is.")))
            return
        if entry.cancelled:
            self._cancel(row, _stamp(entry, row))
            return
        room = self._room(entry, row)
        when = self._when(entry, room)
        if row is not None and row.holds and self._stays(row, entry, room, when):
            self._retell(row, entry)
        else:
            changed.append((entry, row))

    def _stays(self, row: records.AnyRow, entry: Entry, room: records.AnyRow, when: Interval) -> bool:
        """Whether a booking keeps the slot it holds: the file means that one, or only the desk moved it. More people
        than the room holds must be decided."""
        told = None if row.imported is None else _Stamp.read(row.imported).slot
        here = (row.room, row.starts_at, row.ends_at) == (room.code, when.start, when.end)
        holds = records.pick_room(self.deciding.rooms, row.room).capacity
        return (here or told == entry.slot) and (entry.people or 0) <= max(holds, row.people or 0)

    def _retell(self, row: records.AnyRow, entry: Entry) -> None:
        """Write what a file says anew of a booking that stays; what nobody came to does not come to life again."""
        self.deciding.absent.clear()
        begun = {"changed_at": row.changed_at} if row.starts_at <= self.act.at else {}
        self._write(row, entry, row.room, Interval(row.starts_at, row.ends_at), None, **begun)

    def _stale(self, row: records.AnyRow, entry: Entry) -> bool:
        """Whether a file tells nothing new of a platform's booking: an older version, or what it told before."""
        if row.imported is None:
            return False
        before = _Stamp.read(row.imported)
        older = entry.changed == before.changed and entry.sequence < before.sequence
        if older or (entry.ours and not before.ours and entry.sequence < row.sequence):
            return True
        if entry.digest != before.digest or row.status == "conflict":
            return False
        self._restamp(row, entry)
        return True

    def _as_it_is(self, row: records.AnyRow, entry: Entry) -> bool:
        """Whether a file says of a platform's booking just what holds already, such as our own export."""
        in_force = row.status in HOLDING
        if entry.cancelled:
            same = row.status in ("cancelled", "refused", "no_show") or records.is_absent(row, self.act.at)
        elif not in_force:
            same = False
        else:
            room = self._room(entry, row)
            same = (
                room.code == row.room
                and self._when(entry, room, row.kind) == Interval(row.starts_at, row.ends_at)
                and _same_title(entry, row)
                and entry.tentative == (row.status == "pending")
                and entry.people == row.people
                and (entry.ours or entry.guest == row.guest)
            )
        if same:
            self._restamp(row, entry)
        return same

    def _restamp(self, row: records.AnyRow, entry: Entry) -> None:
        """Note what a file told, nothing else."""
        stamp = _stamp(entry, row)
        if stamp != row.imported:
            writing.change(
                self.act.session, row, self.act.at, imported=stamp, sequence=row.sequence, changed_at=row.changed_at
            )

    def _free(self, row: records.AnyRow | None) -> records.AnyRow | None:
        """Let go of what a changed booking holds, so that two that change places do not stand in each other's way."""
        if row is None or not row.holds:
            return row
        return writing.change(self.act.session, row, self.act.at, status="conflict", sequence=row.sequence)

    def _put(self, row: records.AnyRow | None, entry: Entry, room: records.AnyRow) -> None:
        when = self._when(entry, room)
        self._write(row, entry, room.code, when, self._against(room, when, entry, row))

    def _write(
        self,
        row: records.AnyRow | None,
        entry: Entry,
        room: str,
        when: Interval,
        found: Against | None,
        **more: Any,
    ) -> None:
        status = "conflict" if found else "pending" if entry.tentative else "approved"
        values: dict[str, Any] = {
            "room": room, "starts_at": when.start, "ends_at": when.end, "status": status,
            "title": entry.title or _("(no title)"), "guest": entry.guest, "people": entry.people,
            "imported": _stamp(entry, row), "why": found.why if found else None,
            "in_the_way": found.by.id or None if found and found.by else None,
        }  # fmt: skip
        if row is not None and entry.ours and entry.guest is None:
            values["guest"] = row.guest  # who the guest is stays at the desk
        if found is None:
            writing.free_absent(self.act.session, self.deciding.absent, self.act.at)
        if row is None:
            made = writing.add(
                self.act.session, self.act.at, self.act.by, kind=entry.kind, source="platform", uid=entry.uid,
                recurrence=entry.recurrence, sequence=entry.sequence, **values,
            )  # fmt: skip
            (self.conflicts if found else self.added).append(made.id)
            return
        if any(getattr(row, name) != value for name, value in values.items()):
            writing.change(self.act.session, row, self.act.at, **values, **more)
        if found:
            self.conflicts.append(row.id)
        else:
            self.updated.append(row.id)

    def _own(self, row: records.AnyRow, entry: Entry) -> None:
        """A booking that went out from here and comes back from somebody's calendar."""
        in_force = row.status in HOLDING
        gone = not in_force or records.is_absent(row, self.act.at)
        room = None if entry.cancelled else self._room(entry, row)
        when = None if room is None else self._when(entry, room, row.kind)
        same_time = when == Interval(row.starts_at, row.ends_at)
        same = same_time and room is not None and room.code == row.room and _same_title(entry, row)
        if entry.sequence < row.sequence or (entry.cancelled and gone) or (same and in_force):
            self.unchanged += 1
            return
        if not in_force or row.status == "checked_in" or row.ends_at <= self.act.at:
            self.problems.append(
                Problem(_shown(entry), _("Booking {id} is over, or no longer in force here.").format(id=row.id))
            )
            return
        if room is None or when is None:
            self._cancel(row, None)
            return
        shorter = room.code == row.room and Interval(row.starts_at, row.ends_at).covers(when)
        self.deciding.absent.clear()
        found = self.deciding.against(
            room, when, kind=row.kind, people=row.people, occupant=row.occupant, but=row.id, late=same_time
        )
        if found is not None:
            raise self.deciding.refusal(room, when, found)
        writing.free_absent(self.act.session, self.deciding.absent, self.act.at)
        writing.change(
            self.act.session, row, self.act.at, room=room.code, starts_at=when.start, ends_at=when.end,
            title=row.title if _same_title(entry, row) else entry.title, sequence=max(row.sequence + 1, entry.sequence),
            status="pending" if not shorter and self.anew(row, when.end) else row.status,
        )  # fmt: skip
        self.updated.append(row.id)

    def _cancel(self, row: records.AnyRow | None, stamp: str | None) -> None:
        if row is None or row.status in ("cancelled", "refused") or row.ends_at <= self.act.at:
            self.unchanged += 1
            return
        values = {} if stamp is None else {"imported": stamp}
        writing.change(self.act.session, row, self.act.at, status="cancelled", **values)
        self.cancelled.append(row.id)

    def _drop_gone(self, whole: Collection[str], kept: Collection[tuple[str, str]]) -> None:
        """Cancel what an earlier file had of these UIDs and this one, telling everything of them, has no more."""
        query = select(BOOKINGS).where(
            BOOKINGS.c.source == "platform", BOOKINGS.c.status.in_(("pending", "approved", "conflict")),
            BOOKINGS.c.ends_at > self.act.at,
        )  # fmt: skip
        for row in self.act.session.connection().execute(query).all():
            if row.uid in whole and (row.uid, row.recurrence) not in kept:
                self._cancel(row, row.imported)

    def _known(self, entry: Entry) -> records.AnyRow | None:
        for uid, recurrence in _keys(entry):
            query = select(BOOKINGS).where(BOOKINGS.c.uid == uid, BOOKINGS.c.recurrence == recurrence)
            row = self.act.session.connection().execute(query).first()
            if row is not None:
                return row
        return None

    def _room(self, entry: Entry, row: records.AnyRow | None) -> records.AnyRow:
        """The room meant; one no longer in use only where the booking is in it already."""
        for place in entry.places:
            found = records.room_named(self.deciding.rooms, place)
            if found is not None:
                kept = row is not None and row.room == found.code
                return records.pick_room(self.deciding.rooms, found.code, active=not kept)
        if self.default_room is not None:
            return records.get_room(self.act.session, self.default_room)
        raise NoRoom(entry)

    def _when(self, entry: Entry, room: records.AnyRow, kind: str | None = None) -> Interval:
        """Its time; of one dated by days, from the room's opening on the first to its closing on the last."""
        when = read_interval(entry.start, entry.end, kind or entry.kind)
        if not entry.whole_days:
            return when
        return self.deciding.rules(room).hours.of_days(when, self.deciding.kind_of) or when

    def _against(
        self, room: records.AnyRow, when: Interval, entry: Entry, row: records.AnyRow | None
    ) -> Against | None:
        self.deciding.absent.clear()  # noted for others: what is being put here is no longer what was noted
        kind = entry.kind if row is None else row.kind
        found = self.deciding.against(
            room, when, kind=kind, people=entry.people, but=row.id if row else None, late=True
        )
        over = when.end <= self.act.at
        return None if found is not None and over and found.why not in IN_THE_WAY else found


def read_file(path: Path, now: datetime) -> Read:
    """A file's entries, by its ending; series in it are followed from 31 days ago to 366 days from now.

    Raises `BadValue`: `bad_calendar`, `bad_table`, `unreadable_file`, `file_too_large`, `bad_ending`.
    """
    from core.rooms.csv_in import read_table
    from core.rooms.ics_in import read_calendar

    shown = visible(str(path), newlines=True)
    ending = path.suffix.lower()
    if ending not in (".ics", ".csv"):
        raise BadValue("bad_ending", N_("“{path}” is neither .ics nor .csv."), path=shown)
    try:
        if path.exists() and not path.is_file():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        size = len(content)
    except (OSError, ValueError) as error:
        why = why_unread(error)
        raise BadValue("unreadable_file", N_("“{path}” cannot be read: {why}."), path=shown, why=why) from None
    if size > LARGEST:
        raise BadValue(
            "file_too_large", N_("“{path}” is larger than {most} MB. Export a shorter period."), path=shown,
            most=LARGEST // 1_000_000,
        )  # fmt: skip
    if ending == ".csv":
        return read_table(content)
    return read_calendar(content, now - timedelta(days=31), now + timedelta(days=366))


class NoRoom(DeskError):
    """An entry whose place is none of the rooms."""

    def __init__(self, entry: Entry) -> None:
        super().__init__(
            "no_such_room",
            N_("“{place}” is none of the rooms. Name the room by its code or name, or say which room all are for."),
            place=_(", ").join(entry.places) or "-",
        )


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What a file told of a booking last: its SEQUENCE, its content, whether an export of Shouwen told it, and whether
    it was told as a changed date of a series, whose SEQUENCE is its own; `slot` is when and where it said."""

    sequence: int
    digest: str
    ours: bool
    changed: bool
    slot: str | None

    @classmethod
    def read(cls, kept: str) -> _Stamp:
        sequence, digest, *more = kept.split()
        slot = next((word[1:] for word in more if word.startswith("@")), None)
        return cls(int(sequence), digest, "ours" in more, "changed" in more, slot)


def _stamp(entry: Entry, row: records.AnyRow | None) -> str:
    """What to keep: the platform's own word stays where an export of Shouwen only echoes it."""
    kept = None if row is None else row.imported
    if entry.ours and kept is not None and not _Stamp.read(kept).ours:
        return str(kept)
    told = {"ours": entry.ours, "changed": entry.changed, "tentative": entry.tentative}
    return " ".join((str(entry.sequence), entry.digest, f"@{entry.slot}", *(word for word, so in told.items() if so)))


def _same_title(entry: Entry, row: records.AnyRow) -> bool:
    """Whether it is the same title; files have control characters as visible symbols."""
    return not entry.title or entry.title in (row.title, row.title.strip(), visible(row.title).strip())


def _shown(entry: Entry) -> str:
    return f"{visible(entry.uid, newlines=True)[:80]} {entry.start:%Y-%m-%d %H:%M}"


def confirmed_elsewhere(row: records.AnyRow) -> bool:
    """Whether the platform had approved a booking already when it came in."""
    return row.source == "platform" and "tentative" not in (row.imported or "").split()


def _keys(entry: Entry) -> Iterator[tuple[str, str]]:
    """The names a booking may be kept under: a date of an imported series goes out as `UID/start`."""
    yield entry.uid, entry.recurrence
    if not entry.recurrence and "/" in entry.uid:
        uid, _slash, recurrence = entry.uid.rpartition("/")
        yield uid, recurrence
