"""A look behind the marked count: the first few of what waits, one on a line."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from core.calls.views import CallItem
from core.reports.doors import Door
from core.words import _
from tui.book import Book
from tui.room_words import booking_line
from tui.screens.behind import WHY
from tui.screens.supervision_rows import Go
from tui.showing import cut, left, light_words, line, pad

if TYPE_CHECKING:
    from core.desk import Desk

MOST = 20
Item = tuple[CallItem | None, str]
"""A call, and words in the place of the time left; or no call, and all there is to say."""


def look(desk: Desk, by: str, door: Door | Go) -> list[Item]:
    """The first few behind it."""
    if isinstance(door, Door):
        return [(one, "") for one in desk.doors.open(door, by=by, limit=MOST).items]
    if door.to == "follow_ups":
        return [(one.call, _(WHY[one.why])) for one in desk.reports.owed(by=by, limit=MOST)]
    if door.to == "checks":
        checks = desk.spot_checks.list(by=by, limit=MOST)
        return [(one.call, _("to mark")) for one in checks if one.marks is None]
    if door.to == "guests":
        rooms = {one.code: one for one in desk.rooms.list(by=by)}
        return [(None, booking_line(one, rooms)) for one in desk.bookings.attention(by=by).pending[:MOST]]
    if door.to == "gaps":
        return [(None, line(one.question)) for one in desk.policies.gaps(by=by)[:MOST]]
    return []


def lines(items: list[Item], book: Book, now: datetime, width: int, height: int) -> Content:
    """As many as there is room for."""
    shown = []
    for call, words in items[: max(0, height)]:
        if call is None:
            shown.append(Content.styled(cut(f"  {words}", width), "$foreground 80%"))
            continue
        word, style = light_words(call)
        state = words or left(call, now, book.calendar) or word
        head = f"  {call.number}  "
        rest = f"  {pad(book.person(call.handler), 8)}  {line(call.question[:200])}"
        room = max(10, width - len(head) - 14)
        shown.append(Content.assemble((head, "$foreground 80%"), (pad(state, 14), "" if words else style),
                                      (cut(rest, room), "$foreground 80%")))  # fmt: skip
    return Content("\n").join(shown)
