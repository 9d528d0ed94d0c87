"""Eight processes at one database: no number twice, nothing lost, the chain unbroken."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from cli import desks
from core.calls.views import NewCall
from core.desk import Desk
from core.errors import DeskError
from tests.helpers.people import copy_of_the_desk
from tests.helpers.running import ROOT

LOG_MANY = """
import sys
from core.calls.views import NewCall
from core.desk import open_desk
desk = open_desk(sys.argv[1])
sys.stdin.readline()
for n in range(int(sys.argv[3])):
    call = desk.calls.log(NewCall(question=f"{sys.argv[2]}-{n}", service="loan"), by="li")
    print(call.number)
    if n % 4 == 0:
        desk.calls.reply(call.number, "答", by="li")
"""


def together(commands: list[list[str]]) -> list[str]:
    """Start them all, let them go at once, and give what each printed; each must be done, silently."""
    started = [
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
        )
        for command in commands
    ]
    for one in started:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    done = [one.communicate(timeout=100) for one in started]
    assert [one.returncode for one in started] == [0] * len(started), done
    assert [err for _out, err in done] == [""] * len(started)
    return [out for out, _err in done]


def test_eight_desks_log_at_once_in_the_core(tmp_path: Path) -> None:
    database = copy_of_the_desk(tmp_path)
    said = together([[sys.executable, "-c", LOG_MANY, str(database), str(n), "12"] for n in range(8)])
    numbers = [number for out in said for number in out.split()]
    assert len(numbers) == len(set(numbers)) == 96
    assert sorted(int(number[9:]) for number in numbers if number.startswith(min(numbers)[:9])) == list(
        range(1, 1 + sum(number.startswith(min(numbers)[:9]) for number in numbers))
    )
    for out in said:
        own = [(one[:8], int(one[9:])) for one in out.split()]
        assert own == sorted(own)
    with closing(sqlite3.connect(database)) as opened:
        counted = opened.execute("SELECT count(*), count(DISTINCT number), count(DISTINCT question) FROM calls")
        assert counted.fetchone() == (96, 96, 96)
        assert opened.execute("SELECT count(*) FROM call_events").fetchone() == (96 + 24,)
        assert opened.execute("SELECT count(*) FROM call_search").fetchone() == (96,)
        chain = opened.execute("SELECT seq, previous, digest FROM audit_entries ORDER BY seq").fetchall()
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert [one[0] for one in chain] == list(range(1, len(chain) + 1))
    assert all(after[1] == before[2] for before, after in pairwise(chain))


def test_eight_command_lines_log_at_once(tmp_path: Path) -> None:
    database = copy_of_the_desk(tmp_path)
    desks.keep_sign_in(str(database), "token-of-li")
    words = [sys.executable, "-m", "cli", "--database", str(database), "call", "log", "--json", "--question"]
    numbers = [json.loads(out)["number"] for out in together([[*words, f"问{n}"] for n in range(8)])]
    assert len(set(numbers)) == 8


def test_eight_threads_of_one_desk_log_and_only_one_completes(desk: Desk) -> None:
    number = desk.calls.log(NewCall(question="问", service="loan"), by="li").number
    desk.calls.reply(number, "答", by="li")

    def work(n: int) -> tuple[list[str], str]:
        made = [desk.calls.log(NewCall(question=f"{n}"), by="li").number for _ in range(4)]
        try:
            return made, desk.calls.complete(number, f"第{n}个", by="li").status
        except DeskError as refused:
            return made, refused.code

    with ThreadPoolExecutor(8) as pool:
        done = list(pool.map(work, range(8)))
    made = [one for numbers, _said in done for one in numbers]
    assert sorted(made) == [f"20261123A{n:03d}" for n in range(2, 34)]
    assert sorted(said for _made, said in done) == ["completed"] + ["wrong_state"] * 7
    events = [one.event for one in desk.calls.show(number, by="li").timeline]
    assert events == ["log", "reply", "complete"]


SET_UP = """
import sys
from core.desk import open_desk
from core.errors import DeskError
sys.stdin.readline()
try:
    desk = open_desk(sys.argv[1], create=True)
    print(desk.found("王" + sys.argv[2], "1234", "boss").name)
except DeskError as refused:
    print(refused.code)
"""


def test_of_several_setting_up_one_desk_at_once_one_wins(tmp_path: Path) -> None:
    database = tmp_path / "new.sqlite3"
    said = together([[sys.executable, "-c", SET_UP, str(database), str(n)] for n in range(2)])
    won = [out for out in said if out.startswith("王")]
    assert len(won) == 1, said
    assert {out.strip() for out in said if out not in won} <= {"already_set_up"}
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("SELECT name FROM staff").fetchall() == [(won[0].strip(),)]
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
