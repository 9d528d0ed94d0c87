"""Spot checks and training."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TEXT, WHOLE = sa.Text, sa.BigInteger


def _required(name: str, kind: Any = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False)


def _optional(name: str, kind: Any = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=True)


def _staff(name: str, *, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, TEXT, sa.ForeignKey("staff.code"), nullable=nullable)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "spot_checks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("call_id", sa.Integer, sa.ForeignKey("calls.id"), nullable=False, unique=True),
        _staff("staff"), _required("drawn_at", WHOLE), _staff("drawn_by"), _optional("marks"), _optional("note"),
        _optional("marked_at", WHOLE), _staff("marked_by", nullable=True),
    )  # fmt: skip
    op.create_index("spot_checks_by_staff", "spot_checks", ["staff", "marked_at"])
    op.create_table(
        "trainings",
        sa.Column("id", sa.Integer, primary_key=True),
        _staff("staff"), _required("held_on", sa.Date), _required("title"), _optional("minutes", sa.Integer),
        _required("result"), _optional("score", sa.Integer), _optional("note"), _required("recorded_at", WHOLE),
        _staff("recorded_by"),
    )  # fmt: skip
    op.create_index("trainings_by_staff", "trainings", ["staff", "held_on"])
