"""What to do with an exercise that nobody has begun."""

from __future__ import annotations

from course.classroom.replies import Reply, State
from course.exercises import Exercise


def first_step(exercise: Exercise) -> str:
    """What to do with the stub, as the beginning of a sentence."""
    name = exercise.answer_name
    if exercise.options:
        quotes = "" if all(option.isdecimal() for option in exercise.options) else " (in quotes)"
        return f"Set `{name}` to {listed(exercise, 'or')}{quotes}"
    return f"Write the body of `{name}`" if callable(exercise.reference) else f"Give `{name}` a value"


def not_attempted(exercise: Exercise) -> Reply:
    """The reply to a stub in a notebook."""
    step = f"{first_step(exercise)} and run its cell, then run this one again."
    return Reply(State.NOT_ATTEMPTED, f'{step} Stuck? `hint("{exercise.name}")`.')


def listed(exercise: Exercise, word: str) -> str:
    """The options of a question, with a word before the last."""
    *others, last = (f'"{option}"' for option in exercise.options)
    return f"{', '.join(others)} {word} {last}"
