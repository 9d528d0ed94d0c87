"""The working calendar, a month at a time; a supervisor edits days and takes in a year's notice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.calendar.terms import KINDS, MARKS, WEEKDAYS
from core.calendar.views import CalendarChange, CalendarMonth, DueChange, MonthDay
from core.errors import DeskError
from core.words import N_, _
from core.worktime import show_hours
from tui import work
from tui.actions import Action, Offer, bindings, of
from tui.screens.place import PlaceScreen
from tui.showing import cut, line, when
from tui.widgets.month import KIND_STYLES, MonthGrid, day_words, plan_words, short_hours

_APART = 28
"""The width of what stands beside the month, as the style sheet has it."""
_SOURCE = 400
"""Characters of a day's source on the screen; where it is longer, the dialog has it whole."""
_CHANGES = ("set_day", "unset_day", "take_in")


class CalendarScreen(PlaceScreen[None]):
    """A month, the marked day below it, and what can be done."""

    CSS_PATH = "calendar.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("calendar", letters=True),
        Binding("escape", "app.go('hotline')", show=False),
    ]
    place = "calendar"
    title_words = N_("Calendar")
    about = N_(
        "The days the desk works, which every time limit is counted by. Supervisors set single days and take in the "
        "yearly notice; what that does to open calls is listed at once. Ctrl+R counts a limit from the marked day."
    )

    def __init__(self) -> None:
        super().__init__()
        self.month: CalendarMonth | None = None
        self.moved: tuple[DueChange, ...] = ()
        self._typed: dict[date | None, dict[str, Any]] = {}

    def compose_body(self) -> ComposeResult:
        """The month over the day."""
        with Horizontal(id="calendar"):
            with Vertical(id="month-pane"):
                yield Static(id="month-title")
                yield MonthGrid(id="month")
                yield Static(id="day")
                yield Static(id="legend")
            with VerticalScroll(id="apart", can_focus=False):
                yield Static(id="apart-days")

    def on_mount(self) -> None:
        """Start with today."""
        self.query_one("#legend", Static).update(Content.styled(legend(), "$foreground 60%"))
        self.set_focus(self.grid)
        self.grid.go(self.today)

    @property
    def grid(self) -> MonthGrid:
        """The month."""
        return self.query_one(MonthGrid)

    @property
    def today(self) -> date:
        """The desk's day."""
        desk = self.shouwen.desk
        assert desk is not None
        return desk.storage.now().date()

    # -- fetching --------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """The month as it is now."""
        super().renew()
        if self.shouwen.by and self.is_mounted:
            self._fetch()

    def _fetch(self) -> None:
        day = self.grid.cursor
        work.read(self, "month", lambda desk, by: desk.calendar.month(day.year, day.month, by=by), self._month_came)

    def _month_came(self, month: CalendarMonth) -> None:
        self.month = month
        self.grid.show(month, self.today)
        self._say()

    @on(MonthGrid.Marked)
    def _marked(self, event: MonthGrid.Marked) -> None:
        if self.month is None or self.month.day(event.day) is None:
            self._fetch()
        self._say()

    def _say(self) -> None:
        day, month = self.grid.cursor, self.month
        title = [(_("{year}-{month}").format(year=day.year, month=f"{day.month:02d}"), "bold")]
        below: list[Content] = [Content.styled(day_words(day), "bold")]
        known = None if month is None else month.day(day)
        if month is not None and known is not None:
            hours = f"{month.working_seconds / 3600:g}"
            words = _("{days} working days, {hours} hours").format(days=month.working_days, hours=hours)
            title.append(("  " + words, "$foreground 60%"))
            if all(one.plan.provisional for one in month.days if one.set_by is None):
                title.append(("  " + _("provisional"), "bold $text-warning"))
            tags = [_("today")] if day == self.today else []
            tags += [_("own hours")] if known.own_hours else []
            tags += [_("provisional")] if known.plan.provisional else []
            words = "  ".join([plan_words(known), *tags])
            below = [Content.assemble((day_words(day), "bold"), "  ", words)]
            if known.set_by is not None and known.set_at is not None and self.shouwen.desk is not None:
                at = when(known.set_at, self.shouwen.desk.storage.now())
                words = _("set by {person}, {time}").format(person=self._person(known.set_by), time=at)
                below.append(Content(words))
            below.append(Content(f"{_('Source')}  {line(known.plan.source[:_SOURCE])}"))
            self.query_one("#apart-days", Static).update(apart(month, self._person))
        self.query_one("#month-title", Static).update(Content.assemble(*title))
        self.query_one("#day", Static).update(Content("\n").join(below))
        self.renew_bars()

    def _person(self, code: str) -> str:
        return self.shouwen.book.person(code) if self.shouwen.book is not None else code

    # -- doing -----------------------------------------------------------------------------------------------------

    def offers(self) -> list[Offer]:
        """Reading for everybody; changes with the core's reason where this person or this day does not allow them."""
        return [Offer(one, self._reason(one)) for one in of("calendar") if one.id != "moved" or self.moved]

    def _reason(self, one: Action) -> DeskError | None:
        if self.month is None or one.id not in _CHANGES:
            return None
        return self.month.unset_refusal(self.grid.cursor) if one.id == "unset_day" else self.month.refusal

    @on(MonthGrid.Chosen)
    def _chosen(self) -> None:
        self.shouwen.action_press("enter")

    def perform(self, action: Action) -> None:
        """Move, or open what an act needs."""
        if action.id == "today":
            self.grid.go(self.today)
        elif action.id in ("month_back", "month_on"):
            self.grid.turn(-1 if action.id == "month_back" else 1)
        elif action.id == "count":
            self._count()
        elif action.id == "moved":
            self._list_moved()
        elif self.month is not None and self.month.day(self.grid.cursor) is not None:
            self._change(action, self.month)

    def _change(self, action: Action, month: CalendarMonth) -> None:
        from tui.screens import calendar_dialogs as dialogs
        from tui.screens.confirm import Confirm

        day = self.grid.cursor
        known = month.day(day)
        assert known is not None
        if action.id == "set_day":
            self.app.push_screen(dialogs.DayDialog(known, self._typed.setdefault(day, {})), self._changed)
        elif action.id == "take_in":
            self.app.push_screen(dialogs.ImportDialog(self._typed.setdefault(None, {})), self._changed)
        elif action.id == "unset_day":
            question = _("Take back what was set for {day}? Open calls are counted anew.").format(day=day_words(day))
            self.app.push_screen(
                Confirm(question, yes=_("Take back"), no=_("Leave it")), lambda sure: self._unset(day) if sure else None
            )

    def _unset(self, day: date) -> None:
        work.write(self, lambda desk, by: desk.calendar.unset(day, by=by), self._changed)

    def _changed(self, change: CalendarChange | None) -> None:
        if change is None:
            return
        days = _("Weekly hours")
        if change.days:
            alone = len(change.days) == 1
            days = day_words(change.days[0].date) if alone else _("{n} days").format(n=len(change.days))
        moved = _("{n} due times moved").format(n=len(change.calls)) if change.calls else _("no due time moved")
        self.app.notify(_("{days} on record: {moved}.").format(days=days, moved=moved), markup=False)
        if not self.is_attached:
            return
        self.moved = change.calls
        if len(change.days) > 1:
            self.grid.go(min(one.date for one in change.days))
        self.renew()
        if change.calls:
            self._list_moved()

    def _list_moved(self) -> None:
        from tui.screens.calendar_dialogs import MovedCalls

        self.app.push_screen(MovedCalls(self.moved), self._open_call)

    def _open_call(self, number: str | None) -> None:
        if number is not None:
            self.app.run_worker(self._to_call(number), group="go", exit_on_error=False)

    async def _to_call(self, number: str) -> None:
        from tui.screens.hotline import HotlineScreen

        hotline = HotlineScreen()
        await self.app.switch_screen(hotline)
        hotline.show_call(number)

    def _count(self) -> None:
        from tui.screens.calendar_count import CountDialog

        desk = self.shouwen.desk
        assert desk is not None
        day, now = self.grid.cursor, desk.storage.now()
        known = self.month.day(day) if self.month is not None else None
        start = f"{day}"
        if day == now.date():
            start = f"{now:%Y-%m-%dT%H:%M}"
        elif known is not None and known.plan.spells:
            start = f"{day}T{show_hours(known.plan.spells)[0][:5]}"
        self.app.push_screen(CountDialog(start), lambda due: self.grid.go(due) if due else None)


