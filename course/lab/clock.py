"""The lab's calendar. It moves only when told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

# A Monday. The CA/Browser Forum limit falls from 200 to 100 days on 15 March 2027, inside the story.
START = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)


class Clock:
    """A date and time that somebody sets.

    Args:
      start: timezone-aware.
    """

    def __init__(self, start: datetime = START) -> None:
        self._now = _aware(start)
        self._watchers: list[Callable[[], None]] = []

    @property
    def now(self) -> datetime:
        """The lab's date and time, in UTC."""
        return self._now

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0, seconds: float = 0) -> None:
        """Move forward. To go back, use `set`.

        Raises:
          ValueError: the sum is negative.
        """
        step = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if step < timedelta(0):
            raise ValueError(f"advance() goes forward, and {step} goes back. Use clock.set(...) for that.")
        self.set(self._now + step)

    def set(self, moment: datetime) -> None:
        """Move to a moment.

        Raises:
          ValueError: the moment has no time zone.
        """
        self._now = _aware(moment)
        for watcher in self._watchers:
            watcher()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Call this after every move."""
        self._watchers.append(watcher)

    def __repr__(self) -> str:
        return f"Clock({self._now:%A %Y-%m-%d %H:%M} UTC)"


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone. Give one, such as datetime(2027, 3, 15, tzinfo=UTC).")
    return moment.astimezone(UTC)
