"""Lists, paging, filters, search, and what is known of a telephone number."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.calls.views import CallFilter, NewCall
from core.desk import Desk
from core.errors import BadValue, DeskError
from core.occupants.views import NewOccupant
from tests.helpers.hours import at
from tests.helpers.people import FrozenClock, open_copy


def log(desk: Desk, question: str = "问一下", by: str = "li", **more: object) -> str:
    return desk.calls.log(NewCall(question=question, **more), by=by).number  # type: ignore[arg-type]


def numbers(desk: Desk, by: str = "boss", **wanted: object) -> list[str]:
    return [one.number for one in desk.calls.list(CallFilter(**wanted), by=by).items]  # type: ignore[arg-type]


def test_newest_first_page_by_page_without_loss_or_repeats_while_calls_come_in(desk: Desk) -> None:
    made = [log(desk) for _ in range(11)]
    seen, cursor = [], None
    while True:
        page = desk.calls.list(CallFilter(limit=3, after=cursor), by="boss")
        seen += [one.number for one in page.items]
        log(desk, "插进来的")
        cursor = page.next
        if cursor is None:
            break
    assert seen == made[::-1]


def test_the_last_page_has_no_next_even_when_it_is_full(desk: Desk) -> None:
    for _ in range(4):
        log(desk)
    first = desk.calls.list(CallFilter(limit=2), by="boss")
    second = desk.calls.list(CallFilter(limit=2, after=first.next), by="boss")
    assert (len(second.items), second.next) == (2, None)
    assert desk.calls.list(CallFilter(limit=4), by="boss").next is None
    assert desk.calls.list(CallFilter(), by="boss").next is None


def test_paging_goes_on_when_the_call_at_the_cursor_leaves_the_list(desk: Desk) -> None:
    made = [log(desk, service="loan") for _ in range(5)]
    page = desk.calls.list(CallFilter(limit=2, status="accepted"), by="boss")
    assert page.next is not None
    desk.calls.reply(page.next, "答", by="li")
    rest = desk.calls.list(CallFilter(limit=9, status="accepted", after=page.next), by="boss")
    assert [one.number for one in rest.items] == made[2::-1]


def test_paging_over_midnight_and_past_a_thousand_a_day_keeps_the_order(desk: Desk, clock: FrozenClock) -> None:
    log(desk)
    assert desk.storage.path is not None
    with closing(sqlite3.connect(desk.storage.path, isolation_level=None)) as database:
        database.execute("UPDATE calls SET number = '20261123A998', sequence = 998")
    made = [log(desk) for _ in range(4)]
    clock.set("2026-11-24 00:00")
    made += [log(desk) for _ in range(2)]
    assert made == [
        "20261123A999", "20261123A1000", "20261123A1001", "20261123A1002", "20261124A001", "20261124A002",
    ]  # fmt: skip
    assert numbers(desk, limit=6) == made[::-1]
    assert numbers(desk, limit=6, after=made[3])[:3] == made[2::-1]


def test_filters_meet(desk: Desk, clock: FrozenClock) -> None:
    a = log(desk, service="loan", kind="help")
    b = log(desk, by="han", service="loan", kind="complaint")
    c = log(desk, by="tel", service="subsidy", answer="答")
    desk.calls.transfer(b, "li", "他办", by="han")
    assert numbers(desk, status="accepted") == [b, a]
    assert numbers(desk, status="completed") == [c]
    assert numbers(desk, handler="li") == [b, a]
    assert numbers(desk, first_contact="han") == [b]
    assert numbers(desk, first_contact="han", handler="han") == []
    assert numbers(desk, service="loan", kind="help") == [a]
    assert numbers(desk, light="green") == [b, a]
    clock.set("2026-11-27 17:00")
    assert numbers(desk, light="yellow") == [b, a]
    clock.set("2026-11-30 17:00")
    assert numbers(desk, light="red") == [b, a]
    assert numbers(desk, light="green") == numbers(desk, light="yellow") == []


def test_days_count_by_the_centres_midnight_and_by_when_it_was_received(desk: Desk, clock: FrozenClock) -> None:
    clock.set("2026-11-25 10:00")
    a = log(desk, received_at=at("2026-11-22 23:59:59"))
    b = log(desk, received_at=at("2026-11-23 00:00"))
    c = log(desk, received_at=at("2026-11-23 23:59:59"))
    d = log(desk, received_at=at("2026-11-24 00:00"))
    assert numbers(desk, since=date(2026, 11, 23), until=date(2026, 11, 23)) == [c, b]
    assert numbers(desk, since=date(2026, 11, 24)) == [d]
    assert numbers(desk, until=date(2026, 11, 22)) == [a]
    assert numbers(desk, since=date(2026, 11, 24), until=date(2026, 11, 23)) == []
    assert numbers(desk, since=date.min, until=date.max) == [d, c, b, a]
    assert numbers(desk, since=date.max) == numbers(desk, until=date.min) == []


def test_bad_limits_and_cursors_are_refused(desk: Desk) -> None:
    for wanted in ({"limit": 0}, {"limit": -1}, {"limit": 10**9}, {"after": "x"}, {"after": ""}, {"after": "1 OR 1"}):
        with pytest.raises(BadValue):
            numbers(desk, **wanted)


@pytest.fixture(scope="module")
def searched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, dict[str, str]]]:
    desk = open_copy(tmp_path_factory.mktemp("search"), FrozenClock())
    made = {
        "loan": log(desk, "创业担保贷款怎么申请？", name="欧阳修", phone="138-0000-1234", service="loan"),
        "desk": log(desk, "青创通登录不上 error500", organisation="海浪科技有限公司", phone="0532-8500-6789"),
        "room": log(desk, "想借会议室开会 NEAR AND 贷 3楼", name="Zoë Müller", ticket="T-77"),
        "wide": log(desk, "ＡＢＣ公司的ＯＰＣ补贴１２３", name="单雄信", phone="13900005555"),
    }
    desk.calls.reply(made["room"], "可以预约讲堂", by="li")
    yield desk, made
    desk.close()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("贷", {"loan", "room"}), ("贷款", {"loan"}), ("担保", {"loan"}), ("款怎", {"loan"}), ("贷 款", {"loan"}),
        ("创业担保贷款怎么申请", {"loan"}), ("申请？", {"loan"}), ("款贷", set()), ("？", set()),
        ("创", {"loan", "desk"}), ("创通", {"desk"}), ("讲堂", {"room"}), ("会议室", {"room"}),
        ("欧阳", {"loan"}), ("阳修", {"loan"}), ("oyx", {"loan"}), ("OYX", {"loan"}), ("ouyangxiu", {"loan"}),
        ("ouyang", {"loan"}), ("hlkj", {"desk"}), ("hlkjyxgs", {"desk"}), ("海浪", {"desk"}),
        ("zoë", {"room"}), ("müller", {"room"}), ("mül", {"room"}),
        ("1234", {"loan"}), ("１２３４", {"loan"}), ("13800001234", {"loan"}), ("１３８００００１２３４", {"loan"}),
        ("1380000", {"loan"}), ("6789", {"desk"}), ("5555", {"wide"}), ("053285006789", {"desk"}),
        ("abc", {"wide"}), ("ABC", {"wide"}), ("ａｂｃ", {"wide"}), ("opc 补贴", {"wide"}), ("123", {"wide", "loan"}),
        ("error", {"desk"}), ("error500", {"desk"}), ("500", set()), ("t-77", {"room"}), ("3楼", {"room"}),
        ("贷款 会议室", set()), ("会议室 贷", {"room"}), ("and", {"room"}), ("NEAR AND", {"room"}),
        ("20261123A001", {"loan"}), ("20261123a002", {"desk"}), ("不存在的话", set()),
        ("A001", {"loan"}), ("a002", {"desk"}),
    ],
)  # fmt: skip
def test_search(searched: tuple[Desk, dict[str, str]], query: str, found: set[str]) -> None:
    desk, made = searched
    assert {name for name, number in made.items() if number in numbers(desk, search=query)} == found


@pytest.mark.parametrize(
    "query",
    ['"', '""', "*", "贷*", "-", "^", ":", "words:x", "(", ")", "AND", "OR", "NOT", "NEAR", "NEAR(", "NEAR(a b, 2)",
     "a AND", "{a b}", "+", "'", "';--", "%", "_", "\\", "\x00".strip("\x00") or "x", "贷 OR 会", "\u3000", "\t"],
)  # fmt: skip
def test_search_syntax_is_only_text(searched: tuple[Desk, dict[str, str]], query: str) -> None:
    desk, made = searched
    assert set(numbers(desk, search=query)) <= set(made.values())
    if query in ("*", '"', "OR", "NOT", "words:x"):
        assert numbers(desk, search=query) == []
    if query == "贷*":
        assert set(numbers(desk, search=query)) == {made["loan"], made["room"]}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=30))
def test_any_text_can_be_searched_for(searched: tuple[Desk, dict[str, str]], query: str) -> None:
    desk, made = searched
    if "\0" in query:
        with pytest.raises(BadValue, match=r"NUL|空字符"):
            numbers(desk, search=query)
    else:
        assert set(numbers(desk, search=query)) <= set(made.values())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(0, 10), length=st.integers(1, 10))
def test_every_piece_of_a_question_finds_it(searched: tuple[Desk, dict[str, str]], start: int, length: int) -> None:
    desk, made = searched
    piece = "创业担保贷款怎么申请？"[start : start + length]
    if piece.strip("？"):
        assert made["loan"] in numbers(desk, search=piece)


def test_a_blank_search_is_no_search_and_a_very_long_one_is_answered(searched: tuple[Desk, dict[str, str]]) -> None:
    desk, made = searched
    assert set(numbers(desk, search="  ")) == set(made.values())
    for query in ("长" * 199, "a b " * 50, "贷 " * 100):
        numbers(desk, search=query)
    with pytest.raises(DeskError):
        numbers(desk, search="长" * 20_001)


def test_search_pages_too(desk: Desk) -> None:
    made = [log(desk, f"停车问题{n}") for n in range(5)]
    page = desk.calls.list(CallFilter(search="停车", limit=2), by="li")
    rest = desk.calls.list(CallFilter(search="停车", limit=9, after=page.next), by="li")
    assert [one.number for one in (*page.items, *rest.items)] == made[::-1]


def test_a_known_number_brings_up_who_and_what(desk: Desk, clock: FrozenClock) -> None:
    first = log(desk, name="张三", organisation="某公司", phone="138-0000-1234")
    clock.forward(minutes=1)
    second = log(desk, phone="+86 138 0000 1234")
    for typed in ("13800001234", "138-0000-1234", "１３８００００１２３４", "+8613800001234", "0086 138 0000 1234"):
        known = desk.calls.caller(typed, by="han")
        assert known is not None
        assert (known.name, known.organisation) == ("张三", "某公司")
        assert [one.number for one in known.calls] == [second, first]
        assert {one.caller.phone for one in known.calls} == {"138****1234"}
    assert desk.calls.caller("13800009999", by="han") is None
    assert desk.calls.caller("", by="han") is None


def test_the_board_is_by_urgency_with_reminders_on_top(desk: Desk, clock: FrozenClock) -> None:
    late = log(desk, service="loan", received_at=clock.at - timedelta(days=20))
    fresh = log(desk, service="loan")
    soon = log(desk, service="loan", received_at=clock.at - timedelta(days=7))
    waits = log(desk, service="loan", received_at=clock.at - timedelta(days=9))
    desk.calls.wait(waits, "等材料", by="li")
    assert [one.number for one in desk.calls.board(by="li").mine] == [late, soon, fresh, waits]
    desk.calls.remind(fresh, "客户又来电催", by="boss")
    board = desk.calls.board(by="li")
    assert [one.number for one in board.mine] == [fresh, late, soon, waits]
    assert board.counts["open"] == 4
    assert (board.counts["red"], board.counts["waiting"]) == (1, 1)
    desk.calls.reply(fresh, "答", by="li")
    assert desk.calls.board(by="li").mine[0].number == late


def test_calls_of_an_occupant_are_those_from_its_number(desk: Desk) -> None:
    one = desk.occupants.add(NewOccupant("startup", "青禾科技"), by="li").id
    first = log(desk, occupant=one)
    log(desk)
    later = log(desk, by="han", occupant=one, confidential=True)
    assert numbers(desk, by="li", occupant=one) == [first]
    assert numbers(desk, by="boss", occupant=one) == [later, first]
