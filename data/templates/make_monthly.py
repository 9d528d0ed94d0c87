"""Builds the shipped template of the monthly report: `python -m data.templates.make_monthly [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from data.templates.make_templates import _footer, _grid, _heading, _line, _page, _pair, _row

_GROUP = ("{{ one.name }}", "{{ one.calls }}", "{{ one.completed }}", "{{ one.on_time }}", "{{ one.response }}",
          "{{ one.first_reply }}", "{{ one.completion }}")  # fmt: skip
_HEADS = ["来电数", "办结", "按期办结率", "响应率", "首次答复（中位）", "办结（中位）"]


def monthly() -> Any:
    """服务台月报: A4 upright."""
    document = _page(210, 297, margin=18, size=10)
    _heading(document, "服务台月报", copy=False)
    _pair(document, "{{ month }}", "制表时间：{{ made_at }}", width=174)
    _line(document, "一、总体情况", bold=True, before=6)
    _line(
        document,
        "本月收到来电 {{ calls }} 个（上月 {{ calls_before }} 个），已办结 {{ completed }} 个，未办结 {{ open }} 个，"
        "其中超期 {{ overdue }} 个、临期 {{ yellow }} 个。",
    )
    _line(
        document,
        "制表时全台待处理：延期申请 {{ extensions }} 个，差评待核实 {{ bad_ratings }} 个，待回访 {{ follow_ups }} 个。",
    )
    _line(document, "二、时效和质量", bold=True, before=8)
    table = _grid(document, ["指标", "本月", "样本", "上月", "变化", "含义"], [34, 22, 16, 22, 18, 62])
    _row(table, "{%tr for one in measures %}")
    _row(
        table, "{{ one.name }}", "{{ one.value }}", "{{ one.counted }}", "{{ one.before }}", "{{ one.change }}",
        "{{ one.meaning }}", centred=(1, 2, 3, 4),
    )  # fmt: skip
    _row(table, "{%tr endfor %}")
    _line(document, "变化以百分点计；样本不足 30 的不作比较。", size=8, before=2)
    parts = (("三、各人承办", "人员", "staff"), ("四、各事项（来电最多的十二项）", "事项", "services"),
             ("五、各渠道", "渠道", "channels"), ("六、来电人群", "人群", "groups"))  # fmt: skip
    for title, first, name in parts:
        _line(document, title, bold=True, before=8)
        table = _grid(document, [first, *_HEADS], [40, 18, 16, 24, 20, 30, 26])
        _row(table, f"{{%tr for one in {name} %}}")
        _row(table, *_GROUP, centred=range(1, 7))
        _row(table, "{%tr endfor %}")
    _line(document, "", size=4)
    _line(document, "值班负责人：　　　　　　　　　　　　日期：", before=10)
    _footer(document, "{{ centre }}　服务台月报", pages=True)
    return document


def main(folder: Path) -> None:
    """Write the template into `folder`."""
    monthly().save(folder / "monthly.docx")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
