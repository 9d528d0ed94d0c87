"""Spells of working time within one day."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import BadValue
from core.words import N_

DAY = 86_400


@dataclass(frozen=True, slots=True, order=True)
class Spell:
    """From `start` to `end` in seconds from midnight; `end` may be 86,400 (24:00)."""

    start: int
    end: int

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


Hours = tuple[Spell, ...]


def parse_hours(parts: Iterable[str]) -> Hours:
    """Read `["09:00-12:00", "13:00-17:00"]` into spells in order of time; none gives `()`, a rest day.

    Full-width signs and other dashes are accepted. Raises `BadValue`: `bad_hours` for text that is no spell,
    `backward_hours` for an end at or before its start, `overlapping_hours` for two that overlap.
    """
    spells: list[tuple[Spell, str]] = []
    for part in parts:
        spell = _read(part)
        if spell.end <= spell.start:
            raise BadValue(
                "backward_hours",
                N_("The hours “{value}” end before they begin. Split hours that pass midnight at 24:00."),
                value=part,
            )
        spells.append((spell, part))
    spells.sort(key=lambda one: one[0])
    for (first, first_text), (second, second_text) in itertools.pairwise(spells):
        if second.start < first.end:
            raise BadValue(
                "overlapping_hours",
                N_("The hours “{first}” and “{second}” overlap."),
                first=first_text,
                second=second_text,
            )
    return tuple(spell for spell, _text in spells)


def show_hours(hours: Hours) -> list[str]:
    """Spells as text, the way `parse_hours` reads them."""
    return [str(spell) for spell in hours]


def _read(part: str) -> Spell:
    plain = unicodedata.normalize("NFKC", part).strip() if isinstance(part, str) else ""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})\s*[-–—~至]\s*(\d{1,2}):(\d{2})", plain, re.ASCII)
    if found is not None:
        (h1, m1), (h2, m2) = (int(found[1]), int(found[2])), (int(found[3]), int(found[4]))
        start, end = h1 * 3600 + m1 * 60, h2 * 3600 + m2 * 60
        if m1 < 60 and m2 < 60 and start <= DAY and end <= DAY:
            return Spell(start, end)
    raise BadValue("bad_hours", N_("“{value}” are no hours of a day. Write them like 09:00-12:00."), value=str(part))


def _clock(second: int) -> str:
    return f"{second // 3600:02d}:{second % 3600 // 60:02d}"
