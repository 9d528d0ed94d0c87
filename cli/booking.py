"""`shouwen booking`: every act on a booking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import booking_output, desks, output
from cli.booking_output import (
    BeforeOption,
    FromOption,
    IdArgument,
    PeopleOption,
    RoomArgument,
    SinceOption,
    ToOption,
    read_moment,
    show_booking,
)
from cli.commands import DeskCommand, noun
from cli.errors import usage
from cli.options import AfterOption, JsonOption, whole
from core.clock import read_date, read_time
from core.desk import Desk
from core.errors import BadValue
from core.rooms.terms import SHOWN, STATUSES
from core.rooms.views import BookingFilter, BookingView, Choice, NewBooking
from core.text import visible
from core.words import N_
from core.words import translate as _

app = noun()
Optional = str | None
TitleOption = Annotated[str, typer.Option("--title", help=_("What it is about."))]
ForOption = Annotated[Optional, typer.Option("--for", metavar="OCCUPANT", help=_("For this occupant."))]
GuestOption = Annotated[Optional, typer.Option("--guest", metavar="NAME", help=_("For a guest; needs approval."))]
NoteOption = Annotated[Optional, typer.Option("--note", help=_("A note."))]
EventOption = Annotated[
    bool, typer.Option("--event", help=_("An event: not freed when nobody has checked in after 15 minutes."))
]
NewFromOption = Annotated[
    datetime | None, typer.Option("--from", metavar="TIME", parser=read_moment, help=_("Another beginning."))
]
NewToOption = Annotated[
    datetime | None, typer.Option("--to", metavar="TIME", parser=read_moment, help=_("Another end."))
]
NewRoomOption = Annotated[Optional, typer.Option("--room", metavar="ROOM", help=_("Another room."))]
SeriesOption = Annotated[bool, typer.Option("--series", help=_("The whole series."))]
FromHereOption = Annotated[bool, typer.Option("--from-here", help=_("This date and all later ones."))]


def _act(ctx: typer.Context, as_json: bool, act: Callable[[Desk, str], BookingView]) -> None:
    """Do an act as whoever is signed in, and print the whole record."""
    with desks.at_desk(ctx) as (desk, by):
        show_booking(act(desk, by), json=as_json)


@app.command("make", cls=DeskCommand, help=_("Book a room, once or as a series."))
def make(
    ctx: typer.Context,
    room: RoomArgument,
    start: FromOption,
    end: ToOption,
    title: TitleOption,
    for_: ForOption = None,
    guest: GuestOption = None,
    people: PeopleOption = None,
    repeat: Annotated[
        Optional, typer.Option("--repeat", metavar="RRULE", help=_("Repeat: FREQ=WEEKLY;COUNT=8 (RFC 5545)."))
    ] = None,
    except_: Annotated[
        list[str] | None, typer.Option("--except", metavar="TIME", help=_("Without this date (EXDATE); repeat."))
    ] = None,
    preview: Annotated[bool, typer.Option("--preview", help=_("Only show what would be booked."))] = False,
    skip_conflicts: Annotated[
        bool, typer.Option("--skip-conflicts", help=_("Book the dates that can be had, leave out the others."))
    ] = False,
    skip: Annotated[
        list[str] | None, typer.Option("--skip", metavar="TIME", help=_("Leave this date out for now; repeat."))
    ] = None,
    move: Annotated[
        list[str] | None, typer.Option("--move", metavar="TIME=TIME", help=_("Move this date to that time; repeat."))
    ] = None,
    other_room: Annotated[
        list[str] | None,
        typer.Option("--other-room", metavar="TIME=ROOM", help=_("Take another room on this date; repeat.")),
    ] = None,
    event: EventOption = False,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Book a room."""
    choices = {
        **{_date_of(one, start): Choice("skip") for one in skip or ()},
        **{at: Choice("move", start=read_time(to)) for at, to in map(_pair, move or ())},
        **{at: Choice("room", room=to) for at, to in map(_pair, other_room or ())},
    }
    new = _new(
        room, start, end, title, for_, guest, people=people, repeat=repeat, note=note, event=event,
        except_=tuple(_date_of(one, start) for one in except_ or ()), choices=choices,
    )  # fmt: skip
    with desks.at_desk(ctx) as (desk, by):
        if preview:
            made = desk.bookings.preview(new, by=by)
        else:
            made = desk.bookings.make(new, by=by, skip_conflicts=skip_conflicts)
    booking_output.show_made(made, json=as_json)


