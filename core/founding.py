"""Setting up a desk: the first supervisor, the centre's settings, and what ships, in one act."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import select

from core.centre.service import keep as keep_settings
from core.errors import RuleRefused
from core.parties.service import seed as seed_parties
from core.rooms.service import seed as seed_rooms
from core.services.service import seed as seed_services
from core.services.tables import Service
from core.spelling import ready
from core.staff.service import code_from, first_supervisor, view
from core.staff.tables import Staff
from core.staff.views import StaffView
from core.storage import Storage
from core.words import N_


def found(storage: Storage, name: str, pin: str, code: str | None, centre: Mapping[str, str]) -> StaffView:
    """Set up a desk that has no staff; raises `RuleRefused` (`already_set_up`) otherwise.

    Without `code` the supervisor's is taken from the name's pinyin.
    """
    record = first_supervisor(code or code_from(name), name, pin)
    ready()
    with storage.act("desk.found", record.code, record.code) as act:
        if act.session.exec(select(Staff.code).limit(1)).first() is not None:
            raise RuleRefused(
                "already_set_up", N_("This desk is set up already. Sign in, or name another database file.")
            )
        record.added_at = act.at
        act.session.add(record)
        act.session.flush()
        keep_settings(act.session, centre)
        if act.session.exec(select(Service.code).limit(1)).first() is None:
            seed_services(act.session)
            seed_parties(act.session)
        seed_rooms(act.session)
        return view(record)
