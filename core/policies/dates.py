"""When an official text was issued, and from when until when it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.policies.numerals import NUMERAL, read_numeral

_DAY = rf"([{NUMERAL}]{{2,4}})\s*[年./\-]\s*([{NUMERAL}]{{1,3}})\s*[月./\-]\s*([{NUMERAL}]{{1,3}})\s*日?"
_ONLY_DAY = re.compile(_DAY)
_LABELLED = (
    re.compile(rf"(?:成文|印发|签发|发文)(?:日期|时间)?\s*[:：]\s*{_DAY}"),
    re.compile(rf"{_DAY}\s*(?:印发|公布|发布|通过)"),
    re.compile(rf"(?:发布|公开|发文|公布)?(?:日期|时间)\s*[:：]\s*{_DAY}"),
)
_FROM_DAY = re.compile(rf"自\s*{_DAY}\s*(?:起|开始)(?:正式)?(?:施行|实施|执行|生效)")
_FROM_ISSUE = re.compile(r"自(?:印发|发布|公布|下发|发文|颁布)之日起(?:正式)?(?:施行|实施|执行|生效)?")
_UNTIL_DAY = re.compile(rf"(?:有效期|试行期|执行期)?限?\s*(?:至|到|截至|截止到)\s*{_DAY}")
_PERIOD = re.compile(rf"(?:有效期|试行期|试行)限?(?:为|是|暂定)?\s*([{NUMERAL}]{{1,3}})\s*(年|个月)")


@dataclass(frozen=True, slots=True)
class Validity:
    """`counted`: the end was worked out from a period of years or months, so it may be a day off."""

    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    counted: bool = False


def read_day(text: str) -> date | None:
    """The first date in `text` (2025年8月31日, 二〇二五年八月三十一日, 2025-08-31), or None."""
    for match in _ONLY_DAY.finditer(text):
        if found := _date(match):
            return found
    return None


def is_day(line: str) -> bool:
    """Whether `line` is a date and nothing more, as under a signature."""
    return _ONLY_DAY.fullmatch(line.strip()) is not None


def read_validity(around: Sequence[str], closing: Sequence[str]) -> Validity:
    """Dates from the lines `around` the articles (notice, signature) and the `closing` provisions.

    The date under the signature goes before a labelled one, and that before the page's own date. A period of years
    runs to the day before its corresponding day, the earlier of the two readings in use, so that nothing is shown
    as in force that may no longer be.
    """
    issued = next((read_day(line) for line in around if is_day(line)), None)
    for pattern in _LABELLED:
        matches = (match for line in around for match in pattern.finditer(line))
        issued = issued or next((found for match in matches if (found := _date(match))), None)
    text = "\n".join(closing)
    starts = until = None
    counted = False
    if match := _FROM_DAY.search(text):
        starts = _date(match)
    elif _FROM_ISSUE.search(text):
        starts = issued
    if match := _UNTIL_DAY.search(text):
        until = _date(match)
    elif (match := _PERIOD.search(text)) and starts and (amount := read_numeral(match[1])):
        until = _months_later(starts, amount * (12 if match[2] == "年" else 1)) - timedelta(days=1)
        counted = True
    return Validity(issued, starts, until, counted)


def _date(match: re.Match[str]) -> date | None:
    year, month, day = (read_numeral(part) for part in match.groups()[-3:])
    try:
        return date(year or 0, month or 0, day or 0) if year and year >= 1949 else None
    except ValueError:
        return None


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise ValueError(day)
