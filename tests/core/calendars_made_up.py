"""Calendar files for tests: made up, taken in, and what they came to."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.desk import Desk
from core.rooms.views import BookingFilter, Imported


def exported(desk: Desk, **wanted: Any) -> bytes:
    return desk.bookings.export(BookingFilter(**wanted), by="li")


def take_in(desk: Desk, folder: Path, content: str | bytes, ending: str = "ics") -> Imported:
    file = folder / f"in.{ending}"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return desk.bookings.import_file(file, by="li")


def event(uid: str, start: str, end: str, *more: str, room: str = "203 会议室") -> str:
    lines = (
        "BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261120T000000Z", f"DTSTART;TZID=Asia/Shanghai:{start}",
        f"DTEND;TZID=Asia/Shanghai:{end}", "SUMMARY:平台预约", f"LOCATION:{room}", *more, "END:VEVENT",
    )  # fmt: skip
    return "\r\n".join(lines)


def calendar(*events: str, method: str = "PUBLISH") -> str:
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Platform//ZH", f"METHOD:{method}")
    return "\r\n".join((*head, *events, "END:VCALENDAR", ""))


def ours(desk: Desk, *statuses: str) -> list[tuple[str, str, str]]:
    items = desk.bookings.list(BookingFilter(statuses=statuses or BookingFilter().statuses), by="li").items
    return [(one.room, f"{one.starts_at:%m-%d %H:%M}", one.status) for one in items]
