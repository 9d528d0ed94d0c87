"""What is opened and done from the supervision screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from core.reports.doors import Door
from core.reports.measures import COUNTS, DURATIONS
from core.reports.showing import span
from core.rooms.views import BookingView, RoomView
from core.words import _
from tui import work
from tui.actions import Action
from tui.periods import PERIODS
from tui.screens.behind import BehindScreen, owed, through
from tui.screens.supervision_rows import DECISION_NAMES, Go, scope_words

if TYPE_CHECKING:
    from core.desk import Desk
    from tui.screens.supervision import SupervisionScreen

_NAMES = {**{one.key: one.name for one in COUNTS}, **{one.key: one.name for one in DURATIONS}, **DECISION_NAMES}


class SupervisionActs:
    """The doors and acts of one supervision screen. What was typed into a dialog is there when it is opened anew."""

    def __init__(self, screen: SupervisionScreen) -> None:
        self._screen = screen
        self._typed: dict[str, dict[str, Any]] = {}

    def _kept(self, key: str) -> dict[str, Any]:
        return self._typed.setdefault(key, {})

    def perform(self, action: Action) -> None:
        """One of the screen's acts."""
        if action.id == "set_filter":
            self._filter()
        elif action.id == "owed_follow_ups":
            self.open(Go("follow_ups"))
        elif action.id == "see_checks":
            self.open(Go("checks"))
        elif action.id == "see_trainings":
            self.open(Go("trainings"))
        elif action.id == "export_report":
            self._export()

    # -- doors -----------------------------------------------------------------------------------------------------

    def open(self, door: Door | Go) -> None:
        """Show what stands behind a number."""
        screen = self._screen
        if isinstance(door, Door):
            screen.app.push_screen(BehindScreen(self.door_title(door), through(door)), self._back)
        elif door.to == "follow_ups":
            screen.app.push_screen(BehindScreen(_("Follow-ups owed that you may make"), owed), self._back)
        elif door.to == "guests":
            self._guests()
        elif door.to == "gaps":
            self._policies()
        elif door.to == "room":
            self._room(door.staff or "")
        elif door.to == "checks":
            from tui.screens.spot_checks import SpotChecksScreen

            screen.app.push_screen(SpotChecksScreen(screen.scope, door.staff, self._kept("draw")), self._back)
        elif door.to == "trainings":
            from tui.screens.trainings import TrainingsScreen

            scope = screen.scope if door.staff is None else replace(screen.scope, staff=door.staff)
            screen.app.push_screen(TrainingsScreen(replace(scope, service=None), self._kept("train")), self._back)

    def _back(self, _nothing: None) -> None:
        if self._screen.is_attached:
            self._screen.renew()

    def door_title(self, door: Door) -> str:
        """What stands behind a door, in words."""
        book = self._screen.shouwen.book
        assert book is not None
        names = {code: book.person(code) for code in book.staff} | {code: book.service(code) for code in book.services}
        names |= {code: book.group(code) for code in book.groups}
        words = _(_NAMES[door.measure])
        if door.without is not None:
            words = _("{whole}, but not: {part}").format(whole=words, part=_(_NAMES[door.without]))
        if door.at_least is not None:
            words = _("{what}, {span} or more").format(what=words, span=span(door.at_least))
        return "  ".join(part for part in (words, scope_words(door.scope, names)) if part)

    def _guests(self) -> None:
        """Bookings to be approved; the chosen one is shown in Rooms."""
        from tui.room_words import booking_line

        def read(desk: Desk, by: str) -> tuple[tuple[BookingView, ...], dict[str, RoomView]]:
            pending = desk.bookings.attention(by=by).pending
            return pending, {one.code: one for one in desk.rooms.list(by=by)}

        def came(found: tuple[tuple[BookingView, ...], dict[str, RoomView]]) -> None:
            from tui.screens.asking import Pick, PickOne

            pending, rooms = found
            if not pending:
                self._screen.app.notify(_("No guest waits for approval."), markup=False)
                return
            picks = [Pick(booking_line(one, rooms), one, None, _("Enter shows it in Rooms (F5).")) for one in pending]
            title = _("Guests to approve: {n}").format(n=len(pending))
            self._screen.app.push_screen(PickOne(title, picks), self._to_booking)

        work.read(self._screen, "guests", read, came)

    def _to_booking(self, booking: BookingView | None) -> None:
        if booking is None:
            return
        from tui.screens.rooms import RoomsScreen

        app = self._screen.shouwen
        app.action_go("rooms")

        def show() -> None:
            if isinstance(app.screen, RoomsScreen):
                app.screen.show_booking(booking)

        app.call_later(show)

    def _room(self, room: str) -> None:
        """A room's week."""
        from tui.screens.rooms import RoomsScreen

        app, day = self._screen.shouwen, self._screen.scope.until or self._screen.today
        app.action_go("rooms")

        def show() -> None:
            if isinstance(app.screen, RoomsScreen):
                app.screen.view = "week"
                app.screen.go(room, day, 18)

        app.call_later(show)

    def _policies(self) -> None:
        """The questions without an answer."""
        from tui.screens.policies import PoliciesScreen

        app = self._screen.shouwen
        app.action_go("policies")

        def show() -> None:
            if isinstance(app.screen, PoliciesScreen):
                app.screen.show_view("gaps")

        app.call_later(show)

    # -- dialogs ---------------------------------------------------------------------------------------------------

    def _filter(self) -> None:
        from tui.screens.supervision_dialogs import FilterDialog, Filtered

        screen = self._screen
        book = screen.shouwen.book
        assert book is not None

        def done(chosen: Filtered | None) -> None:
            if chosen is not None and screen.is_attached:
                screen.narrow(
                    period=chosen.period, days=chosen.days, staff=chosen.staff, service=chosen.service
                )  # fmt: skip

        assert screen.period in PERIODS
        now = Filtered(screen.period, (screen.scope.since, screen.scope.until), screen.staff, screen.service)
        screen.app.push_screen(FilterDialog(now, book, supervises=screen.supervises, kept=self._kept("filter")), done)

    def _export(self) -> None:
        from tui.screens.supervision_export import ExportDialog

        screen = self._screen

        def done(sentence: str | None) -> None:
            if sentence is not None:
                screen.app.notify(sentence, markup=False, timeout=10)

        kept = self._kept("export")
        screen.app.push_screen(ExportDialog(screen.scope, screen.today, kept, record=screen.view == "people"), done)
