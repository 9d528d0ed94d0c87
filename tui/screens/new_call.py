"""A new call: fields in the order people talk. What is typed is kept every second."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Input, Label, Static, TextArea

from core.calls.terms import CHANNELS, KINDS, OPEN
from core.calls.views import CallerHistory, CallView, NewCall
from core.clock import read_time
from core.errors import DeskError
from core.occupants.views import OccupantView
from core.services.rules import suggest
from core.text import normal_phone
from core.words import N_, _
from tui import work
from tui.actions import Action, Offer, bindings
from tui.drafts import Draft, DraftKeeper, new_id
from tui.occupant_words import caller_line
from tui.screens.call_help import CallHelp
from tui.screens.place import PlaceScreen
from tui.showing import cut, line, when
from tui.widgets.answers import AnswerPane
from tui.widgets.asking import fill, value_of
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line, Prose
from tui.widgets.picker import Picker
from tui.widgets.suggestions import Suggestions
from tui.work import desk_app

if TYPE_CHECKING:
    from core.desk import Desk

KEEP_SECONDS = 1.0
BEGUN = "begun"
"""The key under which a draft has when it was begun."""
FIELDS = (
    "phone", "name", "question", "service", "answer", "kind", "channel", "organisation", "group", "ticket",
    "received_at", "confidential", "about",
)  # fmt: skip
_YES_NO = {False: N_("no"), True: N_("yes")}


class NewCallScreen(PlaceScreen[CallView | None]):
    """The form. Gives the call that was logged, or None where it was put aside."""

    CSS_PATH = "new_call.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("new_call"),
        *(Binding(f"alt+{place + 1}", f"take_suggestion({place})", show=False) for place in range(3)),
    ]
    typing_goes_on = True
    place = "new_call"
    title_words = N_("New call")
    about = N_(
        "Phone, who, question, service, answer: Enter goes on, Tab skips. A known number shows its earlier calls. "
        "Without a service the call is sorted later; without an answer it stays in your queue. Answers stand beside "
        "the question as it is typed: Ctrl+G reads one whole, Ctrl+T puts it into the answer with its citation."
    )

    def __init__(self, taken_up: Draft | None = None) -> None:
        super().__init__()
        self._taken_up = taken_up
        self._draft_id = taken_up.id if taken_up else new_id()
        self._empty: dict[str, Any] = {}
        self._kept: dict[str, Any] = {}
        self._history: CallerHistory | None = None
        self._occupant: OccupantView | None = None
        """The occupant whose number was typed."""
        self._filled_in: dict[str, str] = {}
        self._busy = False
        self._begun = _begun(taken_up)
        """When the first of it was typed: a call is received when the caller says it, not when it is put on record."""
        self._field_before_guide: Widget | None = None
        self.help = CallHelp(self)

    def compose_body(self) -> ComposeResult:
        """The form at the left, help at the right."""
        book = self.shouwen.book
        assert book is not None
        with Horizontal(id="form-panes"):
            with VerticalScroll(id="form", can_focus=False):
                yield from _row(N_("Phone"), Line(id="phone"))
                yield Static(id="history")
                yield from _row(N_("Caller"), Line(id="name"))
                yield from _row(N_("Question"), Prose(id="question"))
                yield from _row(
                    N_("Service"),
                    Picker(book.entries("service"), id="service", placeholder=_("code, name, pinyin or initials")),
                )
                yield from _row(
                    N_("Answer"), Prose(id="answer", placeholder=_("left empty, the call stays in your queue"))
                )
                yield Static(id="refusal", classes="refusal")
                with Horizontal(id="form-buttons"):
                    yield Button(_("Log") + "  Ctrl+S", id="save", compact=True, variant="primary")
                    yield Button(_("More fields") + "  Ctrl+O", id="more-button", compact=True)
                with Vertical(id="more"):
                    yield from _row(N_("Kind"), Choice({"": N_("usual"), **KINDS}, id="kind"))
                    yield from _row(N_("Channel"), Choice(CHANNELS, id="channel"))
                    yield from _row(N_("Organisation"), Line(id="organisation"))
                    yield from _row(N_("Group"), Picker(book.entries("group"), id="group"))
                    yield from _row(N_("Ticket"), Line(id="ticket", placeholder=_("number of another system's ticket")))
                    yield from _row(
                        N_("Received at"),
                        Line(id="received_at", placeholder=_("2026-11-23T09:30; empty: when this form was begun")),
                    )
                    yield from _row(N_("Confidential"), Choice(_YES_NO, id="confidential"))
                    yield from _row(
                        N_("About"),
                        Picker(book.entries("staff"), id="about", placeholder=_("the colleague complained about")),
                    )
            with Vertical(id="form-side"):
                yield Suggestions(id="suggestions")
                yield AnswerPane(id="form-answers")

    def on_mount(self) -> None:
        """Start with the phone."""
        self._empty = self._kept = self.values()
        if self._taken_up is not None:
            for name, value in self._taken_up.values.items():
                if name in FIELDS:
                    fill(self._field(name), value)
            if any(self._taken_up.values.get(name) != self._empty[name] for name in FIELDS[5:]):
                self.query_one("#more").add_class("-shown")
            self._refuse(_("Taken up from the draft."))
        self.set_focus(self.query_one("#phone"))
        self.query_one(AnswerPane).can_focus = False
        self._think()
        self.set_interval(KEEP_SECONDS, self.keep_draft)

    def _field(self, name: str) -> Widget:
        return self.query_one(f"#{name}")

    def values(self) -> dict[str, Any]:
        """What is filled in."""
        return {name: value_of(self._field(name)) for name in FIELDS}

    @property
    def half_typed(self) -> bool:
        """Whether something would be lost."""
        return self.is_mounted and bool(self._empty) and self.values() != self._empty

    @property
    def stays_with_author(self) -> bool:
        """Whether the next person at this counter may not see it: confidential, or about a colleague."""
        return self.is_mounted and bool(value_of(self._field("confidential")) or value_of(self._field("about")))

    def travelling(self) -> dict[str, Any]:
        """What is typed, to go on with under the next person."""
        known = {name: "" for name, value in self._filled_in.items() if value_of(self._field(name)) == value}
        return self._to_keep() | known

    def throw_away(self) -> None:
        """Forget what is typed here: it goes on elsewhere."""
        self._finish_draft()

    @property
    def phone_typed(self) -> str:
        """The number so far, for the keys that log a wrong number."""
        return self.query_one("#phone", Line).value.strip()

    def invalid_logged(self) -> None:
        """A wrong number or nuisance took the number: an otherwise empty form closes."""
        values = self.values()
        if not values["question"].strip() and not values["answer"].strip():
            self._finish_draft()
            self.dismiss(None)

    def renew(self) -> None:
        """Somebody else acts, or something was written: the form stays as it is."""
        super().renew()
        book = self.shouwen.book
        if book is not None:
            for kind in ("service", "group"):
                self.query_one(f"#{kind}", Picker).entries = book.entries(kind)

    # -- help while typing -----------------------------------------------------------------------------------------

    @on(Input.Changed, "#phone")
    def _phone_changed(self) -> None:
        typed = self.phone_typed
        number = normal_phone(typed)
        if number is None or len(number) < 7:
            self._history_came(typed, None, None)
            return

        def ask(desk: Desk, by: str) -> tuple[CallerHistory | None, OccupantView | None]:
            known = desk.occupants.by_phone(typed, by=by)
            return desk.calls.caller(typed, by=by), None if known is None else desk.occupants.show(known.id, by=by)

        work.read(
            self, "caller", ask, lambda found: self._history_came(typed, *found),
            lambda _error: self._history_came(typed, None, None), after=0.25,
        )  # fmt: skip

    @property
    def occupant(self) -> int | None:
        """The occupant F4 opens from here."""
        return self._occupant.id if self._occupant is not None else None

    def _history_came(self, typed: str, found: CallerHistory | None, occupant: OccupantView | None) -> None:
        if typed != self.phone_typed:
            return
        self._history, self._occupant = found, occupant
        known = [("name", found.name), ("organisation", found.organisation), ("group", found.group)] if found else []
        if occupant is not None and not (found is not None and found.organisation):
            known.append(("organisation", occupant.name))
        if known:
            for name, value in known:
                field = self._field(name)
                if value and value_of(field) in ("", self._filled_in.get(name)):
                    fill(field, value)
                    self._filled_in[name] = value
        else:
            for name, value in self._filled_in.items():
                if value_of(self._field(name)) == value:
                    fill(self._field(name), "")
            self._filled_in = {}
        self._show_history()

    def _show_history(self) -> None:
        book, found = self.shouwen.book, self._history
        history = self.query_one("#history", Static)
        history.set_class(found is not None or self._occupant is not None, "-shown")
        if book is None or self.shouwen.desk is None:
            return
        now, service = self.shouwen.desk.storage.now(), value_of(self._field("service"))
        width = max(20, (self.query_one("#form").size.width or 60) - 14)
        rows: list[Content] = []
        if self._occupant is not None:
            rows.append(Content.styled(cut(f"{_('Occupant')}  {caller_line(self._occupant)}  F4", width), "bold"))
        calls = found.calls if found is not None else ()
        still = [one for one in calls if one.status in OPEN]
        for one in (still + [one for one in calls if one.status not in OPEN])[: 3 - len(rows)]:
            same = one.status in OPEN and service and one.service == service
            mark = _("same matter, still open") if same else _("still open") if one.status in OPEN else _("done")
            words = f"{when(one.received_at, now)}  {book.service(one.service) or line(one.question[:80])}"
            style = "bold $text-warning" if one.status in OPEN else "$text-muted"
            rows.append(Content.styled(cut(f"{mark}  {words}  {one.number}", width), style))
        history.update(Content("\n").join(rows))

    @on(TextArea.Changed, "#question")
    def _question_changed(self) -> None:
        self._think()

    @on(Picker.Picked, "#service")
    def _service_picked(self) -> None:
        self._think()
        self._show_history()

    def _think(self) -> None:
        book = self.shouwen.book
        if book is None:
            return
        question = self.query_one("#question", Prose).text
        picker = self.query_one("#service", Picker)
        picker.suggest(one.code for one in suggest(question[:2000], book.services.values()))
        self.query_one(AnswerPane).about(question[:2000], picker.value or None, book)
        self.query_one(Suggestions).about(question[:2000])

    @on(Suggestions.Came)
    def _answers_came(self) -> None:
        self.renew_bars()

    @on(Suggestions.Clicked)
    def _answer_clicked(self, event: Suggestions.Clicked) -> None:
        self.help.read(event.place)

    def action_take_suggestion(self, place: int) -> None:
        """Alt+1 to Alt+3."""
        self.help.take(place)

    def put_answer(self, text: str, service: str | None) -> bool:
        """Put a text into the answer, below what stands there; the service too where none is chosen. False where the
        text stands there already."""
        answer, picker = self.query_one("#answer", Prose), self.query_one("#service", Picker)
        if text in answer.text:
            return False
        answer.fill("\n".join(part for part in (answer.text.rstrip(), text) if part))
        if service and not picker.value:
            picker.fill(service)
            self._think()
        return True

    def toggle_guide(self) -> None:
        """Where the window is narrow, the guide takes the form's place, or gives it back."""
        if self.has_class("-guide"):
            self._back_to_field()
        elif self.has_class("-narrow"):
            self._field_before_guide = self.focused
            self.add_class("-guide")

    def come_back_to_field(self) -> Widget | None:
        """For text typed while the guide has the form's place: the form again, and the field it goes to."""
        if not self.has_class("-guide"):
            return None
        field = self._field_before_guide or self.query_one("#phone", Line)
        self._back_to_field()
        return field

    def _back_to_field(self) -> None:
        """The form again, the cursor where it was."""
        self.remove_class("-guide")
        field, self._field_before_guide = self._field_before_guide, None
        self.call_after_refresh((field or self.query_one("#phone", Line)).focus)

    # -- doing -----------------------------------------------------------------------------------------------------

    def perform(self, action: Action) -> None:
        """Save, more, earlier, leave."""
        own = {"save": self._save, "more": self._more, "earlier": self._earlier, "leave": self._leave}
        (own | self.help.acts())[action.id]()

    def offers(self) -> list[Offer]:
        """What can be done here; with an answer only where one is on show."""
        return [
            Offer(one.action, self.help.refusal()) if one.action.id in self.help.acts() else one
            for one in super().offers()
        ]

    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        if self._busy:
            return
        self._busy = True
        self._refuse("")
        values, begun = self.values(), self._begun

        def log(desk: Desk, by: str) -> CallView:
            now = desk.storage.now()
            return desk.calls.log(_new_call(values, begun if begun is not None and begun < now else None), by=by)

        work.write(self, log, self._logged, self._refused)

    def _logged(self, call: CallView) -> None:
        self._finish_draft()
        self.help.record(call)
        done = _("{number} is on record and completed.") if call.completed_at else _("{number} is on record.")
        self.app.notify(done.format(number=call.number), markup=False)
        if self.is_attached:
            self.dismiss(call)

    def _refused(self, error: DeskError) -> None:
        self._busy = False
        self._refuse(error.message)
        name = "phone" if error.code == "bad_phone" else error.details.get("field")
        if name in FIELDS:
            if name in FIELDS[5:]:
                self.query_one("#more").add_class("-shown")
            field = self._field(str(name))
            self.set_focus(field.line if isinstance(field, Picker) else field)

    def _refuse(self, sentence: str) -> None:
        refusal = self.query_one("#refusal", Static)
        refusal.update(Content(sentence))
        if sentence:
            refusal.scroll_visible(animate=False)

    @on(Button.Pressed, "#more-button")
    def _more(self) -> None:
        more = self.query_one("#more")
        more.toggle_class("-shown")
        if more.has_class("-shown"):
            self.set_focus(self.query_one("#kind"))
            more.scroll_visible(animate=False)
        else:
            self.set_focus(self.query_one("#phone"))

    def _earlier(self) -> None:
        if self._history is None or not self._history.calls:
            self.app.notify(_("No earlier call of this number is known."), markup=False)
            return
        still = [one for one in self._history.calls if one.status in OPEN]
        number = (still or self._history.calls)[0].number
        self._leave()
        self.shouwen.show_call(number)

    def _leave(self) -> None:
        if self.has_class("-guide"):
            self._back_to_field()
            return
        self.put_aside()
        self.dismiss(None)

    def start_another(self) -> None:
        """Another call comes in: this one is put aside, the form is empty."""
        self.put_aside()
        self._draft_id = new_id()
        self.help.used.clear()
        for name, value in self._empty.items():
            fill(self._field(name), value)
        self._kept, self._filled_in, self._busy, self._begun = dict(self._empty), {}, False, None
        self._refuse("")
        self.set_focus(self.query_one("#phone"))

    # -- drafts ----------------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep what is typed, off the screen's thread."""
        values, drafts = self.values(), desk_app(self).drafts
        if values == self._kept or self._busy or drafts is None:
            return
        self._kept = values
        if not self.half_typed:
            self._begun = None
        elif self._begun is None and self.shouwen.desk is not None:
            self._begun = self.shouwen.desk.storage.now()
        keep = partial(drafts.keep, "call", None, self._to_keep(), self._draft_id)
        work_on_it = keep if self.half_typed else partial(drafts.drop, self._draft_id)
        self.run_worker(work_on_it, group="draft", thread=True, exit_on_error=False)

    def put_aside(self) -> None:
        """Keep it for later, where there is anything to keep."""
        drafts = desk_app(self).drafts
        if drafts is not None and self.half_typed:
            drafts.keep("call", None, self._to_keep(), self._draft_id)
        elif drafts is not None:
            drafts.drop(self._draft_id)

    def _to_keep(self) -> dict[str, Any]:
        """What is typed, and since when."""
        return self.values() | ({BEGUN: self._begun.isoformat()} if self._begun is not None else {})

    def hand_over_draft(self, before: DraftKeeper) -> None:
        """Somebody else acts: what is typed here is theirs to keep from now on."""
        before.drop(self._draft_id)
        self._kept = {}
        self._history_came(self.phone_typed, None, None)
        self._phone_changed()

    def _finish_draft(self) -> None:
        drafts = desk_app(self).drafts
        if drafts is not None:
            drafts.finish(self._draft_id)


def _row(label: str, field: Widget) -> ComposeResult:
    with Horizontal(classes="row"):
        yield Label(_(label), classes="label")
        yield field


def _begun(taken_up: Draft | None) -> datetime | None:
    """Since when a draft was typed; None where it does not say, or not readably."""
    try:
        return read_time(str(taken_up.values[BEGUN])) if taken_up is not None else None
    except (KeyError, DeskError):
        return None


def _new_call(values: dict[str, Any], begun: datetime | None) -> NewCall:
    typed = values["received_at"].strip()
    return NewCall(
        question=values["question"], service=values["service"] or None, kind=values["kind"] or None,
        phone=values["phone"] or None, name=values["name"] or None, organisation=values["organisation"] or None,
        group=values["group"] or None, channel=values["channel"], ticket=values["ticket"] or None,
        answer=values["answer"] or None, received_at=read_time(typed) if typed else begun,
        confidential=values["confidential"], about=values["about"] or None,
    )  # fmt: skip
