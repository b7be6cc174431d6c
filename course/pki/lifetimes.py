"""How long a public leaf may live, and since when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple


class LifetimeLimit(NamedTuple):
    """One step of the timetable.

    Attributes:
      since: leaves issued from this moment on; None: before the first step.
      days: the longest life.
    """

    since: datetime | None
    days: int


LIFETIME_LIMITS = (
    LifetimeLimit(None, 398),
    LifetimeLimit(datetime(2026, 3, 15, tzinfo=UTC), 200),
    LifetimeLimit(datetime(2027, 3, 15, tzinfo=UTC), 100),
    LifetimeLimit(datetime(2029, 3, 15, tzinfo=UTC), 47),
)


def longest_life(issued: datetime) -> int:
    """How many days a public leaf issued at this date may live.

    Args:
      issued: timezone-aware.

    Source: CA/Browser Forum, Baseline Requirements section 6.3.2, ballot SC-081v3.
    """
    return next(days for since, days in reversed(LIFETIME_LIMITS) if since is None or issued >= since)
