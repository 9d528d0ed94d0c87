"""What is said in the demonstration's calls, from the service list that ships; nothing in it is an official answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from random import Random
from typing import Any

from core.storage.bulk import tokens as _tokens
from data.loading import load_groups, load_services

_QUESTIONS = (
    "{it}怎么办理，要带什么材料？",
    "想了解{it}的条件和流程。",
    "听说有{it}，我这种情况能不能享受？",
    "{it}多久能办下来？",
    "上次问过{it}，材料备齐了，现在可以交吗？",
    "{it}在几楼办，中午休息吗？",
    "{it}可以在网上办吗？",
    "想咨询一下{it}。",
    "朋友办过{it}，我想问问现在还有没有。",
    "{it}需要本人到场吗？可以委托别人吗？",
    "公司刚注册，能申请{it}吗？",
    "{it}上次没有办成，想知道缺了什么。",
    "请问{it}找谁，电话是多少？",
    "材料只有复印件，{it}能办吗？",
)
_COMPLAINTS = (
    "办{it}跑了两趟，第一次没有说清楚材料。",
    "{it}等了很久没有回音。",
    "打电话问{it}，转了几次才找到人。",
    "{it}的说法前后不一样。",
)
_ANSWERS = (
    "按服务清单说明了条件、材料和时限。",
    "已告知办理地点、时间和所需材料。",
    "符合基本条件，建议备齐材料后到综合服务区办理。",
    "办法未规定，已记下问题，请示中心后答复。",
    "已说明流程，可先在线上提交，窗口核对原件。",
    "已解释口径，来电人表示明白。",
)
_RESULTS = (
    "已办结，告知来电人。",
    "材料齐全，已转办并办妥。",
    "已答复，来电人无异议。",
    "问题已解决，做好记录。",
    "已协调办理完毕。",
)
TRANSFER_REASONS = ("归口同事办理", "熟悉该事项的同事跟进", "轮休交接", "需要窗口核对材料")
REFER_REASONS = ("需要承办单位答复", "超出本台事项，请协助办理", "请核实后回复来电人")
RETURN_REASONS = ("不属于本单位事项", "转错了，应由服务台直接答复")
WAIT_REASONS = ("等来电人补齐材料", "来电人补充情况说明", "等合伙人签字")
EXTENSION_REASONS = ("需要实地核实", "承办单位答复较慢", "涉及多个单位协调")
REFUSALS = ("可以按期办结，不予延期", "先答复进展，按原期限办")
DECLINES = {
    "guided": "不属于中心事项，已告知应找的单位", "withdrawn": "来电人不再需要", "duplicate": "同一事项已登记",
    "invalid": "无实质内容", "not_accepted": "不符合受理范围，已书面说明",
}  # fmt: skip
COMMENTS = {5: "很满意，讲得清楚", 4: "满意", 3: "还可以，等得久了一点", 2: "跑了两趟，不太满意", 1: "问题没有解决"}
_WEIGHTS = (14, 11, 7, 6, 5, 5, 5, 4, 4, 4, 3, 3, 3)
"""How often the first services of the list are asked for; each later one counts 1.6."""


@dataclass(frozen=True, slots=True)
class Matter:
    """A service as calls are about it. `things` are what callers name it by; `details` is each material's guide."""

    code: str
    things: tuple[str, ...]
    materials: tuple[str, ...]
    respond: str
    complete: str
    restart: bool
    details: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, hash=False, compare=False)


def matters() -> tuple[list[Matter], list[float]]:
    """The services and how often each is asked for."""
    found = [
        Matter(
            one.code, (one.name, *one.keywords[:5]), tuple(material.name for material in one.materials), one.respond,
            one.complete, one.on_supplement == "restart",
            {material.name: asdict(material) for material in one.materials},
        )
        for one in load_services().services
    ]  # fmt: skip
    gone, sums = 0.0, []
    for place in range(len(found)):
        gone += _WEIGHTS[place] if place < len(_WEIGHTS) else 1.6
        sums.append(gone)
    return found, sums


def question(rng: Random, matter: Matter, kind: str) -> str:
    """What is asked."""
    random = rng.random
    forms = _COMPLAINTS if kind == "complaint" else _QUESTIONS
    thing = matter.things[int(random() ** 1.5 * len(matter.things))]
    return _filled(forms[int(random() * len(forms))], thing)


def answer(rng: Random, matter: Matter) -> str:
    """What is answered."""
    return _filled("关于{it}：", matter.things[0]) + _ANSWERS[int(rng.random() * len(_ANSWERS))]


def result(rng: Random) -> str:
    """How it ended."""
    return _RESULTS[int(rng.random() * len(_RESULTS))]


@cache
def tokens(text: str | None) -> str:
    """The text's tokens for the search index; the demonstration says the same things often."""
    return _tokens(text) if text else ""


@cache
def _filled(form: str, thing: str) -> str:
    return form.format(it=thing)


def groups() -> tuple[str, ...]:
    """The codes of the groups of callers."""
    return tuple(one.code for one in load_groups())
