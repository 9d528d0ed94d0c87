"""Who may come in (art. 9): each condition with its article, and who goes first. Values in, findings out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from core.occupants.rules import years_after
from core.occupants.terms import PREFERRED_GROUPS
from core.words import N_

CONDITIONS = {
    "no_penalty": ("9(1)1", N_("no administrative penalty or trade sanction")),
    "standing": ("9(1)1", N_("standing in its field, good results and prospects")),
    "good_service": ("9(1)2", N_("able to give good service and carry public-service work")),
    "service_plan": ("9(1)3", N_("yearly public-service plan")),
    "measurable_targets": ("9(1)3", N_("service agreement with measurable targets")),
    "enough_staff": ("9(1)4", N_("enough staff")),
    "industry_direction": ("9(1)5", N_("clear industry direction for incubation")),
    "prize_or_young": (
        "9(2)",
        N_(
            "contest prize of city level or higher settled here, or technology-type or innovative "
            "and registered within 3 years"
        ),
    ),
    "team": ("9(2)", N_("complementary core team")),
    "business_plan": ("9(2)", N_("full business plan: market, profit model, yearly forecast")),
    "address": ("10(5)", N_("registered address moves to the centre")),
}
"""Conditions by code: the article and what it asks."""

INSTITUTION = (
    ("no_penalty", "qualified"), ("service_plan", "qualified"), ("standing", "reviewed"), ("good_service", "reviewed"),
    ("enough_staff", "reviewed"), ("measurable_targets", "signed"),
)  # fmt: skip
STARTUP = (("prize_or_young", "qualified"), ("business_plan", "qualified"), ("team", "reviewed"))
"""Which conditions a kind must meet, and the stage at which each is looked into."""

FACTS = (
    "no_penalty", "standing", "good_service", "service_plan", "measurable_targets", "enough_staff", "incubates",
    "industry_direction", "technology", "team", "business_plan", "settled",
)  # fmt: skip
"""Facts about an applicant that are yes, no, or not known yet."""


@dataclass(frozen=True, slots=True)
class Applicant:
    """What of an applicant the conditions look at. `facts` lacks what is not known yet."""

    kind: str
    introduced_by: str
    applied_on: date
    facts: dict[str, bool]
    registered_on: date | None = None
    prize: str | None = None
    prize_level: str | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One condition: `met`, `unmet` or `unknown`; `stage` is the one at which it is looked into."""

    condition: str
    article: str
    state: str
    stage: str


def findings(applicant: Applicant) -> tuple[Finding, ...]:
    """Every condition of art. 9 for this kind of applicant."""
    asked: tuple[tuple[str, str], ...] = STARTUP if applicant.kind == "startup" else INSTITUTION
    if applicant.kind != "startup" and applicant.facts.get("incubates"):
        asked = (*INSTITUTION, ("industry_direction", "reviewed"))
    return tuple(Finding(code, CONDITIONS[code][0], _state(code, applicant), stage) for code, stage in asked)


def wanting(applicant: Applicant, stage: str, order: tuple[str, ...]) -> tuple[Finding, ...]:
    """What stands against reaching `stage`: conditions known to be unmet that it needs.

    What is not known yet may be found out on the way, by the qualification check and the review; signing needs
    everything to be met.
    """
    reached = order.index(stage)
    return tuple(
        one
        for one in findings(applicant)
        if (one.state == "unmet" and stage != "applied" and order.index(one.stage) <= reached)
        or (one.state != "met" and stage == "signed")
    )


def preferred(applicant: Applicant) -> bool:
    """Art. 9(2): startups of key groups go first, but not those an institution brought in."""
    return applicant.kind == "startup" and applicant.introduced_by == "centre" and applicant.group in PREFERRED_GROUPS


def _state(code: str, applicant: Applicant) -> str:
    if code == "prize_or_young":
        return _prize_or_young(applicant)
    known = applicant.facts.get(code)
    return "unknown" if known is None else "met" if known else "unmet"


def _prize_or_young(applicant: Applicant) -> str:
    """Art. 9(2): either way in is enough; unmet only when both are known to be closed."""
    facts = applicant.facts
    prize: bool | None = False
    if applicant.prize or applicant.prize_level:
        high = None if applicant.prize_level is None else applicant.prize_level != "district"
        prize = _both(high, facts.get("settled"))
    young = None
    if applicant.registered_on is not None:
        young = applicant.applied_on <= years_after(applicant.registered_on, 3)
    way = _both(young, facts.get("technology"))
    if prize or way:
        return "met"
    return "unmet" if prize is False and way is False else "unknown"


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True
