"""Whether slots can be had, decided within one transaction: for one booking, a series, a preview or a search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from sqlalchemy import select
from sqlmodel import Session

from core.errors import BadValue, Conflict, DeskError, RuleRefused
from core.rooms import records
from core.rooms.intervals import NO_GAP, Interval, Taken
from core.rooms.rules import Against, RoomRules, Wanted, against, as_typed, month_of
from core.rooms.tables import BOOKINGS
from core.rooms.terms import IN_THE_WAY, SHOWN
from core.rooms.views import Choice, Opening, Skipped
from core.text import visible
from core.words import N_, language
from core.worktime import WorkCalendar

ADVISED = 20
"""For so many dates a preview names alternatives."""
_REFUSALS = {
    "booked": N_("{name} is booked already: {by_when}, “{title}” (booking {by})."),
    "buffer": N_("{name} needs time to be made ready before or after {by_when}, “{title}” (booking {by})."),
    "blocked": N_("{name} is not in use: {by_when}, “{title}” (booking {by})."),
    "holiday": N_("{name} is closed on holidays: {when}. Choose another day."),
    "hours": N_("{name} is not open all the time: {when}. Choose a time within its opening hours."),
    "advance": N_("{name} can be booked from {ahead_days} days before until it is over; {when} is not within."),
    "notice": N_(
        "{name} can be booked from {ahead_days} days before until {notice_seconds} before; {when} is not within."
    ),
    "capacity": N_("{name} holds {capacity} people. Choose a larger room."),
    "quota": N_("With {when} the occupant would be over the month's share of {name}, {quota_seconds}."),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot that can be had."""

    room: str
    when: Interval


@dataclass(frozen=True, slots=True)
class Plan:
    """What a booking comes to: the slots it gets, those left out by choice, and those that cannot be had."""

    slots: tuple[Slot, ...]
    left_out: tuple[Skipped, ...]
    refused: tuple[Skipped, ...]

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """Everything it does not get, in order."""
        return tuple(sorted((*self.left_out, *self.refused), key=lambda one: one.starts_at))


