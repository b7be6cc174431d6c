"""A store of trusted roots, drawn: what keys they have, how long they live, which one expires next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from statistics import median

from cryptography import x509
from matplotlib.axes import Axes

from course.pki.fields import fields_of
from course.pki.names import name_of
from course.views.picture import BLUE, INK, ORANGE, PAPER, Picture, blank, picture

_DAYS_A_YEAR = 365.25


def key_kinds(certificates: Iterable[x509.Certificate]) -> Picture:
    """Count certificates by the kind of their key.

    Args:
      certificates: of any kind.

    Returns:
      A picture whose words give every kind with its number, the most frequent first.
    """
    kinds = Counter(_key_kind(certificate) for certificate in certificates).most_common()
    figure = blank(9, 0.42 * len(kinds) + 0.5)
    axes = figure.add_subplot()
    axes.set_axis_off()
    most = kinds[0][1]
    axes.set_xlim(-0.45 * most, 1.1 * most)
    axes.set_ylim(len(kinds) - 0.4, -0.6)
    for row, (kind, count) in enumerate(kinds):
        axes.barh(row, count, height=0.62, color=BLUE)
        axes.text(-0.015 * most, row, kind, ha="right", va="center", color=INK)
        axes.text(count + 0.015 * most, row, str(count), ha="left", va="center", color=INK, weight="bold")
    total = sum(count for _, count in kinds)
    listed = ", ".join(f"{kind}: {count}" for kind, count in kinds)
    return picture(figure, f"The keys of {total} certificates. {listed}.")


def lifetimes(roots: Sequence[x509.Certificate], leaf: x509.Certificate, at: datetime) -> Picture:
    """Draw each certificate as a line from its first day to its last, the one that ends first on top.

    Args:
      roots: the store.
      leaf: a server's certificate, drawn below them for comparison.
      at: today.

    Returns:
      A picture whose words give the shortest, the middle and the longest life, and what the leaf's is.
    """
    ordered = sorted(roots, key=_end)
    figure = blank(9, 5)
    axes = figure.add_subplot()
    axes.set_facecolor(PAPER)
    for row, root in enumerate(ordered):
        _line(axes, row, root, BLUE, 1.6)
    below = len(ordered) + 6
    _line(axes, below, leaf, ORANGE, 5)
    axes.text(_place(_end(leaf)) + 200, below, name_of(leaf), va="center", color=INK, size=9)
    axes.axvline(_place(at), color=INK, linewidth=1, linestyle="--")
    axes.text(_place(at), -3, f" {_day(at)}", color=INK, size=9, va="bottom")
    axes.set_ylim(below + 4, -8)
    axes.xaxis_date()
    axes.yaxis.set_visible(False)
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=INK)
    return picture(figure, _lifetime_words(roots, leaf, at))


def next_to_expire(certificates: Sequence[x509.Certificate], at: datetime, count: int = 8) -> Picture:
    """Draw how long the certificates that end first still have.

    Args:
      certificates: any; those that have ended already are left out.
      at: today.
      count: how many to draw.

    Returns:
      A picture whose words name the first three with their last days.
    """
    ordered = sorted((each for each in certificates if _end(each) >= at), key=_end)[:count]
    figure = blank(9, 0.42 * len(ordered) + 0.5)
    axes = figure.add_subplot()
    axes.set_axis_off()
    most = _years(at, _end(ordered[-1]))
    axes.set_xlim(-0.85 * most, 1.45 * most)
    axes.set_ylim(len(ordered) - 0.4, -0.6)
    for row, certificate in enumerate(ordered):
        left = _years(at, _end(certificate))
        axes.barh(row, left, height=0.62, color=BLUE)
        axes.text(-0.015 * most, row, name_of(certificate), ha="right", va="center", color=INK, size=9)
        label = f"{left:.1f} years, {_day(_end(certificate))}"
        axes.text(left + 0.015 * most, row, label, ha="left", va="center", color=INK, size=9)
    named = "; ".join(f"{name_of(each)} on {_day(_end(each))}" for each in ordered[:3])
    return picture(figure, f"Next to expire, seen from {_day(at)}: {named}.")


def _key_kind(certificate: x509.Certificate) -> str:
    return next(field.value for field in fields_of(certificate) if field.name == "SubjectPublicKeyInfo")


def _line(axes: Axes, row: int, certificate: x509.Certificate, colour: str, width: float) -> None:
    start, end = _place(certificate.not_valid_before_utc), _place(_end(certificate))
    axes.plot([start, end], [row, row], color=colour, linewidth=width, solid_capstyle="butt")


def _lifetime_words(roots: Sequence[x509.Certificate], leaf: x509.Certificate, at: datetime) -> str:
    lives = sorted(_years(root.not_valid_before_utc, _end(root)) for root in roots)
    valid = sum(root.not_valid_before_utc <= at <= _end(root) for root in roots)
    days = round((_end(leaf) - leaf.not_valid_before_utc).total_seconds() / 86_400)
    shortest = f"{lives[0]:.0f} year{'s' * (lives[0] >= 1.5)}"
    times = median(lives) * _DAYS_A_YEAR / days
    return (
        f"The lives of {len(roots)} roots: the shortest {shortest}, the middle one {median(lives):.0f}, "
        f"the longest {lives[-1]:.0f}. On {_day(at)} {valid} of them are valid. "
        f"The certificate of {name_of(leaf)} lives {days} days: the middle root lives {times:.0f} times as long."
    )


def _end(certificate: x509.Certificate) -> datetime:
    return certificate.not_valid_after_utc


def _place(moment: datetime) -> float:
    """Where a moment lies on matplotlib's axis of dates: days since 1970."""
    return moment.timestamp() / 86_400


def _years(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds() / 86_400 / _DAYS_A_YEAR


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
