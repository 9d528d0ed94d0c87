"""How answers and official texts are spoken of: how far they may be relied on, where they stand, how they are said.

Pure. An answer out of date never reads like one in force, neither on the screen nor in a call's record.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.policies.validity import STATUSES
from core.policies.views import AnswerView, DocumentView, SearchResult
from core.words import N_, _

STATES = {
    "repealed": N_("repealed"),
    "retired": N_("taken out of force"),
    "replaced": N_("replaced by a newer version"),
}
"""What became of a text that is no longer current: the word for it goes before `expired`."""
STATUS_STYLES = {"current": "$text-muted", "expiring": "bold $text-warning", "expired": "bold $text-error",
                 "unverified": "bold $text-warning"}  # fmt: skip
Documents = Mapping[int, DocumentView]


def validity(status: str, document: DocumentView | None = None) -> str:
    """The word for how far something may be relied on; for what a text's end made so, the end's own word."""
    if status == "expired":
        return _(STATES.get(document.state if document is not None else "current", N_("past its last day")))
    return _(STATUSES[status])


def tag(status: str, document: DocumentView | None = None) -> tuple[str, str]:
    """The word and its style."""
    return validity(status, document), STATUS_STYLES[status]


def cited(title: str, citations: tuple[str, ...]) -> str:
    """`《…》第十五条（一）`; empty where nothing is cited."""
    return f"《{title}》{'、'.join(citations)}" if citations and title else ""


def saying(answer: AnswerView, document: DocumentView | None = None) -> str:
    """The answer as it goes into a call's record: with its citation, and never as valid where it is not."""
    if answer.status == "expired":
        word = validity("expired", document)
        return _("[{word}] {text}{citation}").format(word=word, text=answer.answer, citation=answer.citation)
    text = answer.answer + answer.citation
    if answer.status == "unverified":
        return text + _("(unverified, as of {day})").format(day=answer.as_of)
    if answer.status == "expiring":
        until = answer.valid_until or (document.valid_until if document is not None else None)
        return text + (_("(valid until {day})").format(day=until) if until else "")
    return text


def passage(result: SearchResult, document: DocumentView | None = None) -> str:
    """An article's passage as it goes into a call's record, under the same rule."""
    citation = cited(result.document_title, result.citations)
    text = f"{result.text}（{citation}）" if citation else result.text
    if result.status == "expired":
        return _("[{word}] {text}{citation}").format(word=validity("expired", document), text=text, citation="")
    return text
