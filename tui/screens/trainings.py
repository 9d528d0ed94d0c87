"""Training records (art. 14): who attended what, and how it ended."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import DataTable, Static

from core import fields
from core.desk import Desk
from core.reports.training import RESULTS, TrainingView
from core.reports.views import Scope
from core.rooms.allowed import supervisors_only
from core.rooms.spoken import read_day
from core.words import N_, _
from tui import work
from tui.actions import Action, Offer, bindings, of
from tui.book import Book
from tui.screens.asking import FormDialog, row
from tui.screens.place import PlaceScreen
from tui.screens.supervision_people import trainings_table
from tui.showing import cut, line
from tui.widgets.choice import Choice
from tui.widgets.figure_table import FigureTable
from tui.widgets.harmless import Line
from tui.widgets.picker import Picker


class TrainingsScreen(PlaceScreen[None]):
    """The sessions of the period, the latest first."""

    CSS_PATH = "supervision.tcss"
    stays_with_author = True
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("trainings", letters=True)]
    place = "trainings"
    title_words = N_("Training")
    about = N_(
        "Sessions of training held in the period: who attended, for how long, and how it ended. Supervisors put them "
        "on record; others see their own. The staff record counts them."
    )

    def __init__(self, scope: Scope, kept: dict[str, Any]) -> None:
        super().__init__()
        self._scope, self._kept = scope, kept
        self.sessions: tuple[TrainingView, ...] = ()

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
        scope = self._scope
        work.read(self, "trainings", lambda desk, by: desk.trainings.list(scope, by=by), self._came)

    def _came(self, sessions: tuple[TrainingView, ...]) -> None:
        self.sessions = sessions
        book = self.shouwen.book
        assert book is not None
        self.query_one(FigureTable).show("trainings", *trainings_table(sessions, book, self.size.width - 2))
        first, last = self._scope.since, self._scope.until
        period = f"{first or ''}..{last or ''}" if first or last else _("all time")
        whose = book.person(self._scope.staff) if self._scope.staff else ""
        words = _("{n} on record").format(n=len(sessions))
        self.query_one("#sup-scope", Static).update(Content.assemble((words, "bold"), f"  {period}  {whose}"))
        self._mark()

    @on(DataTable.CellHighlighted)
    def _mark(self) -> None:
        marked = self.query_one(FigureTable).row
        words = marked.about if marked is not None else _("No session in this period.")
        self.query_one("#sup-note", Static).update(Content(cut(words, max(20, self.size.width - 2))))

    def offers(self) -> list[Offer]:
        """What can be done, with the reason where it cannot."""
        acting = self.shouwen.acting
        reason = supervisors_only(supervises=acting is not None and acting.role == "supervisor")
        return [Offer(one, reason if one.id == "add_training" else None) for one in of("trainings")]

    def perform(self, action: Action) -> None:
        """Add, or back."""
        book = self.shouwen.book
        assert book is not None
        if action.id == "leave_trainings":
            self.dismiss(None)
        elif action.id == "add_training":
            self.app.push_screen(TrainDialog(self._scope.staff, book, self._kept), self._added)

    def _added(self, added: TrainingView | None) -> None:
        if added is not None:
            book = self.shouwen.book
            assert book is not None
            words = _("{who}: {title} is on record.").format(who=book.person(added.staff), title=line(added.title))
            self.app.notify(words, markup=False)
            self.renew()


class TrainDialog(FormDialog[TrainingView]):
    """Puts a session on record."""

    about = N_("One person at one session. For the next person at the same session open it again.")

    def __init__(self, staff: str | None, book: Book, kept: dict[str, Any]) -> None:
        super().__init__(_("A session of training"), _("Put on record"), kept)
        self._staff, self._book = staff, book

    def compose_fields(self) -> ComposeResult:
        """Who, when, what, how long, how it ended."""
        yield from row(N_("Person"), Picker(self._book.entries("staff"), id="staff"))
        yield from row(N_("Date"), Line(id="held_on"), N_("11-25, -1, last wed; empty: today"))
        yield from row(N_("Session"), Line(id="title"))
        yield from row(N_("Minutes"), Line(id="minutes"))
        yield from row(N_("Result"), Choice(RESULTS, id="result"))
        yield from row(N_("Score"), Line(id="score"), N_("from 0 to 100, where there was a test"))
        yield from row(N_("Note"), Line(id="note"))

    def fill_in(self) -> None:
        """The person the list is about."""
        if self._staff:
            self.fields["staff"].fill(self._staff)
        super().fill_in()
        self.to_field("title" if self._staff else "staff")

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> TrainingView:
        """Put it on record."""
        today = desk.storage.now().date()
        typed = {name: values[name].strip() for name in ("held_on", "minutes", "score")}
        held = read_day(typed["held_on"], today) if typed["held_on"] else today
        minutes = fields.whole(typed["minutes"], "minutes", highest=6000) if typed["minutes"] else None
        score = fields.whole(typed["score"], "score", lowest=0, highest=100) if typed["score"] else None
        return desk.trainings.add(
            fields.text(values["staff"] or "", "staff"), held, values["title"], by=by, minutes=minutes,
            result=values["result"], score=score, note=values["note"] or None,
        )  # fmt: skip
