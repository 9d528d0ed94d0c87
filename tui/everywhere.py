"""What can be done anywhere: one function an action of the registry, by its id."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.words import _
from tui import looks
from tui.shortcuts import log_invalid, take_back

if TYPE_CHECKING:
    from tui.app import ShouwenApp


def _help(app: ShouwenApp) -> None:
    from tui.screens.help import Help

    if isinstance(app.screen, Help):
        app.screen.dismiss(None)
    else:
        app.push_screen(Help(app.screen, app.focused, app.offers()))


def _new_call(app: ShouwenApp) -> None:
    """An empty form, above whatever is there."""
    from tui.screens.new_call import NewCallScreen

    if app.book is None:
        return
    if isinstance(app.screen, NewCallScreen):
        app.screen.start_another()
    else:
        app.push_screen(NewCallScreen(), app.call_logged)


def _find(app: ShouwenApp) -> None:
    from tui.screens.find import FindScreen

    if app.book is not None and not isinstance(app.screen, FindScreen):
        app.push_screen(FindScreen(), lambda number: app.show_call(number) if number else None)


def _guide(app: ShouwenApp) -> None:
    toggle = getattr(app.screen, "toggle_guide", None)
    if toggle is not None:
        toggle()


def _person(app: ShouwenApp) -> None:
    from tui.screens.sign_in import ChangePerson

    if not isinstance(app.screen, ChangePerson):
        app.push_screen(ChangePerson(), lambda person: app.signed_in(person) if person else None)


def _theme(app: ShouwenApp) -> None:
    app.theme = looks.LIGHT if app.theme == looks.DARK else looks.DARK


def _ascii(app: ShouwenApp) -> None:
    app.plain_borders = not app.plain_borders
    looks.dress(app)
    app.refresh_css(animate=False)


def ask_to_quit(app: ShouwenApp) -> None:
    """Quit; asks first where something is half typed, which stays as a draft."""
    from tui.screens.confirm import Confirm

    def quit_if(sure: bool | None) -> None:
        if sure:
            for screen in app.screen_stack:
                leave = getattr(screen, "put_aside", None)
                if leave is not None:
                    leave()
            app.exit(0)

    if any(getattr(screen, "half_typed", False) for screen in app.screen_stack):
        question = _("Something is half typed. It stays as a draft and is offered at the next start. Quit?")
        app.push_screen(Confirm(question, yes=_("Quit"), no=_("Go on typing")), quit_if)
    else:
        quit_if(True)


DOES: dict[str, Callable[[ShouwenApp], None]] = {
    "help": _help,
    "new_call": _new_call,
    "find": _find,
    "wrong_number": lambda app: log_invalid(app, _("Wrong number")),
    "nuisance": lambda app: log_invalid(app, _("Nuisance call")),
    "take_back": take_back,
    "guide": _guide,
    "person": _person,
    "palette": lambda app: app.action_command_palette(),
    "quit": ask_to_quit,
    "drafts": lambda app: app.open_drafts(),
    "theme": _theme,
    "ascii": _ascii,
}
