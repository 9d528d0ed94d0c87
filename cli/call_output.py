"""How calls look on the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cli import output
from core.calls.terms import CHANNELS, EVENTS, KINDS, LIGHTS, MEANS, REASONS, STATUSES
from core.calls.views import CallItem, CallView, Page
from core.text import visible
from core.words import translate as _

if TYPE_CHECKING:
    from core.worktime import DayCount


def show(call: CallView, *, as_json: bool) -> None:
    """The whole record."""
    if as_json:
        output.show_json(call)
        return
    output.show_fields(_facts(call))
    for telling in call.notifications:
        reason = f"({_(REASONS[telling.reason])})" if telling.reason else ""
        print(f"\n{_('Told')} {output.moment(telling.at)} {telling.staff} {_(MEANS[telling.means])} {reason}".rstrip())
        for item in telling.items:
            print("  - " + visible(item, newlines=True))
    print("\n" + _("Timeline"))
    rows = ((output.moment(one.at), one.staff, _(EVENTS.get(one.event, one.event)), one.text) for one in call.timeline)
    output.show_table((_("Time"), _("Who"), _("What"), _("Text")), rows, widest=60)


def show_count(call: CallView, counted: Iterable[DayCount], text: str, file: str | None, *, as_json: bool) -> None:
    """How a due time was counted: `text` as it is printed, or the days of `calendar due` with the call's number."""
    if not as_json:
        print(text, end="")
        return
    days = [{"date": one.date, "kind": one.kind, "counted": one.counted, "note": one.note or None} for one in counted]
    about = {"number": call.number, "due_at": call.due_at, "provisional": call.provisional_due}
    output.show_json({**about, "explanation": days, "file": file})


def show_page(page: Page, *, as_json: bool) -> None:
    """A list of calls."""
    if as_json:
        output.show_json(output.listing(page.items, page.next))
        return
    headings = (_("Number"), _("State"), _("Due"), "", _("Handler"), _("Service"), _("Question"))
    output.show_table(headings, (_row(one) for one in page.items))
    if page.next:
        print(_("More: --after {cursor}").format(cursor=page.next))


def show_file(path: str, count: int, *, as_json: bool) -> None:
    """A file that was written."""
    if as_json:
        output.show_json({"output": path, "calls": count})
    else:
        print(_("Written: {path} ({count} calls)").format(path=path, count=count))


def _row(call: CallItem) -> tuple[Any, ...]:
    light = _(LIGHTS[call.light]) if call.light in ("yellow", "red") else ""
    due = output.moment(call.due_at) if call.completed_at is None else ""
    return call.number, _(STATUSES[call.status]), due, light, call.handler, call.service, call.question


def _facts(call: CallView) -> list[tuple[str, Any]]:
    state = [_(STATUSES[call.status])]
    if call.light in ("yellow", "red"):
        state.append(_(LIGHTS[call.light]))
    for holds, word in (
        (call.backfilled, _("backfilled")), (call.extended, _("extended")), (call.reopened, _("reopened")),
        (call.confidential, _("confidential")),
    ):  # fmt: skip
        if holds:
            state.append(word)
    due = (output.moment(call.due_at) or "") + (" " + _("(provisional)") if call.provisional_due else "")
    asked = call.extension_asked
    return [
        (_("Number"), call.number),
        (_("State"), state),
        (_("Kind"), _(KINDS[call.kind])),
        (_("Channel"), _(CHANNELS[call.channel])),
        (_("Received"), call.received_at),
        (_("Caller"), call.caller.name),
        (_("Phone"), call.caller.phone),
        (_("Organisation"), call.caller.organisation),
        (_("Group"), call.caller.group),
        (_("Ticket"), call.ticket),
        (_("Service"), call.service or _("unsorted")),
        (_("Question"), call.question),
        (_("Answer"), call.answer),
        (_("Result"), call.result),
        (_("First contact"), call.first_contact),
        (_("Handler"), call.handler),
        (_("Referred to"), call.party),
        (_("Complaint about"), call.about),
        (_("Reply by"), call.respond_by),
        (_("Replied at"), call.responded_at),
        (_("Due"), due),
        (_("Completed at"), call.completed_at),
        (_("Extension asked for"), f"+{asked.limit} {asked.asked_by}: {asked.reason}" if asked else None),
        (_("Reminder"), call.reminder),
        (_("Taken in"), [f"{one.item} ×{one.copies}" for one in call.materials_received]),
    ]
