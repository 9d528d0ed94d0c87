"""The dialog of an act on a call. On a refusal the sentence stands in it, and nothing typed is lost."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Label, Static

from core.calls.views import CallView
from core.errors import DeskError
from core.words import _
from tui import work
from tui.actions import Action
from tui.acts import FORMS
from tui.drafts import DraftKeeper, new_id
from tui.showing import cut, line, short_caller
from tui.widgets.asking import fill, value_of, widget_for
from tui.widgets.choice import Choice
from tui.widgets.picker import Picker
from tui.work import desk_app

KEEP_SECONDS = 1.0


class ActDialog(ModalScreen[CallView | None]):
    """Asks what an act needs and does it. Ctrl+S or the button does it; Esc puts it aside."""

    CSS_PATH = "act.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "done", show=False),
        Binding("escape", "leave", show=False),
    ]

    typing_goes_on = True
    stays_with_author = True
    """It shows a call that the next person at this counter may not be allowed to see."""

    def __init__(self, action: Action, call: CallView) -> None:
        super().__init__()
        self._drafts: DraftKeeper | None = None
        self.action, self.call = action, call
        self.form = FORMS[action.id]
        self.about = action.about
        self._kept: dict[str, Any] = {}
        self._draft_id = new_id()
        self._start: dict[str, Any] = {}
        self._busy = False

    def compose(self) -> ComposeResult:
        """Which call, the fields, the button."""
        book = desk_app(self).book
        assert book is not None
        with Vertical(classes="box"):
            yield Label(
                Content(f"{_(self.action.label)}  {self.call.number}  {short_caller(self.call.caller)}"),
                classes="title",
            )
            yield Static(Content(cut(line(self.call.question[:200]), 66)), classes="question")
            yield from self.compose_above()
            with VerticalScroll(id="asks", can_focus=False):
                for ask in self.form.asks:
                    with Horizontal(classes="ask", id=f"row-{ask.name}"):
                        yield Label(_(ask.label), classes="label")
                        with Vertical(classes="field"):
                            yield widget_for(ask, self.call, book)
                            if ask.hint:
                                yield Label(_(ask.hint), classes="hint")
            yield Static(classes="refusal", id="refusal")
            with Horizontal(classes="buttons"):
                yield Button(f"{_(self.action.label)}  Ctrl+S", id="done", compact=True, variant="primary")
                yield Label(_("Esc: back"), classes="hint")

    def compose_above(self) -> ComposeResult:
        """What stands above the fields."""
        yield from ()

    def on_mount(self) -> None:
        """Fill in what is known, then what was typed before."""
        for name, value in self.form.start(self.call).items():
            fill(self._widget(name), value)
        self._start = self._kept = self.values()
        drafts = self._drafts = desk_app(self).drafts
        before = drafts.find(self.action.id, self.call.number) if drafts else None
        if before is not None:
            self._draft_id = before.id
            for ask in self.form.asks:
                if ask.name in before.values:
                    fill(self._widget(ask.name), before.values[ask.name])
            self.refuse(_("Taken up from the draft."))
        self._show_rows()
        if self.form.asks:
            first = self._widget(self.form.asks[0].name)
            self.set_focus(first.line if isinstance(first, Picker) else first)
        else:
            self.set_focus(self.query_one("#done"))
        self.set_interval(KEEP_SECONDS, self.keep_draft)

    def _widget(self, name: str) -> Widget:
        return self.query_one(f"#ask-{name}")

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return {ask.name: value_of(self._widget(ask.name)) for ask in self.form.asks}

    @property
    def half_typed(self) -> bool:
        """Whether something would be lost."""
        return self.is_mounted and self.values() != self._start

    def refuse(self, sentence: str) -> None:
        """Say why not."""
        self.query_one("#refusal", Static).update(Content(sentence))

    @on(Choice.Changed)
    def _show_rows(self) -> None:
        values = self.values()
        for ask in self.form.asks:
            if ask.only is not None:
                self.query_one(f"#row-{ask.name}").display = values[ask.only[0]] == ask.only[1]
        if self.action.id == "notify":
            self.query_one("#row-reason").display = bool(self.call.notifications)

    @on(Button.Pressed, "#done")
    def action_done(self) -> None:
        """Do it."""
        if self._busy:
            return
        self._busy = True
        self.refuse("")
        values, number, run = self.values(), self.call.number, self.form.run
        work.write(self, lambda desk, by: run(desk, number, by, values), self._done, self._refused)

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self.refuse(error.message)
        self._to_field(str(error.details.get("field", "")))

    def _to_field(self, name: str) -> None:
        """Into the field a refusal names; where there is only one, into that."""
        names = [ask.name for ask in self.form.asks]
        if name in names or len(names) == 1:
            field = self._widget(name if name in names else names[0])
            self.set_focus(field.line if isinstance(field, Picker) else field)

    def _done(self, call: CallView) -> None:
        self._finish_draft()
        self.app.notify(self.done_words(call), markup=False)
        if self.is_attached:
            self.dismiss(call)

    def done_words(self, call: CallView) -> str:
        """What is said once it is on record."""
        return _("{number}: {act} is on record.").format(number=call.number, act=_(self.action.label))

    def action_leave(self) -> None:
        """Back; what was typed stays as a draft."""
        self.put_aside()
        self.dismiss(None)

    # -- drafts ----------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what is typed, off the screen's thread."""
        values, drafts = self.values(), self._drafts
        if values == self._kept or self._busy or drafts is None:
            return
        self._kept = values
        keep = partial(drafts.keep, self.action.id, self.call.number, values, self._draft_id)
        work_on_it = keep if self.half_typed else partial(drafts.drop, self._draft_id)
        self.run_worker(work_on_it, group="draft", thread=True, exit_on_error=False)

    def put_aside(self) -> None:
        """Keep it for later, where there is anything to keep."""
        drafts = self._drafts
        if drafts is not None and self.half_typed:
            drafts.keep(self.action.id, self.call.number, self.values(), self._draft_id)
        elif drafts is not None:
            drafts.drop(self._draft_id)

    def _finish_draft(self) -> None:
        if self._drafts is not None:
            self._drafts.finish(self._draft_id)
