"""Occupants from a file and to a file: what each column is, what is wrong with which row, then all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from core.desk import Desk
from core.errors import BadValue
from core.occupants.headings import HEADINGS
from core.occupants.importing import ImportReport
from core.occupants.terms import KINDS, WARNINGS
from core.words import N_, _
from tui.paths import documents, typed_path
from tui.screens.asking import FormDialog, Pick, PickOne, row
from tui.showing import cut, line, pad
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line

FIELD_WORDS = {
    "name": N_("Name"), "kind": N_("Kind"), "introduced_by": N_("Introduced by"), "credit_code": N_("Credit code"),
    "legal_representative": N_("Legal rep."), "shares": N_("Shares"), "scope": N_("Scope"),
    "headcount": N_("Headcount"), "contact": N_("Contact"), "phone": N_("Phone"),
    "registered_address": N_("Address"), "registered_on": N_("Registered on"), "applied_on": N_("Applied on"),
    "entered_on": N_("Entered"), "term_from": N_("Term from"), "term_until": N_("Term until"),
    "term": N_("Term (both ends)"), "area": N_("Area"), "units": N_("Units"), "rent": N_("Rent"),
    "rent_free_until": N_("Rent-free until"), "shared_desks": N_("Shared desks"), "note": N_("Note"),
}  # fmt: skip
SHOWN = 200
"""Problems listed at most."""


class OccupantImport(FormDialog[int]):
    """The first Ctrl+S shows what each column is taken for and what is wrong; the second takes everything in."""

    CSS_PATH = "occupants.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+l", "columns", show=False, priority=True)]
    about = N_(
        "Takes occupants in from an .xlsx or .csv file as offices keep them: title rows, headings in any order. The "
        "first Ctrl+S shows what each column is taken for and every row's problems; in the list of columns Enter says "
        "what a column is, or leaves it out. The second Ctrl+S takes in all rows, or none."
    )

    def __init__(self) -> None:
        super().__init__(_("Occupants from a file"), _("Look at it"), {})
        self.tried: tuple[tuple[str, str, tuple[str, ...]], ImportReport] | None = None
        self.named: dict[str, str] = {}

    @property
    def hint(self) -> str:
        """The other keys."""
        return _("Ctrl+L: columns    Esc: back")

    def compose_fields(self) -> ComposeResult:
        """The path, the kind of rows that name none, the columns, what was found."""
        yield from row(N_("File"), Line(id="path"), N_("an .xlsx or .csv file"))
        yield from row(N_("Kind"), Choice({"": N_("as the file says"), **KINDS}, id="kind"))
        yield OptionList(id="columns", classes="found")
        with VerticalScroll(id="found", can_focus=True):
            yield Static(id="found-text")

    def fill_in(self) -> None:
        """Nothing is known yet."""
        super().fill_in()
        self.query_one("#columns").display = False
        self.to_field("path")

    def asked(self, values: dict[str, Any]) -> tuple[str, str, tuple[str, ...]]:
        """What would be taken in, and how."""
        return values["path"].strip(), values["kind"] or "", tuple(f"{head}={to}" for head, to in self.named.items())

    def good(self, values: dict[str, Any]) -> bool:
        """Whether just that was looked at and is without problems."""
        return self.tried is not None and self.tried[0] == self.asked(values) and not self.tried[1].problems

    @property
    def ready(self) -> bool:
        """Whether what is filled in can be taken in."""
        return self.good(self.values())

    @on(Input.Changed, "#path")
    def _other_file(self) -> None:
        if self.tried is not None and self.tried[0][0] != self.asked(self.values())[0]:
            self.tried, self.named = None, {}
            self.query_one("#columns").display = False
            self.query_one("#found-text", Static).update("")
        self._name_button()

    @on(Choice.Changed)
    def _name_button(self) -> None:
        self.query_one("#done", Button).label = f"{_('Take in') if self.ready else _('Look at it')}  Ctrl+S"

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> int:
        """Look, or take in."""
        asked, dry = self.asked(values), not self.good(values)
        report = desk.occupants.import_file(
            typed_path(asked[0]), by=by, dry_run=dry, kind=asked[1] or None, named=asked[2]
        )
        self.tried = (asked, report)
        return report.imported if not dry else -1

    def done(self, result: int) -> None:
        """Show what was found, or go back when it is on record."""
        self._busy = False
        report = self.tried[1] if self.tried is not None else None
        if report is None:
            return
        if result >= 0 and not report.problems:
            super().done(result)
            return
        if self.is_attached:
            self._show(report)

    def _show(self, report: ImportReport) -> None:
        columns = self.query_one("#columns", OptionList)
        columns.display = True
        columns.set_options(Option(Content(column_words(*one)), id=str(n)) for n, one in enumerate(report.columns))
        unknown = (n for n, (_heading, field) in enumerate(report.columns) if field is None)
        columns.highlighted = next(unknown, 0) if report.columns else None
        self.query_one("#found-text", Static).update(Content("\n".join(report_lines(report))))
        self._name_button()
        if report.problems:
            self.refuse(_("Nothing was written: mend the rows in the file, or say what the columns are."))
        else:
            self.refuse(_("{rows} rows are good. Ctrl+S takes them in.").format(rows=report.rows))

    def action_columns(self) -> None:
        """To the list of columns."""
        if self.query_one("#columns").display:
            self.set_focus(self.query_one("#columns"))

    @on(OptionList.OptionSelected, "#columns")
    def _choose(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self.tried is None:
            return
        heading = self.tried[1].columns[event.option_index][0]
        picks = [Pick(_("leave it out"), "")] + [Pick(_(FIELD_WORDS[name]), name) for name in HEADINGS]

        def chosen(field: str | None) -> None:
            if field is not None:
                self.named[heading] = field
                self.tried = None
                self.action_done()

        self.app.push_screen(PickOne(_("What is “{heading}”?").format(heading=line(heading)), picks), chosen)


def column_words(heading: str, field: str | None) -> str:
    """A column and what it is taken for."""
    return f"{pad(line(heading), 26)} {_(FIELD_WORDS[field]) if field in FIELD_WORDS else _('left out')}"


def report_lines(report: ImportReport) -> list[str]:
    """Problems first, each with its row; then what is only to be known."""
    lines = [f"{_('Row')} {one.row}: {one.message}" for one in report.problems[:SHOWN]]
    if len(report.problems) > SHOWN:
        lines.append(_("and {count} more").format(count=len(report.problems) - SHOWN))
    lines += [_(WARNINGS[one["code"]]).format(**one) for one in report.warnings[:SHOWN]]
    return [cut(line(one), 200) for one in lines]


class OccupantExport(FormDialog[tuple[int, str]]):
    """Writes occupants to a file."""

    CSS_PATH = "occupants.tcss"
    about = N_("Writes who is here, or all records, to a styled .xlsx or a .csv file. Phones are masked.")

    def __init__(self) -> None:
        super().__init__(_("Occupants to a file"), _("Save"), {})

    def compose_fields(self) -> ComposeResult:
        """The path, and whom."""
        yield from row(N_("File"), Line(str(documents() / "occupants.xlsx"), id="path"), N_("an .xlsx or .csv file"))
        yield from row(N_("Whom"), Choice({False: N_("who is here"), True: N_("all records")}, id="everyone"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> tuple[int, str]:
        """Write it."""
        path: Path = typed_path(values["path"].strip())
        if path.suffix.lower() not in (".xlsx", ".csv"):
            raise BadValue("bad_output", N_("“{path}” must end in .xlsx or .csv."), path=str(path), field="path")
        return desk.occupants.export_file(path, by=by, everyone=bool(values["everyone"])), str(path)
