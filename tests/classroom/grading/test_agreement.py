"""`grade` and `verify` agree on all honest work."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from course.classroom.grading.grader import Grader
from course.classroom.grading.runner import Runner
from course.classroom.lessons import exercise_of, lessons_folder
from course.classroom.results import plain
from course.classroom.solved import with_solution
from course.classroom.trial import try_answer
from course.classroom.verification import Progress
from course.exercises import Exercise, all_exercises
from tests.classroom import learners, test_verify
from tests.classroom.grading.grading_one import graded
from tests.classroom.grading.pairs import behind_a_socket
from tests.classroom.learners import Change

EXERCISES = all_exercises()
FUNCTIONS = [exercise for exercise in EXERCISES.values() if callable(exercise.reference)]
VALUES = [exercise for exercise in EXERCISES.values() if not callable(exercise.reference)]
# Its answers get a laboratory that stays with the grader; what they may not use of it, a notebook's may.
LENT = {"pin-the-bank"}
CORRECT = test_verify.CORRECT | {name: change for name, (change, _) in test_verify.NOTED.items()}


def rewritten(folder: Path, rewrite: Callable[[str, str], str]) -> Path:
    """Every lesson in a folder, with each exercise's source rewritten."""
    for path in [*lessons_folder().glob("*.ipynb"), *lessons_folder().glob("extra/*.ipynb")]:
        notebook = json.loads(path.read_bytes())
        for cell in notebook["cells"]:
            if name := exercise_of(cell):
                cell["source"] = rewrite("".join(cell["source"]), name)
        (folder / path.name).write_text(json.dumps(notebook))
    return folder


def test_every_solved_lesson_is_correct(tmp_path: Path, runner: Runner) -> None:
    """As one submission, a folder; nothing about it needs a look, and no exercise is left out."""
    rewritten(tmp_path, lambda source, name: with_solution(source, EXERCISES[name]))
    found = Grader(EXERCISES).grade(tmp_path, runner)
    assert {mark.exercise: mark.reply for mark in found.marks if mark.state is not Progress.CORRECT} == {}
    assert {mark.exercise for mark in found.marks} == set(EXERCISES)
    assert found.all_flags == []


def test_every_stub_is_not_attempted(tmp_path: Path, runner: Runner) -> None:
    """As shipped, and with a remark of the learner's, so that each stub really runs."""
    rewritten(tmp_path, lambda source, _: f"# mine\n{source}")
    found = Grader(EXERCISES).grade(tmp_path, runner)
    assert {mark.state for mark in found.marks} == {Progress.NOT_ATTEMPTED}


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_functions_give_the_same_from_another_process(exercise: Exercise) -> None:
    """The solution and every mistake: the same results and errors, so the same replies as in a notebook."""
    wanted = try_answer(exercise.reference, exercise.cases(), 20.0).outcomes
    with behind_a_socket(exercise.reference) as far:
        assert try_answer(far, exercise.cases(), 20.0).outcomes == wanted
    for mistake in exercise.mistakes:
        near = (
            wanted if exercise.name in LENT else try_answer(mistake.answer, exercise.cases(), 20.0).outcomes
        )
        with behind_a_socket(mistake.answer) as far:
            outcomes = try_answer(far, exercise.cases(), 20.0).outcomes
        assert (outcomes == near) is (exercise.name not in LENT), mistake.name


@pytest.mark.parametrize("exercise", VALUES, ids=lambda exercise: exercise.name)
def test_values_are_the_same_in_another_process(exercise: Exercise) -> None:
    """The solution and every mistake."""
    for answer in [exercise.reference, *(mistake.answer for mistake in exercise.mistakes)]:
        with behind_a_socket(answer) as far:
            assert plain(far) == plain(answer)


@pytest.mark.parametrize("change", CORRECT.values(), ids=CORRECT.keys())
def test_correct_work_is_correct(tmp_path: Path, runner: Runner, change: Change) -> None:
    """Whatever was done to the cells."""
    [mark] = graded(tmp_path, runner, change).marks
    assert mark.state is Progress.CORRECT, mark.reply


@pytest.mark.parametrize("change", test_verify.NOT_ATTEMPTED.values(), ids=test_verify.NOT_ATTEMPTED.keys())
def test_unsolved_work_is_not_attempted(tmp_path: Path, runner: Runner, change: Change) -> None:
    """Whatever the notebook says of itself."""
    [mark] = graded(tmp_path, runner, change).marks
    assert mark.state is Progress.NOT_ATTEMPTED


def _changes() -> dict[str, tuple[Any, Progress, str]]:
    return {
        "an import broken": (learners.break_import, Progress.NOT_YET, "name 'base64' is not defined"),
        "a bracket open": (
            learners.answered("def spki_pin(certificate:\n    return 5"),
            Progress.NOT_REACHED,
            "has a SyntaxError in line",
        ),
        "an error above": (
            learners.answered(f"1 / 0\n{learners.SOLUTION}"),
            Progress.NOT_REACHED,
            "stopped with ZeroDivisionError: division by zero.",
        ),
        "two parameters": (
            learners.answered("def spki_pin(a, b): ..."),
            Progress.NOT_YET,
            "takes 2 parameters",
        ),
        "a class": (learners.answered("class spki_pin: ..."), Progress.NOT_YET, "is a class"),
        "a value": (learners.answered("spki_pin = 'sha256/'"), Progress.NOT_YET, "You handed over 'sha256/'"),
        "async": (
            learners.answered("async def spki_pin(c): ..."),
            Progress.NOT_YET,
            "is an `async` function",
        ),
        "yield": (learners.answered("def spki_pin(c): yield"), Progress.NOT_YET, "uses `yield`"),
        "nothing set": (
            learners.answered("if 0:\n    spki_pin = 1"),
            Progress.NOT_REACHED,
            "without setting",
        ),
    }


@pytest.mark.parametrize(("change", "state", "words"), _changes().values(), ids=_changes().keys())
def test_what_is_wrong_is_said_as_in_a_notebook(
    tmp_path: Path, runner: Runner, change: Change, state: Progress, words: str
) -> None:
    """The state of `verify`, and the words of `check`."""
    [mark] = graded(tmp_path, runner, change).marks
    assert (mark.state, words in mark.reply) == (state, True), mark.reply
