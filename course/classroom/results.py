"""An answer's result as a plain value of our own: safe to compare, to keep and to describe.

A result may lie: a `str` subclass with an `__eq__` that always agrees, a list whose `__len__` loops.
So a result is copied once by the built-in types' own methods, and only the copy is looked at.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

DEEPEST = 20
MOST_PARTS = 10_000


@dataclass(frozen=True)
class Plain:
    """A result, copied.

    Attributes:
      kind: the type in a learner's words, such as "text (str)".
      value: what is compared: built-in values, or `Plain` ones inside a container.
      type_name: the name of the original type; not compared.
    """

    kind: str
    value: Any
    type_name: str = field(compare=False)


TEXT = "text (str)"
BYTES = "bytes"
NUMBER = "a number"
TRUTH = "True or False"
LIST = "a list"
DICT = "a dict"
SET = "a set"
NOTHING = "None"
DOTS = "..."
OBJECT = "an object"
TOO_MUCH = "too much to look at"


class _Thing:
    """An object of any other type, compared by its own `==` with objects of exactly its type."""

    def __init__(self, thing: object) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Thing) or type(self.thing) is not type(other.thing):
            return False
        return bool(self.thing == other.thing)

    def __hash__(self) -> int:
        return hash(type(self.thing))


class TooMuch(Exception):
    """A result has more parts, or is nested more deeply, than any answer of this course."""


def plain(result: object) -> Plain:
    """Copy a result, however it behaves."""
    try:
        return _Copier().copy(result, DEEPEST)
    except TooMuch:
        return Plain(TOO_MUCH, type_name(result), type_name(result))


def type_name(thing: object) -> str:
    """The name of a thing's type, whatever its metaclass says; at most 60 characters."""
    name: str = type.__dict__["__name__"].__get__(type(thing))
    return printable(name[:60])


def printable(text: str) -> str:
    """Text with escapes, such as \\x1b, in place of what can't be printed."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in text)


class _Copier:
    def __init__(self) -> None:
        self.parts = 0

    def copy(self, result: Any, depth: int) -> Plain:
        self.parts += 1
        if depth == 0 or self.parts > MOST_PARTS:
            raise TooMuch
        kind, value = self._kind_and_value(result, depth - 1)
        return Plain(kind, value, type_name(result))

    def _kind_and_value(self, result: Any, depth: int) -> tuple[str, Any]:
        # issubclass of the type, not isinstance: an object can lie about its __class__.
        kind = type(result)
        if result is None or result is ...:
            return (NOTHING, None) if result is None else (DOTS, ...)
        if issubclass(kind, str):
            return TEXT, str.__str__(result)
        if issubclass(kind, bytes | bytearray):
            return BYTES, bytes(memoryview(result))
        if kind is bool:
            return TRUTH, result
        if issubclass(kind, int):
            return NUMBER, int.__int__(result)
        if issubclass(kind, float):
            return NUMBER, _rounded(float.__float__(result))
        return self._container(result, kind, depth)

    def _container(self, result: Any, kind: type, depth: int) -> tuple[str, Any]:
        for base, word, gather in (
            (list, LIST, tuple),
            (tuple, LIST, tuple),
            (set, SET, frozenset),
            (frozenset, SET, frozenset),
        ):
            if issubclass(kind, base):
                self._room_for(base.__len__(result))
                return word, gather(self.copy(part, depth) for part in base.__iter__(result))
        if issubclass(kind, dict):
            self._room_for(dict.__len__(result))
            pairs = ((self.copy(key, depth), self.copy(part, depth)) for key, part in dict.items(result))
            return DICT, frozenset(pairs)
        return OBJECT, _Thing(result)

    def _room_for(self, parts: int) -> None:
        if self.parts + parts > MOST_PARTS:
            raise TooMuch


def _rounded(number: float) -> float | str:
    """Twelve significant digits, so that the order of additions doesn't matter; NaN equals NaN."""
    return "nan" if math.isnan(number) else float(f"{number:.12g}")
