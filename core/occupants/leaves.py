"""Ways out as they are shown: doubts about a ground, days left, and the rent for time over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from core.occupants import money
from core.occupants.tables import LeaseRate, OccupantExit
from core.occupants.terms import CLEARING
from core.occupants.views import ExitView, OverstayView


def exit_view(leave: OccupantExit, on: date, *, failed: bool, term_until: date | None, overdue: bool) -> ExitView:
    """A way out as of a day."""
    withdrawn = leave.withdrawn_on if leave.withdrawn_on is not None and leave.withdrawn_on <= on else None
    gone = leave.left_on if leave.left_on is not None and leave.left_on <= on else None
    served = leave.served_on is not None and leave.served_on <= on
    cleared = {item: day for item, day in leave.cleared.items() if day <= str(on)}
    left = None
    if leave.leave_by is not None and served and gone is None and withdrawn is None:
        left = (leave.leave_by - on).days
    doubts: list[str] = []
    if leave.ground is not None:
        if not leave.evidence:
            doubts.append("no_evidence")
        if leave.ground == 1 and not failed:
            doubts.append("no_failed_evaluation")
        if leave.ground == 2 and (term_until is None or term_until >= (leave.served_on or on)):
            doubts.append("term_not_over")
        if leave.ground == 5 and not overdue:
            doubts.append("nothing_overdue")
    kind = "notice" if leave.ground is not None else "early" if leave.asked_on is not None else "handover"
    return ExitView(
        leave.id or 0, kind, leave.ground, leave.evidence, tuple(doubts), leave.asked_on,
        leave.served_on if served else None, leave.due_at if served else None, leave.leave_by if served else None,
        leave.provisional and served, left, leave.reason, withdrawn,
        leave.withdrawal if withdrawn else None, gone, cleared, tuple(one for one in CLEARING if one not in cleared),
    )  # fmt: skip


def overstay(
    leave: OccupantExit | None,
    spans: Sequence[tuple[Decimal, date, date | None]],
    on: date,
    rate_of: Callable[[], LeaseRate | None],
) -> OverstayView | None:
    """Time over since the 30 days ended, at the unit price of the owner's lease, startups too (art. 10(6)).

    `spans` are the allotments: square metres, since when, and the day of handing back or None. Only after an exit
    notice: with an early leaving that was agreed, term and rent run on. For each unit every day after the last of the
    30 counts, the day of handing it back too. None while there is none.
    """
    over = time_over(leave, spans, on)
    if not over:
        return None
    found = rate_of()
    rent = None
    if found is not None:
        rent = money.rent_for_days(sum((days * area for days, area in over), Decimal(0)), found.rate, found.per, 1)
    return OverstayView(
        over[0][0], float(sum(area for _days, area in over)), found.rate if found else None,
        found.per if found else None, rent,
    )  # fmt: skip


def time_over(
    leave: OccupantExit | None, spans: Sequence[tuple[Decimal, date, date | None]], on: date
) -> list[tuple[int, Decimal]]:
    """Days over and square metres, units handed back on one day together, the longest first."""
    if leave is None or leave.ground is None or leave.leave_by is None:
        return []
    if leave.withdrawn_on is not None and leave.withdrawn_on <= on:
        return []
    found: dict[int, Decimal] = defaultdict(Decimal)
    for area, since, until in spans:
        days = (min(until or on, on) - max(leave.leave_by, since - timedelta(days=1))).days
        if days > 0 and since != until:
            found[days] += area
    return sorted(found.items(), reverse=True)
