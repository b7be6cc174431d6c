"""What grading found out about one submission."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from course.classroom.verification import Progress


@dataclass(frozen=True)
class Mark:
    """The state of one exercise.

    Attributes:
      lesson: the notebook's stem.
      exercise: its name.
      title: as the notebook's heading has it.
      state: how far it is.
      reply: what `check` says, or why nothing could be checked.
      trouble: whether it ended in a way that ordinary answers do not, so that the reply should be read.
      flags: what the answer did that no answer needs, in ends of sentences.
      seconds: how long it took.
    """

    lesson: str
    exercise: str
    title: str
    state: Progress
    reply: str
    trouble: bool = False
    flags: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class Graded:
    """One submission.

    Attributes:
      name: of its file or folder.
      marks: one for each exercise of each lesson in it.
      faults: what could not be graded, in sentences.
      flags: what an instructor should look at, in sentences.
      seconds: how long it took.
    """

    name: str
    marks: tuple[Mark, ...] = ()
    faults: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def correct(self) -> int:
        """How many exercises are correct."""
        return sum(mark.state is Progress.CORRECT for mark in self.marks)

    @property
    def all_flags(self) -> list[str]:
        """What an instructor should look at, of the text and of what ran."""
        ran = [f"The answer to {mark.exercise} {why}." for mark in self.marks for why in mark.flags]
        return [*self.flags, *ran]

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> Graded:
        """From plain values that `as_json` gave."""
        marks = tuple(
            Mark(**(one | {"state": Progress(one["state"]), "flags": tuple(one["flags"])}))
            for one in content["marks"]
        )
        return cls(
            **(
                content
                | {"marks": marks, "faults": tuple(content["faults"]), "flags": tuple(content["flags"])}
            )
        )
