"""Why a call is due when it is due: the count that the app and the command line show ends where the promise does."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.calls.clocks import ClockEvent, explained, reckon
from core.calls.views import NewCall
from core.desk import Desk
from core.worktime import built_in_calendar
from tests.helpers.people import FrozenClock

START = FrozenClock()()
KINDS = st.lists(st.sampled_from(("pause", "extend", "reopen")), max_size=5)


def test_a_plain_call(desk: Desk) -> None:
    call = desk.calls.log(NewCall("创业担保贷款", service="loan"), by="li")
    counted = desk.calls.explain(call.number, by="li")
    assert counted[0].date == call.received_at.date()
    assert counted[-1].date == call.due_at.date()
    assert sum(one.counted for one in counted) == 5


def test_a_call_that_waited_and_was_extended(desk: Desk, clock: FrozenClock) -> None:
    number = desk.calls.log(NewCall("创业担保贷款", service="loan"), by="li").number
    clock.forward(days=1)
    desk.calls.wait(number, "等材料", by="li")
    clock.forward(days=2)
    desk.calls.resume(number, by="li")
    desk.calls.extend(number, "2wd", "专家评审", by="boss")
    call = desk.calls.show(number, by="li")
    assert desk.calls.explain(number, by="li")[-1].date == call.due_at.date()


@given(KINDS, st.lists(st.integers(1, 60), min_size=10, max_size=10))
def test_the_count_ends_on_the_day_that_is_promised(kinds: list[str], hours: list[int]) -> None:
    calendar = built_in_calendar()
    at, events = START, []
    for place, kind in enumerate(kinds):
        at += timedelta(hours=hours[2 * place])
        events.append(ClockEvent(kind, at, "2wd" if kind == "extend" else None))
        if kind == "pause":
            at += timedelta(hours=hours[2 * place + 1])
            events.append(ClockEvent("resume", at))
    promised = reckon(calendar, START, "5wd", events)
    assert explained(calendar, START, "5wd", events)[-1].date == promised.due_at.date()
