"""Text that tries to be more than text, templates that are broken, and places that cannot be written to."""

import dataclasses
import errno
import os
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from core.errors import BadValue
from core.papers import render
from core.papers.plain import columns
from core.papers.rendering import shown
from tests.core.papers_made_up import PAPERS, SLIP

TEMPLATES = Path(__file__).resolve().parents[2] / "data" / "templates"
HOSTILE = [
    "{{ number }} {% for x in y %} {# gone? #} {{r matter }} {%tr if x %} {_{ kept }_} {_% too %_}",
    "<w:p>&amp;</w:p> & < > \" ' ]]> <!-- -->",
    "\x00\x07\x08\x1b[31m红\x1b[0m\x7f\x85\x9b\r\t",
    "\u202e倒着\u202c \u200f \ufeff \ufffe \uffff \ud800",
    "[red]红[/red] __import__('os') ${x} %s %(x)s \\n",
    "行一\n编号：20991231Z999\n\n行四 ",
    "👩‍👩‍👧 ﷽ e\u0301\u0301\u0301 ＡＢ",
    "=1+1",
]


def matter_cell(path: Path) -> str:
    tables = Document(str(path)).tables
    return next(str(row.cells[1].text) for row in tables[0].rows if row.cells[0].text == "办理事项")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", PAPERS)
def test_hostile_text_is_only_text(tmp_path: Path, name: str, text: str) -> None:
    def everywhere(value: Any) -> Any:
        if isinstance(value, str):
            return text
        if isinstance(value, tuple):
            return tuple(everywhere(one) for one in value)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return dataclasses.replace(
                value, **{f.name: everywhere(getattr(value, f.name)) for f in dataclasses.fields(value)}
            )
        return value

    values = everywhere(PAPERS[name])
    render(name, values, tmp_path / "out.docx")
    table = Document(str(tmp_path / "out.docx")).tables[0]
    assert any(cell.text == shown(text) for row in table.rows for cell in row.cells)
    render(name, values, tmp_path / "out.txt")
    written = (tmp_path / "out.txt").read_bytes().decode("utf-8")
    assert not any((ord(one) < 0x20 and one != "\n") or 0x7F <= ord(one) <= 0x9F for one in written)
    assert "\u202e" not in written


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example("{{{{ }}{%%}{##}_{_{_")
@example(" leading and trailing ")
@example("a\n\nb\n")
@given(st.text(st.characters(codec=None), min_size=1, max_size=60))
def test_any_text_comes_back_as_it_is_shown(tmp_path: Path, text: str) -> None:
    render("slip", dataclasses.replace(SLIP, matter=text), tmp_path / "out.docx")
    assert matter_cell(tmp_path / "out.docx") == shown(text)


def test_twenty_thousand_characters_are_printed_whole(tmp_path: Path) -> None:
    long = "长{{<&" * 4000
    values = dataclasses.replace(SLIP, matter=long)
    render("slip", values, tmp_path / "out.docx")
    assert matter_cell(tmp_path / "out.docx") == long
    render("slip", values, tmp_path / "out.txt")
    assert long in (tmp_path / "out.txt").read_text(encoding="utf-8")


def test_a_line_feed_in_a_text_cannot_pass_for_a_line_of_the_paper(tmp_path: Path) -> None:
    render("slip", dataclasses.replace(SLIP, matter="贷款\n编号：20991231Z999"), tmp_path / "out.txt")
    lines = (tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("编号：")] == ["编号：20261123A001"]


