"""One act on one occupant under way: its row, who acts, and what acts have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from core.clock import CENTRE
from core.errors import NotAllowed
from core.occupants import records
from core.occupants.rules import refusal
from core.occupants.tables import Occupant, OccupantEvent
from core.occupants.views import OccupantView
from core.staff.rules import Actor
from core.staff.service import actor as find_actor
from core.storage import Act, Storage
from core.words import N_
from core.worktime import WorkCalendar

Calendars = Callable[[Session], WorkCalendar]


@dataclass
class Doing:
    """What an act works with. Everything is written in the act's one transaction."""

    name: str
    act: Act
    row: Occupant
    actor: Actor
    calendars: Calendars

    @property
    def session(self) -> Session:
        """The transaction's session."""
        return self.act.session

    @property
    def at(self) -> datetime:
        """The act's moment."""
        return self.act.at

    @property
    def today(self) -> date:
        """The act's day at the centre."""
        return self.act.at.astimezone(CENTRE).date()

    @property
    def by(self) -> str:
        """The code of who acts."""
        return self.actor.code

    def calendar(self) -> WorkCalendar:
        """The working calendar in force."""
        return self.calendars(self.session)

    def say(self, text: str | None = None, event: str | None = None) -> None:
        """Write the act's line in the history."""
        self.session.add(
            OccupantEvent(
                occupant_id=self.row.id, at=self.at, staff=self.by, event=event or self.name, text=text or None
            )
        )

    def done(self, *, reindex: bool = False) -> OccupantView:
        """Keep the row and give the whole record."""
        self.session.add(self.row)
        self.session.flush()
        if reindex:
            records.index(self.session, [self.row], self.today)
        return records.Reading(self.session, self.at, self.calendars).view(self.row, self.today)


@contextmanager
def doing(storage: Storage, calendars: Calendars, name: str, number: int, by: str) -> Iterator[Doing]:
    """Open the act's transaction, find the occupant, and refuse what its status does not allow."""
    with storage.act(f"occupant.{name}", by) as act:
        actor = find_actor(act.session, by)
        row = records.get_occupant(act.session, number)
        act.subject = str(row.id)
        refused = refusal(name, row.status)
        if refused is not None:
            raise refused
        yield Doing(name, act, row, actor, calendars)


def may_override(actor: Actor, reason: str | None) -> str | None:
    """The reason a supervisor gives for going beyond the half rule; None without one. Others are refused."""
    if reason is None:
        return None
    if not actor.supervises:
        raise NotAllowed("supervisor_only", N_("Only a supervisor may do this. Ask the supervisor on duty."))
    return reason
