"""Sheets as offices keep them, and sheets made badly on purpose: in whole or not at all, and out again."""

from __future__ import annotations

import contextlib
import csv
import io
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.desk import Desk
from core.errors import BadValue, DeskError
from core.occupants import cells, importing
from core.occupants.headings import plain
from core.occupants.importing import ImportReport
from core.occupants.views import OccupantFilter, OccupantView
from core.words import use_language
from tests.helpers.occupants import resident, startup
from tests.helpers.people import FrozenClock

TODAY = date(2026, 11, 23)


def xlsx(folder: Path, rows: list[list[Any]], *, merge: tuple[str, ...] = (), title: str = "入驻表") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for span in merge:
        sheet.merge_cells(span)
    path = folder / "名册.xlsx"
    book.save(path)
    return path


def sheet(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "名册.csv"
    path.write_bytes(text.encode(encoding))
    return path


def take(desk: Desk, path: Path, **more: Any) -> ImportReport:
    return desk.occupants.import_file(path, by="li", **more)


def everyone(desk: Desk) -> list[OccupantView]:
    found = desk.occupants.list(OccupantFilter(limit=1000), by="li").items
    return [desk.occupants.show(one.id, by="li") for one in reversed(found)]


def codes(report: ImportReport) -> list[tuple[int, str | None, str]]:
    return [(one.row, one.field, one.code) for one in report.problems]


def test_a_register_as_an_office_keeps_it_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path,
        [
            ["创业赋能中心入驻主体登记表"],
            ["填报单位：某科　　日期：2026.11.1"],
            [],
            ["序号", "合同期限", None, "入驻主体名称*", "联系人", None, "主体\n类型", "房间号", "面积（㎡）",
             "社保人数", "入驻时间", "宗教"],
            [None, "起", "止", None, "姓名", "电话", None, None, None, None, None, None],
            [1, datetime(2025, 9, 1), "2026年12月31日", " 海风科技 ", "赵六", 13800001234.0, "创业实体",
             "305、306", "１２０㎡", "４人", "2025.9.1", "无"],
            [2, "2025/10/8", 46387, "同行服务", "钱七", "（0532）8500-0000 转 12", "服务机构",
             "307室", 200, 12.0, "20251008", ""],
            [3, "—", "/", "某某商会", "无", None, "社会组织", None, "90.5 平方米", None, "2025年10月8日", "-"],
            ["合计", None, None, None, None, None, None, None, 410.5, 16, None, None],
            ["填表人：孙八"],
        ],
        merge=("A1:L1", "A4:A5", "B4:C4", "D4:D5", "E4:F4", "G4:G5", "H4:H5", "I4:I5", "J4:J5", "K4:K5", "L4:L5"),
    )  # fmt: skip
    tried = take(desk, path, dry_run=True)
    assert (tried.problems, tried.rows, tried.imported) == ((), 3, 0)
    assert everyone(desk) == []
    report = take(desk, path)
    assert (report.rows, report.imported, report.heading_row) == (3, 3, 5)
    assert [one for one in report.warnings if one["code"] == "unknown_heading"] == [
        {"code": "unknown_heading", "heading": "宗教"}
    ]
    firm, service, guild = everyone(desk)
    assert (firm.name, firm.kind, firm.phone, firm.contact) == ("海风科技", "startup", "138****1234", "赵六")
    assert (firm.units, firm.wanted_area, firm.headcount) == (("305", "306"), 120, 4)
    assert (firm.entered_on, firm.term_until) == (date(2025, 9, 1), date(2026, 12, 31))
    assert (firm.status, firm.stage, firm.admission) == ("resident", "signed", "untested")
    assert (service.kind, service.units, service.term_until) == ("institution", ("307",), date(2026, 12, 31))
    assert (guild.kind, guild.contact, guild.wanted_area, guild.agreement) == ("association", None, 90.5, None)
    assert desk.occupants.reveal(service.id, by="li").phone == "053285000000-12"
    assert [one.id for one in desk.occupants.list(OccupantFilter(search="305"), by="li").items] == [firm.id]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_in_any_usual_encoding_and_with_any_usual_mark(
    desk: Desk, tmp_path: Path, encoding: str, mark: str
) -> None:
    text = mark.join(["类型", "电话", "企业名称"]) + "\r\n" + mark.join(["企业", "138 0000 1234", "海风科技"]) + "\r\n"
    assert take(desk, sheet(tmp_path, text, encoding)).imported == 1
    assert [(one.name, one.kind, one.phone) for one in everyone(desk)] == [("海风科技", "startup", "138****1234")]


