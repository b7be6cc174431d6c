"""A class of learners as files and folders, for the tests of the report."""

from __future__ import annotations

import json
from pathlib import Path

from course.classroom.progress_lines import Line
from course.classroom.work_file import Work, write_work


def line(exercise: str, event: str, minute: float = 0, **more: str | int) -> Line:
    """A line of progress, so many minutes after nine."""
    seconds = round(minute * 60)
    time = f"2027-01-04T{9 + seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}Z"
    return {"time": time, "exercise": exercise, "event": event, **more}


def saved(path: Path, *lines: Line) -> Path:
    """A file as `course save` writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_work(Work("0.1.0", "2027-01-04T12:00:00Z", (), lines)))
    return path


def progress_file(path: Path, *lines: Line) -> Path:
    """A file of progress alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(one) + "\n" for one in lines), "utf-8")
    return path


def workspace(folder: Path, *lines: Line) -> Path:
    """A workspace; without lines, one in which nobody has tried anything."""
    (folder / ".course").mkdir(parents=True)
    if lines:
        progress_file(folder / ".course" / "progress.jsonl", *lines)
    return folder
