"""Forms of the house itself: who is to have a unit, a recruitment round, the owner's lease price, a unit's facts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from core.desk import Desk
from core.errors import BadValue
from core.occupants.terms import PER
from core.occupants.views import LeaseRateView, RoundView, UnitView
from core.words import N_, _
from tui import occupant_forms as forms
from tui.book import Entry
from tui.occupant_words import square
from tui.screens.asking import FormDialog, row
from tui.showing import line
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line
from tui.widgets.picker import Picker

_LATELY = 5
USES = {"office": N_("office"), "shared": N_("shared desks")}
SIDES = {"south": N_("south side"), "north": N_("north side")}


class ChooseOccupant(FormDialog[int]):
    """Who is to have a vacant unit."""

    CSS_PATH = "occupants.tcss"
    about = N_("Gives the marked unit to an occupant. Type part of its name, pinyin or its number.")

    def __init__(self, unit: UnitView, entries: Sequence[Entry]) -> None:
        super().__init__(f"{_('Give')} {unit.code}  {square(unit.area)}", _("Go on"), {})
        self._entries = tuple(entries)

    def compose_fields(self) -> ComposeResult:
        """Who."""
        yield from row(N_("Occupant"), Picker(self._entries, id="occupant"))

    def fill_in(self) -> None:
        """Into the field."""
        super().fill_in()
        self.to_field("occupant")

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> int:
        """The occupant's number."""
        typed = str(values["occupant"]).strip()
        if not typed.isdecimal():
            raise BadValue("no_occupant", N_("Choose an occupant of the list."), field="occupant")
        return int(typed)


class Announce(FormDialog[RoundView]):
    """A round of open recruitment (art. 10(1))."""

    CSS_PATH = "occupants.tcss"
    about = N_("Announces a round of open recruitment; applications name its number.")

    def __init__(self, rounds: Sequence[RoundView]) -> None:
        super().__init__(_("Recruitment"), _("Announce"), {})
        self._rounds = tuple(rounds)

    def compose_fields(self) -> ComposeResult:
        """Earlier rounds, then the new one."""
        shown = [
            f"{one.id}  {line(one.title)}  {one.announced_on} - {one.closes_on or ''}  "
            + _("{count} applied").format(count=one.applications)
            for one in self._rounds[:_LATELY]
        ]
        yield Static(Content("\n".join(shown) or _("No round yet.")), classes="words")
        yield from row(N_("Title"), Line(id="title"))
        yield from row(N_("Announced"), Line(id="on"), N_("2026-11-25, 11-25 or today; empty: today"))
        yield from row(N_("Closes"), Line(id="closes"), N_("the last day to apply"))
        yield from row(N_("Note"), Line(id="note"))

    def fill_in(self) -> None:
        """Into the title."""
        super().fill_in()
        self.to_field("title")

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> RoundView:
        """Announce it."""
        return desk.occupants.announce(
            values["title"], by=by, on=forms.day(desk, values, "on"), closes=forms.day(desk, values, "closes"),
            note=forms.text(values, "note"),
        )  # fmt: skip


class LeasePrice(FormDialog[LeaseRateView]):
    """The unit price of the lease between the owner and the service centre."""

    CSS_PATH = "occupants.tcss"
    about = N_("The owner's lease price (supervisors): what institutions pay, and time over after the 30 days costs.")

    def __init__(self, rates: Sequence[LeaseRateView]) -> None:
        super().__init__(_("Lease price"), _("Set price"), {})
        self._rates = tuple(rates)

    def compose_fields(self) -> ComposeResult:
        """Earlier prices, then the new one."""
        shown = [
            f"{_('from')} {one.start}  {one.rate} {_('yuan/m²')} {_(PER[one.per])}  {line(one.note)}"
            for one in self._rates[:_LATELY]
        ]
        yield Static(Content("\n".join(shown) or _("No price yet.")), classes="words")
        yield from row(N_("Price"), Line(id="rent"), N_("yuan a m²"))
        yield from row(N_("Per"), Choice(PER, id="per"))
        yield from row(N_("From"), Line(id="start"), N_("2026-11-25, 11-25 or today; empty: today"))
        yield from row(N_("Note"), Line(id="note"))

    def fill_in(self) -> None:
        """Into the price."""
        super().fill_in()
        self.to_field("rent")

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> LeaseRateView:
        """Set it."""
        return desk.occupants.set_lease_rate(
            values["rent"], values["per"], by=by, start=forms.day(desk, values, "start"),
            note=forms.text(values, "note"),
        )  # fmt: skip


class SetUnit(FormDialog[UnitView]):
    """A new unit, or a change to one."""

    CSS_PATH = "occupants.tcss"
    about = N_("Changes a unit or makes a new one (supervisors): what ships are examples to be replaced.")

    def __init__(self, unit: UnitView | None) -> None:
        super().__init__(_("Unit"), _("Set unit"), {})
        self._unit = unit

    def compose_fields(self) -> ComposeResult:
        """Its facts."""
        one = self._unit
        yield from row(N_("Unit"), Line(one.code if one else "", id="unit"), N_("the number on the door"))
        yield from row(N_("Floor"), Line(str(one.floor) if one else "", id="floor"), N_("3 to 6"))
        yield from row(N_("Area"), Line(f"{one.area:g}" if one else "", id="area"), N_("m²"))
        yield from row(N_("Side"), Choice(SIDES, one.side if one else None, id="side"))
        yield from row(N_("Use"), Choice(USES, one.use if one else None, id="use"))
        yield from row(N_("Name"), Line(one.name if one else "", id="name"))
        yield from row(N_("In use"), Choice({True: N_("yes"), False: N_("no longer")}, id="active"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> UnitView:
        """Set it."""
        return desk.occupants.set_unit(
            values["unit"], by=by, floor=forms.whole(values, "floor"), area=forms.text(values, "area"),
            side=values["side"], name=forms.text(values, "name"), use=values["use"], active=values["active"],
        )  # fmt: skip
