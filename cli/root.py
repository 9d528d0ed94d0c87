"""The program itself: what stands before the noun. Imported once the language is known, for help texts are spoken."""

from __future__ import annotations

import sys
from collections.abc import Callable

import typer

from cli.commands import DeskGroup
from cli.desks import Place, at_terminal, where
from cli.errors import usage
from cli.options import DatabaseOption, LangOption, VersionOption
from core.words import LANGUAGES, N_
from core.words import translate as _


def root(given: list[str]) -> typer.Typer:
    """The root command for the words `given`; without a noun it opens the app."""
    app = typer.Typer(
        cls=DeskGroup,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        help=_("Shouwen: the front desk. Without a command it opens the app."),
        invoke_without_command=True,
    )
    app.callback()(_globals(given))
    return app


def stub() -> typer.Typer:
    """A noun whose verbs are not needed now."""
    empty = typer.Typer()
    empty.callback()(lambda: None)
    return empty


def _globals(given: list[str]) -> Callable[..., None]:
    def options(
        ctx: typer.Context, database: DatabaseOption = None, lang: LangOption = None, version: VersionOption = False
    ) -> None:
        ctx.obj = Place(where(database), given)
        if lang is not None and lang not in LANGUAGES:
            raise usage(N_("The language is zh or en, not “{value}”."), value=lang)
        if ctx.invoked_subcommand is None:
            raise typer.Exit(_open_app(ctx.obj.database))

    return options


def _open_app(database: str) -> int:
    if not at_terminal() or sys.stdout is None or not sys.stdout.isatty():
        raise usage(N_("The app needs a terminal. For a single command see: shouwen --help"))
    from tui.app import run

    return run(database)
