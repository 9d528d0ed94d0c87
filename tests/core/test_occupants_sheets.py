"""Sheets made worse on purpose: what offices do to a register, and what is told of it before anything is written."""

from __future__ import annotations

import contextlib
import io
import tempfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from core.desk import Desk
from core.errors import BadValue, RuleRefused
from core.occupants import headings, sheets
from core.occupants.importing import ImportReport
from core.occupants.views import Signing
from tests.core.test_occupants_import import codes, everyone, sheet, take, xlsx
from tests.helpers.people import FrozenClock


def test_a_resident_whose_day_of_entry_no_sheet_tells_is_not_given_one(
    desk: Desk, clock: FrozenClock, tmp_path: Path
) -> None:
    """What happened before the day of the import can be recorded: nobody knows that it was too early."""
    take(desk, sheet(tmp_path, "名称,类型,房间号\n甲,企业,305\n乙,机构,\n"))
    view = desk.occupants.show(1, by="li")
    assert (view.status, view.entered_on, view.units) == ("resident", None, ("305",))
    assert desk.occupants.show(1, by="li", on=date(2026, 11, 1)).status == "resident"
    assert desk.occupants.allot(1, "306", by="li", start=date(2026, 3, 1)).units == ("305", "306")
    assert [one.occupant for one in desk.occupants.units(by="li", on=date(2026, 3, 1)) if one.code == "306"] == [1]
    term = desk.occupants.renew(1, Signing(start=date(2026, 3, 1), rent_free_until=date(2029, 3, 1)), by="li")
    assert (term.term_until, term.rent_free_until) == (date(2027, 2, 28), date(2029, 3, 1))
    served = desk.occupants.notice(2, 5, date(2026, 9, 1), by="li", evidence="欠费清单")
    assert str(served.leave_by) == "2026-10-08"
    assert list(desk.check(by="boss")) == []


def test_art_10_5_the_registered_address_of_a_resident_taken_in_stays_too(desk: Desk, tmp_path: Path) -> None:
    take(desk, sheet(tmp_path, "名称,类型,注册地址\n甲,企业,中心三层\n乙,企业,\n"))
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.report_change(1, "registered_address", "别处", by="li")
    assert refused.value.details["article"] == "10(5)"
    assert desk.occupants.report_change(2, "registered_address", "中心四层", by="li").registered_address == "中心四层"


def test_art_10_5_a_dry_run_says_that_the_half_rule_would_be_broken(desk: Desk, tmp_path: Path) -> None:
    path = sheet(tmp_path, "名称,类型,面积,合同到期\n大机构,机构,2100,2027-12-31\n")
    tried = desk.occupants.import_file(path, by="li", dry_run=True)
    assert {"code": "half_rule", "article": "10(5)"} in tried.warnings


def told(report: ImportReport, code: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in one.items() if name != "code"}
            for one in report.warnings if one["code"] == code]  # fmt: skip


@pytest.mark.parametrize("name", ["注意力科技", "备注通公司", "合计通财务", "审核易", "说明书设计工作室", "总计划咨询"])
def test_a_name_that_begins_like_a_sum_or_a_note_is_a_name(desk: Desk, tmp_path: Path, name: str) -> None:
    report = take(desk, sheet(tmp_path, f"名称,类型,面积\n{name},企业,60\n"))
    assert (report.imported, report.warnings) == (1, ())
    assert everyone(desk)[0].name == name


@pytest.mark.parametrize(
    "last",
    [["合 计", None, None, 120], [None, "总 计：1家", None, 120], ["总计", None, None, None],
     ["小计（㎡）", "", "", 60],
     ["填表人：孙八", None, None, None], ["备注：每月更新", None, None, None], ["本页合计", None, None, 60],
     ["共计1户", None, None, 60]],
)  # fmt: skip
def test_sums_and_signatures_under_the_table_are_left_out_and_told(desk: Desk, tmp_path: Path, last: list[Any]) -> None:
    report = take(desk, xlsx(tmp_path, [["序号", "名称", "类型", "面积"], [1, "甲", "企业", 60], last]))
    assert (report.problems, report.imported, told(report, "row_left_out")) == ((), 1, [{"row": 3}])


