"""The README says what is true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from course.classroom.lessons import shipped_lessons
from course.exercises import all_exercises
from docs import take_picture

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_picture_is_the_one_in_the_lesson() -> None:
    """The README's picture is lesson 00's own; after a change: python docs/take_picture.py."""
    words, png = take_picture.last_picture()
    assert take_picture.PICTURE.read_bytes() == png
    assert f"![{words}](docs/{take_picture.PICTURE.name})" in README


@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda path: path.stem)
def test_lessons_are_listed_with_their_minutes(lesson: Path) -> None:
    """Every lesson stands in the README with the question and the minutes that the lesson itself names."""
    title = nbformat.read(lesson, as_version=4).cells[0].source
    question = re.match(r"# (?:\d\d|Extra) · (.+)", title)
    minutes = re.search(r"\*\*(\d+) minutes\.\*\*", title)
    assert question
    assert minutes
    row = next(line for line in README.splitlines() if lesson.relative_to(ROOT).as_posix() in line)
    assert row.endswith(f"| {question[1]} | {minutes[1]} |")


@pytest.mark.parametrize("lesson", shipped_lessons(), ids=lambda path: path.stem)
def test_minutes_add_up(lesson: Path) -> None:
    """A lesson takes as long as its sections together, and these have room for their exercises."""
    cells = nbformat.read(lesson, as_version=4).cells
    whole = re.search(r"\*\*(\d+) minutes\.\*\*", cells[0].source)
    parts = [
        int(n) for cell in cells for n in re.findall(r"^\*(\d+) minutes?\.\*", cell.source, re.MULTILINE)
    ]
    exercises = [e.minutes for e in all_exercises().values() if e.lesson == lesson.stem]
    assert whole
    assert sum(parts) == int(whole[1])
    assert sum(exercises) <= sum(parts)


def test_commands_exist() -> None:
    """Every `course` command that the README names is understood by the command itself."""
    verbs = set(re.findall(r"(?:^|`|/)course ([a-z-]+)", README, re.MULTILINE))
    assert {"doctor", "lab", "pin", "progress", "reset", "start", "test", "verify"} <= verbs
    for verb in verbs:
        run = subprocess.run(
            [sys.executable, "-m", "course", verb, "--help"], capture_output=True, check=False
        )
        assert run.returncode == 0, verb


def test_make_targets_exist() -> None:
    """Every `make` target that the README and CONTRIBUTING name is in the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    text = README + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^make ([a-z]+)|`make ([a-z]+)`", text, re.MULTILINE)) <= {
        pair for target in targets for pair in ((target, ""), ("", target))
    }


def test_links_lead_somewhere() -> None:
    """Every relative link of the README and CONTRIBUTING is a file of the project."""
    for page in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / page).read_text(encoding="utf-8")
        for link in re.findall(r"\]\((?!https?:|#)([^)]+)\)", text):
            assert (ROOT / link).exists(), f"{page}: {link}"


def test_binder_opens_lesson_00() -> None:
    """The badge opens the learner's own copy of lesson 00, which postBuild and start put there."""
    assert "urlpath=lab/tree/work/00_start_here.ipynb" in README
    for script in ("postBuild", "start"):
        assert "course start work" in (ROOT / "binder" / script).read_text()
