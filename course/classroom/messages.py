"""What an exception says, in words for a learner."""

from __future__ import annotations

import re
from difflib import get_close_matches
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from course.classroom.results import type_name

_FUNCTIONS = (BuiltinFunctionType, FunctionType, MethodType)
_NOT_CALLED = re.compile(
    r"\bnot [\"']?(builtin_function_or_method|method|function)\b|^'\w*(function|method)\w*' object is"
)


def message_of(error: BaseException) -> str:
    """What an exception says. It may run the learner's code, and raise whatever that raises."""
    message = str.__str__(str(error))
    if message and isinstance(error, AttributeError) and isinstance(error.name, str):
        return _attribute(error.name, error.obj)
    if isinstance(error, TypeError) and _NOT_CALLED.search(message):
        return f"{message}. Are parentheses missing after the name of a function?"
    return message


def _attribute(name: str, owner: object) -> str:
    if owner is None:
        return f"There is no `{name}` on None. Which call before it gave None?"
    if isinstance(owner, _FUNCTIONS):
        called = owner.__name__
        return f"There is no `{name}` on the function `{called}`. Are its parentheses missing, as in `{called}()`?"
    place = (
        f"in `{owner.__name__}`" if isinstance(owner, ModuleType) else f"on that {type_name(owner)} object"
    )
    near = get_close_matches(name, dir(owner), n=1, cutoff=0.7)
    return f"There is no `{name}` {place}." + (f" Did you mean `{near[0]}`?" if near else "")
