"""How long old versions stay in use."""

from __future__ import annotations

import numpy as np
import pytest

from course.operations.rotation import Adoption, BadPlan

DAY = 86_400_000_000


def behind(adoption: Adoption, *days: float) -> list[float]:
    """The share behind after so many days."""
    return [float(share) for share in adoption.behind(np.array([int(day * DAY) for day in days]))]


def test_shares_fall_in_straight_lines() -> None:
    """From everybody on the day of the release through the points given, and flat after the last."""
    adoption = Adoption(((10, 0.5), (30, 0.1)))
    assert behind(adoption, -1, 0, 5, 10, 20, 30, 999) == pytest.approx([1, 1, 0.75, 0.5, 0.3, 0.1, 0.1])


def test_a_share_can_update_at_once() -> None:
    """A point for day 0 is the share that does not; a moment before it everybody is behind."""
    adoption = Adoption(((0, 0.25), (10, 0)))
    assert [float(s) for s in adoption.behind(np.array([-1, 0]))] == [1, 0.25]


def test_who_never_updates() -> None:
    """The last share stays; nobody moves after the first point that has it."""
    adoption = Adoption(((10, 0.2), (50, 0.2)))
    assert (adoption.never, adoption.settled) == (0.2, 10 * DAY)
    assert Adoption(((10, 0),)).never == 0


def test_corners_lie_on_whole_seconds() -> None:
    """A third of a day is 8 hours, and a seventh is 12343 seconds."""
    assert Adoption(((1 / 7, 0.5),)).lags == (0, 12_343_000_000)
    assert Adoption(((1 / 3, 0.5), (1, 0))).lags == (0, DAY // 3, DAY)


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ((), "without points"),
        (((-1, 0.5),), "-1 days after a release is before it"),
        (((5, 1.1),), "from 0 to 1"),
        (((5, -0.1),), "from 0 to 1"),
        (((5, float("nan")),), "from 0 to 1"),
        (((float("inf"), 0),), "finite"),
        (((5, 0.5), (5, 0.4)), "Day 5 stands after day 5"),
        (((5, 0.5), (4, 0.4)), "Day 4 stands after day 5"),
        (((5, 0.5), (6, 0.6)), "After 6 days 0.6 of the users are behind, after 5 days only 0.5"),
    ],
)
def test_what_no_adoption_can_be(points: tuple[tuple[float, float], ...], told: str) -> None:
    """Refused, with what was seen."""
    with pytest.raises(BadPlan, match=told):
        Adoption(points)


def test_a_short_first_step_keeps_its_place() -> None:
    """Half a second is rounded to no step at all, and refused as the days that do not grow."""
    with pytest.raises(BadPlan, match="stands after"):
        Adoption(((1e-6, 0.5),))
