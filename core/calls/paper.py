"""From a call to paper: the notification slip, the receipt, the register and the ledger of a period.

Paper goes to callers and files, so it is in Chinese whatever language the screens speak, and phones on it are masked.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from core.calendar.printing import count_text, write_count
from core.calendar.terms import limit_words
from core.calls import listing, records
from core.calls.clocks import explained
from core.calls.doing import Calendars, clock_events, doing
from core.calls.lines import take_apart
from core.calls.tables import Call, CallClockEvent, CallEvent, CallMaterial, CallNotification
from core.calls.terms import GROUNDS, KINDS, MEANS, OPEN, REASONS, STATUSES
from core.calls.views import CallFilter, CallView
from core.centre.service import Centre, centre
from core.papers import models
from core.papers.rendering import load_office, render
from core.services.tables import Service
from core.staff.service import actor
from core.staff.tables import Staff
from core.storage import Storage
from core.text import masked_phone, visible
from core.words import chinese, language
from core.words import translate as _
from core.worktime import parse_limit
from core.worktime.explaining import show_stamp

_UNITS = {"wd": "个工作日", "wh": "个工作小时", "wm": "个工作分钟", "d": "天", "m": "个月", "y": "年"}
_FORMS = {"original": "原件", "copy": "复印件", "both": "核对原件，留复印件"}


class PaperDesk:
    """Making paper. `output` ends in .docx or .txt; a template the centre has changed lies beside the database."""

    def __init__(self, storage: Storage, calendars: Calendars) -> None:
        self._storage = storage
        self._calendars = calendars

    def slip(self, number: str, output: Path, *, by: str) -> CallView:
        """一次性告知单: the list as told; where nothing was told yet, the service's materials."""
        return self._paper("slip", number, output, by)

    def receipt(self, number: str, output: Path, *, by: str) -> CallView:
        """受理回执: who handles it, what was taken in, and by when the answer is promised."""
        return self._paper("receipt", number, output, by)

    def explanation(self, number: str, output: Path | None, *, by: str) -> str:
        """时限说明: how the due time was counted, day by day, in the language in use; also written to `output` (.txt).

        It names nobody and changes nothing, so nothing is put on record. `BadValue` as `write_count`.
        """
        with self._storage.read() as session:
            call = records.get_call(session, number, actor(session, by))
            limit, events = parse_limit(call.complete_limit), clock_events(session, call)
            rows = explained(self._calendars(session), call.received_at, call.complete_limit, events)
            provisional = _("depends on a year without a holiday notice yet") if call.provisional_due else None
            waiting = _("the clock stands still") if call.status == "waiting" else None
            due = "  ".join(part for part in (show_stamp(call.due_at), provisional, waiting) if part)
            facts = [
                (_("Number"), call.number), (_("Service"), _service_name(session, call)),
                (_("Received"), show_stamp(call.received_at)), (_("Limit"), f"{limit_words(limit)} ({limit})"),
                (_("Due"), due), (_("Printed"), _stamp(self._storage.now())),
            ]  # fmt: skip
        text = count_text(_("How the due time was counted"), facts, rows)
        if output is not None:
            write_count(output, text)
        return text

    def register(self, since: date | None, until: date | None, output: Path, *, by: str) -> int:
        """首问登记簿 of the calls received in a period; gives how many."""
        with self._storage.read() as session:
            calls = listing.between(session, actor(session, by), CallFilter(since=since, until=until))
            rows = tuple(_register_row(session, call) for call in calls)
            paper = models.Register(centre(session).name, _period(since, until), _stamp(self._storage.now()), rows)
        return self._export("register", paper, output, by, len(rows))

    def ledger(self, since: date | None, until: date | None, output: Path, *, by: str) -> int:
        """限时办结台账 of the calls received in a period; gives how many."""
        now = self._storage.now()
        with self._storage.read() as session:
            calls = listing.between(session, actor(session, by), CallFilter(since=since, until=until))
            rows = tuple(_ledger_row(session, call, now) for call in calls)
            paper = models.Ledger(centre(session).name, _period(since, until), _stamp(now), rows)
        return self._export("ledger", paper, output, by, len(rows))

    def _paper(self, name: str, number: str, output: Path, by: str) -> CallView:
        with self._storage.read() as session:
            who = actor(session, by)
            call = records.get_call(session, number, who)
            hidden = call.about is not None or (call.confidential and not records.involved(session, call, who))
            make = _slip if name == "slip" else _receipt
            paper = make(session, call, centre(session), None if hidden else _caller(call), self._storage.now())
        load_office(output)
        with doing(self._storage, self._calendars, name, number, by) as job:
            job.say(visible(output.name, newlines=True))
            view = job.done()
            render(name, paper, output, folder=self._templates())
            return view

    def _export(self, name: str, paper: models.Register | models.Ledger, output: Path, by: str, count: int) -> int:
        render(name, paper, output, folder=self._templates())  # before the act: a long register would hold the lock
        with self._storage.act(f"call.{name}", by, name) as act:
            act.note(calls=count, ending=output.suffix.lower())
        return count

    def _templates(self) -> Path | None:
        return self._storage.path.parent / "templates" if self._storage.path else None


