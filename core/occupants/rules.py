"""The life of an occupant: stages, terms, notices, leaving. Values in, a decision out."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from core.errors import BadValue, DeskError, RuleRefused
from core.occupants.terms import HERE, REQUIRED_DOCUMENTS, STAGES, STATUSES
from core.words import N_, translate

ORDER = tuple(STAGES)
PUBLIC_NOTICE = "5d"
"""Art. 10(4). Counted as any limit in days: the first day is not, a last day of rest moves on."""
LEAVE_WITHIN = "30d"
"""Arts. 10(6), 15(2): from the day the notice was received, or early leaving agreed."""
RENT_FREE_YEARS = 3
"""Art. 15(1), at most."""
USUAL_TERM_YEARS = 1
"""A term not stated: a year, as the yearly renewals of art. 15(3) suggest."""
EARLIEST = date(2000, 1, 1)

ALLOWED = {
    "edit": tuple(STATUSES),
    "advance": ("applying",),
    "refuse": ("applying",),
    "object": ("applying",),
    "settle": ("applying",),
    "document": tuple(STATUSES),
    "allot": HERE,
    "release": HERE,
    "renew": HERE,
    "report_change": ("applying", *HERE),
    "evaluate": (*HERE, "left"),
    "charge": (*HERE, "left"),
    "pay": (*HERE, "left"),
    "reduce": (*HERE, "left"),
    "void": (*HERE, "left"),
    "notice": ("resident",),
    "withdraw": ("leaving",),
    "ask_leave": ("resident",),
    "agree_leave": ("resident",),
    "clear": ("leaving", "left"),
    "leave": HERE,
    "reveal": tuple(STATUSES),
}
"""Acts, and the statuses in which each may be done. Money outlives the agreement."""


def refusal(act: str, status: str) -> DeskError | None:
    """Why `act` may not be done on an occupant of this status, or None where it may."""
    if status in ALLOWED[act]:
        return None
    return RuleRefused(
        "wrong_state",
        N_("The occupant is {status_words}; this can be done only while it is: {allowed_words}."),
        act=act,
        status=status,
        status_words=translate(STATUSES[status]),
        allowed_words=[translate(STATUSES[one]) for one in ALLOWED[act]],
    )


def next_stage(reached: str, wanted: str) -> DeskError | None:
    """Art. 10: the stages come one after the other; saying again that an application came in is no error."""
    if wanted == "applied" == reached:
        return None
    if ORDER.index(wanted) == ORDER.index(reached) + 1:
        return None
    following = ORDER[ORDER.index(reached) + 1] if reached != ORDER[-1] else None
    return RuleRefused(
        "stage_order",
        N_("After “{reached_words}” comes “{following_words}”, not “{wanted_words}” (art. 10)."),
        reached=reached, wanted=wanted, reached_words=translate(STAGES[reached]), article="10",
        following_words=translate(STAGES[following]) if following else "", wanted_words=translate(STAGES[wanted]),
    )  # fmt: skip


def check_day(day: date, today: date, field: str, *, since: date | None = None) -> date:
    """A day that has been, not before `since`; raises `BadValue` (`day_in_future`, `day_too_early`)."""
    if day > today:
        raise BadValue(
            "day_in_future", N_("{day} is still to come. Give the day it happened."), field=field, day=str(day)
        )
    first = since or EARLIEST
    if day < first:
        raise BadValue(
            "day_too_early", N_("{day} is before {first}. Check the date."), field=field, day=str(day), first=str(first)
        )
    return day


def years_after(day: date, years: int) -> date:
    """The corresponding day (Civil Code art. 202), or the month's last where there is none."""
    year = day.year + years
    if year > date.max.year:
        return date.max
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def last_day_of_term(start: date, years: int = USUAL_TERM_YEARS) -> date:
    """A term of whole years from `start` includes its first day, so it ends the day before the corresponding one."""
    return years_after(start, years) - timedelta(days=1)


def check_term(start: date, end: date) -> None:
    """Raises `BadValue` (`bad_term`) where a term ends before it begins or is longer than 20 years."""
    if not start <= end <= years_after(start, 20):
        raise BadValue(
            "bad_term", N_("A term from {start} to {end} cannot be. Check the days."), start=str(start), end=str(end)
        )


def check_rent_free(kind: str, introduced_by: str, entered: date, until: date | None) -> None:
    """Art. 15(1): rent-free time is for startups the centre brought in, at most 3 years from entry."""
    if until is None:
        return
    if kind != "startup" or introduced_by != "centre":
        raise RuleRefused(
            "not_rent_free",
            N_("Only startups the centre brought in live rent-free (art. 15(1)). Leave the rent-free time out."),
            article="15(1)",
        )
    last = years_after(entered, RENT_FREE_YEARS)
    if until > last:
        raise RuleRefused(
            "rent_free_too_long",
            N_("Rent-free time ends at most {years} years after entry, on {last} (art. 15(1))."),
            article="15(1)", years=RENT_FREE_YEARS, last=str(last),
        )  # fmt: skip


def evaluated_year(term_end: date) -> int:
    """The year whose evaluation decides on renewal (art. 15(3)): most of the term's last twelve months lie in it."""
    return (term_end - timedelta(days=182)).year


def check_renewal(kind: str, term_end: date, verdicts: dict[int, str]) -> None:
    """Art. 15(3): institutions and social organisations are renewed after a passed evaluation."""
    if kind == "startup":
        return
    year = evaluated_year(term_end)
    verdict = verdicts.get(year)
    if verdict == "pass":
        return
    template = (
        N_("The evaluation of {year} failed, so the agreement is not renewed (art. 15(3)).")
        if verdict == "fail"
        else N_("There is no evaluation of {year} yet. Evaluate first, then renew (art. 15(3)).")
    )
    raise RuleRefused(
        "evaluation_failed" if verdict == "fail" else "not_evaluated", template, year=year, article="15(3)"
    )


def missing_documents(kind: str, stage: str, received: Iterable[str]) -> tuple[str, ...]:
    """Documents asked for by the stage reached that are not here yet."""
    here, reached = set(received), ORDER.index(stage)
    return tuple(
        document
        for document, needed in REQUIRED_DOCUMENTS[kind]
        if ORDER.index(needed) <= reached and document not in here
    )


def read_facts(typed: Sequence[str], known: Sequence[str]) -> dict[str, bool | None]:
    """Facts as `team`, `team=no` or `team=` (not known); raises `BadValue` (`bad_fact`)."""
    found: dict[str, bool | None] = {}
    for one in typed:
        name, _sign, value = one.partition("=")
        name = name.strip().lower().replace("-", "_")
        if name not in known or value.strip().lower() not in ("", "yes", "no"):
            raise BadValue(
                "bad_fact",
                N_("“{value}” is not a fact. Write one of these, with =yes, =no or = (not known): {known}."),
                value=one, known=list(known),
            )  # fmt: skip
        found[name] = True if not _sign else {"yes": True, "no": False, "": None}[value.strip().lower()]
    return found
