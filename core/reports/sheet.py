"""The evaluation of the staff as a spreadsheet: one row a person, one a session of training."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import xlsxwriter

from core.papers.rendering import shown
from core.reports.exporting import period
from core.reports.measures import RATES
from core.reports.views import Scope
from core.words import N_
from core.words import translate as _

if TYPE_CHECKING:
    from core.reports.training import Evaluation, TrainingView

_DAY = 86_400


def evaluation_sheet(scope: Scope, people: Sequence[Evaluation], sessions: Sequence[TrainingView]) -> bytes:
    """The file's content; text stays text whatever it begins with."""
    from core.reports.training import RESULTS

    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(made, options)
    names = {one.staff: one.name for one in people}
    rates = RATES[:6]
    heads = [_("Name"), _("Calls"), _("Completed"), *(_(one.name) for one in rates), _("First reply p50"),
             _("Completion p50"), _("Trainings"), _("Minutes"), _("Passed"), _("Failed"), _("Spot checks"),
             _("Mean mark")]  # fmt: skip
    formats = ["@", "#,##0", "#,##0", *("0.0%" for _one in rates), "[h]:mm", "[h]:mm", *["0"] * 5, "0.00"]
    rows = [
        [one.name, one.figures.calls, one.figures.completed, *(getattr(one.figures, rate.key) for rate in rates),
         _days(one.figures.first_reply_seconds.p50), _days(one.figures.completion_seconds.p50), one.trainings,
         one.training_minutes, one.passed, one.failed, one.checks, one.mean_mark]
        for one in people
    ]  # fmt: skip
    _fill(file, _(N_("Evaluation")), period(scope), heads, formats, rows)
    heads = [_("Name"), _("Date"), _("Session"), _("Minutes"), _("Result"), _("Score"), _("Note")]
    formats = ["@", "yyyy-mm-dd", "@", "0", "@", "0", "@"]
    rows = [
        [
            names.get(one.staff, one.staff),
            one.held_on,
            one.title,
            one.minutes,
            _(RESULTS[one.result]),
            one.score,
            one.note,
        ]
        for one in sessions
    ]
    _fill(file, _(N_("Training")), period(scope), heads, formats, rows)
    file.close()
    return made.getvalue()


def _fill(
    file: Any, title: str, subtitle: str, heads: Sequence[str], formats: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    sheet = file.add_worksheet(title[:31])
    head = file.add_format({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
    styles = [file.add_format({"num_format": one, "valign": "top"}) for one in formats]
    sheet.write_string(0, 0, f"{title}　{subtitle}", file.add_format({"bold": True, "font_size": 14}))
    for column, text in enumerate(heads):
        sheet.write_string(2, column, text, head)
        sheet.set_column(column, column, 14)
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, shown(value), styles[column])
            elif hasattr(value, "year"):
                sheet.write_datetime(number, column, value, styles[column])
            elif value is not None:
                sheet.write_number(number, column, value, styles[column])
    sheet.freeze_panes(3, 1)
    sheet.repeat_rows(0, 2)
    sheet.print_area(0, 0, max(len(rows) + 2, 3), len(heads) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _days(seconds: int | None) -> float | None:
    return None if seconds is None else seconds / _DAY
