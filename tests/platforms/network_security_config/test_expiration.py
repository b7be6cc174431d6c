"""A day for the file, a moment for the phone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timezone
from datetime import timedelta as delta
from zoneinfo import ZoneInfo

import pytest

from course.platforms.network_security_config.expiration import local_midnight, parse_expiration


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2030-01-01", date(2030, 1, 1)),
        ("2030-1-1", date(2030, 1, 1)),
        ("2030-001-0001", date(2030, 1, 1)),
        (" 2030- 1-\t1", date(2030, 1, 1)),
        ("2030-01-01T12:00:00Z", date(2030, 1, 1)),
        ("2030-01-01 (see the runbook)", date(2030, 1, 1)),
        ("2030-01-011", date(2030, 1, 11)),
        ("٢٠٣٠-٠١-٠١", date(2030, 1, 1)),
        ("2028-02-29", date(2028, 2, 29)),
        ("30-01-01", date(29, 12, 30)),
        ("1500-02-29", date(1500, 3, 10)),
        ("1582-10-04", date(1582, 10, 14)),
        ("1582-10-15", date(1582, 10, 15)),
        ("4-3-1", date(4, 2, 28)),
        ("1-1-1", date.min),
        ("1-1-3", date(1, 1, 1)),
        ("1-2-1", date(1, 1, 30)),
        ("9999-06-01", date(9999, 6, 1)),
        ("9999-12-31", date.max),
        ("292278993-01-01", date.max),
        ("20300-01-01", date.max),
        ("12000-02-29", date.max),
    ],
)
def test_a_day_is_read_as_java_reads_it(text: str, day: date) -> None:
    """One digit, blanks, whatever follows; before October 1582 by the calendar of that time."""
    assert parse_expiration(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "",
        "never",
        "01/01/2030",
        "2030/01/01",
        "2030-01",
        "2030-01-",
        "2030-13-01",
        "2030-00-01",
        "2030-01-00",
        "2030-01-32",
        "2030-02-29",
        "1582-10-05",
        "1582-10-14",
        "1501-02-29",
        "1500-02-30",
        "0-01-01",
        "-2030-01-01",
        "+2030-01-01",
        "2030--01-01",
        "2030 -01-01",
        "\n2030-01-01",
        "\u00a02030-01-01",
        "2030-Jan-01",
        "12001-02-29",
        f"2030-{'9' * 30}-01",
        f"2030-01-{'9' * 30}",
        "292278994-01-01",
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    """SimpleDateFormat, not lenient."""
    assert parse_expiration(text) is None


def test_a_number_without_end_is_refused() -> None:
    """Before anybody counts with it."""
    endless = "9" * 5000
    assert parse_expiration(f"{endless}-01-01") is None
    assert parse_expiration(f"2030-01-{endless}") is None


@pytest.mark.parametrize(
    ("day", "zone", "moment"),
    [
        (date(2030, 1, 1), "UTC", datetime(2030, 1, 1, tzinfo=UTC)),
        (date(2030, 1, 1), "America/New_York", datetime(2030, 1, 1, 5, tzinfo=UTC)),
        (date(2030, 7, 1), "Europe/Berlin", datetime(2030, 6, 30, 22, tzinfo=UTC)),
        (date(2030, 1, 1), "Pacific/Kiritimati", datetime(2029, 12, 31, 10, tzinfo=UTC)),
        # The clock jumps from 0:00 to 1:00.
        (date(2017, 10, 15), "America/Sao_Paulo", datetime(2017, 10, 15, 3, tzinfo=UTC)),
        # At 1:00 it goes back to 0:00.
        (date(2022, 11, 6), "America/Havana", datetime(2022, 11, 6, 5, tzinfo=UTC)),
    ],
)
def test_a_day_begins_at_midnight_on_the_phone(day: date, zone: str, moment: datetime) -> None:
    """A pin-set without a time zone expires at 26 different hours."""
    assert local_midnight(day, ZoneInfo(zone)) == moment


def test_the_first_and_the_last_day_have_a_moment_everywhere() -> None:
    """Although UTC has no such year."""
    assert local_midnight(date.min, timezone(delta(hours=14))) == datetime.min.replace(tzinfo=UTC)
    west = local_midnight(date.max, timezone(-delta(hours=23, minutes=59)))
    assert west.year == 9999
