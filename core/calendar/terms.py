"""Words of the calendar: what a day is, in full and as a short mark, and limits in words."""

from __future__ import annotations

from collections.abc import Mapping

from core.words import N_
from core.words import translate as _
from core.worktime import Kind, Limit

KINDS: Mapping[Kind, str] = {
    "workday": N_("working day"), "rest": N_("rest day"), "holiday": N_("holiday"), "make_up": N_("make-up day"),
}  # fmt: skip
MARKS: Mapping[Kind, str] = {"workday": N_("work"), "rest": N_("rest"), "holiday": N_("off"), "make_up": N_("make-up")}
"""As on Chinese wall calendars: 班, 休, 假, 补."""
WEEKDAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_LIMITS = {
    "wd": N_("{n} working days"), "wh": N_("{n} working hours"), "wm": N_("{n} working minutes"), "d": N_("{n} days"),
    "m": N_("{n} months"), "y": N_("{n} years"),
}  # fmt: skip


def limit_words(limit: Limit) -> str:
    """`5wd` as `5 working days`."""
    return _(_LIMITS[limit.unit]).format(n=limit.amount)
