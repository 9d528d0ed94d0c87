"""The occupants screen: who is in the house and who wants in, what is to be done about them, and the floors."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, OptionList, Static
from textual.widgets.option_list import Option

from core.calls.views import CallFilter
from core.errors import DeskError
from core.occupants.terms import KINDS, STATUSES
from core.occupants.views import DueItem, OccupantFilter, OccupantItem, OccupantView, Page, SpaceView
from core.rooms.views import BookingFilter
from core.words import N_, _
from tui import work
from tui.actions import Action, Offer, bindings, of
from tui.occupant_words import (
    TABS,
    Beside,
    due_line,
    item_line,
    tab_lines,
    tabs_line,
    title,
)
from tui.screens.occupant_acts import OccupantActs
from tui.screens.place import PlaceScreen
from tui.showing import folded
from tui.widgets.floor_plan import FloorPlan
from tui.widgets.harmless import Line
from tui.widgets.house import House

if TYPE_CHECKING:
    from core.desk import Desk

VIEWS = {"list": N_("Occupants"), "due": N_("To do"), "plan": N_("Floors")}
PAGE = 100
"""Occupants fetched at a time; more come when the mark nears the end."""
RENEW_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A record, what may be done with it, and what is beside it."""

    one: OccupantView
    refusals: dict[str, DeskError | None]
    beside: Beside


