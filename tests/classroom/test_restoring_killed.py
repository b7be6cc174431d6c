"""A save or a restore may be killed at any moment."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course.classroom.shipped import read_notebook
from course.classroom.work_file import read_work
from course.classroom.workspace import start
from tests.classroom.each_line import kills
from tests.classroom.killing_work import FILE, WORDS, a_learner_works
from tests.classroom.school import School, everything, is_somewhere, lesson

pytestmark = pytest.mark.programs


@pytest.mark.parametrize(("what", "least"), [("save", 60), ("restore", 250)])
def test_killed_before_any_line_nothing_is_lost(tmp_path: Path, what: str, least: int) -> None:
    """Every line of the code that writes is the last one once; doing it again then completes it."""
    assert kills("killing_work", what, tmp_path) > least


def command(school: School, *words: str | Path) -> subprocess.Popen[bytes]:
    """The real command, in its own process."""
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "course", *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(school.root)},
        stdout=subprocess.DEVNULL,
    )


def test_the_real_commands_killed_at_random_lose_nothing(school: School, tmp_path: Path) -> None:
    """At times drawn anew in every run, all within their usual duration; then they are let through."""
    school.install()
    school.ship(**{f"_{name}": lesson("one", f"task{name}") for name in ("01", "02", "03")})
    work, new = tmp_path / "work", tmp_path / "new"
    a_learner_works(work)
    before = everything(work)
    began = time.monotonic()
    assert command(school, "save", tmp_path / FILE, "--folder", work).wait() == 0
    usual = time.monotonic() - began
    start(new)
    for _ in range(6):
        for words in (
            ("save", tmp_path / FILE, "--folder", work),
            ("restore", tmp_path / FILE, "--folder", new),
        ):
            with command(school, *words) as process:
                time.sleep(random.uniform(0.4, 1.2) * usual)
                process.kill()
        assert {name: data for name, data in everything(work).items() if name in before} == before
        for path in tmp_path.glob("*.json"):
            assert read_work(path.read_bytes()).notebooks
        for path in new.glob("*.ipynb"):
            assert read_notebook(path.read_bytes())["cells"]
    assert command(school, "restore", tmp_path / FILE, "--folder", new).wait() == 0
    for text in WORDS[:3]:
        assert is_somewhere(text, new)
