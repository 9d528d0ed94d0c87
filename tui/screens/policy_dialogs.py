"""The policy screen's smaller dialogs: out of use with a reason, a text from a file, answers from and to a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input, Static

from core.desk import Desk
from core.policies.views import AnswerView, DocumentView, Imported, SheetResult
from core.words import N_, _
from tui.paths import documents, typed_path
from tui.screens.asking import FormDialog, row
from tui.screens.policy_acts import sheet_words
from tui.showing import cut, line
from tui.widgets.harmless import Line

Result = TypeVar("Result")
ROWS_SHOWN = 200
_ACTS = {"added": N_("new"), "changed": N_("changed")}
_FIELDS = {"answer": N_("Answer"), "articles": N_("Articles cited"), "aliases": N_("Also asked as"),
           "category": N_("Category"), "service": N_("Service")}  # fmt: skip


class AskDialog(FormDialog[Result]):
    """A form of the policy screen."""

    CSS_PATH = "policies.tcss"


class RetireAnswer(AskDialog[AnswerView]):
    """Takes an answer out of use."""

    about = N_("An answer out of use is no longer found or suggested; it stays on record with the reason.")

    def __init__(self, answer: AnswerView, kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Retire')}  {line(answer.question)}", _("Retire"), kept)
        self._answer = answer.id

    def compose_fields(self) -> ComposeResult:
        """The reason."""
        yield from row(N_("Reason"), Line(id="reason"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> AnswerView:
        """Retire it."""
        return desk.policies.retire_answer(self._answer, values["reason"], by=by)


class RetireText(AskDialog[DocumentView]):
    """Takes an official text out of force."""

    about = N_("A text out of force is no longer found, and the answers that stand on it are shown as out of date.")

    def __init__(self, document: DocumentView, kept: dict[str, Any]) -> None:
        super().__init__(f"{_('Retire')}  {line(document.title)}", _("Retire"), kept)
        self._document = document.id

    def compose_fields(self) -> ComposeResult:
        """The reason."""
        yield from row(N_("Reason"), Line(id="reason"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> DocumentView:
        """Retire it."""
        return desk.policies.retire(str(self._document), values["reason"], by=by)


class TakeText(AskDialog[Imported]):
    """Takes in an official text."""

    about = N_(
        "Takes in an official text as it was saved: .txt, .html or .docx, in any usual encoding. The furniture of a "
        "web page is left out. A changed text becomes a new version, and the answers that stand on changed articles "
        "are marked to be read again. A failed import leaves nothing behind."
    )

    def __init__(self, kept: dict[str, Any]) -> None:
        super().__init__(_("Take in a text"), _("Take in"), kept)

    def compose_fields(self) -> ComposeResult:
        """The path."""
        yield from row(N_("File"), Line(id="path"), N_("a .txt, .html or .docx file"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> Imported:
        """Take it in."""
        return desk.policies.import_file(typed_path(values["path"].strip()), by=by)


class TakeSheet(AskDialog[SheetResult]):
    """Takes answers from a sheet: the first Ctrl+S shows what would change, the second does it."""

    about = N_(
        "Takes answers from a .csv or .xlsx file with the columns question, answer, articles, aliases, category, "
        "service. The first Ctrl+S only shows what would change; the second one takes it in. A row that cannot be "
        "taken keeps the whole file out."
    )

    def __init__(self, kept: dict[str, Any]) -> None:
        super().__init__(_("Answers from a file"), _("Show what would change"), kept)
        self.tried: tuple[str, SheetResult] | None = None

    def compose_fields(self) -> ComposeResult:
        """The path, and what it would change."""
        yield from row(N_("File"), Line(id="path"), N_("a .csv or .xlsx file"))
        with VerticalScroll(id="found", can_focus=True):
            yield Static(id="found-text")

    @property
    def ready(self) -> bool:
        """Whether what the path would change is on show, and can be taken."""
        tried = self.tried
        return tried is not None and tried[0] == self.query_one("#path", Line).value and not tried[1].problems

    @on(Input.Changed, "#path")
    def _other_file(self) -> None:
        if self.tried is not None and self.tried[0] != self.query_one("#path", Line).value:
            self.tried = None
            self.query_one("#found-text", Static).update(Content(""))
        self._name_button()

    def _name_button(self) -> None:
        words = _("Take in") if self.ready else _("Show what would change")
        self.query_one("#done", Button).label = f"{words}  Ctrl+S"

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> SheetResult:
        """Try, or do it."""
        dry = not (self.tried is not None and self.tried[0] == values["path"] and not self.tried[1].problems)
        result = desk.policies.import_answers(typed_path(values["path"].strip()), by=by, dry_run=dry)
        if dry:
            self.tried = (values["path"], result)
        return result

    def done(self, result: SheetResult) -> None:
        """Show what would change, or go back when it is on record."""
        if result.written:
            super().done(result)
            return
        self._busy = False
        if self.is_attached:
            self.query_one("#found-text", Static).update(changes(result, max(30, self.query_one("#found").size.width)))
            self._name_button()
            self.refuse(_("Nothing was written.") if result.problems else "")


class SaveSheet(AskDialog[tuple[int, str]]):
    """Writes the answers in use to a sheet."""

    about = N_("Writes the answers in use to a .csv or .xlsx file, which can be edited and taken in again.")

    def __init__(self, kept: dict[str, Any]) -> None:
        super().__init__(_("Answers to a file"), _("Save"), kept or {"path": str(documents() / "answers.xlsx")})

    def compose_fields(self) -> ComposeResult:
        """The path."""
        yield from row(N_("File"), Line(id="path"), N_("a .csv or .xlsx file"))

    def act(self, desk: Desk, by: str, values: dict[str, Any]) -> tuple[int, str]:
        """Write it."""
        path: Path = typed_path(values["path"].strip())
        return desk.policies.export_answers(path, by=by), line(str(path))


def changes(result: SheetResult, width: int) -> Content:
    """What a sheet would change, row by row, the rows that cannot be taken first."""
    parts: list[Content] = [Content.styled(sheet_words(result), "bold")]
    for heading in result.warnings:
        words = _("The column “{column}” is not known and was left out.").format(column=line(heading))
        parts.append(Content.styled(words, "$text-warning"))
    at: Callable[[int], str] = lambda number: _("Row {number}").format(number=number)  # noqa: E731
    for problem in result.problems[:ROWS_SHOWN]:
        parts.append(Content.styled(cut(f"{at(problem.row)}  {problem.message}", width * 2), "bold $text-warning"))
    told = [one for one in result.changes if one.act in _ACTS]
    for one in told[:ROWS_SHOWN]:
        fields = _(", ").join(_(_FIELDS.get(name, name)) for name in one.fields)
        words = f"{at(one.row)}  {_(_ACTS[one.act])}  {line(one.question)}" + (f"  ({fields})" if fields else "")
        parts.append(Content(cut(words, width)))
    if len(told) > ROWS_SHOWN:
        parts.append(Content(_("and {count} more").format(count=len(told) - ROWS_SHOWN)))
    return Content("\n").join(parts)
