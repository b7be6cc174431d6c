"""Who vouches for whom: what the server sends, what the client stores, and where the path breaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography import x509
from matplotlib.axes import Axes

from course.pki import all_paths, issuer_name_of, name_of
from course.views.picture import BLUE, INK, ORANGE, QUIET, Picture, blank, picture

_STORED, _MISSING, _ITSELF = "stored", "missing", "itself"
_TOLD = {
    _STORED: "stored by the client",
    _MISSING: "neither sent nor stored",
    _ITSELF: "sent, but not stored",
}


@dataclass(frozen=True)
class _Step:
    """One certificate of the way from the leaf up.

    Attributes:
      name: whose it is.
      where: "sent 1" for the first certificate that the server sends, and so on, or one of the words above.
    """

    name: str
    where: str


def who_vouches(sent: Sequence[x509.Certificate], stored: Iterable[x509.Certificate]) -> Picture:
    """Draw the way from the leaf to a trust anchor, or to the place where it ends.

    Args:
      sent: what the server sends, leaf first.
      stored: the trust anchors of the client.

    Returns:
      A picture whose words name every certificate on the way, and where it comes from.
    """
    anchors = tuple(stored)
    steps = _steps(sent, anchors)
    figure = blank(9, 1.45)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_ylim(1.3, -0.95)
    axes.set_xlim(-0.5, max(len(steps), 3) - 0.5)
    for place, step in enumerate(steps):
        _draw(axes, place, step)
        if place:
            _arrow(axes, place, broken=_MISSING in (step.where, steps[place - 1].where))
    return picture(figure, _words(steps))


def _steps(sent: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate]) -> list[_Step]:
    paths = all_paths(sent, anchors)
    way = list(paths[0]) if paths else _as_far_as_it_goes(sent)
    steps = [_Step(name_of(certificate), _where(certificate, sent)) for certificate in way]
    if paths:
        return [*steps[:-1], _Step(steps[-1].name, _STORED)]
    if way[-1].issuer == way[-1].subject:
        return [*steps[:-1], _Step(steps[-1].name, _ITSELF)]
    return [*steps, _Step(issuer_name_of(way[-1]), _MISSING)]


def _as_far_as_it_goes(sent: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    way = [sent[0]]
    while found := [one for one in sent if one.subject == way[-1].issuer and one not in way]:
        way.append(found[0])
    return way


def _where(certificate: x509.Certificate, sent: Sequence[x509.Certificate]) -> str:
    return f"sent {sent.index(certificate) + 1}" if certificate in sent else _STORED


def _words(steps: Sequence[_Step]) -> str:
    said = [f"{step.name!r} ({_TOLD.get(step.where, step.where)})" for step in steps]
    end = (
        "The path is complete."
        if steps[-1].where == _STORED
        else "The path ends there, at no root that is stored."
    )
    return "Who vouches for whom, from the leaf up: " + ", issued by ".join(said) + f". {end}"


def _draw(axes: Axes, place: int, step: _Step) -> None:
    missing, stored = step.where in (_MISSING, _ITSELF), step.where == _STORED
    colour = ORANGE if missing else INK if stored else BLUE
    axes.text(
        place,
        0,
        step.name,
        ha="center",
        va="center",
        color="white" if not missing else INK,
        size=12,
        bbox={
            "boxstyle": "square,pad=0.7" if stored else "round,pad=0.7",
            "facecolor": "none" if missing else colour,
            "edgecolor": colour,
            "linestyle": "--" if missing else "-",
        },
        zorder=3,
    )
    told = _TOLD.get(step.where) or f"sent by the server, number {step.where.removeprefix('sent ')}"
    axes.text(place, 0.85, told, ha="center", va="center", color=INK, size=11)


def _arrow(axes: Axes, place: int, *, broken: bool) -> None:
    """From the issuer, on the right, to the certificate that it issued."""
    axes.annotate(
        "",
        xy=(place - 0.66, 0),
        xytext=(place - 0.34, 0),
        arrowprops={
            "arrowstyle": "-|>",
            "color": QUIET if broken else INK,
            "linestyle": ":" if broken else "-",
            "linewidth": 1.6,
        },
    )
    axes.text(place - 0.5, -0.4, "issued", ha="center", va="center", color=INK, size=11)
