"""A series before it is booked: every date with what it comes to, and what is to be done with it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from core.desk import Desk
from core.errors import Conflict, DeskError, RuleRefused
from core.rooms.series import occurrences, read_rule
from core.rooms.spoken import read_day, read_moment
from core.rooms.terms import STATUSES, WHYS
from core.rooms.views import BookingView, Choice, Made, NewBooking, RoomView, Skipped
from core.words import N_, _
from tui import work
from tui.room_words import room_name, slot_words
from tui.screens.asking import Pick, PickOne, row, width_of
from tui.screens.room_dialogs import RoomDialog
from tui.showing import cut, pad
from tui.widgets.harmless import Line


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """One date of a series: its own start, the choice made for it, and what it comes to."""

    start: datetime
    choice: Choice | None
    booked: BookingView | None
    skipped: Skipped | None

    @property
    def undecided(self) -> bool:
        """Whether it cannot be had and nothing was said about it."""
        return self.booked is None and (self.choice is None or self.choice.act != "skip")


def dates_of(new: NewBooking, made: Made) -> tuple[SeriesDate, ...]:
    """Every date of a previewed series."""
    booked = {one.starts_at: one for one in made.booked}
    skipped = {one.starts_at: one for one in made.skipped}
    found = []
    starts = occurrences(read_rule(new.repeat or ""), new.starts_at, new.ends_at - new.starts_at, new.except_)
    for start in starts:
        choice = new.choices.get(start)
        at = choice.start if choice is not None and choice.act == "move" and choice.start else start
        out = choice is not None and choice.act == "skip"
        found.append(SeriesDate(start, choice, None if out else booked.get(at), skipped.get(at)))
    return tuple(found)


class SeriesPreview(RoomDialog[Made]):
    """Gives what was booked. Enter on a date chooses what to do with it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+k", "leave_out", show=False, priority=True)]
    about = N_(
        "Every date of the series, and what it comes to. Enter on a date: leave it out, the first one too, move it or "
        "take another room. What is left out can be added later from the series' list. Ctrl+K leaves out everything "
        "that cannot be had, Ctrl+S books the rest."
    )

    def __init__(self, new: NewBooking, made: Made, rooms: dict[str, RoomView], choices: dict[Any, Any]) -> None:
        super().__init__(_("Preview of the series"), _("Book the series"), {})
        self._new, self._made, self._rooms, self._choices = new, made, rooms, choices
        self.dates: tuple[SeriesDate, ...] = ()

    @property
    def hint(self) -> str:
        """The other keys."""
        return _("Enter: what to do    Ctrl+K: leave out what cannot be had    Esc: back")

    def compose_fields(self) -> ComposeResult:
        """Counts over dates."""
        yield Static(id="series-counts", classes="words")
        yield OptionList(id="dates", classes="found")

    def fill_in(self) -> None:
        """Show what is known; choices made before are asked about anew."""
        starts = {one.start for one in dates_of(self._new, self._made)}
        for start in set(self._choices) - starts:
            del self._choices[start]
        self._came(self._made)
        if self._choices:
            self._ask()
        self.set_focus(self.options)

    @property
    def options(self) -> OptionList:
        """The dates."""
        return self.query_one("#dates", OptionList)

    @property
    def new(self) -> NewBooking:
        """The booking with the choices made."""
        return replace(self._new, choices=dict(self._choices))

    def _ask(self) -> None:
        new = self.new
        work.read(self, "preview", lambda desk, by: desk.bookings.preview(new, by=by), self._came, self.refused)

    def _came(self, made: Made) -> None:
        self._made = made
        self.dates = dates_of(self.new, made)
        place = self.options.highlighted
        self.options.set_options(Option(Content.styled(*self._row(one))) for one in self.dates)
        self.options.highlighted = min(place or 0, len(self.dates) - 1)
        self.query_one("#series-counts", Static).update(Content(self.counts()))

    def counts(self) -> str:
        """How many dates, how many of which kind."""
        kinds = Counter("left" if not one.booked and not one.undecided else "open" if one.undecided else "book"
                        for one in self.dates)  # fmt: skip
        return _("{n} dates: {book} to be booked, {left} left out, {open} to decide").format(
            n=len(self.dates), book=kinds["book"], left=kinds["left"], open=kinds["open"]
        )

    def _row(self, one: SeriesDate) -> tuple[str, str]:
        length = self._new.ends_at - self._new.starts_at
        why = one.skipped.why if one.skipped is not None else ""
        state = _(WHYS[why]) if why and one.booked is None else _("free")
        if one.skipped is not None and one.skipped.by and one.booked is None:
            state += f" ({one.skipped.by})"
        if one.booked is not None:
            does = _("to be booked") if one.booked.status == "approved" else _(STATUSES[one.booked.status])
            if one.choice is not None and one.choice.act == "move":
                does = _("moved to {slot}").format(slot=slot_words(one.booked.starts_at, one.booked.ends_at))
            elif one.choice is not None and one.choice.act == "room":
                room = self._rooms.get(one.booked.room)
                does = _("in {room}").format(room=room_name(room) if room else one.booked.room)
            style = ""
        elif one.undecided:
            does, style = "? " + _("to decide"), "bold $text-warning"
        else:
            does, style = _("left out, can be added later"), "$foreground 60%"
        return cut(
            f"{pad(slot_words(one.start, one.start + length), 24)}  {pad(state, 26)}  {does}", width_of(self) - 2
        ), style

    # -- choosing ----------------------------------------------------------------------------------------------

    @on(OptionList.OptionSelected, "#dates")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        one = self.dates[event.option_index]
        picks: list[Pick] = []
        if one.choice is not None:
            picks.append(Pick(_("As the series has it"), "as_is"))
        if one.choice is None or one.choice.act != "skip":
            picks.append(Pick(_("Leave it out; it can be added later"), Choice("skip")))
        skipped = one.skipped
        for time in skipped.times if skipped is not None else ():
            words = _("Move it to {slot}").format(slot=slot_words(time.starts_at, time.ends_at))
            picks.append(Pick(words, Choice("move", start=time.starts_at)))
        for code in skipped.rooms if skipped is not None else ():
            room = self._rooms.get(code)
            words = _("Take another room: {room}").format(room=room_name(room) if room else code)
            picks.append(Pick(words, Choice("room", room=code)))
        picks.append(Pick(_("Another time"), "time"))
        title = slot_words(one.start, one.start + (self._new.ends_at - self._new.starts_at))
        self.app.push_screen(PickOne(title, picks), lambda choice: self._choose(one, choice))

    def _choose(self, one: SeriesDate, choice: Choice | str | None) -> None:
        if choice is None:
            return
        if choice == "time":
            self.app.push_screen(AnotherTime(one.start), lambda start: self._choose(
                one, Choice("move", start=start) if start else None))  # fmt: skip
            return
        if isinstance(choice, Choice):
            self._choices[one.start] = choice
        else:
            self._choices.pop(one.start, None)
        self.refuse("")
        self._ask()

    def action_leave_out(self) -> None:
        """Leave out whatever cannot be had."""
        for one in self.dates:
            if one.undecided:
                self._choices[one.start] = Choice("skip")
        self.refuse("")
        self._ask()

    # -- booking -----------------------------------------------------------------------------------------------

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> Made:
        """Book it, all or nothing."""
        left = sum(1 for one in self.dates if one.undecided)
        if left:
            raise RuleRefused(
                "dates_to_decide",
                N_("{count} dates cannot be had. Enter on each says what to do, Ctrl+K leaves them all out."),
                count=left,
            )
        return desk.bookings.make(self.new, by=by)

    def refused(self, error: DeskError) -> None:
        """Say why not; what changed meanwhile is shown."""
        super().refused(error)
        if isinstance(error, Conflict):
            self._ask()

    def action_leave(self) -> None:
        """Back to the form; the choices stay."""
        self.dismiss(None)


class AnotherTime(RoomDialog[datetime]):
    """Another day or time for one date."""

    about = N_("Another day and time for this one date; it keeps its length.")

    def __init__(self, start: datetime) -> None:
        super().__init__(_("Another time"), _("Take it"), {})
        self._start = start

    def compose_fields(self) -> ComposeResult:
        """Day and time."""
        yield from row(N_("Date"), Line(f"{self._start:%Y-%m-%d}", id="date"))
        yield from row(N_("From"), Line(f"{self._start:%H:%M}", id="from"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> datetime:
        """Read it."""
        return read_moment(values["from"], read_day(values["date"], desk.storage.now().date()), field="from")
