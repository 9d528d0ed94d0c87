"""The way out: the eight grounds, 30 days from receipt, time over, early leaving, handing back (arts. 10(6), 15(2))."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from core.desk import Desk
from core.errors import BadValue, NotFound, RuleRefused
from core.occupants.paying import NewEvaluation
from core.occupants.terms import CLEARING, GROUNDS
from core.occupants.views import OccupantView, Signing
from tests.helpers.occupants import institution, publicised, resident, startup
from tests.helpers.people import FrozenClock


@pytest.fixture
def firm(desk: Desk, clock: FrozenClock) -> OccupantView:
    """A startup in 305, signed on 2026-12-01, and an owner's lease price."""
    desk.occupants.set_lease_rate("1.5", "day", by="boss", start=date(2026, 1, 1))
    view = resident(desk, clock, startup())
    return desk.occupants.allot(view.id, "305", by="li")


@pytest.mark.parametrize(
    ("served", "leave_by", "provisional"),
    [("2026-12-01", "2026-12-31", False), ("2026-12-04", "2027-01-04", True)],
)  # fmt: skip
def test_art_10_6_thirty_days_run_from_the_day_the_notice_was_received(
    desk: Desk, clock: FrozenClock, firm: OccupantView, served: str, leave_by: str, provisional: bool
) -> None:
    clock.set("2026-12-10 10:00")
    view = desk.occupants.notice(firm.id, 3, date.fromisoformat(served), by="li", evidence="现场核查记录")
    assert view.exit is not None
    assert (view.status, str(view.leave_by), view.exit.provisional) == ("leaving", leave_by, provisional)
    assert f"{view.exit.due_at:%H:%M}" == "17:00"


def test_art_10_6_a_last_day_of_rest_moves_on(desk: Desk, clock: FrozenClock) -> None:
    clock.set("2026-08-20 10:00")
    view = resident(desk, clock, startup())
    clock.set("2026-09-10 10:00")
    view = desk.occupants.notice(view.id, 3, date(2026, 9, 2), by="li")
    assert str(view.leave_by) == "2026-10-08", "from the 2nd of October, a holiday, to the first working day after it"


@pytest.mark.parametrize("ground", sorted(GROUNDS))
def test_art_10_6_each_of_the_eight_grounds_leads_out_with_its_evidence(
    desk: Desk, clock: FrozenClock, firm: OccupantView, ground: int
) -> None:
    view = desk.occupants.notice(firm.id, ground, clock().date(), by="li", evidence="核查记录一份")
    assert view.exit is not None
    assert (view.exit.ground, view.exit.evidence, view.exit.kind) == (ground, "核查记录一份", "notice")
    expected = {1: ("no_failed_evaluation",), 2: ("term_not_over",), 5: ("nothing_overdue",)}
    assert view.exit.doubts == expected.get(ground, ()), "what the records lack is said, and refuses nothing"


def test_art_10_6_1_a_failed_evaluation_and_5_arrears_bear_the_ground_out(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, institution())
    desk.occupants.evaluate(view.id, NewEvaluation(2026, "fail"), by="li")
    desk.occupants.charge(view.id, "water", "5", by="li")
    clock.forward(days=2)
    for ground in (1, 5):
        found = desk.occupants.notice(view.id, ground, clock().date(), by="li", evidence="见记录").exit
        assert found is not None
        assert found.doubts == ()
        desk.occupants.withdraw(view.id, "试", by="li")


@pytest.mark.parametrize(("ground", "served"), [(0, "2026-12-01"), (9, "2026-12-01"), (3, "2026-12-02"),
                                                (3, "2026-11-30")])  # fmt: skip
def test_a_notice_that_cannot_be_is_refused(desk: Desk, firm: OccupantView, ground: int, served: str) -> None:
    with pytest.raises(BadValue):
        desk.occupants.notice(firm.id, ground, date.fromisoformat(served), by="li")
    assert desk.occupants.show(firm.id, by="li").status == "resident"


