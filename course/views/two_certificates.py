"""Two certificates side by side: which parts changed, and which did not."""

from __future__ import annotations

from collections.abc import Collection

from cryptography import x509
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.pki.parts import Part, parts_of
from course.views.picture import BLUE, INK, ORANGE, PAPER, QUIET, Picture, blank, picture

KEY = "SubjectPublicKeyInfo"
BAR = 0.5
# How wide a letter of a label is, in bytes of a certificate that fills the card.
LETTER_BYTES = 4.6
PADDING_BYTES = 8


def two_certificates(before: x509.Certificate, after: x509.Certificate) -> Picture:
    """Draw the bytes of two certificates as two bars, part by part, and mark what differs.

    Args:
      before, after: the upper and the lower bar.

    Returns:
      A picture whose words list the parts that changed and those that stayed, and say where the key stands.
    """
    changed = changed_parts(before, after)
    figure = blank(9, 3.2)
    axes = figure.add_subplot()
    axes.set_axis_off()
    # Where all parts stand in the same places, one row of labels serves both bars.
    labelled = (before,) if _layout(before) == _layout(after) else (before, after)
    below = 0.75 * (len(labelled) - 1)
    axes.set_ylim(1.95 + below, -1.1)
    axes.set_xlim(-58, max(_length(before), _length(after)) + 12)
    for row, (title, certificate) in enumerate((("before", before), ("after", after))):
        axes.text(-8, row, title, ha="right", va="center", color=INK, weight="bold")
        _draw_bar(axes, row, parts_of(certificate), changed)
    for row, certificate in enumerate(labelled):
        _label_outside(axes, row, parts_of(certificate))
    _outline_key(axes, before, after)
    _legend(axes, below)
    return picture(figure, _words(before, after, changed))


def changed_parts(before: x509.Certificate, after: x509.Certificate) -> list[str]:
    """The names of the parts whose bytes differ, or that only one of the two has, in the order of the bytes."""
    old, new = _by_name(before), _by_name(after)
    names = list(dict.fromkeys([*old, *new]))
    return [name for name in names if old.get(name) != new.get(name)]


def _by_name(certificate: x509.Certificate) -> dict[str, bytes]:
    return {part.name: part.data for part in parts_of(certificate)}


def _words(before: x509.Certificate, after: x509.Certificate, changed: list[str]) -> str:
    if not changed:
        return f"The two certificates are the same, byte for byte: {_length(before)} bytes."
    stayed = [name for name in _by_name(after) if name not in changed]
    old, new = len(_by_name(before)["signature"]), len(_by_name(after)["signature"])
    grown = f" The signature has {old} bytes before and {new} after." if old != new else ""
    return (
        f"Between the two certificates these parts changed: {_listed(changed)}. "
        f"These stayed: {_listed(stayed)}.{grown} The {KEY} of the second one has {_place(_key(after))}."
    )


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names or ["none"])


def _key(certificate: x509.Certificate) -> Part:
    return next(part for part in parts_of(certificate) if part.name == KEY)


def _place(part: Part) -> str:
    return f"{len(part.data)} bytes from byte {part.start}"


def _layout(certificate: x509.Certificate) -> list[tuple[str, int]]:
    return [(part.name, part.start) for part in parts_of(certificate)]


def _length(certificate: x509.Certificate) -> int:
    last = parts_of(certificate)[-1]
    return last.start + len(last.data)


def _draw_bar(axes: Axes, row: int, parts: list[Part], changed: Collection[str]) -> None:
    for part in parts:
        is_new = part.name in changed
        colour = ORANGE if is_new else BLUE
        axes.barh(
            row,
            len(part.data),
            left=part.start,
            height=BAR,
            # Hollow and hatched against full: the two are told apart without colour.
            facecolor=PAPER if is_new else colour,
            edgecolor=colour if is_new else PAPER,
            hatch="///" if is_new else None,
            linewidth=1.2,
        )
        if _fits(part):
            _label_inside(axes, row, part, is_new=is_new)


def _fits(part: Part) -> bool:
    return part.name != KEY and len(part.name) * LETTER_BYTES + PADDING_BYTES <= len(part.data)


def _label_inside(axes: Axes, row: int, part: Part, *, is_new: bool) -> None:
    name = f"{part.name}\n{len(part.data)} bytes" if part.name == "signature" else part.name
    axes.text(
        part.start + len(part.data) / 2,
        row,
        name,
        ha="center",
        va="center",
        size=8,
        color=INK if is_new else "white",
        bbox={"boxstyle": "round,pad=0.2", "facecolor": PAPER, "edgecolor": "none"} if is_new else None,
    )


def _label_outside(axes: Axes, row: int, parts: list[Part]) -> None:
    """Slanted labels above the upper bar or below the lower one, with a short line to each part."""
    away = -1 if row == 0 else 1
    for part in parts:
        if part.name == KEY or _fits(part):
            continue
        middle, edge = part.start + len(part.data) / 2, row + away * BAR / 2
        axes.plot([middle, middle], [edge, edge + away * 0.09], color=QUIET, linewidth=0.9)
        axes.text(
            middle - 2,
            edge + away * 0.1,
            part.name,
            ha="left",
            va="bottom" if row == 0 else "top",
            rotation=-45 * away,
            rotation_mode="anchor",
            size=8,
            color=INK,
        )


def _outline_key(axes: Axes, before: x509.Certificate, after: x509.Certificate) -> None:
    keys = [_key(before), _key(after)]
    for row, key in enumerate(keys):
        axes.add_patch(
            Rectangle(
                (key.start - 1.5, row - BAR / 2 - 0.05),
                len(key.data) + 3,
                BAR + 0.1,
                fill=False,
                edgecolor=INK,
                linewidth=2.2,
            )
        )
    middle = keys[0].start + len(keys[0].data) / 2
    axes.text(middle, 0.5, KEY, ha="center", va="center", size=9, weight="bold", color=INK)
    place = _place(keys[0]) if _place(keys[0]) == _place(keys[1]) else ""
    axes.text(middle + 66, 0.5, place, ha="left", va="center", size=8, color=INK)


def _legend(axes: Axes, below: float) -> None:
    for x, colour, hatch, label in ((0, BLUE, None, "the same bytes"), (120, ORANGE, "///", "changed")):
        axes.barh(
            1.75 + below,
            20,
            left=x,
            height=0.22,
            facecolor=PAPER if hatch else colour,
            edgecolor=colour,
            hatch=hatch,
        )
        axes.text(x + 26, 1.75 + below, label, va="center", color=INK, size=9)
