"""Answers that aren't the kind of thing that an exercise asks for."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import ModuleType
from typing import Any

from course.classroom.describe import described
from course.classroom.results import plain
from course.exercises import Exercise


def fault_of_shape(exercise: Exercise, answer: Any) -> str | None:
    """What is wrong with an answer before it is tried, in a sentence; None if nothing is.

    Args:
      exercise: says by its reference solution whether a function or a value is wanted.
      answer: the learner's.
    """
    reference = exercise.reference
    if not callable(reference):
        return _not_a_value(exercise, answer) if callable(answer) else None
    if issubclass(type(answer), type) and not isinstance(reference, type):
        return f"`{answer.__name__}` is a class. {_hand_over(exercise)}"
    if not callable(answer):
        return _not_a_function(exercise, answer)
    return _wrong_kind_of_function(exercise, answer) or _wrong_parameters(exercise, reference, answer)


def _not_a_value(exercise: Exercise, answer: Any) -> str:
    kind = "a class" if issubclass(type(answer), type) else "a function"
    return f"`{exercise.answer_name}` is {kind}; wanted is a value. Did you forget the parentheses of a call?"


def _not_a_function(exercise: Exercise, answer: Any) -> str:
    if issubclass(type(answer), ModuleType):
        return f"You handed over a module. {_hand_over(exercise)}"
    if answer is None:
        return f"You handed over None, not the function. {_hand_over(exercise)}"
    return (
        f"You handed over {described(plain(answer))}, not the function. {_hand_over(exercise)} "
        f"No parentheses after `{exercise.answer_name}`: `check` calls it itself."
    )


def _wrong_kind_of_function(exercise: Exercise, answer: Callable[..., Any]) -> str | None:
    if inspect.iscoroutinefunction(answer) or inspect.isasyncgenfunction(answer):
        return (
            f"`{exercise.answer_name}` is an `async` function: a call gives a coroutine, not the result. "
            "Write it with a plain `def`."
        )
    if inspect.isgeneratorfunction(answer):
        return (
            f"`{exercise.answer_name}` uses `yield`: a call gives a generator, not the result. "
            "Hand the result over with `return`."
        )
    return None


def _wrong_parameters(exercise: Exercise, reference: Callable[..., Any], answer: Any) -> str | None:
    wanted = inspect.signature(reference).parameters
    try:
        signature = inspect.signature(answer)
    except (TypeError, ValueError):  # some functions written in C tell nothing
        return None
    keyword = {name: None for name, part in wanted.items() if part.kind is part.KEYWORD_ONLY}
    try:
        signature.bind(*[None] * (len(wanted) - len(keyword)), **keyword)
    except TypeError:
        return (
            f"`{exercise.answer_name}` takes {_listed(list(signature.parameters))}. "
            f"Wanted: {_listed(list(wanted))}."
        )
    return None


def _listed(names: list[str]) -> str:
    if not names:
        return "no parameters"
    count = "one parameter" if len(names) == 1 else f"{len(names)} parameters"
    return f"{count}, `{', '.join(names[:6])}`"


def _hand_over(exercise: Exercise) -> str:
    return f'Hand over the function itself: `check("{exercise.name}", {exercise.answer_name})`.'
