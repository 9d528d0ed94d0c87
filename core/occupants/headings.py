"""Which column is what: headings as offices write them, in any order, under title rows, in one row or two."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import BadValue
from core.occupants.sheets import Grid
from core.words import N_

HEADINGS = {
    field: tuple(names.split())
    for field, names in {
        "name": (
            "名称 单位名称 企业名称 公司名称 机构名称 入驻主体 入驻主体名称 入驻单位 入驻企业 主体名称 单位 "
            "企业 公司 企业全称 公司全称 单位全称 机构全称 孵化企业名称 在孵企业名称 入驻企业名称 入驻机构名称 "
            "企业机构名称 机构企业名称 组织名称 社会组织名称 项目名称 name occupant company"
        ),
        "kind": "类型 类别 主体类型 主体类别 单位类型 入驻类型 kind type",
        "introduced_by": "引入方 引入方式 引进方 引进方式 来源 引入主体 招引方 introducedby broughtinby",
        "credit_code": "统一社会信用代码 社会信用代码 信用代码 统一信用代码 税号 creditcode",
        "legal_representative": (
            "法定代表人 法人 法人代表 法人姓名 负责人 法定代表人姓名 主要负责人 legalrepresentative"
        ),
        "shares": "股权 股权结构 股东 股东情况 shares",
        "scope": "经营范围 业务范围 主营业务 scope scopeofbusiness",
        "headcount": (
            "社保人数 缴纳社保人数 实际缴纳社保人数 参保人数 社保缴纳人数 缴纳社保员工数 人数 员工人数 员工数 "
            "在职人数 headcount insuredheadcount"
        ),
        "contact": "联系人 联系人姓名 对接人 经办人 联系人联系人 联系人姓名姓名 contact",
        "phone": (
            "联系电话 联系人及电话 联系人和电话 联系人及联系方式 联系人及联系电话 电话 手机 手机号 手机号码 "
            "联系方式 联系人电话 联系人手机 联系人联系电话 联系人手机号 电话号码 phone telephone"
        ),
        "registered_address": "注册地址 注册地 registeredaddress",
        "registered_on": "注册时间 注册日期 成立日期 成立时间 注册成立时间 registeredon",
        "applied_on": "申请日期 申请时间 appliedon",
        "entered_on": "入驻时间 入驻日期 进驻时间 入驻年月日 入住时间 入住日期 enteredon since",
        "term_from": (
            "协议开始 合同开始 协议起始日 合同起始日 起始日期 开始日期 协议开始日期 合同开始日期 协议起始日期 "
            "合同起始日期 合同起始时间 协议起始时间 起租日 起租日期 协议期限起 合同期限起 协议期限开始 "
            "合同期限开始 租期开始 termfrom from start"
        ),
        "term_until": (
            "协议到期 合同到期 到期日 到期日期 到期时间 协议到期日 合同到期日 终止日期 结束日期 协议结束日期 "
            "协议终止日期 合同终止日期 协议终止日 合同终止日 协议截止日期 合同截止日期 截止日期 合同结束日期 "
            "协议到期时间 合同到期时间 协议到期日期 合同到期日期 协议期限止 合同期限止 协议期限结束 "
            "合同期限结束 租期结束 租赁到期 termuntil until end"
        ),
        "term": (
            "协议期限 合同期限 租赁期限 入驻期限 协议起止 合同起止 起止日期 起止时间 协议起止日期 合同起止日期 "
            "协议起止时间 合同起止时间 租期 协议有效期 合同有效期 term"
        ),
        "area": "面积 使用面积 实际使用面积 实际面积 办公面积 入驻面积 房屋面积 建筑面积 场地面积 租赁面积 area",
        "units": (
            "房间号 房间 单元 单元号 门牌号 门牌 房号 房间编号 单元房号 室号 入驻房间 办公室 场地 办公地点 "
            "位置 入驻位置 units unit room"
        ),
        "rent": "租金单价 租金标准 房租单价 租金 房租标准 rent",
        "rent_free_until": (
            "免租到期 免租期 免租期限 免租期至 免租到期日 免租截止 免租截止日 免租期截止 免租期截止日期 "
            "免租结束日期 免租截止日期 免租到期时间 免租到期日期 免房租到期 rentfreeuntil"
        ),
        "shared_desks": "共享工位 工位数 共享工位数 shareddesks",
        "note": "备注 说明 备注说明 note remarks",
    }.items()
}
"""Headings by field, the best first; compared without blanks, brackets and what stands in them, marks and width."""
IGNORED = ("序号", "编号", "no", "number", "状态", "status", "欠费", "owed", "应缴未缴", "楼层", "floor")
STATES = ("状态", "入驻状态", "在驻状态", "status")
"""Headings of a column that says who is still here."""
_BRACKETS = re.compile(r"\(.*?\)|\[.*?\]|【.*?】|〔.*?〕")
_UNIT = re.compile(r"(m2|m²|平方米|平米|元|人|室|必填|选填|\d+)$")
_FIELD_OF = {heading: field for field, headings in HEADINGS.items() for heading in headings}
LOOK_AT = 30
"""Rows looked at for headings; above them stand titles."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading as written and the field it was taken for; None where it is not known, empty where not needed."""

    place: int
    heading: str
    field: str | None


