"""The supervision screen: what it says is what the reports say, and behind every number stand its calls."""

from __future__ import annotations

import re
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.calls.views import NewCall
from core.reports.doors import Door
from core.reports.measures import COUNTS, DURATIONS, FEW, RATES
from core.reports.service import EVERYTHING
from core.reports.showing import rate_of, span
from core.reports.views import Scope
from core.rooms.views import NewBooking
from tests.helpers.demonstration import PRESENT, copy_of_the_demonstration, open_demonstration
from tests.helpers.hours import at
from tests.helpers.people import FrozenClock, sign_in
from tests.helpers.running import CommandLine
from tests.tui.driving import LARGE, SMALL, Driver
from tests.tui.supervision_at_hand import cells, listed, mark, sup, supervising, table, through, to, until, words
from tui.screens.asking import PickOne
from tui.screens.behind import BehindScreen
from tui.screens.hotline import HotlineScreen
from tui.screens.policies import PoliciesScreen
from tui.screens.rooms import RoomsScreen
from tui.screens.supervision import SupervisionScreen
from tui.screens.supervision_rows import GROUPS, VIEWS, Go
from tui.screens.supervision_time import HEATS
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line
from tui.widgets.line_chart import LineChart, chart
from tui.widgets.picker import Picker

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])
TODAY = PRESENT.date()
MONTH = Scope(TODAY.replace(day=1), TODAY)


def _call(desk: Driver, door: Door) -> int:
    return desk.desk.doors.open(door, by=desk.app.by, limit=1).calls


def _answered(desk: Driver) -> bool:
    answer = sup(desk).answer
    return answer is not None and answer.question == sup(desk).question


async def test_f6_leads_there_and_what_needs_a_decision_comes_first(tmp_path: Path) -> None:
    async with supervising(tmp_path) as desk:
        assert sup(desk).view == "now"
        counts = desk.desk.reports.decisions(by="demo")
        beside = desk.desk.doors.waiting(by="demo")
        keys = [one.key for one in table(desk).lines]
        assert keys[:3] == ["overdue", "yellow", "extensions"]
        for key in keys:
            wanted = beside[key] if key in beside else getattr(counts, key)
            assert words(desk, key)[1] == str(wanted), key


async def owe_a_follow_up(desk: Driver) -> None:
    """A complaint is completed by somebody else: all of them are asked back."""
    other = next(one.code for one in desk.desk.staff.list(by="demo") if one.role == "specialist")
    number = desk.desk.calls.log(NewCall("等了很久没有人理", kind="complaint", service="loan"), by=other).number
    desk.desk.calls.reply(number, "已核实并致歉", by=other)
    desk.desk.calls.complete(number, "已办理", by=other)
    desk.app.poll()
    await desk.settle()


async def test_the_mark_begins_at_the_gravest_thing_that_waits(tmp_path: Path) -> None:
    async with supervising(tmp_path) as desk:
        await owe_a_follow_up(desk)
        await desk.keys("f2", "f6")
        row = table(desk).row
        assert row is not None
        assert row.key == next(one.key for one in table(desk).lines if one.cells[1].words != "0")
        await to(desk, "figures")
        assert table(desk).row is not None
        assert table(desk).row.key == "response_rate"


async def test_behind_every_count_that_waits_stand_as_many_calls(tmp_path: Path) -> None:
    async with supervising(tmp_path) as desk:
        late = desk.desk.calls.log(NewCall(question="空调不制冷", service="repair"), by="demo")
        await desk.settle()
        desk.desk.calls.ask_extension(late.number, "1wd", "等物业", by="demo")
        desk.desk.calls.remind(late.number, "今天给回话", by="demo")
        desk.app.poll()
        await desk.settle()
        for key in ("overdue", "yellow", "extensions", "bad_ratings", "unsorted", "reminders", "follow_ups"):
            count = int(words(desk, key)[1])
            await through(desk, key)
            assert len(listed(desk)) == count, key
            assert desk.painted()[2].strip().startswith(str(count)), key
            await desk.keys("escape")
            sup(desk)


