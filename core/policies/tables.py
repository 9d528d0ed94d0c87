"""Official texts, answers, and questions that nothing answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from core.storage.types import Codes, Moment


class PolicyDocument(SQLModel, table=True):
    """One version of an official text. `state`: `current`, `replaced`, `repealed` or `retired`."""

    __tablename__ = "documents"

    id: int | None = Field(default=None, primary_key=True)
    title: str
    number: str | None
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    chapters: Any = Field(sa_column=Column(Codes, nullable=False))
    preamble: Any = Field(sa_column=Column(Codes, nullable=False))
    annex: Any = Field(sa_column=Column(Codes, nullable=False))
    articles: int
    checksum: str
    source: str
    version: int
    state: str
    state_reason: str | None = None
    replaced_by: int | None = None
    imported_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    imported_by: str


class PolicyArticle(SQLModel, table=True):
    """An article, or a paragraph of a text without articles (`number` 0). `items`: outline Items as dicts."""

    __tablename__ = "articles"

    id: int | None = Field(default=None, primary_key=True)
    document_id: int
    position: int
    number: int
    insert_number: int
    label: str
    chapter: str | None
    section: str | None
    text: str = Field(sa_column=Column(Text, nullable=False))
    lead: str
    items: Any = Field(sa_column=Column(Codes, nullable=False))
    after: str
    checksum: str


class Answer(SQLModel, table=True):
    """An answer in the desk's own words. `key` and `shipped_checksum` only where it came with the program.

    `document` is the title of the text it cites; `flagged` the cited articles that changed since (numbers).
    """

    __tablename__ = "answers"

    id: int | None = Field(default=None, primary_key=True)
    key: str | None
    question: str
    answer: str
    document: str
    basis: str
    category: str
    service: str | None
    as_of: date
    verified: bool
    not_said: bool
    valid_from: date | None
    valid_until: date | None
    edited: bool
    shipped_checksum: str | None
    flagged: Any = Field(sa_column=Column(Codes, nullable=False))
    retired: bool
    retired_reason: str | None
    used: int
    updated_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    updated_by: str | None


class AnswerAlias(SQLModel, table=True):
    """Another way callers ask it."""

    __tablename__ = "answer_aliases"

    id: int | None = Field(default=None, primary_key=True)
    answer_id: int
    position: int
    text: str


class AnswerCitation(SQLModel, table=True):
    """Where an answer stands: an article's number and the item inside it as written (`第十条（六）4.`)."""

    __tablename__ = "answer_citations"

    id: int | None = Field(default=None, primary_key=True)
    answer_id: int
    position: int
    article: int
    label: str


class PolicyGap(SQLModel, table=True):
    """A question for which nothing was found (`nothing_found`) or used (`not_used`), and how often."""

    __tablename__ = "policy_gaps"

    id: int | None = Field(default=None, primary_key=True)
    normal: str
    question: str
    reason: str
    times: int
    first_at: datetime = Field(sa_column=Column(Moment, nullable=False))
    last_at: datetime = Field(sa_column=Column(Moment, nullable=False))


class PolicyMark(SQLModel, table=True):
    """What the index was made from: `shipped` (digest of the answers that ship) and `vocabulary`."""

    __tablename__ = "policy_marks"

    name: str = Field(primary_key=True)
    value: str
