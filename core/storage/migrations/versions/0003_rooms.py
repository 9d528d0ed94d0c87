"""Rooms, their hours on single dates, series and bookings, the triggers that refuse overlap."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT, WHOLE, YES_NO = sa.Text, sa.BigInteger, sa.Boolean
HOLDING = "('pending', 'approved', 'checked_in')"

_REACHES_IN = """
  SELECT RAISE(ABORT, 'the room is taken')
  FROM rooms AS mine
  JOIN rooms AS other ON other.code = mine.code OR other.code = mine.part_of OR other.part_of = mine.code
  WHERE mine.code = NEW.room AND (
    (SELECT b.ends_at FROM bookings AS b
     WHERE b.holds = 1 AND b.room = other.code AND b.id <> NEW.id AND b.starts_at < NEW.ends_at
     ORDER BY b.starts_at DESC LIMIT 1) > NEW.starts_at
    OR (NEW.kind <> 'block' AND max(mine.buffer_seconds, other.buffer_seconds) > 0 AND
      (SELECT b.ends_at FROM bookings AS b
       WHERE b.holds = 1 AND b.room = other.code AND b.id <> NEW.id AND b.kind <> 'block'
         AND b.starts_at < NEW.ends_at + max(mine.buffer_seconds, other.buffer_seconds)
       ORDER BY b.starts_at DESC LIMIT 1) > NEW.starts_at - max(mine.buffer_seconds, other.buffer_seconds))
  );
"""

_DIVIDED = """
  SELECT RAISE(ABORT, 'a room is divided once')
  WHERE NEW.part_of = NEW.code
    OR EXISTS (SELECT 1 FROM rooms WHERE code = NEW.part_of AND part_of IS NOT NULL)
    OR EXISTS (SELECT 1 FROM rooms WHERE part_of = NEW.code);
  SELECT RAISE(ABORT, 'the room is taken')
  FROM bookings AS a
  WHERE a.holds = 1 AND a.room = NEW.code AND
    (SELECT b.ends_at FROM bookings AS b WHERE b.holds = 1 AND b.room = NEW.part_of AND b.starts_at < a.ends_at
     ORDER BY b.starts_at DESC LIMIT 1) > a.starts_at;
"""

GUARD = (
    f"CREATE TRIGGER bookings_insert_guard AFTER INSERT ON bookings WHEN NEW.holds = 1 BEGIN{_REACHES_IN}END",
    "CREATE TRIGGER bookings_update_guard AFTER UPDATE OF id, room, starts_at, ends_at, kind, holds ON bookings "
    f"WHEN NEW.holds = 1 BEGIN{_REACHES_IN}END",
    f"CREATE TRIGGER rooms_insert_guard AFTER INSERT ON rooms WHEN NEW.part_of IS NOT NULL BEGIN{_DIVIDED}END",
    "CREATE TRIGGER rooms_update_guard AFTER UPDATE OF code, part_of ON rooms WHEN NEW.part_of IS NOT NULL BEGIN"
    f"{_DIVIDED}END",
)
"""The triggers as this version made them, spelt out: what changes later is a later migration's."""


EXAMPLES = (
    ("m201", 0, "201 小会议室", "Meeting room 201", "meeting", 8, ("screen", "whiteboard"), None,
     "201xhys 201xiaohuiyishi"),
    ("m202", 1, "202 会议室", "Meeting room 202", "meeting", 12, ("projector", "whiteboard"), None,
     "202hys 202huiyishi"),
    ("m203", 2, "203 会议室", "Meeting room 203", "meeting", 20, ("projector", "video", "whiteboard"), None,
     "203hys 203huiyishi"),
    ("m301", 3, "301 洽谈室", "Talks room 301", "meeting", 6, ("whiteboard",), None, "301qts 301qiatanshi"),
    ("m401", 4, "401 路演室", "Pitch room 401", "meeting", 40, ("screen", "microphone", "video", "recording"), None,
     "401lys 401luyanshi"),
    ("hall", 5, "报告厅（整厅）", "Lecture hall (whole)", "hall", 200,
     ("projector", "screen", "microphone", "recording"), None, "bgt(zt) baogaoting(zhengting)"),
    ("hall-a", 6, "报告厅 A 厅", "Lecture hall A", "hall", 100, ("projector", "screen", "microphone"), "hall",
     "bgtat baogaotingating"),
    ("hall-b", 7, "报告厅 B 厅", "Lecture hall B", "hall", 80, ("projector", "microphone"), "hall",
     "bgtbt baogaotingbting"),
    ("t301", 8, "实训教室一", "Training classroom 1", "classroom", 50,
     ("projector", "microphone", "whiteboard", "computers"), None, "sxjsy shixunjiaoshiyi"),
    ("t302", 9, "实训教室二", "Training classroom 2", "classroom", 36, ("projector", "whiteboard", "computers"), None,
     "sxjse shixunjiaoshier"),
)  # fmt: skip
"""The example rooms of that day, for desks that were founded before there were rooms; founding seeds the others."""


