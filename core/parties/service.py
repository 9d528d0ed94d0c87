"""The directory of units outside the desk and what each offers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, select

from core import fields
from core.errors import BadValue, NotFound, RuleRefused
from core.parties.tables import Party
from core.spelling import find, ready, spelling
from core.staff.service import actor
from core.storage import Storage
from core.words import N_
from data.loading import load_parties


@dataclass(frozen=True, slots=True)
class PartyView:
    """One unit outside the desk. Its phone is a public one and not masked."""

    code: str
    name: str
    name_en: str
    kind: str
    offers: str
    phone: str | None
    contact: str | None
    active: bool
    spelling: str


class PartyDesk:
    """Acts on the directory. Anyone on the staff may keep it; every change is on record."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def list(self, *, by: str, search: str = "") -> tuple[PartyView, ...]:
        """The directory by code, or what fits `search`, best first."""
        with self._storage.read() as session:
            actor(session, by)
            views = [_view(row) for row in session.exec(select(Party).order_by(Party.code))]
        return tuple(find(search, views, lambda one: (one.code, one.name, one.spelling)))

    def add(
        self,
        code: str,
        name: str,
        *,
        by: str,
        kind: str = "other",
        offers: str = "",
        phone: str | None = None,
        contact: str | None = None,
        name_en: str | None = None,
    ) -> PartyView:
        """A new unit; raises `BadValue` (`party_exists`, `bad_code`, `bad_phone`)."""
        ready()
        with self._storage.act("party.add", by, code) as act:
            actor(act.session, by)
            if act.session.get(Party, code) is not None:
                raise BadValue(
                    "party_exists", N_("There is a unit with the code {code} already. Choose another."), code=code
                )
            row = Party(code=fields.code(code, "code"), name="", name_en="", kind="other", offers="")
            _change(row, name=name, name_en=name_en or name, kind=kind, offers=offers, phone=phone, contact=contact)
            act.session.add(row)
            act.session.flush()
            return _view(row)

    def edit(self, code: str, *, by: str, **changes: str | bool | None) -> PartyView:
        """Change what is given: name, name_en, kind, offers, phone, contact, active."""
        ready()
        with self._storage.act("party.edit", by, code) as act:
            actor(act.session, by)
            row = get_party(act.session, code)
            _change(row, **changes)
            act.session.add(row)
            act.session.flush()
            act.note(changed=sorted(name for name, value in changes.items() if value is not None))
            return _view(row)


def seed(session: Session) -> None:
    """Fill an empty directory with the examples that ship in `data/parties.toml`."""
    for shipped in load_parties().parties:
        session.add(
            Party(
                code=shipped.code, name=shipped.name, name_en=shipped.name_en, kind=shipped.kind,
                offers=shipped.offers, phone=fields.phone(shipped.phone),
 spelling=spelling(shipped.name),
            )
        )  # fmt: skip
    session.flush()


def get_party(session: Session, code: str, *, active: bool = False) -> Party:
    """The row; raises `NotFound` (`no_such_party`), or `RuleRefused` (`party_inactive`) where it must be active."""
    row = session.get(Party, code)
    if row is None:
        raise NotFound(
            "no_such_party", N_("There is no unit with the code “{code}”. Choose one of the directory."), code=code
        )
    if active and not row.active:
        raise RuleRefused("party_inactive", N_("The unit {code} is no longer in use. Choose another."), code=code)
    return row


def _change(row: Party, **changes: str | bool | None) -> None:
    for name, value in changes.items():
        if value is None:
            continue
        if name == "kind":
            row.kind = fields.choice(str(value), "kind", [one.code for one in load_parties().kinds])
        elif name == "phone":
            row.phone = fields.phone(str(value))
        elif name == "active":
            row.active = bool(value)
        elif name in ("offers", "contact"):
            setattr(row, name, fields.optional_text(str(value), name) or "")
        else:
            setattr(row, name, fields.text(str(value), name))
    row.spelling = spelling(row.name)


def _view(row: Party) -> PartyView:
    return PartyView(
        row.code, row.name, row.name_en, row.kind, row.offers, row.phone, row.contact, row.active, row.spelling
    )