@app.command("list", cls=DeskCommand, help=_("Bookings by time."))
def list_(
    ctx: typer.Context,
    room: Annotated[Optional, typer.Option("--room", metavar="ROOM", help=_("Of this room."))] = None,
    since: SinceOption = None,
    until: BeforeOption = None,
    for_: Annotated[Optional, typer.Option("--for", metavar="OCCUPANT", help=_("Of this occupant."))] = None,
    series: Annotated[
        int | None, typer.Option("--series", metavar="N", parser=whole("series"), help=_("Of this series."))
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option("--status", metavar="|".join(STATUSES), help=_("In this state; repeat.")),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help=_("Whatever their state."))] = False,
    limit: Annotated[
        int, typer.Option("--limit", metavar="N", parser=whole("limit", highest=5000), help=_("How many at most."))
    ] = 1000,
    after: AfterOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bookings by time."""
    statuses = tuple(STATUSES) if all_ else tuple(status or SHOWN)
    wanted = BookingFilter(
        room=room, start=since, end=until, for_=for_, series=series, statuses=statuses, limit=limit, after=after
    )
    with desks.at_desk(ctx) as (desk, by):
        booking_output.show_page(desk.bookings.list(wanted, by=by), json=as_json)


@app.command("show", cls=DeskCommand, help=_("One booking."))
def show(ctx: typer.Context, booking: IdArgument, as_json: JsonOption = False) -> None:
    """One booking."""
    _act(ctx, as_json, lambda desk, by: desk.bookings.show(booking, by=by))


@app.command("move", cls=DeskCommand, help=_("To another time, length or room; --from alone keeps the length."))
def move(
    ctx: typer.Context,
    booking: IdArgument,
    start: NewFromOption = None,
    end: NewToOption = None,
    room: NewRoomOption = None,
    as_json: JsonOption = False,
) -> None:
    """Move a booking."""
    if start is None and end is None and room is None:
        raise usage(N_("Say where to: --from, --to or --room."))
    _act(ctx, as_json, lambda desk, by: desk.bookings.move(booking, by=by, start=start, end=end, room=room))


@app.command("edit", cls=DeskCommand, help=_("Correct the title, the number of people, the note or the guest's name."))
def edit(
    ctx: typer.Context,
    booking: IdArgument,
    title: Annotated[Optional, typer.Option("--title", help=_("What it is about."))] = None,
    people: PeopleOption = None,
    note: Annotated[Optional, typer.Option("--note", help=_("A note; empty: none."))] = None,
    guest: Annotated[Optional, typer.Option("--guest", metavar="NAME", help=_("The guest's name."))] = None,
    series: SeriesOption = False,
    from_here: FromHereOption = False,
    as_json: JsonOption = False,
) -> None:
    """Correct a booking."""
    if title is None and people is None and note is None and guest is None:
        raise usage(N_("Say what to correct: --title, --people, --note or --guest."))
    which = _which(series, from_here)
    changes: dict[str, Any] = {"title": title, "people": people, "note": note, "guest": guest}
    _act_on_several(ctx, as_json, "edited", lambda desk, by: desk.bookings.edit(booking, by=by, which=which, **changes))


@app.command("take", cls=DeskCommand, help=_("Make a skipped date, a wish in line or an imported conflict a booking."))
def take(
    ctx: typer.Context,
    booking: IdArgument,
    start: NewFromOption = None,
    end: NewToOption = None,
    room: NewRoomOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a record a booking after all."""
    _act(ctx, as_json, lambda desk, by: desk.bookings.take(booking, by=by, start=start, end=end, room=room))


@app.command("approve", cls=DeskCommand, help=_("Approve a guest's booking (supervisors)."))
def approve(
    ctx: typer.Context,
    booking: IdArgument,
    series: SeriesOption = False,
    from_here: FromHereOption = False,
    as_json: JsonOption = False,
) -> None:
    """Approve."""
    which = _which(series, from_here)
    _act_on_several(ctx, as_json, "approved", lambda desk, by: desk.bookings.approve(booking, by=by, which=which))


