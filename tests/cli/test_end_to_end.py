"""A day at the desk with the real program: set up, sign in, log, notify, transfer, reply, complete, find again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.helpers.running import program


def test_a_day_at_the_desk(tmp_path: Path) -> None:
    database = tmp_path / "中心 一台.sqlite3"

    def run(*words: str, pin: str | None = None) -> Any:
        ran = program(*words, "--json", database=database, stdin=f"{pin}\n".encode() if pin else b"")
        assert (ran.code, ran.err) == (0, ""), ran
        return json.loads(ran.out)

    def refused(code: int, *words: str, pin: str | None = None) -> str:
        ran = program(*words, "--json", database=database, stdin=f"{pin}\n".encode() if pin else b"")
        assert (ran.code, ran.out, ran.err.count("\n")) == (code, "", 1), ran
        return str(json.loads(ran.err)["error"])

    assert refused(5, "whoami") == "database_missing"
    assert run("init", "--name", "王芳", "--code", "wf", "--pin-stdin", pin="246810")["role"] == "supervisor"
    run("staff", "add", "--code", "li", "--name", "李雷", "--role", "operator", "--pin-stdin", pin="1357")
    run("staff", "add", "--code", "han", "--name", "韩梅", "--role", "specialist", "--pin-stdin", pin="8642")
    assert refused(4, "login", "li", "--pin-stdin", pin="0000") == "wrong_pin"
    assert run("login", "li", "--pin-stdin", pin="1357")["code"] == "li"
    caller = ("--phone", "138-0000-1234", "--name", "欧阳小青")
    call = run("call", "log", "--question", "创业担保贷款要带什么材料？", "--service", "loan", *caller)
    number = call["number"]
    assert (call["first_contact"], call["caller"]["phone"]) == ("li", "138****1234")
    assert run("call", "notify", number)["notifications"][0]["items"]
    assert run("call", "transfer", number, "--to", "han", "--reason", "她办贷款")["handler"] == "han"
    assert run("login", "han", "--pin-stdin", pin="8642")["code"] == "han"
    assert run("call", "reply", number, "--text", "带身份证和营业执照来一楼")["status"] == "in_progress"
    done = run("call", "complete", number, "--result", "材料已讲清")
    assert (done["status"], done["first_contact"], done["light"]) == ("completed", "li", None)
    assert [one["number"] for one in run("call", "list", "--search", "oyxq 担保")["items"]] == [number]
    assert run("call", "show", number) == done