def _example(
    code: str,
    position: int,
    name: str,
    name_en: str,
    kind: str,
    capacity: int,
    equipment: tuple[str, ...],
    part_of: str | None,
    spelling: str,
) -> dict[str, Any]:
    return {
        "code": code, "position": position, "name": name, "name_en": name_en, "kind": kind, "place": "",
        "capacity": capacity, "equipment": json.dumps(equipment, separators=(",", ":")),
        "week": json.dumps([["08:30-21:00"]] * 7, separators=(",", ":")), "holiday": "[]", "make_up": None,
        "buffer_seconds": 0, "ahead_days": 366, "notice_seconds": 0, "quota_seconds": None, "part_of": part_of,
        "example": True, "active": True, "spelling": spelling,
    }  # fmt: skip


def _required(name: str, kind: Any = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False)


def _optional(name: str, kind: Any = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=True)


def _staff(name: str) -> "sa.Column[Any]":
    return sa.Column(name, TEXT, sa.ForeignKey("staff.code"), nullable=True)


def _room() -> "sa.Column[Any]":
    return sa.Column("room", TEXT, sa.ForeignKey("rooms.code"), nullable=False)


def upgrade() -> None:
    """Make the tables and guard them; a desk that works already gets the example rooms."""
    rooms = op.create_table(
        "rooms",
        sa.Column("code", TEXT, primary_key=True),
        _required("position", sa.Integer), _required("name"), _required("name_en"), _required("kind"),
        _required("place"), _required("capacity", sa.Integer), _required("equipment"), _required("week"),
        _required("holiday"), _optional("make_up"), _required("buffer_seconds", sa.Integer),
        _required("ahead_days", sa.Integer), _required("notice_seconds", sa.Integer),
        _optional("quota_seconds", sa.Integer),
        sa.Column("part_of", TEXT, sa.ForeignKey("rooms.code"), nullable=True),
        _required("example", YES_NO), _required("active", YES_NO), _required("spelling"),
        sa.CheckConstraint("capacity > 0"), sa.CheckConstraint("buffer_seconds >= 0"),
    )  # fmt: skip
    op.create_table(
        "room_days",
        sa.Column("room", TEXT, sa.ForeignKey("rooms.code"), primary_key=True),
        sa.Column("date", TEXT, primary_key=True),
        _required("hours"), _required("reason"), _staff("staff"), _required("set_at", WHOLE),
    )  # fmt: skip
    op.create_table(
        "booking_series",
        sa.Column("id", sa.Integer, primary_key=True),
        _required("rule"), _required("excepted"), _required("starts_at", WHOLE), _required("ends_at", WHOLE), _room(),
        _staff("made_by"), _required("made_at", WHOLE),
    )  # fmt: skip
    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer, primary_key=True),
        _room(), _required("starts_at", WHOLE), _required("ends_at", WHOLE), _required("kind"), _required("status"),
        _required("holds", YES_NO), _required("title"), _optional("occupant", sa.Integer), _optional("guest"),
        _optional("people", sa.Integer), _optional("note"),
        sa.Column("series", sa.Integer, sa.ForeignKey("booking_series.id"), nullable=True),
        _required("uid"), _required("recurrence"), _required("sequence", sa.Integer), _required("source"),
        _required("made_at", WHOLE), _staff("made_by"), _required("changed_at", WHOLE), _optional("decided_at", WHOLE),
        _staff("decided_by"), _optional("checked_in_at", WHOLE), _optional("attended", sa.Integer),
        _optional("why"), _optional("in_the_way", sa.Integer), _optional("imported"),
        sa.CheckConstraint("ends_at > starts_at"),
        sa.CheckConstraint(f"holds = (status IN {HOLDING})"),
        sa.UniqueConstraint("uid", "recurrence"),
    )  # fmt: skip
    for statement in (
        "CREATE INDEX bookings_held ON bookings (room, starts_at, ends_at, kind) WHERE holds = 1",
        "CREATE INDEX bookings_by_start ON bookings (starts_at)",
        "CREATE INDEX bookings_by_occupant ON bookings (occupant, starts_at) WHERE occupant IS NOT NULL",
        "CREATE INDEX bookings_by_series ON bookings (series, starts_at) WHERE series IS NOT NULL",
        "CREATE INDEX bookings_pending ON bookings (starts_at) WHERE status = 'pending'",
        "CREATE INDEX bookings_not_holding ON bookings (status, starts_at) WHERE holds = 0",
        "CREATE INDEX rooms_by_whole ON rooms (part_of) WHERE part_of IS NOT NULL",
        *GUARD,
    ):
        op.execute(statement)
    if op.get_bind().execute(sa.text("SELECT 1 FROM staff LIMIT 1")).first() is not None:
        for row in EXAMPLES:
            op.execute(rooms.insert().values(**_example(*row)))
