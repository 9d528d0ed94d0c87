"""Builds the shipped templates: `python -m data.templates.make_templates [FOLDER]`.

Needed only to make them anew; a centre edits the .docx files themselves in its office suite (see README.md here).
What stands in double braces is filled in; `{%tr … %}` repeats or leaves out a table row, `{%p … %}` a paragraph.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

LATIN, BODY, TITLE = "Times New Roman", "宋体", "黑体"
GREY = "808080"
CALLER = "{{ caller.name }}　{{ caller.phone }}{% if caller.organisation %}　{{ caller.organisation }}{% endif %}"
TOLD = "{% if telling.reason %}补充告知（{{ telling.reason }}）{% else %}需要准备的材料{% endif %}"
TOLD_BY = (
    "　{{ telling.at }}　{{ telling.by }}　{{ telling.means }}告知"
    "{% if telling.note %}（{{ telling.note }}）{% endif %}"
)
SIGNED = ("{% if caller %}服务对象签字：{% else %}不记名{% endif %}", "经办人签字：", "（盖章处）")
EXTENDED = (
    "{% for more in one.extensions %}{% if not loop.first %}\n{% endif %}"
    "延长 {{ more.limit }}；{{ more.approved_by }}批准；原因：{{ more.reason }}；"
    "{% if more.told_at %}{{ more.told_at }} 告知{% else %}未告知{% endif %}"
    "{% else %}—{% endfor %}"
)


def slip() -> Any:
    """一次性告知单: two copies, A5."""
    document = _page(148, 210, margin=10, size=9, spacing=11)
    _line(document, "{%p for copy in copies %}")
    _heading(document, "一次性告知单")
    _pair(document, "编号：{{ number }}", "日期：{{ date }}", width=128)
    table = _labels(document, 128, padding=16)
    _row(table, "{%tr if caller %}")
    _row(table, "服务对象", CALLER)
    _row(table, "{%tr endif %}")
    _row(table, "办理事项", "{{ matter }}", bold=True)
    _row(table, "办理依据", "{{ legal_basis }}")
    _row(table, "办理条件", "{{ conditions | numbered }}")
    _line(document, "{%p for telling in tellings %}")
    told = _line(document, TOLD, bold=True, before=5)
    _run(told, TOLD_BY, size=8)
    materials = _grid(document, ["序号", "材料名称", "份数", "形式", "出具单位"], [11, 43, 11, 32, 31], padding=16)
    _row(materials, "{%tr for one in telling.materials %}")
    _row(
        materials,
        "{{ loop.index }}",
        "{{ one.name }}{% if one.note %}（{{ one.note }}）{% endif %}",
        "{{ one.copies }}",
        "{{ one.form }}",
        "{{ one.issued_by }}",
        centred=(0, 2),
    )
    _row(materials, "{%tr endfor %}")
    _row(materials, "{%tr if not telling.materials %}")
    _row(materials, "—", "无需提交材料", "—", "—", "—", centred=(0, 2))
    _row(materials, "{%tr endif %}")
    _line(document, "{%p endfor %}")
    _line(document, "{%p if not tellings %}")
    _line(document, "材料尚未告知。", before=5)
    _line(document, "{%p endif %}")
    _line(document, "", size=4)
    table = _labels(document, 128, padding=16)
    _row(table, "办理流程", "{{ steps | numbered }}")
    _row(
        table, "承诺时限", "{{ limit }}，{{ due }} 前办结{% if provisional %}（暂定，节假日安排公布后确定）{% endif %}"
    )
    _row(table, "收费", "{{ fee }}")
    _row(table, "办理地点", "{{ place }}")
    _row(table, "电话", "咨询：{{ enquiry_phone }}　　投诉：{{ complaint_phone }}")
    _row(table, "不予受理", "{{ refusal | numbered }}")
    _line(document, "", size=4)
    _signatures(document, 128, SIGNED)
    _line(document, "{%p if guide_note %}")
    _line(document, "{{ guide_note }}", size=8, before=3)
    _line(document, "{%p endif %}")
    _line(document, "本单一式两份，服务对象和中心各执一份。", size=8, before=3)
    _line(document, "{%p endfor %}")
    _footer(document, "编号 {{ number }}", pages=False)
    return document


def receipt() -> Any:
    """受理回执: two copies, A5."""
    document = _page(148, 210, margin=14, size=10)
    _line(document, "{%p for copy in copies %}")
    _heading(document, "受理回执")
    _pair(document, "编号：{{ number }}", "受理时间：{{ received_at }}", width=120)
    table = _labels(document, 120, first=28, padding=60)
    _row(table, "{%tr if caller %}")
    _row(table, "服务对象", CALLER)
    _row(table, "{%tr endif %}")
    _row(table, "受理事项", "{{ matter }}", bold=True)
    _row(table, "首问责任人", "{{ first_contact }}")
    _row(table, "承办人", "{{ handler }}")
    _row(table, "联系电话", "{{ phone }}")
    _row(table, "承诺答复时间", "{{ answer_by }} 前{% if provisional %}（暂定，节假日安排公布后确定）{% endif %}")
    _row(table, "承诺办结时间", "{% if due %}{{ due }} 前{% else %}—{% endif %}")
    _row(table, "监督电话", "{{ supervision_phone }}")
    _line(document, "收到的材料", bold=True, before=8)
    materials = _grid(document, ["序号", "材料名称", "份数"], [14, 86, 20])
    _row(materials, "{%tr for one in materials %}")
    _row(materials, "{{ loop.index }}", "{{ one.name }}", "{{ one.copies }}", centred=(0, 2))
    _row(materials, "{%tr endfor %}")
    _row(materials, "{%tr if not materials %}")
    _row(materials, "—", "未收材料", "—", centred=(0, 2))
    _row(materials, "{%tr endif %}")
    _line(document, "", size=6)
    _signatures(document, 120, SIGNED)
    _line(document, "本回执一式两份，服务对象和中心各执一份。", size=8, before=4)
    _line(document, "{%p endfor %}")
    _footer(document, "编号 {{ number }}", pages=False)
    return document


def register() -> Any:
    """首问登记簿: a table over a period, A4 landscape."""
    document = _page(297, 210, margin=12, size=9)
    _heading(document, "首问登记簿", copy=False)
    _pair(document, "期间：{{ period }}", "共 {{ rows | length }} 件　制表时间：{{ made_at }}", width=273)
    heads = ["时间", "编号", "姓名", "联系方式", "事项", "收到的材料", "份数", "首问责任人", "承办人", "办理结果"]
    table = _grid(document, heads, [29, 28, 18, 25, 41, 52, 11, 21, 21, 27])
    _row(table, "{%tr for one in rows %}")
    _row(
        table,
        "{{ one.time }}",
        "{{ one.number }}",
        "{{ one.name }}",
        "{{ one.contact }}",
        "{{ one.matter }}",
        "{{ one.materials | numbered }}",
        "{{ one.count }}",
        "{{ one.first_contact }}",
        "{{ one.handler }}",
        "{{ one.outcome }}",
        centred=(6,),
    )
    _row(table, "{%tr endfor %}")
    _line(document, "{%p if not rows %}")
    _line(document, "本期间没有登记。", before=4)
    _line(document, "{%p endif %}")
    _footer(document, "{{ centre }}　首问登记簿", pages=True)
    return document


def ledger() -> Any:
    """限时办结台账: a table over a period, A4 landscape."""
    document = _page(297, 210, margin=12, size=9)
    _heading(document, "限时办结台账", copy=False)
    _pair(document, "期间：{{ period }}", "共 {{ rows | length }} 件　制表时间：{{ made_at }}", width=273)
    heads = ["编号", "事项", "承办人", "受理时间", "承诺时限", "到期时间", "延期情况", "等待补正", "办结时间", "超期"]
    table = _grid(document, heads, [28, 34, 17, 29, 20, 29, 48, 28, 29, 11])
    _row(table, "{%tr for one in rows %}")
    _row(
        table,
        "{{ one.number }}",
        "{{ one.matter }}",
        "{{ one.handler }}",
        "{{ one.accepted }}",
        "{{ one.limit }}",
        "{{ one.due }}{% if one.provisional %}（暂定）{% endif %}",
        EXTENDED,
        "{{ one.waiting | numbered }}",
        "{{ one.completed }}",
        "{{ one.overdue }}",
        centred=(9,),
    )
    _row(table, "{%tr endfor %}")
    _line(document, "{%p if not rows %}")
    _line(document, "本期间没有登记。", before=4)
    _line(document, "{%p endif %}")
    _footer(document, "{{ centre }}　限时办结台账", pages=True)
    return document


PAPERS = {"slip": slip, "receipt": receipt, "register": register, "ledger": ledger}


def _page(width: float, height: float, *, margin: float, size: float, spacing: float | None = None) -> Any:
    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = section.top_margin = Mm(margin)
    section.bottom_margin = Mm(margin)
    section.header_distance = section.footer_distance = Mm(5)
    style = document.styles["Normal"]
    _face(style, BODY)
    style.font.size = Pt(size)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = Pt(spacing or size + 2.5)  # exact: the same length with every font
    document.core_properties.author = "首问台"
    document.core_properties.comments = ""
    return document


def _face(owner: Any, face: str) -> None:
    owner.font.name = LATIN
    owner.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)


def _run(paragraph: Any, text: str, *, size: float | None = None, bold: bool = False, face: str | None = None) -> Any:
    run = paragraph.add_run(text)
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if face:
        run.font.name = face
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)
    return run


def _line(owner: Any, text: str, *, size: float | None = None, bold: bool = False, before: float = 0) -> Any:
    paragraph = owner.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(before)
    if size and not text:  # an empty paragraph keeps two tables apart
        paragraph.paragraph_format.line_spacing = Pt(size)
    if text:
        _run(paragraph, text, size=size, bold=bold)
    return paragraph


def _heading(document: Any, title: str, *, copy: bool = True) -> None:
    """Centre, title and, where there are copies, whose copy this is; each copy begins a page."""
    first = document.add_paragraph()
    first.paragraph_format.page_break_before = copy
    first.paragraph_format.line_spacing = Pt(13)
    _run(first, "{{ centre }}", size=10)
    if copy:
        first.paragraph_format.tab_stops.add_tab_stop(Mm(128 if title == "一次性告知单" else 120), 2)
        _run(first, "\t{{ copy }}", size=9)
    else:
        first.alignment = WD_ALIGN_PARAGRAPH.CENTER
    second = document.add_paragraph()
    second.alignment = WD_ALIGN_PARAGRAPH.CENTER
    second.paragraph_format.line_spacing = Pt(21)
    second.paragraph_format.space_before, second.paragraph_format.space_after = Pt(2), Pt(5)
    _run(second, title, size=16, bold=True, face=TITLE)


def _pair(document: Any, left: str, right: str, *, width: float) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(width), 2)
    paragraph.paragraph_format.space_after = Pt(3)
    _run(paragraph, f"{left}\t{right}")


def _table(document: Any, widths: Sequence[float], *, padding: int = 30) -> Any:
    """An empty table of `widths` in millimetres; `padding` above and below a cell's text, in twentieths of a point."""
    table = document.add_table(rows=0, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    properties = table._tbl.tblPr
    edges = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", GREY)):
            edge.set(qn(f"w:{name}"), value)
        edges.append(edge)
    properties.append(edges)
    look = properties.find(qn("w:tblLook"))
    properties.append(properties.find(qn("w:tblLayout")))  # moved: the schema wants borders, layout, margins, look
    margins = OxmlElement("w:tblCellMar")
    for edge_of, room in (("top", padding), ("left", 80), ("bottom", padding), ("right", 80)):
        margin = OxmlElement(f"w:{edge_of}")
        margin.set(qn("w:w"), str(room))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    properties.append(look)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _labels(document: Any, width: float, *, first: float = 20, padding: int = 30) -> Any:
    return _table(document, [first, width - first], padding=padding)


def _grid(document: Any, heads: Sequence[str], widths: Sequence[float], *, padding: int = 30) -> Any:
    table = _table(document, widths, padding=padding)
    row = _row(table, *heads, centred=range(len(heads)), bold=True)
    head = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(head)
    for cell in row.cells:
        _shade(cell)
    return table


def _row(table: Any, *texts: str, centred: Sequence[int] = (), bold: bool = False) -> Any:
    """A row of texts. A single text is a tag for the template engine and stands alone in the first cell."""
    row = table.add_row()
    unbroken = OxmlElement("w:cantSplit")
    row._tr.get_or_add_trPr().append(unbroken)
    labelled = len(texts) == 2 and len(table.columns) == 2
    for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        cell.width = column.width
        cell.vertical_alignment = 1
        if at >= len(texts):
            continue
        paragraph = cell.paragraphs[0]
        if at in centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if labelled and at == 0:
            _shade(cell)
            _run(paragraph, texts[at])
        else:
            _run(paragraph, texts[at], bold=bold)
    return row


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F2F2F2")):
        shade.set(qn(f"w:{name}"), value)
    properties = cell._tc.get_or_add_tcPr()
    before = properties.find(qn("w:vAlign"))
    if before is None:
        properties.append(shade)
    else:
        before.addprevious(shade)


def _signatures(document: Any, width: float, labels: Sequence[str]) -> None:
    """Places to sign and to stamp, tall enough for a hand, kept on one page."""
    table = _table(document, [width / len(labels)] * len(labels))
    row = _row(table, *labels)
    row.height = Mm(14)
    for cell, label in zip(row.cells, labels, strict=True):
        cell.vertical_alignment = 1 if label.startswith("（") else 0
        paragraph = cell.paragraphs[0]
        if label.startswith("（"):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            date = cell.add_paragraph()
            date.paragraph_format.space_before = Pt(12)
            date.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            _run(date, "{% if caller %}　　年　　月　　日{% endif %}" if "caller" in label else "　　年　　月　　日")


def _footer(document: Any, text: str, *, pages: bool) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(paragraph, text, size=8)
    if pages:
        _run(paragraph, "　第 ", size=8)
        _field(paragraph, "PAGE")
        _run(paragraph, " 页，共 ", size=8)
        _field(paragraph, "NUMPAGES")
        _run(paragraph, " 页", size=8)


def _field(paragraph: Any, name: str) -> None:
    for kind in ("begin", None, "end"):
        run = _run(paragraph, "", size=8)
        if kind is None:
            part = OxmlElement("w:instrText")
            part.text = f" {name} "
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._element.append(part)


def main(folder: Path) -> None:
    """Write the four templates into `folder`."""
    for name, make in PAPERS.items():
        make().save(folder / f"{name}.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
