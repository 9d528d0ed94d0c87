"""Making, moving, deciding, checking in and cancelling bookings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from core.calendar.service import working_calendar
from core.desk import Desk
from core.errors import BadValue, Conflict, DeskError, NotAllowed, NotFound, RuleRefused
from core.rooms.bookings import BookingDesk
from core.rooms.occupants import read_number
from core.rooms.views import BookingFilter, BookingView, NewBooking, Standing
from tests.core.rooms_made_up import DAY, at, book, new, raw, register
from tests.desks import FrozenClock


@pytest.fixture(autouse=True)
def _occupants(desk: Desk) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path)


def refused(desk: Desk, room: str, start: str, end: str, **more: object) -> DeskError:
    with pytest.raises(DeskError) as caught:
        book(desk, room, start, end, **more)
    return caught.value


def number(view: BookingView) -> int:
    assert view.id is not None
    return view.id


def test_an_occupant_books_free_and_a_guest_needs_approval(desk: Desk) -> None:
    assert book(desk, "m203", "10:00", "11:00").status == "approved"
    assert book(desk, "m203", "11:00", "12:00", guest="王先生").status == "pending"
    assert book(desk, "m203", "13:00", "14:00", guest="王先生", by="boss").status == "approved"


@pytest.mark.parametrize("whom", [{"for_": None}, {"for_": "7", "guest": "王先生"}, {"for_": None, "guest": "  "}])
def test_a_booking_is_for_an_occupant_or_a_guest(desk: Desk, whom: dict[str, Any]) -> None:
    assert refused(desk, "m203", "10:00", "11:00", **whom).code == "for_whom"


def test_a_conflict_names_what_is_in_the_way_before_any_rule(desk: Desk) -> None:
    first = book(desk, "m203", "19:00", "21:00", title="路演彩排")
    found = refused(desk, "m203", "20:00", "23:00", people=500)
    assert isinstance(found, Conflict)
    assert (found.code, found.details["by"]) == ("booked", first.id)
    assert "路演彩排" in found.message


@pytest.mark.parametrize(
    ("room", "start", "end", "more", "code"),
    [
        ("m203", "08:00", "09:00", {}, "hours"),
        ("m203", "20:30", "21:30", {}, "hours"),
        ("m203", "22:00", "2026-11-26 02:00", {}, "hours"),
        ("m203", "2026-10-01 10:00", "2026-10-01 11:00", {}, "holiday"),
        ("m203", "2027-11-25 10:00", "2027-11-25 11:00", {}, "advance"),
        ("m203", "2026-11-23 09:00", "2026-11-23 10:00", {}, "advance"),
        ("m203", "10:00", "11:00", {"people": 21}, "capacity"),
    ],
)
def test_the_rules_of_a_room(desk: Desk, room: str, start: str, end: str, more: dict[str, Any], code: str) -> None:
    found = refused(desk, room, start, end, **more)
    assert isinstance(found, RuleRefused)
    assert found.code == code


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("08:30", "21:00"),
        ("12:00", "13:00"),
        ("2026-11-28 19:00", "2026-11-28 21:00"),
        ("2026-11-25 09:00", "2026-11-27 17:00"),
        ("2026-11-23 09:30", "2026-11-23 10:30"),
        ("2027-11-24 10:00", "2027-11-24 11:00"),
        ("10:00", "11:00"),
    ],
)
def test_open_through_lunch_in_the_evening_at_weekends_and_over_days(desk: Desk, start: str, end: str) -> None:
    assert book(desk, "m203", start, end, people=20).status == "approved"


def test_unreadable_values(desk: Desk) -> None:
    assert refused(desk, "m203", "11:00", "11:00").code == "backward_times"
    assert refused(desk, "m203", "2026-11-25 09:00", "2027-01-25 10:00").code == "too_long"
    assert refused(desk, "m203", "10:00", "11:00", people=0).code == "bad_number"
    assert refused(desk, "m203", "10:00", "11:00", title=" ").code == "text_missing"
    assert refused(desk, "m203", "10:00", "11:00", for_="abc").code == "bad_occupant"
    assert isinstance(refused(desk, "attic", "10:00", "11:00"), NotFound)


def test_the_calendar_and_exceptions_by_date_decide_when_a_room_is_open(desk: Desk) -> None:
    day = date.fromisoformat(DAY)
    desk.rooms.set_day("m203", day, (), by="boss", reason="消防检查")
    assert refused(desk, "m203", "10:00", "11:00").code == "hours"
    desk.rooms.set_day("m203", day, ("06:00-24:00",), by="boss", reason="创业夜")
    assert book(desk, "m203", "06:00", "2026-11-26 00:00").status == "approved"
    desk.rooms.set_day("m203", date(2026, 10, 1), ("09:00-12:00",), by="boss", reason="国庆开放日")
    assert desk.rooms.show("m203", by="li").days[0].date == date(2026, 10, 1)
    desk.rooms.set_day("m203", date(2026, 10, 1), None, by="boss")
    assert len(desk.rooms.show("m203", by="li").days) == 1


def test_a_make_up_day_has_the_hours_of_a_monday(desk: Desk, clock: FrozenClock) -> None:
    clock.set("2026-02-01 10:00")
    week = [["08:30-21:00"]] * 5 + [[], []]
    desk.rooms.edit("m203", by="boss", week=week)
    assert refused(desk, "m203", "2026-02-07 10:00", "2026-02-07 11:00").code == "hours"
    assert book(desk, "m203", "2026-02-14 10:00", "2026-02-14 11:00").status == "approved"
    assert refused(desk, "m203", "2026-02-17 10:00", "2026-02-17 11:00").code == "holiday"


def test_hours_across_midnight(desk: Desk) -> None:
    desk.rooms.edit("m203", by="boss", week=[["00:00-02:00", "08:30-24:00"]] * 7)
    assert book(desk, "m203", "22:00", "2026-11-26 02:00").status == "approved"
    assert refused(desk, "m203", "2026-11-26 01:00", "2026-11-26 03:00").code == "booked"
    assert refused(desk, "m203", "2026-11-26 02:00", "2026-11-26 03:00").code == "hours"


def test_earliest_latest_quota_and_buffer_of_a_room(desk: Desk) -> None:
    desk.rooms.edit("m203", by="boss", ahead_days=3, notice_seconds=7200, quota_seconds=3 * 3600, buffer_seconds=900)
    assert refused(desk, "m203", "2026-11-27 10:00", "2026-11-27 11:00").code == "advance"
    soon = refused(desk, "m203", "2026-11-23 11:00", "2026-11-23 12:00")
    assert (soon.code, soon.details["ahead_days"], soon.details["notice_seconds"]) == ("advance", 3, 7200)
    assert "2小时" in soon.message
    first = book(desk, "m203", "10:00", "12:00")
    over = refused(desk, "m203", "14:00", "16:00")
    assert (over.code, over.details["quota_seconds"]) == ("quota", 3 * 3600)
    assert "3小时" in over.message
    assert book(desk, "m203", "14:00", "16:00", for_="8").status == "approved"
    near = refused(desk, "m203", "12:10", "13:10", for_="9")
    assert (near.code, near.details["by"], near.kind) == ("buffer", first.id, "conflict")
    moved = desk.bookings.move(number(first), by="li", end=at("13:00"))
    assert moved.ends_at == at("13:00")


def test_a_block_carries_no_buffer_and_asks_for_no_hours(desk: Desk) -> None:
    desk.rooms.edit("m203", by="boss", buffer_seconds=900)
    book(desk, "m203", "10:00", "11:00")
    block = desk.bookings.block("m203", at("11:00"), at("2026-11-26 08:00"), "检修投影", by="li")
    assert (block.kind, block.status, block.occupant) == ("block", "approved", None)
    found = refused(desk, "m203", "18:00", "19:00")
    assert (found.code, found.kind, found.details["by"]) == ("blocked", "conflict", block.id)
    with pytest.raises(Conflict):
        desk.bookings.block("m203", at("10:30"), at("10:40"), "x", by="li")


def test_moving_keeps_the_length_and_asks_every_rule_again(desk: Desk) -> None:
    one, two = book(desk, "m203", "10:00", "11:00"), book(desk, "m203", "14:00", "15:00", people=20)
    moved = desk.bookings.move(number(one), by="li", start=at("11:30"))
    assert (moved.starts_at, moved.ends_at, moved.sequence) == (at("11:30"), at("12:30"), 1)
    with pytest.raises(Conflict) as caught:
        desk.bookings.move(number(one), by="li", start=at("14:30"))
    assert caught.value.details["by"] == two.id
    with pytest.raises(RuleRefused, match="20"):
        desk.bookings.move(number(two), by="li", room="m202")
    with pytest.raises(BadValue):
        desk.bookings.move(number(one), by="li")
    assert desk.bookings.move(number(two), by="li", end=at("16:00")).ends_at == at("16:00")
    assert desk.bookings.show(number(one), by="li").starts_at == at("11:30")


def test_a_guests_booking_that_is_moved_waits_for_approval_again(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "11:00", guest="王先生", by="boss")
    assert desk.bookings.move(number(one), by="li", start=at("15:00")).status == "pending"
    assert desk.bookings.approve(number(one), by="boss")[0].status == "approved"
    assert desk.bookings.move(number(one), by="boss", start=at("16:00")).status == "approved"


def test_a_pending_booking_holds_the_slot_and_approval_checks_again(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "11:00", guest="王先生", people=15)
    assert refused(desk, "m203", "10:30", "11:30").details["by"] == one.id
    with pytest.raises(NotAllowed):
        desk.bookings.approve(number(one), by="li")
    desk.rooms.edit("m203", by="boss", capacity=10)
    with pytest.raises(RuleRefused) as caught:
        desk.bookings.approve(number(one), by="boss")
    assert caught.value.code == "capacity"
    desk.rooms.edit("m203", by="boss", capacity=20)
    (approved,) = desk.bookings.approve(number(one), by="boss")
    assert (approved.status, approved.decided_by) == ("approved", "boss")
    with pytest.raises(RuleRefused):
        desk.bookings.refuse(number(one), by="boss")


def test_a_guests_series_is_decided_at_once_and_none_of_it_where_one_date_cannot(desk: Desk) -> None:
    made = desk.bookings.make(
        NewBooking("m203", at("10:00"), at("11:00"), "讲座", guest="王先生", people=15,
                   repeat="FREQ=DAILY;COUNT=4"), by="li",
    )  # fmt: skip
    first, second, third, fourth = (number(one) for one in made.booked)

    def states() -> list[str]:
        return [desk.bookings.show(one, by="li").status for one in (first, second, third, fourth)]

    desk.rooms.edit("m203", by="boss", capacity=10)
    with pytest.raises(RuleRefused):
        desk.bookings.approve(first, by="boss", which="series")
    assert states() == ["pending"] * 4
    desk.rooms.edit("m203", by="boss", capacity=20)
    desk.bookings.refuse(second, by="boss")
    assert [one.id for one in desk.bookings.approve(third, by="boss", which="from_here")] == [third, fourth]
    assert states() == ["pending", "refused", "approved", "approved"]
    assert [one.id for one in desk.bookings.refuse(first, by="boss", which="series")] == [first]
    assert states() == ["refused", "refused", "approved", "approved"]


def test_a_refused_booking_gives_the_room_back(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "11:00", guest="王先生")
    assert desk.bookings.refuse(number(one), by="boss", reason="与创业服务无关")[0].status == "refused"
    assert book(desk, "m203", "10:00", "11:00").status == "approved"


def test_what_is_over_or_cancelled_is_not_changed_any_more(desk: Desk, clock: FrozenClock) -> None:
    one, two = book(desk, "m203", "10:00", "11:00"), book(desk, "m203", "11:00", "12:00")
    desk.bookings.cancel(number(one), by="li")
    with pytest.raises(RuleRefused):
        desk.bookings.cancel(number(one), by="li")
    with pytest.raises(RuleRefused):
        desk.bookings.move(number(one), by="li", start=at("15:00"))
    clock.set(f"{DAY} 12:00")
    for act in (desk.bookings.cancel, desk.bookings.check_in):
        with pytest.raises(RuleRefused):
            act(number(two), by="li")


def test_a_meeting_nobody_came_to_frees_the_room_after_15_minutes(desk: Desk, clock: FrozenClock) -> None:
    meeting, event = book(desk, "m203", "10:00", "11:00"), book(desk, "m202", "10:00", "11:00", event=True)
    clock.set(f"{DAY} 10:14")
    assert refused(desk, "m203", "10:14", "11:00").code == "booked"
    clock.set(f"{DAY} 10:15")
    assert desk.bookings.show(number(meeting), by="li").status == "no_show"
    assert desk.rooms.free(at("10:15"), at("11:00"), by="li", people=20).items[0].code == "m203"
    assert book(desk, "m203", "10:15", "11:00", for_="8").status == "approved"
    assert desk.bookings.show(number(meeting), by="li").status == "no_show"
    assert refused(desk, "m202", "10:30", "11:00").details["by"] == event.id
    with pytest.raises(Conflict):
        desk.bookings.check_in(number(meeting), by="li")


def test_an_absent_meeting_does_not_keep_its_buffer(desk: Desk, clock: FrozenClock) -> None:
    desk.rooms.edit("m203", by="boss", buffer_seconds=900, quota_seconds=7200)
    book(desk, "m203", "10:00", "11:00")
    clock.set(f"{DAY} 10:20")
    assert book(desk, "m203", "11:05", "12:00", for_="8").status == "approved"
    assert book(desk, "m203", "14:00", "15:00").status == "approved"
    assert refused(desk, "m203", "16:00", "16:30").code == "quota"


def test_two_latecomers_one_after_the_other(desk: Desk, clock: FrozenClock) -> None:
    first = book(desk, "m203", "10:00", "12:00")
    clock.set(f"{DAY} 10:20")
    second = book(desk, "m203", "10:30", "12:00", for_="8")
    clock.set(f"{DAY} 10:50")
    assert desk.bookings.check_in(number(first), by="li", people=3).status == "checked_in"
    with pytest.raises(Conflict):
        desk.bookings.check_in(number(second), by="li")


def test_a_latecomer_has_the_room_if_nobody_took_it(desk: Desk, clock: FrozenClock) -> None:
    meeting = book(desk, "m203", "10:00", "12:00")
    clock.set(f"{DAY} 10:40")
    assert desk.bookings.check_in(number(meeting), by="li", people=9).status == "checked_in"
    clock.set(f"{DAY} 11:30")
    shown = desk.bookings.show(number(meeting), by="li")
    assert (shown.status, shown.attended, shown.checked_in_at) == ("checked_in", 9, at("10:40"))
    with pytest.raises(RuleRefused):
        desk.bookings.cancel(number(meeting), by="li")
    assert desk.bookings.move(number(meeting), by="li", end=at("11:30")).ends_at == at("11:30")


def test_a_meeting_under_way_changes_its_end_and_room_only(desk: Desk, clock: FrozenClock) -> None:
    desk.rooms.edit("m401", by="boss", notice_seconds=7200)
    one = number(book(desk, "m203", "10:00", "12:00"))
    clock.set(f"{DAY} 10:05")
    desk.bookings.check_in(one, by="li", people=3)
    with pytest.raises(RuleRefused):
        desk.bookings.move(one, by="li", start=at("2026-11-26 10:00"))
    moved = desk.bookings.move(one, by="li", room="m401", end=at("13:00"))
    assert (moved.room, moved.status, moved.ends_at) == ("m401", "checked_in", at("13:00"))


def test_a_skipped_date_that_is_over_is_not_added_any_more(desk: Desk, clock: FrozenClock) -> None:
    book(desk, "m203", "10:00", "11:00")
    series = new("m203", "10:00", "11:00", for_="8", repeat="FREQ=DAILY;COUNT=2")
    desk.bookings.make(series, by="li", skip_conflicts=True)
    (skipped,) = desk.bookings.list(BookingFilter(statuses=("skipped",)), by="li").items
    clock.set(f"{DAY} 11:00")
    with pytest.raises(RuleRefused) as caught:
        desk.bookings.take(number(skipped), by="li", room="m202")
    assert caught.value.code == "booking_over"
    assert desk.bookings.take(number(skipped), by="li", start=at("14:00")).status == "approved"


def test_someone_who_walks_in_has_15_minutes_too(desk: Desk, clock: FrozenClock) -> None:
    clock.set(f"{DAY} 10:30")
    walked_in = book(desk, "m203", "10:00", "11:00")
    assert walked_in.status == "approved"
    clock.set(f"{DAY} 10:44")
    assert desk.bookings.show(number(walked_in), by="li").status == "approved"


def test_check_in_is_for_approved_bookings_from_the_day_before(desk: Desk, clock: FrozenClock) -> None:
    pending = book(desk, "m203", "10:00", "11:00", guest="王先生")
    later = book(desk, "m203", "2026-11-26 10:00", "2026-11-26 11:00")
    for one in (pending, later):
        with pytest.raises(RuleRefused):
            desk.bookings.check_in(number(one), by="li")
    clock.set(f"{DAY} 17:00")
    assert desk.bookings.check_in(number(later), by="li").status == "checked_in"


def with_occupants(desk: Desk, known: dict[str, Standing]) -> BookingDesk:
    return BookingDesk(desk.storage, working_calendar, lambda _session, typed: known[typed])


def test_an_occupants_standing_decides(desk: Desk) -> None:
    bookings = with_occupants(
        desk,
        {"6": Standing(6, until=date(2026, 11, 30)), "7": Standing(7, "海风科技"),
         "8": Standing(8, standing="approval"), "9": Standing(9, standing="ended")},
    )  # fmt: skip

    def made(room: str, start: str, end: str, whom: str) -> BookingView:
        return bookings.make(new(room, start, end, for_=whom), by="li").booked[0]

    one = made("m203", "10:00", "11:00", "7")
    assert (one.status, one.occupant_name, one.flag) == ("approved", "海风科技", None)
    assert made("m203", "11:00", "12:00", "8").status == "pending"
    assert made("m203", "2026-11-30 10:00", "2026-11-30 11:00", "6").status == "approved"
    assert made("m203", "2026-12-01 10:00", "2026-12-01 11:00", "6").status == "pending"
    with pytest.raises(RuleRefused) as caught:
        made("m203", "2026-11-26 10:00", "2026-11-26 11:00", "9")
    assert caught.value.code == "occupancy_ended"
    with pytest.raises(Conflict):
        made("m203", "10:00", "11:00", "9")


def test_an_exit_notice_or_the_end_of_an_occupancy_flags_future_bookings(desk: Desk) -> None:
    book(desk, "m203", "10:00", "11:00")
    book(desk, "m203", "2026-12-10 10:00", "2026-12-10 11:00")

    def flags(standing: Standing) -> list[str | None]:
        listed = with_occupants(desk, {"7": standing}).list(BookingFilter(), by="li")
        return [one.flag for one in listed.items]

    assert flags(Standing(7, until=date(2026, 11, 30))) == [None, "occupancy_ends"]
    assert flags(Standing(7, standing="ended")) == ["occupancy_ends"] * 2
    assert flags(Standing(7, standing="approval", flag="exit_notice")) == ["exit_notice"] * 2


def test_lists_by_room_time_and_occupant(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "11:00")
    two = book(desk, "m202", "10:30", "12:00", for_="8")
    gone = book(desk, "m202", "13:00", "14:00", for_="8")
    desk.bookings.cancel(number(gone), by="li")

    def ids(**wanted: Any) -> list[int | None]:
        return [each.id for each in desk.bookings.list(BookingFilter(**wanted), by="li").items]

    assert ids() == [one.id, two.id]
    assert ids(room="m202") == [two.id]
    assert ids(for_="7") == [one.id]
    assert ids(start=at("11:00")) == [two.id]
    assert ids(end=at("10:30")) == [one.id]
    assert ids(statuses=("cancelled",)) == [gone.id]
    page = desk.bookings.list(BookingFilter(limit=1), by="li")
    assert (len(page.items), page.next) == (1, str(one.id))
    assert ids(limit=1, after=page.next) == [two.id]
    with pytest.raises(NotFound):
        ids(room="attic")
    with pytest.raises(BadValue):
        ids(after="x")


def test_acts_leave_entries_without_names(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "11:00", guest="王先生")
    desk.bookings.cancel(number(one), by="li")
    with desk.storage.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT act, subject, details FROM audit_entries WHERE act LIKE 'booking.%'"
        )
        entries = [tuple(row) for row in rows]
    assert [entry[0] for entry in entries] == ["booking.make", "booking.cancel"]
    assert "王先生" not in str(entries)


def test_a_database_refusal_is_a_conflict_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    book(desk, "m203", "10:00", "11:00")
    monkeypatch.setattr("core.rooms.deciding.against", lambda *_args, **_more: None)
    with pytest.raises(Conflict):
        book(desk, "m203", "10:30", "11:30")
    assert len(desk.bookings.list(BookingFilter(), by="li").items) == 1


@pytest.mark.parametrize("typed", ["0", "-1", "twelve", "", "1.5"])
def test_what_is_no_occupants_number(typed: str) -> None:
    assert read_number(" １２ ") == 12
    with pytest.raises(BadValue):
        read_number(typed)


def test_a_room_no_longer_in_use_is_not_booked(desk: Desk) -> None:
    desk.rooms.edit("m203", by="boss", active=False)
    assert refused(desk, "m203", "10:00", "11:00").code == "room_inactive"
    assert "m203" not in [one.code for one in desk.rooms.list(by="li")]
    assert desk.storage.path is not None
    raw(desk.storage.path, "UPDATE rooms SET active = 1 WHERE code = 'm203'")
    assert book(desk, "m203", "10:00", "11:00").id


def test_the_registry_says_who_is_an_occupant_and_how_it_stands(desk: Desk) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path, [30], "applying")
    register(desk.storage.path, [31], "left")
    assert book(desk, "m203", "10:00", "11:00").occupant_name == "海风科技7"
    assert book(desk, "m203", "11:00", "12:00", for_="30").status == "pending"
    assert refused(desk, "m203", "12:00", "13:00", for_="31").code == "occupancy_ended"
    assert isinstance(refused(desk, "m203", "12:00", "13:00", for_="99"), NotFound)
    raw(
        desk.storage.path,
        "INSERT INTO occupant_agreements (occupant_id, from_on, until_on, rent_per, staff)"
        " VALUES (7, ?, ?, 'month', 'boss')",
        "2026-01-01", "2026-11-30",
    )  # fmt: skip
    late = book(desk, "m203", "2026-12-01 10:00", "2026-12-01 11:00")
    assert (late.status, late.flag) == ("pending", "occupancy_ends")
    raw(
        desk.storage.path,
        "INSERT INTO occupant_exits (occupant_id, ground, served_on, leave_by, provisional, cleared, staff)"
        " VALUES (7, 5, '2026-11-23', '2026-12-23', 0, '[]', 'boss')",
    )
    assert [one.flag for one in desk.bookings.list(BookingFilter(for_="7"), by="li").items] == [
        "exit_notice", "exit_notice",
    ]  # fmt: skip


def test_an_occupant_in_arrears_books_with_approval_until_it_has_paid(desk: Desk, clock: FrozenClock) -> None:
    today = clock().date()
    desk.occupants.charge(7, "water", "120.50", by="li", on=today - timedelta(days=9), due_on=today)
    assert book(desk, "m203", "09:00", "09:30").status == "approved"
    clock.set("2026-11-24 10:00")
    owing = book(desk, "m203", "10:00", "11:00")
    assert (owing.status, owing.flag) == ("pending", "arrears")
    assert [one.id for one in desk.bookings.attention(by="li").pending] == [owing.id]
    assert desk.bookings.attention(by="li").flagged == ()
    (approved,) = desk.bookings.approve(number(owing), by="boss")
    assert (approved.status, approved.flag) == ("approved", None)
    desk.occupants.pay(7, "120.50", by="li")
    assert book(desk, "m203", "11:00", "12:00").status == "approved"


def test_why_nobody_can_be_checked_in_is_said_by_state(desk: Desk) -> None:
    waits = book(desk, "m203", "10:00", "11:00", guest="王先生")
    gone = book(desk, "m203", "12:00", "13:00")
    desk.bookings.cancel(number(gone), by="li")
    closed = desk.bookings.block("m203", at("15:00"), at("16:00"), "检修", by="li")
    said = []
    for one in (waits, gone, closed):
        with pytest.raises(RuleRefused) as caught:
            desk.bookings.check_in(number(one), by="li")
        assert caught.value.code == "cannot_check_in"
        said.append(caught.value.message)
    assert "待审批" in said[0]
    assert "待审批" not in said[1]
    assert "停用" in said[2]


def test_a_raised_buffer_leaves_what_stands_and_lets_it_be_used(desk: Desk, clock: FrozenClock) -> None:
    first = book(desk, "m203", "10:00", "11:00")
    second = book(desk, "m203", "11:00", "12:00", guest="王先生", by="boss")
    desk.rooms.edit("m203", by="boss", buffer_seconds=1800)
    clock.set(f"{DAY} 10:05")
    assert desk.bookings.check_in(number(first), by="li", people=3).status == "checked_in"
    assert desk.bookings.move(number(first), by="li", end=at("10:50")).ends_at == at("10:50")
    assert desk.bookings.edit(number(second), by="li", guest="李女士")[0].status == "pending"
    with pytest.raises(Conflict):
        desk.bookings.move(number(first), by="li", end=at("10:55"))


def test_a_divided_room_leaves_what_stands_and_lets_it_be_used(desk: Desk, clock: FrozenClock) -> None:
    desk.rooms.edit("m203", by="boss", buffer_seconds=900)
    first = book(desk, "m203", "10:00", "11:00")
    book(desk, "m202", "11:00", "12:00")
    desk.rooms.edit("m202", by="boss", part_of="m203")
    clock.set(f"{DAY} 10:05")
    assert desk.bookings.check_in(number(first), by="li").status == "checked_in"


def test_what_only_gets_shorter_stays_approved_and_is_asked_nothing(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "12:00", guest="王先生", by="boss")
    desk.rooms.set_day("m203", date.fromisoformat(DAY), (), by="boss", reason="停电")
    shorter = desk.bookings.move(number(one), by="li", start=at("10:30"), end=at("11:30"))
    assert (shorter.status, shorter.starts_at, shorter.ends_at) == ("approved", at("10:30"), at("11:30"))


def test_what_an_occupant_may_not_have_by_itself_waits_again_when_moved(desk: Desk) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path, [30], "applying")
    one = book(desk, "m203", "10:00", "11:00", for_="30")
    desk.bookings.approve(number(one), by="boss")
    assert desk.bookings.edit(number(one), by="li", title="改名")[0].status == "approved"
    assert desk.bookings.edit(number(one), by="li", people=9)[0].status == "pending"
    desk.bookings.approve(number(one), by="boss")
    assert desk.bookings.move(number(one), by="li", end=at("19:00")).status == "pending"
    assert desk.bookings.move(number(one), by="boss", end=at("20:00")).status == "pending"
    raw(desk.storage.path, "UPDATE occupants SET status = 'left' WHERE id = 30")
    for act in (
        lambda: desk.bookings.move(number(one), by="li", end=at("20:30")),
        lambda: desk.bookings.approve(number(one), by="boss"),
    ):
        with pytest.raises(RuleRefused) as caught:
            act()
        assert caught.value.code == "occupancy_ended"
    assert desk.bookings.edit(number(one), by="li", title="再改名")[0].title == "再改名"


def test_what_is_in_the_way_comes_before_a_time_that_is_too_long(desk: Desk) -> None:
    held = book(desk, "m203", "10:00", "11:00")
    other = book(desk, "m202", "10:00", "11:00")
    late = at("2027-02-01 10:00")
    for act in (
        lambda: desk.bookings.make(replace(new("m203", "10:00", "11:00"), ends_at=late), by="li"),
        lambda: desk.bookings.move(number(other), by="li", room="m203", end=late),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.details["by"] == held.id
    for act in (
        lambda: desk.bookings.make(replace(new("m401", "10:00", "11:00"), ends_at=late), by="li"),
        lambda: desk.bookings.move(number(other), by="li", end=late),
        lambda: desk.bookings.preview(replace(new("m401", "10:00", "11:00"), ends_at=late), by="li"),
        lambda: desk.bookings.wait(replace(new("m401", "10:00", "11:00"), ends_at=late), by="li"),
    ):
        with pytest.raises(BadValue) as refused_:
            act()
        assert refused_.value.code == "too_long"


def test_what_somebody_else_changed_meanwhile_is_not_acted_on_as_it_was_seen(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "11:00", guest="王先生")
    seen = one.sequence
    desk.bookings.move(number(one), by="boss", room="m202", start=at("14:00"))
    for act in (
        lambda: desk.bookings.cancel(number(one), by="li", seen=seen),
        lambda: desk.bookings.move(number(one), by="li", start=at("16:00"), seen=seen),
        lambda: desk.bookings.edit(number(one), by="li", title="改名", seen=seen),
        lambda: desk.bookings.check_in(number(one), by="li", seen=seen),
        lambda: desk.bookings.approve(number(one), by="boss", seen=seen),
        lambda: desk.bookings.refuse(number(one), by="boss", seen=seen),
    ):
        with pytest.raises(Conflict) as caught:
            act()
        assert caught.value.code == "changed_meanwhile"
        assert "14:00" in caught.value.message
    now = desk.bookings.show(number(one), by="li")
    assert desk.bookings.cancel(number(one), by="li", seen=now.sequence)[0].status == "cancelled"


def test_what_has_begun_is_not_offered_instead(desk: Desk, clock: FrozenClock) -> None:
    book(desk, "m203", "14:00", "16:00")
    clock.set(f"{DAY} 13:10")
    found = desk.rooms.alternatives("m203", at("14:00"), at("16:00"), by="li")
    assert found
    assert all(one.starts_at >= at("13:10") for one in found)


# -- correcting --------------------------------------------------------------------------------------------------------


def test_what_a_booking_says_is_corrected_and_its_sequence_counts_up(desk: Desk) -> None:
    made = book(desk, "m203", "10:00", "11:00", people=5, note="要茶水")
    (now,) = desk.bookings.edit(number(made), by="han", title="改名的例会", people=20, note=" ")
    assert (now.title, now.people, now.note, now.sequence, now.status) == ("改名的例会", 20, None, 1, "approved")
    assert (now.when, now.room, now.uid) == (made.when, "m203", made.uid)
    assert desk.bookings.edit(number(made), by="li", title="改名的例会") == (now,)
    assert desk.bookings.show(number(made), by="li") == now


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "nothing_to_edit"),
        ({"title": " "}, "text_missing"),
        ({"people": 0}, "bad_number"),
        ({"people": 5000}, "capacity"),
        ({"guest": "王先生"}, "not_a_guest"),
        ({"note": "\0"}, "text_nul"),
    ],
)
def test_corrections_that_are_refused_change_nothing(desk: Desk, changes: dict[str, Any], code: str) -> None:
    made = book(desk, "m203", "10:00", "11:00")
    with pytest.raises(DeskError) as caught:
        desk.bookings.edit(number(made), by="li", **changes)
    assert caught.value.code == code
    assert desk.bookings.show(number(made), by="li") == made


def test_another_guest_or_more_people_need_approval_again(desk: Desk) -> None:
    made = book(desk, "m203", "10:00", "11:00", guest="王先生", people=5)
    desk.bookings.approve(number(made), by="boss")
    for changes, status in (
        ({"title": "讲座", "note": "带电脑", "people": 4}, "approved"),
        ({"people": 9}, "pending"),
    ):
        (now,) = desk.bookings.edit(number(made), by="li", **changes)
        assert now.status == status
    assert now.decided_by is None
    desk.bookings.approve(number(made), by="boss")
    assert desk.bookings.edit(number(made), by="boss", guest="王女士")[0].status == "approved"
    assert desk.bookings.edit(number(made), by="li", guest="李女士")[0].status == "pending"


def test_a_series_is_corrected_from_here_on_or_whole(desk: Desk) -> None:
    dates = desk.bookings.make(new("m203", "10:00", "11:00", repeat="FREQ=DAILY;COUNT=4"), by="li").booked
    done = desk.bookings.edit(number(dates[2]), by="li", which="from_here", title="新名")
    assert [one.id for one in done] == [dates[2].id, dates[3].id]
    assert len(desk.bookings.edit(number(dates[2]), by="li", which="series", people=3)) == 4
    titles = [one.title for one in desk.bookings.list(BookingFilter(), by="li").items]
    assert titles == [dates[0].title] * 2 + ["新名"] * 2
    with pytest.raises(RuleRefused):
        desk.bookings.edit(number(book(desk, "m202", "10:00", "11:00")), by="li", which="series", title="x")


def test_a_correction_does_not_bring_back_what_nobody_came_to(desk: Desk, clock: FrozenClock) -> None:
    made = book(desk, "m203", "10:00", "11:00")
    block = desk.bookings.block("m202", at("10:00"), at("12:00"), "检修", by="li")
    clock.set("2026-11-25 10:20")
    assert desk.bookings.edit(number(made), by="li", title="改名")[0].status == "no_show"
    assert book(desk, "m203", "10:20", "11:00").status == "approved"
    assert desk.bookings.edit(number(block), by="li", title="检修投影仪")[0].title == "检修投影仪"
    with pytest.raises(RuleRefused):
        desk.bookings.edit(number(block), by="li", people=3)
