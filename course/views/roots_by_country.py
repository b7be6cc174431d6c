"""A trust store, root by root: who keeps the keys, and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.x509.oid import NameOID
from matplotlib.axes import Axes

from course.pki import name_of
from course.views.picture import BLUE, INK, PAPER, Picture, blank, picture

# What stands in place of a country where a root names none.
UNNAMED = "not said"
# The card's width, in steps that are a little wider than a dot, and how wide a letter of a name is.
_WIDTH = 53.0
_LETTER = 0.45
_STEP, _GAP = 0.72, 1.15


@dataclass(frozen=True)
class _Row:
    """One country and its organisations, each with its number of roots, the largest first."""

    country: str
    organisations: tuple[tuple[str, int], ...]

    @property
    def roots(self) -> int:
        return sum(number for _, number in self.organisations)


def roots_by_country(roots: Iterable[x509.Certificate]) -> Picture:
    """Draw every root of a trust store as a dot, in a row for each country, joined by organisation.

    Args:
      roots: the trust store. Country and organisation are those that a root writes into its own name.

    Returns:
      A picture whose words give the numbers.
    """
    rows = _rows(roots)
    figure = blank(9, 0.235 * len(rows) + 0.5)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_ylim(len(rows) - 0.4, -1.4)
    axes.set_xlim(-4.6, _WIDTH)
    axes.text(-0.6, -1, "country", ha="right", va="center", color=INK, size=10, weight="bold")
    title = "one dot: one root; dots that touch: one organisation"
    axes.text(0, -1, title, va="center", color=INK, size=10, weight="bold")
    for place, row in enumerate(rows):
        _draw(axes, place, row)
    return picture(figure, _words(rows))


def _rows(roots: Iterable[x509.Certificate]) -> list[_Row]:
    found: dict[str, Counter[str]] = {}
    for root in roots:
        country = _attribute(root, NameOID.COUNTRY_NAME) or UNNAMED
        organisation = _attribute(root, NameOID.ORGANIZATION_NAME) or name_of(root)
        found.setdefault(country, Counter())[organisation] += 1
    rows = [
        _Row(country, tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))))
        for country, counted in found.items()
    ]
    return sorted(rows, key=lambda row: (row.country == UNNAMED, -row.roots, row.country))


def _attribute(root: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    return next((str(attribute.value) for attribute in root.subject.get_attributes_for_oid(oid)), "")


def _words(rows: list[_Row]) -> str:
    named = [row for row in rows if row.country != UNNAMED]
    listed = ", ".join(f"{row.country} {row.roots}" for row in named)
    unnamed = sum(row.roots for row in rows) - sum(row.roots for row in named)
    organisations = len({name for row in rows for name, _ in row.organisations})
    return (
        f"{sum(row.roots for row in rows)} roots under {organisations} names of organisations, "
        f"in {len(named)} countries: {listed}" + (f"; {unnamed} name no country." if unnamed else ".")
    )


def _draw(axes: Axes, place: int, row: _Row) -> None:
    axes.text(-0.6, place, row.country, ha="right", va="center", color=INK, size=10)
    x = 0.0
    for _, number in row.organisations:
        places = [x + _STEP * step for step in range(number)]
        axes.plot(places, [place] * number, color=BLUE, linewidth=3, solid_capstyle="round")
        axes.plot(places, [place] * number, "o", color=BLUE, markersize=7.6, markeredgecolor=PAPER)
        x = places[-1] + _GAP
    names = _fitting([name for name, _ in row.organisations], int((_WIDTH - x) / _LETTER))
    axes.text(x - 0.2, place, names, va="center", color=INK, size=9.5)


def _fitting(names: list[str], room: int) -> str:
    """As many names as there is room for, and how many more there are."""
    shown = names[:1]
    for name in names[1:]:
        if len(", ".join([*shown, name])) > room - len(" and 99 more"):
            break
        shown.append(name)
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
