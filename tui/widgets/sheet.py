"""One call, whole: facts, question, answer, promises, notifications, materials, timeline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.calls.lines import take_apart
from core.calls.terms import ATTEMPTS, CHANNELS, EVENTS, GROUNDS, KINDS, MEANS, OUTCOMES, RATINGS, REASONS, STATUSES
from core.calls.views import CallView, EventView
from core.text import visible
from core.words import N_, _, language
from core.worktime import DayCount
from tui.book import Book
from tui.showing import caller_words, folded, hanging, left, light_words, limit_words, line, pad, when

_OF_CODE = {"attempt": ATTEMPTS, "follow_up": OUTCOMES, "decline": GROUNDS}
"""What the codes in these acts' lines stand for."""


class CallSheet(VerticalScroll, can_focus=True):
    """The call in the middle."""

    about = N_(
        "The whole call: facts, question, answer, promises, what was told, and its timeline. Up and Down scroll."
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.call: CallView | None = None
        self._shown: tuple[Book, datetime, Sequence[DayCount], str] | None = None

    def compose(self) -> ComposeResult:
        """One text."""
        yield Static(id="sheet-text")

    def clear(self, sentence: str = "") -> None:
        """Show no call."""
        self.call = None
        self.query_one("#sheet-text", Static).update(Content.styled(sentence, "$text-muted"))

    def show(
        self, call: CallView, book: Book, now: datetime, counted: Sequence[DayCount] = (), occupant: str = ""
    ) -> None:
        """Draw a call; `counted` explains its due time, `occupant` says whose number it came from."""
        if self.call is None or self.call.number != call.number:
            self.scroll_home(animate=False)
        self.call = call
        self._shown = (book, now, counted, occupant)
        width = max(0, self.scrollable_content_region.width)
        self.query_one("#sheet-text", Static).update(sheet(call, book, now, counted, width, occupant))

    def on_resize(self) -> None:
        """Fold to the new width."""
        if self.call is not None and self._shown is not None:
            self.show(self.call, *self._shown)


def sheet(
    call: CallView, book: Book, now: datetime, counted: Sequence[DayCount] = (), width: int = 0, occupant: str = ""
) -> Content:
    """The call as text; facts are folded to `width` cells where it is given."""
    parts = [_title(call), *_facts(call, book, now, width, occupant)]
    if counted:
        parts += _counted(counted)
    if call.reminder:
        parts.append(Content.assemble(("\n" + _("Reminder") + "  ", "bold reverse"), " ", visible(call.reminder)))
    parts += _section(N_("Question"), folded(visible(call.question), width))
    if call.answer:
        parts += _section(N_("Answer"), folded(visible(call.answer), width))
    if call.result and call.result != call.answer:
        parts += _section(N_("Result"), folded(visible(call.result), width))
    parts += _told(call, book, now, width)
    if call.materials_received:
        lines = [f"{line(one.item)}  x{one.copies}  {when(one.at, now)}" for one in call.materials_received]
        parts += _section(N_("Materials taken in"), "\n".join(lines))
    parts += _timeline(call, book, now, width)
    return Content("\n").join(parts)


def _title(call: CallView) -> Content:
    word, style = light_words(call)
    tags = [
        (call.confidential, N_("confidential")), (call.backfilled, N_("backfilled")), (call.reopened, N_("reopened")),
        (call.extended, N_("extended")), (call.about is not None, N_("about a colleague")),
    ]  # fmt: skip
    shown = [_(tag) for holds, tag in tags if holds]
    status = "" if call.light not in ("red", "yellow") else f"  {_(STATUSES[call.status])}"
    return Content.assemble(
        (call.number, "bold"), "  ", (word, style), status, ("  " + "  ".join(shown) if shown else "", "$text-muted")
    )


def _facts(call: CallView, book: Book, now: datetime, width: int, occupant: str) -> list[Content]:
    caller = "  ".join(part for part in (caller_words(call.caller), book.group(call.caller.group)) if part)
    people = book.person(call.first_contact)
    handler = book.person(call.handler) + (f"  {_('with')} {book.party(call.party)}" if call.party else "")
    respond = _("by {time}").format(time=when(call.respond_by, now))
    if call.responded_at:
        late = call.responded_at > call.respond_by
        said = _("replied {time}, late") if late else _("replied {time}")
        respond += "  " + said.format(time=when(call.responded_at, now))
    elif now > call.respond_by and call.light is not None:
        respond += "  " + _("not yet, late")
    due = _("by {time}").format(time=when(call.due_at, now))
    if call.completed_at:
        due += "  " + _("completed {time}").format(time=when(call.completed_at, now))
    elif call.light:
        due += "  " + left(call, now, book.calendar)
    elif call.status == "waiting":
        due += "  " + _("the clock stands still")
    if call.provisional_due:
        due += "  " + _("provisional")
    rows = [
        (N_("Caller"), caller or _("not given")),
        (N_("Service"), book.service(call.service) or _("not sorted yet")),
        (N_("Kind"), f"{_(KINDS[call.kind])}  {_(CHANNELS[call.channel])}"),
        (N_("Received"), when(call.received_at, now)),
        (N_("First contact"), people),
        (N_("Handler"), handler),
        (N_("Reply"), respond),
        (N_("Complete"), due),
    ]
    if occupant:
        rows.insert(1, (N_("Occupant"), f"{occupant}  F4"))
    if call.ticket:
        rows.append((N_("Ticket"), line(call.ticket)))
    if call.extension_asked:
        asked = call.extension_asked
        words = _("{limit} asked by {person}: {reason}").format(
            limit=asked.limit, person=book.person(asked.asked_by), reason=line(asked.reason)
        )
        rows.append((N_("Extension"), words))
    wide = 15 if language() == "en" else 12
    return [
        Content(hanging(_(name), value, wide, width)).stylize("$text-muted", 0, len(pad(_(name), wide)))
        for name, value in rows
    ]


def _counted(counted: Sequence[DayCount]) -> list[Content]:
    parts = [Content.styled("\n" + _("How the due time was counted"), "bold")]
    total = 0
    for one in counted:
        total += one.counted
        amount = str(one.counted) if one.counted < 100 else f"{one.counted // 3600}:{one.counted % 3600 // 60:02d}"
        parts.append(Content(f"{one.date:%m-%d}  {pad(amount if one.counted else '-', 6)}{one.note}"))
    return parts


def _section(title: str, text: str) -> list[Content]:
    return [Content.styled("\n" + _(title), "bold"), Content(text)]


def _told(call: CallView, book: Book, now: datetime, width: int) -> list[Content]:
    parts: list[Content] = []
    for told in call.notifications:
        head = f"{when(told.at, now)}  {book.person(told.staff)}  {_(MEANS[told.means])}"
        if told.reason:
            head += f"  {_(REASONS[told.reason])}"
        if told.counts:
            head += "  " + _("counts as a second telling")
        parts.append(Content.styled(head, "$text-muted"))
        parts += [Content(folded(f"  {n}. {line(item)}", width, 5)) for n, item in enumerate(told.items, 1)]
        if told.note:
            parts.append(Content(folded(f"  {line(told.note)}", width, 2)))
    return [Content.styled("\n" + _("One-time notification"), "bold"), *parts] if parts else []


def _timeline(call: CallView, book: Book, now: datetime, width: int) -> list[Content]:
    parts = [Content.styled("\n" + _("Timeline"), "bold")]
    for event in call.timeline:
        head = f"{when(event.at, now)}  {book.person(event.staff)}  {_(EVENTS.get(event.event, event.event))}"
        shown = Content(folded(f"{head}  {_said(event, book)}".rstrip(), width, 2))
        parts.append(shown.stylize("$text-muted", 0, len(head)))
    return parts


def _said(event: EventView, book: Book) -> str:
    """What a line says, with names for codes."""
    said = take_apart(event.event, event.text)
    code = said.code or ""
    words = (
        book.service(code) if event.event == "sort" else _(_OF_CODE.get(event.event, {}).get(code, code)),
        said.to and (book.party(said.to) if event.event in ("refer", "decline") else book.person(said.to)),
        said.limit and limit_words(said.limit),
        _(RATINGS[said.rating]) if said.rating else "",
        "" if said.resolved is None else _("resolved") if said.resolved else _("not resolved"),
        line(said.text),
    )
    return "  ".join(word for word in words if word)
