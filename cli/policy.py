"""`shouwen policy`: official texts, and finding answers."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import desks, output
from cli.commands import DeskCommand, noun
from cli.options import JsonOption, ReasonOption, whole
from core.errors import BadValue, StorageFailure
from core.policies.outline import Citation, read_citation
from core.policies.validity import STATUSES
from core.policies.views import ArticleView, DocumentText, DocumentView, Imported, SearchResult
from core.text import visible
from core.words import N_
from core.words import translate as _

app = noun()
DocumentArgument = Annotated[
    str, typer.Argument(metavar="DOC", help=_("The text: its id, its number, or its title or part of it."))
]


def _place(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    where = read_citation(value)
    if where is None:
        raise BadValue("bad_article", N_("“{value}” is not an article. Write 15 or 第十五条（一）."), value=value)
    return where


@app.command("import", cls=DeskCommand, help=_("Take in an official text: .txt, .html or .docx."))
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The file."))],
    as_json: JsonOption = False,
) -> None:
    """Take in an official text."""
    with desks.at_desk(ctx) as (desk, by):
        imported = desk.policies.import_file(file, by=by)
    if as_json:
        output.show_json(_imported(imported))
        return
    output.show_fields(_fields(imported.document))
    for _code, message in imported.warnings:
        print(visible(message))
    if not imported.new:
        print(_("This text is there already; nothing was changed."))
    elif imported.flagged:
        print(_("Answers to look at, because what they cite changed: {ids}").format(ids=_ids(imported.flagged)))


@app.command("list", cls=DeskCommand, help=_("The official texts, newest first."))
def list_(
    ctx: typer.Context,
    every: Annotated[bool, typer.Option("--all", help=_("Replaced versions too."))] = False,
    as_json: JsonOption = False,
) -> None:
    """The official texts."""
    with desks.at_desk(ctx) as (desk, by):
        documents = desk.policies.list(by=by, every_version=every)
    if as_json:
        output.show_json(output.listing(documents))
        return
    rows = ((one.id, one.title, one.number, one.issued_on, one.valid_until, _word(one.status)) for one in documents)
    output.show_table((_("Id"), _("Title"), _("Number"), _("Issued"), _("Valid until"), _("Validity")), rows)


@app.command("show", cls=DeskCommand, help=_("A whole text, or one article of it."))
def show(
    ctx: typer.Context,
    document: DocumentArgument,
    article: Annotated[
        Citation | None,
        typer.Option(
            "--article",
            metavar="N",
            parser=_place,
            help=_("One article (15, 第十五条), or an item of it (第十五条（一）)."),
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """A whole text, or one article of it."""
    with desks.at_desk(ctx) as (desk, by):
        if article is not None:
            found = desk.policies.article(document, article, by=by)
            output.show_json(_article(found)) if as_json else _print_article(found)
            return
        text = desk.policies.show(document, by=by)
    output.show_json(_document(text)) if as_json else _print_document(text)


@app.command("search", cls=DeskCommand, help=_("Answers and articles for a question: Chinese, pinyin or initials."))
def search(
    ctx: typer.Context,
    query: Annotated[str, typer.Argument(metavar="QUERY", help=_("The question as it is asked."))],
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", parser=whole("limit", highest=50), help=_("How many at most."))
    ] = 10,
    as_json: JsonOption = False,
) -> None:
    """Answers and articles for a question."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.policies.search(query, by=by, limit=limit)
        if not found.confident:
            with suppress(StorageFailure):  # what was found is worth more than the note of it
                desk.policies.missed(query, by=by)
    if as_json:
        output.show_json(
            {"results": [_result(one) for one in found.results], "seconds": found.seconds, "confident": found.confident}
        )
        return
    if not found.results:
        print(_("Nothing found. The question was noted for the supervisor."))
        return
    if not found.confident:
        print(_("Nothing fits well; these come nearest. The question was noted for the supervisor."))
    for number, one in enumerate(found.results, 1):
        _print_result(number, one)


