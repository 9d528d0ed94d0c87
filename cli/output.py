"""What commands print: JSON to the contract's letter, or plain lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.text import visible
from core.words import translate as _

PRIVATE = ("token", "spelling")
"""Fields of views that are for the program and not for its users."""


def plain(value: Any) -> Any:
    """A view as JSON-ready values: times with offset, dates, lists, null where empty."""
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value) if one.name not in PRIVATE}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (Decimal, Path)):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(one) for one in value]
    return value


def show_json(value: Any) -> None:
    """One JSON document, on one line."""
    print(json_line(plain(value)))


_ACTED_UPON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def json_line(value: Any) -> str:
    """`value` as JSON; what a terminal would act upon is escaped, which reads back as the same text."""
    line = json.dumps(value, ensure_ascii=False, default=str)
    return _ACTED_UPON.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def listing(items: Iterable[Any], next_cursor: str | None = None) -> dict[str, Any]:
    """The contract's list."""
    return {"items": plain(tuple(items)), "next": next_cursor}


def show_fields(pairs: Iterable[tuple[str, Any]]) -> None:
    """`name: value` lines, aligned by cell width; empty values are left out."""
    shown = [(name, _text(value)) for name, value in pairs if value not in (None, "", (), [])]
    width = max((_cells(name) for name, _value in shown), default=0)
    for name, value in shown:
        first, *rest = value.split("\n")
        print(f"{_fill(name, width)}  {first}")
        for line in rest:
            print(" " * (width + 2) + line)


def show_table(headings: Sequence[str], rows: Iterable[Sequence[Any]], widest: int = 40) -> None:
    """Columns aligned by cell width; a cell wider than `widest` is cut."""
    lines = [[_text(cell, newlines=True) for cell in row] for row in rows]
    if not lines:
        print(_("Nothing found."))
        return
    lines = [[_cut(cell, widest) for cell in line] for line in lines]
    widths = [max(_cells(line[n]) for line in [list(headings), *lines]) for n in range(len(headings))]
    for line in [list(headings), *lines]:
        print("  ".join(_fill(cell, width) for cell, width in zip(line, widths, strict=True)).rstrip())


def moment(value: datetime | None) -> str | None:
    """A time for people: the centre's, to the minute."""
    return None if value is None else f"{value:%Y-%m-%d %H:%M}"


def _text(value: Any, *, newlines: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment(value) or ""
    if isinstance(value, (list, tuple)):
        return "、".join(_text(one, newlines=newlines) for one in value)
    return visible(str(value), newlines=newlines)


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _fill(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))


def _cut(text: str, width: int) -> str:
    if _cells(text) <= width:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, width - 1).rstrip() + "…"
