"""Killed in the middle of acts: the database is whole, and every act is there altogether or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from core.calls.views import NewCall
from core.desk import open_desk
from tests.helpers.people import copy_of_the_desk
from tests.helpers.running import ROOT

ACT_ON = """
import sys
from core.calls.views import NewCall
from core.desk import open_desk
desk = open_desk(sys.argv[1])
while True:
    number = desk.calls.log(NewCall(question="问"*500, service="loan", name="张三"), by="li").number
    desk.calls.notify(number, by="li")
    desk.calls.transfer(number, "han", "办", by="li")
    desk.calls.reply(number, "答"*500, by="han")
    desk.calls.complete(number, "好", by="han")
    print(number, flush=True)
"""
DIE_INSIDE = """
import os, signal, sys
from sqlalchemy import event
from core.calls.views import NewCall
from core.desk import open_desk
desk = open_desk(sys.argv[1])
number = desk.calls.log(NewCall(question="先", service="loan"), by="li").number
left = int(sys.argv[2])

@event.listens_for(desk.storage._engine, "after_cursor_execute")
def _count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

desk.calls.transfer(number, "han", "办", by="li")
print("done", flush=True)
"""


def check_whole(database: Path) -> None:
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert opened.execute("PRAGMA foreign_key_check").fetchall() == []

        def count(question: str) -> int:
            return int(opened.execute(question).fetchone()[0])

        # Every act writes its line and its entry together: as many of one as of the other, for each act.
        for act in ("log", "notify", "transfer", "reply", "complete"):
            lines = count(f"SELECT count(*) FROM call_events WHERE event = '{act}'")
            assert lines == count(f"SELECT count(*) FROM audit_entries WHERE act = 'call.{act}'"), act
        assert count("SELECT count(*) FROM calls") == count("SELECT count(*) FROM call_events WHERE event = 'log'")
        assert count("SELECT count(*) FROM calls") == count("SELECT count(*) FROM call_search")
        assert count("SELECT count(*) FROM call_notifications") == count(
            "SELECT count(*) FROM call_events WHERE event = 'notify'"
        )
        assert count("SELECT count(*) FROM call_transfers") == count(
            "SELECT count(*) FROM call_events WHERE event = 'transfer'"
        )
        assert count("SELECT count(*) FROM calls WHERE status = 'completed'") == count(
            "SELECT count(*) FROM call_events WHERE event = 'complete'"
        )
        chain = opened.execute("SELECT previous, digest FROM audit_entries ORDER BY seq").fetchall()
        assert all(after[0] == before[1] for before, after in pairwise(chain))
    desk = open_desk(str(database))
    assert desk.calls.log(NewCall(question="还能用"), by="li").status == "accepted"
    desk.close()


def test_killed_at_any_moment_what_was_confirmed_is_there(tmp_path: Path) -> None:
    database = copy_of_the_desk(tmp_path)
    confirmed = []
    for lines in (1, 6):
        with subprocess.Popen(
            [sys.executable, "-c", ACT_ON, str(database)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        ) as working:
            assert working.stdout is not None
            confirmed += [working.stdout.readline().strip() for _ in range(lines)]
            os.kill(working.pid, signal.SIGKILL)
            confirmed += working.stdout.read().split()
        check_whole(database)
    with closing(sqlite3.connect(database)) as opened:
        done = {row[0] for row in opened.execute("SELECT number FROM calls WHERE status = 'completed'")}
    assert set(confirmed) <= done


@pytest.mark.parametrize("statement", [2, 8])
def test_killed_between_two_statements_of_an_act_nothing_of_it_is_there(tmp_path: Path, statement: int) -> None:
    database = copy_of_the_desk(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", DIE_INSIDE, str(database), str(statement)],
        capture_output=True, text=True, cwd=ROOT, check=False, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, ""), done
    with closing(sqlite3.connect(database)) as opened:
        assert opened.execute("SELECT status, handler FROM calls").fetchall() == [("accepted", "li")]
        assert opened.execute("SELECT count(*) FROM call_transfers").fetchone() == (0,)
    check_whole(database)
