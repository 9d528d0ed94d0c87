"""What the core tells about policies and answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class DocumentView:
    """An official text. `chapters` and `articles` are counts. `status`: current, expiring, expired, unverified."""

    id: int
    title: str
    number: str | None
    issued_on: date | None
    valid_from: date | None
    valid_until: date | None
    chapters: int
    articles: int
    version: int
    state: str
    state_reason: str | None
    status: str
    source: str
    imported_at: datetime
    imported_by: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import. `changed`: articles unlike the version before; `flagged`: answers to look at."""

    document: DocumentView
    warnings: tuple[tuple[str, str], ...]
    new: bool
    changed: tuple[int, ...] = ()
    flagged: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of an article: canonical label (`（一）`), own text, inner items, and what follows them."""

    label: str
    text: str
    items: tuple[ItemView, ...]
    after: str


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article, or a paragraph (`number` None). `answers` are the ids of answers that cite it."""

    document: int
    title: str
    number: int | None
    label: str
    chapter: str | None
    section: str | None
    text: str
    items: tuple[ItemView, ...]
    status: str
    answers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A whole document for reading: what stands before, the articles or paragraphs in order, the annex."""

    document: DocumentView
    preamble: tuple[str, ...]
    articles: tuple[ArticleView, ...]
    annex: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer. `citations` as written (`第十五条（一）`), `articles` their numbers, `document` the id if imported."""

    id: int
    key: str | None
    question: str
    answer: str
    document: int | None
    document_title: str
    citations: tuple[str, ...]
    articles: tuple[int, ...]
    aliases: tuple[str, ...]
    category: str
    service: str | None
    basis: str
    as_of: date
    verified: bool
    not_said: bool
    valid_from: date | None
    valid_until: date | None
    status: str
    flagged: tuple[int, ...]
    edited: bool
    retired: bool
    retired_reason: str | None
    used: int
    updated_at: datetime
    updated_by: str | None

    @property
    def citation(self) -> str:
        """The citation as it goes into a reply: 《…》第十五条（一）; empty where nothing is cited."""
        if not self.citations:
            return f"（{self.basis}）" if self.basis else ""
        return f"（《{self.document_title}》{'、'.join(self.citations)}{'；' + self.basis if self.basis else ''}）"


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer to be kept. None leaves a field as it is when editing."""

    question: str | None = None
    answer: str | None = None
    articles: str | None = None
    aliases: tuple[str, ...] | None = None
    category: str | None = None
    service: str | None = None
    document: str | None = None
    basis: str | None = None
    as_of: date | None = None
    verified: bool | None = None
    not_said: bool | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class SearchResult:
    """One result. `kind`: answer or article; `text` is the whole answer or passage; `hits` the words to mark in it."""

    kind: str
    id: int
    title: str
    snippet: str
    document: int | None
    document_title: str
    articles: tuple[int, ...]
    citations: tuple[str, ...]
    status: str
    score: float
    used: int
    not_said: bool
    text: str
    hits: tuple[str, ...] = ()
    as_of: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class SearchResults:
    """Best first; `seconds` it took. Not `confident`: nothing really fits, the results are only the nearest."""

    results: tuple[SearchResult, ...]
    seconds: float
    confident: bool


@dataclass(frozen=True, slots=True)
class GapGroup:
    """Questions of one kind that nothing answered. `times` in all; `ids` of the rows, to close them."""

    question: str
    questions: tuple[str, ...]
    reason: str
    times: int
    last_at: datetime
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What a row of a sheet does: `added`, `changed` (with the fields' names) or `unchanged`."""

    row: int
    act: str
    question: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """Why a row cannot be taken."""

    row: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What an import of answers did, or would do (`written` false)."""

    written: bool
    changes: tuple[SheetChange, ...]
    problems: tuple[SheetProblem, ...]
    warnings: tuple[str, ...] = field(default=())


def count(changes: tuple[SheetChange, ...], act: str) -> int:
    """How many rows do `act`."""
    return sum(1 for one in changes if one.act == act)


def item_view(item: dict[str, Any]) -> ItemView:
    """An item as stored."""
    return ItemView(item["label"], item["text"], tuple(item_view(one) for one in item["items"]), item["after"])


def whole_text(item: ItemView) -> str:
    """An item with everything inside it, markers included."""
    return "\n".join(
        one for one in (item.text, *(each.label + whole_text(each) for each in item.items), item.after) if one
    )
