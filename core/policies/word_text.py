"""The readable text of a Word file (.docx), with the numbers Word draws before paragraphs by itself.

Only the two parts that hold text and numbering are unpacked, each up to a limit, so that pictures, macros and
packed bombs are never opened.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from core.errors import BadValue
from core.policies.numerals import write_numeral
from core.words import N_

MAXIMUM_PART_BYTES = 32 * 1024 * 1024
_MAXIMUM_RATIO = 200
_NOT_TEXT = frozenset([
    "del", "moveFrom", "Fallback", "pict", "instrText", "delText", "footnoteReference",
])  # fmt: skip


def word_text(path: Path) -> str:
    """Paragraphs and table rows of the file in order, parted by an empty line.

    Text struck out under tracked changes is left out, text put in is kept. Raises `BadValue` (`broken_docx`,
    `packed_too_tight`).
    """
    try:
        with zipfile.ZipFile(path) as package:
            names = set(package.namelist())
            document = _part(package, _main_part(package, names), path)
            numbering = _part(package, "word/numbering.xml", path) if "word/numbering.xml" in names else None
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise _broken(path) from None
    except ElementTree.ParseError:
        raise _broken(path) from None
    counter = _Numbering(numbering)
    body = next((one for one in document.iter() if _name(one) == "body"), None)
    if body is None:
        raise _broken(path)
    return "\n\n".join(text for text in (line.strip() for line in _lines(body, counter)) if text)


def _broken(path: Path) -> BadValue:
    return BadValue(
        "broken_docx",
        N_("“{name}” is not a whole Word file. Open it in Word or WPS, save it again as .docx and import that."),
        name=path.name,
    )


def _part(package: zipfile.ZipFile, name: str, path: Path) -> ElementTree.Element:
    info = package.getinfo(name)
    too_tight = info.file_size > 1_000_000 and info.file_size > _MAXIMUM_RATIO * max(info.compress_size, 1)
    if info.file_size > MAXIMUM_PART_BYTES or too_tight:
        raise BadValue(
            "packed_too_tight",
            N_("“{name}” unpacks to far more than a policy text can be, so it was not opened. Save it again as .docx."),
            name=path.name,
        )
    with package.open(info) as stream:
        data = stream.read(MAXIMUM_PART_BYTES + 1)
    if len(data) > MAXIMUM_PART_BYTES or b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise _broken(path)
    return ElementTree.fromstring(data)


def _main_part(package: zipfile.ZipFile, names: set[str]) -> str:
    if "word/document.xml" in names:
        return "word/document.xml"
    relations = _part(package, "_rels/.rels", Path(package.filename or ""))
    for one in relations.iter():
        if one.get("Type", "").endswith("/officeDocument"):
            return one.get("Target", "").lstrip("/")
    raise KeyError("officeDocument")


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _value(element: ElementTree.Element | None, attribute: str = "val") -> str | None:
    if element is None:
        return None
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == attribute), None)


def _child(element: ElementTree.Element | None, *path: str) -> ElementTree.Element | None:
    for step in path:
        if element is None:
            return None
        element = next((one for one in element if _name(one) == step), None)
    return element


def _lines(parent: ElementTree.Element, counter: _Numbering) -> Iterator[str]:
    for element in parent:
        name = _name(element)
        if name == "p":
            text = "".join(_runs(element))
            yield counter.mark(element) + text if text.strip() else ""
        elif name == "tr":
            cells = (" ".join(_lines(cell, counter)).strip() for cell in element if _name(cell) == "tc")
            yield "　".join(cells)
        elif name not in _NOT_TEXT:
            yield from _lines(element, counter)


def _runs(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name == "tab":
            yield "\t" if _name(element) == "r" else ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name not in _NOT_TEXT:
            yield from _runs(child)


class _Numbering:
    """Counts automatic numbers as Word does: each list by itself, a level starting anew under a higher one."""

    def __init__(self, part: ElementTree.Element | None) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._counts: dict[tuple[str, int], int] = {}
        self._lists: dict[str, str] = {}
        for element in part if part is not None else ():
            if _name(element) == "abstractNum":
                identity = _value(element, "abstractNumId") or ""
                self._levels[identity] = {
                    int(_value(level, "ilvl") or 0): (
                        _value(_child(level, "numFmt")) or "decimal",
                        _value(_child(level, "lvlText")) or "",
                        int(_value(_child(level, "start")) or 1),
                    )
                    for level in element
                    if _name(level) == "lvl"
                }
            elif _name(element) == "num":
                self._lists[_value(element, "numId") or ""] = _value(_child(element, "abstractNumId")) or ""

    def mark(self, paragraph: ElementTree.Element) -> str:
        """What Word would draw before `paragraph`: `第三条 `, `（一）`, or nothing."""
        properties = _child(paragraph, "pPr", "numPr")
        identity = self._lists.get(_value(_child(properties, "numId")) or "")
        level = int(_value(_child(properties, "ilvl")) or 0)
        levels = self._levels.get(identity or "", {})
        if identity is None or level not in levels:
            return ""
        kind, pattern, start = levels[level]
        self._counts[identity, level] = self._counts.get((identity, level), start - 1) + 1
        for deeper in range(level + 1, 9):
            self._counts.pop((identity, deeper), None)
        if kind in ("bullet", "none"):
            return ""
        for above in range(level + 1):
            count = self._counts.get((identity, above), levels.get(above, ("", "", 1))[2])
            pattern = pattern.replace(f"%{above + 1}", _written(count, levels.get(above, (kind, "", 1))[0]))
        return pattern + ("　" if pattern.endswith(("条", "章", "节")) else "")


def _written(number: int, kind: str) -> str:
    if kind.startswith(("chinese", "ideograph", "japanese", "taiwanese")):
        return write_numeral(number) if 0 <= number <= 9999 else str(number)
    if kind.startswith("decimalEnclosedCircle") and 1 <= number <= 20:
        return chr(0x2460 + number - 1)
    if kind in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        return chr((0x61 if kind == "lowerLetter" else 0x41) + number - 1)
    return str(number)
