"""One call's record as the acts of `core.calls.service` would leave it, written act by act as plain values.

Every method is one act: it changes the row, writes its line and its audit entry, and says in `script` what it was, so
that a test can do the same through the desk itself and compare. Moments are seconds since 1970.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from core.calls.clocks import ClockEvent, ClockKind, Reckoned
from core.calls.terms import USUAL_MEANS
from core.demo.clockwork import Clockwork, moment
from core.demo.people import Caller
from core.demo.wording import Matter, tokens

UNSORTED = ("1wd", "5wd")
Row = tuple[Any, ...]


class Life:
    """A call under way. The lists hold rows for the tables beside `calls`, each beginning with the call's id."""

    def __init__(
        self, clockwork: Clockwork, row: dict[str, Any], caller: Caller, matters: Mapping[str, Matter]
    ) -> None:
        self.row = row
        self.events: list[Row] = []
        self.acts: list[tuple[int, str, str, str, Mapping[str, Any]]] = []
        self.notifications: list[Row] = []
        self.materials: list[Row] = []
        self.transfers: list[list[Any]] = []
        self.clocks: list[Row] = []
        self.follow_ups: list[Row] = []
        self.script: list[tuple[int, str, str, dict[str, Any]]] = []
        self._clockwork = clockwork
        self._caller = caller
        self._matters = matters
        self._moves: list[ClockEvent] = []
        self._findable: list[str] = []
        self._begun = int(row["received_at"])
        self._waited = 0
        self._paused: int | None = None

    @property
    def matter(self) -> Matter | None:
        """The service, once it is known."""
        code = self.row["service"]
        return self._matters[code] if code else None

    def words(self) -> str:
        """What the search index has of it."""
        return " ".join(one for one in self._findable if one)

    def log(self, at: int, by: str, answer: str | None) -> None:
        """The row has what is typed at the desk; the rest is filled in here."""
        row, matter = self.row, self.matter
        row["respond_limit"], row["complete_limit"] = (matter.respond, matter.complete) if matter else UNSORTED
        row["respond_by"] = int(self._reckoned(row["respond_limit"]).due_at.timestamp())
        self._set_due()
        number = row["number"].lower()
        said = (tokens(one) for one in (row["question"], answer, row["ticket"]))
        self._findable = [number, number[8:], *said, self._caller.words]
        self._line(at, by, "log", None)
        if answer:
            row["answer"], row["status"] = answer, "completed"
            row["responded_at"] = row["completed_at"] = row["finished_at"] = row["received_at"]
            row["reply_seconds"] = row["completion_seconds"] = 0
            self._line(at, by, "answer", answer)
        noted = {"kind": row["kind"], "service": row["service"], "backfilled": row["backfilled"]}
        self._act(at, by, "log", {"answer": answer}, noted)

    def sort(self, at: int, by: str, service: str) -> None:
        """Give it its service."""
        row, matter = self.row, self._matters[service]
        row["service"], row["respond_limit"], row["complete_limit"] = service, matter.respond, matter.complete
        row["respond_by"] = int(self._reckoned(matter.respond).due_at.timestamp())
        self._set_due()
        self._done(at, by, "sort", service, {"service": service})

    def reply(self, at: int, by: str, text: str) -> None:
        """The handler answers the caller."""
        row = self.row
        if row["responded_at"] is None:
            row["responded_at"] = at
            row["reply_seconds"] = self._clockwork.between(row["received_at"], at)
        if row["status"] == "accepted":
            row["status"] = "in_progress"
        row["answer"] = text
        self._findable.append(tokens(text))
        self._done(at, by, "reply", text, {"text": text})

    def attempt(self, at: int, by: str, outcome: str) -> None:
        """The caller was not reached."""
        self._done(at, by, "attempt", outcome, {"outcome": outcome})

    def notify(self, at: int, by: str, items: Sequence[str], reason: str | None) -> None:
        """One telling; a reason only after the first."""
        row, counts = self.row, reason == "omitted"
        service = row["service"]
        guide = self._matters[service].details if service else {}
        told, details = _json(list(items)), _json({item: guide[item] for item in guide if item in items})
        means = USUAL_MEANS[row["channel"]]
        self.notifications.append(
            (row["id"], at, by, means, told, reason, None, counts, service, 1 if service else None, details)
        )
        row["tellings"] += 1
        row["omissions"] += counts
        said = {"items": list(items), "reason": reason}
        self._done(at, by, "notify", "、".join(items), said, {"items": len(items), "counts": counts})

    def receive(self, at: int, by: str, items: Sequence[str]) -> None:
        """Materials taken in, a copy each."""
        self.materials.extend((self.row["id"], at, by, item, 1) for item in items)
        text = "、".join(f"{item} ×1" for item in items)
        self._done(at, by, "receive", text, {"taken": [(item, 1) for item in items]})

    def wait(self, at: int, by: str, reason: str) -> None:
        """The clock stops."""
        self._move(at, by, "pause", reason=reason)
        self._paused = at
        self.row["status"] = "waiting"
        self._done(at, by, "wait", reason, {"reason": reason})

    def resume(self, at: int, by: str) -> None:
        """The clock runs on, or anew by the service's rule."""
        assert self._paused is not None
        self._waited += self._clockwork.between(self._paused, at)
        self._paused = None
        matter = self.matter
        self._move(at, by, "restart" if matter is not None and matter.restart else "resume")
        self.row["status"] = "in_progress"
        self._done(at, by, "resume", None, {})

    def transfer(self, at: int, by: str, to: str, reason: str) -> None:
        """To a colleague."""
        self._send(at, by, to, None, reason)
        self.row["handler"], self.row["party"] = to, None
        self._done(at, by, "transfer", f"→ {to}: {reason}", {"to": to, "reason": reason})

    def refer(self, at: int, by: str, to: str, reason: str) -> None:
        """To a unit outside."""
        self._send(at, by, None, to, reason)
        self.row["party"] = to
        self._done(at, by, "refer", f"→ {to}: {reason}", {"to": to, "reason": reason})

    def return_(self, at: int, by: str, reason: str) -> None:
        """Back to whoever sent it last."""
        row, sent = self.row, next(one for one in reversed(self.transfers) if one[7] is None)
        sent[7] = at
        row["sent_back"] += 1
        earlier = next((one for one in reversed(self.transfers) if one[7] is None), None)
        row["handler"], row["party"], row["status"] = sent[3], earlier[5] if earlier else None, "accepted"
        self._done(at, by, "return_", f"→ {sent[3]}: {reason}", {"reason": reason}, event="return")

    def ask_extension(self, at: int, by: str, limit: str, reason: str) -> None:
        """More time is asked for."""
        row = self.row
        row["extension_limit"], row["extension_reason"] = limit, reason
        row["extension_asked_at"], row["extension_asked_by"] = at, by
        self._done(at, by, "ask_extension", f"+{limit} {reason}", {"limit": limit, "reason": reason})

    def extend(self, at: int, by: str, limit: str, reason: str, told: bool) -> None:
        """More time is given."""
        self._move(at, by, "extend", limit=limit, reason=reason, told=told)
        self.row["extended"] = True
        self._forget_request()
        said = {"limit": limit, "reason": reason, "caller_told": told}
        self._done(at, by, "extend", f"+{limit} {reason}", said, {"limit": limit, "caller_told": told})

    def refuse_extension(self, at: int, by: str, reason: str) -> None:
        """More time is refused."""
        self._forget_request()
        self._done(at, by, "refuse_extension", reason, {"reason": reason})

    def complete(self, at: int, by: str, result: str) -> None:
        """Done."""
        row = self.row
        row["status"], row["result"] = "completed", result
        row["completed_at"] = row["finished_at"] = at
        row["completion_seconds"] = self._clockwork.between(self._begun, at) - self._waited
        self._forget_request()
        self._findable.append(tokens(result))
        self._done(at, by, "complete", result, {"result": result})

    def decline(self, at: int, by: str, ground: str, reason: str, to: str | None) -> None:
        """Ended without being handled."""
        row = self.row
        row["status"], row["finished_at"] = "declined", at
        if to and ground == "guided":
            row["party"] = to
        self._forget_request()
        text = f"{ground} → {to}: {reason}" if to else f"{ground}: {reason}"
        self._done(at, by, "decline", text, {"ground": ground, "reason": reason, "to": to}, {"ground": ground})

    def follow_up(self, at: int, by: str, outcome: str, rating: int | None = None, resolved: bool = True) -> None:
        """The caller is asked afterwards; unresolved opens the call again."""
        row, reached = self.row, outcome == "reached"
        verdict = resolved if reached else None
        self.follow_ups.append((row["id"], at, by, outcome, rating, verdict, None))
        words = ("resolved" if resolved else "unresolved") if reached else None
        text = " ".join(str(one) for one in (outcome, rating, words) if one is not None)
        if reached:
            row["status"] = "closed" if resolved else "in_progress"
            row["resolved"] = resolved
            row["rating"] = row["rating"] if rating is None else rating
            if not resolved:
                self._move(at, by, "reopen")
                self._begun, self._waited = at, 0
                row["reopened"], row["completion_seconds"] = True, None
                row["completed_at"] = row["finished_at"] = None
        self._done(at, by, "follow_up", text, {"outcome": outcome, "rating": rating, "resolved": verdict})

    def _send(self, at: int, by: str, handler: str | None, party: str | None, reason: str) -> None:
        row = self.row
        self.transfers.append([row["id"], at, by, row["handler"], handler, party, reason, None])
        row["sent_on"] += 1
        row["status"] = "accepted"

    def _move(
        self,
        at: int,
        by: str,
        kind: ClockKind,
        limit: str | None = None,
        reason: str | None = None,
        told: bool | None = None,
    ) -> None:
        self.clocks.append((self.row["id"], at, kind, limit, by, reason, told))
        self._moves.append(ClockEvent(kind, moment(at), limit))
        self._set_due()

    def _set_due(self) -> None:
        row = self.row
        reckoned = self._clockwork.reckoned(row["received_at"], row["complete_limit"], self._moves)
        row["due_at"], row["yellow_at"] = int(reckoned.due_at.timestamp()), int(reckoned.yellow_at.timestamp())
        row["provisional_due"] = reckoned.provisional

    def _reckoned(self, limit: str) -> Reckoned:
        return self._clockwork.reckoned(self.row["received_at"], limit)

    def _forget_request(self) -> None:
        row = self.row
        row["extension_limit"] = row["extension_reason"] = None
        row["extension_asked_at"] = row["extension_asked_by"] = None

    def _line(self, at: int, by: str, event: str, text: str | None) -> None:
        self.events.append((self.row["id"], at, by, event, text))

    def _done(
        self, at: int, by: str, name: str, text: str | None, said: dict[str, Any],
        noted: Mapping[str, Any] | None = None, event: str | None = None,
    ) -> None:  # fmt: skip
        self._line(at, by, event or name, text)
        self._act(at, by, name, said, noted or {}, event)

    def _act(
        self, at: int, by: str, name: str, said: dict[str, Any], noted: Mapping[str, Any], event: str | None = None
    ) -> None:
        self.script.append((at, by, name, said))
        self.acts.append((at, by, f"call.{event or name}", self.row["number"], noted))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