def limit_in_words(limit: str) -> str:
    """`5wd` as `5 个工作日`."""
    read = parse_limit(limit)
    return f"{read.amount} {_UNITS[read.unit]}"


def _service_name(session: Session, call: Call) -> str:
    service = session.get(Service, call.service) if call.service else None
    if service is None:
        return _("not sorted yet")
    return service.name_en if language() == "en" and service.name_en else service.name


def _slip(session: Session, call: Call, house: Centre, caller: models.Caller | None, now: datetime) -> models.Slip:
    service = session.get(Service, call.service) if call.service else None
    guide: dict[str, Any] = service.guide if service else {}
    return models.Slip(
        centre=house.name, number=call.number, date=f"{now:%Y-%m-%d}", caller=caller,
        matter=_matter(call, service), legal_basis=guide.get("legal_basis") or None,
        conditions=tuple(guide.get("conditions", ())), tellings=_tellings(session, call, service),
        steps=tuple(guide.get("steps", ())), limit=limit_in_words(call.complete_limit), due=_stamp(call.due_at),
        fee=guide.get("fee") or None, place=guide.get("place") or house.place or None,
        enquiry_phone=house.hotline or None, complaint_phone=house.supervision_phone or None,
        refusal=tuple(guide.get("refusal", ())), provisional=call.provisional_due,
        guide_note=_guide_note(guide) if service else None,
    )  # fmt: skip


def _matter(call: Call, service: Service | None) -> str:
    """The service; of a call without one the question, save where it may say who complains or wants to stay unknown."""
    if service is not None:
        return service.name
    return chinese(KINDS[call.kind]) if call.about is not None or call.confidential else call.question


def _guide_note(guide: dict[str, Any]) -> str | None:
    """What of the guide is still to be checked: printed, so that nothing uncertain looks official."""
    notes = ("" if guide.get("checked") else "办事指南为示例，待中心核对。", guide.get("unverified") or "")
    return " ".join(note for note in notes if note) or None


def _receipt(
    session: Session, call: Call, house: Centre, caller: models.Caller | None, now: datetime
) -> models.Receipt:
    service = session.get(Service, call.service) if call.service else None
    taken = session.exec(select(CallMaterial).where(CallMaterial.call_id == call.id).order_by(col(CallMaterial.id)))
    return models.Receipt(
        centre=house.name, number=call.number, received_at=_stamp(call.received_at), caller=caller,
        matter=_matter(call, service), first_contact=_name(session, call.first_contact),
        handler=_name(session, call.handler), phone=house.hotline or None,
        materials=tuple(models.ReceivedMaterial(one.item, str(one.copies)) for one in taken),
        answer_by=_stamp(call.respond_by), due=_stamp(call.due_at), supervision_phone=house.supervision_phone or None,
        provisional=call.provisional_due,
    )  # fmt: skip


def _tellings(session: Session, call: Call, service: Service | None) -> tuple[models.Telling, ...]:
    query = select(CallNotification).where(CallNotification.call_id == call.id).order_by(col(CallNotification.id))
    told = [
        models.Telling(
            at=_stamp(row.at), by=_name(session, row.staff), means=chinese(MEANS[row.means]),
            materials=tuple(_material(item, (row.details or {}).get(item, {})) for item in row.items),
            reason=chinese(REASONS[row.reason]) if row.reason else None, note=row.note,
        )
        for row in session.exec(query)
    ]  # fmt: skip
    if not told and service is not None and service.materials:
        materials = tuple(_material(one["name"], one) for one in service.materials)
        told = [models.Telling("", "", "尚未登记", materials)]
    return tuple(told)


