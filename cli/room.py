"""`shouwen room`: meeting rooms, lecture hall, classrooms."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any

import typer

from cli import desks, output
from cli.booking_output import (
    EquipmentOption,
    FromOption,
    PeopleOption,
    RoomArgument,
    ToOption,
    read_length,
    room_json,
    show_openings,
    slot_json,
)
from cli.commands import DeskCommand, noun
from cli.errors import usage
from cli.options import JsonOption, whole
from core.clock import read_date
from core.desk import Desk
from core.errors import BadValue
from core.rooms.shipped import equipment as known_equipment
from core.rooms.shipped import read_span
from core.rooms.terms import ROOM_KINDS
from core.rooms.views import RoomView
from core.text import visible
from core.words import N_, language
from core.words import translate as _
from core.worktime import WEEKDAYS

app = noun()
Optional = str | None


def _date(value: Any) -> date | None:
    return read_date(value) if isinstance(value, str) else value


def _span(field: str) -> Any:
    return lambda value: read_span(value, field) if isinstance(value, str) else value


KindOption = Annotated[Optional, typer.Option("--kind", metavar="meeting|hall|classroom", help=_("What sort of room."))]
NameEnOption = Annotated[Optional, typer.Option("--name-en", help=_("The name in English."))]
PlaceOption = Annotated[Optional, typer.Option("--place", help=_("Floor and door."))]
HasOption = Annotated[
    list[str] | None, typer.Option("--equipment", metavar="CODE", help=_("Equipment it has; repeat."))
]
OpenOption = Annotated[
    list[str] | None, typer.Option("--open", metavar="HH:MM-HH:MM", help=_("Hours of every day; repeat."))
]
HoursOption = Annotated[
    list[str] | None,
    typer.Option(
        "--hours", metavar="DAY=HH:MM-HH:MM", help=_("Hours of one weekday (mon … sun); repeat, empty: closed.")
    ),
]
HolidayOption = Annotated[
    list[str] | None, typer.Option("--holiday", metavar="HH:MM-HH:MM", help=_("Hours of statutory holidays; repeat."))
]
MakeUpOption = Annotated[
    list[str] | None, typer.Option("--make-up", metavar="HH:MM-HH:MM", help=_("Hours of make-up days; repeat."))
]
BufferOption = Annotated[
    int | None, typer.Option("--buffer", metavar="15m", parser=_span("buffer"), help=_("Time between two bookings."))
]
AheadOption = Annotated[
    int | None,
    typer.Option("--ahead", metavar="DAYS", parser=whole("ahead", lowest=0), help=_("How long before, at most.")),
]
NoticeOption = Annotated[
    int | None, typer.Option("--notice", metavar="2h", parser=_span("notice"), help=_("How long before, at least."))
]
QuotaOption = Annotated[
    int | None,
    typer.Option("--quota", metavar="20h", parser=_span("quota"), help=_("An occupant's share a month; 0: no limit.")),
]
PartOption = Annotated[
    Optional, typer.Option("--part-of", metavar="ROOM", help=_("The divisible room it is part of; empty: none."))
]


@app.command("list", cls=DeskCommand, help=_("The rooms."))
def list_(
    ctx: typer.Context,
    search: Annotated[str, typer.Option("--search", help=_("Chinese, pinyin or initials."))] = "",
    all_: Annotated[bool, typer.Option("--all", help=_("Those no longer in use too."))] = False,
    as_json: JsonOption = False,
) -> None:
    """The rooms."""
    with desks.at_desk(ctx) as (desk, by):
        rooms = desk.rooms.list(by=by, search=search, all_=all_)
    if as_json:
        output.show_json({"items": [room_json(one) for one in rooms], "next": None})
        return
    _table(rooms)


@app.command("show", cls=DeskCommand, help=_("One room: hours, rules, equipment."))
def show(ctx: typer.Context, code: RoomArgument, as_json: JsonOption = False) -> None:
    """One room."""
    with desks.at_desk(ctx) as (desk, by):
        _show(desk.rooms.show(code, by=by), as_json=as_json)


@app.command("add", cls=DeskCommand, help=_("A new room (supervisors)."))
def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Option("--code", help=_("The code."))],
    name: Annotated[str, typer.Option("--name", help=_("The name."))],
    capacity: Annotated[
        int, typer.Option("--capacity", metavar="N", parser=whole("capacity"), help=_("How many people."))
    ],
    kind: KindOption = None,
    name_en: NameEnOption = None,
    place: PlaceOption = None,
    equipment: HasOption = None,
    open_: OpenOption = None,
    hours: HoursOption = None,
    holiday: HolidayOption = None,
    make_up: MakeUpOption = None,
    buffer: BufferOption = None,
    ahead: AheadOption = None,
    notice: NoticeOption = None,
    quota: QuotaOption = None,
    part_of: PartOption = None,
    as_json: JsonOption = False,
) -> None:
    """A new room."""
    more = _given(
        kind=kind, name_en=name_en, place=place, equipment=equipment, holiday=_spells(holiday),
        make_up=_spells(make_up), buffer_seconds=buffer, ahead_days=ahead, notice_seconds=notice, quota_seconds=quota,
        part_of=part_of, week=_week([["08:30-21:00"]] * 7, open_, hours),
    )  # fmt: skip
    with desks.at_desk(ctx) as (desk, by):
        _show(desk.rooms.add(code, name, capacity, by=by, **more), as_json=as_json)


@app.command("edit", cls=DeskCommand, help=_("Change a room (supervisors)."))
def edit(
    ctx: typer.Context,
    code: RoomArgument,
    name: Annotated[Optional, typer.Option("--name", help=_("The name."))] = None,
    capacity: Annotated[
        int | None, typer.Option("--capacity", metavar="N", parser=whole("capacity"), help=_("How many people."))
    ] = None,
    kind: KindOption = None,
    name_en: NameEnOption = None,
    place: PlaceOption = None,
    equipment: HasOption = None,
    open_: OpenOption = None,
    hours: HoursOption = None,
    holiday: HolidayOption = None,
    make_up: MakeUpOption = None,
    buffer: BufferOption = None,
    ahead: AheadOption = None,
    notice: NoticeOption = None,
    quota: QuotaOption = None,
    part_of: PartOption = None,
    active: Annotated[bool | None, typer.Option("--active/--inactive", help=_("Whether it is in use."))] = None,
    example: Annotated[bool | None, typer.Option("--example/--real", help=_("Whether it is an example."))] = None,
    as_json: JsonOption = False,
) -> None:
    """Change a room."""
    with desks.at_desk(ctx) as (desk, by):
        week = None
        if open_ or hours:
            week = _week([list(one) for one in desk.rooms.show(code, by=by).week], open_, hours)
        changes = _given(
            name=name, capacity=capacity, kind=kind, name_en=name_en, place=place, equipment=equipment,
            holiday=_spells(holiday), make_up=_spells(make_up), buffer_seconds=buffer, ahead_days=ahead,
            notice_seconds=notice, quota_seconds=quota, part_of=part_of, active=active, example=example, week=week,
        )  # fmt: skip
        _show(desk.rooms.edit(code, by=by, **changes), as_json=as_json)


@app.command("hours", cls=DeskCommand, help=_("A room's own hours on one date (supervisors)."))
def hours_(
    ctx: typer.Context,
    code: RoomArgument,
    day: Annotated[date, typer.Argument(metavar="DATE", parser=_date, help=_("The day."))],
    open_: OpenOption = None,
    closed: Annotated[bool, typer.Option("--closed", help=_("Closed all day."))] = False,
    usual: Annotated[bool, typer.Option("--usual", help=_("Take the exception back."))] = False,
    reason: Annotated[str, typer.Option("--reason", help=_("Why."))] = "",
    as_json: JsonOption = False,
) -> None:
    """A room's own hours on one date."""
    if sum((bool(open_), closed, usual)) != 1:
        raise usage(N_("Give one of --open, --closed and --usual."))
    with desks.at_desk(ctx) as (desk, by):
        changed = desk.rooms.set_day(code, day, None if usual else tuple(open_ or ()), by=by, reason=reason)
    _show(changed, as_json=as_json)


