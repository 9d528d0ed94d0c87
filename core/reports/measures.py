"""What each figure of the reports means: the one place where it is said and where it is counted.

A measure counts calls received in a period, as the record stands now; seconds are working seconds. A rate is a count
over another and None where that other is 0. `definition` is the docstring of the measure: what `report definitions`
prints and the definitions sheet holds, translated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, or_
from sqlmodel import SQLModel

import core.calls.tables  # noqa: F401  (names the tables below)
from core.calls.rules import ACTIVE
from core.calls.terms import OPEN, SATISFIED
from core.words import N_

CALLS: Table = SQLModel.metadata.tables["calls"]
FINISHED = ("completed", "closed")
FEW = 30
"""Fewer than these are too few to conclude anything from; they are shown with their number."""
SHARES = {"p50": 50, "p90": 90, "p95": 95}
"""Percentiles, in hundredths."""

Condition = Callable[[Any, Any], ColumnElement[bool]]
"""From the columns of `calls` and the moment of asking to a condition."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many calls fulfil a condition at the moment of asking (None: all); with `sum_of` a column is added up."""

    key: str
    name: str
    definition: str
    condition: Condition | None = None
    sum_of: str | None = None


@dataclass(frozen=True, slots=True)
class Rate:
    """One count over another."""

    key: str
    name: str
    definition: str
    part: str
    whole: str

    def of(self, counts: Mapping[str, int]) -> float | None:
        """The rate, or None where nothing was counted."""
        return counts[self.part] / counts[self.whole] if counts[self.whole] else None


@dataclass(frozen=True, slots=True)
class Duration:
    """Working seconds kept with each call, told by percentiles: the smallest observed value with at least that share
    of the values at or below it, and the largest."""

    key: str
    name: str
    definition: str
    column: str


COUNTS = (
    Count("calls", N_("Calls"), N_("Calls received in the period, whatever became of them.")),
    Count("completed", N_("Completed"), N_("Calls that are completed or closed."),
          lambda c, now: c.status.in_(FINISHED)),
    Count("on_time", N_("On time"), N_("Completed calls whose completion was not later than their due time."),
          lambda c, now: and_(c.status.in_(FINISHED), c.completed_at <= c.due_at)),
    Count("replied", N_("Replied"), N_("Calls whose caller has had a reply, on the spot or later, by whomever."),
          lambda c, now: c.responded_at.is_not(None)),
    Count("replied_on_time", N_("Replied in time"),
          N_("Calls whose first reply was not later than promised."),
          lambda c, now: c.responded_at <= c.respond_by),
    Count("to_reply", N_("To be replied to"),
          N_("Calls that want a reply: all but those declined without one."),
          lambda c, now: or_(c.status != "declined", c.responded_at.is_not(None))),
    Count("followed_up", N_("Followed up"),
          N_("Calls whose caller was reached afterwards and said whether the matter is resolved; the last verdict."),
          lambda c, now: c.resolved.is_not(None)),
    Count("resolved", N_("Said to be resolved"), N_("Calls followed up whose caller said the matter is resolved."),
          lambda c, now: c.resolved.is_(True)),
    Count("rated", N_("Rated"), N_("Calls with a rating from 1 to 5, the last where there are several."),
          lambda c, now: c.rating.is_not(None)),
    Count("satisfied", N_("Satisfied"), N_("Rated calls with 5, 4 or 3; 2 and 1 are bad ratings."),
          lambda c, now: c.rating >= SATISFIED),
    Count("settled_by_first_contact", N_("Settled by the first contact"),
          N_("Completed calls that the first contact handled, neither transferred nor referred nor reopened."),
          lambda c, now: and_(c.status.in_(FINISHED), c.sent_on == 0, c.reopened.is_(False),
                              c.handler == c.first_contact)),
    Count("told", N_("Notified"), N_("Calls with a one-time notification."), lambda c, now: c.tellings > 0),
    Count("told_once", N_("Told everything at once"),
          N_("Calls with a notification from which nothing had been left out the first time."),
          lambda c, now: and_(c.tellings > 0, c.omissions == 0)),
    Count("open", N_("Open now"), N_("Calls accepted, in progress or waiting."), lambda c, now: c.status.in_(OPEN)),
    Count("waiting", N_("Waiting"), N_("Open calls that wait for the caller; their clock stands still."),
          lambda c, now: c.status == "waiting"),
    Count("declined", N_("Declined"), N_("Calls that ended without being handled."),
          lambda c, now: c.status == "declined"),
    Count("yellow", N_("Due soon now"), N_("Open calls with one working day or less until due, not waiting."),
          lambda c, now: and_(c.status.in_(ACTIVE), c.yellow_at <= now, c.due_at > now)),
    Count("overdue", N_("Overdue now"), N_("Open calls past their due time, not waiting."),
          lambda c, now: and_(c.status.in_(ACTIVE), c.due_at <= now)),
    Count("transferred", N_("Sent on"), N_("Calls that were transferred or referred at least once."),
          lambda c, now: c.sent_on > 0),
    Count("transfers", N_("Transfers and referrals"), N_("How often calls were transferred or referred."),
          sum_of="sent_on"),
    Count("returns", N_("Returns"), N_("How often a transfer or referral was sent back as wrong."), sum_of="sent_back"),
    Count("extended", N_("Extended"), N_("Calls that were given more time."), lambda c, now: c.extended.is_(True)),
    Count("reopened", N_("Reopened"), N_("Calls that were handled again."), lambda c, now: c.reopened.is_(True)),
    Count("backfilled", N_("Backfilled"), N_("Calls entered more than 30 minutes after they were received."),
          lambda c, now: c.backfilled.is_(True)),
)  # fmt: skip
"""Every count, in the order in which they are told."""

