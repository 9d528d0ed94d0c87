"""`shouwen occupant`: the Typer its verbs are added to, and what acts have in common."""

from __future__ import annotations

from collections.abc import Callable

import typer

from cli import desks, occupant_output
from cli.commands import noun
from core.desk import Desk
from core.occupants.views import OccupantView

app = noun()


def act(ctx: typer.Context, as_json: bool, do: Callable[[Desk, str], OccupantView]) -> None:
    """Do an act as whoever is signed in, and print the whole record."""
    with desks.at_desk(ctx) as (desk, by):
        occupant_output.show(do(desk, by), as_json=as_json)
