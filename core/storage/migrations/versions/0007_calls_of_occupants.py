"""Calls from an occupant's number, found without reading the others."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """An index over the calls that have an occupant."""
    known = sa.text("occupant IS NOT NULL")
    op.create_index("calls_by_occupant", "calls", ["occupant"], sqlite_where=known, postgresql_where=known)
