"""The life of a call as one table, and the other decisions about a call. Values in, a decision out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.calls.terms import OPEN, SATISFIED, STATUSES
from core.calls.views import Told
from core.errors import BadValue, DeskError, NotAllowed, RuleRefused
from core.staff.rules import Actor
from core.words import N_, translate

ACTIVE = ("accepted", "in_progress")
BACKFILLED_AFTER = timedelta(minutes=30)
EARLIEST = 2000
"""Calls received before this year are taken for typing slips."""


@dataclass(frozen=True, slots=True)
class Move:
    """An act: from which states it may be done, into which state it leads (None: stays), and who may do it."""

    allowed_from: tuple[str, ...]
    to: str | None = None
    who: str = "involved"


MOVES: dict[str, Move] = {
    "sort": Move(OPEN),
    "reply": Move(OPEN),
    "attempt": Move(OPEN),
    "notify": Move((*OPEN, "completed")),
    "receive": Move(OPEN),
    "slip": Move(tuple(STATUSES), who="anyone"),
    "receipt": Move(tuple(STATUSES), who="anyone"),
    "wait": Move(ACTIVE, "waiting"),
    "resume": Move(("waiting",), "in_progress"),
    "transfer": Move(ACTIVE, "accepted"),
    "refer": Move(ACTIVE, "accepted"),
    "return": Move(ACTIVE, "accepted"),
    "ask_extension": Move(ACTIVE),
    "extend": Move(ACTIVE, who="supervisor"),
    "refuse_extension": Move(OPEN, who="supervisor"),
    "complete": Move(ACTIVE, "completed"),
    "decline": Move(ACTIVE, "declined"),
    "follow_up": Move(("completed",), who="not_handler"),
    "reopen": Move(("completed", "closed", "declined"), "in_progress"),
    "remind": Move(OPEN),
}
"""The contract's "States". A reply leads to `in_progress` when the handler gives it (see `after_reply`), a follow-up
to `closed` or `in_progress` (see `after_follow_up`)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What of a call decides which acts are allowed."""

    status: str
    handler: str
    first_contact: str
    deputy: str | None
    about: str | None
    service: str | None = None
    replied: bool = False
    sent_on: bool = False
    due_at: datetime | None = None
    extension_asked: bool = False
    rating: int | None = None


def refusal(act: str, standing: Standing, actor: Actor, now: datetime | None = None) -> DeskError | None:
    """Why `actor` may not do `act` on such a call now, or None where they may.

    The app's disabled keys say the same sentence as the command line's refusal.
    """
    move = MOVES[act]
    # A caller who was not satisfied is called once more (不满意 is verified), though the call is closed.
    verified = act == "follow_up" and standing.status == "closed" and dissatisfied(standing.rating)
    if standing.status not in move.allowed_from and not verified:
        return RuleRefused(
            "wrong_state",
            N_("The call is {status_words}; this can be done only while it is: {allowed_words}."),
            act=act,
            status=standing.status,
            status_words=translate(STATUSES[standing.status]),
            allowed_words=[translate(STATUSES[one]) for one in move.allowed_from],
        )
    return _who(act, move, standing, actor) or _what(act, standing, now)


def _who(act: str, move: Move, standing: Standing, actor: Actor) -> DeskError | None:
    if move.who == "supervisor" and not actor.supervises:
        return NotAllowed("supervisor_only", N_("Only a supervisor may do this. Ask the supervisor on duty."))
    if move.who == "not_handler" and actor.code == standing.handler:
        return RuleRefused(
            "own_follow_up", N_("A follow-up is never made by the handler. Leave it to a colleague."), act=act
        )
    involved = {standing.handler, standing.first_contact, standing.deputy}
    if move.who == "involved" and not actor.supervises and actor.code not in involved:
        return NotAllowed(
            "not_involved",
            N_("This call is {handler}'s. Only the handler, the first contact or deputy, or a supervisor may do this."),
            act=act,
            handler=standing.handler,
        )
    return None


def _what(act: str, standing: Standing, now: datetime | None) -> DeskError | None:
    if act == "complete" and standing.service is None:
        return RuleRefused("unsorted", N_("The call has no service yet. Sort it first, then complete it."))
    if act == "complete" and not standing.replied:
        return RuleRefused("no_reply", N_("The caller has had no reply yet. Record the reply, then complete the call."))
    if act == "return" and not standing.sent_on:
        return RuleRefused(
            "not_sent_on", N_("The call was neither transferred nor referred, so there is nobody to return it to.")
        )
    if act == "refuse_extension" and not standing.extension_asked:
        return RuleRefused("no_extension_asked", N_("Nobody has asked for an extension of this call."))
    overdue = now is not None and standing.due_at is not None and now >= standing.due_at
    if act in ("ask_extension", "extend") and overdue and not (act == "extend" and standing.extension_asked):
        return RuleRefused(
            "asked_too_late", N_("The call is overdue already. An extension must be asked for before the due time.")
        )
    if act == "ask_extension" and standing.extension_asked:
        return RuleRefused("already_asked", N_("An extension was asked for already and waits for the supervisor."))
    return None


def after_reply(status: str, *, by_handler: bool) -> str:
    """The handler's reply takes an accepted call in progress; while waiting it goes on waiting for the caller."""
    return "in_progress" if by_handler and status == "accepted" else status


