"""What a function looks like from outside, so that one of another process can be judged by its looks."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_KINDS = {int(kind): kind for kind in inspect._ParameterKind}


@dataclass(frozen=True)
class Signature:
    """A function without what it does.

    Attributes:
      name: its name.
      kind: "function", "async" or "generator".
      parameters: name, kind and whether it has a default, of each; None where Python can't tell.
    """

    name: str
    kind: str = "function"
    parameters: tuple[tuple[str, int, bool], ...] | None = None


def is_function(thing: Any) -> bool:
    """Whether a thing is to be called, and is no class."""
    return callable(thing) and not issubclass(type(thing), type)


def signature_of(function: Callable[..., Any]) -> Signature:
    """What a function looks like; it may run the code of an object that behaves like one."""
    kind = "function"
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        kind = "async"
    elif inspect.isgeneratorfunction(function):
        kind = "generator"
    try:
        parts = inspect.signature(function).parameters.values()
        parameters = tuple((each.name, int(each.kind), each.default is not each.empty) for each in parts)
    except (TypeError, ValueError):  # some functions written in C tell nothing
        parameters = None
    name = getattr(function, "__name__", "")
    return Signature(name if isinstance(name, str) else "", kind, parameters)


def imitated(signature: Signature, called: Callable[..., Any]) -> Any:
    """A function that looks like another.

    Args:
      signature: what it is to look like.
      called: what it does.

    Raises:
      ValueError: no function of Python looks like that.
    """

    def function(*arguments: Any, **named: Any) -> Any:
        return called(*arguments, **named)

    async def coroutine() -> None: ...

    def generator() -> Any:
        yield

    made: Any = {"async": coroutine, "generator": generator}.get(signature.kind, function)
    made.__name__ = signature.name
    if signature.parameters is not None:
        made.__signature__ = inspect.Signature(
            [
                inspect.Parameter(name, _KINDS[kind], default=None if optional else inspect.Parameter.empty)
                for name, kind, optional in signature.parameters
            ]
        )
    return made
