"""How people name lessons."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path

from course.classroom.lessons import exercise_of
from course.classroom.shipped import Lesson, lessons
from course.classroom.trouble import CannotDo


def lesson_named(name: str, shipped: Sequence[Lesson]) -> Lesson | None:
    """The lesson with this number (`3`, `03`), stem, or file name; `None` if there is none."""
    asked = Path(name).name.removesuffix(".ipynb")
    for lesson in shipped:
        number = lesson.stem.partition("_")[0]
        same_number = asked.isdecimal() and number.isdecimal() and int(asked) == int(number)
        if asked == lesson.stem or same_number:
            return lesson
    return None


def find_lesson(name: str) -> Lesson:
    """The shipped lesson with this name.

    Raises:
      CannotDo: there is none; the message names the nearest.
    """
    shipped = lessons()
    lesson = lesson_named(name, shipped)
    if lesson is None:
        near = did_you_mean(name, [one.stem for one in shipped])
        raise CannotDo(f"No lesson is called {name!r}. {near}")
    return lesson


def exercises_in(shipped: Sequence[Lesson]) -> dict[str, Lesson]:
    """The names of all exercises, each with its lesson."""
    return {
        exercise: lesson
        for lesson in shipped
        for cell in lesson.notebook["cells"]
        if (exercise := exercise_of(cell)) is not None
    }


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A sentence that names the nearest of the names there are."""
    near = get_close_matches(name, list(names), n=1, cutoff=0.5)
    return f"Did you mean {near[0]}?" if near else "A lesson's number will do, such as 03."
