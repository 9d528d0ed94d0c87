"""Answers in and out of .csv and .xlsx."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import BadValue
from core.policies.reading import decode
from core.policies.views import AnswerView
from core.words import N_

COLUMNS = ("question", "answer", "articles", "aliases", "category", "service")
_HEADINGS = {
    "question": ("question", "问题", "问"), "answer": ("answer", "答复", "答案", "回答", "答"),
    "articles": ("articles", "条款", "依据", "条文"), "aliases": ("aliases", "别名", "其他问法", "问法"),
    "category": ("category", "类别", "分类"), "service": ("service", "服务", "服务事项", "服务代码"),
}  # fmt: skip
_RISKY = ("=", "+", "-", "@", "\t", "\r")
MAXIMUM_BYTES = 16 * 1024 * 1024
MAXIMUM_ROWS = 50_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows as (number in the file, column → text); `unknown` headings were left out."""

    rows: tuple[tuple[int, Mapping[str, str]], ...]
    columns: tuple[str, ...]
    unknown: tuple[str, ...]


def read_sheet(path: Path) -> Sheet:
    """The rows of a .csv or .xlsx file. Headings may be Chinese or English, in any order.

    Raises `BadValue` (`no_file`, `file_kind`, `file_too_large`, `broken_sheet`, `columns_missing`, `too_many_rows`).
    """
    kind = path.suffix.lower()
    if kind not in (".csv", ".xlsx"):
        raise BadValue("file_kind", N_("“{name}” is neither .csv nor .xlsx. Save it as one of these."), name=path.name)
    try:
        if path.stat().st_size > MAXIMUM_BYTES:
            raise BadValue(
                "file_too_large",
                N_("“{name}” has {megabytes} MB; a policy text may have {limit} MB. Import its parts one by one."),
                name=path.name,
                megabytes=round(path.stat().st_size / 1024 / 1024),
                limit=MAXIMUM_BYTES // 1024 // 1024,
            )
        lines = _csv_lines(path) if kind == ".csv" else _xlsx_lines(path)
    except OSError:
        raise BadValue(
            "no_file", N_("“{name}” cannot be read. Check the path and the file's rights."), name=path.name
        ) from None
    return _sheet(lines, path.name)


def aliases_of(cell: str) -> tuple[str, ...]:
    """Other ways of asking, written one a line or parted by ； or |."""
    for mark in ("；", ";", "|", "｜"):
        cell = cell.replace(mark, "\n")
    return tuple(one.strip() for one in cell.split("\n") if one.strip())


def write_sheet(path: Path, answers: Iterable[AnswerView]) -> int:
    """Write answers to `path`; returns how many. No cell becomes a formula.

    Raises `BadValue` (`file_kind`, `not_written`).
    """
    rows = [_cells(one) for one in answers]
    kind = path.suffix.lower()
    try:
        if kind == ".csv":
            with path.open("w", encoding="utf-8-sig", newline="") as stream:
                csv.writer(stream).writerows([list(COLUMNS), *([_harmless(cell) for cell in row] for row in rows)])
        elif kind == ".xlsx":
            _write_xlsx(path, rows)
        else:
            raise BadValue(
                "file_kind", N_("“{name}” is neither .csv nor .xlsx. Save it as one of these."), name=path.name
            )
    except OSError:
        raise BadValue(
            "not_written",
            N_("“{name}” cannot be written. Check the folder and whether it is open elsewhere."),
            name=path.name,
        ) from None
    return len(rows)


def _cells(one: AnswerView) -> list[str]:
    return [
        one.question, one.answer, "；".join(one.citations), "\n".join(one.aliases), one.category, one.service or "",
    ]  # fmt: skip


def _write_xlsx(path: Path, rows: Sequence[Sequence[str]]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    sheet = book.add_worksheet("answers")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate(zip(COLUMNS, (36, 60, 20, 40, 14, 14), strict=True)):
        sheet.set_column(column, column, width, wrapped)
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, cell[:32_000])
    book.close()


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(_RISKY) else cell


def _meant(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    return text[1:] if text.startswith("'") and text[1:].startswith(_RISKY) else text


def _csv_lines(path: Path) -> list[tuple[int, list[str]]]:
    data = path.read_bytes()
    if not data.strip():
        raise BadValue("file_empty", N_("“{name}” is empty. Nothing was imported."), name=path.name)
    text = decode(data, name=path.name)
    first = text.split("\n", 1)[0]
    mark = max((",", "\t", ";", "，"), key=first.count) if first.count(",") == 0 else ","
    csv.field_size_limit(MAXIMUM_BYTES)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        return [(number, [_meant(cell) for cell in row]) for number, row in enumerate(reader, 1)]
    except csv.Error:
        raise _broken(path.name) from None


def _xlsx_lines(path: Path) -> list[tuple[int, list[str]]]:
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as package:
            if sum(one.file_size for one in package.infolist()) > 20 * MAXIMUM_BYTES:
                raise _broken(path.name)
        book = load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        lines = []
        for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if number > MAXIMUM_ROWS:
                break
            lines.append((number, [_meant(cell) for cell in row]))
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, TypeError, EOFError, SyntaxError):
        raise _broken(path.name) from None
    return lines


def _sheet(lines: Sequence[tuple[int, list[str]]], name: str) -> Sheet:
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if len(filled) > MAXIMUM_ROWS:
        raise BadValue(
            "too_many_rows",
            N_("“{name}” has more than {limit} rows. Import it in parts."),
            name=name,
            limit=MAXIMUM_ROWS,
        )
    headings = [cell.strip().lower() for cell in filled[0][1]] if filled else []
    places: dict[str, int] = {}
    for column, names in _HEADINGS.items():
        at = next((at for at, heading in enumerate(headings) if heading in names), None)
        if at is not None:
            places[column] = at
    missing = [column for column in ("question", "answer") if column not in places]
    if missing:
        raise BadValue(
            "columns_missing",
            N_("“{name}” lacks the columns {columns}. The first row names the columns: question, answer, articles, …"),
            name=name,
            columns=missing,
        )
    unknown = tuple(heading for at, heading in enumerate(headings) if heading and at not in places.values())
    rows = tuple(
        (number, {column: cells[at] if at < len(cells) else "" for column, at in places.items()})
        for number, cells in filled[1:]
    )
    return Sheet(rows, tuple(places), unknown)


def _broken(name: str) -> BadValue:
    return BadValue(
        "broken_sheet", N_("“{name}” is not a whole sheet. Open it, save it again as .csv or .xlsx."), name=name
    )
