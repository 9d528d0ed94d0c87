"""The occupants screen's forms: an act on one occupant, a new application. What is typed is kept as a draft."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.widget import Widget

from core.occupants.admission import FACTS
from core.occupants.terms import CAME_BY, KINDS
from core.occupants.views import OccupantFilter, OccupantView, UnitView
from core.rooms.spoken import read_day
from core.words import N_, _
from tui import occupant_forms as forms
from tui.book import Book, Entry
from tui.occupant_words import square
from tui.screens.asking import FormDialog, row
from tui.showing import line
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line, Prose
from tui.widgets.picker import Picker
from tui.work import desk_app

if TYPE_CHECKING:
    from core.desk import Desk

FACT_NAMES = ", ".join(FACTS)


class KeptForm(FormDialog[OccupantView]):
    """A form whose typing is kept as a draft under `place` and `number`, and taken up again."""

    CSS_PATH = "occupants.tcss"

    def __init__(self, title: str, button: str, *, place: str, number: str | None, asks: Sequence[forms.Field]) -> None:
        super().__init__(title, button, {}, place=place, number=number)
        self._asks = tuple(asks)

    def compose_fields(self) -> ComposeResult:
        """What is asked."""
        for ask in self._asks:
            yield from row(ask.label, self.widget(ask), ask.hint)

    def widget(self, ask: forms.Field) -> Widget:
        """The field's widget."""
        if ask.kind == "prose":
            return Prose(id=ask.name)
        if ask.kind == "choice":
            assert not callable(ask.options)
            return Choice(ask.options, id=ask.name)
        if ask.kind == "group":
            return Picker(self.book.entries("group"), id=ask.name)
        return Line(id=ask.name)

    @property
    def book(self) -> Book:
        """Names at hand."""
        book = desk_app(self).book
        assert book is not None
        return book

    def given(self) -> dict[str, Any]:
        """What is filled in from the start."""
        return {}

    def fill_in(self) -> None:
        """What is known, then what was typed before."""
        for name, value in self.given().items():
            if name in self.fields:
                self.fields[name].fill(value)
        untouched = self.values()
        drafts = desk_app(self).drafts
        before = drafts.find(str(self.draft_place), self.draft_number) if drafts is not None else None
        if before is not None:
            self._draft_id = before.id
            for name, value in before.values.items():
                if name in self.fields:
                    self.fields[name].fill(value)
            self.refuse(_("Taken up from the draft."))
        self._show_rows()
        self.to_field(self._asks[0].name)
        self.keep_from(untouched)

    @on(Choice.Changed)
    def _show_rows(self) -> None:
        """Only what belongs to what is chosen."""
        values = self.values()
        for ask in self._asks:
            if ask.only is not None:
                name, wanted = ask.only
                self.query_one(f"#row-{ask.name}").display = values[name] == wanted


class ActForm(KeptForm):
    """One act on one occupant."""

    def __init__(self, act: str, one: OccupantView, units: Sequence[UnitView], *, unit: str = "") -> None:
        self.form = forms.FORMS[act]
        self.about = _(self.form.about) + (" " + _("Facts: {names}").format(names=FACT_NAMES) if act == "edit" else "")
        super().__init__(
            f"{_(self.form.label)}  {one.id}  {line(one.name)}", _(self.form.label), place=f"occupant_{act}",
            number=str(one.id), asks=self.form.fields,
        )  # fmt: skip
        self.one, self._units, self._unit = one, tuple(units), unit

    def widget(self, ask: forms.Field) -> Widget:
        """Options may look at the record; units are picked among those vacant."""
        if callable(ask.options):
            return Choice(ask.options(self.one), id=ask.name)
        if ask.kind == "unit":
            return Picker([unit_entry(unit) for unit in self._units if unit.state == "vacant"], id=ask.name)
        return super().widget(ask)

    def given(self) -> dict[str, Any]:
        """What the record says, and the unit it was opened for."""
        return self.form.start(self.one) | ({"unit": self._unit} if self._unit else {})

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> OccupantView:
        """Do it."""
        return self.form.run(desk, self.one.id, by, values)


