"""Occupants out to .xlsx (styled) or .csv: phones as text, no formula from data, headings the import understands."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.errors import BadValue
from core.occupants.sheets import RISKY
from core.occupants.terms import STATUSES
from core.occupants.views import OccupantView
from core.text import visible
from core.words import N_, language, translate

COLUMNS = (
    ("名称", "Name", 34), ("类型", "Kind", 12), ("引入方式", "Introduced by", 14), ("状态", "Status", 10),
    ("房间号", "Units", 14), ("面积（㎡）", "Area (m²)", 10), ("社保人数", "Headcount", 9),
    ("共享工位", "Shared desks", 9), ("联系人", "Contact", 12), ("联系电话", "Phone", 15),
    ("统一社会信用代码", "Credit code", 22), ("法定代表人", "Legal representative", 12),
    ("股权结构", "Shares", 20), ("经营范围", "Scope", 30), ("注册地址", "Registered address", 26),
    ("注册日期", "Registered on", 12), ("入驻日期", "Entered on", 12), ("协议开始", "Term from", 12),
    ("协议到期", "Term until", 12), ("租金单价", "Rent", 14), ("免租到期", "Rent-free until", 12),
    ("欠费", "Owed", 12), ("备注", "Note", 24),
)  # fmt: skip
"""Headings in Chinese and English, and column widths."""
_KIND_WORDS = {"institution": "服务机构", "association": "社会组织", "startup": "创业实体"}
_BROUGHT = {"centre": "中心引入", "institution": "机构引入"}


def content(path: Path, views: Sequence[OccupantView], on: date) -> bytes:
    """The file's bytes, by its ending; raises `BadValue` (`file_kind`)."""
    kind = path.suffix.lower()
    if kind == ".xlsx":
        return _xlsx(views, on)
    if kind == ".csv":
        return _csv(views)
    raise BadValue("file_kind", N_("“{name}” is neither .csv nor .xlsx. Save it as one of these."), name=path.name)


def headings() -> list[str]:
    """In the user's language."""
    return [chinese if language() == "zh" else english for chinese, english, _width in COLUMNS]


def _cells(one: OccupantView) -> list[Any]:
    zh = language() == "zh"
    term = one.agreement
    rent = None
    if term is not None and term.rent is not None:
        rent = f"{term.rent}元/㎡/{'天' if term.per == 'day' else '月'}" if zh else f"{term.rent} / {term.per}"
    return [
        one.name, _KIND_WORDS[one.kind] if zh else one.kind, _BROUGHT[one.introduced_by] if zh else one.introduced_by,
        translate(STATUSES[one.status]), "、".join(one.units), one.area or one.wanted_area, one.headcount,
        one.shared_desks or None, one.contact,
        one.phone, one.credit_code, one.legal_representative, one.shares, one.scope, one.registered_address,
        one.registered_on, one.entered_on, term.start if term else None, term.until if term else None, rent,
        term.rent_free_until if term else None, one.account.owed, one.note,
    ]  # fmt: skip


def _xlsx(views: Sequence[OccupantView], on: date) -> bytes:
    import xlsxwriter

    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    sheet = book.add_worksheet(translate(N_("Occupants")))
    line = {"border": 1, "border_color": "#BFBFBF", "valign": "top"}
    title = book.add_format({"bold": True, "font_size": 14, "valign": "vcenter"})
    head = book.add_format({**line, "bold": True, "bg_color": "#DDEBF7", "text_wrap": True, "valign": "vcenter"})
    text = book.add_format({**line, "text_wrap": True, "num_format": "@"})
    number = book.add_format({**line, "num_format": "0.##"})
    money = book.add_format({**line, "num_format": "#,##0.00"})
    day = book.add_format({**line, "num_format": "yyyy-mm-dd", "align": "left"})
    sheet.write_string(0, 0, f"{translate(N_('Occupants'))} {on}", title)
    sheet.set_row(0, 24)
    for place, (heading, (_zh, _en, width)) in enumerate(zip(headings(), COLUMNS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(1, place, heading, head)
    for row, one in enumerate(views, 2):
        for place, value in enumerate(_cells(one)):
            if isinstance(value, date):
                sheet.write_datetime(row, place, datetime.combine(value, time()), day)
            elif isinstance(value, Decimal):
                sheet.write_number(row, place, float(value), money)
            elif isinstance(value, (int, float)):
                sheet.write_number(row, place, value, number)
            elif value is None:
                sheet.write_blank(row, place, None, text)
            else:
                sheet.write_string(row, place, visible(str(value))[:32_000], text)
    sheet.freeze_panes(2, 1)
    sheet.autofilter(1, 0, max(len(views) + 1, 1), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    book.close()
    return target.getvalue()


def _csv(views: Sequence[OccupantView]) -> bytes:
    target = io.StringIO()
    writer = csv.writer(target)
    writer.writerow(headings())
    for one in views:
        writer.writerow(["" if value is None else _harmless(str(value)) for value in _cells(one)])
    return target.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return "'" + cell if cell.startswith(RISKY) else cell
