"""`shouwen centre`: the centre's own settings."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import desks, output
from cli.commands import DeskCommand, noun
from cli.options import JsonOption
from core.centre.service import Centre
from core.words import translate as _

app = noun()
Optional = str | None


@app.command("show", cls=DeskCommand, help=_("The settings."))
def show(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """The settings."""
    with desks.at_desk(ctx) as (desk, _by):
        _show(desk.centre.show(), as_json=as_json)


@app.command("set", cls=DeskCommand, help=_("Change settings (supervisor)."))
def set_(
    ctx: typer.Context,
    name: Annotated[Optional, typer.Option("--name", help=_("The centre's name, as printed."))] = None,
    letter: Annotated[Optional, typer.Option("--letter", help=_("The desk letter in call numbers, A to Z."))] = None,
    place: Annotated[Optional, typer.Option("--place", help=_("The desk's address, as printed."))] = None,
    hotline: Annotated[Optional, typer.Option("--hotline", help=_("The hotline's number, as printed."))] = None,
    supervision_phone: Annotated[
        Optional, typer.Option("--supervision-phone", help=_("The number for complaints, as printed."))
    ] = None,
    extension_limit: Annotated[
        Optional, typer.Option("--extension-limit", metavar="LIMIT", help=_("How much extensions may come to in all."))
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Change settings."""
    given = {
        "name": name, "letter": letter, "place": place, "hotline": hotline, "supervision_phone": supervision_phone,
        "extension_limit": extension_limit,
    }  # fmt: skip
    with desks.at_desk(ctx) as (desk, by):
        changed = desk.centre.edit(by=by, **{key: value for key, value in given.items() if value is not None})
    _show(changed, as_json=as_json)


def _show(centre: Centre, *, as_json: bool) -> None:
    if as_json:
        output.show_json(centre)
        return
    output.show_fields(
        [
            (_("Name"), centre.name),
            (_("Desk letter"), centre.letter),
            (_("Place"), centre.place),
            (_("Hotline"), centre.hotline),
            (_("Supervision phone"), centre.supervision_phone),
            (_("Extensions up to"), centre.extension_limit),
        ]
    )
