"""The copy of a learner's notebook that `verify` runs."""

from __future__ import annotations

import os
import re
import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from course.classroom.lessons import about, check_of, exercise_of
from course.classroom.notebook_file import node, upgraded, write_notebook
from course.classroom.notebook_text import headings
from course.classroom.shipped import NotANotebook, source_of
from course.classroom.shipped import read_notebook as read_bytes
from course.classroom.verify_names import MAGIC, VERIFIES
from course.exercises import Exercise

_MARKERS = re.compile(r"(?m)^(\s*#+\s*)(?:NBVAL_\w+|PYTEST_VALIDATE_IGNORE_OUTPUT)\s*$")
_CHECKS = re.compile(r"""\b(?:check|predict|quiz|hint|solution)\(\s*["']([\w-]+)["']""")


class CannotVerify(ValueError):
    """The file can't be verified; the message is a sentence that says why and what to do."""


def read_learners(path: Path) -> Any:
    """A learner's notebook, of whichever version.

    Args:
      path: the file.

    Returns:
      The notebook in the shape of nbformat 4.

    Raises:
      CannotVerify: there is no notebook in it.
    """
    if path.is_dir():
        raise CannotVerify(f"{path} is a folder. Name the notebook in it.")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotVerify(f"{path} can't be read: {error.strerror}.") from error
    if not data.strip():
        raise CannotVerify(
            f"{path} is empty. `course start` brings a fresh copy of a lesson that you deleted."
        )
    try:
        return read_bytes(data)
    except NotANotebook as error:
        if older := upgraded(data):
            return older
        raise CannotVerify(f"{path}: {error} Give the .ipynb file that you saved in JupyterLab.") from error


def lesson_of(notebook: Any, path: Path, exercises: Mapping[str, Exercise], lessons: Sequence[str]) -> str:
    """The lesson that a notebook is a copy of, whatever its file is called.

    Args:
      notebook: the learner's notebook.
      path: its file.
      exercises: all records by name.
      lessons: the stems of all lessons.

    Raises:
      CannotVerify: nothing in it says which.
    """
    if (named := about(notebook).get("lesson")) in lessons:
        return str(named)
    named_in_file = [lesson for lesson in lessons if lesson in path.stem]
    if named_in_file:
        return max(named_in_file, key=len)
    votes: Counter[str] = Counter()
    for cell in notebook["cells"]:
        marked = [exercise_of(cell), check_of(cell), *_CHECKS.findall(source_of(cell))]
        votes.update(exercises[name].lesson for name in marked if isinstance(name, str) and name in exercises)
    if votes:
        return votes.most_common(1)[0][0]
    raise CannotVerify(
        f"Nothing in {path.name} says which lesson it is. Name it with --lesson; the lessons are: {', '.join(lessons)}."
    )


@contextmanager
def runnable_copy(
    notebook: Any, path: Path, exercises: Sequence[Exercise], left_out: Collection[int] = ()
) -> Iterator[Path]:
    """A copy beside the learner's notebook, so that its cells find the files that they read; removed at the end.

    Args:
      notebook: the learner's notebook; it is not altered.
      path: its file.
      exercises: for each of them a check is appended.
      left_out: the places of code cells that are not run, from 0.

    Raises:
      CannotVerify: nothing can be written into the folder.
    """
    sources = code_sources(notebook)
    cells = [_learners_cell("" if place in left_out else source) for place, source in enumerate(sources)]
    cells += [_checking_cell(exercise) for exercise in exercises]
    for count, cell in enumerate(cells, start=1):
        cell |= {"cell_type": "code", "id": f"cell-{count}", "execution_count": count}
    copy = node({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    target = path.with_name(f".{path.stem}.verify-{os.getpid()}-{secrets.token_hex(4)}.ipynb")
    try:
        write_notebook(copy, target)
        yield target
    except OSError as error:
        raise CannotVerify(
            f"{path.parent} can't be written to, and the check needs a copy there: {error}."
        ) from error
    finally:
        target.unlink(missing_ok=True)


def code_sources(notebook: Any) -> list[str]:
    """The sources of the code cells, in order."""
    sources = [source_of(cell) for cell in notebook["cells"] if cell.get("cell_type") == "code"]
    # Half a character, as JSON can hold it, can't be written to a file.
    return [source.encode(errors="replace").decode() for source in sources]


def places(notebook: Any) -> list[str]:
    """For every code cell how a sentence names it."""
    cells = [{"cell_type": cell.get("cell_type"), "source": source_of(cell)} for cell in notebook["cells"]]
    code = [
        heading for cell, heading in zip(cells, headings(cells), strict=True) if cell["cell_type"] == "code"
    ]
    return [
        f"Code cell {number} (under {heading.lstrip('# ')!r})" for number, heading in enumerate(code, start=1)
    ]


def _learners_cell(source: str) -> dict[str, Any]:
    tags = ["raises-exception", "nbval-ignore-output"]
    # nbval prefers its markers in comments to tags; a learner's must not decide what is run.
    return {"source": _MARKERS.sub(r"\1", source), "metadata": {"tags": tags}, "outputs": []}


def _checking_cell(exercise: Exercise) -> dict[str, Any]:
    output = {"output_type": "display_data", "data": {"text/plain": "correct"}, "metadata": {}}
    return {
        "source": f"%{MAGIC} {exercise.name}",
        "metadata": {"tags": ["nbval-check-output"], "course": {VERIFIES: exercise.name}},
        "outputs": [output],
    }
