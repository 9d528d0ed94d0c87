"""What each act on an occupant asks for, and which core call it becomes. The screen draws this; the core decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core import fields
from core.errors import BadValue
from core.occupants import figures
from core.occupants.admission import FACTS
from core.occupants.paying import NewEvaluation
from core.occupants.rules import ORDER, read_facts
from core.occupants.terms import (
    CHARGES,
    CLEARING,
    DOCUMENTS,
    GROUNDS,
    INTRODUCERS,
    KINDS,
    OUTCOMES,
    PER,
    PRIZE_LEVELS,
    REPORTED,
    STAGES,
    VERDICTS,
)
from core.occupants.views import NewOccupant, OccupantView, Signing
from core.rooms.spoken import read_day
from core.words import N_

if TYPE_CHECKING:
    from core.desk import Desk

Values = Mapping[str, Any]
Run = Callable[["Desk", int, str, Values], OccupantView]


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `kind`: line, prose, choice, or a list of entries: unit, group. `options` may look at the record.

    With `only`, a choice's name and value, it is asked while that is chosen.
    """

    name: str
    label: str
    kind: str = "line"
    options: Mapping[Any, str] | Callable[[OccupantView | None], Mapping[Any, str]] = field(default_factory=dict)
    hint: str = ""
    only: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OccupantForm:
    """A dialog for one act: what it asks, what is filled in already, and how it is done."""

    act: str
    label: str
    about: str
    fields: tuple[Field, ...]
    run: Run
    start: Callable[[OccupantView], dict[str, Any]] = lambda _one: {}


_DAY_HINT = N_("2026-11-25, 11-25 or today; empty: today")
_ON = Field("from", N_("On"), hint=_DAY_HINT)
_REASON = Field("reason", N_("Reason"), "prose")
_NOTE = Field("note", N_("Note"))
_AMOUNT = Field("amount", N_("Yuan"), hint=N_("such as 1200 or 1200.50"))
_OVERRIDE = Field("override", N_("Override"), hint=N_("a supervisor's reason to break the half rule; else empty"))
_SIGNING = (
    Field("start", N_("Term from"), hint=_DAY_HINT),
    Field("until", N_("Term until"), hint=N_("the last day; empty: a year")),
    Field("area", N_("Area"), hint=N_("m²; empty: what was wanted")),
    Field("rent", N_("Rent"), hint=N_("yuan a m²; empty for institutions: the owner's lease price")),
    Field("per", N_("Rent per"), "choice", {"": N_("not said"), **PER}),
    Field("rent_free_until", N_("Rent-free until"), hint=N_("startups, at most three years from entry")),
)


def text(values: Values, name: str) -> str | None:
    """What was typed, or None."""
    typed = str(values.get(name) or "").strip()
    return typed or None


def day(desk: Desk, values: Values, name: str) -> date | None:
    """A day as typed, or None; raises `BadValue` that names the field."""
    typed = text(values, name)
    if typed is None:
        return None
    try:
        return read_day(typed, desk.storage.now().date())
    except BadValue as error:
        raise BadValue(error.code, error.template, **{**error.details, "field": name}) from None


def whole(values: Values, name: str, highest: int = 10**9) -> int | None:
    """A whole number as typed, or None."""
    typed = text(values, name)
    return None if typed is None else fields.whole(typed, name, lowest=0, highest=highest)


def area(values: Values, name: str) -> Decimal | None:
    """Square metres as typed, or None."""
    typed = text(values, name)
    return None if typed is None else figures.area(typed, name)


def _signing(desk: Desk, values: Values) -> Signing:
    rent = text(values, "rent")
    return Signing(
        start=day(desk, values, "start"), until=day(desk, values, "until"), area=area(values, "area"),
        rent=None if rent is None else figures.rate(rent), per=values["per"] or None,
        rent_free_until=day(desk, values, "rent_free_until"),
    )  # fmt: skip


def _next_stages(one: OccupantView | None) -> Mapping[Any, str]:
    """The next stage first, then the others: a mistaken choice is refused with the reason."""
    place = ORDER.index(one.stage) + 1 if one is not None else 0
    order = [*ORDER[place:], *ORDER[:place]]
    return {stage: STAGES[stage] for stage in order}


def _missing_first(one: OccupantView | None) -> Mapping[Any, str]:
    missing = one.documents_missing if one is not None else ()
    return {code: DOCUMENTS[code] for code in (*missing, *(code for code in DOCUMENTS if code not in missing))}


def _to_clear(one: OccupantView | None) -> Mapping[Any, str]:
    left = one.exit.open if one is not None and one.exit is not None else tuple(CLEARING)
    return {code: CLEARING[code] for code in (left or tuple(CLEARING))}


