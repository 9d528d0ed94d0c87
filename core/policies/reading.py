"""A file with an official text, as people really save it, becomes plain text; or is refused with the reason."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from core.errors import BadValue
from core.policies.html_text import page_text
from core.policies.word_text import word_text
from core.words import N_, translate

MAXIMUM_TEXT_BYTES = 8 * 1024 * 1024
MAXIMUM_WORD_BYTES = 64 * 1024 * 1024
MAXIMUM_CHARACTERS = 400_000
_SIGNATURES = (
    (b"%PDF-", N_("a PDF")),
    (b"\x89PNG", N_("a picture")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"GIF8", N_("a picture")),
    (b"BM", N_("a picture")),
    (b"II*\0", N_("a picture")),
    (b"MM\0*", N_("a picture")),
    (b"RIFF", N_("a picture or a recording")),
    (b"\xd0\xcf\x11\xe0", N_("an old Word file or one with a password")),
    (b"{\\rtf", N_("a rich-text file")),
    (b"PK\x03\x04", N_("a packed file")),
    (b"Rar!", N_("a packed file")),
    (b"7z\xbc\xaf", N_("a packed file")),
    (b"\x1f\x8b", N_("a packed file")),
    (b"\x7fELF", N_("a program")),
    (b"MZ", N_("a program")),
)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class SourceText:
    """`text`: paragraphs on lines of their own. `title`: what the file calls itself, or None."""

    text: str
    title: str | None


def read_source(path: Path) -> SourceText:
    """The text in a .txt, .html or .docx file.

    Raises `BadValue`: `no_file`, `file_kind`, `file_too_large`, `file_empty`, `not_text`, `broken_docx`,
    `packed_too_tight`, `too_long`.
    """
    kind = path.suffix.lower()
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise OSError
        if kind not in (".txt", ".text", ".html", ".htm", ".docx"):
            raise BadValue(
                "file_kind",
                N_("“{name}” is neither .txt, .html nor .docx. Save the text as one of these and import that."),
                name=path.name,
            )
        limit = MAXIMUM_WORD_BYTES if kind == ".docx" else MAXIMUM_TEXT_BYTES
        if size > limit:
            raise BadValue(
                "file_too_large",
                N_("“{name}” has {megabytes} MB; a policy text may have {limit} MB. Import its parts one by one."),
                name=path.name,
                megabytes=round(size / 1024 / 1024),
                limit=limit // 1024 // 1024,
            )
        data = path.read_bytes() if kind != ".docx" else path.open("rb").read(8)
    except OSError:
        raise BadValue(
            "no_file", N_("“{name}” cannot be read. Check the path and the file's rights."), name=path.name
        ) from None
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise BadValue("file_empty", N_("“{name}” is empty. Nothing was imported."), name=path.name)
    if kind == ".docx":
        if not data.startswith(b"PK"):
            _refuse_by_signature(data, path)
        source = SourceText(word_text(path), None)
    else:
        _refuse_by_signature(data, path)
        text = decode(data, name=path.name, web=kind in (".html", ".htm"))
        if kind in (".html", ".htm") or re.match(r"\s*<(!doctype html|html|head|body)\b", text, re.IGNORECASE):
            page = page_text(text)
            source = SourceText(page.text, page.title)
        else:
            source = SourceText(text, None)
    if not source.text.strip():
        raise BadValue("file_empty", N_("There is no text in “{name}”. Nothing was imported."), name=path.name)
    if len(source.text) > MAXIMUM_CHARACTERS:
        raise BadValue(
            "too_long",
            N_("“{name}” has {count} characters; a policy text may have {limit}. Import its parts one by one."),
            name=path.name,
            count=len(source.text),
            limit=MAXIMUM_CHARACTERS,
        )
    return source


def decode(data: bytes, *, name: str = "", web: bool = False) -> str:
    """`data` as text: UTF-8, UTF-16 with or without its mark, or GB18030; raises `BadValue` (`not_text`).

    What does not read like written text in any of them is refused rather than guessed at.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _accepted(data, encoding, name)
    candidates = ["utf-8", "gb18030"]
    if data[:4096].count(0):
        candidates = ["utf-16-le", "utf-16-be"]
    elif web and (named := re.search(rb"charset\s*=\s*[\"']?([\w-]+)", data[:4096])):
        candidates.insert(
            0, {"gb2312": "gb18030", "gbk": "gb18030"}.get(named[1].decode().lower(), named[1].decode().lower())
        )
    else:
        candidates += ["utf-16-le", "utf-16-be"]
    best, quality = None, 0.0
    for encoding in candidates:
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding == "utf-8" and _written(text):
            return _without_nul(text)
        found = readable_share(text)
        if found > quality:
            best, quality = text, found
    if best is None or quality < 0.85:
        raise _not_text(name)
    return _without_nul(best)


def readable_share(text: str) -> float:
    """How much of `text` (its first 20,000 characters) is what Chinese documents are written with, 0 to 1.

    Ideographs that only rare names use do not count: bytes read in the wrong encoding are full of them.
    """
    sample = text[:20_000]
    good = sum(1 for mark in sample if mark in _COMMON or _is_common(ord(mark)))
    return good / len(sample) if sample else 0.0


def _written(text: str) -> bool:
    """Whether `text` is letters, digits and marks of any script, control characters aside."""
    sample = text[:20_000]
    unwritten = ("Cc", "Cn", "Co", "Cs")
    odd = sum(1 for mark in sample if mark not in "\t\r\n\f" and unicodedata.category(mark) in unwritten)
    return odd * 50 <= len(sample)


_COMMON = frozenset("\t\r\n　 \u00a0—…“”‘’·×°ⅠⅡⅢⅣⅤ①②③④⑤⑥⑦⑧⑨⑩℃％〔〕〇\u200b\ufeff")


def _is_common(code: int) -> bool:
    if 0x4E00 <= code <= 0x9FA5:
        try:
            return chr(code).encode("gb2312") is not None
        except UnicodeEncodeError:
            return False
    return 0x20 <= code < 0x7F or 0x3000 <= code <= 0x3020 or 0xFF01 <= code <= 0xFF5E


def _accepted(data: bytes, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise _not_text(name) from None
    if readable_share(text) < 0.6:
        raise _not_text(name)
    return _without_nul(text)


def _without_nul(text: str) -> str:
    return text.lstrip("\ufeff").replace("\0", "")


def _not_text(name: str) -> BadValue:
    return BadValue(
        "not_text",
        N_("“{name}” does not hold readable text. Open it in the program it was made with and save it as text."),
        name=name,
    )


def _refuse_by_signature(data: bytes, path: Path) -> None:
    for mark, what in _SIGNATURES:
        if data.startswith(mark) and not (len(mark) == 2 and data[:200].isascii() and 0 not in data[:200]):
            raise BadValue(
                "not_text",
                N_("“{name}” is {what} under another name, not text. Save the text as .txt, .html or .docx."),
                name=path.name,
                what=translate(what),
            )
