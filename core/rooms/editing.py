"""Correcting what a booking says: its title, the number of people, the note, the guest's name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from core import fields
from core.errors import BadValue, RuleRefused
from core.rooms import records, writing
from core.rooms.deciding import refusal
from core.rooms.intervals import Interval
from core.rooms.rules import PEOPLE, refusal_to_edit
from core.storage import Act
from core.words import N_


def read(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes as typed, those left out (None) dropped; raises `BadValue` that names the field, or where none is
    given (`nothing_to_edit`)."""
    values: dict[str, Any] = {}
    for name, value in changes.items():
        if value is None:
            continue
        if name == "people":
            values[name] = fields.whole(value, name, highest=PEOPLE)
        elif name == "note":
            values[name] = fields.optional_text(value, name)
        else:
            assert name in ("title", "guest"), name
            values[name] = fields.text(value, name)
    if not values:
        raise BadValue("nothing_to_edit", N_("Say what to correct: the title, the number of people, the note."))
    return values


def edit(act: Act, row: records.AnyRow, values: Mapping[str, Any], anew: Callable[[], bool]) -> records.AnyRow:
    """Write one booking's corrections, in the act's transaction; what says so already is left as it is.

    `anew` says whether an approved one that is for others, or for more, must be approved again.
    """
    refused = refusal_to_edit(row.status, row.ends_at, act.at) or _not_of_this_kind(row, values)
    if refused is not None:
        raise refused
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return row
    people = changed.get("people")
    if people is not None:
        room = records.get_room(act.session, row.room)
        if people > room.capacity:
            raise refusal(room, Interval(row.starts_at, row.ends_at), "capacity", None, act.session)
    more = people is not None and people > (row.people or 0)
    if row.status == "approved" and ("guest" in changed or more) and anew():
        changed |= {"status": "pending", "decided_by": None, "decided_at": None}
    if row.starts_at <= act.at:
        # A change after the beginning counts as a new beginning for those who do not come; a correction does not.
        changed["changed_at"] = row.changed_at
    return writing.change(act.session, row, act.at, **changed)


def _not_of_this_kind(row: records.AnyRow, values: Mapping[str, Any]) -> RuleRefused | None:
    if row.kind == "block" and not values.keys() <= {"title", "note"}:
        return RuleRefused("is_block", N_("The room is not in use then: only the reason can be corrected."))
    if "guest" in values and row.occupant is not None:
        return RuleRefused(
            "not_a_guest", N_("Booking {id} is for an occupant, not for a guest. Cancel it and make a new one."),
            id=row.id,
        )  # fmt: skip
    return None
