"""One line of `course doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How it stands. A note is for the reader to know and stops nobody."""

    OK = "ok"
    NOTE = "note"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at.

    Attributes:
      state: how it stands.
      what: what it is about.
      sentence: what was seen, and for anything but `ok` what to do.
    """

    state: State
    what: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.state:<7}  {self.what}: {self.sentence}"


def finding(good: bool, what: str, seen: str, advice: str) -> Finding:
    """`ok` with what was seen, or `missing` with what was seen and what to do."""
    return Finding(State.OK, what, seen) if good else Finding(State.MISSING, what, f"{seen} {advice}")