@app.command("refuse", cls=DeskCommand, help=_("Refuse a guest's booking (supervisors)."))
def refuse(
    ctx: typer.Context,
    booking: IdArgument,
    reason: Annotated[Optional, typer.Option("--reason", help=_("Why."))] = None,
    series: SeriesOption = False,
    from_here: FromHereOption = False,
    as_json: JsonOption = False,
) -> None:
    """Refuse."""
    which = _which(series, from_here)
    _act_on_several(
        ctx, as_json, "refused", lambda desk, by: desk.bookings.refuse(booking, by=by, reason=reason, which=which)
    )


@app.command("cancel", cls=DeskCommand, help=_("Cancel one date, the rest of its series, or all of it."))
def cancel(
    ctx: typer.Context,
    booking: IdArgument,
    series: SeriesOption = False,
    from_here: FromHereOption = False,
    as_json: JsonOption = False,
) -> None:
    """Cancel."""
    which = _which(series, from_here)
    with desks.at_desk(ctx) as (desk, by):
        done = desk.bookings.cancel(booking, by=by, which=which)
        freed = [one.when for one in done]
        offered = [
            one
            for one in desk.bookings.waiting(by=by)
            if one.free and any(one.booking.when.overlaps(slot) for slot in freed)
        ]
    if as_json:
        cancelled = [one.id for one in done]
        offers = [one.booking.id for one in offered]
        output.show_json({**booking_output.as_json(done[0]), "cancelled": cancelled, "offered": offers})
        return
    booking_output.show_bookings(done, None, json=False)
    if offered:
        print(_("In line for it:"))
        booking_output.show_offers(offered, json=False)


@app.command("check-in", cls=DeskCommand, help=_("Somebody came: how many."))
def check_in(ctx: typer.Context, booking: IdArgument, people: PeopleOption = None, as_json: JsonOption = False) -> None:
    """Check in."""
    _act(ctx, as_json, lambda desk, by: desk.bookings.check_in(booking, by=by, people=people))


@app.command("block", cls=DeskCommand, help=_("Take a room out of use for some time."))
def block(
    ctx: typer.Context,
    room: RoomArgument,
    start: FromOption,
    end: ToOption,
    reason: Annotated[str, typer.Option("--reason", help=_("Why."))],
    as_json: JsonOption = False,
) -> None:
    """Take a room out of use."""
    _act(ctx, as_json, lambda desk, by: desk.bookings.block(room, start, end, reason, by=by))


