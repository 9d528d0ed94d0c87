"""The record as of any day, renewals, the due list, finding, and what others ask of the registry."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.desk import Desk
from core.errors import BadValue, NotAllowed, RuleRefused
from core.occupants import figures, lookup
from core.occupants.checking import broken_occupants
from core.occupants.due import window
from core.occupants.paying import NewEvaluation
from core.occupants.rules import evaluated_year
from core.occupants.views import DueItem, NewOccupant, OccupantFilter, Signing
from tests.helpers.occupants import institution, publicised, resident, startup
from tests.helpers.people import FrozenClock


def due(desk: Desk, what: str, days: int = 90) -> list[DueItem]:
    return [one for one in desk.occupants.due(by="li", days=days) if one.what == what]


def test_art_15_2_changes_are_kept_with_their_dates_and_any_day_can_be_asked(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup(legal_representative="张三", phone="13800001234"))
    first = clock().date()
    clock.forward(days=30)
    desk.occupants.report_change(view.id, "legal-representative", "李四", by="li", note="工商已变更")
    desk.occupants.report_change(view.id, "headcount", "7", by="li", since=first + timedelta(days=10))
    desk.occupants.report_change(view.id, "name", "海风智能", by="li")
    now = desk.occupants.show(view.id, by="li")
    then = desk.occupants.show(view.id, by="li", on=first)
    between = desk.occupants.show(view.id, by="li", on=first + timedelta(days=15))
    assert (now.legal_representative, now.headcount, now.name) == ("李四", 7, "海风智能")
    assert (then.legal_representative, then.headcount, then.name) == ("张三", 4, "海风科技")
    assert (between.legal_representative, between.headcount) == ("张三", 7)
    change = next(one for one in now.changes if one.value == "李四")
    assert (change.field, change.since, change.note) == ("legal_representative", clock().date(), "工商已变更")
    assert desk.occupants.list(OccupantFilter(search="hfzn"), by="li").items[0].id == view.id


def test_a_change_reported_late_does_not_displace_a_later_one(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    first = clock().date()
    clock.forward(days=30)
    desk.occupants.report_change(view.id, "headcount", "9", by="li", since=first + timedelta(days=20))
    view = desk.occupants.report_change(view.id, "headcount", "6", by="li", since=first + timedelta(days=5))
    assert view.headcount == 9
    assert desk.occupants.show(view.id, by="li", on=first + timedelta(days=7)).headcount == 6


def test_art_10_5_the_registered_address_stays_while_resident(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup(registered_address="某路1号"))
    assert desk.occupants.report_change(view.id, "registered_address", "中心地址", by="li")
    desk.occupants.edit(view.id, by="li", registered_here_on=clock().date())
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.report_change(view.id, "registered_address", "别处", by="li")
    assert refused.value.details["article"] == "10(5)"


@pytest.mark.parametrize(
    ("field", "to", "code"),
    [("kind", "startup", "unknown_choice"), ("headcount", "多", "bad_number"), ("phone", "x", "bad_phone"),
     ("name", " ", "text_missing"), ("contact", "a\0", "text_nul")],
)  # fmt: skip
def test_a_change_that_cannot_be_is_refused(desk: Desk, field: str, to: str, code: str) -> None:
    view = desk.occupants.add(startup(), by="li")
    with pytest.raises(BadValue) as refused:
        desk.occupants.report_change(view.id, field, to, by="li")
    assert refused.value.code == code


def test_a_correction_changes_the_value_in_place_and_is_on_record(desk: Desk) -> None:
    view = desk.occupants.add(startup(contact="赵溜"), by="li")
    view = desk.occupants.edit(view.id, by="han", contact="赵六", group="graduate", wanted_area=Decimal(90))
    assert (view.contact, view.group, view.wanted_area, view.preferred) == ("赵六", "graduate", 90, True)
    assert [one.value for one in view.changes if one.field == "contact"] == ["赵六"]
    assert (view.timeline[-1].event, view.timeline[-1].staff) == ("edit", "han")


def test_renewals_keep_the_old_term(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup(), Signing(until=date(2027, 5, 31), rent=Decimal("30"), per="month"))
    view = desk.occupants.renew(view.id, Signing(), by="li")
    assert [(str(one.start), str(one.until), one.rent) for one in view.agreements] == [
        ("2026-12-01", "2027-05-31", Decimal(30)), ("2027-06-01", "2028-05-31", Decimal(30)),
    ]  # fmt: skip
    assert view.term_until == date(2027, 5, 31), "the present term is the one in force"
    with pytest.raises(RuleRefused):
        desk.occupants.renew(view.id, Signing(start=date(2028, 1, 1)), by="li")


@pytest.mark.parametrize(
    ("ends", "year"),
    [("2026-12-31", 2026), ("2027-02-28", 2026), ("2026-05-31", 2025), ("2027-11-30", 2027), ("2026-07-31", 2026)],
)
def test_art_15_3_which_years_evaluation_decides(ends: str, year: int) -> None:
    assert evaluated_year(date.fromisoformat(ends)) == year


@pytest.mark.parametrize(("verdict", "code"), [(None, "not_evaluated"), ("fail", "evaluation_failed"), ("pass", None)])
def test_art_15_3_institutions_are_renewed_after_a_passed_evaluation_only(
    desk: Desk, clock: FrozenClock, verdict: str | None, code: str | None
) -> None:
    view = resident(desk, clock, institution(), Signing(until=date(2026, 12, 31)))
    if verdict:
        desk.occupants.evaluate(view.id, NewEvaluation(2026, verdict), by="li")
    if code is None:
        assert len(desk.occupants.renew(view.id, Signing(), by="li").agreements) == 2
        return
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.renew(view.id, Signing(), by="boss")
    assert (refused.value.code, refused.value.details["article"]) == (code, "15(3)")


def test_art_15_1_a_renewal_does_not_lengthen_rent_free_time_beyond_three_years(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup(), Signing(until=date(2029, 6, 30), rent_free_until=date(2029, 6, 30)))
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.renew(view.id, Signing(rent_free_until=date(2030, 1, 1)), by="li")
    assert refused.value.code == "rent_free_too_long"
    assert desk.occupants.renew(view.id, Signing(rent_free_until=date(2029, 12, 1)), by="li")


@pytest.mark.parametrize(
    ("days", "expected"), [(-1, 0), (0, 30), (30, 30), (31, 60), (60, 60), (61, 90), (90, 90), (91, None)]
)
def test_ends_come_on_the_list_at_90_60_and_30_days(days: int, expected: int | None) -> None:
    assert window(days) == expected


def test_the_due_list_has_terms_and_rent_free_ends_until_they_are_renewed(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup(), Signing(until=date(2027, 2, 28), rent_free_until=date(2027, 1, 15)))
    assert [(one.days, one.within) for one in due(desk, "term")] == [(89, 90)]
    assert [(one.days, one.within) for one in due(desk, "rent_free")] == [(45, 60)]
    assert due(desk, "term", days=60) == []
    clock.set("2027-02-20 09:00")
    assert [(one.days, one.within) for one in due(desk, "term")] == [(8, 30)]
    desk.occupants.renew(view.id, Signing(), by="li")
    assert due(desk, "term") == []


def test_the_due_list_has_notices_documents_and_addresses(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    assert due(desk, "documents")[0].details
    assert [one.occupant for one in due(desk, "address")] == [view.id]
    desk.occupants.edit(view.id, by="li", registered_here_on=clock().date())
    assert due(desk, "address") == []
    desk.occupants.notice(view.id, 3, clock().date(), by="li")
    assert [(one.on, one.days) for one in due(desk, "notice")] == [(date(2026, 12, 31), 30)]
    clock.set("2027-01-02 09:00")
    assert due(desk, "notice")[0].within == 0, "past"


def test_the_due_list_has_evaluations_of_institutions_from_december_on(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, institution())
    resident(desk, clock, startup("乙"))
    assert [(one.occupant, one.details) for one in due(desk, "evaluation")] == [(view.id, ("2026",))]
    desk.occupants.evaluate(view.id, NewEvaluation(2026, "fail"), by="li")
    assert due(desk, "evaluation") == []
    assert [one.occupant for one in due(desk, "failed")] == [view.id]


def test_the_due_list_has_notices_over_and_open_objections(desk: Desk, clock: FrozenClock) -> None:
    view = publicised(desk, startup())
    assert due(desk, "public_notice") == []
    clock.set("2026-12-01 09:00")
    assert [one.occupant for one in due(desk, "public_notice")] == [view.id]
    desk.occupants.object(view.id, "有异议", by="li")
    assert [one.occupant for one in due(desk, "objection")] == [view.id]
    assert due(desk, "public_notice") == []


def test_the_most_pressing_comes_first(desk: Desk, clock: FrozenClock) -> None:
    late = resident(desk, clock, startup("晚"), Signing(until=date(2027, 2, 1)))
    soon = resident(desk, clock, startup("早"), Signing(until=date(2027, 1, 1)))
    assert [one.occupant for one in due(desk, "term")] == [soon.id, late.id]


@pytest.mark.parametrize("wanted", ["海风", "hfkj", "haifeng", "fkj", "13800001234", "138-0000-1234", "1234", "305",
                                    "３０５", "赵六", "zl"])  # fmt: skip
def test_an_occupant_is_found_by_name_pinyin_unit_and_phone(desk: Desk, clock: FrozenClock, wanted: str) -> None:
    view = resident(desk, clock, startup(contact="赵六", phone="138 0000 1234"))
    resident(desk, clock, institution("别家"))
    desk.occupants.allot(view.id, "305", by="li")
    assert [one.id for one in desk.occupants.list(OccupantFilter(search=wanted), by="li").items] == [view.id]


def test_a_unit_handed_back_finds_its_holder_no_more(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    desk.occupants.allot(view.id, "305", by="li")
    desk.occupants.release(view.id, "305", by="li")
    assert desk.occupants.list(OccupantFilter(search="305"), by="li").items == ()


@pytest.mark.parametrize("odd", ['"', "*", "AND", "NEAR(", "'; --", "（）", "海 风", "\u202e", "😀"])
def test_odd_searches_find_nothing_and_break_nothing(desk: Desk, odd: str) -> None:
    desk.occupants.add(startup(), by="li")
    assert len(desk.occupants.list(OccupantFilter(search=odd), by="li").items) <= 1


def test_filters_and_pages(desk: Desk, clock: FrozenClock) -> None:
    firm = resident(desk, clock, startup("甲"))
    desk.occupants.allot(firm.id, "305", by="li")
    for name in "乙丙丁":
        desk.occupants.add(institution(name), by="li")

    def names(**wanted: object) -> str:
        return "".join(one.name for one in desk.occupants.list(OccupantFilter(**wanted), by="li").items)  # type: ignore[arg-type]

    assert names() == "丁丙乙甲"
    assert names(kind="startup") == names(status="resident") == names(floor=3) == names(unit="305室") == "甲"
    assert names(stage="applied") == "丁丙乙"
    page = desk.occupants.list(OccupantFilter(limit=3), by="li")
    assert page.next is not None
    assert [one.name for one in desk.occupants.list(OccupantFilter(after=page.next), by="li").items] == ["甲"]
    for wrong in ({"status": "gone"}, {"kind": "x"}, {"after": "x"}, {"limit": 0}, {"stage": "x"}):
        with pytest.raises(BadValue):
            names(**wrong)


def test_phones_are_masked_and_a_whole_one_is_a_logged_act(desk: Desk) -> None:
    view = desk.occupants.add(startup(phone="138-0000-1234"), by="li")
    assert view.phone == "138****1234"
    assert "13800001234" not in str(view)
    shown = desk.occupants.reveal(view.id, by="han", reason="回电")
    assert shown.phone == "13800001234"
    assert (shown.timeline[-1].event, shown.timeline[-1].staff, shown.timeline[-1].text) == ("reveal", "han", "回电")
    assert desk.occupants.list(OccupantFilter(), by="li", reveal=True).items[0].phone == "13800001234"


def test_whose_number_it_is(desk: Desk, clock: FrozenClock) -> None:
    gone = resident(desk, clock, startup("旧", phone="13800001234"))
    desk.occupants.leave(gone.id, by="li")
    here = resident(desk, clock, startup("新", phone="13800001234"))
    desk.occupants.add(startup("申", phone="13800001234"), by="li")
    with desk.storage.read() as session:
        found = lookup.by_phone(session, "+86 138-0000-1234")
        assert found is not None
        assert (found.id, found.name, found.status) == (here.id, "新", "resident")
        assert lookup.by_phone(session, "13900001111") is None
        assert lookup.by_phone(session, "你好") is None
    assert desk.occupants.by_phone("13800001234", by="li") == found


def test_every_act_needs_somebody_who_is_on_the_staff(desk: Desk) -> None:
    for by in ("nobody", "gone", ""):
        with pytest.raises(NotAllowed):
            desk.occupants.add(NewOccupant("startup", "甲"), by=by)
        with pytest.raises(NotAllowed):
            desk.occupants.due(by=by)


def test_as_of_the_future_is_refused_and_before_the_beginning_is_applying(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    with pytest.raises(BadValue):
        desk.occupants.show(view.id, by="li", on=clock().date() + timedelta(days=1))
    then = desk.occupants.show(view.id, by="li", on=date(2026, 11, 24))
    assert (then.status, then.stage, then.units, then.agreements) == ("applying", "publicised", (), ())


def test_art_15_3_the_due_list_says_what_of_a_failed_years_full_rent_is_missing(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, institution(), Signing(rent=Decimal(45)))
    desk.occupants.charge(view.id, "rent", "9000", by="li", year=2026)
    desk.occupants.evaluate(view.id, NewEvaluation(2026, "fail"), by="li")
    assert [str(one.amount) for one in due(desk, "failed")] == ["99000.00"]


def test_what_may_be_done_now_is_told_beforehand(desk: Desk, clock: FrozenClock) -> None:
    view = desk.occupants.add(startup(), by="li")
    told = desk.occupants.allowed(view.id, by="li")
    assert told["advance"] is None
    refused = told["allot"]
    assert refused is not None
    assert refused.code == "wrong_state"
    with pytest.raises(RuleRefused, match=refused.message):
        desk.occupants.allot(view.id, "305", by="li")


def test_nothing_is_wrong_with_a_registry_that_was_lived_in(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    desk.occupants.allot(view.id, "305", by="li")
    desk.occupants.notice(view.id, 3, clock().date(), by="li")
    desk.occupants.leave(view.id, by="li")
    desk.occupants.refuse(desk.occupants.add(institution(), by="li").id, "不合", by="li")
    with desk.storage.read() as session:
        assert list(broken_occupants(session)) == []


@pytest.mark.parametrize(
    ("sabotage", "check"),
    [("UPDATE occupants SET status = 'gone' WHERE id = 1", "occupant_state"),
     ("UPDATE occupants SET status = 'applying' WHERE id = 1", "occupant_signed"),
     ("UPDATE occupants SET entered_on = NULL WHERE id = 1", "occupant_entered"),
     ("UPDATE occupants SET left_on = '2026-01-01' WHERE id = 1", "occupant_left"),
     ("UPDATE occupants SET status = 'leaving' WHERE id = 1", "occupant_notice"),
     ("UPDATE occupants SET status = 'left', left_on = '2026-12-01' WHERE id = 1", "occupant_holds"),
     ("UPDATE occupants SET name = '别名' WHERE id = 1", "occupant_name"),
     ("DELETE FROM occupant_events", "occupant_history"), ("DELETE FROM occupant_search", "occupant_search")],
)  # fmt: skip
def test_what_cannot_be_is_found(desk: Desk, clock: FrozenClock, sabotage: str, check: str) -> None:
    view = resident(desk, clock, startup())
    desk.occupants.allot(view.id, "305", by="li")
    with desk.storage.act("sabotage", None) as act:
        act.session.connection().exec_driver_sql(sabotage)
    with desk.storage.read() as session:
        assert (check, "1") in [(one.check, one.subject) for one in broken_occupants(session)]


def credit_code(seventeen: str) -> str:
    """The one letter that makes it a code by GB 32100-2015, found by trying."""
    for letter in "0123456789ABCDEFGHJKLMNPQRTUWXY":
        try:
            return figures.credit_code(seventeen + letter)
        except BadValue:
            continue
    raise AssertionError(seventeen)


def test_everything_on_an_application_may_be_corrected(desk: Desk) -> None:
    code = credit_code("91370200MA3ABCDE1")
    number = desk.occupants.add(startup(), by="li").id
    view = desk.occupants.edit(
        number, by="li", kind="institution", name="新名", introduced_by="institution", credit_code=code.lower(),
        registered_on=date(2020, 1, 1), registered_here_on=date(2026, 1, 1), group="veteran", prize="金奖",
        prize_level="nation", facts={"team": None, "incubates": True}, shared_desks=3, note="备", headcount=8,
        phone="13900001111", scope="咨询",
    )  # fmt: skip
    assert (view.kind, view.name, view.introduced_by, view.credit_code) == ("institution", "新名", "institution", code)
    assert (view.registered_on, view.registered_here_on, view.group) == (date(2020, 1, 1), date(2026, 1, 1), "veteran")
    assert (view.prize, view.prize_level, view.shared_desks, view.note) == ("金奖", "nation", 3, "备")
    assert (view.headcount, view.phone, view.scope) == (8, "139****1111", "咨询")
    assert view.facts == {"technology": True, "business_plan": True, "incubates": True}
    assert desk.occupants.list(OccupantFilter(search=code), by="li").items[0].id == number
    with pytest.raises(BadValue) as refused:
        desk.occupants.add(startup("别家", credit_code=code), by="li")
    assert refused.value.code == "occupant_exists"


def test_a_kind_is_settled_once_an_occupant_is_in(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup())
    with pytest.raises(RuleRefused):
        desk.occupants.edit(view.id, by="boss", kind="institution")


@given(st.text(alphabet="0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17), st.integers(0, 16))
def test_a_credit_code_with_one_wrong_character_is_refused(seventeen: str, place: int) -> None:
    good = credit_code(seventeen)
    letters = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    wrong = letters[(letters.index(good[place]) + 1) % 31]
    with pytest.raises(BadValue):
        figures.credit_code(good[:place] + wrong + good[place + 1 :])


def test_art_15_1_rent_free_time_goes_on_in_a_renewed_term(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, startup(), Signing(until=date(2027, 11, 30), rent_free_until=date(2029, 11, 30)))
    view = desk.occupants.renew(view.id, Signing(), by="li")
    view = desk.occupants.renew(view.id, Signing(until=date(2031, 1, 1)), by="li")
    view = desk.occupants.renew(view.id, Signing(), by="li")
    assert [one.rent_free_until for one in view.agreements] == [date(2029, 11, 30)] * 3 + [None]


def test_art_10_5_renewing_with_more_area_keeps_to_the_half_rule(desk: Desk, clock: FrozenClock) -> None:
    view = resident(desk, clock, institution(), Signing(until=date(2026, 12, 31), area=Decimal(1900)))
    desk.occupants.evaluate(view.id, NewEvaluation(2026, "pass"), by="li")
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.renew(view.id, Signing(area=Decimal("2000.01")), by="li")
    assert refused.value.code == "half_rule"
    assert len(desk.occupants.renew(view.id, Signing(area=Decimal(2000)), by="li").agreements) == 2
    with pytest.raises(NotAllowed):
        desk.occupants.renew(view.id, Signing(area=Decimal(3000)), by="li", override="要大")


def test_db_check_looks_at_occupants_too(desk: Desk) -> None:
    desk.occupants.add(startup(), by="li")
    assert desk.check(by="li") == []
    with desk.storage.act("sabotage", None) as act:
        act.session.connection().exec_driver_sql("DELETE FROM occupant_search")
    assert [one.check for one in desk.check(by="li")] == ["occupant_search"]
