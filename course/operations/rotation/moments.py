"""Dates as whole numbers, so that sums are exact and arrays fast."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Moments: TypeAlias = NDArray[np.int64]

# Microseconds, the grain of `datetime`. A certificate's dates are whole seconds.
SECOND = 1_000_000
DAY = 86_400 * SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GRAIN = timedelta(microseconds=1)


class BadPlan(ValueError):
    """A plan that cannot exist. The sentence says what was seen, what was wanted, and what to do."""


def moment_of(date: datetime) -> int:
    """A date as microseconds since 1970, exactly."""
    return (date - _EPOCH) // _GRAIN


def date_at(moment: int) -> datetime:
    """The other way round, in UTC."""
    return _EPOCH + timedelta(microseconds=moment)


def aware(date: datetime, what: str) -> datetime:
    """The same date in UTC.

    Args:
      date: what somebody wrote into a plan.
      what: what it stands for there, for the sentence.

    Raises:
      BadPlan: it is no date with time and time zone.
    """
    if not isinstance(date, datetime) or date.tzinfo is None:
        raise BadPlan(
            f"{what}: {date} has no time zone, so it is not one moment. "
            "Give a time and a zone, such as datetime(2027, 3, 15, tzinfo=UTC)."
        )
    return date.astimezone(UTC)


def whole_second(date: datetime, what: str) -> datetime:
    """The same date in UTC, for a plan, whose dates are whole seconds as those in certificates are.

    Raises:
      BadPlan: it has no time zone, or lies within a second.
    """
    utc = aware(date, what)
    if utc.microsecond:
        raise BadPlan(f"{what}: {date} lies within a second. The dates of a plan are whole seconds.")
    return utc


def told(date: datetime) -> str:
    """A date as sentences have it, to the second where that matters."""
    return f"{date:%Y-%m-%d %H:%M:%S} UTC" if date.second else f"{date:%Y-%m-%d %H:%M} UTC"
