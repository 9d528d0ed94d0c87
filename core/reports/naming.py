"""What groups are called: people, services and groups of callers by their names, the rest by their keys."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, select

from core.calls.terms import CHANNELS, KINDS
from core.services.tables import Service
from core.staff.tables import Staff
from core.words import N_, chinese, language, translate

WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))


def names(session: Session, by: str, *, paper: bool = False) -> Mapping[str, str]:
    """The names by code, for groupings whose keys are codes; for `paper` in Chinese whatever language is spoken."""
    english = language() == "en" and not paper
    if by == "staff":
        return {one.code: one.name for one in session.exec(select(Staff))}
    if by == "service":
        return {one.code: one.name_en if english else one.name for one in session.exec(select(Service))}
    if by == "group":
        from data.loading import load_groups

        return {one.code: one.name_en if english else one.name for one in load_groups()}
    known = {"channel": CHANNELS, "kind": KINDS}.get(by, {})
    return {code: chinese(word) if paper else translate(word) for code, word in known.items()}


def name(by: str, key: str | None, known: Mapping[str, str], *, paper: bool = False) -> str:
    """What the group with this key is called."""
    if key is None:
        unknown = N_("unsorted") if by == "service" else N_("not told")
        return chinese(unknown) if paper else translate(unknown)
    if by == "hour":
        return f"{key}:00"
    if by == "weekday_hour":
        day, hour = key.split("-")
        return f"{translate(WEEKDAYS[int(day) - 1])} {hour}:00"
    return known.get(key, key)
