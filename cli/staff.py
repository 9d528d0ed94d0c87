"""`shouwen staff`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import desks, output
from cli.commands import DeskCommand, noun
from cli.options import CodeArgument, JsonOption, PinOption
from cli.session import role, show_staff
from core.calls.terms import OPEN
from core.calls.views import CallFilter
from core.words import translate as _

app = noun()


@app.command("list", cls=DeskCommand, help=_("Everyone of the desk."))
def list_(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Everyone."""
    with desks.at_desk(ctx) as (desk, by):
        people = desk.staff.list(by=by)
    if as_json:
        output.show_json(output.listing(people))
        return
    headings = (_("Code"), _("Name"), _("Role"), _("Deputy"), _("At the desk"))
    rows = ((one.code, one.name, role(one.role), one.deputy, _("yes") if one.active else _("no")) for one in people)
    output.show_table(headings, rows)


@app.command("add", cls=DeskCommand, help=_("Take someone on (supervisor)."))
def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Option("--code", help=_("The code."))],
    name: Annotated[str, typer.Option("--name", help=_("The name."))],
    role_code: Annotated[str, typer.Option("--role", metavar="specialist|operator|supervisor", help=_("The role."))],
    pin_stdin: PinOption = False,
    as_json: JsonOption = False,
) -> None:
    """Take someone on."""
    pin = desks.read_pin(pin_stdin, again=True)
    with desks.at_desk(ctx) as (desk, by):
        show_staff(desk.staff.add(code, name, role_code, pin, by=by), as_json=as_json)


@app.command("edit", cls=DeskCommand, help=_("Change someone's name, role, deputy or PIN."))
def edit(
    ctx: typer.Context,
    code: CodeArgument,
    name: Annotated[str | None, typer.Option("--name", help=_("The name."))] = None,
    role_code: Annotated[
        str | None, typer.Option("--role", metavar="specialist|operator|supervisor", help=_("The role."))
    ] = None,
    deputy: Annotated[str | None, typer.Option("--deputy", help=_("Who stands in for them; empty for nobody."))] = None,
    pin_stdin: PinOption = False,
    as_json: JsonOption = False,
) -> None:
    """Change someone."""
    pin = desks.read_pin(True) if pin_stdin else None
    with desks.at_desk(ctx) as (desk, by):
        changed = desk.staff.edit(code, by=by, name=name, role=role_code, deputy=deputy, pin=pin)
        show_staff(changed, as_json=as_json)


@app.command("disable", cls=DeskCommand, help=_("Someone leaves: no more signing in."))
def disable(ctx: typer.Context, code: CodeArgument, as_json: JsonOption = False) -> None:
    """Someone leaves; whoever reads it is told which calls are to be handed on."""
    with desks.at_desk(ctx) as (desk, by):
        gone = desk.staff.disable(code, by=by)
        left = [
            call.number
            for status in (() if as_json else OPEN)
            for call in desk.calls.list(CallFilter(handler=code, status=status, limit=100), by=by).items
        ]
    show_staff(gone, as_json=as_json, to_hand_on=left)


@app.command("enable", cls=DeskCommand, help=_("Someone comes back."))
def enable(ctx: typer.Context, code: CodeArgument, as_json: JsonOption = False) -> None:
    """Someone comes back."""
    with desks.at_desk(ctx) as (desk, by):
        show_staff(desk.staff.edit(code, by=by, active=True), as_json=as_json)
