"""What the supervision screen's figures cost, against one full read of the same calls by bare sqlite3.

Promised: a month's whole set costs at most 3 times the read of that month's calls, and the same at 50,000 calls in all
as at 1,000,000 (1.2 times); over all calls at most 3 times their read. `python -m benchmarks.reports [CALLS]` makes a
demonstration desk with so many calls (default 1,000,000), and from it one with the last 50,000, so that the month
measured is the same to the row. Both sides are timed in turn and the median of the ratios is told.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

from core.clock import CENTRE
from core.demo.making import make_demo
from core.desk import Desk, open_desk
from core.reports.views import Scope

PRESENT = datetime(2026, 11, 20, 15, tzinfo=CENTRE)
MONTH = Scope(date(2026, 10, 1), date(2026, 10, 31))
SMALL = 50_000
ROUNDS = 9


def main() -> int:
    """Measure; 1 where a promise is missed."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        large, small = Path(folder) / "large.sqlite3", Path(folder) / "small.sqlite3"
        make_demo(large, calls, 1, PRESENT)
        shutil.copy(large, small)
        _keep_last(small, SMALL)
        kept = True
        costs = {}
        for name, path in (("small", small), ("large", large)):
            desk = open_desk(str(path), clock=lambda: PRESENT)
            with closing(sqlite3.connect(path)) as bare:
                ratio, costs[name] = _race(desk, bare, MONTH, ROUNDS)
                kept &= _say(f"a month, {name}: figures over one read", ratio, 3)
                ratio, _cost = _race(desk, bare, Scope(), 3)
                kept &= _say(f"all calls, {name}: figures over one read", ratio, 3)
            desk.close()
        kept &= _say(f"a month at {calls} calls over at {SMALL}", costs["large"] / costs["small"], 1.2)
    return 0 if kept else 1


def _race(desk: Desk, bare: sqlite3.Connection, scope: Scope, rounds: int) -> tuple[float, float]:
    """The median ratio, and the figures' own median seconds of processor time."""

    def figures() -> None:
        desk.reports.overview(scope, by="demo")

    def read() -> None:
        bare.execute("SELECT * FROM calls WHERE received_at >= ? AND received_at < ?", _edges(scope)).fetchall()

    pairs = [(_timed(figures), _timed(read)) for _ in range(rounds + 1)][1:]
    return statistics.median(ours / theirs for ours, theirs in pairs), statistics.median(ours for ours, _ in pairs)


def _timed(act: Callable[[], None]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _edges(scope: Scope) -> tuple[int, int]:
    since = scope.since or date(2000, 1, 1)
    until = (scope.until or date(2100, 1, 1)) + timedelta(days=1)
    first, last = (datetime(day.year, day.month, day.day, tzinfo=CENTRE).timestamp() for day in (since, until))
    return int(first), int(last)


def _keep_last(path: Path, calls: int) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        least = connection.execute("SELECT max(id) FROM calls").fetchone()[0] - calls
        for table in ("events", "notifications", "materials", "transfers", "clock_events", "follow_ups"):
            connection.execute(f"DELETE FROM call_{table} WHERE call_id <= ?", (least,))
        connection.execute("DELETE FROM calls WHERE id <= ?", (least,))
        connection.execute("DELETE FROM call_search")
        connection.execute("VACUUM")


def _say(what: str, ratio: float, most: float) -> bool:
    print(f"{what}: {ratio:.2f} (at most {most}) {'ok' if ratio <= most else 'MISSED'}", flush=True)
    return ratio <= most


if __name__ == "__main__":
    sys.exit(main())
