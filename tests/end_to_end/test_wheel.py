"""The wheel, installed in an empty environment, runs away from the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def shouwen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program as a user gets it: built, then installed with the locked dependencies."""
    folder = tmp_path_factory.mktemp("wheel house")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=True)
    binaries = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip[:3], "index", "versions", "typer"], check=False, capture_output=True).returncode:
        pytest.skip("the package index cannot be reached, and an empty environment takes its dependencies from there")
    locked = ["--require-hashes", "-r", str(ROOT / "requirements.lock")]
    subprocess.run([*pip, *locked], check=True, capture_output=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True, capture_output=True)
    return binaries / "shouwen"


def _run(program: Path, home: Path, *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    environment = {"HOME": str(home), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(
        [str(program), *words], cwd=home, env=environment, input=typed, capture_output=True, text=True, check=False
    )


def test_a_desk_is_set_up_and_a_call_logged_and_printed(shouwen: Path, tmp_path: Path) -> None:
    made = _run(shouwen, tmp_path, "init", "--name", "王芳", "--code", "boss", "--pin-stdin", typed="1234\n")
    assert (made.returncode, made.stderr) == (0, "")
    assert "已登录" in made.stdout, "the Chinese catalogue is in the wheel"
    logged = _run(shouwen, tmp_path, "call", "log", "--question", "怎么申请", "--service", "loan", "--json")
    number = json.loads(logged.stdout)["number"]
    printed = _run(shouwen, tmp_path, "call", "slip", number, "--output", "单.docx", "--json")
    assert printed.returncode == 0, printed.stderr
    assert (tmp_path / "单.docx").read_bytes().startswith(b"PK"), "the templates are in the wheel"
    due = _run(shouwen, tmp_path, "calendar", "due", "2026-09-18T10:00", "5wd", "--json")
    assert json.loads(due.stdout)["due_at"] == "2026-09-24T17:00:00+08:00", "the built-in calendar is in the wheel"


def test_the_app_is_in_the_wheel(shouwen: Path, tmp_path: Path) -> None:
    python = shouwen.parent / "python"
    probe = (
        "import tui.app, pathlib; print(sorted(p.name for p in pathlib.Path(tui.app.__file__).parent.glob('*.tcss')))"
    )
    found = subprocess.run([str(python), "-c", probe], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert "app.tcss" in found.stdout
