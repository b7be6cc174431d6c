"""Every exercise of the course, found in the modules of this package."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterable, Mapping
from types import MappingProxyType, ModuleType

import course.exercises
from course.exercises.record import Exercise

# The package's own machinery; every other module belongs to a lesson.
MACHINERY = frozenset(
    {
        "catalogue",
        "certificates",
        "der_elements",
        "in_turn",
        "key_by_hand",
        "lending",
        "names",
        "part_order",
        "pem_text",
        "record",
    }
)


class BadRecord(ValueError):
    """An exercise record that the course can't use."""


@functools.cache
def all_exercises() -> Mapping[str, Exercise]:
    """Every exercise by its name, in the order of the lessons, then as written.

    Raises:
      BadRecord: a module has no `EXERCISES`, or two exercises share a name.
    """
    found = [
        importlib.import_module(f"course.exercises.{module.name}")
        for module in pkgutil.iter_modules(course.exercises.__path__)
        if module.name not in MACHINERY
    ]
    return MappingProxyType(collect(found))


def collect(modules: Iterable[ModuleType]) -> dict[str, Exercise]:
    """The exercises of these lesson modules by name, in the order of the lessons.

    Args:
      modules: each has `EXERCISES`, a tuple of records.

    Raises:
      BadRecord: a module or a record isn't as it should be.
    """
    exercises = [exercise for module in modules for exercise in _exercises_of(module)]
    named: dict[str, Exercise] = {}
    for exercise in sorted(exercises, key=lambda exercise: exercise.lesson):
        if exercise.name in named:
            raise BadRecord(
                f"Two exercises are called {exercise.name!r}: one in lesson {named[exercise.name].lesson!r}, "
                f"one in {exercise.lesson!r}. Rename one of them."
            )
        named[exercise.name] = exercise
    return named


def _exercises_of(module: ModuleType) -> tuple[Exercise, ...]:
    exercises = getattr(module, "EXERCISES", None)
    if not isinstance(exercises, tuple):
        raise BadRecord(
            f"{module.__name__} has no tuple EXERCISES. Write EXERCISES = (...,) with its records at the end."
        )
    for exercise in exercises:
        if not isinstance(exercise, Exercise):
            raise BadRecord(
                f"EXERCISES of {module.__name__} holds a {type(exercise).__name__}. "
                "Make each record with Exercise(...) or question(...)."
            )
    return exercises
