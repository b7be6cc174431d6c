"""Which exercise a learner means."""

from __future__ import annotations

import difflib

from course.exercises import Exercise, all_exercises


def find(name: object) -> Exercise | str:
    """The exercise of this name, or a sentence that says why there is none."""
    exercises = all_exercises()
    if type(name) is not str:
        return 'The first argument is the exercise\'s name, in quotes, as in `check("spki-pin", spki_pin)`.'
    if name in exercises:
        return exercises[name]
    alike = difflib.get_close_matches(name.strip().lower().replace("_", "-")[:100], exercises, n=1)
    if alike:
        return f"There is no exercise called {shown(name)}. Did you mean {shown(alike[0])}?"
    return f"There is no exercise called {shown(name)}. Its name stands in the check cell as the course ships it."


def shown(name: str) -> str:
    """A name in double quotes, as in the calls of the notebooks; long ones are cut."""
    return f'"{name[:60]}"' if name.isprintable() else repr(name[:60])
