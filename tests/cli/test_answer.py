"""`shouwen answer` to the letter of the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.policies_made_up import prepared_copy
from tests.helpers.people import FrozenClock
from tests.helpers.running import CommandLine


@pytest.fixture
def cli(tmp_path: Path, clock: FrozenClock) -> CommandLine:
    """The command line on a desk with the answers that ship."""
    return CommandLine(prepared_copy(tmp_path), clock)


def test_an_answer_from_writing_to_retiring(cli: CommandLine) -> None:
    made = cli.json(
        "answer", "add", "--question", "储物柜怎么借", "--answer", "到前台登记。", "--articles", "12；第十条（六）",
        "--alias", "有没有柜子", "--category", "场地", "--service", "room", "--unverified",
    )  # fmt: skip
    assert (made["articles"], made["citations"]) == ([12, 10], ["第十二条", "第十条（六）"])
    assert (made["status"], made["service"], made["updated_by"]) == ("unverified", "room", "li")
    number = str(made["id"])
    changed = cli.json("answer", "edit", number, "--answer", "到二楼登记。", "--verified")
    assert (changed["answer"], changed["status"], changed["aliases"]) == ("到二楼登记。", "current", ["有没有柜子"])
    assert cli.json("answer", "show", number) == changed
    assert cli.json("policy", "search", "有没有柜子", "--limit", "1")["results"][0]["id"] == made["id"]
    assert cli.json("answer", "use", number)["used"] == 1
    assert cli.json("answer", "retire", number, "--reason", "没有了")["retired"] is True
    assert cli.refused("answer", "edit", number, "--answer", "x")["error"] == "answer_retired"
    assert [one["id"] for one in cli.json("answer", "list", "--retired")["items"]] == [made["id"]]


def test_the_list_is_one_page_and_filters(cli: CommandLine) -> None:
    said = cli.json("answer", "list")
    assert said["next"] is None
    assert len(said["items"]) >= 80
    unverified = cli.json("answer", "list", "--status", "unverified")["items"]
    assert unverified
    assert all(not one["verified"] for one in unverified)
    assert "储物柜" not in cli.run("answer", "list", "--category", "入驻").out


def test_sheets_go_out_and_come_in(cli: CommandLine, tmp_path: Path) -> None:
    for name in ("a.csv", "a.xlsx"):
        count = cli.json("answer", "export", str(tmp_path / name))["answers"]
        again = cli.json("answer", "import", str(tmp_path / name), "--dry-run")
        assert (again["written"], again["added"], again["changed"], again["unchanged"]) == (False, 0, 0, count)
    sheet = tmp_path / "new.csv"
    sheet.write_text("question,answer,articles\n雨伞怎么借,前台有。,12\n", encoding="utf-8")
    assert "雨伞怎么借" in cli.run("answer", "import", str(sheet), "--dry-run").out
    assert cli.json("answer", "import", str(sheet), "--dry-run")["added"] == 1
    assert cli.json("answer", "import", str(sheet))["written"] is True
    assert cli.json("answer", "import", str(sheet))["unchanged"] == 1


def test_bad_rows_are_named_and_nothing_is_written(cli: CommandLine, tmp_path: Path) -> None:
    sheet = tmp_path / "bad.csv"
    sheet.write_text("question,answer,articles\n雨伞怎么借,前台有。,12\n伞坏了,赔。,甲条\n", encoding="utf-8")
    before = cli.json("answer", "list")
    said = cli.refused("answer", "import", str(sheet))
    assert (said["error"], said["problems"][0]["row"], said["problems"][0]["code"]) == ("bad_rows", 3, "bad_citation")
    assert cli.json("answer", "list") == before


def test_refusals_keep_the_manners(cli: CommandLine) -> None:
    assert cli.refused("answer", "show", "99999")["error"] == "no_such_answer"
    assert cli.refused("answer", "add", "--question", "问", code=2)["error"] == "usage"
    assert (
        cli.refused("answer", "add", "--question", "问", "--answer", "答", "--articles", "甲")["error"]
        == "bad_citation"
    )
    assert cli.refused("answer", "export", "/nowhere/a.csv")["error"] == "not_written"
    assert cli.refused("answer", "list", code=4, by="gone")["error"] == "not_signed_in"
