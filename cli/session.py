"""Setting up, signing in and out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from cli import desks, output
from cli.commands import DeskCommand
from cli.options import CodeArgument, JsonOption, PinOption
from core.staff.rules import ROLES, check_pin
from core.staff.views import SignInView, StaffView
from core.words import translate as _


def add_to(app: typer.Typer, about: Mapping[str, str]) -> None:
    """Add the verbs that have no noun."""
    from cli.demo import demo

    verbs = (("init", init), ("login", login), ("logout", logout), ("whoami", whoami), ("demo", demo))
    for name, command in verbs:
        app.command(name, cls=DeskCommand, help=about[name])(command)


def init(
    ctx: typer.Context,
    name: Annotated[str, typer.Option("--name", help=_("The first supervisor's name."))],
    code: Annotated[
        str | None, typer.Option("--code", help=_("Their code; by default from the name's pinyin."))
    ] = None,
    centre: Annotated[str | None, typer.Option("--centre", help=_("The centre's name."))] = None,
    letter: Annotated[str | None, typer.Option("--letter", help=_("The desk letter in call numbers, A to Z."))] = None,
    pin_stdin: PinOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make the desk and sign in."""
    pin = check_pin(desks.read_pin(pin_stdin, again=True))
    settings = {key: value for key, value in (("name", centre), ("letter", letter)) if value is not None}
    with desks.opened(ctx, create=True) as desk:
        person = desk.found(name, pin, code, **settings)
        signed = desk.staff.sign_in(person.code, pin, desks.os_user())
        desks.keep_sign_in(ctx.obj.database, signed.token or "")
    if as_json:
        output.show_json(person)
    else:
        print(_("The desk is set up, and {name} ({code}) is signed in.").format(name=person.name, code=person.code))


def login(ctx: typer.Context, code: CodeArgument, pin_stdin: PinOption = False, as_json: JsonOption = False) -> None:
    """Sign in for the shift; a failed one keeps whoever is signed in."""
    pin = desks.read_pin(pin_stdin)
    with desks.opened(ctx) as desk:
        signed = desk.staff.sign_in(code, pin, desks.os_user())
        earlier = desks.kept_token(ctx.obj.database)
        desks.keep_sign_in(ctx.obj.database, signed.token or "")
        if earlier:
            desk.staff.sign_out(earlier)
    _show(signed, as_json=as_json)


def logout(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Sign out; nothing happens where nobody is signed in."""
    with desks.opened(ctx) as desk:
        token = desks.forget_sign_in(ctx.obj.database)
        if token:
            desk.staff.sign_out(token)
    if as_json:
        output.show_json({"signed_in": False})
    else:
        print(_("Signed out."))


def whoami(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """Who is signed in."""
    with desks.opened(ctx) as desk:
        _show(desks.signed_in(ctx, desk), as_json=as_json)


def role(code: str) -> str:
    """A role's word."""
    return _(ROLES.get(code, code))


def show_staff(person: StaffView, *, as_json: bool, to_hand_on: Sequence[str] = ()) -> None:
    """One person of the desk, and the calls to be transferred from them."""
    if as_json:
        output.show_json(person)
        return
    pairs: list[tuple[str, Any]] = [
        (_("Code"), person.code),
        (_("Name"), person.name),
        (_("Role"), role(person.role)),
        (_("Deputy"), person.deputy),
        (_("At the desk"), _("yes") if person.active else _("no")),
    ]
    if to_hand_on:
        pairs.append((_("Calls to hand on"), "  ".join(to_hand_on)))
    output.show_fields(pairs)


def _show(signed: SignInView, *, as_json: bool) -> None:
    if as_json:
        output.show_json(signed)
        return
    print(
        _("{name} ({code}), {role}, signed in until {time}.").format(
            name=signed.name, code=signed.code, role=role(signed.role), time=output.moment(signed.expires_at)
        )
    )
