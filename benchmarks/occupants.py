"""What listing and searching 5,000 occupants costs beside 500.

Run `python -m benchmarks.occupants`; it exits with 1 where the promise is not kept: at most 1.5 times, as a median of
pairs timed in turn, so that a drift of the machine touches both sides. Both registries are taken in from sheets of
invented names, one in five with the same common words, so that a search for those has ten times the hits.
"""

from __future__ import annotations

import csv
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from core.desk import Desk, open_desk
from core.occupants.views import OccupantFilter

FEW, MANY = 500, 5_000
ROUNDS = 25
MOST = 1.5
SYLLABLES = "海天云山林川石松风帆远航智创启明新元合众博文立信安和瑞丰达通联科星辰光华清泉"
LINES = ("科技有限公司", "文化传播有限公司", "网络服务部", "设计工作室", "咨询中心")
QUESTIONS = {
    "list": OccupantFilter(),
    "list residents": OccupantFilter(status="resident", kind="startup"),
    "list, page after": OccupantFilter(after="400"),
    "search common words": OccupantFilter(search="科技有限公司"),
    "search a phone": OccupantFilter(search="13800000123"),
    "search a unit": OccupantFilter(search="305"),
    "search in vain": OccupantFilter(search="不存在的名字"),
}


def main() -> int:
    """Fill two registries, then measure."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = (_filled(Path(folder), count) for count in (FEW, MANY))
        somebody = few.occupants.list(OccupantFilter(after="200", limit=1), by="boss").items[0]
        questions = {
            **QUESTIONS,
            "search a name": OccupantFilter(search=somebody.name),
            "search initials": OccupantFilter(search=somebody.spelling.split()[0][:7]),
            "search pinyin": OccupantFilter(search=somebody.spelling.split()[1][:16]),
        }
        kept = [_race(name, few, many, wanted) for name, wanted in questions.items()]
        few.close()
        many.close()
    return 0 if all(kept) else 1


def _race(name: str, few: Desk, many: Desk, wanted: OccupantFilter) -> bool:
    pairs = [(_timed(many, wanted), _timed(few, wanted)) for _ in range(ROUNDS + 2)][2:]
    ratio = statistics.median(pair[0] for pair in pairs) / statistics.median(pair[1] for pair in pairs)
    ms = statistics.median(pair[0] for pair in pairs) * 1000
    print(f"{name}: {ratio:.2f} (at most {MOST}), {ms:.1f} ms {'ok' if ratio <= MOST else 'MISSED'}")
    return ratio <= MOST


def _timed(desk: Desk, wanted: OccupantFilter) -> float:
    begun = time.perf_counter()
    desk.occupants.list(wanted, by="boss")
    return time.perf_counter() - begun


def _filled(folder: Path, count: int) -> Desk:
    desk = open_desk(str(folder / f"{count}.sqlite3"), create=True)
    desk.found("王芳", "1234", "boss")
    chance = random.Random(6)
    sheet = folder / f"{count}.csv"
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["名称", "类型", "电话", "联系人", "房间号", "入驻时间", "合同到期"])
        for number in range(count):
            name = "".join(chance.sample(SYLLABLES, 4)) + f"{number}号" + LINES[number % len(LINES)]
            unit = {0: "305", 1: "306"}.get(number, "")
            kind = ("企业", "企业", "机构")[number % 3]
            writer.writerow([name, kind, f"138{number:08d}", "赵六", unit, "2025-10-01", "2027-09-30"])
    begun = time.perf_counter()
    report = desk.occupants.import_file(sheet, by="boss")
    assert report.imported == count, report.problems[:3]
    print(f"{count} occupants taken in from a sheet in {time.perf_counter() - begun:.1f} s")
    return desk


if __name__ == "__main__":
    sys.exit(main())
