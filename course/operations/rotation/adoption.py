"""How long old app versions stay in use, as a share of all users and never one user at a time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from course.operations.rotation.moments import DAY, SECOND, BadPlan, Moments


@dataclass(frozen=True)
class Adoption:
    """Which share of the users is still behind a release, so many days after it.

    Every user has a lag of their own, the same for each release. So whoever is behind today's release is behind
    all later ones, and the shares of the versions follow from the releases' dates alone.

    Args:
      points: pairs of days since a release and the share that is still behind it, straight lines between them.
        The first line starts at (0, 1) unless a point is given for day 0. The last share stays for ever; where it
        is not 0, these users never update.

    Raises:
      BadPlan: no point, negative days, days that do not grow, a share outside 0 to 1 or one that grows.
    """

    points: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        points = tuple((float(days), float(share)) for days, share in self.points)
        if not points:
            raise BadPlan("An adoption without points says nothing. Give one, such as (180, 0).")
        if not all(isfinite(days) for days, _ in points):
            raise BadPlan("Days are finite numbers. A share that stays for ever is the last point's.")
        if points[0][0] < 0:
            raise BadPlan(f"{points[0][0]:g} days after a release is before it. Start at day 0 or later.")
        if points[0][0] > 0:
            points = ((0.0, 1.0), *points)
        if not all(0 <= share <= 1 for _, share in points):
            raise BadPlan("A share of users is a number from 0 to 1, and one of the adoption is not.")
        for (day, share), (next_day, next_share) in pairwise(points):
            if round(day * DAY / SECOND) >= round(next_day * DAY / SECOND):
                raise BadPlan(f"Day {next_day:g} stands after day {day:g}. Write the days in their order.")
            if next_share > share:
                raise BadPlan(
                    f"After {next_day:g} days {next_share:g} of the users are behind, after {day:g} days only "
                    f"{share:g}. Nobody goes back to an older version: let the share fall."
                )
        object.__setattr__(self, "points", points)

    @property
    def lags(self) -> tuple[int, ...]:
        """The moments after a release at which the line has a corner, in microseconds, to the second."""
        return tuple(round(days * DAY / SECOND) * SECOND for days, _ in self.points)

    @property
    def never(self) -> float:
        """The share of the users who never update."""
        return self.points[-1][1]

    @property
    def settled(self) -> int:
        """How long after a release nobody updates any more, in microseconds."""
        return next(
            lag for lag, (_, share) in zip(self.lags, self.points, strict=True) if share == self.never
        )

    def behind(self, since: Moments) -> NDArray[np.float64]:
        """The share that is still behind a release; 1 before it.

        Args:
          since: microseconds since the release, of any shape.
        """
        shares = [share for _, share in self.points]
        result: NDArray[np.float64] = np.interp(since, self.lags, shares, left=1.0)
        return result
