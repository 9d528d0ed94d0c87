"""How reports look on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cli import output
from cli.call_output import show_page
from core.calls.views import Page
from core.reports.doors import Behind
from core.reports.measures import COUNTS, DURATIONS, FEW, RATES
from core.reports.showing import points_of, rate_of, span
from core.reports.views import Comparison, Decisions, Demand, Figures, Overdue, OwedPage, Response, RoomUse
from core.words import N_
from core.words import translate as _

WHY = {
    "complaint": N_("complaint"),
    "low_rating": N_("bad rating"),
    "sample": N_("drawn for the sample"),
}

WAITING = {
    "overdue": N_("Overdue"),
    "yellow": N_("Due soon"),
    "extensions": N_("Extensions asked"),
    "guests": N_("Guests to approve"),
    "bad_ratings": N_("Bad ratings"),
    "follow_ups": N_("Follow-ups owed"),
    "unsorted": N_("Unsorted"),
    "reminders": N_("Reminded"),
    "checks": N_("Spot checks to mark"),
    "gaps": N_("Without an answer"),
}
"""What waits for a decision, the gravest first."""


def plain_response(found: Response) -> dict[str, Any]:
    """The contract's keys on top, the groups with the same keys below."""
    groups = [
        {"key": one.key, **output.plain(one.figures)} for one in found.groups
    ]  # fmt: skip
    period = {"since": found.scope.since, "until": found.scope.until}
    return {**output.plain(found.figures), "groups": groups, **period, "at": found.at}


def show_response(found: Response) -> None:
    """Rates and times first, then the counts; the groups as a table."""
    figures = found.figures
    output.show_fields([(_("Calls"), figures.calls), *_rates(figures), *_times(figures)])
    print()
    output.show_fields((_(one.name), getattr(figures, one.key)) for one in COUNTS if one.key != "calls")
    if found.groups:
        print()
        headings = (
            "", _("Calls"), _("Completed"), _("On-time rate"), _("Response rate"), _("First reply p50"), "p90",
            _("Completion p50"), "p90",
        )  # fmt: skip
        output.show_table(headings, ([one.name, *_line(one.figures)] for one in found.groups))


def show_overdue(found: Overdue, *, as_json: bool) -> None:
    """The calls as `call list` has them, with `overdue_seconds`."""
    if as_json:
        items = [{**output.plain(one.call), "overdue_seconds": one.overdue_seconds} for one in found.items]
        counts = {"overdue": found.overdue, "yellow": found.yellow, "waiting": found.waiting}
        output.show_json({"items": items, "next": found.next, **counts})
        return
    rows = (
        (one.call.number, one.call.due_at, span(one.overdue_seconds), one.call.handler, one.call.service,
         one.call.question)
        for one in found.items
    )  # fmt: skip
    output.show_table((_("Number"), _("Due"), _("Overdue by"), _("Handler"), _("Service"), _("Question")), rows)
    if found.next:
        print(_("More: --after {cursor}").format(cursor=found.next))


def show_behind(found: Behind, *, as_json: bool) -> None:
    """The calls as `call list` has them, with how many there are in all, and `seconds` of a time."""
    if not as_json:
        show_page(Page(found.items, found.next), as_json=False)
        return
    timed = [{**output.plain(one), "seconds": found.seconds[one.number]} for one in found.items if found.seconds]
    items = timed or output.plain(found.items)
    output.show_json({"items": items, "next": found.next, "calls": found.calls, "total": found.total})


def show_decisions(found: Decisions, waiting: dict[str, int], *, as_json: bool) -> None:
    """What waits, by key."""
    counts = {**output.plain(found), **waiting}
    if as_json:
        output.show_json({key: counts[key] for key in WAITING})
    else:
        output.show_table((_("Key"), _("Name"), "n"), ((key, _(name), counts[key]) for key, name in WAITING.items()))


def show_comparison(found: Comparison, *, as_json: bool) -> None:
    """Each rate and time in both periods, and whether there are calls enough to conclude anything."""
    if as_json:
        output.show_json(found)
        return
    this, other = (f"{one.since} – {one.until}" for one in (found.period, found.earlier))
    rows = (
        (_(one.name) + _share(one.key), _value(one.key, one.now), one.counted_now, _value(one.key, one.before),
         one.counted_before, _value(one.key, one.change, signed=True), "" if one.enough else _("too few"))
        for one in found.differences
    )  # fmt: skip
    output.show_table(("", this, "n", other, "n", _("Change"), ""), rows)


def show_owed(found: OwedPage, *, as_json: bool) -> None:
    """Follow-ups owed, the oldest first, with how many there are."""
    if as_json:
        shown = [{**output.plain(one.call), "why": one.why, "attempts": one.attempts} for one in found.items]
        output.show_json({"items": shown, "next": found.next, "owed": found.owed})
        return
    rows = (
        (one.call.number, one.call.completed_at, _(WHY[one.why]), one.attempts, one.call.handler, one.call.question)
        for one in found.items
    )
    output.show_table((_("Number"), _("Completed at"), _("Why"), _("Attempts"), _("Handler"), _("Question")), rows)
    if found.next:
        print(_("More: --after {cursor}").format(cursor=found.next))


def show_rooms(found: Iterable[RoomUse], *, as_json: bool) -> None:
    """A line a room."""
    items = list(found)
    if as_json:
        output.show_json(output.listing(items))
        return
    rows = ((one.name, one.bookings, span(one.booked_seconds), one.attended, one.no_show) for one in items)
    output.show_table((_("Room"), _("Bookings"), _("Booked for"), _("People"), _("Nobody came")), rows)


def show_demand(found: Iterable[Demand], *, as_json: bool) -> None:
    """A line for each group and service."""
    items = list(found)
    if as_json:
        output.show_json({"items": [{"group": a.group, "service": a.service, "calls": a.calls} for a in items],
                          "next": None})  # fmt: skip
        return
    output.show_table(
        (_("Group"), _("Service"), _("Calls")), ((one.group_name, one.service_name, one.calls) for one in items)
    )


def _rates(figures: Figures) -> Iterable[tuple[str, str]]:
    for rate in RATES:
        many = getattr(figures, rate.whole)
        few = f" ({_('too few')})" if many < FEW else ""
        yield _(rate.name), f"{rate_of(getattr(figures, rate.key))}  n={many}{few}"


def _times(figures: Figures) -> Iterable[tuple[str, str]]:
    for one in DURATIONS:
        found = getattr(figures, one.key)
        shown = (f"{name} {span(getattr(found, name))}" for name in ("p50", "p90", "p95", "max"))
        yield _(one.name), "  ".join(shown)


def _line(figures: Figures) -> list[Any]:
    first, whole = figures.first_reply_seconds, figures.completion_seconds
    return [
        figures.calls, figures.completed, rate_of(figures.on_time_rate), rate_of(figures.response_rate),
        span(first.p50), span(first.p90), span(whole.p50), span(whole.p90),
    ]  # fmt: skip


def _share(key: str) -> str:
    return " " + key.rpartition(".")[2] if "." in key else ""


def _value(key: str, value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return "—"
    sign = "" if not signed else "+" if value > 0 else "−" if value < 0 else ""
    shown = span(abs(int(value))) if "." in key else points_of(abs(value)) if signed else rate_of(abs(value))
    return sign + shown
