"""The service list: reading it, and the supervisor's changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from core import fields
from core.errors import NotFound
from core.services.rules import ON_SUPPLEMENT
from core.services.tables import Service
from core.services.views import ServiceView
from core.spelling import find, ready, spelling
from core.staff.rules import require_supervisor
from core.staff.service import actor
from core.storage import Storage
from core.words import N_
from core.worktime import built_in_calendar, due, parse_limit

_COLUMNS = ("code", "name", "name_en", "category", "materials", "keywords", "respond", "complete", "on_supplement")


class ServiceDesk:
    """Acts on the service list."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def list(self, *, by: str, search: str = "") -> tuple[ServiceView, ...]:
        """All services in the list's order; with `search` those that fit (Chinese, pinyin, initials), best first."""
        with self._storage.read() as session:
            actor(session, by)
            views = [view(row) for row in session.exec(select(Service).order_by(Service.position))]  # type: ignore[arg-type]
        return tuple(find(search, views, lambda one: (one.code, one.name, one.spelling)))

    def show(self, code: str, *, by: str) -> ServiceView:
        """One service; raises `NotFound` (`no_such_service`)."""
        with self._storage.read() as session:
            actor(session, by)
            return view(get_service(session, code))

    def set(
        self,
        code: str,
        *,
        by: str,
        respond: str | None = None,
        complete: str | None = None,
        on_supplement: str | None = None,
        name: str | None = None,
        name_en: str | None = None,
        materials: Sequence[str] | None = None,
        guide: dict[str, Any] | None = None,
    ) -> ServiceView:
        """Change a service (supervisors only). Calls already logged keep what they were promised."""
        if name is not None:
            ready()
        with self._storage.act("service.set", by, code) as act:
            require_supervisor(actor(act.session, by))
            row = get_service(act.session, code)
            if respond is not None:
                row.respond = _promise(respond, act.at)
            if complete is not None:
                row.complete = _promise(complete, act.at)
            if on_supplement is not None:
                row.on_supplement = fields.choice(on_supplement, "on_supplement", ON_SUPPLEMENT)
            if name is not None:
                row.name = fields.text(name, "name")
                row.spelling = spelling(row.name)
            if name_en is not None:
                row.name_en = fields.text(name_en, "name_en")
            if materials is not None:
                row.materials = _materials(row.materials, materials)
            if guide:
                row.guide = {**row.guide, **guide}
            row.version += 1
            act.session.add(row)
            act.session.flush()
            act.note(version=row.version)
            return view(row)


def seed(session: Session) -> None:
    """Fill an empty service list with the one that ships in `data/services.toml`."""
    from data.loading import load_services

    for position, shipped in enumerate(load_services().services):
        content = asdict(shipped)
        guide = {name: value for name, value in content.items() if name not in _COLUMNS}
        row = Service(
            position=position, guide=guide, spelling=spelling(shipped.name), version=1,
            **{name: content[name] for name in _COLUMNS},
        )  # fmt: skip
        session.add(row)
    session.flush()


def get_service(session: Session, code: str) -> Service:
    """The row; raises `NotFound` (`no_such_service`)."""
    row = session.get(Service, code)
    if row is None:
        raise NotFound(
            "no_such_service",
            N_("There is no service with the code “{code}”. Choose one of the service list."),
            code=code,
        )
    return row


def view(row: Service) -> ServiceView:
    """The row as a frozen view."""
    return ServiceView(
        code=row.code, name=row.name, name_en=row.name_en, category=row.category,
        materials=tuple(one["name"] for one in row.materials), respond=row.respond, complete=row.complete,
        on_supplement=row.on_supplement, version=row.version, keywords=tuple(row.keywords), spelling=row.spelling,
        guide={**row.guide, "materials": row.materials},
    )  # fmt: skip


def _promise(limit: str, at: datetime) -> str:
    """The limit in normal form; raises `BadValue` where calls of the next hundred years would run off the calendar."""
    read = parse_limit(limit)
    due(built_in_calendar(), at + timedelta(days=36_525), read)
    return str(read)


def _materials(known: Sequence[dict[str, Any]], names: Sequence[str]) -> list[dict[str, Any]]:
    details = {one["name"]: one for one in known}
    named = [fields.text(name, "material") for name in names]
    return [details.get(name, {"name": name}) for name in dict.fromkeys(named)]
