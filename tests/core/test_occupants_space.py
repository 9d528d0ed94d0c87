"""Space: the half rule (art. 10(5)), 15 m² a person (art. 15(1)), and one holder of a unit at a time."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.desk import Desk, open_desk
from core.errors import BadValue, Conflict, NotAllowed, NotFound, RuleRefused
from core.occupants.shipped import FILE, floor_names, units
from core.occupants.space import Change, Gauge, after, breaks, entitlement, read_change
from core.occupants.views import Signing
from core.storage import occupancy_guard
from tests.helpers.occupants import institution, publicised, resident, startup
from tests.helpers.people import FrozenClock

AREAS = st.decimals(min_value=0, max_value=100_000, places=2)


@pytest.mark.parametrize(
    ("others", "holds"), [("0", True), ("499.99", True), ("500", True), ("500.01", False), ("1000", False)]
)
def test_art_10_5_others_never_use_more_than_half_of_the_incubation_floors(others: str, holds: bool) -> None:
    assert Gauge(Decimal(1000), others=Decimal(others)).holds is holds


def test_art_10_5_a_part_empty_floor_refuses_nobody_by_itself() -> None:
    empty = Gauge(Decimal(1000))
    assert empty.holds
    assert not breaks(empty, "institution", Decimal(500))
    assert breaks(empty, "association", Decimal("500.01"))


@given(AREAS, AREAS, AREAS, AREAS)
def test_art_10_5_a_startup_is_never_refused_and_what_is_granted_holds(
    incubation: Decimal, startups: Decimal, others: Decimal, extra: Decimal
) -> None:
    gauge = Gauge(incubation, startups, others)
    assert not breaks(gauge, "startup", extra)
    if extra and not breaks(gauge, "institution", extra):
        assert after(gauge, [Change("institution", extra)]).holds


@given(AREAS, AREAS, AREAS)
def test_what_is_promised_counts_once(incubation: Decimal, others: Decimal, promised: Decimal) -> None:
    gauge = Gauge(incubation, others=others, promised_others=promised)
    assert not breaks(gauge, "institution", promised, promised_before=promised)
    assert breaks(gauge, "institution", promised + 1, promised_before=promised) == (
        (others + promised + 1) * 2 > incubation
    )


@pytest.mark.parametrize(
    ("kind", "brought", "headcount", "used", "over"),
    [("startup", "centre", 4, "60", "0"), ("startup", "centre", 4, "75.5", "15.5"),
     ("startup", "centre", 0, "0", "0"), ("startup", "centre", 10, "100", "-50")],
)  # fmt: skip
def test_art_15_1_fifteen_square_metres_a_person_by_insured_headcount(
    kind: str, brought: str, headcount: int, used: str, over: str
) -> None:
    found = entitlement(kind, brought, headcount, Decimal(used))
    assert found is not None
    assert (found.entitled, found.over) == (Decimal(15 * headcount), Decimal(over))


@pytest.mark.parametrize(
    ("kind", "brought", "headcount"),
    [("startup", "institution", 4), ("institution", "centre", 4), ("association", "centre", 4),
     ("startup", "centre", None)],
)  # fmt: skip
def test_art_15_1_is_meant_for_the_centres_startups_only(kind: str, brought: str, headcount: int | None) -> None:
    assert entitlement(kind, brought, headcount, Decimal(60)) is None


def test_art_15_1_shared_desks_are_not_counted(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup(shared_desks=6))
    view = desk.occupants.allot(view.id, "305", by="li")
    assert view.entitlement is not None
    assert (view.entitlement.entitled, view.entitlement.used, view.entitlement.over) == (60, 60, 0)
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.allot(view.id, "3s1", by="li")
    assert refused.value.code == "unit_not_given"


def test_art_4_the_shipped_units_lie_on_floors_3_to_6_and_say_they_are_examples() -> None:
    shipped = units()
    assert {one.floor for one in shipped} == {3, 4, 5, 6} == set(floor_names())
    assert all(one.example and one.area > 0 for one in shipped)
    assert "示例" in FILE.read_text(encoding="utf-8")


UNIT = '[[floors]]\nnumber = {}\nunits = [{{ code = "{}", area = "{}", side = "", use = "office", '
UNIT += 'name = "", example = true }}]\n'


@pytest.mark.parametrize(
    "text",
    ["", "floors = 1", "floors = [1]", UNIT.format(7, "701", "1"), UNIT.format(3, "301", "-1"),
     UNIT.format(3, "301", "1") + UNIT.format(3, "301", "1"), '[[floors]]\nnumber = 3\nunits = [{ code = "301" }]',
     "\x00"],
)  # fmt: skip
def test_a_broken_floors_file_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadValue) as refused:
        units(file)
    assert refused.value.code == "bad_floors_file"


def test_the_gauge_is_live_and_any_past_day_can_be_asked(desk: Desk, clock: FrozenClock) -> None:
    firm = resident(desk, clock, startup())
    desk.occupants.allot(firm.id, "305室", by="li")
    first = date.fromisoformat(str(clock().date()))
    clock.forward(days=10)
    desk.occupants.release(firm.id, "305", by="li")
    now = desk.occupants.space(by="li")
    then = desk.occupants.space(by="li", on=first)
    assert (now.startup_area, then.startup_area, then.incubation_area) == (0, 60, 4000)
    assert then.startup_share == pytest.approx(0.015)
    assert next(one for one in then.units if one.code == "305").occupant == firm.id
    assert next(one for one in now.units if one.code == "305").state == "vacant"
    assert desk.occupants.space(by="li", on=first - timedelta(days=1)).allotted == 0


def test_what_if_changes_nothing(desk: Desk, clock: FrozenClock) -> None:
    firm = resident(desk, clock, institution())
    desk.occupants.allot(firm.id, "307", by="li")
    full = desk.occupants.space(by="li", admit=("institution:1800", "startup:100.5"))
    assert (full.other_area, full.startup_area, full.holds) == (2000, 100.5, True)
    assert not desk.occupants.space(by="li", admit=("association:1800.01",)).holds
    assert not desk.occupants.space(by="li", admit=("startup:3800",)).fits, "shared desks are not given away"
    assert desk.occupants.space(by="li", release=("307",)).other_area == 0
    assert desk.occupants.space(by="li").other_area == 200
    with pytest.raises(RuleRefused):
        desk.occupants.space(by="li", release=("301",))


@pytest.mark.parametrize("typed", ["institution", "institution:", "institution:-5", "club:5", ":5", "startup:1.234",
                                   "startup:1e3", "startup:nan", "startup:٣"])  # fmt: skip
def test_an_unreadable_what_if_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        read_change(typed)


def test_a_what_if_may_be_typed_full_width() -> None:
    assert read_change("institution：２００") == Change("institution", Decimal(200))


@pytest.fixture
def nearly_half(desk: Desk, clock: FrozenClock) -> int:
    """An institution that has signed for all but 100 m² of the half."""
    view = resident(desk, clock, institution("大机构", wanted_area=Decimal(1900)))
    return view.id


def test_art_10_5_signing_beyond_half_is_refused_unless_a_supervisor_gives_a_reason(
    desk: Desk, clock: FrozenClock, nearly_half: int
) -> None:
    view = publicised(desk, institution("小机构", wanted_area=Decimal("100.01")))
    clock.set("2026-12-20 10:00")
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.advance(view.id, "signed", by="li")
    assert (refused.value.code, refused.value.details["article"]) == ("half_rule", "10(5)")
    assert refused.value.details["left"] == "100"
    with pytest.raises(NotAllowed):
        desk.occupants.advance(view.id, "signed", by="li", override="领导同意")
    signed = desk.occupants.advance(view.id, "signed", by="boss", override="专题会议定")
    assert signed.agreement is not None
    assert (signed.status, signed.agreement.override) == ("resident", "专题会议定")
    assert not desk.occupants.space(by="li").holds_as_signed


def test_art_10_5_exactly_half_may_be_signed(desk: Desk, clock: FrozenClock, nearly_half: int) -> None:
    view = resident(desk, clock, institution("小机构"), Signing(area=Decimal(100)))
    assert view.status == "resident"
    assert desk.occupants.space(by="li").left_for_others == 0


def test_art_10_5_allotting_what_was_signed_for_is_no_new_breach(
    desk: Desk, clock: FrozenClock, nearly_half: int
) -> None:
    resident(desk, clock, institution("小机构"), Signing(area=Decimal(100)))
    assert desk.occupants.allot(nearly_half, "601", by="li").area == 240
    other = resident(desk, clock, startup())
    assert desk.occupants.allot(other.id, "602", by="li").area == 120, "a startup is never refused by the rule"


def test_art_10_5_allotting_more_than_was_signed_for_counts(desk: Desk, clock: FrozenClock, nearly_half: int) -> None:
    small = resident(desk, clock, institution("小机构"), Signing(area=Decimal(100)))
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.allot(small.id, "602", by="li")
    assert refused.value.code == "half_rule"
    assert desk.occupants.allot(small.id, "602", by="boss", override="相邻").area == 120


def test_two_occupants_never_hold_one_unit_and_the_second_hears_who_does(desk: Desk, clock: FrozenClock) -> None:
    one, other = resident(desk, clock, startup("甲")), resident(desk, clock, startup("乙"))
    desk.occupants.allot(one.id, "305", by="li")
    with pytest.raises(Conflict) as refused:
        desk.occupants.allot(other.id, "３０５ 室", by="li")
    assert (refused.value.code, refused.value.details["by"]) == ("unit_held", one.id)
    with pytest.raises(Conflict):
        desk.occupants.allot(one.id, "305", by="li")
    desk.occupants.release(one.id, "305", by="li")
    assert desk.occupants.allot(other.id, "305", by="li").units == ("305",), "free from the day it was handed back"


def test_a_unit_given_from_a_later_day_is_held_from_then_on(desk: Desk, clock: FrozenClock) -> None:
    one, other = resident(desk, clock, startup("甲")), resident(desk, clock, startup("乙"))
    start = clock().date() + timedelta(days=20)
    assert desk.occupants.allot(one.id, "305", by="li", start=start).units == ()
    with pytest.raises(Conflict):
        desk.occupants.allot(other.id, "305", by="li")
    assert desk.occupants.space(by="li", on=start).startup_area == 60


@given(
    st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 30))),
    st.tuples(st.integers(0, 30), st.one_of(st.none(), st.integers(0, 30))),
)
def test_the_database_refuses_an_overlap_whatever_writes(
    one: tuple[int, int | None], other: tuple[int, int | None]
) -> None:
    spans = [(start, start if end is None else max(start, end), end is None) for start, end in (one, other)]
    days = [{start + n for n in range(100 if open_ else end - start)} for start, end, open_ in spans]
    with closing(_bare()) as database:
        database.execute(*_row(1, *spans[0]))
        try:
            database.execute(*_row(2, *spans[1]))
            refused = False
        except sqlite3.IntegrityError as error:
            refused = occupancy_guard.refused(error)
    assert refused == bool(days[0] & days[1])


def test_moving_an_allotment_onto_another_is_refused_too() -> None:
    with closing(_bare()) as database:
        database.execute(*_row(1, 0, 10, False))
        database.execute(*_row(2, 10, 20, False))
        with pytest.raises(sqlite3.IntegrityError, match=occupancy_guard.HELD):
            database.execute("UPDATE occupant_allotments SET from_on = '2026-01-09' WHERE id = 2")


def _row(number: int, start: int, end: int, open_: bool) -> tuple[str, tuple[object, ...]]:
    first = date(2026, 1, 1)
    until = None if open_ else str(first + timedelta(days=end))
    return (
        "INSERT INTO occupant_allotments (id, occupant_id, unit, from_on, until_on, staff)"
        " VALUES (?, ?, '301', ?, ?, 'li')",
        (number, number, str(first + timedelta(days=start)), until),
    )


def _bare() -> sqlite3.Connection:
    """The table and its guard alone, taken from a real database."""
    database = sqlite3.connect(":memory:", isolation_level=None)
    for statement in _SCHEMA:
        database.execute(statement)
    return database


def _schema() -> list[str]:
    from tests.desks import _template

    with closing(sqlite3.connect(_template())) as real:
        rows = real.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'occupant_allotments' AND type IN ('table', 'trigger')"
            " ORDER BY type"
        )
        return [row[0] for row in rows]


_SCHEMA = _schema()


def test_a_centre_puts_its_own_units_in_place_of_the_examples(desk: Desk, clock: FrozenClock) -> None:
    with pytest.raises(NotAllowed):
        desk.occupants.set_unit("699", by="li", floor=6, area="10")
    made = desk.occupants.set_unit("699", by="boss", floor=6, area="50.25", side="north")
    assert (made.code, made.area, made.example) == ("699", 50.25, False)
    assert desk.occupants.space(by="li").incubation_area == 4050.25
    firm = resident(desk, clock, startup())
    desk.occupants.allot(firm.id, "699", by="li")
    with pytest.raises(Conflict):
        desk.occupants.set_unit("699", by="boss", active=False)
    desk.occupants.release(firm.id, "699", by="li")
    desk.occupants.set_unit("699", by="boss", active=False)
    assert desk.occupants.space(by="li").incubation_area == 4000
    for code, more in (("698", {}), ("697", {"floor": 2, "area": "10"}), ("696", {"floor": 6, "area": "0"})):
        with pytest.raises(BadValue):
            desk.occupants.set_unit(code, by="boss", **more)  # type: ignore[arg-type]


def test_vacant_units_are_listed_for_recruiting(desk: Desk, clock: FrozenClock) -> None:
    everything = desk.occupants.units(by="li", vacant=True)
    firm = resident(desk, clock, startup())
    desk.occupants.allot(firm.id, "305", by="li")
    assert len(desk.occupants.units(by="li", vacant=True)) == len(everything) - 1
    desk.occupants.notice(firm.id, 3, clock().date(), by="li")
    unit = next(one for one in desk.occupants.units(by="li", floor=3) if one.code == "305")
    assert (unit.state, unit.free_from) == ("leaving", desk.occupants.show(firm.id, by="li").leave_by)
    desk.occupants.leave(firm.id, by="li")
    assert desk.occupants.units(by="li", vacant=True) == everything
    with pytest.raises(NotFound):
        desk.occupants.allot(resident(desk, clock, startup("乙")).id, "999", by="li")


def test_two_desks_at_once_give_a_unit_once(desk: Desk, clock: FrozenClock, tmp_path: Path) -> None:
    firms = [resident(desk, clock, startup(name)).id for name in "甲乙丙丁"]
    assert desk.storage.path is not None
    desks = [open_desk(str(desk.storage.path), clock=clock) for _ in firms]

    def give(number: int, at: Desk) -> str:
        try:
            return at.occupants.allot(number, "305", by="li").name
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(len(firms)) as pool:
        outcomes = list(pool.map(give, firms, desks))
    assert sorted(outcome == "unit_held" for outcome in outcomes) == [False, True, True, True]
    for one in desks:
        one.close()


def test_art_10_5_units_given_from_a_later_day_count_before_that_day_comes(desk: Desk, clock: FrozenClock) -> None:
    big = resident(desk, clock, institution("大机构", wanted_area=Decimal(1)))
    today, plan = clock().date(), desk.occupants.units(by="li", vacant=True)
    given = 0.0
    for unit in sorted(plan, key=lambda one: -one.area):
        if given + unit.area <= 1980:
            desk.occupants.allot(big.id, unit.code, by="li", start=today + timedelta(days=20))
            given += unit.area
    small = resident(desk, clock, institution("小机构", wanted_area=Decimal(1)))
    left = desk.occupants.space(by="li", on=today + timedelta(days=30)).left_for_others
    free = next(one for one in desk.occupants.units(by="li", on=today + timedelta(days=30), vacant=True)
                if one.area > left + 1)  # fmt: skip
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.allot(small.id, free.code, by="li")
    assert refused.value.code == "half_rule", "today there is room, in twenty days there is not"
    assert desk.occupants.space(by="li", on=today + timedelta(days=30)).holds


def test_art_10_5_renewing_what_is_held_already_is_no_new_breach(
    desk: Desk, clock: FrozenClock, tmp_path: Path
) -> None:
    plan = [one for one in desk.occupants.units(by="li", vacant=True) if one.floor in (3, 4)]
    held = "、".join(one.code for one in plan)
    file = tmp_path / "名册.csv"
    file.write_text(f"名称,类型,房间号,面积\n老机构,机构,{held},{sum(one.area for one in plan)}\n", encoding="utf-8")
    assert desk.occupants.import_file(file, by="li").imported == 1
    renewed = desk.occupants.renew(1, Signing(until=date(2027, 12, 31)), by="li")
    assert renewed.agreement is not None
    assert renewed.agreement.area == sum(one.area for one in plan)