def _material(item: str, detail: dict[str, Any]) -> models.ToldMaterial:
    copies = detail.get("copies")
    form = _FORMS.get(detail.get("form", ""))
    return models.ToldMaterial(
        item, str(copies) if copies else None, form, detail.get("issued_by") or None, detail.get("note") or None
    )


def _register_row(session: Session, call: Call) -> models.RegisterRow:
    taken = session.exec(select(CallMaterial).where(CallMaterial.call_id == call.id)).all()
    service = session.get(Service, call.service) if call.service else None
    hidden = call.confidential or call.about is not None
    outcome = chinese(STATUSES[call.status])
    return models.RegisterRow(
        number=call.number, time=_stamp(call.received_at), name=None if hidden else call.caller_name,
        contact=None if hidden else masked_phone(call.caller_phone),
        matter=_matter(call, service) if hidden or service is None else f"{service.name}：{call.question}",
        materials=tuple(one.item for one in taken), count=str(sum(one.copies for one in taken)) if taken else None,
        first_contact=_name(session, call.first_contact), handler=_name(session, call.handler),
        outcome=f"{outcome}：{call.result or call.answer}" if call.result or call.answer else outcome,
    )  # fmt: skip


def _ledger_row(session: Session, call: Call, now: datetime) -> models.LedgerRow:
    service = session.get(Service, call.service) if call.service else None
    moves = session.exec(
        select(CallClockEvent).where(CallClockEvent.call_id == call.id).order_by(col(CallClockEvent.id))
    ).all()
    extensions = tuple(
        models.Extension(
            limit_in_words(one.limit_text or "1wd"), _name(session, one.staff), one.reason or "",
            _stamp(one.at) if one.caller_told else None,
        )
        for one in moves
        if one.kind == "extend"
    )  # fmt: skip
    finished = call.finished_at
    if call.status in OPEN:
        late = call.status != "waiting" and now >= call.due_at
    else:
        late = finished is not None and finished > call.due_at
    ended = None if call.completed_at is None else _stamp(call.completed_at)
    if call.status == "declined" and finished is not None:
        ended = f"{_stamp(finished)} {chinese(STATUSES['declined'])}（{_ground(session, call)}）"
    return models.LedgerRow(
        number=call.number, matter=_matter(call, service), accepted=_stamp(call.received_at),
        limit=limit_in_words(call.complete_limit), due=_stamp(call.due_at), extensions=extensions,
        waiting=_spells(list(moves)), completed=ended, overdue="超期" if late else "未超期",
        handler=_name(session, call.handler), provisional=call.provisional_due,
    )  # fmt: skip


def _spells(moves: list[CallClockEvent]) -> tuple[str, ...]:
    spells, since = [], None
    for one in moves:
        if one.kind == "pause":
            since = one.at
        elif since is not None and one.kind in ("resume", "restart"):
            spells.append(f"{_stamp(since)} 至 {_stamp(one.at)}")
            since = None
    if since is not None:
        spells.append(f"{_stamp(since)} 起")
    return tuple(spells)


def _ground(session: Session, call: Call) -> str:
    query = select(CallEvent.text).where(CallEvent.call_id == call.id, CallEvent.event == "decline")
    last = session.exec(query.order_by(col(CallEvent.id).desc()).limit(1)).first() or ""
    return chinese(GROUNDS.get(take_apart("decline", last).code or "", ""))


def _caller(call: Call) -> models.Caller | None:
    return models.Caller(call.caller_name, masked_phone(call.caller_phone), call.caller_organisation)


def _name(session: Session, code: str | None) -> str:
    person = session.get(Staff, code) if code else None
    return person.name if person else (code or "")


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"


def _period(since: date | None, until: date | None) -> str:
    if since is None and until is None:
        return "全部"
    return f"{since or ''} 至 {until or '今'}".strip()
