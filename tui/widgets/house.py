"""The house at a look: the half rule's gauge, the floors with their units, and the marked unit in words."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from core.occupants.terms import KINDS, UNIT_STATES
from core.occupants.views import SpaceView, UnitView
from core.words import _
from tui.occupant_words import gauge_bar, gauge_words, square
from tui.showing import cut, folded, line
from tui.widgets.floor_plan import FloorPlan


class House(Vertical):
    """Floors 3 to 6 (art. 10(5) is counted over them). Shows what it is given; the keys are the plan's."""

    DEFAULT_CSS = """
    House { width: 100%; height: 1fr; }
    House > #occupant-gauge { height: auto; padding: 0 2; }
    House > VerticalScroll { height: 1fr; margin: 1 1 0 1; }
    House > #occupant-unit { height: 2; padding: 0 2; background: $surface; }
    .-narrow House > VerticalScroll { margin: 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._space: SpaceView | None = None
        self._asked: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Gauge, plan, unit."""
        yield Static(id="occupant-gauge")
        with VerticalScroll(can_focus=False):
            yield FloorPlan(id="plan")
        yield Static(id="occupant-unit")

    @property
    def plan(self) -> FloorPlan:
        """The floors."""
        return self.query_one(FloorPlan)

    def show(self, space: SpaceView, admit: Sequence[str], release: Sequence[str]) -> None:
        """The house as it is, or as it would be with these let in (`kind:area`) and these units given back."""
        self._space = space
        self._asked = (
            *(f"+{_(KINDS[kind])} {area} m²" for kind, _colon, area in (one.partition(":") for one in admit)),
            *(f"-{code}" for code in release),
        )
        self.plan.show(space.units, space.floors)
        self.fit()

    def fit(self) -> None:
        """Everything to the width there is now."""
        space, width = self._space, max(20, self.app.size.width - 4)
        if space is None:
            return
        words, holds = gauge_words(space)
        what_if = f"{_('What if')} {' '.join(self._asked)}: " if self._asked else ""
        self.query_one("#occupant-gauge", Static).update(
            Content.assemble(
                (folded(what_if + words, width), "" if holds else "bold $text-error"),
                "\n",
                (gauge_bar(space, min(60, width)), "$text-muted"),
                ("  " + _("# others  = startups  . vacant  | half") if width > 100 else "", "$foreground 60%"),
            )
        )
        self._say_unit()

    @on(FloorPlan.Marked)
    def _say_unit(self) -> None:
        unit, width = self.plan.unit, max(20, self.app.size.width - 4)
        lines = unit_words(unit) if unit is not None else ()
        self.query_one("#occupant-unit", Static).update(Content("\n".join(cut(words, width) for words in lines)))


def unit_words(unit: UnitView) -> tuple[str, str]:
    """A unit in two lines: what it is, and who holds it."""
    head = f"{unit.code}  {line(unit.name)}  {square(unit.area)}  {_(UNIT_STATES[unit.state])}"
    if unit.free_from is not None:
        head += "  " + _("free from {day}").format(day=unit.free_from)
    if unit.example:
        head += "  " + _("(example)")
    if unit.occupant is None:
        return head, _("Enter gives it to somebody.") if unit.state == "vacant" else ""
    kind = _(KINDS[unit.occupant_kind]) if unit.occupant_kind else ""
    since = f"  {_('since')} {unit.since}" if unit.since else ""
    return head, f"{unit.occupant}  {line(unit.occupant_name)}  {kind}{since}"
