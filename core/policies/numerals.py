"""Chinese numerals of official texts: 第十五条, （三）, 二〇二五年, and back."""

from __future__ import annotations

import unicodedata

NUMERAL = "0-9０-９〇零一二两三四五六七八九十百千"
_DIGITS = {mark: value for value, mark in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_WRITTEN = "〇一二三四五六七八九"


def read_numeral(text: str) -> int | None:
    """The whole number written in `text`, or None: `十五` and `15` are 15, `一百零三` is 103, `二〇二五` is 2025."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not text:
        return None
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= 6 else None
    if all(mark in _DIGITS or mark.isdigit() for mark in text) and len(text) <= 6:
        return int("".join(str(_DIGITS.get(mark, mark)) for mark in text))
    total = digit = 0
    last_unit = 10_000
    for mark in text:
        if mark in _DIGITS:
            digit = _DIGITS[mark]
        elif mark in _UNITS and _UNITS[mark] < last_unit:
            last_unit = _UNITS[mark]
            total += (digit or 1) * last_unit
            digit = 0
        else:
            return None
    return total + digit


def write_numeral(number: int) -> str:
    """`15` as `十五`, `103` as `一百零三`; from 0 to 9999."""
    if not 0 <= number <= 9999:
        raise ValueError(number)
    if number < 10:
        return "零" if number == 0 else _WRITTEN[number]
    text, pending_zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if pending_zero else "") + _WRITTEN[digit] + name
            pending_zero = False
        elif text and number:
            pending_zero = True
    return text.removeprefix("一") if text.startswith("一十") else text
