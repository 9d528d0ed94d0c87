"""Every benchmark of the project: `make bench`. Exits 1 where a promised ratio is missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run each file beside this one in a process of its own."""
    missed = []
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        print(f"== {file.stem}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{file.stem}"], check=False).returncode:
            missed.append(file.stem)
    print("missed: " + ", ".join(missed) if missed else "all promises kept")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
