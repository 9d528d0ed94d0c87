"""The occupants screen: finding, the record in tabs, every act with its refusal, what is due, the floors, files."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from textual.widgets import Static

from core.calls.views import NewCall
from core.desk import Desk, open_desk
from core.occupants.views import OccupantFilter, Page
from core.rooms.views import NewBooking
from tests.core.rooms_made_up import at
from tests.helpers.occupants import institution, publicised, resident, startup
from tests.helpers.people import FrozenClock, open_copy
from tests.tui.driving import LARGE, SMALL, Driver, driving
from tui.occupant_forms import FORMS
from tui.screens.asking import PickOne
from tui.screens.hotline import HotlineScreen
from tui.screens.occupant_dialogs import ActForm, NewApplication
from tui.screens.occupant_files import OccupantImport
from tui.screens.occupants import OccupantsScreen
from tui.screens.rooms import RoomsScreen
from tui.widgets.choice import Choice
from tui.widgets.floor_plan import FloorPlan
from tui.widgets.harmless import Line, Prose

SIZES = pytest.mark.parametrize("size", [SMALL, LARGE])


@contextmanager
def prepared(folder: Path) -> Iterator[tuple[Desk, FrozenClock]]:
    """A desk to put occupants into before the app opens it."""
    clock = FrozenClock()
    clock.set("2026-11-02 10:00")
    desk = open_copy(folder, clock)
    yield desk, clock
    clock.set("2026-11-25 10:20")
    desk.close()


def house(folder: Path) -> FrozenClock:
    """海风科技 in 301 (a startup with a phone), 同行服务 in 307 (an institution), 新苗工作室 on public notice."""
    with prepared(folder) as (desk, clock):
        sea = resident(desk, clock, startup(contact="程小满", phone="13100000001"))
        desk.occupants.allot(sea.id, "301", by="li")
        along = resident(desk, clock, institution())
        desk.occupants.allot(along.id, "307", by="li")
        publicised(desk, startup("新苗工作室"))
    return clock


def screen(desk: Driver) -> OccupantsScreen:
    """The occupants screen, also where a dialog stands above it."""
    (found,) = (one for one in desk.app.screen_stack if isinstance(one, OccupantsScreen))
    return found


def listed(desk: Driver) -> list[str]:
    return [one.name for one in screen(desk).items]


def record(desk: Driver) -> str:
    return str(screen(desk).query_one("#occupant-text").content)  # type: ignore[attr-defined]


def text(desk: Driver, name: str) -> str:
    return str(screen(desk).query_one(f"#occupant-{name}").content)  # type: ignore[attr-defined]


async def find(desk: Driver, typed: str) -> None:
    """Look for somebody."""
    one = screen(desk)
    one.set_focus(one.query_one("#occupant-query"))
    one.query_one("#occupant-query", Line).fill(typed)
    await desk.settle()


async def choose(desk: Driver, label: str) -> None:
    """Choose a line of a list on top."""
    menu = desk.screen
    assert isinstance(menu, PickOne)
    place = next(n for n, pick in enumerate(menu.picks) if label in pick.words)
    menu.query_one("OptionList").highlighted = place  # type: ignore[attr-defined]
    await desk.settle()
    await desk.keys("enter")


async def act(desk: Driver, name: str, **values: Any) -> None:
    """Open an act's form and fill it in."""
    desk.app.run_action_named(f"occupant_{name}")
    await desk.settle()
    form = desk.screen
    assert isinstance(form, ActForm), form
    for field, value in values.items():
        form.fields["from" if field == "on" else field].fill(value)
    await desk.settle()
    await desk.keys("ctrl+s")


# -- finding -----------------------------------------------------------------------------------------------------------


@SIZES
async def test_f4_lists_occupants_and_shows_the_marked_record(tmp_path: Path, size: tuple[int, int]) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, size=size, clock=clock) as desk:
        await desk.keys("f4")
        assert listed(desk) == ["新苗工作室", "同行服务", "海风科技"]
        assert "新苗工作室" in record(desk)
        await desk.keys("down", "down", "down")
        assert "137" not in record(desk)
        assert "131****0001" in record(desk)
        assert "海风科技" in text(desk, "title")
        assert any("海风科技" in each for each in desk.painted())


