"""What every test gets: folders of its own, so that nobody's real desk or sign-in is touched, and a frozen clock."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import argon2
import pytest

from core.desk import Desk
from core.words import language, use_language
from tests.helpers.people import FrozenClock, copy_of_the_desk, open_copy
from tests.helpers.running import CommandLine

REAL_HASHER = argon2.PasswordHasher
argon2.PasswordHasher = partial(REAL_HASHER, time_cost=1, memory_cost=64, parallelism=1)  # type: ignore[assignment,misc]
"""PINs in tests are hashed cheaply; the tests that start the real program use what ships."""


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("user")
    for name in ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder))
    for name in ("SHOUWEN_DATABASE", "SHOUWEN_LANG"):
        monkeypatch.delenv(name, raising=False)
    before = language()
    yield
    use_language(before)


@pytest.fixture
def clock() -> FrozenClock:
    """Monday 2026-11-23, 10:00, until the test moves it."""
    return FrozenClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    """A fresh desk with everybody of `tests.helpers.people`."""
    desk = open_copy(tmp_path, clock)
    yield desk
    desk.close()


@pytest.fixture
def cli(tmp_path: Path, clock: FrozenClock) -> CommandLine:
    """The command line on a fresh desk; commands run as `li` unless said otherwise."""
    return CommandLine(copy_of_the_desk(tmp_path), clock)
