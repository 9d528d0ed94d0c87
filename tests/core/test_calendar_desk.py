"""The centre's calendar: what supervisors set and import, and what it does to open calls."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.calls.views import NewCall
from core.desk import Desk
from core.errors import BadValue, NotAllowed, RuleRefused
from tests.desks import FrozenClock, copy_desk

NOTICE_2027 = """
notice = "an invented notice for 2027"
[days]
"2027-01-01" = "rest"
"2027-01-02" = "workday"
"""


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def desk(tmp_path: Path, clock: FrozenClock) -> Iterator[Desk]:
    desk = copy_desk(tmp_path, clock)
    yield desk
    desk.close()


def test_a_day_set_to_rest_moves_open_calls_and_says_so_on_their_timelines(desk: Desk) -> None:
    call = desk.calls.log(NewCall(question="怎么办", service="loan"), by="li")
    assert f"{call.due_at:%m-%d %H:%M}" == "11-30 17:00"
    changed = desk.calendar.set(date(2026, 11, 25), "rest", by="boss", reason="台风")
    assert [(one.number, f"{one.due_at:%m-%d}") for one in changed.calls] == [(call.number, "12-01")]
    now = desk.calls.show(call.number, by="li")
    assert f"{now.due_at:%m-%d %H:%M}" == "12-01 17:00"
    assert now.timeline[-1].event == "recalculate"
    assert now.timeline[-1].text == "2026-11-30 17:00 → 2026-12-01 17:00"


def test_completed_calls_keep_the_times_they_were_judged_by(desk: Desk) -> None:
    call = desk.calls.log(NewCall(question="怎么办", service="loan", answer="这样办"), by="li")
    assert desk.calendar.set(date(2026, 11, 25), "rest", by="boss", reason="台风").calls == ()
    assert desk.calls.show(call.number, by="li").due_at == call.due_at


def test_a_reply_promised_is_reckoned_anew_only_while_it_is_owed(desk: Desk) -> None:
    owed = desk.calls.log(NewCall(question="怎么办", service="loan"), by="li")
    given = desk.calls.log(NewCall(question="怎么办", service="loan"), by="li")
    desk.calls.reply(given.number, "先说一点", by="li")
    desk.calendar.set(date(2026, 11, 24), "rest", by="boss", reason="台风")
    assert f"{desk.calls.show(owed.number, by='li').respond_by:%m-%d}" == "11-25"
    assert f"{desk.calls.show(given.number, by='li').respond_by:%m-%d}" == "11-24"


def test_a_call_into_an_unpublished_year_is_provisional_until_the_notice_is_imported(
    desk: Desk, clock: FrozenClock, tmp_path: Path
) -> None:
    clock.set("2026-12-30 10:00")
    call = desk.calls.log(NewCall(question="怎么办", service="loan"), by="li")
    assert call.provisional_due
    assert f"{call.due_at:%Y-%m-%d}" == "2027-01-06"
    notice = tmp_path / "2027.toml"
    notice.write_text(NOTICE_2027, encoding="utf-8")
    changed = desk.calendar.import_file(notice, by="boss")
    assert [one.number for one in changed.calls] == [call.number]
    now = desk.calls.show(call.number, by="li")
    assert not now.provisional_due
    assert f"{now.due_at:%Y-%m-%d}" == "2027-01-06", "the 1st off, the 2nd worked: the same day, but certain"


def test_pauses_and_extensions_are_kept_when_the_calendar_changes(desk: Desk, clock: FrozenClock) -> None:
    number = desk.calls.log(NewCall(question="怎么办", service="loan"), by="li").number
    desk.calls.wait(number, "缺身份证", by="li")
    clock.set("2026-11-24 10:00")
    desk.calls.resume(number, by="li")
    desk.calls.extend(number, "2wd", "专家评审", by="boss")
    assert f"{desk.calls.show(number, by='li').due_at:%m-%d %H:%M}" == "12-03 17:00"
    desk.calendar.set(date(2026, 11, 27), "rest", by="boss", reason="停电")
    assert f"{desk.calls.show(number, by='li').due_at:%m-%d %H:%M}" == "12-04 17:00"


def test_what_was_set_can_be_taken_back(desk: Desk) -> None:
    desk.calendar.set(date(2026, 11, 28), "workday", by="boss", reason="补班", hours=("09:00-11:00",))
    assert desk.calendar.current().day(date(2026, 11, 28)).kind == "workday"
    desk.calendar.unset(date(2026, 11, 28), by="boss")
    assert desk.calendar.current().day(date(2026, 11, 28)).kind == "rest"


def test_a_failed_import_leaves_nothing_behind(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('[days]\n"2027-13-40" = "rest"\n', encoding="utf-8")
    before = desk.storage.change_token()
    with pytest.raises(BadValue):
        desk.calendar.import_file(broken, by="boss")
    assert desk.storage.change_token() == before


def test_only_a_supervisor_changes_the_calendar(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        desk.calendar.set(date(2026, 11, 25), "rest", by="li", reason="想休息")


def test_a_rest_day_has_no_hours(desk: Desk) -> None:
    with pytest.raises(BadValue, match=r"."):
        desk.calendar.set(date(2026, 11, 25), "rest", by="boss", reason="停电", hours=("09:00-11:00",))


def test_a_month_says_of_each_day_what_it_is_and_who_set_it(desk: Desk, clock: FrozenClock) -> None:
    desk.calendar.set(date(2026, 10, 12), "workday", by="boss", reason="半天", hours=("09:00-12:00",))
    desk.calendar.set(date(2026, 10, 13), "rest", by="boss", reason="停电")
    month = desk.calendar.month(2026, 10, by="li")
    assert [one.plan.date.day for one in month.days] == list(range(1, 32))
    kinds = {one.plan.date.day: one.plan.kind for one in month.days}
    assert [kinds[n] for n in (1, 7, 8, 10, 11, 12, 13)] == [
        "holiday", "holiday", "workday", "make_up", "rest", "workday", "rest",
    ]  # fmt: skip
    assert [one.plan.date.day for one in month.days if one.own_hours] == [12]
    set_days = {one.plan.date.day: (one.set_by, one.set_at) for one in month.days if one.set_by is not None}
    assert set_days == {12: ("boss", clock.at), 13: ("boss", clock.at)}
    assert not any(one.plan.provisional for one in month.days)
    assert month.working_days == 18 - 1
    assert month.working_seconds == (16 * 7 + 3) * 3600
    assert all(one.plan.provisional for one in desk.calendar.month(2027, 1, by="li").days)


def test_a_month_says_who_may_change_it_and_what_may_be_taken_back(desk: Desk) -> None:
    desk.calendar.set(date(2026, 11, 25), "rest", by="boss", reason="台风")
    for_boss, for_li = (desk.calendar.month(2026, 11, by=by) for by in ("boss", "li"))
    assert for_boss.refusal is None
    assert for_boss.unset_refusal(date(2026, 11, 25)) is None
    nothing = for_boss.unset_refusal(date(2026, 11, 26))
    assert nothing is not None
    assert nothing.code == "day_not_set"
    assert for_li.refusal is not None
    assert for_li.refusal.code == "supervisor_only"
    assert for_li.unset_refusal(date(2026, 11, 25)) is for_li.refusal


@pytest.mark.parametrize(("year", "month"), [(2026, 0), (2026, 13), (1991, 12), (10000, 1), (0, 1)])
def test_a_month_out_of_range_is_refused(desk: Desk, year: int, month: int) -> None:
    with pytest.raises(BadValue) as refused:
        desk.calendar.month(year, month, by="li")
    assert refused.value.code in ("bad_date", "date_out_of_range")


def test_the_first_and_last_months_there_are(desk: Desk) -> None:
    assert len(desk.calendar.month(1992, 1, by="li").days) == 31
    assert len(desk.calendar.month(9999, 12, by="li").days) == 31


def test_taking_back_what_nobody_set_is_refused_and_leaves_no_trace(desk: Desk) -> None:
    before = desk.storage.change_token()
    with pytest.raises(RuleRefused) as refused:
        desk.calendar.unset(date(2026, 11, 25), by="boss")
    assert refused.value.code == "day_not_set"
    assert desk.storage.change_token() == before


@pytest.mark.parametrize("path", ["missing.toml", ".", "a\0b.toml", "/dev/zero"])
def test_what_is_no_file_is_not_imported(desk: Desk, tmp_path: Path, path: str) -> None:
    with pytest.raises(BadValue) as refused:
        desk.calendar.import_file(tmp_path / path, by="boss")
    assert refused.value.code == "unreadable_file"
    assert "\0" not in refused.value.message


def test_a_complaint_about_a_supervisor_moves_untold_to_that_supervisor(desk: Desk) -> None:
    complaint = desk.calls.log(NewCall(question="态度不好", about="boss"), by="li")
    other = desk.calls.log(NewCall(question="怎么办"), by="li")
    assert complaint.due_at == other.due_at
    told = desk.calendar.set(date(2026, 11, 25), "rest", by="boss", reason="台风").calls
    assert [one.number for one in told] == [other.number]
    moved = {number: desk.calls.show(number, by="li").due_at for number in (complaint.number, other.number)}
    assert moved[complaint.number] == moved[other.number] > complaint.due_at
