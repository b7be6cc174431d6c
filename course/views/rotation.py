"""A rotation plan over time: what the server presents, what each version pins, and who is locked out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from numpy.typing import NDArray

from course.operations.rotation import Plan, Timeline, timeline
from course.views.picture import BLUE, INK, ORANGE, PAPER, QUIET, Picture, picture
from course.views.rotation_words import rotation_words

Numbers = NDArray[np.float64]

# A second key beside the first: lighter, so that neighbours differ without colour too.
_PALE = "#a9c8e0"
# Solid, since a dashed line costs ten times as much.
_LINE = "#b3b9c0"
# Everything is placed in inches, on one bare pair of axes: it draws in a third of the time of three with ticks.
_WIDTH, _LEFT, _RIGHT = 9.0, 1.7, 8.85
_TITLE, _LANE, _SHARES, _FOOT = 0.3, 0.3, 0.75, 0.38
_ROW, _MOST_ROWS = 0.3, 3.5
_LETTER = 0.095
_MOST_NAMED, _MOST_PINS = 14, 3
# As thick as its share, in parts of a row; a version with few users is still seen, in inches.
_THIN, _THICK = 0.012, 0.44


def rotation_picture(plan: Plan, *, quick: bool = False) -> Picture:
    """Draw a plan over its time.

    Args:
      plan: any.
      quick: coarser, in half the time, for pictures that move.

    Returns:
      Above, the certificates, one bar each: thick while the server presents it and it is valid, thin while it is
      only valid. In the middle a row for each version, thicker where more users have it, orange where it
      refuses. Below, the share of all users who are locked out. The words give the numbers, the first trouble and
      its remedies.
    """
    line = timeline(plan, _dates(plan))
    drawing = _Drawing(plan, line)
    drawing.draw()
    return picture(drawing.figure, rotation_words(plan, line), quick=quick)


def _dates(plan: Plan) -> list[datetime]:
    """Every day of a plan, and each moment at which the server changes what it presents, with the second before."""
    dates = {plan.starts + timedelta(days=day) for day in range((plan.ends - plan.starts).days + 1)}
    for since, _ in plan.presented:
        dates |= {since, since - timedelta(seconds=1)}
    return sorted(date for date in dates if plan.starts <= date < plan.ends)


class _Drawing:
    """The picture in the making, from the top down."""

    def __init__(self, plan: Plan, line: Timeline) -> None:
        self.plan, self.line = plan, line
        self.rows_high = min(_ROW * len(plan.releases), _MOST_ROWS)
        self.high = 3 * _TITLE + 2 * _LANE + self.rows_high + _SHARES + _FOOT
        self.figure = Figure(figsize=(_WIDTH, self.high), facecolor=PAPER)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set_xlim(0, _WIDTH)
        self.axes.set_ylim(self.high, 0)
        self.words: list[PathPatch] = []

    def draw(self) -> None:
        top = self._title(0, "what the server presents (line: how long it is valid)")
        for lane in (0, 1):
            self._certificates(lane, top + (lane + 0.5) * _LANE)
        top = self._title(
            top + 2 * _LANE, "versions in use: thicker where more users have it, orange where it refuses"
        )
        self._key_changes(top)
        self._versions(top)
        top = self._title(top + self.rows_high, "locked out, of all users")
        self._locked_out(top)
        self._calendar(top + _SHARES)
        self.axes.add_collection(PatchCollection(self.words, match_original=True, zorder=3))

    @cached_property
    def x(self) -> Numbers:
        """Where each date of the timeline stands."""
        return np.array([self._x(date) for date in self.line.dates])

    def _x(self, date: datetime) -> float:
        part = (date - self.plan.starts) / (self.plan.ends - self.plan.starts)
        return _LEFT + (_RIGHT - _LEFT) * min(max(part, 0.0), 1.0)

    def _title(self, top: float, text: str) -> float:
        self._text(_LEFT, top + 0.6 * _TITLE, text, ha="left", size=10.5)
        return top + _TITLE

    def _text(self, x: float, y: float, text: str, *, ha: str, size: float = 9.5, color: str = INK) -> None:
        outline = _outline(text, size)
        letters: Numbers = np.asarray(outline.vertices, dtype=float)
        left = x - float(letters[:, 0].max()) * {"left": 0.0, "center": 0.5, "right": 1.0}[ha]
        # Letters stand on a line, and the axes count downwards.
        vertices = np.column_stack([left + letters[:, 0], y + 0.35 * size / 72 - letters[:, 1]])
        self.words.append(PathPatch(Path(vertices, outline.codes), facecolor=color, linewidth=0))

    def _certificates(self, lane: int, middle: float) -> None:
        plan, half = self.plan, 0.4 * _LANE
        names = list(dict.fromkeys(one.key for one in plan.certificates))
        both = list(zip(plan.certificates, plan.presented, strict=True))[lane::2]
        lives = [(self._x(one.starts), self._x(one.ends)) for one, _ in both]
        thin = [[(starts, middle), (ends, middle)] for starts, ends in lives]
        self.axes.add_collection(LineCollection(thin, color=INK, linewidth=1.2))
        bars = [
            (
                self._x(since),
                self._x(min(until or plan.ends, one.ends)),
                one.key,
                (BLUE, _PALE)[names.index(one.key) % 2],
            )
            for one, (since, until) in both
        ]
        boxes = [_box(left, right, middle - half, middle + half) for left, right, _, _ in bars]
        colors = [fill for *_, fill in bars]
        self.axes.add_collection(
            PolyCollection(boxes, facecolor=colors, edgecolor=INK, linewidth=0.7, zorder=2)
        )
        for left, right, key, fill in bars:
            fitting = [name for name in (key, _short(key)) if len(name) * _LETTER < right - left]
            if fitting:
                color = PAPER if fill == BLUE else INK
                self._text((left + right) / 2, middle, fitting[0], ha="center", color=color)

    def _key_changes(self, top: float) -> None:
        later = zip(self.plan.certificates, self.plan.certificates[1:], strict=False)
        x = [self._x(after.since) for before, after in later if before.key != after.key]
        self.axes.vlines(x, top, top + self.rows_high, color=_LINE, linewidth=0.8, zorder=0)

    def _versions(self, top: float) -> None:
        row = self.rows_high / len(self.plan.releases)
        share = self.line.version_shares
        refused = np.where(self.line.refused, self.line.shares, 0).sum(axis=2)
        # The first version begins with everybody, which says nothing of the others.
        most = float(share[:, 1:].max()) if share.shape[1] > 1 and share[:, 1:].max() > 0 else 1.0
        self._bands(top, row, share, np.minimum(share / most, 1), _PALE, BLUE)
        self._bands(top, row, refused, np.minimum(refused / most, 1), ORANGE, ORANGE)
        step = -(-len(self.plan.releases) // _MOST_NAMED)
        for number in range(0, len(self.plan.releases), step):
            self._text(_LEFT - 0.1, top + (number + 0.5) * row, self._pins(number), ha="right")

    def _bands(self, top: float, row: float, share: Numbers, thick: Numbers, face: str, edge: str) -> None:
        outlines = []
        for number in range(share.shape[1]):
            middle = top + (number + 0.5) * row
            for part in _runs(share[:, number] > 0):
                half = np.maximum(_THICK * thick[part, number] * row, _THIN)
                x = self.x[part]
                outlines.append(np.column_stack([[*x, *x[::-1]], [*(middle - half), *(middle + half)[::-1]]]))
        self.axes.add_collection(PolyCollection(outlines, facecolor=face, edgecolor=edge, linewidth=0.6))

    def _pins(self, number: int) -> str:
        release = self.plan.releases[number]
        if release.pins is None:
            return f"{release.version}: not pinned"
        pins = sorted(map(_short, release.pins), key=lambda pin: (len(pin), pin))
        more = f" +{len(pins) - _MOST_PINS}" if len(pins) > _MOST_PINS else ""
        return f"{release.version} pins {', '.join(pins[:_MOST_PINS])}{more}"

    def _locked_out(self, top: float) -> None:
        foot = top + _SHARES
        y = foot - _SHARES * self.line.broken
        self.axes.fill_between(self.x, y, foot, color=ORANGE, linewidth=0)
        self.axes.hlines([top, foot], _LEFT, _RIGHT, color=QUIET, linewidth=0.8)
        for place, text in ((top, "100 %"), (foot, "0 %")):
            self._text(_LEFT - 0.1, place, text, ha="right")

    def _calendar(self, foot: float) -> None:
        dates = list(_firsts(self.plan.starts, self.plan.ends))
        ticks = [self._x(date) for date in dates]
        self.axes.vlines(ticks, foot, foot + 0.06, color=QUIET, linewidth=0.8)
        for x, date in zip(ticks, dates, strict=True):
            self._text(x, foot + 0.18, f"{date:%b}" if date.month > 1 else f"{date:%Y}", ha="center")


def _firsts(begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The first days of months: of every one in a short time, of every quarter or year in a long one."""
    months = (ends - begins).days / 30
    step = next((step for step in (1, 3, 6) if months / step <= 13), 12)
    for year in range(begins.year, ends.year + 1):
        for month in range(1, 13, step):
            first = datetime(year, month, 1, tzinfo=UTC)
            if begins <= first < ends:
                yield first


@lru_cache(maxsize=1000)
def _outline(text: str, size: float) -> Path:
    """Words as outlines, in inches: drawn again and again, they cost a tenth of words as letters."""
    return TextPath((0, 0), text, size=size / 72)


def _box(left: float, right: float, top: float, foot: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, foot), (left, foot)]


def _runs(true: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """The places of True, one array for each time without a gap."""
    places = np.flatnonzero(true)
    return [part for part in np.split(places, np.flatnonzero(np.diff(places) > 1) + 1) if part.size]


def _short(key: str) -> str:
    """The end of a name such as 'key 12', where it has one."""
    found = re.fullmatch(r"key (\w{1,3})", key)
    return found[1] if found else key
