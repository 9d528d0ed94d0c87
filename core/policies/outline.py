"""The inside of one article: its items, nested and addressable (第十五条（一）1.)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.policies.numerals import NUMERAL, read_numeral, write_numeral


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an article.

    `label` is canonical: `（一）`, `1.`, `（1）`, `①` or `一、`. `text` is its own text without the marker; `after` is
    what follows its inner items and still belongs to it.
    """

    label: str
    number: int
    text: str
    items: tuple[Item, ...] = ()
    after: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """`lead`: what stands before the first item; `items`; `after`: what follows them all."""

    lead: str
    items: tuple[Item, ...]
    after: str


@dataclass(slots=True)
class _Open:
    style: str
    label: str
    number: int
    text: list[str]
    items: list[_Open] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def closed(self) -> Item:
        inner = tuple(one.closed() for one in self.items)
        return Item(self.label, self.number, "\n".join(self.text), inner, "\n".join(self.after))


_CHINESE = "一二三四五六七八九十百"
_MARKERS = (
    ("bracket", re.compile(rf"[（(]\s*([{_CHINESE}]{{1,5}})\s*[)）]\s*[、.．]?\s*")),
    ("plain", re.compile(r"([0-9０-９]{1,2})\s*(?:[.．、](?![0-9０-９])|\)|）)\s*")),
    ("number", re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[)）]\s*")),
    ("circle", re.compile(r"([①-⑳])\s*")),
    ("heading", re.compile(rf"([{_CHINESE}]{{1,5}})、\s*")),
)
_FINAL = "。；;！？!?.”』」）)"


def marker(line: str) -> tuple[str, int, str] | None:
    """(style, number, the rest of the line) where `line` begins with an item's marker."""
    for style, pattern in _MARKERS:
        if match := pattern.match(line):
            number = ord(match[1]) - 0x245F if style == "circle" else read_numeral(match[1])
            if number:
                return style, number, line[match.end() :]
    return None


def label(style: str, number: int) -> str:
    """The canonical marker: `label("bracket", 3)` is `（三）`."""
    if style == "circle":
        return chr(0x245F + number)
    written = write_numeral(number)
    return {"bracket": f"（{written}）", "heading": f"{written}、", "number": f"（{number}）"}.get(style, f"{number}.")


def outline(lines: Sequence[str]) -> Outline:
    """Arrange the paragraphs of one article, markers and all, into items.

    A marker counts where its number goes on from its level's last one, or is 1 on a new level. A paragraph without a
    marker continues an item that was left unfinished (no full stop); otherwise it closes the innermost level.
    """
    root = _Open("", "", 0, [])
    path = [root]
    tail: list[str] | None = root.text
    for line in _unfolded(lines):
        found = marker(line)
        place = _place(path, found) if found else None
        if found and place is not None:
            style, number, rest = found
            del path[place:]
            opened = _Open(style, label(style, number), number, [rest] if rest else [])
            path[-1].items.append(opened)
            path.append(opened)
            tail = None
        elif tail is not None:
            tail.append(line)
        else:
            last = path[-1]
            if not last.text or not last.text[-1].rstrip().endswith(tuple(_FINAL)):
                tail = last.text
            else:
                path.pop()
                tail = path[-1].after
            tail.append(line)
    return Outline("\n".join(root.text), tuple(one.closed() for one in root.items), "\n".join(root.after))


def _place(path: list[_Open], found: tuple[str, int, str]) -> int | None:
    style, number, _ = found
    for depth in range(len(path) - 1, 0, -1):
        if path[depth].style == style:
            return depth if path[depth].number < number <= path[depth].number + 3 else None
    return len(path) if number == 1 else None


_INLINE = re.compile(rf"(?<=[:：;；。,，])\s*(?=[（(][{_CHINESE}]{{1,3}}[)）])|(?<=[:：;；。])\s*(?=[①-⑳])")


def _unfolded(lines: Sequence[str]) -> list[str]:
    """Items that were run together on one line (…：（一）…；（二）…) each on a line of their own."""
    if any(marker(line) for line in lines[1:]):
        return list(lines)
    unfolded: list[str] = []
    for line in lines:
        pieces = _INLINE.split(line)
        numbers = [found[1] for piece in pieces[1:] if (found := marker(piece))]
        in_order = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
        starts = bool(numbers) and (numbers[0] == 1 or (numbers[0] == 2 and marker(pieces[0]) is not None))
        unfolded += pieces if len(numbers) == len(pieces) - 1 and in_order and starts else [line]
    return unfolded


@dataclass(frozen=True, slots=True)
class Citation:
    """Where something is said: an article's number and the numbers of the items inside it."""

    article: int
    path: tuple[int, ...] = ()

    def __str__(self) -> str:
        styles = ("bracket", "plain", "number", "circle")
        inner = "".join(label(style, number) for style, number in zip(styles, self.path, strict=False))
        return f"第{write_numeral(self.article)}条{inner}"


_CITATION = re.compile(rf"第?\s*([{NUMERAL}]+)\s*条?((?:\s*[（(][{NUMERAL}]+[)）]|\s*项|\s*[0-9]+[.．])*)\s*")


def read_citations(text: str) -> tuple[Citation, ...] | None:
    """Citations as people write them (`15；第十条（六）4.、7`), none of them `()`; None where a part is unreadable."""
    found: list[Citation] = []
    for part in re.split(r"[;；,，、\s]+(?=第|[0-9０-９]|$)", text.strip()):
        if not part:
            continue
        match = _CITATION.fullmatch(part)
        number = read_numeral(match[1]) if match else None
        if match is None or not number or number > 9999:
            return None
        inner = [read_numeral(one) for one in re.findall(rf"[{NUMERAL}]+", match[2])]
        citation = Citation(number, tuple(one for one in inner if one))
        if citation not in found:
            found.append(citation)
    return tuple(found)


_PLACE = re.compile(rf"第?([{NUMERAL}]+)条?((?:第?[（(]?[{NUMERAL}]+[)）]?[项目]?[.．]?)*)")


def read_citation(text: str) -> Citation | None:
    """One place as people name it: `15`, `第十五条`, `第 15 条`, `第十五条（一）`, `第九条第一项第2目`; else None."""
    match = _PLACE.fullmatch(re.sub(r"\s+", "", text))
    article = read_numeral(match[1]) if match else None
    inner = [read_numeral(one) for one in re.findall(rf"[{NUMERAL}]+", match[2])] if match else []
    if not article or article > 9999 or not all(inner):
        return None
    return Citation(article, tuple(one for one in inner if one))
