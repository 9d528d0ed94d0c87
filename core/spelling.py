"""Finding people and things by Chinese, pinyin or initials: `cydbdk` finds 创业担保贷款."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

_Item = TypeVar("_Item")


def plain(text: str) -> str:
    """One form for comparing: full-width to half-width, lower case, no spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def spelling(text: str) -> str:
    """What a name is found by besides itself: its initials and its full pinyin, `cydbdk chuangyedanbaodaikuan`.

    Empty where the name has no Chinese. Kept with the record, for pypinyin takes long to import.
    """
    if not any("㐀" <= character <= "鿿" for character in text):
        return ""
    from pypinyin import Style, lazy_pinyin

    initials = plain("".join(lazy_pinyin(text, style=Style.FIRST_LETTER)))
    return f"{initials} {plain(''.join(lazy_pinyin(text)))}"


def ready() -> None:
    """Load what `spelling` needs. Before an act that spells, for others wait for the write lock while it loads."""
    spelling("字")


def score(query: str, code: str, name: str, spelled: str) -> int:
    """How well a record fits: 0 not at all, more is better."""
    wanted = plain(query)
    if not wanted:
        return 1
    named, initials, full = plain(name), *([*spelled.split(), "", ""])[:2]
    ranked = (
        (10, wanted in (code, named)),
        (9, wanted == initials),
        (8, named.startswith(wanted)),
        (7, code.startswith(wanted)),
        (6, initials.startswith(wanted)),
        (5, full.startswith(wanted)),
        (4, wanted in named),
        (3, len(wanted) > 1 and wanted in initials),
        (2, len(wanted) > 2 and wanted in full),
    )
    return next((points for points, fits in ranked if fits), 0)


def find(query: str, items: Iterable[_Item], key: Callable[[_Item], tuple[str, str, str]]) -> list[_Item]:
    """The items that fit, best first; `key` gives code, name and spelling. Order is kept among equals."""
    rated = [(score(query, *key(item)), item) for item in items]
    return [item for points, item in sorted(rated, key=lambda pair: -pair[0]) if points]
