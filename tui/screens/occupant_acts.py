"""What is done from the occupants screen: opens a dialog, does the act, shows what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from core.calls.views import CallItem
from core.occupants.views import LeaseRateView, OccupantFilter, OccupantView, RoundView, UnitView
from core.rooms.views import BookingView
from core.words import N_, _
from tui import work
from tui.actions import Action
from tui.book import Entry, occupant_entries
from tui.occupant_forms import FORMS
from tui.occupant_words import booking_words, call_words, title
from tui.screens.asking import Pick, PickOne
from tui.showing import line, pad

if TYPE_CHECKING:
    from datetime import date

    from core.desk import Desk
    from tui.drafts import Draft
    from tui.screens.occupants import OccupantsScreen


class OccupantActs:
    """The acts of one occupants screen."""

    def __init__(self, screen: OccupantsScreen) -> None:
        self._screen = screen

    def _say(self, sentence: str, **more: Any) -> None:
        self._screen.app.notify(sentence, markup=False, **more)

    def perform(self, action: Action) -> None:
        """One of the screen's acts."""
        from tui.screens import occupant_dialogs as dialogs

        screen = self._screen
        push = screen.app.push_screen
        if action.id.startswith("occupant_") and action.act in FORMS:
            self.form(str(action.act))
        elif action.id == "new_occupant":
            push(dialogs.NewApplication(), self._added)
        elif action.id == "which_occupants":
            push(dialogs.ChooseWhich(screen.wanted), lambda one: screen.choose(one) if one else None)
        elif action.id == "occupants_day":
            push(dialogs.ChooseDay(), self._day_chosen)
        elif action.id == "what_if":
            push(dialogs.WhatIf(screen.admit, screen.release), self._asked)
        elif action.id == "take_occupants":
            from tui.screens.occupant_files import OccupantImport

            push(OccupantImport(), lambda count: self._taken_in(count) if count is not None else None)
        elif action.id == "save_occupants":
            from tui.screens.occupant_files import OccupantExport

            push(OccupantExport(), lambda saved: self._saved(*saved) if saved is not None else None)
        elif action.id in ("recruitment", "lease_price", "set_unit"):
            self._house(action.id)

    # -- what is marked --------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Enter: what can be done with what is marked; on the calls and bookings, those."""
        screen = self._screen
        if screen.view == "plan":
            self._open_unit(screen.plan.unit)
            return
        if screen.opened is None:
            return
        if screen.tab == "calls" and screen.opened.beside.calls:
            self._calls(screen.opened.beside.calls)
        elif screen.tab == "bookings" and screen.opened.beside.bookings:
            self._bookings(screen.opened.beside.bookings)
        else:
            self.menu(screen.opened.one, screen.opened.refusals)

    def _open_unit(self, unit: UnitView | None) -> None:
        if unit is None or unit.state == "shared":
            return
        if unit.occupant is None:
            self._give(unit)
            return
        number = unit.occupant

        def ask(desk: Desk, by: str) -> tuple[OccupantView, dict[str, Any]]:
            return desk.occupants.show(number, by=by), desk.occupants.allowed(number, by=by)

        work.read(self._screen, "menu", ask, lambda found: self.menu(*found))

    def menu(self, one: OccupantView, refusals: dict[str, Any]) -> None:
        """What can be done with an occupant, with the reason where it cannot."""
        picks = [
            Pick(f"{pad('', 2)}{_(form.label)}", act, refusals.get(act), _(form.about)) for act, form in FORMS.items()
        ]
        picks.sort(key=lambda pick: pick.reason is not None)
        if self._screen.view == "plan":
            picks.insert(0, Pick(f"{pad('', 2)}{_('Open record')}", "", None, _("Shows the whole record.")))

        def chosen(act: str | None) -> None:
            if act == "":
                self._screen.go(one.id)
            elif act is not None:
                self.form(act, one)

        self._screen.app.push_screen(PickOne(title(one), picks), chosen)

    def form(self, act: str, one: OccupantView | None = None, *, unit: str = "") -> None:
        """An act's form on this occupant, else on the one being shown."""
        from tui.screens.occupant_dialogs import ActForm

        screen = self._screen
        if one is None and screen.opened is None:
            return
        record = one if one is not None else screen.opened.one  # type: ignore[union-attr]
        number = record.id

        def ask(desk: Desk, by: str) -> tuple[OccupantView, tuple[UnitView, ...]]:
            units = desk.occupants.units(by=by) if act == "allot" else ()
            return desk.occupants.show(number, by=by), units

        def came(found: tuple[OccupantView, tuple[UnitView, ...]]) -> None:
            def done(after: OccupantView | None) -> None:
                self._done(act, after)

            screen.app.push_screen(ActForm(act, found[0], found[1], unit=unit), done)

        work.read(screen, "form", ask, came)

    def _done(self, act: str, after: OccupantView | None) -> None:
        if after is None:
            return
        screen = self._screen
        self._say(_("{name}: {act} is on record.").format(name=line(after.name), act=_(FORMS[act].label)))
        if act == "reveal" and after.phone:
            screen.revealed = (after.id, after.phone, screen.shouwen.by)
            screen.to_tab("record")
        if screen.view == "plan":
            screen.fetch()
        else:
            screen.show(after.id)
            screen.fetch()

    def _added(self, one: OccupantView | None) -> None:
        if one is None:
            return
        self._say(_("{name} is taken in as number {number}.").format(name=line(one.name), number=one.id))
        self._screen.to_view("list")
        self._screen.go(one.id)
        self._screen.set_focus(self._screen.options)

    def _give(self, unit: UnitView) -> None:
        """Who is to have a vacant unit."""
        from tui.screens.occupant_house import ChooseOccupant

        def chosen(number: int | None) -> None:
            if number is not None:
                work.read(
                    self._screen, "form", lambda desk, by: desk.occupants.show(number, by=by),
                    lambda one: self.form("allot", one, unit=unit.code),
                )  # fmt: skip

        def known(entries: tuple[Entry, ...]) -> None:
            self._screen.app.push_screen(ChooseOccupant(unit, entries), chosen)

        work.read(self._screen, "menu", occupant_entries, known)

    # -- calls and bookings of an occupant -------------------------------------------------------------------------

    def _calls(self, calls: Sequence[CallItem]) -> None:
        picks = [Pick(call_words(one), one.number) for one in calls]
        self._screen.app.push_screen(PickOne(_("Its calls"), picks), self._to_call)

    def _to_call(self, number: str | None) -> None:
        if number is not None:
            app = self._screen.shouwen
            app.action_go("hotline")
            app.call_later(app.show_call, number)

    def _bookings(self, bookings: Sequence[BookingView]) -> None:
        picks = [Pick(booking_words(one), one) for one in bookings]
        self._screen.app.push_screen(PickOne(_("Its bookings"), picks), self._to_booking)

    def _to_booking(self, booking: BookingView | None) -> None:
        if booking is None:
            return
        app = self._screen.shouwen
        app.action_go("rooms")

        def show() -> None:
            from tui.screens.rooms import RoomsScreen

            if isinstance(app.screen, RoomsScreen):
                app.screen.show_booking(booking)

        app.call_later(show)

    # -- the rest --------------------------------------------------------------------------------------------------

    def take_up(self, draft: Draft) -> None:
        """Go on with what was half typed."""
        from tui.screens.occupant_dialogs import NewApplication

        if draft.place == "new_occupant":
            self._screen.app.push_screen(NewApplication(), self._added)
            return
        number, act = int(draft.number or 0), draft.place.removeprefix("occupant_")

        def came(one: OccupantView) -> None:
            self._screen.go(number)
            self.form(act, one)

        work.read(self._screen, "draft", lambda desk, by: desk.occupants.show(number, by=by), came)

    def _day_chosen(self, day: date | None) -> None:
        if day is not None:
            self._screen.to_day(day)

    def _asked(self, asked: tuple[tuple[str, ...], tuple[str, ...]] | None) -> None:
        if asked is not None:
            self._screen.admit, self._screen.release = asked
            self._screen.fetch()

    def _house(self, which: str) -> None:
        from tui.screens import occupant_house as house

        screen = self._screen

        def rounds_came(rounds: tuple[RoundView, ...]) -> None:
            screen.app.push_screen(house.Announce(rounds), self._said(N_("The round is announced.")))

        def rates_came(rates: tuple[LeaseRateView, ...]) -> None:
            screen.app.push_screen(house.LeasePrice(rates), self._said(N_("The price is set.")))

        if which == "recruitment":
            work.read(screen, "house", lambda desk, by: desk.occupants.rounds(by=by), rounds_came)
        elif which == "lease_price":
            work.read(screen, "house", lambda desk, by: desk.occupants.lease_rates(by=by), rates_came)
        else:
            screen.app.push_screen(house.SetUnit(screen.plan.unit), self._said(N_("The unit is set.")))

    def _said(self, sentence: str) -> Callable[[Any], None]:
        def done(result: Any) -> None:
            if result is not None:
                self._say(_(sentence))
                self._screen.fetch()

        return done

    def _taken_in(self, count: int) -> None:
        self._say(_("{count} occupants taken in.").format(count=count))
        self._screen.choose(OccupantFilter())

    def _saved(self, count: int, where: str) -> None:
        self._say(_("{count} occupants written to {file}.").format(count=count, file=line(where)))
