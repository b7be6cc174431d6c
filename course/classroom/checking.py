"""`check`, and for questions its other names `predict` and `quiz`."""

from __future__ import annotations

from typing import Any

from course.classroom import judging
from course.classroom.asking import find
from course.classroom.choices import judge_choice
from course.classroom.judging import judge, not_yet
from course.classroom.progress import Event, note
from course.classroom.replies import Reply, State
from course.classroom.results import type_name
from course.exercises import Exercise

_NOTHING_GIVEN = object()


def check(name: str, answer: Any = _NOTHING_GIVEN) -> Reply:
    """Check your answer to an exercise. Never raises.

    Args:
      name: of the exercise, such as "spki-pin".
      answer: your function itself, without parentheses, or your value.

    Returns:
      A reply: not attempted, not yet, or correct, and what to do next.
    """
    return _safely("check", name, answer)


def predict(name: str, prediction: Any = _NOTHING_GIVEN) -> Reply:
    """Compare your prediction with what happens. Works as `check` does."""
    return _safely("predict", name, prediction)


def quiz(name: str, answer: Any = _NOTHING_GIVEN) -> Reply:
    """Check your answer to a question. Works as `check` does."""
    return _safely("quiz", name, answer)


def _safely(verb: str, name: str, answer: Any) -> Reply:
    try:
        return _reply(verb, name, answer)
    except KeyboardInterrupt:
        return not_yet("The check was interrupted. Run this cell again.")
    except BaseException as error:  # a fault of ours must not stop a learner's notebook
        return not_yet(
            f"The check itself failed with {type_name(error)}. That is a fault of the course, not of your answer: "
            "go on with the next cell, and please report it."
        )


def _reply(verb: str, name: str, answer: Any) -> Reply:
    exercise = find(name)
    if isinstance(exercise, str):
        return not_yet(exercise)
    if answer is _NOTHING_GIVEN:
        return not_yet(f'Give your answer too: `{verb}("{exercise.name}", {exercise.answer_name})`.')
    reply = judge_choice(exercise, answer) if exercise.options else judge(exercise, answer, judging.SECONDS)
    _note(exercise, reply)
    return reply


def _note(exercise: Exercise, reply: Reply) -> None:
    if reply.state is State.CORRECT:
        note(exercise.name, Event.CORRECT)
    elif reply.state is State.NOT_YET:
        note(exercise.name, Event.ATTEMPT, reply.mistake)
