"""The reports as a spreadsheet: tables with frozen headings and print areas, native charts, and the definitions.

Text goes in as text whatever it begins with, control characters made visible; rates and times as numbers with formats,
so that whoever opens the file can go on calculating. Times are working time as `[h]:mm`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

from core.papers.rendering import shown
from core.reports.measures import COUNTS, DURATIONS, FEW, HOW, RATES, SHARES
from core.reports.naming import WEEKDAYS
from core.reports.views import Comparison, Demand, Figures, Group, Overdue, RoomUse
from core.words import N_
from core.words import translate as _

_DAY = 86_400
_WIDEST = 60
_TABLE_RATES = ("on_time_rate", "response_rate", "satisfaction_rate", "first_contact_resolution", "one_time_rate")


@dataclass(frozen=True, slots=True)
class Book:
    """What goes into the file. `trend` is by day or by month; `comparison` only for a period with both ends."""

    title: str
    period: str
    at: datetime
    figures: Figures
    comparison: Comparison | None
    tables: tuple[tuple[str, str, tuple[Group, ...]], ...]
    trend: tuple[Group, ...]
    heat: tuple[tuple[int, ...], ...]
    overdue: Overdue
    demand: tuple[Demand, ...] = ()
    rooms: tuple[RoomUse, ...] = ()


def workbook(book: Book, step: Callable[[], None]) -> bytes:
    """The file's content; `step` is called after each sheet."""
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    file = xlsxwriter.Workbook(made, options)
    file.set_properties({"title": shown(book.title), "created": book.at.replace(tzinfo=None)})
    writer = _Writer(file, book)
    writer.summary()
    step()
    for name, chart, groups in book.tables:
        writer.table(name, chart, groups)
        step()
    for sheet in (writer.trend, writer.heat, writer.demand, writer.rooms, writer.overdue, writer.definitions):
        sheet()
        step()
    file.close()
    return made.getvalue()


