"""The survival matrix as a picture: what still connects after which event, and whom which pins let in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from course.lab.survival import Cell, Survival
from course.views.picture import BLUE, INK, ORANGE, PAPER, Picture, blank, picture

# Half a cell: one phone.
_WIDTH, _HEIGHT = 0.43, 0.72
_NO_PINS = "nothing"


@dataclass(frozen=True)
class _Look:
    """How a connection that stands is drawn: its mark, what it means, and its colour."""

    mark: str
    means: str
    colour: str


# Where the names of the rows begin.
_LEFT = -2.6


def survival_matrix(survival: Survival) -> Picture:
    """Draw whether an honest app still connects: a row for each event, a column for each choice of pins.

    Args:
      survival: the outcomes of the handshakes.

    Returns:
      A picture whose words say for every column after which events, and on which phones, it is refused.
    """
    figure = _grid(survival, survival.cells, _Look("✓", "still connects", BLUE))
    said = [f"{column}: {_lost(survival, column)}" for column in survival.columns if column != _NO_PINS]
    words = (
        f"After which event an app is refused. Without pins: {_lost(survival, _NO_PINS)}. "
        f"With pins, in addition: {'; '.join(said)}."
    )
    return picture(figure, " ".join([words, *_thieves(survival)]))


def who_gets_in(survival: Survival) -> Picture:
    """Draw who can pose as the bank: a row for each attacker, a column for each choice of pins.

    Args:
      survival: the outcomes of the handshakes.

    Returns:
      A picture whose words name for every column the attackers whom it lets in.
    """
    figure = _grid(survival, survival.impostors, _Look("▼", "gets in", ORANGE))
    said = [f"{column}: {', '.join(survival.lets_in(column)) or 'nobody'}" for column in survival.columns]
    return picture(figure, f"Who gets in as the bank, by what is pinned. {'; '.join(said)}.")


def _lost(survival: Survival, column: str) -> str:
    """The events after which a column is refused, and on which phones, where an app without pins is not."""
    lost: dict[str, list[str]] = {}
    for cell in survival.cells:
        bare = survival.cell(cell.row, cell.phone, _NO_PINS)
        if cell.pinned == column and not cell.accepted and (bare.accepted or column == _NO_PINS):
            lost.setdefault(cell.row, []).append(cell.phone)
    everywhere = len(survival.phones)
    return (
        ", ".join(
            row if len(phones) == everywhere else f"{row} ({' and '.join(phones)})"
            for row, phones in lost.items()
        )
        or "never"
    )


def _thieves(survival: Survival) -> list[str]:
    """For each event that gave somebody the means to pose as the bank: where they get in."""
    profits: dict[str, list[str]] = {}
    for cell in survival.cells:
        if cell.thief:
            columns = profits.setdefault(cell.row, [])
            if cell.thief == "accepted" and cell.pinned not in columns:
                columns.append(cell.pinned)
    return [
        f"After {row!r} the thief gets in with: {', '.join(columns) or 'none of these'}."
        for row, columns in profits.items()
    ]


def _grid(survival: Survival, cells: Sequence[Cell], look: _Look) -> Figure:
    rows = list(dict.fromkeys(cell.row for cell in cells))
    phones = _told_apart(survival, cells)
    figure = blank(9, 0.42 * len(rows) + 1.35)
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_xlim(-2.65, len(survival.columns) - 0.45)
    axes.set_ylim(len(rows) + 0.75, -1.75)
    for x, column in enumerate(survival.columns):
        label = column.replace(" + ", " +\n").replace("intermediate key", "intermediate\nkey")
        axes.text(x, -1.2, label, ha="center", va="center", color=INK, size=10, weight="bold")
        for phone, middle in zip(phones, _middles(x, phones), strict=True):
            axes.text(middle, -0.57, phone, ha="center", va="center", color=INK, size=8.5)
    axes.text(_LEFT, -1.2, "pinned:", ha="left", va="center", color=INK, size=10, weight="bold")
    for y, row in enumerate(rows):
        axes.text(_LEFT, y, row, ha="left", va="center", color=INK, size=10.5)
    place = {(row, column): (x, y) for y, row in enumerate(rows) for x, column in enumerate(survival.columns)}
    for cell in cells:
        x, y = place[cell.row, cell.pinned]
        if (phone := cell.phone.split()[0]) in phones:
            _draw(axes, _middles(x, phones)[phones.index(phone)], y, cell, look)
        elif cell.phone == survival.phones[0]:
            _draw(axes, x, y, cell, look)
    _legend(axes, len(rows) + 0.25, cells, look)
    return figure


def _told_apart(survival: Survival, cells: Sequence[Cell]) -> tuple[str, ...]:
    """The columns of phones: one for all where every cell ended alike on each."""
    ended: dict[tuple[str, str], set[tuple[str, str | None]]] = {}
    for cell in cells:
        ended.setdefault((cell.row, cell.pinned), set()).add((cell.step, cell.thief))
    if all(len(ends) == 1 for ends in ended.values()):
        return ("any phone",)
    return tuple(phone.split()[0] for phone in survival.phones)


def _middles(x: float, phones: Sequence[str]) -> tuple[float, ...]:
    return (x,) if len(phones) == 1 else (x - 0.23, x + 0.23)


def _draw(axes: Axes, x: float, y: float, cell: Cell, look: _Look) -> None:
    """A box: full where the connection stands, hollow where it was refused; grey prints tell them apart."""
    _box(axes, x, y, cell.step, look)
    if cell.thief == "accepted":
        _thief(axes, x + 0.14, y - 0.19)


def _box(axes: Axes, x: float, y: float, step: str, look: _Look) -> None:
    full = step == "accepted"
    axes.add_patch(
        Rectangle(
            (x - _WIDTH / 2, y - _HEIGHT / 2),
            _WIDTH,
            _HEIGHT,
            facecolor=look.colour if full else PAPER,
            edgecolor=look.colour if full else INK,
            linestyle="--" if step == "validate" else "-",
            linewidth=1,
        )
    )
    mark = {"accepted": look.mark, "compare": "✗", "validate": "∅"}[step]
    axes.text(x, y, mark, ha="center", va="center", color="white" if full else INK, size=11)


def _thief(axes: Axes, x: float, y: float) -> None:
    axes.plot([x], [y], marker="v", color=ORANGE, markersize=7, markeredgecolor=PAPER, zorder=4)


def _legend(axes: Axes, y: float, cells: Sequence[Cell], look: _Look) -> None:
    entries = (
        (-2.4, "accepted", look.means),
        (-0.75, "compare", "refused: nothing of the path is pinned"),
        (2.4, "validate", "refused: no valid path"),
    )
    for x, step, label in entries:
        if any(cell.step == step for cell in cells):
            _box(axes, x, y, step, look)
            axes.text(x + 0.3, y, label, va="center", color=INK, size=9)
    if any(cell.thief for cell in cells):
        _thief(axes, 4.65, y)
        axes.text(4.8, y, "the thief gets in", va="center", color=INK, size=9)
