"""Calendar files: what goes out is read by others, what comes in updates, broken files harm nothing."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from core.desk import Desk
from core.errors import BadValue, DeskError
from core.rooms.csv_in import read_table
from core.rooms.ics_in import read_calendar
from core.rooms.views import BookingFilter
from tests.core.calendars_made_up import calendar, event, exported, ours, take_in
from tests.core.rooms_made_up import at, book, new, register
from tests.desks import MONDAY, FrozenClock


@pytest.fixture(autouse=True)
def _occupants(desk: Desk) -> None:
    assert desk.storage.path is not None
    register(desk.storage.path)


def test_what_goes_out(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "11:00", title="例会; 第一次, 很长" + "的" * 80)
    two = book(desk, "m203", "11:00", "12:00", guest="王先生")
    desk.bookings.move(one.id or 0, by="li", start=at("13:00"))
    desk.bookings.cancel(two.id or 0, by="li")
    content = exported(desk)
    found = Calendar.from_ical(content)
    (zone,) = found.walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Asia/Shanghai"
    first, second = sorted(found.walk("VEVENT"), key=lambda each: -each["dtstart"].dt.timestamp())
    assert (str(first["uid"]), int(first["sequence"]), str(first["status"])) == (one.uid, 1, "CONFIRMED")
    assert (first["dtstart"].dt, first["dtend"].dt) == (at("13:00"), at("14:00"))
    assert str(first["summary"]) == one.title
    assert str(first["location"]) == "203 会议室"
    assert first["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert (str(second["status"]), int(second["sequence"])) == ("CANCELLED", 1)
    assert "王先生" not in content.decode()
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    assert exported(desk, room="m202").count(b"BEGIN:VEVENT") == 0


def test_a_uid_stays_through_every_export(desk: Desk) -> None:
    one = book(desk, "m203", "10:00", "11:00")
    before = Calendar.from_ical(exported(desk)).walk("VEVENT")[0]["uid"]
    desk.bookings.move(one.id or 0, by="li", room="m401")
    assert Calendar.from_ical(exported(desk)).walk("VEVENT")[0]["uid"] == before == one.uid


def test_the_platforms_bookings_come_in_again_and_again(desk: Desk, tmp_path: Path) -> None:
    text = calendar(
        event("a@p", "20261125T100000", "20261125T110000"), event("b@p", "20261125T110000", "20261125T120000")
    )
    assert len(take_in(desk, tmp_path, text).added) == 2
    again = take_in(desk, tmp_path, text)
    assert (again.unchanged, again.added, again.updated) == (2, (), ())
    moved = take_in(desk, tmp_path, text.replace("20261125T110000", "20261125T113000").replace("T100000", "T103000"))
    assert [one.starts_at for one in moved.updated] == [at("10:30"), at("11:30")]
    gone = take_in(desk, tmp_path, calendar(event("a@p", "20261125T103000", "20261125T113000", "STATUS:CANCELLED")))
    assert [one.status for one in gone.cancelled] == ["cancelled"]
    gone = take_in(desk, tmp_path, calendar(event("b@p", "20261125T113000", "20261125T120000"), method="CANCEL"))
    assert len(gone.cancelled) == 1
    assert ours(desk) == []


def test_what_is_in_the_way_is_kept_to_be_decided(desk: Desk, tmp_path: Path) -> None:
    held = book(desk, "m203", "10:00", "11:00")
    text = calendar(
        event("a@p", "20261125T103000", "20261125T113000"), event("b@p", "20261125T220000", "20261125T230000"),
        event("c@p", "20261125T130000", "20261125T140000"),
    )  # fmt: skip
    done = take_in(desk, tmp_path, text)
    assert [(one.why, one.in_the_way) for one in done.conflicts] == [("booked", held.id), ("hours", None)]
    assert ours(desk) == [("m203", "11-25 10:00", "approved"), ("m203", "11-25 13:00", "approved")]
    assert len(ours(desk, "conflict")) == 2
    assert len(take_in(desk, tmp_path, text).conflicts) == 2
    clash = done.conflicts[0]
    assert desk.bookings.take(clash.id or 0, by="li", room="m202").status == "approved"
    after = take_in(desk, tmp_path, text)
    assert (after.unchanged, len(after.conflicts)) == (2, 1)
    assert ("m202", "11-25 10:30", "approved") in ours(desk)
    desk.bookings.cancel(done.conflicts[1].id or 0, by="li")
    assert take_in(desk, tmp_path, text).unchanged == 3


def test_a_conflict_resolves_itself_when_the_slot_is_free(desk: Desk, tmp_path: Path) -> None:
    held = book(desk, "m203", "10:00", "11:00")
    text = calendar(event("a@p", "20261125T103000", "20261125T113000"))
    take_in(desk, tmp_path, text)
    desk.bookings.cancel(held.id or 0, by="li")
    assert len(take_in(desk, tmp_path, text).updated) == 1
    assert ours(desk) == [("m203", "11-25 10:30", "approved")]


def test_two_that_change_places_do_not_stand_in_each_others_way(desk: Desk, tmp_path: Path) -> None:
    slots = ("20261125T100000", "20261125T110000"), ("20261125T110000", "20261125T120000")
    take_in(desk, tmp_path, calendar(event("a@p", *slots[0]), event("b@p", *slots[1])))
    done = take_in(desk, tmp_path, calendar(event("a@p", *slots[1]), event("b@p", *slots[0])))
    assert (len(done.updated), done.conflicts) == (2, ())
    assert [one.uid for one in desk.bookings.list(BookingFilter(), by="li").items] == ["b@p", "a@p"]


def test_an_older_version_does_not_undo_a_newer_one(desk: Desk, tmp_path: Path) -> None:
    take_in(desk, tmp_path, calendar(event("a@p", "20261125T100000", "20261125T110000", "SEQUENCE:5")))
    old = take_in(desk, tmp_path, calendar(event("a@p", "20261125T140000", "20261125T150000", "SEQUENCE:4")))
    assert (old.unchanged, ours(desk)[0][1]) == (1, "11-25 10:00")


def test_a_series_comes_in_date_by_date_with_its_exceptions(desk: Desk, tmp_path: Path) -> None:
    rule = ("RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;TZID=Asia/Shanghai:20261202T100000")
    other = event("s@p", "20261209T150000", "20261209T160000", "RECURRENCE-ID;TZID=Asia/Shanghai:20261209T100000")
    text = calendar(event("s@p", "20261125T100000", "20261125T110000", *rule), other)
    take_in(desk, tmp_path, text)
    assert [when for _, when, _ in ours(desk)] == ["11-25 10:00", "12-09 15:00", "12-16 10:00", "12-23 10:00"]
    shorter = text.replace("COUNT=5", "COUNT=4")
    assert [f"{one.starts_at:%m-%d}" for one in take_in(desk, tmp_path, shorter).cancelled] == ["12-23"]
    only_one = calendar(
        other.replace("T150000", "T160000").replace("20261209T160000\r\nSUMMARY", "20261209T170000\r\nSUMMARY")
    )
    assert len(take_in(desk, tmp_path, only_one).updated) == 1
    assert len(ours(desk)) == 3


def test_an_endless_series_is_followed_for_a_year(desk: Desk, tmp_path: Path) -> None:
    done = take_in(desk, tmp_path, calendar(event("s@p", "20261125T100000", "20261125T110000", "RRULE:FREQ=WEEKLY")))
    last = max(one.starts_at for one in (*done.added, *done.conflicts))
    assert MONDAY + timedelta(days=350) < last <= MONDAY + timedelta(days=366)


def test_an_old_endless_series_comes_in_from_now_on(desk: Desk, tmp_path: Path) -> None:
    text = calendar(event("s@p", "20150105T100000", "20150105T110000", "RRULE:FREQ=DAILY"))
    done = take_in(desk, tmp_path, text)
    assert done.problems == ()
    assert min(one.starts_at for one in (*done.added, *done.conflicts)) == at("2026-10-23 10:00")
    assert take_in(desk, tmp_path, text).cancelled == ()


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        ("DTSTART:20261125T020000Z", "DTEND:20261125T030000Z", "11-25 10:00"),
        ("DTSTART:20261125T100000", "DTEND:20261125T110000", "11-25 10:00"),
        ("DTSTART;TZID=Asia/Tokyo:20261125T110000", "DURATION:PT1H", "11-25 10:00"),
        ("DTSTART;TZID=China Standard Time:20261125T100000", "DURATION:PT1H", "11-25 10:00"),
    ],
)
def test_times_of_other_zones_and_of_none(desk: Desk, tmp_path: Path, start: str, end: str, shown: str) -> None:
    text = calendar("\r\n".join(("BEGIN:VEVENT", "UID:z", start, end, "SUMMARY:x", "LOCATION:m203", "END:VEVENT")))
    take_in(desk, tmp_path, text)
    assert [when for _, when, _ in ours(desk)] == [shown]


@pytest.mark.parametrize(
    "broken",
    [
        "", "nonsense", "\x00\x01", "BEGIN:VCALENDAR", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\n",
        "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT", "END:VCALENDAR", "BEGIN:VCALENDAR\r\nnonsense\r\nEND:VCALENDAR",
    ],
)  # fmt: skip
def test_what_is_no_calendar_is_refused_whole(desk: Desk, tmp_path: Path, broken: str) -> None:
    with pytest.raises(BadValue) as caught:
        take_in(desk, tmp_path, broken)
    assert caught.value.code == "bad_calendar"
    assert ours(desk) == []


@pytest.mark.parametrize(
    "entry",
    [
        event("", "20261125T100000", "20261125T110000"),
        event("x", "20261125T110000", "20261125T100000"),
        event("x", "20261125T100000", "20261125T100000"),
        event("x", "2026", "20261125T100000"),
        event("x", "20261125T100000", "20261125T110000", room="天台"),
        event("x", "20261125T100000", "20261125T110000", "RRULE:FREQ=SOMETIMES"),
        event("x", "20261125T100000", "20261125T110000", "RRULE:FREQ=MINUTELY"),
        event("x", "19920101T100000", "19920101T100100", "RRULE:FREQ=MINUTELY"),
        event("x", "20261125T100000", "20261125T110000", "SEQUENCE:many"),
        "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:x\r\nEND:VEVENT",
    ],
)
def test_a_bad_event_is_named_and_the_others_come_in(desk: Desk, tmp_path: Path, entry: str) -> None:
    done = take_in(desk, tmp_path, calendar(entry, event("good", "20261125T130000", "20261125T140000")))
    assert len(done.problems) == 1
    assert done.problems[0].why
    assert [when for _, when, _ in ours(desk)] == ["11-25 13:00"]


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (lambda: read_calendar(content, MONDAY, MONDAY), lambda: read_table(content)):
        with contextlib.suppress(DeskError):
            assert all(one.end > one.start for one in read().entries)


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_calendar_is_read_or_refused(data: st.DataObject) -> None:
    good = calendar(event("a@p", "20261125T100000", "20261125T110000", "RRULE:FREQ=WEEKLY;COUNT=3")).encode()
    place = data.draw(st.integers(0, len(good)))
    damaged = good[:place] + data.draw(st.binary(max_size=6)) + good[place + data.draw(st.integers(0, 12)) :]
    try:
        read = read_calendar(damaged, MONDAY, MONDAY + timedelta(days=366))
    except DeskError:
        return
    assert all(one.end > one.start for one in read.entries)


def test_a_table_of_the_platform(desk: Desk, tmp_path: Path) -> None:
    text = (
        "预约编号,会议室,日期,开始时间,结束时间,主题,状态,人数,预订人\r\n"
        "P1,203 会议室,2026-11-25,10:00,11:00,路演彩排,已通过,12,海风科技\r\n"
        "P2,m202,2026年11月25日,14时,15时30分,面谈,待审核,,\r\n"
        "P3,m202,2026/11/25,16:00,25:00,x,,,\r\n"
        "P4,天台,2026/11/25,16:00,17:00,x,,,\r\n"
        ",m202,2026/11/25,16:00,17:00,x,,,\r\n"
    )
    done = take_in(desk, tmp_path, text.encode("gb18030"), "csv")
    assert [(one.room, one.title, one.people, one.guest, one.status) for one in done.added] == [
        ("m203", "路演彩排", 12, "海风科技", "approved"), ("m202", "面谈", None, None, "pending"),
    ]  # fmt: skip
    assert len(done.problems) == 3
    again = take_in(desk, tmp_path, text.replace("已通过", "已取消"), "csv")
    assert (len(again.cancelled), again.unchanged) == (1, 1)


@pytest.mark.parametrize("content", ["", "a,b,c\r\n1,2,3\r\n", '"unclosed', "编号,会议室,开始\r\n"])
def test_a_table_that_cannot_be_used(desk: Desk, tmp_path: Path, content: str) -> None:
    with pytest.raises(BadValue) as caught:
        take_in(desk, tmp_path, content, "csv")
    assert caught.value.code == "bad_table"


def test_files_that_are_no_files(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "folder.ics").mkdir()
    for name, code in (("none.ics", "unreadable_file"), ("folder.ics", "unreadable_file"), ("x.txt", "bad_ending")):
        with pytest.raises(BadValue) as caught:
            desk.bookings.import_file(tmp_path / name, by="li")
        assert caught.value.code == code


def test_the_desks_own_bookings_come_back_changed(desk: Desk, tmp_path: Path) -> None:
    one, two = book(desk, "m203", "10:00", "11:00"), book(desk, "m203", "14:00", "15:00")
    content = exported(desk).decode()
    assert take_in(desk, tmp_path, content).unchanged == 2
    moved = take_in(desk, tmp_path, content.replace("20261125T10", "20261125T12").replace("20261125T11", "20261125T13"))
    assert [(each.id, each.starts_at) for each in moved.updated] == [(one.id, at("12:00"))]
    clash = take_in(desk, tmp_path, exported(desk).decode().replace("20261125T14", "20261125T12").replace("T15", "T13"))
    assert len(clash.problems) == 1
    assert desk.bookings.show(two.id or 0, by="li").starts_at == at("14:00")
    stale = take_in(desk, tmp_path, content.replace("20261125T10", "20261125T16").replace("20261125T11", "20261125T17"))
    assert (stale.updated, stale.unchanged) == ((), 2)


def test_imported_series_go_out_and_come_back_as_themselves(desk: Desk, tmp_path: Path) -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    take_in(desk, tmp_path, calendar(event("s@p", "20261125T100000", "20261125T110000", rule)))
    content = exported(desk)
    assert len({str(one["uid"]) for one in Calendar.from_ical(content).walk("VEVENT")}) == 3
    again = take_in(desk, tmp_path, content)
    assert (again.added, again.conflicts, again.problems) == ((), (), ())
    assert len(ours(desk)) == 3


KHAL = shutil.which("khal", path=str(Path(sys.executable).parent)) or shutil.which("khal")


@pytest.mark.skipif(KHAL is None, reason="khal, a published calendar client, is not installed here")
def test_khal_reads_the_export_and_what_it_writes_comes_back(
    desk: Desk, tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert KHAL is not None
    desk.bookings.make(new("m203", "10:00", "11:00", title="路演, 彩排", repeat="FREQ=WEEKLY;COUNT=3"), by="li")
    (tmp_path / "rooms").mkdir()
    config = tmp_path / "khal.conf"
    config.write_text(
        f"[calendars]\n[[rooms]]\npath = {tmp_path / 'rooms'}\n[sqlite]\npath = {tmp_path / 'khal.db'}\n"
        "[locale]\nlocal_timezone = Asia/Shanghai\ndefault_timezone = Asia/Shanghai\ntimeformat = %H:%M\n"
        "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
        "longdatetimeformat = %Y-%m-%d %H:%M\n[default]\ndefault_calendar = rooms\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def khal(*words: str) -> str:
        done = subprocess.run([KHAL or "", "-c", str(config), *words], capture_output=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    (tmp_path / "out.ics").write_bytes(exported(desk))
    khal("import", "--batch", str(tmp_path / "out.ics"))
    listed = khal("list", "--format", "{start-date} {start-time}-{end-time} {title} {location}", "2026-11-24", "30d")
    for day in ("2026-11-25", "2026-12-02", "2026-12-09"):
        assert f"{day} 10:00-11:00 路演, 彩排 203 会议室" in listed
    khal("new", "--location", "202 会议室", "2026-11-26 14:00", "2026-11-26 15:30", "客座讲座")
    for number, file in enumerate(sorted((tmp_path / "rooms").glob("*.ics"))):
        done = take_in(desk, tmp_path, file.read_bytes())
        assert done.problems == (), number
    assert ours(desk) == [
        ("m203", "11-25 10:00", "approved"), ("m202", "11-26 14:00", "approved"), ("m203", "12-02 10:00", "approved"),
        ("m203", "12-09 10:00", "approved"),
    ]  # fmt: skip
