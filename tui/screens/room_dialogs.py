"""The rooms screen's smaller dialogs: a day, a check-in, reasons, blocks, hours, lists to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Label, OptionList, Static
from textual.widgets.option_list import Option

from core import fields
from core.desk import Desk
from core.errors import DeskError
from core.rooms.spoken import read_day, read_moment
from core.rooms.views import BookingView, RoomView
from core.words import N_, _
from tui import work
from tui.room_words import booking_line, day_words, room_name, slot_words, times
from tui.showing import cut, line
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line, Prose
from tui.widgets.picker import Picker
from tui.work import desk_app

Result = TypeVar("Result")


def row(label: str, field: Widget, hint: str = "") -> ComposeResult:
    """A field with its label and a hint below it."""
    with Horizontal(classes="ask", id=f"row-{field.id}"):
        yield Label(_(label), classes="label")
        with Vertical(classes="field"):
            yield field
            if hint:
                yield Label(_(hint), classes="hint")


class RoomDialog(ModalScreen[Result | None]):
    """Asks, and does it with Ctrl+S or the button. A refusal keeps what is typed and leads to its field; Esc keeps it
    for the next time."""

    CSS_PATH = "rooms.tcss"
    typing_goes_on = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "done", show=False, priority=True),
        Binding("escape", "leave", show=False),
    ]

    def __init__(self, title: str, button: str, kept: dict[str, Any]) -> None:
        super().__init__()
        self._title, self._button, self.kept = title, button, kept
        self._busy = False

    def compose(self) -> ComposeResult:
        """Title, fields, refusal, button."""
        self.set_class(self.app.size.height < 32, "-low")
        with Vertical(classes="box"):
            yield Label(Content(cut(self._title, width_of(self))), classes="title")
            with VerticalScroll(classes="asks", can_focus=False):
                yield from self.compose_fields()
            yield Static(classes="refusal", id="refusal")
            yield from self.compose_below()
            with Horizontal(classes="buttons"):
                yield Button(f"{self._button}  Ctrl+S", id="done", compact=True, variant="primary")
                yield Label(self.hint, classes="hint")

    @property
    def hint(self) -> str:
        """What stands beside the button."""
        return _("Esc: back")

    def on_resize(self) -> None:
        """A low window scrolls the fields; the button stays."""
        self.set_class(self.app.size.height < 32, "-low")

    def compose_fields(self) -> ComposeResult:
        """What is asked."""
        yield from ()

    def compose_below(self) -> ComposeResult:
        """What stands between the refusal and the button."""
        yield from ()

    @property
    def fields(self) -> dict[str, Line | Prose | Choice | Picker]:
        """The fields by name."""
        found: dict[str, Line | Prose | Choice | Picker] = {}
        for one in self.query(".field *"):
            if isinstance(one, (Line, Prose, Choice, Picker)) and one.id:
                found[one.id] = one
        return found

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return {name: one.value for name, one in self.fields.items()}

    def on_mount(self) -> None:
        """Fill in. Textual calls this of every class on the way up, so those below change `fill_in`."""
        self.fill_in()

    def fill_in(self) -> None:
        """What was typed the last time."""
        for name, value in self.kept.items():
            if name in self.fields:
                self.fields[name].fill(value)

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> Result:
        """The core's act."""
        raise NotImplementedError

    def refuse(self, sentence: str) -> None:
        """Say why not."""
        self.query_one("#refusal", Static).update(Content(sentence))

    @on(Button.Pressed, "#done")
    def _pressed(self) -> None:
        self.action_done()

    def action_done(self) -> None:
        """Do it."""
        if self._busy:
            return
        self._busy = True
        self.refuse("")
        values = self.values()
        work.write(self, lambda desk, by: self.act(desk, by, values), self.done, self.refused)

    def refused(self, error: DeskError) -> None:
        """Say why not, and lead to the field."""
        self._busy = False
        self.refuse(error.message)
        self.to_field(str(error.details.get("field", "")))

    def to_field(self, name: str) -> None:
        """Into a field, where there is one of that name."""
        field = self.fields.get(name)
        if field is not None:
            self.set_focus(field.line if isinstance(field, Picker) else field)

    def done(self, result: Result) -> None:
        """It is on record."""
        self._busy = False
        self.kept.clear()
        if self.is_attached:
            self.dismiss(result)

    def action_leave(self) -> None:
        """Back."""
        self.kept.update(self.values())
        self.dismiss(None)


class GoToDay(RoomDialog[date]):
    """A day as one says it."""

    about = N_("Write a day as one says it: 11-25, 25, tomorrow, wed, next wed, +7.")

    def __init__(self, kept: dict[str, Any]) -> None:
        super().__init__(_("Go to a day"), _("Go"), kept)

    def compose_fields(self) -> ComposeResult:
        """The day."""
        yield from row(N_("Date"), Line(id="date"), N_("11-25, tomorrow, wed, next wed, +7"))

    @on(Line.Submitted)
    def _submitted(self) -> None:
        self.action_done()

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> date:
        """Read it."""
        return read_day(values["date"], desk.storage.now().date())


