"""The reports against a slow second computation in plain Python, over random histories made by the acts themselves."""

from __future__ import annotations

import tempfile
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.calls.views import CallFilter, CallView, NewCall
from core.desk import Desk
from core.errors import BadValue, DeskError, NotAllowed, NotFound
from core.reports.doors import Door
from core.reports.measures import COUNTS, DURATIONS, RATES
from core.reports.views import GROUPINGS, Figures, Scope
from core.rooms.views import NewBooking
from tests.helpers.hours import at, seconds_between
from tests.helpers.people import FrozenClock, open_copy

STAFF = ("boss", "li", "han", "tel")
MONDAY = at("2026-03-02 09:00")
SERVICES = (None, "loan", "repair", "in-startup")

_steps = st.tuples(
    st.integers(0, 200),
    st.sampled_from(
        ("reply", "reply", "complete", "complete", "wait", "resume", "transfer", "refer", "return", "extend", "ask",
         "notify", "omit", "decline", "good", "bad", "unresolved", "no_answer", "reopen", "sort")
    ),
    st.sampled_from(STAFF),
    st.integers(0, 20_000),
)  # fmt: skip
_calls = st.fixed_dictionaries(
    {
        "service": st.sampled_from(SERVICES),
        "channel": st.sampled_from(("hotline", "counter", "online")),
        "group": st.sampled_from((None, "graduate", "student")),
        "about": st.sampled_from((None, None, None, "li")),
        "answered": st.booleans(),
        "late": st.sampled_from((0, 0, 40, 3000)),
        "by": st.sampled_from(STAFF),
    }
)


def _act(desk: Desk, number: str, step: str, who: str) -> None:
    calls = desk.calls
    match step:
        case "reply":
            calls.reply(number, "答复", by=who)
        case "complete":
            calls.complete(number, "办结", by=who)
        case "wait":
            calls.wait(number, "待补正", by=who)
        case "resume":
            calls.resume(number, by=who)
        case "transfer":
            calls.transfer(number, "han", "转交", by=who)
        case "refer":
            calls.refer(number, "bank", "转办", by=who)
        case "return":
            calls.return_(number, "不归我", by=who)
        case "ask":
            calls.ask_extension(number, "1wd", "要等", by=who)
        case "extend":
            calls.extend(number, "2wd", "同意", by=who)
        case "notify":
            calls.notify(number, by=who, items=["身份证"])
        case "omit":
            calls.notify(number, by=who, items=["营业执照"], reason="omitted")
        case "decline":
            calls.decline(number, "withdrawn", "不办了", by=who)
        case "good" | "bad":
            calls.follow_up(number, by=who, rating=5 if step == "good" else 2, resolved=True)
        case "unresolved":
            calls.follow_up(number, by=who, rating=1, resolved=False)
        case "no_answer":
            calls.follow_up(number, by=who, outcome="no_answer")
        case "reopen":
            calls.reopen(number, "再办", by=who)
        case "sort":
            calls.sort(number, "loan", by=who)


def _live(desk: Desk, clock: FrozenClock, calls: list[dict[str, Any]], steps: list[tuple[int, str, str, int]]) -> None:
    """Log the calls a day apart and a bit, then do the steps in order, each on some call; refusals are fine."""
    numbers = []
    for index, one in enumerate(calls):
        clock.at = MONDAY + timedelta(days=index, seconds=1000 * index + 7)
        new = NewCall(
            question="问", service=one["service"], channel=one["channel"], group=one["group"], about=one["about"],
            answer="答" if one["answered"] and one["service"] and one["by"] != one["about"] else None,
            received_at=clock.at - timedelta(minutes=one["late"]),
        )  # fmt: skip
        numbers.append(desk.calls.log(new, by=one["by"]).number)
    for which, step, who, wait in steps:
        clock.at += timedelta(seconds=wait)
        try:
            _act(desk, numbers[which % len(numbers)], step, who)
        except DeskError:
            continue


