"""Fields of a file that anybody may have written, each of the type that is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


class WrongField(ValueError):
    """A field is missing, or not of the type that is wanted; the message is part of a sentence."""


@dataclass(frozen=True)
class Fields:
    """The fields of one JSON object.

    Attributes:
      content: the object.
    """

    content: Mapping[str, Any]

    def text(self, name: str, *, default: str | None = None, most: int = 1000) -> str:
        """A text of at most so many characters."""
        value = self.content.get(name, default)
        if not isinstance(value, str) or len(value) > most:
            raise WrongField(f"its {name!r} is not a text of at most {most} characters")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false if it is not there."""
        value = self.content.get(name, False)
        if not isinstance(value, bool):
            raise WrongField(f"its {name!r} is neither true nor false")
        return value

    def marks(self, name: str) -> dict[str, Any]:
        """What the course says of a cell: texts, and lists of texts; empty if it is not there."""
        table = self._table(name)
        if not all(isinstance(value, str) or _are_texts(value) for value in table.values()):
            raise WrongField(f"its {name!r} has a value that is neither a text nor a list of texts")
        return table

    def attachments(self, name: str) -> dict[str, Any]:
        """Files by name, each as texts by MIME type; empty if there are none."""
        table = self._table(name)
        if not all(isinstance(file, dict) and _are_texts(list(file.values())) for file in table.values()):
            raise WrongField(f"its {name!r} are not files")
        return table

    def texts(self, name: str) -> list[str]:
        """A list of texts; empty if it is not there."""
        value = self.content.get(name, [])
        if not _are_texts(value):
            raise WrongField(f"its {name!r} is not a list of texts")
        return list(value)

    def records(self, name: str) -> Iterator[Fields]:
        """A list of objects."""
        value = self.content.get(name)
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise WrongField(f"its {name!r} is not a list of objects")
        return map(Fields, value)

    def _table(self, name: str) -> dict[str, Any]:
        value = self.content.get(name, {})
        if not isinstance(value, dict):
            raise WrongField(f"its {name!r} is not an object")
        return value


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