@dataclass(frozen=True, slots=True)
class Mapping:
    """Where the headings stand (their last row's number in the file) and what each column is."""

    row: int
    columns: tuple[Column, ...]

    @property
    def fields(self) -> dict[str, int]:
        """Places by field; of two columns for the same field the better heading, else the first."""
        found: dict[str, tuple[int, int]] = {}
        for one in self.columns:
            if one.field:
                rank = (_rank(one), one.place)
                found[one.field] = min(rank, found.get(one.field, rank))
        return {field: place for field, (_rank_, place) in found.items()}

    @property
    def state(self) -> int | None:
        """The place of the column that says who is still here."""
        return next((one.place for one in self.columns if one.field == "" and plain(one.heading) in STATES), None)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings not known."""
        return tuple(one.heading for one in self.columns if one.field is None)

    @property
    def twice(self) -> tuple[str, ...]:
        """Headings left out because another column is the same field."""
        fields = self.fields
        return tuple(one.heading for one in self.columns if one.field and fields[one.field] != one.place)


def read_named(typed: Sequence[str]) -> dict[str, str]:
    """Headings the user says the field of, as `heading=field`, `heading=` to leave one out; by compared heading.

    Raises `BadValue` (`bad_map`).
    """
    found = {}
    for one in typed:
        heading, sign, field = one.rpartition("=")
        field = field.strip().replace("-", "_")
        if not sign or not plain(heading) or (field and field not in HEADINGS):
            raise BadValue(
                "bad_map",
                N_("“{value}” cannot be read. Write HEADING=FIELD, or HEADING= to leave it out. Fields: {known}."),
                value=one,
                known=list(HEADINGS),
            )
        found[plain(heading)] = field
    return found


def find(grids: Sequence[Grid], named: dict[str, str] | None = None) -> tuple[Grid, Mapping]:
    """The sheet and row with the headings, a sheet that is shown before a hidden one.

    `named` are fields by compared heading, before what is known here.
    Raises `BadValue` (`no_headings`) where no sheet has any.
    """
    found = [(grid, _best(grid, named or {})) for grid in grids]
    known = [(grid, mapping) for grid, mapping in found if mapping is not None]
    best = max(known, key=lambda one: (one[0].shown, len(one[1].fields)), default=None)
    if best is None:
        raise BadValue(
            "no_headings",
            N_("No row of headings was found: one with the name (名称) and at least one more known heading is needed."),
        )
    return best


def left_out(grids: Sequence[Grid], chosen: Grid, named: dict[str, str]) -> tuple[str, ...]:
    """Other sheets that have headings and rows under them."""
    return tuple(
        grid.name
        for grid in grids
        if grid is not chosen and (mapping := _best(grid, named)) is not None and grid.rows[-1][0] > mapping.row
    )


def _best(grid: Grid, named: dict[str, str]) -> Mapping | None:
    """The row of headings that says most; one row goes before two, an upper one before a lower."""
    found = [
        mapping
        for depth in (1, 2)
        for place in range(min(LOOK_AT, len(grid.rows)))
        if (mapping := _mapping(grid, place, depth, named)) is not None
    ]
    return max(found, key=lambda one: len(one.fields), default=None)


def plain(heading: Any) -> str:
    """A heading as compared."""
    text = unicodedata.normalize("NFKC", "" if heading is None else str(heading))
    return re.sub(r"[\s*★☆●※◆▲:、.\-/#_]", "", _BRACKETS.sub("", text)).casefold()


def _rank(column: Column) -> int:
    """How good a heading is for its field: what the user named is best."""
    known = HEADINGS[column.field or ""]
    return known.index(plain(column.heading)) if plain(column.heading) in known else -1


def _mapping(grid: Grid, place: int, depth: int, named: dict[str, str]) -> Mapping | None:
    rows = grid.rows[place : place + depth]
    if len(rows) < depth or (depth == 2 and rows[1][0] != rows[0][0] + 1):
        return None
    columns = []
    for at in range(max(len(values) for _number, values in rows)):
        written = [str(values[at]) for _n, values in rows if at < len(values) and values[at] not in (None, "")]
        if not written:
            continue
        heading = " ".join(dict.fromkeys(written))
        columns.append(Column(at, heading, _field(written, named)))
    mapping = Mapping(rows[-1][0], tuple(columns))
    known = mapping.fields
    return mapping if "name" in known and len(known) >= 2 else None


def _field(written: Sequence[str], named: dict[str, str]) -> str | None:
    """Of a heading in two rows the two together go first, then the lower, then the upper; then what is left without
    a unit of measure or a number behind it, then the first known of several words with a stroke between."""
    texts = [plain(one) for one in dict.fromkeys(written)]
    whole = list(dict.fromkeys(["".join(texts), *reversed(texts)]))
    bare = [_UNIT.sub("", one) for one in whole]
    parts = [plain(part) for one in reversed(written) for part in re.split(r"[/／、或]", str(one))]
    for candidate in dict.fromkeys([*whole, *bare, *parts, *(_UNIT.sub("", one) for one in parts)]):
        if candidate in named:
            return named[candidate]
        if candidate in _FIELD_OF:
            return _FIELD_OF[candidate]
        if candidate in IGNORED:
            return ""
    return None
