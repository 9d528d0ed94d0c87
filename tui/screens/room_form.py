"""The booking form: for whom, what, when, how often. A refusal leads to its field and offers what is free instead."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from core import fields
from core.desk import Desk
from core.errors import BadValue, Conflict, DeskError, RuleRefused
from core.rooms.occupants import read_number
from core.rooms.repeats import offered
from core.rooms.spoken import read_day, read_moment
from core.rooms.terms import KINDS
from core.rooms.views import BookingView, Made, NewBooking, Opening, RoomView
from core.words import N_, _
from tui import work
from tui.book import Entry, occupant_entries
from tui.drafts import Draft
from tui.room_words import equipment_words, opening_line, people_words
from tui.screens.asking import row, width_of
from tui.screens.room_dialogs import RoomDialog, end_words
from tui.screens.room_files import room_entries
from tui.showing import cut
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line
from tui.widgets.picker import Picker
from tui.work import desk_app

NAMES = (N_("occupant"), N_("rule"), N_("hours"))
"""Field names as refusals say them, beside those of the core."""
_LEADS = {"for_whom": "occupant", "bad_occupant": "occupant", "no_such_occupant": "occupant", "no_such_room": "room",
          "occupancy_ended": "whom", "room_inactive": "room", "backward_times": "to", "too_long": "to", "hours": "from",
          "holiday": "date", "advance": "date", "capacity": "people", "bad_rule": "rule", "endless_rule": "ends",
          "until_and_count": "rule", "no_dates": "repeat", "too_many_dates": "ends", "too_far": "ends",
          "longer_than_period": "repeat", "booked": "from", "blocked": "from", "buffer": "from"}  # fmt: skip
"""The field a refusal is about, by its code, where the refusal names none."""


class BookingForm(RoomDialog["Made | BookingView"]):
    """A new booking, a series with a preview of every date, or a wish on the waiting list (`wait`)."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+l", "wait", show=False, priority=True),
        Binding("ctrl+r", "preview", show=False, priority=True),
    ]
    about = N_(
        "Books a room for an occupant or a guest. Times as one says them: 9:30, 24:00, 11-26 2:00. Repeated bookings "
        "are shown date by date before anything is booked (Ctrl+R). Where it is taken, what can be had instead stands "
        "below: Enter takes it, Ctrl+L puts the wish in line."
    )

    def __init__(
        self,
        rooms: dict[str, RoomView],
        kept: dict[str, Any],
        *,
        start: dict[str, Any],
        wait: bool = False,
        draft: Draft | None = None,
    ) -> None:
        title = _("Put in line") if wait else _("Book a room")
        super().__init__(title, title, kept, place="book_room", draft=draft)
        self._rooms, self._wait, self._draft = rooms, wait, draft
        self._start = _typed(start)
        self._rules: dict[str, str] = {}
        self._asked_day = ""
        self.others: tuple[Opening, ...] = ()
        self.choices: dict[Any, Any] = {}

    @property
    def hint(self) -> str:
        """The other keys."""
        return _("Esc: back") if self._wait else _("Ctrl+R: preview    Ctrl+L: put in line    Esc: back")

    def compose_fields(self) -> ComposeResult:
        """What a booking has."""
        yield from row(N_("Room"), Picker(room_entries(self._rooms), id="room"))
        yield Static(id="room-words", classes="words")
        with Horizontal(classes="ask"):
            yield Label(_("Time"), classes="label")
            with Horizontal(classes="field together"):
                yield Line(id="date", classes="wide")
                yield Line(id="from")
                yield Label("-", classes="dash")
                yield Line(id="to")
        yield from row(N_("For"), Choice({"occupant": N_("an occupant"), "guest": N_("a guest")}, id="whom"))
        yield from row(N_("Occupant"), Picker(id="occupant", placeholder=_("name, pinyin, initials or number")))
        yield from row(N_("Guest"), Line(id="guest", placeholder=_("needs a supervisor's approval")))
        yield from row(N_("Title"), Line(id="title"))
        yield from row(N_("People"), Line(id="people"))
        yield from row(N_("Kind"), Choice({False: KINDS["meeting"], True: KINDS["event"]}, id="event"))
        yield from row(N_("Repeat"), Choice({"": N_("once")}, id="repeat"))
        yield from row(N_("Rule"), Line(id="rule", placeholder="FREQ=MONTHLY;BYDAY=3WE;COUNT=6"))
        yield from row(N_("Ends"), Line(id="ends", placeholder=_("8 (times), or a day: 2027-01-31")))
        yield from row(N_("Note"), Line(id="note"))

    def compose_below(self) -> ComposeResult:
        """What can be had instead."""
        with Vertical(id="instead"):
            yield Label(_("Free instead (Enter takes it):"), classes="hint")
            yield OptionList(id="others", classes="found")

    def fill_in(self) -> None:
        """Fill in what is known, then what was typed."""
        self._name_repeats()
        untouched = self.values() | self._start
        before = self._draft.values if self._draft is not None else self.kept
        # The time that is marked now goes before the one marked when this was put aside.
        given = {name: value for name, value in before.items() if self._draft is not None or name not in self._start}
        for name, value in (self._start | given).items():
            if name in self.fields and name != "repeat":
                self.fields[name].fill(value)
        self._name_repeats()
        self.fields["repeat"].fill(given.get("repeat", ""))
        self._show_rows()
        self.query_one("#instead").display = False
        work.read(self, "occupants", occupant_entries, self._know)
        self.to_field("occupant")
        self.keep_from(untouched)

    def _know(self, entries: tuple[Entry, ...]) -> None:
        picker = self.query_one("#occupant", Picker)
        picker.know(entries)
        value = picker.value
        if value and any(one.code == value for one in entries):
            picker.fill(value)

    # -- what is shown -----------------------------------------------------------------------------------------

    @on(Choice.Changed)
    def _show_rows(self) -> None:
        values = self.values()
        guest, repeat = values["whom"] == "guest", values["repeat"]
        self.query_one("#row-occupant").display = not guest
        self.query_one("#row-guest").display = guest
        self.query_one("#row-repeat").display = not self._wait
        self.query_one("#row-rule").display = repeat == "own" and not self._wait
        self.query_one("#row-ends").display = bool(repeat) and not self._wait

    @on(Input.Changed, "#date")
    def _name_repeats(self) -> None:
        typed = self.query_one("#date", Line).value
        if typed == self._asked_day:
            return
        self._asked_day = typed
        try:
            day = read_day(typed, self._today)
        except BadValue:
            return
        found = offered(day)
        self._rules = {one.code: one.rule for one in found}
        choice = self.query_one("#repeat", Choice)
        choice.options = {
            "": N_("once"),
            **{one.code: one.name for one in found},
            "own": N_("a rule of its own (RRULE)"),
        }
        if choice.value not in choice.options:
            choice.value = ""
        choice.refresh(layout=True)

    @on(Picker.Picked, "#room")
    @on(Input.Changed)
    def _say_room(self) -> None:
        room = self._rooms.get(self.query_one("#room", Picker).value)
        words = "" if room is None else "  ".join([people_words(room.capacity), equipment_words(room.equipment)])
        self.query_one("#room-words", Static).update(Content(words))

    @property
    def _today(self) -> date:
        desk = desk_app(self).desk
        assert desk is not None
        return desk.storage.now().date()

    # -- doing -------------------------------------------------------------------------------------------------

    def new(self, values: dict[str, Any] | None = None) -> NewBooking:
        """What is filled in, read; raises `BadValue` that names the field."""
        return as_new(values or self.values(), self._today, self._rules)

    def action_done(self) -> None:
        """Book it; a series is previewed first."""
        if self.values()["repeat"] and not self._wait:
            self.action_preview()
        else:
            super().action_done()

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> Made | BookingView:
        """Book it, or put it in line."""
        new = as_new(values, desk.storage.now().date(), self._rules)
        return desk.bookings.wait(new, by=by) if self._wait else desk.bookings.make(new, by=by)

    def action_preview(self) -> None:
        """Every date before anything is booked."""
        from tui.screens.room_preview import SeriesPreview

        try:
            new = self.new()
        except BadValue as error:
            self.refused(error)
            return
        self.refuse("")

        def previewed(made: Made | None) -> None:
            if made is not None:
                self.done(made)

        def came(found: Made) -> None:
            if new.repeat is None:
                free = bool(found.booked)
                if free:
                    self.refuse(_("It can be booked: Ctrl+S does it."))
                else:
                    self._look_elsewhere(new)
                    self.refuse(_("It cannot be had then. See below what can."))
                return
            self.app.push_screen(SeriesPreview(new, found, self._rooms, self.choices), previewed)

        work.read(self, "preview", lambda desk, by: desk.bookings.preview(new, by=by), came, self.refused)

    def action_wait(self) -> None:
        """Put the wish in line."""
        if self._busy:
            return
        self._busy = True
        self.refuse("")
        values = self.values() | {"repeat": ""}
        rules, today = self._rules, self._today
        work.write(
            self, lambda desk, by: desk.bookings.wait(as_new(values, today, rules), by=by), self.done, self.refused
        )

    def refused(self, error: DeskError) -> None:
        """Say why not, lead to the field, and offer what can be had instead."""
        super().refused(error)
        if "field" not in error.details and error.code in _LEADS:
            self.to_field(_LEADS[error.code])
        if isinstance(error, (Conflict, RuleRefused)):
            try:
                self._look_elsewhere(self.new(), lead=isinstance(error, Conflict))
            except BadValue:
                return

    def _look_elsewhere(self, new: NewBooking, *, lead: bool = True) -> None:
        """Other rooms and times. `lead`: into the list, unless somebody types on meanwhile."""
        before = self.focused if lead else None

        def ask(desk: Desk, by: str) -> tuple[Opening, ...]:
            return desk.rooms.alternatives(
                new.room, new.starts_at, new.ends_at, by=by, people=new.people, occupant=_number(new.for_)
            )

        def came(found: tuple[Opening, ...]) -> None:
            self._offer(found)
            if found and before is not None and self.focused is before:
                self.set_focus(self.query_one("#others"))

        work.read(self, "others", ask, came, lambda _error: self._offer(()))

    def _offer(self, found: tuple[Opening, ...]) -> None:
        self.others = found
        options = self.query_one("#others", OptionList)
        options.set_options(Option(Content(cut(opening_line(one, self._rooms), width_of(self) - 2))) for one in found)
        options.highlighted = 0 if found else None
        self.query_one("#instead").display = bool(found)

    @on(OptionList.OptionSelected, "#others")
    def _take(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        one = self.others[event.option_index]
        for name, value in _typed({"room": one.room, "start": one.starts_at, "end": one.ends_at}).items():
            self.fields[name].fill(value)
        self._say_room()
        self.refuse("")
        self._offer(())
        self.set_focus(self.query_one("#done"))


def as_new(values: dict[str, Any], today: date, rules: dict[str, str]) -> NewBooking:
    """What the form says; raises `BadValue` that names the field."""
    day = read_day(values["date"], today)
    start, end = read_moment(values["from"], day, field="from"), read_moment(values["to"], day, field="to")
    if end <= start:
        raise BadValue("backward_times", N_("The end is not after the beginning. Check both times."), field="to")
    guest = values["whom"] == "guest"
    people = values["people"].strip()
    return NewBooking(
        values["room"], start, end, fields.text(values["title"], "title"),
        for_=None if guest else fields.text(values["occupant"], "occupant"),
        guest=fields.text(values["guest"], "guest") if guest else None,
        people=fields.whole(people, "people", highest=100_000) if people else None,
        note=values["note"] or None, event=bool(values["event"]), repeat=_rule(values, today, rules),
    )  # fmt: skip


def _rule(values: dict[str, Any], today: date, rules: dict[str, str]) -> str | None:
    repeat = values["repeat"]
    if not repeat:
        return None
    rule = values["rule"].strip().rstrip(";") if repeat == "own" else rules[repeat]
    if repeat == "own" and not rule:
        raise BadValue("text_missing", N_("The field “{field}” is empty. Fill it in."), field="rule")
    ends = unicodedata.normalize("NFKC", values["ends"]).strip()
    if re.search(r"(COUNT|UNTIL)=", rule.upper()):
        return str(rule)
    if not ends:
        raise BadValue("endless_rule", N_("Say how it ends: after how many times, or on which day."), field="ends")
    times = re.fullmatch(r"([0-9]{1,4})\s*(次|times)?", ends)
    if times:
        return f"{rule};COUNT={times[1]}"
    try:
        last = read_day(ends, today)
    except BadValue as error:
        raise BadValue(error.code, error.template, **(error.details | {"field": "ends"})) from None
    return f"{rule};UNTIL={last:%Y%m%d}"


def _typed(start: dict[str, Any]) -> dict[str, Any]:
    """What is known at the start, as the fields have it."""
    values = {name: value for name, value in start.items() if name not in ("start", "end")}
    if "start" in start:
        first, last = start["start"], start["end"]
        values |= {"date": f"{first:%Y-%m-%d}", "from": f"{first:%H:%M}", "to": end_words(first, last)}
    return values


def _number(typed: str | None) -> int | None:
    """An occupant's number, None where it is none."""
    try:
        return read_number(typed or "")
    except BadValue:
        return None
