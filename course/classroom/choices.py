"""Answers to questions that have options."""

from __future__ import annotations

from typing import Any

from course.classroom.describe import described
from course.classroom.first_step import listed, not_attempted
from course.classroom.replies import Reply, State
from course.classroom.results import NOTHING, NUMBER, TEXT, TRUTH, plain
from course.exercises import Exercise


def judge_choice(exercise: Exercise, answer: Any) -> Reply:
    """Reply to the option that was chosen; case and blanks don't matter.

    Args:
      exercise: a question.
      answer: the learner's; anything that isn't an option is told the options.
    """
    if answer is ...:
        return not_attempted(exercise)
    copied = plain(answer)
    chosen = _folded(str(copied.value)) if copied.kind in (TEXT, NUMBER, TRUTH) else None
    if chosen == _folded(exercise.reference):
        return Reply(State.CORRECT, exercise.correct)
    for mistake in exercise.mistakes:
        if chosen == _folded(mistake.answer):
            return Reply(State.NOT_YET, mistake.reply, mistake.name)
    seen = "None" if copied.kind == NOTHING else described(copied)
    return Reply(
        State.NOT_YET, f"`{exercise.answer_name}` is {seen}. The options are {listed(exercise, 'and')}."
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