def test_rows_numbered_beforehand_and_not_filled_in_are_blank(desk: Desk, tmp_path: Path) -> None:
    rows = [["序号", "名称", "类型"], [1, "甲", "企业"], [2, None, None], [3, " ", ""], [4, "丁", "机构"]]
    report = take(desk, xlsx(tmp_path, rows))
    assert (report.problems, report.rows, report.imported, report.warnings) == ((), 2, 2, ())


def test_who_has_left_by_the_sheets_own_word_is_not_taken_in_as_resident(desk: Desk, tmp_path: Path) -> None:
    report = take(
        desk, sheet(tmp_path, "名称,类型,状态,房间号\n甲,企业,在驻,305\n乙,企业,已 退出,306\n丙,企业,left,\n")
    )
    assert [one.name for one in everyone(desk)] == ["甲"]
    assert told(report, "row_not_here") == [{"row": 3, "state": "已 退出"}, {"row": 4, "state": "left"}]
    assert [one.code for one in desk.occupants.units(by="li", vacant=True) if one.code == "306"] == ["306"]


def test_a_name_merged_over_rows_is_one_occupant_with_several_units(desk: Desk, tmp_path: Path) -> None:
    rows = [["名称", "类型", "房间号", "面积", "电话"], ["甲", "企业", "305", 60, "13800001234"],
            [None, None, "306", 60.5, None], ["乙", "机构", "307", 260, None], [None, None, 308, None, None],
            ["丙", "club", "309", 10, None], [None, None, "310", 10, None]]  # fmt: skip
    path = xlsx(tmp_path, rows, merge=("A2:A3", "B2:B3", "E2:E3", "A4:A5", "B4:B5", "D4:D5", "A6:A7"))
    assert codes(take(desk, path)) == [(6, "kind", "unknown_kind")]
    path = xlsx(tmp_path, rows[:5], merge=("A2:A3", "B2:B3", "E2:E3", "A4:A5", "B4:B5", "D4:D5"))
    report = take(desk, path)
    assert (report.rows, report.imported) == (2, 2)
    assert told(report, "row_joined") == [{"row": 3, "first": 2}, {"row": 5, "first": 4}]
    assert [(one.name, one.units, one.wanted_area) for one in everyone(desk)] == [
        ("甲", ("305", "306"), 120.5), ("乙", ("307", "308"), 260),
    ]  # fmt: skip