class CheckIn(RoomDialog[BookingView]):
    """Somebody came."""

    about = N_("Somebody came to the booking: with how many people. Empty where nobody counted.")

    def __init__(self, booking: BookingView, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Check in')}  {booking_line(booking, rooms)}", _("Check in"), kept)
        self.booking = booking

    def compose_fields(self) -> ComposeResult:
        """How many."""
        yield from row(N_("People"), Line(str(self.booking.people or ""), id="people"), N_("how many came"))

    @on(Line.Submitted)
    def _submitted(self) -> None:
        self.action_done()

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> BookingView:
        """Check in."""
        typed = values["people"].strip()
        people = fields.whole(typed, "people", highest=100_000) if typed else None
        assert self.booking.id is not None
        return desk.bookings.check_in(self.booking.id, by=by, people=people)


class CorrectBooking(RoomDialog[BookingView]):
    """Corrects what a booking says."""

    about = N_("Corrects what the booking says. Time and room stay: carry the booking to change those.")

    def __init__(self, booking: BookingView, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Correct')}  {booking_line(booking, rooms)}", _("Save"), kept)
        self.booking = booking

    def compose_fields(self) -> ComposeResult:
        """What it says now, and for a series how far the correction goes."""
        one = self.booking
        block = one.kind == "block"
        yield from row(N_("Reason") if block else N_("Title"), Line(one.title, id="title"))
        if one.guest is not None:
            yield from row(N_("Guest"), Line(one.guest, id="guest"))
        if not block:
            yield from row(N_("People"), Line(str(one.people or ""), id="people"))
        yield from row(N_("Note"), Line(one.note or "", id="note"))
        if one.series is not None:
            options = {"one": N_("this date"), "from_here": N_("from here on"), "series": N_("the whole series")}
            yield from row(N_("Applies to"), Choice(options, id="which"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> BookingView:
        """Write what is different now."""
        one, number = self.booking, values.get("people", "").strip()
        changes: dict[str, Any] = {
            name: values[name]
            for name, before in (("title", one.title), ("guest", one.guest), ("note", one.note or ""))
            if name in values and values[name] != before
        }
        if number != str(one.people or "") and "people" in values:
            changes["people"] = fields.whole(number, "people", highest=100_000)
        if not changes:
            return one
        assert one.id is not None
        return desk.bookings.edit(one.id, by=by, which=values.get("which", "one"), **changes)[0]


class RefuseGuest(RoomDialog[BookingView]):
    """Refuses a guest's booking."""

    about = N_("Refuses a guest's booking; the room is free again. The reason is kept with the booking.")

    def __init__(self, booking: BookingView, rooms: dict[str, RoomView], kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Refuse')}  {booking_line(booking, rooms)}", _("Refuse"), kept)
        self._number = booking.id or 0

    def compose_fields(self) -> ComposeResult:
        """The reason."""
        yield from row(N_("Reason"), Line(id="reason"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> BookingView:
        """Refuse it."""
        return desk.bookings.refuse(self._number, by=by, reason=values["reason"])


class BlockRoom(RoomDialog[BookingView]):
    """Takes a room out of use."""

    about = N_("Takes a room out of use, for maintenance or cleaning, at any hour. Nobody can book it then.")

    def __init__(self, room: RoomView, start: datetime, end: datetime, kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Not in use')}  {room_name(room)}", _("Take out of use"), kept)
        self._room, self._start, self._end = room, start, end

    def compose_fields(self) -> ComposeResult:
        """From, to, why."""
        yield from row(N_("Date"), Line(f"{self._start:%Y-%m-%d}", id="date"))
        yield from row(N_("From"), Line(f"{self._start:%H:%M}", id="from"))
        yield from row(N_("Until"), Line(end_words(self._start, self._end), id="to"), N_("18:00, or 11-27 18:00"))
        yield from row(N_("Reason"), Line(id="reason"))

    def fill_in(self) -> None:
        """Start with the reason."""
        super().fill_in()
        self.to_field("reason")

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> BookingView:
        """Block it."""
        day = read_day(values["date"], desk.storage.now().date())
        start, end = read_moment(values["from"], day, field="from"), read_moment(values["to"], day, field="to")
        return desk.bookings.block(self._room.code, start, end, values["reason"], by=by)


class RoomHoursDialog(RoomDialog[RoomView]):
    """A room's own hours on a day."""

    about = N_(
        "A room's own opening hours on one day, before the calendar and its week; closed, or the usual ones again."
    )

    def __init__(self, room: RoomView, day: date, kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Hours on this day')}  {room_name(room)}  {day_words(day)}", _("Set hours"), kept)
        self._room, self._day = room.code, day

    def compose_fields(self) -> ComposeResult:
        """Open, closed or usual; hours; why."""
        options = {"open": N_("own hours"), "closed": N_("not open"), "usual": N_("as usual")}
        yield from row(N_("Room is"), Choice(options, id="how"))
        yield from row(N_("Hours"), Line(id="hours"), N_("such as 08:00-23:00, or 18:00-24:00"))
        yield from row(N_("Reason"), Line(id="reason"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> RoomView:
        """Set them."""
        typed = values["hours"].replace("，", ",").replace("、", ",").split(",")
        hours = [one.strip() for one in typed if one.strip()] if values["how"] == "open" else []
        if values["how"] == "open":
            fields.text(values["hours"], "hours")
        return desk.rooms.set_day(
            self._room, self._day, None if values["how"] == "usual" else hours, by=by, reason=values["reason"]
        )


@dataclass(frozen=True, slots=True)
class Pick:
    """One line to choose; with `reason` it is dim and says why not. `value` is what choosing gives."""

    words: str
    value: Any
    reason: DeskError | None = None
    about: str = ""


class PickOne(ModalScreen[Any]):
    """Gives the chosen line's value, or None."""

    CSS_PATH = "rooms.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    about = N_("Up and Down mark, Enter chooses. What is dim cannot be done now; the reason stands below.")

    def __init__(self, title: str, picks: Sequence[Pick]) -> None:
        super().__init__()
        self._title, self.picks = title, tuple(picks)

    def compose(self) -> ComposeResult:
        """A list over a sentence."""
        with Vertical(classes="box"):
            wide = width_of(self)
            yield Label(Content(cut(self._title, wide)), classes="title")
            yield OptionList(
                *(Option(Content.styled(cut(one.words, wide), "dim" if one.reason else "")) for one in self.picks)
            )
            yield Static(id="menu-about")

    def on_mount(self) -> None:
        """Mark the first."""
        if self.picks:
            self.query_one(OptionList).highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        one = self.picks[event.option_index]
        self.query_one("#menu-about", Static).update(Content(one.reason.message if one.reason else one.about))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        one = self.picks[event.option_index]
        if one.reason is None:
            self.dismiss(one.value)


class ReadRoomText(ModalScreen[None]):
    """Something to read, line by line."""

    CSS_PATH = "rooms.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,space", "dismiss(None)", show=False)]
    about = N_("Everything that is on record. Esc goes back.")

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title, self._lines = title, lines

    def compose(self) -> ComposeResult:
        """Title over lines."""
        with VerticalScroll(classes="box"):
            yield Label(Content(self._title), classes="title")
            yield Static(Content("\n".join(self._lines)), id="help-text")


class Seen(ReadRoomText):
    """Details of one booking."""

    def __init__(self, booking: BookingView, rooms: dict[str, RoomView], person: Any) -> None:
        from core.rooms.terms import WHYS
        from tui.room_words import people_words, state_words, whom

        room = rooms.get(booking.room)
        facts = (
            (N_("Room"), room_name(room) if room else booking.room),
            (N_("Time"), slot_words(booking.starts_at, booking.ends_at)),
            (N_("For"), whom(booking)),
            (N_("State"), state_words(booking)),
            (N_("People"), people_words(booking.people) if booking.people else ""),
            (N_("Came"), people_words(booking.attended) if booking.attended else ""),
            (N_("Checked in"), f"{booking.checked_in_at:%Y-%m-%d %H:%M}" if booking.checked_in_at else ""),
            (N_("Note"), line(booking.note)),
            (N_("Series"), str(booking.series or "")),
            (N_("Against it"), _(WHYS[booking.why]) if booking.why else ""),
            (N_("In its way"), str(booking.in_the_way or "")),
            (N_("Made"), f"{booking.made_at:%Y-%m-%d %H:%M}  {person(booking.made_by)}"),
            (N_("Changed"), f"{booking.changed_at:%Y-%m-%d %H:%M}" if booking.changed_at != booking.made_at else ""),
            (N_("Decided"), f"{booking.decided_at:%Y-%m-%d %H:%M}  {person(booking.decided_by)}"
             if booking.decided_at else ""),
        )  # fmt: skip
        super().__init__(
            f"{_('Booking')} {booking.id}  {line(booking.title)}",
            [f"{_(label)}: {words}" for label, words in facts if words],
        )


def width_of(node: Any) -> int:
    """Cells a line may have in these dialogs."""
    return min(86, max(20, int(node.app.size.width) - 8))


def end_words(start: datetime, end: datetime) -> str:
    """An end as the fields read it: `18:00`, `24:00`, `11-27 18:00`."""
    return times(start, end).split("-", 1)[1]


def person_of(node: Any) -> Any:
    """A function from a code to a colleague's name."""
    book = desk_app(node).book
    return book.person if book is not None else (lambda code: code or "")
