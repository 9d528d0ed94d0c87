"""Working time: calendars, limits and due times. Pure: no database, no clock of its own."""

from core.worktime.calendar import WorkCalendar
from core.worktime.counting import (
    Due,
    Pause,
    due,
    elapsed,
    extended_due,
    provisional_between,
    resumed_due,
    working_days,
)
from core.worktime.days import ORDINARY, WEEKDAYS, DayPlan, Kind, Notice, Season, SpecialDay, Week, working_week
from core.worktime.explaining import DayCount, explain
from core.worktime.files import built_in_calendar, notice_document, read_calendar_file, read_notice, read_notice_file
from core.worktime.history import Recount, Step, recount
from core.worktime.lights import yellow_from, yellow_until
from core.worktime.limits import Limit, parse_limit
from core.worktime.spells import Hours, Spell, parse_hours, show_hours

__all__ = [
    "ORDINARY",
    "WEEKDAYS",
    "DayCount",
    "DayPlan",
    "Due",
    "Hours",
    "Kind",
    "Limit",
    "Notice",
    "Pause",
    "Recount",
    "Season",
    "SpecialDay",
    "Spell",
    "Step",
    "Week",
    "WorkCalendar",
    "built_in_calendar",
    "due",
    "elapsed",
    "explain",
    "extended_due",
    "notice_document",
    "parse_hours",
    "parse_limit",
    "provisional_between",
    "read_calendar_file",
    "read_notice",
    "read_notice_file",
    "recount",
    "resumed_due",
    "show_hours",
    "working_days",
    "working_week",
    "yellow_from",
    "yellow_until",
]