async def test_figures_are_those_of_the_report_and_of_the_period_before(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures", period="month") as desk:
        found = desk.desk.reports.compare(MONTH, by="demo")
        for rate in RATES:
            shown = words(desk, rate.key)
            whole = getattr(found.figures, rate.whole)
            assert shown[1] == rate_of(getattr(found.figures, rate.key))
            assert shown[2] == str(whole)
            assert shown[3] == str(whole - getattr(found.figures, rate.part))
            assert shown[4] == rate_of(getattr(found.figures_before, rate.key))
            if whole < FEW:
                assert f"n={whole}" in shown[5]
        for duration in DURATIONS:
            for share in ("p50", "p90", "p95", "max"):
                shown = words(desk, f"{duration.key}.{share}")
                assert shown[1] == span(getattr(getattr(found.figures, duration.key), share))
                assert shown[4] == span(getattr(getattr(found.figures_before, duration.key), share))
        for count in COUNTS:
            assert words(desk, f"count.{count.key}")[1] == str(getattr(found.figures, count.key))


async def test_the_numbers_on_screen_are_those_of_the_command_line(tmp_path: Path) -> None:
    with closing(sqlite3.connect(copy_of_the_demonstration(tmp_path), isolation_level=None)) as database:
        sign_in(database, "demo")
    command = CommandLine(tmp_path / "desk.sqlite3", FrozenClock(PRESENT))
    days = ("--since", "2026-11-01", "--until", "2026-11-25")
    told = command.json("report", "response", *days, "--by", "staff", by="demo")
    late = command.json("report", "overdue", by="demo")
    owed = command.json("report", "follow-ups", "--limit", "1000", by="demo")
    async with supervising(tmp_path, view="figures", period="month") as desk:
        for key in ("calls", "completed", "on_time", "transfers", "returns", "extended", "backfilled"):
            assert words(desk, f"count.{key}")[1] == str(told[key])
        for key in ("on_time_rate", "response_rate", "first_contact_resolution", "one_time_rate"):
            assert words(desk, key)[1] == rate_of(told[key])
        for key in ("first_reply_seconds", "completion_seconds"):
            assert words(desk, f"{key}.p90")[1] == span(told[key]["p90"])
        await to(desk, "groups")
        assert {row.key: row.cells[1].words for row in table(desk).lines} == {
            one["key"]: str(one["calls"]) for one in told["groups"]
        }
        await to(desk, "now")
        assert words(desk, "overdue")[1] == str(late["overdue"])
        assert words(desk, "yellow")[1] == str(late["yellow"])
        assert words(desk, "follow_ups")[1] == str(len(owed["items"]))


@pytest.mark.parametrize("view", ["figures", "groups", "trends", "hours", "demand", "people"])
async def test_every_number_is_a_door_to_as_many_calls(tmp_path: Path, view: str) -> None:
    """Counts by what they say, rates and times by the list that the door names."""
    async with supervising(tmp_path, view=view, period="month") as desk:
        seen = 0
        for row in table(desk).lines:
            for cell in row.cells[1:]:
                number = cell.words.lstrip(" .:+#")
                if isinstance(cell.door, Door) and number.isdecimal():
                    found = desk.desk.doors.open(cell.door, by="demo", limit=1)
                    assert found.total == int(number), (row.key, cell)
                    seen += 1
                elif cell.words not in ("", "-") and isinstance(cell.door, Door):
                    part = cell.words.partition("/")[0]
                    assert not part.isdecimal() or _call(desk, cell.door) == int(part)
        assert seen > 5


async def test_doors_from_a_rate_open_what_is_in_it_and_what_is_not(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures", period="all") as desk:
        figures = desk.desk.reports.response(by="demo").figures
        await through(desk, "on_time_rate", 3)
        late = [desk.desk.calls.show(number, by="demo") for number in listed(desk)]
        assert len(late) == figures.completed - figures.on_time > 0
        assert all(one.completed_at is not None and one.completed_at > one.due_at for one in late)
        await desk.keys("escape")
        screen = await through(desk, "completion_seconds.p95", 1)
        assert screen.listed is not None
        assert screen.listed.calls == _call(desk, Door("completion_seconds", at_least=figures.completion_seconds.p95))
        assert span(figures.completion_seconds.max) in "\n".join(desk.painted())


async def test_a_long_list_goes_on_at_its_end(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures") as desk:
        screen = await through(desk, "count.calls")
        assert screen.listed is not None
        assert len(listed(desk)) == 100 < screen.listed.calls
        await desk.keys("end")
        assert len(listed(desk)) == 200
        await desk.keys("end")
        await desk.keys("end")
        assert len(listed(desk)) == screen.listed.calls == desk.desk.reports.response(by="demo").figures.calls


@pytest.mark.parametrize("group", list(GROUPS))
async def test_groups_say_what_the_report_says_by_group(tmp_path: Path, group: str) -> None:
    async with supervising(tmp_path, period="year") as desk:
        sup(desk).group = group
        await to(desk, "groups")
        found = desk.desk.reports.response(sup(desk).scope, by="demo", group=group)
        assert len(table(desk).lines) == len(found.groups)
        for one in found.groups:
            shown = words(desk, one.key or "-")
            assert shown[0] == one.name
            assert shown[1] == str(one.figures.calls)
            assert shown[7:11] == [span(getattr(one.figures.first_reply_seconds, share))
                                   for share in ("p50", "p90", "p95", "max")]  # fmt: skip
            if one.figures.completed < FEW and one.figures.completed:
                assert shown[3] == f"{one.figures.on_time}/{one.figures.completed}"
            elif one.figures.completed:
                assert shown[3] == rate_of(one.figures.on_time_rate)


async def test_ctrl_r_goes_through_the_groups_and_the_heats(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="groups") as desk:
        for group in (*list(GROUPS)[1:], "staff"):
            await desk.keys("ctrl+r")
            assert sup(desk).group == group
            assert sup(desk).answer is not None
            assert sup(desk).answer.question.group == group
        await to(desk, "hours")
        for heat in (*list(HEATS)[1:], "calls"):
            await desk.keys("ctrl+r")
            assert sup(desk).heat == heat


async def test_the_heat_map_has_its_numbers_in_the_cells(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="hours") as desk:
        heat = desk.desk.reports.overview(by="demo").heat
        for row in table(desk).lines[:-1]:
            hour = int(row.key)
            for day in range(7):
                shown = row.cells[day + 1].words.lstrip(" .:+#")
                assert shown == (str(heat[day][hour]) if heat[day][hour] else "-")
        assert words(desk, "all")[-1] == str(sum(map(sum, heat)))
        busiest = max(heat[day][hour] for day in range(7) for hour in range(24))
        drawn = "\n".join(desk.painted())
        assert re.search(rf"# +{busiest} ", drawn), "without colours the signs say what the shade would"


async def test_plain_borders_need_no_shade(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="trends", period="year") as desk:
        desk.app.plain_borders = True
        await to(desk, "hours")
        await to(desk, "trends")
        desk.one("#sup-chart", LineChart).refresh()
        await desk.settle()
        text = "\n".join(desk.painted())
        assert "*" in text
        assert not any("\u2800" < letter <= "\u28ff" for letter in text)


async def test_the_trend_draws_the_marked_column_day_by_day(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="trends", period="month") as desk:
        found = desk.desk.trends.trend(MONTH, by="demo")
        drawn = desk.one("#sup-chart", LineChart)
        assert drawn.series is not None
        assert drawn.series.values == tuple(float(one.figures.calls) for one in found.steps)
        newest = found.steps[-1].figures
        assert words(desk, f"{TODAY}")[1] == str(newest.calls)
        await mark(desk, f"{TODAY}", 4)
        assert drawn.series.values == tuple(
            None if one.figures.first_reply_seconds.p50 is None else float(one.figures.first_reply_seconds.p50)
            for one in found.steps
        )
        sup(desk).period = "year"
        await to(desk, "trends")
        assert len(table(desk).lines) == len(desk.desk.trends.trend(sup(desk).scope, by="demo").steps)
        assert "~" not in desk.text("#sup-scope")


def test_a_line_goes_through_its_values() -> None:
    assert chart((0.0, 1.0), 1.0, 4, 4, plain=True) == ["   *", "  * ", " *  ", "*   "]
    assert chart((None, None), 1.0, 3, 2) == ["   ", "   "]
    fine = chart((1.0, None, 1.0), 1.0, 3, 2)
    assert fine[0].strip("\u2809\u2801\u2808") == ""
    assert fine[1].strip() == ""


async def test_rooms_and_demand(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="rooms", period="month") as desk:
        for one in desk.desk.reports.rooms(MONTH, by="demo"):
            assert words(desk, one.key)[1] == str(one.bookings)
        await mark(desk, "m301")
        await desk.keys("enter")
        await desk.settle()
        assert isinstance(desk.screen, RoomsScreen)
        assert (desk.screen.view, desk.screen.room) == ("week", "m301")
        await desk.keys("f6")
        await to(desk, "demand")
        found = desk.desk.reports.demand(sup(desk).scope, by="demo")
        assert [(row.cells[0].words, row.cells[1].words, row.cells[2].words) for row in table(desk).lines] == [
            (one.service_name, one.group_name, str(one.calls)) for one in found
        ]


async def test_specialists_see_their_own_figures_only(tmp_path: Path) -> None:
    before = open_demonstration(tmp_path)
    figures = before.reports.response(by="demo", group="staff")
    busiest = max((one for one in figures.groups if one.key != "demo"), key=lambda one: one.figures.calls)
    before.close()
    async with supervising(tmp_path, person=busiest.key or "", view="figures") as desk:
        assert words(desk, "count.calls")[1] == str(busiest.figures.calls)
        assert busiest.name in desk.text("#sup-scope")
        await through(desk, "count.calls")
        assert all(desk.desk.calls.show(one, by="demo").handler == busiest.key for one in listed(desk))
        await desk.keys("escape")
        await to(desk, "groups")
        assert [row.key for row in table(desk).lines] == [busiest.key]
        await to(desk, "people")
        assert [row.key for row in table(desk).lines] == [busiest.key]
        await to(desk, "now")
        assert "guests" not in [row.key for row in table(desk).lines]
        await desk.keys("ctrl+d")
        assert not desk.screen.query("#staff"), "there is nobody else to choose"


# -- filters -----------------------------------------------------------------------------------------------------------


async def test_the_period_goes_round_with_one_key(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures", period="today") as desk:
        seen = []
        for _n in range(7):
            seen.append((sup(desk).scope.since, sup(desk).scope.until))
            shown = words(desk, "count.calls")[1]
            assert shown == str(desk.desk.reports.response(sup(desk).scope, by="demo").figures.calls)
            await desk.keys("ctrl+w")
        assert seen == [
            (TODAY, TODAY), (date(2026, 11, 23), TODAY), (date(2026, 11, 1), TODAY),
            (date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 10, 1), TODAY), (date(2026, 1, 1), TODAY),
            (None, None),
        ]  # fmt: skip
        assert sup(desk).period == "today"


async def test_days_person_and_service_are_asked_for(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures") as desk:
        person = desk.desk.reports.response(by="demo", group="staff").groups[0].key or ""
        await desk.keys("ctrl+d")
        desk.one("#period", Choice).value = "days"
        desk.one("#first", Line).value = "2026-06-30"
        desk.one("#last", Line).value = "2025-01-01"
        desk.one("#staff", Picker).fill(person)
        desk.one("#service", Picker).fill("loan")
        await desk.keys("ctrl+s")
        assert "最后一天" in desk.text("#refusal") or desk.text("#refusal")
        assert desk.one("#first", Line).value == "2026-06-30", "what was typed is still there"
        desk.one("#last", Line).value = "11-24"
        await desk.keys("ctrl+s")
        wanted = Scope(date(2026, 6, 30), date(2026, 11, 24), person, "loan")
        assert sup(desk).scope == wanted
        assert words(desk, "count.calls")[1] == str(desk.desk.reports.response(wanted, by="demo").figures.calls)
        await through(desk, "count.calls")
        assert "2026-06-30..2026-11-24" in desk.text("#behind-title")


# -- staying in place --------------------------------------------------------------------------------------------------


async def test_what_others_write_appears_in_place(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures", period="today") as desk:
        await mark(desk, "count.calls", 1)
        before, top = int(words(desk, "count.calls")[1]), table(desk).scroll_offset
        rows = list(table(desk).rows)
        desk.desk.calls.log(NewCall(question="问贷款", service="loan", answer="已告知"), by="demo")
        desk.app.poll()
        await desk.settle()
        assert int(words(desk, "count.calls")[1]) == before + 1
        assert table(desk).row is not None
        assert table(desk).row.key == "count.calls"
        assert table(desk).scroll_offset == top
        assert list(table(desk).rows) == rows
        assert str(before + 1) in str(table(desk).get_cell_at(table(desk).cursor_coordinate))


async def test_the_cursor_stays_with_its_row_where_rows_come(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="groups", period="today") as desk:
        sup(desk).group = "service"
        await to(desk, "groups")
        last = table(desk).lines[-1].key
        await mark(desk, last, 2)
        known = {row.key for row in table(desk).lines}
        new = next(code for code in ("about", "area", "brand", "business", "canteen") if code not in known)
        desk.desk.calls.log(NewCall(question="问", service=new, answer="答"), by="demo")
        desk.app.poll()
        await desk.settle()
        assert len(table(desk).lines) == len(known) + 1
        assert table(desk).row is not None
        assert (table(desk).row.key, table(desk).cursor_coordinate.column) == (last, 2)


async def test_a_late_answer_does_not_overwrite_a_newer_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with supervising(tmp_path, view="figures", period="month") as desk:
        held, go = threading.Event(), threading.Event()
        reports = desk.desk.reports
        real = reports.response

        def slow(scope: Scope = EVERYTHING, **more: Any) -> Any:
            if scope.since == date(2026, 10, 1) and scope.until == date(2026, 10, 31):
                held.set()
                go.wait(20)
            return real(scope, **more)

        monkeypatch.setattr(reports, "response", slow)
        monkeypatch.setattr("tui.screens.supervision_asking.COUNTING_AFTER", 0.001)
        sup(desk).narrow(period="last_month")
        await until(desk, held.is_set)
        await until(desk, lambda: "统计中" in desk.text("#sup-scope"))
        assert desk.screen.has_class("-stale"), "what is still on show is of another question"
        sup(desk).narrow(period="all")
        await until(desk, lambda: _answered(desk))
        assert not desk.screen.has_class("-stale")
        go.set()
        await desk.settle()
        whole = str(real(by="demo").figures.calls)
        assert words(desk, "count.calls")[1] == whole


async def test_while_counting_what_is_written_is_asked_for_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with supervising(tmp_path, view="figures", period="today") as desk:
        held, go = threading.Event(), threading.Event()
        reports = desk.desk.reports
        real = reports.response
        asked: list[int] = []

        def slow(scope: Scope = EVERYTHING, **more: Any) -> Any:
            found = real(scope, **more)
            asked.append(1)
            if len(asked) == 1:
                held.set()
                go.wait(20)
            return found

        monkeypatch.setattr(reports, "response", slow)
        sup(desk).fetch()
        await until(desk, held.is_set)
        desk.desk.calls.log(NewCall(question="问", service="loan", answer="答"), by="demo")
        for _n in range(5):
            sup(desk).fetch()
        go.set()
        await desk.settle()
        assert words(desk, "count.calls")[1] == str(real(Scope(TODAY, TODAY), by="demo").figures.calls)
        assert 2 <= len(asked) <= 4, "once more, and not once for each time"


async def test_leafing_through_the_pages_keeps_no_more_than_two_threads_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with supervising(tmp_path, view="figures", period="today") as desk:
        go = threading.Event()
        reports = desk.desk.reports
        real = reports.response
        at_work: list[str] = []

        def slow(scope: Scope = EVERYTHING, **more: Any) -> Any:
            at_work.append(str(scope.since))
            go.wait(20)
            return real(scope, **more)

        monkeypatch.setattr(reports, "response", slow)
        for period in ("week", "month", "last_month", "quarter", "year", "all"):
            sup(desk).narrow(period=period)
            await desk.pilot.pause()
            await until(desk, lambda: bool(at_work))
        await until(desk, lambda: len(at_work) >= 2)
        number = desk.desk.calls.log(NewCall(question="翻页时来的电话"), by="demo").number
        assert number
        assert len(at_work) == 2
        go.set()
        await until(desk, lambda: _answered(desk))
        assert words(desk, "count.calls")[1] == str(real(by="demo").figures.calls)


async def test_what_takes_long_to_count_is_not_counted_at_every_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with supervising(tmp_path, view="figures", period="today") as desk:
        monkeypatch.setattr("tui.screens.supervision_asking.LONG", -1.0)
        monkeypatch.setattr("tui.screens.supervision_asking.RESTS", 10**9)
        before = words(desk, "count.calls")[1]
        desk.desk.calls.log(NewCall(question="问", service="loan", answer="答"), by="demo")
        desk.app.poll()
        await desk.settle()
        assert words(desk, "count.calls")[1] == before
        await to(desk, "groups")
        await to(desk, "figures")
        assert words(desk, "count.calls")[1] == str(int(before) + 1), "who asks is answered at once"


async def test_who_takes_over_sees_nothing_of_the_other(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures") as desk:
        whole = words(desk, "count.calls")[1]
        await through(desk, "count.calls")
        other = next(one for one in desk.desk.staff.list(by="demo") if one.role == "specialist")
        desk.app.signed_in(other)
        await desk.settle()
        assert isinstance(desk.screen, SupervisionScreen), "the list of calls stays with the one who opened it"
        assert words(desk, "count.calls")[1] == str(desk.desk.reports.response(by=other.code).figures.calls) != whole


# -- shape -------------------------------------------------------------------------------------------------------------


@SIZES
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_pages_fit_the_window(tmp_path: Path, size: tuple[int, int], language: str) -> None:
    async with supervising(tmp_path, size=size, language=language, period="month") as desk:
        for view in VIEWS:
            await to(desk, view)
            lines = desk.painted()
            assert len(lines) == size[1]
            assert all(label in lines[1] for label in ("[", "]"))
            assert table(desk).region.width <= size[0]
            assert table(desk).lines or view == "demand"
            if view == "figures":
                assert table(desk).virtual_size.width <= table(desk).size.width, "all columns are in view"
        await to(desk, "now")
        await desk.keys("escape")
        assert isinstance(desk.screen, HotlineScreen)


async def test_another_window_size_or_theme_keeps_the_mark(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures", period="month") as desk:
        await mark(desk, "count.open", 4)
        await desk.pilot.resize_terminal(*SMALL)
        await desk.settle()
        assert table(desk).row is not None
        assert (table(desk).row.key, table(desk).cursor_coordinate.column) == ("count.open", 4)
        before = table(desk).get_row("response_rate")[0].style, table(desk).get_row("Promises kept")[0].style
        desk.app.run_action_named("theme")
        await desk.settle()
        after = table(desk).get_row("response_rate")[0].style, table(desk).get_row("Promises kept")[0].style
        assert before[0] == after[0] == ""
        assert before[1] != after[1], "the colours are those of the theme"


async def test_a_click_turns_the_page_and_opens_a_door(tmp_path: Path) -> None:
    async with supervising(tmp_path) as desk:
        place = desk.painted()[1].replace("指标", "##").index("##") + 3  # two Chinese words before it
        await desk.pilot.click("#sup-views", offset=(place + 1, 0))
        await desk.settle()
        assert sup(desk).view == "figures"


async def test_the_first_calls_are_seen_before_a_door_is_opened(tmp_path: Path) -> None:
    async with supervising(tmp_path) as desk:
        await owe_a_follow_up(desk)
        owed = desk.desk.reports.owed(by="demo", limit=1)[0].call.number
        await mark(desk, "follow_ups")
        await desk.settle()
        assert owed in desk.text("#sup-preview")


async def test_guests_lead_to_rooms_and_questions_to_policies(tmp_path: Path) -> None:
    async with supervising(tmp_path) as desk:
        other = next(one.code for one in desk.desk.staff.list(by="demo") if one.role == "specialist")
        made = desk.desk.bookings.make(
            NewBooking(room="m201", starts_at=at("2026-12-02 10:00"), ends_at=at("2026-12-02 11:00"), title="来访座谈",
                       guest="王先生"), by=other)  # fmt: skip
        assert made.booked[0].status == "pending"
        desk.app.poll()
        await desk.settle()
        assert int(words(desk, "guests")[1]) == len(desk.desk.bookings.attention(by="demo").pending) == 1
        assert cells(desk, "guests")[1].door == Go("guests")
        await mark(desk, "guests")
        await desk.keys("enter")
        assert isinstance(desk.screen, PickOne)
        assert len(desk.screen.picks) == 1
        await desk.keys("enter")
        await desk.settle()
        assert isinstance(desk.screen, RoomsScreen)
        assert desk.screen.booking is not None
        assert desk.screen.booking.title == "来访座谈"
        await desk.keys("f6")
        await mark(desk, "gaps")
        await desk.keys("enter")
        await desk.settle()
        assert isinstance(desk.screen, PoliciesScreen)
        assert desk.screen.view == "gaps"


async def test_a_door_keeps_its_words_when_the_scope_is_narrowed(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures", period="month") as desk:
        title = sup(desk).acts.door_title(Door("completed", replace(MONTH, weekday=1, hour=9), without="on_time"))
        assert "周一" in title
        assert "09:00" in title
        assert "按期办结" in title
        screen = await through(desk, "count.calls")
        assert isinstance(screen, BehindScreen)
