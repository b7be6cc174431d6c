"""How far a learner is, read from the lines of their progress."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.classroom.counting import counted
from course.classroom.progress import FILE, MARKER, Event, find_workspace
from course.classroom.replies import State
from course.exercises import Exercise, all_exercises

Record = dict[str, Any]

AS_NOW = "Solved once counts for ever here. `course verify` looks at the notebooks as they are now."


@dataclass(frozen=True)
class Standing:
    """How far a learner is with one exercise.

    Attributes:
      exercise: the exercise.
      state: correct once is correct for ever.
      attempts: until the first correct one.
      hints: how many different ones were shown.
      solution: whether the solution was shown.
    """

    exercise: Exercise
    state: State
    attempts: int
    hints: int
    solution: bool

    @property
    def words(self) -> str:
        """What it took, in words; empty if nothing was tried."""
        parts = [
            counted(self.attempts, "attempt") * bool(self.attempts),
            counted(self.hints, "hint") * bool(self.hints),
            "solution shown" * self.solution,
        ]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Summary:
    """How far a learner is with all exercises."""

    standings: tuple[Standing, ...]

    def __str__(self) -> str:
        width = max((len(standing.exercise.title) for standing in self.standings), default=0)
        lines = [self.headline]
        lesson = ""
        for standing in self.standings:
            if standing.exercise.lesson != lesson:
                lesson = standing.exercise.lesson
                lines += ["", lesson]
            lines.append(
                f"  {standing.state:<13}  {standing.exercise.title:<{width}}  {standing.words}".rstrip()
            )
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr>{_cells(row.exercise.lesson, row.exercise.title, row.state, row.words)}</tr>"
            for row in self.standings
        )
        heads = "".join(f'<th scope="col">{head}</th>' for head in ("Lesson", "Exercise", "State", "So far"))
        return (
            f'<table style="color: inherit"><caption>{html.escape(self.headline)}</caption>'
            f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
        )

    @property
    def headline(self) -> str:
        """How many exercises were ever correct, in a sentence."""
        done = sum(standing.state is State.CORRECT for standing in self.standings)
        return f"You have solved {done} of {counted(len(self.standings), 'exercise')}."


def summarise(lines: Iterable[str], exercises: Mapping[str, Exercise]) -> Summary:
    """How far a learner is.

    Args:
      lines: of a progress file; torn and foreign ones are passed over.
      exercises: all that there are.
    """
    return summarise_records(_records(lines), exercises)


def summarise_records(records: Iterable[Mapping[str, Any]], exercises: Mapping[str, Exercise]) -> Summary:
    """How far a learner is.

    Args:
      records: the lines of a progress file, each with an exercise.
      exercises: all that there are.
    """
    events: dict[str, list[Mapping[str, Any]]] = {name: [] for name in exercises}
    # Restored lines stand at the end of the file, however old they are.
    for line in sorted(records, key=lambda record: str(record.get("time", ""))):
        if (name := line["exercise"]) in events:
            events[name].append(line)
    return Summary(tuple(_standing(exercise, events[name]) for name, exercise in exercises.items()))


def progress(folder: Path) -> Summary | None:
    """How far the learner of a workspace is; None if this folder is in no workspace.

    Args:
      folder: the workspace, or any folder in it.
    """
    workspace = find_workspace(folder.absolute())
    if workspace is None:
        return None
    return summarise(_lines(workspace / MARKER / FILE), all_exercises())


def progress_text(folder: Path) -> str:
    """How far the learner of a workspace is, as text for a terminal.

    Args:
      folder: the workspace, or any folder in it.
    """
    summary = progress(folder)
    if summary is None:
        return "There are no lessons here yet. `course start` brings them."
    return f"{summary}\n\n{AS_NOW}"


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text("utf-8", errors="replace").split("\n")
    except OSError:
        return []


def _records(lines: Iterable[str]) -> Iterator[Record]:
    for line in lines:
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict) and isinstance(record.get("exercise"), str):
            yield record


def _standing(exercise: Exercise, lines: list[Mapping[str, Any]]) -> Standing:
    events = [line.get("event") for line in lines]
    tried = [event for event in events if event in (Event.ATTEMPT, Event.CORRECT)]
    correct = Event.CORRECT in tried
    state = State.CORRECT if correct else State.NOT_YET if tried else State.NOT_ATTEMPTED
    attempts = tried.index(Event.CORRECT) + 1 if correct else len(tried)
    return Standing(exercise, state, attempts, _hints(exercise, lines), Event.SOLUTION in events)


def _hints(exercise: Exercise, lines: list[Mapping[str, Any]]) -> int:
    shown = [line.get("hint") for line in lines if line.get("event") == Event.HINT]
    numbered = {number for number in shown if isinstance(number, int)}
    # A line without a number says only that there was a hint.
    without = sum(not isinstance(number, int) for number in shown)
    return min(len(numbered) + without, len(exercise.hints))


def _cells(*texts: str) -> str:
    return "".join(f"<td>{html.escape(text)}</td>" for text in texts)
