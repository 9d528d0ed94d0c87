"""`shouwen db`."""

from __future__ import annotations

import typer

from cli import desks, output
from cli.commands import DeskCommand, noun
from cli.options import JsonOption
from core.words import translate as _

app = noun()


@app.command("info", cls=DeskCommand, help=_("Facts about the database."))
def info(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Facts."""
    with desks.at_desk(ctx) as (desk, by):
        facts = desk.info(by=by)
    if as_json:
        output.show_json(facts)
    else:
        output.show_fields((name, str(value)) for name, value in facts.items())
