"""How long the command line takes to start, as ratios of what cannot be avoided: importing its libraries."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 9


def main() -> int:
    """Measure in turn, so that a drift of the machine's speed touches both sides."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "HOME": folder, "SHOUWEN_DATABASE": str(Path(folder) / "desk.sqlite3")}
        _run(["-m", "cli", "init", "--name", "Wang Fang", "--pin-stdin"], environment)
        races = (
            ("--help over import typer", ["-m", "cli", "--help"], ["-c", "import typer"], 2.5),
            ("call list over import sqlmodel", ["-m", "cli", "call", "list"], ["-c", "import sqlmodel, typer"], 2.0),
        )
        kept = [_race(name, ours, floor, most, environment) for name, ours, floor, most in races]
    return 0 if all(kept) else 1


def _race(name: str, ours: list[str], floor: list[str], most: float, environment: dict[str, str]) -> bool:
    pairs = [(_run(ours, environment), _run(floor, environment)) for _ in range(ROUNDS + 1)][1:]
    ratio = statistics.median(mine / other for mine, other in pairs)
    ms = statistics.median(mine for mine, _ in pairs) * 1000
    print(f"{name}: {ratio:.2f} (at most {most}), {ms:.0f} ms {'ok' if ratio <= most else 'MISSED'}")
    return ratio <= most


def _run(words: list[str], environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run([sys.executable, *words], env=environment, input=b"1234\n", capture_output=True, check=True)
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
