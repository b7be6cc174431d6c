"""How long a public leaf may live."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from course.pki import LIFETIME_LIMITS, longest_life


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (datetime(2026, 3, 14, 23, 59, 59, tzinfo=UTC), 398),
        (datetime(2026, 3, 15, tzinfo=UTC), 200),
        (datetime(2027, 3, 14, 23, 59, 59, tzinfo=UTC), 200),
        (datetime(2027, 3, 15, tzinfo=UTC), 100),
        (datetime(2029, 3, 14, 23, 59, 59, tzinfo=UTC), 100),
        (datetime(2029, 3, 15, tzinfo=UTC), 47),
    ],
)
def test_leaves_live_shorter_and_shorter(day: datetime, days: int) -> None:
    """398, 200, 100 and 47 days, by the day of issuance."""
    assert longest_life(day) == days


def test_the_timetable_goes_down() -> None:
    """Each step is later than the one before, and shorter."""
    for earlier, later in pairwise(LIFETIME_LIMITS):
        assert later.since is not None
        assert earlier.since is None or earlier.since < later.since
        assert earlier.days > later.days
