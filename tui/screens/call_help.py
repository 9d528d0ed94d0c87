"""Answers in the call form: read one whole, take one over with its citation, count what was used or missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Label, Static

from core.calls.views import CallView
from core.desk import Desk
from core.errors import DeskError
from core.policies.views import ArticleView
from core.words import N_, _
from tui import work
from tui.policy_words import validity
from tui.screens.confirm import Confirm
from tui.screens.policy_leaves import answer_leaf
from tui.widgets.reading import Leaf, ReadingPane
from tui.widgets.suggestions import Suggestion, Suggestions

if TYPE_CHECKING:
    from tui.screens.new_call import NewCallScreen

QUESTIONS = ("consultation", "help")
"""The kinds of call whose questions are looked at for gaps."""


class AnswerReader(ModalScreen[int | None]):
    """Shows an answer whole with the articles it stands on; gives the place of the one to take over, or None."""

    CSS_PATH = "call_help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+g,ctrl+l", "turn(1)", show=False),
        Binding("ctrl+b", "turn(-1)", show=False),
        Binding("ctrl+t,enter", "take", show=False),
        Binding("ctrl+y", "copy", show=False),
        Binding("escape", "dismiss(None)", show=False),
    ]
    about = N_(
        "One of the answers to the question as typed, and the articles it stands on. Ctrl+G turns to the next one, "
        "Enter or Ctrl+T puts it into the answer field with its citation, Ctrl+Y copies it, Esc goes back."
    )

    def __init__(self, items: Sequence[Suggestion], place: int) -> None:
        super().__init__()
        self.items, self.place = tuple(items), place

    def compose(self) -> ComposeResult:
        """A pane over a line of keys."""
        with Vertical(classes="box"):
            yield Label(id="reader-title", classes="title")
            yield ReadingPane(id="reader")
            yield Static(_("Enter: into the answer    Ctrl+G: next    Ctrl+Y: copy    Esc: back"), classes="hint")

    def on_mount(self) -> None:
        """Start with the marked one."""
        self.set_focus(self.query_one(ReadingPane))
        self._show()

    @property
    def item(self) -> Suggestion:
        """The one on show."""
        return self.items[self.place]

    def action_turn(self, step: int) -> None:
        """The next or previous one."""
        self.place = (self.place + step) % len(self.items)
        self._show()

    def action_take(self) -> None:
        """This one."""
        self.dismiss(self.place)

    def action_copy(self) -> None:
        """Copy it as it would go into the answer."""
        self.app.copy_to_clipboard(self.item.said)
        self.app.notify(_("Copied, with where it stands."), markup=False)

    def _show(self, articles: Sequence[ArticleView] = ()) -> None:
        one = self.item
        count = _("{number} of {count}").format(number=self.place + 1, count=len(self.items))
        self.query_one("#reader-title", Label).update(Content(f"{_('Answer')}  {count}"))
        leaf = self._leaf(one, articles)
        self.query_one(ReadingPane).show(leaf, one.result.hits)
        answer = one.answer
        if not articles and answer is not None and answer.document is not None and answer.articles:
            numbers, which = answer.articles[:3], str(answer.document)

            def ask(desk: Desk, by: str) -> list[ArticleView]:
                return [desk.policies.article(which, number, by=by) for number in numbers]

            def came(found: list[ArticleView]) -> None:
                if self.item is one and found:
                    self._show(found)

            work.read(self, "articles", ask, came, lambda _error: None)

    @staticmethod
    def _leaf(one: Suggestion, articles: Sequence[ArticleView]) -> Leaf:
        documents = {one.document.id: one.document} if one.document is not None else {}
        if one.answer is None:
            return Leaf(one.title, tuple(one.result.text.split("\n")), (), (one.citation,), copy=one.said)
        leaf = answer_leaf(one.answer, documents, opens=False)
        texts: list[str] = []
        for article in articles:
            texts += ["", f"{article.label}　{article.text}"]
        return Leaf(leaf.title, (*leaf.paragraphs, *texts), leaf.tags, leaf.notes, copy=leaf.copy)


class CallHelp:
    """Answers for one call form."""

    def __init__(self, form: NewCallScreen) -> None:
        self._form = form
        self.used: list[int] = []

    @property
    def shown(self) -> Suggestions:
        """The answers on show."""
        return self._form.query_one(Suggestions)

    def acts(self) -> dict[str, Callable[[], None]]:
        """What the form's keys do here."""
        return {
            "read_answer": self.read,
            "take_answer": self.take,
            "next_answer": lambda: self.shown.mark(self.shown.place + 1),
        }

    def refusal(self) -> DeskError | None:
        """Why nothing can be read or taken over."""
        return None if self.shown.items else _nothing()

    def read(self, place: int | None = None) -> None:
        """Read one whole: the marked one, or the one at `place`."""
        if not self.shown.items:
            return
        if place is not None:
            self.shown.mark(place)
        items = self.shown.items
        self._form.app.push_screen(AnswerReader(items, self.shown.place), lambda chosen: self._chosen(items, chosen))

    def _chosen(self, items: Sequence[Suggestion], chosen: int | None) -> None:
        if chosen is not None:
            self._take(items[chosen])

    def take(self, place: int | None = None) -> None:
        """Put one into the answer: the marked one, or the one at `place`."""
        items = self.shown.items
        wanted = self.shown.place if place is None else place
        if 0 <= wanted < len(items):
            self.shown.mark(wanted)
            self._take(items[wanted])

    def _take(self, one: Suggestion) -> None:
        if one.status != "expired":
            self._put(one)
            return
        question = _("This answer is no longer valid: {word}. Put it in all the same, marked as such?").format(
            word=validity(one.status, one.document)
        )
        confirm = Confirm(question, yes=_("Put it in, marked"), no=_("Leave it"))
        self._form.app.push_screen(confirm, lambda sure: self._put(one) if sure else None)

    def _put(self, one: Suggestion) -> None:
        if self._form.put_answer(one.said, one.service) and one.answer is not None and one.answer.id not in self.used:
            self.used.append(one.answer.id)

    def record(self, call: CallView) -> None:
        """The call is on record: count the answers used, or note its question where none fitted.

        Nothing is noted of confidential calls and complaints; answers that were retired meanwhile are not counted.
        """
        taken, question, said = tuple(self.used), call.question, call.answer or ""
        plain = call.kind in QUESTIONS and not call.confidential and call.about is None

        def act(desk: Desk, by: str) -> None:
            found = desk.policies.search(question, by=by, limit=10)
            # What came back with a draft was taken over before this form was opened; it is known by its words.
            same = [one.id for one in found.results if one.kind == "answer" and one.text in said]
            used = tuple(dict.fromkeys((*taken, *same))) if said else ()
            for one in used:
                if not desk.policies.answer(one, by=by).retired:
                    desk.policies.use_answer(one, by=by)
            if plain and not used and (said or not found.confident):
                reason = "not_used" if found.confident else "nothing_found"
                desk.policies.missed(question, by=by, reason=reason)

        work.write(self._form, act, lambda _nothing: None)


def _nothing() -> DeskError:
    from core.errors import RuleRefused

    return RuleRefused("no_suggestion", N_("No answer is on show. Type the question first."))
