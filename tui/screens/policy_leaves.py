"""What is read on the policy screen: answers, articles and whole texts as pages. Pure."""

from __future__ import annotations

import re
import unicodedata

from core.policies.views import AnswerView, DocumentText, GapGroup
from core.words import N_, _
from tui.policy_words import Documents, cited, saying, tag
from tui.showing import cut, line
from tui.widgets.reading import Leaf

GAP_REASONS = {"nothing_found": N_("nothing was found"), "not_used": N_("nothing that was found was used")}


def answer_leaf(answer: AnswerView, documents: Documents, *, opens: bool = True) -> Leaf:
    """An answer, whole. `opens`: say how its article is opened."""
    document = documents.get(answer.document or 0)
    tags = [tag(answer.status, document)]
    if answer.not_said:
        tags.append((_("the measures do not say"), "bold"))
    if answer.used:
        tags.append((_("used {count} times").format(count=answer.used), "$text-muted"))
    if answer.retired:
        tags.append((_("retired"), "bold $text-error"))
    notes = [cited(answer.document_title, answer.citations), answer.basis, _("As of {day}").format(day=answer.as_of)]
    if answer.valid_until or answer.valid_from:
        notes.append(
            _("Valid from {start} until {end}").format(start=answer.valid_from or "-", end=answer.valid_until or "-")
        )
    if answer.flagged:
        numbers = _(", ").join(str(one) for one in answer.flagged)
        notes.append(
            _("The text changed since at articles {numbers}: read it again, then edit.").format(numbers=numbers)
        )
    if answer.citations and document is None:
        notes.append(how_to_import(answer.document_title))
    elif answer.citations and opens:
        notes.append(_("Enter: the article itself"))
    if answer.aliases:
        notes += ["", _("Also asked as: {forms}").format(forms="；".join(answer.aliases))]
    if answer.retired_reason:
        notes.append(_("Reason: {reason}").format(reason=answer.retired_reason))
    return Leaf(answer.question, tuple(answer.answer.split("\n")), tuple(tags), tuple(notes),
                copy=saying(answer, document))  # fmt: skip


def how_to_import(title: str) -> str:
    """What to do where a cited text is not there."""
    return _(
        "The text of 《{title}》 is not here yet. In Policies (F3), Ctrl+O takes it in from a file: .txt, .html, .docx."
    ).format(title=title)


def article_leaf(text: DocumentText, place: int, citation: str = "", *, trail: int = 0) -> Leaf:
    """The article at `place` of the text; `citation` (`第十五条（一）`) is where to begin in it.

    `trail` is how many more citations of the answer read before are to come.
    """
    article = text.articles[place]
    document = text.document
    paragraphs = tuple(article.text.split("\n"))
    heading = "  ".join(part for part in (article.label, article.chapter, article.section) if part)
    before = text.articles[place - 1].label if place > 0 else ""
    after = text.articles[place + 1].label if place + 1 < len(text.articles) else ""
    notes = [f"《{document.title}》" + (f" {document.number}" if document.number else "")]
    around = [f"< {before}" if before else "", f"{after} >" if after else ""]
    notes.append("    ".join(one for one in around if one))
    if trail:
        notes.append(_("Enter: the next article cited ({count} more)").format(count=trail))
    if article.answers:
        notes.append(_("Answers that stand on it: {ids}").format(ids=" ".join(str(one) for one in article.answers)))
    where = f"《{document.title}》{article.label}"
    return Leaf(
        heading or document.title, paragraphs, (tag(document.status, document),), tuple(notes),
        item_at(paragraphs, citation), f"{where}\n{article.text}",
    )  # fmt: skip


def item_at(paragraphs: tuple[str, ...], citation: str) -> int | None:
    """The paragraph at which the item named in a citation begins; None where it names none or there is none."""
    at: int | None = None
    inner = unicodedata.normalize("NFKC", citation).partition("条")[2]
    for label in re.findall(r"\([^)]*\)|[0-9]+", inner):
        begin = 0 if at is None else at + 1
        wanted = (label,) if label[0] == "(" else (f"{label}.", f"{label}、")
        found = next(
            (n for n in range(begin, len(paragraphs))
             if unicodedata.normalize("NFKC", paragraphs[n]).lstrip().startswith(wanted)),
            None,
        )  # fmt: skip
        if found is None:
            return at
        at = found
    return at


def place_of(text: DocumentText, number: int | None, passage_text: str = "", citation: str = "") -> int:
    """The place of an article by its label or number, of a paragraph by its words; the first where none fits."""
    label = citation.partition("条")[0] + "条" if "条" in citation else ""
    ranked: list[tuple[int, int]] = []
    for place, one in enumerate(text.articles):
        same = number is not None and one.number == number
        if label and (citation == one.label or citation.startswith(one.label + "（")):
            ranked.append((0, place))
        elif same:
            ranked.append((1 if label == one.label else 2, place))
        elif number is None and passage_text and passage_text[:60] in one.text:
            ranked.append((3, place))
    return min(ranked)[1] if ranked else 0


def document_leaf(text: DocumentText) -> Leaf:
    """A text's particulars and what stands in it."""
    one = text.document
    rows = [
        (_("Number"), one.number), (_("Issued"), one.issued_on), (_("Valid from"), one.valid_from),
        (_("Valid until"), one.valid_until), (_("Version"), one.version), (_("File"), line(one.source)),
        (_("Reason"), one.state_reason),
    ]  # fmt: skip
    facts = [f"{name}  {value}" for name, value in rows if value]
    contents: list[str] = []
    chapter: str | None = None
    for article in text.articles:
        if article.chapter != chapter:
            chapter = article.chapter
            contents += ["", chapter or ""]
        first = line(article.text.split("\n", 1)[0])
        # No break between the two: a run of Chinese has none inside and would begin on a line of its own.
        contents.append(cut(f"{article.label}\u00a0{first[:60]}" if article.label else first[:60], 60))
    preamble = ["", *text.preamble] if text.preamble else []
    annex = ["", *text.annex] if text.annex else []
    counted = _("{chapters} chapters, {articles} articles").format(chapters=one.chapters, articles=one.articles)
    return Leaf(
        one.title, (*facts, *preamble, *contents, *annex), (tag(one.status, one), (counted, "$text-muted")),
        (_("Enter: read from the first article"),), copy=one.title + (f" {one.number}" if one.number else ""),
    )  # fmt: skip


def gap_leaf(gap: GapGroup) -> Leaf:
    """A question nothing answered, with the ways it was asked."""
    tags = ((_("asked {count} times").format(count=gap.times), "bold"), (_(GAP_REASONS[gap.reason]), "$text-muted"))
    notes = (
        _("Enter: write the answer; the ways it was asked go into it."),
        _("Ctrl+D: needs no answer, take it off the list."),
    )
    return Leaf(gap.question, gap.questions, tags, notes, copy="\n".join(gap.questions))
