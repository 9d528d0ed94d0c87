"""`respond_by`, `due_at` and lights, to the second, against a second opinion on working time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.calls.views import CallView, NewCall
from core.desk import Desk
from core.errors import BadValue, DeskError, RuleRefused
from tests.helpers.hours import at, day_before, days_later, seconds_between, seconds_later, works
from tests.helpers.people import FrozenClock, open_copy


@pytest.fixture(scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, FrozenClock]]:
    clock = FrozenClock()
    desk = open_copy(tmp_path_factory.mktemp("clocks"), clock)
    desk.services.set("canteen", by="boss", on_supplement="restart", complete="3wd", respond="4wh")
    desk.services.set("digital", by="boss", complete="12wh", respond="90wm")
    yield desk, clock
    desk.close()


@pytest.fixture
def desk(_shared: tuple[Desk, FrozenClock]) -> Desk:
    """One for all tests here: each works on calls of its own."""
    return _shared[0]


@pytest.fixture
def clock(_shared: tuple[Desk, FrozenClock]) -> FrozenClock:
    _shared[1].at = FrozenClock().at
    return _shared[1]


def log(desk: Desk, service: str | None = "loan", **more: object) -> CallView:
    return desk.calls.log(NewCall(question="怎么办", service=service, **more), by="li")  # type: ignore[arg-type]


def look(desk: Desk, call: CallView) -> CallView:
    return desk.calls.show(call.number, by="li")


@pytest.mark.parametrize(
    ("logged", "due", "yellow"),
    [
        ("2026-11-23 10:00", "2026-11-30 17:00", "2026-11-27 17:00"),
        ("2026-11-21 10:00", "2026-11-27 17:00", "2026-11-26 17:00"),  # a Saturday
        ("2026-11-23 23:59", "2026-11-30 17:00", "2026-11-27 17:00"),
        ("2026-09-18 10:00", "2026-09-24 17:00", "2026-09-23 17:00"),  # DOMAIN's check; the 20th is worked
        ("2026-02-13 10:00", "2026-02-27 17:00", "2026-02-26 17:00"),  # DOMAIN's check
        ("2026-09-30 16:00", "2026-10-13 17:00", "2026-10-12 17:00"),
    ],
)
def test_five_working_days_and_their_lights(desk: Desk, clock: FrozenClock, logged: str, due: str, yellow: str) -> None:
    clock.set(logged)
    call = log(desk)
    assert (call.due_at, call.respond_by) == (at(due), days_later(at(logged), 1))
    assert (call.due_at, day_before(call.due_at)) == (days_later(at(logged), 5), at(yellow))
    for moment, light in (
        (at(yellow) - timedelta(seconds=1), "green"),
        (at(yellow), "yellow"),
        (at(due) - timedelta(seconds=1), "yellow"),
        (at(due), "red"),
        (at(due) + timedelta(days=300), "red"),
    ):
        clock.at = moment
        assert look(desk, call).light == light


def test_limits_in_hours_and_minutes_run_from_the_moment(desk: Desk, clock: FrozenClock) -> None:
    clock.set("2026-11-23 11:30:20")
    call = log(desk, "digital")
    assert call.respond_by == at("2026-11-23 14:00:20") == seconds_later(clock.at, 90 * 60)
    assert call.due_at == at("2026-11-25 09:30:20") == seconds_later(clock.at, 12 * 3600)
    clock.set("2026-11-23 15:30")
    assert log(desk, "digital").respond_by == at("2026-11-23 17:00")
    clock.set("2026-11-27 16:00")
    assert log(desk, "digital").due_at == at("2026-12-01 14:00")


def test_an_unsorted_call_is_promised_what_the_trade_promises_until_sorted(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk, None)
    assert (call.service, call.respond_by, call.due_at) == (None, days_later(clock.at, 1), days_later(clock.at, 5))
    clock.forward(hours=3)
    done = desk.calls.sort(call.number, "digital", by="li")
    assert done.respond_by == seconds_later(call.received_at, 90 * 60)
    assert done.due_at == seconds_later(call.received_at, 12 * 3600)


def test_backfilled_is_more_than_thirty_minutes_before(desk: Desk, clock: FrozenClock) -> None:
    for seconds, backfilled in ((0, False), (1800, False), (1801, True), (86_400 * 400, True)):
        call = log(desk, received_at=clock.at - timedelta(seconds=seconds))
        assert call.backfilled is backfilled
        assert (call.logged_at, call.received_at) == (clock.at, clock.at - timedelta(seconds=seconds))


def test_limits_run_from_when_it_was_received_and_the_number_is_of_when_it_was_logged(
    desk: Desk, clock: FrozenClock
) -> None:
    call = log(desk, received_at=at("2026-11-13 09:30"))
    assert call.number.startswith("20261123A")
    assert (call.respond_by, call.due_at) == (at("2026-11-16 17:00"), at("2026-11-20 17:00"))
    assert call.light == "red"
    clock.set("2026-11-24 00:00")
    assert log(desk, received_at=at("2026-11-23 23:50")).number == "20261124A001"


def test_received_in_the_future_or_before_anyone_was_here_is_refused(desk: Desk, clock: FrozenClock) -> None:
    for wrong in (clock.at + timedelta(seconds=1), at("1999-12-31 23:59"), at("1900-01-01 00:00")):
        with pytest.raises(BadValue):
            log(desk, received_at=wrong)


def test_anyones_reply_meets_respond_by_and_a_notification_does_not(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    desk.calls.notify(call.number, by="li")
    desk.calls.attempt(call.number, "busy", by="li")
    assert look(desk, call).responded_at is None
    clock.forward(minutes=7)
    assert desk.calls.reply(call.number, "先说一点", by="boss").responded_at == clock.at
    first = clock.at
    clock.forward(minutes=7)
    assert desk.calls.reply(call.number, "再说一点", by="li").responded_at == first


def test_transfers_and_pauses_leave_respond_by_and_transfers_leave_due(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    clock.forward(hours=1)
    for done in (
        desk.calls.transfer(call.number, "han", "她办", by="li"),
        desk.calls.refer(call.number, "finance", "由其办", by="han"),
        desk.calls.return_(call.number, "不归它", by="han"),
        desk.calls.wait(call.number, "等材料", by="han"),
    ):
        assert (done.respond_by, done.due_at) == (call.respond_by, call.due_at)
    clock.forward(days=2)
    resumed = desk.calls.resume(call.number, by="han")
    assert resumed.respond_by == call.respond_by
    assert resumed.due_at > call.due_at


def test_waiting_has_no_light_keeps_due_and_is_not_overdue(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    desk.calls.wait(call.number, "等材料", by="li")
    red = desk.calls.board(by="li").counts["red"]
    for moment in ("2026-11-27 17:00", "2026-11-30 17:00", "2027-01-30 17:00"):
        clock.set(moment)
        seen = look(desk, call)
        assert (seen.light, seen.due_at, seen.status) == (None, call.due_at, "waiting")
    clock.set("2026-11-30 17:00")
    assert desk.calls.board(by="li").counts["red"] >= red
    from core.calls.views import CallFilter

    for light in ("green", "yellow", "red"):
        page = desk.calls.list(CallFilter(light=light, limit=1000), by="li")
        assert call.number not in [one.number for one in page.items]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, 100 * 86_400),
    pause=st.integers(0, 4 * 86_400),
    wait=st.integers(0, 12 * 86_400),
    service=st.sampled_from(["loan", "digital"]),
)
def test_what_was_left_runs_on_from_resumption_to_the_second(
    desk: Desk, clock: FrozenClock, start: int, pause: int, wait: int, service: str
) -> None:
    clock.at = at("2026-08-17 08:00") + timedelta(seconds=start)
    call = log(desk, service)
    clock.at += timedelta(seconds=pause)
    paused = clock.at
    desk.calls.wait(call.number, "等材料", by="li")
    clock.at += timedelta(seconds=wait)
    resumed = desk.calls.resume(call.number, by="li")
    if paused >= call.due_at:
        assert resumed.due_at == call.due_at
        assert resumed.light == "red"
        return
    left = seconds_between(paused, call.due_at)
    assert seconds_between(clock.at, resumed.due_at) == left
    assert resumed.due_at == (seconds_later(clock.at, left) if left else resumed.due_at)
    assert works(resumed.due_at.date()) or not left


def test_three_pauses_in_a_row_add_up(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    left = seconds_between(clock.at, call.due_at)
    for work, wait in ((3601, 5000), (7, 86_400 * 3), (9 * 3600, 1)):
        begun = clock.at
        clock.at += timedelta(seconds=work)
        left -= seconds_between(begun, clock.at)
        desk.calls.wait(call.number, "等材料", by="li")
        clock.at += timedelta(seconds=wait)
        call = desk.calls.resume(call.number, by="li")
        assert call.due_at == seconds_later(clock.at, left)


def test_a_call_paused_when_overdue_stays_overdue(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    clock.at = call.due_at + timedelta(minutes=1)
    desk.calls.wait(call.number, "等材料", by="li")
    clock.forward(days=3)
    resumed = desk.calls.resume(call.number, by="li")
    assert (resumed.due_at, resumed.light) == (call.due_at, "red")


def test_a_restart_service_runs_its_whole_limit_again(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk, "canteen")
    assert call.due_at == at("2026-11-26 17:00")
    clock.set("2026-11-26 16:59:59")
    desk.calls.wait(call.number, "等材料", by="li")
    clock.set("2026-12-02 09:00")
    resumed = desk.calls.resume(call.number, by="li")
    assert resumed.due_at == at("2026-12-07 17:00") == days_later(clock.at, 3)
    assert resumed.respond_by == call.respond_by


@pytest.mark.parametrize("how", ["reopen", "follow_up"])
def test_reopened_the_limit_runs_anew_from_now(desk: Desk, clock: FrozenClock, how: str) -> None:
    call = log(desk, answer="这样办")
    clock.set("2026-12-01 09:30:30")
    if how == "reopen":
        again = desk.calls.reopen(call.number, "没办成", by="li")
    else:
        again = desk.calls.follow_up(call.number, resolved=False, rating=1, by="boss")
    assert (again.status, again.reopened, again.completed_at) == ("in_progress", True, None)
    assert (again.due_at, again.light) == (days_later(clock.at, 5), "green")
    assert (again.respond_by, again.responded_at) == (call.respond_by, call.responded_at)


def test_a_declined_call_has_no_completion_and_no_light_and_can_be_reopened(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    gone = desk.calls.decline(call.number, "invalid", "骚扰", by="li")
    assert (gone.status, gone.completed_at, gone.light) == ("declined", None, None)
    clock.set("2026-12-01 09:30")
    again = desk.calls.reopen(call.number, "其实有事", by="li")
    assert (again.reopened, again.due_at) == (True, at("2026-12-08 17:00"))


def test_completed_late_or_in_time_there_is_no_light(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    desk.calls.reply(call.number, "答", by="li")
    clock.at = call.due_at + timedelta(days=9)
    done = desk.calls.complete(call.number, "办好了", by="li")
    assert (done.light, done.due_at, done.completed_at) == (None, call.due_at, clock.at)


def test_an_extension_adds_to_the_due_time_not_to_now(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    clock.set("2026-11-27 12:00")
    assert look(desk, call).light == "green"
    asked = desk.calls.ask_extension(call.number, "3wd", "要专家评审", by="li")
    assert (asked.due_at, asked.extended) == (call.due_at, False)
    assert asked.extension_asked is not None
    assert (asked.extension_asked.limit, asked.extension_asked.asked_by) == ("3wd", "li")
    given_ = desk.calls.extend(call.number, "2wd", "同意两天", by="boss", caller_told=True)
    assert (given_.due_at, given_.extended, given_.extension_asked) == (at("2026-12-02 17:00"), True, None)
    assert given_.respond_by == call.respond_by


def test_extensions_come_to_ten_working_days_in_all(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    for wrong in ("11wd", "30d", "1m", "3y", "100wh"):
        with pytest.raises(DeskError):
            desk.calls.extend(call.number, wrong, "要久", by="boss")
        with pytest.raises(DeskError):
            desk.calls.ask_extension(call.number, wrong, "要久", by="li")
    desk.calls.extend(call.number, "6wd", "要久", by="boss")
    with pytest.raises(DeskError) as refused:
        desk.calls.extend(call.number, "5wd", "还要", by="boss")
    assert refused.value.code == "extension_too_long"
    last = desk.calls.extend(call.number, "4wd", "还要", by="boss")
    assert last.due_at == days_later(call.due_at, 10)


def test_an_extension_asked_for_too_late_is_refused_and_one_in_time_may_be_granted_late(
    desk: Desk, clock: FrozenClock
) -> None:
    late, in_time = log(desk), log(desk)
    clock.at = late.due_at - timedelta(seconds=1)
    desk.calls.ask_extension(in_time.number, "1wd", "要评审", by="li")
    clock.at = late.due_at
    with pytest.raises(RuleRefused):
        desk.calls.ask_extension(late.number, "1wd", "要评审", by="li")
    with pytest.raises(RuleRefused):
        desk.calls.extend(late.number, "1wd", "要评审", by="boss")
    assert desk.calls.extend(in_time.number, "1wd", "要评审", by="boss").due_at == days_later(late.due_at, 1)


def test_a_refused_extension_leaves_the_due_time_and_may_be_asked_again(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    with pytest.raises(RuleRefused) as refused:
        desk.calls.refuse_extension(call.number, "没人要", by="boss")
    assert refused.value.code == "no_extension_asked"
    desk.calls.ask_extension(call.number, "1wd", "要评审", by="li")
    with pytest.raises(RuleRefused):
        desk.calls.ask_extension(call.number, "2wd", "再要", by="li")
    done = desk.calls.refuse_extension(call.number, "来得及", by="boss")
    assert (done.due_at, done.extended, done.extension_asked) == (call.due_at, False, None)
    desk.calls.ask_extension(call.number, "2wd", "再要", by="li")


def test_a_pause_after_an_extension_keeps_what_it_gave(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    longer = desk.calls.extend(call.number, "2wd", "要久", by="boss")
    clock.set("2026-11-24 09:00")
    desk.calls.wait(call.number, "等材料", by="li")
    clock.set("2026-11-26 09:00")
    resumed = desk.calls.resume(call.number, by="li")
    assert seconds_between(clock.at, resumed.due_at) == seconds_between(at("2026-11-24 09:00"), longer.due_at)


def test_limits_that_reach_into_2027_are_provisional(desk: Desk, clock: FrozenClock) -> None:
    clock.set("2026-12-28 10:00")
    call = log(desk)
    assert (call.provisional_due, call.due_at.year) == (True, 2027)
    clock.set("2026-12-21 10:00")
    assert log(desk).provisional_due is False


def test_calls_received_long_ago_are_taken(desk: Desk, clock: FrozenClock) -> None:
    for day in ("2000-01-01 00:00", "2003-05-01 10:00", "2019-02-28 10:00", "2024-02-29 10:00"):
        call = log(desk, received_at=at(day))
        assert call.received_at == at(day)
        assert isinstance(call.due_at, datetime)
        assert call.light == "red"


def test_what_the_service_list_promises_later_changes_no_logged_call(desk: Desk, clock: FrozenClock) -> None:
    call = log(desk)
    desk.services.set("loan", by="boss", complete="1wd", respond="1wh")
    try:
        assert look(desk, call).due_at == call.due_at
        again = log(desk)
        assert (again.due_at, again.respond_by) == (at("2026-11-24 17:00"), at("2026-11-23 11:00"))
        desk.calls.wait(call.number, "等", by="li")
        assert desk.calls.resume(call.number, by="li").due_at == call.due_at
    finally:
        desk.services.set("loan", by="boss", complete="5wd", respond="1wd")
