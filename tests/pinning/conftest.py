"""A lab for each test, closed at its end."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from course.lab import Lab


@pytest.fixture
def lab() -> Iterator[Lab]:
    """A lab with the calendar's dates."""
    with Lab() as opened:
        yield opened
