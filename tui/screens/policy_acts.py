"""What is changed from the policy screen: answers, texts, gaps. Opens a dialog, then shows what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from core.policies.views import AnswerView, DocumentView, GapGroup, Imported, SheetResult, count
from core.words import _
from tui import work
from tui.actions import Action
from tui.screens.policy_leaves import answer_leaf

if TYPE_CHECKING:
    from tui.drafts import Draft
    from tui.screens.policies import Page, PoliciesScreen


class PolicyActs:
    """The acts of one policy screen. What was typed into a dialog is there again when it is opened anew."""

    def __init__(self, screen: PoliciesScreen) -> None:
        self._screen = screen
        self._typed: dict[str, dict[str, Any]] = {}

    def perform(self, action: Action, page: Page | None) -> None:
        """Do one of the screen's acts on what is being read."""
        if action.id == "write_answer":
            self.write(page.gap if page is not None else None)
        elif action.id == "edit_answer" and page is not None and page.answer is not None:
            self.edit(page.answer)
        elif action.id == "retire_policy" and page is not None:
            self._retire(page)
        elif action.id == "dismiss_gap" and page is not None and page.gap is not None:
            self._dismiss(page.gap)
        elif action.id == "take_text":
            self._take_text()
        elif action.id == "take_sheet":
            self._take_sheet()
        elif action.id == "save_sheet":
            self._save_sheet()

    def _kept(self, key: str) -> dict[str, Any]:
        return self._typed.setdefault(key, {})

    # -- answers ---------------------------------------------------------------------------------------------------

    def write(self, gap: GapGroup | None = None, draft: Draft | None = None) -> None:
        """A new answer; for a gap with the ways it was asked."""
        from tui.screens.answer_form import AnswerForm

        screen = self._screen
        start: dict[str, Any] = {}
        if gap is not None:
            start = {"question": gap.question, "aliases": "\n".join(gap.questions[1:])}
        elif screen.view == "results" and screen.typed:
            start = {"question": screen.typed}
        kept = self._kept(f"gap {gap.ids[0]}" if gap is not None else "new")
        ids = gap.ids if gap is not None else ()
        screen.app.push_screen(AnswerForm(None, kept, start=start, closes=ids, draft=draft), self._answered)

    def edit(self, answer: AnswerView, draft: Draft | None = None) -> None:
        """Change an answer."""
        from tui.screens.answer_form import AnswerForm

        form = AnswerForm(answer, self._kept(f"answer {answer.id}"), draft=draft)
        self._screen.app.push_screen(form, self._answered)

    def take_up(self, draft: Draft) -> None:
        """Go on with an answer that was half typed."""
        if draft.number is None:
            self.write(draft=draft)
            return
        which = int(draft.number)
        work.read(
            self._screen, "draft", lambda desk, by: desk.policies.answer(which, by=by),
            lambda answer: self.edit(answer, draft),
        )  # fmt: skip

    def _answered(self, answer: AnswerView | None) -> None:
        if answer is None:
            return
        words = _("Answer {number} is out of use.") if answer.retired else _("Answer {number} is on record.")
        self._screen.app.notify(words.format(number=answer.id), markup=False)
        self._show(answer)

    def _show(self, answer: AnswerView) -> None:
        screen = self._screen
        if screen.is_attached:
            from tui.screens.policies import Page

            screen.show_page(Page(answer_leaf(answer, screen.documents), answer=answer))
            screen.renew()

    # -- out of use ------------------------------------------------------------------------------------------------

    def _retire(self, page: Page) -> None:
        from tui.screens.policy_dialogs import RetireAnswer, RetireText

        if page.answer is not None:
            kept = self._kept(f"retire answer {page.answer.id}")
            self._screen.app.push_screen(RetireAnswer(page.answer, kept), self._answered)
        elif page.text is not None:
            kept = self._kept(f"retire text {page.text.document.id}")
            self._screen.app.push_screen(RetireText(page.text.document, kept), self._text_retired)

    def _text_retired(self, document: DocumentView | None) -> None:
        if document is not None:
            self._screen.app.notify(_("“{title}” is out of force.").format(title=document.title), markup=False)
            self._screen.show_page(None)
            self._screen.renew()

    def _dismiss(self, gap: GapGroup) -> None:
        def done(closed: int) -> None:
            self._screen.app.notify(_("{count} closed.").format(count=closed), markup=False)
            if self._screen.is_attached:
                self._screen.show_page(None)
                self._screen.renew()

        work.write(self._screen, lambda desk, by: desk.policies.close_gaps(gap.ids, by=by), done)

    # -- files -----------------------------------------------------------------------------------------------------

    def _take_text(self) -> None:
        from tui.screens.policy_dialogs import TakeText

        self._screen.app.push_screen(TakeText(self._kept("text")), self._text_came)

    def _text_came(self, imported: Imported | None) -> None:
        if imported is None:
            return
        one = imported.document
        if not imported.new:
            words = [_("This text is there already; nothing was changed.")]
        else:
            words = [
                _("“{title}” is on record: {chapters} chapters, {articles} articles.").format(
                    title=one.title, chapters=one.chapters, articles=one.articles
                )
            ]
        words += [message for _code, message in imported.warnings]
        if imported.changed:
            numbers = _(", ").join(str(number) for number in imported.changed)
            words.append(_("Articles that changed: {numbers}").format(numbers=numbers))
        if imported.flagged:
            ids = " ".join(str(number) for number in imported.flagged)
            words.append(_("Answers to look at, because what they cite changed: {ids}").format(ids=ids))
        self._screen.app.notify("\n".join(words), markup=False, timeout=15)
        if self._screen.is_attached:
            self._screen.renew()
            self._screen.show_view("texts")

    def _take_sheet(self) -> None:
        from tui.screens.policy_dialogs import TakeSheet

        self._screen.app.push_screen(TakeSheet(self._kept("sheet")), self._sheet_came)

    def _sheet_came(self, result: SheetResult | None) -> None:
        if result is not None:
            self._screen.app.notify(sheet_words(result), markup=False)
            if self._screen.is_attached:
                self._screen.renew()

    def _save_sheet(self) -> None:
        from tui.screens.policy_dialogs import SaveSheet

        def done(written: tuple[int, str] | None) -> None:
            if written is not None:
                words = _("{count} answers written to {file}.").format(count=written[0], file=written[1])
                self._screen.app.notify(words, markup=False)

        self._screen.app.push_screen(SaveSheet(self._kept("save")), done)


def sheet_words(result: SheetResult) -> str:
    """How many answers a sheet adds, changes, leaves."""
    return _("{added} new, {changed} changed, {unchanged} unchanged.").format(
        added=count(result.changes, "added"), changed=count(result.changes, "changed"),
        unchanged=count(result.changes, "unchanged"),
    )  # fmt: skip