@pytest.mark.parametrize(
    ("typed", "found"),
    [("海风", "海风科技"), ("haifeng", "海风科技"), ("hfkj", "海风科技"), ("307", "同行服务"), ("0001", "海风科技")],
)
async def test_found_by_name_pinyin_initials_unit_and_phone(tmp_path: Path, typed: str, found: str) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4")
        await find(desk, typed)
        assert listed(desk) == [found]
        assert found in text(desk, "title")


async def test_filters_narrow_the_list_and_say_so(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+l")
        desk.one("#status", Choice).fill("resident")
        desk.one("#kind", Choice).fill("startup")
        await desk.keys("ctrl+s")
        assert listed(desk) == ["海风科技"]
        assert "在驻" in text(desk, "note")


async def test_nonsense_finds_nobody_and_says_so(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4")
        await find(desk, "\x1b[31m没有这家'\"--")
        assert listed(desk) == []
        assert "没有找到" in text(desk, "note")


async def test_more_come_when_the_mark_nears_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.occupants.PAGE", 10)
    with prepared(tmp_path) as (desk_, clock):
        for n in range(35):
            desk_.occupants.add(startup(f"第{n:02}家"), by="li")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4")
        assert len(listed(desk)) == 10
        await desk.keys("down", "end", "end", "end", "end")
        assert len(set(listed(desk))) == 35
        assert len(listed(desk)) == 35


async def test_a_late_answer_does_not_overwrite_a_newer_search(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4")
        begun, held, list_ = threading.Event(), threading.Event(), desk.desk.occupants.list

        def slow(wanted: OccupantFilter, **more: Any) -> Page:
            if wanted.search == "海":
                begun.set()
                held.wait(10)
            return list_(wanted, **more)

        desk.desk.occupants.list = slow  # type: ignore[method-assign]
        query = screen(desk).query_one("#occupant-query", Line)
        query.fill("海")
        while not begun.is_set():
            await desk.pilot.pause()
        query.fill("同行")
        await desk.pilot.pause()
        held.set()
        await desk.settle()
        assert listed(desk) == ["同行服务"]


# -- the record --------------------------------------------------------------------------------------------------------


async def test_the_tabs_show_every_part_of_the_record(tmp_path: Path) -> None:
    with prepared(tmp_path) as (desk_, clock):
        one = resident(desk_, clock, startup(phone="13100000001"))
        desk_.occupants.allot(one.id, "301", by="li")
        desk_.occupants.charge(one.id, "water", "120.50", by="li")
        desk_.occupants.pay(one.id, "20.50", by="li")
        desk_.occupants.report_change(one.id, "headcount", "6", by="li")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4")
        seen = {}
        for _turn in range(11):
            seen[screen(desk).tab] = record(desk)
            await desk.keys("ctrl+g")
        assert screen(desk).tab == "record"
    assert "营业执照" in seen["way_in"]
    assert "9(2)" in seen["way_in"]
    assert "301" in seen["space"]
    assert "15 m² × 6" in seen["space"]
    assert "2027-" in seen["terms"]
    assert "100.00 元" in seen["money"]
    assert "120.50" in seen["money"]
    assert "还没有评估" in seen["years"]
    assert "没有退出通知" in seen["exit"]
    assert "实际缴纳社保人数" in seen["changes"] or "6" in seen["changes"]
    assert "分配" in seen["history"]


async def test_as_of_a_past_day_the_record_and_the_floors_are_as_they_were(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4")
        await find(desk, "海风")
        await desk.keys("ctrl+d")
        desk.one("#date", Line).fill("2026-11-03")
        await desk.keys("ctrl+s")
        assert screen(desk).on == date(2026, 11, 3)
        assert "301" not in record(desk)
        await desk.keys("ctrl+t", "ctrl+t")
        plan = screen(desk).query_one(FloorPlan)
        plan.mark("301")
        assert plan.unit is not None
        assert plan.unit.state == "vacant"
        await desk.keys("ctrl+d", "ctrl+s")
        plan.mark("301")
        assert plan.unit.state == "held"


async def test_the_whole_number_is_shown_to_who_asked_and_that_is_on_record(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4")
        await find(desk, "海风")
        assert "13100000001" not in "\n".join(desk.painted())
        await desk.keys("ctrl+r")
        desk.one("#reason", Line).fill("回电")
        await desk.keys("ctrl+s")
        assert "13100000001" in record(desk)
        (number,) = (one.id for one in screen(desk).items)
        assert any(one.event == "reveal" for one in desk.desk.occupants.show(number, by="li").timeline)
        await find(desk, "同行")
        await find(desk, "海风")
        await desk.keys("f2", "f4")
        await find(desk, "海风")
        assert "131****0001" in record(desk)


async def test_its_calls_and_bookings_are_a_key_away(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        call = desk.desk.calls.log(NewCall("空调坏了", phone="13100000001"), by="li")
        start = at("2026-11-26 10:00")
        one = desk.desk.occupants.by_phone("13100000001", by="li")
        assert one is not None
        new = NewBooking("m201", start, at("2026-11-26 11:00"), "例会", for_=str(one.id))
        desk.desk.bookings.make(new, by="li")
        await desk.keys("f4")
        await find(desk, "海风")
        await desk.keys("ctrl+k")
        assert "空调坏了" in record(desk)
        await desk.keys("enter", "enter", "enter")
        assert isinstance(desk.screen, HotlineScreen)
        assert desk.shown() == call.number
        await desk.keys("f4")
        await find(desk, "海风")
        await desk.keys("ctrl+x")
        assert "例会" in record(desk)
        await desk.keys("enter", "enter", "enter")
        assert isinstance(desk.screen, RoomsScreen)
        assert desk.screen.day == date(2026, 11, 26)
        assert desk.screen.booking is not None
        assert desk.screen.booking.title == "例会"


# -- acts --------------------------------------------------------------------------------------------------------------


@SIZES
async def test_enter_lists_every_act_with_the_reason_where_it_cannot_be_done(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, size=size, clock=clock) as desk:
        await desk.keys("f4")
        await find(desk, "海风")
        await desk.keys("down", "enter")
        menu = desk.screen
        assert isinstance(menu, PickOne)
        assert {pick.value for pick in menu.picks} == set(FORMS)
        refused = {pick.value for pick in menu.picks if pick.reason is not None}
        assert {"advance", "refuse", "withdraw", "clear"} <= refused
        assert "allot" not in refused
        first = next(n for n, pick in enumerate(menu.picks) if pick.reason is not None)
        menu.query_one("OptionList").highlighted = first  # type: ignore[attr-defined]
        await desk.settle()
        assert "在驻" in desk.text("#menu-about")
        await desk.keys("enter")
        assert desk.screen is menu


async def test_from_application_to_keys_handed_back(tmp_path: Path) -> None:
    with prepared(tmp_path) as (_desk, clock):
        pass
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+a")
        form = desk.screen
        assert isinstance(form, NewApplication)
        values = {
            "name": "晨光智能",
            "kind": "startup",
            "contact": "程小满",
            "phone": "13100000009",
            "headcount": "4",
            "wanted_area": "60",
            "registered_on": "2025-01-06",
            "facts": "technology, business_plan，team",
        }
        for name, value in values.items():
            form.fields[name].fill(value)
        await desk.keys("ctrl+s")
        (number,) = (one.id for one in screen(desk).items)
        assert "晨光智能" in text(desk, "title")
        assert desk.app.focused is screen(desk).options

        def now() -> Any:
            return desk.desk.occupants.show(number, by="li")

        desk.app.run_action_named("occupant_advance")
        await desk.settle()
        assert not desk.screen.query_one("#row-rent").display
        await desk.keys("right", "right", "right")
        assert desk.screen.query_one("#row-rent").display
        await desk.keys("escape")
        for stage in ("qualified", "reviewed", "publicised"):
            await act(desk, "advance", stage=stage)
            assert now().stage == stage
        await act(desk, "advance", stage="signed")
        assert isinstance(desk.screen, ActForm)
        assert now().stage == "publicised"
        assert "公示" in desk.text("#refusal")
        await desk.keys("escape")
        clock.set("2026-12-03 10:00")
        await act(desk, "advance", stage="signed", rent_free_until="2028-12-01")
        assert now().status == "resident"
        await act(desk, "allot", unit="302")
        assert now().units == ("302",)
        await act(desk, "charge", item="power", amount="88.80")
        await act(desk, "pay", amount="88.80")
        assert now().account.owed == 0
        await act(desk, "notice", ground=5, evidence="三次催缴未缴", reason="拖欠")
        assert now().status == "leaving"
        assert now().exit.leave_by is not None
        for item in ("equipment", "premises", "utilities", "registration", "formalities", "keys"):
            await act(desk, "clear", item=item)
        await act(desk, "leave")
        assert now().status == "left"
        assert now().units == ()


async def test_the_half_rule_refuses_with_its_article_and_a_supervisor_overrides(tmp_path: Path) -> None:
    with prepared(tmp_path) as (desk_, clock):
        one = publicised(desk_, institution(wanted_area=Decimal(2001)))
        clock.set("2026-11-10 10:00")
    for person, overridden in (("li", False), ("boss", True)):
        async with driving(tmp_path, clock=clock, person=person) as desk:
            await desk.keys("f4")
            await act(desk, "advance", stage="signed")
            assert isinstance(desk.screen, ActForm)
            assert "1/2" in desk.text("#refusal") or "一半" in desk.text("#refusal")
            assert desk.screen.fields["stage"].value == "signed"
            desk.screen.fields["override"].fill("市里重点引进")
            await desk.keys("ctrl+s")
            status = desk.desk.occupants.show(one.id, by="li").status
            assert (status == "resident") is overridden
            if not overridden:
                assert "值班负责人" in desk.text("#refusal")


async def test_what_was_typed_survives_a_refusal_and_going_elsewhere(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4")
        await find(desk, "海风")
        await act(desk, "charge", item="water", amount="一百二", note="十月水费")
        assert isinstance(desk.screen, ActForm)
        assert desk.screen.fields["amount"].value == "一百二"
        assert desk.one("#amount", Line).has_focus
        await desk.keys("escape")
        (draft,) = desk.app.drafts.all()  # type: ignore[union-attr]
        assert (draft.place, draft.values["note"]) == ("occupant_charge", "十月水费")
        await desk.keys("f2", "f11", "enter")
        form = desk.screen
        assert isinstance(form, ActForm)
        assert form.fields["note"].value == "十月水费"
        form.fields["amount"].fill("120")
        await desk.keys("ctrl+s")
        assert not desk.app.drafts.all()  # type: ignore[union-attr]


async def test_a_correction_leaves_the_masked_phone_as_it_is(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4")
        await find(desk, "海风")
        await act(desk, "edit", contact="程大满")
        (number,) = (one.id for one in screen(desk).items)
        one = desk.desk.occupants.reveal(number, by="boss")
        assert (one.contact, one.phone, one.headcount) == ("程大满", "13100000001", 4)


async def test_the_whole_form_is_usable_at_80_by_24(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, size=SMALL, clock=clock) as desk:
        await desk.keys("f4")
        desk.app.run_action_named("occupant_edit")
        await desk.settle()
        assert any("Ctrl+S" in each for each in desk.painted())
        note = desk.one("#note", Prose)
        desk.screen.set_focus(note)
        await desk.settle()
        assert note.region.y < 24
        assert any("Ctrl+S" in each for each in desk.painted())


# -- what is due -------------------------------------------------------------------------------------------------------


async def test_the_due_list_is_the_commands_and_opens_the_record(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        due = desk.desk.occupants.due(by="li")
        assert due
        await desk.keys("f4", "ctrl+t")
        assert f"待办 {len(due)}" in text(desk, "views")
        options = screen(desk).options
        assert options.option_count == len(due)
        screen(desk).set_focus(options)
        await desk.keys("end")
        assert due[-1].name in text(desk, "title")
        await desk.keys("enter")
        assert isinstance(desk.screen, PickOne)


# -- the floors --------------------------------------------------------------------------------------------------------


@SIZES
async def test_the_floors_are_drawn_with_units_names_and_words(tmp_path: Path, size: tuple[int, int]) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, size=size, clock=clock) as desk:
        await desk.keys("f4", "ctrl+t", "ctrl+t")
        shown = "\n".join(desk.painted())
        assert ("301 120 在用" if size == LARGE else "301 在用") in shown
        assert "海风科技" in shown
        assert ("302 120 空置" if size == LARGE else "302 空置") in shown
        assert "一半规则" in shown
        await desk.keys(*["down"] * 7)
        assert desk.one(FloorPlan.__name__, FloorPlan).unit.floor == 6  # type: ignore[union-attr]
        assert any("6" in each and "层" in each for each in desk.painted())


async def test_arrows_go_along_across_and_to_the_next_floor_and_a_click_marks(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+t", "ctrl+t")
        plan = desk.one("#plan", FloorPlan)
        codes = []
        for key in ("right", "right", "left", "down", "down", "up", "home", "end"):
            await desk.keys(key)
            assert plan.unit is not None
            codes.append(plan.unit.code)
        assert codes[:3] == ["302", "303", "302"]
        assert [code[0] for code in codes[3:6]] == ["3", "4", "3"]
        assert codes[6:] == ["307", "3s1"]
        await desk.pilot.click(plan, offset=(2, 1))
        await desk.settle()
        assert plan.unit.code == "301"
        assert "海风科技" in text(desk, "unit")


async def test_a_vacant_unit_is_given_from_the_plan(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+t", "ctrl+t", "right", "enter")
        await desk.type("hfkj")
        await desk.keys("enter", "ctrl+s")
        form = desk.screen
        assert isinstance(form, ActForm)
        assert form.fields["unit"].value == "302"
        await desk.keys("ctrl+s")
        assert desk.one("#plan", FloorPlan).unit.occupant_name == "海风科技"  # type: ignore[union-attr]


async def test_a_held_unit_opens_its_occupants_acts_and_record(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+t", "ctrl+t", "enter")
        await choose(desk, "打开记录")
        assert screen(desk).view == "list"
        assert "海风科技" in text(desk, "title")


async def test_what_if_moves_the_gauge_and_writes_nothing(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+t", "ctrl+t")
        assert "符合" in text(desk, "gauge")
        before = desk.desk.storage.change_token()
        await desk.keys("ctrl+w")
        desk.one("#kind", Choice).fill("institution")
        desk.one("#area", Line).fill("1900")
        await desk.keys("ctrl+s")
        assert "不符合" in text(desk, "gauge") or "突破" in text(desk, "gauge")
        assert "1900" in text(desk, "gauge")
        assert desk.desk.storage.change_token() == before
        await desk.keys("ctrl+w")
        desk.one("#area", Line).fill("")
        await desk.keys("ctrl+s")
        assert "符合" in text(desk, "gauge")


async def test_another_windows_act_is_seen_and_the_mark_stays(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+t", "ctrl+t", "right", "right")
        other = open_desk(str(desk.path), clock=clock)
        sea = next(one for one in other.occupants.list(OccupantFilter(search="海风"), by="han").items)
        other.occupants.allot(sea.id, "303", by="han")
        other.close()
        desk.app.poll()
        await desk.settle()
        unit = desk.one("#plan", FloorPlan).unit
        assert unit is not None
        assert (unit.code, unit.occupant_name) == ("303", "海风科技")


# -- files -------------------------------------------------------------------------------------------------------------


def sheet(path: Path, rows: list[list[Any]]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


async def test_import_maps_columns_shows_problems_and_takes_all_or_nothing(tmp_path: Path) -> None:
    clock = house(tmp_path)
    file = sheet(
        tmp_path / "名册.xlsx",
        [
            ["入驻单位一览表"],
            ["企业名称", "主体类别", "老板电话", "房间号"],
            ["蓝湾科技", "创业实体", "131-0000-0011", "304"],
            ["", "创业实体", "13100000012", ""],
        ],
    )
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+o")
        form = desk.screen
        assert isinstance(form, OccupantImport)
        form.fields["path"].fill(str(file))
        await desk.keys("ctrl+s")
        assert desk.screen is form
        assert form.tried is not None
        found = dict(form.tried[1].columns)
        assert found["老板电话"] is None
        assert len(desk.desk.occupants.list(OccupantFilter(), by="li").items) == 3
        await desk.keys("ctrl+l", "enter")
        await choose(desk, "电话")
        assert form.tried is not None
        assert dict(form.tried[1].columns)["老板电话"] == "phone"
        problems = form.tried[1].problems
        if problems:
            sheet(
                file, [["企业名称", "主体类别", "老板电话", "房间号"], ["蓝湾科技", "创业实体", "131-0000-0011", "304"]]
            )
            await desk.keys("ctrl+s")
        assert form.ready
        await desk.keys("ctrl+s")
        assert "蓝湾科技" in listed(desk)
        one = next(one for one in screen(desk).items if one.name == "蓝湾科技")
        assert (one.phone, one.units) == ("131****0011", ("304",))


async def test_a_file_that_is_none_is_refused_and_the_path_kept(tmp_path: Path) -> None:
    clock = house(tmp_path)
    file = tmp_path / "坏.xlsx"
    file.write_bytes(b"not a workbook")
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+o")
        desk.screen.fields["path"].fill(str(file))  # type: ignore[attr-defined]
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, OccupantImport)
        assert desk.text("#refusal")
        assert desk.screen.fields["path"].value == str(file)


async def test_export_writes_masked_phones(tmp_path: Path) -> None:
    clock = house(tmp_path)
    file = tmp_path / "导出.xlsx"
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("f4", "ctrl+y")
        desk.screen.fields["path"].fill(str(file))  # type: ignore[attr-defined]
        await desk.keys("ctrl+s")
        assert isinstance(desk.screen, OccupantsScreen)
    cells = [str(cell.value) for row in load_workbook(file).active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert "131****0001" in cells
    assert "13100000001" not in cells


# -- both languages ----------------------------------------------------------------------------------------------------


async def test_in_english_everything_is_english(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock, language="en") as desk:
        await desk.keys("f4")
        await find(desk, "海风")
        assert "startup" in text(desk, "title")
        await desk.keys("ctrl+t", "ctrl+t")
        assert "Half rule" in text(desk, "gauge")
        assert "vacant" in "\n".join(desk.painted())


# -- the call form -----------------------------------------------------------------------------------------------------


@SIZES
async def test_an_occupants_number_shows_it_on_the_call_form_and_f4_opens_it(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, size=size, clock=clock) as desk:
        await desk.keys("ctrl+n")
        await desk.type("131-0000-0001")
        await desk.settle()
        shown = desk.text("#history")
        assert "海风科技" in shown
        assert "301" in shown
        assert desk.one("#organisation", Line).value == "海风科技"
        await desk.keys("enter", "enter")
        await desk.type("想退租")
        await desk.keys("f4")
        assert "海风科技" in text(desk, "title")
        (draft,) = desk.app.drafts.all()  # type: ignore[union-attr]
        assert draft.values["question"] == "想退租"


async def test_another_number_takes_the_occupant_off_the_form_again(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        await desk.keys("ctrl+n")
        phone = desk.one("#phone", Line)
        for number, shown in (("13100000001", True), ("13100000002", False)):
            phone.fill(number)
            await desk.settle()
            assert ("海风科技" in desk.text("#history") and bool(desk.one("#history", Static).display)) is shown
            assert (desk.one("#organisation", Line).value == "海风科技") is shown


@SIZES
async def test_the_start_page_tells_what_is_to_be_done_about_occupants(tmp_path: Path, size: tuple[int, int]) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, size=size, clock=clock) as desk:
        due = desk.desk.occupants.due(by="li")
        shown = "\n".join(desk.painted())
        assert f"入驻待办 {len(due)} 件" in shown
        if size == LARGE:
            assert due[0].name[:4] in shown


async def test_a_call_of_an_occupant_names_it_and_f4_opens_it(tmp_path: Path) -> None:
    clock = house(tmp_path)
    async with driving(tmp_path, clock=clock) as desk:
        call = desk.desk.calls.log(NewCall("空调坏了", phone="13100000001"), by="li")
        desk.app.show_call(call.number)
        await desk.settle()
        assert "海风科技" in desk.sheet()
        assert "301" in desk.sheet()
        await desk.keys("f4")
        assert "海风科技" in text(desk, "title")
