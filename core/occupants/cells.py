"""Reading single cells: dates in the shapes offices write, numbers kept as text, kinds and units in words."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.errors import BadValue
from core.occupants import figures
from core.occupants.sheets import UNCALCULATED
from core.words import N_

_NOTHING = {"", "-", "—", "——", "/", "\\", "无", "暂无", "没有", "n/a", "na", "none", "null", "不详", "待定"}
_KINDS = {
    "institution": ("服务机构", "机构", "专业服务机构", "创业服务机构", "institution"),
    "association": ("社会组织", "协会", "商会", "商协会", "公益性商协会", "行业协会", "association"),
    "startup": (
        "创业实体",
        "创业企业",
        "初创企业",
        "企业",
        "孵化企业",
        "在孵企业",
        "新注册企业",
        "小微企业",
        "startup",
    ),
}
_INTRODUCERS = {
    "centre": ("中心", "赋能中心", "中心引入", "赋能中心引入", "创业赋能中心", "创业赋能中心引入", "中心引进", "centre",
               "center"),
    "institution": ("机构", "服务机构", "机构引入", "服务机构引入", "机构引进", "服务机构引进", "institution"),
}  # fmt: skip
_FIGURES = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_IN_CHINESE = (
    r"[〇零○一二三四五六七八九]{4}年(?:十[一二]?|[一二三四五六七八九])月"
    r"(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
)
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})", re.A)
_FLOOR = re.compile(r"^(?:\d|[一二三四五六七八九])(?:层|楼|[Ff])-?(?=\d)")
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
_GONE = (
    "已退出", "退出", "已迁出", "迁出", "已离开", "离开", "已搬离", "搬离", "已退租", "退租", "已注销", "注销",
    "已拒绝", "未通过", "申请中", "拟入驻", "待入驻", "未入驻", "left", "refused", "applying",
)  # fmt: skip
_EXCEL_FIRST = date(1899, 12, 30)


def plain(value: Any) -> str:
    """A cell as text: full-width to half-width, whole numbers without a point, nothing for marks that mean nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    return "" if text.lower() in _NOTHING else text


def refuse_error(value: Any) -> None:
    """Raises `BadValue` (`cell_error`, `cell_uncalculated`) for a cell that has no value of its own to read."""
    if value == UNCALCULATED:
        raise BadValue(
            "cell_uncalculated",
            N_("The cell has a formula, and the file lacks its result. Open the file, save it again, then import it."),
        )
    if isinstance(value, str) and _ERROR.fullmatch(value):
        raise BadValue("cell_error", N_("The cell shows the error {value}. Mend its formula."), value=value)


def is_gone(value: Any) -> bool:
    """Whether the word for a state says that who is named is not in the house, or not yet."""
    return "".join(plain(value).split()).casefold() in _GONE


def typed(value: Any) -> str | None:
    """Free text as typed, or None."""
    if not plain(value):
        return None
    return plain(value) if isinstance(value, (int, float)) else str(value).strip()


