"""The lines of a learner's progress as they are carried from one workspace to another."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

Line = dict[str, str | int]

# Every line has these, as texts. What else a line says, as a text or a number, is carried as it is.
ALWAYS = ("time", "exercise", "event")


def is_line(record: object) -> bool:
    """Whether this is a line of progress, of this version of the course or another."""
    return (
        isinstance(record, dict)
        and all(isinstance(record.get(key), str) for key in ALWAYS)
        and all(len(key) <= 200 and _is_short(value) for key, value in record.items())
    )


def events(path: Path) -> Iterator[Line]:
    """The lines of a progress file; torn and foreign ones are passed over, a missing file has none."""
    try:
        text = path.read_text("utf-8", errors="replace")
    except OSError:
        return
    for line in text.split("\n"):
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if is_line(record):
            yield record


def missing(saved: Iterable[Line], here: Iterable[Line]) -> list[str]:
    """The saved lines that are not here yet, as text. What happened twice in a second stands here twice.

    Args:
      saved: lines in order.
      here: the lines of the workspace.
    """
    left = Counter(_canonical(line) for line in here)
    lines = []
    for line in saved:
        key = _canonical(line)
        if left[key]:
            left[key] -= 1
        else:
            lines.append(json.dumps(line))
    return lines


def _canonical(line: Line) -> str:
    return json.dumps(line, sort_keys=True)


def _is_short(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= 200
    return isinstance(value, int) and abs(value) < 10**9