@app.command("wait", cls=DeskCommand, help=_("Put a wish on the waiting list for a slot that is taken."))
def wait(
    ctx: typer.Context,
    room: RoomArgument,
    start: FromOption,
    end: ToOption,
    title: TitleOption,
    for_: ForOption = None,
    guest: GuestOption = None,
    people: PeopleOption = None,
    event: EventOption = False,
    note: NoteOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a wish on the waiting list."""
    new = _new(room, start, end, title, for_, guest, people=people, note=note, event=event)
    _act(ctx, as_json, lambda desk, by: desk.bookings.wait(new, by=by))


@app.command("waiting", cls=DeskCommand, help=_("The waiting list, and whose turn it is."))
def waiting(ctx: typer.Context, as_json: JsonOption = False) -> None:
    """The waiting list."""
    with desks.at_desk(ctx) as (desk, by):
        booking_output.show_offers(desk.bookings.waiting(by=by), json=as_json)


@app.command("repeats", cls=DeskCommand, help=_("The repetitions there are for a first date, by name."))
def repeats(
    ctx: typer.Context,
    day: Annotated[
        date,
        typer.Argument(
            metavar="DATE", parser=lambda value: read_date(value) if isinstance(value, str) else value,
            help=_("The first date."),
        ),
    ],
    as_json: JsonOption = False,
) -> None:  # fmt: skip
    """Repetitions by name."""
    from core.rooms.repeats import offered

    found = offered(day)
    if as_json:
        output.show_json(output.listing(found))
    else:
        output.show_table((_("Repetition"), _("Rule")), ((one.name, one.rule) for one in found), widest=60)


@app.command("export", cls=DeskCommand, help=_("Write bookings to an iCalendar file."))
def export(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.ics", help=_("The file to write."))],
    room: Annotated[Optional, typer.Option("--room", metavar="ROOM", help=_("Of this room."))] = None,
    since: SinceOption = None,
    until: BeforeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write an iCalendar file."""
    from core.papers.files import write_whole

    with desks.at_desk(ctx) as (desk, by):
        content = desk.bookings.export(BookingFilter(room=room, start=since, end=until), by=by)
        write_whole(file, content)
    written = content.count(b"BEGIN:VEVENT")
    if as_json:
        output.show_json({"path": str(file), "bookings": written})
    else:
        print(_("{count} bookings written to {path}.").format(count=written, path=visible(str(file), newlines=True)))


@app.command("import", cls=DeskCommand, help=_("Take in bookings made elsewhere (.ics, .csv); repeat at will."))
def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.ics", help=_("The file: .ics or .csv."))],
    room: Annotated[
        Optional, typer.Option("--room", metavar="ROOM", help=_("The room of entries that name none."))
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Take in bookings made elsewhere."""
    with desks.at_desk(ctx) as (desk, by):
        done = desk.bookings.import_file(file, by=by, room=room)
    if as_json:
        shown: dict[str, Any] = {
            name: [booking_output.as_json(one) for one in getattr(done, name)]
            for name in ("added", "updated", "cancelled", "conflicts")
        }
        problems = [output.plain(one) for one in done.problems]
        warnings = [output.plain(one) for one in done.warnings]
        output.show_json({**shown, "unchanged": done.unchanged, "problems": problems, "warnings": warnings})
        return
    print(
        _("Added {added}, updated {updated}, cancelled {cancelled}, unchanged {unchanged}.").format(
            added=len(done.added), updated=len(done.updated), cancelled=len(done.cancelled), unchanged=done.unchanged
        )
    )
    if done.conflicts:
        print(_("To be decided (booking take, booking cancel):"))
        booking_output.show_bookings(done.conflicts, None, json=False)
    if done.problems:
        print(_("Not taken in:"))
        output.show_table((_("Where"), _("Why")), ((one.where, one.why) for one in done.problems), widest=90)
    if done.warnings:
        print(_("Taken in, but not all of it:"))
        output.show_table((_("Where"), _("What")), ((one.where, one.why) for one in done.warnings), widest=90)


def _new(
    room: str, start: datetime, end: datetime, title: str, for_: str | None, guest: str | None, **more: Any
) -> NewBooking:
    if for_ is None and guest is None:
        raise usage(N_("Say for whom: --for OCCUPANT or --guest NAME."))
    if for_ is not None and guest is not None:
        raise usage(N_("Give --for or --guest, not both."))
    return NewBooking(room, start, end, title, for_=for_, guest=guest, **more)


def _act_on_several(
    ctx: typer.Context, as_json: bool, key: str, act: Callable[[Desk, str], Sequence[BookingView]]
) -> None:
    """Do an act on dates of a series; print the record named with the numbers of all under `key`, or the list."""
    with desks.at_desk(ctx) as (desk, by):
        done = act(desk, by)
    if as_json:
        output.show_json({**booking_output.as_json(done[0]), key: [one.id for one in done]})
    elif len(done) == 1:
        show_booking(done[0], json=False)
    else:
        booking_output.show_bookings(done, None, json=False)


def _which(series: bool, from_here: bool) -> str:
    if series and from_here:
        raise usage(N_("Give --series or --from-here, not both."))
    return "series" if series else "from_here" if from_here else "one"


def _date_of(typed: str, start: datetime) -> datetime:
    """A date of a series: a moment, or a day, which is that day's at the first one's hour."""
    if len(typed.strip()) != len("2026-11-23"):
        return read_time(typed)
    return datetime.combine(read_date(typed), start.timetz())


def _pair(typed: str) -> tuple[datetime, str]:
    at, sign, to = typed.partition("=")
    if not sign:
        raise BadValue("bad_choice", N_("“{value}” is not a choice. Write TIME=TIME or TIME=ROOM."), value=typed)
    return read_time(at), to