def day(value: Any) -> date | None:
    """A date from a date cell, `2026-11-23`, `2026/11/23`, `2026.11.23`, `2026年11月23日`, `20261123`, Excel's number.

    Chinese numerals are read too. Raises `BadValue` (`bad_cell_date`): a year and month alone are not a day.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = plain(value)
    if not text:
        return None
    found = re.fullmatch(
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?",
        _in_figures(text), re.A,
    )  # fmt: skip
    found = found or re.fullmatch(r"((?:19|20)\d\d)(\d\d)(\d\d)", text, re.A)
    try:
        if found is not None:
            return date(int(found[1]), int(found[2]), int(found[3]))
        if re.fullmatch(r"[1-7]\d{4}(\.\d+)?", text, re.A) and not isinstance(value, bool):
            return _EXCEL_FIRST + timedelta(days=int(float(text)))
    except ValueError:
        pass
    if re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.](\d\d|\d{4})", text, re.A):
        raise BadValue(
            "ambiguous_cell_date",
            N_("“{value}” can be read as more than one day. Write the year first, in four figures, like 2026-11-23."),
            value=str(value),
        )
    raise BadValue("bad_cell_date", N_("“{value}” is not a date. Write it like 2026-11-23."), value=str(value))


def _in_figures(text: str) -> str:
    """`二〇二六年三月五日` as `2026年3月5日`; anything else as it is."""
    if not re.fullmatch(_IN_CHINESE, text):
        return text
    year, rest = text.split("年")
    month, day_ = rest[:-1].split("月")
    return f"{year.translate(_FIGURES)}年{_small(month)}月{_small(day_)}日"


def _small(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    return (int(tens.translate(_FIGURES) or 1) * 10 if ten else 0) + int(ones.translate(_FIGURES) or 0)


def span(value: Any) -> tuple[date, date] | None:
    """Two days in one cell, `2025.9.1-2026.8.31` or `2025年9月1日至2026年8月31日`.

    Raises `BadValue` (`bad_cell_span`): a length such as `1年` is no span.
    """
    text = plain(value)
    if not text:
        return None
    found = _DAY.findall(text)
    if len(found) != 2 or isinstance(value, (int, float, date)):
        raise BadValue(
            "bad_cell_span",
            N_("“{value}” are not two days. Write them like 2025-09-01 至 2026-08-31."),
            value=str(value),
        )
    first, last = (day("-".join(one)) for one in found)
    assert first is not None
    assert last is not None
    return first, last


def last_day(value: Any) -> date | None:
    """A day, or the last one of two in one cell; raises `BadValue` (`bad_cell_date`)."""
    if isinstance(value, str) and len(_DAY.findall(plain(value))) == 2:
        both = span(value)
        return both[1] if both else None
    return day(value)


def person_and_phone(value: Any) -> tuple[str, str] | None:
    """A name with a number behind it in one cell, `赵六 138-0000-1234`; None where it is not that."""
    found = re.fullmatch(r"([\u3400-\u9fff·]{2,8})[\s:,;/]*([\d+()\-\s]{7,24})", plain(value), re.A)
    return (found[1], found[2]) if found else None


def whole(value: Any) -> int | None:
    """`15`, `15人`, `１５`; raises `BadValue` (`bad_cell_number`)."""
    text = re.sub(r"\s*(人|名|个|位)$", "", plain(value))
    if not text:
        return None
    if re.fullmatch(r"\d{1,6}(\.0+)?", text, re.ASCII) is None:
        raise BadValue("bad_cell_number", N_("“{value}” is not a whole number."), value=str(value))
    return int(text.partition(".")[0])


def area(value: Any) -> Decimal | None:
    """`120`, `120㎡`, `1,200.5 平方米`; raises `BadValue` (`bad_figure`)."""
    text = re.sub(r"\s*(平方米|平米|㎡|m2|m²|平)$", "", plain(value), flags=re.IGNORECASE)
    return figures.area(_shortest(value, text)) if text else None


def rent(value: Any, heading: str) -> tuple[Decimal, str] | None:
    """A unit price and whether a day or a month: from the cell, else from the heading, else a month; none for 免租.

    Raises `BadValue` (`bad_figure`).
    """
    text = plain(value)
    if not text or text in ("免", "免租", "免费", "减免", "免租金"):
        return None
    number = re.match(r"[¥￥]?\s*([\d,]+(?:\.\d+)?)\s*(?:元|$|/)", text)
    words = text + unicodedata.normalize("NFKC", heading)
    per = "day" if re.search(r"天|日|day", words) and not re.search(r"月|month", text) else "month"
    return figures.rate(_shortest(value, number[1] if number else text)), per


def kind(value: Any) -> str | None:
    """A kind by its code or its usual names; raises `BadValue` (`unknown_kind`)."""
    found = _sort_of(plain(value))
    return found or _named(value, _KINDS, "unknown_kind")


def _sort_of(text: str) -> str | None:
    """A kind by the words in a longer name; who is both a founder and a server serves."""
    for one, words in (
        ("association", ("社会组织", "协会", "商会")), ("institution", ("机构", "平台")), ("startup", ("创业", "初创")),
    ):  # fmt: skip
        if any(word in text for word in words):
            return one
    return None


def introducer(value: Any) -> str | None:
    """Who brought it in; raises `BadValue` (`unknown_introducer`)."""
    return _named(value, _INTRODUCERS, "unknown_introducer")


def units(value: Any) -> tuple[str, ...]:
    """Unit codes of `301`, `301、302室`, `301/302`."""
    parts = [_FLOOR.sub("", one) for one in re.split(r"[、,;/\s+和及]+", plain(value))]
    return tuple(dict.fromkeys(figures.unit_code(one) for one in parts if one and figures.unit_code(one)))


def _named(value: Any, known: dict[str, tuple[str, ...]], code: str) -> str | None:
    text = "".join(plain(value).split()).casefold()
    if not text:
        return None
    for one, names in known.items():
        if text in names:
            return one
    raise BadValue(
        code, N_("“{value}” is not known. Write one of: {known}."), value=str(value),
        known=[names[0] for names in known.values()],
    )  # fmt: skip


def _shortest(value: Any, text: str) -> str:
    """A number of a number cell without the dust of binary fractions."""
    if isinstance(value, float) and abs(value) < 1e12:
        return f"{Decimal(repr(value)).quantize(Decimal('0.000001')).normalize():f}"
    return text
