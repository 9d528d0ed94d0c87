"""What is done from the rooms screen: opens a dialog or does an act, then shows what came of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from core.errors import DeskError
from core.rooms.terms import STATUSES
from core.rooms.views import BookingFilter, BookingView, Made, Offer
from core.words import _
from tui import work
from tui.actions import Action, key_name, of
from tui.room_words import booking_line, opening_line, room_name, slot_words, state_words, whom
from tui.showing import pad
from tui.widgets.room_grid import Carried

if TYPE_CHECKING:
    from core.desk import Desk
    from tui.drafts import Draft
    from tui.screens.rooms import RoomsScreen


class RoomActs:
    """The acts of one rooms screen. What was typed into a dialog is there again when it is opened anew."""

    def __init__(self, screen: RoomsScreen) -> None:
        self._screen = screen
        self._typed: dict[str, dict[str, Any]] = {}

    def _kept(self, key: str) -> dict[str, Any]:
        return self._typed.setdefault(key, {})

    def _say(self, sentence: str, **more: Any) -> None:
        self._screen.app.notify(sentence, markup=False, **more)

    def perform(self, action: Action, booking: BookingView | None) -> None:
        """One of the screen's acts."""
        alone: dict[str, Callable[[], None]] = {
            "book_room": self.book, "find_room": self._find, "to_do_rooms": self._to_do, "rooms_day": self._go_to_day,
            "block_room": self._block, "room_hours": self._hours, "take_bookings": self._take_in,
            "save_bookings": self._save,
            "print_rooms": self._print, "use_rooms": self._use, "wait_room": lambda: self.book(wait=True),
        }  # fmt: skip
        if action.id in alone:
            alone[action.id]()
        elif booking is not None:
            self._on_booking(action.id, booking)

    def _on_booking(self, act: str, booking: BookingView) -> None:
        from tui.screens import room_dialogs as dialogs

        screen, push = self._screen, self._screen.app.push_screen
        key = f"{act} {booking.id}"
        if act == "carry_booking":
            screen.grid.carry(booking)
        elif act == "check_in_booking":
            push(dialogs.CheckIn(booking, screen.rooms, self._kept(key)), self._changed)
        elif act == "edit_booking":
            push(dialogs.CorrectBooking(booking, screen.rooms, self._kept(key)), self._changed)
        elif act == "refuse_booking":
            push(dialogs.RefuseGuest(booking, screen.rooms, self._kept(key)), self._changed)
        elif act == "approve_booking":
            self._approve(booking, "one")
        elif act == "approve_series":
            self._approve(booking, "series")
        elif act in ("cancel_booking", "cancel_from_here", "cancel_series"):
            self._cancel(booking, {"cancel_booking": "one", "cancel_from_here": "from_here"}.get(act, "series"))
        elif act == "show_series":
            self._series(booking)
        elif act == "show_booking":
            push(dialogs.Seen(booking, screen.rooms, dialogs.person_of(screen)))
        elif act == "take_booking":
            self.decide(booking)

    # -- the marked place ------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Enter: put down what is carried, book free time, or list what can be done with the booking there."""
        screen = self._screen
        if screen.grid.carried is not None:
            self.put_down()
            return
        cell = screen.grid.cell
        if not screen.grid.blocks or (cell is not None and not cell.blocks and screen.grid.first == screen.grid.last):
            self.book()
            return
        blocks = (cell.blocks if cell is not None and cell.blocks else screen.grid.blocks) or []
        if len(blocks) == 1:
            self.menu(blocks[0].booking)
            return
        from tui.screens.asking import Pick, PickOne

        picks = [Pick(f"{booking_line(one.booking, screen.rooms)}  {state_words(one.booking)}", one.booking)
                 for one in blocks]  # fmt: skip
        screen.app.push_screen(PickOne(_("Which one?"), picks), lambda one: self.menu(one) if one else None)

    def menu(self, booking: BookingView) -> None:
        """What can be done with a booking, with the reason where it cannot."""
        from core.rooms.allowed import allowed
        from tui.screens.asking import Pick, PickOne
        from tui.screens.rooms import _BY_ACTION, _ON_BOOKING, _ON_SERIES

        screen = self._screen
        may = allowed(booking, screen.now, supervises=screen.supervises)
        picks: list[Pick] = []
        for one in of("rooms"):
            if one.id not in _ON_BOOKING and one.id != "wait_room":
                continue
            if one.id in _ON_SERIES and booking.series is None:
                continue
            reason = may.get(_BY_ACTION.get(one.id, ""))
            if (
                reason is not None
                and one.id in ("take_booking", "approve_booking", "approve_series", "refuse_booking")
                and (reason.kind != "not_allowed")
            ):
                continue
            words = f"{pad(key_name(one.key) if one.key else '', 8)} {_(one.label)}"
            picks.append(Pick(words, one.id, reason, _(one.about), one.key or ""))
        if booking.status == "no_show":
            picks.append(
                Pick(f"{pad('', 8)} {_('Book this time')}", "book", None, _("Nobody came: the room can be had."))
            )
        picks.sort(key=lambda one: one.reason is not None)
        title = f"{booking_line(booking, screen.rooms)}  {state_words(booking)}"
        screen.app.push_screen(PickOne(title, picks), lambda act: self._chosen(act, booking))

    def _chosen(self, act: str | None, booking: BookingView) -> None:
        if act == "book":
            self.book()
        elif act == "wait_room":
            self.book(wait=True, like=booking)
        elif act is not None:
            self._on_booking(act, booking)

    def put_down(self) -> None:
        """Put what is carried where it is now: one act. A refusal leaves it in the hand."""
        screen = self._screen
        carried = screen.grid.carried
        if carried is None:
            return
        if not carried.changed:
            screen.grid.drop()
            return
        before = carried.booking
        number = before.id or 0
        if before.status in ("skipped", "waiting", "conflict"):
            self._write(carried, lambda desk, by: desk.bookings.take(
                number, by=by, room=carried.room, start=carried.start, end=carried.end,
                seen=before.sequence))  # fmt: skip
            return
        start = carried.start if carried.start != before.starts_at else None
        length = carried.end - carried.start != before.ends_at - before.starts_at
        end = carried.end if length else None
        room = carried.room if carried.room != before.room else None
        self._write(carried, lambda desk, by: desk.bookings.move(
            number, by=by, start=start, end=end, room=room, seen=before.sequence))  # fmt: skip

    def _write(self, carried: Carried, act: Callable[[Desk, str], BookingView]) -> None:
        grid = self._screen.grid

        def done(booking: BookingView) -> None:
            if grid.carried is carried:
                grid.drop()
            self._changed(booking)

        work.write(self._screen, act, done, self._refused)

    def _refused(self, error: DeskError) -> None:
        self._say(error.message, severity="warning", timeout=10)

    def _changed(self, booking: BookingView | None) -> None:
        """It is on record: say so and show it."""
        if booking is None:
            return
        screen = self._screen
        words = _("{booking}: {state}.").format(booking=booking_line(booking, screen.rooms), state=state_words(booking))
        self._say(words)
        if screen.is_attached:
            screen.renew()

    def _approve(self, booking: BookingView, which: str) -> None:
        number = booking.id or 0

        def done(approved: tuple[BookingView, ...]) -> None:
            self._changed(approved[0])
            if len(approved) > 1:
                self._say(_("{count} dates of the series are approved.").format(count=len(approved)))

        seen = booking.sequence
        work.write(
            self._screen, lambda desk, by: desk.bookings.approve(number, by=by, which=which, seen=seen), done,
            self._refused,
        )  # fmt: skip

    # -- booking ---------------------------------------------------------------------------------------------------

    def book(self, *, wait: bool = False, like: BookingView | None = None, **start: Any) -> None:
        """A new booking, by default of the marked time; or a wish for it."""
        screen = self._screen
        here, marked = screen.grid.here, screen.grid.marked
        if here is None or marked is None:
            return
        values: dict[str, Any] = {"room": here.room, "start": marked[0], "end": marked[1]}
        if like is not None:
            values |= {"room": like.room, "start": like.starts_at, "end": like.ends_at}
        self.form(values | start, wait=wait)

    def form(self, start: dict[str, Any], *, wait: bool = False, draft: Draft | None = None) -> None:
        """Open the booking form."""
        from tui.screens.room_form import BookingForm

        form = BookingForm(self._screen.rooms, self._kept("book"), start=start, wait=wait, draft=draft)
        self._screen.app.push_screen(form, self._booked)

    def take_up(self, draft: Draft) -> None:
        """Go on with a booking that was half typed, as soon as the rooms are known."""

        def known(rooms: Any) -> None:
            self._screen.rooms |= {one.code: one for one in rooms}
            self.form({}, draft=draft)

        work.read(self._screen, "draft", lambda desk, by: desk.rooms.list(by=by), known)

    def _booked(self, made: Made | BookingView | None) -> None:
        if made is None:
            return
        screen = self._screen
        if isinstance(made, BookingView):
            self._changed(made)
            return
        first = made.booked[0]
        if len(made.booked) == 1 and made.series is None:
            state = state_words(first)
            self._say(_("{booking}: {state}.").format(booking=booking_line(first, screen.rooms), state=state))
        else:
            self._say(
                _("Series {n}: {booked} dates booked, {skipped} left out.").format(
                    n=made.series, booked=len(made.booked), skipped=len(made.skipped)
                )
            )
        if screen.is_attached:
            screen.show_booking(first)

    def _find(self) -> None:
        from tui.screens.room_find import FindRoom

        def found(start: dict[str, Any] | None) -> None:
            if start is not None:
                self.form(start)

        screen = self._screen
        day = screen.grid.here.day if screen.grid.here else screen.now.date()
        screen.app.push_screen(FindRoom(day, screen.rooms, self._kept("find")), found)

    # -- cancelling, series, deciding ------------------------------------------------------------------------------

    def _cancel(self, booking: BookingView, which: str) -> None:
        from tui.screens.confirm import Confirm

        screen = self._screen
        questions = {
            "one": _("Cancel this booking? {booking}")
            if booking.series is None
            else _("Cancel this one date of the series? {booking}"),
            "from_here": _("Cancel this date and all later ones of the series? {booking}"),
            "series": _("Cancel every date of the series that is still ahead? {booking}"),
        }
        question = questions[which].format(booking=booking_line(booking, screen.rooms))

        def act(desk: Desk, by: str) -> tuple[tuple[BookingView, ...], tuple[Offer, ...]]:
            done = desk.bookings.cancel(booking.id or 0, by=by, which=which, seen=booking.sequence)
            turn = [one for one in desk.bookings.waiting(by=by) if one.free]
            return done, tuple(one for one in turn if any(one.booking.when.overlaps(gone.when) for gone in done))

        def answered(sure: bool | None) -> None:
            if sure:
                work.write(screen, act, self._cancelled, self._refused)

        screen.app.push_screen(Confirm(question, yes=_("Cancel it"), no=_("Keep it")), answered)

    def _cancelled(self, found: tuple[tuple[BookingView, ...], tuple[Offer, ...]]) -> None:
        done, turn = found
        words = _("{n} cancelled.").format(n=len(done))
        if turn:
            words += " " + _("First in line for it: {whom}. Ctrl+L gives it to them.").format(
                whom=whom(turn[0].booking)
            )
        self._say(words, timeout=10)
        if self._screen.is_attached:
            self._screen.renew()

    def _series(self, booking: BookingView) -> None:
        wanted = BookingFilter(series=booking.series, statuses=tuple(STATUSES), limit=1000)

        def came(page: Any) -> None:
            from tui.screens.asking import Pick, PickOne

            screen = self._screen
            picks = [Pick(f"{booking_line(one, screen.rooms)}  {state_words(one)}", one) for one in page.items]
            title = _("Series {n}: Enter on a date lists what can be done with it").format(n=booking.series)
            screen.app.push_screen(PickOne(title, picks), self._open_one)

        work.read(self._screen, "series", lambda desk, by: desk.bookings.list(wanted, by=by), came)

    def _open_one(self, listed: BookingView | None) -> None:
        """What can be done with one of a list, as it is by now."""
        if listed is None:
            return
        number = listed.id or 0

        def came(booking: BookingView) -> None:
            self._screen.show_booking(booking)
            if booking.status != listed.status:
                self._say(_("Meanwhile: {booking}.").format(booking=state_words(booking)), severity="warning")
            if booking.status in ("skipped", "waiting", "conflict"):
                self.decide(booking)
            else:
                self.menu(booking)

        work.read(self._screen, "open one", lambda desk, by: desk.bookings.show(number, by=by), came, self._refused)

    def decide(self, booking: BookingView) -> None:
        """A left out date, a wish or an imported conflict: book it as wished, elsewhere, or leave it off."""

        def ask(desk: Desk, by: str) -> Any:
            return desk.rooms.alternatives(
                booking.room, booking.starts_at, booking.ends_at, by=by, people=booking.people,
                occupant=booking.occupant,
            )  # fmt: skip

        work.read(self._screen, "decide", ask, lambda found: self._offer(booking, found), self._refused)

    def _offer(self, booking: BookingView, found: Any) -> None:
        from tui.screens.asking import Pick, PickOne

        screen = self._screen
        room = screen.rooms.get(booking.room)
        here = f"{slot_words(booking.starts_at, booking.ends_at)}  {room_name(room) if room else booking.room}"
        picks = [Pick(_("Book as wished: {slot}").format(slot=here), ("take", None, None, None))]
        for one in found:
            if (one.room, one.starts_at) == (booking.room, booking.starts_at):
                continue
            words = _("Book instead: {slot}").format(slot=opening_line(one, screen.rooms))
            picks.append(Pick(words, ("take", one.room, one.starts_at, one.ends_at)))
        picks.append(Pick(_("Carry it to another place in the grid"), ("carry", None, None, None)))
        picks.append(Pick(_("Leave it off: it is cancelled"), ("cancel", None, None, None)))
        title = f"{booking_line(booking, screen.rooms)}  {state_words(booking)}"
        screen.app.push_screen(PickOne(title, picks), lambda chosen: self._decided(booking, chosen))

    def _decided(
        self, booking: BookingView, chosen: tuple[str, str | None, datetime | None, datetime | None] | None
    ) -> None:
        if chosen is None:
            return
        act, room, start, end = chosen
        if act == "cancel":
            self._cancel(booking, "one")
        elif act == "carry":
            self._screen.grid.carry(booking)
        else:
            work.write(
                self._screen,
                lambda desk, by: desk.bookings.take(
                    booking.id or 0, by=by, room=room, start=start, end=end, seen=booking.sequence),
                self._changed, self._refused,
            )  # fmt: skip

    def _to_do(self) -> None:
        from tui.screens.asking import Pick, PickOne

        screen = self._screen
        if screen.seen is None:
            return
        waits = screen.seen.attention
        free = [one.booking for one in waits.offers if one.free]
        line = [one.booking for one in waits.offers if not one.free]
        groups = (
            (_("Offer now"), free), (_("To approve"), waits.pending), (_("To decide"), waits.conflicts),
            (_("In question"), waits.flagged), (_("In line"), line),
        )  # fmt: skip
        picks = [
            Pick(f"{pad(name, 12)} {booking_line(one, screen.rooms)}", one, None, state_words(one))
            for name, bookings in groups
            for one in bookings
        ]
        if not picks:
            self._say(_("Nothing waits: nobody in line, nothing to approve or to decide."))
            return
        screen.app.push_screen(PickOne(_("To do about rooms"), picks), self._to_do_chosen)

    def _to_do_chosen(self, booking: BookingView | None) -> None:
        if booking is None:
            return
        screen = self._screen
        offers = screen.seen.attention.offers if screen.seen is not None else ()
        if any(one.free and one.booking.id == booking.id for one in offers):
            work.write(
                screen, lambda desk, by: desk.bookings.take(booking.id or 0, by=by, seen=booking.sequence),
                self._changed, self._refused,
            )  # fmt: skip
            screen.show_booking(booking)
        else:
            self._open_one(booking)

    # -- a day, blocks, hours --------------------------------------------------------------------------------------

    def _go_to_day(self) -> None:
        from tui.screens.room_dialogs import GoToDay

        screen = self._screen

        def go(day: Any) -> None:
            if day is not None:
                screen.to_day(day)

        screen.app.push_screen(GoToDay(self._kept("day")), go)

    def _block(self) -> None:
        from tui.screens.room_dialogs import BlockRoom

        screen = self._screen
        here, marked = screen.grid.here, screen.grid.marked
        if here is not None and marked is not None:
            dialog = BlockRoom(screen.rooms[here.room], *marked, self._kept(f"block {here} {marked[0]}"))
            screen.app.push_screen(dialog, self._changed)

    def _hours(self) -> None:
        from tui.screens.room_dialogs import RoomHoursDialog

        screen, here = self._screen, self._screen.grid.here
        if here is None:
            return

        def done(room: Any) -> None:
            if room is not None and screen.is_attached:
                self._say(_("The hours of {room} are on record.").format(room=room_name(room)))
                screen.renew()

        dialog = RoomHoursDialog(screen.rooms[here.room], here.day, self._kept(f"hours {here}"))
        screen.app.push_screen(dialog, done)

    # -- files -----------------------------------------------------------------------------------------------------

    def _take_in(self) -> None:
        from tui.screens.room_files import TakeBookings, import_words

        screen = self._screen

        def came(done: Any) -> None:
            if done is None:
                return
            self._say(import_words(done), timeout=15)
            if screen.is_attached:
                screen.renew()
            if done.conflicts or done.problems or done.warnings:
                self._list_import(done)

        screen.app.push_screen(TakeBookings(screen.rooms, self._kept("take in")), came)

    def _list_import(self, done: Any) -> None:
        from core.text import visible
        from tui.screens.asking import Pick, PickOne

        screen = self._screen
        picks = [
            Pick(f"{_('To decide')}  {booking_line(one, screen.rooms)}", one, None, state_words(one))
            for one in done.conflicts
        ]
        picks += [
            Pick(f"{words}  {visible(one.where, newlines=True)}", None, None, visible(one.why, newlines=True))
            for words, several in ((_("Not taken in"), done.problems), (_("In part"), done.warnings))
            for one in several
        ]
        screen.app.push_screen(
            PickOne(_("Enter decides a conflict; they stay under Ctrl+L too"), picks), self._open_one
        )

    def _save(self) -> None:
        from tui.screens.room_files import SaveBookings

        screen = self._screen
        day = screen.grid.here.day if screen.grid.here else screen.now.date()
        screen.app.push_screen(SaveBookings(day, screen.rooms, self._kept("save")), self._saved)

    def _print(self) -> None:
        from tui.screens.room_files import PrintSheet

        screen = self._screen
        day = screen.grid.here.day if screen.grid.here else screen.now.date()
        screen.app.push_screen(PrintSheet(day, self._kept(f"sheet {day}")), self._saved)

    def _saved(self, words: str | None) -> None:
        if words is not None:
            self._say(words)

    def _use(self) -> None:
        from tui.screens.room_files import UseOfRooms

        screen = self._screen
        day = screen.grid.here.day if screen.grid.here else screen.now.date()
        screen.app.push_screen(UseOfRooms(day, screen.rooms, self._kept("use")))