class OccupantsScreen(PlaceScreen[None]):
    """A search line over a list and a record in tabs; or what is to be done; or the floors."""

    CSS_PATH = "occupants.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        # Ctrl goes before the search line's own editing keys: what the key bar says holds while typing.
        *(replace(one, priority=one.key.startswith("ctrl+")) for one in bindings("occupants", letters=True)),
        Binding("down", "into_list", show=False),
    ]
    place = "occupants"
    title_words = N_("Occupants")
    about = N_(
        "Who is in the house, who wants in, who is leaving. Type a name, pinyin, unit or the end of a phone number; "
        "Down goes into the list, Enter lists what can be done. Ctrl+G turns the tabs of the record. Ctrl+T shows "
        "what is to be done, then the floors, where the arrows go from unit to unit."
    )

    def __init__(self) -> None:
        super().__init__()
        self.view = "list"
        self.wanted = OccupantFilter(limit=PAGE)
        self.items: tuple[OccupantItem, ...] = ()
        self.dues: tuple[DueItem, ...] = ()
        self.more: str | None = None
        self.opened: Opened | None = None
        self.revealed: tuple[int, str, str] | None = None
        """Whose whole number is on show, the number, and who asked for it."""
        self.tab = "record"
        self.on: date | None = None
        self.admit: tuple[str, ...] = ()
        self.release: tuple[str, ...] = ()
        self.acts = OccupantActs(self)
        self._shown: int | None = None
        self._goal: int | None = None
        """Whom to mark as soon as the list is there."""

    def compose_body(self) -> ComposeResult:
        """Search, views, list and record; or gauge, plan, unit."""
        with Horizontal(id="occupant-search"):
            yield Label(_("Find"), classes="label")
            yield Line(id="occupant-query", placeholder=_("name, pinyin, initials, unit, phone"))
        yield Static(id="occupant-views")
        with Horizontal(id="occupant-panes"):
            with Vertical(id="occupant-left"):
                yield OptionList(id="occupant-list")
                yield Static(id="occupant-note")
            with VerticalScroll(id="occupant-record"):
                yield Static(id="occupant-title")
                yield Static(id="occupant-tabs")
                yield Static(id="occupant-text")
        yield House()

    def on_mount(self) -> None:
        """Start with the search line."""
        self.set_focus(self.query_one("#occupant-query"))
        self.set_interval(RENEW_SECONDS, self.fetch)
        self._show_views()
        self.fetch()

    @property
    def options(self) -> OptionList:
        """The list."""
        return self.query_one("#occupant-list", OptionList)

    @property
    def plan(self) -> FloorPlan:
        """The floors."""
        return self.query_one(House).plan

    @property
    def typed(self) -> str:
        """What is looked for."""
        return self.query_one("#occupant-query", Line).value.strip()

    @property
    def today(self) -> date:
        """The desk's day."""
        desk = self.shouwen.desk
        assert desk is not None
        return desk.storage.now().date()

    @property
    def marked(self) -> int | None:
        """The number of the occupant marked in the list, or in the plan."""
        if self.view == "plan":
            return self.plan.unit.occupant if self.plan.unit is not None else None
        place = self.options.highlighted
        rows: tuple[DueItem, ...] | tuple[OccupantItem, ...] = self.dues if self.view == "due" else self.items
        if place is None or place >= len(rows):
            return None
        row = rows[place]
        return row.occupant if isinstance(row, DueItem) else row.id

    # -- fetching --------------------------------------------------------------------------------------------------

    def renew(self) -> None:
        """Something was written: everything on show as it is now; the mark stays."""
        super().renew()
        if self.shouwen.by and self.is_mounted:
            if self.revealed is not None and self.revealed[2] != self.shouwen.by:
                self.revealed = None
            self.fetch()

    def on_resize(self, event: events.Resize) -> None:
        """Cut the lines to the new width."""
        super().on_resize(event)
        self.call_after_refresh(self._again)

    def _again(self) -> None:
        if self.is_mounted:
            self._fill()
            self._show_record()
            self.query_one(House).fit()

    def fetch(self, *, after: float = 0.0) -> None:
        """What is on show, anew."""
        if not self.shouwen.by:
            return
        work.read(self, "due", lambda desk, by: desk.occupants.due(by=by), self._dues_came)
        if self.view == "list":
            self._fetch_list(after=after)
        elif self.view == "plan":
            self._fetch_space()
        if self._shown is not None:
            self.show(self._shown)

    def _fetch_list(self, *, after: float = 0.0) -> None:
        typed = self.typed
        wanted = replace(self.wanted, search=typed or None, limit=max(PAGE, len(self.items) or PAGE))
        wanted = replace(wanted, limit=min(wanted.limit, 1000))

        def came(page: Page) -> None:
            if typed == self.typed:
                self.items, self.more = page.items, page.next
                if self.view == "list":
                    self._fill()

        work.read(self, "list", lambda desk, by: desk.occupants.list(wanted, by=by), came, self._refused, after=after)

    def _refused(self, error: DeskError) -> None:
        self.items, self.more = (), None
        self._fill()
        self._note(error.message)

    def _fetch_more(self) -> None:
        """The next page, behind what is listed."""
        if self.more is None or self.view != "list":
            return
        typed, cursor = self.typed, self.more
        wanted = replace(self.wanted, search=typed or None, limit=PAGE, after=cursor)

        def came(page: Page) -> None:
            if typed == self.typed and cursor == self.more:
                known = {one.id for one in self.items}
                self.items = (*self.items, *(one for one in page.items if one.id not in known))
                self.more = page.next
                self._fill()

        work.read(self, "more", lambda desk, by: desk.occupants.list(wanted, by=by), came)

    def _dues_came(self, dues: tuple[DueItem, ...]) -> None:
        self.dues = dues
        self._show_views()
        if self.view == "due":
            self._fill()

    def _fetch_space(self) -> None:
        on, admit, release = self.on, self.admit, self.release

        def ask(desk: Desk, by: str) -> SpaceView:
            return desk.occupants.space(by=by, on=on, admit=admit, release=release)

        def came(space: SpaceView) -> None:
            if (on, admit, release) == (self.on, self.admit, self.release):
                self.query_one(House).show(space, admit, release)

        work.read(self, "space", ask, came)

    @on(Input.Changed, "#occupant-query")
    def _changed(self) -> None:
        if self.view != "list":
            self.to_view("list")
        self.items = ()
        self._fetch_list(after=0.15)

    @on(Input.Submitted, "#occupant-query")
    def _submitted(self) -> None:
        self.action_into_list()

    # -- the list --------------------------------------------------------------------------------------------------

    def _lines(self) -> list[tuple[str, str]]:
        width = max(24, (self.options.scrollable_content_region.width or 48) - 1)
        if self.view == "due":
            return [(f"{one.occupant} {one.what} {one.on}", due_line(one, self.today, width)) for one in self.dues]
        return [(str(one.id), item_line(one, width)) for one in self.items]

    def _fill(self) -> None:
        """The list's lines: those that are the same lines as before are rewritten where they stand."""
        if not self.is_mounted or self.view == "plan":
            return
        options, lines = self.options, self._lines()
        here = [options.get_option_at_index(n).id for n in range(options.option_count)]
        prompts = [Content(words) for _key, words in lines]
        if here == [key for key, _words in lines]:
            for n, prompt in enumerate(prompts):
                if options.get_option_at_index(n).prompt != prompt:
                    options.replace_option_prompt_at_index(n, prompt)
        else:
            before = here[options.highlighted] if options.highlighted is not None else None
            options.set_options(Option(prompt, id=key) for prompt, (key, _words) in zip(prompts, lines, strict=True))
            keys = [key for key, _words in lines]
            if str(self._goal) in keys:
                options.highlighted, self._goal = keys.index(str(self._goal)), None
            elif keys and self._goal is None:
                options.highlighted = keys.index(before) if before in keys else 0
            elif keys:
                self._goal = None
            else:
                self._shown = self.opened = None
                self._show_record()
        self._note(self._note_words())
        self.renew_bars()

    def _note_words(self) -> str:
        if self.view == "due":
            return "" if self.dues else _("Nothing is due within 90 days.")
        words = [_("{count} shown").format(count=len(self.items)) if self.items else _("Nobody found.")]
        if self.more is not None:
            words.append(_("more further down"))
        chosen = [_(STATUSES[self.wanted.status]) if self.wanted.status else "",
                  _(KINDS[self.wanted.kind]) if self.wanted.kind else "",
                  _("floor {number}").format(number=self.wanted.floor) if self.wanted.floor else ""]  # fmt: skip
        if any(chosen):
            words.append(_("only") + " " + "、".join(one for one in chosen if one))
        return "  ".join(words)

    def _note(self, words: str) -> None:
        self.query_one("#occupant-note", Static).update(Content(words))

    def _show_views(self) -> None:
        parts: list[tuple[str, str]] = []
        for name, label in VIEWS.items():
            count = f" {len(self.dues)}" if name == "due" and self.dues else ""
            words = f"{_(label)}{count}"
            parts.append((f"[{words}]" if name == self.view else f" {words} ", "bold" if name == self.view else
                          "$text-muted"))  # fmt: skip
            parts.append(("  ", ""))
        if self.on is not None:
            parts.append((_("as of {day}").format(day=self.on), "bold $text-warning"))
        self.query_one("#occupant-views", Static).update(Content.assemble(*parts))

    @on(OptionList.OptionHighlighted, "#occupant-list")
    def _moved(self) -> None:
        number = self.marked
        if number is not None and number != self._shown:
            self.show(number, after=0.05)
        place = self.options.highlighted
        if place is not None and place >= len(self.items) - 5:
            self._fetch_more()

    @on(OptionList.OptionSelected, "#occupant-list")
    def _selected(self) -> None:
        self.shouwen.action_press("enter")

    # -- the record ------------------------------------------------------------------------------------------------

    def show(self, number: int, *, after: float = 0.0) -> None:
        """Show this record, whether it is listed or not."""
        self._shown = number
        on, tab = self.on, self.tab

        def ask(desk: Desk, by: str) -> Opened:
            one = desk.occupants.show(number, by=by, on=on)
            calls = desk.calls.list(CallFilter(occupant=number), by=by).items if tab == "calls" else ()
            bookings = (
                tuple(reversed(desk.bookings.list(BookingFilter(for_=str(number), limit=500), by=by).items))
                if tab == "bookings" else ()
            )  # fmt: skip
            return Opened(one, desk.occupants.allowed(number, by=by), Beside(calls, bookings))

        def came(opened: Opened) -> None:
            if number == self._shown and (on, tab) == (self.on, self.tab):
                new = self.opened is None or self.opened.one.id != number
                self.opened = opened
                self._show_record(home=new)
                self.renew_bars()

        work.read(self, "record", ask, came, self._gone, after=after)

    def _gone(self, error: DeskError) -> None:
        self.opened = None
        self._show_record()
        self.query_one("#occupant-text", Static).update(Content(error.message))

    def _show_record(self, *, home: bool = False) -> None:
        heading, tabs, text = (self.query_one(f"#occupant-{name}", Static) for name in ("title", "tabs", "text"))
        if self.opened is None:
            heading.update("")
            tabs.update("")
            text.update(Content(_("What is marked in the list is shown here.")))
            return
        one, book = self.opened.one, self.shouwen.book
        if self.revealed is not None and self.revealed[0] == one.id:
            one = replace(one, phone=self.revealed[1])
        assert book is not None
        as_of = f"  {_('as of {day}').format(day=self.on)}" if self.on is not None else ""
        heading.update(Content.styled(title(one) + as_of, "bold"))
        tabs.update(Content.assemble(*tabs_line(self.tab)))
        width = max(20, self.query_one("#occupant-record").scrollable_content_region.width or 60)
        lines = tab_lines(self.tab, one, self.opened.beside, book.person)
        text.update(Content("\n".join(folded(each, width, 2) for each in lines)))
        if home:
            self.query_one("#occupant-record").scroll_home(animate=False)

    @on(FloorPlan.Marked)
    def _unit_marked(self) -> None:
        self.renew_bars()

    # -- doing -----------------------------------------------------------------------------------------------------

    def offers(self) -> list[Offer]:
        """What can be done, with the reason where it cannot be now."""
        refusals = self.opened.refusals if self.opened is not None else {}
        found = []
        for one in of("occupants"):
            if one.act is not None and (self.opened is None or self.view == "plan"):
                continue
            if one.id in ("what_if", "set_unit") and self.view != "plan":
                continue
            if one.id in ("next_tab", "tab_before", "its_calls", "its_bookings") and self.view == "plan":
                continue
            found.append(Offer(one, refusals.get(one.act) if one.act is not None else None))
        return found

    def perform(self, action: Action) -> None:
        """Move about, or hand on to the acts."""
        if action.id == "occupant_views":
            names = list(VIEWS)
            self.to_view(names[(names.index(self.view) + 1) % len(names)])
        elif action.id in ("next_tab", "tab_before"):
            self._turn(1 if action.id == "next_tab" else -1)
        elif action.id in ("its_calls", "its_bookings"):
            self.to_tab(action.id.removeprefix("its_"))
        elif action.id == "leave_occupant":
            self._back()
        elif action.id == "open_occupant":
            self.acts.open()
        else:
            self.acts.perform(action)

    def to_view(self, view: str) -> None:
        """The list, what is to be done, or the floors."""
        self.view = view
        self.set_class(view == "plan", "-plan-view")
        self._show_views()
        if view == "plan":
            self.set_focus(self.plan)
        elif self.focused is self.plan:
            self.set_focus(self.options)
        self._fill()
        self.fetch()
        self.renew_bars()

    def _turn(self, step: int) -> None:
        names = list(TABS)
        self.to_tab(names[(names.index(self.tab) + step) % len(names)])

    def to_tab(self, tab: str) -> None:
        """Open a tab of the record."""
        self.tab = tab
        if self._shown is not None:
            self._show_record(home=True)
            self.show(self._shown)

    def to_day(self, day: date) -> None:
        """The record and the floors as of a day; today is as they are."""
        self.on = day if day != self.today else None
        self._show_views()
        self.fetch()

    def choose(self, wanted: OccupantFilter) -> None:
        """List these only."""
        self.wanted, self.items = replace(wanted, limit=PAGE), ()
        self.to_view("list")

    def go(self, number: int) -> None:
        """Show an occupant from elsewhere: its record, its line marked where it is listed."""
        if self.view == "plan":
            self.to_view("list")
        self._goal = number
        if number in {one.id for one in self.items}:
            self._goal = None
            self.options.highlighted = next(n for n, one in enumerate(self.items) if one.id == number)
        self.show(number)

    def action_into_list(self) -> None:
        """From the search line into the list."""
        if self.view != "plan" and self.options.option_count:
            self.set_focus(self.options)

    def _back(self) -> None:
        record = self.query_one("#occupant-record")
        if self.view == "plan":
            self.to_view("list")
            self.set_focus(self.options if self.options.option_count else self.query_one("#occupant-query"))
        elif self.focused is record and self.options.option_count:
            self.set_focus(self.options)
        elif self.focused is not self.query_one("#occupant-query"):
            self.set_focus(self.query_one("#occupant-query"))
        elif self.typed:
            self.query_one("#occupant-query", Line).fill("")
        else:
            self.shouwen.action_go("hotline")
