"""From an answer to a reply."""

from __future__ import annotations

from typing import Any

from course.classroom.first_step import not_attempted
from course.classroom.limit import TimeUp, within
from course.classroom.reasons import first_difference, never_written, reason
from course.classroom.replies import Reply, State
from course.classroom.sandbox import MOST_PRINTED, overwritten, put_back, sandbox
from course.classroom.shapes import fault_of_shape
from course.classroom.trial import Outcome, Trial, try_answer
from course.exercises import Exercise, Mistake

# For all cases of one check together.
SECONDS = 2.0
# The reference solution has more time: on a busy machine it must not fail for being slow.
_REFERENCE_FACTOR = 10


def judge(exercise: Exercise, answer: Any, seconds: float) -> Reply:
    """Try an answer, and say the first thing that is to be said about it.

    Args:
      exercise: which is answered.
      answer: a function or a value of the learner's.
      seconds: how long the answer may run.
    """
    if answer is ...:
        return not_attempted(exercise)
    if spoilt := overwritten():
        put_back()
        return not_yet(
            f"Something in this notebook has overwritten `{spoilt[0]}`; it has been put back. "
            "Give your own variable another name, and run its cell again."
        )
    if fault := _fault_of_shape(exercise, answer, seconds):
        return not_yet(fault)
    # Before the answer runs, so that nothing that it does can change what is wanted.
    wanted = try_answer(exercise.reference, exercise.cases(), _REFERENCE_FACTOR * seconds).outcomes
    trial = try_answer(answer, exercise.cases(), seconds)
    if spoilt := overwritten():
        put_back()
        return not_yet(
            f"Your answer overwrites `{spoilt[0]}`, which all code of the notebook shares; it has been put back. "
            "Give your own variable another name."
        )
    return _stopped(exercise, trial, seconds) or _compared(exercise, wanted, trial, seconds)


def not_yet(reply: str) -> Reply:
    """A reply to an answer that is not right yet."""
    return Reply(State.NOT_YET, reply)


def recognise(exercise: Exercise, outcomes: tuple[Outcome, ...], seconds: float) -> Mistake | None:
    """The mistake that gives exactly these outcomes."""
    for mistake in exercise.mistakes:
        if try_answer(mistake.answer, exercise.cases(), seconds).outcomes == outcomes:
            return mistake
    return None


def _fault_of_shape(exercise: Exercise, answer: Any, seconds: float) -> str | None:
    found: list[str | None] = []

    def look() -> None:
        try:
            found.append(fault_of_shape(exercise, answer))
        except TimeUp:
            raise
        except BaseException:  # looking at an object can run code of its own; trying it will say more
            found.append(None)

    with sandbox():
        in_time = within(seconds, look)
    return found[0] if in_time else _too_slow(exercise, seconds)


def _stopped(exercise: Exercise, trial: Trial, seconds: float) -> Reply | None:
    if not trial.in_time:
        return not_yet(_too_slow(exercise, seconds, len(trial.outcomes)))
    if trial.overflowed:
        return not_yet(
            f"`{exercise.answer_name}` printed more than {MOST_PRINTED:,} characters and was stopped. "
            "Remove the `print` and hand the result over with `return`."
        )
    return None


def _too_slow(exercise: Exercise, seconds: float, ended: int = 0) -> str:
    cases = exercise.cases()
    # Where the cases before it ended, it is this one that the loop is about.
    where = f"For {cases[ended].label} " if 0 < ended < len(cases) else ""
    return (
        f"{where}`{exercise.answer_name}` was still running after {seconds:g} seconds and was stopped. "
        "Is there a loop that never ends?"
    )


def _compared(exercise: Exercise, wanted: tuple[Outcome, ...], trial: Trial, seconds: float) -> Reply:
    if never_written(trial.outcomes):
        return not_attempted(exercise)
    number = first_difference(wanted, trial.outcomes)
    if number is None:
        return Reply(State.CORRECT, exercise.correct)
    if mistake := recognise(exercise, trial.outcomes, seconds):
        return Reply(State.NOT_YET, mistake.reply, mistake.name, trial.printed)
    why = reason(exercise, exercise.cases()[number], wanted[number], trial.outcomes[number], trial)
    return Reply(State.NOT_YET, why, printed=trial.printed)
