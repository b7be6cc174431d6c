"""One process that runs answers, for all tests of grading."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from course.classroom.grading.runner import Runner


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    """It forks for every answer, so that no test sees another."""
    with Runner() as made:
        yield made
