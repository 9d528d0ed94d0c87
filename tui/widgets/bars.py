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

ALWAYS = frozenset({"help", "new_call", "complete", "person", "palette", "drafts"})
"""What the key bar never leaves out for want of room."""


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
        """Show the offers by rank on two lines; where it is narrow, only those allowed.

        What does not fit is left out from the last rank on, but never the ways to other places and persons, to all
        commands, or the completing of a call.
        """
        ranked = sorted((one for one in offers if one.action.bar), key=lambda one: one.action.bar)
        chosen: dict[str, Offer] = {}
        for one in ranked:
            key = one.action.key
            if key not in chosen or (chosen[key].reason is not None and one.reason is None):
                chosen[key] = one
        width = max(20, (self.size.width or self.app.size.width) - 2)
        kept = [one for one in chosen.values() if width >= 98 or one.reason is None]
        while len(rows := _rows(kept, width)) > 2:
            spare = [one for one in kept if one.action.id not in ALWAYS and one.action.where != "places"]
            if not spare:
                break
            kept.remove(spare[-1])
        self.update(Content("\n").join(Content("  ").join(self._key(one) for one in row) for row in rows[:2]))

    def _key(self, one: Offer) -> Content:
        does = f"app.go('{one.action.id}')" if one.action.where == "places" else f"app.press('{one.action.key}')"
        click = Style.from_meta({"@click": does})
        label = _(one.action.label).replace(" ", "\u00a0")
        if one.reason is not None:
            return Content.styled(f"{key_name(one.action.key)}\u00a0{label}", "dim").stylize(click)
        return Content.assemble((key_name(one.action.key), "bold $text-accent"), "\u00a0", (label, "")).stylize(click)


def _rows(offers: Iterable[Offer], width: int) -> list[list[Offer]]:
    """The offers in lines of at most `width` cells."""
    rows: list[list[Offer]] = [[]]
    used = 0
    for one in offers:
        needed = cell_len(f"{key_name(one.action.key)} {_(one.action.label)}") + 2
        if rows[-1] and used + needed > width + 2:
            rows.append([])
            used = 0
        used += needed
        rows[-1].append(one)
    return rows
