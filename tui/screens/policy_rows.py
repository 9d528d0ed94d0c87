"""The lists of the policy screen: what stands on a line. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from textual.content import Content

from core.policies.views import AnswerView, DocumentView, GapGroup, SearchResult
from core.words import N_, _
from tui.policy_words import Documents, cited, tag
from tui.showing import cut, line, when

VIEWS = {"results": N_("Search"), "texts": N_("Texts"), "answers": N_("Answers"), "gaps": N_("Gaps")}
MOST = 500
"""Answers listed at most; searching finds the others."""
_GRAVITY = {"expired": 0, "unverified": 1, "expiring": 2, "current": 3}
_SHOWN_STATUS = ("expiring", "expired", "unverified")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: `about` is the record it stands for, `key` what marks it again when the list is new."""

    key: str
    prompt: Content
    about: SearchResult | DocumentView | AnswerView | GapGroup


def _two_lines(head: Sequence[tuple[str, str]], below: str, width: int) -> Content:
    """Words with styles, cut to the width as a whole, over a dim line."""
    room, parts = width, []
    for words, style in head:
        if words and room > 0:
            shown = cut(words, room)
            parts += [(shown, style), ("  ", "")]
            room -= Content(shown).cell_length + 2
    return Content.assemble(*parts, "\n", (cut(below, width), "$foreground 60%"))


def result_row(one: SearchResult, documents: Documents, width: int) -> Row:
    """A result: what it is and its standing in words, the question or place, then the citation and what it says."""
    document = documents.get(one.document or 0)
    kind = _("answer") if one.kind == "answer" else _("passage")
    tags = [tag(one.status, document)] if one.status in _SHOWN_STATUS else []
    if one.not_said:
        tags.append((_("the measures do not say"), "bold"))
    used = [(_("used {count} times").format(count=one.used), "$text-muted")] if one.used else []
    spare = sum(Content(words).cell_length + 2 for words, _style in (*tags, *used)) + Content(kind).cell_length + 2
    title = one.title
    if one.kind == "article" and title.startswith(one.document_title):
        title = title.removeprefix(one.document_title).strip() or title
    where = "、".join(one.citations) if one.kind == "answer" else f"《{one.document_title}》"
    head = [(kind, "$text-accent"), (cut(line(title), max(10, width - spare)), "bold"), *tags, *used]
    return Row(f"{one.kind} {one.id}", _two_lines(head, f"{where}  {line(one.snippet)}".strip(), width), one)


def text_row(one: DocumentView, width: int) -> Row:
    """An official text."""
    standing = tag(one.status, one)
    until = _("until {day}").format(day=one.valid_until) if one.valid_until else ""
    counted = _("{chapters} chapters, {articles} articles").format(chapters=one.chapters, articles=one.articles)
    version = _("version {number}").format(number=one.version) if one.version > 1 else ""
    title = cut(line(one.title), max(10, width - Content(standing[0]).cell_length - 2))
    below = "  ".join(part for part in (line(one.number), counted, until, version) if part)
    return Row(f"text {one.id}", _two_lines([(title, "bold"), standing], below, width), one)


def answer_rows(answers: Iterable[AnswerView], documents: Documents, width: int) -> list[Row]:
    """The answers, those first that need looking at: expired, unverified, expiring."""
    ordered = sorted(answers, key=lambda one: (_GRAVITY[one.status], one.category, one.id))
    rows = []
    for one in ordered[:MOST]:
        tags = [tag(one.status, documents.get(one.document or 0))] if one.status in _SHOWN_STATUS else []
        used = _("used {count} times").format(count=one.used) if one.used else ""
        spare = sum(Content(words).cell_length + 2 for words, _style in tags)
        head = [(cut(line(one.question), max(10, width - spare)), "bold"), *tags]
        parts = (line(one.category), cited(one.document_title, one.citations).partition("》")[2], used)
        rows.append(Row(f"answer {one.id}", _two_lines(head, "  ".join(part for part in parts if part), width), one))
    return rows


def gap_rows(gaps: Iterable[GapGroup], now: datetime, width: int) -> list[Row]:
    """Questions nothing answered, the most frequent first."""
    rows = []
    for one in gaps:
        times = _("asked {count} times").format(count=one.times)
        ways = _("{count} ways of asking").format(count=len(one.questions)) if len(one.questions) > 1 else ""
        below = "  ".join(part for part in (times, when(one.last_at, now), ways) if part)
        rows.append(Row(f"gap {one.ids[0]}", _two_lines([(line(one.question), "bold")], below, width), one))
    return rows


def views_line(current: str, counts: dict[str, int]) -> Content:
    """The lists there are, the one on show in brackets."""
    parts = []
    for view, label in VIEWS.items():
        count = f" {counts[view]}" if view in counts else ""
        here = view == current
        parts.append(Content.styled(f"[{_(label)}{count}]" if here else f" {_(label)}{count} ",
                                    "bold" if here else "$text-muted"))  # fmt: skip
    return Content(" ").join(parts)
