"""`shouwen service`."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import desks, output
from cli.commands import DeskCommand, noun
from cli.options import CodeArgument, JsonOption
from core.services.views import ServiceView
from core.words import language
from core.words import translate as _

app = noun()
Optional = str | None


@app.command("list", cls=DeskCommand, help=_("The service list."))
def list_(
    ctx: typer.Context,
    search: Annotated[str, typer.Option("--search", help=_("Chinese, pinyin or initials."))] = "",
    as_json: JsonOption = False,
) -> None:
    """The service list."""
    with desks.at_desk(ctx) as (desk, by):
        services = desk.services.list(by=by, search=search)
    if as_json:
        output.show_json(output.listing(services))
        return
    rows = ((one.code, _name(one), one.category, one.respond, one.complete, one.on_supplement) for one in services)
    output.show_table((_("Code"), _("Name"), _("Category"), _("Reply"), _("Complete"), _("On supplements")), rows)


@app.command("show", cls=DeskCommand, help=_("One service with its guide."))
def show(ctx: typer.Context, code: CodeArgument, as_json: JsonOption = False) -> None:
    """One service."""
    with desks.at_desk(ctx) as (desk, by):
        _show(desk.services.show(code, by=by), as_json=as_json)


@app.command("set", cls=DeskCommand, help=_("Change a service's limits, name or materials (supervisor)."))
def set_(
    ctx: typer.Context,
    code: CodeArgument,
    respond: Annotated[Optional, typer.Option("--respond", metavar="LIMIT", help=_("Reply within."))] = None,
    complete: Annotated[Optional, typer.Option("--complete", metavar="LIMIT", help=_("Complete within."))] = None,
    on_supplement: Annotated[
        Optional,
        typer.Option("--on-supplement", metavar="pause|restart", help=_("The clock while materials are awaited.")),
    ] = None,
    name: Annotated[Optional, typer.Option("--name", help=_("The name in Chinese."))] = None,
    name_en: Annotated[Optional, typer.Option("--name-en", help=_("The name in English."))] = None,
    materials: Annotated[
        list[str] | None, typer.Option("--material", help=_("The materials, all anew; repeat. An empty one for none."))
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Change a service."""
    named = None if not materials else [one for one in materials if one]
    with desks.at_desk(ctx) as (desk, by):
        changed = desk.services.set(
            code, by=by, respond=respond, complete=complete, on_supplement=on_supplement, name=name, name_en=name_en,
            materials=named,
        )  # fmt: skip
    _show(changed, as_json=as_json)


def _name(service: ServiceView) -> str:
    return service.name if language() == "zh" else service.name_en


def _show(service: ServiceView, *, as_json: bool) -> None:
    if as_json:
        output.show_json(service)
        return
    guide, tail = service.guide, "" if language() == "zh" else "_en"
    materials = [str(one.get("name" + tail) or one["name"]) for one in guide["materials"]]
    output.show_fields(
        [
            (_("Code"), service.code),
            (_("Name"), _name(service)),
            (_("Category"), service.category),
            (_("Conditions"), "\n".join(guide.get("conditions" + tail) or ())),
            (_("Materials"), "\n".join(materials)),
            (_("Steps"), "\n".join(guide.get("steps" + tail) or ())),
            (_("Reply within"), service.respond),
            (_("Complete within"), service.complete),
            (_("On supplements"), service.on_supplement),
            (_("Fee"), guide.get("fee" + tail)),
            (_("Place"), guide.get("place" + tail)),
            (_("Phones"), guide.get("phones" + tail)),
            (_("Legal basis"), guide.get("legal_basis" + tail)),
            (_("To be verified"), guide.get("unverified" + tail)),
        ]
    )
