"""Expirations, judged by Java's own SimpleDateFormat."""

from __future__ import annotations

import base64
import itertools
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
# A day that Java knows and Python does not is the nearest one that Python knows.
_ENDS = (datetime.min, datetime(9999, 12, 31))
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


Question = tuple[str, str]


def _texts() -> list[str]:
    """Every kind of date that somebody could write, and much that is none."""
    days = ["2028-02-29", "2030-02-29", "2100-02-29", "1500-02-29", "1501-02-29", "1582-10-04", "1582-10-05"]
    days += ["1582-10-14", "1582-10-15", "0001-01-01", "1-1-3", "4-2-29", "9999-12-31", "10000-01-01"]
    days += ["10000-02-29", "10001-02-29", "292278993-12-31", "30-01-01", "2030-1-1", "2030-01-01T00:00", ""]
    chance = random.Random(7)
    likely = [
        f"{chance.choice(['', ' '])}{chance.randrange(1, 12000)}-{chance.randrange(14)}-{chance.randrange(33)}"
        for _ in range(2000)
    ]
    return days + likely + ["".join(chance.choices(_PIECES, k=chance.randrange(3, 8))) for _ in range(3000)]


def _turns() -> list[Question]:
    """The days of twenty years on which a clock somewhere is put forward or back; later rules may still change."""
    days = [date(2000, 1, 1) + timedelta(days=count) for count in range(20 * 365)]
    noons = [datetime(day.year, day.month, day.day, 12) for day in days]
    return [
        (zone, day.isoformat())
        for zone in _ZONES
        for before, after in itertools.pairwise(noons)
        if ZoneInfo(zone).utcoffset(before) != ZoneInfo(zone).utcoffset(after)
        for day in (before.date(), after.date())
    ]


@pytest.fixture(scope="module")
def java() -> dict[Question, int | None]:
    """Java's answers: milliseconds, or None where it refuses."""
    need("java", "javac")
    questions = [*(("UTC", text) for text in _texts()), *_turns()]
    lines = "".join(f"{zone} {base64.b64encode(text.encode()).decode()}\n" for zone, text in questions)
    driver = Path(__file__).with_name("Expirations.java")
    answer = subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", str(driver)],
        input=lines,
        capture_output=True,
        text=True,
        check=True,
    )
    answers = [None if line == "refused" else int(line) for line in answer.stdout.split()]
    return dict(zip(questions, answers, strict=True))


def _milliseconds(text: str, zone: str) -> int | None:
    day = parse_expiration(text)
    return None if day is None else (local_midnight(day, ZoneInfo(zone)) - _EPOCH) // _MILLISECOND


def _in_python_s_years(milliseconds: int | None) -> int | None:
    first, last = ((moment.replace(tzinfo=UTC) - _EPOCH) // _MILLISECOND for moment in _ENDS)
    return None if milliseconds is None else min(max(milliseconds, first), last)


def test_every_text_is_read_as_java_reads_it(java: dict[Question, int | None]) -> None:
    """The same texts are refused, and the others mean the same day."""
    answers = {text: java["UTC", text] for text in _texts()}
    ours = {text: _milliseconds(text, "UTC") for text in answers}
    assert ours == {text: _in_python_s_years(answer) for text, answer in answers.items()}
    assert 1000 < sum(answer is None for answer in answers.values()) < 4500


def test_midnight_is_java_s_midnight_in_every_time_zone(java: dict[Question, int | None]) -> None:
    """Where the clock jumps over it, and where it comes twice."""
    turns = _turns()
    ours = {(zone, text): _milliseconds(text, zone) for zone, text in turns}
    assert ours == {turn: java[turn] for turn in turns}
    assert len(turns) > 1000
