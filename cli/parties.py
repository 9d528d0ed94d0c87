"""`shouwen party`: units outside the desk."""

from __future__ import annotations

from typing import Annotated

import typer

from cli import desks, output
from cli.commands import DeskCommand, noun
from cli.options import CodeArgument, JsonOption
from core.parties.service import PartyView
from core.words import translate as _

app = noun()
Optional = str | None
Kind = Annotated[Optional, typer.Option("--kind", help=_("What sort of unit, a code."))]
Offers = Annotated[Optional, typer.Option("--offers", help=_("What it offers."))]
Phone = Annotated[Optional, typer.Option("--phone", help=_("Its public number."))]
Contact = Annotated[Optional, typer.Option("--contact", help=_("Whom to ask for."))]
NameEn = Annotated[Optional, typer.Option("--name-en", help=_("The name in English."))]


@app.command("list", cls=DeskCommand, help=_("The directory."))
def list_(
    ctx: typer.Context,
    search: Annotated[str, typer.Option("--search", help=_("Chinese, pinyin or initials."))] = "",
    as_json: JsonOption = False,
) -> None:
    """The directory."""
    with desks.at_desk(ctx) as (desk, by):
        parties = desk.parties.list(by=by, search=search)
    if as_json:
        output.show_json(output.listing(parties))
        return
    rows = ((one.code, one.name, one.kind, one.phone, one.offers) for one in parties)
    output.show_table((_("Code"), _("Name"), _("Kind"), _("Phone"), _("Offers")), rows)


@app.command("add", cls=DeskCommand, help=_("A new unit."))
def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Option("--code", help=_("The code."))],
    name: Annotated[str, typer.Option("--name", help=_("The name."))],
    kind: Kind = None,
    offers: Offers = None,
    phone: Phone = None,
    contact: Contact = None,
    name_en: NameEn = None,
    as_json: JsonOption = False,
) -> None:
    """A new unit."""
    with desks.at_desk(ctx) as (desk, by):
        made = desk.parties.add(
            code, name, by=by, kind=kind or "other", offers=offers or "", phone=phone, contact=contact, name_en=name_en
        )
    _show(made, as_json=as_json)


@app.command("edit", cls=DeskCommand, help=_("Change a unit."))
def edit(
    ctx: typer.Context,
    code: CodeArgument,
    name: Annotated[Optional, typer.Option("--name", help=_("The name."))] = None,
    kind: Kind = None,
    offers: Offers = None,
    phone: Phone = None,
    contact: Contact = None,
    name_en: NameEn = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help=_("Whether it is in use."))] = None,
    as_json: JsonOption = False,
) -> None:
    """Change a unit."""
    with desks.at_desk(ctx) as (desk, by):
        changed = desk.parties.edit(
            code,
            by=by,
            name=name,
            kind=kind,
            offers=offers,
            phone=phone,
            contact=contact,
            name_en=name_en,
            active=active,
        )
    _show(changed, as_json=as_json)


def _show(party: PartyView, *, as_json: bool) -> None:
    if as_json:
        output.show_json(party)
        return
    output.show_fields(
        [
            (_("Code"), party.code),
            (_("Name"), party.name),
            (_("Kind"), party.kind),
            (_("Offers"), party.offers),
            (_("Phone"), party.phone),
            (_("Contact"), party.contact),
        ]
    )
