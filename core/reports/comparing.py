"""Two periods side by side. Pure: figures in, differences out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from core.errors import BadValue
from core.reports.measures import DURATIONS, FEW, RATES
from core.reports.views import Difference, Figures, Scope
from core.words import N_


def before(scope: Scope) -> Scope:
    """The period as long just before; for a whole month or year, the month or year before it.

    Raises `BadValue`: `period_missing` where a side is open, `no_period_before` where the calendar has none.
    """
    since, until = scope.since, scope.until
    if since is None or until is None:
        raise BadValue("period_missing", N_("To compare, say from which day to which."))
    try:
        after = until + timedelta(days=1)
        if since.day == 1 and after.day == 1:
            months = (after.year - since.year) * 12 + after.month - since.month
            return replace(scope, since=_months_before(since, months), until=since - timedelta(days=1))
        return replace(scope, since=since - (after - since), until=since - timedelta(days=1))
    except (ValueError, OverflowError):
        raise BadValue(
            "no_period_before",
            N_("There is no period as long before {since} to compare with. Take a shorter one."),
            since=since.isoformat(),
        ) from None


def differences(now: Figures, earlier: Figures) -> tuple[Difference, ...]:
    """Rates as shares, medians and 90 % as working seconds; `enough` only where both have `FEW` calls or more."""
    return tuple(_rates(now, earlier)) + tuple(_durations(now, earlier))


def _rates(now: Figures, earlier: Figures) -> Iterator[Difference]:
    for rate in RATES:
        many = getattr(now, rate.whole), getattr(earlier, rate.whole)
        yield _difference(rate.key, rate.name, getattr(now, rate.key), getattr(earlier, rate.key), *many)


def _durations(now: Figures, earlier: Figures) -> Iterator[Difference]:
    for one, counted in zip(DURATIONS, ("replied", "completed"), strict=True):
        many = getattr(now, counted), getattr(earlier, counted)
        for share in ("p50", "p90"):
            this, other = (getattr(getattr(figures, one.key), share) for figures in (now, earlier))
            yield _difference(f"{one.key}.{share}", one.name, this, other, *many)


def _difference(
    key: str, name: str, now: float | None, earlier: float | None, many: int, many_before: int
) -> Difference:
    change = None if now is None or earlier is None else now - earlier
    return Difference(key, name, now, earlier, change, many, many_before, min(many, many_before) >= FEW)


def _months_before(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 - months, 12)
    return date(year, month + 1, 1)
