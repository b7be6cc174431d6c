"""Two certificates side by side, and every byte that differs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cryptography import x509
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.pki.differences import FRAME, Pair, differences
from course.views.picture import BLUE, INK, ORANGE, PAPER, Picture, blank, picture

_PER_ROW = 32
_KEY = "SubjectPublicKeyInfo"
# Rows of the card: two lines of bytes and a gap, or one bar.
_BYTES_HEIGHT, _BAR_HEIGHT = 2.7, 1.35


def differing_bytes(before: x509.Certificate, after: x509.Certificate) -> Picture:
    """Draw the bytes of two certificates, part by part, one above the other, and frame what differs.

    Parts that are the same are one bar each.

    Args:
      before, after: the upper and the lower line of each pair.

    Returns:
      A picture whose words count the bytes that differ in each part.
    """
    pairs = differences(before, after)
    height = sum(map(_height, pairs)) + 1.4
    figure = blank(9, 0.215 * height)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_xlim(-10.5, _PER_ROW + 0.3)
    axes.set_ylim(height - 0.4, -1.2)
    top = 0.0
    for pair in pairs:
        if pair.places:
            _draw_bytes(axes, top, pair)
        else:
            _draw_bar(axes, top, pair)
        top += _height(pair)
    _legend(axes, top)
    return picture(figure, _words(pairs))


def _height(pair: Pair) -> float:
    return _BYTES_HEIGHT * len(_rows(pair)) if pair.places else _BAR_HEIGHT


def _rows(pair: Pair) -> range:
    return range(0, max(len(pair.before), len(pair.after)), _PER_ROW)


def _draw_bytes(axes: Axes, top: float, pair: Pair) -> None:
    for number, start in enumerate(_rows(pair)):
        row = top + number * _BYTES_HEIGHT
        if number == 0:
            axes.text(-2.6, row + 0.45, _label(pair), ha="right", va="center", color=INK, size=9)
        for line, (title, data) in enumerate((("before", pair.before), ("after", pair.after))):
            axes.text(-0.4, row + line, title, ha="right", va="center", color=INK, size=6.5)
            shown = data[start : start + _PER_ROW]
            differ = {place for place in range(len(shown)) if start + place in pair.places}
            _draw_line(axes, row + line, shown, differ)


def _draw_line(axes: Axes, y: float, shown: bytes, differ: set[int]) -> None:
    frames = [(place + 0.04, 0.92) for place in sorted(differ)]
    axes.broken_barh(frames, (y - 0.46, 0.92), facecolor=PAPER, edgecolor=ORANGE, linewidth=1.1)
    for place, value in enumerate(shown):
        axes.text(
            place + 0.5,
            y + 0.03,
            f"{value:02x}",
            ha="center",
            va="center",
            family="DejaVu Sans Mono",
            size=7,
            color=INK,
            weight="bold" if place in differ else "normal",
            # The card's limits are given, so its layout need not measure hundreds of short texts.
            in_layout=False,
        )


def _draw_bar(axes: Axes, top: float, pair: Pair) -> None:
    axes.text(-2.6, top, pair.name, ha="right", va="center", color=INK, size=9)
    axes.add_patch(Rectangle((0, top - 0.42), _PER_ROW, 0.84, facecolor=BLUE, edgecolor="none"))
    axes.text(0.4, top, f"{len(pair.before)} bytes, all the same", va="center", size=7.5, color="white")


def _label(pair: Pair) -> str:
    return f"{pair.name}\n{len(pair.places)} of {_size(pair)} differ"


def _size(pair: Pair) -> int:
    return max(len(pair.before), len(pair.after))


def _legend(axes: Axes, top: float) -> None:
    axes.add_patch(Rectangle((0.04, top - 0.1), 0.92, 0.92, facecolor=PAPER, edgecolor=ORANGE, linewidth=1.1))
    axes.text(1.3, top + 0.36, "a byte that differs", va="center", color=INK, size=8)
    axes.add_patch(Rectangle((9, top - 0.1), 0.92, 0.92, facecolor=BLUE, edgecolor="none"))
    axes.text(10.3, top + 0.36, "bytes that are the same", va="center", color=INK, size=8)


def _words(pairs: Sequence[Pair]) -> str:
    changed = [pair for pair in pairs if pair.places]
    if not changed:
        return f"The two certificates are the same, byte for byte: {sum(map(_size, pairs))} bytes."
    total = sum(len(pair.places) for pair in changed)
    counted = _listed(f"{len(pair.places)} of {_size(pair)} in the {_spoken(pair.name)}" for pair in changed)
    key = next(pair for pair in pairs if pair.name == _KEY)
    same = f"All {_size(key)} bytes of the {_KEY} are the same." if not key.places else ""
    return f"Of {sum(map(_size, pairs))} bytes {total} differ: {counted}. {same}".rstrip()


def _spoken(name: str) -> str:
    return "frame, which says how long the certificate is" if name == FRAME else name


def _listed(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