def test_a_merged_cell_counts_for_every_row_it_covers(desk: Desk, tmp_path: Path) -> None:
    path = xlsx(tmp_path, [["名称", "类型"], ["甲", "服务机构"], ["乙", None], ["丙", "企业"]], merge=("B2:B3",))
    assert take(desk, path).imported == 3
    assert [one.kind for one in everyone(desk)] == ["institution", "institution", "startup"]


def test_the_sheet_with_the_headings_is_found_among_others(desk: Desk, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.append(["说明", "本表每月更新"])
    second = book.create_sheet("名册")
    second.append(["名称", "类别", "人数"])
    second.append(["海风科技", "创业企业", "5"])
    path = tmp_path / "两张表.xlsx"
    book.save(path)
    assert take(desk, path).sheet == "名册"
    with pytest.raises(BadValue) as refused:
        take(desk, path, sheet="别的")
    assert refused.value.code == "no_such_sheet"


BAD = """名称,类型,电话,社保人数,面积,入驻时间,合同到期,房间号,统一社会信用代码
,企业,13800001234,1,10,2026-01-01,,,
甲,俱乐部,13800001234,1,10,2026-01-01,,,
乙,企业,不便告知,1,10,2026-01-01,,,
丙,企业,,三四个,10,2026-01-01,,,
丁,企业,,1,约10,2026-01-01,,,
戊,企业,,1,10.123,2026-01-01,,,
己,企业,,1,10,2026年1月,,,
庚,企业,,1,10,2026-02-30,,,
辛,企业,,1,10,2027-01-01,,,
壬,企业,,1,10,2026-06-01,2026-05-01,,
癸,企业,,1,10,2026-01-01,,999,
子,企业,,1,10,2026-01-01,,305,
丑,企业,,1,10,2026-01-01,,305室,
寅,企业,,1,10,2026-01-01,,,123
子,企业,,1,10,2026-01-01,,,
卯,,,1,10,2026-01-01,,,
辰,企业,,1,10,2026-01-01,,3s1,
"""
EXPECTED = [
    (2, "name", "text_missing"), (3, "kind", "unknown_kind"), (4, "phone", "bad_phone"),
    (5, "headcount", "bad_cell_number"), (6, "area", "bad_figure"), (7, "area", "bad_figure"),
    (8, "entered_on", "bad_cell_date"), (9, "entered_on", "bad_cell_date"), (10, "entered_on", "day_in_future"),
    (11, "term_until", "bad_term"), (14, "units", "row_twice"),
    (15, "credit_code", "bad_credit_code"), (16, "name", "row_twice"), (17, "kind", "kind_missing"),
]  # fmt: skip


@pytest.mark.parametrize("dry_run", [True, False])
def test_every_bad_row_is_named_with_its_problem_and_nothing_is_written(
    desk: Desk, tmp_path: Path, dry_run: bool
) -> None:
    report = take(desk, sheet(tmp_path, BAD), dry_run=dry_run)
    assert codes(report) == EXPECTED
    assert (report.imported, everyone(desk)) == (0, [])
    assert [(one["row"], one["unit"]) for one in report.warnings] == [(12, "999"), (18, "3s1")]
    assert "不便告知" not in str(report), "a bad phone is not repeated: it may be somebody's"


def test_one_bad_row_among_many_keeps_all_out(desk: Desk, tmp_path: Path) -> None:
    rows = "".join(f"公司{n},企业\n" for n in range(50))
    assert take(desk, sheet(tmp_path, f"名称,类型\n{rows},企业\n")).imported == 0
    assert everyone(desk) == []
    assert take(desk, sheet(tmp_path, f"名称,类型\n{rows}")).imported == 50


def test_what_the_database_has_already_is_a_problem_too(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    view = resident(desk, clock, startup())
    desk.occupants.allot(view.id, "305", by="li")
    path = sheet(tmp_path, f"名称,类型,房间号,入驻时间\n海风科技,企业,,\n乙,企业,305,{clock().date()}\n丙,企业,301,\n")
    report = take(desk, path)
    assert codes(report) == [(2, "name", "occupant_exists"), (3, "units", "unit_held")]
    assert len(everyone(desk)) == 1


def test_taking_the_same_file_in_again_changes_nothing(desk: Desk, tmp_path: Path) -> None:
    path = sheet(tmp_path, "名称,类型\n甲,企业\n乙,机构\n")
    assert take(desk, path).imported == 2
    assert [one.code for one in take(desk, path).problems] == ["occupant_exists", "occupant_exists"]


def test_art_10_5_an_import_that_breaks_the_half_rule_is_taken_in_with_a_warning(desk: Desk, tmp_path: Path) -> None:
    units = "、".join(one.code for one in desk.occupants.units(by="li", vacant=True) if one.floor < 6)
    report = take(desk, sheet(tmp_path, f"名称,类型,房间号\n大机构,机构,{units}\n"))
    assert report.imported == 1
    assert {"code": "half_rule", "article": "10(5)"} in report.warnings
    assert not desk.occupants.space(by="li").holds


def test_a_file_without_a_kind_may_be_told_its_kind(desk: Desk, tmp_path: Path) -> None:
    path = sheet(tmp_path, "单位名称,电话\n甲,\n")
    assert codes(take(desk, path)) == [(2, "kind", "kind_missing")]
    assert take(desk, path, kind="association").imported == 1
    with pytest.raises(BadValue):
        take(desk, path, kind="club")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("a.xls", b"x", "file_kind"), ("a.docx", b"x", "file_kind"), ("a.xlsx", b"", "broken_sheet"),
     ("a.xlsx", b"PK\x03\x04 not a package", "broken_sheet"), ("a.csv", b"", "no_headings"),
     ("a.csv", b"\xff\xfe\x00", "broken_sheet"), ("a.csv", "甲,乙\n1,2\n".encode(), "no_headings"),
     ("a.csv", b"\x00" * 500, "no_headings"), ("a.csv", "名称\n甲\n".encode(), "no_headings")],
)  # fmt: skip
def test_what_is_no_register_is_refused_with_a_sentence(
    desk: Desk, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(BadValue) as refused:
        take(desk, path)
    assert refused.value.code == code


def test_a_missing_file_and_a_folder_are_refused(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "ordner.csv").mkdir()
    for path in (tmp_path / "nichts.csv", tmp_path / "ordner.csv"):
        with pytest.raises(BadValue) as refused:
            take(desk, path)
        assert refused.value.code == "no_file"


def test_a_workbook_with_its_parts_missing_is_refused(desk: Desk, tmp_path: Path) -> None:
    whole = xlsx(tmp_path, [["名称", "类型"], ["甲", "企业"]])
    for left_out in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
        broken = tmp_path / "缺.xlsx"
        with zipfile.ZipFile(whole) as source, zipfile.ZipFile(broken, "w") as target:
            for part in source.namelist():
                if part != left_out:
                    target.writestr(part, source.read(part))
        with pytest.raises(DeskError):
            take(desk, broken)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    from core.occupants import headings, sheets

    for read in (lambda: sheets._csv(content, "a.csv"), lambda: sheets._xlsx(content, "a.xlsx")):
        try:
            grid = read()
            headings.find([sheets.Grid("", grid)] if isinstance(grid, tuple) else grid)
        except BadValue:
            pass


@given(
    st.one_of(
        st.none(), st.text(max_size=30), st.integers(), st.floats(allow_nan=True), st.booleans(), st.datetimes(),
        st.dates(), st.times(),
    )
)  # fmt: skip
def test_any_cell_is_read_or_refused(value: Any) -> None:
    for read in (cells.day, cells.whole, cells.area, cells.kind, cells.introducer, cells.units, cells.typed, plain):
        with contextlib.suppress(BadValue):
            read(value)


@pytest.mark.parametrize(
    "written",
    [datetime(2026, 3, 5), date(2026, 3, 5), "2026-03-05", "2026-3-5", "2026/3/5", "2026.3.5", "2026.03.05",
     "2026年3月5日", "2026年03月05号", "20260305", 20260305, 20260305.0, 46086, "46086", "２０２６．３．５",
     "2026-03-05 00:00:00", "2026/3/5 10:30",
     " 2026 年 3 月 5 日 ", "二〇二六年三月五日"],
)  # fmt: skip
def test_dates_in_every_shape_offices_write(written: Any) -> None:
    assert cells.day(written) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("二〇二六年十月十日", date(2026, 10, 10)), ("二零二五年十二月三十一日", date(2025, 12, 31)),
     ("二○二六年一月二十号", date(2026, 1, 20)), ("二〇二六年十一月二十一日", date(2026, 11, 21))],
)  # fmt: skip
def test_dates_in_chinese_numerals(written: str, meant: date) -> None:
    assert cells.day(written) == meant


