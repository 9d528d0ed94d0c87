"""The staff record (art. 14): each person's measures, training and marks over a period. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from core.reports.doors import Door
from core.reports.measures import FEW
from core.reports.showing import span
from core.reports.training import RESULTS, Evaluation, TrainingView
from core.reports.views import Scope
from core.staff.rules import ROLES
from core.words import _
from tui.book import Book
from tui.screens.supervision_rows import Go, Table, rate_cell
from tui.showing import line
from tui.widgets.figure_table import Cell, Heading, Row


def people_table(found: Iterable[Evaluation], scope: Scope, width: int) -> Table:
    """One person a row."""
    headings = (
        Heading(_("Name"), 16, right=False), Heading(_("Calls"), 8), Heading(_("On time"), 10),
        Heading(_("Prompt"), 10), Heading(f"{_('Reply')} p50", 13), Heading(_("Sessions"), 10),
        Heading(_("Passed"), 8), Heading(_("Failed"), 8), Heading(_("Checked"), 9), Heading(_("Mark"), 8),
        Heading(_("Satisfied"), 10), Heading(_("Late now"), 10),
    )  # fmt: skip
    rows = []
    for one in found:
        figures, own = one.figures, replace(scope, staff=one.staff)
        p50 = figures.first_reply_seconds.p50
        sessions, checks = Go("trainings", one.staff), Go("checks", one.staff)
        cells = (
            Cell(line(one.name)), Cell(str(figures.calls), "bold", door=Door("calls", own)),
            rate_cell("on_time_rate", figures, own), rate_cell("response_rate", figures, own),
            Cell(span(p50) if p50 is not None else "-", "dim" if figures.replied < FEW else "",
                 door=Door("first_reply_seconds", own, at_least=p50) if p50 is not None else None),
            Cell(str(one.trainings), door=sessions), Cell(str(one.passed), door=sessions),
            Cell(str(one.failed), "warn" if one.failed else "dim", door=sessions),
            Cell(str(one.checks), door=checks),
            Cell("-" if one.mean_mark is None else f"{one.mean_mark:.1f}", door=checks),
            rate_cell("satisfaction_rate", figures, own),
            Cell(str(figures.overdue), "bad" if figures.overdue else "dim", door=Door("overdue", own)),
        )  # fmt: skip
        about = _("{name}, {role}: {sessions} sessions, {minutes} minutes of training; {checks} spot checks.").format(
            name=line(one.name), role=_(ROLES[one.role]), sessions=one.trainings, minutes=one.training_minutes,
            checks=one.checks,
        )  # fmt: skip
        rows.append(Row(one.staff, cells, about))
    return headings, rows


def trainings_table(found: Iterable[TrainingView], book: Book, width: int) -> Table:
    """One person at one session a row, the latest first."""
    wide = max(18, width - 58)
    headings = (
        Heading(_("Date"), 12, right=False), Heading(_("Who"), 12, right=False),
        Heading(_("Session"), wide, right=False),
        Heading(_("Minutes"), 9), Heading(_("Result"), 10), Heading(_("Score"), 8),
    )  # fmt: skip
    rows = []
    for one in found:
        cells = (
            Cell(f"{one.held_on}"), Cell(book.person(one.staff)), Cell(line(one.title), "bold"),
            Cell("" if one.minutes is None else str(one.minutes)), Cell(_(RESULTS[one.result])),
            Cell("" if one.score is None else str(one.score)),
        )  # fmt: skip
        about = _("Put on record {at} by {who}. {note}").format(
            at=f"{one.recorded_at:%Y-%m-%d %H:%M}", who=book.person(one.recorded_by), note=line(one.note)
        )
        rows.append(Row(str(one.id), cells, about))
    return headings, rows