def _held(one: OccupantView | None) -> Mapping[Any, str]:
    units = one.units if one is not None else ()
    return {unit: unit for unit in units} or {"": N_("no unit")}


def _objections(one: OccupantView | None) -> Mapping[Any, str]:
    found = one.objections if one is not None else ()
    return {item.id: str(item.id) for item in found if item.outcome is None} or {0: N_("none open")}


def _entries(one: OccupantView | None) -> Mapping[Any, str]:
    found = [item for item in one.entries if not item.voided][-8:] if one is not None else []
    return {item.id: f"{item.id}: {item.amount}" for item in reversed(found)} or {0: N_("no entries")}


def _advance(desk: Desk, number: int, by: str, values: Values) -> OccupantView:
    signed = values["stage"] == "signed"
    return desk.occupants.advance(
        number, values["stage"], by=by, on=day(desk, values, "from"), note=text(values, "note"),
        signing=_signing(desk, values) if signed else None, override=text(values, "override") if signed else None,
    )  # fmt: skip


def _renew(desk: Desk, number: int, by: str, values: Values) -> OccupantView:
    return desk.occupants.renew(
        number, _signing(desk, values), by=by, on=day(desk, values, "from"), override=text(values, "override")
    )


def _evaluate(desk: Desk, number: int, by: str, values: Values) -> OccupantView:
    new = NewEvaluation(
        year=whole(values, "year", 9999) or 0, verdict=values["verdict"], service=text(values, "service"),
        growth=text(values, "growth"), pull=text(values, "pull"), score=text(values, "score"),
        platform_use=text(values, "platform_use"), people_served=whole(values, "people_served"),
        companionship=text(values, "companionship"), events=whole(values, "events"), note=text(values, "note"),
    )  # fmt: skip
    return desk.occupants.evaluate(number, new, by=by)


def _charge(desk: Desk, number: int, by: str, values: Values) -> OccupantView:
    return desk.occupants.charge(
        number, values["item"], text(values, "amount") or "", by=by, on=day(desk, values, "from"),
        due_on=day(desk, values, "due_on"), year=whole(values, "year", 9999), note=text(values, "note"),
    )  # fmt: skip


def _notice(desk: Desk, number: int, by: str, values: Values) -> OccupantView:
    served = day(desk, values, "served") or desk.storage.now().date()
    return desk.occupants.notice(
        number, values["ground"], served, by=by, evidence=text(values, "evidence"), reason=text(values, "reason")
    )


FIELDS = (
    Field("name", N_("Name")),
    Field("kind", N_("Kind"), "choice", KINDS),
    Field("introduced_by", N_("Introduced by"), "choice", INTRODUCERS),
    Field("contact", N_("Contact")),
    Field("phone", N_("Phone")),
    Field("headcount", N_("Headcount"), hint=N_("people insured")),
    Field("wanted_area", N_("Wanted area"), hint=N_("m²")),
    Field("shared_desks", N_("Shared desks"), hint=N_("not counted in the area")),
    Field("legal_representative", N_("Legal rep.")),
    Field("credit_code", N_("Credit no.")),
    Field("shares", N_("Shares")),
    Field("scope", N_("Scope")),
    Field("registered_address", N_("Address")),
    Field("registered_on", N_("Registered on"), hint=N_("2026-11-25")),
    Field("registered_here_on", N_("Registered here"), hint=N_("when the registered address moved here")),
    Field("group", N_("Founders"), "group"),
    Field("prize", N_("Prize")),
    Field("prize_level", N_("Prize level"), "choice", {"": N_("no prize"), **PRIZE_LEVELS}),
    Field("facts", N_("Facts"), hint=N_("such as team, technology, no_penalty=no; F1 lists them")),
    Field("note", N_("Note"), "prose"),
)
"""What a record holds as typed."""
_TYPED = tuple(one.name for one in FIELDS)


def read_record(desk: Desk, values: Values) -> dict[str, Any]:
    """The fields of a record as the core takes them; what is empty is None."""
    typed = {name: text(values, name) for name in _TYPED}
    facts = str(values.get("facts") or "").replace("，", ",").replace("、", ",").split(",")
    return {
        **typed, "headcount": whole(values, "headcount"), "wanted_area": area(values, "wanted_area"),
        "shared_desks": whole(values, "shared_desks"), "registered_on": day(desk, values, "registered_on"),
        "registered_here_on": day(desk, values, "registered_here_on"),
        "facts": read_facts([one for one in facts if one.strip()], FACTS) or None,
    }  # fmt: skip