RATES = (
    Rate("on_time_rate", N_("On-time rate"), N_("On time, of those completed."), "on_time", "completed"),
    Rate("response_rate", N_("Response rate"), N_("Replied in time, of those to be replied to."),
         "replied_on_time", "to_reply"),
    Rate("resolution_rate", N_("Resolution rate"),
         N_("Resolved, of those followed up; callers who were not reached stay out."), "resolved", "followed_up"),
    Rate("satisfaction_rate", N_("Satisfaction rate"), N_("Satisfied, of those rated."), "satisfied", "rated"),
    Rate("first_contact_resolution", N_("First-contact resolution"),
         N_("Settled by the first contact, of those completed."), "settled_by_first_contact", "completed"),
    Rate("one_time_rate", N_("One-time notification rate"), N_("Told everything at once, of those notified."),
         "told_once", "told"),
    Rate("transfer_rate", N_("Share sent on"), N_("Sent on, of all calls."), "transferred", "calls"),
    Rate("extension_rate", N_("Share extended"), N_("Extended, of all calls."), "extended", "calls"),
    Rate("reopening_rate", N_("Share reopened"), N_("Reopened, of all calls."), "reopened", "calls"),
    Rate("backfilled_rate", N_("Share backfilled"), N_("Backfilled, of all calls."), "backfilled", "calls"),
)  # fmt: skip
"""Every rate: which count over which."""

DURATIONS = (
    Duration("first_reply_seconds", N_("Time to the first reply"),
             N_("Working time from when a call was received to the first reply; 0 when answered on the spot."),
             "reply_seconds"),
    Duration("completion_seconds", N_("Time to completion"),
             N_("Working time from when a call was received, or last reopened, to completion; waiting is left out."),
             "completion_seconds"),
)  # fmt: skip
"""Every duration."""

HOW = (
    (N_("Percentile"),
     N_("The smallest observed value with at least that share of the values at or below it; p50 is the median.")),
    (N_("Working time"), N_("Time in which the centre works by its calendar, to the second.")),
    (N_("Period"), N_("By when a call was received, centre time, the first and the last day included.")),
    (N_("Few"), N_("A rate of fewer than 30 calls is shown with their number; no conclusion is drawn from it.")),
    (N_("Whose"),
     N_("Supervisors see all calls, others those they handle. Nobody sees complaints about themselves.")),
)  # fmt: skip
"""What holds for all measures."""