class Deciding:
    """Asks the rules about slots as the records stand now. What it has granted counts for what is asked next."""

    def __init__(self, session: Session, now: datetime, calendar: WorkCalendar) -> None:
        self.session = session
        self.now = now
        self._calendar = calendar
        self._kinds: dict[date, str] = {}
        self._rules: dict[str, RoomRules] = {}
        self._families: dict[str, tuple[list[records.AnyRow], records.Exceptions]] = {}
        self._granted: list[tuple[Slot, str]] = []
        self.absent: dict[int, records.AnyRow] = {}

    @cached_property
    def _everything(self) -> tuple[list[records.AnyRow], records.Exceptions]:
        return records.rooms_with_days(self.session)

    @property
    def rooms(self) -> Sequence[records.AnyRow]:
        """Every room, those no longer in use too."""
        return self._everything[0]

    def room(self, code: str) -> records.AnyRow:
        """A room that can be booked; raises `NotFound` (`no_such_room`), `RuleRefused` (`room_inactive`)."""
        return records.pick_room(self._around(code)[0], code, active=True)

    def _around(self, code: str) -> tuple[list[records.AnyRow], records.Exceptions]:
        """A room with those it excludes: one booking need not read the others."""
        if "_everything" in self.__dict__:
            return self._everything
        if code not in self._families:
            self._families[code] = records.rooms_with_days(self.session, code)
        return self._families[code]

    def kind_of(self, day: date) -> str:
        """A day's kind by the working calendar. A working weekday set to rest counts as a `holiday`: that is how a
        supervisor puts one down whose year's notice is not out yet."""
        if day not in self._kinds:
            kind = self._calendar.day(day).kind
            self._kinds[day] = "holiday" if kind == "rest" and self._calendar.week[day.weekday()] else kind
        return self._kinds[day]

    def rules(self, room: records.AnyRow) -> RoomRules:
        """A room's rules."""
        if room.code not in self._rules:
            self._rules[room.code] = records.rules_of(room, self._around(room.code)[1].get(room.code, {}))
        return self._rules[room.code]

    def taken(self, room: records.AnyRow, within: Interval, but: int | None = None) -> list[Taken]:
        """What stands against a slot of the room within an interval: bookings in force, and what was granted.

        Meetings nobody came to do not; they are remembered in `absent`, to be freed by whoever writes.
        """
        rivals = {
            one.code: timedelta(seconds=one.buffer_seconds) for one in records.rivals(room, self._around(room.code)[0])
        }
        margin = max(rivals.values())
        wide = Interval(within.start - margin, within.end + margin) if margin else within
        found = []
        for row in records.held(self.session, list(rivals), wide):
            if row.id == but:
                continue
            if records.is_absent(row, self.now):
                self.absent[row.id] = row
            else:
                found.append(records.as_taken(row, rivals[row.room]))
        found += [Taken(0, slot.when, kind, rivals[slot.room]) for slot, kind in self._granted if slot.room in rivals]
        return sorted(found, key=lambda one: one.when.start)

    def against(
        self,
        room: records.AnyRow,
        when: Interval,
        *,
        kind: str = "meeting",
        people: int | None = None,
        occupant: int | None = None,
        but: int | None = None,
        late: bool = False,
    ) -> Against | None:
        """The first thing against a slot, or None."""
        rules = self.rules(room)
        used = None
        if rules.quota is not None and occupant is not None and kind != "block":
            used = self._used(room.code, occupant, month_of(when.start), but)
        wanted = Wanted(when, kind, people, used)
        return against(rules, wanted, self.taken(room, when, but), self.now, self.kind_of, late=late)

    def grant(self, slot: Slot, kind: str) -> None:
        """Count a slot as had from now on."""
        self._granted.append((slot, kind))

    def plan(
        self,
        room: records.AnyRow,
        starts: Sequence[datetime],
        length: timedelta,
        choices: dict[datetime, Choice],
        *,
        kind: str,
        people: int | None,
        occupant: int | None,
        advise: bool = False,
    ) -> Plan:
        """Decide every date of a booking, one after another.

        With `advise` other rooms and times are named for what is refused, as far as somebody would read them.
        """
        unknown = sorted(set(choices) - set(starts))
        if unknown:
            raise BadValue(
                "not_in_series", N_("{start} is not a date of this series. See its dates in the preview."),
                start=unknown[0].isoformat(),
            )  # fmt: skip
        slots: list[Slot] = []
        left_out: list[Skipped] = []
        refused: list[Skipped] = []
        for start in starts:
            choice = choices.get(start)
            place, when = room, Interval(start, start + length)
            if choice is not None and choice.act == "move" and choice.start is not None:
                when = as_typed(choice.start, length)
            elif choice is not None and choice.act == "room" and choice.room is not None:
                place = self.room(choice.room)
            found = self.against(place, when, kind=kind, people=people, occupant=occupant)
            why = found.why if found else ""
            by = found.by.id or None if found and found.by else None
            if choice is not None and choice.act == "skip":
                left_out.append(Skipped(room.code, when.start, when.end, why, by))
            elif found is None:
                slot = Slot(place.code, when)
                self.grant(slot, kind)
                slots.append(slot)
            else:
                helped = advise and len(refused) < ADVISED
                others: tuple[str, ...] = ()
                times: tuple[Opening, ...] = ()
                if helped:
                    others = self.other_rooms(place, when, people=people, occupant=occupant, kind=kind)
                    times = self.other_times(place, when, people=people, occupant=occupant)
                refused.append(Skipped(place.code, when.start, when.end, why, by, others, times))
        return Plan(tuple(slots), tuple(left_out), tuple(refused))

    def other_rooms(
        self,
        room: records.AnyRow,
        when: Interval,
        *,
        people: int | None = None,
        occupant: int | None = None,
        kind: str = "meeting",
        most: int = 3,
    ) -> tuple[str, ...]:
        """Other rooms that can be had then and do as well: as many people, the same equipment; the nearest in size."""
        needed = set(room.equipment)
        fitting = [
            one
            for one in self.rooms
            if one.active and one.code != room.code and one.capacity >= (people or 1) and needed <= set(one.equipment)
        ] or [one for one in self.rooms if one.active and one.code != room.code and one.capacity >= (people or 1)]
        fitting.sort(key=lambda one: (abs(one.capacity - (people or room.capacity)), one.position))
        found: list[str] = []
        for one in fitting:
            if len(found) == most:
                break
            if self.against(one, when, kind=kind, people=people, occupant=occupant) is None:
                found.append(one.code)
        return tuple(found)

    def other_times(
        self,
        room: records.AnyRow,
        when: Interval,
        *,
        people: int | None = None,
        occupant: int | None = None,
        most: int = 3,
    ) -> tuple[Opening, ...]:
        """The nearest times that day at which the room can be had for as long, on the quarter hour."""
        from core.rooms.intervals import openings

        rules = self.rules(room)
        near: list[Interval] = []
        quarter = timedelta(minutes=15)
        for spell in rules.hours.spells(when.start.date(), self.kind_of):
            for gap in openings(spell, when.length, "meeting", rules.buffer, self.taken(room, spell)):
                latest = gap.end - when.length
                for start in (when.start, _quarter_up(gap.start), _quarter_down(latest)):
                    start = min(max(start, _quarter_up(gap.start)), _quarter_down(latest))
                    if gap.start <= start <= latest:
                        near.append(Interval(start, start + when.length))
                if gap.start < when.start < latest:
                    near.append(when.moved(min(when.start + quarter, latest)))
        earliest = min(self.now, when.start)  # what has begun already is offered only for what has begun
        good = [
            one
            for one in set(near)
            if one.start >= earliest and self.against(room, one, people=people, occupant=occupant) is None
        ]
        good.sort(key=lambda one: (abs(one.start - when.start), one.start))
        return tuple(Opening(room.code, one.start, one.end) for one in good[:most])

    def refusal(self, room: records.AnyRow, when: Interval, found: Against) -> DeskError:
        """The refusal in words: `Conflict` for what is in the way, `RuleRefused` for a rule."""
        return refusal(room, when, found.why, found.by.id if found.by and found.by.id else None, self.session)

    def _used(self, room: str, occupant: int, month: Interval, but: int | None) -> timedelta:
        table = BOOKINGS.c
        query = select(table.id, table.starts_at, table.ends_at).where(
            table.occupant == occupant, table.room == room, table.status.in_(SHOWN),
            table.starts_at >= month.start, table.starts_at < month.end,
        )  # fmt: skip
        rows = self.session.connection().execute(query)
        booked = sum((row.ends_at - row.starts_at for row in rows if row.id != but), NO_GAP)
        granted = (
            one.when for one, _ in self._granted if one.room == room and month.start <= one.when.start < month.end
        )
        return booked + sum((one.length for one in granted), NO_GAP)