def test_other_sheets_with_rows_are_told_and_a_hidden_one_does_not_go_first(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    old = book.active
    assert old is not None
    old.title, old.sheet_state = "旧", "hidden"
    for row in (["名称", "类型", "电话"], ["旧公司", "企业", "13800001234"]):
        old.append(row)
    now = book.create_sheet("现")
    for row in (["名称", "类型"], ["甲", "企业"], ["乙", "企业"]):
        now.append(row)
    now.row_dimensions[3].hidden = True
    book.create_sheet("空").append(["名称", "类型"])
    book.save(tmp_path / "册.xlsx")
    report = take(desk, tmp_path / "册.xlsx")
    assert (report.sheet, report.imported) == ("现", 2)
    assert told(report, "sheet_left_out") == [{"sheet": "旧"}]
    assert told(report, "rows_hidden") == [{"count": 1}]
    assert told(take(desk, tmp_path / "册.xlsx", sheet="旧"), "sheet_left_out") == []


def test_formulas_without_a_result_and_cells_with_errors_are_problems(desk: Desk, tmp_path: Path) -> None:
    rows = [["名称", "类型", "面积"], ["甲", "企业", "=30*2"], ["#REF!", "企业", 60], ["丙", "企业", "#N/A"]]
    report = take(desk, xlsx(tmp_path, rows))
    assert codes(report) == [
        (2, "area", "cell_uncalculated"), (3, "name", "cell_error"), (4, "area", "cell_error"),
    ]  # fmt: skip
    assert everyone(desk) == []


def test_results_of_formulas_are_read(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "册.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet()
    page.write_row(0, 0, ["名称", "类型", "面积", "电话"])
    page.write_row(1, 0, ["甲", "企业"])
    page.write_formula(1, 2, "=30*2", None, 60)
    book.close()
    assert take(desk, path).imported == 1
    assert [(one.wanted_area, one.phone) for one in everyone(desk)] == [(60, None)]


@pytest.mark.parametrize("written", ["3/1/25", "3/1/2025", "03-01-2025", "25.3.25"])
def test_a_day_that_can_be_read_in_more_than_one_way_is_refused_with_that_reason(
    desk: Desk, tmp_path: Path, written: str
) -> None:
    report = take(desk, sheet(tmp_path, f"名称,类型,入驻时间\n甲,企业,{written}\n"))
    assert codes(report) == [(2, "entered_on", "ambiguous_cell_date")]
    assert written in report.problems[0].message


@pytest.mark.parametrize("text", ["入驻名册\n名称;类型;面积\n甲;企业;60\n", "名称|类型|面积\n甲|企业|60\n",
                                  "名称;经营范围;类型;面积\n甲;软件,硬件,咨询,培训;企业;60\n",
                                  "名称,房间号,类型,面积\n甲,305;306;307,企业,60\n"])  # fmt: skip
def test_the_mark_between_fields_is_found_below_titles_and_among_other_marks(
    desk: Desk, tmp_path: Path, text: str
) -> None:
    assert take(desk, sheet(tmp_path, text)).imported == 1
    assert everyone(desk)[0].wanted_area == 60


HEADS = {
    "name": "★企业名称 公司全称 企业名称（全称） 入驻企业名称*",
     "area": "面积㎡ 使用面积/㎡ 办公面积（平米） 面\n积（㎡） 租赁面积(m²)",
    "phone": "联系电话1 联系　电话 手机号（必填）", "headcount": "社保人数（人） 参保人数 在职人数",
    "term_until": "合同终止日期 协议截止日期 合同到期时间", "term_from": "合同起始时间 起租日期",
    "rent": "租金（元/㎡/天） 租金单价(元/平方米/月)", "rent_free_until": "免租截止日 免租期至",
    "credit_code": "统一社会信用代码/组织机构代码 信用代码", "legal_representative": "法人/负责人 法定代表人（负责人）",
    "units": "房间编号 门牌 单元房号 房号（室）",
}  # fmt: skip


@pytest.mark.parametrize(
    ("field", "written"), [(field, one) for field, all_ in HEADS.items() for one in all_.split(" ")]
)
def test_headings_with_units_marks_and_strokes_are_known(field: str, written: str) -> None:
    lines = [["名称"], ["类型"]] if field != "name" else [["类型"], ["电话"]]
    grid = sheets.Grid("", ((1, (*(one[0] for one in lines), written)),))
    assert headings.find([grid])[1].fields.get(field) == 2


def test_art_15_1_of_two_headcounts_the_insured_one_counts(desk: Desk, tmp_path: Path) -> None:
    report = take(desk, sheet(tmp_path, "名称,类型,员工人数,社保人数\n甲,企业,30,4\n"))
    assert told(report, "heading_twice") == [{"heading": "员工人数"}]
    assert everyone(desk)[0].headcount == 4


@pytest.mark.parametrize("written", ["3层305室", "三楼305", "3F-305", "305室", "３０５"])
def test_a_unit_with_its_floor_before_it_is_found(desk: Desk, tmp_path: Path, written: str) -> None:
    report = take(desk, sheet(tmp_path, f"名称,类型,房间号\n甲,企业,{written}\n"))
    assert report.warnings == ()
    assert everyone(desk)[0].units == ("305",)


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6), st.booleans())
@settings(max_examples=60, deadline=None)
def test_a_workbook_with_bytes_changed_is_read_or_refused(changes: list[tuple[int, int]], cut: bool) -> None:
    content = bytearray(_workbook())
    for place, byte in changes:
        content[place % len(content)] = byte
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        path.write_bytes(content[: changes[0][0] % len(content)] if cut else content)
        with contextlib.suppress(BadValue):
            sheets.read(path)


@cache
def _workbook() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for number in range(200):
        page.append([f"第{number}家", "企业"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
