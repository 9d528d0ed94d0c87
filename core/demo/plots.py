"""What becomes of each call: random, in the proportions of a busy desk, and always by the rules of its acts."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from random import Random

from core.demo import wording
from core.demo.clockwork import Clockwork
from core.demo.life import Life
from core.demo.people import OPERATORS, SPECIALISTS, SUPERVISORS
from core.demo.wording import Matter
from core.reports.owing import sampled

HOUR, DAY = 3600, 7 * 3600
_KINDS = ("consultation", "help", "complaint", "suggestion", "praise", "report")
_KIND_SUMS = (0.78, 0.90, 0.945, 0.97, 0.99)
_CHANNELS = ("hotline", "counter", "online", "letter")
_CHANNEL_SUMS = (0.62, 0.85, 0.98)
_SPOT = {"consultation": 0.62, "help": 0.3, "complaint": 0.0, "suggestion": 0.45, "praise": 0.7, "report": 0.0}
"""How often a call of a kind is answered on the spot."""
_RATINGS = (5, 4, 3, 2, 1)
_RATING_SUMS = (0.52, 0.82, 0.92, 0.97)
_RESOLVED = {5: 1.0, 4: 0.98, 3: 0.92, 2: 0.5, 1: 0.25}
PARTIES = (
    "bank",
    "property",
    "bureau-tax",
    "bureau-market",
    "bureau-district",
    "inst-legal",
    "inst-account",
    "platform",
)
_EVERYBODY = (*SPECIALISTS, *OPERATORS, *SUPERVISORS)


class Ended(Exception):
    """The demonstration's present is reached: what would come after has not happened yet."""


@dataclass(frozen=True, slots=True)
class World:
    """What all calls share. `cut` is the demonstration's present."""

    rng: Random
    clockwork: Clockwork
    matters: dict[str, Matter]
    codes: tuple[str, ...]
    sums: tuple[float, ...]
    cut: int

    def matter(self) -> Matter:
        """A service, the first of the list more often."""
        return self.matters[self.codes[bisect(self.sums, self.rng.random() * self.sums[-1])]]

    def kind(self) -> str:
        """What sort of call."""
        return _KINDS[bisect(_KIND_SUMS, self.rng.random())]

    def channel(self) -> str:
        """How it comes."""
        return _CHANNELS[bisect(_CHANNEL_SUMS, self.rng.random())]

    def one_of(self, some: tuple[str, ...]) -> str:
        """Any of them."""
        return some[int(self.rng.random() * len(some))]

    def colleague(self, life: Life) -> str:
        """Somebody who neither handles the call nor is complained about."""
        while True:
            found = self.one_of(_EVERYBODY)
            if found != life.row["handler"] and found != life.row["about"]:
                return found


