"""From when to when certificates are valid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from course.lab import Clock
from course.lab.dates import Validities
from course.pki import longest_life


@pytest.mark.parametrize("issued", [Clock().now, datetime(2027, 3, 15, tzinfo=UTC)])
def test_a_leaf_lives_as_long_as_its_day_allows(issued: datetime) -> None:
    """From now on, and both ends count."""
    start, end = Validities(Clock(issued)).leaf(None, None)
    assert start == issued
    assert end - start == timedelta(days=longest_life(issued), seconds=-1)


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
