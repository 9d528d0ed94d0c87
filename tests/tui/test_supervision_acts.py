"""What is done from the supervision screen: extensions, transfers, reminders, follow-ups, checks, training, files."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.calls.views import NewCall
from core.reports.checks import CRITERIA
from core.reports.views import Scope
from tests.helpers.demonstration import PRESENT, open_demonstration
from tests.tui.driving import SMALL, Driver
from tests.tui.supervision_at_hand import listed, mark, sup, supervising, table, through, to, until, words
from tui.screens.act import ActDialog
from tui.screens.behind import BehindScreen
from tui.screens.confirm import Confirm
from tui.screens.follow_up import FollowUpDialog
from tui.screens.spot_checks import DrawDialog, MarkDialog, SpotChecksScreen
from tui.screens.supervision import SupervisionScreen
from tui.screens.supervision_export import ExportDialog, bar
from tui.screens.trainings import TrainDialog, TrainingsScreen
from tui.widgets.choice import Choice
from tui.widgets.harmless import Line, Prose
from tui.widgets.picker import Picker
from tui.widgets.queue import Queue

TODAY = PRESENT.date()


def _two(folder: Path) -> tuple[str, str]:
    """Two specialists of the demonstration desk."""
    desk = open_demonstration(folder)
    first, second, *_more = [one.code for one in desk.staff.list(by="demo") if one.role == "specialist"]
    desk.close()
    return first, second


def _asked(desk: Driver, by: str) -> str:
    """A call of theirs with an extension asked for."""
    call = desk.desk.calls.log(NewCall(question="空调不制冷，要等配件", service="repair"), by=by)
    return desk.desk.calls.ask_extension(call.number, "2wd", "等配件", by=by).number


async def _seen(desk: Driver) -> None:
    desk.app.poll()
    await desk.settle()


async def _act(desk: Driver, key: str, act: str) -> ActDialog:
    """Press an act's key; where it stands for several, choose from the list."""
    await desk.keys(key)
    if not isinstance(desk.screen, ActDialog):
        desk.screen.dismiss(act)
        await desk.settle()
    assert isinstance(desk.screen, ActDialog), desk.screen
    assert desk.screen.action.id == act
    return desk.screen


# -- extensions, transfers, reminders ----------------------------------------------------------------------------------


async def test_an_extension_is_approved_or_refused_with_its_reason(tmp_path: Path) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path) as desk:
        number, other = _asked(desk, li), _asked(desk, li)
        await _seen(desk)
        before = int(words(desk, "extensions")[1])
        assert before >= 2
        await through(desk, "extensions")
        desk.screen.query_one(Queue).mark(number)
        await desk.settle()
        due = desk.desk.calls.show(number, by="demo").due_at
        dialog = await _act(desk, "ctrl+x", "extend")
        assert dialog.values()["reason"] == "等配件", "what was asked for is filled in"
        await desk.keys("ctrl+s")
        assert desk.desk.calls.show(number, by="demo").due_at > due
        assert number not in listed(desk)
        desk.screen.query_one(Queue).mark(other)
        await desk.settle()
        dialog = await _act(desk, "ctrl+x", "refuse_extension")
        dialog.query_one("#ask-reason", Prose).fill(" ")
        await desk.keys("ctrl+s")
        assert "原因" in desk.text("#refusal"), "it is refused without a reason, and says so"
        dialog.query_one("#ask-reason", Prose).fill("配件今天能到")
        await desk.keys("ctrl+s")
        assert desk.desk.calls.show(other, by="demo").extension_asked is None
        await desk.keys("escape")
        assert int(words(desk, "extensions")[1]) == before - 2


async def test_the_last_call_of_a_list_stays_on_show_after_its_act(tmp_path: Path) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path) as desk:
        number = _asked(desk, li)
        await _seen(desk)
        await through(desk, "extensions")
        assert listed(desk) == [number]
        await _act(desk, "ctrl+x", "extend")
        await desk.keys("ctrl+s")
        assert listed(desk) == []
        assert number in desk.sheet(), "one sees what came of it"


async def test_an_empty_list_says_so(tmp_path: Path) -> None:
    async with supervising(tmp_path) as desk:
        await through(desk, "extensions")
        assert listed(desk) == []
        assert desk.sheet() == "这个数字背后现在没有来电。"
        await desk.keys("enter", "ctrl+k")
        assert isinstance(desk.screen, BehindScreen)


