"""`shouwen db`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import desks, output
from cli.commands import DeskCommand, noun
from cli.errors import Exit
from cli.options import JsonOption
from core.desk import restore
from core.storage.keeping import Finding
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


@app.command("backup", cls=DeskCommand, help=_("Copy the database; others go on working."))
def backup(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Argument(metavar="FILE", help=_("Where to; by default in backups beside it."))
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Copy it."""
    with desks.at_desk(ctx) as (desk, by):
        path, size = desk.backup(Path(file) if file else None, by=by)
    if as_json:
        output.show_json({"output": path, "bytes": size})
    else:
        print(_("Copied to {path} ({size} bytes).").format(path=path, size=size))


@app.command(
    "restore", cls=DeskCommand, help=_("Put a backup in the database's place (supervisor); the old one is kept.")
)
def restore_(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("The backup."))],
    as_json: JsonOption = False,
) -> None:
    """Restore it."""
    with desks.at_desk(ctx) as (_desk, by):
        pass
    kept = restore(Path(file), ctx.obj.database, by=by)
    if as_json:
        output.show_json({"restored": file, "kept": kept})
    else:
        print(_("Restored from {path}; what was there is kept as {kept}.").format(path=file, kept=kept))


@app.command("check", cls=DeskCommand, help=_("Look for damage and for calls that cannot be; findings exit 1."))
def check(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Look for damage."""
    with desks.at_desk(ctx) as (desk, by):
        _report(desk.check(by=by), as_json=as_json)


@app.command("verify", cls=DeskCommand, help=_("Check the audit chain; findings exit 1."))
def verify(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Check the chain."""
    with desks.at_desk(ctx) as (desk, by):
        _report(desk.verify(by=by), as_json=as_json)


def _report(findings: list[Finding], *, as_json: bool) -> None:
    if as_json:
        output.show_json({"ok": not findings, "findings": findings})
    elif findings:
        rows = ((one.check, one.subject, one.message) for one in findings)
        output.show_table((_("Check"), _("Where"), _("Finding")), rows, widest=70)
    else:
        print(_("Everything is in order."))
    if findings:
        raise typer.Exit(Exit.REFUSED)
