"""The papers as plain text: for a messenger, or a screen without an office suite."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from core.papers.models import Caller, Extension, Ledger, LedgerRow, Paper, Receipt, Register, Slip, Telling
from core.papers.rendering import numbered, shown

PROVISIONAL = "（暂定，节假日安排公布后确定）"
NOTHING = "—"
_ROW = Sequence[str | None]
_PIECES = re.compile(r"[!-~]+ *|.[，。；：、）》”？！]*", re.DOTALL)


def plain_text(values: Paper) -> str:
    """`values` as text ending in a line feed; every control character in them visible."""
    write: dict[type, Callable[[Any], list[str]]] = {
        Slip: _slip, Receipt: _receipt, Register: _register, Ledger: _ledger,
    }  # fmt: skip
    return "\n".join(line.rstrip(" ") for line in write[type(values)](shown(values))) + "\n"


def columns(heads: _ROW, rows: Sequence[_ROW], widest: Sequence[int]) -> list[str]:
    """Lines of a table aligned by cell width: a column is as wide as its longest text, at most `widest` cells.

    Longer texts go on in the next line of their own column; None is a dash.
    """
    texts = [[NOTHING if cell is None or cell == "" else cell for cell in row] for row in (heads, *rows)]
    widths = [
        min(limit, max(_width(line) for row in texts for line in row[at].split("\n")))
        for at, limit in enumerate(widest)
    ]
    lines = []
    for row in texts:
        cells = [_wrapped(text, width) for text, width in zip(row, widths, strict=True)]
        for part in range(max(len(cell) for cell in cells)):
            pieces = [cell[part] if part < len(cell) else "" for cell in cells]
            lines.append(
                "  ".join(piece + " " * (width - _width(piece)) for piece, width in zip(pieces, widths, strict=True))
            )
    return lines


def _slip(slip: Slip) -> list[str]:
    due = f"{slip.limit or NOTHING}，{slip.due or NOTHING} 前办结" + (PROVISIONAL if slip.provisional else "")
    lines = [slip.centre, "一次性告知单", ""]
    lines += _labelled([("编号", slip.number), ("日期", slip.date), *_caller(slip.caller), ("办理事项", slip.matter)])
    lines += _labelled([("办理依据", slip.legal_basis), ("办理条件", numbered(slip.conditions))])
    for telling in slip.tellings:
        lines += ["", *_telling(telling)]
    if not slip.tellings:
        lines += ["", "材料尚未告知。"]
    lines.append("")
    lines += _labelled(
        [
            ("办理流程", numbered(slip.steps)),
            ("承诺时限", due),
            ("收费", slip.fee),
            ("办理地点", slip.place),
            ("咨询电话", slip.enquiry_phone),
            ("投诉电话", slip.complaint_phone),
            ("不予受理", numbered(slip.refusal)),
        ]
    )
    return lines + (["", *_hanging("", slip.guide_note)] if slip.guide_note else [])


def _telling(telling: Telling) -> list[str]:
    head = f"补充告知（{telling.reason}）" if telling.reason else "需要准备的材料"
    lines = _hanging("", f"{head}：{telling.at} {telling.by} {telling.means}告知")
    if telling.note:
        lines += _hanging("说明：", telling.note)
    for number, one in enumerate(telling.materials, 1):
        details = [one.form, f"{one.copies} 份" if one.copies else None, one.issued_by, one.note]
        told = "；".join(detail for detail in details if detail)
        lines += _hanging(f"{number}. ", one.name + (f"（{told}）" if told else ""))
    return lines if telling.materials else [*lines, "无需提交材料"]


def _receipt(receipt: Receipt) -> list[str]:
    mark = PROVISIONAL if receipt.provisional else ""
    lines = [receipt.centre, "受理回执", ""]
    lines += _labelled(
        [
            ("编号", receipt.number),
            ("受理时间", receipt.received_at),
            *_caller(receipt.caller),
            ("受理事项", receipt.matter),
            ("首问责任人", receipt.first_contact),
            ("承办人", receipt.handler),
            ("联系电话", receipt.phone),
            ("承诺答复时间", f"{receipt.answer_by} 前{mark}"),
            ("承诺办结时间", f"{receipt.due} 前" if receipt.due else None),
            ("监督电话", receipt.supervision_phone),
        ]
    )
    lines += ["", "收到的材料"]
    rows = [(f"{number}.", one.name, f"{one.copies} 份") for number, one in enumerate(receipt.materials, 1)]
    return lines + (columns(rows[0], rows[1:], (5, 40, 8)) if rows else ["未收材料"])


def _register(register: Register) -> list[str]:
    heads = ("时间", "编号", "姓名", "联系方式", "事项", "收到的材料", "份数", "首问责任人", "承办人", "办理结果")
    rows = [
        (row.time, row.number, row.name, row.contact, row.matter, numbered(row.materials), row.count,
         row.first_contact, row.handler, row.outcome)
        for row in register.rows
    ]  # fmt: skip
    table = columns(heads, rows, (16, 14, 12, 16, 24, 28, 4, 12, 12, 20))
    return _over_a_period(register, "首问登记簿", table)


def _ledger(ledger: Ledger) -> list[str]:
    heads = ("编号", "事项", "承办人", "受理时间", "承诺时限", "到期时间", "延期", "等待补正", "办结时间", "超期")
    table = columns(heads, [_ledger_row(row) for row in ledger.rows], (14, 20, 12, 16, 12, 16, 32, 24, 16, 4))
    return _over_a_period(ledger, "限时办结台账", table)


def _ledger_row(row: LedgerRow) -> _ROW:
    due = row.due + ("（暂定）" if row.provisional else "")
    extended = "\n".join(_extension(one) for one in row.extensions)
    return (
        row.number, row.matter, row.handler, row.accepted, row.limit, due, extended, numbered(row.waiting),
        row.completed, row.overdue,
    )  # fmt: skip


def _extension(one: Extension) -> str:
    told = f"{one.told_at} 告知" if one.told_at else "未告知"
    return f"延长 {one.limit}；{one.approved_by}批准；原因：{one.reason}；{told}"


def _over_a_period(paper: Register | Ledger, title: str, table: list[str]) -> list[str]:
    head = [paper.centre, title, f"期间：{paper.period}  共 {len(paper.rows)} 件  制表时间：{paper.made_at}", ""]
    return head + (table if paper.rows else ["本期间没有登记。"])


def _caller(caller: Caller | None) -> list[tuple[str, str | None]]:
    if caller is None:
        return []
    known = [one for one in (caller.name, caller.phone, caller.organisation) if one]
    return [("服务对象", " ".join(known) or None)]


def _labelled(pairs: Sequence[tuple[str, str | None]]) -> list[str]:
    return [line for label, text in pairs for line in _hanging(f"{label}：", text or NOTHING)]


def _hanging(label: str, text: str) -> list[str]:
    """`label` and `text`, further lines of the text set in below it, so that none can be taken for a line of ours."""
    first, *more = text.split("\n")
    indent = " " * max(_width(label), 2)
    return [label + first, *(indent + line for line in more)]


def _wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells: a run of Latin letters or digits stays whole, a closing mark is not put first."""
    lines: list[str] = []
    for line in text.split("\n"):
        piece = ""
        for word in _PIECES.findall(line):
            if piece and _width(piece + word.rstrip(" ")) > width:
                lines.append(piece)
                piece = ""
            for character in word if _width(word) > width else (word,):
                if piece and _width(piece + character) > width:
                    lines.append(piece)
                    piece = ""
                piece += character
        lines.append(piece.rstrip(" "))
    return lines


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
