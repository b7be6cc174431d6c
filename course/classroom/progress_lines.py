"""The lines of a learner's progress as they are carried from one workspace to another."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

Line = dict[str, str]

KEYS = ("time", "exercise", "event", "mistake")


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
        if isinstance(record, dict) and all(_is_short(record.get(key)) for key in KEYS[:3]):
            mistake = record.get("mistake")
            kept = {key: record[key] for key in KEYS[:3]}
            yield kept | ({"mistake": mistake} if mistake and _is_short(mistake) else {})


def missing(saved: Iterable[Line], here: Iterable[Line]) -> list[str]:
    """The saved lines that are not here yet, as text. What happened twice in a second stands here twice.

    Args:
      saved: lines in order.
      here: the lines of the workspace.
    """
    left = Counter(_text(line) for line in here)
    lines = []
    for line in saved:
        text = _text(line)
        if left[text]:
            left[text] -= 1
        else:
            lines.append(text)
    return lines


def _text(line: Line) -> str:
    return json.dumps({key: line[key] for key in KEYS if key in line})


def _is_short(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 200
