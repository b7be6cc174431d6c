"""Which hosts are pinned, by how the pins are written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Sized
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from course.views.picture import BLUE, INK, ORANGE, PAPER, QUIET, Picture, blank, picture

Way = tuple[str, str]

_WIDTH, _HEIGHT = 0.84, 0.72
# Where the names of the hosts begin.
_LEFT = -2.35


def pinned_hosts(hosts: Sequence[str], ways: Mapping[Way, Callable[[str], Sized]]) -> Picture:
    """Draw a row for each host, and a column for each way to write the pins.

    Args:
      hosts: in their order.
      ways: for each way, a system and what is written there, what finds the pins of a host.

    Returns:
      A picture whose words name for every column the hosts that are not pinned.
    """
    pinned = {way: [host for host in hosts if len(pins_of(host))] for way, pins_of in ways.items()}
    figure = blank(9, 0.42 * len(hosts) + 1.55)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_xlim(_LEFT - 0.05, len(pinned) - 0.45)
    axes.set_ylim(len(hosts) + 0.6, -2.1)
    for y, host in enumerate(hosts):
        # Nobody sees a dot at the end of a name.
        shown = f"{host} (dot)" if host.endswith(".") else host
        axes.text(_LEFT, y, shown, ha="left", va="center", color=INK, size=10.5)
    for x, ((_, written), covered) in enumerate(pinned.items()):
        axes.text(x, -0.9, written, ha="center", va="center", color=INK, size=9.5, weight="bold")
        for y, host in enumerate(hosts):
            _box(axes, x, y, asks=host in covered)
    _systems(axes, [system for system, _ in pinned])
    _legend(axes, len(hosts) + 0.1)
    said = [
        f"{system}, {' '.join(written.split())}: {_missing(hosts, covered)}"
        for (system, written), covered in pinned.items()
    ]
    return picture(figure, f"For which hosts no pin is asked for. {'; '.join(said)}.")


def _systems(axes: Axes, systems: Sequence[str]) -> None:
    """One heading above all columns of a system."""
    x = 0
    for system, columns in groupby(systems):
        last = x + len(list(columns)) - 1
        axes.text((x + last) / 2, -1.75, system, ha="center", va="center", color=INK, size=10)
        axes.plot((x - 0.42, last + 0.42), (-1.45, -1.45), color=QUIET, linewidth=1)
        x = last + 1


def _missing(hosts: Sequence[str], covered: Collection[str]) -> str:
    missing = [host for host in hosts if host not in covered]
    if len(missing) == len(hosts):
        return "all of them"
    return ", ".join(missing) or "none"


def _box(axes: Axes, x: float, y: float, *, asks: bool, size: float = 1.0) -> None:
    """Full where a pin is asked for, hollow with a dashed edge where nobody asks; grey prints tell them apart."""
    width, height = _WIDTH * size, _HEIGHT * size
    axes.add_patch(
        Rectangle(
            (x - width / 2, y - height / 2),
            width,
            height,
            facecolor=BLUE if asks else PAPER,
            edgecolor=BLUE if asks else ORANGE,
            linestyle="-" if asks else (0, (3, 2)),
            linewidth=1.2,
        )
    )
    mark, colour = ("pin", "white") if asks else ("–", ORANGE)
    axes.text(x, y, mark, ha="center", va="center", color=colour, size=9.5)


def _legend(axes: Axes, y: float) -> None:
    for x, asks, told in ((0.0, True, "a pin is asked for"), (2.6, False, "nobody asks for a pin")):
        _box(axes, x - 0.05, y, asks=asks, size=0.55)
        axes.text(x + 0.3, y, told, ha="left", va="center", color=INK, size=9.5)
