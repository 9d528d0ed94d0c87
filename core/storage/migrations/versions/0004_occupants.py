"""Occupants: units, rounds, the record, its dated values, space, agreements, money, ways out, and the search index."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT, WHOLE, NUMBER, YES_NO, DAY = sa.Text, sa.BigInteger, sa.Integer, sa.Boolean, sa.Date

_OVERLAP = """
  SELECT RAISE(ABORT, 'the unit is held') WHERE EXISTS (
    SELECT 1 FROM occupant_allotments AS other
    WHERE other.unit = NEW.unit AND other.id <> NEW.id
      AND (other.until_on IS NULL OR other.until_on > other.from_on)
      AND (NEW.until_on IS NULL OR NEW.until_on > NEW.from_on)
      AND (NEW.until_on IS NULL OR other.from_on < NEW.until_on)
      AND (other.until_on IS NULL OR NEW.from_on < other.until_on));
"""


def _required(name: str, kind: type = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False)


def _optional(name: str, kind: type = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=True)


def _staff(name: str = "staff", *, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, TEXT, sa.ForeignKey("staff.code"), nullable=nullable)


def _of_occupant() -> "sa.Column[Any]":
    return sa.Column("occupant_id", NUMBER, sa.ForeignKey("occupants.id"), nullable=False)


def _id() -> "sa.Column[Any]":
    return sa.Column("id", NUMBER, primary_key=True)


def upgrade() -> None:
    """Make the tables, the guard over allotments and the index."""
    op.create_table(
        "units",
        sa.Column("code", TEXT, primary_key=True),
        _required("floor", NUMBER), _required("position", NUMBER), _required("side"), _required("name"),
        _required("area", WHOLE), _required("use"), _required("example", YES_NO), _required("active", YES_NO),
        sa.CheckConstraint("area > 0"),
    )  # fmt: skip
    op.create_table(
        "recruitment_rounds",
        _id(), _required("title"), _required("announced_on", DAY), _optional("closes_on", DAY), _optional("note"),
        _staff(), _required("at", WHOLE),
    )  # fmt: skip
    op.create_table(
        "lease_rates",
        _id(), _required("from_on", DAY), _required("rate"), _required("per"), _optional("note"), _staff(),
        _required("at", WHOLE),
    )  # fmt: skip
    op.create_table(
        "occupants",
        _id(), _required("kind"), _required("name"), _required("introduced_by"),
        sa.Column("introducer", NUMBER, sa.ForeignKey("occupants.id"), nullable=True),
        _required("status"), _required("stage"), _required("tested", YES_NO), _required("applied_on", DAY),
        _optional("entered_on", DAY), _optional("left_on", DAY), _optional("refused_on", DAY), _optional("refusal"),
        _optional("came_by"), sa.Column("round", NUMBER, sa.ForeignKey("recruitment_rounds.id"), nullable=True),
        _optional("credit_code"), _optional("legal_representative"), _optional("shares"), _optional("scope"),
        _optional("headcount", NUMBER), _optional("contact"), _optional("phone"), _optional("registered_address"),
        _optional("registered_on", DAY), _optional("registered_here_on", DAY), _optional("group_code"),
        _optional("wanted_area", WHOLE), _required("shared_desks", NUMBER), _required("facts"), _optional("note"),
        _required("spelling"), _required("added_at", WHOLE), _staff("added_by"),
    )  # fmt: skip
    op.create_index("occupants_by_status", "occupants", ["status", "kind"])
    op.create_index("occupants_by_phone", "occupants", ["phone"])
    op.create_index("occupants_by_name", "occupants", ["name"])
    _belongings()
    for event in ("INSERT", "UPDATE"):
        op.execute(
            f"CREATE TRIGGER occupant_allotments_{event.lower()}_guard AFTER {event} ON occupant_allotments "
            f"BEGIN{_OVERLAP}END"
        )
    op.execute("CREATE VIRTUAL TABLE occupant_search USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')")


def _belongings() -> None:
    op.create_table(
        "occupant_values",
        _id(), _of_occupant(), _required("field"), _optional("value"), _required("from_on", DAY),
        _required("reported_on", DAY), _optional("note"), _staff(),
    )  # fmt: skip
    op.create_table(
        "occupant_stages",
        _id(), _of_occupant(), _required("stage"), _required("on_day", DAY), _optional("note"), _staff(),
        _required("at", WHOLE),
    )  # fmt: skip
    op.create_table(
        "occupant_objections",
        _id(), _of_occupant(), _required("on_day", DAY), _required("text"), _staff(), _optional("outcome"),
        _optional("settled_on", DAY), _optional("settlement"), _staff("settled_by", nullable=True),
    )  # fmt: skip
    op.create_table(
        "occupant_documents",
        _id(), _of_occupant(), _required("document"), _required("received_on", DAY), _required("copies", NUMBER),
        _staff(),
    )  # fmt: skip
    op.create_table(
        "occupant_agreements",
        _id(), _of_occupant(), _required("from_on", DAY), _required("until_on", DAY), _optional("area", WHOLE),
        _optional("rent_rate"), _required("rent_per"), _optional("rent_free_until", DAY), _optional("signed_on", DAY),
        _optional("ended_on", DAY), _optional("override"), _staff(), sa.CheckConstraint("until_on >= from_on"),
    )  # fmt: skip
    op.create_table(
        "occupant_allotments",
        _id(), _of_occupant(), sa.Column("unit", TEXT, sa.ForeignKey("units.code"), nullable=False),
        _required("from_on", DAY), _optional("until_on", DAY), _optional("override"), _staff(),
        _staff("released_by", nullable=True), sa.CheckConstraint("until_on IS NULL OR until_on >= from_on"),
    )  # fmt: skip
    op.create_table(
        "occupant_evaluations",
        _id(), _of_occupant(), _required("year", NUMBER), _optional("service", WHOLE), _optional("growth", WHOLE),
        _optional("pull", WHOLE), _optional("score", WHOLE), _required("verdict"), _optional("platform_use"),
        _optional("people_served", NUMBER), _optional("companionship"), _optional("events", NUMBER), _optional("note"),
        _required("on_day", DAY), _staff(), sa.UniqueConstraint("occupant_id", "year"),
    )  # fmt: skip
    op.create_table(
        "occupant_entries",
        _id(), _of_occupant(), _required("kind"), _optional("item"), _required("amount", WHOLE),
        _required("on_day", DAY), _optional("due_on", DAY), _optional("year", NUMBER), _optional("note"), _staff(),
        _required("at", WHOLE), _optional("voided_at", WHOLE), _staff("voided_by", nullable=True),
        _optional("void_reason"), sa.CheckConstraint("amount > 0"),
    )  # fmt: skip
    op.create_table(
        "occupant_exits",
        _id(), _of_occupant(), _optional("ground", NUMBER), _optional("evidence"), _optional("asked_on", DAY),
        _optional("served_on", DAY), _optional("due_at", WHOLE), _optional("leave_by", DAY),
        _required("provisional", YES_NO), _optional("reason"), _optional("withdrawn_on", DAY), _optional("withdrawal"),
        _optional("left_on", DAY), _required("cleared"), _staff(),
    )  # fmt: skip
    op.create_table(
        "occupant_events",
        _id(), _of_occupant(), _required("at", WHOLE), _staff(nullable=True), _required("event"), _optional("text"),
    )  # fmt: skip
    for table in ("values", "stages", "objections", "documents", "agreements", "allotments", "entries", "exits",
                  "events"):  # fmt: skip
        op.create_index(f"occupant_{table}_by_occupant", f"occupant_{table}", ["occupant_id"])
    op.create_index("occupant_allotments_by_unit", "occupant_allotments", ["unit", "from_on"])
