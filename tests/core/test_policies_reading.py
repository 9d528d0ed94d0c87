"""Files as people really save them: encodings, web pages, Word files; and what is refused."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadValue
from core.policies.html_text import page_text
from core.policies.parsing import parse
from core.policies.reading import MAXIMUM_TEXT_BYTES, decode, read_source
from tests.core.policies_made_up import TITLE, docx, html, page

NUMBERING = """<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>
<w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="第%1条"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>"""


def numbered(level: int, text: str) -> str:
    """A paragraph that Word numbers by itself."""
    place = f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='7'/></w:numPr>"
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def refusal(path: Path) -> str:
    """The code with which reading `path` is refused."""
    with pytest.raises(BadValue) as caught:
        read_source(path)
    assert caught.value.message
    return caught.value.code


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_usual_encoding_gives_the_same_document(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "measures.txt"
    file.write_bytes(page().replace("\xa0", " ").encode(encoding))
    assert parse(read_source(file).text).checksum == parse(page()).checksum


def test_utf_16_without_a_mark_and_without_ascii(tmp_path: Path) -> None:
    text = "玩具图书馆管理办法每天消毒一次借用期限自借出之日起算"
    assert decode(text.encode("utf-16-le")) == text


def test_traditional_characters_and_other_scripts_are_read_too() -> None:
    for text in ("玩具圖書館管理辦法，每天消毒一次。" * 3, "Игрушки выдаются на дом бесплатно."):
        assert decode(text.encode("utf-8")) == text


def test_windows_line_ends_and_old_mac_ones() -> None:
    assert parse(page().replace("\n", "\r\n")).checksum == parse(page().replace("\n", "\r")).checksum


@pytest.mark.parametrize(
    "data",
    [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe0\0\x10JFIF",
     b"GIF89a\1\0",
     b"PK\x03\x04" + bytes(40), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), b"\x7fELF" + bytes(50),
     bytes(range(256)) * 9,
     b"{\\rtf1\\ansi text}"],
)  # fmt: skip
def test_what_is_no_text_is_refused_under_any_name(tmp_path: Path, data: bytes) -> None:
    for name in ("scan.txt", "scan.html"):
        (tmp_path / name).write_bytes(data)
        assert refusal(tmp_path / name) == "not_text"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \r\n\t ", b"\0\0\0\0"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    for name in ("empty.txt", "empty.html", "empty.docx"):
        (tmp_path / name).write_bytes(data)
        assert refusal(tmp_path / name) == "file_empty"


def test_other_kinds_and_missing_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    assert refusal(tmp_path / "a.pdf") == "file_kind"
    assert refusal(tmp_path / "nothing.txt") == "no_file"
    (tmp_path / "folder.txt").mkdir()
    assert refusal(tmp_path / "folder.txt") == "no_file"


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.txt"
    with file.open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)
    started = time.process_time()
    assert refusal(file) == "file_too_large"
    assert time.process_time() - started < 1


def test_a_large_text_within_the_limit_is_refused_by_its_length(tmp_path: Path) -> None:
    file = tmp_path / "large.txt"
    file.write_text("玩具每天消毒。" * (MAXIMUM_TEXT_BYTES // 24), encoding="utf-8")
    assert refusal(file) == "too_long"


def test_a_page_is_read_and_nothing_in_it_is_run(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_text(html(), encoding="utf-8")
    source = read_source(file)
    document = parse(source.text, hint=source.title)
    assert document.title == TITLE
    assert [one.number for one in document.articles] == [1, 2, 3, 4, 5, 6]
    for hidden in ("脚本", "注释", "看不见", "alert", "color", "版权所有", "首页"):
        assert hidden not in source.text
    assert document.checksum == parse(page()).checksum


def test_a_page_in_gbk_that_says_so(tmp_path: Path) -> None:
    file = tmp_path / "page.htm"
    file.write_bytes(html().replace("utf-8", "gb2312").encode("gb18030"))
    assert parse(read_source(file).text).checksum == parse(page()).checksum


def test_a_page_saved_as_text_is_still_a_page(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(html(), encoding="utf-8")
    assert "脚本" not in read_source(file).text


@pytest.mark.parametrize(
    "broken",
    [
        "<!-- 没关的注释 " * 20_000,
        "<script>" * 20_000,
        "<a " * 20_000,
        "<div>" * 20_000 + "正文",
        "&#1114112;" * 500,
        "<" * 50_000,
    ],
)
def test_broken_pages_end_in_bounded_time(broken: str) -> None:
    started = time.process_time()
    assert page_text("<p>第一条 正文在前面写着，很长的一句话。</p>" + broken).text.startswith("第一条 正文在前面写着")
    assert time.process_time() - started < 5


def test_what_a_page_left_open_adds_nothing_to_its_text() -> None:
    whole = "第一条 正文在前面写着，很长的一句话，确实很长。"
    for tail in (
        "",
        "</p>",
        "<!-- 没关",
        "<script>没关",
        "<a href='没关",
        "<nav>没关",
        "<title>没关",
        '<p class="没关',
    ):
        assert page_text(f"<p>{whole}</p>{tail}").text == whole, tail


def test_numbered_lists_keep_the_numbers_a_browser_shows() -> None:
    assert page_text("<p>条件如下：</p><ol><li>成年</li><li>有证</li></ol><p>这里还有一些说明文字。</p>").text.split(
        "\n\n"
    )[1:3] == [
        "1.成年",
        "2.有证",
    ]


@settings(deadline=None)
@given(st.text(alphabet="<>/!-scriptp\"'=& 甲乙第一条", max_size=120))
def test_any_page_gives_text(source: str) -> None:
    assert isinstance(page_text(source).text, str)


def test_a_word_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "measures.docx"
    file.write_bytes(docx())
    assert parse(read_source(file).text).checksum == parse(page()).checksum


def test_numbers_that_word_draws_itself_are_written_out(tmp_path: Path) -> None:
    file = tmp_path / "auto.docx"
    raw = "".join(
        [
            numbered(0, "借用内容。"),
            numbered(1, "积木。"),
            numbered(1, "拼图。"),
            numbered(0, "借用条件。"),
            numbered(1, "成年。"),
        ]
    )
    file.write_bytes(docx(numbering=NUMBERING, raw=raw))
    document = parse(read_source(file).text, hint="玩具办法")
    assert [(one.label, [item.label for item in one.items]) for one in document.articles] == [
        ("第一条", ["（一）", "（二）"]),
        ("第二条", ["（一）"]),
    ]


def test_tracked_deletions_are_left_out_and_insertions_and_tables_kept(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    raw = (
        f"<w:p>{run.format('甲')}<w:ins>{run.format('新')}</w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
        f"<w:tbl><w:tr><w:tc><w:p>{run.format('格一')}</w:p></w:tc><w:tc><w:p>{run.format('格二')}</w:p></w:tc></w:tr></w:tbl>"
    )
    file = tmp_path / "tracked.docx"
    file.write_bytes(docx(raw=raw))
    assert read_source(file).text == "甲新\n\n格一　格二"


@pytest.mark.parametrize("cut", [30, 200, 400])
def test_a_broken_word_file_is_refused(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "broken.docx"
    file.write_bytes(docx()[:cut])
    assert refusal(file) == "broken_docx"


def test_other_packages_and_entities_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("other.txt", "x")
    (tmp_path / "other.docx").write_bytes(stream.getvalue())
    assert refusal(tmp_path / "other.docx") == "broken_docx"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("word/document.xml", '<!DOCTYPE d [<!ENTITY a "x">]><d>&a;</d>')
    (tmp_path / "entity.docx").write_bytes(stream.getvalue())
    assert refusal(tmp_path / "entity.docx") == "broken_docx"
    (tmp_path / "old.docx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert refusal(tmp_path / "old.docx") == "not_text"


def test_a_packed_bomb_is_refused_unopened(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 60_000_000)
    (tmp_path / "bomb.docx").write_bytes(stream.getvalue())
    assert refusal(tmp_path / "bomb.docx") == "packed_too_tight"