def after_follow_up(outcome: str, resolved: bool | None) -> str | None:
    """Reached and resolved closes, unresolved reopens, not reached leaves it."""
    if outcome != "reached":
        return None
    return "closed" if resolved else "in_progress"


def dissatisfied(rating: int | None) -> bool:
    """Whether the caller said so: fewer than `SATISFIED` of five."""
    return rating is not None and rating < SATISFIED


def may_see(about: str | None, actor_code: str) -> bool:
    """A complaint about a member of staff is not seen by that person, first contact or not."""
    return about != actor_code


def told(items: Sequence[str], before: Iterable[str], first: bool, reason: str | None) -> Told:
    """What telling `items` means after `before` was told.

    Raises `BadValue` (`reason_missing`) where a new item comes after the first telling without a reason. Only
    `omitted` counts against the one-time notification (art. 14: 一次性告知).
    """
    known = {_same(item) for item in before}
    new = tuple(item for item in items if _same(item) not in known)
    if first or not new:
        return Told(new if first else (), counts=False)
    if reason is None:
        raise BadValue(
            "reason_missing",
            N_("New after the first telling: {items}. Say why: omitted, circumstances, policy or unfit_material."),
            items=list(new),
        )
    return Told(new, counts=reason == "omitted")


def check_received(received_at: datetime, now: datetime) -> bool:
    """Whether a call received then is backfilled (补录); raises `BadValue` for the future or before 2000."""
    if received_at > now:
        raise BadValue("received_in_future", N_("The call cannot have been received later than now. Check the time."))
    if received_at.year < EARLIEST:
        raise BadValue(
            "received_too_early", N_("The call cannot have been received before the year 2000. Check the time.")
        )
    return now - received_at > BACKFILLED_AFTER


def light(status: str, due_at: datetime, yellow_at: datetime, now: datetime) -> str | None:
    """Green, yellow from `yellow_at`, red from `due_at` on; None when finished or waiting."""
    if status not in ACTIVE:
        return None
    if now >= due_at:
        return "red"
    return "yellow" if now >= yellow_at else "green"


def number(day: datetime, letter: str, sequence: int) -> str:
    """`20261123A001`: day, desk letter, sequence of three digits or more."""
    return f"{day:%Y%m%d}{letter}{sequence:03d}"


def read_number(typed: str) -> str:
    """A number as typed, in its own form: full-width, spaces and small letters are understood."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def _same(item: str) -> str:
    return "".join(unicodedata.normalize("NFKC", item).casefold().split())
