"""What the app keeps at hand: names of people, units and groups, the service list, the calendar, the centre."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.centre.service import Centre
from core.parties.service import PartyView
from core.services.views import ServiceView
from core.spelling import spelling
from core.staff.views import StaffView
from core.text import visible
from core.words import language
from core.words import translate as _
from core.worktime import WorkCalendar
from data.loading import Named, load_groups

if TYPE_CHECKING:
    from core.desk import Desk


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be picked: found by code, name, pinyin or initials."""

    code: str
    name: str
    spelling: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Book:
    """One reading of what changes seldom."""

    staff: dict[str, StaffView]
    services: dict[str, ServiceView]
    parties: dict[str, PartyView]
    groups: dict[str, Named]
    group_spellings: dict[str, str]
    calendar: WorkCalendar
    centre: Centre

    def person(self, code: str | None) -> str:
        """A colleague's name; the code where unknown."""
        found = self.staff.get(code or "")
        return visible(found.name, newlines=True) if found else code or ""

    def service(self, code: str | None) -> str:
        """A service's name in the language in use; empty for none."""
        found = self.services.get(code or "")
        return _named(found.name, found.name_en) if found else code or ""

    def party(self, code: str | None) -> str:
        """A unit's name."""
        found = self.parties.get(code or "")
        return _named(found.name, found.name_en) if found else code or ""

    def group(self, code: str | None) -> str:
        """A group's name."""
        found = self.groups.get(code or "")
        return _named(found.name, found.name_en) if found else code or ""

    def entries(self, kind: str) -> tuple[Entry, ...]:
        """What can be picked of a kind: staff, service, party, group. Those no longer in use are left out."""
        if kind == "staff":
            return tuple(
                Entry(s.code, self.person(s.code), s.spelling, s.code) for s in self.staff.values() if s.active
            )
        if kind == "service":
            return tuple(Entry(s.code, self.service(s.code), s.spelling, s.code) for s in self.services.values())
        if kind == "party":
            return tuple(
                Entry(p.code, self.party(p.code), p.spelling, visible(p.offers, newlines=True))
                for p in self.parties.values()
                if p.active
            )
        return tuple(
            Entry(g.code, self.group(g.code), self.group_spellings[g.code], g.code) for g in self.groups.values()
        )


def load_book(desk: Desk, by: str) -> Book:
    """Read it all; a few dozen rows."""
    groups = load_groups()
    return Book(
        staff={one.code: one for one in desk.staff.list(by=by)},
        services={one.code: one for one in desk.services.list(by=by)},
        parties={one.code: one for one in desk.parties.list(by=by)},
        groups={one.code: one for one in groups},
        group_spellings={one.code: spelling(one.name) for one in groups},
        calendar=desk.calendar.current(),
        centre=desk.centre.show(),
    )


def occupant_entries(desk: Desk, by: str) -> tuple[Entry, ...]:
    """Occupants that are here or apply, with their number and where they stand."""
    from core.occupants.terms import STATUSES
    from core.occupants.views import OccupantFilter

    found: list[Entry] = []
    after: str | None = None
    while True:
        page = desk.occupants.list(OccupantFilter(limit=200, after=after), by=by)
        for one in page.items:
            if one.status not in ("left", "refused"):
                note = f"{one.id}  {_(STATUSES[one.status])}"
                found.append(Entry(str(one.id), one.name, one.spelling, note))
        after = page.next
        if after is None or len(found) >= 5000:
            return tuple(found)


def _named(chinese: str, english: str) -> str:
    return visible(english if language() == "en" and english else chinese, newlines=True)
