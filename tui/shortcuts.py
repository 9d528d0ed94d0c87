"""Wrong numbers and nuisance calls: on record with one key, and taken back with another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.calls.views import CallView, NewCall
from core.words import _
from tui import work

if TYPE_CHECKING:
    from core.desk import Desk
    from tui.app import ShouwenApp


def log_invalid(app: ShouwenApp, what: str) -> None:
    """Log a call that is no call and decline it as invalid. A number typed in the form on top is kept with it."""
    form = app.screen
    phone = getattr(form, "phone_typed", None)

    def act(desk: Desk, by: str) -> CallView:
        call = desk.calls.log(NewCall(question=what, phone=phone or None), by=by)
        return desk.calls.decline(call.number, "invalid", what, by=by)

    def done(call: CallView) -> None:
        app.just_declined, app.typed_since = call.number, False
        sentence = _("{number} is on record as invalid: {what}. Ctrl+Z takes it back.")
        app.notify(sentence.format(number=call.number, what=what), markup=False, timeout=10)
        finish = getattr(form, "invalid_logged", None)
        if phone and finish is not None and form.is_attached:
            finish()

    work.write(app, act, done)


def take_back(app: ShouwenApp) -> None:
    """Open the call again that was declined by mistake, and show it."""
    number = app.just_declined
    if number is None:
        return

    def act(desk: Desk, by: str) -> CallView:
        return desk.calls.reopen(number, _("Pressed by mistake"), by=by)

    def done(call: CallView) -> None:
        app.just_declined = None
        app.notify(_("{number} is open again.").format(number=call.number), markup=False)
        app.show_call(call.number)

    work.write(app, act, done)
