"""Classes by name: those whose objects may travel, and stand-ins for all others."""

from __future__ import annotations

import importlib
import sys
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

# Rooms whose classes only hold values: no input, no output, no clock.
VALUE_ROOMS = ("course.pki.", "course.pinning.", "course.platforms.", "course.operations.")
# The one door in them to the network.
_DOORS = ("course.pinning.adapter",)
_LONGEST = 60


class BadMessage(Exception):
    """What came in is nothing that the other side sends."""


class Thing:
    """Stands for an object that can't travel; its type has the original's name, and nothing else."""


def thing_class(name: str) -> Any:
    """The class that stands for all classes of this name."""
    return subclass(Thing, name)


def knot(name: str) -> Any:
    """What stands for a value that is too large to travel: it is too large to look at."""
    made = subclass(list, name)()
    made.append(made)
    return made


@lru_cache(maxsize=1000)
def subclass(kind: type, name: str) -> Any:
    """A subclass with this name, the same one each time."""
    return type(name[:_LONGEST].replace("\0", "") or "object", (kind,), {})


def type_name(thing: object) -> str:
    """The name of a thing's type."""
    return class_name(type(thing))


def class_name(kind: type) -> str:
    """A class's own name, whatever its metaclass says."""
    return str(type.__dict__["__name__"].__get__(kind))[:_LONGEST]


def is_value_class(kind: type) -> bool:
    """Whether objects of this class travel by their fields, or by their name in an enumeration."""
    module = kind.__module__
    return isinstance(module, str) and _is_value_room(module) and not issubclass(kind, BaseException)


def is_collection(kind: type) -> bool:
    """Whether objects of this class travel by what is in them, and are made of it again."""
    return is_value_class(kind) and not is_dataclass(kind) and hasattr(kind, "__iter__")


def fields_of(value: Any) -> dict[str, Any]:
    """The fields of a value of such a class."""
    if is_dataclass(value):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return dict(getattr(value, "__dict__", {}))


def _is_value_room(module: str) -> bool:
    return module.startswith(VALUE_ROOMS) and not module.startswith(_DOORS)


def find(module: str, name: str) -> Any:
    """What a module of values calls by this name.

    Raises:
      BadMessage: it is no such module.
      KeyError: it has no such name.
    """
    if not _is_value_room(module):
        raise BadMessage(f"a value of {module[:_LONGEST]}")
    found: Any = sys.modules.get(module) or importlib.import_module(module)
    for part in name.split("."):
        found = vars(found)[part]
    return found


def make_value(module: str, name: str, content: dict[str, Any]) -> Any:
    """A value from its fields.

    Without its `__init__`: the fields are those of a value that had passed it, or whoever changed it is to blame.

    Raises:
      BadMessage: no class of values has these fields.
    """
    kind = find(module, name)
    if not (isinstance(kind, type) and is_value_class(kind)) or issubclass(kind, Enum):
        raise BadMessage(f"a value of {name[:_LONGEST]}")
    if is_dataclass(kind) and {each.name for each in fields(kind)} != set(content):
        raise BadMessage(f"a {name[:_LONGEST]} with other fields")
    value = object.__new__(kind)
    for field, part in content.items():
        object.__setattr__(value, field, part)
    return value


def make_collection(module: str, name: str, parts: list[Any]) -> Any:
    """A collection from what is in it.

    Raises:
      BadMessage: no class of collections is called so.
    """
    kind = find(module, name)
    if not (isinstance(kind, type) and is_collection(kind)):
        raise BadMessage(f"a collection {name[:_LONGEST]}")
    return kind(parts)


def make_member(module: str, name: str, member: str) -> Any:
    """A member of an enumeration.

    Raises:
      BadMessage: it is no enumeration.
    """
    kind = find(module, name)
    if not (isinstance(kind, type) and issubclass(kind, Enum)):
        raise BadMessage(f"a member of {name[:_LONGEST]}")
    return kind[member]


def exception_class(error: BaseException) -> tuple[str, str]:
    """Where an exception's class is from, and its name."""
    return str(type(error).__module__), type_name(error)


def make_exception(module: str, name: str, parts: Any, message: str) -> BaseException:
    """An exception like the one of the other side.

    Args:
      module: of its class.
      name: of its class.
      parts: its arguments, and its attributes.
      message: what it says, for a class that nobody knows here.
    """
    error = _known(module, name, parts)
    if error is None:
        error = subclass(Exception, name)(message)
    elif isinstance(error, AttributeError):
        # Python's own words are made of the object, which did not travel.
        error.args = (message,)
    assert isinstance(error, BaseException)
    return error


def _known(module: str, name: str, parts: Any) -> BaseException | None:
    try:
        kind = vars(sys.modules["builtins"])[name] if module == "builtins" else find(module, name)
        arguments, attributes = parts
        error = kind.__new__(kind, *arguments)
        vars(error).update(attributes)
    except Exception:  # no class of that name, or no parts of one
        return None
    return error if isinstance(error, BaseException) else None
