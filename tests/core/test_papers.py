"""The papers as printed: what stands on them, their size, their copies, and what must not stand on them."""

import dataclasses
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm

from core.papers import Ledger, Paper, Register, render
from data.templates.make_templates import PAPERS as MAKERS
from tests.core.papers_made_up import CENTRE, LEDGER, PAPERS, RECEIPT, REGISTER, SLIP

TEMPLATES = Path(__file__).resolve().parents[2] / "data" / "templates"


def document(tmp_path: Path, name: str, values: Paper, folder: Path | None = None) -> Any:
    render(name, values, tmp_path / "out.docx", folder=folder)
    return Document(str(tmp_path / "out.docx"))


def words(made: Any) -> str:
    """All text of a document in reading order, a paragraph or cell a line."""
    return "\n".join(
        "".join(part.text or "\n" for part in paragraph.iter("{*}t", "{*}br"))
        for paragraph in made.element.body.iter("{*}p")
    )


def plain(tmp_path: Path, name: str, values: Paper) -> str:
    render(name, values, tmp_path / "out.txt")
    return (tmp_path / "out.txt").read_text(encoding="utf-8")


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in strings(one)]
    if dataclasses.is_dataclass(value):
        return [text for field in dataclasses.fields(value) for text in strings(getattr(value, field.name))]
    return []


@pytest.mark.parametrize("name", PAPERS)
def test_everything_given_is_printed(tmp_path: Path, name: str) -> None:
    printed = words(document(tmp_path, name, PAPERS[name]))
    assert [text for text in strings(PAPERS[name]) if text not in printed] == []
    assert "{{" not in printed
    assert "{%" not in printed
    assert "None" not in printed


@pytest.mark.parametrize("name", ["slip", "receipt"])
def test_slip_and_receipt_are_a5_in_two_copies(tmp_path: Path, name: str) -> None:
    made = document(tmp_path, name, PAPERS[name])
    section = made.sections[0]
    assert abs(section.page_width - Mm(148)) < Mm(1)
    assert abs(section.page_height - Mm(210)) < Mm(1)
    printed = words(made)
    assert printed.count("服务对象留存") == 1
    assert printed.count("中心存档") == 1
    assert printed.count("（盖章处）") == printed.count("经办人签字：") == printed.count("服务对象签字：") == 2
    breaks = [one for one in made.paragraphs if one.paragraph_format.page_break_before]
    assert [one.text for one in breaks] == [f"{CENTRE}\t服务对象留存", f"{CENTRE}\t中心存档"]


@pytest.mark.parametrize("name", ["register", "ledger"])
def test_register_and_ledger_are_a4_landscape_with_repeated_heads(tmp_path: Path, name: str) -> None:
    made = document(tmp_path, name, PAPERS[name])
    section = made.sections[0]
    assert abs(section.page_width - Mm(297)) < Mm(1)
    assert abs(section.page_height - Mm(210)) < Mm(1)
    (table,) = made.tables
    assert table.rows[0]._tr.trPr.find("{*}tblHeader") is not None
    assert len(table.rows) == 1 + len(PAPERS[name].rows)


def test_both_copies_say_the_same(tmp_path: Path) -> None:
    mine, theirs = words(document(tmp_path, "slip", SLIP)).split("中心存档")
    assert mine.split("服务对象留存")[1].removesuffix(f"\n{CENTRE}") == theirs


@pytest.mark.parametrize("name", ["slip", "receipt"])
def test_without_a_caller_no_line_speaks_of_one(tmp_path: Path, name: str) -> None:
    values = dataclasses.replace(PAPERS[name], caller=None)
    made = document(tmp_path, name, values)
    labels = [row.cells[0].text for table in made.tables for row in table.rows]
    assert "服务对象" not in labels
    assert "办理事项" in labels or "受理事项" in labels
    for printed in (words(made), plain(tmp_path, name, values)):
        for private in ("王小明", "138", "海岸科技"):
            assert private not in printed
    assert "服务对象签字" not in words(made)
    assert (
        words(made).count("不记名") == words(made).count("经办人签字：") == words(made).count("　　年　　月　　日") == 2
    )
    assert "服务对象：" not in plain(tmp_path, name, values)


def test_a_later_telling_stands_with_its_reason(tmp_path: Path) -> None:
    for printed in (words(document(tmp_path, "slip", SLIP)), plain(tmp_path, "slip", SLIP)):
        assert printed.index("需要准备的材料") < printed.index("身份证") < printed.index("补充告知（情况变化）")
        assert printed.index("补充告知（情况变化）") < printed.index("场地证明")


