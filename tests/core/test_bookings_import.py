"""Bookings made elsewhere, as other programs really write them: other zones, whole days, torn fields, our own files."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.clock import CENTRE
from core.desk import Desk
from core.errors import BadValue
from core.rooms.ics_in import read_calendar
from core.rooms.terms import STATUSES
from core.rooms.views import BookingFilter
from core.words import use_language
from tests.core.calendars_made_up import calendar, event, exported, ours, take_in
from tests.core.rooms_made_up import at, book, register
from tests.desks import MONDAY, FrozenClock, copy_desk


@pytest.fixture(autouse=True)
def _occupants(desk: Desk) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path)


def zoned(start: str, *more: str, uid: str = "z@p", room: str = "m203") -> str:
    lines = (
        "BEGIN:VEVENT", f"UID:{uid}", start, *more, *(() if "DURATION" in "".join(more) else ("DURATION:PT1H",)),
        "SUMMARY:联席会", f"LOCATION:{room}", "END:VEVENT",
    )  # fmt: skip
    return "\r\n".join(lines)


EAST = "\r\n".join(
    (
        "BEGIN:VTIMEZONE", "TZID:东部办公室", "BEGIN:STANDARD", "DTSTART:19700101T000000", "TZOFFSETFROM:+0900",
        "TZOFFSETTO:+0900", "END:STANDARD", "END:VTIMEZONE",
    )
)  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "dates"),
    [
        (("DTSTART;TZID=America/New_York:20261124T210000", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3"),
         ["11-25 10:00", "12-02 10:00", "12-09 10:00"]),
        (("DTSTART;TZID=Europe/London:20261024T090000", "RRULE:FREQ=WEEKLY;COUNT=3"),
         ["10-24 16:00", "10-31 17:00", "11-07 17:00"]),
        (("DTSTART:20261130T233000Z", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", "DURATION:PT3H"),
         ["12-01 07:30", "01-01 07:30"]),
        (("DTSTART;TZID=America/New_York:20261124T210000", "RRULE:FREQ=WEEKLY;UNTIL=20261202T020000Z"),
         ["11-25 10:00", "12-02 10:00"]),
        (("DTSTART;TZID=America/New_York:20261124T210000", "RRULE:FREQ=WEEKLY;COUNT=3",
          "EXDATE;TZID=America/New_York:20261201T210000"), ["11-25 10:00", "12-09 10:00"]),
        (("DTSTART;TZID=America/New_York:20261124T210000", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20261202T020000Z"),
         ["11-25 10:00", "12-09 10:00"]),
        (("DTSTART:20261125T020000Z", "RDATE:20261126T030000Z", "RDATE;TZID=Asia/Tokyo:20261127T150000"),
         ["11-25 10:00", "11-26 11:00", "11-27 14:00"]),
        (("DTSTART;TZID=东部办公室:20261125T110000", "RRULE:FREQ=DAILY;COUNT=2"), ["11-25 10:00", "11-26 10:00"]),
    ],
)  # fmt: skip
def test_a_series_is_reckoned_in_the_zone_of_its_first_date(
    desk: Desk, tmp_path: Path, lines: tuple[str, ...], dates: list[str]
) -> None:
    done = take_in(desk, tmp_path, calendar(EAST, zoned(*lines)))
    assert done.problems == ()
    found = sorted(one.starts_at for one in (*done.added, *done.conflicts))
    assert [f"{one:%m-%d %H:%M}" for one in found] == dates


def test_a_further_date_given_as_a_period_has_its_own_length(desk: Desk, tmp_path: Path) -> None:
    further = "RDATE;VALUE=PERIOD:20261126T020000Z/PT3H,20261127T020000Z/20261127T023000Z"
    done = take_in(desk, tmp_path, calendar(zoned("DTSTART:20261125T020000Z", further)))
    assert [(f"{one.starts_at:%d %H:%M}", f"{one.ends_at:%H:%M}") for one in done.added] == [
        ("25 10:00", "11:00"), ("26 10:00", "13:00"), ("27 10:00", "10:30"),
    ]  # fmt: skip


def test_a_time_the_clocks_leave_out_is_read_by_the_offset_before(desk: Desk, tmp_path: Path) -> None:
    # RFC 5545, 3.3.5: 02:30 does not exist in New York on 2027-03-14; what is meant is 03:30 by the new clock.
    start = "DTSTART;TZID=America/New_York:20270313T023000"
    done = take_in(desk, tmp_path, calendar(zoned(start, "RRULE:FREQ=DAILY;COUNT=3")))
    found = sorted(one.starts_at for one in (*done.added, *done.conflicts))
    assert [f"{one:%m-%d %H:%M}" for one in found] == ["03-13 15:30", "03-14 15:30", "03-15 14:30"]


def test_a_moved_date_of_a_series_in_another_zone_is_known_by_its_first_time(desk: Desk, tmp_path: Path) -> None:
    series = zoned("DTSTART;TZID=Europe/London:20261124T030000", "RRULE:FREQ=WEEKLY;COUNT=3")
    moved = zoned("DTSTART;TZID=Asia/Shanghai:20261201T150000", "RECURRENCE-ID;TZID=Europe/London:20261201T030000")
    take_in(desk, tmp_path, calendar(series, moved))
    assert [when for _, when, _ in ours(desk)] == ["11-24 11:00", "12-01 15:00", "12-08 11:00"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("DTSTART;TZID=Mars/Olympus:20261125T100000", "Mars/Olympus"),
        ("DTSTART;TZID=Asia/:20261125T100000", "Asia-"),
        ("DTSTART;TZID=America:20261125T100000", "America"),
        ("DTSTART;VALUE=TIME:100000", "DTSTART"),
        ("DTSTART:next Tuesday", "DTSTART"),
        ("DTSTART;VALUE=PERIOD:20261125T020000Z/PT1H", "DTSTART"),
        ("DTSTART:20261125T020000Z\r\nDTSTART:20261126T020000Z", "DTSTART"),
        ("DTSTART:00010101T000000Z", "0001-01-01"),
        ("DTSTART:99991231T235959Z", "9999-12-31"),
        ("DTSTART:20261125T020000Z\r\nDTEND:99991231T000000Z", "9999-12-31"),
        ("DTSTART:20261125T020000Z\r\nDURATION:P99999999W", "DURATION"),
        ("DTSTART:20261125T020000Z\r\nDURATION:long", "DURATION"),
        ("DTSTART:20261125T020000Z\r\nDTEND;TZID=Asia/Shanghai:110000", "DTEND"),
        ("DTSTART:PT1H", "DTSTART"),
        ("DTSTART:20261125T020000Z\r\nSEQUENCE:99999999999999999999999", "SEQUENCE"),
        ("DTSTART:20261125T020000Z\r\nSEQUENCE:-1", "SEQUENCE"),
        ("DTSTART:20261125T020000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXDATE:yesterday", "EXDATE"),
        ("DTSTART:20261125T020000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXDATE;TZID=Mars/Olympus:20261126T100000", "EXDATE"),
        ("DTSTART:20261125T020000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEXRULE:FREQ=DAILY;INTERVAL=2", "EXRULE"),
        ("DTSTART:20261125T020000Z\r\nRDATE:later", "RDATE"),
        ("DTSTART:20261125T020000Z\r\nRECURRENCE-ID:first", "RECURRENCE-ID"),
        ("DTSTART:20261125T020000Z\r\nRRULE:FREQ=WEEKLY;BYDAY=XX", "RRULE"),
        ("DTSTART:20261125T020000Z\r\nRRULE:FREQ=WEEKLY;COUNT=2\r\nRRULE:FREQ=DAILY;COUNT=2", "RFC 5545"),
        ("DTSTART:20261125T020000Z\r\nSUMMARY:" + "长" * 20_001, "标题"),
        ("DTSTART:20261125T020000Z\r\nORGANIZER;CN=" + "长" * 20_001 + ":mailto:a@b", "访客"),
    ],
)
def test_what_cannot_be_read_is_said_by_event_and_field(desk: Desk, tmp_path: Path, line: str, named: str) -> None:
    length = () if "DURATION" in line or "DTEND" in line else ("DURATION:PT1H",)
    bad = "\r\n".join(("BEGIN:VEVENT", "UID:bad", line, *length, "LOCATION:m203", "END:VEVENT"))
    done = take_in(desk, tmp_path, calendar(bad, event("good", "20261125T130000", "20261125T140000")))
    (problem,) = done.problems
    assert "bad" in problem.where
    assert named in problem.why
    assert not any(word in problem.why for word in ("Expected", "Wrong", "object", "property", "invalid"))
    assert [when for _, when, _ in ours(desk)] == ["11-25 13:00"]


def test_a_rule_that_ends_with_the_calendar_is_followed_for_a_year(desk: Desk, tmp_path: Path) -> None:
    rule = "RRULE:FREQ=WEEKLY;UNTIL=99991231T235959Z"
    done = take_in(desk, tmp_path, calendar(event("s@p", "20261125T100000", "20261125T110000", rule)))
    assert (len((*done.added, *done.conflicts)), done.problems) == (53, ())


def test_an_endless_series_is_said_to_have_come_in_in_part(desk: Desk, tmp_path: Path) -> None:
    text = calendar(
        event("s@p", "20261125T100000", "20261125T110000", "RRULE:FREQ=WEEKLY"),
        event("t@p", "20261125T140000", "20261125T150000", "RRULE:FREQ=WEEKLY;COUNT=2"),
    )
    (warning,) = take_in(desk, tmp_path, text).warnings
    assert "s@p" in warning.where
    assert "2027-11-24" in warning.why


def whole_days(uid: str, first: str, after: str | None, room: str = "m203", *more: str) -> str:
    end = () if after is None else (f"DTEND;VALUE=DATE:{after}",)
    return "\r\n".join(
        ("BEGIN:VEVENT", f"UID:{uid}", f"DTSTART;VALUE=DATE:{first}", *end, *more, f"LOCATION:{room}", "END:VEVENT")
    )


def test_an_event_of_whole_days_takes_the_rooms_opening_hours(desk: Desk, tmp_path: Path) -> None:
    text = calendar(
        whole_days("one", "20261125", "20261126"), whole_days("bare", "20261126", None),
        whole_days("three", "20261201", "20261204", "m202"), whole_days("feast", "20270101", "20270102"),
        whole_days("each", "20261207", None, "m401", "RRULE:FREQ=WEEKLY;COUNT=2"),
    )  # fmt: skip
    desk.calendar.set(at("2027-01-01 00:00").date(), "rest", by="boss", reason="元旦")
    done = take_in(desk, tmp_path, text)
    times = {(one.uid, f"{one.starts_at:%m-%d %H:%M}", f"{one.ends_at:%m-%d %H:%M}") for one in done.added}
    assert times == {
        ("one", "11-25 08:30", "11-25 21:00"), ("bare", "11-26 08:30", "11-26 21:00"),
        ("three", "12-01 08:30", "12-03 21:00"), ("each", "12-07 08:30", "12-07 21:00"),
        ("each", "12-14 08:30", "12-14 21:00"),
    }  # fmt: skip
    assert [(one.uid, one.why) for one in done.conflicts] == [("feast", "holiday")]
    again = take_in(desk, tmp_path, text)
    assert (again.unchanged, again.updated, len(again.conflicts)) == (5, (), 1)


def test_our_own_file_changes_nothing_wherever_its_bookings_came_from(desk: Desk, tmp_path: Path) -> None:
    host = "ORGANIZER;CN=王先生:mailto:wang@example.org"
    text = calendar(
        event("s@p", "20261125T100000", "20261125T110000", "RRULE:FREQ=WEEKLY;COUNT=3", host),
        event("t@p", "20261126T100000", "20261126T110000", "STATUS:TENTATIVE", host, "SEQUENCE:4"),
    )
    take_in(desk, tmp_path, text)
    back = take_in(desk, tmp_path, exported(desk))
    assert (back.unchanged, back.updated, back.added, back.cancelled, back.problems) == (4, (), (), (), ())
    items = desk.bookings.list(BookingFilter(), by="li").items
    assert {one.guest for one in items} == {"王先生"}
    assert [one.status for one in items if one.uid == "t@p"] == ["pending"]
    assert take_in(desk, tmp_path, text).unchanged == 4


def test_a_date_moved_in_our_own_file_moves_and_the_platform_does_not_undo_it(desk: Desk, tmp_path: Path) -> None:
    text = calendar(event("s@p", "20261125T100000", "20261125T110000", "RRULE:FREQ=WEEKLY;COUNT=2"))
    take_in(desk, tmp_path, text)
    content = exported(desk).decode().replace(":20261202T10", ":20261202T15").replace(":20261202T11", ":20261202T16")
    back = take_in(desk, tmp_path, content)
    assert ([f"{one.starts_at:%m-%d %H:%M}" for one in back.updated], back.unchanged) == (["12-02 15:00"], 1)
    assert take_in(desk, tmp_path, text).unchanged == 2
    assert [when for _, when, _ in ours(desk)] == ["11-25 10:00", "12-02 15:00"]


def test_a_missed_meeting_that_comes_back_in_our_own_file_stays_missed(
    desk: Desk, tmp_path: Path, clock: FrozenClock
) -> None:
    take_in(desk, tmp_path, calendar(event("a@p", "20261125T100000", "20261125T110000")))
    clock.set("2026-11-25 10:20")
    done = take_in(desk, tmp_path, exported(desk))
    assert (done.unchanged, done.cancelled) == (1, ())
    assert [one.status for one in desk.bookings.list(BookingFilter(), by="li").items] == ["no_show"]


def test_a_table_says_what_it_could_not_read(desk: Desk, tmp_path: Path) -> None:
    text = (
        "预约编号,会议室,日期,开始时间,结束时间,主题,状态,人数,版本\r\n"
        "P1,m203,2026-11-25,10:00,11:00,例会,已通过,12 人,1\r\n"
        "P2,m203,2026-11-25,11:00,12:00,例会,审核通过,十来个,\r\n"
        "P3,m203,2026-11-25,12:00,13:00,例会,改期中,,\r\n"
        "P4,m203,2026-11-25,13:00,14:00,例会,已驳回,,\r\n"
        "P5,m203,2026-11-25,14:00,15:00,例会,,,99999999999999999999\r\n"
        f"P6,m203,2026-11-25,15:00,16:00,{'长' * 20_001},,,\r\n"
        "P7,m203,9999-12-31,15:00,16:00,例会,,,\r\n"
    )
    done = take_in(desk, tmp_path, text, "csv")
    assert [(one.uid, one.people) for one in done.added] == [("P1", 12), ("P2", None), ("P3", None)]
    assert [one.why for one in done.warnings] == [
        "人数“十来个”读不出来，没有记入。", "不认识状态“改期中”，按已预约处理。",
    ]  # fmt: skip
    assert len(done.problems) == 3
    assert "版本号" in done.problems[0].why


@given(st.sampled_from(["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "UTC"]),
       st.integers(0, 600), st.integers(0, 23), st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_every_date_of_a_series_has_its_own_zones_hour(zone: str, day: int, hour: int, frequency: str) -> None:
    from zoneinfo import ZoneInfo

    first = (MONDAY + timedelta(days=1 + day)).replace(hour=hour, minute=45, second=0, microsecond=0, tzinfo=None)
    text = calendar(zoned(f"DTSTART;TZID={zone}:{first:%Y%m%dT%H%M%S}", f"RRULE:FREQ={frequency};COUNT=12"))
    read = read_calendar(text.encode(), MONDAY, MONDAY + timedelta(days=1500))
    walls = [one.start.astimezone(ZoneInfo(zone)) for one in read.entries]
    assert read.problems == ()
    assert len(walls) == 12
    exists = [one for one in walls if one.replace(tzinfo=None).hour == hour]
    assert len(exists) >= 11  # a day on which that hour is left out may come once a year
    assert all(one.start.tzinfo is CENTRE for one in read.entries)
    if frequency == "WEEKLY":
        assert {one.weekday() for one in exists} == {first.weekday()}


def test_what_is_no_calendar_is_said_in_our_words(desk: Desk, tmp_path: Path) -> None:
    for content in ("BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR", "x"):
        with pytest.raises(BadValue) as caught:
            take_in(desk, tmp_path, content)
        assert caught.value.code == "bad_calendar"
        assert caught.value.message.isascii() is False
        assert "Content line" not in caught.value.message


# -- what an import must not do ----------------------------------------------------------------------------------------


def test_a_cancelled_entry_leaves_a_room_to_those_who_came(desk: Desk, tmp_path: Path, clock: FrozenClock) -> None:
    first = calendar(event("a@p", "20261125T100000", "20261125T110000"))
    (one,) = take_in(desk, tmp_path, first).added
    clock.set("2026-11-25 10:05")
    desk.bookings.check_in(one.id or 0, by="li", people=5)
    done = take_in(desk, tmp_path, first.replace("SUMMARY:", "STATUS:CANCELLED\r\nSEQUENCE:1\r\nSUMMARY:"))
    assert (done.cancelled, len(done.problems)) == ((), 1)
    assert desk.bookings.show(one.id or 0, by="li").status == "checked_in"


def test_a_new_title_does_not_cost_the_slot(desk: Desk, tmp_path: Path) -> None:
    held, wish = ("20261125T090000", "20261125T100000"), ("20261125T083000", "20261125T093000")
    take_in(desk, tmp_path, calendar(event("A", *held)))
    take_in(desk, tmp_path, calendar(event("A", *held), event("B", *wish)))
    done = take_in(desk, tmp_path, calendar(event("A", *held).replace("平台预约", "改了名"), event("B", *wish)))
    assert ([one.uid for one in done.updated], [one.uid for one in done.conflicts]) == (["A"], ["B"])
    assert [one.title for one in desk.bookings.list(BookingFilter(), by="li").items] == ["改了名"]


def test_a_new_title_does_not_bring_back_what_was_missed_nor_too_many_people_in(
    desk: Desk, tmp_path: Path, clock: FrozenClock
) -> None:
    rows = "预约编号,会议室,日期,开始时间,结束时间,主题,人数\r\nP,m203,2026-11-25,10:00,11:00,例会,5\r\n"
    (one,) = take_in(desk, tmp_path, rows, "csv").added
    assert [each.why for each in take_in(desk, tmp_path, rows.replace(",5", ",50"), "csv").conflicts] == ["capacity"]
    take_in(desk, tmp_path, rows, "csv")
    clock.set("2026-11-25 10:20")
    take_in(desk, tmp_path, rows.replace("例会", "改了名"), "csv")
    shown = desk.bookings.show(one.id or 0, by="li")
    assert (shown.title, shown.status) == ("改了名", "no_show")


def test_where_the_desk_put_a_booking_stays_until_the_platform_moves_it(desk: Desk, tmp_path: Path) -> None:
    text = calendar(event("A", "20261125T090000", "20261125T100000"))
    (one,) = take_in(desk, tmp_path, text).added
    desk.bookings.move(one.id or 0, by="boss", room="m202")
    take_in(desk, tmp_path, text.replace("平台预约", "改了名"))
    assert [(room, when) for room, when, _ in ours(desk)] == [("m202", "11-25 09:00")]
    assert desk.bookings.show(one.id or 0, by="li").title == "改了名"
    take_in(desk, tmp_path, text.replace("T090000", "T093000").replace("T100000", "T103000"))
    assert [(room, when) for room, when, _ in ours(desk)] == [("m203", "11-25 09:30")]


def test_nothing_comes_in_to_a_room_out_of_use(desk: Desk, tmp_path: Path) -> None:
    desk.rooms.edit("m203", by="boss", active=False)
    done = take_in(desk, tmp_path, calendar(event("A", "20261125T090000", "20261125T100000")))
    assert (done.added, len(done.problems)) == ((), 1)
    assert "停用" in done.problems[0].why


def test_a_cancelled_booking_without_a_title_stays_so_in_another_language(desk: Desk, tmp_path: Path) -> None:
    text = calendar(event("A", "20261125T090000", "20261125T100000").replace("SUMMARY:平台预约\r\n", ""))
    (one,) = take_in(desk, tmp_path, text).added
    desk.bookings.cancel(one.id or 0, by="li")
    use_language("en")
    assert take_in(desk, tmp_path, text).unchanged == 1
    assert desk.bookings.show(one.id or 0, by="li").status == "cancelled"


@pytest.mark.parametrize("sequence", ["", "SEQUENCE:0\r\n", "SEQUENCE:3\r\n"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_changed_date_counts_whatever_its_sequence(desk: Desk, tmp_path: Path, sequence: str, turned: bool) -> None:
    master = event("s@p", "20261124T100000", "20261124T110000", "RRULE:FREQ=WEEKLY;COUNT=2", "SEQUENCE:2")
    moved = event(
        "s@p", "20261201T140000", "20261201T150000", f"{sequence}RECURRENCE-ID;TZID=Asia/Shanghai:20261201T100000"
    )
    take_in(desk, tmp_path, calendar(*((moved, master) if turned else (master, moved))))
    assert [when for _, when, _ in ours(desk)] == ["11-24 10:00", "12-01 14:00"]
    take_in(desk, tmp_path, calendar(master))
    assert [when for _, when, _ in ours(desk)] == ["11-24 10:00", "12-01 10:00"]


def test_an_older_file_does_not_undo_a_newer_one_that_changed_nothing(desk: Desk, tmp_path: Path) -> None:
    for sequence, end in ((0, "110000"), (5, "110000"), (3, "150000")):
        take_in(desk, tmp_path, calendar(event("a@p", "20261125T100000", f"20261125T{end}", f"SEQUENCE:{sequence}")))
    (one,) = desk.bookings.list(BookingFilter(), by="li").items
    assert one.ends_at == at("11:00")


def test_a_changed_date_that_cannot_be_read_stays_where_it_was(desk: Desk, tmp_path: Path) -> None:
    master = event("s@p", "20261124T100000", "20261124T110000", "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = event("s@p", "20261201T140000", "20261201T150000", "RECURRENCE-ID;TZID=Asia/Shanghai:20261201T100000")
    take_in(desk, tmp_path, calendar(master, moved))
    done = take_in(desk, tmp_path, calendar(master, moved.replace("DTEND", "SEQUENCE:zz\r\nDTEND")))
    assert len(done.problems) == 1
    assert [when for _, when, _ in ours(desk)] == ["11-24 10:00", "12-01 14:00"]


def test_what_stands_twice_in_a_file_comes_in_once_and_is_told(desk: Desk, tmp_path: Path) -> None:
    old = event("S", "20261124T100000", "20261124T110000", "RRULE:FREQ=WEEKLY;COUNT=2")
    new = event("S", "20261125T100000", "20261125T110000", "RRULE:FREQ=WEEKLY;COUNT=2", "SEQUENCE:1")
    done = take_in(desk, tmp_path, calendar(new, old))
    assert (len(done.added), len(done.warnings)) == (2, 1)
    assert [when for _, when, _ in ours(desk)] == ["11-25 10:00", "12-02 10:00"]
    rows = (
        "预约编号,会议室,日期,开始时间,结束时间\r\nP,m202,2026-11-25,10:00,11:00\r\nP,m202,2026-11-25,14:00,15:00\r\n"
    )
    done = take_in(desk, tmp_path, rows, "csv")
    assert ([one.starts_at for one in done.added], len(done.warnings)) == ([at("14:00")], 1)


def test_a_booking_that_moves_is_not_freed_for_having_been_missed(
    desk: Desk, tmp_path: Path, clock: FrozenClock
) -> None:
    missed, other, taken = (book(desk, room, "10:00", "11:00") for room in ("m203", "m202", "m401"))
    book(desk, "m203", "14:00", "15:00", title="在前")
    clock.set("2026-11-25 10:20")
    content = exported(desk).decode().replace("STATUS:CANCELLED", "STATUS:CONFIRMED")
    parts = content.split("BEGIN:VEVENT")
    for n, part in enumerate(parts):
        if missed.uid in part:
            parts[n] = part.replace("T100000", "T160000").replace("T110000", "T170000")
        elif other.uid in part:
            parts[n] = part.replace("T100000", "T103000").replace("T110000", "T143000").replace("m202", "m203")
    take_in(desk, tmp_path, "BEGIN:VEVENT".join(parts))
    assert desk.bookings.show(missed.id or 0, by="li").status == "approved"
    assert taken.id


def test_a_second_desks_file_is_followed(desk: Desk, tmp_path: Path) -> None:
    held = book(desk, "m203", "10:00", "11:00")
    theirs = ("X-SHOUWEN-ROOM:m203", "STATUS:CONFIRMED")
    text = calendar(
        event("b@shouwen", "20261125T100000", "20261125T110000", *theirs),
        event("c@shouwen", "20261125T140000", "20261125T150000", theirs[0], "STATUS:TENTATIVE"),
    )
    assert len(take_in(desk, tmp_path, text).conflicts) == 1
    assert len(take_in(desk, tmp_path, text).conflicts) == 1
    take_in(desk, tmp_path, text.replace("TENTATIVE", "CONFIRMED"))
    assert [status for _, when, status in ours(desk) if when.endswith("14:00")] == ["approved"]
    desk.bookings.cancel(held.id or 0, by="li")
    take_in(desk, tmp_path, text.replace("TENTATIVE", "CONFIRMED"))
    assert len(ours(desk)) == 2
    gone = take_in(desk, tmp_path, text.replace("CONFIRMED", "CANCELLED").replace("TENTATIVE", "CANCELLED"))
    assert (len(gone.cancelled), ours(desk)) == (2, [])


def test_another_desks_event_is_no_meeting_and_is_not_freed(desk: Desk, tmp_path: Path, clock: FrozenClock) -> None:
    more = ("X-SHOUWEN-ROOM:m203", "X-SHOUWEN-KIND:event")
    (one,) = take_in(desk, tmp_path, calendar(event("b@shouwen", "20261125T100000", "20261125T110000", *more))).added
    clock.set("2026-11-25 10:30")
    assert (one.kind, desk.bookings.show(one.id or 0, by="li").status) == ("event", "approved")


def test_our_own_title_comes_back_as_it_went(desk: Desk, tmp_path: Path) -> None:
    titles = ["a\u2028b", " 两边空白 ", "制表\t符", "\u202e反", "红\x1b[31m"]
    for n, title in enumerate(titles):
        book(desk, "m203", f"{10 + n}:00", f"{11 + n}:00", title=title)
    assert take_in(desk, tmp_path, exported(desk)).unchanged == len(titles)
    assert [one.title for one in desk.bookings.list(BookingFilter(), by="li").items] == titles


def test_a_guests_booking_moved_in_a_file_waits_for_approval_again(desk: Desk, tmp_path: Path) -> None:
    one = book(desk, "m203", "10:00", "11:00", guest="王先生", by="boss")
    moved = exported(desk).decode().replace("T100000", "T140000").replace("T110000", "T160000")
    take_in(desk, tmp_path, moved)
    assert desk.bookings.show(one.id or 0, by="li").status == "pending"


def test_what_the_platform_had_not_confirmed_is_taken_with_approval(desk: Desk, tmp_path: Path) -> None:
    book(desk, "m203", "10:00", "11:00")
    entry = event("a@p", "20261125T103000", "20261125T113000", "STATUS:TENTATIVE")
    (clash,) = take_in(desk, tmp_path, calendar(entry)).conflicts
    assert desk.bookings.take(clash.id or 0, by="li", room="m202").status == "pending"


def test_a_day_left_out_of_a_series_with_hours(desk: Desk, tmp_path: Path) -> None:
    rule = ("RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261202")
    take_in(desk, tmp_path, calendar(event("s@p", "20261125T100000", "20261125T110000", *rule)))
    assert [when for _, when, _ in ours(desk)] == ["11-25 10:00", "12-09 10:00"]


def test_times_as_tables_have_them(desk: Desk, tmp_path: Path) -> None:
    rows = (
        "预约编号,会议室,日期,开始时间,结束时间\r\nP1,m203,,2026-11-25 09:00:00.0,2026-11-25 10:00:00.0\r\n"
        "P2,m203,,2026-11-25 10:00+08:00,2026-11-25 11:00+08:00\r\nP3,m203,2026-11-25,上午11:00,中午12点\r\n"
        "P4,m203,2026-11-25,下午2时5分,下午3:00\r\n"
    )
    assert take_in(desk, tmp_path, rows, "csv").problems == ()
    assert [when for _, when, _ in ours(desk)] == ["11-25 09:00", "11-25 10:00", "11-25 11:00", "11-25 14:05"]


_EVENTS = st.lists(
    st.tuples(
        st.sampled_from("abcd"), st.integers(0, 2), st.integers(9, 18), st.integers(1, 3),
        st.sampled_from(["203 会议室", "m202", "报告厅 A 厅", "hall"]),
        st.sampled_from(["", "STATUS:TENTATIVE", "STATUS:CANCELLED", "RRULE:FREQ=DAILY;COUNT=2", "SEQUENCE:3"]),
    ),
    max_size=6,
)  # fmt: skip


_ONE, _TWO = ("a", 0, 9, 1, "m203", ""), ("b", 0, 9, 1, "m203", "")
_SERIES = ("b", 0, 9, 1, "m203", "RRULE:FREQ=DAILY;COUNT=2")


@given(st.lists(_EVENTS, min_size=1, max_size=3))
@example([[_TWO], [_TWO, _SERIES]])
@example([[_TWO], [_ONE, _SERIES]])
@settings(max_examples=25, deadline=None)
def test_a_file_taken_in_again_and_our_own_coming_back_change_nothing(files: list[list[Any]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        desk = copy_desk(folder)
        text = ""
        for events in files:
            made = [
                event(uid, f"2026112{5 + day}T{hour:02}0000", f"2026112{5 + day}T{hour + long:02}0000",
                      *([more] if more else []), room=room)
                for uid, day, hour, long, room, more in events
            ]  # fmt: skip
            text = calendar(*made)
            take_in(desk, folder, text)
        before = every_row(desk)
        again = take_in(desk, folder, text)
        assert (again.added, again.updated, again.cancelled) == ((), (), ())
        back = take_in(desk, folder, exported(desk))
        assert (back.added, back.updated, back.cancelled, back.problems) == ((), (), (), ())
        assert every_row(desk) == before
        assert [one for one in desk.check(by="boss") if one.check.startswith("booking")] == []
        desk.close()


def every_row(desk: Desk) -> list[Any]:
    items = desk.bookings.list(BookingFilter(statuses=tuple(STATUSES)), by="li").items
    return [(one.id, one.room, one.starts_at, one.ends_at, one.title, one.status, one.sequence) for one in items]
