"""One day's work in the real program, in a pseudo-terminal: from an empty folder to a call found again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.end_to_end.terminal import Terminal, terminal

PROGRAM = [sys.executable, "-m", "cli"]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "HOME": str(tmp_path), "PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color",
        "SHOUWEN_DATABASE": str(tmp_path / "台.sqlite3"), "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }  # fmt: skip


def _run(environment: dict[str, str], *words: str, typed: str = "") -> str:
    command = [*PROGRAM, *words]
    return subprocess.run(command, env=environment, input=typed, capture_output=True, text=True, check=True).stdout


def _set_up(seat: Terminal) -> None:
    seat.see("中心名称", "台号")
    seat.type("王芳")
    seat.see("wangfang")
    seat.type_unseen("\r\r1234\r1234\r\r")
    seat.see("待我办理", "王芳")


def _log(seat: Terminal) -> None:
    """In one burst, as an input method commits it: what follows an Enter belongs to the next field."""
    seat.press("ctrl+n")
    seat.see("新来电", "电话")
    seat.type_unseen("138-0000-1234\r赵六\r开店想贷款，要带什么\r")
    seat.see("创业担保贷款  loan", "赵六")
    seat.press("enter", "ctrl+s")
    seat.see("已登记", "138****1234", "创业担保贷款")


def _change_person(seat: Terminal, who: str) -> None:
    seat.press("f12")
    seat.see("PIN")
    seat.type_unseen(f"{who}\r1234\r")


@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24)])
def test_a_day_at_the_desk(environment: dict[str, str], columns: int, rows: int) -> None:
    with terminal(PROGRAM, environment, columns, rows) as seat:
        _set_up(seat)
        _run(environment, "login", "wangfang", "--pin-stdin", typed="1234\n")
        _run(
            environment,
            "staff",
            "add",
            "--code",
            "li",
            "--name",
            "李雷",
            "--role",
            "specialist",
            "--pin-stdin",
            typed="1234\n",
        )
        _log(seat)
        seat.press("ctrl+g")
        seat.see("一次告知", "创业担保贷款申请表")
        seat.press("ctrl+s")
        seat.see("已记录")
        seat.press("ctrl+t")
        seat.see("转给")
        seat.type_unseen("ll\r")
        seat.see("李雷")
        seat.type("贷款由他办")
        seat.press("ctrl+s")
        seat.see("我首问的 1")
        _change_person(seat, "ll")
        seat.see("李雷", "待我办理 1")
        seat.press("ctrl+r")
        seat.see("答复内容")
        seat.type("材料齐了就可以办")
        seat.press("ctrl+s")
        seat.see("办理中")
        seat.press("ctrl+e")
        seat.see("结果", "办结  Ctrl+S")
        seat.type("，已指引到金融服务区")
        seat.press("ctrl+s")
        seat.see("待我办理 0")
        seat.press("ctrl+f")
        seat.see("查找")
        seat.type("zhaoliu")
        seat.see("办结", "开店想贷款")
        seat.press("ctrl+q")
        assert seat.end() == 0
    (call,) = json.loads(_run(environment, "call", "list", "--json"))["items"]
    assert (call["status"], call["first_contact"], call["handler"]) == ("completed", "wangfang", "li")
    events = json.loads(_run(environment, "call", "show", call["number"], "--json"))["timeline"]
    assert [one["event"] for one in events] == ["log", "notify", "transfer", "reply", "complete"]


def test_what_was_being_typed_when_the_window_was_killed_is_offered_again(environment: dict[str, str]) -> None:
    with terminal(PROGRAM, environment) as seat:
        _set_up(seat)
        seat.press("ctrl+n")
        seat.see("新来电", "电话")
        seat.type_unseen("13900005678\r钱七\r")
        seat.type("还没问完的一句话")
        seat.until(lambda: _kept(environment, "还没问完的一句话"), "the draft is not kept")
    with terminal(PROGRAM, environment) as seat:
        seat.see("代码", "PIN")
        seat.type_unseen("wf\r1234\r")
        seat.see("还没问完的一句话")


def _kept(environment: dict[str, str], words: str) -> bool:
    files = Path(environment["HOME"]).rglob("drafts/*.json")
    return any(words in json.dumps(json.loads(file.read_text("utf-8")), ensure_ascii=False) for file in files)
