"""Who could read a request: a picture of the same connection under different circumstances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from course.views.picture import BLUE, INK, ORANGE, QUIET, Picture, blank, picture

APP, MIDDLE, BANK = 0.0, 1.0, 2.0


@dataclass(frozen=True)
class Scene:
    """One attempt to send a request, as the two machines at its ends counted it.

    Attributes:
      title: the circumstances.
      in_between: whether somebody stood between the app and the bank.
      read_in_between: how many requests the one in between read.
      read_by_bank: how many requests the bank read.
    """

    title: str
    in_between: bool
    read_in_between: int
    read_by_bank: int

    @property
    def readers(self) -> list[str]:
        """Who could read the request, nearest first."""
        return ["Mallory"] * bool(self.read_in_between) + ["the bank"] * bool(self.read_by_bank)


def who_could_read(scenes: Sequence[Scene]) -> Picture:
    """Draw each scene as a row: the app, whoever stands in between, the bank, and how far the request came.

    Args:
      scenes: from top to bottom.

    Returns:
      A picture whose words name the readers of every scene.
    """
    figure = blank(9, 0.72 * len(scenes) + 0.5)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_xlim(-1.75, 2.45)
    axes.set_ylim(len(scenes) - 0.45, -0.75)
    for x, name in ((APP, "the app"), (MIDDLE, "in between"), (BANK, "the bank")):
        axes.text(x, -0.6, name, ha="center", va="center", color=INK, weight="bold")
    for row, scene in enumerate(scenes):
        _draw(axes, row, scene)
    return picture(figure, _words(scenes))


def _words(scenes: Sequence[Scene]) -> str:
    rows = [f"{scene.title}: {' and '.join(scene.readers) or 'nobody'}" for scene in scenes]
    return "Who could read the request. " + "; ".join(rows) + "."


def _draw(axes: Axes, row: int, scene: Scene) -> None:
    axes.text(-1.72, row, scene.title, ha="left", va="center", color=INK, wrap=True)
    _station(axes, APP, row, "sends", INK, filled=True)
    if scene.in_between:
        read = bool(scene.read_in_between)
        _arrow(axes, APP, MIDDLE, row, arrives=read)
        _station(axes, MIDDLE, row, "reads it" if read else "reads nothing", ORANGE, filled=read)
        if read:
            _arrow(axes, MIDDLE, BANK, row, arrives=bool(scene.read_by_bank))
    else:
        _arrow(axes, APP, BANK, row, arrives=bool(scene.read_by_bank))
    read = bool(scene.read_by_bank)
    _station(axes, BANK, row, "reads it" if read else "hears nothing", BLUE, filled=read)


def _station(axes: Axes, x: float, row: int, label: str, colour: str, *, filled: bool) -> None:
    """A box: full where the request can be read, hollow and hatched where it can't; grey prints tell them apart."""
    axes.text(
        x,
        row,
        label,
        ha="center",
        va="center",
        color="white" if filled else INK,
        bbox={
            "boxstyle": "round,pad=0.45",
            "facecolor": colour if filled else "none",
            "edgecolor": colour,
            "linestyle": "-" if filled else "--",
        },
        zorder=3,
    )


def _arrow(axes: Axes, start: float, end: float, row: int, *, arrives: bool) -> None:
    colour = INK if arrives else QUIET
    stop = end - 0.3 if arrives else start + 0.55
    axes.annotate(
        "",
        xy=(stop, row),
        xytext=(start + 0.2, row),
        arrowprops={"arrowstyle": "-|>" if arrives else "-", "color": colour, "linewidth": 1.6},
    )
    if not arrives:
        axes.text(stop, row, "×", ha="center", va="center", color=INK, size=15, weight="bold")
