"""What each act on a call asks for, and which core call it becomes. The screens draw this; the core decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core import fields
from core.calls.terms import ATTEMPTS, GROUNDS, MEANS, OUTCOMES, RATINGS, REASONS, USUAL_MEANS
from core.calls.views import CallView
from core.errors import BadValue
from core.words import N_

if TYPE_CHECKING:
    from core.desk import Desk

Values = Mapping[str, Any]
Run = Callable[["Desk", str, str, Values], CallView]


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a dialog. `kind`: prose, line, choice, staff, party, service, flag, items, copies, file.

    `only` shows it only while another field has a value: `("ground", "guided")`.
    """

    name: str
    label: str
    kind: str
    options: Mapping[Any, str] = field(default_factory=dict)
    only: tuple[str, Any] | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog for one act: what it asks, what is filled in already, and how it is done."""

    act: str
    asks: tuple[Ask, ...]
    run: Run
    start: Callable[[CallView], dict[str, Any]] = lambda _call: {}
    note: str = ""


_REASON = Ask("reason", N_("Reason"), "prose")
_LIMIT = Ask("limit", N_("By how much"), "line", hint=N_("5wd working days, 4wh working hours, 30d days"))
_YES_NO = {True: N_("yes"), False: N_("no")}


def _notify(desk: Desk, number: str, by: str, values: Values) -> CallView:
    more = [line.strip() for line in values["more"].splitlines() if line.strip()]
    items = [*values["items"], *more]
    if not items:
        raise BadValue(
            "nothing_told", N_("Nothing is chosen. Tick what was told, or type it in the field below."), field="items"
        )
    return desk.calls.notify(
        number, by=by, items=items, means=values["means"], reason=values["reason"] or None, note=values["note"] or None
    )


def _receive(desk: Desk, number: str, by: str, values: Values) -> CallView:
    taken = [(item, copies) for item, copies in values["taken"].items() if copies]
    for typed in values["more"].splitlines():
        if typed.strip():
            name, _, copies = typed.strip().rpartition(" ")
            taken.append((name, int(copies)) if name and copies.isdecimal() else (typed.strip(), 1))
    return desk.calls.receive(number, taken, by=by)


def _decline(desk: Desk, number: str, by: str, values: Values) -> CallView:
    to = {"guided": values["party"], "duplicate": values["other"]}.get(values["ground"])
    return desk.calls.decline(number, values["ground"], values["reason"], by=by, to=to or None)


def _follow_up(desk: Desk, number: str, by: str, values: Values) -> CallView:
    reached = values["outcome"] == "reached"
    return desk.calls.follow_up(
        number,
        by=by,
        outcome=values["outcome"],
        rating=(values["rating"] or None) if reached else None,
        resolved=values["resolved"] if reached else None,
        comment=values["comment"] or None,
    )


def _paper(kind: str) -> Run:
    def run(desk: Desk, number: str, by: str, values: Values) -> CallView:
        make = desk.papers.slip if kind == "slip" else desk.papers.receipt
        return make(number, Path(values["output"]).expanduser(), by=by)

    return run


def _paper_file(kind: str) -> Callable[[CallView], dict[str, Any]]:
    def start(call: CallView) -> dict[str, Any]:
        from platformdirs import user_documents_path

        folder = user_documents_path()
        return {"output": str((folder if folder.is_dir() else Path.home()) / f"{call.number}-{kind}.docx")}

    return start


_FILE = Ask("output", N_("File"), "line", hint=N_(".docx for paper, .txt for a messenger"))

FORMS: dict[str, Form] = {
    form.act: form
    for form in (
        Form("reply", (Ask("text", N_("Answer given"), "prose"),),
             lambda desk, number, by, v: desk.calls.reply(number, v["text"], by=by)),
        Form("sort", (Ask("service", N_("Service"), "service"),),
             lambda desk, number, by, v: desk.calls.sort(number, v["service"], by=by),
             lambda call: {"service": call.service or ""}),
        Form("attempt", (Ask("outcome", N_("What happened"), "choice", ATTEMPTS),),
             lambda desk, number, by, v: desk.calls.attempt(number, v["outcome"], by=by)),
        Form("notify",
             (Ask("items", N_("To tell"), "items"),
              Ask("more", N_("Also told"), "prose", hint=N_("one a line")),
              Ask("means", N_("How"), "choice", MEANS),
              Ask("reason", N_("Why again"), "choice", {"": N_("nothing new"), **REASONS}),
              Ask("note", N_("Note"), "line")),
             _notify, lambda call: {"means": USUAL_MEANS[call.channel]}),
        Form("receive",
             (Ask("taken", N_("Taken in"), "copies"),
              Ask("more", N_("Also"), "prose", hint=N_("one a line, copies at the end: licence 2"))),
             _receive),
        Form("slip", (_FILE,), _paper("slip"), _paper_file("slip")),
        Form("receipt", (_FILE,), _paper("receipt"), _paper_file("receipt")),
        Form("wait", (Ask("reason", N_("Waiting for"), "prose"),),
             lambda desk, number, by, v: desk.calls.wait(number, v["reason"], by=by)),
        Form("resume", (), lambda desk, number, by, v: desk.calls.resume(number, by=by)),
        Form("transfer", (Ask("to", N_("To"), "staff"), _REASON),
             lambda desk, number, by, v: desk.calls.transfer(number, v["to"], v["reason"], by=by)),
        Form("refer", (Ask("to", N_("To"), "party"), _REASON),
             lambda desk, number, by, v: desk.calls.refer(number, v["to"], v["reason"], by=by)),
        Form("return", (_REASON,),
             lambda desk, number, by, v: desk.calls.return_(number, v["reason"], by=by)),
        Form("ask_extension", (_LIMIT, _REASON),
             lambda desk, number, by, v: desk.calls.ask_extension(number, v["limit"], v["reason"], by=by)),
        Form("extend", (_LIMIT, _REASON, Ask("caller_told", N_("Caller told"), "choice", _YES_NO)),
             lambda desk, number, by, v: desk.calls.extend(
                 number, v["limit"], v["reason"], by=by, caller_told=v["caller_told"]),
             lambda call: {"caller_told": False, **(
                 {"limit": call.extension_asked.limit, "reason": call.extension_asked.reason}
                 if call.extension_asked else {})}),
        Form("refuse_extension", (_REASON,),
             lambda desk, number, by, v: desk.calls.refuse_extension(number, v["reason"], by=by)),
        Form("complete", (Ask("result", N_("Result"), "prose"),),
             lambda desk, number, by, v: desk.calls.complete(number, v["result"], by=by),
             lambda call: {"result": call.answer or ""}),
        Form("decline",
             (Ask("ground", N_("Ground"), "choice", GROUNDS),
              Ask("party", N_("Guided to"), "party", only=("ground", "guided")),
              Ask("other", N_("Repeats call"), "line", only=("ground", "duplicate")),
              _REASON),
             _decline),
        Form("follow_up",
             (Ask("outcome", N_("Reached"), "choice", OUTCOMES),
              Ask("resolved", N_("Resolved"), "choice", _YES_NO, only=("outcome", "reached")),
              Ask("rating", N_("Rating"), "choice", {0: N_("none"), **RATINGS}, only=("outcome", "reached")),
              Ask("comment", N_("Comment"), "prose")),
             _follow_up),
        Form("reopen", (_REASON,),
             lambda desk, number, by, v: desk.calls.reopen(number, v["reason"], by=by)),
        Form("remind", (Ask("text", N_("Reminder"), "line"),),
             lambda desk, number, by, v: desk.calls.remind(number, v["text"], by=by)),
        Form("reveal", (Ask("reason", N_("Reason"), "line"),),
             lambda desk, number, by, v: desk.calls.reveal(number, by=by, reason=fields.text(v["reason"], "reason"))),
    )
}  # fmt: skip