async def test_a_refused_act_keeps_what_was_typed(tmp_path: Path) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path) as desk:
        number = _asked(desk, li)
        await _seen(desk)
        await through(desk, "extensions")
        desk.screen.query_one(Queue).mark(number)
        await desk.settle()
        dialog = await _act(desk, "ctrl+x", "extend")
        dialog.query_one("#ask-limit", Line).fill("好几天")
        dialog.query_one("#ask-reason", Prose).fill("情况复杂")
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, ActDialog)
        assert desk.text("#refusal")
        assert dialog.values()["limit"] == "好几天"
        assert dialog.values()["reason"] == "情况复杂"


async def test_a_call_is_given_to_somebody_else(tmp_path: Path) -> None:
    li, han = _two(tmp_path)
    async with supervising(tmp_path) as desk:
        number = _asked(desk, li)
        await _seen(desk)
        await through(desk, "extensions")
        desk.screen.query_one(Queue).mark(number)
        await desk.settle()
        dialog = await _act(desk, "ctrl+t", "transfer")
        dialog.query_one("#ask-to", Picker).fill(han)
        dialog.query_one("#ask-reason", Prose).fill("他在休假")
        await desk.keys("ctrl+s")
        assert desk.desk.calls.show(number, by="demo").handler == han


async def test_a_reminder_stands_on_top_of_the_handlers_queue(tmp_path: Path) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path) as desk:
        number = _asked(desk, li)
        await _seen(desk)
        await through(desk, "extensions")
        desk.screen.query_one(Queue).mark(number)
        await desk.settle()
        dialog = await _act(desk, "ctrl+k", "remind")
        dialog.query_one("#ask-text", Line).fill("今天下班前给回话")
        await desk.keys("ctrl+s")
        await desk.keys("escape")
        assert int(words(desk, "reminders")[1]) >= 1
        board = desk.desk.calls.board(by=li)
        assert board.mine[0].number == number
        handler = next(one for one in desk.desk.staff.list(by="demo") if one.code == li)
        desk.app.signed_in(handler)
        await desk.settle()
        await desk.keys("f2")
        await desk.settle()
        drawn = "\n".join(desk.painted())
        assert "今天下班前给回话" in drawn


async def test_a_specialist_cannot_approve_and_reads_why(tmp_path: Path) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path, person=li) as desk:
        number = _asked(desk, li)
        await _seen(desk)
        await through(desk, "extensions")
        assert listed(desk) == [number]
        await desk.keys("ctrl+x")
        assert isinstance(desk.screen, BehindScreen)
        assert desk.told, "the reason is said"


# -- follow-ups --------------------------------------------------------------------------------------------------------


def _complaint(desk: Driver, by: str) -> str:
    """A completed complaint: it is owed a follow-up."""
    new = NewCall(question="排队太久没人理", service="complaint", kind="complaint", answer="已致歉并说明")
    return desk.desk.calls.log(new, by=by).number


async def _follow(desk: Driver, number: str) -> FollowUpDialog:
    await desk.keys("ctrl+a")
    assert isinstance(desk.screen, BehindScreen)
    desk.screen.query_one(Queue).mark(number)
    await desk.settle()
    await desk.keys("ctrl+a")
    assert isinstance(desk.screen, FollowUpDialog)
    return desk.screen


@pytest.mark.parametrize("size", [SMALL, (120, 40)])
async def test_the_script_stands_beside_the_form(tmp_path: Path, size: tuple[int, int]) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path, size=size) as desk:
        number = _complaint(desk, li)
        await _seen(desk)
        dialog = await _follow(desk, number)
        said = desk.text("#script-text").replace("\n", "").replace(" ", "")
        for one in desk.desk.reports.script(number, by="demo"):
            assert one.replace(" ", "") in said
        button = dialog.query_one("#done")
        assert button.region.bottom <= size[1]
        dialog.query_one("#ask-rating", Choice).value = 5
        dialog.query_one("#ask-comment", Prose).fill("很满意")
        await desk.keys("ctrl+s")
        assert desk.desk.calls.show(number, by="demo").status == "closed"
        assert any("归档" in one for one in desk.told)
        assert number not in listed(desk)


