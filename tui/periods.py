"""Periods as one says them: this week, last month, this quarter. Pure."""

from __future__ import annotations

from datetime import date, timedelta

from core.words import N_

PERIODS = {
    "today": N_("today"), "week": N_("this week"), "month": N_("this month"), "last_month": N_("last month"),
    "quarter": N_("this quarter"), "year": N_("this year"), "all": N_("all time"), "days": N_("from - to"),
}  # fmt: skip
"""Those that are not over yet end today, so that the period before is as long."""


def days_of(period: str, today: date) -> tuple[date | None, date | None]:
    """The first and last day of a named period; None where it is open."""
    if period == "today":
        return today, today
    if period == "week":
        return today - timedelta(days=today.weekday()), today
    if period == "month":
        return today.replace(day=1), today
    if period == "last_month":
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    if period == "quarter":
        return date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today
    if period == "year":
        return date(today.year, 1, 1), today
    return None, None
