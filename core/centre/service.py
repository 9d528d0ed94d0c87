"""The centre: its name, desk letter, address and phones, as printed on paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields

from sqlmodel import Session, select

from core.centre.tables import Setting
from core.errors import BadValue
from core.fields import optional_text, text
from core.staff.rules import require_supervisor
from core.staff.service import actor
from core.storage import Storage
from core.words import N_


@dataclass(frozen=True, slots=True)
class Centre:
    """What the desk knows of its own house. Phones are empty until the centre fills them in: the measures give none."""

    name: str = "青岛市创业赋能中心"
    letter: str = "A"
    place: str = ""
    hotline: str = ""
    supervision_phone: str = ""
    extension_limit: str = "10wd"


class CentreDesk:
    """Reading and changing the centre's settings."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def show(self) -> Centre:
        """The settings in force."""
        with self._storage.read() as session:
            return centre(session)

    def edit(self, *, by: str, **changes: str) -> Centre:
        """Change what is given (supervisors only); the desk letter is one of A–Z."""
        with self._storage.act("centre.edit", by, "centre") as act:
            require_supervisor(actor(act.session, by))
            keep(act.session, changes)
            act.note(changed=sorted(changes))
            act.session.flush()
            return centre(act.session)


def centre(session: Session) -> Centre:
    """The settings, within a transaction."""
    known = {one.name for one in fields(Centre)}
    return Centre(**{row.name: row.value for row in session.exec(select(Setting)) if row.name in known})


def keep(session: Session, changes: Mapping[str, str]) -> None:
    """Keep settings, within a transaction; raises `BadValue` (`bad_letter`, `bad_limit`, …)."""
    known = {one.name for one in fields(Centre)}
    for name, value in changes.items():
        assert name in known, name
        session.merge(Setting(name=name, value=_read(name, value)))
    session.flush()


def _read(name: str, value: str) -> str:
    if name == "letter":
        letter = unicodedata.normalize("NFKC", value).strip().upper()
        if re.fullmatch("[A-Z]", letter) is None:
            raise BadValue("bad_letter", N_("The desk letter is one of A to Z."))
        return letter
    if name == "extension_limit":
        from core.worktime import parse_limit

        return str(parse_limit(value))
    if name == "name":
        return text(value, name)
    return optional_text(value, name) or ""
