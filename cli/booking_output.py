"""How rooms and bookings are printed, and the options their commands share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any

import typer

from cli import output
from cli.options import whole
from core.clock import CENTRE, read_date, read_time
from core.rooms.shipped import read_span
from core.rooms.terms import FLAGS, KINDS, STATUSES, WHYS
from core.rooms.views import BookingPage, BookingView, Made, Offer, Opening, RoomView, Skipped
from core.words import translate as _
from core.worktime import WEEKDAYS


def read_moment(value: Any) -> datetime | None:
    """A time as typed; `24:00` is the end of its day."""
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    midnight = re.fullmatch(r"\s*(\d{4}-\d{2}-\d{2})[T ]24:00(?::00)?(Z|[+-]\d{2}:?\d{2})?\s*", value, re.ASCII)
    if midnight is None or midnight[1].startswith("9999"):
        return read_time(value)
    return read_time(f"{midnight[1]}T00:00{midnight[2] or ''}") + timedelta(days=1)


def _bound(value: Any, *, later: int) -> datetime | None:
    if not isinstance(value, str):
        return value  # type: ignore[no-any-return]
    if len(value.strip()) == 10:
        day = read_date(value)
        return datetime.combine(day if day == date.max else day + timedelta(days=later), time(), CENTRE)
    return read_time(value)


def read_since(value: Any) -> datetime | None:
    """A time, or a day's beginning."""
    return _bound(value, later=0)


def read_until(value: Any) -> datetime | None:
    """A time, or a day's end."""
    return _bound(value, later=1)


def read_length(value: Any) -> timedelta | None:
    """`2h`, `90m`."""
    return timedelta(seconds=read_span(value, "duration")) if isinstance(value, str) else value


IdArgument = Annotated[int, typer.Argument(metavar="ID", parser=whole("id"), help=_("The booking's number."))]
RoomArgument = Annotated[str, typer.Argument(metavar="ROOM", help=_("The room's code."))]
FromOption = Annotated[datetime, typer.Option("--from", metavar="TIME", parser=read_moment, help=_("The beginning."))]
ToOption = Annotated[
    datetime, typer.Option("--to", metavar="TIME", parser=read_moment, help=_("The end, not included."))
]
SinceOption = Annotated[
    datetime | None,
    typer.Option("--from", metavar="TIME", parser=read_since, help=_("From then on; a time, or a day.")),
]
BeforeOption = Annotated[
    datetime | None, typer.Option("--to", metavar="TIME", parser=read_until, help=_("Until then; a time, or a day."))
]
PeopleOption = Annotated[
    int | None, typer.Option("--people", metavar="N", parser=whole("people"), help=_("How many people."))
]
EquipmentOption = Annotated[
    list[str] | None, typer.Option("--equipment", metavar="CODE", help=_("Equipment it must have; repeat."))
]


def as_json(one: BookingView) -> dict[str, Any]:
    """A booking by the contract: `id room from to title status` and more; `by` is what was in its way."""
    values = output.plain(one)
    first = {"id": one.id, "room": one.room, "from": values.pop("starts_at"), "to": values.pop("ends_at")}
    values["by"] = values.pop("in_the_way")
    return {**first, **{name: value for name, value in values.items() if name not in first}}


def room_json(one: RoomView) -> dict[str, Any]:
    """A room; its week by weekday."""
    values: dict[str, Any] = output.plain(one)
    return {**values, "week": dict(zip(WEEKDAYS, values["week"], strict=True))}


def slot_json(one: Opening | Skipped) -> dict[str, Any]:
    """A slot, or a date that cannot be had."""
    values: dict[str, Any] = output.plain(one)
    slot = {"from": values.pop("starts_at"), "to": values.pop("ends_at")}
    if isinstance(one, Skipped):
        values["times"] = [slot_json(other) for other in one.times]
        return {**slot, "why": values.pop("why") or None, **values}
    return {"room": values.pop("room"), **slot}


def when(start: datetime, end: datetime) -> str:
    """A time for people."""
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}–{last}"


def show_booking(one: BookingView, *, json: bool) -> None:
    """One booking."""
    if json:
        output.show_json(as_json(one))
        return
    output.show_fields(
        [
            (_("Number"), one.id),
            (_("Room"), one.room),
            (_("Time"), when(one.starts_at, one.ends_at)),
            (_("Title"), one.title),
            (_("Status"), _(STATUSES[one.status])),
            (_("Kind"), _(KINDS[one.kind])),
            (_("For"), whom(one)),
            (_("People"), one.people),
            (_("Came"), one.attended),
            (_("Series"), one.series),
            (_("Against it"), None if one.why is None else _(WHYS[one.why])),
            (_("In the way"), one.in_the_way),
            (_("Note"), one.note),
            (_("Attention"), _(FLAGS[one.flag]) if one.flag else None),
        ]
    )


def whom(one: BookingView) -> str | None:
    """For whom, in words."""
    if one.occupant is not None:
        return one.occupant_name or _("occupant {number}").format(number=one.occupant)
    return one.guest


def show_bookings(items: Iterable[BookingView], next_cursor: str | None, *, json: bool) -> None:
    """A list."""
    if json:
        output.show_json({"items": [as_json(one) for one in items], "next": next_cursor})
        return
    rows = (
        (
            one.id,
            one.room,
            when(one.starts_at, one.ends_at),
            one.title,
            whom(one),
            _(STATUSES[one.status]) + ("!" if one.flag else ""),
        )
        for one in items
    )
    headings = (_("Number"), _("Room"), _("Time"), _("Title"), _("For"), _("Status"))
    output.show_table(headings, rows)


def show_page(page: BookingPage, *, json: bool) -> None:
    """A page of a list."""
    show_bookings(page.items, page.next, json=json)


def show_made(made: Made, *, json: bool) -> None:
    """What booking gave or would give."""
    if json:
        output.show_json(
            {
                "series": made.series,
                "booked": [as_json(one) for one in made.booked],
                "skipped": [slot_json(one) for one in made.skipped],
            }
        )
        return
    show_bookings(made.booked, None, json=False)
    if made.skipped:
        print(_("Not booked:"))
        rows = (
            (
                when(one.starts_at, one.ends_at),
                _(WHYS[one.why]) if one.why else "",
                one.by,
                list(one.rooms),
                [f"{other.starts_at:%H:%M}" for other in one.times],
            )
            for one in made.skipped
        )
        output.show_table((_("Time"), _("Why"), _("In the way"), _("Free rooms"), _("Free from")), rows)


def show_offers(offers: Iterable[Offer], *, json: bool) -> None:
    """The waiting list."""
    if json:
        items = [{**as_json(one.booking), "place": one.place, "free": one.free} for one in offers]
        output.show_json({"items": items, "next": None})
        return
    rows = (
        (
            one.booking.id,
            one.booking.room,
            when(one.booking.starts_at, one.booking.ends_at),
            whom(one.booking),
            one.place,
            _("free: offer it") if one.free else _("taken"),
        )
        for one in offers
    )
    output.show_table((_("Number"), _("Room"), _("Time"), _("For"), _("In line"), _("State")), rows)


def show_openings(openings: Iterable[Opening]) -> None:
    """Times rooms can be had."""
    rows = ((one.room, when(one.starts_at, one.ends_at)) for one in openings)
    output.show_table((_("Room"), _("Time")), rows)
