"""Dialogs: a form that is asked and done, a list to choose from, something to read. A refusal loses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Label, OptionList, Static
from textual.widgets.option_list import Option

from core.desk import Desk
from core.errors import DeskError
from core.words import N_, _
from tui import work
from tui.drafts import Draft, DraftKeeper, new_id
from tui.showing import cut
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line, Prose
from tui.widgets.picker import Picker

Result = TypeVar("Result")
KEEP_SECONDS = 1.0
DRAFT = "draft"
"""Beside what was typed: the draft it is kept in."""


def row(label: str, field: Widget, hint: str = "") -> ComposeResult:
    """A field with its label and a hint below it."""
    with Horizontal(classes="ask", id=f"row-{field.id}"):
        yield Label(_(label), classes="label")
        with Vertical(classes="field"):
            yield field
            if hint:
                yield Label(_(hint), classes="hint")


class FormDialog(ModalScreen[Result | None]):
    """Asks, and does it with Ctrl+S or the button. A refusal keeps what is typed and leads to its field; Esc keeps it
    for the next time. A form with a `place` is kept as a draft as well (see `keep_from`), which outlives the program.
    """

    typing_goes_on = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,ctrl+enter", "done", show=False, priority=True),
        Binding("escape", "leave", show=False),
    ]

    def __init__(
        self,
        title: str,
        button: str,
        kept: dict[str, Any],
        *,
        place: str | None = None,
        number: str | None = None,
        draft: Draft | None = None,
    ) -> None:
        super().__init__()
        self._title, self._button, self.kept = title, button, kept
        self.draft_place, self.draft_number = place, number
        self._draft_id = draft.id if draft is not None else str(kept.get(DRAFT) or new_id())
        self._untouched: dict[str, Any] = {}
        self._last: dict[str, Any] = {}
        self._busy = False

    def compose(self) -> ComposeResult:
        """Title, fields, refusal, button."""
        self.set_class(self.app.size.height < 32, "-low")
        with Vertical(classes="box"):
            yield Label(Content(cut(self._title, width_of(self))), classes="title")
            with VerticalScroll(classes="asks", can_focus=False):
                yield from self.compose_fields()
            yield Static(classes="refusal", id="refusal")
            yield from self.compose_below()
            with Horizontal(classes="buttons"):
                yield Button(f"{self._button}  Ctrl+S", id="done", compact=True, variant="primary")
                yield Label(self.hint, classes="hint")

    @property
    def hint(self) -> str:
        """What stands beside the button."""
        return _("Esc: back")

    def on_resize(self) -> None:
        """A low window scrolls the fields; the button stays."""
        self.set_class(self.app.size.height < 32, "-low")

    def compose_fields(self) -> ComposeResult:
        """What is asked."""
        yield from ()

    def compose_below(self) -> ComposeResult:
        """What stands between the refusal and the button."""
        yield from ()

    @property
    def fields(self) -> dict[str, Line | Prose | Choice | Picker]:
        """The fields by name."""
        found: dict[str, Line | Prose | Choice | Picker] = {}
        for one in self.query(".field *"):
            if isinstance(one, (Line, Prose, Choice, Picker)) and one.id:
                found[one.id] = one
        return found

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return {name: one.value for name, one in self.fields.items()}

    def on_mount(self) -> None:
        """Fill in. Textual calls this of every class on the way up, so those below change `fill_in`."""
        drafts = work.desk_app(self).drafts
        if drafts is not None and drafts.finished(self._draft_id):
            # Thrown away from the list of drafts: the form starts afresh.
            self.kept.clear()
            self._draft_id = new_id()
        self.fill_in()

    def fill_in(self) -> None:
        """What was typed the last time."""
        for name, value in self.kept.items():
            if name in self.fields:
                self.fields[name].fill(value)

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> Result:
        """The core's act."""
        raise NotImplementedError

    def refuse(self, sentence: str) -> None:
        """Say why not."""
        self.query_one("#refusal", Static).update(Content(sentence))

    @on(Button.Pressed, "#done")
    def _pressed(self) -> None:
        self.action_done()

    def action_done(self) -> None:
        """Do it."""
        if self._busy:
            return
        self._busy = True
        self.refuse("")
        values = self.values()
        work.write(self, lambda desk, by: self.act(desk, by, values), self.done, self.refused)

    def refused(self, error: DeskError) -> None:
        """Say why not, and lead to the field."""
        self._busy = False
        self.refuse(error.message)
        self.to_field(str(error.details.get("field", "")))

    def to_field(self, name: str) -> None:
        """Into a field, where there is one of that name."""
        field = self.fields.get(name)
        if field is not None:
            self.set_focus(field.line if isinstance(field, Picker) else field)

    def done(self, result: Result) -> None:
        """It is on record: the draft goes."""
        self._busy = False
        drafts = work.desk_app(self).drafts
        if self.draft_place is not None and drafts is not None:
            drafts.finish(self._draft_id)
        self.kept.clear()
        if self.is_attached:
            self.dismiss(result)

    def action_leave(self) -> None:
        """Back; what was typed stays."""
        self.put_aside()
        self.kept.update(self.values())
        if self.draft_place is not None:
            self.kept[DRAFT] = self._draft_id
        self.dismiss(None)

    # -- drafts ------------------------------------------------------------------------------------------------

    def keep_from(self, untouched: dict[str, Any]) -> None:
        """From now on what is typed is kept every second; `untouched` are the values that need no keeping."""
        self._untouched, self._last = untouched, self.values()
        self.set_interval(KEEP_SECONDS, self.keep_draft)

    @property
    def half_typed(self) -> bool:
        """Whether something would be lost."""
        return self.is_mounted and bool(self._untouched) and self.values() != self._untouched

    def keep_draft(self) -> None:
        """Keep what is typed, off the screen's thread."""
        values = self.values()
        if values != self._last and not self._busy:
            self._last = values
            self.run_worker(partial(self._keep, values), group="draft", thread=True, exit_on_error=False)

    def _keep(self, values: dict[str, Any]) -> None:
        drafts = work.desk_app(self).drafts
        if drafts is None or self.draft_place is None:
            return
        if values == self._untouched:
            drafts.drop(self._draft_id)
        else:
            drafts.keep(self.draft_place, self.draft_number, values, self._draft_id)

    def put_aside(self) -> None:
        """Keep it for later, where there is anything to keep."""
        if self._untouched:
            self._keep(self.values())

    def hand_over_draft(self, before: DraftKeeper) -> None:
        """Somebody else acts: what is typed here is theirs to keep from now on."""
        before.drop(self._draft_id)
        self._last = {}