class NewApplication(KeptForm):
    """An application is taken in (art. 10)."""

    about = N_(
        "Takes an application in: the first stage. Only kind and name must be given; the rest can be added later. "
        "Facts are what the conditions of art. 9 look at, such as team, technology, no_penalty=no."
    )

    def __init__(self) -> None:
        asks = (
            *forms.FIELDS[:2],
            forms.Field("applied_on", N_("Applied on"), hint=N_("2026-11-25, 11-25 or today; empty: today")),
            forms.Field("came_by", N_("Came by"), "choice", {"": N_("not said"), **CAME_BY_TYPED}),
            forms.Field("round", N_("Round"), hint=N_("the announcement's number, where it answers one")),
            *forms.FIELDS[2:3],
            forms.Field("introducer", N_("Introducer"), hint=N_("the institution's number, where one brought it in")),
            *forms.FIELDS[3:],
        )
        super().__init__(_("New application"), _("Take application in"), place="new_occupant", number=None, asks=asks)

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> OccupantView:
        """Take it in."""
        return forms.add(desk, by, values)


CAME_BY_TYPED = {code: words for code, words in CAME_BY.items() if code != "import"}


class ChooseWhich(FormDialog[OccupantFilter]):
    """Which occupants the list shows."""

    CSS_PATH = "occupants.tcss"
    about = N_("Which occupants the list shows. What is typed in the search line narrows it further.")

    def __init__(self, wanted: OccupantFilter) -> None:
        super().__init__(_("Show which"), _("Show"), {})
        self._wanted = wanted

    def compose_fields(self) -> ComposeResult:
        """State, kind, floor."""
        from core.occupants.terms import STATUSES

        every = {"": N_("all")}
        yield from row(N_("State"), Choice({**every, **STATUSES}, self._wanted.status or "", id="status"))
        yield from row(N_("Kind"), Choice({**every, **KINDS}, self._wanted.kind or "", id="kind"))
        floors = {**every, **{str(n): str(n) for n in range(3, 7)}}
        yield from row(N_("Floor"), Choice(floors, str(self._wanted.floor or ""), id="floor"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> OccupantFilter:
        """As chosen."""
        floor = values["floor"]
        return OccupantFilter(
            status=values["status"] or None, kind=values["kind"] or None, floor=int(floor) if floor else None
        )


class ChooseDay(FormDialog[date]):
    """A day to look at the house or a record as of."""

    CSS_PATH = "occupants.tcss"
    about = N_("Shows the floors, or the record, as of a day: 2025-06-30, 6-30, yesterday. Empty: today.")

    def __init__(self) -> None:
        super().__init__(_("As of a day"), _("Show"), {})

    def compose_fields(self) -> ComposeResult:
        """The day."""
        yield from row(N_("Date"), Line(id="date"), N_("2025-06-30, 6-30, yesterday; empty: today"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> date:
        """Read it."""
        today = desk.storage.now().date()
        return read_day(values["date"], today) if values["date"].strip() else today


class WhatIf(FormDialog[tuple[tuple[str, ...], tuple[str, ...]]]):
    """Who would come in and what would be given back, for the half rule's gauge."""

    CSS_PATH = "occupants.tcss"
    about = N_(
        "What the half rule (art. 10(5)) would say if somebody came in or a unit were given back. Nothing is put on "
        "record. Empty: the house as it is."
    )

    def __init__(self, admit: tuple[str, ...], release: tuple[str, ...]) -> None:
        super().__init__(_("What if"), _("Show"), {})
        self._admit, self._release = admit, release

    def compose_fields(self) -> ComposeResult:
        """Kind, area, units."""
        kind, _colon, size = (self._admit[0] if self._admit else "institution:").partition(":")
        yield from row(N_("Comes in"), Choice(KINDS, kind, id="kind"))
        yield from row(N_("With"), Line(size, id="area"), N_("m²; empty: nobody"))
        yield from row(N_("Given back"), Line(" ".join(self._release), id="units"), N_("units, such as 301 302"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ask it once, so that what cannot be read is said here."""
        admit = (f"{values['kind']}:{values['area'].strip()}",) if values["area"].strip() else ()
        release = tuple(values["units"].replace(",", " ").replace("，", " ").replace("、", " ").split())
        desk.occupants.space(by=by, admit=admit, release=release)
        return admit, release


def unit_entry(unit: UnitView) -> Entry:
    """A unit as one picks it."""
    return Entry(unit.code, unit.code, "", f"{square(unit.area)}  {_('floor {number}').format(number=unit.floor)}")
