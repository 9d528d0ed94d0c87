"""Taking official texts apart: titles, dates, chapters, articles, items; furniture and repetition left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policies.numerals import read_numeral, write_numeral
from core.policies.outline import Citation, outline, read_citations
from core.policies.parsing import checksum, parse
from core.policies.reading import read_source
from tests.core.policies_made_up import BODY, NOTICE, TITLE, page

REAL = Path(__file__).resolve().parents[3] / "shared" / "policy" / "empowerment-centre-measures.txt"


@pytest.mark.parametrize(
    ("text", "number"),
    [("一", 1), ("十", 10), ("十五", 15), ("二十", 20), ("九十九", 99), ("百", 100), ("一百", 100), ("一百零三", 103),
     ("一百一十", 110), ("二〇二五", 2025), ("１５", 15), ("15", 15), ("两", 2)],
)  # fmt: skip
def test_numerals_are_read(text: str, number: int) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize("text", ["", "甲", "十百千万", "一二a", "-3", "3.5", "十十"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert read_numeral(text) is None


@settings(deadline=None)
@given(st.integers(0, 9999))
def test_a_numeral_written_reads_back(number: int) -> None:
    assert read_numeral(write_numeral(number)) == number


def test_a_page_gives_one_document_without_its_furniture() -> None:
    document = parse(page())
    assert document.title == TITLE
    assert document.number is None
    assert document.chapters == ("第一章　总则", "第二章　借用", "第三章　附则")
    assert [one.number for one in document.articles] == [1, 2, 3, 4, 5, 6]
    assert "text_twice" in document.warnings
    whole = "\n".join(one.text for one in document.articles) + "\n".join(document.preamble + document.annex)
    for furniture in ("无障碍", "网上咨询", "政务网", "文号"):
        assert furniture not in whole
    assert document.repeals == (("关于玩具借用的通知", "海玩字〔2021〕8号"),)


def test_dates_come_from_the_signature_and_the_closing_article() -> None:
    document = parse(page())
    assert (document.issued_on, document.valid_from) == (date(2025, 8, 31), date(2025, 8, 31))
    assert document.valid_until == date(2028, 8, 30)
    assert "end_counted" in document.warnings


@pytest.mark.parametrize(
    ("closing", "start", "end"),
    [("本办法自2025年10月1日起施行，有效期至2030年9月30日。", date(2025, 10, 1), date(2030, 9, 30)),
     ("本办法自二〇二五年十月一日起施行,有效期5年。", date(2025, 10, 1), date(2030, 9, 30)),
     ("本办法自公布之日起施行。", date(2025, 8, 31), None),
     ("本办法由文化局负责解释。", None, None),
     ("本办法自2024年2月29日起施行，试行一年。", date(2024, 2, 29), date(2025, 2, 27))],
)  # fmt: skip
def test_validity_as_closing_articles_say_it(closing: str, start: date | None, end: date | None) -> None:
    text = NOTICE + f"{TITLE}\n\n第一条 甲。\n\n第二条 {closing}"
    document = parse(text)
    assert (document.valid_from, document.valid_until) == (start, end)


def test_nothing_of_the_articles_is_lost_or_twice() -> None:
    document = parse(page())
    said = checksum("".join(one.text for one in document.articles))
    lines = [line for line in BODY.splitlines() if line and not line.startswith(("第一章", "第二章", "第三章"))]
    bare = [line.split(" ", 1)[1] if line.startswith("第") and "条 " in line[:5] else line for line in lines]
    assert said == checksum("".join(bare))


def test_items_nest_and_are_addressable() -> None:
    fourth = parse(page()).articles[3]
    assert fourth.lead == "借用条件。"
    adults, children = fourth.items
    assert (adults.label, adults.text, [one.label for one in adults.items]) == ("（一）", "成年人", ["1.", "2."])
    assert [one.label for one in adults.items[1].items] == ["（1）", "（2）"]
    assert children.text == "儿童\n由监护人陪同。不满三岁的不借小零件。\n借用期限自借出之日起算。"
    assert fourth.label == "第四条"


def test_a_sentence_that_begins_by_naming_an_article_opens_none() -> None:
    document = parse(page())
    assert document.articles[4].text == "第三条所列玩具丢失的,照价赔偿"
    text = f"{TITLE}\n第一条 甲。\n第二条 乙:\n第一条规定的除外。\n第三条 丙。"
    assert [one.number for one in parse(text).articles] == [1, 2, 3]


def test_full_width_half_width_and_spacing_make_the_same_document() -> None:
    wide = page(1).replace("(", "（").replace(")", "）").replace(",", "，").replace("第三条 ", "第三条　")
    assert parse(wide).checksum == parse(page()).checksum == parse(page(1).replace("\n\n", "\n")).checksum


def test_a_changed_word_changes_the_checksum() -> None:
    assert parse(page().replace("五盒", "六盒")).checksum != parse(page()).checksum


def test_a_table_of_contents_is_no_second_document() -> None:
    contents = "目  录\n\n第一章  总则\n第二章  借用\n第三章  附则\n\n"
    document = parse(f"{TITLE}\n\n{contents}{BODY}")
    assert (document.title, len(document.chapters), len(document.articles)) == (TITLE, 3, 6)


def test_articles_on_one_line_are_parted() -> None:
    document = parse(f"{TITLE} 第一章 总则 第一条 甲。第二条 乙。 第二章 附则 第三条 丙。")
    assert [one.number for one in document.articles] == [1, 2, 3]
    assert len(document.chapters) == 2


def test_articles_inserted_later_and_beyond_a_hundred() -> None:
    many = "".join(f"第{write_numeral(n)}条 第{n}件事。\n" for n in range(1, 104))
    document = parse(f"{TITLE}\n{many}")
    assert len(document.articles) == 103
    inserted = parse(f"{TITLE}\n第一条 甲。\n第一条之一 乙。\n第二条 丙。")
    assert [one.label for one in inserted.articles] == ["第一条", "第一条之一", "第二条"]


def test_more_than_a_thousand_articles() -> None:
    many = "".join(f"第{write_numeral(n)}条 第{n}件事。\n" for n in range(1, 1300))
    assert [one.number for one in parse(f"{TITLE}\n{many}").articles] == list(range(1, 1300))


def test_a_text_that_only_repeats_a_heading_is_no_hundred_documents() -> None:
    assert parse("第一条 甲。\n" * 500).articles == ()


def test_a_missing_article_is_remarked() -> None:
    assert "articles_missing" in parse(f"{TITLE}\n第一条 甲。\n第三条 丙。").warnings


def numbered(*numbers: int) -> str:
    """A text with articles of these numbers, each with wording of its own."""
    lines = (f"第{write_numeral(number)}条 这是第{at}段规定。" for at, number in enumerate(numbers, 1))
    return "海滨市双条办法\n\n" + "\n\n".join(lines)


@pytest.mark.parametrize(
    ("numbers", "warning"),
    [
        ((*range(1, 16), 15, 16, 17), "article_twice"),
        ((*range(1, 16), 15), "article_twice"),
        ((1, 2, 4, 3, 5, 6), "articles_missing"),
        ((1, 2, 3, 5), "articles_missing"),
    ],
)
def test_numbers_twice_or_out_of_order_lose_nothing(numbers: tuple[int, ...], warning: str) -> None:
    text = numbered(*numbers)
    document = parse(text)
    assert [one.number for one in document.articles] == list(numbers)
    assert [one.text for one in document.articles] == [f"这是第{at}段规定。" for at in range(1, len(numbers) + 1)]
    assert warning in document.warnings
    assert set(parse(f"{text}\n\n{text}").warnings) == {*document.warnings, "text_twice"}


def test_a_paragraph_that_begins_by_naming_an_earlier_article_stays_in_its_own() -> None:
    document = parse(numbered(1, 2, 3, 4, 5).replace("\n\n第五条", "\n\n第二条　情形由文化局认定。\n\n第五条"))
    assert [one.number for one in document.articles] == [1, 2, 3, 4, 5]
    assert document.articles[3].text.endswith("第二条　情形由文化局认定。")


def test_two_copies_that_differ_are_remarked() -> None:
    text = page(1) + page(1).replace("五盒", "六盒")
    assert "copies_differ" in parse(text).warnings


def test_page_numbers_signature_and_annex_are_no_part_of_the_last_article() -> None:
    text = f"{TITLE}\n\n{BODY}\n\n— 3 —\n\n海滨市文化局\n2025年8月31日\n\n附件：1. 借用申请表\n姓名  电话"
    document = parse(text)
    assert document.articles[-1].text.endswith("同时废止。")
    assert document.issued_on == date(2025, 8, 31)
    assert document.annex[0].startswith("附件")


def test_the_number_is_taken_from_the_head_only() -> None:
    document = parse(f"海文字〔2025〕12号\n{TITLE}\n{BODY}")
    assert document.number == "海文字〔2025〕12号"
    assert parse(f"{TITLE}\n文号：海文字[2025]3号\n{BODY}").number == "海文字[2025]3号"
    assert parse(f"{TITLE}\n{BODY}").number is None


def test_a_text_without_articles_is_kept_as_paragraphs() -> None:
    document = parse("关于玩具消毒的通知\n\n各馆：\n\n玩具每天消毒一次。\n\n海滨市文化局\n2026年1月5日\n")
    assert (document.title, document.articles) == ("关于玩具消毒的通知", ())
    assert "玩具每天消毒一次。" in document.paragraphs
    assert document.issued_on == date(2026, 1, 5)
    assert "no_articles" in document.warnings


def test_items_run_together_are_parted() -> None:
    inside = outline(["可以借：（一）积木；（二）拼图；（三）棋。"])
    assert [(one.label, one.text) for one in inside.items] == [
        ("（一）", "积木；"),
        ("（二）", "拼图；"),
        ("（三）", "棋。"),
    ]


def test_numbers_that_are_no_markers_stay_text() -> None:
    inside = outline(["总则。", "2025年起执行。", "3.5倍赔偿。", "(一)甲。", "(三十)不是下一项。"])
    assert inside.lead == "总则。\n2025年起执行。\n3.5倍赔偿。"
    assert len(inside.items) == 1


@settings(deadline=None)
@given(st.text(alphabet="第一二三十条章（）()1.、。；甲乙\n 　附件", max_size=200))
def test_any_text_parses_and_keeps_every_article_once(text: str) -> None:
    document = parse(text)
    for one in document.articles:
        assert one.number > 0
    assert parse(text) == document


@pytest.mark.parametrize(
    ("typed", "read"),
    [("15", (Citation(15),)), ("15；10", (Citation(15), Citation(10))), ("第十五条（一）", (Citation(15, (1,)),)),
     ("第十条（六）4.、7", (Citation(10, (6, 4)), Citation(7))), ("8,9", (Citation(8), Citation(9))), ("", ()),
     ("10(6)", (Citation(10, (6,)),)), ("第十条", (Citation(10),))],
)  # fmt: skip
def test_citations_as_people_write_them(typed: str, read: tuple[Citation, ...]) -> None:
    assert read_citations(typed) == read


@pytest.mark.parametrize("typed", ["甲", "第条", "15；乙", "0", "第十五条（甲）"])
def test_unreadable_citations_are_refused(typed: str) -> None:
    assert read_citations(typed) is None


@pytest.mark.parametrize("citation", [Citation(15), Citation(15, (1,)), Citation(10, (6, 4)), Citation(103, (2, 1, 3))])
def test_a_citation_written_reads_back(citation: Citation) -> None:
    assert read_citations(str(citation)) == (citation,)


@pytest.mark.skipif(not REAL.exists(), reason="the official text is not part of the project's own files")
def test_the_real_measures() -> None:
    document = parse(read_source(REAL).text)
    assert document.title == "青岛市创业赋能中心管理办法"
    assert (document.number, document.issued_on) == (None, date(2025, 8, 31))
    assert (len(document.chapters), [one.number for one in document.articles]) == (6, list(range(1, 19)))
    tenth, fifteenth = document.articles[9], document.articles[14]
    assert [one.label for one in fifteenth.items] == ["（一）", "（二）", "（三）"]
    assert len(tenth.items[5].items) == 8
    assert "收到《退出通知书》" in tenth.items[5].after
    source = read_source(REAL).text
    start = source.index("第一章")
    whole = source[start : source.index("同时废止。", start) + 5]
    kept = "".join(f"{one.label}{one.text}" for one in document.articles)
    assert sorted(letters(whole)) == sorted(letters(kept + "".join(document.chapters)))


def letters(text: str) -> str:
    """Letters and digits only."""
    return "".join(one for one in text if one.isalnum())
