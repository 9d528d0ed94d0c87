"""The supervision screen: what needs a decision now, then how fast and how well the desk answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.style import Style
from textual.widgets import DataTable, Static

from core.errors import DeskError
from core.reports.doors import Door
from core.reports.trend import Trend
from core.reports.views import Scope
from core.words import N_, _
from tui import work
from tui.actions import Action, Offer, action, bindings, key_name, of
from tui.periods import PERIODS, days_of
from tui.screens import supervision_preview as preview
from tui.screens import supervision_rows as rows
from tui.screens import supervision_time as over_time
from tui.screens.place import PlaceScreen
from tui.screens.supervision_acts import SupervisionActs
from tui.screens.supervision_asking import Answer, Question, Turns
from tui.screens.supervision_people import people_table
from tui.showing import cut
from tui.widgets.figure_table import FigureTable
from tui.widgets.line_chart import LineChart

REFRESH_SECONDS = 20


class SupervisionScreen(PlaceScreen[None]):
    """Pages of figures under what waits for a decision; every number is a door."""

    CSS_PATH = "supervision.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(replace(one, priority=one.key.startswith("ctrl+")) for one in bindings("supervision", letters=True)),
        Binding("escape", "leave", show=False),
    ]
    place = "supervision"
    title_words = N_("Supervision")
    about = N_(
        "First what needs a decision now, then the figures, page by page (Ctrl+T). Every number is a door: Enter shows "
        "the calls behind it, and there all that can be done with them. Times are working time. Few calls (under 30) "
        "are dim: nothing can be concluded from them. Specialists see the figures of the calls they handle."
    )

    def __init__(self) -> None:
        super().__init__()
        self.view = "now"
        self.period = "month"
        self.days: tuple[date | None, date | None] = (None, None)
        self.staff: str | None = None
        self.service: str | None = None
        self.group = "staff"
        self.heat = "calls"
        self.answer: Answer | None = None
        self.acts = SupervisionActs(self)
        self.turns = Turns(self)

    def compose_body(self) -> ComposeResult:
        """Pages, period, what waits, a line, the table, what the marked number means."""
        yield Static(id="sup-views")
        yield Static(id="sup-scope")
        yield Static(id="sup-strip")
        yield LineChart(id="sup-chart")
        yield FigureTable(id="sup-table")
        yield Static(id="sup-preview")
        yield Static(id="sup-note")

    def on_mount(self) -> None:
        """Start with what waits."""
        self.set_focus(self.table)
        self.set_interval(REFRESH_SECONDS, self._refresh)
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._show())
        self.fetch()

    @property
    def table(self) -> FigureTable:
        """The table."""
        return self.query_one(FigureTable)

    @property
    def supervises(self) -> bool:
        """Whether a supervisor acts."""
        acting = self.shouwen.acting
        return acting is not None and acting.role == "supervisor"

    @property
    def today(self) -> date:
        """The centre's day."""
        assert self.shouwen.desk is not None
        return self.shouwen.desk.storage.now().date()

    @property
    def scope(self) -> Scope:
        """Which calls are counted."""
        since, until = self.days if self.period == "days" else days_of(self.period, self.today)
        return Scope(since, until, self.staff, self.service)

    @property
    def question(self) -> Question:
        """What is on show, or should be."""
        group = {"groups": self.group, "hours": "weekday_hour"}.get(self.view, "")
        return Question(self.view, self.scope, group, self.shouwen.by)

    # -- fetching --------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Something was written, or somebody else acts."""
        super().renew()
        if self.is_mounted and self.shouwen.by:
            if self.answer is not None and self.answer.question.by != self.shouwen.by:
                self.answer = None
                self.staff = None
                self.table.show("", (), ())
            self._refresh()

    def fetch(self) -> None:
        """Ask anew."""
        if self.shouwen.by:
            self.turns.ask(self.question)

    def _refresh(self) -> None:
        """Ask anew by itself."""
        if self.shouwen.by:
            self.turns.refresh(self.question, self.answer)

    def came(self, answer: Answer) -> None:
        """An answer: shown where it is still wanted."""
        if answer.question == self.question:
            self.answer = answer
            self._show()
        else:
            self.fetch()

    def refused(self, error: DeskError) -> None:
        """It could not be counted."""
        self.say_head()
        self.shouwen.failed(error)
        self.query_one("#sup-note", Static).update(Content(error.message))

    # -- showing ---------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        answer = self.answer
        if answer is None:
            return
        view, width = answer.question.view, max(40, self.size.width - 2)
        kind = f"{view} {answer.question.group} {self.heat if view == 'hours' else ''}"
        start = next((key for key, count in answer.counts.items() if count), None) if view == "now" else None
        self.table.show(kind, *self._table(answer, width), start)
        self.set_class(view == "trends", "-trends")
        self.set_class(view == "now", "-now")
        self.say_head()
        self._mark()

    def _table(self, answer: Answer, width: int) -> rows.Table:
        found, view = answer.found, answer.question.view
        if view == "now":
            return rows.now_table(answer.counts, width, supervises=self.supervises)
        if view == "figures":
            return rows.figures_table(found, answer.compared, width)
        if view == "groups":
            return rows.groups_table(found, answer.question.group, width)
        if view == "trends":
            return over_time.trend_table(found, width)
        if view == "hours":
            return over_time.heat_table(found, self.heat, width, marks=self.few_colours)
        if view == "demand":
            return rows.demand_table(found, answer.question.scope, width)
        if view == "rooms":
            return rows.rooms_table(found, width)
        return people_table(found, answer.question.scope, width)

    @property
    def few_colours(self) -> bool:
        """Whether shades cannot be told apart: plain borders, or a terminal of 16 colours."""
        return self.shouwen.plain_borders or self.app.console.color_system in (None, "standard", "windows")

    def say_head(self) -> None:
        """Pages, what is counted, what waits."""
        narrow = self.size.width < 100
        parts = []
        for view, label in rows.VIEWS.items():
            words = _(label).replace(" ", "\u00a0")
            shown = Content.styled(f"[{words}]", "bold") if view == self.view else Content.styled(
                words if narrow else f" {words} ", "$text-muted")  # fmt: skip
            parts.append(shown.stylize(Style.from_meta({"@click": f"screen.to_view('{view}')"})))
        parts.append(Content.styled(f" {key_name(action('next_view').key)}", "$text-muted dim"))
        self.query_one("#sup-views", Static).update(Content(" ").join(parts))
        self.query_one("#sup-scope", Static).update(self._scope_words())
        self.set_class(self._stale, "-stale")
        counts = self.answer.counts if self.answer is not None else {}
        shown_counts = rows.strip(counts) if counts and self.view != "now" else []
        pieces: list[Any] = []
        for words, style in shown_counts:
            pieces += [(words, style), "  "]
        strip = self.query_one("#sup-strip", Static)
        strip.update(Content.assemble(*pieces))
        strip.set_class(bool(pieces), "-shown")

    @property
    def _stale(self) -> bool:
        """Whether what is on show is of another question, and the answer takes its time."""
        return self.turns.slow and (self.answer is None or self.answer.question != self.question)

    def _scope_words(self) -> Content:
        scope = self.scope
        book = self.shouwen.book
        assert book is not None
        first, last = scope.since, scope.until
        days = f"{first or ''}..{last or ''}" if first != last else f"{first or ''}"
        named = _(PERIODS[self.period]) if self.period != "days" else ""
        whose = book.person(self.staff) if self.staff else _("everybody")
        if not self.supervises:
            whose = _("own figures only: {name}").format(name=book.person(self.shouwen.by))
        what = book.service(self.service) if self.service else _("unsorted") if self.service == "" else ""
        state = ""
        if self.view == "now":
            named, days, what = _("now"), "", ""
            whose = "" if self.supervises else whose
        if self.view == "groups":
            what = "  ".join(word for word in (what, _(rows.GROUPS[self.group])) if word)
        if self.view == "hours":
            what = "  ".join(word for word in (what, _(over_time.HEATS[self.heat])) if word)
        if self._stale:
            state = _("counting..")
        words = "  ".join(word for word in (named, days if self.period != "all" else "", whose, what) if word)
        room = max(10, self.size.width - 16)
        return Content.assemble((cut(words, room), "$foreground 80%"), ("  " + state, "bold $text-warning"))

    @on(DataTable.CellHighlighted)
    def _mark(self) -> None:
        answer, table = self.answer, self.table
        if answer is None:
            return
        row, cell = table.row, table.marked
        about = row.about if row is not None else _("Nothing was counted for this period.")
        hint = self._door_words(cell.door) if cell is not None and cell.door is not None else ""
        width = max(20, self.size.width - 2)
        note = Content.assemble(cut(about, width), "\n", (cut(hint, width), "$text-accent"))
        self.query_one("#sup-note", Static).update(note)
        if answer.question.view == "now" and cell is not None and cell.door is not None:
            door = cell.door
            work.read(self, "preview", lambda desk, by: preview.look(desk, by, door), self._looked, after=0.05)
        if isinstance(answer.found, Trend) and answer.question.view == "trends":
            chart = self.query_one(LineChart)
            chart.show(over_time.series(answer.found, table.cursor_coordinate.column or 1))

    def _looked(self, items: list[preview.Item]) -> None:
        app = self.shouwen
        assert app.book is not None
        assert app.desk is not None
        shown = self.query_one("#sup-preview", Static)
        width = max(20, self.size.width - 2)
        shown.update(preview.lines(items, app.book, app.desk.storage.now(), width, shown.size.height))

    def _door_words(self, door: Any) -> str:
        if isinstance(door, Door):
            return _("Enter: the calls behind it: {what}").format(what=self.acts.door_title(door))
        return _("Enter: shows what is behind it")

    def on_resize(self, event: events.Resize) -> None:
        """Other widths."""
        super().on_resize(event)
        self._show()

    # -- doing -----------------------------------------------------------------------------------------------------

    def offers(self) -> list[Offer]:
        """Everything that makes sense on this page."""
        found = []
        for one in of("supervision"):
            if one.id == "other_groups" and self.view not in ("groups", "hours"):
                continue
            if one.id == "next_period" and self.view == "now":
                continue
            found.append(Offer(one))
        return found

    def perform(self, action: Action) -> None:
        """Another page, period or grouping; or an act."""
        if action.id == "open_door":
            cell = self.table.marked
            if cell is not None and cell.door is not None:
                self.acts.open(cell.door)
        elif action.id in ("next_view", "previous_view"):
            views = list(rows.VIEWS)
            step = 1 if action.id == "next_view" else -1
            self.action_to_view(views[(views.index(self.view) + step) % len(views)])
        elif action.id == "next_period":
            named = [one for one in PERIODS if one != "days"]
            place = named.index(self.period) if self.period in named else -1
            self.narrow(period=named[(place + 1) % len(named)])
        elif action.id == "other_groups" and self.view == "hours":
            heats = list(over_time.HEATS)
            self.heat = heats[(heats.index(self.heat) + 1) % len(heats)]
            self._show()
        elif action.id == "other_groups":
            groups = list(rows.GROUPS)
            self.group = groups[(groups.index(self.group) + 1) % len(groups)]
            self.fetch()
        else:
            self.acts.perform(action)

    def action_to_view(self, view: str) -> None:
        """Another page."""
        self.view = view
        self.set_focus(self.table)
        self.renew_bars()
        self.fetch()

    def narrow(self, **changes: Any) -> None:
        """Another period, person or service."""
        for name, value in changes.items():
            setattr(self, name, value)
        self.fetch()

    def action_leave(self) -> None:
        """To what needs a decision; from there to the hotline."""
        if self.view == "now":
            self.shouwen.action_go("hotline")
        else:
            self.action_to_view("now")
