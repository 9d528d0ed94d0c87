"""Figures in words: rates as per cent, working time in hours and minutes."""

from __future__ import annotations

from core.words import N_, chinese, translate


def rate_of(value: float | None) -> str:
    """`97.5 %`; a dash for nothing."""
    return "—" if value is None else f"{value * 100:.1f} %"


def points_of(change: float) -> str:
    """How far apart two shares are: `1.5 pp`, for a difference of percentages is no percentage."""
    return translate("{points} pp").format(points=f"{change * 100:.1f}")


def span(seconds: int | None, *, paper: bool = False) -> str:
    """Working time as hours and minutes, `12 h 05 min`; seconds only below a minute; a dash for nothing.

    For `paper` in Chinese whatever language is spoken.
    """
    say = chinese if paper else translate
    if seconds is None:
        return "—"
    if seconds < 60:
        return say(N_("{seconds} s")).format(seconds=seconds)
    hours, minutes = divmod(seconds // 60, 60)
    if hours == 0:
        return say(N_("{minutes} min")).format(minutes=minutes)
    return say(N_("{hours} h {minutes} min")).format(hours=hours, minutes=f"{minutes:02d}")
