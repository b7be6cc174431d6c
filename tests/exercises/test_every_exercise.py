"""Four tests prove each exercise, and the linter reads it."""

from __future__ import annotations

import sys
import time
from typing import Any

import pytest

from course.classroom import Reply, check, judging
from course.classroom.exercise_lint import faults
from course.classroom.lessons import shipped_lessons
from course.exercises import Exercise, all_exercises

EXERCISES = list(all_exercises().values())
FUNCTIONS = [exercise for exercise in EXERCISES if callable(exercise.reference)]


def stub_of(exercise: Exercise) -> Any:
    """What the cell of an exercise binds before a learner writes into it."""
    return (lambda *_: ...) if callable(exercise.reference) else ...


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_stub_is_not_attempted(exercise: Exercise) -> None:
    """As a learner finds it."""
    assert check(exercise.name, stub_of(exercise)).state == "not attempted"


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_reference_is_correct(exercise: Exercise) -> None:
    """With the record's own reply."""
    reply = check(exercise.name, exercise.reference)
    assert (reply.state, reply.reply) == ("correct", exercise.correct)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_every_mistake_earns_exactly_its_reply(exercise: Exercise) -> None:
    """And its name, for the statistics."""
    for mistake in exercise.mistakes:
        reply = check(exercise.name, mistake.answer)
        assert (reply.state, reply.reply, reply.mistake) == ("not yet", mistake.reply, mistake.name)


def _exits(*_: Any) -> None:
    sys.exit()


def _never_ends(*_: Any) -> None:
    while True:
        time.sleep(0.01)  # other tests share the machine


def _prints_without_end(*_: Any) -> None:
    while True:
        print("pin " * 100)


def _divides(*_: Any) -> float:
    return 1 / 0


SURPRISES = {
    "None": (lambda *_: None, "returned None"),
    "wrong type": (lambda *_: object(), "object"),
    "exception": (_divides, "stopped with ZeroDivisionError: division by zero."),
    "exit": (_exits, "called `exit`"),
    "endless loop": (_never_ends, "was still running after"),
    "endless print": (_prints_without_end, "printed more than 10,000 characters"),
}


@pytest.mark.parametrize("surprise", SURPRISES)
@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_a_surprising_function_is_not_yet(
    exercise: Exercise, surprise: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In plain words."""
    if surprise == "endless loop":
        monkeypatch.setattr(judging, "SECONDS", 0.5)
    answer, told = SURPRISES[surprise]
    expect_not_yet(check(exercise.name, answer), told)


@pytest.mark.parametrize(
    "answer", [None, object(), b"", len, str, sys], ids=lambda answer: type(answer).__name__
)
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_a_surprising_value_is_not_yet(exercise: Exercise, answer: Any) -> None:
    """Something that isn't even of the right kind."""
    expect_not_yet(check(exercise.name, answer), "")


def expect_not_yet(reply: Reply, told: str) -> None:
    """The reply is "not yet", says this, and is no fault of the course."""
    assert reply.state == "not yet"
    assert told in reply.reply
    assert "fault of the course" not in reply.reply


def test_the_records_are_sound() -> None:
    """The linter finds nothing."""
    lessons = {path.stem for path in shipped_lessons()}
    assert faults(EXERCISES, lessons) == []