@app.command("free", cls=DeskCommand, help=_("Rooms that can be had; if none, the nearest alternatives."))
def free(
    ctx: typer.Context,
    start: FromOption,
    end: ToOption,
    people: PeopleOption = None,
    equipment: EquipmentOption = None,
    duration: Annotated[
        timedelta | None,
        typer.Option("--duration", metavar="2h", parser=read_length, help=_("For this long, at any time between.")),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Rooms that can be had."""
    with desks.at_desk(ctx) as (desk, by):
        if duration is not None:
            _openings(desk, by, start, end, duration, people, equipment or [], as_json=as_json)
            return
        found = desk.rooms.free(start, end, by=by, people=people, equipment=equipment or ())
    if as_json:
        items = [room_json(one) for one in found.items]
        output.show_json({"items": items, "next": None, "alternatives": [slot_json(one) for one in found.alternatives]})
    elif found.items:
        _table(found.items)
    else:
        print(_("No room is free then. The nearest:"))
        show_openings(found.alternatives)


@app.command("sheet", cls=DeskCommand, help=_("The day's sheet for the counter, to print."))
def sheet(
    ctx: typer.Context,
    output_: Annotated[Path, typer.Option("--output", metavar="F.docx", help=_("The file to write: .docx."))],
    day: Annotated[
        date | None, typer.Option("--date", metavar="DATE", parser=_date, help=_("The day; by default today."))
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """The day's sheet."""
    from core.papers.files import write_whole

    if output_.suffix.lower() != ".docx":
        raise BadValue("bad_output", N_("“{path}” must end in .docx."), path=str(output_))
    with desks.at_desk(ctx) as (desk, by):
        write_whole(output_, desk.rooms.sheet(day or desk.storage.now().date(), by=by))
    if as_json:
        output.show_json({"path": output_})
    else:
        print(_("Written: {path}").format(path=visible(str(output_), newlines=True)))


@app.command("use", cls=DeskCommand, help=_("How much each room was used."))
def use(
    ctx: typer.Context,
    since: Annotated[date, typer.Option("--since", metavar="DATE", parser=_date, help=_("From this day on."))],
    until: Annotated[date, typer.Option("--until", metavar="DATE", parser=_date, help=_("Up to this day, included."))],
    as_json: JsonOption = False,
) -> None:
    """How much each room was used."""
    with desks.at_desk(ctx) as (desk, by):
        found = desk.bookings.use(since, until, by=by)
    if as_json:
        output.show_json(output.listing(found))
        return
    rows = (
        (one.room, one.bookings, one.people, _hours(one.booked_seconds), _hours(one.used_seconds), one.no_shows,
         "" if one.rate is None else f"{one.rate:.1%}")
        for one in found
    )  # fmt: skip
    headings = (
        _("Room"), _("Bookings"), _("People"), _("Hours booked"), _("Hours used"), _("Nobody came"), _("Use"),
    )  # fmt: skip
    output.show_table(headings, rows)


def _openings(
    desk: Desk,
    by: str,
    start: datetime,
    end: datetime,
    length: timedelta,
    people: int | None,
    equipment: list[str],
    *,
    as_json: bool,
) -> None:
    found = desk.rooms.openings(start, end, length, by=by, people=people, equipment=equipment)
    if as_json:
        output.show_json({"items": [slot_json(one) for one in found], "next": None})
    else:
        show_openings(found)


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _spells(typed: list[str] | None) -> list[str] | None:
    return None if not typed else [one for one in typed if one.strip()]


def _week(week: list[list[str]], open_: list[str] | None, hours: list[str] | None) -> list[list[str]] | None:
    """The seven days' hours: `--open` for all of them, `--hours mon=…` for one."""
    if not open_ and not hours:
        return None
    if open_:
        week = [_spells(open_) or []] * 7
    by_day: dict[str, list[str]] = {}
    for one in hours or ():
        day, sign, spell = one.partition("=")
        if not sign or day not in WEEKDAYS:
            raise BadValue("bad_weekday", N_("“{value}” is not a weekday's hours. Write mon=09:00-12:00."), value=one)
        by_day.setdefault(day, []).extend(part for part in spell.split(",") if part.strip())
    return [by_day.get(day, week[n]) for n, day in enumerate(WEEKDAYS)]


def _name(room: RoomView) -> str:
    return room.name_en if language() == "en" else room.name


def _equipment(codes: tuple[str, ...]) -> list[str]:
    names = {one.code: one.name_en if language() == "en" else one.name for one in known_equipment()}
    return [names.get(code, code) for code in codes]


def _hours(seconds: int) -> str:
    return f"{seconds / 3600:g}"


def _table(rooms: tuple[RoomView, ...]) -> None:
    rows = ((one.code, _name(one), one.capacity, _equipment(one.equipment), one.part_of) for one in rooms)
    output.show_table((_("Code"), _("Name"), _("People"), _("Equipment"), _("Part of")), rows)


def _show(room: RoomView, *, as_json: bool) -> None:
    if as_json:
        output.show_json(room_json(room))
        return
    hours = {day: "、".join(spells) or _("not open") for day, spells in zip(WEEKDAYS, room.week, strict=True)}
    same = set(hours.values())
    pairs: list[tuple[str, Any]] = [
        (_("Code"), room.code),
        (_("Name"), _name(room)),
        (_("Kind"), _(ROOM_KINDS[room.kind])),
        (_("Place"), room.place),
        (_("People"), room.capacity),
        (_("Equipment"), _equipment(room.equipment)),
        (_("Opening hours"), same.pop() if len(same) == 1 else "\n".join(map(" ".join, hours.items()))),
        (_("On holidays"), "、".join(room.holiday) or _("not open")),
        (_("Days of its own"), "\n".join(
            f"{one.date} {'、'.join(one.hours) or _('closed')} {one.reason}" for one in room.days)),
        (_("Between two bookings"), _("{minutes} minutes").format(minutes=room.buffer_seconds // 60)),
        (_("Days ahead at most"), room.ahead_days),
        (_("Hours a month"), _hours(room.quota_seconds) if room.quota_seconds else None),
        (_("Part of"), room.part_of),
        (_("Parts"), list(room.parts)),
        (_("In use"), _("yes") if room.active else _("no")),
        (_("Example"), _("yes, to be replaced by the centre's own") if room.example else None),
    ]  # fmt: skip
    output.show_fields(pairs)
