"""Invented people: the desk's staff and callers. Numbers are 13x-0000-xxxx; a name's like is by chance."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from random import Random

from core.spelling import spelling
from core.storage.bulk import tokens

PIN = "000000"
STAFF = (
    ("demo", "值班演示", "supervisor", None),
    ("zhoumin", "周敏", "supervisor", None),
    ("linhao", "林浩", "operator", "xujing"),
    ("xujing", "徐静", "operator", "linhao"),
    ("tanglei", "唐磊", "operator", "xujing"),
    ("heyu", "何雨", "specialist", "songjie"),
    ("songjie", "宋洁", "specialist", "heyu"),
    ("luoyang", "罗扬", "specialist", "pengfei"),
    ("pengfei", "彭飞", "specialist", "luoyang"),
    ("duan", "段安", "specialist", "heyu"),
    ("shixin", "石欣", "specialist", "duan"),
    ("bairui", "白蕊", "specialist", "shixin"),
)
"""Code, name, role, deputy."""
OPERATORS = ("linhao", "xujing", "tanglei")
SPECIALISTS = ("heyu", "songjie", "luoyang", "pengfei", "duan", "shixin", "bairui")
SUPERVISORS = ("demo", "zhoumin")
DEPUTIES = {code: deputy for code, _name, _role, deputy in STAFF if deputy}
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹潘葛范彭鲁韦马苗方袁柳史唐费薛雷贺汤罗毕"
    "安常于傅齐康余元顾孟黄穆萧尹姚邵汪毛狄米贝明成戴宋庞熊纪舒屈项祝董梁"
)
_GIVEN = (
    "一丽义乐云亚仁伟佳俊信健光兰冬凡凯勇华博卫可君和嘉国坤培堂天如妍娜婷子宁安宏家宽小尚峰川帆平康建弘强"
    "彤心志怡思恒悦慧成文新旭明春晓晨月朋林枫柏桂梅梦楠欣正毅民永江沛波泽洁浩海涛淑清源溪澜然燕玉玲玥珊琳"
    "琪瑞瑶璐生瑾田畅皓盛睿石福秀秋程立竹紫红纯维美翔聪良芳苗若英茂荣莉萌蓉蕾虹衡言诚诗谦贤越轩辉远逸锋锐"
    "长阳雅雨雪雯霞青静音颖飞馨骏鸣鹏"
)
_FIRMS = (
    "青禾",
    "海岳",
    "明川",
    "蓝岸",
    "启帆",
    "北辰",
    "云栈",
    "木棉",
    "光谷",
    "知微",
    "新港",
    "禾木",
    "远舟",
    "星泽",
    "和煦",
    "橙果",
    "极目",
    "山海",
    "朗润",
    "拓界",
)
_TRADES = ("科技", "文化传播", "生物", "信息技术", "设计", "餐饮管理", "教育咨询", "智能装备", "农业", "海洋科技")
_FORMS = ("有限公司", "工作室", "（筹）")
_GROUPS = ("graduate", "student", "unemployed", "hardship", "rural", None, None)


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who calls, perhaps often. `words` is what the search index has of them."""

    name: str | None
    phone: str | None
    organisation: str | None
    group: str | None
    words: str


def callers(rng: Random, many: int) -> list[Caller]:
    """Invented callers; one in twenty-five leaves no name."""
    return [_caller(rng) for _ in range(many)]


@cache
def _spelled(name: str) -> str:
    return spelling(name)


def person(rng: Random) -> str:
    """An invented name."""
    random = rng.random
    name = _SURNAMES[int(random() * len(_SURNAMES))] + _GIVEN[int(random() * len(_GIVEN))]
    if random() < 0.6:
        name += _GIVEN[int(random() * len(_GIVEN))]
    return name


def phone(rng: Random, *, occupant: bool = False) -> str:
    """An invented number; those of occupants are nobody else's."""
    last = 9000 + int(rng.random() * 1000) if occupant else int(rng.random() * 9000)
    return f"13{int(rng.random() * 10)}0000{last:04d}"


def firm(rng: Random) -> str:
    """An invented firm."""
    random = rng.random
    trade = _TRADES[int(random() * len(_TRADES))]
    return _FIRMS[int(random() * len(_FIRMS))] + trade + _FORMS[int(random() ** 2 * len(_FORMS))]


def _caller(rng: Random) -> Caller:
    random = rng.random
    name = person(rng) if random() > 0.04 else None
    number = phone(rng)
    organisation = firm(rng) if random() < 0.3 else None
    group = _GROUPS[int(random() * len(_GROUPS))]
    names = [one for one in (name, organisation) if one]
    words = tokens("\n".join([*names, *(_spelled(one) for one in names), number, number[-4:]]))
    return Caller(name, number, organisation, group, words)
