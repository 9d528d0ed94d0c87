"""Reading the files a centre edits: the service list, the units outside the desk, the groups of callers.

Each `load_…` takes the folder to read (default: the files shipped with the program) and returns frozen values in
the file's order. A file that cannot be read, or in which something is missing or of the wrong kind, raises
`DataFileError` with the file, the entry and the field, so that whoever edited it can find the place. This module knows
nothing of the rest of the program.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

FOLDER = Path(__file__).resolve().parent
_CODE = re.compile(r"[a-z0-9_-]{1,16}", re.ASCII)
_FORMS = ("original", "copy", "both")
_ON_SUPPLEMENT = ("pause", "restart")
T = TypeVar("T")


class DataFileError(ValueError):
    """A file of the centre's that cannot be used; its words name the file, the entry and the field."""


@dataclass(frozen=True, slots=True)
class Named:
    """A code with its name in both languages: a category, a form, a kind of unit, a group."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class Material:
    """One thing a caller must bring. `form` is `original`, `copy` or `both` (seen, and a copy kept)."""

    name: str
    name_en: str
    copies: int
    form: str
    issued_by: str
    issued_by_en: str
    note: str
    note_en: str


@dataclass(frozen=True, slots=True)
class Service:
    """A matter the desk handles, with its guide. The `_en` fields say the same in English.

    `respond` and `complete` are limits as text (`1wd`, `4wh`); `on_supplement` is `pause` or `restart`; `articles`
    are those of the measures (`15(1)`). `checked` is the day the centre checked the guide (`YYYY-MM-DD`), empty
    until then; `unverified` names what is still to be verified, with its date.
    """

    code: str
    name: str
    name_en: str
    category: str
    articles: tuple[str, ...]
    conditions: tuple[str, ...]
    conditions_en: tuple[str, ...]
    materials: tuple[Material, ...]
    steps: tuple[str, ...]
    steps_en: tuple[str, ...]
    respond: str
    complete: str
    on_supplement: str
    fee: str
    fee_en: str
    place: str
    place_en: str
    phones: str
    phones_en: str
    legal_basis: str
    legal_basis_en: str
    refusal: tuple[str, ...]
    refusal_en: tuple[str, ...]
    keywords: tuple[str, ...]
    unverified: str
    unverified_en: str
    checked: str


@dataclass(frozen=True, slots=True)
class ServiceList:
    """The service list with the names of its categories and of the forms materials come in."""

    categories: tuple[Named, ...]
    forms: tuple[Named, ...]
    services: tuple[Service, ...]


@dataclass(frozen=True, slots=True)
class Party:
    """A unit outside the desk: what it offers, in words and as service codes. `phone` is empty until filled in."""

    code: str
    name: str
    name_en: str
    kind: str
    offers: str
    offers_en: str
    services: tuple[str, ...]
    phone: str
    example: bool


@dataclass(frozen=True, slots=True)
class PartyList:
    """The units outside the desk with the names of their kinds."""

    kinds: tuple[Named, ...]
    parties: tuple[Party, ...]


def load_services(folder: Path = FOLDER) -> ServiceList:
    """The service list of `services.toml`; what a service leaves out is taken from its `[defaults]`."""
    name = "services.toml"
    document = _read(folder / name)
    defaults = document.get("defaults", {})
    categories = _entries(name, document, "categories", lambda where, row: _build(Named, where, row))
    forms = _entries(name, document, "forms", lambda where, row: _build(Named, where, row))
    services = _entries(name, document, "services", lambda where, row: _service(where, {**defaults, **row}))
    _known(name, "category", ((one.code, one.category) for one in services), {one.code for one in categories})
    return ServiceList(categories, forms, services)


def load_parties(folder: Path = FOLDER) -> PartyList:
    """The units of `parties.toml`. That their services exist is not looked at here: a centre may drop a service."""
    name = "parties.toml"
    document = _read(folder / name)
    kinds = _entries(name, document, "kinds", lambda where, row: _build(Named, where, row))
    parties = _entries(name, document, "parties", lambda where, row: _build(Party, where, row))
    _known(name, "kind", ((one.code, one.kind) for one in parties), {one.code for one in kinds})
    return PartyList(kinds, parties)


def load_groups(folder: Path = FOLDER) -> tuple[Named, ...]:
    """The groups of callers of `groups.toml`."""
    return _entries(
        "groups.toml", _read(folder / "groups.toml"), "groups", lambda where, row: _build(Named, where, row)
    )


def _read(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise DataFileError(f"{path.name}: {fault}") from fault


def _entries(name: str, document: Mapping[str, Any], table: str, make: Callable[[str, Any], T]) -> tuple[T, ...]:
    rows = document.get(table)
    if not isinstance(rows, list) or not rows:
        raise DataFileError(f"{name}: no [[{table}]]")
    made: dict[str, T] = {}
    for number, row in enumerate(rows, 1):
        code = row.get("code") if isinstance(row, dict) else None
        if not isinstance(code, str) or _CODE.fullmatch(code) is None:
            raise DataFileError(f"{name}: {table} {number}: code must be 1 to 16 of a-z 0-9 _ -")
        if code in made:
            raise DataFileError(f"{name}: {table}: {code} stands twice")
        made[code] = make(f"{name}: {table}: {code}", row)
    return tuple(made.values())


def _service(where: str, row: Mapping[str, Any]) -> Service:
    materials = row.get("materials")
    if not isinstance(materials, list) or not all(isinstance(one, dict) for one in materials):
        raise DataFileError(f"{where}: materials must be a list, empty where none is needed")
    built = tuple(
        _build(Material, f"{where}: material {number}", {"note": "", "note_en": "", **one})
        for number, one in enumerate(materials, 1)
    )
    for one in built:
        if one.form not in _FORMS or one.copies < 1:
            raise DataFileError(f"{where}: {one.name}: form is one of {', '.join(_FORMS)}, copies at least 1")
    service = _build(Service, where, {**row, "materials": built})
    if service.on_supplement not in _ON_SUPPLEMENT:
        raise DataFileError(f"{where}: on_supplement is one of {', '.join(_ON_SUPPLEMENT)}")
    return service


def _build(kind: type[T], where: str, row: Mapping[str, Any]) -> T:
    """`row` as a `kind`, every field present and of its type; an unknown field is a slip of the pen."""
    values: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name not in row:
            raise DataFileError(f"{where}: {field.name} is missing")
        value = row[field.name]
        if str(field.type) == "tuple[str, ...]" and isinstance(value, list):
            good = all(isinstance(one, str) for one in value)
            value = tuple(value)
        else:
            good = isinstance(value, _TYPES.get(str(field.type), tuple)) and (
                field.type != "int" or not isinstance(value, bool)
            )
        if not good:
            raise DataFileError(f"{where}: {field.name} is of the wrong kind")
        values[field.name] = value
    unknown = sorted(set(row) - set(values))
    if unknown:
        raise DataFileError(f"{where}: unknown field {unknown[0]}")
    return kind(**values)


_TYPES: dict[str, type] = {"str": str, "int": int, "bool": bool}


def _known(name: str, field: str, used: Any, allowed: set[str]) -> None:
    for code, value in used:
        if value not in allowed:
            raise DataFileError(f"{name}: {code}: {field} {value} is not in the file's list")
