"""A booking that stays where it is, or gets shorter, is not measured against its neighbours again.

A room's buffer may be raised, or a room divided, between bookings that stand already: they stay, and must still be
checked in, shortened and corrected.
"""

from alembic import op

revision = "0008"
down_revision = "0007"

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
_STAYS = (
    "OLD.holds = 1 AND NEW.id = OLD.id AND NEW.room = OLD.room AND NEW.kind = OLD.kind"
    " AND NEW.starts_at >= OLD.starts_at AND NEW.ends_at <= OLD.ends_at"
)
GUARD = (
    "CREATE TRIGGER bookings_update_guard AFTER UPDATE OF id, room, starts_at, ends_at, kind, holds ON bookings "
    f"WHEN NEW.holds = 1 AND NOT ({_STAYS}) BEGIN{_REACHES_IN}END"
)


def upgrade() -> None:
    """Put the trigger in the other's place."""
    op.execute("DROP TRIGGER bookings_update_guard")
    op.execute(GUARD)
