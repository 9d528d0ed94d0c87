"""The desk: centre, staff, service list, parties, calendar days, calls and the audit entries."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT, WHOLE, YES_NO = sa.Text, sa.BigInteger, sa.Boolean


def _required(name: str, kind: type = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False)


def _optional(name: str, kind: type = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=True)


def _staff(name: str, *, nullable: bool = True) -> "sa.Column[Any]":
    return sa.Column(name, TEXT, sa.ForeignKey("staff.code"), nullable=nullable)


def _of_call() -> "sa.Column[Any]":
    return sa.Column("call_id", sa.Integer, sa.ForeignKey("calls.id"), nullable=False)


def upgrade() -> None:
    """Make the first tables."""
    op.create_table("settings", sa.Column("name", TEXT, primary_key=True), _required("value"))
    op.create_table(
        "audit_entries",
        sa.Column("seq", sa.Integer, primary_key=True),
        _required("at", WHOLE), _optional("staff"), _required("act"), _required("subject"), _required("details"),
        _required("previous"), _required("digest"),
    )  # fmt: skip
    op.create_table(
        "staff",
        sa.Column("code", TEXT, primary_key=True),
        _required("name"), _required("role"), _staff("deputy"), _required("active", YES_NO), _required("pin_hash"),
        _required("spelling"), _required("added_at", WHOLE),
    )  # fmt: skip
    op.create_table(
        "sign_ins",
        sa.Column("token_hash", TEXT, primary_key=True),
        _staff("staff", nullable=False), _required("os_user"), _required("signed_in_at", WHOLE),
        _required("expires_at", WHOLE),
    )  # fmt: skip
    op.create_table(
        "services",
        sa.Column("code", TEXT, primary_key=True),
        _required("position", sa.Integer), _required("name"), _required("name_en"), _required("category"),
        _required("materials"), _required("guide"), _required("keywords"), _required("respond"),
        _required("complete"), _required("on_supplement"), _required("spelling"), _required("version", sa.Integer),
    )  # fmt: skip
    op.create_table(
        "parties",
        sa.Column("code", TEXT, primary_key=True),
        _required("name"), _required("name_en"), _required("kind"), _required("offers"), _optional("phone"),
        _optional("contact"), _required("active", YES_NO), _required("spelling"),
    )  # fmt: skip
    op.create_table(
        "calendar_days",
        sa.Column("date", TEXT, primary_key=True),
        _required("kind"), _optional("hours"), _required("source"), _staff("staff"), _required("set_at", WHOLE),
    )  # fmt: skip
    op.create_table(
        "calendar_notices",
        sa.Column("id", sa.Integer, primary_key=True),
        _required("source"), _required("content"), _staff("staff"), _required("imported_at", WHOLE),
    )  # fmt: skip
    _calls()


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("number", TEXT, nullable=False, unique=True),
        _required("day", sa.Integer), _required("sequence", sa.Integer),
        _required("status"), _required("kind"), _required("channel"), _optional("ticket"),
        _required("received_at", WHOLE), _required("logged_at", WHOLE), _required("backfilled", YES_NO),
        _optional("caller_name"), _optional("caller_phone"), _optional("caller_organisation"),
        _optional("caller_group"), _optional("occupant", sa.Integer),
        sa.Column("service", TEXT, sa.ForeignKey("services.code"), nullable=True),
        _required("question"), _optional("answer"), _optional("result"),
        _staff("first_contact", nullable=False), _staff("handler", nullable=False),
        sa.Column("party", TEXT, sa.ForeignKey("parties.code"), nullable=True), _staff("about"),
        _required("confidential", YES_NO),
        _required("respond_limit"), _required("complete_limit"), _required("respond_by", WHOLE),
        _optional("responded_at", WHOLE), _required("due_at", WHOLE), _required("yellow_at", WHOLE),
        _required("provisional_due", YES_NO), _optional("completed_at", WHOLE), _optional("finished_at", WHOLE),
        _required("reopened", YES_NO), _required("extended", YES_NO),
        _optional("extension_limit"), _optional("extension_reason"), _optional("extension_asked_at", WHOLE),
        _staff("extension_asked_by"), _optional("reminder"),
        _optional("reply_seconds", WHOLE), _optional("completion_seconds", WHOLE), _required("sent_on", sa.Integer),
        _required("sent_back", sa.Integer), _required("tellings", sa.Integer), _required("omissions", sa.Integer),
        _optional("rating", sa.Integer), _optional("resolved", YES_NO),
        sa.UniqueConstraint("day", "sequence"),
    )  # fmt: skip
    op.create_index("calls_by_handler", "calls", ["handler", "status", "due_at"])
    op.create_index("calls_by_first_contact", "calls", ["first_contact", "status", "due_at"])
    op.create_index("calls_by_status", "calls", ["status", "due_at"])
    op.create_index("calls_by_service", "calls", ["service"])
    op.create_index(
        "calls_by_completed", "calls", ["status", "completed_at", "kind", "rating", "reopened", "handler", "about"]
    )
    op.create_index(
        "calls_for_reports",
        "calls",
        [
            "received_at", "handler", "service", "channel", "kind", "caller_group", "about", "first_contact", "status",
            "responded_at", "respond_by", "completed_at", "due_at", "yellow_at", "reply_seconds", "completion_seconds",
            "sent_on", "sent_back", "tellings", "omissions", "rating", "resolved", "extended", "reopened", "backfilled",
        ],
    )  # fmt: skip
    op.create_index("calls_by_phone", "calls", ["caller_phone"])
    op.create_table(
        "call_events",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_call(), _required("at", WHOLE), _staff("staff"), _required("event"), _optional("text"),
    )  # fmt: skip
    op.create_table(
        "call_notifications",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_call(), _required("at", WHOLE), _staff("staff", nullable=False), _required("means"), _required("items"),
        _optional("reason"), _optional("note"), _required("counts", YES_NO), _optional("service"),
        _optional("service_version", sa.Integer), _optional("details"),
    )  # fmt: skip
    op.create_table(
        "call_materials",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_call(), _required("at", WHOLE), _staff("staff", nullable=False), _required("item"),
        _required("copies", sa.Integer),
    )  # fmt: skip
    op.create_table(
        "call_transfers",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_call(), _required("at", WHOLE), _staff("staff", nullable=False), _staff("from_handler", nullable=False),
        _staff("to_handler"), sa.Column("to_party", TEXT, sa.ForeignKey("parties.code"), nullable=True),
        _required("reason"), _optional("returned_at", WHOLE),
    )  # fmt: skip
    op.create_table(
        "call_clock_events",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_call(), _required("at", WHOLE), _required("kind"), _optional("limit_text"), _staff("staff"),
        _optional("reason"), _optional("caller_told", YES_NO),
    )  # fmt: skip
    op.create_table(
        "call_follow_ups",
        sa.Column("id", sa.Integer, primary_key=True),
        _of_call(), _required("at", WHOLE), _staff("staff", nullable=False), _required("outcome"),
        _optional("rating", sa.Integer), _optional("resolved", YES_NO), _optional("comment"),
    )  # fmt: skip
    for table in ("events", "notifications", "materials", "transfers", "clock_events", "follow_ups"):
        op.create_index(f"call_{table}_by_call", f"call_{table}", ["call_id"])
    op.execute("CREATE VIRTUAL TABLE call_search USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')")
