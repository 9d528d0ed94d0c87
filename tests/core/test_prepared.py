"""A prepared query gives what SQLAlchemy gives, within the same transaction."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, column, insert, select, text

from core.clock import CENTRE
from core.desk import Desk
from core.rooms.tables import ROOM_DAYS, ROOMS
from core.storage import Moment, Prepared

AT = datetime(2026, 11, 25, 10, 0, tzinfo=CENTRE)


def test_values_and_names_are_those_of_the_query(desk: Desk) -> None:
    query = select(ROOMS).where(ROOMS.c.capacity > bindparam("people"), ROOMS.c.kind == "meeting")
    with desk.storage.read() as session:
        plain = session.connection().execute(query, {"people": 10}).all()
        found = Prepared(query).rows(session, people=10)
    assert plain
    assert [tuple(one) for one in found] == [tuple(one) for one in plain]
    assert (found[0].code, found[0].equipment, found[0].active) == (
        plain[0].code, plain[0].equipment, plain[0].active,
    )  # fmt: skip


def test_what_is_written_in_the_act_is_seen_and_times_are_the_centres(desk: Desk) -> None:
    since = Prepared(select(ROOM_DAYS).where(ROOM_DAYS.c.set_at >= bindparam("at", type_=Moment)))
    with desk.storage.act("test", "boss") as act:
        act.session.connection().execute(
            insert(ROOM_DAYS),
            {"room": "m203", "date": "2026-11-25", "hours": ["09:00-12:00"], "reason": "x", "set_at": AT},
        )
        seen = since.first(act.session, at=AT)
        assert (seen.hours, seen.set_at) == (["09:00-12:00"], AT)
    with desk.storage.read() as session:
        assert since.first(session, at=AT) == seen
        assert since.first(session, at=AT.replace(hour=11)) is None


def test_plain_text_with_named_columns(desk: Desk) -> None:
    query = Prepared(text("SELECT :n + 1, :word").columns(column("next"), column("said")))
    with desk.storage.read() as session:
        (row,) = query.rows(session, n=41, word="'; DROP TABLE staff")
    assert (row.next, row.said) == (42, "'; DROP TABLE staff")
