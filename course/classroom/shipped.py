"""A lesson as shipped, and how a learner's copy of it is judged."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Container, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

from course.classroom.lessons import about, lessons_folder, shipped_lessons

Notebook = dict[str, Any]


class NotANotebook(ValueError):
    """The bytes are not a notebook with cells."""


class State(StrEnum):
    """What a learner's copy is, compared with the lesson as shipped."""

    UP_TO_DATE = "up to date"
    UNTOUCHED = "untouched"
    EDITED = "edited"


@dataclass(frozen=True)
class Lesson:
    """A lesson as shipped.

    Attributes:
      name: its path inside a workspace, with forward slashes: `03_hash_public_keys.ipynb`, `extra/curl.ipynb`.
      data: the file as shipped.
    """

    name: str
    data: bytes

    @cached_property
    def notebook(self) -> Notebook:
        """The file as a notebook."""
        return read_notebook(self.data)

    @cached_property
    def digest(self) -> str:
        """The digest of its cell sources."""
        return digest_of(self.notebook)

    @property
    def stem(self) -> str:
        """Its name without folder and suffix."""
        return self.name.rpartition("/")[2].removesuffix(".ipynb")


def lessons() -> list[Lesson]:
    """All lessons as shipped, in the order of the course, the drills in `extra/` last."""
    folder = lessons_folder()
    return [Lesson(path.relative_to(folder).as_posix(), path.read_bytes()) for path in shipped_lessons()]


def read_notebook(data: bytes) -> Notebook:
    """A notebook from a file's bytes.

    Raises:
      NotANotebook: the bytes are not JSON, or have no list of cells with sources.
    """
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotANotebook("The file is not JSON, so it is not a notebook.") from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(_is_cell(cell) for cell in cells):
        raise NotANotebook("The file is JSON, but not a notebook: it has no list of cells with sources.")
    return dict(notebook)


def write_notebook(notebook: Notebook) -> bytes:
    """A notebook as a file's bytes, laid out as Jupyter does it."""
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode(errors="surrogatepass")


def source_of(cell: Mapping[str, Any]) -> str:
    """A cell's source as one text, in whichever of the two ways it is stored."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def digest_of(notebook: Notebook) -> str:
    """A digest of the cells' kinds and sources, in order, and of nothing else.

    Running a notebook changes outputs, counts and metadata, so none of them says that a learner changed it.
    """
    sources = [[cell.get("cell_type"), source_of(cell)] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()


def judge(path: Path, lesson: Lesson, known: Container[str]) -> State:
    """Compare a learner's copy with the lesson as shipped.

    Args:
      path: the learner's copy; it may be anything.
      lesson: the lesson as shipped now.
      known: the digests of every version of it that the course ever put into this workspace.

    Returns:
      Edited, unless it is certain that nothing of the learner's is in it. A copy that is write-protected, or a
      link to somewhere else, is somebody's deliberate doing, and counts as edited unless it is up to date.

    Raises:
      FileNotFoundError: nothing is there, any more.
    """
    try:
        data = path.read_bytes()
        notebook = read_notebook(data) if data else None
        mode = path.lstat().st_mode
    except FileNotFoundError:
        if path.is_symlink():  # to nowhere, today
            return State.EDITED
        raise
    except (OSError, NotANotebook):
        return State.EDITED
    ours = stat.S_ISREG(mode) and bool(mode & stat.S_IWUSR)
    if notebook is None:  # An empty file holds nobody's work; a killed start can leave one.
        return State.UNTOUCHED if ours else State.EDITED
    digest = digest_of(notebook)
    if digest == lesson.digest and _carries_the_marks_of(notebook, lesson.notebook):
        return State.UP_TO_DATE
    if ours and (digest == lesson.digest or digest in known):
        return State.UNTOUCHED
    return State.EDITED


def _carries_the_marks_of(copy: Notebook, shipped: Notebook) -> bool:
    """Whether the course's metadata and tags are there too; a learner may add tags of their own."""
    return about(copy) == about(shipped) and all(
        about(mine) == about(theirs) and _tags(mine) >= _tags(theirs)
        for mine, theirs in zip(copy["cells"], shipped["cells"], strict=True)
    )


def _tags(cell: Mapping[str, Any]) -> set[str]:
    return set(cell.get("metadata", {}).get("tags", []))


def _is_cell(cell: object) -> bool:
    if not isinstance(cell, dict) or not isinstance(cell.get("metadata", {}), dict):
        return False
    source = cell.get("source")
    return isinstance(source, str) or (
        isinstance(source, list) and all(isinstance(line, str) for line in source)
    )
