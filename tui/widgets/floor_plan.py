"""The incubation floors as a plan: units along a corridor, with who holds them and a word for the state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from core.occupants.terms import UNIT_STATES
from core.occupants.views import FloorView, UnitView
from core.words import N_, _
from tui.occupant_words import square
from tui.showing import cut, line, pad

SIDES = ("south", "north")
_STYLES = {"vacant": "$text-success", "leaving": "bold $text-warning", "shared": "$text-muted", "held": ""}
CELL_LINES = 2
FLOOR_LINES = 2 * CELL_LINES + 3
"""A floor: its line, the south side, the corridor, the north side, an empty line."""


class FloorPlan(Widget, can_focus=True):
    """Arrows go from unit to unit; the screen does what Enter means there."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right", "step(1)", show=False),
        Binding("up", "cross(-1)", show=False),
        Binding("down", "cross(1)", show=False),
        Binding("home", "step(-99)", show=False),
        Binding("end", "step(99)", show=False),
    ]
    DEFAULT_CSS = """
    FloorPlan { height: auto; width: 1fr; }
    """
    about = N_("The arrows go from unit to unit, along the corridor, across it and to the next floor.")

    class Marked(Message):
        """Another unit is marked."""

        def __init__(self, unit: UnitView | None) -> None:
            super().__init__()
            self.unit = unit

    def __init__(self, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        self.rows: list[tuple[int, str, list[UnitView]]] = []
        self.floors: dict[int, FloorView] = {}
        self.place = (0, 0)
        self.code = ""

    def show(self, units: Sequence[UnitView], floors: Sequence[FloorView]) -> None:
        """Draw these; the marked unit stays marked."""
        self.floors = {one.floor: one for one in floors}
        found: dict[tuple[int, str], list[UnitView]] = {}
        for unit in units:
            found.setdefault((unit.floor, unit.side if unit.side in SIDES else SIDES[0]), []).append(unit)
        self.rows = [(floor, side, found[floor, side])
                     for floor in sorted({floor for floor, _side in found})
                     for side in SIDES if (floor, side) in found]  # fmt: skip
        places = {unit.code: (at, n) for at, (_f, _s, row) in enumerate(self.rows) for n, unit in enumerate(row)}
        self.place = places.get(self.code, (0, 0))
        self.refresh(layout=True)
        self._say()

    @property
    def unit(self) -> UnitView | None:
        """The marked unit."""
        at, n = self.place
        return self.rows[at][2][n] if at < len(self.rows) and n < len(self.rows[at][2]) else None

    def mark(self, code: str) -> None:
        """Mark a unit by its code."""
        for at, (_floor, _side, row) in enumerate(self.rows):
            for n, unit in enumerate(row):
                if unit.code == code:
                    self._go(at, n)

    def action_step(self, by: int) -> None:
        """Along the corridor."""
        at, n = self.place
        if self.rows:
            self._go(at, min(max(n + by, 0), len(self.rows[at][2]) - 1))

    def action_cross(self, by: int) -> None:
        """Across the corridor, or to the next floor: the unit that lies opposite."""
        at, n = self.place
        if not 0 <= at + by < len(self.rows):
            return
        begins, wide = self._spans(self.rows[at][2])[n]
        middle = begins + wide // 2
        spans = self._spans(self.rows[at + by][2])
        opposite = next((m for m, (start, width) in enumerate(spans) if middle < start + width + 1), len(spans) - 1)
        self._go(at + by, opposite)

    def _go(self, at: int, n: int) -> None:
        self.place = (at, n)
        self.refresh()
        self._say()
        top = self._top_of(at)
        if self.parent is not None and isinstance(self.parent, Widget):
            self.parent.scroll_to_region(
                Region(0, max(0, top - 1), max(1, self.size.width), CELL_LINES + 1), animate=False
            )

    def _say(self) -> None:
        unit = self.unit
        self.code = unit.code if unit is not None else ""
        self.post_message(self.Marked(unit))

    # -- drawing ---------------------------------------------------------------------------------------------------

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the floors need."""
        return max(1, len({floor for floor, _side, _row in self.rows}) * FLOOR_LINES - 1)

    def _top_of(self, at: int) -> int:
        floors = sorted({floor for floor, _side, _row in self.rows})
        floor, side, _row = self.rows[at]
        return floors.index(floor) * FLOOR_LINES + 1 + (0 if side == SIDES[0] else CELL_LINES + 1)

    def _spans(self, row: Sequence[UnitView]) -> list[tuple[int, int]]:
        """Where each unit begins and how wide it is: at least a share of the width, more for larger ones."""
        count = len(row)
        room = max(count, (self.size.width or 80) - (count + 1))
        least = min(12, room // count)
        rest = room - least * count
        area = sum(unit.area for unit in row) or 1
        widths = [least + int(rest * unit.area / area) for unit in row]
        widths[-1] += room - sum(widths)
        spans, begins = [], 1
        for width in widths:
            spans.append((begins, width))
            begins += width + 1
        return spans

    def render(self) -> Content:
        """All floors."""
        parts: list[Content] = []
        floor_before: int | None = None
        for at, (floor, side, row) in enumerate(self.rows):
            if floor != floor_before:
                if floor_before is not None:
                    parts.append(Content(""))
                parts.append(self._heading(floor))
                if side != SIDES[0]:
                    parts += [Content("")] * (CELL_LINES + 1)
                floor_before = floor
            if side != SIDES[0]:
                parts.append(Content.styled("-" * max(1, self.size.width), "$foreground 30%"))
            parts += self._row(at, row)
        return Content("\n").join(parts) if parts else Content(_("No units yet."))

    def _heading(self, floor: int) -> Content:
        words = _("Floor {number}").format(number=floor)
        seen = self.floors.get(floor)
        figures = ""
        if seen is not None:
            figures = _("{area} in all, {allotted} given: startups {startups}, others {others}").format(
                area=square(seen.area), allotted=square(seen.allotted), startups=square(seen.startup_area),
                others=square(seen.other_area),
            )  # fmt: skip
        return Content.assemble((words, "bold"), (cut(f"  {figures}", max(0, self.size.width - cell_len(words))),
                                                  "$foreground 60%"))  # fmt: skip

    def _row(self, at: int, row: Sequence[UnitView]) -> list[Content]:
        spans = self._spans(row)
        lines: list[list[Content]] = [[Content("|")] for _line in range(CELL_LINES)]
        for n, (unit, (_begins, width)) in enumerate(zip(row, spans, strict=True)):
            here = (at, n) == self.place
            style = "reverse" if here and self.has_focus else "bold underline" if here else _STYLES[unit.state]
            area = square(unit.area).removesuffix(" m²")
            state = _(UNIT_STATES[unit.state])
            if unit.state == "leaving" and unit.free_from is not None:
                state += f" {unit.free_from:%m-%d}"
            head = f"{unit.code} {area} {state}"
            if cell_len(head) > width:
                head = f"{unit.code} {state}"
            lines[0].append(Content.styled(pad(head, width), style))
            lines[1].append(Content.styled(pad(line(unit.occupant_name or unit.name), width), style))
            for shown in lines:
                shown.append(Content("|"))
        return [Content("").join(shown) for shown in lines]

    # -- mouse -----------------------------------------------------------------------------------------------------

    def on_click(self, event: events.Click) -> None:
        """Mark what is clicked."""
        for at, (_floor, _side, row) in enumerate(self.rows):
            top = self._top_of(at)
            if top <= event.y < top + CELL_LINES:
                for n, (begins, width) in enumerate(self._spans(row)):
                    if begins <= event.x < begins + width:
                        self._go(at, n)
