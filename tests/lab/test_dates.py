"""From when to when certificates are valid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from course.lab import Clock
from course.lab.dates import Validities
from course.pki import longest_life


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
    start, end = Validities(Clock(day)).leaf(None, None)
    assert start == day
    assert end - start == timedelta(days=days, seconds=-1)


def test_dates_can_be_given() -> None:
    """An expired or a future certificate is a lesson too."""
    start, end = Validities(Clock()).leaf(datetime(2025, 1, 1, tzinfo=UTC), 10)
    assert (start, end) == (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 1, 10, 23, 59, 59, tzinfo=UTC))


def test_the_second_set_is_valid_for_a_century() -> None:
    """For clients that read the machine's clock; what is asked for is given all the same."""
    stock = Validities(Clock(), "stock")
    century = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC))
    assert stock.root() == stock.intermediate() == stock.leaf(None, None) == century
    assert stock.leaf(None, 1)[1] == Clock().now + timedelta(days=1, seconds=-1)
