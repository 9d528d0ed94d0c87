"""Finding a room by fields: a day, a part of it, how long, how many people, which equipment; the nearest if full."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from core import fields
from core.desk import Desk
from core.errors import DeskError
from core.rooms.shipped import equipment
from core.rooms.spoken import read_day, read_length, read_within
from core.rooms.views import Opening, RoomView
from core.words import N_, _, language
from tui import work
from tui.room_words import opening_line
from tui.screens.asking import row, width_of
from tui.screens.room_dialogs import RoomDialog
from tui.showing import cut
from tui.widgets.harmless import Line
from tui.widgets.tally import Tally

MOST = 40


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, and, where nothing does, the nearest: other times that day, rooms that lack something."""

    length: timedelta
    people: int | None
    fits: tuple[Opening, ...] = ()
    times: tuple[Opening, ...] = ()
    others: tuple[Opening, ...] = ()


def search(desk: Desk, by: str, values: dict[str, Any], needed: tuple[str, ...]) -> Found:
    """Ask the core; raises `BadValue` that names the field."""
    now = desk.storage.now()
    day = read_day(values["date"], now.date())
    within = read_within(values["within"], day)
    typed = values["length"].strip()
    length = read_length(typed) if typed else within.length
    people = fields.whole(values["people"].strip(), "people", highest=100_000) if values["people"].strip() else None

    def ask(start: datetime, end: datetime, equipment: tuple[str, ...]) -> tuple[Opening, ...]:
        start = max(start, _half_hour_up(now))
        if end - start < length:
            return ()
        return desk.rooms.openings(start, end, length, by=by, people=people, equipment=equipment)

    fits = _smallest(ask(within.start, within.end, needed), desk, by)
    if fits:
        return Found(length, people, fits)
    whole = read_within("day", day)
    times = ask(whole.start, whole.end, needed)
    near = sorted(times, key=lambda one: abs(one.starts_at - within.start))
    others = ask(within.start, within.end, ()) if needed else ()
    return Found(length, people, (), tuple(near), _smallest(others, desk, by))


def _smallest(found: tuple[Opening, ...], desk: Desk, by: str) -> tuple[Opening, ...]:
    """By start, the smallest room that fits first."""
    seats = {one.code: one.capacity for one in desk.rooms.list(by=by)}
    return tuple(sorted(found, key=lambda one: (one.starts_at, seats.get(one.room, 0))))


def _half_hour_up(moment: datetime) -> datetime:
    """Nothing is offered that has begun already; the half hour under way still is."""
    return moment - timedelta(minutes=moment.minute % 30, seconds=moment.second)


class Ticks(Tally):
    """A list to tick that tells."""

    class Changed(Message):
        """A tick was set or taken away."""

    def _set(self, count: int) -> None:
        super()._set(count)
        self.post_message(self.Changed())


class FindRoom(RoomDialog[dict[str, Any]]):
    """Gives the room and time to book."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("down", "into_list", show=False)]
    about = N_(
        "A room for 20 with projector tomorrow afternoon for two hours: day, part of the day or from-until, how long, "
        "how many, which equipment (Space ticks). What fits comes as you type; where nothing does, other times that "
        "day and rooms without the equipment. Down goes into the list, Enter books."
    )

    def __init__(self, day: date, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(_("Find a room"), _("Book it"), kept)
        self._day, self._rooms = day, rooms
        self._equipment = equipment()
        self.found: Found | None = None
        self.rows: tuple[Opening, ...] = ()

    def compose_fields(self) -> ComposeResult:
        """What is wanted."""
        yield from row(N_("Date"), Line(f"{self._day}", id="date", placeholder=_("tomorrow, 11-25, next wed")))
        yield from row(N_("Within"), Line(id="within", placeholder=_("morning, afternoon, evening, 14:00-18:00")))
        yield from row(N_("How long"), Line("1h", id="length", placeholder=_("2h, 90m; empty: the whole time")))
        yield from row(N_("People"), Line(id="people"))
        names = [one.name_en if language() == "en" else one.name for one in self._equipment]
        yield from row(N_("Equipment"), Ticks(names, most=1, start=0, id="equipment"))

    def compose_below(self) -> ComposeResult:
        """What fits."""
        yield Static(id="found-words", classes="words")
        yield OptionList(id="room-found", classes="found")

    def fill_in(self) -> None:
        """Look at once."""
        super().fill_in()
        tally = self.query_one("#equipment", Tally)
        tally.fill(self.kept.get("equipment", ()))
        self.to_field("date")
        self._look(after=0.0)

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return {**super().values(), "equipment": self.query_one("#equipment", Tally).chosen}

    @on(Input.Changed)
    def _typed(self) -> None:
        self._look(after=0.2)

    @on(Ticks.Changed)
    def _ticked(self) -> None:
        self._look(after=0.0)

    def _look(self, *, after: float) -> None:
        values = self.values()
        names = {(one.name_en if language() == "en" else one.name): one.code for one in self._equipment}

        needed = tuple(names[one] for one in values["equipment"])
        work.read(
            self, "find", lambda desk, by: search(desk, by, values, needed), self._came, self._unread, after=after
        )

    def _unread(self, error: DeskError) -> None:
        self.found = None
        self._list(())
        self.query_one("#found-words", Static).update(Content(error.message))

    def _came(self, found: Found) -> None:
        self.found = found
        if found.fits:
            words = _("{n} fit; Enter books one").format(n=len(found.fits))
            self._list(found.fits)
        elif found.times or found.others:
            words = _("Nothing fits then. The nearest: other times that day, rooms without all of the equipment.")
            self._list((*found.times[:6], *found.others))
        else:
            words = _("Nothing fits on that day. Try another day, fewer people or less equipment.")
            self._list(())
        self.query_one("#found-words", Static).update(Content(words))

    def _list(self, openings: tuple[Opening, ...]) -> None:
        length = self.found.length if self.found is not None else timedelta()
        self.rows = openings[:MOST]
        options = self.query_one("#room-found", OptionList)
        options.set_options(
            Option(Content(cut(opening_line(one, self._rooms, length), width_of(self) - 2))) for one in self.rows
        )
        options.highlighted = 0 if self.rows else None

    def action_into_list(self) -> None:
        """From the fields into the list."""
        self.set_focus(self.query_one("#room-found"))

    @on(OptionList.OptionSelected, "#room-found")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._take(event.option_index)

    def action_done(self) -> None:
        """Book what is marked."""
        place = self.query_one("#room-found", OptionList).highlighted
        if place is None:
            self.refuse(_("Nothing is marked in the list."))
        else:
            self._take(place)

    def _take(self, place: int) -> None:
        one, found = self.rows[place], self.found
        if found is None:
            return
        self.kept.update(self.values())
        people = {} if found.people is None else {"people": str(found.people)}
        self.dismiss({"room": one.room, "start": one.starts_at, "end": one.starts_at + found.length, **people})
