"""Times of bookings that are not whole seconds are refused, for text compares greater than any number."""

from alembic import op

revision = "0006"
down_revision = "0005"

_REFUSED = " BEGIN SELECT RAISE(ABORT, 'a time is whole seconds since 1970'); END"
_NO_TIME = " WHEN typeof(NEW.starts_at) <> 'integer' OR typeof(NEW.ends_at) <> 'integer'"

GUARD = (
    f"CREATE TRIGGER bookings_insert_times AFTER INSERT ON bookings{_NO_TIME}{_REFUSED}",
    f"CREATE TRIGGER bookings_update_times AFTER UPDATE OF starts_at, ends_at ON bookings{_NO_TIME}{_REFUSED}",
)


def upgrade() -> None:
    """Add the triggers."""
    for statement in GUARD:
        op.execute(statement)