def _everything(desk: Desk) -> list[CallView]:
    """Every call as its record tells, each seen by somebody it is not about."""
    found = {}
    for who in ("boss", "chief"):
        for one in desk.calls.list(CallFilter(limit=1000), by=who).items:
            found[one.number] = desk.calls.show(one.number, by=who)
    return sorted(found.values(), key=lambda one: one.number)


def _waited(call: CallView) -> list[tuple[datetime, datetime]]:
    spells, since = [], None
    for line in call.timeline:
        if line.event == "wait":
            since = line.at
        elif line.event == "resume" and since is not None:
            spells.append((since, line.at))
            since = None
    return spells


def _begun(call: CallView) -> datetime:
    """When its limit last began to run: when it was received, or opened again."""
    again = [
        line.at
        for line in call.timeline
        if line.event == "reopen" or (line.event == "follow_up" and "unresolved" in (line.text or "").split())
    ]
    return again[-1] if again else call.received_at


def _slow(calls: list[CallView], now: datetime) -> dict[str, Any]:
    """The figures, from nothing but what `call show` tells, each worked out its own way."""

    def share(part: list[Any], whole: list[Any]) -> float | None:
        return len(part) / len(whole) if whole else None

    done = [one for one in calls if one.status in ("completed", "closed")]
    replies, completions, verdicts = [], [], []
    for one in calls:
        first = next((line.at for line in one.timeline if line.event == "reply"), None)
        if any(line.event == "answer" for line in one.timeline):
            replies.append(0)
        elif first is not None:
            replies.append(seconds_between(one.received_at, first))
        reached = [line.text or "" for line in one.timeline if line.event == "follow_up"]
        said = [text.split() for text in reached if text.startswith("reached")]
        if said:
            verdicts.append((int(said[-1][1]), said[-1][2] == "resolved"))
    for one in done:
        assert one.completed_at is not None
        if one.timeline[1].event == "answer" and not one.reopened:
            completions.append(0)
        else:
            begun = _begun(one)
            waits = sum(seconds_between(a, b) for a, b in _waited(one) if a >= begun)
            completions.append(seconds_between(begun, one.completed_at) - waits)
    told = [one for one in calls if one.notifications]
    events = [line.event for one in calls for line in one.timeline]
    sent = [one for one in calls if any(line.event in ("transfer", "refer") for line in one.timeline)]
    wanting = [one for one in calls if one.status != "declined" or one.responded_at]
    good = [one for one in done if one.completed_at and one.completed_at <= one.due_at]
    prompt = [one for one in calls if one.responded_at and one.responded_at <= one.respond_by]
    alone = [one for one in done if one not in sent and not one.reopened and one.handler == one.first_contact]
    once = [one for one in told if not any(telling.counts for telling in one.notifications)]
    return {
        "calls": len(calls), "completed": len(done), "on_time": len(good), "on_time_rate": share(good, done),
        "first_reply_seconds": _observed(replies), "completion_seconds": _observed(completions),
        "response_rate": share(prompt, wanting),
        "resolution_rate": share([one for one in verdicts if one[1]], verdicts),
        "satisfaction_rate": share([one for one in verdicts if one[0] >= 3], verdicts),
        "first_contact_resolution": share(alone, done), "one_time_rate": share(once, told),
        "overdue": len([one for one in calls if one.light == "red"]),
        "yellow": len([one for one in calls if one.light == "yellow"]),
        "waiting": len([one for one in calls if one.status == "waiting"]),
        "declined": len([one for one in calls if one.status == "declined"]),
        "transfers": events.count("transfer") + events.count("refer"), "returns": events.count("return"),
        "extended": len([one for one in calls if one.extended]),
        "reopened": len([one for one in calls if one.reopened]),
        "backfilled": len([one for one in calls if one.backfilled]),
    }  # fmt: skip


