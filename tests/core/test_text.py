"""Text: what is refused, what is shown, and telephone numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import fields
from core.clock import read_date, read_time
from core.errors import BadValue, DeskError
from core.text import MAXIMUM_CHARACTERS, fault, masked_phone, normal_phone, visible
from core.words import use_language

ANY = st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=50)


def test_the_rule_for_text() -> None:
    assert MAXIMUM_CHARACTERS == 20_000
    assert fault("长" * 20_000) is None
    assert fault("𝄞" * 20_000) is None
    assert fault("长" * 20_001) == "too_long"
    assert fault("a\0b") == "nul"
    assert fault("\ud800") == fault("a\udfffb") == "surrogate"
    for kept in ("\x01", "\x1b[31m", "\u202e", "\r\n", "👨‍👩‍👧", "\ufffe", " "):
        assert fault(kept) is None


@given(ANY)
def test_what_is_shown_is_harmless(text: str) -> None:
    one = visible(text, newlines=True)
    assert not [letter for letter in one if ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0]
    assert not [letter for letter in one if 0xD800 <= ord(letter) <= 0xDFFF]
    assert not set("\u2028\u2029\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c") & set(
        one
    )
    one.encode()
    assert visible(text).count("\n") == text.count("\n")
    assert visible(visible(text)) == visible(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), max_size=40))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert visible(text) == text


@given(ANY)
def test_a_field_keeps_exactly_what_was_typed_or_refuses(text: str) -> None:
    try:
        kept = fields.text(text, "question")
    except BadValue as refused:
        assert refused.code in ("text_nul", "text_surrogate", "text_missing")  # noqa: PT017
        assert refused.details["field"] == "question"  # noqa: PT017
        return
    assert kept == text
    assert fields.optional_text(text, "x") == text


@pytest.mark.parametrize("typed", [None, "", " ", "\t\n", "\u3000"])
def test_a_blank_field_is_empty(typed: str | None) -> None:
    assert fields.optional_text(typed, "name") is None
    with pytest.raises(BadValue):
        fields.text(typed, "question")


@pytest.mark.parametrize(
    ("typed", "number", "masked"),
    [
        ("13800001234", "13800001234", "138****1234"),
        ("138-0000-1234", "13800001234", "138****1234"),
        ("１３８ ００００ １２３４", "13800001234", "138****1234"),
        ("+86 138 0000 1234", "13800001234", "138****1234"),
        ("0086-13800001234", "13800001234", "138****1234"),
        ("8613800001234", "13800001234", "138****1234"),
        ("0532-85000000", "053285000000", None),
        ("（0532）8500 0000 转 12", "053285000000-12", None),
        ("85000000", "85000000", None),
        ("12345", "12345", None),
        ("+44 20 7946 0000", "+442079460000", None),
    ],
)
def test_telephone_numbers(typed: str, number: str, masked: str | None) -> None:
    assert normal_phone(typed) == number
    shown = masked_phone(number)
    assert shown is not None
    assert "****" in shown
    assert number not in shown
    assert masked is None or shown == masked


@pytest.mark.parametrize(
    "typed", ["", "你好", "12", "1" * 18, "138000O1234", "138_0000", "++86", "٣٣٣٣٣٣", "12 34 x", "call 12345"]
)
def test_what_is_no_telephone_number(typed: str) -> None:
    assert normal_phone(typed) is None


@given(st.from_regex(r"\A[0-9]{3,17}\Z"))
def test_a_mask_hides_at_least_four_digits_or_all_but_two(digits: str) -> None:
    number = normal_phone(digits)
    if number is None:
        assert digits.startswith("00")
        return
    shown = masked_phone(number) or ""
    seen = sum(letter.isdigit() for letter in shown)
    assert seen <= max(len(number.lstrip("+")) - 3, 2)
    assert normal_phone(number) is not None


@given(ANY)
def test_no_text_breaks_reading_a_number_time_or_date(text: str) -> None:
    normal_phone(text)
    for read in (read_time, read_date):
        try:
            read(text)
        except BadValue as refused:
            assert refused.message  # noqa: PT017


@pytest.mark.parametrize(
    "typed", ["", "2026-11-23", "23.11.2026 10:00", "2026-11-23T24:00", "2026-11-23T10", "2026-11-23T10:60", "now",
              "2026-11-23T10:00+25:00", "2026-11-23T10:00 ⊕"],
)  # fmt: skip
def test_times_that_cannot_be_read(typed: str) -> None:
    with pytest.raises(BadValue):
        read_time(typed)


def test_a_list_and_a_length_of_time_in_a_refusal_are_said_as_the_language_does() -> None:
    error = DeskError(
        "x", "{names} {wait_seconds} {long_seconds}", names=["甲", "乙"], wait_seconds=5400, long_seconds=172_800
    )
    use_language("zh")
    assert error.message == "甲、乙 1时30分 2 天"
    use_language("en")
    assert error.message == "甲, 乙 1 h 30 min 2 days"
