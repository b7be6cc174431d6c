"""What `course pin` has found, before it is written as text or JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from course.cli.pin_words import Server
from course.pki import PinSource, SourceKind

CA_NOTE = (
    "A pin of a CA accepts every certificate that this CA, or a CA below it, issues for your host: "
    "to you, and to whoever else gets one."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One pin.

    Attributes:
      source: the pin, and what it was taken from.
      sent: at which places of the chain as sent it stands, from 1; empty if the server did not send it.
      validated: its place in the path as validated, from 1; None if it is not in the path.
      role: what it is, in a word or two.
    """

    source: PinSource
    role: str
    sent: tuple[int, ...] = ()
    validated: int | None = None


@dataclass(frozen=True, slots=True)
class FilePins:
    """The pins of one file."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ServerPins:
    """The pins of one server.

    Attributes:
      server: who was asked for.
      address: who answered: IP address and port.
      anchors: whose trust anchors they were, in words.
      at: the moment that it was judged by.
      trusted: whether a path was validated.
      rows: the path first, then what else was sent.
    """

    server: Server
    address: Server
    anchors: str
    at: datetime
    trusted: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What could not be done: for which word, why in a word for programs, and a sentence for people."""

    word: str
    reason: str
    sentence: str


@dataclass
class Report:
    """Everything that one call has found, in the order of its words."""

    results: list[FilePins | ServerPins] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Say something once, however often it is true."""
        if sentence not in self.notes:
            self.notes.append(sentence)


def role_in_file(source: PinSource) -> str:
    """What a thing in a file is called."""
    return "CA certificate" if source.ca else str(source.kind)


def holds_private_key(rows: tuple[Row, ...]) -> bool:
    """Whether a file has a private key in it."""
    return any(row.source.kind is SourceKind.PRIVATE_KEY for row in rows)