@dataclass(frozen=True, slots=True)
class Pick:
    """One line to choose, also by its `key`; with `reason` it is dim and says why not. Choosing gives `value`."""

    words: str
    value: Any
    reason: DeskError | None = None
    about: str = ""
    key: str = ""


class PickOne(ModalScreen[Any]):
    """Gives the chosen line's value, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", show=False)]
    about = N_("Up and Down mark, Enter chooses. What is dim cannot be done now; the reason stands below.")

    def __init__(self, title: str, picks: Sequence[Pick]) -> None:
        super().__init__()
        self._title, self.picks = title, tuple(picks)

    def compose(self) -> ComposeResult:
        """A list over a sentence."""
        with Vertical(classes="box"):
            wide = width_of(self)
            yield Label(Content(cut(self._title, wide)), classes="title")
            yield OptionList(
                *(Option(Content.styled(cut(one.words, wide), "dim" if one.reason else "")) for one in self.picks)
            )
            yield Static(id="menu-about")

    def on_mount(self) -> None:
        """Mark the first."""
        if self.picks:
            self.query_one(OptionList).highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _explain(self, event: OptionList.OptionHighlighted) -> None:
        one = self.picks[event.option_index]
        self.query_one("#menu-about", Static).update(Content(one.reason.message if one.reason else one.about))

    @on(OptionList.OptionSelected)
    def _choose(self, event: OptionList.OptionSelected) -> None:
        one = self.picks[event.option_index]
        if one.reason is None:
            self.dismiss(one.value)

    def on_key(self, event: events.Key) -> None:
        """A line's own key chooses it, or marks it where it cannot be done now."""
        place = next((n for n, one in enumerate(self.picks) if event.key in one.key.split(",") and one.key), None)
        if place is None:
            return
        event.stop()
        event.prevent_default()
        self.query_one(OptionList).highlighted = place
        if self.picks[place].reason is None:
            self.dismiss(self.picks[place].value)


class ReadText(ModalScreen[None]):
    """Something to read, line by line."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,enter,space", "dismiss(None)", show=False)]
    about = N_("Everything that is on record. Esc goes back.")

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title, self._lines = title, lines

    def compose(self) -> ComposeResult:
        """Title over lines."""
        with VerticalScroll(classes="box"):
            yield Label(Content(self._title), classes="title")
            yield Static(Content("\n".join(self._lines)), id="help-text")


def width_of(node: Any) -> int:
    """Cells a line may have in these dialogs."""
    return min(86, max(20, int(node.app.size.width) - 8))
