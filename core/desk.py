"""The one door to the core."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.clock import Clock, now

if TYPE_CHECKING:
    from core.calendar.service import CalendarDesk
    from core.calls.paper import PaperDesk
    from core.calls.service import CallDesk
    from core.centre.service import CentreDesk
    from core.occupants.service import OccupantDesk
    from core.parties.service import PartyDesk
    from core.policies.service import PolicyDesk
    from core.reports.checks import CheckDesk
    from core.reports.doors import DoorDesk
    from core.reports.service import ReportDesk
    from core.reports.training import TrainingDesk
    from core.reports.trend import TrendDesk
    from core.rooms.bookings import BookingDesk
    from core.rooms.service import RoomDesk
    from core.services.service import ServiceDesk
    from core.staff.service import StaffDesk
    from core.staff.views import StaffView
    from core.storage import Storage
    from core.storage.keeping import Finding


class Desk:
    """A front desk that is open. Each noun has its own acts; they are loaded when first asked for."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage

    @cached_property
    def staff(self) -> StaffDesk:
        """Staff and sign-ins."""
        from core.staff.service import StaffDesk

        return StaffDesk(self.storage)

    @cached_property
    def centre(self) -> CentreDesk:
        """The centre's own settings."""
        from core.centre.service import CentreDesk

        return CentreDesk(self.storage)

    @cached_property
    def services(self) -> ServiceDesk:
        """The service list."""
        from core.services.service import ServiceDesk

        return ServiceDesk(self.storage)

    @cached_property
    def parties(self) -> PartyDesk:
        """Units outside the desk."""
        from core.parties.service import PartyDesk

        return PartyDesk(self.storage)

    @cached_property
    def policies(self) -> PolicyDesk:
        """Official texts and answers."""
        from core.policies.service import PolicyDesk

        return PolicyDesk(self.storage)

    @cached_property
    def occupants(self) -> OccupantDesk:
        """Occupants, from application to keys handed back."""
        from core.calendar.service import working_calendar
        from core.occupants.service import OccupantDesk

        return OccupantDesk(self.storage, working_calendar)

    @cached_property
    def rooms(self) -> RoomDesk:
        """Rooms."""
        from core.calendar.service import working_calendar
        from core.rooms.occupants import registered
        from core.rooms.service import RoomDesk

        return RoomDesk(self.storage, working_calendar, partial(registered, now=self.storage.now))

    @cached_property
    def bookings(self) -> BookingDesk:
        """Bookings of rooms."""
        from core.calendar.service import working_calendar
        from core.rooms.bookings import BookingDesk
        from core.rooms.occupants import registered

        return BookingDesk(self.storage, working_calendar, partial(registered, now=self.storage.now))

    @cached_property
    def calls(self) -> CallDesk:
        """Calls."""
        from core.calendar.service import working_calendar
        from core.calls.service import CallDesk

        return CallDesk(self.storage, working_calendar)

    @cached_property
    def papers(self) -> PaperDesk:
        """Slips, receipts and registers."""
        from core.calendar.service import working_calendar
        from core.calls.paper import PaperDesk

        return PaperDesk(self.storage, working_calendar)

    @cached_property
    def reports(self) -> ReportDesk:
        """How fast and how well the desk answers."""
        from core.calendar.service import working_calendar
        from core.reports.service import ReportDesk

        return ReportDesk(self.storage, working_calendar)

    @cached_property
    def doors(self) -> DoorDesk:
        """The calls behind the reports' numbers."""
        from core.reports.doors import DoorDesk

        return DoorDesk(self.storage)

    @cached_property
    def trends(self) -> TrendDesk:
        """How the figures went."""
        from core.reports.trend import TrendDesk

        return TrendDesk(self.storage)

    @cached_property
    def spot_checks(self) -> CheckDesk:
        """Spot checks of calls."""
        from core.reports.checks import CheckDesk

        return CheckDesk(self.storage)

    @cached_property
    def trainings(self) -> TrainingDesk:
        """Training records, and the evaluation of the staff."""
        from core.reports.training import TrainingDesk

        return TrainingDesk(self.storage)

    @cached_property
    def calendar(self) -> CalendarDesk:
        """The working calendar."""
        from core.calendar.service import CalendarDesk
        from core.calls.recalculating import recalculate

        return CalendarDesk(self.storage, recalculate)

    def found(self, name: str, pin: str, code: str | None = None, /, **centre: str) -> StaffView:
        """Set up a staffless desk: first supervisor, the centre's settings, service list and directory, in one act."""
        from core.founding import found

        return found(self.storage, name, pin, code, centre)

    def info(self, *, by: str) -> dict[str, Any]:
        """Facts about the database, for anyone on the staff."""
        from core.staff.service import actor

        with self.storage.read() as session:
            actor(session, by)
        return self.storage.facts()

    def backup(self, target: Path | None, *, by: str) -> tuple[Path, int]:
        """A copy of the database, by default in `backups` beside it; gives where and how many bytes."""
        from core.staff.service import actor

        home = self.storage.path
        assert home is not None
        with self.storage.act("db.backup", by, home.name) as act:
            actor(act.session, by)
            chosen = (
                target or home.parent / "backups" / f"{home.stem}-{act.at:%Y%m%d-%H%M%S}{home.suffix or '.sqlite3'}"
            )
        return chosen, self.storage.copy_to(chosen)

    def check(self, *, by: str) -> list[Finding]:
        """Integrity of the file, its schema, and what must hold of every call, booking and occupant."""
        from core.calls.checking import broken_calls
        from core.occupants.checking import broken_occupants
        from core.rooms.checking import broken_bookings
        from core.staff.service import actor
        from core.storage.keeping import damage, strayed

        with self.storage.read() as session:
            actor(session, by)
            return [
                *damage(session), *strayed(session), *broken_calls(session, by), *broken_bookings(session),
                *broken_occupants(session),
            ]  # fmt: skip

    def verify(self, *, by: str) -> list[Finding]:
        """Whether the audit chain is whole."""
        from core.staff.service import actor
        from core.storage.keeping import broken_links

        with self.storage.read() as session:
            actor(session, by)
            return list(broken_links(session))

    def close(self) -> None:
        """Close the database."""
        self.storage.close()


def open_desk(where: str, *, clock: Clock = now, create: bool = False) -> Desk:
    """Open the desk at a path or URL; with `create`, make the database where there is none.

    Raises `StorageFailure` (exit 5).
    """
    from core.storage import open_storage

    return Desk(open_storage(where, clock, create=create))


def restore(copy: Path, where: str, *, by: str, clock: Clock = now) -> Path:
    """Put a backup in the place of the database at `where`, as its supervisor `by`; gives where the old one is kept.

    The backup is looked at before anything is touched; what was restored is brought up to date and has the restoring
    in its own audit chain. Raises `BadValue` (`bad_backup`) or as `open_desk` does.
    """
    from core.staff.rules import require_supervisor
    from core.staff.service import actor
    from core.storage.keeping import check_copy, put_in_place

    check_copy(copy)
    desk = open_desk(where, clock=clock)
    try:
        with desk.storage.act("db.restore", by) as act:
            require_supervisor(actor(act.session, by))
    finally:
        desk.close()
    assert desk.storage.path is not None
    kept = put_in_place(copy, desk.storage.path, clock())
    restored = open_desk(where, clock=clock)
    try:
        with restored.storage.act("db.restored", by):
            pass
    finally:
        restored.close()
    return kept
