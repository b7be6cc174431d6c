"""Who could read a request: a picture of the same connection under different circumstances."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes

from course.lab import Scene
from course.views.picture import BLUE, INK, ORANGE, QUIET, Picture, blank, picture

APP, MIDDLE, BANK = 0.0, 1.0, 2.0
# What stopped a request, in the words of somebody who sees it for the first time.
STOPPED = {"validate": "not trusted", "compare": "wrong key"}


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
    rows = [f"{scene.title}: {' and '.join(scene.readers) or f'nobody, {_why(scene)}'}" for scene in scenes]
    return "Who could read the login. " + "; ".join(rows) + "."


def _why(scene: Scene) -> str:
    return STOPPED.get(scene.step, scene.step)


def _draw(axes: Axes, row: int, scene: Scene) -> None:
    axes.text(-1.72, row, scene.title, ha="left", va="center", color=INK)
    sent = bool(scene.readers)
    _station(axes, APP, row, "sends" if sent else "sends nothing", INK, filled=sent)
    first_stop = BANK if scene.read_between is None else MIDDLE
    _arrow(axes, APP, first_stop, row, stopped="" if sent else _why(scene))
    if scene.read_between is not None:
        read = bool(scene.read_between)
        _station(axes, MIDDLE, row, "reads it" if read else "reads nothing", ORANGE, filled=read)
        if read and scene.read_by_bank:
            _arrow(axes, MIDDLE, BANK, row)
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


def _arrow(axes: Axes, start: float, end: float, row: int, *, stopped: str = "") -> None:
    axes.annotate(
        "",
        xy=(end - (0.34 if stopped else 0.24), row),
        xytext=(start + (0.34 if stopped else 0.2), row),
        arrowprops={
            "arrowstyle": "-" if stopped else "-|>",
            "color": QUIET if stopped else INK,
            "linestyle": ":" if stopped else "-",
            "linewidth": 1.6,
        },
    )
    if stopped:
        middle = (start + end) / 2
        axes.text(middle, row, "×", ha="center", va="center", color=INK, size=15, weight="bold")
        axes.text(middle, row + 0.3, stopped, ha="center", va="center", color=INK, size=9)