def _observed(values: list[int]) -> dict[str, int | None]:
    """The smallest observed value with at least the share at or below it, by trying each."""
    found: dict[str, int | None] = {"p50": None, "p90": None, "p95": None, "max": None}
    for name, hundredths in (("p50", 50), ("p90", 90), ("p95", 95), ("max", 100)):
        for value in sorted(values):
            if sum(one <= value for one in values) * 100 >= hundredths * len(values):
                found[name] = value
                break
    return found


def _agree(figures: Figures, slow: dict[str, Any]) -> None:
    for name, value in slow.items():
        found: Any = getattr(figures, name)
        if isinstance(value, dict):
            found = {one.name: getattr(found, one.name) for one in fields(found)}
        assert found == value, name


def _as_many_behind(desk: Desk, scope: Scope, figures: Figures) -> None:
    """Behind every count stand as many calls as it says."""
    for one in COUNTS:
        calls = desk.doors.open(Door(one.key, scope), by="chief", limit=1000).items
        if one.sum_of is None:
            assert len(calls) == getattr(figures, one.key), one.key
        else:
            assert (len(calls) > 0) == (getattr(figures, one.key) > 0), one.key


def _key(call: CallView, by: str) -> str | None:
    local = call.received_at
    keys = {
        "staff": call.handler, "service": call.service, "channel": call.channel, "kind": call.kind,
        "group": call.caller.group, "day": f"{local:%Y-%m-%d}", "hour": f"{local:%H}", "month": f"{local:%Y-%m}",
        "weekday_hour": f"{local.isoweekday()}-{local:%H}",
    }  # fmt: skip
    return keys[by]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(_calls, min_size=1, max_size=8),
    st.lists(_steps, max_size=40),
    st.sampled_from(GROUPINGS),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_the_report_agrees_with_a_slow_computation(
    calls: list[dict[str, Any]], steps: list[tuple[int, str, str, int]], by: str, first: int, length: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock = FrozenClock()
        desk = open_copy(Path(folder), clock)
        _live(desk, clock, calls, steps)
        now, whole = clock.at, _everything(desk)
        for who, mine in (("chief", whole), ("li", [c for c in whole if c.handler == "li" and c.about != "li"])):
            _agree(desk.reports.response(by=who).figures, _slow(mine, now))
        since = MONDAY.date() + timedelta(days=first)
        until = since + timedelta(days=length)
        some = [one for one in whole if since <= one.received_at.date() <= until]
        found = desk.reports.response(Scope(since, until), by="chief", group=by)
        _agree(found.figures, _slow(some, now))
        keys = {_key(one, by) for one in some}
        assert {one.key for one in found.groups} == keys
        assert [one.key for one in found.groups] == sorted(keys, key=lambda key: (key is None, key or ""))
        _as_many_behind(desk, Scope(since, until), found.figures)
        for group in found.groups:
            if by in ("staff", "service", "channel", "kind", "group"):
                narrowed = replace(Scope(since, until), **{by: group.key or ""})
                assert desk.reports.response(narrowed, by="chief").figures == group.figures
            _agree(group.figures, _slow([one for one in some if _key(one, by) == group.key], now))
        desk.close()


def test_nothing_counted_gives_no_rates(desk: Desk) -> None:
    figures = desk.reports.response(by="boss").figures
    assert figures.calls == 0
    assert all(getattr(figures, rate.key) is None for rate in RATES)
    assert all(getattr(figures, one.key).max is None for one in DURATIONS)
    assert desk.reports.response(by="boss", group="staff").groups == ()


def test_both_ends_of_a_period_are_counted_in_centre_time(desk: Desk, clock: FrozenClock) -> None:
    for text in ("2026-11-10 23:59:59", "2026-11-11 00:00:00", "2026-11-12 23:59:59", "2026-11-13 00:00:00"):
        desk.calls.log(NewCall(question="问", received_at=at(text)), by="li")
    day = date(2026, 11, 11)
    assert desk.reports.response(Scope(day, date(2026, 11, 12)), by="boss").figures.calls == 2
    assert desk.reports.response(Scope(day, None), by="boss").figures.calls == 3
    assert desk.reports.response(Scope(None, day), by="boss").figures.calls == 2
    assert desk.reports.response(Scope(day, date.max), by="boss").figures.calls == 3


@pytest.mark.parametrize("status", ["accepted", "waiting", "completed", "declined"])
def test_counts_agree_with_the_list_of_calls(desk: Desk, clock: FrozenClock, status: str) -> None:
    for index in range(12):
        clock.forward(hours=5)
        new = NewCall(question="问", service="loan", answer="答" if index % 3 == 0 else None)
        number = desk.calls.log(new, by="li" if index % 2 else "han").number
        if index % 3 == 1:
            desk.calls.wait(number, "待补正", by="boss")
        if index == 5:
            desk.calls.decline(number, "withdrawn", "不办了", by="boss")
    clock.forward(days=8)

    def listed(**more: Any) -> int:
        return len(desk.calls.list(CallFilter(limit=1000, **more), by="boss").items)

    found = desk.reports.response(by="boss", group="staff")
    assert found.figures.calls == listed()
    counts = {
        "completed": found.figures.completed,
        "waiting": found.figures.waiting,
        "declined": found.figures.declined,
    }
    counts["accepted"] = found.figures.open - found.figures.waiting
    assert counts[status] == listed(status=status)
    assert (found.figures.overdue, found.figures.yellow) == (listed(light="red"), listed(light="yellow"))
    assert {one.key: one.figures.calls for one in found.groups} == {one: listed(handler=one) for one in ("li", "han")}
    assert found.figures.overdue == desk.reports.overdue(by="boss").overdue > 0


def test_complaints_about_the_one_who_asks_are_not_counted(desk: Desk) -> None:
    desk.calls.log(NewCall(question="投诉", about="boss"), by="li")
    assert desk.reports.response(by="boss").figures.calls == 0
    assert desk.reports.response(by="chief").figures.calls == 1


def test_others_than_supervisors_see_their_own_figures_only(desk: Desk) -> None:
    for who in ("li", "han", "han"):
        desk.calls.log(NewCall(question="问"), by=who)
    assert desk.reports.response(by="han").figures.calls == 2
    assert [one.key for one in desk.reports.response(by="li", group="staff").groups] == ["li"]
    assert desk.reports.response(Scope(staff="li"), by="li").figures.calls == 1
    others = Scope(staff="han")
    for ask in (
        desk.reports.response, desk.reports.overview, desk.reports.overdue, desk.reports.rooms, desk.reports.demand,
        desk.trends.trend, desk.trainings.list, desk.trainings.evaluate,
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            ask(others, by="li")
    assert desk.reports.response(others, by="boss").figures.calls == 2


def test_overdue_calls_come_longest_first_and_page_by_page(desk: Desk, clock: FrozenClock) -> None:
    numbers = []
    for _index in range(5):
        clock.forward(minutes=1)
        numbers.append(desk.calls.log(NewCall(question="问", service="repair"), by="li").number)
    clock.set("2026-12-03 10:00")
    whole = desk.reports.overdue(by="boss")
    assert [one.call.number for one in whole.items] == numbers
    assert {one.call.light for one in whole.items} == {"red"}
    assert whole.items[0].overdue_seconds == seconds_between(whole.items[0].call.due_at, clock.at)
    first = desk.reports.overdue(by="boss", limit=3)
    rest = desk.reports.overdue(by="boss", limit=3, after=first.next)
    assert [one.call.number for one in (*first.items, *rest.items)] == numbers
    assert (first.overdue, rest.next) == (5, None)
    assert desk.reports.overdue(by="han").items == ()
    with pytest.raises(BadValue):
        desk.reports.overdue(by="boss", after="20260101A001")


def test_a_scope_that_cannot_be_is_refused(desk: Desk) -> None:
    with pytest.raises(BadValue):
        desk.reports.response(Scope(date(2026, 2, 1), date(2026, 1, 1)), by="boss")
    for scope in (Scope(staff="nobody"), Scope(service="nothing")):
        with pytest.raises(NotFound):
            desk.reports.response(scope, by="boss")
    with pytest.raises(BadValue):
        desk.reports.response(by="boss", group="moon")
    with pytest.raises(BadValue):
        desk.reports.compare(Scope(), by="boss")


def test_a_period_is_compared_with_the_one_before(desk: Desk, clock: FrozenClock) -> None:
    for text in ("2026-10-05 10:00", "2026-11-05 10:00", "2026-11-06 10:00"):
        desk.calls.log(NewCall(question="问", service="loan", answer="答", received_at=at(text)), by="li")
    found = desk.reports.compare(Scope(date(2026, 11, 1), date(2026, 11, 30)), by="boss")
    assert (found.earlier.since, found.earlier.until) == (date(2026, 10, 1), date(2026, 10, 31))
    assert (found.figures.calls, found.figures_before.calls) == (2, 1)
    assert not any(one.enough for one in found.differences)
    week = desk.reports.compare(Scope(date(2026, 11, 9), date(2026, 11, 15)), by="boss").earlier
    assert (week.since, week.until) == (date(2026, 11, 2), date(2026, 11, 8))


def test_follow_ups_owed_leave_out_the_handler_and_who_was_reached(desk: Desk, clock: FrozenClock) -> None:
    def complaint(by: str) -> str:
        number = desk.calls.log(NewCall(question="投诉", kind="complaint", service="complaint"), by=by).number
        desk.calls.reply(number, "答复", by=by)
        desk.calls.complete(number, "办结", by=by)
        return number

    mine, theirs = complaint("li"), complaint("han")
    assert [one.call.number for one in desk.reports.owed(by="li")] == [theirs]
    assert {one.call.number for one in desk.reports.owed(by="boss")} == {mine, theirs}
    desk.calls.follow_up(mine, by="boss", outcome="no_answer")
    assert [one.attempts for one in desk.reports.owed(by="boss") if one.call.number == mine] == [1]
    desk.calls.follow_up(mine, by="boss", outcome="refused")
    desk.calls.follow_up(theirs, by="boss", rating=1, resolved=False)
    assert desk.reports.owed(by="boss") == ()
    desk.calls.complete(theirs, "再办结", by="han")
    assert [(one.call.number, one.why) for one in desk.reports.owed(by="boss")] == [(theirs, "low_rating")]
    clock.forward(days=31)
    assert desk.reports.owed(by="boss") == ()


def test_a_meeting_is_missed_in_the_report_when_the_rooms_say_so(desk: Desk, clock: FrozenClock) -> None:
    start = at("2026-11-23 14:00")
    for room, guest in (("m201", "来宾"), ("m202", "访客")):
        by = "boss" if guest == "来宾" else "li"
        desk.bookings.make(NewBooking(room, start, start + timedelta(hours=2), "会", guest=guest), by=by)
    for minutes, missed in ((14, 0), (15, 1), (90, 1), (180, 1)):
        clock.at = start + timedelta(minutes=minutes)
        rooms = {one.key: one for one in desk.reports.rooms(Scope(start.date(), start.date()), by="boss")}
        use = {one.room: one for one in desk.bookings.use(start.date(), start.date(), by="boss")}
        for room in ("m201", "m202"):
            assert (rooms[room].no_show, rooms[room].bookings) == (missed, 1 - missed), (room, minutes)
            assert use[room].no_shows == missed


def test_the_calls_behind_a_count_come_page_by_page(desk: Desk) -> None:
    numbers = [desk.calls.log(NewCall(question="问", service="loan"), by="li").number for _ in range(5)]
    first = desk.doors.open(Door("open"), by="boss", limit=3)
    rest = desk.doors.open(Door("open"), by="boss", limit=3, after=first.next)
    assert [one.number for one in (*first.items, *rest.items)] == numbers[::-1]
    assert rest.next is None
    with pytest.raises(BadValue):
        desk.doors.open(Door("moon"), by="boss")


def test_demand_counts_groups_by_service(desk: Desk) -> None:
    for group, service in (("graduate", "loan"), ("graduate", "loan"), (None, "room"), ("student", None)):
        desk.calls.log(NewCall(question="问", group=group, service=service), by="li")
    found = [(one.group, one.service, one.calls) for one in desk.reports.demand(by="boss")]
    assert found[0] == ("graduate", "loan", 2)
    assert set(found[1:]) == {(None, "room", 1), ("student", None, 1)}
    assert desk.reports.demand(by="han") == ()


def test_rooms_are_counted_by_what_was_held(desk: Desk, clock: FrozenClock) -> None:
    start = at("2026-11-23 14:00")
    hour = timedelta(hours=1)

    def book(room: str, begin: datetime) -> int:
        new = NewBooking(room, begin, begin + hour, "会", guest="来宾", people=3)
        return desk.bookings.make(new, by="boss").booked[0].id or 0

    came, missed, gone = book("m201", start), book("m201", start + 2 * hour), book("m202", start)
    desk.bookings.cancel(gone, by="boss")
    desk.bookings.make(NewBooking("m203", start, start + hour, "会", guest="来宾"), by="li")
    assert desk.reports.decisions(by="boss").guests == 1
    clock.at = start
    desk.bookings.check_in(came, by="li", people=5)
    clock.set("2026-11-24 09:00")
    found = {one.key: one for one in desk.reports.rooms(Scope(start.date(), start.date()), by="boss")}
    m201 = found["m201"]
    assert (m201.bookings, m201.booked_seconds, m201.attended, m201.no_show) == (1, 3600, 5, 1)
    assert (found["m202"].bookings, found["m202"].no_show, found["hall"].bookings) == (0, 0, 0)
    assert missed != came
    tomorrow = date(2026, 11, 24)
    assert sum(one.bookings for one in desk.reports.rooms(Scope(tomorrow, tomorrow), by="boss")) == 0


def test_the_overview_says_what_its_parts_say(desk: Desk, clock: FrozenClock) -> None:
    for index in range(5):
        clock.forward(hours=1)
        answer = "答" if index % 2 else None
        desk.calls.log(NewCall(question="问", service="repair", group="graduate", answer=answer), by="li")
    clock.set("2026-12-01 10:00")
    found = desk.reports.overview(by="boss")
    assert found.figures == desk.reports.response(by="boss").figures
    for name, by in (("by_staff", "staff"), ("by_service", "service"), ("by_channel", "channel")):
        assert getattr(found, name) == desk.reports.response(by="boss", group=by).groups
    assert [one.figures.calls for one in found.by_day] == [5]
    assert [one.key for one in found.by_group] == ["graduate"]
    assert sum(map(sum, found.heat)) == 5
    for day, hours in enumerate(found.heat, 1):
        for hour, calls in enumerate(hours):
            if calls:
                assert len(desk.doors.open(Door("calls", Scope(weekday=day, hour=hour)), by="boss").items) == calls
    assert found.decisions.overdue == found.figures.overdue == 3
    assert found.decisions == desk.reports.decisions(by="boss")


def test_every_figure_is_defined() -> None:
    told = {one.name for one in fields(Figures)}
    assert told == {one.key for one in (*COUNTS, *RATES, *DURATIONS)}
    assert all(one.definition.endswith(".") for one in (*COUNTS, *RATES, *DURATIONS))
