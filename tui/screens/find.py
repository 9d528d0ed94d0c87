"""Finding calls again: words, name, number, the phone's last digits; by status; two hundred at a time."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import DataTable, Input, Label, Static

from core.calls.terms import STATUSES
from core.calls.views import CallFilter, CallItem, Page
from core.errors import DeskError
from core.words import N_, _
from tui import work
from tui.actions import Action, bindings
from tui.screens.place import PlaceScreen
from tui.showing import cut, light_words, line, short_caller, when
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line

PAGE = 200
_COLUMNS = (
    (N_("Number"), 13), (N_("Status"), 9), (N_("Received"), 11), (N_("Caller"), 12), (N_("Handler"), 8),
    (N_("Question"), 0),
)  # fmt: skip
_TAKEN = sum(width + 2 for _label, width in _COLUMNS) + 3


class CallTable(DataTable[Text]):
    """Whole rows are marked, so Home and End go to the first and the last of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("home", "scroll_top", show=False),
        Binding("end", "scroll_bottom", show=False),
    ]


class FindScreen(PlaceScreen[str | None]):
    """Gives the number of the call to show, or None."""

    CSS_PATH = "find.tcss"
    stays_with_author = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("find"),
        Binding("down", "into_list", show=False),
    ]
    place = "find"
    title_words = N_("Find")
    about = N_(
        "Type words of the question or answer, a name (pinyin too), a number, or a phone's last four digits. "
        "Down goes into the list, Enter opens."
    )

    def __init__(self) -> None:
        super().__init__()
        self._next: str | None = None
        self._shown: list[CallItem] = []

    def compose_body(self) -> ComposeResult:
        """Search over a table."""
        with Horizontal(id="find-row"):
            yield Label(_("Find"), classes="label")
            yield Line(id="search")
        with Horizontal(id="status-row"):
            yield Label(_("Status"), classes="label")
            yield Choice({"": N_("all"), **STATUSES}, id="status")
        yield CallTable(id="found", cursor_type="row", zebra_stripes=False)
        yield Static(id="found-note")

    def on_mount(self) -> None:
        """All calls, newest first."""
        table = self._table
        for label, width in _COLUMNS:
            table.add_column(Text(_(label)), key=label, width=width or max(12, self.app.size.width - _TAKEN))
        self.set_focus(self.query_one("#search"))
        self.call_after_refresh(self._ask)

    @property
    def _table(self) -> DataTable[Text]:
        return self.query_one("#found", DataTable)

    def renew(self) -> None:
        """Something was written: what is on show is asked for again, the mark stays."""
        super().renew()
        shown = len(self._shown)
        if shown <= PAGE:
            self._ask(only_while=shown)

    @on(Input.Changed, "#search")
    @on(Choice.Changed, "#status")
    def _changed(self) -> None:
        self._ask(after=0.2)

    def _filter(self, after: str | None) -> CallFilter:
        return CallFilter(
            search=self.query_one("#search", Line).value.strip() or None,
            status=self.query_one("#status", Choice).value or None, limit=PAGE, after=after,
        )  # fmt: skip

    def _ask(self, *, after: float = 0.0, only_while: int | None = None) -> None:
        wanted = self._filter(None)

        def came(page: Page) -> None:
            if only_while in (None, len(self._shown)):
                self._came(page)

        work.read(self, "find", lambda desk, by: desk.calls.list(wanted, by=by), came, self._refused, after=after)

    def _refused(self, error: DeskError) -> None:
        if error.kind == "storage":
            self.shouwen.failed(error)
        self.query_one("#found-note", Static).update(Content(error.message))

    def _came(self, page: Page) -> None:
        table = self._table
        rows = {item.number: self._row(item) for item in page.items}
        if [item.number for item in self._shown] == list(rows):
            for number, cells in rows.items():
                for column, cell in zip(table.columns, cells, strict=True):
                    if cell != table.get_cell(number, column) or cell.style != table.get_cell(number, column).style:
                        table.update_cell(number, column, cell)
        else:
            place = table.cursor_row
            marked = self._shown[place].number if 0 <= place < len(self._shown) else None
            table.clear()
            for number, cells in rows.items():
                table.add_row(*cells, key=number)
            if marked in rows:
                table.move_cursor(row=list(rows).index(marked))
        self._shown, self._next = list(page.items), page.next
        self._note()

    def _note(self) -> None:
        count = len(self._shown)
        words = _("No call fits.") if not count else _("{count} calls, newest first").format(count=count)
        if self._next:
            words += "  " + _("more: go to the end of the list")
        self.query_one("#found-note", Static).update(Content(words))

    def _row(self, item: CallItem) -> list[Text]:
        app = self.shouwen
        assert app.book is not None
        assert app.desk is not None
        word, _style = light_words(item)
        theme = app.current_theme
        style = {"red": f"bold {theme.error}", "yellow": f"bold {theme.warning}"}.get(item.light or "", "")
        return [
            Text(item.number), Text(cut(word, 9), style=style), Text(when(item.received_at, app.desk.storage.now())),
            Text(cut(short_caller(item.caller), 12)), Text(cut(app.book.person(item.handler), 8)),
            Text(cut(line(item.question[:400]), max(12, self.app.size.width - _TAKEN))),
        ]  # fmt: skip

    @on(DataTable.RowHighlighted)
    def _moved(self, event: DataTable.RowHighlighted) -> None:
        if self._next is not None and event.cursor_row >= len(self._shown) - 1 and self._table.has_focus:
            wanted = self._filter(self._next)
            work.read(self, "more", lambda desk, by: desk.calls.list(wanted, by=by), self._more_came, self._refused)

    def _more_came(self, page: Page) -> None:
        known = {item.number for item in self._shown}
        if any(item.number in known for item in page.items):
            return
        for item in page.items:
            self._table.add_row(*self._row(item), key=item.number)
        self._shown += page.items
        self._next = page.next
        self._note()

    @on(DataTable.RowSelected)
    def _selected(self, event: DataTable.RowSelected) -> None:
        self.dismiss(str(event.row_key.value))

    @on(Input.Submitted, "#search")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.call_after_refresh(self.action_into_list)

    def action_into_list(self) -> None:
        """From the search line into the list."""
        self.set_focus(self._table)

    def perform(self, action: Action) -> None:
        """Open, status, back."""
        if action.id == "back":
            self.dismiss(None)
        elif action.id == "status":
            self.query_one("#status", Choice).action_move(1)
        elif self._shown and 0 <= self._table.cursor_row < len(self._shown):
            self.dismiss(self._shown[self._table.cursor_row].number)