def add(desk: Desk, by: str, values: Values) -> OccupantView:
    """Take an application in."""
    given = {name: value for name, value in read_record(desk, values).items() if value is not None}
    new = NewOccupant(
        applied_on=day(desk, values, "applied_on"), came_by=values.get("came_by") or None,
        round=whole(values, "round"), introducer=whole(values, "introducer"), **{"name": "", **given},
    )  # fmt: skip
    return desk.occupants.add(new, by=by)


def _edit(desk: Desk, number: int, by: str, values: Values) -> OccupantView:
    return desk.occupants.edit(number, by=by, **read_record(desk, values))


def of_record(one: OccupantView) -> dict[str, Any]:
    """A record as its form shows it. The phone is masked on the screen, so its field stays empty: as it is."""
    shown = {name: getattr(one, name) for name in _TYPED if name not in ("facts", "phone")}
    facts = ", ".join(f"{name}={'yes' if value else 'no'}" for name, value in one.facts.items())
    plain = {name: "" if value is None else value for name, value in shown.items()}
    return {**plain, "wanted_area": "" if one.wanted_area is None else f"{one.wanted_area:g}", "facts": facts}


FORMS: dict[str, OccupantForm] = {
    one.act: one
    for one in (
        OccupantForm(
            "advance", N_("Next stage"), N_("Reaches the next stage; signing makes the agreement (art. 10)."),
            (Field("stage", N_("Stage"), "choice", _next_stages), _ON, _NOTE,
             *(replace(one, only=("stage", "signed")) for one in (*_SIGNING, _OVERRIDE))), _advance,
        ),
        OccupantForm(
            "refuse", N_("Turn down"), N_("Turns the application down, or records that it was withdrawn."),
            (_REASON, _ON),
            lambda desk, number, by, v: desk.occupants.refuse(
                number, text(v, "reason") or "", by=by, on=day(desk, v, "from")),
        ),
        OccupantForm(
            "object", N_("Objection"), N_("Records an objection during the public notice."),
            (Field("text", N_("What was said"), "prose"), _ON),
            lambda desk, number, by, v: desk.occupants.object(
                number, text(v, "text") or "", by=by, on=day(desk, v, "from")),
        ),
        OccupantForm(
            "settle", N_("Settle objection"), N_("Settles an objection: dismissed or upheld, and why."),
            (Field("objection", N_("Objection"), "choice", _objections),
             Field("outcome", N_("Outcome"), "choice", OUTCOMES), _REASON),
            lambda desk, number, by, v: desk.occupants.settle(
                number, int(v["objection"]), v["outcome"], text(v, "reason") or "", by=by),
        ),
        OccupantForm(
            "edit", N_("Correct"), N_("Corrects the record, or adds what was not known. Empty fields stay."),
            FIELDS, _edit, of_record,
        ),
        OccupantForm(
            "report_change", N_("Report change"), N_("A change the occupant reports, kept with its day (art. 15(2))."),
            (Field("field", N_("What changed"), "choice", REPORTED), Field("to", N_("Is now")),
             Field("from", N_("Since"), hint=_DAY_HINT), _NOTE),
            lambda desk, number, by, v: desk.occupants.report_change(
                number, v["field"], text(v, "to"), by=by, since=day(desk, v, "from"), note=text(v, "note")),
        ),
        OccupantForm(
            "document", N_("Document came"), N_("A document came in; those missing stand first."),
            (Field("document", N_("Document"), "choice", _missing_first),
             Field("copies", N_("Copies"), hint=N_("empty: one")), _ON),
            lambda desk, number, by, v: desk.occupants.document(
                number, v["document"], by=by, on=day(desk, v, "from"), copies=whole(v, "copies", 999) or 1),
        ),
        OccupantForm(
            "allot", N_("Give a unit"), N_("Gives a unit from a day on. Others may use at most half (art. 10(5))."),
            (Field("unit", N_("Unit"), "unit"), Field("from", N_("From"), hint=_DAY_HINT), _OVERRIDE),
            lambda desk, number, by, v: desk.occupants.allot(
                number, text(v, "unit") or "", by=by, start=day(desk, v, "from"), override=text(v, "override")),
        ),
        OccupantForm(
            "release", N_("Take a unit back"), N_("The unit was handed back; it is free from that day on."),
            (Field("unit", N_("Unit"), "choice", _held), _ON),
            lambda desk, number, by, v: desk.occupants.release(number, v["unit"], by=by, on=day(desk, v, "from")),
        ),
        OccupantForm(
            "renew", N_("Renew"), N_("Another term; the old one is kept. Others than startups need a passed year."),
            (_ON, *_SIGNING, _OVERRIDE), _renew,
        ),
        OccupantForm(
            "evaluate", N_("Evaluate a year"), N_("A year's evaluation of an institution or social organisation."),
            (Field("year", N_("Year")), Field("verdict", N_("Verdict"), "choice", VERDICTS),
             Field("service", N_("Service"), hint=N_("0 to 100")), Field("growth", N_("Growth"), hint=N_("0 to 100")),
             Field("pull", N_("Pull"), hint=N_("0 to 100")),
             Field("score", N_("Score"), hint=N_("empty: the mean of the three")),
             Field("platform_use", N_("Platform use")), Field("people_served", N_("People served")),
             Field("companionship", N_("Companionship")), Field("events", N_("Events")), _NOTE),
            _evaluate,
        ),
        OccupantForm(
            "charge", N_("Charge"), N_("Something to be paid."),
            (Field("item", N_("What for"), "choice", CHARGES), _AMOUNT, _ON,
             Field("due_on", N_("Due"), hint=N_("empty: the same day")), Field("year", N_("Of year")), _NOTE),
            _charge,
        ),
        OccupantForm(
            "pay", N_("Payment"), N_("Something was paid; also after leaving."),
            (_AMOUNT, Field("item", N_("What for"), "choice", {"": N_("the oldest first"), **CHARGES}), _ON, _NOTE),
            lambda desk, number, by, v: desk.occupants.pay(
                number, text(v, "amount") or "", by=by, item=v["item"] or None, on=day(desk, v, "from"),
                note=text(v, "note")),
        ),
        OccupantForm(
            "reduce", N_("Reduce rent"),
            N_("Reduces a year's rent by audited costs of joint public-service events (art. 15(3))."),
            (_AMOUNT, Field("year", N_("Of year")), Field("note", N_("Which events"), "prose"), _ON),
            lambda desk, number, by, v: desk.occupants.reduce(
                number, text(v, "amount") or "", whole(v, "year", 9999) or 0, text(v, "note") or "", by=by,
                on=day(desk, v, "from")),
        ),
        OccupantForm(
            "void", N_("Take entry back"), N_("Takes a charge, payment or reduction back, with the reason."),
            (Field("entry", N_("Entry"), "choice", _entries), _REASON),
            lambda desk, number, by, v: desk.occupants.void(
                number, int(v["entry"]), text(v, "reason") or "", by=by),
        ),
        OccupantForm(
            "notice", N_("Exit notice"), N_("An exit notice was received: 30 days from that day (art. 10(6))."),
            (Field("ground", N_("Ground"), "choice", GROUNDS), Field("served", N_("Received on"), hint=_DAY_HINT),
             Field("evidence", N_("Evidence"), "prose"), _REASON),
            _notice,
        ),
        OccupantForm(
            "withdraw", N_("Withdraw notice"), N_("Takes the notice or the agreed leaving back."), (_REASON,),
            lambda desk, number, by, v: desk.occupants.withdraw(number, text(v, "reason") or "", by=by),
        ),
        OccupantForm(
            "ask_leave", N_("Asks to leave"), N_("The occupant asks to leave early (art. 15(2))."), (_REASON, _ON),
            lambda desk, number, by, v: desk.occupants.ask_leave(
                number, text(v, "reason") or "", by=by, on=day(desk, v, "from")),
        ),
        OccupantForm(
            "agree_leave", N_("Agree to leaving"), N_("The centre agrees: out within 30 days."), (_ON,),
            lambda desk, number, by, v: desk.occupants.agree_leave(number, by=by, on=day(desk, v, "from")),
        ),
        OccupantForm(
            "clear", N_("Cleared"), N_("One thing of the clearing list is done."),
            (Field("item", N_("What"), "choice", _to_clear), _ON),
            lambda desk, number, by, v: desk.occupants.clear(number, v["item"], by=by, on=day(desk, v, "from")),
        ),
        OccupantForm(
            "leave", N_("Has left"), N_("Keys handed back: its units are free and the term has ended."),
            (_ON, Field("reason", N_("Reason"))),
            lambda desk, number, by, v: desk.occupants.leave(
                number, by=by, on=day(desk, v, "from"), reason=text(v, "reason")),
        ),
        OccupantForm(
            "reveal", N_("Show phone"), N_("Shows the whole number; who looked is on record."),
            (Field("reason", N_("Reason"), hint=N_("why the whole number is needed")),),
            lambda desk, number, by, v: desk.occupants.reveal(number, by=by, reason=text(v, "reason")),
        ),
    )
}  # fmt: skip
"""Every act on one occupant, in the order of its life."""
