"""From when to when a certificate of the lab is valid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from course.lab.clock import Clock
from course.pki import longest_life

Validity = tuple[datetime, datetime]
Dates = Literal["calendar", "stock"]

_ROOT = datetime(2020, 1, 1, tzinfo=UTC), datetime(2044, 12, 31, 23, 59, 59, tzinfo=UTC)
_INTERMEDIATE = datetime(2024, 1, 1, tzinfo=UTC), datetime(2038, 12, 31, 23, 59, 59, tzinfo=UTC)
_STOCK = datetime(2000, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True)
class Validities:
    """The dates of new certificates.

    Attributes:
      clock: what "today" is.
      dates: "calendar": as a public CA of that day would; "stock": 2000 to 2099, for clients that read
        the machine's clock.
    """

    clock: Clock
    dates: Dates = "calendar"

    def root(self) -> Validity:
        """The dates of a root."""
        return _STOCK if self.dates == "stock" else _ROOT

    def intermediate(self) -> Validity:
        """The dates of an issuing CA."""
        return _STOCK if self.dates == "stock" else _INTERMEDIATE

    def leaf(self, not_before: datetime | None, days: float | None) -> Validity:
        """The dates of a leaf: from now, for as long as the calendar allows, unless they are given."""
        if self.dates == "stock" and not_before is None and days is None:
            return _STOCK
        start = (not_before or self.clock.now).astimezone(UTC).replace(microsecond=0)
        # Both ends count, so a life of one day ends one second before the same time of the next day.
        return start, start + timedelta(days=longest_life(start) if days is None else days, seconds=-1)
