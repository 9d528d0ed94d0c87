"""The units that ship in `data/floors.toml`, read while a database has none."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import BadValue, DeskError
from core.occupants import figures
from core.occupants.space import INCUBATION_FLOORS
from core.occupants.tables import Unit
from core.words import N_

FILE = Path(__file__).resolve().parent.parent.parent / "data" / "floors.toml"
SIDES = {"south": N_("south side"), "north": N_("north side"), "": ""}
USES = {"office": N_("office"), "shared": N_("shared desks")}


def units(file: Path = FILE) -> list[Unit]:
    """The units in the file's order; raises `BadValue` (`bad_floors_file`) that names the unit at fault."""
    try:
        document = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise _unusable(file, str(fault)) from fault
    found: dict[str, Unit] = {}
    where = "floors"
    try:
        for floor in document["floors"]:
            for entry in floor["units"]:
                where = str(entry["code"])
                unit = _unit(floor["number"], len(found), {**document.get("defaults", {}), **entry})
                if unit.code in found:
                    raise ValueError("twice")
                found[unit.code] = unit
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise _unusable(file, f"{where}: {fault!r}") from fault
    except DeskError as fault:
        raise _unusable(file, f"{where}: {fault}") from fault
    return list(found.values())


def floor_names(file: Path = FILE) -> dict[int, tuple[str, str]]:
    """The incubation floors' names by number, in Chinese and English."""
    document = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    return {int(one["number"]): (str(one["name"]), str(one["name_en"])) for one in document.get("floors", [])}


def _unit(floor: int, position: int, entry: Mapping[str, Any]) -> Unit:
    if floor not in INCUBATION_FLOORS or entry["side"] not in SIDES or entry["use"] not in USES:
        raise ValueError("floor, side, use")
    return Unit(
        code=figures.unit_code(str(entry["code"])), floor=floor, position=position, side=entry["side"],
        name=str(entry["name"]), area=figures.area(str(entry["area"])), use=entry["use"],
        example=bool(entry["example"]), active=True,
    )  # fmt: skip


def _unusable(file: Path, why: str) -> BadValue:
    return BadValue(
        "bad_floors_file", N_("The list of units {path} cannot be used: {why}. Mend the file."), path=str(file), why=why
    )
