"""Values on their way between the process that runs an answer and the one that marks it.

Plain JSON with tags: nothing that comes in can run code, whatever was sent. Both sides import this module, so it knows
nothing of the exercises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from types import MappingProxyType
from typing import Any, Protocol, TypeVar

from course.classroom.grading.classes import (
    BadMessage,
    class_name,
    fields_of,
    is_collection,
    is_value_class,
    knot,
    make_collection,
    make_member,
    make_value,
    thing_class,
    type_name,
)
from course.classroom.grading.kinds import READERS, Json, text, written

DEEPEST = 30
# More than any answer of this course has. A set of numbers can be made so that it takes the square of its size.
MOST_PARTS = 20_000
LONGEST = 1_000_000
_Text = TypeVar("_Text", str, bytes)
_CONTAINERS: dict[str, Callable[[Any], Any]] = {
    "list": list,
    "tuple": tuple,
    "set": set,
    "frozenset": frozenset,
}
_BASES: tuple[tuple[str, Any], ...] = (
    ("list", list),
    ("tuple", tuple),
    ("set", set),
    ("frozenset", frozenset),
)


class TooLarge(Exception):
    """A value has more parts, or is nested more deeply, than any answer of this course."""


class Lender(Protocol):
    """Who lends what can't be sent, and finds again what comes back."""

    def lend(self, thing: Any, /) -> Json | None:
        """A reference to a thing that stays here; None for things that are not lent."""

    def borrowed(self, content: Json, /) -> Any:
        """A stand-in for a thing of the other side, or a thing of ours that comes back."""


def encode_or_name(value: Any, lender: Lender) -> Json:
    """The same, and of a value that is too large only the name of its type."""
    try:
        return encode(value, lender)
    except TooLarge:
        return ["large", type_name(value)]


def encode(value: Any, lender: Lender) -> Json:
    """A value as JSON.

    Args:
      value: anything; what can't be sent is lent, or replaced by a `Thing`.
      lender: for functions and objects.

    Raises:
      TooLarge: it has too many parts.
    """
    return _Encoder(lender).encode(value, DEEPEST)


def decode(content: Json, lender: Lender) -> Any:
    """The value that was sent.

    Args:
      content: JSON from the other side; it may be anything.
      lender: for functions and objects.

    Raises:
      BadMessage: nobody sends that.
    """
    try:
        return _Decoder(lender).decode(content)
    except BadMessage:
        raise
    except Exception as error:
        raise BadMessage(f"a value that can't be read ({class_name(type(error))})") from error


class _Counter:
    def __init__(self, lender: Lender) -> None:
        self._lender = lender
        self._parts = 0

    def _count(self, parts: int) -> None:
        self._parts += parts
        if self._parts > MOST_PARTS:
            raise TooLarge


class _Encoder(_Counter):
    def encode(self, value: Any, depth: int) -> Json:
        self._count(1)
        if depth == 0:
            raise TooLarge
        kind = type(value)
        if value is None or kind is bool:
            return value
        if (plain := _plain(value, kind)) is not None:
            return plain
        for tag, base in _BASES:
            # By the built-in types' own methods: a subclass may lie about itself.
            if issubclass(kind, base):
                self._count(base.__len__(value))
                return [tag, [self.encode(part, depth - 1) for part in base.__iter__(value)]]
        if issubclass(kind, dict):
            self._count(dict.__len__(value))
            return ["dict", self._pairs(dict.items(value), depth)]
        if kind is MappingProxyType:
            return ["mapping", self._pairs(value.items(), depth)]
        return self._object(value, kind, depth)

    def _pairs(self, pairs: Iterable[tuple[Any, Any]], depth: int) -> Json:
        return [[self.encode(key, depth - 1), self.encode(part, depth - 1)] for key, part in pairs]

    def _object(self, value: Any, kind: type, depth: int) -> Json:
        if (known := written(value)) is not None:
            return known
        if is_collection(kind):
            return ["collection", kind.__module__, kind.__qualname__, self.encode(list(value), depth - 1)]
        if is_value_class(kind):
            content = {name: self.encode(part, depth - 1) for name, part in fields_of(value).items()}
            return ["value", kind.__module__, kind.__qualname__, content]
        if (lent := self._lender.lend(value)) is not None:
            return lent
        if issubclass(kind, type):
            return ["class", class_name(value)]
        return ["thing", class_name(kind)]


def _plain(value: Any, kind: type) -> Json | None:
    if value is ...:
        return ["..."]
    if issubclass(kind, Enum) and is_value_class(kind):
        return ["enum", kind.__module__, kind.__qualname__, value.name]
    if issubclass(kind, str):
        return _short(str.__str__(value))
    if issubclass(kind, int):
        number = int.__int__(value)
        return number if number.bit_length() <= 64 else ["int", hex(number)]
    if issubclass(kind, float):
        return ["float", float.__repr__(value)]
    if issubclass(kind, bytes | bytearray):
        return ["bytes", text(_short(bytes(memoryview(value))))]
    return None


def _short(value: _Text) -> _Text:
    if len(value) > LONGEST:
        raise TooLarge
    return value


class _Decoder(_Counter):
    def decode(self, content: Json) -> Any:
        self._count(1)
        if content is None or isinstance(content, bool | int | str):
            return content
        match content:
            case ["..."]:
                return ...
            case ["list" | "tuple" | "set" | "frozenset" as tag, list(parts)]:
                return _CONTAINERS[tag](self.decode(part) for part in parts)
            case ["dict" | "mapping" as tag, list(pairs)]:
                found = {self.decode(key): self.decode(part) for key, part in pairs}
                return found if tag == "dict" else MappingProxyType(found)
            case ["value", str(module), str(name), dict(content)]:
                return make_value(module, name, {key: self.decode(part) for key, part in content.items()})
            case ["collection", str(module), str(name), parts]:
                return make_collection(module, name, self.decode(parts))
            case ["enum", str(module), str(name), str(member)]:
                return make_member(module, name, member)
            case ["class", str(name)]:
                return thing_class(name)
            case ["large", str(name)]:
                return knot(name)
            case ["thing", str(name)]:
                return thing_class(name)()
            case ["lent" | "yours", *_]:
                return self._lender.borrowed(content)
            case [str(tag), *parts] if tag in READERS:
                return READERS[tag](*parts)
        raise BadMessage("a value of no kind that is sent")