async def test_every_rating_is_in_view_in_a_small_window(tmp_path: Path) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path, size=SMALL, language="en") as desk:
        number = _complaint(desk, li)
        await _seen(desk)
        dialog = await _follow(desk, number)
        rating = dialog.query_one("#ask-rating", Choice)
        assert rating.size.height == len(rating.render().plain.split("\n"))
        assert "very dissatisfied" in "\n".join(desk.painted())


async def test_unresolved_opens_the_call_again_with_a_new_due_and_says_so(tmp_path: Path) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path) as desk:
        number = _complaint(desk, li)
        desk.clock.forward(days=2)
        await _seen(desk)
        before = desk.desk.calls.show(number, by="demo").due_at
        dialog = await _follow(desk, number)
        dialog.query_one("#ask-resolved", Choice).value = False
        dialog.query_one("#ask-rating", Choice).value = 1
        await desk.keys("ctrl+s")
        call = desk.desk.calls.show(number, by="demo")
        assert (call.status, call.reopened) == ("in_progress", True)
        assert call.due_at > before
        assert any(f"{call.due_at:%Y-%m-%d %H:%M}" in one for one in desk.told)


async def test_nobody_follows_up_their_own(tmp_path: Path) -> None:
    li, han = _two(tmp_path)
    async with supervising(tmp_path, person=li) as desk:
        mine, other = _complaint(desk, li), _complaint(desk, han)
        await _seen(desk)
        await desk.keys("ctrl+a")
        assert isinstance(desk.screen, BehindScreen)
        assert other in listed(desk)
        assert mine not in listed(desk)
        count = desk.desk.reports.decisions(by=li).follow_ups
        assert len(listed(desk)) == count


async def test_an_attempt_that_reaches_nobody_leaves_it_owed(tmp_path: Path) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path) as desk:
        number = _complaint(desk, li)
        await _seen(desk)
        dialog = await _follow(desk, number)
        dialog.query_one("#ask-outcome", Choice).value = "no_answer"
        await desk.keys("ctrl+s")
        await desk.settle()
        assert number in listed(desk)
        (owed,) = (one for one in desk.desk.reports.owed(by="demo", limit=1000) if one.call.number == number)
        assert owed.attempts == 1
        assert "已拨 1 次" in "\n".join(desk.painted())


async def test_verifying_a_bad_rating_says_when_nobody_was_reached(tmp_path: Path) -> None:
    li, han = _two(tmp_path)
    async with supervising(tmp_path) as desk:
        number = _complaint(desk, li)
        desk.desk.calls.follow_up(number, rating=1, resolved=True, by=han)
        await _seen(desk)
        dialog = await _follow(desk, number)
        dialog.query_one("#ask-outcome", Choice).value = "no_answer"
        await desk.keys("ctrl+s")
        assert desk.desk.calls.show(number, by="demo").status == "closed"
        assert "没有联系上" in desk.told[-1]


# -- spot checks -------------------------------------------------------------------------------------------------------


async def test_a_sample_is_drawn_and_marked(tmp_path: Path) -> None:
    async with supervising(tmp_path, period="year") as desk:
        await desk.keys("ctrl+l")
        assert isinstance(desk.screen, SpotChecksScreen)
        await desk.keys("ctrl+g")
        assert isinstance(desk.screen, DrawDialog)
        desk.one("#each", Line).value = "两个"
        await desk.keys("ctrl+s")
        assert desk.text("#refusal")
        assert desk.one("#each", Line).value == "两个"
        desk.one("#each", Line).value = "2"
        await desk.keys("ctrl+s")
        checks = desk.desk.spot_checks.list(by="demo", limit=500)
        people = {one.staff for one in checks}
        assert len(checks) > len(people) > 3
        assert all(sum(one.staff == who for one in checks) <= 2 for who in people)
        assert "demo" not in people
        assert len(table(desk).lines) == len(checks)
        assert table(desk).row is not None
        first = int(table(desk).row.key)
        await desk.keys("enter")
        assert isinstance(desk.screen, MarkDialog)
        await desk.keys("ctrl+s")
        assert desk.text("#refusal"), "a sheet without marks is refused"
        await desk.keys("5", "enter", "4", "enter", "3", "enter", "2", "enter", "1", "enter")
        desk.one("#note", Prose).fill("登记要写清楚")
        await desk.keys("ctrl+s")
        (done,) = (one for one in desk.desk.spot_checks.list(by="demo", limit=500) if one.id == first)
        assert done.marks == dict(zip(CRITERIA, (5, 4, 3, 2, 1), strict=True))
        assert done.note == "登记要写清楚"
        assert "3.0" in words(desk, str(first))
        await desk.keys("ctrl+home")
        await desk.keys("space")
        assert isinstance(desk.screen, BehindScreen)
        assert len(listed(desk)) == 1
        await desk.keys("escape", "escape")
        assert isinstance(desk.screen, SupervisionScreen)
        assert int(words(desk, "checks")[1]) == len(checks) - 1


