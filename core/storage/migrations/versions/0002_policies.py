"""Policies: official texts, answers, open questions, and the search index over them."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT, WHOLE, YES_NO, DAY = sa.Text, sa.BigInteger, sa.Boolean, sa.Date

INDEX = (
    "CREATE VIRTUAL TABLE policy_search USING fts5(kind UNINDEXED, head, body, sounds,"
    " tokenize = \"unicode61 remove_diacritics 0\", detail = 'column')",
    "CREATE VIRTUAL TABLE policy_terms USING fts5vocab(policy_search, 'row')",
)
"""The search index as this version made it, spelt out."""


def _required(name: str, kind: type = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=False)


def _optional(name: str, kind: type = TEXT) -> "sa.Column[Any]":
    return sa.Column(name, kind, nullable=True)


def _of(table: str, column: str) -> "sa.Column[Any]":
    return sa.Column(column, sa.Integer, sa.ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


def upgrade() -> None:
    """Make the tables and the index."""
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer, primary_key=True),
        _required("title"), _optional("number"), _optional("issued_on", DAY), _optional("valid_from", DAY),
        _optional("valid_until", DAY), _required("chapters"), _required("preamble"), _required("annex"),
        _required("articles", sa.Integer), _required("checksum"), _required("source"), _required("version", sa.Integer),
        _required("state"), _optional("state_reason"),
        sa.Column("replaced_by", sa.Integer, sa.ForeignKey("documents.id"), nullable=True),
        _required("imported_at", WHOLE), sa.Column("imported_by", TEXT, sa.ForeignKey("staff.code"), nullable=False),
    )  # fmt: skip
    op.create_index("documents_by_checksum", "documents", ["checksum"])
    op.create_table(
        "articles",
        sa.Column("id", sa.Integer, primary_key=True),
        _of("documents", "document_id"), _required("position", sa.Integer), _required("number", sa.Integer),
        _required("insert_number", sa.Integer), _required("label"), _optional("chapter"), _optional("section"),
        _required("text"), _required("lead"), _required("items"), _required("after"), _required("checksum"),
    )  # fmt: skip
    op.create_index("articles_by_document", "articles", ["document_id", "number", "position"])
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("key", TEXT, nullable=True, unique=True),
        _required("question"), _required("answer"), _required("document"), _required("basis"), _required("category"),
        _optional("service"), _required("as_of", DAY), _required("verified", YES_NO), _required("not_said", YES_NO),
        _optional("valid_from", DAY), _optional("valid_until", DAY), _required("edited", YES_NO),
        _optional("shipped_checksum"), _required("flagged"), _required("retired", YES_NO), _optional("retired_reason"),
        _required("used", sa.Integer), _required("updated_at", WHOLE),
        sa.Column("updated_by", TEXT, sa.ForeignKey("staff.code"), nullable=True),
    )  # fmt: skip
    op.create_table(
        "answer_aliases",
        sa.Column("id", sa.Integer, primary_key=True),
        _of("answers", "answer_id"), _required("position", sa.Integer), _required("text"),
    )  # fmt: skip
    op.create_table(
        "answer_citations",
        sa.Column("id", sa.Integer, primary_key=True),
        _of("answers", "answer_id"), _required("position", sa.Integer), _required("article", sa.Integer),
        _required("label"),
    )  # fmt: skip
    op.create_index("answer_aliases_by_answer", "answer_aliases", ["answer_id"])
    op.create_index("answer_citations_by_answer", "answer_citations", ["answer_id"])
    op.create_index("answer_citations_by_article", "answer_citations", ["article"])
    op.create_table(
        "policy_gaps",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("normal", TEXT, nullable=False, unique=True),
        _required("question"), _required("reason"), _required("times", sa.Integer), _required("first_at", WHOLE),
        _required("last_at", WHOLE),
    )  # fmt: skip
    op.create_table("policy_marks", sa.Column("name", TEXT, primary_key=True), _required("value"))
    for statement in INDEX:
        op.execute(statement)
