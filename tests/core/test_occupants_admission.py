"""The way in: conditions of art. 9, stages of art. 10, preference, objections, refusal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.desk import Desk
from core.errors import BadValue, DeskError, NotAllowed, RuleRefused
from core.occupants.admission import Applicant, findings, preferred, wanting
from core.occupants.rules import ORDER, next_stage, years_after
from core.occupants.views import NewOccupant, OccupantFilter, Signing
from tests.helpers.occupants import institution, publicised, resident, startup
from tests.helpers.people import FrozenClock

TODAY = date(2026, 11, 23)
YOUNG = Applicant("startup", "centre", TODAY, {"technology": True}, registered_on=date(2024, 1, 1))
WINNER = Applicant("startup", "centre", TODAY, {"settled": True}, prize="某市创业大赛二等奖", prize_level="city")


def state(applicant: Applicant, condition: str) -> str:
    return next(one.state for one in findings(applicant) if one.condition == condition)


@pytest.mark.parametrize(
    ("applicant", "expected"),
    [
        pytest.param(YOUNG, "met", id="young and technology"),
        pytest.param(WINNER, "met", id="city prize settled here"),
        pytest.param(replace(WINNER, prize_level="nation"), "met", id="national prize"),
        pytest.param(replace(WINNER, prize_level="district"), "unknown", id="district prize, age not known"),
        pytest.param(replace(WINNER, facts={}), "unknown", id="not known whether settled"),
        pytest.param(replace(WINNER, facts={"settled": False, "technology": False}), "unmet", id="settled elsewhere"),
        pytest.param(replace(YOUNG, registered_on=date(2023, 11, 23)), "met", id="three years to the day"),
        pytest.param(replace(YOUNG, registered_on=date(2023, 11, 22)), "unmet", id="a day more than three years"),
        pytest.param(replace(YOUNG, facts={"technology": False}), "unmet", id="young, neither technology nor new"),
        pytest.param(replace(YOUNG, facts={}), "unknown", id="young, type not known"),
        pytest.param(replace(YOUNG, registered_on=None), "unknown", id="technology, age not known"),
        pytest.param(replace(WINNER, registered_on=date(2015, 1, 1)), "met", id="a prize is enough for an old company"),
    ],
)
def test_art_9_2_a_startup_has_a_prize_or_is_young_and_innovative(applicant: Applicant, expected: str) -> None:
    assert state(applicant, "prize_or_young") == expected


def test_art_9_2_within_three_years_counts_a_leap_day() -> None:
    assert years_after(date(2024, 2, 29), 3) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("fact", "article", "stage"),
    [("no_penalty", "9(1)1", "qualified"), ("service_plan", "9(1)3", "qualified"), ("standing", "9(1)1", "reviewed"),
     ("good_service", "9(1)2", "reviewed"), ("enough_staff", "9(1)4", "reviewed"),
     ("measurable_targets", "9(1)3", "signed")],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["institution", "association"])
def test_art_9_1_an_institution_that_lacks_a_condition_is_stopped_where_it_is_looked_into(
    fact: str, article: str, stage: str, kind: str
) -> None:
    facts = {**dict.fromkeys(institution().facts, True), fact: False}
    against = wanting(Applicant(kind, "centre", TODAY, facts), stage, ORDER)
    assert [(one.condition, one.article, one.state) for one in against] == [(fact, article, "unmet")]
    before = ORDER[ORDER.index(stage) - 1]
    assert wanting(Applicant(kind, "centre", TODAY, facts), before, ORDER) == ()


@pytest.mark.parametrize("fact", institution().facts)
def test_art_9_1_what_is_not_known_may_be_found_out_on_the_way_but_nobody_signs_with_it(fact: str) -> None:
    facts = {name: True for name in institution().facts if name != fact}
    applicant = Applicant("institution", "centre", TODAY, facts)
    assert all(wanting(applicant, stage, ORDER) == () for stage in ORDER[:-1])
    assert [(one.condition, one.state) for one in wanting(applicant, "signed", ORDER)] == [(fact, "unknown")]


def test_art_9_1_5_an_industry_direction_is_asked_of_those_who_incubate_only() -> None:
    facts = dict.fromkeys(institution().facts, True)
    assert wanting(Applicant("institution", "centre", TODAY, facts), "signed", ORDER) == ()
    against = wanting(Applicant("institution", "centre", TODAY, {**facts, "incubates": True}), "signed", ORDER)
    assert [one.article for one in against] == ["9(1)5"]


@pytest.mark.parametrize(
    ("group", "introduced_by", "kind", "first"),
    [("graduate", "centre", "startup", True), ("unemployed", "centre", "startup", True),
     ("graduate", "institution", "startup", False), (None, "centre", "startup", False),
     ("other", "centre", "startup", False), ("graduate", "centre", "institution", False)],
)  # fmt: skip
def test_art_9_2_key_groups_go_first_but_not_firms_brought_in_by_institutions(
    group: str | None, introduced_by: str, kind: str, first: bool
) -> None:
    assert preferred(Applicant(kind, introduced_by, TODAY, {}, group=group)) is first


def test_art_9_2_the_queue_has_preferred_applicants_first_then_by_day(desk: Desk) -> None:
    for name, group, brought, day in (
        ("甲", None, "centre", 1), ("乙", "graduate", "institution", 2), ("丙", "graduate", "centre", 4),
        ("丁", "unemployed", "centre", 3),
    ):  # fmt: skip
        new = startup(name, group=group, introduced_by=brought, applied_on=date(2026, 11, day))
        desk.occupants.add(new, by="li")
    assert [one.name for one in desk.occupants.queue(by="li")] == ["丁", "丙", "甲", "乙"]


@pytest.mark.parametrize("reached", ORDER)
@pytest.mark.parametrize("wanted", ORDER)
def test_art_10_stages_come_one_after_the_other(reached: str, wanted: str) -> None:
    follows = ORDER.index(wanted) == ORDER.index(reached) + 1
    assert (next_stage(reached, wanted) is None) == (follows or reached == wanted == "applied")


def test_art_10_the_whole_way_in_leaves_every_stage_with_its_day_and_who(desk: Desk, clock: FrozenClock) -> None:
    view = desk.occupants.add(startup(), by="li")
    clock.set("2026-11-24 09:00")
    desk.occupants.advance(view.id, "qualified", by="han", note="社保已核")
    desk.occupants.advance(view.id, "reviewed", by="li")
    view = desk.occupants.advance(view.id, "publicised", by="li")
    assert view.public_notice_until == date(2026, 11, 30), "the 29th, a Sunday, moves on"
    clock.set("2026-12-01 09:00")
    view = desk.occupants.advance(view.id, "signed", by="boss")
    assert [(one.stage, str(one.on), one.staff) for one in view.stages] == [
        ("applied", "2026-11-23", "li"), ("qualified", "2026-11-24", "han"), ("reviewed", "2026-11-24", "li"),
        ("publicised", "2026-11-24", "li"), ("signed", "2026-12-01", "boss"),
    ]  # fmt: skip
    assert view.stages[1].note == "社保已核"
    assert (view.status, view.entered_on) == ("resident", date(2026, 12, 1))
    assert view.agreement is not None
    assert (view.agreement.start, view.agreement.until) == (date(2026, 12, 1), date(2027, 11, 30))


def test_a_stage_is_not_dated_before_the_one_before_or_in_the_future(desk: Desk, clock: FrozenClock) -> None:
    view = desk.occupants.add(startup(applied_on=date(2026, 11, 20)), by="li")
    for day in (date(2026, 11, 19), date(2026, 11, 24)):
        with pytest.raises(BadValue):
            desk.occupants.advance(view.id, "qualified", by="li", on=day)
    assert desk.occupants.advance(view.id, "qualified", by="li", on=date(2026, 11, 20)).stage == "qualified"


def test_art_9_unmet_conditions_are_named_with_their_articles(desk: Desk) -> None:
    new = startup(registered_on=date(2015, 1, 1), facts={"technology": True, "business_plan": False})
    view = desk.occupants.add(new, by="li")
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.advance(view.id, "qualified", by="li")
    assert refused.value.code == "conditions"
    assert [(one["condition"], one["article"]) for one in refused.value.details["conditions"]] == [
        ("prize_or_young", "9(2)"), ("business_plan", "9(2)")
    ]  # fmt: skip
    desk.occupants.edit(view.id, by="li", registered_on=date(2025, 1, 1), facts={"business_plan": True})
    assert desk.occupants.advance(view.id, "qualified", by="li").stage == "qualified"


def test_art_9_2_nobody_signs_while_a_condition_is_not_known(desk: Desk, clock: FrozenClock) -> None:
    view = publicised(desk, NewOccupant("startup", "无证公司"))
    assert {one.state for one in view.conditions} == {"unknown"}
    due = [one for one in desk.occupants.due(by="li") if one.what == "conditions"]
    assert [one.details for one in due] == [("prize_or_young", "business_plan", "team")]
    clock.set("2026-12-01 10:00")
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.advance(view.id, "signed", by="boss")
    assert [one["state"] for one in refused.value.details["conditions"]] == ["unknown"] * 3


@pytest.mark.parametrize(("day", "signs"), [("2026-11-28", False), ("2026-11-30", False), ("2026-12-01", True)])
def test_art_10_4_the_public_notice_runs_its_5_days_before_signing(
    desk: Desk, clock: FrozenClock, day: str, signs: bool
) -> None:
    view = publicised(desk, startup())
    clock.set(f"{day} 10:00")
    if signs:
        assert desk.occupants.advance(view.id, "signed", by="li").status == "resident"
    else:
        with pytest.raises(RuleRefused, match="2026-11-30") as refused:
            desk.occupants.advance(view.id, "signed", by="boss", override="急")
        assert refused.value.details["article"] == "10(4)"


@pytest.mark.parametrize("outcome", [None, "upheld", "dismissed"])
def test_art_10_5_signing_waits_until_objections_are_dismissed(
    desk: Desk, clock: FrozenClock, outcome: str | None
) -> None:
    view = publicised(desk, startup())
    view = desk.occupants.object(view.id, "资料不实", by="li")
    if outcome is not None:
        view = desk.occupants.settle(view.id, view.objections[0].id, outcome, "已核实", by="boss")
        assert view.objections[0].outcome == outcome
    clock.set("2026-12-02 10:00")
    if outcome == "dismissed":
        assert desk.occupants.advance(view.id, "signed", by="li").status == "resident"
    else:
        with pytest.raises(RuleRefused) as refused:
            desk.occupants.advance(view.id, "signed", by="li")
        assert refused.value.code == "objections"


def test_objections_belong_to_the_public_notice(desk: Desk) -> None:
    view = desk.occupants.add(startup(), by="li")
    with pytest.raises(RuleRefused):
        desk.occupants.object(view.id, "早了", by="li")


@pytest.mark.parametrize("steps", range(4))
def test_an_application_is_refused_at_any_stage_with_the_reason(desk: Desk, steps: int) -> None:
    view = desk.occupants.add(startup(), by="li")
    for stage in ORDER[1 : steps + 1]:
        desk.occupants.advance(view.id, stage, by="li")
    with pytest.raises(BadValue):
        desk.occupants.refuse(view.id, " ", by="li")
    view = desk.occupants.refuse(view.id, "专家评审未通过", by="li")
    assert (view.status, view.refusal, view.stage) == ("refused", "专家评审未通过", ORDER[steps])
    with pytest.raises(RuleRefused):
        desk.occupants.advance(view.id, "qualified", by="li")
    assert desk.occupants.add(startup(), by="li").id != view.id, "may apply again"


@pytest.mark.parametrize(
    ("new", "free_until", "code"),
    [(startup(), date(2029, 12, 1), None), (startup(), date(2029, 12, 2), "rent_free_too_long"),
     (startup(introduced_by="institution"), date(2027, 12, 1), "not_rent_free"),
     (institution(), date(2027, 1, 1), "not_rent_free")],
)  # fmt: skip
def test_art_15_1_rent_free_time_is_for_the_centres_startups_at_most_three_years(
    desk: Desk, clock: FrozenClock, new: NewOccupant, free_until: date, code: str | None
) -> None:
    view = publicised(desk, new)
    clock.set("2026-12-01 10:00")
    signing = Signing(rent_free_until=free_until)
    if code is None:
        assert desk.occupants.advance(view.id, "signed", by="li", signing=signing).rent_free_until == free_until
        return
    with pytest.raises(RuleRefused) as refused:
        desk.occupants.advance(view.id, "signed", by="li", signing=signing)
    assert (refused.value.code, refused.value.details["article"]) == (code, "15(1)")
    assert desk.occupants.show(view.id, by="li").status == "applying", "nothing of it was kept"


def test_art_15_1_institutions_pay_the_owners_lease_price_unless_another_is_agreed(
    desk: Desk, clock: FrozenClock
) -> None:
    desk.occupants.set_lease_rate("1.35", "day", by="boss", start=date(2026, 1, 1))
    view = resident(desk, clock, institution())
    assert view.agreement is not None
    assert (view.agreement.rent, view.agreement.per) == (Decimal("1.35"), "day")
    with pytest.raises(NotAllowed):
        desk.occupants.set_lease_rate("1", "day", by="li")


def test_documents_are_asked_for_by_kind_and_stage(desk: Desk) -> None:
    view = desk.occupants.add(startup(), by="li")
    assert view.documents_missing == ("application", "licence", "business_plan")
    view = desk.occupants.document(view.id, "licence", by="li", copies=2)
    assert view.documents_missing == ("application", "business_plan")
    assert (view.documents[0].document, view.documents[0].copies) == ("licence", 2)
    view = desk.occupants.advance(view.id, "qualified", by="li")
    assert "insurance" in view.documents_missing
    with pytest.raises(BadValue):
        desk.occupants.document(view.id, "passport", by="li")


def test_rounds_and_invitations(desk: Desk) -> None:
    made = desk.occupants.announce("2026年第四期招募", by="li", closes=date(2026, 12, 31))
    one = desk.occupants.add(startup("甲", round=made.id), by="li")
    other = desk.occupants.add(startup("乙", came_by="invitation"), by="li")
    assert (one.came_by, one.round, other.came_by) == ("round", made.id, "invitation")
    assert desk.occupants.rounds(by="li")[0].applications == 1
    with pytest.raises(DeskError) as refused:
        desk.occupants.add(startup("丙", round=99), by="li")
    assert refused.value.code == "no_such_round"


@pytest.mark.parametrize(
    ("more", "code"),
    [({"name": " "}, "text_missing"), ({"kind": "club"}, "unknown_choice"), ({"headcount": -1}, "bad_number"),
     ({"phone": "你好"}, "bad_phone"), ({"credit_code": "91370200MA3ABCDE1X"}, "bad_credit_code"),
     ({"applied_on": date(2026, 11, 24)}, "day_in_future"), ({"group": "nobody"}, "unknown_choice"),
     ({"name": "a\0b"}, "text_nul"), ({"scope": "x" * 30_000}, "text_too_long"),
     ({"introducer": 99}, "no_such_occupant"), ({"introduced_by": "me"}, "unknown_choice")],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(desk: Desk, more: dict[str, object], code: str) -> None:
    with pytest.raises(DeskError) as refused:
        desk.occupants.add(replace(startup(), **more), by="li")  # type: ignore[arg-type]
    assert refused.value.code == code
    assert desk.occupants.list(OccupantFilter(), by="li").items == ()


def test_a_name_is_not_taken_in_twice_while_its_bearer_is_here(desk: Desk) -> None:
    first = desk.occupants.add(startup(), by="li")
    with pytest.raises(BadValue) as refused:
        desk.occupants.add(startup(), by="li")
    assert refused.value.details["number"] == first.id


def test_art_10_1_a_round_closes_after_it_is_announced(desk: Desk, clock: FrozenClock) -> None:
    with pytest.raises(BadValue) as refused:
        desk.occupants.announce("第一批", by="li", closes=clock().date() - timedelta(days=1))
    assert refused.value.code == "closes_before"
    assert desk.occupants.announce("第一批", by="li", closes=clock().date()).closes_on == clock().date()