@pytest.mark.parametrize("name", ["register", "ledger"])
def test_columns_of_a_table_begin_at_the_same_cell(tmp_path: Path, name: str) -> None:
    render(name, PAPERS[name], tmp_path / "out.txt")
    table = (tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()[4:]
    head = table[0]
    last = head.split("  ")[-1]
    start = cell_len(head[: -len(last)])
    bodies = [line for line in table[1:] if "20261" in line]
    assert bodies
    for line in bodies:
        assert cell_len(line[: line.rindex("  ") + 2]) == start


@given(
    st.lists(st.lists(st.none() | st.text("ab 中文，。）9-\n“…", max_size=30), min_size=3, max_size=3), max_size=5),
    st.lists(st.integers(2, 12), min_size=3, max_size=3),
)
def test_no_column_is_wider_than_allowed_and_no_letter_is_lost(rows: list[list[str | None]], widest: list[int]) -> None:
    heads: list[str | None] = ["甲", "乙", "丙"]
    lines = columns(heads, rows, widest)
    assert len({cell_len(line) for line in lines}) == 1
    assert cell_len(lines[0]) <= sum(widest) + 4
    typed = sorted("".join(cell or "—" for row in [heads, *rows] for cell in row).replace(" ", "").replace("\n", ""))
    assert sorted("".join(lines).replace(" ", "")) == typed


@pytest.mark.parametrize("name", ["slip.pdf", "slip", "slip.doc", ".docx", "slip.docx.exe"])
def test_another_ending_is_refused_naming_the_two(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadValue) as refused:
        render("slip", SLIP, tmp_path / name)
    assert refused.value.code == "bad_output"
    assert ".docx" in str(refused.value)
    assert ".txt" in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_endings_may_be_capitals(tmp_path: Path) -> None:
    render("slip", SLIP, tmp_path / "A.DOCX")
    render("slip", SLIP, tmp_path / "A.TXT")
    assert zipfile.is_zipfile(tmp_path / "A.DOCX")


def test_a_missing_folder_a_folder_and_a_file_as_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    (tmp_path / "file").write_text("x")
    refusals = {}
    for name in ("none/a.txt", "folder.txt", "file/a.txt", "n\0ul.txt", "长" * 300 + ".txt"):
        with pytest.raises(BadValue) as refused:
            render("slip", SLIP, tmp_path / name)
        refusals[name[:6]] = refused.value.code
        assert "\0" not in str(refused.value)
    assert list(refusals.values()) == [
        "output_folder_missing", "output_is_folder", "output_folder_missing", "output_failed", "output_failed",
    ]  # fmt: skip
    assert sorted(one.name for one in tmp_path.iterdir()) == ["file", "folder.txt"]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "output_disk_full"),
        (errno.EDQUOT, "output_disk_full"),
        (errno.EACCES, "output_denied"),
        (errno.EROFS, "output_denied"),
        (errno.EIO, "output_failed"),
    ],
)
@pytest.mark.parametrize("act", ["fsync", "replace"])
def test_a_failed_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, number: int, code: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    output = tmp_path / "slip.txt"
    output.write_text("before", encoding="utf-8")
    monkeypatch.setattr(os, act, fail)
    with pytest.raises(BadValue) as refused:
        render("slip", SLIP, output)
    assert refused.value.code == code
    assert output.read_text(encoding="utf-8") == "before"
    assert [one.name for one in tmp_path.iterdir()] == ["slip.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    with pytest.raises(BadValue) as refused:
        render("slip", SLIP, closed / "slip.txt")
    assert refused.value.code == "output_denied"


@pytest.mark.skipif(os.name == "nt", reason="making links needs a privilege there")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("before", encoding="utf-8")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    render("slip", SLIP, tmp_path / "link.txt")
    assert (tmp_path / "link.txt").is_symlink()
    assert "一次性告知单" in (tmp_path / "real.txt").read_text(encoding="utf-8")


def own_template(tmp_path: Path, text: str) -> Path:
    own = tmp_path / "own"
    own.mkdir()
    changed = Document(str(TEMPLATES / "slip.docx"))
    changed.paragraphs[1].insert_paragraph_before(text)
    changed.save(str(own / "slip.docx"))
    return own


@pytest.mark.parametrize(
    "text",
    [
        "{{ mater }}",
        "{% if %}",
        "{% for one in steps %}",
        "{{ number.__class__.__mro__ }}",
        "{{ caller.phon }}",
        "{{ 1 / 0 }}",
        "{{ number | nosuchfilter }}",
    ],
)
def test_a_broken_template_is_named_and_nothing_is_written(tmp_path: Path, text: str) -> None:
    own = own_template(tmp_path, text)
    with pytest.raises(BadValue) as refused:
        render("slip", SLIP, tmp_path / "out.docx", folder=own)
    assert refused.value.code == "bad_template"
    assert "slip.docx" in str(refused.value)
    assert not (tmp_path / "out.docx").exists()


def test_a_template_that_is_no_document_is_named(tmp_path: Path) -> None:
    (tmp_path / "slip.docx").write_bytes(b"not a document")
    with pytest.raises(BadValue) as refused:
        render("slip", SLIP, tmp_path / "out.docx", folder=tmp_path)
    assert refused.value.code == "bad_template"


def test_a_template_that_prints_the_caller_of_a_complaint_is_refused(tmp_path: Path) -> None:
    own = own_template(tmp_path, "{{ caller.name }}")
    with pytest.raises(BadValue) as refused:
        render("slip", dataclasses.replace(SLIP, caller=None), tmp_path / "out.docx", folder=own)
    assert refused.value.code == "bad_template"
