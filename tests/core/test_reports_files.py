"""The report files: what is in them, that nothing in them runs, and that no number is whole."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from core.calls.views import NewCall
from core.desk import Desk
from core.errors import BadValue
from core.reports.measures import COUNTS, RATES
from core.reports.views import Scope
from core.words import use_language
from data.templates.make_monthly import monthly
from tests.helpers.people import FrozenClock

HOSTILE = (
    "=1+1", '=HYPERLINK("http://example.com")', "+1", "-1", "@SUM(A1)", "\x1b[31m红", "a\x07", "＝1+1", "\t=1",
    "http://example.com", "\u202ecod", "x" * 5000,
)  # fmt: skip


def _filled(desk: Desk, clock: FrozenClock) -> None:
    for index, text in enumerate(HOSTILE):
        clock.forward(minutes=3)
        answer = "答" if index % 3 == 0 else None
        new = NewCall(question=text, name=text[:200], service="loan", phone="138-0000-1234", answer=answer)
        desk.calls.log(new, by="li")
    clock.forward(days=9)


def _book(desk: Desk, folder: Path, scope: Scope = Scope()) -> Any:  # noqa: B008
    use_language("en")
    desk.reports.export(scope, folder / "r.xlsx", by="boss")
    return load_workbook(folder / "r.xlsx")


def test_nothing_in_the_spreadsheet_is_a_formula_or_a_link(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    _filled(desk, clock)
    book = _book(desk, tmp_path)
    for sheet in book:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row), sheet.title
    with zipfile.ZipFile(tmp_path / "r.xlsx") as parts:
        assert not any("external" in name.lower() for name in parts.namelist())
        for name in parts.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(name)
    questions = [row[7].value for row in book["Overdue"].iter_rows(min_row=4) if row[0].value]
    assert '=HYPERLINK("http://example.com")' in questions
    assert not any("\x1b" in one or "\x07" in one for one in questions)


def test_phone_numbers_are_masked_text(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    _filled(desk, clock)
    sheet = _book(desk, tmp_path)["Overdue"]
    phones = {(row[6].value, row[6].data_type) for row in sheet.iter_rows(min_row=4) if row[0].value}
    assert phones == {("138****1234", "s")}
    with zipfile.ZipFile(tmp_path / "r.xlsx") as parts:
        assert not any(b"13800001234" in parts.read(name) for name in parts.namelist())


def test_headings_are_frozen_and_pages_laid_out(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    _filled(desk, clock)
    book = _book(desk, tmp_path)
    assert book.sheetnames == [
        "Summary", "By person", "By service", "By channel", "By kind", "By group of callers", "Over time",
        "Hours of the week", "Demand", "Rooms", "Overdue", "Definitions",
    ]  # fmt: skip
    for sheet in book:
        assert sheet.freeze_panes == "B4"
        assert sheet.print_area
        assert sheet.print_title_rows == "$1:$3"
    charts = {sheet.title: len(sheet._charts) for sheet in book}
    assert charts["By person"] == 1
    assert charts["Over time"] == 2


def test_the_figures_in_the_file_are_the_reports(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    _filled(desk, clock)
    scope = Scope(date(2026, 11, 1), date(2026, 11, 30))
    book, found = _book(desk, tmp_path, scope), desk.reports.response(scope, by="boss", group="staff")
    told = {row[0].value: row for row in book["Summary"].iter_rows(min_row=4)}
    assert told["Calls"][1].value == found.figures.calls == len(HOSTILE)
    assert told["On-time rate"][1].value == found.figures.on_time_rate
    assert told["On-time rate"][2].value == found.figures.completed
    assert told["On-time rate"][5].value == "too few"
    assert book["By person"]["A4"].value == found.groups[0].name == "李雷"
    assert book["By person"]["B4"].value == found.groups[0].figures.calls
    heat = book["Hours of the week"]
    assert sum(cell.value for row in heat.iter_rows(min_row=4, min_col=2, max_row=10) for cell in row) == len(HOSTILE)


def test_the_definitions_are_all_there(desk: Desk, tmp_path: Path) -> None:
    rows = [row[1].value for row in _book(desk, tmp_path)["Definitions"].iter_rows(min_row=4)]
    assert {one.key for one in (*COUNTS, *RATES)} <= set(rows)


def test_progress_is_told_to_the_end(desk: Desk, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    desk.reports.export(Scope(), tmp_path / "r.xlsx", by="boss", progress=lambda done, of: told.append((done, of)))
    assert [done for done, _of in told] == list(range(1, len(told) + 1))
    assert told[-1][0] == told[-1][1]


def test_a_folder_that_is_not_there_is_named(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(BadValue):
        desk.reports.export(Scope(), tmp_path / "nowhere" / "r.xlsx", by="boss")
    with pytest.raises(BadValue):
        desk.reports.monthly("2026-11", tmp_path / "nowhere" / "m.docx", by="boss")


def test_the_monthly_report_is_in_chinese_and_says_the_months_figures(
    desk: Desk, clock: FrozenClock, tmp_path: Path
) -> None:
    _filled(desk, clock)
    use_language("en")
    assert desk.reports.monthly("2026-11", tmp_path / "m.docx", by="boss") == len(HOSTILE)
    document = Document(str(tmp_path / "m.docx"))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "2026 年 11 月" in text
    assert f"本月收到来电 {len(HOSTILE)} 个（上月 0 个）" in text
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    assert ["按期办结率", "100.0 %", "4", "—", "样本少"] in [row[:5] for row in cells]
    assert any(row[0] == "李雷" for row in cells)
    assert "{" not in text


def test_the_committed_template_is_the_one_the_script_makes() -> None:
    committed = Document(str(Path(__file__).resolve().parents[2] / "data" / "templates" / "monthly.docx"))
    assert monthly().element.xml == committed.element.xml, "run python -m data.templates.make_monthly"


def test_the_centres_own_monthly_template_comes_first(desk: Desk, tmp_path: Path) -> None:
    assert desk.storage.path is not None
    own = desk.storage.path.parent / "templates"
    own.mkdir()
    document = Document()
    document.add_paragraph("自己的：{{ month }}")
    document.save(str(own / "monthly.docx"))
    desk.reports.monthly("2026-10", tmp_path / "m.docx", by="boss")
    assert Document(str(tmp_path / "m.docx")).paragraphs[0].text == "自己的：2026 年 10 月"