def test_no_materials_and_nothing_told_are_told_apart(tmp_path: Path) -> None:
    none = dataclasses.replace(SLIP, tellings=(dataclasses.replace(SLIP.tellings[0], materials=()),))
    untold = dataclasses.replace(SLIP, tellings=())
    for printed in (words(document(tmp_path, "slip", none)), plain(tmp_path, "slip", none)):
        assert "无需提交材料" in printed
        assert "尚未告知" not in printed
    for printed in (words(document(tmp_path, "slip", untold)), plain(tmp_path, "slip", untold)):
        assert "材料尚未告知" in printed
        assert "无需提交材料" not in printed


@pytest.mark.parametrize("name", ["slip", "receipt"])
def test_a_provisional_time_is_marked(tmp_path: Path, name: str) -> None:
    certain = PAPERS[name]
    provisional = dataclasses.replace(certain, provisional=True)
    assert "暂定" not in words(document(tmp_path, name, certain)) + plain(tmp_path, name, certain)
    assert words(document(tmp_path, name, provisional)).count("暂定") == 2
    assert plain(tmp_path, name, provisional).count("暂定") == 1


def test_a_ledger_row_says_who_extended_it_why_and_when_the_caller_was_told(tmp_path: Path) -> None:
    cells = [cell.text for cell in document(tmp_path, "ledger", LEDGER).tables[0].rows[1].cells]
    assert (
        "延长 3 个工作日；周主任批准；原因：现场勘验；2026-11-27 10:00 告知\n"
        "延长 2 个工作日；周主任批准；原因：等评审；未告知" in cells
    )
    second = [cell.text for cell in document(tmp_path, "ledger", LEDGER).tables[0].rows[2].cells]
    assert "2027-01-05 17:00（暂定）" in second
    assert second.count("—") == 4


@pytest.mark.parametrize(
    ("name", "values"),
    [("register", Register(CENTRE, "十一月", "今天", ())), ("ledger", Ledger(CENTRE, "十一月", "今天", ()))],
)
def test_an_empty_period_says_so(tmp_path: Path, name: str, values: Paper) -> None:
    assert "本期间没有登记。" in words(document(tmp_path, name, values))
    assert "本期间没有登记。" in plain(tmp_path, name, values)


def test_the_slip_as_text_says_everything(tmp_path: Path) -> None:
    text = plain(tmp_path, "slip", SLIP)
    said = [one for one in strings(SLIP) if one not in text]
    assert said == []
    assert "1. 身份证（原件；1 份；公安机关）" in text
    assert "服务对象：王小明 138****1234 海岸科技" in text
    assert "办理条件：1. 重点群体\n          2. 有经营场所\n" in text


def test_the_receipt_as_text_says_everything(tmp_path: Path) -> None:
    text = plain(tmp_path, "receipt", RECEIPT)
    assert [one for one in strings(RECEIPT) if one not in text] == []
    assert text.endswith("1.  身份证              1 份\n2.  创业担保贷款申请表  2 份\n")


def test_the_committed_templates_are_those_the_script_makes() -> None:
    for name, make in MAKERS.items():
        committed = Document(str(TEMPLATES / f"{name}.docx"))
        assert make().element.xml == committed.element.xml, f"run python -m data.templates.make_templates ({name})"


def test_the_centres_own_template_comes_first_and_only_where_it_has_one(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    changed = Document(str(TEMPLATES / "slip.docx"))
    changed.paragraphs[1].insert_paragraph_before("本中心自定 {{ matter }}")
    changed.save(str(own / "slip.docx"))
    assert "本中心自定 创业担保贷款" in words(document(tmp_path, "slip", SLIP, own))
    assert "受理回执" in words(document(tmp_path, "receipt", RECEIPT, own))
    assert "本中心自定" not in words(document(tmp_path, "slip", SLIP, tmp_path / "nowhere"))


def test_importing_the_papers_imports_no_office_library() -> None:
    code = (
        "import sys, core.papers; "
        "print([name for name in ('docx', 'docxtpl', 'jinja2', 'lxml', 'rich', 'textual') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def test_a_paper_is_filled_with_its_own_kind_of_values(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        render("receipt", SLIP, tmp_path / "out.docx")


def test_a_typical_long_register_is_made(tmp_path: Path) -> None:
    many = dataclasses.replace(REGISTER, rows=REGISTER.rows * 250)
    assert len(document(tmp_path, "register", many).tables[0].rows) == 501
