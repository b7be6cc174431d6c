"""The timetable of shorter lives, and what it means for whoever renews."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from course.pki import LIFETIME_LIMITS, longest_life
from course.views.picture import BLUE, INK, PAPER, QUIET, Picture, blank, picture

_FIRST, _LAST = 2025, 2030
_PALE = "#a9c8e0"
# Where the three parts stand, from the top down.
_STAIRS, _BLOCKS, _COUNTS = (0.0, 2.0), (2.75, 3.35), 4.0
_MOST = max(limit.days for limit in LIFETIME_LIMITS)


def lifetime_timetable() -> Picture:
    """Draw how long a public certificate may live, and certificates that follow each other by that rule.

    Returns:
      Above, the longest life by the day of issue. In the middle, certificates one after the other, each of the longest
      life and replaced when a third of it is left. Below, how many renewals that makes in each year. The words give
      the numbers.

    Source: CA/Browser Forum, Baseline Requirements section 6.3.2, ballot SC-081v3.
    """
    issued = _followed()
    counted = {year: sum(date.year == year for date in issued[1:]) for year in range(_FIRST, _LAST + 1)}
    figure = blank(9, 3.6)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_xlim(_FIRST - 0.62, _LAST + 1.02)
    axes.set_ylim(_COUNTS + 0.4, -0.45)
    _draw_stairs(axes)
    _draw_blocks(axes, issued)
    _draw_counts(axes, counted)
    return picture(figure, _words(counted))


def _followed() -> list[datetime]:
    """When certificates of the longest life are issued that follow each other, each with a third of its life left."""
    issued = [datetime(_FIRST, 1, 1, tzinfo=UTC)]
    while (following := issued[-1] + timedelta(days=longest_life(issued[-1]) * 2 / 3)).year <= _LAST:
        issued.append(following)
    return issued


def _words(counted: dict[int, int]) -> str:
    steps = "; ".join(
        f"{limit.days} days" + (f" from {limit.since:%d %B %Y}" if limit.since else "")
        for limit in LIFETIME_LIMITS
    )
    years = ", ".join(f"{year}: {count}" for year, count in counted.items())
    return (
        f"The longest life of a public certificate, by its day of issue: {steps}. Renewals a year, each when a third "
        f"of the life is left: {years}."
    )


def _x(date: datetime) -> float:
    begins = datetime(date.year, 1, 1, tzinfo=UTC)
    return date.year + (date - begins) / (datetime(date.year + 1, 1, 1, tzinfo=UTC) - begins)


def _draw_stairs(axes: Axes) -> None:
    top, foot = _STAIRS
    since = [_x(limit.since) if limit.since else _FIRST for limit in LIFETIME_LIMITS]
    for begins, ends, limit in zip(since, [*since[1:], _LAST + 1], LIFETIME_LIMITS, strict=True):
        high = (foot - top - 0.3) * limit.days / _MOST
        width = ends - begins
        axes.bar(begins, -high, width, foot, align="edge", color=_PALE, edgecolor=INK, linewidth=0.8)
        axes.text(begins + 0.04, foot - high - 0.16, f"{limit.days} days", va="center", color=INK, size=10)
        if limit.since:
            axes.text(begins + 0.04, foot + 0.2, f"{limit.since:%d %b %Y}", va="center", color=INK, size=8.5)
    _name(axes, (top + foot) / 2, "may live")


def _draw_blocks(axes: Axes, issued: list[datetime]) -> None:
    top, foot = _BLOCKS
    places = [*map(_x, issued), _LAST + 1.0]
    boxes = [[(left, top), (right, top), (right, foot), (left, foot)] for left, right in pairwise(places)]
    fills = [(BLUE, _PALE)[number % 2] for number in range(len(boxes))]
    axes.add_collection(PolyCollection(boxes, facecolor=fills, edgecolor=PAPER, linewidth=0.8))
    _name(axes, (top + foot) / 2, "certificates")


def _draw_counts(axes: Axes, counted: dict[int, int]) -> None:
    for year, count in counted.items():
        axes.text(
            year + 0.5, _COUNTS - 0.1, str(count), ha="center", va="center", color=INK, size=13, weight="bold"
        )
        axes.text(year + 0.5, _COUNTS + 0.25, str(year), ha="center", va="center", color=INK, size=9)
        axes.plot([year, year], [_BLOCKS[1] + 0.1, _COUNTS + 0.35], color=QUIET, linewidth=0.8)
    _name(axes, _COUNTS - 0.1, "renewals")


def _name(axes: Axes, y: float, text: str) -> None:
    axes.text(_FIRST - 0.06, y, text, ha="right", va="center", color=INK, size=10)
