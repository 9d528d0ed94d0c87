"""The house around the desk: occupants, the answers that ship, and rooms booked, in proportion to the calls."""

from __future__ import annotations

import csv
import io
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from core.demo.clockwork import Clockwork
from core.demo.people import OPERATORS, SPECIALISTS, SUPERVISORS, firm, person, phone
from core.desk import Desk
from core.errors import DeskError

Act = tuple[int, str, str, str, dict[str, Any]]
COLUMNS = (
    "id", "room", "starts_at", "ends_at", "kind", "status", "holds", "title", "occupant", "guest", "people", "uid",
    "recurrence", "sequence", "source", "made_at", "made_by", "changed_at", "checked_in_at", "attended",
)  # fmt: skip
CALLS_A_BOOKING = 20
_TERM = 3 * 365
"""Nobody's agreement is older, however many years a demonstration goes back."""
AHEAD = 14
"""Bookings are made up to so many days ahead."""
_ROOMS = {"m201": 8, "m202": 12, "m203": 20, "m301": 6, "m401": 40, "t301": 50, "t302": 36, "hall": 200}
_SLOTS = ((32_400, 37_800), (39_600, 43_200), (48_600, 54_000), (55_800, 61_200), (66_600, 73_800))
"""Times of the day that leave half an hour between them; the last one is in the evening."""
_TITLES = (
    "项目讨论",
    "路演彩排",
    "团队例会",
    "投资人见面",
    "政策宣讲",
    "技能培训",
    "导师辅导",
    "招聘面试",
    "产品评审",
    "联合活动",
)
_KINDS = ("创业实体", "创业实体", "创业实体", "服务机构", "社会组织")


@dataclass(slots=True)
class Stay:
    """A booking with what became of it, and the acts that it took."""

    values: dict[str, Any]
    acts: list[Act] = field(default_factory=list)


def occupants_of(calls: int) -> int:
    """How many occupants go with so many calls."""
    return max(6, min(calls // 100, 60))


def furnish(desk: Desk, rng: Random, first: date, last: date, calls: int) -> None:
    """Take in answers, training, and occupants with their units, by the acts that do it; on the first day."""
    desk.policies.prepare()
    for code in (*SPECIALISTS, *OPERATORS):
        score = rng.randint(70, 99)
        desk.trainings.add(
            code, first, "岗前培训：首问负责和一次性告知", by="demo", minutes=120, result="passed", score=score
        )
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder) / "occupants.csv"
        sheet.write_text(_sheet(rng, first, last, occupants_of(calls)), encoding="utf-8-sig")
        report = desk.occupants.import_file(sheet, by="demo")
    assert not report.problems, report.problems
    vacant = [one.code for one in desk.occupants.units(by="demo", vacant=True) if one.use == "office"]
    for number, unit in enumerate(vacant[: occupants_of(calls) * 3 // 4], 1):
        with suppress(DeskError):  # a unit too many for others than startups stays vacant
            desk.occupants.allot(number, unit, by="demo")


def stays(rng: Random, clockwork: Clockwork, first: date, last: date, cut: int, calls: int) -> Iterator[Stay]:
    """Bookings in the order in which they were made, up to `cut`; for occupants, some for guests of supervisors."""
    days = [day for day in _days(first + timedelta(days=AHEAD), last + timedelta(days=AHEAD)) if clockwork.works(day)]
    wishes = []
    taken = set()
    for _ in range(calls // CALLS_A_BOOKING):
        day, room, slot = rng.choice(days), rng.choice(tuple(_ROOMS)), rng.randrange(len(_SLOTS))
        made = clockwork.after(
            clockwork.midnight(day - timedelta(days=rng.randint(3, AHEAD - 1))), rng.randint(1, 20_000)
        )
        if (day, room, slot) not in taken and made <= cut and made < clockwork.midnight(day):
            taken.add((day, room, slot))
            wishes.append((made, day, room, slot))
    for number, (made, day, room, slot) in enumerate(sorted(wishes), 1):
        yield _stay(rng, clockwork, number, made, day, room, slot, cut, occupants_of(calls))


def _stay(
    rng: Random, clockwork: Clockwork, number: int, made: int, day: date, room: str, slot: int, cut: int, many: int
) -> Stay:
    start, end = (clockwork.midnight(day) + second for second in _SLOTS[slot])
    guest = f"{firm(rng)}来访" if rng.random() < 0.15 else None
    by = rng.choice(SUPERVISORS if guest else SPECIALISTS)
    people = rng.randint(2, _ROOMS[room])
    stay = Stay({
        "id": number, "room": room, "starts_at": start, "ends_at": end,
        "kind": "event" if rng.random() < 0.1 else "meeting", "status": "approved", "holds": True,
        "title": rng.choice(_TITLES), "occupant": None if guest else rng.randint(1, many), "guest": guest,
        "people": people, "uid": f"{uuid.UUID(int=rng.getrandbits(128), version=4)}@shouwen", "recurrence": "",
        "sequence": 0, "source": "desk", "made_at": made, "made_by": by, "changed_at": made, "checked_in_at": None,
        "attended": None,
    })  # fmt: skip
    values = stay.values
    stay.acts.append((made, by, "booking.make", room, {"bookings": [number], "series": None}))
    chance, wait, came = rng.random(), rng.randint(0, 600), rng.randint(1, people)
    if chance < 0.07:
        at = clockwork.after(made, 1 + wait * 20)
        if at < min(start, cut):
            values.update(status="cancelled", holds=False, sequence=1, changed_at=at)
            stay.acts.append((at, by, "booking.cancel", str(number), {"bookings": [number]}))
    elif chance < 0.95 and start + wait <= cut:
        values.update(status="checked_in", checked_in_at=start + wait, attended=came, changed_at=start + wait)
        stay.acts.append((start + wait, by, "booking.check_in", str(number), {"people": came}))
    return stay


def _sheet(rng: Random, first: date, last: date, many: int) -> str:
    """A list of occupants as an office would have it."""
    names = sorted({firm(rng) for _ in range(many * 3)})
    rng.shuffle(names)
    made = io.StringIO()
    writer = csv.writer(made)
    writer.writerow(
        ("名称", "类型", "引入方", "社保人数", "联系人", "联系电话", "入驻时间", "协议开始", "协议到期日", "面积")
    )
    for name in names[:many]:
        heads = rng.randint(2, 18)
        entered, until = first - timedelta(days=rng.randint(1, 200)), last + timedelta(days=rng.randint(40, 700))
        begun = max(entered, until - timedelta(days=_TERM))
        kind, area = rng.choice(_KINDS), heads * 12
        writer.writerow(
            (name, kind, "中心", heads, person(rng), phone(rng, occupant=True), entered, begun, until, area)
        )
    return made.getvalue()


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
