"""Random acts on bookings against a simple model: a list of who has which room when."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.desk import Desk
from core.errors import Conflict, RuleRefused
from core.rooms.views import BookingFilter, NewBooking
from tests.core.rooms_made_up import at, register
from tests.desks import FrozenClock
from tests.helpers.people import open_copy

ROOMS = ("hall", "hall-a", "hall-b", "m203")
BUFFERS = {"hall": 30, "hall-a": 15, "hall-b": 0, "m203": 0}
"""Minutes."""
EXCLUDES = {"hall": {"hall", "hall-a", "hall-b"}, "hall-a": {"hall", "hall-a"}, "hall-b": {"hall", "hall-b"},
            "m203": {"m203"}}  # fmt: skip
QUARTER = timedelta(minutes=15)
slots = st.tuples(st.integers(0, 40), st.integers(1, 12))


@dataclass
class Held:
    """What the model knows of a booking in force."""

    room: str
    start: datetime
    end: datetime
    block: bool
    pending: bool = False


def interval(slot: tuple[int, int]) -> tuple[datetime, datetime]:
    start = at("09:00") + slot[0] * QUARTER
    return start, start + slot[1] * QUARTER


class Bookings(RuleBasedStateMachine):
    """Makes, moves, blocks, decides and cancels; the model says what may happen."""

    @initialize()
    def open(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.desk: Desk = open_copy(Path(self.folder.name), FrozenClock())
        register(Path(self.folder.name) / "desk.sqlite3")
        for room, minutes in BUFFERS.items():
            hours = [["00:00-24:00"]] * 7
            self.desk.rooms.edit(room, by="boss", buffer_seconds=minutes * 60, week=hours)
        self.held: dict[int, Held] = {}

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            self.folder.cleanup()

    def fits(self, wanted: Held, but: int | None = None) -> bool:
        for number, one in self.held.items():
            if number == but or one.room not in EXCLUDES[wanted.room]:
                continue
            gap = timedelta(0)
            if not (one.block or wanted.block):
                gap = timedelta(minutes=max(BUFFERS[one.room], BUFFERS[wanted.room]))
            if wanted.start < one.end + gap and one.start < wanted.end + gap:
                return False
        return True

    @rule(room=st.sampled_from(ROOMS), slot=slots, guest=st.booleans())
    def make(self, room: str, slot: tuple[int, int], guest: bool) -> None:
        start, end = interval(slot)
        wanted = Held(room, start, end, block=False, pending=guest)
        new = (
            NewBooking(room, start, end, "x", guest="王先生") if guest else NewBooking(room, start, end, "x", for_="7")
        )
        in_the_way = None
        try:
            (made,) = self.desk.bookings.make(new, by="li").booked
        except Conflict as conflict:
            in_the_way = conflict.details["by"]
        if in_the_way is not None:
            assert not self.fits(wanted)
            assert in_the_way in self.held
        else:
            assert self.fits(wanted)
            assert made.status == ("pending" if guest else "approved")
            self.held[made.id or 0] = wanted

    @rule(room=st.sampled_from(ROOMS), slot=slots)
    def block(self, room: str, slot: tuple[int, int]) -> None:
        wanted = Held(room, *interval(slot), block=True)
        try:
            made = self.desk.bookings.block(room, wanted.start, wanted.end, "检修", by="li")
        except Conflict:
            assert not self.fits(wanted)
        else:
            assert self.fits(wanted)
            self.held[made.id or 0] = wanted

    @rule(data=st.data(), room=st.sampled_from(ROOMS), slot=slots)
    def move(self, data: st.DataObject, room: str, slot: tuple[int, int]) -> None:
        if not self.held:
            return
        number = data.draw(st.sampled_from(sorted(self.held)))
        before = self.held[number]
        wanted = Held(room, *interval(slot), block=before.block, pending=before.pending)
        try:
            self.desk.bookings.move(number, by="boss", start=wanted.start, end=wanted.end, room=room)
        except Conflict:
            assert not self.fits(wanted, number)
        else:
            assert self.fits(wanted, number)
            self.held[number] = wanted

    @rule(data=st.data(), how=st.sampled_from(("cancel", "refuse", "approve")))
    def decide(self, data: st.DataObject, how: str) -> None:
        if not self.held:
            return
        number = data.draw(st.sampled_from(sorted(self.held)))
        one = self.held[number]
        try:
            if how == "cancel":
                self.desk.bookings.cancel(number, by="li")
            elif how == "refuse":
                self.desk.bookings.refuse(number, by="boss")
            else:
                self.desk.bookings.approve(number, by="boss")
        except RuleRefused:
            assert how != "cancel"
            assert not one.pending
        else:
            assert how == "cancel" or one.pending
            one.pending = False
            if how != "approve":
                del self.held[number]

    @rule(room=st.sampled_from(ROOMS), slot=slots, days=st.integers(2, 4))
    def series(self, room: str, slot: tuple[int, int], days: int) -> None:
        start, end = interval(slot)
        new = NewBooking(room, start, end, "x", for_="7", repeat=f"FREQ=DAILY;COUNT={days}")
        seen = self.desk.bookings.preview(new, by="li")
        wished = [Held(room, start + timedelta(days=n), end + timedelta(days=n), block=False) for n in range(days)]
        fitting = [one for one in wished if self.fits(one)]
        assert [one.starts_at for one in seen.booked] == [one.start for one in fitting]
        try:
            made = self.desk.bookings.make(new, by="li", skip_conflicts=True)
        except Conflict:
            assert not fitting
        else:
            assert [one.starts_at for one in made.booked] == [one.start for one in fitting]
            for view, one in zip(made.booked, fitting, strict=True):
                self.held[view.id or 0] = one

    @rule(room=st.sampled_from(ROOMS), slot=slots)
    def write_behind_its_back(self, room: str, slot: tuple[int, int]) -> None:
        wanted = Held(room, *interval(slot), block=False)
        assert self.desk.storage.path is not None
        with closing(sqlite3.connect(self.desk.storage.path, timeout=10)) as database:
            try:
                written = database.execute(
                    "INSERT INTO bookings (room, starts_at, ends_at, kind, status, holds, title, uid, recurrence,"
                    " sequence, source, made_at, changed_at)"
                    " VALUES (?, ?, ?, 'meeting', 'approved', 1, 'x', hex(randomblob(8)), '', 0, 'desk', 0, 0)",
                    (room, int(wanted.start.timestamp()), int(wanted.end.timestamp())),
                )
                database.commit()
            except sqlite3.IntegrityError:
                assert not self.fits(wanted)
            else:
                assert self.fits(wanted)
                self.held[written.lastrowid or 0] = wanted

    @invariant()
    def the_desk_and_the_model_agree(self) -> None:
        if not hasattr(self, "desk"):
            return
        items = self.desk.bookings.list(BookingFilter(limit=5000), by="li").items
        assert {one.id: (one.room, one.starts_at, one.ends_at, one.status == "pending") for one in items} == {
            number: (one.room, one.start, one.end, one.pending) for number, one in self.held.items()
        }


TestBookings = Bookings.TestCase
TestBookings.settings = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