def test_rent_free_in_words_is_no_rent() -> None:
    assert cells.rent("免租", "租金单价") is None


@pytest.mark.parametrize(
    "written",
    ["2026年3月", "3月5日", "26.3.5", "2026-13-01", "昨天", "二〇二六年十十月一日", "2026-3-5-6", "12", 99999999],
)
def test_what_is_no_day_is_not_guessed(written: Any) -> None:
    with pytest.raises(BadValue):
        cells.day(written)


@pytest.mark.parametrize(
    ("cell", "heading", "rate", "per"),
    [("1.35", "租金单价（元/㎡/天）", "1.35", "day"), ("45", "租金", "45", "month"),
     ("1.35元/㎡·日", "租金", "1.35", "day"), ("45元/平方米/月", "租金单价", "45", "month"),
     (1.35, "租金 元/天", "1.35", "day"), ("¥40.5元", "租金", "40.5", "month")],
)  # fmt: skip
def test_rents_with_their_unit_in_the_cell_or_the_heading(cell: Any, heading: str, rate: str, per: str) -> None:
    found = cells.rent(cell, heading)
    assert found is not None
    assert (str(found[0]), found[1]) == (rate, per)


def test_binary_dust_of_number_cells_is_swept_off() -> None:
    assert str(cells.area(0.1 + 0.2)) == "0.30"
    assert cells.whole(12.0) == 12


