"""The day's sheet of rooms for the counter (场地预约日报), as a Word document that an office suite can edit."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from core.rooms.terms import KINDS, STATUSES
from core.rooms.views import BookingView, RoomView
from core.text import visible
from core.words import translate as _

_WEEKDAYS = "一二三四五六日"
_HEADINGS = ("时间", "房间", "主题", "使用方", "人数", "状态", "到场人数", "签字")
_WIDTHS = (34, 40, 68, 48, 16, 22, 18, 26)
"""Millimetres on A4 across, margins of 12 mm."""
_NOT_IN_XML = dict.fromkeys((65534, 65535), "�")


def day_sheet(
    day: date, rooms: Sequence[RoomView], bookings: Iterable[BookingView], centre: str, now: datetime
) -> bytes:
    """The sheet: each booking of the day by time, then the rooms that are free all day."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    document: Any = Document()
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(12)
    _font(document.styles["Normal"], Pt(10))
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading = title.add_run(f"{_clean(centre)}　场地预约日报")
    heading.bold, heading.font.size = True, Pt(16)
    document.add_paragraph(
        f"{day.year}年{day.month}月{day.day}日　星期{_WEEKDAYS[day.weekday()]}　　制表时间：{now:%Y-%m-%d %H:%M}"
    )
    listed = sorted(bookings, key=lambda one: (one.starts_at, one.room))
    names = {one.code: one.name for one in rooms}
    table = document.add_table(rows=1, cols=len(_HEADINGS))
    table.style = "Table Grid"
    _fill(table.rows[0], _HEADINGS, Mm, bold=True)
    for one in listed:
        whom = one.occupant_name or (None if one.occupant is None else str(one.occupant)) or one.guest or ""
        state = KINDS[one.kind] if one.kind == "block" else STATUSES[one.status]
        cells = (_time(one, day), names.get(one.room, one.room), one.title, whom, str(one.people or ""), _(state),
                 str(one.attended or ""), "")  # fmt: skip
        _fill(table.add_row(), cells, Mm)
    if not listed:
        document.add_paragraph("当天没有预约。")
    taken = {one.room for one in listed}
    idle = "、".join(_clean(one.name) for one in rooms if one.code not in taken)
    document.add_paragraph(f"全天空闲：{idle or '无'}")
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _time(one: BookingView, day: date) -> str:
    start = f"{one.starts_at:%H:%M}" if one.starts_at.date() == day else f"{one.starts_at:%m-%d %H:%M}"
    end = f"{one.ends_at:%H:%M}" if one.ends_at.date() == day else f"{one.ends_at:%m-%d %H:%M}"
    return f"{start}–{end}"


def _fill(row: Any, texts: Sequence[str], millimetres: Any, *, bold: bool = False) -> None:
    for cell, text, width in zip(row.cells, texts, _WIDTHS, strict=True):
        cell.width = millimetres(width)
        cell.paragraphs[0].add_run(_clean(text)).bold = bold


def _clean(text: str) -> str:
    return visible(text, newlines=True).translate(_NOT_IN_XML)


def _font(style: Any, size: Any) -> None:
    from docx.oxml.ns import qn

    style.font.name, style.font.size = "Times New Roman", size
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
