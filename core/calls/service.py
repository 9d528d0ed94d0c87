"""The acts on calls. Each is one transaction with its timeline line and its audit entry."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

from sqlmodel import Session, col, select

from core import fields
from core.calls import listing, records
from core.calls.clocks import explained, extended, reckon, worked
from core.calls.doing import Calendars, Doing, clock_events, doing, index_more, reckon_call, set_due, spelled
from core.calls.lines import declined, followed_up, more_time, sent
from core.calls.logging import checked, take
from core.calls.rules import MOVES, after_follow_up, after_reply, refusal, told
from core.calls.tables import Call, CallEvent, CallFollowUp, CallMaterial, CallNotification, CallTransfer
from core.calls.terms import ATTEMPTS, GROUNDS, MEANS, OUTCOMES, REASONS, USUAL_MEANS
from core.calls.views import Board, CallerHistory, CallFilter, CallView, NewCall, Page
from core.centre.service import centre
from core.errors import BadValue, DeskError, NotAllowed, RuleRefused
from core.parties.service import get_party
from core.services.service import get_service
from core.staff.service import active_staff, actor
from core.staff.tables import Staff
from core.storage import Storage
from core.words import N_
from core.worktime import DayCount, due, elapsed, parse_limit

RETURN_WITHIN = "2wd"
"""A wrong referral is sent back within two working days (Shandong hotline rules 2020)."""


class CallDesk:
    """Acts on calls. `number` is a call's number, `by` the code of the one who acts.

    Every act returns the whole record. Refusals: `NotFound` for what does not exist or may not be known, `RuleRefused`
    for what the state or a rule forbids, `BadValue` for a value, `NotAllowed` for a person who may not.
    """

    def __init__(self, storage: Storage, calendars: Calendars) -> None:
        self._storage = storage
        self._calendars = calendars

    def log(self, new: NewCall, *, by: str) -> CallView:
        """Take a call: number, first contact, handler and promises. With an answer it is completed on the spot."""
        new = checked(new)
        spelling = spelled(new)
        with self._storage.act("call.log", by) as act:
            who = actor(act.session, by)
            call = take(act, self._calendars, who, new, spelling)
            return records.view(act.session, call, who, act.at)

    def list(self, wanted: CallFilter, *, by: str, reveal: bool = False) -> Page:
        """A page of calls, newest first. `reveal` shows whole numbers and is logged."""
        if reveal:
            with self._storage.act("call.reveal_list", by) as act:
                page = listing.page(act.session, wanted, actor(act.session, by), act.at, reveal=True)
                act.note(calls=[one.number for one in page.items])
                return page
        with self._storage.read() as session:
            return listing.page(session, wanted, actor(session, by), self._storage.now())

    def board(self, *, by: str) -> Board:
        """Whose turn it is: a person's queue."""
        with self._storage.read() as session:
            return listing.board(session, actor(session, by), self._storage.now())

    def caller(self, phone: str, *, by: str) -> CallerHistory | None:
        """What is known of a telephone number; None where nothing is. Raises `BadValue` (`bad_phone`)."""
        with self._storage.read() as session:
            return listing.caller(session, phone, actor(session, by), self._storage.now())

    def show(self, number: str, *, by: str) -> CallView:
        """The whole record, the number masked."""
        with self._storage.read() as session:
            who = actor(session, by)
            return records.view(session, records.get_call(session, number, who), who, self._storage.now())

    def reveal(self, number: str, *, by: str, reason: str | None = None) -> CallView:
        """The whole record with the whole number, logged with who asked; the handler's own open call only once."""
        why = fields.optional_text(reason, "reason")
        with self._storage.act("call.reveal", by) as act:
            who = actor(act.session, by)
            call = records.get_call(act.session, number, who)
            if call.confidential and not records.involved(act.session, call, who):
                raise NotAllowed(
                    "confidential", N_("The caller asked for confidentiality. Ask the handler or a supervisor.")
                )
            act.subject = call.number
            job = Doing("reveal", act, call, who, self._calendars)
            own = call.handler == by and call.status in MOVES["reply"].allowed_from
            if not (own and self._looked(act.session, call, by)):
                job.say(why)
            act.session.flush()
            return records.view(act.session, call, who, act.at, reveal=True)

    def allowed(self, number: str, *, by: str) -> dict[str, DeskError | None]:
        """Each act and why it may not be done now by this person, or None where it may."""
        with self._storage.read() as session:
            who = actor(session, by)
            standing = records.standing(session, records.get_call(session, number, who))
            return {act: refusal(act, standing, who, self._storage.now()) for act in MOVES}

    def explain(self, number: str, *, by: str) -> tuple[DayCount, ...]:
        """How the call's due time was counted, day by day."""
        with self._storage.read() as session:
            call = records.get_call(session, number, actor(session, by))
            events = clock_events(session, call)
            return explained(self._calendars(session), call.received_at, call.complete_limit, events)

    def sort(self, number: str, service: str, *, by: str) -> CallView:
        """Give the call its service; its promises are reckoned by that service from when the call was received."""
        with self._doing("sort", number, by) as job:
            found, call = get_service(job.session, service), job.call
            call.service, call.respond_limit, call.complete_limit = found.code, found.respond, found.complete
            if call.responded_at is None:
                call.respond_by = reckon(job.calendar(), call.received_at, found.respond).due_at
            set_due(call, reckon_call(job.session, job.calendar(), call))
            job.say(found.code)
            return job.done()

    def reply(self, number: str, text: str, *, by: str) -> CallView:
        """Record an answer given to the caller. The first one, by whomever, meets `respond_by`."""
        said = fields.text(text, "text")
        with self._doing("reply", number, by) as job:
            call = job.call
            if call.responded_at is None:
                call.responded_at = job.at
                call.reply_seconds = elapsed(job.calendar(), call.received_at, job.at)
            call.status = after_reply(call.status, by_handler=call.handler == by)
            call.answer = said
            call.reminder = None if call.handler == by else call.reminder
            job.say(said)
            index_more(job.session, call, said)
            return job.done()

    def attempt(self, number: str, outcome: str, *, by: str) -> CallView:
        """Record that the caller could not be reached back."""
        with self._doing("attempt", number, by) as job:
            job.say(fields.choice(outcome, "outcome", ATTEMPTS))
            return job.done()

    def notify(
        self,
        number: str,
        *,
        by: str,
        items: Sequence[str] = (),
        means: str | None = None,
        reason: str | None = None,
        note: str | None = None,
    ) -> CallView:
        """Tell the caller everything at once (一次性告知, art. 14); without `items`, the service's materials."""
        named = [fields.text(item, "item") for item in items]
        remark = fields.optional_text(note, "note")
        why = None if reason is None else fields.choice(reason, "reason", REASONS)
        with self._doing("notify", number, by) as job:
            call = job.call
            service = get_service(job.session, call.service) if call.service else None
            list_told = list(dict.fromkeys(named)) or [one["name"] for one in (service.materials if service else ())]
            if not list_told:
                raise RuleRefused(
                    "nothing_to_tell", N_("There are no materials on the service's list. Say what to tell the caller.")
                )
            rows = job.session.exec(select(CallNotification).where(CallNotification.call_id == call.id)).all()
            result = told(list_told, [item for row in rows for item in row.items], not rows, why)
            guide = {one["name"]: one for one in (service.materials if service else ())}
            row = CallNotification(
                call_id=call.id, at=job.at, staff=by, items=list_told, reason=why, note=remark, counts=result.counts,
                means=fields.choice(means or USUAL_MEANS[call.channel], "means", MEANS),
                service=call.service, service_version=service.version if service else None,
                details={item: guide[item] for item in list_told if item in guide},
            )  # fmt: skip
            job.session.add(row)
            job.say("、".join(list_told) + (f" {remark}" if remark else ""))
            call.tellings += 1
            call.omissions += result.counts
            job.act.note(items=len(list_told), counts=result.counts)
            return job.done()

    def receive(self, number: str, taken: Sequence[tuple[str, int]], *, by: str) -> CallView:
        """Take materials in: pairs of what and how many copies (1 to 999)."""
        if not taken:
            raise BadValue("nothing_received", N_("Say what was taken in, and how many copies."))
        read = [(fields.text(item, "item"), fields.whole(copies, "copies", highest=999)) for item, copies in taken]
        with self._doing("receive", number, by) as job:
            for item, copies in read:
                job.session.add(CallMaterial(call_id=job.call.id, at=job.at, staff=by, item=item, copies=copies))
            job.say("、".join(f"{item} ×{copies}" for item, copies in read))
            return job.done()

    def wait(self, number: str, reason: str, *, by: str) -> CallView:
        """Wait for the caller (待补正): the clock stops, `due_at` stays as it was."""
        why = fields.text(reason, "reason")
        with self._doing("wait", number, by) as job:
            job.move()
            job.clock("pause", reason=why)
            job.say(why)
            return job.done()

    def resume(self, number: str, *, by: str) -> CallView:
        """Go on: what was left of working time runs on, or the whole limit where the service says *restart*."""
        with self._doing("resume", number, by) as job:
            service = get_service(job.session, job.call.service) if job.call.service else None
            job.move()
            job.clock("restart" if service and service.on_supplement == "restart" else "resume")
            job.say()
            return job.done()

    def transfer(self, number: str, to: str, reason: str, *, by: str) -> CallView:
        """To a colleague (转交). First contact and promises stay."""
        why = fields.text(reason, "reason")
        with self._doing("transfer", number, by) as job:
            call, colleague = job.call, active_staff(job.session, to)
            if colleague.code == call.about:
                raise RuleRefused(
                    "about_them", N_("The complaint is about {to}, who does not handle it. Choose someone else."), to=to
                )
            if colleague.code == call.handler and call.party is None:
                raise RuleRefused("handles_already", N_("{to} handles this call already."), to=to)
            self._send(job, why, to_handler=colleague.code)
            call.handler, call.party = colleague.code, None
            return job.done()

    def refer(self, number: str, to: str, reason: str, *, by: str) -> CallView:
        """To a unit outside the desk (转办). The handler stays: somebody at the desk must chase the answer."""
        why = fields.text(reason, "reason")
        with self._doing("refer", number, by) as job:
            party = get_party(job.session, to, active=True)
            self._send(job, why, to_party=party.code)
            job.call.party = party.code
            return job.done()

    def return_(self, number: str, reason: str, *, by: str) -> CallView:
        """Send a wrong transfer or referral back to whoever made it, within two working days.

        Where that person has left, it goes to whoever handled the call then.
        """
        why = fields.text(reason, "reason")
        with self._doing("return", number, by) as job:
            came = records.last_sending(job.session, job.call)
            assert came is not None
            if job.at > due(job.calendar(), came.at, parse_limit(RETURN_WITHIN)).due_at:
                raise RuleRefused(
                    "return_too_late",
                    N_("The {limit} for returning it are over. Transfer it instead, with the reason."),
                    limit=RETURN_WITHIN,
                )
            came.returned_at = job.at
            job.call.sent_back += 1
            job.session.add(came)
            earlier = records.last_sending(job.session, job.call)
            sender = job.session.get(Staff, came.staff)
            back = came.staff if sender is not None and sender.active else came.from_handler
            job.call.handler = back
            job.call.party = earlier.to_party if earlier else None
            job.move()
            job.say(sent(back, why))
            return job.done()

    def ask_extension(self, number: str, limit: str, reason: str, *, by: str) -> CallView:
        """Ask the supervisor for more time, before the due time."""
        why, asked = fields.text(reason, "reason"), str(parse_limit(limit))
        with self._doing("ask_extension", number, by) as job:
            self._extended(job, asked)
            call = job.call
            call.extension_limit, call.extension_reason = asked, why
            call.extension_asked_at, call.extension_asked_by = job.at, by
            job.say(more_time(asked, why))
            return job.done()

    def extend(self, number: str, limit: str, reason: str, *, by: str, caller_told: bool = False) -> CallView:
        """Approve more time (supervisors), added from the due time; asked for or not."""
        why, granted = fields.text(reason, "reason"), str(parse_limit(limit))
        with self._doing("extend", number, by) as job:
            self._extended(job, granted)
            job.clock("extend", limit_text=granted, reason=why, caller_told=caller_told)
            job.call.extended = True
            _forget_request(job.call)
            job.say(more_time(granted, why))
            job.act.note(limit=granted, caller_told=caller_told)
            return job.done()

    def refuse_extension(self, number: str, reason: str, *, by: str) -> CallView:
        """Refuse what was asked for (supervisors)."""
        why = fields.text(reason, "reason")
        with self._doing("refuse_extension", number, by) as job:
            _forget_request(job.call)
            job.say(why)
            return job.done()

    def complete(self, number: str, result: str, *, by: str) -> CallView:
        """Finish a call (办结) whose caller has had a reply."""
        said = fields.text(result, "result")
        with self._doing("complete", number, by) as job:
            job.move()
            job.call.result = said
            job.call.completed_at = job.call.finished_at = job.at
            waits = clock_events(job.session, job.call)
            job.call.completion_seconds = worked(job.calendar(), job.call.received_at, job.at, waits)
            _forget_request(job.call)
            job.call.reminder = None
            job.say(said)
            index_more(job.session, job.call, said)
            return job.done()

    def decline(self, number: str, ground: str, reason: str, *, by: str, to: str | None = None) -> CallView:
        """End a call without handling it; `to` is the unit guided to, or the number it repeats."""
        why, on = fields.text(reason, "reason"), fields.choice(ground, "ground", GROUNDS)
        with self._doing("decline", number, by) as job:
            target = self._target(job, on, to)
            job.move()
            job.call.finished_at = job.at
            _forget_request(job.call)
            job.call.reminder = None
            job.say(declined(on, target, why))
            job.act.note(ground=on)
            return job.done()

    def follow_up(
        self,
        number: str,
        *,
        by: str,
        outcome: str = "reached",
        rating: int | None = None,
        resolved: bool | None = None,
        comment: str | None = None,
    ) -> CallView:
        """Ask the caller afterwards (回访), never by the handler. Unresolved opens the call again."""
        found, remark = fields.choice(outcome, "outcome", OUTCOMES), fields.optional_text(comment, "comment")
        if found == "reached" and resolved is None:
            raise BadValue("resolved_missing", N_("Say whether the matter is resolved."))
        if found != "reached" and (rating is not None or resolved is not None):
            raise BadValue("not_reached", N_("A caller who was not reached gives no rating and no verdict."))
        stars = None if rating is None else fields.whole(rating, "rating", highest=5)
        with self._doing("follow_up", number, by) as job:
            job.session.add(
                CallFollowUp(
                    call_id=job.call.id,
                    at=job.at,
                    staff=by,
                    outcome=found,
                    rating=stars,
                    resolved=resolved,
                    comment=remark,
                )
            )
            job.say(followed_up(found, stars, resolved, remark))
            job.call.status = after_follow_up(found, resolved) or job.call.status
            if found == "reached":
                job.call.resolved = resolved
                job.call.rating = job.call.rating if stars is None else stars
            if found == "reached" and not resolved:
                self._open_again(job)
            return job.done()

    def reopen(self, number: str, reason: str, *, by: str) -> CallView:
        """Handle it again (重办): the limit runs anew from now."""
        why = fields.text(reason, "reason")
        with self._doing("reopen", number, by) as job:
            job.move()
            self._open_again(job)
            job.say(why)
            return job.done()

    def remind(self, number: str, text: str, *, by: str) -> CallView:
        """Put a reminder on the handler's queue; their next reply takes it off."""
        said = fields.text(text, "text")
        with self._doing("remind", number, by) as job:
            job.call.reminder = said
            job.say(said)
            return job.done()

    def _doing(self, name: str, number: str, by: str) -> AbstractContextManager[Doing]:
        return doing(self._storage, self._calendars, name, number, by)

    def _send(self, job: Doing, why: str, *, to_handler: str | None = None, to_party: str | None = None) -> None:
        row = CallTransfer(
            call_id=job.call.id, at=job.at, staff=job.actor.code, from_handler=job.call.handler, to_handler=to_handler,
            to_party=to_party, reason=why,
        )  # fmt: skip
        job.session.add(row)
        job.call.sent_on += 1
        job.move()
        job.say(sent(to_handler or to_party, why))

    def _extended(self, job: Doing, limit: str) -> None:
        call, calendar = job.call, job.calendar()
        before = reckon(calendar, call.received_at, call.complete_limit, clock_events(job.session, call, but="extend"))
        extended(calendar, before.due_at, call.due_at, limit, centre(job.session).extension_limit)

    def _open_again(self, job: Doing) -> None:
        job.clock("reopen")
        job.call.reopened, job.call.completed_at, job.call.finished_at = True, None, None
        job.call.completion_seconds = None

    def _target(self, job: Doing, ground: str, to: str | None) -> str | None:
        if to is None or not to.strip():
            return None
        if ground == "guided":
            party = get_party(job.session, to, active=True)
            job.call.party = party.code
            return party.code
        if ground == "duplicate":
            other = records.get_call(job.session, to, job.actor)
            if other.id == job.call.id:
                raise BadValue("duplicate_of_itself", N_("A call cannot repeat itself. Give the other call's number."))
            return other.number
        raise BadValue("no_target", N_("Only “guided” names a unit and “duplicate” a number."))

    def _looked(self, session: Session, call: Call, by: str) -> bool:
        query = select(CallEvent.id).where(
            CallEvent.call_id == call.id, CallEvent.event == "reveal", col(CallEvent.staff) == by
        )
        return session.exec(query.limit(1)).first() is not None


def _forget_request(call: Call) -> None:
    call.extension_limit = call.extension_reason = call.extension_asked_at = call.extension_asked_by = None
