"""What the desk tells about the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from core.errors import DeskError, RuleRefused
from core.words import N_
from core.worktime import DayPlan


@dataclass(frozen=True, slots=True)
class DueChange:
    """A call whose due time a change of the calendar moved."""

    number: str
    before: datetime
    due_at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What changed: the days as they are now, and the open calls whose due times moved."""

    days: tuple[DayPlan, ...]
    calls: tuple[DueChange, ...]


@dataclass(frozen=True, slots=True)
class MonthDay:
    """One day of a month. `own_hours`: a notice or a supervisor gave it hours of its own; `set_by` and `set_at`: the
    supervisor who set it, None where nobody did."""

    plan: DayPlan
    own_hours: bool
    set_by: str | None
    set_at: datetime | None


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """A month from its first day to its last; `refusal` says why the one who asks may not change it, None where they
    may."""

    year: int
    month: int
    days: tuple[MonthDay, ...]
    refusal: DeskError | None

    @property
    def working_days(self) -> int:
        """Days with hours."""
        return sum(1 for one in self.days if one.plan.spells)

    @property
    def working_seconds(self) -> int:
        """Their hours, in seconds."""
        return sum(spell.end - spell.start for one in self.days for spell in one.plan.spells)

    def day(self, day: date) -> MonthDay | None:
        """One of its days; None for a day of another month."""
        return self.days[day.day - 1] if (day.year, day.month) == (self.year, self.month) else None

    def unset_refusal(self, day: date) -> DeskError | None:
        """Why what was set for `day` may not be taken back, or None."""
        found = self.day(day)
        return self.refusal or (not_set(day) if found is None or found.set_by is None else None)


def not_set(day: date) -> RuleRefused:
    """The refusal to take back what nobody set."""
    return RuleRefused(
        "day_not_set", N_("No supervisor has set {date}, so there is nothing to take back."), date=day.isoformat()
    )
