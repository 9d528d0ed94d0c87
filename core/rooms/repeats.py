"""The repetitions a screen offers for a first date, each by its name. Pure."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from core.rooms.series import WEEKDAYS
from core.words import N_
from core.words import translate as _

DAY_NAMES = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
_ORDINALS = (N_("first"), N_("second"), N_("third"), N_("fourth"), N_("fifth"))


@dataclass(frozen=True, slots=True)
class Repeat:
    """One repetition: its `code`, its `name` in words, and its `rule`, to which COUNT or UNTIL is still to be added."""

    code: str
    name: str
    rule: str


def offered(day: date) -> tuple[Repeat, ...]:
    """What fits `day` as first date.

    The fifth Monday (only in months that have five) and the last Monday (in every month) are two things, and so are
    the 30th and the last day of the month.
    """
    weekday, short = _(DAY_NAMES[day.weekday()]), WEEKDAYS[day.weekday()]
    nth = (day.day - 1) // 7 + 1
    last = calendar.monthrange(day.year, day.month)[1]
    every_second = _("every second {weekday}").format(weekday=weekday)
    found = [
        Repeat("daily", _("every day"), "FREQ=DAILY"),
        Repeat("weekdays", _("Monday to Friday"), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        Repeat("weekly", _("every {weekday}").format(weekday=weekday), f"FREQ=WEEKLY;BYDAY={short}"),
        Repeat("fortnightly", every_second, f"FREQ=WEEKLY;INTERVAL=2;BYDAY={short}"),
        Repeat("month_day", _day_name(day.day), f"FREQ=MONTHLY;BYMONTHDAY={day.day}"),
    ]  # fmt: skip
    if day.weekday() > 4:
        del found[1]
    if day.day == last:
        found.append(Repeat("month_end", _("on the last day of every month"), "FREQ=MONTHLY;BYMONTHDAY=-1"))
    if nth == 5:
        name = _("on the fifth {weekday} of the month, in months that have five").format(weekday=weekday)
    else:
        name = _("on the {ordinal} {weekday} of every month").format(ordinal=_(_ORDINALS[nth - 1]), weekday=weekday)
    found.append(Repeat("nth_weekday", name, f"FREQ=MONTHLY;BYDAY={nth}{short}"))
    if day.day + 7 > last:
        name = _("on the last {weekday} of every month").format(weekday=weekday)
        found.append(Repeat("last_weekday", name, f"FREQ=MONTHLY;BYDAY=-1{short}"))
    return tuple(found)


def _day_name(number: int) -> str:
    if number > 28:
        return _("on the {day}. of the month, in months that have it").format(day=number)
    return _("on the {day}. of every month").format(day=number)
