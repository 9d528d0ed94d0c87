"""Reading a sheet as an office keeps it: .xlsx or .csv into rows of values, merged cells filled in."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BadValue
from core.words import N_

MAXIMUM_BYTES = 16 * 1024 * 1024
MAXIMUM_ROWS = 20_000
MAXIMUM_COLUMNS = 100
HEAD = 30
"""Lines looked at for the mark between fields."""
UNCALCULATED = "#FORMULA!"
"""What stands for a formula whose result the file does not have."""
RISKY = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. `rows` are (number in the file, values), blank rows left out; values are text, numbers, dates.

    `joined` are cells (row, place) below the first of those merged with it, `hidden` the rows that are not shown;
    `shown` is whether the sheet itself is.
    """

    name: str
    rows: tuple[tuple[int, tuple[Any, ...]], ...]
    joined: frozenset[tuple[int, int]] = frozenset()
    hidden: frozenset[int] = frozenset()
    shown: bool = True


def read(path: Path, sheet: str | None = None) -> tuple[Grid, ...]:
    """The sheets of a file, or the one named.

    Raises `BadValue`: `file_kind`, `no_file`, `file_too_large`, `broken_sheet`, `no_such_sheet`, `too_many_rows`.
    """
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise BadValue("file_kind", N_("“{name}” is neither .csv nor .xlsx. Save it as one of these."), name=path.name)
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise BadValue(
                "file_too_large",
                N_("“{name}” is larger than {limit} MB. Import it in parts."),
                name=path.name,
                limit=MAXIMUM_BYTES // 1024 // 1024,
            )
        data = path.read_bytes()
    except (OSError, ValueError):
        raise BadValue(
            "no_file", N_("“{name}” cannot be read. Check the path and the file's rights."), name=path.name
        ) from None
    grids = [Grid("", _csv(data, path.name))] if kind == ".csv" else _xlsx(data, path.name)
    chosen = tuple(one for one in grids if sheet is None or one.name == sheet)
    if not chosen:
        raise BadValue(
            "no_such_sheet", N_("There is no sheet “{sheet}” in the file. There are: {known}."), sheet=sheet or "",
            known=[one.name for one in grids],
        )  # fmt: skip
    return chosen


def _xlsx(data: bytes, name: str) -> list[Grid]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(one.file_size for one in package.infolist()) > 20 * MAXIMUM_BYTES:
                raise _broken(name)
        book = load_workbook(io.BytesIO(_marked(data)), data_only=True)
        return [_grid(sheet, name) for sheet in book.worksheets]
    except (zipfile.BadZipFile, zlib.error, LookupError, ValueError, ArithmeticError, TypeError, AttributeError,
            EOFError, SyntaxError, RuntimeError):  # fmt: skip
        raise _broken(name) from None


def _marked(data: bytes) -> bytes:
    """The file with `UNCALCULATED` in cells that have a formula and no result: their value would be lost unseen.

    Programs that write files without reckoning leave the result out; a result that is an empty text is one (`t="str"`).
    """
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {one: package.read(one) for one in package.infolist()}
    changed = False
    for part, content in parts.items():
        if part.filename.startswith("xl/worksheets/") and b"<f" in content:
            parts[part] = _NO_RESULT.sub(_with_mark, content)
            changed = changed or parts[part] != content
    if not changed:
        return data
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return target.getvalue()


_NO_RESULT = re.compile(rb"<c\b([^>]*)><f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>")


def _with_mark(found: re.Match[bytes]) -> bytes:
    if re.search(rb'\bt="str"', found[1]):
        return found[0]
    kept = re.sub(rb'\s+t="[^"]*"', b"", found[1])
    return b"<c" + kept + b' t="inlineStr"><is><t>' + UNCALCULATED.encode() + b"</t></is></c>"


def _grid(sheet: Any, name: str) -> Grid:
    joined = frozenset(
        (row, span.min_col - 1)
        for span in sheet.merged_cells.ranges
        for row in range(span.min_row + 1, min(span.max_row, MAXIMUM_ROWS) + 1)
    )
    hidden = frozenset(number for number, row in sheet.row_dimensions.items() if row.hidden)
    return Grid(sheet.title, _rows(_filled(sheet), name), joined, hidden, sheet.sheet_state == "visible")


def _filled(sheet: Any) -> list[list[Any]]:
    """Every cell's value; all cells of a merged range have the value of its first."""
    last = min(sheet.max_row or 0, MAXIMUM_ROWS + 50)
    if (sheet.max_row or 0) > last and any(
        cell.value is not None for (row, _place), cell in sheet._cells.items() if row > last
    ):
        raise _too_many(sheet.title)
    width = min(sheet.max_column or 0, MAXIMUM_COLUMNS)
    rows = [list(row) for row in sheet.iter_rows(max_row=last, max_col=width, values_only=True)] if last else []
    for span in sheet.merged_cells.ranges:
        if span.min_row > last or span.min_col > width:
            continue
        value = rows[span.min_row - 1][span.min_col - 1]
        for row in range(span.min_row, min(span.max_row, last) + 1):
            for column in range(span.min_col, min(span.max_col, width) + 1):
                rows[row - 1][column - 1] = value
    return rows


def _csv(data: bytes, name: str) -> tuple[tuple[int, tuple[Any, ...]], ...]:
    text = _decoded(data, name)
    first = "\n".join([line for line in text.splitlines() if line.strip()][:HEAD])
    mark = max((",", "\t", ";", "|", "；"), key=_fields(first))
    csv.field_size_limit(MAXIMUM_BYTES)
    try:
        return _rows([list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)], name)
    except csv.Error:
        raise _broken(name) from None


def _fields(text: str) -> Callable[[str], tuple[int, int]]:
    """How well a mark divides lines into fields: by how many lines have it, then by how often it stands there."""
    lines = text.splitlines()
    return lambda mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines))


def _decoded(data: bytes, name: str) -> str:
    marks = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    encodings = [encoding for mark, encoding in marks if data.startswith(mark)] or ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _broken(name)


def _rows(rows: Sequence[Sequence[Any]], name: str) -> tuple[tuple[int, tuple[Any, ...]], ...]:
    kept = tuple(
        (number, tuple(_meant(value) for value in row))
        for number, row in enumerate(rows, 1)
        if any(value is not None and str(value).strip() for value in row)
    )
    if len(kept) > MAXIMUM_ROWS:
        raise _too_many(name)
    return kept


def _too_many(name: str) -> BadValue:
    return BadValue(
        "too_many_rows", N_("“{name}” has more than {limit} rows. Import it in parts."), name=name, limit=MAXIMUM_ROWS
    )


def _meant(value: Any) -> Any:
    """Without the apostrophe that keeps a cell from becoming a formula; text without blanks around it."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text


def _broken(name: str) -> BadValue:
    return BadValue(
        "broken_sheet", N_("“{name}” is not a whole sheet. Open it, save it again as .csv or .xlsx."), name=name
    )
