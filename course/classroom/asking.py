"""Which exercise a learner means."""

from __future__ import annotations

import difflib
from typing import Any

from course.exercises import Exercise, all_exercises


class NotGiven:
    """Stands for an argument that was not given; `...` would be a stub's answer."""

    def __repr__(self) -> str:
        return "..."


NOT_GIVEN: Any = NotGiven()


def find(name: object, verb: str) -> Exercise | str:
    """The exercise of this name, or a sentence that says why there is none.

    Args:
      name: as the learner gave it.
      verb: the function that was called, for an example.
    """
    exercises = all_exercises()
    if name is NOT_GIVEN:
        return f"Which exercise? For example `{_example(verb, next(iter(exercises.values())))}`."
    if type(name) is not str:
        example = _example(verb, next(iter(exercises.values())))
        return f"The first argument is the exercise's name, in quotes, as in `{example}`."
    if name in exercises:
        return exercises[name]
    alike = difflib.get_close_matches(name.strip().lower().replace("_", "-")[:100], exercises, n=1)
    if alike:
        return f"There is no exercise called {shown(name)}. Did you mean {shown(alike[0])}?"
    return f"There is no exercise called {shown(name)}. Its name stands in the check cell as the course ships it."


def _example(verb: str, exercise: Exercise) -> str:
    answer = "" if verb in ("hint", "solution") else f", {exercise.answer_name}"
    return f'{verb}("{exercise.name}"{answer})'


def shown(name: str) -> str:
    """A name in double quotes, as in the calls of the notebooks; long ones are cut."""
    return f'"{name[:60]}"' if name.isprintable() else repr(name[:60])
