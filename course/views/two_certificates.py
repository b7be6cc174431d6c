"""Two certificates side by side: which parts changed, and which did not."""

from __future__ import annotations

from cryptography import x509
from matplotlib.axes import Axes

from course.pki.parts import Part, parts_of
from course.views.picture import BLUE, INK, ORANGE, PAPER, Picture, blank, picture

# Parts narrower than this many bytes have no room for a label inside the bar.
LABEL_BYTES = 20
SHORT = {
    "SubjectPublicKeyInfo": "public key info",
    "serial number": "serial",
    "signature algorithm": "",
    "algorithm": "",
    "version": "",
}


def two_certificates(before: x509.Certificate, after: x509.Certificate) -> Picture:
    """Draw the bytes of two certificates as two bars, part by part, and mark what differs.

    Args:
      before, after: the upper and the lower bar.

    Returns:
      A picture whose words list the parts that changed and say where the public key stands.
    """
    changed = changed_parts(before, after)
    figure = blank(9, 2.5)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_ylim(2.3, -0.75)
    axes.set_xlim(-70, max(_length(before), _length(after)) + 10)
    for row, (title, certificate) in enumerate((("before", before), ("after", after))):
        axes.text(-8, row, title, ha="right", va="center", color=INK, weight="bold")
        for part in parts_of(certificate):
            _draw(axes, row, part, changed=part.name in changed)
    _legend(axes)
    return picture(figure, _words(before, after, changed))


def changed_parts(before: x509.Certificate, after: x509.Certificate) -> list[str]:
    """The names of the parts whose bytes differ, or that only one of the two has, in the order of the bytes."""
    old = {part.name: part.data for part in parts_of(before)}
    new = {part.name: part.data for part in parts_of(after)}
    names = list(dict.fromkeys([*old, *new]))
    return [name for name in names if old.get(name) != new.get(name)]


def _words(before: x509.Certificate, after: x509.Certificate, changed: list[str]) -> str:
    if not changed:
        return f"The two certificates are the same, byte for byte: {_length(before)} bytes."
    key = next(part for part in parts_of(after) if part.name == "SubjectPublicKeyInfo")
    where = f"bytes {key.start} to {key.start + len(key.data) - 1}"
    fate = "changed too" if key.name in changed else "did not change"
    others = [name for name in changed if name != key.name]
    listed = " and ".join([", ".join(others[:-1]), others[-1]] if len(others) > 1 else others)
    return f"Between the two certificates these parts changed: {listed}. The {key.name}, {where}, {fate}."


def _length(certificate: x509.Certificate) -> int:
    last = parts_of(certificate)[-1]
    return last.start + len(last.data)


def _draw(axes: Axes, row: int, part: Part, *, changed: bool) -> None:
    colour = ORANGE if changed else BLUE
    axes.barh(
        row,
        len(part.data),
        left=part.start,
        height=0.62,
        # Hollow and hatched against full: the two are told apart without colour.
        facecolor=PAPER if changed else colour,
        edgecolor=colour if changed else PAPER,
        hatch="///" if changed else None,
        linewidth=1.2,
    )
    if len(part.data) >= LABEL_BYTES:
        axes.text(
            part.start + len(part.data) / 2,
            row,
            SHORT.get(part.name, part.name),
            ha="center",
            va="center",
            size=8,
            color=INK if changed else "white",
            bbox={"boxstyle": "round,pad=0.15", "facecolor": PAPER, "edgecolor": "none"} if changed else None,
        )
    elif changed:
        axes.text(part.start, row - 0.36, SHORT.get(part.name, part.name), va="bottom", size=8, color=INK)


def _legend(axes: Axes) -> None:
    for x, colour, hatch, label in ((0, BLUE, None, "the same bytes"), (170, ORANGE, "///", "changed")):
        axes.barh(
            1.95,
            22,
            left=x,
            height=0.3,
            facecolor=PAPER if hatch else colour,
            edgecolor=colour,
            hatch=hatch,
        )
        axes.text(x + 30, 1.95, label, va="center", color=INK, size=9)
