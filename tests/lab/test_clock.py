"""The lab's calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from course.lab import Clock


def test_it_starts_on_a_monday_morning() -> None:
    """4 January 2027, 09:00 UTC."""
    assert Clock().now == datetime(2027, 1, 4, 9, tzinfo=UTC)
    assert repr(Clock()) == "Clock(Monday 2027-01-04 09:00 UTC)"


def test_it_moves_only_when_told() -> None:
    """Two readings are equal."""
    clock = Clock()
    assert clock.now == clock.now
    clock.advance(days=30, hours=1, minutes=2, seconds=3)
    assert clock.now == datetime(2027, 2, 3, 10, 2, 3, tzinfo=UTC)


def test_it_can_be_set_and_keeps_utc() -> None:
    """A moment in another zone is the same moment."""
    clock = Clock()
    clock.set(datetime(2027, 3, 15, 2, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now == datetime(2027, 3, 15, tzinfo=UTC)
    assert clock.now.tzinfo is UTC


def test_it_goes_back_by_set_only() -> None:
    """`advance` says so and does nothing."""
    clock = Clock()
    with pytest.raises(ValueError, match=r"clock\.set"):
        clock.advance(days=-1)
    assert clock.now == Clock().now
    clock.set(clock.now - timedelta(days=1))
    assert clock.now == datetime(2027, 1, 3, 9, tzinfo=UTC)


def test_a_moment_without_time_zone_is_refused() -> None:
    """At the start and later."""
    for move in (Clock, Clock().set):
        with pytest.raises(ValueError, match="has no time zone"):
            move(datetime(2027, 1, 4))


def test_watchers_hear_of_every_move() -> None:
    """After it, not before."""
    clock = Clock()
    heard: list[datetime] = []
    clock.watch(lambda: heard.append(clock.now))
    clock.advance(days=1)
    clock.set(datetime(2028, 1, 1, tzinfo=UTC))
    assert heard == [datetime(2027, 1, 5, 9, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)]
