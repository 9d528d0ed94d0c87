"""`shouwen answer`: the desk's own answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import desks, output
from cli.commands import DeskCommand, noun
from cli.options import JsonOption, ReasonOption
from core.clock import read_date
from core.errors import BadValue
from core.policies.validity import STATUSES
from core.policies.views import AnswerView, NewAnswer, SheetResult, count
from core.text import visible
from core.words import N_
from core.words import translate as _

app = noun()
Optional = str | None


def _date(value: Any) -> date | None:
    return read_date(value) if isinstance(value, str) else value


Id = Annotated[int, typer.Argument(metavar="ID", help=_("The answer's id."))]
Articles = Annotated[Optional, typer.Option("--articles", help=_("What it stands on: 15；第十条（六）."))]
Aliases = Annotated[list[str] | None, typer.Option("--alias", help=_("Another way of asking; repeat."))]
Category = Annotated[Optional, typer.Option("--category", help=_("What it belongs to."))]
Service = Annotated[Optional, typer.Option("--service", help=_("The service's code."))]
Document = Annotated[Optional, typer.Option("--document", help=_("The title of the text cited."))]
Basis = Annotated[Optional, typer.Option("--basis", help=_("Another paper it stands on, with its number."))]
AsOf = Annotated[date | None, typer.Option("--as-of", metavar="DATE", parser=_date, help=_("True as of this day."))]
ValidFrom = Annotated[date | None, typer.Option("--valid-from", metavar="DATE", parser=_date, help=_("From this day."))]
ValidUntil = Annotated[
    date | None, typer.Option("--valid-until", metavar="DATE", parser=_date, help=_("Up to this day, included."))
]
Verified = Annotated[bool | None, typer.Option("--verified/--unverified", help=_("Whether it was checked."))]
NotSaid = Annotated[
    bool | None, typer.Option("--not-said/--said", help=_("The measures say nothing on it, and it says so."))
]


@app.command("add", cls=DeskCommand, help=_("A new answer."))
def add(
    ctx: typer.Context,
    question: Annotated[str, typer.Option("--question", help=_("The question, as one asks it."))],
    answer: Annotated[str, typer.Option("--answer", help=_("The answer, as one says it."))],
    articles: Articles = None,
    aliases: Aliases = None,
    category: Category = None,
    service: Service = None,
    document: Document = None,
    basis: Basis = None,
    as_of: AsOf = None,
    valid_from: ValidFrom = None,
    valid_until: ValidUntil = None,
    verified: Verified = None,
    not_said: NotSaid = None,
    as_json: JsonOption = False,
) -> None:
    """A new answer."""
    new = NewAnswer(
        question=question, answer=answer, articles=articles, aliases=tuple(aliases) if aliases else None,
        category=category, service=service, document=document, basis=basis, as_of=as_of, valid_from=valid_from,
        valid_until=valid_until, verified=verified, not_said=not_said,
    )  # fmt: skip
    with desks.at_desk(ctx) as (desk, by):
        made = desk.policies.add_answer(new, by=by)
    _show(made, as_json=as_json)


@app.command("edit", cls=DeskCommand, help=_("Change what is given; aliases are given all anew."))
def edit(
    ctx: typer.Context,
    which: Id,
    question: Annotated[Optional, typer.Option("--question", help=_("The question, as one asks it."))] = None,
    answer: Annotated[Optional, typer.Option("--answer", help=_("The answer, as one says it."))] = None,
    articles: Articles = None,
    aliases: Aliases = None,
    category: Category = None,
    service: Service = None,
    document: Document = None,
    basis: Basis = None,
    as_of: AsOf = None,
    valid_from: ValidFrom = None,
    valid_until: ValidUntil = None,
    verified: Verified = None,
    not_said: NotSaid = None,
    as_json: JsonOption = False,
) -> None:
    """Change an answer."""
    new = NewAnswer(
        question=question, answer=answer, articles=articles, aliases=tuple(aliases) if aliases else None,
        category=category, service=service, document=document, basis=basis, as_of=as_of, valid_from=valid_from,
        valid_until=valid_until, verified=verified, not_said=not_said,
    )  # fmt: skip
    with desks.at_desk(ctx) as (desk, by):
        changed = desk.policies.edit_answer(which, new, by=by)
    _show(changed, as_json=as_json)


@app.command("retire", cls=DeskCommand, help=_("Take an answer out of use."))
def retire(ctx: typer.Context, which: Id, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """Take an answer out of use."""
    with desks.at_desk(ctx) as (desk, by):
        retired = desk.policies.retire_answer(which, reason, by=by)
    _show(retired, as_json=as_json)


@app.command("use", cls=DeskCommand, help=_("Count that an answer was given to a caller; it ranks a little higher."))
def use(ctx: typer.Context, which: Id, as_json: JsonOption = False) -> None:
    """Count that an answer was given to a caller."""
    with desks.at_desk(ctx) as (desk, by):
        used = desk.policies.use_answer(which, by=by)
    _show(used, as_json=as_json)


@app.command("list", cls=DeskCommand, help=_("The answers in use."))
def list_(
    ctx: typer.Context,
    category: Category = None,
    status: Annotated[
        Optional, typer.Option("--status", metavar="current|expiring|expired|unverified", help=_("In this state."))
    ] = None,
    retired: Annotated[bool, typer.Option("--retired", help=_("Those taken out of use instead."))] = False,
    as_json: JsonOption = False,
) -> None:
    """The answers in use."""
    with desks.at_desk(ctx) as (desk, by):
        answers = desk.policies.answers(by=by, category=category, status=status, retired=retired)
    if as_json:
        output.show_json(output.listing(answers))
        return
    rows = ((one.id, one.question, one.category, one.citations, _word(one.status), one.used) for one in answers)
    output.show_table((_("Id"), _("Question"), _("Category"), _("Articles"), _("Validity"), _("Used")), rows)


@app.command("show", cls=DeskCommand, help=_("One answer."))
def show(ctx: typer.Context, which: Id, as_json: JsonOption = False) -> None:
    """One answer."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.policies.answer(which, by=by)
    _show(found, as_json=as_json)