class _Writer:
    """Sheets of one file."""

    def __init__(self, file: Any, book: Book) -> None:
        self._file = file
        self._book = book
        make = file.add_format
        self._title = make({"bold": True, "font_size": 14})
        self._head = make({"bold": True, "bg_color": "#DDE6F0", "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        self._text = make({"num_format": "@", "valign": "top"})
        self._wrapped = make({"num_format": "@", "text_wrap": True, "valign": "top"})
        self._whole = make({"num_format": "#,##0"})
        self._rate = make({"num_format": "0.0%"})
        self._points = make({"num_format": "+0.0%;-0.0%;0.0%"})
        self._time = make({"num_format": "[h]:mm"})
        self._moment = make({"num_format": "yyyy-mm-dd hh:mm"})

    def summary(self) -> None:
        """The whole period: rates with the number counted, times, counts, and the period before."""
        sheet = self._sheet(N_("Summary"), (30, 14, 12, 14, 12, 14, 34))
        comparison = self._book.comparison
        before = comparison.figures_before if comparison else None
        heads = [_("Measure"), self._book.period, "n"]
        if comparison:
            heads += [f"{comparison.earlier.since} – {comparison.earlier.until}", "n", _("Change")]
        self._heads(sheet, heads)
        row = _FIRST
        for rate in RATES:
            values = [getattr(one, rate.key) for one in (self._book.figures, before) if one]
            counted = [getattr(one, rate.whole) for one in (self._book.figures, before) if one]
            row = self._measure(sheet, row, _(rate.name), values, counted, self._rate)
        for one, counted_by in zip(DURATIONS, ("replied", "completed"), strict=True):
            for share in (*SHARES, "max"):
                values = [getattr(getattr(each, one.key), share) for each in (self._book.figures, before) if each]
                values = [None if value is None else value / _DAY for value in values]
                counted = [getattr(each, counted_by) for each in (self._book.figures, before) if each]
                row = self._measure(sheet, row, f"{_(one.name)} {share}", values, counted, self._time)
        for count in COUNTS:
            values = [getattr(one, count.key) for one in (self._book.figures, before) if one]
            row = self._measure(sheet, row, _(count.name), values, [], self._whole)
        self._print(sheet, row, len(heads))

    def table(self, name: str, chart: str, groups: Sequence[Group]) -> None:
        """Groups with their figures, and a chart of the calls beside them."""
        sheet = self._sheet(name, (26, *(11,) * 20))
        last = self._groups(sheet, _(name), groups)
        if groups:
            self._chart(sheet, _(name), chart, last, [(1, _("Calls"), False)], f"A{last + 4}")

    def trend(self) -> None:
        """Calls and rates over time, with lines."""
        sheet = self._sheet(N_("Over time"), (14, *(11,) * 20))
        last = self._groups(sheet, _("Over time"), self._book.trend)
        if self._book.trend:
            self._chart(sheet, _("Calls"), "line", last, [(1, _("Calls"), False)], f"A{last + 4}")
            rates = [(3, _("On-time rate"), True), (4, _("Response rate"), True)]
            self._chart(sheet, _("Rates"), "line", last, rates, f"J{last + 4}")

    def heat(self) -> None:
        """Calls by weekday and hour: the numbers, shaded."""
        sheet = self._sheet(N_("Hours of the week"), (10, *(6,) * 24))
        self._heads(sheet, ["", *(f"{hour:02d}" for hour in range(24))])
        for day, hours in enumerate(self._book.heat):
            sheet.write_string(_FIRST + day, 0, _(WEEKDAYS[day]), self._head)
            for hour, calls in enumerate(hours):
                sheet.write_number(_FIRST + day, 1 + hour, calls, self._whole)
        shades = {"type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#5B8DB8"}
        sheet.conditional_format(_FIRST, 1, _FIRST + 6, 24, shades)
        self._print(sheet, _FIRST + 7, 25)

    def demand(self) -> None:
        """Which callers ask for what: services down, groups of callers across."""
        sheet = self._sheet(N_("Demand"), (30, *(14,) * 20))
        groups = list(
            dict.fromkeys(one.group_name for one in sorted(self._book.demand, key=lambda one: one.group or "~"))
        )
        services = list(dict.fromkeys(one.service_name for one in self._book.demand))
        self._heads(sheet, [_("Service"), *groups, _("Calls")])
        for place, service in enumerate(services):
            calls = {one.group_name: one.calls for one in self._book.demand if one.service_name == service}
            self._string(sheet, _FIRST + place, 0, service)
            for column, group in enumerate(groups, 1):
                sheet.write_number(_FIRST + place, column, calls.get(group, 0), self._whole)
            sheet.write_number(_FIRST + place, len(groups) + 1, sum(calls.values()), self._whole)
        self._print(sheet, _FIRST + len(services), len(groups) + 2)

    def rooms(self) -> None:
        """How the rooms were used; booked time is by the clock."""
        sheet = self._sheet(N_("Rooms"), (26, 12, 14, 12, 16))
        self._heads(sheet, [_("Room"), _("Bookings"), _("Booked for"), _("People"), _("Nobody came")])
        for row, one in enumerate(self._book.rooms, _FIRST):
            self._string(sheet, row, 0, one.name)
            sheet.write_number(row, 1, one.bookings, self._whole)
            sheet.write_number(row, 2, one.booked_seconds / _DAY, self._time)
            sheet.write_number(row, 3, one.attended, self._whole)
            sheet.write_number(row, 4, one.no_show, self._whole)
        self._print(sheet, _FIRST + len(self._book.rooms), 5)

    def overdue(self) -> None:
        """Calls past their due time; phone numbers masked."""
        sheet = self._sheet(N_("Overdue"), (16, 17, 12, 12, 16, 14, 16, 60))
        heads = ("Number", "Due", "Overdue by", "Handler", "Service", "Name", "Phone", "Question")
        self._heads(sheet, [_(one) for one in heads])
        row = _FIRST
        for one in self._book.overdue.items:
            call = one.call
            self._string(sheet, row, 0, call.number)
            sheet.write_datetime(row, 1, call.due_at.replace(tzinfo=None), self._moment)
            sheet.write_number(row, 2, one.overdue_seconds / _DAY, self._time)
            told = (call.handler, call.service, call.caller.name, call.caller.phone, call.question)
            for column, text in enumerate(told, 3):
                self._string(sheet, row, column, text)
            row += 1
        sheet.autofilter(_FIRST - 1, 0, max(row - 1, _FIRST), len(heads) - 1)
        self._print(sheet, row, len(heads))

    def definitions(self) -> None:
        """What each figure means."""
        sheet = self._sheet(N_("Definitions"), (30, 26, 90))
        self._heads(sheet, [_("Measure"), _("Key"), _("Meaning")])
        row = _FIRST
        for one in (*RATES, *DURATIONS, *COUNTS):
            for column, text in enumerate((_(one.name), one.key, _(one.definition))):
                self._string(sheet, row, column, text, self._wrapped)
            row += 1
        for name, text in HOW:
            self._string(sheet, row, 0, _(name), self._wrapped)
            self._string(sheet, row, 2, _(text), self._wrapped)
            row += 1
        self._print(sheet, row, 3)

    def _sheet(self, name: str, widths: Sequence[int]) -> Any:
        sheet = self._file.add_worksheet(_(name)[:31])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, shown(f"{self._book.title}　{_(name)}"), self._title)
        made = _("{period}; made at {time}").format(period=self._book.period, time=f"{self._book.at:%Y-%m-%d %H:%M}")
        sheet.write_string(1, 0, made)
        sheet.freeze_panes(_FIRST, 1)
        sheet.repeat_rows(0, _FIRST - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&C&P / &N")
        return sheet

    def _heads(self, sheet: Any, heads: Sequence[str]) -> None:
        for column, text in enumerate(heads):
            sheet.write_string(_FIRST - 1, column, shown(text), self._head)

    def _measure(
        self, sheet: Any, row: int, name: str, values: Sequence[float | None], counted: Sequence[int], style: Any
    ) -> int:
        self._string(sheet, row, 0, name)
        for place, value in enumerate(values):
            if value is None:
                sheet.write_string(row, 1 + 2 * place, "—", self._text)
            else:
                sheet.write_number(row, 1 + 2 * place, value, style)
        for place, many in enumerate(counted):
            sheet.write_number(row, 2 + 2 * place, many, self._whole)
        if len(values) == 2 and counted:
            if min(counted) < FEW:
                sheet.write_string(row, 5, _("too few"), self._text)
            elif None not in values and style is self._rate:
                sheet.write_number(row, 5, (values[0] or 0) - (values[1] or 0), self._points)
        return row + 1

    def _groups(self, sheet: Any, first: str, groups: Sequence[Group]) -> int:
        """A table of groups; gives the row after the last."""
        rates = [rate for rate in RATES if rate.key in _TABLE_RATES]
        heads = [first, _("Calls"), _("Completed"), *(_(rate.name) for rate in rates)]
        heads += [f"{_(one.name)} {share}" for one in DURATIONS for share in SHARES]
        heads += [_("Overdue now"), _("Due soon now"), _("Transfers and referrals"), _("Extended"), _("Reopened")]
        self._heads(sheet, heads)
        row = _FIRST
        for group in groups:
            figures = group.figures
            self._string(sheet, row, 0, group.name)
            sheet.write_number(row, 1, figures.calls, self._whole)
            sheet.write_number(row, 2, figures.completed, self._whole)
            column = 3
            for rate in rates:
                self._maybe(sheet, row, column, getattr(figures, rate.key), self._rate)
                column += 1
            for one in DURATIONS:
                for share in SHARES:
                    seconds = getattr(getattr(figures, one.key), share)
                    self._maybe(sheet, row, column, None if seconds is None else seconds / _DAY, self._time)
                    column += 1
            for much in (figures.overdue, figures.yellow, figures.transfers, figures.extended, figures.reopened):
                sheet.write_number(row, column, much, self._whole)
                column += 1
            row += 1
        self._print(sheet, row, len(heads))
        return row

    def _chart(
        self, sheet: Any, title: str, kind: str, last: int, series: Sequence[tuple[int, str, bool]], place: str
    ) -> None:
        chart = self._file.add_chart({"type": kind})
        name = sheet.get_name()
        for column, what, _percent in series:
            chart.add_series({
                "name": what, "categories": [name, _FIRST, 0, last - 1, 0],
                "values": [name, _FIRST, column, last - 1, column],
            })  # fmt: skip
        chart.set_title({"name": title})
        if all(percent for _column, _what, percent in series):
            chart.set_y_axis({"num_format": "0%", "max": 1})
        if len(series) == 1:
            chart.set_legend({"none": True})
        chart.set_size({"width": 620, "height": 320})
        sheet.insert_chart(place, chart)

    def _maybe(self, sheet: Any, row: int, column: int, value: float | None, style: Any) -> None:
        if value is None:
            sheet.write_blank(row, column, None, style)
        else:
            sheet.write_number(row, column, value, style)

    def _string(self, sheet: Any, row: int, column: int, text: str | None, style: Any = None) -> None:
        if text:
            sheet.write_string(row, column, shown(text)[:32_000], style or self._text)

    def _print(self, sheet: Any, rows: int, columns: int) -> None:
        sheet.print_area(0, 0, max(rows - 1, _FIRST) + 22, columns - 1)


_FIRST = 3
"""The first row below the headings."""
