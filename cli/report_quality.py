"""`shouwen report`: spot checks, training and evaluation of the staff."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import desks, output
from cli.commands import DeskCommand
from cli.options import JsonOption, SinceOption, UntilOption, whole
from core.clock import read_date
from core.reports.showing import rate_of, span
from core.reports.views import Scope
from core.words import translate as _

Optional = str | None
Staff = Annotated[Optional, typer.Option("--staff", metavar="CODE", help=_("Only this person."))]
NoteOption = Annotated[Optional, typer.Option("--note", help=_("A note."))]


def day(value: object) -> date | None:
    """A day as typed, for options."""
    return read_date(value) if isinstance(value, str) else None


def add_to(app: typer.Typer) -> None:
    """Add these verbs to the noun."""
    for name, command, about in (
        ("draw", draw, _("Draw a fair random sample of each person's finished calls to look at (supervisor).")),
        ("checks", checks, _("Spot checks, those not marked yet first.")),
        ("mark", mark, _("Fill in the sheet of a spot check (supervisor).")),
        ("train", train, _("Put a session of training on record (supervisor).")),
        ("trainings", trainings, _("Sessions of training, the latest first.")),
        ("evaluation", evaluation, _("Each person's measures, training and marks over a period; --output as .xlsx.")),
    ):
        app.command(name, cls=DeskCommand, help=about)(command)


def draw(
    ctx: typer.Context,
    each: Annotated[int, typer.Option("--each", metavar="K", parser=whole("each", highest=20),
                                      help=_("How many calls a person."))] = 3,
    since: SinceOption = None,
    until: UntilOption = None,
    staff: Staff = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Draw a sample."""
    with desks.at_desk(ctx) as (desk, by):
        _checks(desk.spot_checks.draw(Scope(since, until, staff), each, by=by), as_json=as_json)


def checks(ctx: typer.Context, staff: Staff = None, as_json: JsonOption = False) -> None:
    """List them."""
    with desks.at_desk(ctx) as (desk, by):
        _checks(desk.spot_checks.list(by=by, staff=staff), as_json=as_json)


def mark(
    ctx: typer.Context,
    check: Annotated[int, typer.Argument(metavar="ID", parser=whole("id"), help=_("The spot check."))],
    marks: Annotated[
        list[str],
        typer.Option(
            "--mark", metavar="CRITERION=1..5",
            help=_("A mark for each of: manner, accuracy, completeness, promptness, record."),
        ),
    ],
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Fill it in."""
    given = dict(one.partition("=")[::2] for one in marks)
    with desks.at_desk(ctx) as (desk, by):
        done = desk.spot_checks.mark(check, given, by=by, note=note)
    if as_json:
        output.show_json(done)
    else:
        _checks([done], as_json=False)


def train(
    ctx: typer.Context,
    staff: Annotated[str, typer.Option("--staff", metavar="CODE", help=_("Who attended."))],
    held_on: Annotated[date, typer.Option("--on", metavar="DATE", parser=day, help=_("When it was held."))],
    title: Annotated[str, typer.Option("--title", help=_("What it was about."))],
    minutes: Annotated[
        int | None, typer.Option("--minutes", metavar="N", parser=whole("minutes", highest=6000), help=_("How long."))
    ] = None,
    result: Annotated[
        str, typer.Option("--result", metavar="attended|passed|failed", help=_("How it ended."))
    ] = "attended",
    score: Annotated[
        int | None,
        typer.Option("--score", metavar="0..100", parser=whole("score", lowest=0, highest=100), help=_("The score.")),
    ] = None,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put it on record."""
    with desks.at_desk(ctx) as (desk, by):
        done = desk.trainings.add(
            staff, held_on, title, by=by, minutes=minutes, result=result, score=score, note=note
        )  # fmt: skip
    if as_json:
        output.show_json(done)
    else:
        _trainings([done])


def trainings(
    ctx: typer.Context,
    since: SinceOption = None,
    until: UntilOption = None,
    staff: Staff = None,
    as_json: JsonOption = False,
) -> None:
    """List them."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.trainings.list(Scope(since, until, staff), by=by)
    if as_json:
        output.show_json(output.listing(found))
    else:
        _trainings(found)


def evaluation(
    ctx: typer.Context,
    since: SinceOption = None,
    until: UntilOption = None,
    staff: Staff = None,
    file: Annotated[Optional, typer.Option("--output", metavar="FILE", help=_("The file to write: .xlsx."))] = None,
    as_json: JsonOption = False,
) -> None:
    """Evaluate."""
    scope = Scope(since, until, staff)
    with desks.at_desk(ctx) as (desk, by):
        if file is not None:
            people = desk.trainings.export(scope, Path(file), by=by)
            if as_json:
                output.show_json({"output": file, "people": people})
            else:
                print(_("Written: {path}").format(path=file))
            return
        found = desk.trainings.evaluate(scope, by=by)
    if as_json:
        output.show_json(output.listing(found))
        return
    rows = (
        (one.name, one.figures.calls, rate_of(one.figures.on_time_rate), rate_of(one.figures.response_rate),
         span(one.figures.first_reply_seconds.p50), one.trainings, one.passed, one.checks,
         "" if one.mean_mark is None else f"{one.mean_mark:.2f}")
        for one in found
    )  # fmt: skip
    heads = (_("Name"), _("Calls"), _("On-time rate"), _("Response rate"), _("First reply p50"), _("Trainings"),
             _("Passed"), _("Spot checks"), _("Mean mark"))  # fmt: skip
    output.show_table(heads, rows)


def _checks(found: Iterable[Any], *, as_json: bool) -> None:
    items = list(found)
    if as_json:
        output.show_json(output.listing(items))
        return
    rows = (
        (one.id, one.call.number, one.staff, one.drawn_at, "" if one.mean is None else f"{one.mean:.1f}", one.note)
        for one in items
    )
    output.show_table((_("ID"), _("Number"), _("Handler"), _("Drawn"), _("Mean mark"), _("Note")), rows)


def _trainings(found: Iterable[Any]) -> None:
    from core.reports.training import RESULTS

    rows = ((one.held_on, one.staff, one.title, one.minutes, _(RESULTS[one.result]), one.score) for one in found)
    output.show_table((_("Date"), _("Who"), _("Session"), _("Minutes"), _("Result"), _("Score")), rows)