async def test_a_sheet_put_aside_is_there_again(tmp_path: Path) -> None:
    async with supervising(tmp_path, period="year") as desk:
        await desk.keys("ctrl+l", "ctrl+g", "ctrl+s", "enter")
        assert isinstance(desk.screen, MarkDialog)
        desk.one("#note", Prose).fill("写到一半")
        await desk.keys("escape", "enter")
        assert desk.one("#note", Prose).value == "写到一半"


async def test_others_see_their_own_sheets_and_cannot_draw(tmp_path: Path) -> None:
    before = open_demonstration(tmp_path)
    check = before.spot_checks.draw(Scope(), 1, by="demo")[0]
    before.spot_checks.mark(check.id, dict.fromkeys(CRITERIA, 4), by="demo")
    before.close()
    async with supervising(tmp_path, person=check.staff) as desk:
        await desk.keys("ctrl+l")
        assert [row.key for row in table(desk).lines] == [str(check.id)]
        await desk.keys("ctrl+g")
        assert isinstance(desk.screen, SpotChecksScreen)
        assert any("值班负责人" in one for one in desk.told)


# -- training ----------------------------------------------------------------------------------------------------------


async def test_a_session_is_put_on_record_and_counts(tmp_path: Path) -> None:
    li, _han = _two(tmp_path)
    async with supervising(tmp_path, view="people", period="month") as desk:
        before = [int(one) for one in words(desk, li)[5:7]]
        await mark(desk, li, 5)
        await desk.keys("enter")
        assert isinstance(desk.screen, TrainingsScreen)
        await desk.keys("ctrl+g")
        assert isinstance(desk.screen, TrainDialog)
        desk.one("#title", Line).value = "一次性告知培训"
        desk.one("#held_on", Line).value = "+1"
        desk.one("#minutes", Line).value = "90"
        desk.one("#result", Choice).value = "passed"
        desk.one("#score", Line).value = "92"
        await desk.keys("ctrl+s")
        assert desk.text("#refusal"), "a session that was not held yet is refused"
        assert desk.one("#title", Line).value == "一次性告知培训"
        desk.one("#held_on", Line).value = "-1"
        await desk.keys("ctrl+s")
        (kept,) = (one for one in desk.desk.trainings.list(by="demo") if one.title == "一次性告知培训")
        assert (kept.staff, kept.minutes, kept.result, kept.score) == (li, 90, "passed", 92)
        assert words(desk, str(kept.id))[2] == "一次性告知培训"
        await desk.keys("escape")
        assert [int(one) for one in words(desk, li)[5:7]] == [one + 1 for one in before]


async def test_the_staff_record_says_what_the_evaluation_says(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="people", period="year") as desk:
        found = desk.desk.trainings.evaluate(sup(desk).scope, by="demo")
        assert [row.key for row in table(desk).lines] == [one.staff for one in found]
        for one in found:
            shown = words(desk, one.staff)
            assert shown[1] == str(one.figures.calls)
            assert shown[5:8] == [str(one.trainings), str(one.passed), str(one.failed)]


# -- files -------------------------------------------------------------------------------------------------------------


async def _export(desk: Driver, what: str, path: Path) -> ExportDialog:
    await desk.keys("ctrl+o")
    assert isinstance(desk.screen, ExportDialog)
    desk.one("#what", Choice).value = what
    await desk.settle()
    desk.one("#path", Line).value = str(path)
    return desk.screen


