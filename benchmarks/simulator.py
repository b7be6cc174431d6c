"""What one step of a slider costs in the rotation simulator, against an empty card of the same size."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from benchmarks.timing import medians, report
from course.views import rotation_simulator
from course.views.picture import blank, picture

ROUNDS = 20
# Few bars and bands, the lesson's first setting, and as many as the sliders allow.
SETTINGS: dict[str, dict[str, int]] = {
    "a step, few certificates and releases": {"lifetime": 100, "release_every": 180},
    "a step, as the lesson begins": {"lifetime": 100, "release_every": 30},
    "a step, as many as there can be": {"lifetime": 30, "release_every": 14},
}
EMPTY = "an empty card"


def step(setting: dict[str, int]) -> Callable[[], None]:
    """Move the last slider there and back again, as a hand does: everything behind it runs."""
    slider = rotation_simulator(**setting).widget.children[4]
    places = cycle((21, 20))

    def move() -> None:
        slider.value = next(places)

    return move


def main() -> None:
    actions: dict[str, Callable[[], object]] = {EMPTY: lambda: picture(blank(9, 6), "", quick=True)}
    actions |= {name: step(setting) for name, setting in SETTINGS.items()}
    report("A redraw of the rotation simulator (limit: 200 ms)", medians(actions, ROUNDS), EMPTY)
