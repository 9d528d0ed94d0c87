"""Spot checks: drawing them, reading the calls, filling in the sheets."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import DataTable, Static

from core.desk import Desk
from core.reports.checks import CRITERIA, CheckView
from core.reports.views import Scope
from core.rooms.allowed import supervisors_only
from core.words import N_, _
from tui import work
from tui.actions import Action, Offer, bindings, of
from tui.screens.asking import FormDialog, row, width_of
from tui.screens.behind import BehindScreen, Listed
from tui.screens.place import PlaceScreen
from tui.showing import cut, folded, line
from tui.widgets.choice import Choice
from tui.widgets.figure_table import Cell, FigureTable, Heading, Row
from tui.widgets.harmless import Line, Prose

MOST = 500
_MARKS = {**{mark: str(mark) for mark in range(1, 6)}, 0: N_("no mark yet")}
"""The digits choose by place, so what is no mark stands last."""


class SpotChecksScreen(PlaceScreen[None]):
    """The list of checks, those to be marked on top."""

    CSS_PATH = "supervision.tcss"
    stays_with_author = True
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("checks", letters=True)]
    place = "checks"
    title_words = N_("Spot checking")
    about = N_(
        "A fair random sample: every finished call of a person is as likely as any other, and none is drawn twice. "
        "Enter opens the sheet, Space the call. Nobody marks a call of their own; who handled a call sees the sheet "
        "once it is filled in."
    )

    def __init__(self, scope: Scope, staff: str | None, kept: dict[str, Any]) -> None:
        super().__init__()
        self._scope, self._staff, self._kept = scope, staff, kept
        self._marking: dict[int, dict[str, Any]] = {}
        self.checks: tuple[CheckView, ...] = ()

    def compose_body(self) -> ComposeResult:
        """Title, list, what is marked."""
        yield Static(id="sup-scope")
        yield FigureTable(id="sup-table")
        yield Static(id="sup-note")

    def on_mount(self) -> None:
        """Fetch them."""
        self.set_focus(self.query_one(FigureTable))
        self._fetch()

    def renew(self) -> None:
        """The list as it is now."""
        super().renew()
        if self.is_mounted and self.shouwen.by:
            self._fetch()

    def _fetch(self) -> None:
        staff = self._staff
        work.read(self, "checks", lambda desk, by: desk.spot_checks.list(by=by, staff=staff, limit=MOST), self._came)

    @property
    def check(self) -> CheckView | None:
        """The marked one."""
        place = self.query_one(FigureTable).cursor_coordinate.row
        return self.checks[place] if 0 <= place < len(self.checks) else None

    @property
    def supervises(self) -> bool:
        """Whether a supervisor acts."""
        acting = self.shouwen.acting
        return acting is not None and acting.role == "supervisor"

    def _came(self, checks: tuple[CheckView, ...]) -> None:
        self.checks = checks
        book = self.shouwen.book
        assert book is not None
        wide = max(14, self.size.width - 66)
        headings = (
            Heading(_("Number"), 15, right=False), Heading(_("Handler"), 10, right=False),
            Heading(_("Drawn"), 12, right=False),
            Heading(_("Mark"), 7), Heading("", 2), Heading(_("Sheet"), 15, right=False),
            Heading(_("Note"), wide, right=False),
        )  # fmt: skip
        rows = [
            Row(
                str(one.id),
                (
                    Cell(one.call.number, "bold" if one.marks is None else ""), Cell(book.person(one.staff)),
                    Cell(f"{one.drawn_at:%m-%d %H:%M}"),
                    Cell("-" if one.mean is None else f"{one.mean:.1f}"), Cell(),
                    Cell(" ".join(str(one.marks[name]) for name in CRITERIA) if one.marks else _("to mark"),
                         "" if one.marks else "warn"),
                    Cell(line(one.note)),
                ),
                line(one.call.question[:200]),
            )
            for one in checks
        ]  # fmt: skip
        self.query_one(FigureTable).show("checks", headings, rows)
        to_mark = sum(one.marks is None for one in checks)
        words = _("{n} spot checks, {marked} to mark").format(n=len(checks), marked=to_mark)
        whose = book.person(self._staff) if self._staff else ""
        self.query_one("#sup-scope", Static).update(Content.assemble((words, "bold"), f"  {whose}"))
        self._mark()
        self.renew_bars()

    @on(DataTable.CellHighlighted)
    def _mark(self) -> None:
        one = self.check
        width = max(20, self.size.width - 2)
        if one is None:
            words = _("None yet. Ctrl+G draws a sample.") if self.supervises else _("None of yours is marked yet.")
            self.query_one("#sup-note", Static).update(Content(words))
            return
        sheet = "  ".join(f"{_(label)} {one.marks[name]}" for name, label in CRITERIA.items()) if one.marks else ""
        question = cut(line(one.call.question[:300]), width)
        self.query_one("#sup-note", Static).update(
            Content.assemble(question, "\n", (cut(sheet, width), "$text-accent"))
        )

    def offers(self) -> list[Offer]:
        """What can be done, with the reason where it cannot."""
        reason = supervisors_only(supervises=self.supervises)
        found = []
        for one in of("checks"):
            if one.id in ("open_check", "read_check") and not self.checks:
                continue
            found.append(Offer(one, reason if one.id in ("open_check", "draw_checks") else None))
        return found

    def perform(self, action: Action) -> None:
        """Mark, draw, read, back."""
        one = self.check
        if action.id == "leave_checks":
            self.dismiss(None)
        elif action.id == "draw_checks":
            self.app.push_screen(DrawDialog(self._scope, self._kept), self._drawn)
        elif one is not None and action.id == "open_check":
            self.app.push_screen(MarkDialog(one, self._marking.setdefault(one.id, {})), self._marked)
        elif one is not None and action.id == "read_check":
            only = Listed((one.call,), 1, 1)
            self.app.push_screen(BehindScreen(_("Spot check"), lambda desk, by, limit, after: only))

    def _drawn(self, drawn: tuple[CheckView, ...] | None) -> None:
        if drawn is not None:
            people = len({one.staff for one in drawn})
            sentence = _("{n} calls of {people} people were drawn.") if drawn else _("There was nothing left to draw.")
            self.app.notify(sentence.format(n=len(drawn), people=people), markup=False)
            self.renew()

    def _marked(self, check: CheckView | None) -> None:
        if check is not None:
            words = _("{number}: {mean} on average.").format(number=check.call.number, mean=f"{check.mean or 0:.1f}")
            self.app.notify(words, markup=False)
            self.renew()


class DrawDialog(FormDialog[tuple[CheckView, ...]]):
    """Draws a sample."""

    about = N_("Draws so many finished calls of each person, received in the period on show. Nobody's own are drawn.")

    def __init__(self, scope: Scope, kept: dict[str, Any]) -> None:
        super().__init__(_("Draw a sample of finished calls"), _("Draw"), kept)
        self._scope = scope

    def compose_fields(self) -> ComposeResult:
        """How many a person."""
        first, last = self._scope.since, self._scope.until
        period = f"{first or ''}..{last or ''}" if first or last else _("all time")
        yield from row(N_("Each person"), Line("3", id="each"), N_("how many calls, at most 20"))
        yield Static(Content(_("Received: {period}").format(period=period)), classes="words")

    @on(Line.Submitted)
    def _submitted(self) -> None:
        self.action_done()

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> tuple[CheckView, ...]:
        """Draw."""
        return desk.spot_checks.draw(self._scope, values["each"], by=by)


class MarkDialog(FormDialog[CheckView]):
    """The sheet of one check."""

    stays_with_author = True
    about = N_("A mark from 1 (bad) to 5 (very good) for each, and a note. A digit or the arrows choose.")

    def __init__(self, check: CheckView, kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Spot check')}  {check.call.number}", _("Mark"), kept)
        self._check = check

    def compose_fields(self) -> ComposeResult:
        """The call in short, the criteria, a note."""
        call, width = self._check.call, width_of(self) - 4
        with VerticalScroll(id="checked", can_focus=False):
            asked = folded(cut(line(call.question), width * 3), width)
            said = folded(cut(line(call.answer or call.result or ""), width * 3), width)
            yield Static(Content.assemble((asked, "bold"), "\n", said))
        for name, label in CRITERIA.items():
            yield from row(label, Choice(_MARKS, 0, id=name))
        yield from row(N_("Note"), Prose(id="note"))

    def fill_in(self) -> None:
        """The sheet as it is on record, then what was typed the last time."""
        for name, mark in (self._check.marks or {}).items():
            self.fields[name].fill(mark)
        self.fields["note"].fill(self._check.note or "")
        super().fill_in()
        self.set_focus(self.fields[next(iter(CRITERIA))])

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> CheckView:
        """Fill it in."""
        marks = {name: values[name] for name in CRITERIA}
        return desk.spot_checks.mark(self._check.id, marks, by=by, note=values["note"])
