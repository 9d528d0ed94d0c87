"""What a search sees of a text: normal form, filler, words, synonyms, pinyin, initials."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.policies.segmenting import (
    Vocabulary,
    heard_tokens,
    latin_tokens,
    load_vocabulary,
    normal,
    slips,
    sound_tokens,
    split_pinyin,
)

VOCABULARY = load_vocabulary()


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("ＡＰＰ", "app"), ("3年", "三年"), ("两年", "二年"), ("15平米", "十五平米"), ("２０２５年", "2025年"),
     ("3.5倍", "3.5倍"), ("（一）", "(一)"), ("100元", "100元"),
     ("1/2面积", "二分之一面积"), ("½", "二分之一"), ("占50%", "占百分之五十"),
     ("2026/1/2", "2026/1/2"), ("3/2", "3/2")],
)  # fmt: skip
def test_one_normal_form(typed: str, plain: str) -> None:
    assert normal(typed) == plain


@settings(deadline=None)
@given(st.text(alphabet='公示几天１2３年两ＡbC ，。|"*()/%½', max_size=60))
def test_tokens_come_from_any_text_and_do_not_depend_on_width_or_case(text: str) -> None:
    tokens = VOCABULARY.tokens(text)
    assert tokens == VOCABULARY.tokens(normal(text))
    assert all(not set(token) & set(' |"*()/%') for token in tokens)


def test_filler_is_left_out_but_never_everything() -> None:
    assert VOCABULARY.without_filler("喂你好，请问一下公示几天啊").strip(" ,") == "公示几天"
    assert VOCABULARY.without_filler("你好") == "你好"


def test_known_terms_are_not_taken_apart() -> None:
    assert "w青创通" in VOCABULARY.tokens("我们想在青创通上发通知")
    assert "w共享工位" in VOCABULARY.tokens("有免费的共享工位吗")


def test_a_token_of_every_kind() -> None:
    tokens = VOCABULARY.tokens("工位")
    assert {"工", "位", "工位", "w工位", "c共享工位"} <= set(tokens)


def test_what_callers_say_and_the_official_term_share_a_concept() -> None:
    for said, official in (
        ("屋子", "办公场地"),
        ("踢皮球", "首问负责"),
        ("搬走", "退出"),
        ("老板", "法人"),
        ("食堂", "餐厅"),
    ):
        assert {one for one in VOCABULARY.tokens(said) if one[0] == "c"} & set(VOCABULARY.tokens(official)), said


def test_the_longest_term_wins() -> None:
    table = Vocabulary(groups=(("甲", "免房租"), ("乙", "房租")))
    assert table.concepts("最多免房租几年") == ["c甲"]
    assert table.concepts("房租几年") == ["c乙"]


def test_an_edited_table_is_noticed(tmp_path: Path) -> None:
    table = tmp_path / "synonyms.toml"
    table.write_text('groups = [["甲", "乙"]]', encoding="utf-8")
    first = load_vocabulary(table).digest
    load_vocabulary.cache_clear()
    table.write_text('groups = [["甲", "乙", "丙"]]', encoding="utf-8")
    assert load_vocabulary(table).digest != first
    assert load_vocabulary(tmp_path / "none.toml") == Vocabulary()


@pytest.mark.parametrize(
    ("run", "syllables"),
    [("huiyishi", ["hui", "yi", "shi"]), ("gongwei", ["gong", "wei"]), ("huiyis", ["hui", "yi", "s"]),
     ("xian", ["xian"]), ("qct", None), ("gxgw", None), ("zhuce", ["zhu", "ce"]), ("", [])],
)  # fmt: skip
def test_pinyin_is_parted_into_syllables(run: str, syllables: list[str] | None) -> None:
    assert split_pinyin(run) == syllables


def test_sounds_of_a_text_meet_what_is_typed() -> None:
    sounds = set(sound_tokens("共享工位"))
    for typed in ("gongxianggongwei", "gongwei", "gxgw", "gw", "xgw"):
        assert any(set(reading) <= sounds for reading in latin_tokens(typed)), typed
    assert not any(set(reading) <= sounds for reading in latin_tokens("huiyi"))


def test_a_slip_of_the_same_sound_is_heard() -> None:
    assert set(heard_tokens("公位")) <= set(sound_tokens("工位"))
    assert set(heard_tokens("担保代款")) <= set(sound_tokens("担保贷款"))


def test_latin_words_count_only_by_themselves() -> None:
    table = Vocabulary(groups=(("数字化", "ai"), ("会议室", "meeting room")))
    assert table.concepts("mai zaina") == []
    assert table.concepts("用ai 做") == table.concepts("ai") == ["c数字化"]
    assert table.concepts("meeting  room怎么订") == ["c会议室"]


def test_a_slip_of_the_finger_in_pinyin_is_put_right() -> None:
    for typed in ("gongongfuwu", "gonggongfuw", "gonggnogfuwu", "gonggongduwu", "gonggongfuwuu"):
        assert ["pgonggong", "pgongfu", "pfuwu"] in slips(typed), typed
    assert slips("gqbg") == slips("gong") == slips("a" * 40) == []


def test_common_words_weaken_what_lies_in_and_against_them() -> None:
    weak = VOCABULARY.weak_tokens("我们协会需要什么手续")
    assert {"我们", "们协", "什么", "么手"} <= weak
    assert not weak & {"协会", "手续", "协", "w手续"}
