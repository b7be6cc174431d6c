"""The `expiration` of a pin-set: a day for the file, a moment for the phone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

# SimpleDateFormat skips blanks in front of a number, takes as many digits as there are, and reads no further.
_NUMBER = r"[ \t]*(\d{1,99})"
_DAY = re.compile(rf"{_NUMBER}-{_NUMBER}-{_NUMBER}(?!\d)")
# The last full year that fits the milliseconds of a Java Date.
_LAST_JAVA_YEAR = 292278993
_REFORM = date(1582, 10, 15)
# Days between 1 January of the year 1 in the calendars of Julius Caesar and of Gregory XIII.
_JULIAN_SHIFT = 2


def parse_expiration(text: str) -> date | None:
    """Read `yyyy-MM-dd` as `SimpleDateFormat` does when it is not lenient; None where it refuses.

    One digit is enough, blanks may stand before a number, and whatever follows the day is not looked at:
    "2030-1-1T09:00" is 2030-01-01. "30-01-01" is the year 30, so long ago that nothing is pinned.
    A year after 9999 becomes the last day that Python knows. Numbers with an exponent or of more than 32 bits, which
    Java reads in its own way, are refused.

    Known by: real tool, source (OpenJDK 17's SimpleDateFormat on thousands of texts; AOSP XmlConfigSource.parsePinSet).
    """
    match = _DAY.match(text)
    if match is None:
        return None
    year, month, day = (int(digits) for digits in match.groups())
    if not 1 <= year <= _LAST_JAVA_YEAR:
        return None
    if year > date.max.year:
        # The calendar repeats itself every 400 years.
        return date.max if _exists(2000 + year % 400, month, day) else None
    if _exists(year, month, day) and date(year, month, day) >= _REFORM:
        return date(year, month, day)
    return _before_the_reform(year, month, day)


def local_midnight(day: date, time_zone: tzinfo) -> datetime:
    """The moment at which a day begins on a phone with this time zone.

    Where the clock jumps over midnight, the day begins with the jump; where midnight comes twice, Java means the
    second.

    Known by: real tool (OpenJDK 17's SimpleDateFormat in twenty time zones).
    """
    first = datetime.combine(day, time(), time_zone)
    return max(_in_utc(first.replace(fold=fold)) for fold in (0, 1))


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        edge = datetime.min if moment.year == 1 else datetime.max
        return edge.replace(tzinfo=UTC)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except (ValueError, OverflowError):
        return False
    return True


def _before_the_reform(year: int, month: int, day: int) -> date | None:
    """A day of the Julian calendar, which Java uses up to 4 October 1582: every fourth year has a leap day."""
    like = 2000 if year % 4 == 0 else 2001
    if (year, month, day) > (1582, 10, 4) or not _exists(like, month, day):
        return None
    of_year = date(like, month, day).timetuple().tm_yday
    ordinal = 365 * (year - 1) + (year - 1) // 4 + of_year - _JULIAN_SHIFT
    return date.fromordinal(max(ordinal, 1))
