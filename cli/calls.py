"""`shouwen call`: every act on a call."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from cli import call_output, desks
from cli.commands import DeskCommand, noun
from cli.errors import usage
from cli.options import (
    AfterOption,
    JsonOption,
    LimitOption,
    NumberArgument,
    OutputOption,
    ReasonOption,
    RevealOption,
    SinceOption,
    TimeOption,
    UntilOption,
    whole,
)
from core.calls.views import CallFilter, CallView, NewCall
from core.desk import Desk
from core.words import N_
from core.words import translate as _

app = noun()
Text = Annotated[str, typer.Option("--text", help=_("What was said."))]


def _option(name: str, help_text: str, metavar: str | None = None) -> object:
    return typer.Option(name, help=help_text, metavar=metavar)


Service = Annotated[str | None, _option("--service", _("The service's code; without: unsorted."))]
Kind = Annotated[
    str | None, _option("--kind", _("What sort of call."), "consultation|help|complaint|report|suggestion|praise")
]
Optional = str | None


def _act(ctx: typer.Context, as_json: bool, act: Callable[[Desk, str], CallView]) -> None:
    """Do an act as whoever is signed in, and print the whole record."""
    with desks.at_desk(ctx) as (desk, by):
        call_output.show(act(desk, by), as_json=as_json)


@app.command("log", cls=DeskCommand, help=_("Take a call; with --answer it is answered on the spot and completed."))
def log(
    ctx: typer.Context,
    question: Annotated[str, _option("--question", _("What is asked."))],
    service: Service = None,
    kind: Kind = None,
    phone: Annotated[Optional, _option("--phone", _("The caller's number."))] = None,
    name: Annotated[Optional, _option("--name", _("The caller's name."))] = None,
    organisation: Annotated[Optional, _option("--organisation", _("The caller's organisation."))] = None,
    group: Annotated[Optional, _option("--group", _("The caller's group, a code."))] = None,
    channel: Annotated[str, _option("--channel", _("How it came in."), "hotline|counter|online|letter")] = "hotline",
    ticket: Annotated[Optional, _option("--ticket", _("The queue ticket or outside number."))] = None,
    answer: Annotated[Optional, _option("--answer", _("The answer given on the spot."))] = None,
    received_at: TimeOption = None,
    confidential: Annotated[
        bool, typer.Option("--confidential", help=_("The caller asks for confidentiality."))
    ] = False,
    about: Annotated[Optional, _option("--about", _("A complaint about this member of staff."), "STAFF")] = None,
    as_json: JsonOption = False,
) -> None:
    """Take a call."""
    new = NewCall(
        question=question, service=service, kind=kind, phone=phone, name=name, organisation=organisation, group=group,
        channel=channel, ticket=ticket, answer=answer, received_at=received_at, confidential=confidential, about=about,
    )  # fmt: skip
    _act(ctx, as_json, lambda desk, by: desk.calls.log(new, by=by))


@app.command("list", cls=DeskCommand, help=_("Calls, newest first."))
def list_(
    ctx: typer.Context,
    status: Annotated[
        Optional, _option("--status", _("In this state."), "accepted|in_progress|waiting|completed|closed|declined")
    ] = None,
    handler: Annotated[Optional, _option("--handler", _("Handled by this person."), "STAFF")] = None,
    first_contact: Annotated[Optional, _option("--first-contact", _("Taken by this person."), "STAFF")] = None,
    light: Annotated[Optional, _option("--light", _("Green, due soon or overdue."), "green|yellow|red")] = None,
    service: Annotated[Optional, _option("--service", _("About this service."))] = None,
    kind: Kind = None,
    since: SinceOption = None,
    until: UntilOption = None,
    search: Annotated[
        Optional, _option("--search", _("Words in question, answer, names; pinyin of names; a number."))
    ] = None,
    occupant: Annotated[
        int | None, typer.Option("--occupant", metavar="N", help=_("From a number of this occupant."))
    ] = None,
    limit: LimitOption = 50,
    after: AfterOption = None,
    reveal: RevealOption = False,
    as_json: JsonOption = False,
) -> None:
    """Calls, newest first."""
    wanted = CallFilter(
        status=status, handler=handler, first_contact=first_contact, light=light, service=service, kind=kind,
        since=since, until=until, search=search, limit=limit, after=after,
        occupant=occupant,
    )  # fmt: skip
    with desks.at_desk(ctx) as (desk, by):
        call_output.show_page(desk.calls.list(wanted, by=by, reveal=reveal), as_json=as_json)


@app.command("show", cls=DeskCommand, help=_("The whole record of one call."))
def show(
    ctx: typer.Context,
    number: NumberArgument,
    reveal: RevealOption = False,
    reason: Annotated[Optional, _option("--reason", _("Why the whole number is needed."))] = None,
    as_json: JsonOption = False,
) -> None:
    """The whole record."""

    def look(desk: Desk, by: str) -> CallView:
        return desk.calls.reveal(number, by=by, reason=reason) if reveal else desk.calls.show(number, by=by)

    _act(ctx, as_json, look)


@app.command("sort", cls=DeskCommand, help=_("Give the call its service."))
def sort(
    ctx: typer.Context,
    number: NumberArgument,
    service: Annotated[str, _option("--service", _("The service's code."))],
    as_json: JsonOption = False,
) -> None:
    """Give it its service."""
    _act(ctx, as_json, lambda desk, by: desk.calls.sort(number, service, by=by))


@app.command("reply", cls=DeskCommand, help=_("Record an answer given to the caller."))
def reply(ctx: typer.Context, number: NumberArgument, text: Text, as_json: JsonOption = False) -> None:
    """Record an answer."""
    _act(ctx, as_json, lambda desk, by: desk.calls.reply(number, text, by=by))


@app.command("attempt", cls=DeskCommand, help=_("Record that the caller could not be reached."))
def attempt(
    ctx: typer.Context,
    number: NumberArgument,
    outcome: Annotated[str, _option("--outcome", _("What happened."), "busy|no_answer|wrong_number")],
    as_json: JsonOption = False,
) -> None:
    """Not reached."""
    _act(ctx, as_json, lambda desk, by: desk.calls.attempt(number, outcome, by=by))


@app.command("notify", cls=DeskCommand, help=_("One-time notification: tell the caller everything at once."))
def notify(
    ctx: typer.Context,
    number: NumberArgument,
    items: Annotated[
        list[str], typer.Option("--item", help=_("What was told; repeat. Default: the service's materials."))
    ] = [],  # noqa: B006 - typer copies it
    means: Annotated[Optional, _option("--means", _("By what means."), "phone|counter|print|message")] = None,
    reason: Annotated[
        Optional,
        _option("--reason", _("Why a new item comes later."), "omitted|circumstances|policy|unfit_material"),
    ] = None,
    note: Annotated[Optional, _option("--note", _("A note."))] = None,
    as_json: JsonOption = False,
) -> None:
    """Tell everything at once."""
    _act(
        ctx, as_json,
        lambda desk, by: desk.calls.notify(number, by=by, items=items, means=means, reason=reason, note=note),
    )  # fmt: skip


@app.command("receive", cls=DeskCommand, help=_("Take materials in."))
def receive(
    ctx: typer.Context,
    number: NumberArgument,
    items: Annotated[list[str], typer.Option("--item", help=_("What was taken in; repeat."))],
    copies: Annotated[
        list[str], typer.Option("--copies", metavar="N", help=_("How many copies of the item before it (1)."))
    ] = [],  # noqa: B006 - typer copies it
    as_json: JsonOption = False,
) -> None:
    """Take materials in."""
    taken = _pairs(ctx.obj.given)
    _act(ctx, as_json, lambda desk, by: desk.calls.receive(number, taken, by=by))


@app.command("slip", cls=DeskCommand, help=_("The one-time notification slip, to print or to send."))
def slip(ctx: typer.Context, number: NumberArgument, output: OutputOption, as_json: JsonOption = False) -> None:
    """The slip."""
    _act(ctx, as_json, lambda desk, by: desk.papers.slip(number, Path(output), by=by))


@app.command("receipt", cls=DeskCommand, help=_("The receipt: who handles it, and by when."))
def receipt(ctx: typer.Context, number: NumberArgument, output: OutputOption, as_json: JsonOption = False) -> None:
    """The receipt."""
    _act(ctx, as_json, lambda desk, by: desk.papers.receipt(number, Path(output), by=by))


@app.command("explain", cls=DeskCommand, help=_("How the call's due time was counted, day by day; to print: --output."))
def explain(
    ctx: typer.Context,
    number: NumberArgument,
    file: Annotated[Optional, _option("--output", _("The .txt file to write as well."), "FILE")] = None,
    as_json: JsonOption = False,
) -> None:
    """Why this time."""
    with desks.at_desk(ctx) as (desk, by):
        text = desk.papers.explanation(number, Path(file) if file is not None else None, by=by)
        call, counted = desk.calls.show(number, by=by), desk.calls.explain(number, by=by)
    call_output.show_count(call, counted, text, file, as_json=as_json)


@app.command("register", cls=DeskCommand, help=_("The first-contact register of a period, on paper."))
def register(
    ctx: typer.Context,
    output: OutputOption,
    since: SinceOption = None,
    until: UntilOption = None,
    as_json: JsonOption = False,
) -> None:
    """首问登记簿."""
    with desks.at_desk(ctx) as (desk, by):
        count = desk.papers.register(since, until, Path(output), by=by)
    call_output.show_file(output, count, as_json=as_json)


@app.command("ledger", cls=DeskCommand, help=_("The time-limit ledger of a period, on paper."))
def ledger(
    ctx: typer.Context,
    output: OutputOption,
    since: SinceOption = None,
    until: UntilOption = None,
    as_json: JsonOption = False,
) -> None:
    """限时办结台账."""
    with desks.at_desk(ctx) as (desk, by):
        count = desk.papers.ledger(since, until, Path(output), by=by)
    call_output.show_file(output, count, as_json=as_json)


@app.command("wait", cls=DeskCommand, help=_("Wait for the caller's materials; the clock stops."))
def wait(ctx: typer.Context, number: NumberArgument, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """The clock stops."""
    _act(ctx, as_json, lambda desk, by: desk.calls.wait(number, reason, by=by))


@app.command("resume", cls=DeskCommand, help=_("Go on; the clock runs again."))
def resume(ctx: typer.Context, number: NumberArgument, as_json: JsonOption = False) -> None:
    """The clock runs again."""
    _act(ctx, as_json, lambda desk, by: desk.calls.resume(number, by=by))


@app.command("transfer", cls=DeskCommand, help=_("To a colleague."))
def transfer(
    ctx: typer.Context,
    number: NumberArgument,
    to: Annotated[str, _option("--to", _("The colleague's code."), "STAFF")],
    reason: ReasonOption,
    as_json: JsonOption = False,
) -> None:
    """To a colleague."""
    _act(ctx, as_json, lambda desk, by: desk.calls.transfer(number, to, reason, by=by))


@app.command("refer", cls=DeskCommand, help=_("To a unit outside the desk."))
def refer(
    ctx: typer.Context,
    number: NumberArgument,
    to: Annotated[str, _option("--to", _("The unit's code."), "PARTY")],
    reason: ReasonOption,
    as_json: JsonOption = False,
) -> None:
    """To a unit."""
    _act(ctx, as_json, lambda desk, by: desk.calls.refer(number, to, reason, by=by))


@app.command("return", cls=DeskCommand, help=_("Send a wrong transfer or referral back, within two working days."))
def return_(ctx: typer.Context, number: NumberArgument, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """Send it back."""
    _act(ctx, as_json, lambda desk, by: desk.calls.return_(number, reason, by=by))


LimitText = Annotated[str, _option("--limit", _("How much more, such as 3wd."), "LIMIT")]


@app.command("ask-extension", cls=DeskCommand, help=_("Ask the supervisor for more time."))
def ask_extension(
    ctx: typer.Context, number: NumberArgument, limit: LimitText, reason: ReasonOption, as_json: JsonOption = False
) -> None:
    """Ask for more time."""
    _act(ctx, as_json, lambda desk, by: desk.calls.ask_extension(number, limit, reason, by=by))


@app.command("extend", cls=DeskCommand, help=_("Give more time (supervisor)."))
def extend(
    ctx: typer.Context,
    number: NumberArgument,
    limit: LimitText,
    reason: ReasonOption,
    caller_told: Annotated[bool, typer.Option("--caller-told", help=_("The caller has been told."))] = False,
    as_json: JsonOption = False,
) -> None:
    """Give more time."""
    _act(ctx, as_json, lambda desk, by: desk.calls.extend(number, limit, reason, by=by, caller_told=caller_told))


@app.command("refuse-extension", cls=DeskCommand, help=_("Refuse more time (supervisor)."))
def refuse_extension(
    ctx: typer.Context, number: NumberArgument, reason: ReasonOption, as_json: JsonOption = False
) -> None:
    """Refuse more time."""
    _act(ctx, as_json, lambda desk, by: desk.calls.refuse_extension(number, reason, by=by))


@app.command("complete", cls=DeskCommand, help=_("Finish a call whose caller has had a reply."))
def complete(
    ctx: typer.Context,
    number: NumberArgument,
    result: Annotated[str, _option("--result", _("How it ended."))],
    as_json: JsonOption = False,
) -> None:
    """Finish it."""
    _act(ctx, as_json, lambda desk, by: desk.calls.complete(number, result, by=by))


@app.command("decline", cls=DeskCommand, help=_("End a call without handling it."))
def decline(
    ctx: typer.Context,
    number: NumberArgument,
    ground: Annotated[
        str, _option("--ground", _("On what ground."), "guided|withdrawn|duplicate|invalid|not_accepted")
    ],
    reason: ReasonOption,
    to: Annotated[Optional, _option("--to", _("The unit guided to, or the number it repeats."), "PARTY|NUMBER")] = None,
    as_json: JsonOption = False,
) -> None:
    """End it."""
    _act(ctx, as_json, lambda desk, by: desk.calls.decline(number, ground, reason, by=by, to=to))


@app.command("follow-up", cls=DeskCommand, help=_("Ask the caller afterwards; never by the handler."))
def follow_up(
    ctx: typer.Context,
    number: NumberArgument,
    outcome: Annotated[
        str, _option("--outcome", _("Whether the caller was reached."), "reached|no_answer|refused")
    ] = "reached",
    rating: Annotated[
        int | None,
        typer.Option("--rating", metavar="1..5", parser=whole("rating", highest=5), help=_("The caller's rating.")),
    ] = None,
    resolved: Annotated[
        bool | None, typer.Option("--resolved/--unresolved", help=_("Whether the matter is resolved."))
    ] = None,
    comment: Annotated[Optional, _option("--comment", _("What the caller said."))] = None,
    as_json: JsonOption = False,
) -> None:
    """Ask afterwards."""
    if outcome == "reached" and resolved is None:
        raise usage(N_("Say --resolved or --unresolved."))
    _act(
        ctx, as_json,
        lambda desk, by: desk.calls.follow_up(
            number, by=by, outcome=outcome, rating=rating, resolved=resolved, comment=comment
        ),
    )  # fmt: skip


@app.command("reopen", cls=DeskCommand, help=_("Handle a finished call again; its limit runs anew."))
def reopen(ctx: typer.Context, number: NumberArgument, reason: ReasonOption, as_json: JsonOption = False) -> None:
    """Handle it again."""
    _act(ctx, as_json, lambda desk, by: desk.calls.reopen(number, reason, by=by))


@app.command("remind", cls=DeskCommand, help=_("Put a reminder on the handler's queue."))
def remind(ctx: typer.Context, number: NumberArgument, text: Text, as_json: JsonOption = False) -> None:
    """Remind the handler."""
    _act(ctx, as_json, lambda desk, by: desk.calls.remind(number, text, by=by))


def _pairs(given: object) -> list[tuple[str, int]]:
    """Items with the copies that follow each, read in the order given, which the parser does not keep."""
    from core.fields import whole as read_whole

    pairs: list[tuple[str, int]] = []
    words = iter(given if isinstance(given, list) else [])
    for word in words:
        option, equals, value = word.partition("=")
        if option not in ("--item", "--copies"):
            continue
        value = value if equals else next(words, "")
        if option == "--item":
            pairs.append((value, 1))
        elif not pairs:
            raise usage(N_("--copies belongs behind the --item it counts."))
        else:
            pairs[-1] = (pairs[-1][0], read_whole(value, "copies", highest=999))
    return pairs
