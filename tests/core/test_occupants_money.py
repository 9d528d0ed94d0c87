"""Money: exact decimals, what is owed and how old it is, reductions and evaluations (arts. 15, 17)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.desk import Desk
from core.errors import BadValue, DeskError, NotAllowed, RuleRefused
from core.occupants import figures
from core.occupants.money import Line, balance, open_charges, rent_for_days, rent_of_year
from core.occupants.paying import NewEvaluation
from core.occupants.views import Signing
from tests.helpers.occupants import institution, resident, startup
from tests.helpers.people import FrozenClock

DAY = date(2026, 11, 23)
YUAN = st.decimals(min_value="0.01", max_value="99999.99", places=2)
LINES = st.lists(
    st.builds(
        lambda kind, item, amount, on, later: Line(
            kind, "rent" if kind == "reduction" else item if kind == "payment" else item or "rent", amount,
            DAY - timedelta(days=on), DAY - timedelta(days=on) + timedelta(days=later) if kind == "charge" else None,
        ),
        st.sampled_from(["charge", "charge", "payment", "reduction"]),
        st.sampled_from(["rent", "water", "power", None]), YUAN, st.integers(0, 200), st.integers(0, 90),
    ),
    max_size=12,
)  # fmt: skip


@given(LINES)
def test_not_a_cent_is_lost(lines: list[Line]) -> None:
    account = balance(lines, DAY)
    assert account.owed - account.credit == account.charged - account.paid - account.reduced
    assert sum(account.ages.values()) == account.owed
    assert account.overdue == account.owed - account.ages["not_due"]
    assert min(account.owed, account.credit, account.overdue) >= 0
    assert (account.oldest_due_on is None) == (account.overdue == 0)


@given(LINES)
def test_reductions_never_pay_for_anything_but_rent(lines: list[Line]) -> None:
    only = [one for one in lines if one.kind != "payment"]
    owed, _over = open_charges(only)
    for item in ("water", "power"):
        charged = sum(one.amount for one in only if one.kind == "charge" and one.item == item)
        assert sum(one.amount for one in owed if one.item == item) == charged


@pytest.mark.parametrize(
    ("days", "age"),
    [(0, "not_due"), (1, "days_1_30"), (30, "days_1_30"), (31, "days_31_60"), (60, "days_31_60"), (61, "days_61_90"),
     (90, "days_61_90"), (91, "days_over_90"), (4000, "days_over_90"), (-5, "not_due")],
)  # fmt: skip
def test_arrears_are_told_by_age(days: int, age: str) -> None:
    line = Line("charge", "rent", Decimal("10.00"), date(2010, 1, 1), DAY - timedelta(days=days))
    account = balance([line], DAY)
    assert {name for name, amount in account.ages.items() if amount} == {age}
    assert account.overdue == (Decimal("10.00") if days > 0 else 0)


def test_a_payment_goes_to_its_item_then_to_the_oldest() -> None:
    lines = [
        Line("charge", "rent", Decimal(100), date(2026, 1, 1), date(2026, 1, 1)),
        Line("charge", "water", Decimal(30), date(2026, 2, 1), date(2026, 2, 1)),
        Line("payment", "water", Decimal(50), date(2026, 3, 1)),
    ]
    owed, credit = open_charges(lines)
    assert [(one.item, one.amount) for one in owed] == [("rent", Decimal(80))]
    assert credit == 0


def test_the_account_of_a_past_day_knows_nothing_of_later() -> None:
    lines = [Line("charge", "rent", Decimal(100), date(2026, 1, 1)), Line("payment", None, Decimal(100), DAY)]
    assert balance(lines, DAY - timedelta(days=1)).owed == 100
    assert balance(lines, DAY).owed == 0


@pytest.mark.parametrize(
    ("area", "rate", "per", "days", "rent"),
    [("60", "1.5", "day", 20, "1800.00"), ("100", "45", "month", 365, "54000.00"),
     ("75.5", "1.35", "day", 1, "101.93"), ("100", "45", "month", 1, "147.95"), ("0.01", "0.0001", "day", 1, "0.00")],
)  # fmt: skip
def test_rent_by_days_is_rounded_once_to_the_cent(area: str, rate: str, per: str, days: int, rent: str) -> None:
    assert str(rent_for_days(Decimal(area), Decimal(rate), per, days)) == rent


def test_a_years_rent() -> None:
    assert rent_of_year(Decimal(200), Decimal(45), "month") == Decimal("108000.00")
    assert rent_of_year(Decimal(200), Decimal("1.5"), "day") == Decimal("109500.00")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1", "1.00"), ("１２．５", "12.50"), ("1,234.56", "1234.56"), ("0.01", "0.01"), (" 7.10 ", "7.10"),
     ("1.200", "1.20")],
)  # fmt: skip
def test_money_is_read_exactly(typed: str, read: str) -> None:
    assert str(figures.money(typed)) == read


@pytest.mark.parametrize(
    "typed",
    ["", "0", "0.00", "-1", "1.005", "1e3", "NaN", "Infinity", "1,23", "12 元", "٣", "九", "1" * 13, "0x10", "1_000"],
)
def test_money_that_cannot_be_read_is_refused_and_never_rounded(typed: str) -> None:
    with pytest.raises(BadValue):
        figures.money(typed)


def test_charges_payments_and_what_is_taken_back(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, institution())
    view = desk.occupants.charge(view.id, "rent", "9000", by="li", due_on=clock().date() + timedelta(days=10))
    view = desk.occupants.charge(view.id, "water", "0.10", by="li")
    view = desk.occupants.charge(view.id, "water", "0.20", by="li")
    assert str(view.account.owed) == "9000.30"
    clock.forward(days=45)
    view = desk.occupants.show(view.id, by="li")
    assert {name: str(one) for name, one in view.account.ages.items() if one} == {"days_31_60": "9000.30"}
    view = desk.occupants.pay(view.id, "9000.30", by="li")
    assert (view.account.owed, view.account.overdue) == (0, 0)
    view = desk.occupants.void(view.id, view.entries[-1].id, "记错了", by="li")
    assert str(view.account.owed) == "9000.30"
    assert (view.entries[-1].voided, view.entries[-1].void_reason) == (True, "记错了")
    with pytest.raises(DeskError):
        desk.occupants.void(view.id, view.entries[-1].id, "再来", by="li")


def test_arrears_outlive_the_agreement(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    desk.occupants.charge(view.id, "power", "88.80", by="li")
    desk.occupants.leave(view.id, by="li")
    clock.forward(days=400)
    due = [one for one in desk.occupants.due(by="li") if one.what == "arrears"]
    assert [(one.occupant, one.status, str(one.amount)) for one in due] == [(view.id, "left", "88.80")]
    assert desk.occupants.pay(view.id, "88.80", by="li").account.owed == 0
    assert [one for one in desk.occupants.due(by="li") if one.what == "arrears"] == []


def test_art_15_1_no_rent_is_charged_while_it_is_rent_free_but_utilities_are(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup(), Signing(rent_free_until=date(2027, 6, 30)))
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.charge(view.id, "rent", "100", by="li")
    assert (refused.value.code, refused.value.details["article"]) == ("rent_free", "15(1)")
    assert desk.occupants.charge(view.id, "water", "100", by="li").account.owed == 100
    clock.set("2027-07-01 09:00")
    assert desk.occupants.charge(view.id, "rent", "100", by="li").account.owed == 200


def test_art_15_3_a_passed_evaluation_lets_rent_be_reduced_up_to_what_was_charged(
    desk: Desk, clock: FrozenClock
) -> None:
    view = resident(desk, clock, institution())
    desk.occupants.charge(view.id, "rent", "1000", by="li", year=2026)
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.reduce(view.id, "300", 2026, "路演两场，已审核", by="li")
    assert refused.value.code == "not_evaluated"
    desk.occupants.evaluate(
        view.id, NewEvaluation(2026, "pass", "90", "80", "85.5", events=2, people_served=300), by="li"
    )
    view = desk.occupants.reduce(view.id, "300", 2026, "路演两场，已审核", by="li")
    assert (view.account.reduced, view.account.owed) == (300, 700)
    assert view.evaluations[0].score == Decimal("85.17")
    with pytest.raises(RuleRefused, match="1000"):
        desk.occupants.reduce(view.id, "700.01", 2026, "又一场", by="li")


def test_art_15_3_a_failed_evaluation_reduces_nothing_and_owes_the_years_full_rent(
    desk: Desk, clock: FrozenClock
) -> None:
    view = resident(desk, clock, institution(), Signing(rent=Decimal(45)))
    desk.occupants.charge(view.id, "rent", "9000", by="li", year=2026)
    view = desk.occupants.evaluate(view.id, NewEvaluation(2026, "fail"), by="li")
    assert (str(view.evaluations[0].full_rent), str(view.evaluations[0].rent_charged)) == ("108000.00", "9000.00")
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.reduce(view.id, "1", 2026, "路演", by="boss")
    assert (refused.value.code, refused.value.details["article"]) == ("evaluation_failed", "15(3)")


def test_art_15_3_startups_are_neither_evaluated_nor_reduced(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    for act in (
        lambda: desk.occupants.evaluate(view.id, NewEvaluation(2026, "pass"), by="li"),
        lambda: desk.occupants.reduce(view.id, "1", 2026, "路演", by="li"),
    ):
        with pytest.raises(RuleRefused) as refused:
            act()
        assert refused.value.details["article"] == "15(3)"


def test_an_evaluation_is_corrected_by_a_supervisor_only(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, institution(kind="association"))
    desk.occupants.evaluate(view.id, NewEvaluation(2026, "fail"), by="li")
    with pytest.raises(NotAllowed):
        desk.occupants.evaluate(view.id, NewEvaluation(2026, "pass"), by="li")
    view = desk.occupants.evaluate(view.id, NewEvaluation(2026, "pass", score="61"), by="boss")
    assert [(one.year, one.verdict, one.score) for one in view.evaluations] == [(2026, "pass", 61)]
    for year, verdict, score in (
        (2024, "pass", None),
        (2027, "pass", None),
        (2026, "good", None),
        (2026, "pass", "101"),
    ):
        with pytest.raises(BadValue):
            desk.occupants.evaluate(view.id, NewEvaluation(year, verdict, score=score), by="boss")


def test_art_15_3_what_the_agreement_leaves_open_of_the_full_rent_is_the_area_held_at_the_owners_price(
    desk: Desk, clock: FrozenClock
) -> None:
    view = resident(desk, clock, institution(wanted_area=None))
    desk.occupants.allot(view.id, "307", by="li")
    view = desk.occupants.evaluate(view.id, NewEvaluation(2026, "fail"), by="li")
    assert view.evaluations[0].full_rent is None, "no price is known"
    desk.occupants.set_lease_rate("30", "month", by="boss", start=date(2026, 1, 1))
    assert str(desk.occupants.show(view.id, by="li").evaluations[0].full_rent) == "72000.00", "200 m² × 30 × 12"


def test_art_15_3_a_failed_evaluation_is_on_the_due_list_from_the_day_it_is_recorded(
    desk: Desk, clock: FrozenClock
) -> None:
    clock.set("2026-06-01 10:00")
    view = resident(desk, clock, institution(), Signing(rent=Decimal(45)))
    desk.occupants.evaluate(view.id, NewEvaluation(2026, "fail"), by="li")
    found = [
        (one.occupant, str(one.amount), one.details) for one in desk.occupants.due(by="li") if one.what == "failed"
    ]
    assert found == [(view.id, "108000.00", ("2026",))]