def legend() -> str:
    """What the marks stand for."""
    marks = [(_(MARKS[kind]), _(KINDS[kind])) for kind in ("workday", "rest", "holiday", "make_up")]
    marks += [("*", _("own hours")), ("+", _("set by a supervisor")), ("?", _("provisional"))]
    # In English the marks are the words' own beginnings.
    shown = [(mark, words) for mark, words in marks if not (mark.isascii() and words.startswith(mark))]
    return "  ".join(f"{mark} {words}" for mark, words in shown)


def apart(month: CalendarMonth, person: Callable[[str], str]) -> Content:
    """The month's days that differ from the week: holidays, make-up days, and what supervisors set."""
    parts = [Content.styled(_("Days apart from the week"), "bold")]
    for one in month.days:
        plan, by_hand = one.plan, one.set_by is not None
        if plan.kind not in ("holiday", "make_up") and not by_hand and not one.own_hours:
            continue
        words = f"{plan.date:%m-%d} {_(WEEKDAYS[plan.date.weekday()])} {_(KINDS[plan.kind])}"
        parts.append(Content.styled(words, KIND_STYLES[plan.kind]))
        if one.own_hours and plan.spells:
            parts.append(Content(cut("      " + short_hours(plan.spells), _APART)))
        source = f"{person(one.set_by)}: {line(plan.source)}" if one.set_by is not None else line(plan.source)
        if by_hand or plan.source != _source_above(month, one):
            parts.append(Content.styled(cut("      " + source, _APART), "$foreground 60%"))
    if len(parts) == 1:
        parts.append(Content.styled(_("none this month"), "$foreground 60%"))
    return Content("\n").join(parts)


def _source_above(month: CalendarMonth, day: MonthDay) -> str | None:
    """The source said last above this day: a run of days from one notice names it once."""
    before = [one for one in month.days if one.plan.date < day.plan.date and one.plan.kind in ("holiday", "make_up")]
    return before[-1].plan.source if before else None
