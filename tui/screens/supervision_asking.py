"""What the supervision screen asks of the reports, and that no more is asked at once than the computer can bear."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from core.errors import DeskError
from core.reports.views import Comparison, Scope
from tui import work
from tui.screens.supervision_rows import waiting

if TYPE_CHECKING:
    from core.desk import Desk
    from tui.screens.supervision import SupervisionScreen

AT_ONCE = 2
"""As many threads count at once: what nobody waits for any more, and what is asked now."""
AGAIN_SECONDS = 0.2
"""When all of them are at work, how long until it is tried again."""
RESTS = 4
"""How many times as long as it took to count, counting rests before the same is counted again by itself."""
LONG = 1.0
"""What takes longer than this, in seconds, is counted again by itself only after its rest."""
COUNTING_AFTER = 1.0
"""How long one waits, in seconds, before it is said that it is being counted."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is on show: which page, of which calls, by what, for whom."""

    view: str
    scope: Scope
    group: str
    by: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One reading. `found` is what the page shows; `counts` is what waits for a decision."""

    question: Question
    counts: dict[str, int]
    found: Any = None
    compared: Comparison | None = None


class Turns:
    """Asks for one screen. A thread that counts cannot be stopped, so a newer question makes its answer void, and only
    so many count at once; the desk's other reading never waits behind pages that somebody leafed through."""

    def __init__(self, screen: SupervisionScreen) -> None:
        self._screen = screen
        self._slots = BoundedSemaphore(AT_ONCE)
        self._under_way: Question | None = None
        self._waited: Question | None = None
        self._again = self._later = False
        self._asked_at = self._came_at = self._took = 0.0
        self.slow = False
        """Whether one has waited long enough to be told that it is being counted."""

    def ask(self, question: Question) -> None:
        """Ask. While the same is being counted, once more after that: counting may take longer than it takes others
        to write."""
        if question == self._under_way and self._counting:
            self._again = True
            return
        self._under_way, self._again = question, False
        if question != self._waited:
            self._waited, self.slow, self._asked_at = question, False, time.monotonic()
            self._screen.set_timer(COUNTING_AFTER, lambda: self._say_counting(question))
        self._screen.say_head()
        work.read(self._screen, "figures", lambda desk, by: self._in_turn(desk, question), self._came, self._refused)

    def refresh(self, question: Question, shown: Answer | None) -> None:
        """Ask anew by itself, where that does not cost more than it is worth: counting that takes seconds is left
        alone for a while, however often others write."""
        if self._took <= LONG or shown is None or shown.question != question:
            self.ask(question)
            return
        rest = self._took * RESTS - (time.monotonic() - self._came_at)
        if rest <= 0:
            self.ask(question)
        elif not self._later:
            self._later = True
            self._screen.set_timer(rest, self._rested)

    def _rested(self) -> None:
        self._later = False
        self.refresh(self._screen.question, self._screen.answer)

    def _in_turn(self, desk: Desk, question: Question) -> Answer | None:
        """In a thread: the answer, or None where others are still at work."""
        if not self._slots.acquire(blocking=False):
            return None
        try:
            return answer(desk, question)
        finally:
            self._slots.release()

    @property
    def _counting(self) -> bool:
        """Whether an answer is still to come."""
        screen = self._screen
        return any(one.group == "figures" and one.node is screen and not one.is_finished for one in screen.workers)

    def _came(self, found: Answer | None) -> None:
        self._under_way = None
        if found is None:
            self._screen.set_timer(AGAIN_SECONDS, self._screen.fetch)
            return
        again, self._again, self._waited, self.slow = self._again, False, None, False
        self._came_at = time.monotonic()
        self._took = self._came_at - self._asked_at
        self._screen.came(found)
        if again and self._under_way is None:
            self.refresh(self._screen.question, self._screen.answer)

    def _refused(self, error: DeskError) -> None:
        self._under_way = self._waited = None
        self._again = self.slow = False
        self._screen.refused(error)

    def _say_counting(self, question: Question) -> None:
        if self._screen.is_attached and self._waited == question:
            self.slow = True
            self._screen.say_head()


def answer(desk: Desk, question: Question) -> Answer:
    """Read what a page shows, and what waits."""
    scope, by, view = question.scope, question.by, question.view
    counts = waiting(desk.reports.decisions(by=by), desk.doors.waiting(by=by))
    found: Any = None
    compared = None
    if view == "figures":
        found = desk.reports.response(scope, by=by)
        if scope.since is not None and scope.until is not None:
            compared = desk.reports.compare(scope, by=by)
    elif view in ("groups", "hours"):
        found = desk.reports.response(scope, by=by, group=question.group)
    elif view == "trends":
        found = desk.trends.trend(scope, by=by)
    elif view == "demand":
        found = desk.reports.demand(scope, by=by)
    elif view == "rooms":
        found = desk.reports.rooms(scope, by=by)
    elif view == "people":
        found = desk.trainings.evaluate(scope, by=by)
    return Answer(question, counts, found, compared)
