"""`check`, and for questions its other names `predict` and `quiz`."""

from collections.abc import Callable
from typing import Any

from course.classroom import judging
from course.classroom.asking import NOT_GIVEN, find
from course.classroom.choices import judge_choice
from course.classroom.judging import judge, not_yet
from course.classroom.progress import Event, note
from course.classroom.replies import Reply, State
from course.classroom.results import type_name
from course.classroom.stale import why_stale
from course.exercises import Exercise


def check(name: str = NOT_GIVEN, answer: Any = NOT_GIVEN) -> Reply:
    """Check your answer to an exercise. Never raises.

    Args:
      name: of the exercise, such as "spki-pin".
      answer: your function itself, without parentheses, or your value.

    Returns:
      A reply: not attempted, not yet, or correct, and what to do next.
    """
    return _safely("check", name, answer)


def predict(name: str = NOT_GIVEN, answer: Any = NOT_GIVEN) -> Reply:
    """Compare your prediction with what happens. Works as `check` does."""
    return _safely("predict", name, answer)


def quiz(name: str = NOT_GIVEN, answer: Any = NOT_GIVEN) -> Reply:
    """Check your answer to a question. Works as `check` does."""
    return _safely("quiz", name, answer)


def judged(exercise: Exercise, answer: Any) -> Reply:
    """What is to be said of an answer, whether it is the learner's last one or not. Never raises."""
    return _guarded(lambda: _judged(exercise, answer))


def _judged(exercise: Exercise, answer: Any) -> Reply:
    return judge_choice(exercise, answer) if exercise.options else judge(exercise, answer, judging.SECONDS)


def _safely(verb: str, name: str, answer: Any) -> Reply:
    return _guarded(lambda: _reply(verb, name, answer))


def _guarded(reply: Callable[[], Reply]) -> Reply:
    try:
        return reply()
    except KeyboardInterrupt:
        return not_yet("The check was interrupted. Check once more.")
    except BaseException as error:  # a fault of ours must not stop a learner's notebook
        return not_yet(
            f"The check itself failed with {type_name(error)}. That is a fault of the course, not of your answer: "
            "go on with the next cell, and please report it."
        )


def _reply(verb: str, name: str, answer: Any) -> Reply:
    exercise = find(name, verb)
    if isinstance(exercise, str):
        return not_yet(exercise)
    if answer is NOT_GIVEN:
        return not_yet(f'Give your answer too: `{verb}("{exercise.name}", {exercise.answer_name})`.')
    if sentences := why_stale(exercise, answer):
        return not_yet(sentences)
    reply = judged(exercise, answer)
    _note(exercise, reply)
    return reply


def _note(exercise: Exercise, reply: Reply) -> None:
    if reply.state is State.CORRECT:
        note(exercise.name, Event.CORRECT)
    elif reply.state is State.NOT_YET:
        note(exercise.name, Event.ATTEMPT, reply.mistake)
