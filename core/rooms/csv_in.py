"""Bookings made elsewhere as a .csv file: headings in either language, dates as people write them. Pure."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from core import fields
from core.clock import CENTRE
from core.errors import BadValue, DeskError
from core.rooms.entries import Entry, Read, decoded
from core.rooms.rules import PEOPLE
from core.rooms.views import Problem
from core.text import visible
from core.words import N_
from core.words import translate as _

_HEADINGS = {
    "uid": ("uid", "id", "编号", "预约编号", "预约号", "订单号", "单号"),
    "room": ("room", "location", "会议室", "房间", "场地", "地点"),
    "date": ("date", "日期", "使用日期"),
    "from": ("from", "start", "starts_at", "开始", "开始时间"),
    "to": ("to", "end", "ends_at", "结束", "结束时间"),
    "title": ("title", "subject", "summary", "主题", "名称", "用途", "会议名称"),
    "status": ("status", "状态"),
    "people": ("people", "attendees", "人数", "参会人数"),
    "guest": ("guest", "organiser", "organizer", "预约人", "预订人", "单位"),
    "sequence": ("sequence", "version", "版本"),
}
_CANCELLED = (
    "cancelled", "canceled", "rejected", "declined", "已取消", "取消", "已撤销", "已退订", "作废", "已拒绝", "拒绝",
    "未通过", "不通过", "审核不通过", "审核未通过", "已驳回", "驳回",
)  # fmt: skip
_TENTATIVE = ("tentative", "pending", "待审核", "审核中", "待审批", "待确认")
_BOOKED = (
    "", "confirmed", "approved", "booked", "已通过", "通过", "审核通过", "已审核", "已确认", "已预约", "预约成功",
    "正常", "有效", "使用中", "已使用", "已签到", "已完成",
)  # fmt: skip
_NEEDED = ("uid", "room", "from", "to")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_TIME = re.compile(r"(上午|中午|下午|晚上)?\s*(\d{1,2})\s*[:时点]\s*(\d{1,2})?\s*(?::\s*(\d{2})|分)?$")
_AFTER_NOON = ("下午", "晚上")


def read_table(content: bytes) -> Read:
    """The rows of a file as entries; a row that cannot be read is a problem that names its line.

    Raises `BadValue` (`bad_table`) where the file or its headings cannot be read.
    """
    text = decoded(content)
    if text is None:
        raise _no_table(_("its characters cannot be read"))
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = _columns(next(rows, []))
        entries: dict[str, Entry] = {}
        problems: list[Problem] = []
        warnings: list[Problem] = []
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            cells = {name: row[n].strip() for name, n in columns.items() if n < len(row)}
            where = _("line {number}").format(number=rows.line_num)
            try:
                found = _entry(cells)
            except DeskError as fault:
                problems.append(Problem(where, fault.message))
                continue
            before = entries.get(found.uid)
            if before is not None and before != found:
                warnings.append(Problem(where, _("It stands in the file twice. The newer one counts, else the later.")))
            if before is None or found.sequence >= before.sequence:
                entries[found.uid] = found
            warnings.extend(Problem(where, one) for one in _doubts(cells))
    except csv.Error as fault:
        raise _no_table(_("a quotation mark in it is not closed, or its characters are mixed up")) from fault
    return Read(tuple(entries.values()), tuple(problems), frozenset(entries), tuple(warnings))


def _columns(headings: list[str]) -> Mapping[str, int]:
    plain = ["".join(unicodedata.normalize("NFKC", one).casefold().split()) for one in headings]
    found = {
        name: next(n for n, heading in enumerate(plain) if heading in known)
        for name, known in _HEADINGS.items()
        if set(known) & set(plain)
    }
    missing = [_HEADINGS[name][0] for name in _NEEDED if name not in found]
    if missing:
        raise _no_table(_("these columns are missing: {names}").format(names=_(", ").join(missing)))
    return found


def _entry(cells: Mapping[str, str]) -> Entry:
    if not cells.get("uid"):
        raise BadValue("no_uid", N_("The row has no number of its own, so it could not be recognised next time."))
    start = _moment(cells.get("from", ""), cells.get("date", ""))
    end = _moment(cells.get("to", ""), cells.get("date", "") or f"{start:%Y-%m-%d}")
    if end <= start:
        raise BadValue("backward_times", N_("The end is not after the beginning. Check both times."))
    status = _status(cells)
    sequence = cells.get("sequence")
    return Entry(
        uid=fields.text(cells["uid"], "uid"), recurrence="", start=start, end=end,
        sequence=fields.whole(sequence, "sequence", lowest=0, highest=2**31 - 1) if sequence else 0,
        title=fields.optional_text(cells.get("title"), "title") or "",
        places=(cells["room"],) if cells.get("room") else (), cancelled=status in _CANCELLED,
        tentative=status in _TENTATIVE, guest=fields.optional_text(cells.get("guest"), "guest"), people=_people(cells),
    )  # fmt: skip


def _status(cells: Mapping[str, str]) -> str:
    return "".join(unicodedata.normalize("NFKC", cells.get("status", "")).casefold().split())


def _people(cells: Mapping[str, str]) -> int | None:
    number = re.fullmatch(r"(\d{1,6})\s*人?", unicodedata.normalize("NFKC", cells.get("people", "")))
    return int(number[1]) if number and 0 < int(number[1]) <= PEOPLE else None


def _doubts(cells: Mapping[str, str]) -> Iterator[str]:
    """What was read, but not all of it."""
    if cells.get("people") and _people(cells) is None:
        yield _("The number of people “{value}” cannot be read; it was left out.").format(
            value=visible(cells["people"], newlines=True)[:50]
        )
    if _status(cells) not in (*_CANCELLED, *_TENTATIVE, *_BOOKED):
        yield _("The status “{value}” is not known; it was taken as booked.").format(
            value=visible(cells["status"], newlines=True)[:50]
        )


def _moment(typed: str, day: str) -> datetime:
    text = unicodedata.normalize("NFKC", typed).strip()
    try:
        if re.match(r"\d{4}-\d\d-\d\d[T ]\d\d:", text):
            moment = datetime.fromisoformat(text)
            return (moment.replace(tzinfo=CENTRE) if moment.tzinfo is None else moment.astimezone(CENTRE)).replace(
                microsecond=0
            )
        date_found = _DATE.match(text) or _DATE.match(unicodedata.normalize("NFKC", day).strip())
        rest = text[date_found.end() :] if date_found and _DATE.match(text) else text
        time_found = _TIME.match(rest.strip())
        if date_found is None or time_found is None:
            raise ValueError
        year, month, number = (int(one) for one in date_found.groups())
        half, hour, minute, second = time_found[1], *(int(one or 0) for one in time_found.groups()[1:])
        if half in _AFTER_NOON and hour < 12:
            hour += 12
        late = timedelta(days=1) if (hour, minute, second) == (24, 0, 0) else timedelta(0)
        return datetime(year, month, number, 0 if late else hour, minute, second, tzinfo=CENTRE) + late
    except (ValueError, OverflowError):
        raise BadValue(
            "bad_time", N_("“{value}” is not a time. Write it like 2026-11-23T09:30 or 2026-11-23T09:30+08:00."),
            value=typed,
        ) from None  # fmt: skip


def _no_table(why: str) -> BadValue:
    return BadValue("bad_table", N_("This table of bookings cannot be used: {why}."), why=why.rstrip("."))
