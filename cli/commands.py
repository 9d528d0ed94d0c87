"""Groups and commands whose help speaks the user's language."""

from __future__ import annotations

import typer
from typer._click import Context  # typer has no public name for it
from typer.core import TyperCommand, TyperGroup

from core.words import N_
from core.words import translate as _

_HEADINGS = (
    ("Usage:", N_("Usage:")),
    ("Options:", N_("Options:")),
    ("Arguments:", N_("Arguments:")),
    ("Commands:", N_("Commands:")),
    ("Show this message and exit.", N_("Show this help.")),
    ("[required]", N_("[required]")),
    ("[OPTIONS]", N_("[OPTIONS]")),
)


class DeskCommand(TyperCommand):
    """One verb."""

    def get_help(self, ctx: Context) -> str:
        """The help text, headings translated."""
        return _spoken(super().get_help(ctx))


class DeskGroup(TyperGroup):
    """A noun, or the program itself. Commands keep the order they were written in."""

    command_class = DeskCommand

    def get_help(self, ctx: Context) -> str:
        """The help text, headings translated."""
        return _spoken(super().get_help(ctx))

    def list_commands(self, ctx: Context) -> list[str]:
        """In the order written."""
        return list(self.commands)


def _spoken(text: str) -> str:
    for heading, message in _HEADINGS:
        text = text.replace(heading, _(message))
    return text


def noun() -> typer.Typer:
    """A Typer for one noun's verbs."""
    return typer.Typer(cls=DeskGroup, rich_markup_mode=None, no_args_is_help=False)
