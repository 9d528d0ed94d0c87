"""What an official text is called, its number, and what it says it repeals."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.policies.dates import is_day
from core.policies.furniture import is_furniture
from core.policies.numerals import NUMERAL

CHAPTER = re.compile(rf"第\s*([{NUMERAL}]{{1,5}})\s*([章编])\s*[、:：]?\s*(.{{0,40}})")
SECTION = re.compile(rf"第\s*([{NUMERAL}]{{1,5}})\s*节\s*[、:：]?\s*(.{{0,40}})")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}\s*[〔\[（(【﹝]\s*\d{4}\s*[〕\])）】﹞]\s*第?\s*\d{1,5}\s*号")
KIND = re.compile(
    r".*(?:办法|规定|细则|意见|通知|方案|公告|条例|规范|制度|规程|措施|指引|指南|通告|决定|标准|规则|章程|流程|须知|守则|公约|计划|纲要|清单)(?:\s*[（(].{1,20}[)）])?"
)
_REPEALED = re.compile(
    r"《([^》]{2,80})》\s*(?:[（(]([^()（）]{2,30}号)[)）])?(?=[^。]{0,80}(?:同时废止|即行废止|停止执行|予以废止))"
)


def title_in(around: Sequence[str]) -> str | None:
    """The title among the lines before the first chapter or article: the nearest that reads like one.

    Else what the notice says it issues (印发《…》), else the nearest short line.
    """
    nearest: str | None = None
    for line in reversed(around):
        bare = re.sub(r"\s+", "", line)
        if _is_no_title(line, bare):
            continue
        if len(bare) > 80 or bare.endswith(("。", "：", ":", "；", ";", "，", ",")):
            break
        if len(bare) >= 4 and KIND.fullmatch(bare):
            return named(bare)
        nearest = nearest or (bare if 4 <= len(bare) <= 40 else None)
    for line in around:
        if match := re.search(r"(?:印发|公布|发布)《([^》]{4,80})》", line):
            return match[1]
    return nearest


def _is_no_title(line: str, bare: str) -> bool:
    return bool(
        bare in ("目录", "正文")
        or is_day(line)
        or is_furniture(line)
        or _NUMBER.fullmatch(line)
        or re.fullmatch(r"[（(].*[)）]", bare)
        or CHAPTER.fullmatch(line)
        or SECTION.fullmatch(line)
        or re.search(r"\d+$", bare)
    )


def named(line: str) -> str:
    """The title itself out of 关于印发《…》的通知 or 《…》."""
    match = re.fullmatch(r".*(?:印发|公布|发布|修订)《([^》]{4,80})》.*", line)
    return match[1] if match else line.strip("《》")


def hinted(hint: str | None) -> str | None:
    """The title in what a page calls itself, without the name of the site."""
    if not hint:
        return None
    name = re.split(r"\s*(?:[_|｜]|\s[-—–]+\s|--+)\s*", hint.strip())[0].strip()
    return named(name) or None


def own_number(around: Sequence[str]) -> str | None:
    """The text's own number (文号): on a line of its own, or after its label; never one that is only cited."""
    for line in around:
        labelled = re.match(r".*(?:文\s*号|发文字号|文件编号)\s*[:：]\s*(.*)", line)
        match = _NUMBER.search(labelled[1]) if labelled else _NUMBER.fullmatch(line)
        if match:
            return re.sub(r"\s+", "", match[0])
    return None


def repeals_in(text: str) -> tuple[tuple[str, str | None], ...]:
    """(title, number or None) of what the closing provisions repeal."""
    return tuple((match[1], match[2]) for match in _REPEALED.finditer(text))
