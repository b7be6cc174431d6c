"""How far a learner is: a file in the workspace that only ever grows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

SWITCH = "COURSE_PROGRESS"
MARKER = ".course"
FILE = "progress.jsonl"


_watchers: list[Callable[[], None]] = []


class Event(StrEnum):
    """What a learner did."""

    ATTEMPT = "attempt"
    CORRECT = "correct"
    HINT = "hint"
    SOLUTION = "solution"


def note(exercise: str, event: Event, mistake: str | None = None, *, hint: int | None = None) -> None:
    """Add a line to the progress of the workspace around the current folder.

    Outside a workspace, where it can't write, and with COURSE_PROGRESS=off it does nothing: progress is
    never worth an error in a learner's cell.
    """
    if os.environ.get(SWITCH, "").lower() == "off":
        return
    with suppress(Exception):
        workspace = find_workspace(Path.cwd())
        if workspace is None:
            return
        line: dict[str, object] = {
            "time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "exercise": exercise,
            "event": event,
        }
        more = {"mistake": mistake, "hint": hint}
        line |= {key: value for key, value in more.items() if value}
        _append(workspace / MARKER / FILE, json.dumps(line))
        for watcher in _watchers:
            watcher()


def watch(watcher: Callable[[], None]) -> None:
    """Call this after every new line of progress.

    Args:
      watcher: takes no arguments; what it raises is dropped.
    """
    _watchers.append(watcher)


def find_workspace(folder: Path) -> Path | None:
    """The workspace that this folder is in: the nearest one with a folder `.course`."""
    return next((place for place in (folder, *folder.parents) if (place / MARKER).is_dir()), None)


def _append(path: Path, line: str) -> None:
    # One write in append mode: several kernels can share the file. A line that another one is just writing
    # may look torn; then an empty line follows it, which does no harm.
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        size = os.fstat(handle).st_size
        torn = size > 0 and _byte_at(handle, size - 1) != b"\n"
        os.write(handle, ("\n" * torn + line + "\n").encode())
    finally:
        os.close(handle)


def _byte_at(handle: int, position: int) -> bytes:
    os.lseek(handle, position, os.SEEK_SET)
    return os.read(handle, 1)