@app.command("import", cls=DeskCommand, help=_("Take answers from a sheet: .csv or .xlsx."))
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The sheet."))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only show what would change."))] = False,
    as_json: JsonOption = False,
) -> None:
    """Take answers from a sheet."""
    with desks.at_desk(ctx) as (desk, by):
        result = desk.policies.import_answers(file, by=by, dry_run=dry_run)
    if result.problems:
        first = result.problems[0]
        raise BadValue(
            "bad_rows",
            N_("{count} rows cannot be taken, so nothing was written. Row {row}: {why}"),
            count=len(result.problems),
            row=first.row,
            why=first.message,
            problems=[{"row": one.row, "code": one.code, "message": one.message} for one in result.problems],
        )
    output.show_json(_sheet(result)) if as_json else _print_sheet(result)


@app.command("export", cls=DeskCommand, help=_("Write the answers in use to a sheet: .csv or .xlsx."))
def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The sheet to write."))],
    as_json: JsonOption = False,
) -> None:
    """Write the answers to a sheet."""
    with desks.at_desk(ctx) as (desk, by):
        written = desk.policies.export_answers(file, by=by)
    if as_json:
        output.show_json({"file": str(file), "answers": written})
    else:
        print(_("{count} answers written to {file}.").format(count=written, file=visible(str(file), newlines=True)))


def _sheet(result: SheetResult) -> dict[str, Any]:
    return {
        "written": result.written, "added": count(result.changes, "added"),
        "changed": count(result.changes, "changed"), "unchanged": count(result.changes, "unchanged"),
        "changes": result.changes, "warnings": [{"code": "unknown_column", "column": one} for one in result.warnings],
    }  # fmt: skip


def _print_sheet(result: SheetResult) -> None:
    names = {"added": _("new"), "changed": _("changed")}
    rows = [(one.row, names[one.act], one.question, one.fields) for one in result.changes if one.act in names]
    if rows:
        output.show_table((_("Row"), _("Change"), _("Question"), _("Fields")), rows)
    for heading in result.warnings:
        print(_("The column “{column}” is not known and was left out.").format(column=visible(heading, newlines=True)))
    template = _("{added} new, {changed} changed, {unchanged} unchanged.")
    print(
        template.format(
            added=count(result.changes, "added"), changed=count(result.changes, "changed"),
            unchanged=count(result.changes, "unchanged"),
        )
    )  # fmt: skip
    if not result.written:
        print(_("Nothing was written."))


def _show(answer: AnswerView, *, as_json: bool) -> None:
    if as_json:
        output.show_json(answer)
        return
    output.show_fields(
        [
            (_("Id"), answer.id),
            (_("Question"), answer.question),
            (_("Answer"), answer.answer),
            (_("Basis"), answer.citation),
            (_("Validity"), _word(answer.status)),
            (_("True as of"), answer.as_of),
            (_("Valid until"), answer.valid_until),
            (_("Articles that changed"), [str(one) for one in answer.flagged]),
            (_("Category"), answer.category),
            (_("Service"), answer.service),
            (_("Other ways of asking"), "\n".join(answer.aliases)),
            (_("Used"), answer.used),
            (_("Retired"), answer.retired_reason),
        ]
    )


def _word(status: str) -> str:
    return _(STATUSES[status])