@app.command("retire", cls=DeskCommand, help=_("Take a text out of force."))
def retire(ctx: typer.Context, document: DocumentArgument, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """Take a text out of force."""
    with desks.at_desk(ctx) as (desk, by):
        retired = desk.policies.retire(document, reason, by=by)
    output.show_json({"document": retired}) if as_json else output.show_fields(_fields(retired))


@app.command("gaps", cls=DeskCommand, help=_("Questions that nothing answered, like with like."))
def gaps(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Questions that nothing answered."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.policies.gaps(by=by)
    if as_json:
        output.show_json(output.listing(found))
        return
    rows = ((_ids(one.ids), one.times, output.moment(one.last_at), one.question) for one in found)
    output.show_table((_("Id"), _("Times"), _("Last asked"), _("Question")), rows, widest=60)


@app.command("note-gap", cls=DeskCommand, help=_("Note a question that nothing answered."))
def note_gap(
    ctx: typer.Context,
    question: Annotated[str, typer.Argument(metavar="QUESTION", help=_("The question as it is asked."))],
    unused: Annotated[bool, typer.Option("--unused", help=_("Answers were found, but none was of use."))] = False,
    as_json: JsonOption = False,
) -> None:
    """Note a question that nothing answered."""
    with desks.at_desk(ctx) as (desk, by):
        desk.policies.missed(question, by=by, reason="not_used" if unused else "nothing_found")
        found = desk.policies.gaps(by=by)
    if as_json:
        output.show_json(output.listing(found))
    else:
        print(_("Noted."))


@app.command("close-gap", cls=DeskCommand, help=_("Forget questions that need no answer."))
def close_gap(
    ctx: typer.Context,
    ids: Annotated[list[int], typer.Argument(metavar="ID...", help=_("Their ids, from: shouwen policy gaps"))],
    as_json: JsonOption = False,
) -> None:
    """Forget questions that need no answer."""
    with desks.at_desk(ctx) as (desk, by):
        closed = desk.policies.close_gaps(ids, by=by)
    output.show_json({"closed": closed}) if as_json else print(_("{count} closed.").format(count=closed))


def _imported(imported: Imported) -> dict[str, Any]:
    return {
        "document": imported.document,
        "warnings": [{"code": code, "message": message} for code, message in imported.warnings],
        "new": imported.new,
        "changed": imported.changed,
        "flagged": imported.flagged,
    }


def _article(one: ArticleView) -> dict[str, Any]:
    return {
        "document": one.document, "title": one.title, "article": one.number, "label": one.label,
        "chapter": one.chapter, "section": one.section, "text": one.text, "items": one.items, "status": one.status,
        "answers": one.answers,
    }  # fmt: skip


def _document(text: DocumentText) -> dict[str, Any]:
    return {
        "document": text.document, "article": None, "chapter": None,
        "text": "\n".join(f"{one.label}　{one.text}" if one.label else one.text for one in text.articles),
        "items": [], "preamble": text.preamble, "articles": [_article(one) for one in text.articles],
        "annex": text.annex,
    }  # fmt: skip


def _result(one: SearchResult) -> dict[str, Any]:
    return {
        "kind": one.kind, "id": one.id, "title": one.title, "snippet": one.snippet, "document": one.document,
        "articles": one.articles, "status": one.status, "score": one.score, "document_title": one.document_title,
        "citations": one.citations, "not_said": one.not_said, "used": one.used, "text": one.text, "as_of": one.as_of,
        "valid_until": one.valid_until,
    }  # fmt: skip


def _fields(one: DocumentView) -> list[tuple[str, Any]]:
    return [
        (_("Id"), one.id),
        (_("Title"), one.title),
        (_("Number"), one.number),
        (_("Issued"), one.issued_on),
        (_("Valid from"), one.valid_from),
        (_("Valid until"), one.valid_until),
        (_("Validity"), _word(one.status)),
        (_("Chapters"), one.chapters),
        (_("Articles"), one.articles),
        (_("Version"), one.version),
        (_("Reason"), one.state_reason),
    ]


def _print_document(text: DocumentText) -> None:
    output.show_fields(_fields(text.document))
    chapter = section = None
    for one in text.articles:
        if one.chapter != chapter or one.section != section:
            chapter, section = one.chapter, one.section
            print("\n" + visible("　".join(part for part in (chapter, section) if part)))
        print()
        _print_text(one)
    for line in text.annex:
        print("\n" + visible(line))


def _print_article(one: ArticleView) -> None:
    output.show_fields([(_("Title"), one.title), (_("Chapter"), one.chapter), (_("Validity"), _word(one.status))])
    print()
    _print_text(one)


def _print_text(one: ArticleView) -> None:
    print(visible(f"{one.label}　{one.text}" if one.label else one.text))


def _print_result(number: int, one: SearchResult) -> None:
    day = one.as_of if one.status == "unverified" else one.valid_until
    marks = [] if one.status == "current" else [_word(one.status) + (f" {day}" if day else "")]
    if one.used:
        marks.append(_("used {count} times").format(count=one.used))
    tail = f" [{' · '.join(marks)}]" if marks else ""
    print(f"{number}. {visible(one.title, newlines=True)}{tail}")
    print(f"   {visible(one.text if one.kind == 'answer' else one.snippet, newlines=True)}")
    if one.kind == "answer" and one.citations:
        print(f"   《{visible(one.document_title, newlines=True)}》{'、'.join(one.citations)}")


def _word(status: str) -> str:
    return _(STATUSES[status])


def _ids(ids: tuple[int, ...]) -> str:
    return " ".join(str(one) for one in ids)
