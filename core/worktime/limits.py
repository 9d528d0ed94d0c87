"""Time limits as people write them: `5wd`, `4wh`, `90wm`, `30d`, `1m`, `3y`."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, cast

from core.errors import BadValue
from core.words import N_

Unit = Literal["wd", "wh", "wm", "d", "m", "y"]
UNITS: tuple[Unit, ...] = ("wd", "wh", "wm", "d", "m", "y")
MOST = 99_999
_SECONDS = {"wh": 3600, "wm": 60}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take: `wd` working days, `wh` `wm` working hours and minutes, `d` `m` `y` by the calendar.

    Raises `BadValue` (`bad_limit`) outside 1 to 99,999 or for another unit.
    """

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.unit not in UNITS or not 1 <= self.amount <= MOST:
            raise _bad(str(self))

    def __str__(self) -> str:
        return f"{self.amount}{self.unit}"

    @property
    def working_seconds(self) -> int | None:
        """Working seconds of a limit in hours or minutes; None for one counted in days, months or years."""
        size = _SECONDS.get(self.unit)
        return None if size is None else self.amount * size


def parse_limit(text: str) -> Limit:
    """Read a limit. Full-width digits and letters, capitals and blanks around are accepted.

    Raises `BadValue` (`bad_limit`), for zero too.
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    found = re.fullmatch(r"(\d{1,9})\s*(wd|wh|wm|d|m|y)", plain, re.ASCII)
    if found is None or not 1 <= int(found[1]) <= MOST:
        raise _bad(text)
    return Limit(int(found[1]), cast(Unit, found[2]))


def _bad(value: str) -> BadValue:
    return BadValue(
        "bad_limit",
        N_(
            "“{value}” is not a time limit. Write a whole number from 1 to {most} and a unit: "
            "5wd working days, 4wh or 90wm working hours or minutes, 30d, 1m or 3y by the calendar."
        ),
        value=value,
        most=MOST,
    )
