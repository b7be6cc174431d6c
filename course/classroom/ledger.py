"""Which versions of which lesson the course ever put into a workspace."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from course.classroom.atomic import append_lines
from course.classroom.shipped import Lesson


class Ledger:
    """A file of lines, only ever added to: `placing` before a version is put in place, `placed` after.

    So every version that may be in the workspace is known, whenever the process was killed; and a version whose
    line says only `placing` is put in place again. Two processes may add lines at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, set[str]] = defaultdict(set)
        self._placed: dict[str, set[str]] = defaultdict(set)
        try:
            lines = path.read_bytes().splitlines()
        except FileNotFoundError:
            lines = []
        for line in lines:
            self._read(line)

    def _read(self, line: bytes) -> None:
        try:
            entry = json.loads(line)
            lesson, digest, event = entry["lesson"], entry["digest"], entry["event"]
            self._known[lesson].add(digest)
            if event == "placed":
                self._placed[lesson].add(digest)
        except (ValueError, KeyError, TypeError):
            return  # A line that a kill cut short. It was written before its file, so no file misses it.

    def known(self, lesson: Lesson) -> set[str]:
        """The digests of all versions that may be in the workspace."""
        return self._known[lesson.name]

    def has_placed(self, lesson: Lesson) -> bool:
        """Whether this version was put in place, as far as is known for certain."""
        return lesson.digest in self._placed[lesson.name]

    def placing(self, lessons: Iterable[Lesson]) -> None:
        """Record that these versions are about to be put in place."""
        self._append("placing", lessons)

    def placed(self, lessons: Iterable[Lesson]) -> None:
        """Record that these versions are in place."""
        self._append("placed", lessons)

    def _append(self, event: str, lessons: Iterable[Lesson]) -> None:
        entries = [{"lesson": item.name, "digest": item.digest, "event": event} for item in lessons]
        if entries:
            append_lines(self._path, [json.dumps(entry) for entry in entries])
