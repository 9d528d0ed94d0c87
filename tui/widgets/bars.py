"""The line on top, the banner for trouble, and the keys at the bottom."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from core.words import _
from tui.actions import Offer, key_name
from tui.showing import cut


class TopBar(Static):
    """Where one is at the left, who acts and what time it is at the right."""

    def say(self, left: str, right: str) -> None:
        """Show both; the right side stays whole."""
        width = max(10, (self.size.width or self.app.size.width) - 2)
        room = max(0, width - cell_len(right) - 2)
        left = cut(left, room)
        gap = " " * max(1, width - cell_len(left) - cell_len(right))
        self.update(Content.assemble((left, "bold"), gap, right))


class Banner(Static):
    """What is wrong with the database, calmly, for as long as it is."""

    def say(self, sentence: str) -> None:
        """Show a sentence, or nothing."""
        self.update(Content(sentence))
        self.set_class(bool(sentence), "-shown")


class KeyBar(Static):
    """The keys that apply here; those not allowed now are dim. A click does what the key does."""

    def offer(self, offers: Iterable[Offer]) -> None:
        """Show the offers by rank, as many as fit on two lines; where it is narrow, only those allowed."""
        ranked = sorted((one for one in offers if one.action.bar), key=lambda one: one.action.bar)
        chosen: dict[str, Offer] = {}
        for one in ranked:
            key = one.action.key
            if key not in chosen or (chosen[key].reason is not None and one.reason is None):
                chosen[key] = one
        width = max(20, (self.size.width or self.app.size.width) - 2)
        lines: list[list[Content]] = [[]]
        used = 0
        narrow = width < 98
        for one in chosen.values():
            if narrow and one.reason is not None:
                continue
            words = f"{key_name(one.action.key)} {_(one.action.label)}"
            needed = cell_len(words) + 2
            if used + needed > width + 2:
                if len(lines) == 2:
                    break
                lines.append([])
                used = 0
            used += needed
            lines[-1].append(self._key(one))
        self.update(Content("\n").join(Content("  ").join(row) for row in lines))

    def _key(self, one: Offer) -> Content:
        click = Style.from_meta({"@click": f"app.press('{one.action.key}')"})
        label = _(one.action.label).replace(" ", "\u00a0")
        if one.reason is not None:
            return Content.styled(f"{key_name(one.action.key)}\u00a0{label}", "dim").stylize(click)
        return Content.assemble((key_name(one.action.key), "bold $text-accent"), "\u00a0", (label, "")).stylize(click)
