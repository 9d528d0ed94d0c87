"""How long a demonstration desk takes to make: a million calls in at most five minutes on two cores.

`python -m benchmarks.demo [CALLS]`; the promise is scaled to fewer calls.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from core.clock import CENTRE
from core.demo.making import make_demo
from core.desk import open_desk

PRESENT = datetime(2026, 11, 20, 15, tzinfo=CENTRE)


def main() -> int:
    """Make one, and see that it is sound."""
    calls = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.sqlite3"
        begun, busy = time.perf_counter(), time.process_time()
        make_demo(path, calls, 1, PRESENT)
        took, worked = time.perf_counter() - begun, time.process_time() - busy
        most = 300 * calls / 1_000_000 + 10
        size = path.stat().st_size / 1e6
        verdict = "ok" if took <= most else "MISSED"
        print(f"{calls} calls: {took:.0f} s ({worked:.0f} s of processor time), {size:.0f} MB, {verdict}", flush=True)
        desk = open_desk(str(path), clock=lambda: PRESENT)
        begun = time.perf_counter()
        findings = [*desk.check(by="demo"), *desk.verify(by="demo")]
        print(f"checked and verified in {time.perf_counter() - begun:.0f} s: {findings or 'in order'}")
        desk.close()
    return 0 if took <= most and not findings else 1


if __name__ == "__main__":
    sys.exit(main())
