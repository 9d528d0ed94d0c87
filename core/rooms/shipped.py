"""The rooms that ship in `data/rooms.toml`, read for a new desk, and the codes of equipment."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import BadValue, DeskError
from core.rooms.terms import ROOM_KINDS
from core.spelling import spelling
from core.words import N_
from core.worktime import WEEKDAYS, parse_hours, show_hours

FILE = Path(__file__).resolve().parent.parent.parent / "data" / "rooms.toml"
_SECONDS = {"m": 60, "h": 3600, "d": 86_400}


@dataclass(frozen=True, slots=True)
class Equipment:
    """A piece of equipment by its code, with its names."""

    code: str
    name: str
    name_en: str


def read_span(typed: str, field: str) -> int:
    """Seconds of `15m`, `2h` or `1d`; 0 for `0`. Raises `BadValue` (`bad_span`)."""
    found = re.fullmatch(r"\s*([0-9]{1,6})\s*([mhd]?)\s*", typed, re.ASCII)
    if found is None or (not found[2] and int(found[1])):
        raise BadValue(
            "bad_span", N_("“{value}” does not fit “{field}”. Write 15m, 2h or 1d."), value=typed, field=field
        )
    return int(found[1]) * _SECONDS.get(found[2], 0)


@cache
def equipment(file: Path = FILE) -> tuple[Equipment, ...]:
    """The equipment a room can have, in the file's order."""
    rows = _document(file).get("equipment", [])
    return tuple(Equipment(str(one["code"]), str(one["name"]), str(one["name_en"])) for one in rows)


def room_rows(file: Path = FILE) -> list[dict[str, Any]]:
    """The shipped rooms as rows of the table `rooms`, lists as JSON text.

    Raises `BadValue` (`bad_rooms_file`) that names the room where the file cannot be used.
    """
    document = _document(file)
    known = {one.code for one in equipment(file)}
    rows = []
    for position, entry in enumerate(document.get("rooms", [])):
        values = {**document.get("defaults", {}), **entry}
        try:
            rows.append(_row(position, values, known))
        except (KeyError, TypeError, AttributeError, ValueError) as fault:
            raise _unusable(file, f"{values.get('code', position + 1)}: {fault}") from fault
        except DeskError as fault:
            raise _unusable(file, f"{values.get('code', position + 1)}: {fault}") from fault
    return sorted(rows, key=lambda row: row["part_of"] is not None)


def _row(position: int, values: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    has = list(values["equipment"])
    if values["kind"] not in ROOM_KINDS or not set(has) <= known:
        raise ValueError("kind, equipment")
    week = [show_hours(parse_hours(values.get(day, values["open"]))) for day in WEEKDAYS]
    return {
        "code": str(values["code"]), "position": position, "name": str(values["name"]),
        "name_en": str(values["name_en"]), "kind": str(values["kind"]), "place": str(values["place"]),
        "capacity": int(values["capacity"]), "equipment": _json(has), "week": _json(week),
        "holiday": _json(show_hours(parse_hours(values["holiday"]))),
        "make_up": _json(show_hours(parse_hours(values["make_up"]))) if "make_up" in values else None,
        "buffer_seconds": read_span(values["buffer"], "buffer"), "ahead_days": int(values["ahead"]),
        "notice_seconds": read_span(values["notice"], "notice"),
        "quota_seconds": read_span(values["quota"], "quota") if values["quota"] else None,
        "part_of": values["part_of"] or None, "example": bool(values["example"]), "active": True,
        "spelling": spelling(str(values["name"])),
    }  # fmt: skip


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _document(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise _unusable(file, str(fault)) from fault


def _unusable(file: Path, why: str) -> BadValue:
    return BadValue(
        "bad_rooms_file", N_("The list of rooms {path} cannot be used: {why}. Mend the file."), path=str(file), why=why
    )
