"""Expirations, judged by Java's own SimpleDateFormat."""

from __future__ import annotations

import base64
import random
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from course.platforms.network_security_config.expiration import local_midnight, parse_expiration
from tests.programs import need

pytestmark = pytest.mark.programs

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
# Clocks that jump over midnight, clocks that have it twice, and clocks that leave it alone.
_ZONES = (
    "UTC",
    "America/New_York",
    "America/Sao_Paulo",
    "America/Havana",
    "America/Asuncion",
    "America/Santiago",
    "America/St_Johns",
    "Atlantic/Azores",
    "Europe/Berlin",
    "Europe/Dublin",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
)
# The first and the last of these are zones, so that each random text is asked in one.
_PIECES = (
    "2030",
    "1582",
    "1500",
    "30",
    "0",
    "10000",
    "292278993",
    "292278994",
    "-",
    "--",
    "/",
    " ",
    "\t",
    "\n",
)
_PIECES += (
    "01",
    "1",
    "2",
    "02",
    "12",
    "13",
    "28",
    "29",
    "31",
    "32",
    "10",
    "x",
    "T00:00",
    ".",
    "+",
    "٢",
    "\u00a0",
)


def _asked_of_java(questions: list[tuple[str, str]]) -> list[int | None]:
    need("java", "javac")
    lines = "".join(f"{zone} {base64.b64encode(text.encode()).decode()}\n" for zone, text in questions)
    answer = subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", str(Path(__file__).with_name("Expirations.java"))],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    return [None if line == "refused" else int(line) for line in answer.stdout.split()]


def _texts() -> list[str]:
    """Every kind of date that somebody could write, and much that is none."""
    days = ["2028-02-29", "2030-02-29", "2100-02-29", "1500-02-29", "1501-02-29", "1582-10-04", "1582-10-05"]
    days += [
        "1582-10-14",
        "1582-10-15",
        "0001-01-01",
        "1-1-3",
        "4-2-29",
        "9999-12-31",
        "10000-01-01",
        "10000-02-29",
    ]
    days += [
        "10001-02-29",
        "292278993-12-31",
        "30-01-01",
        "2030-1-1",
        "2030-01-01T00:00",
        " 2030- 01-\t1",
        "",
    ]
    chance = random.Random(7)
    likely = [
        f"{chance.choice(['', ' '])}{chance.randrange(1, 12000)}-{chance.randrange(14)}-{chance.randrange(33)}"
        for _ in range(2000)
    ]
    return days + likely + ["".join(chance.choices(_PIECES, k=chance.randrange(3, 8))) for _ in range(3000)]


def _milliseconds(text: str) -> int | None:
    day = parse_expiration(text)
    return None if day is None else (local_midnight(day, UTC) - _EPOCH) // _MILLISECOND


def test_every_text_is_read_as_java_reads_it() -> None:
    """The same texts are refused, and the others mean the same day."""
    texts = _texts()
    answers = _asked_of_java([("UTC", text) for text in texts])
    far = (local_midnight(date.max, UTC) - _EPOCH) // _MILLISECOND
    near = (local_midnight(date.min, UTC) - _EPOCH) // _MILLISECOND
    wrong = [
        (text, answer, _milliseconds(text))
        for text, answer in zip(texts, answers, strict=True)
        if _milliseconds(text) != (None if answer is None else min(max(answer, near), far))
    ]
    assert wrong == []
    assert 1000 < sum(answer is None for answer in answers) < 4500


def test_midnight_is_java_s_midnight_in_every_time_zone() -> None:
    """Where the clock jumps over it, and where it comes twice."""
    days = [date(2000, 1, 1) + timedelta(days=count) for count in range(366 * 30)]
    turns = [
        (zone, day)
        for zone in _ZONES
        for day in days
        if ZoneInfo(zone).utcoffset(datetime(day.year, day.month, day.day))
        != ZoneInfo(zone).utcoffset(datetime(day.year, day.month, day.day) + timedelta(days=1))
        or day.day == day.month == 1
    ]
    answers = _asked_of_java([(zone, day.isoformat()) for zone, day in turns])
    ours = [(local_midnight(day, ZoneInfo(zone)) - _EPOCH) // _MILLISECOND for zone, day in turns]
    assert [
        (turn, java, own) for turn, java, own in zip(turns, answers, ours, strict=True) if java != own
    ] == []