async def test_the_report_is_written_with_its_progress(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="figures", period="month") as desk:
        path = tmp_path / "报表.xlsx"
        dialog = await _export(desk, "report", path)
        await desk.keys("ctrl+s")
        assert load_workbook(path).sheetnames
        assert dialog.shares
        assert dialog.shares[-1][0] <= dialog.shares[-1][1]
        assert any(str(path) in one for one in desk.told)
        assert isinstance(desk.screen, SupervisionScreen)


async def test_the_month_and_the_staff_record_are_written(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="people", period="month") as desk:
        await desk.keys("ctrl+o")
        assert desk.one("#what", Choice).value == "record", "on the staff record's page that is what is meant"
        await desk.keys("escape")
        month, record = tmp_path / "月报.docx", tmp_path / "档案.xlsx"
        await _export(desk, "month", month)
        desk.one("#month", Line).value = "2026年"
        await desk.keys("ctrl+s")
        assert desk.text("#refusal")
        desk.one("#month", Line).value = "2026-10"
        desk.one("#path", Line).value = str(month)
        await desk.keys("ctrl+s")
        assert month.read_bytes()[:2] == b"PK"
        await _export(desk, "record", record)
        await desk.keys("ctrl+s")
        assert load_workbook(record).sheetnames


async def test_a_file_that_is_there_is_asked_about(tmp_path: Path) -> None:
    async with supervising(tmp_path, period="month") as desk:
        path = tmp_path / "r.xlsx"
        path.write_text("meins")
        await _export(desk, "report", path)
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, Confirm)
        await desk.keys("escape")
        assert path.read_text() == "meins"
        assert isinstance(desk.screen, ExportDialog)
        await desk.keys("ctrl+s", "right", "enter")
        assert path.read_bytes()[:2] == b"PK"


async def test_a_place_that_cannot_be_is_refused_and_kept(tmp_path: Path) -> None:
    async with supervising(tmp_path, period="month") as desk:
        path = tmp_path / "nowhere" / "r.xlsx"
        await _export(desk, "report", path)
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, ExportDialog)
        assert str(path) in desk.text("#refusal")
        assert desk.one("#path", Line).value == str(path)
        assert desk.app.focused is desk.one("#path", Line)


def test_the_bar_says_how_far_it_is() -> None:
    assert bar(1, 2, 8).plain == "[####----]  50 %"
    assert bar(9, 9, 4).plain == "[####]  100 %"
    assert bar(0, 0, 4).plain == "[----]  0 %"


async def test_an_export_is_stopped_and_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with supervising(tmp_path, period="month") as desk:
        held, go = threading.Event(), threading.Event()
        real = desk.desk.reports.export

        def slow(scope: Scope, output: Path, *, by: str, progress: Any = None) -> int:
            def step(done: int, whole: int) -> None:
                held.set()
                go.wait(20)
                progress(done, whole)

            return real(scope, output, by=by, progress=step)

        monkeypatch.setattr(desk.desk.reports, "export", slow)
        monkeypatch.setattr("tui.screens.supervision_export.SHOW_AFTER", 0.001)
        path = tmp_path / "r.xlsx"
        dialog = await _export(desk, "report", path)
        await desk.pilot.press("ctrl+s")
        await until(desk, held.is_set)
        await desk.pilot.pause()
        await until(desk, lambda: bool(dialog.query_one("#bar").display))
        number = desk.desk.calls.log(NewCall(question="导出时来的电话"), by="demo").number
        assert number, "and calls are put on record meanwhile"
        await desk.pilot.press("escape")
        await desk.pilot.pause()
        go.set()
        await desk.settle()
        assert not path.exists()
        assert isinstance(desk.screen, ExportDialog)
        assert "停止" in desk.text("#refusal")
        assert not dialog.query_one("#bar").display


async def test_pages_stay_where_they_were_behind_the_dialogs(tmp_path: Path) -> None:
    async with supervising(tmp_path, view="groups", period="month") as desk:
        for key in ("ctrl+d", "ctrl+o", "ctrl+l", "ctrl+e", "ctrl+a"):
            await desk.keys(key, "escape")
            assert sup(desk).view == "groups"
        await to(desk, "now")
