"""A start or a reset may be killed at any moment, and several may run at once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.classroom.each_line import kills
from tests.classroom.killing import WORDS, a_learner_works, expected, text_of
from tests.classroom.school import School, is_somewhere, visible

pytestmark = pytest.mark.programs


@pytest.mark.parametrize(("what", "least"), [("start", 200), ("lesson", 50), ("exercise", 50)])
def test_killed_before_any_line_nothing_is_lost(tmp_path: Path, what: str, least: int) -> None:
    """Every line of the code that writes is the last one once; the next start then completes."""
    assert kills("killing", what, tmp_path) > least


def course_start(school: School, work: Path) -> subprocess.Popen[bytes]:
    """The real command, in its own process."""
    line = [sys.executable, "-P", "-m", "course", "start", str(work)]
    return subprocess.Popen(
        line, env={**os.environ, "PYTHONPATH": str(school.root)}, stdout=subprocess.DEVNULL
    )


def assert_complete(work: Path) -> None:
    """All words are there, and the lessons are as after a start that nobody disturbed."""
    for words in WORDS:
        assert is_somewhere(words, work)
    assert {name: text_of(data) for name, data in visible(work).items()} == expected("start")


def test_the_real_command_killed_at_random_loses_nothing(school: School, tmp_path: Path) -> None:
    """At times drawn anew in every run, all within its usual duration; then it is let through."""
    school.install()
    work = tmp_path / "work"
    a_learner_works(school, work)
    began = time.monotonic()
    course_start(school, tmp_path / "other").wait()
    usual = time.monotonic() - began
    for _ in range(8):
        with course_start(school, work) as process:
            time.sleep(random.uniform(0.4, 1) * usual)
            process.kill()
        for words in WORDS:
            assert is_somewhere(words, work)
    with course_start(school, work) as process:
        assert process.wait() == 0
    assert_complete(work)


@pytest.mark.parametrize("locks", [True, False])
def test_starts_at_once_lose_nothing(school: School, tmp_path: Path, locks: bool) -> None:
    """With locks they take turns; without, the first is not overwritten."""
    installed = school.install() / "course" / "classroom" / "lock.py"
    if not locks:
        installed.write_text(installed.read_text().replace("fcntl.flock(", "raise OSError("))
    work = tmp_path / "work"
    a_learner_works(school, work)
    processes = [course_start(school, work) for _ in range(4)]
    assert [process.wait() for process in processes] == [0] * 4
    assert_complete(work)
