"""How the figures went over a period: by days, weeks or months, none left out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.reports.counting import Counting
from core.reports.service import EVERYTHING, check
from core.reports.views import Figures, Scope
from core.staff.service import actor
from core.storage import Storage

MOST_DAYS, MOST_WEEKS = 62, 60
"""As many days or weeks are told one by one; longer periods by weeks or months."""
_EPOCH = date(1970, 1, 1)
Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Step:
    """The figures of one day, week (Monday to Sunday, cut at the period's ends) or month; `scope` says which."""

    scope: Scope
    figures: Figures


@dataclass(frozen=True, slots=True)
class Trend:
    """`unit` is `day`, `week` or `month`; the steps follow one another without gaps."""

    unit: str
    steps: tuple[Step, ...]


class TrendDesk:
    """Reads trends. `by` is the code of the one who asks: supervisors see all calls, others those they handle."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def trend(self, scope: Scope = EVERYTHING, *, by: str) -> Trend:
        """The steps of a period; without a first day from the first call on, without a last day until today."""
        with self._storage.read() as session:
            who, now = actor(session, by), self._storage.now()
            check(session, scope, who)
            counted = Counting(session, scope, who, now)
            until = scope.until or now.date()
            since = scope.since or _first(counted) or until
            days = (until - since).days + 1
            if days > MOST_WEEKS * 7:
                unit, spans, known = "month", _months(since, until), counted.groups("month")
                found = [known.get(first.year * 100 + first.month) for first, _last in spans]
            elif days > MOST_DAYS:
                unit, spans = "week", _weeks(since, until)
                scopes = (replace(scope, since=first, until=last) for first, last in spans)
                found = [Counting(session, one, who, now).figures() for one in scopes]
            else:
                unit, spans, known = "day", _days(since, until), counted.groups("day")
                found = [known.get((first - _EPOCH).days) for first, _last in spans]
            # Done with the others: nothing was ever received on an eighth day of the week.
            nothing = Counting(session, replace(scope, weekday=8), who, now).figures()
            steps = zip(spans, found, strict=True)
            return Trend(
                unit,
                tuple(Step(replace(scope, since=one[0], until=one[1]), figures or nothing) for one, figures in steps),
            )


def _first(counted: Counting) -> date | None:
    days = [day for day in counted.numbers("day") if isinstance(day, int)]
    return _EPOCH + timedelta(days=min(days)) if days else None


def _days(since: date, until: date) -> list[Span]:
    return [(since + timedelta(days=n),) * 2 for n in range((until - since).days + 1)]


def _weeks(since: date, until: date) -> list[Span]:
    found, first = [], since
    while first <= until:
        last = min(first + timedelta(days=6 - first.weekday()), until)
        found.append((first, last))
        first = last + timedelta(days=1)
    return found


def _months(since: date, until: date) -> list[Span]:
    found, first = [], since
    while first <= until:
        after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        last = min(after - timedelta(days=1), until)
        found.append((first, last))
        first = after
    return found
