"""`shouwen policy` to the letter of the contract."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.policies_made_up import TITLE, docx, html, page, prepared_copy
from tests.helpers.people import FrozenClock
from tests.helpers.running import CommandLine


@pytest.fixture
def cli(tmp_path: Path, clock: FrozenClock) -> CommandLine:
    """The command line on a desk with the answers that ship."""
    return CommandLine(prepared_copy(tmp_path), clock)


@pytest.fixture
def measures(tmp_path: Path) -> Path:
    """A saved page with an official text."""
    path = tmp_path / "measures.txt"
    path.write_text(page(), encoding="utf-8")
    return path


def test_import_tells_what_was_taken_in(cli: CommandLine, measures: Path) -> None:
    said = cli.json("policy", "import", str(measures))
    document = said["document"]
    assert {name: document[name] for name in ("title", "number", "issued_on", "valid_from", "valid_until")} == {
        "title": TITLE, "number": None, "issued_on": "2025-08-31", "valid_from": "2025-08-31",
        "valid_until": "2028-08-30",
    }  # fmt: skip
    assert (document["chapters"], document["articles"]) == (3, 6)
    assert {one["code"] for one in said["warnings"]} == {"text_twice", "end_counted"}
    assert cli.json("policy", "import", str(measures))["document"] == document
    assert len(cli.json("policy", "list")["items"]) == 1


def test_show_gives_an_article_with_its_items(cli: CommandLine, measures: Path) -> None:
    number = str(cli.json("policy", "import", str(measures))["document"]["id"])
    article = cli.json("policy", "show", number, "--article", "4")
    assert (article["document"], article["article"], article["chapter"]) == (int(number), 4, "第二章　借用")
    assert article["text"].startswith("借用条件。\n(一)成年人\n1.持有效证件;")
    assert [item["label"] for item in article["items"]] == ["（一）", "（二）"]
    assert [item["label"] for item in article["items"][0]["items"]] == ["1.", "2."]
    whole = cli.json("policy", "show", TITLE)
    assert [one["article"] for one in whole["articles"]] == [1, 2, 3, 4, 5, 6]
    assert "第四条　借用条件。" in cli.run("policy", "show", TITLE).out


def test_search_gives_answers_and_articles(cli: CommandLine, measures: Path) -> None:
    cli.json("policy", "import", str(measures))
    found = cli.json("policy", "search", "拼图可以借几幅", "--limit", "3")
    assert isinstance(found["seconds"], float)
    first = found["results"][0]
    assert set(first) >= {"kind", "id", "title", "snippet", "document", "articles", "status", "score"}
    assert (first["kind"], first["articles"], first["status"]) == ("article", [3], "current")
    assert "三幅" in first["snippet"]
    assert len(found["results"]) <= 3
    answer = cli.json("policy", "search", "公示要多少天")["results"][0]
    assert (answer["kind"], answer["articles"], answer["document"]) == ("answer", [10], None)
    assert "公示5天" in cli.run("policy", "search", "公示").out
    unverified = cli.json("policy", "search", "贷款利息政府给出吗")["results"][0]
    assert (unverified["status"], unverified["as_of"]) == ("unverified", "2026-11-01")
    assert "待核实 2026-11-01" in cli.run("policy", "search", "贷款利息政府给出吗").out


def test_what_nothing_answers_is_noted(cli: CommandLine) -> None:
    assert cli.json("policy", "search", "区块链挖矿机")["confident"] is False
    (gap,) = cli.json("policy", "gaps")["items"]
    assert (gap["question"], gap["times"]) == ("区块链挖矿机", 1)
    assert cli.json("policy", "close-gap", str(gap["ids"][0])) == {"closed": 1}
    assert cli.json("policy", "gaps") == {"items": [], "next": None}
    (noted,) = cli.json("policy", "note-gap", "储物柜怎么借", "--unused")["items"]
    assert (noted["question"], noted["reason"]) == ("储物柜怎么借", "not_used")


def test_retire_takes_a_text_out(cli: CommandLine, measures: Path) -> None:
    cli.json("policy", "import", str(measures))
    assert cli.json("policy", "retire", TITLE, "--reason", "换新了")["document"]["status"] == "expired"
    assert cli.refused("policy", "retire", TITLE, "--reason", "换新了")["error"] == "not_in_force"


def test_a_changed_text_flags_answers(cli: CommandLine, measures: Path, tmp_path: Path) -> None:
    cli.json("policy", "import", str(measures))
    made = cli.json(
        "answer", "add", "--question", "积木借几盒", "--answer", "五盒。", "--articles", "3", "--document", TITLE
    )
    measures.write_text(page().replace("五盒", "六盒"), encoding="utf-8")
    said = cli.json("policy", "import", str(measures))
    assert (said["new"], said["changed"], said["flagged"]) == (True, [3], [made["id"]])
    assert cli.json("answer", "show", str(made["id"]))["status"] == "unverified"


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [("a.txt", b"%PDF-1.7\n", "not_text"), ("a.txt", b"\x89PNG\r\n\x1a\n", "not_text"), ("a.txt", b"", "file_empty"),
     ("a.docx", docx()[:200], "broken_docx"), ("a.pdf", b"%PDF", "file_kind"),
     ("a.html", b"<script>1</script>", "file_empty")],
)  # fmt: skip
def test_files_that_cannot_be_taken_are_refused(
    cli: CommandLine, tmp_path: Path, name: str, data: bytes, error: str
) -> None:
    (tmp_path / name).write_bytes(data)
    assert cli.refused("policy", "import", str(tmp_path / name))["error"] == error
    assert cli.json("policy", "list") == {"items": [], "next": None}


def test_other_kinds_of_files_and_encodings_are_read(cli: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx())
    (tmp_path / "b.html").write_text(html(), encoding="utf-8")
    (tmp_path / "c.txt").write_bytes(page().encode("gb18030"))
    (tmp_path / "d.txt").write_bytes(page().encode("utf-16"))
    ids = {
        cli.json("policy", "import", str(tmp_path / name))["document"]["id"]
        for name in ("a.docx", "b.html", "c.txt", "d.txt")
    }
    assert len(ids) == 1


def test_refusals_keep_the_manners(cli: CommandLine) -> None:
    assert cli.refused("policy", "show", "7")["error"] == "no_such_document"
    assert cli.refused("policy", "import", "/nowhere/a.txt")["error"] == "no_file"
    assert cli.refused("policy", "show", code=2)["error"] == "usage"
    assert cli.refused("policy", "search", "公示", "--limit", "0")["error"] == "bad_number"


@pytest.mark.parametrize(
    ("typed", "label", "text"),
    [("4", "第四条", "借用条件。"), ("第四条", "第四条", "借用条件。"), ("四", "第四条", "借用条件。"),
     ("第 ４ 条", "第四条", "借用条件。"), ("第四条（一）", "第四条（一）", "成年人\n1.持有效证件;"),
     ("第四条(一)2.", "第四条（一）2.", "未被停借:\n（1）没有逾期;"),
     ("4（一）2（2）", "第四条（一）2.（2）", "没有损坏。"),
     ("第四条第二项", "第四条（二）", "儿童\n由监护人陪同。")],
)  # fmt: skip
def test_an_article_and_its_items_are_named_as_they_are_written(
    cli: CommandLine, measures: Path, typed: str, label: str, text: str
) -> None:
    cli.json("policy", "import", str(measures))
    found = cli.json("policy", "show", TITLE, "--article", typed)
    assert (found["article"], found["label"], found["text"][: len(text)]) == (4, label, text)
    assert label in cli.run("policy", "show", TITLE, "--article", typed).out


@pytest.mark.parametrize(
    ("typed", "code"),
    [("第四条（三）", "no_such_item"), ("第四条（一）9.", "no_such_item"), ("第七条", "no_such_article"),
     ("四条半", "bad_article"), ("0", "bad_article"), ("", "bad_article"), ("第四条第一款", "bad_article")],
)  # fmt: skip
def test_an_article_that_is_not_there_is_refused(cli: CommandLine, measures: Path, typed: str, code: str) -> None:
    cli.json("policy", "import", str(measures))
    assert cli.refused("policy", "show", TITLE, "--article", typed)["error"] == code
