"""What `verify` finds out about a learner's notebook, and how it says it."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from course.classroom.counting import counted


class Progress(StrEnum):
    """How far an exercise is."""

    CORRECT = "correct"
    NOT_YET = "not yet"
    NOT_ATTEMPTED = "not attempted"
    NOT_REACHED = "not reached"


@dataclass(frozen=True)
class Finding:
    """The state of one exercise.

    Attributes:
      name: of the exercise.
      title: as the notebook's heading has it.
      minutes: how long a new learner needs.
      state: how far it is.
      reply: what `check` says, or why nothing could be checked.
    """

    name: str
    title: str
    minutes: float
    state: Progress
    reply: str


@dataclass(frozen=True)
class Verification:
    """The state of all exercises in one notebook.

    Attributes:
      path: the learner's notebook.
      lesson: the lesson that it is a copy of, such as "03_hash_public_keys".
      findings: one for each exercise of the lesson.
      notes: what went wrong on the way, in sentences.
    """

    path: Path
    lesson: str
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether every exercise is correct."""
        return all(finding.state is Progress.CORRECT for finding in self.findings)

    def __str__(self) -> str:
        lines = [f"{self.path.name} (lesson {self.lesson})"]
        for finding in self.findings:
            lines += _lines(finding)
        lines += [line for note in self.notes for line in _wrapped(note, "  ")]
        if not self.findings:
            return "\n".join([*lines, "  This lesson has no exercises."])
        correct = sum(finding.state is Progress.CORRECT for finding in self.findings)
        left = sum(finding.minutes for finding in self.findings if finding.state is not Progress.CORRECT)
        rest = f", about {counted(left, 'minute')} to go" if left else ""
        return "\n".join([*lines, f"  {correct} of {len(self.findings)} correct{rest}."])


def _lines(finding: Finding) -> list[str]:
    lines = [f"  {finding.state:<14}{finding.title}"]
    if finding.state is not Progress.CORRECT:
        lines += _wrapped(finding.reply, " " * 16)
    return lines


def _wrapped(text: str, indent: str) -> list[str]:
    return [
        wrapped
        for line in text.splitlines()
        for wrapped in textwrap.wrap(
            line, 100, initial_indent=indent, subsequent_indent=indent, break_long_words=False
        )
    ]
