"""A learner who carries work from one workspace to another, for the tests of save and restore."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from course.classroom.lessons import exercise_of
from course.classroom.progress import Event
from course.classroom.shipped import source_of
from tests.classroom.school import read, write

ANSWER = "def answer():\n    return 42"


def answer(path: Path, source: str = ANSWER, exercise: str | None = None) -> None:
    """Write over the stub of an exercise, or of the only one."""
    content = read(path)
    for cell in content["cells"]:
        if exercise_of(cell) in ({exercise} if exercise else {exercise_of(cell)} - {None}):
            cell["source"] = source
    write(path, content)


def sources(path: Path) -> list[tuple[str, str]]:
    """What a learner reads and types in a notebook."""
    return [(cell["cell_type"], source_of(cell)) for cell in read(path)["cells"]]


def answers(path: Path) -> dict[str, str]:
    """The answers in a notebook; cells of one exercise joined."""
    found: dict[str, str] = {}
    for cell in read(path)["cells"]:
        if name := exercise_of(cell):
            found[name] = found.get(name, "") + source_of(cell)
    return found


def note(work: Path, exercise: str, event: Event, second: int = 0, **more: Any) -> None:
    """A line of progress, as a check adds it."""
    line = {"time": f"2027-01-04T09:00:{second:02}Z", "exercise": exercise, "event": event, **more}
    with (work / ".course" / "progress.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


def noted(work: Path) -> list[Any]:
    """The lines of progress, the oldest first."""
    file = work / ".course" / "progress.jsonl"
    lines = [json.loads(line) for line in file.read_text().split("\n") if line] if file.exists() else []
    return sorted(lines, key=lambda line: (line["time"], json.dumps(line, sort_keys=True)))