def test_art_10_6_time_over_costs_the_owners_lease_price_startups_too(
    desk: Desk, clock: FrozenClock, firm: OccupantView
) -> None:
    desk.occupants.notice(firm.id, 4, date(2026, 12, 1), by="li")
    clock.set("2026-12-31 16:00")
    assert desk.occupants.show(firm.id, by="li").overstay is None, "the last day is still in time"
    clock.set("2027-01-01 09:00")
    over = desk.occupants.show(firm.id, by="li").overstay
    assert over is not None
    assert (over.days, over.area, str(over.rent)) == (1, 60, "90.00")
    clock.set("2027-01-20 09:00")
    view = desk.occupants.leave(firm.id, by="li")
    assert [(one.kind, one.item, str(one.amount)) for one in view.entries] == [("charge", "rent", "1800.00")]
    assert view.overstay is None, "charged"


def test_time_over_is_told_even_while_the_price_is_not_known(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    desk.occupants.allot(view.id, "305", by="li")
    desk.occupants.notice(view.id, 4, clock().date(), by="li")
    clock.forward(days=60)
    over = desk.occupants.show(view.id, by="li").overstay
    assert over is not None
    assert (over.rent, over.rate) == (None, None)
    assert desk.occupants.leave(view.id, by="li").entries == ()


def test_a_rent_free_startup_pays_for_time_over(desk: Desk, clock: FrozenClock) -> None:
    desk.occupants.set_lease_rate("45", "month", by="boss", start=date(2026, 1, 1))
    view = resident(desk, clock, startup(), Signing(rent_free_until=date(2029, 11, 30)))
    desk.occupants.allot(view.id, "305", by="li")
    desk.occupants.notice(view.id, 8, date(2026, 12, 1), by="li")
    clock.set("2027-01-10 09:00")
    view = desk.occupants.leave(view.id, by="li")
    assert str(view.account.owed) == "887.67", "60 m² × 45 × 12 / 365 × 10 days"


def test_the_units_are_free_when_handed_back(desk: Desk, clock: FrozenClock, firm: OccupantView) -> None:
    later = clock().date().replace(year=2027)
    desk.occupants.allot(firm.id, "306", by="li", start=later)
    desk.occupants.notice(firm.id, 7, clock().date(), by="li")
    view = desk.occupants.leave(firm.id, by="li", on=clock().date())
    assert (view.status, view.units, view.left_on) == ("left", (), clock().date())
    assert view.agreement is not None
    assert view.agreement.ended_on == clock().date()
    other = resident(desk, clock, startup("乙"))
    assert desk.occupants.allot(other.id, "305", by="li").units == ("305",)
    assert desk.occupants.allot(other.id, "306", by="li", start=later).units == ("305",)


def test_the_clearing_list_is_kept_before_and_after_leaving(desk: Desk, clock: FrozenClock, firm: OccupantView) -> None:
    with pytest.raises(RuleRefused):
        desk.occupants.clear(firm.id, "equipment", by="li")
    desk.occupants.notice(firm.id, 7, clock().date(), by="li")
    desk.occupants.clear(firm.id, "equipment", by="li")
    view = desk.occupants.leave(firm.id, by="li")
    assert view.exit is not None
    assert set(view.exit.open) == set(CLEARING) - {"equipment", "keys"}
    assert "clearing" in [one.what for one in desk.occupants.due(by="li")]
    for item in view.exit.open:
        desk.occupants.clear(firm.id, item, by="li")
    assert "clearing" not in [one.what for one in desk.occupants.due(by="li")]


def test_art_15_2_early_leaving_is_asked_agreed_and_out_within_30_days(
    desk: Desk, clock: FrozenClock, firm: OccupantView
) -> None:
    with pytest.raises(RuleRefused):
        desk.occupants.agree_leave(firm.id, by="boss")
    view = desk.occupants.ask_leave(firm.id, "业务调整", by="li")
    assert (view.status, view.leave_by) == ("resident", None)
    with pytest.raises(RuleRefused):
        desk.occupants.ask_leave(firm.id, "再问", by="li")
    clock.set("2026-12-03 10:00")
    view = desk.occupants.agree_leave(firm.id, by="boss")
    assert view.exit is not None
    assert (view.status, view.exit.kind, str(view.leave_by)) == ("leaving", "early", "2027-01-04"), (
        "the 2nd is a Saturday"
    )
    assert desk.occupants.leave(firm.id, by="li").status == "left"


def test_leaving_without_a_notice_is_leaving_by_agreement(desk: Desk, firm: OccupantView) -> None:
    view = desk.occupants.leave(firm.id, by="li", reason="协议到期")
    assert view.exit is not None
    assert (view.exit.kind, view.exit.reason, view.overstay) == ("handover", "协议到期", None)


def test_a_notice_taken_back_leaves_the_occupant_as_it_was(desk: Desk, clock: FrozenClock, firm: OccupantView) -> None:
    desk.occupants.notice(firm.id, 3, clock().date(), by="li")
    with pytest.raises(RuleRefused):
        desk.occupants.notice(firm.id, 3, clock().date(), by="li")
    view = desk.occupants.withdraw(firm.id, "已整改", by="boss")
    assert (view.status, view.exit, view.units) == ("resident", None, ("305",))
    assert view.exits[0].withdrawal == "已整改"


@pytest.mark.parametrize("act", ["leave", "notice", "withdraw", "allot", "renew", "report_change"])
def test_who_has_left_is_done_with_but_for_money(desk: Desk, clock: FrozenClock, firm: OccupantView, act: str) -> None:
    desk.occupants.leave(firm.id, by="li")
    given = {"notice": (3, clock().date()), "withdraw": ("x",), "allot": ("301",), "renew": (Signing(),),
             "report_change": ("contact", "x")}  # fmt: skip
    with pytest.raises(RuleRefused) as refused:
        getattr(desk.occupants, act)(firm.id, *given.get(act, ()), by="li")
    assert refused.value.code == "wrong_state"
    assert desk.occupants.charge(firm.id, "water", "3.30", by="li").account.owed == Decimal("3.30")


def test_an_unknown_number_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.occupants.leave(12345, by="li")


def test_art_10_6_time_over_is_charged_after_a_notice_not_after_an_agreed_leaving(
    desk: Desk, clock: FrozenClock, firm: OccupantView
) -> None:
    desk.occupants.ask_leave(firm.id, "搬迁", by="li")
    desk.occupants.agree_leave(firm.id, by="boss")
    clock.forward(days=60)
    view = desk.occupants.show(firm.id, by="li")
    assert view.exit is not None
    assert (view.overstay, view.exit.days_left) == (None, -30)
    assert desk.occupants.leave(firm.id, by="li").entries == ()


def test_art_10_6_units_handed_back_one_by_one_cost_each_its_own_days(
    desk: Desk, clock: FrozenClock, firm: OccupantView
) -> None:
    desk.occupants.allot(firm.id, "310", by="li")
    desk.occupants.notice(firm.id, 4, date(2026, 12, 1), by="li")
    clock.set("2027-01-10 09:00")
    desk.occupants.release(firm.id, "310", by="li")
    clock.set("2027-01-20 09:00")
    desk.occupants.release(firm.id, "305", by="li")
    clock.set("2027-01-25 09:00")
    over = desk.occupants.show(firm.id, by="li").overstay
    assert over is not None
    assert (over.days, over.area, str(over.rent)) == (20, 105, "2475.00"), "20 d × 60 m² and 10 d × 45 m², 1.50 a day"
    view = desk.occupants.leave(firm.id, by="li")
    assert [str(one.amount) for one in view.entries] == ["2475.00"]
    assert view.overstay is None


def test_art_10_6_time_over_without_a_price_stays_to_be_charged_after_leaving(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    desk.occupants.allot(view.id, "305", by="li")
    desk.occupants.notice(view.id, 4, date(2026, 12, 1), by="li")
    clock.set("2027-01-10 09:00")
    left = desk.occupants.leave(view.id, by="li")
    assert left.overstay is not None
    assert (left.entries, left.overstay.days, left.overstay.rent) == ((), 10, None)
    clock.set("2027-02-10 09:00")
    desk.occupants.set_lease_rate("1.5", "day", by="boss", start=date(2026, 1, 1))
    due = [(one.amount, one.details) for one in desk.occupants.due(by="li") if one.what == "overstay"]
    assert due == [(Decimal("900.00"), ("10",))]
    charged = desk.occupants.charge(view.id, "rent", "900", by="li")
    assert charged.overstay is None
    assert "overstay" not in [one.what for one in desk.occupants.due(by="li")]
    again = desk.occupants.void(view.id, charged.entries[0].id, "记错", by="li")
    assert again.overstay is not None
    assert str(again.overstay.rent) == "900.00"


def test_art_10_6_rent_for_time_over_may_be_charged_to_a_startup_that_was_rent_free(
    desk: Desk, clock: FrozenClock
) -> None:
    view = resident(desk, clock, startup(), Signing(rent_free_until=date(2029, 11, 30)))
    desk.occupants.notice(view.id, 8, date(2026, 12, 1), by="li")
    with pytest.raises(RuleRefused, match="2029-11-30"):
        desk.occupants.charge(view.id, "rent", "90", by="li")
    clock.set("2027-01-02 09:00")
    assert desk.occupants.charge(view.id, "rent", "90", by="li").account.owed == Decimal(90)
    desk.occupants.leave(view.id, by="li", on=date(2027, 1, 1))
    assert desk.occupants.charge(view.id, "rent", "10", by="li").account.owed == Decimal(100)


def test_a_ground_is_judged_by_what_stood_when_the_notice_was_received(
    desk: Desk, clock: FrozenClock, firm: OccupantView
) -> None:
    desk.occupants.charge(firm.id, "water", "5", by="li")
    clock.forward(days=2)
    desk.occupants.notice(firm.id, 5, clock().date(), by="li", evidence="欠费清单")
    clock.forward(days=2)
    view = desk.occupants.pay(firm.id, "5", by="li")
    assert view.exit is not None
    assert view.exit.doubts == (), "paying later does not make the ground doubtful"


def test_what_came_later_is_not_told_of_an_earlier_day(desk: Desk, clock: FrozenClock, firm: OccupantView) -> None:
    clock.set("2026-12-02 10:00")
    desk.occupants.ask_leave(firm.id, "搬迁", by="li")
    clock.set("2026-12-03 10:00")
    desk.occupants.agree_leave(firm.id, by="li")
    desk.occupants.clear(firm.id, "equipment", by="li", on=date(2026, 12, 3))
    clock.set("2026-12-10 10:00")
    desk.occupants.leave(firm.id, by="li")

    def then(day: int) -> OccupantView:
        return desk.occupants.show(firm.id, by="li", on=date(2026, 12, day))

    one, two, three, ten = then(1), then(2), then(3), then(10)
    assert (one.status, one.entered_on, one.left_on, one.exits) == ("resident", date(2026, 12, 1), None, ())
    assert [(held.unit, held.until) for held in one.allotments] == [("305", None)]
    assert [term.ended_on for term in one.agreements] == [None]
    assert two.exit is not None
    assert (two.status, two.exit.kind, two.exit.asked_on, two.exit.served_on, two.leave_by) == (
        "resident", "early", date(2026, 12, 2), None, None,
    )  # fmt: skip
    assert three.exit is not None
    assert (three.status, str(three.leave_by), three.exit.left_on) == ("leaving", "2027-01-04", None)
    assert three.exit.cleared == {"equipment": "2026-12-03"}
    assert (ten.status, ten.left_on) == ("left", date(2026, 12, 10))
    assert desk.occupants.show(firm.id, by="li", on=date(2026, 11, 29)).entered_on is None


def test_a_refusal_and_a_settlement_are_not_told_of_the_days_before_them(desk: Desk, clock: FrozenClock) -> None:
    view = publicised(desk, startup("乙"))
    desk.occupants.object(view.id, "有异议", by="li")
    clock.forward(days=2)
    view = desk.occupants.settle(view.id, 1, "upheld", "属实", by="li")
    desk.occupants.refuse(view.id, "异议属实", by="li")
    before = desk.occupants.show(view.id, by="li", on=date(2026, 11, 24))
    assert (before.status, before.refused_on, before.refusal) == ("applying", None, None)
    assert [(one.outcome, one.settled_on, one.settlement) for one in before.objections] == [(None, None, None)]