class Plot:
    """One call's story, told from when it was logged until it ends or the present is reached."""

    def __init__(self, world: World, life: Life, at: int) -> None:
        self.world = world
        self.life = life
        self.at = at

    def play(self, kind: str, matter: Matter) -> None:
        """Log it and go on as far as time allows."""
        world, life, row = self.world, self.life, self.life.row
        spot = row["about"] is None and world.rng.random() < _SPOT[kind]
        sorted_at_once = spot or world.rng.random() > 0.08
        row["service"] = matter.code if sorted_at_once else None
        life.log(self.at, row["first_contact"], wording.answer(world.rng, matter) if spot else None)
        try:
            if not spot:
                self._handle(kind, matter, sorted_at_once)
            if row["status"] == "completed":
                self._follow_up(kind)
        except Ended:
            return

    def _later(self, least: int, most: int) -> int:
        """Some working seconds later; raises `Ended` where that lies in the future."""
        self.at = self.world.clockwork.after(self.at, least + int(self.world.rng.random() * (most - least)))
        if self.at > self.world.cut:
            raise Ended
        return self.at

    def _handle(self, kind: str, matter: Matter, sorted_already: bool) -> None:
        world, life, row = self.world, self.life, self.life.row
        random = world.rng.random
        if not sorted_already:
            life.sort(self._later(60, HOUR), row["handler"], matter.code)
        self._send(kind)
        if random() < 0.05:
            outcome = world.one_of(("no_answer", "busy", "wrong_number"))
            life.attempt(self._later(300, 2 * HOUR), row["handler"], outcome)
        if matter.materials and random() < 0.5:
            self._tell(matter)
        if random() < 0.05:
            self._decline()
            return
        self._reply(matter)
        if matter.materials and random() < 0.22:
            self._wait(matter)
            if row["status"] == "declined":
                return
        if random() < 0.06:
            self._extend()
        self._complete()

    def _send(self, kind: str) -> None:
        world, life, row = self.world, self.life, self.life.row
        chance = world.rng.random()
        if chance < (0.34 if row["handler"] in OPERATORS else 0.1) or (kind == "complaint" and chance < 0.6):
            to = world.one_of(SUPERVISORS) if kind == "complaint" else world.one_of(SPECIALISTS)
            if to in (row["handler"], row["about"]):
                return
            life.transfer(self._later(120, HOUR), row["handler"], to, world.one_of(wording.TRANSFER_REASONS))
        elif chance > 0.9:
            to = world.one_of(PARTIES)
            life.refer(self._later(300, 2 * HOUR), row["handler"], to, world.one_of(wording.REFER_REASONS))
        else:
            return
        if world.rng.random() < 0.08:
            life.return_(self._later(600, DAY), row["handler"], world.one_of(wording.RETURN_REASONS))

    def _tell(self, matter: Matter) -> None:
        life, row, rng = self.life, self.life.row, self.world.rng
        if rng.random() < 0.1 and len(matter.materials) > 1:
            reason = ("omitted", "circumstances", "policy", "unfit_material")[int(rng.random() ** 1.3 * 4)]
            life.notify(self._later(120, HOUR), row["handler"], matter.materials[:-1], None)
            life.notify(self._later(HOUR, DAY), row["handler"], matter.materials[-1:], reason)
        else:
            life.notify(self._later(120, HOUR), row["handler"], matter.materials, None)

    def _decline(self) -> None:
        world, life, row = self.world, self.life, self.life.row
        ground = world.one_of(("guided", "withdrawn", "withdrawn", "invalid", "not_accepted"))
        to = world.one_of(PARTIES) if ground == "guided" else None
        life.decline(self._later(300, 3 * HOUR), row["handler"], ground, wording.DECLINES[ground], to)

    def _reply(self, matter: Matter) -> None:
        """Mostly well within the promise, one in twenty after it."""
        world, life, row = self.world, self.life, self.life.row
        left = world.clockwork.between(self.at, row["respond_by"])
        if world.rng.random() < 0.05:
            self._later(left + 60, left + 2 * DAY)
        else:
            self._later(60, max(int(left * world.rng.random() ** 1.5), 120))
        life.reply(self.at, row["handler"], wording.answer(world.rng, matter))

    def _wait(self, matter: Matter) -> None:
        world, life, row = self.world, self.life, self.life.row
        life.wait(self._later(600, 4 * HOUR), row["handler"], world.one_of(wording.WAIT_REASONS))
        if world.rng.random() < 0.08:
            life.resume(self._later(14 * DAY, 16 * DAY), row["handler"])
            life.decline(self._later(60, 600), row["handler"], "withdrawn", wording.DECLINES["withdrawn"], None)
            return
        life.resume(self._later(HOUR, 6 * DAY), row["handler"])
        life.receive(self._later(30, 300), row["handler"], matter.materials)

    def _extend(self) -> None:
        world, life, row = self.world, self.life, self.life.row
        left = world.clockwork.between(self.at, row["due_at"])
        if left < DAY:
            return
        limit = world.one_of(("2wd", "3wd", "5wd"))
        asked = self._later(left // 3, left // 2)
        life.ask_extension(asked, row["handler"], limit, world.one_of(wording.EXTENSION_REASONS))
        decided = self._later(600, 3 * HOUR)
        if row["about"] in SUPERVISORS:
            return
        supervisor = world.one_of(SUPERVISORS)
        if world.rng.random() < 0.75:
            life.extend(decided, supervisor, limit, "同意延期", world.rng.random() < 0.9)
        else:
            life.refuse_extension(decided, supervisor, world.one_of(wording.REFUSALS))

    def _complete(self) -> None:
        """Half soon after the reply, the rest within the limit; one in twenty late, some by days."""
        world, life, row = self.world, self.life, self.life.row
        chance = world.rng.random()
        left = world.clockwork.between(self.at, row["due_at"])
        if chance < 0.05:
            self._later(left + 60, left + 9 * DAY)
        elif chance < 0.5:
            self._later(60, HOUR)
        else:
            self._later(300, max(int(left * 0.95), 600))
        life.complete(self.at, row["handler"], wording.result(world.rng))

    def _follow_up(self, kind: str) -> None:
        """All complaints, the sample, and again after a bad rating; nobody reached is tried again twice."""
        world, life, row = self.world, self.life, self.life.row
        random = world.rng.random
        tries = 0
        while kind == "complaint" or sampled(row["id"]) or (row["rating"] or 5) < 3:
            if random() < 0.04 and not tries:
                return
            at, by, chance = self._later(HOUR, 6 * DAY), world.colleague(life), random()
            if chance < 0.2 or chance > 0.97:
                life.follow_up(at, by, "no_answer" if chance < 0.2 else "refused")
                tries += 1
                if tries == 3 or chance > 0.97:
                    return
                continue
            rating = _RATINGS[bisect(_RATING_SUMS, random())]
            resolved = row["reopened"] or random() < _RESOLVED[rating]
            life.follow_up(at, by, "reached", rating if random() < 0.95 else None, bool(resolved))
            if resolved:
                return
            tries = 0
            self._complete()
