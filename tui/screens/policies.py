"""The policy screen: finding as one types, reading, the texts, the answers, and what nobody answered yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from core.errors import DeskError, RuleRefused
from core.policies.views import AnswerView, DocumentText, DocumentView, GapGroup, SearchResult, SearchResults
from core.words import N_, _
from tui import work
from tui.actions import Action, Offer, bindings, of
from tui.screens.place import PlaceScreen
from tui.screens.policy_acts import PolicyActs
from tui.screens.policy_leaves import answer_leaf, article_leaf, document_leaf, gap_leaf, how_to_import, place_of
from tui.screens.policy_rows import MOST, VIEWS, Row, answer_rows, gap_rows, result_row, text_row, views_line
from tui.widgets.harmless import Line
from tui.widgets.reading import Leaf, ReadingPane

if TYPE_CHECKING:
    from core.desk import Desk

RESULTS = 20


@dataclass(frozen=True, slots=True)
class Page:
    """What is read: the leaf, and the record behind it. `trail`: citations of an answer still to be opened."""

    leaf: Leaf
    words: tuple[str, ...] = ()
    answer: AnswerView | None = None
    text: DocumentText | None = None
    place: int | None = None
    gap: GapGroup | None = None
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """One reading of the lists."""

    texts: tuple[DocumentView, ...]
    answers: tuple[AnswerView, ...]
    gaps: tuple[GapGroup, ...]


class PoliciesScreen(PlaceScreen[None]):
    """A search line over a list and a pane to read in."""

    CSS_PATH = "policies.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Ctrl goes before the search line's own editing keys: what the key bar says holds while typing.
        *(replace(one, priority=one.key.startswith("ctrl+")) for one in bindings("policies", letters=True)),
        Binding("down", "into_list", show=False),
    ]
    place = "policies"
    title_words = N_("Policies")
    about = N_(
        "Type a question as callers ask it, in Chinese, pinyin or initials: answers and articles come as you type. "
        "Down goes into the list, Enter opens the article an answer stands on. Ctrl+T shows the texts, all answers, "
        "and the questions nothing answered."
    )

    def __init__(self) -> None:
        super().__init__()
        self.view = "results"
        self.rows: tuple[Row, ...] = ()
        self.page: Page | None = None
        self.history: list[Page] = []
        self.found: SearchResults | None = None
        self.lists = Lists((), (), ())
        self.acts = PolicyActs(self)
        self._noted: set[str] = set()
        self._listed = ""
        self._kept: str | None = None

    def compose_body(self) -> ComposeResult:
        """Search, lists, list, text."""
        with Horizontal(id="policy-search"):
            yield Label(_("Find"), classes="label")
            yield Line(id="query", placeholder=_("a question, in Chinese, pinyin or initials"))
        yield Static(id="policy-views")
        with Horizontal(id="policy-panes"):
            with Vertical(id="policy-left"):
                yield OptionList(id="policy-list")
                yield Static(id="policy-note")
            yield ReadingPane(id="reading")

    def on_mount(self) -> None:
        """Start with the search line."""
        self.set_focus(self.query_one("#query"))
        self.reading.show(None, note=_("What is marked in the list is read here."))
        self._say_note(_("Type a question; F1 says more."))
        self._show_views()
        self._fetch_lists()

    @property
    def reading(self) -> ReadingPane:
        """Where one reads."""
        return self.query_one(ReadingPane)

    @property
    def options(self) -> OptionList:
        """The list."""
        return self.query_one("#policy-list", OptionList)

    @property
    def typed(self) -> str:
        """The question as typed."""
        return self.query_one("#query", Line).value.strip()

    @property
    def documents(self) -> dict[int, DocumentView]:
        """The texts by id, old versions among them."""
        return {one.id: one for one in self.lists.texts}

    @property
    def marked(self) -> Row | None:
        """The marked line's record."""
        place = self.options.highlighted
        return self.rows[place] if place is not None and place < len(self.rows) else None

    # -- fetching --------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Something was written: the lists as they are now; what is being read stays."""
        super().renew()
        if self.shouwen.by and self.is_mounted:
            self._fetch_lists()

    def on_resize(self, event: events.Resize) -> None:
        """Cut the lines to the new width."""
        super().on_resize(event)
        self.call_after_refresh(self._list, keep=True)

    def _fetch_lists(self) -> None:
        # There may be many thousand answers: they are read where they are listed, not with every change.
        known = self.lists.answers if self.view != "answers" else None

        def ask(desk: Desk, by: str) -> Lists:
            policies = desk.policies
            answers = policies.answers(by=by) if known is None else known
            return Lists(policies.list(by=by, every_version=True), answers, policies.gaps(by=by))

        work.read(self, "lists", ask, self._lists_came)

    def _lists_came(self, lists: Lists) -> None:
        self.lists = lists
        self._show_views()
        if self.view != "results":
            self._list(keep=True)
        elif self.found is not None:
            self._search(after=0.0)

    @on(Input.Changed, "#query")
    def _changed(self) -> None:
        self.view = "results"
        self._show_views()
        self._search(after=0.15)

    def _search(self, *, after: float) -> None:
        typed = self.typed

        def came(found: SearchResults) -> None:
            if typed == self.typed:
                self._found(found)

        if not typed:
            self._found(None)
            return
        work.read(self, "search", lambda desk, by: desk.policies.search(typed, by=by, limit=RESULTS), came, after=after)

    def _found(self, found: SearchResults | None) -> None:
        self.found = found
        if self.view == "results":
            self._list(keep=self._listed == self.typed)
        self._listed = self.typed
        if found is None:
            return
        if not found.results:
            self._say_note(_("Nothing found. Enter notes the question for the supervisor."))
        elif not found.confident:
            self._say_note(_("Nothing fits well; these come nearest. Enter notes the question for the supervisor."))

    # -- the list --------------------------------------------------------------------------------------------------

    def _rows(self) -> Sequence[Row]:
        width = max(24, (self.options.scrollable_content_region.width or 40) - 2)
        desk = self.shouwen.desk
        assert desk is not None
        if self.view == "texts":
            return [text_row(one, width) for one in self.lists.texts if one.state != "replaced"]
        if self.view == "answers":
            return answer_rows(self.lists.answers, self.documents, width)
        if self.view == "gaps":
            return gap_rows(self.lists.gaps, desk.storage.now(), width)
        return [result_row(one, self.documents, width) for one in (self.found.results if self.found else ())]

    def _list(self, *, keep: bool = False) -> None:
        """Fill the list. `keep`: the same list as it is now, so the mark and what is being read stay."""
        if not self.is_mounted:
            return
        before = self.marked.key if self.marked is not None else None
        self.rows = tuple(self._rows())
        options = self.options
        options.set_options(Option(one.prompt, id=one.key) for one in self.rows)
        self._say_note(self._words_on_list())
        keys = [one.key for one in self.rows]
        if keys:
            self._kept = before if keep and before in keys else None
            options.highlighted = 0 if self._kept is None else keys.index(self._kept)
        elif self.page is None or self.view != "results":
            self.reading.show(None, note=_("What is marked in the list is read here."))
        self.renew_bars()

    def _words_on_list(self) -> str:
        count = len(self.rows)
        if self.view == "results":
            return _("{count} results").format(count=count) if self.typed else _("Type a question; F1 says more.")
        if self.view == "texts":
            return "" if count else _("No text is here yet. Ctrl+O takes one in from a file.")
        if self.view == "gaps":
            return "" if count else _("Every question so far found an answer.")
        more = len(self.lists.answers) - count
        return _("{count} more: type to find them").format(count=more) if more > 0 and count == MOST else ""

    def _say_note(self, words: str) -> None:
        self.query_one("#policy-note", Static).update(Content(words))

    def _show_views(self) -> None:
        counts = {
            "texts": sum(1 for one in self.lists.texts if one.state != "replaced"),
            "gaps": len(self.lists.gaps),
        }
        if self.lists.answers:
            counts["answers"] = len(self.lists.answers)
        self.query_one("#policy-views", Static).update(views_line(self.view, counts))

    @on(OptionList.OptionHighlighted)
    def _marked(self) -> None:
        row, kept = self.marked, self._kept
        self._kept = None
        if row is not None and (row.key != kept or self.page is None):
            self._preview(row)

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.shouwen.action_press("enter")

    # -- reading ---------------------------------------------------------------------------------------------------

    def _words(self) -> tuple[str, ...]:
        """The words looked for, of all results, so that neighbouring articles have their marks too."""
        if self.view != "results" or self.found is None:
            return ()
        return tuple(dict.fromkeys(word for one in self.found.results for word in one.hits))

    def _preview(self, row: Row) -> None:
        """Show what a line stands for. It replaces the preview before, and is in no history."""
        about, words = row.about, self._words()
        if isinstance(about, GapGroup):
            self.show_page(Page(gap_leaf(about), gap=about))
        elif isinstance(about, DocumentView) or (isinstance(about, SearchResult) and about.kind == "article"):
            which = about.id if isinstance(about, DocumentView) else about.document

            def text_came(text: DocumentText) -> None:
                if not self._still(row):
                    return
                if isinstance(about, DocumentView):
                    self.show_page(Page(document_leaf(text), words, text=text))
                else:
                    self.show_page(self._article(text, self._place(text, about), words, about.citations))

            work.read(self, "page", lambda desk, by: desk.policies.show(str(which), by=by), text_came, after=0.05)
        else:
            answer_id = about.id

            def answer_came(answer: AnswerView) -> None:
                if self._still(row):
                    self.show_page(Page(answer_leaf(answer, self.documents), words, answer=answer))

            work.read(self, "page", lambda desk, by: desk.policies.answer(answer_id, by=by), answer_came, after=0.05)

    def _still(self, row: Row) -> bool:
        """Whether this line, or the same one in a list fetched anew, is marked."""
        return self.marked is not None and self.marked.key == row.key

    @staticmethod
    def _place(text: DocumentText, about: SearchResult) -> int:
        number = about.articles[0] if about.articles else None
        return place_of(text, number, about.text, about.citations[0] if about.citations else "")

    @staticmethod
    def _article(
        text: DocumentText, place: int, words: tuple[str, ...], citations: tuple[str, ...], *, trail: int = 0
    ) -> Page:
        citation = citations[0] if citations else ""
        rest = citations[1:]
        return Page(
            article_leaf(text, place, citation, trail=trail), words, text=text, place=place, trail=rest if trail else ()
        )

    def show_page(self, page: Page | None) -> None:
        """Read this."""
        self.page = page
        if page is None:
            self.reading.show(None, note=_("What is marked in the list is read here."))
        else:
            self.reading.show(page.leaf, page.words)
        self.renew_bars()

    def open_page(self, page: Page) -> None:
        """Read this, and be able to go back to what was read before."""
        if self.page is not None and self.page != page:
            self.history.append(self.page)
        self.show_page(page)
        self.set_focus(self.reading)

    def _open(self) -> None:
        page = self.page
        if self.query_one("#query").has_focus and self.rows:
            self.action_into_list()
        if page is None:
            return
        if page.gap is not None:
            self.acts.write(page.gap)
        elif page.answer is not None:
            self._open_citation(page.answer, page.words)
        elif page.text is not None and page.place is None:
            if page.text.articles:
                self.open_page(self._article(page.text, 0, page.words, ()))
            else:
                self.set_focus(self.reading)
        elif page.text is not None and page.trail:
            place = place_of(page.text, None, citation=page.trail[0])
            self.open_page(self._article(page.text, place, page.words, page.trail, trail=len(page.trail) - 1))
        else:
            self.set_focus(self.reading)

    def _open_citation(self, answer: AnswerView, words: tuple[str, ...]) -> None:
        if answer.document is None or not answer.citations:
            if answer.citations:
                self.app.notify(how_to_import(answer.document_title), markup=False, timeout=10)
            self.set_focus(self.reading)
            return
        citations, which = answer.citations, answer.document

        def came(text: DocumentText) -> None:
            if text.articles:
                place = place_of(text, answer.articles[0], citation=citations[0])
                self.open_page(self._article(text, place, words, citations, trail=len(citations) - 1))

        work.read(self, "page", lambda desk, by: desk.policies.show(str(which), by=by), came)

    def _turn(self, step: int) -> None:
        page = self.page
        if page is not None and page.text is not None and page.place is not None:
            place = page.place + step
            if 0 <= place < len(page.text.articles):
                self.open_page(self._article(page.text, place, page.words, ()))

    def _hit(self, step: int) -> None:
        number = self.reading.go_hit(step)
        if number is None:
            self.app.notify(_("No word looked for stands here."), markup=False)
        else:
            self._say_note(_("Hit {number} of {count}").format(number=number + 1, count=len(self.reading.hits)))

    # -- doing -----------------------------------------------------------------------------------------------------

    def offers(self) -> list[Offer]:
        """What can be done here and now."""
        dismiss = self.view == "gaps"
        left_out = "retire_policy" if dismiss else "dismiss_gap"
        return [Offer(one, self._reason(one)) for one in of("policies") if one.id != left_out]

    def _reason(self, one: Action) -> DeskError | None:
        page = self.page
        if one.id in ("next_hit", "previous_hit") and (page is None or not self.reading.hits):
            return RuleRefused("no_hits", N_("No word looked for stands here."))
        if one.id in ("article_before", "article_after"):
            step = -1 if one.id == "article_before" else 1
            if page is None or page.text is None or page.place is None:
                return RuleRefused("no_article", N_("No article is being read."))
            if not 0 <= page.place + step < len(page.text.articles):
                return RuleRefused("no_more_articles", N_("There is no further article."))
        if one.id == "read_before" and not self.history:
            return RuleRefused("no_history", N_("Nothing was read before this."))
        if one.id in ("copy_page", "dismiss_gap") and page is None:
            return RuleRefused("nothing_marked", N_("Nothing is marked."))
        if one.id == "edit_answer" and (page is None or page.answer is None or page.answer.retired):
            return RuleRefused("no_answer_marked", N_("Mark an answer first."))
        if one.id == "retire_policy" and (page is None or (page.answer is None and page.text is None)):
            return RuleRefused("nothing_marked", N_("Mark an answer or a text first."))
        return None

    def perform(self, action: Action) -> None:
        """Move, read, or open what an act needs."""
        page = self.page
        if action.id == "open_policy":
            self._open()
        elif action.id == "policy_lists":
            self._next_view()
        elif action.id in ("next_hit", "previous_hit"):
            self._hit(1 if action.id == "next_hit" else -1)
        elif action.id in ("article_before", "article_after"):
            self._turn(-1 if action.id == "article_before" else 1)
        elif action.id == "read_before":
            self.show_page(self.history.pop())
        elif action.id == "copy_page" and page is not None:
            self.app.copy_to_clipboard(page.leaf.copy)
            self.app.notify(_("Copied, with where it stands."), markup=False)
        elif action.id == "to_search":
            self._step_back()
        else:
            self.acts.perform(action, page)

    def _next_view(self) -> None:
        views = list(VIEWS)
        self.show_view(views[(views.index(self.view) + 1) % len(views)])

    def show_view(self, view: str) -> None:
        """Show one of the lists."""
        self.view = view
        self._show_views()
        self._list()
        self.set_focus(self.options)
        if view == "answers":
            self._fetch_lists()

    def _step_back(self) -> None:
        if self.reading.has_focus:
            self.set_focus(self.options if self.rows else self.query_one("#query"))
        else:
            self.set_focus(self.query_one("#query"))

    def action_into_list(self) -> None:
        """From the search line into the list."""
        if self.rows:
            self.set_focus(self.options)

    @on(Input.Submitted, "#query")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        typed = self.typed
        if typed and self.found is not None and not self.found.confident and typed not in self._noted:
            self._noted.add(typed)
            work.write(self, lambda desk, by: desk.policies.missed(typed, by=by), self._missed)
        self.call_after_refresh(self.action_into_list)

    def _missed(self, _nothing: None) -> None:
        self.app.notify(_("The question was noted for the supervisor."), markup=False)

    def on_descendant_focus(self) -> None:
        """Where the window is narrow, what is read takes the list's place."""
        self.set_class(self.reading.has_focus, "-reading")
