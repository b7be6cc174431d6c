"""Grading one notebook of lesson 03 that holds one exercise."""

from __future__ import annotations

from pathlib import Path

from course.classroom.grading.grader import Grader
from course.classroom.grading.marks import Graded, Mark
from course.classroom.grading.runner import Runner
from course.exercises import all_exercises
from tests.classroom import learners
from tests.classroom.learners import EXERCISE, LESSON, Change, answered

ONLY = {EXERCISE: all_exercises()[EXERCISE]}


def graded(
    folder: Path,
    runner: Runner,
    change: Change,
    *,
    cell_seconds: float = 10.0,
    judge_seconds: float = 10.0,
) -> Graded:
    """Grade a learner's notebook, and see that it and its folder stay as they were."""
    path = learners.write(folder / f"{LESSON}.ipynb", change)
    before = path.read_bytes(), sorted(folder.iterdir())
    found = Grader(ONLY, cell_seconds=cell_seconds, judge_seconds=judge_seconds).grade(path, runner)
    assert (path.read_bytes(), sorted(folder.iterdir())) == before
    return found


def mark(folder: Path, runner: Runner, source: str, **seconds: float) -> Mark:
    """The mark of one answer."""
    [found] = graded(folder, runner, answered(source), **seconds).marks
    return found
