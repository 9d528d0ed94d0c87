"""The rows of a sheet of answers, taken one by one within an act: added, changed, unchanged, or a problem."""

from __future__ import annotations

from core import fields
from core.errors import BadValue, DeskError
from core.policies import answering, sheets
from core.policies.records import answer_views
from core.policies.segmenting import Vocabulary
from core.policies.views import NewAnswer, SheetChange, SheetProblem, SheetResult
from core.storage import Act
from core.words import N_


class NotKeptError(DeskError):
    """Ends the act of a dry run, or of a sheet with bad rows, so that nothing of it is kept."""

    def __init__(self, result: SheetResult) -> None:
        super().__init__("not_kept", N_("Nothing was written."))
        self.result = result


def take(act: Act, sheet: sheets.Sheet, vocabulary: Vocabulary) -> SheetResult:
    """Take every row that can be taken; whether to keep them is the caller's to decide."""
    changes: list[SheetChange] = []
    problems: list[SheetProblem] = []
    seen: dict[str, int] = {}
    for number, cells in sheet.rows:
        new = NewAnswer(
            question=cells["question"].strip(), answer=cells["answer"].strip(), articles=cells.get("articles"),
            aliases=sheets.aliases_of(cells["aliases"]) if "aliases" in cells else None,
            category=cells.get("category"), service=cells.get("service"),
        )  # fmt: skip
        try:
            question = fields.text(new.question, "question", maximum=answering.QUESTION_LENGTH)
            if question in seen:
                raise BadValue("row_twice", N_("The question stands in row {row} already."), row=seen[question])
            seen[question] = number
            changes.append(_take_row(act, number, question, new, vocabulary))
        except DeskError as error:
            problems.append(SheetProblem(number, error.code, error.message))
    return SheetResult(True, tuple(changes), tuple(problems), sheet.unknown)


def _take_row(act: Act, number: int, question: str, new: NewAnswer, vocabulary: Vocabulary) -> SheetChange:
    row = answering.find_question(act.session, question)
    if row is None:
        answering.add(act, new, vocabulary)
        return SheetChange(number, "added", question)
    before = answer_views(act.session, [row], act.at.date())[0]
    cited = None if new.articles is None else tuple(str(one) for one in answering.citations(new.articles))
    wanted = {
        "answer": new.answer, "citations": cited, "aliases": new.aliases,
        "category": None if new.category is None else new.category.strip(),
        "service": None if new.service is None else (new.service.strip() or None),
    }  # fmt: skip
    given = {"citations": new.articles, "service": new.service}
    changed = tuple(
        "articles" if name == "citations" else name
        for name, value in wanted.items()
        if (value is not None or given.get(name) is not None) and value != getattr(before, name)
    )
    if not changed:
        return SheetChange(number, "unchanged", question)
    answering.edit(act, row, new, vocabulary)
    return SheetChange(number, "changed", question, changed)
