"""`shouwen occupant`: units, the half rule, and sheets in and out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cli import desks, occupant_output
from cli.commands import DeskCommand
from cli.occupant_app import act, app
from cli.occupant_options import (
    FloorOption,
    FromOption,
    IdArgument,
    KindOption,
    NameOption,
    OnOption,
    Optional,
    OverrideOption,
    UnitArgument,
    day_option,
    text_option,
    whole_option,
)
from cli.options import JsonOption, RevealOption
from core.words import translate as _


@app.command("allot", cls=DeskCommand, help=_("Give a unit."))
def allot(
    ctx: typer.Context,
    number: IdArgument,
    unit: UnitArgument,
    start: FromOption = None,
    override: OverrideOption = None,
    as_json: JsonOption = False,
) -> None:
    """Give a unit."""
    act(ctx, as_json, lambda desk, by: desk.occupants.allot(number, unit, by=by, start=start, override=override))


@app.command("release", cls=DeskCommand, help=_("A unit is handed back; it is free from that day on."))
def release(
    ctx: typer.Context, number: IdArgument, unit: UnitArgument, on: OnOption = None, as_json: JsonOption = False
) -> None:
    """Hand it back."""
    act(ctx, as_json, lambda desk, by: desk.occupants.release(number, unit, by=by, on=on))


@app.command("space", cls=DeskCommand, help=_("The half rule's gauge of the incubation floors, and what if."))
def space(
    ctx: typer.Context,
    floor: FloorOption = None,
    admit: Annotated[
        list[str], typer.Option("--admit", metavar="KIND:AREA", help=_("What if this were given; repeat."))
    ] = [],  # noqa: B006 - typer copies it
    release: Annotated[
        list[str], typer.Option("--release", metavar="UNIT", help=_("What if this unit were handed back; repeat."))
    ] = [],  # noqa: B006 - typer copies it
    on: Annotated[date | None, day_option("--on", _("On this day, if not today."))] = None,
    as_json: JsonOption = False,
) -> None:
    """The gauge."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.occupants.space(by=by, floor=floor, on=on, admit=tuple(admit), release=tuple(release))
    occupant_output.show_space(found, as_json=as_json)


@app.command("units", cls=DeskCommand, help=_("Units and who holds them; vacant ones to recruit for."))
def units(
    ctx: typer.Context,
    floor: FloorOption = None,
    vacant: Annotated[bool, typer.Option("--vacant", help=_("Only those nobody holds."))] = False,
    on: Annotated[date | None, day_option("--on", _("On this day, if not today."))] = None,
    as_json: JsonOption = False,
) -> None:
    """Units."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.occupants.units(by=by, floor=floor, on=on, vacant=vacant)
    occupant_output.show_units(found, as_json=as_json)


@app.command("set-unit", cls=DeskCommand, help=_("A new unit, or a change to one (supervisor)."))
def set_unit(
    ctx: typer.Context,
    unit: UnitArgument,
    floor: Annotated[int | None, whole_option("--floor", "floor", _("The floor, 3 to 6."), highest=99)] = None,
    area: Annotated[Optional, text_option("--area", _("Square metres."), "M2")] = None,
    side: Annotated[Optional, text_option("--side", _("The side of the corridor."), "south|north")] = None,
    name: NameOption = None,
    use: Annotated[Optional, text_option("--use", _("What it is for."), "office|shared")] = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help=_("Whether it is in use."))] = None,
    as_json: JsonOption = False,
) -> None:
    """A unit."""
    with desks.at_desk(ctx) as (desk, by):
        made = desk.occupants.set_unit(
            unit, by=by, floor=floor, area=area, side=side, name=name, use=use, active=active
        )
    occupant_output.show_unit(made, as_json=as_json)


@app.command("import", cls=DeskCommand, help=_("Take residents in from .xlsx or .csv: all rows or none."))
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The sheet."))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only look at every row, write nothing."))] = False,
    kind: KindOption = None,
    named: Annotated[
        list[str],
        typer.Option(
            "--map", metavar="HEADING=FIELD", help=_("What a column is, where its heading does not say; repeat.")
        ),
    ] = [],  # noqa: B006 - typer copies it
    sheet: Annotated[Optional, text_option("--sheet", _("The sheet's name, where the file has several."))] = None,
    as_json: JsonOption = False,
) -> None:
    """Take residents in."""
    with desks.at_desk(ctx) as (desk, by):
        result = desk.occupants.import_file(file, by=by, dry_run=dry_run, kind=kind, sheet=sheet, named=named)
    occupant_output.show_import(result, as_json=as_json)


@app.command("export", cls=DeskCommand, help=_("Write who is here to .xlsx or .csv."))
def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The sheet to write."))],
    everyone: Annotated[bool, typer.Option("--all", help=_("Applicants and those who left too."))] = False,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Write a sheet."""
    with desks.at_desk(ctx) as (desk, by):
        count = desk.occupants.export_file(file, by=by, everyone=everyone, reveal=reveal)
    occupant_output.show_file(file, count, as_json=as_json)
