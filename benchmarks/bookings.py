"""What a booking and a week's grid cost, however many bookings there are, and beside bare rows.

Run `python -m benchmarks.bookings`; it exits with 1 where a promise is not kept:
- a booking at 100,000 existing occurrences costs within 1.5 times of one at 1,000, and so does a week's grid;
- a booking costs at most 4 times its bare rows: the row in `bookings` and the one in `audit_entries`, written with
  sqlite3 in one transaction to a database of the same schema, triggers and pragmas.

What is bare: exactly the rows that the product leaves behind, the audit entry too, for without it they would not be the
same records; the same constraints, indexes and triggers, for the database keeps them whoever writes; write-ahead log,
`synchronous=FULL` and one commit a booking, so that each waits for the disk as at a desk. What is not bare, and so is
the product's to pay: reading who acts, the calendar, the room, its bookings and the occupant, deciding, the chained
digest, and the view that is handed back. Both write to the folder for temporary files; where that is in memory the
bare rows are cheaper than on a disk, and the ratio only gets harder to keep.

The sides are timed in turn, each one as often first as last, so that a drift of the machine touches all alike; what is
compared are medians.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from core.clock import CENTRE
from core.desk import Desk, open_desk
from core.rooms.views import NewBooking

ROOMS = ("m201", "m202", "m203", "m301", "m401", "hall-a", "hall-b", "t301", "t302")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=CENTRE)
GRID_WEEK = date(2026, 12, 7)
FREE_WEEKS = date(2026, 12, 14)
FEW, MANY = 1_000, 100_000
ROUNDS = 300
GROWTH, OVER_BARE = 1.5, 4.0
_BOOKING = (
    "INSERT INTO bookings (room, starts_at, ends_at, kind, status, holds, title, occupant, uid, recurrence, sequence,"
    " source, made_at, made_by, changed_at)"
    " VALUES (?, ?, ?, 'meeting', 'approved', 1, '例会', 7, ?, '', 0, 'desk', ?, 'boss', ?)"
)
_AUDIT = (
    "INSERT INTO audit_entries (at, staff, act, subject, details, previous, digest)"
    " VALUES (?, 'boss', 'booking.make', 'm203', ?, ?, ?)"
)


def main() -> int:
    """Fill three databases, then measure in turn."""
    with tempfile.TemporaryDirectory() as folder:
        few = _desk(Path(folder) / "few.sqlite3", FEW)
        many = _desk(Path(folder) / "many.sqlite3", MANY)
        _desk(Path(folder) / "bare.sqlite3", FEW).close()
        with closing(_bare(Path(folder) / "bare.sqlite3")) as bare:
            booked = [
                _timed(n, lambda n=n: _book(few, n), lambda n=n: _book(many, n), lambda n=n: _rows(bare, n))
                for n in range(ROUNDS)
            ]
        grids = [_timed(n, lambda: _grid(few), lambda: _grid(many)) for n in range(ROUNDS // 3)]
        few.close()
        many.close()
    at_few, at_many, rows = (statistics.median(column[5:]) for column in zip(*booked, strict=True))
    grid_few, grid_many = (statistics.median(column[3:]) for column in zip(*grids, strict=True))
    print(f"booking: at {FEW} {at_few:.2f} ms, at {MANY} {at_many:.2f} ms; bare rows {rows:.2f} ms")
    print(f"week's grid: at {FEW} {grid_few:.2f} ms, at {MANY} {grid_many:.2f} ms")
    kept = (
        _verdict("booking, many over few", at_many / at_few, GROWTH),
        _verdict("grid, many over few", grid_many / grid_few, GROWTH),
        _verdict("booking over bare rows", at_few / rows, OVER_BARE),
    )
    return 0 if all(kept) else 1


def _verdict(what: str, ratio: float, most: float) -> bool:
    print(f"{what}: {ratio:.2f} (at most {most}) {'ok' if ratio <= most else 'MISSED'}")
    return ratio <= most


def _timed(first: int, *sides: Callable[[], object]) -> list[float]:
    """Milliseconds of each side, one after another, beginning with another one each time."""
    found = [0.0] * len(sides)
    for n in range(len(sides)):
        turn = (first + n) % len(sides)
        begun = time.perf_counter()
        sides[turn]()
        found[turn] = (time.perf_counter() - begun) * 1000
    return found


def _slot(n: int) -> tuple[str, datetime]:
    """The n-th free slot: rooms in turn, twelve hours a day from nine."""
    day, rest = divmod(n, 12 * len(ROOMS))
    hour, room = divmod(rest, len(ROOMS))
    start = datetime.combine(FREE_WEEKS + timedelta(days=day), datetime.min.time(), CENTRE)
    return ROOMS[room], start + timedelta(hours=9 + hour)


def _book(desk: Desk, n: int) -> None:
    room, start = _slot(n)
    desk.bookings.make(NewBooking(room, start, start + timedelta(hours=1), "例会", for_="7"), by="boss")


def _grid(desk: Desk) -> None:
    found = desk.rooms.grid(GRID_WEEK, 7, by="boss")
    assert len(found.bookings) == 7 * 4 * len(ROOMS)


def _rows(bare: sqlite3.Connection, n: int) -> None:
    room, start = _slot(n)
    begins, now = int(start.timestamp()), int(NOW.timestamp())
    bare.execute("BEGIN IMMEDIATE")
    bare.execute(_BOOKING, (room, begins, begins + 3600, f"{uuid.uuid4()}@shouwen", now, now))
    bare.execute(_AUDIT, (now, f'{{"bookings":[{n}],"series":null}}', "0" * 64, "0" * 64))
    bare.execute("COMMIT")


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def _desk(path: Path, count: int) -> Desk:
    """A desk with `count` occurrences, half in the past and half in the future, and the same week for the grid."""
    desk = open_desk(str(path), clock=lambda: NOW, create=True)
    desk.found("王芳", "123456", "boss")
    with closing(_bare(path)) as filling:
        filling.execute("BEGIN")
        filling.execute(
            "INSERT INTO occupants (id, kind, name, introduced_by, status, stage, tested, applied_on, shared_desks,"
            " facts, spelling, added_at, added_by) VALUES"
            " (7, 'startup', '海风科技', 'centre', 'resident', 'signed', 1, '2026-01-05', 0, '{}', '', 0, 'boss')"
        )
        rows = [*_week(), *_others(count - 7 * 4 * len(ROOMS))]
        filling.executemany(_BOOKING, ((*row, f"fill-{n}", 0, 0) for n, row in enumerate(rows)))
        filling.execute("COMMIT")
    return desk


def _week() -> list[tuple[str, int, int]]:
    found = []
    for day in range(7):
        for hour in (9, 11, 14, 16):
            start = datetime.combine(GRID_WEEK + timedelta(days=day), datetime.min.time(), CENTRE)
            begins = int((start + timedelta(hours=hour)).timestamp())
            found.extend((room, begins, begins + 3600) for room in ROOMS)
    return found


def _others(count: int) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    day = 0
    while len(found) < count:
        for near in (GRID_WEEK - timedelta(days=7 + day), FREE_WEEKS + timedelta(days=30 + day)):
            begins = int(datetime.combine(near, datetime.min.time(), CENTRE).timestamp())
            found.extend(
                (room, begins + hour * 3600, begins + (hour + 1) * 3600) for hour in range(9, 21) for room in ROOMS
            )
        day += 1
    return found[:count]


if __name__ == "__main__":
    sys.exit(main())