def refusal(room: records.AnyRow, when: Interval, why: str, by: int | None, session: Session) -> DeskError:
    """The refusal in words, with what is in the way."""
    name = room.name_en if language() == "en" else room.name
    details: dict[str, object] = {
        "room": room.code, "name": visible(name, newlines=True), "from": when.start.isoformat(),
        "to": when.end.isoformat(), "when": show_interval(when),
    }  # fmt: skip
    if why in IN_THE_WAY:
        row = records.get_booking(session, by) if by else None
        taken = Interval(row.starts_at, row.ends_at) if row else when
        details |= {
            "by": by, "title": visible(row.title, newlines=True) if row else "", "by_when": show_interval(taken),
            "by_from": taken.start.isoformat(), "by_to": taken.end.isoformat(),
        }  # fmt: skip
        return Conflict(why, _REFUSALS[why], **details)
    if why == "advance":
        details |= {"ahead_days": room.ahead_days, "notice_seconds": room.notice_seconds}
    elif why == "capacity":
        details |= {"capacity": room.capacity, "field": "people"}
    elif why == "quota":
        details |= {"quota_seconds": room.quota_seconds}
    template = "notice" if why == "advance" and room.notice_seconds else why
    return RuleRefused(why, _REFUSALS[template], **details)


def show_interval(when: Interval) -> str:
    """A time for people: `2026-12-01 10:00–12:00`, with both days where it lasts over midnight."""
    end = f"{when.end:%H:%M}" if when.end.date() == when.start.date() else f"{when.end:%Y-%m-%d %H:%M}"
    return f"{when.start:%Y-%m-%d %H:%M}–{end}"


def _quarter_up(moment: datetime) -> datetime:
    over = (moment.minute % 15) * 60 + moment.second
    return moment if not over else moment + timedelta(seconds=900 - over)


def _quarter_down(moment: datetime) -> datetime:
    return moment - timedelta(seconds=(moment.minute % 15) * 60 + moment.second)
