"""No double booking, by the database itself: triggers that refuse an overlap whatever writes.

Only rows with `holds = 1` hold a room; those of one room never overlap, so the last one that begins before a new one
ends is the only one that can reach into it, and a check costs one step in the index however many bookings there are.
Buffers (`rooms.buffer_seconds`) count between meetings and events, the longer of the two; a block has none. A room and
the one it is part of exclude each other; parts of one room do not. Moments are whole seconds, intervals half-open.

For PostgreSQL the same rule is an exclusion constraint over ranges; nothing else knows how it is kept.
"""

from __future__ import annotations

TAKEN = "the room is taken"
"""What the triggers say; the booking service turns it into a conflict that names what is in the way."""

_REACHES_IN = """
  SELECT RAISE(ABORT, '{taken}')
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
  SELECT RAISE(ABORT, '{taken}')
  FROM bookings AS a
  WHERE a.holds = 1 AND a.room = NEW.code AND
    (SELECT b.ends_at FROM bookings AS b WHERE b.holds = 1 AND b.room = NEW.part_of AND b.starts_at < a.ends_at
     ORDER BY b.starts_at DESC LIMIT 1) > a.starts_at;
"""

STATEMENTS = (
    "CREATE TRIGGER bookings_insert_guard AFTER INSERT ON bookings WHEN NEW.holds = 1 BEGIN"
    f"{_REACHES_IN.format(taken=TAKEN)}END",
    "CREATE TRIGGER bookings_update_guard AFTER UPDATE OF id, room, starts_at, ends_at, kind, holds ON bookings "
    f"WHEN NEW.holds = 1 BEGIN{_REACHES_IN.format(taken=TAKEN)}END",
    "CREATE TRIGGER rooms_insert_guard AFTER INSERT ON rooms WHEN NEW.part_of IS NOT NULL BEGIN"
    f"{_DIVIDED.format(taken=TAKEN)}END",
    "CREATE TRIGGER rooms_update_guard AFTER UPDATE OF code, part_of ON rooms WHEN NEW.part_of IS NOT NULL BEGIN"
    f"{_DIVIDED.format(taken=TAKEN)}END",
)
"""Made by the migration after the tables."""


def refused(error: BaseException) -> bool:
    """Whether it was one of these triggers that refused."""
    return TAKEN in str(getattr(error, "orig", error))