@pytest.mark.parametrize("danger", ["=1+1", "+86 138", "-5", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_no_formula_leaves_with_an_export_and_the_text_comes_back(
    desk: Desk, tmp_path: Path, danger: str, ending: str
) -> None:
    use_language("zh")
    desk.occupants.add(startup("甲" + danger, note=danger, scope=danger, contact=danger), by="li")
    path = tmp_path / f"out{ending}"
    assert desk.occupants.export_file(path, by="li", everyone=True) == 1
    if ending == ".csv":
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
        assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@", "\t"))]
        return
    cells_ = [cell for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells_ if cell.data_type == "f"]
    assert any(str(cell.value).strip("␉") == danger.strip("\t") for cell in cells_)


def test_an_export_is_styled_has_phones_as_text_and_masked(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    use_language("zh")
    view = resident(desk, clock, startup(phone="138-0000-1234"))
    desk.occupants.allot(view.id, "305", by="li")
    masked, whole = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    desk.occupants.export_file(masked, by="li")
    desk.occupants.export_file(whole, by="li", reveal=True)
    for path, phone in ((masked, "138****1234"), (whole, "13800001234")):
        ws = openpyxl.load_workbook(path).worksheets[0]
        headings = {cell.value: cell.column for cell in ws[2]}
        cell = ws.cell(3, headings["联系电话"])
        assert (cell.value, cell.data_type, cell.number_format) == (phone, "s", "@")
        assert ws.cell(3, headings["入驻日期"]).value == datetime.combine(clock().date(), datetime.min.time())
        assert (ws.freeze_panes, ws.auto_filter.ref is not None, ws[2][0].font.bold) == ("B3", True, True)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_an_export_is_understood_by_the_import(
    desk: Desk, clock: FrozenClock, tmp_path: Path, language: str, ending: str
) -> None:
    from tests.helpers.people import open_copy

    use_language(language)
    view = resident(desk, clock, startup(phone="138-0000-1234", contact="赵六", scope="软件"))
    desk.occupants.allot(view.id, "305", by="li")
    path = tmp_path / f"out{ending}"
    desk.occupants.export_file(path, by="li", reveal=True)
    (tmp_path / "new").mkdir()
    other = open_copy(tmp_path / "new", clock)
    report = take(other, path)
    assert (report.problems, [one for one in report.warnings if one["code"] != "row_left_out"]) == ((), [])
    again = everyone(other)[0]
    assert (again.name, again.kind, again.units, again.contact, again.scope, again.term_until) == (
        view.name, view.kind, ("305",), "赵六", "软件", view.term_until,
    )  # fmt: skip
    assert other.occupants.reveal(again.id, by="li").phone == "13800001234"
    other.close()


def test_a_masked_phone_comes_in_empty_with_a_warning(desk: Desk, tmp_path: Path) -> None:
    report = take(desk, sheet(tmp_path, "名称,类型,电话\n甲,企业,138****1234\n"))
    assert (report.imported, report.warnings) == (1, ({"code": "phone_masked", "row": 2},))


def test_an_export_to_where_it_cannot_be_is_refused_and_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "a.xlsx", tmp_path / "a.pdf"):
        with pytest.raises(BadValue):
            desk.occupants.export_file(path, by="li")
    assert list(tmp_path.glob("*.pdf")) == []


def test_a_term_in_one_cell_and_a_name_with_a_number_behind_it(desk: Desk, tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        "单位名称,类别,联系人及电话,合同期限,免租期\n"
        "甲,企业,赵六 138-0000-1234,2025.9.1-2026.8.31,2025年9月1日至2026年3月31日\n"
        "乙,企业,13900001111,2025/9/1—2027/8/31,\n"
        "丙,企业,,1年,\n",
    )
    assert codes(take(desk, path)) == [(4, "term", "bad_cell_span")]
    path.write_text(path.read_text(encoding="utf-8").replace("1年", "——"), encoding="utf-8")
    assert take(desk, path).imported == 3
    first, second, third = everyone(desk)
    assert (first.contact, first.phone) == ("赵六", "138****1234")
    assert first.agreement is not None
    assert (first.agreement.start, first.agreement.until) == (date(2025, 9, 1), date(2026, 8, 31))
    assert first.rent_free_until == date(2026, 3, 31)
    assert (second.contact, second.phone, second.term_until) == (None, "139****1111", date(2027, 8, 31))
    assert third.agreement is None


def test_a_column_may_be_told_what_it_is(desk: Desk, tmp_path: Path) -> None:
    path = sheet(tmp_path, "名称,性质,老板,类型\n甲,企业,张三,民营\n")
    assert codes(take(desk, path)) == [(2, "kind", "unknown_kind")]
    report = take(desk, path, named=("类型=", "性质=kind", "老 板=legal-representative"))
    assert (report.imported, report.warnings) == (1, ())
    assert everyone(desk)[0].legal_representative == "张三"
    for wrong in ("性质", "=kind", "性质=soul"):
        with pytest.raises(BadValue) as refused:
            take(desk, path, named=(wrong,))
        assert refused.value.code == "bad_map"


def test_units_and_codes_that_do_not_fit_are_warned_of_and_the_row_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    path = sheet(tmp_path, "名称,类型,房间号,统一社会信用代码\n甲,企业,A-1203、305,91370200MA0000000X\n")
    report = take(desk, path)
    assert [one["code"] for one in report.warnings] == ["credit_code_doubtful", "no_such_unit"]
    view = everyone(desk)[0]
    assert (view.units, view.credit_code) == (("305",), "91370200MA0000000X")


@pytest.mark.parametrize(
    ("written", "kind"),
    [("创业服务机构", "institution"), ("孵化平台", "institution"), ("公益性商协会等社会组织", "association"),
     ("青年商会", "association"), ("初创企业（科技型）", "startup"), ("创业实体", "startup"), ("Startup", "startup"),
     ("企 业", "startup")],
)  # fmt: skip
def test_kinds_in_the_words_offices_use(written: str, kind: str) -> None:
    assert cells.kind(written) == kind


CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "企业", "机构", "2026-01-01", "2027.13.1", "13800001234", "１２０㎡", "305", "合计", "无", "=1+1", "甲"]
    ),
)


@given(
    st.lists(
        st.sampled_from(["名称", "类型", "电话", "面积", "入驻时间", "合同期限", "房间号", "租金", "人数", "怪"]),
        max_size=8,
    ),
    st.lists(st.lists(CELLS, max_size=8), max_size=6),
)
def test_every_row_of_any_table_is_either_good_or_has_a_problem(head: list[str], rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([head, *rows])
        try:
            parsed = importing.parse(path, TODAY)
        except BadValue:
            return
    good, bad = {one.row for one in parsed.arrivals}, {one.row for one in parsed.problems}
    left_out = {one["row"] for one in parsed.warnings if one["code"] == "row_left_out"}
    assert len(good | bad) == parsed.rows
    assert not left_out & (good | bad)
    assert all(one.message for one in parsed.problems)
    for one in parsed.arrivals:
        assert one.new.name.strip()
        assert one.new.kind in ("institution", "association", "startup")
