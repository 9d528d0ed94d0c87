"""When somebody else takes over at a counter: what stays open, and what stays with the one who opened it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.words import _
from tui.drafts import Draft, DraftKeeper, new_id

if TYPE_CHECKING:
    from tui.app import ShouwenApp


def close_what_is_personal(app: ShouwenApp) -> Draft | None:
    """Close what shows an existing call, and put its drafts aside for the one who acted until now.

    Screens say by `stays_with_author` that they are not for the next person's eyes: they may show a call that this
    person may not see, even a complaint about them. To be asked before the drafts change hands. Gives the new call
    that stood above such a screen, to be opened again, else None.
    """
    for place, screen in enumerate(app.screen_stack):
        if getattr(screen, "stays_with_author", False):
            return _close_from(app, place)
    return None


def _close_from(app: ShouwenApp, place: int) -> Draft | None:
    travels: Draft | None = None
    parked = False
    while len(app.screen_stack) > place:
        screen = app.screen
        if getattr(screen, "half_typed", False):
            form = getattr(screen, "travelling", None)
            if form is not None and not getattr(screen, "stays_with_author", False):
                travels = Draft(new_id(), "call", None, "", form())
                getattr(screen, "throw_away", lambda: None)()
            else:
                parked = True
                screen.put_aside()  # type: ignore[attr-defined]
        app.pop_screen()
    if parked:
        app.notify(_("What was being typed on a call stays with the one who typed it, as a draft."), markup=False)
    return travels


def take_over(app: ShouwenApp, before: DraftKeeper | None) -> None:
    """What is still open is the new person's to keep from now on."""
    for screen in app.screen_stack:
        hand_over = getattr(screen, "hand_over_draft", None)
        if hand_over is not None and before is not None:
            hand_over(before)
