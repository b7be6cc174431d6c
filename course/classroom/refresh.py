"""Runs lessons and stores what came out, in the one form in which lessons are kept."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from course.classroom import nbval_run
from course.classroom.lesson_rules import REQUIRE_PROGRAMS
from course.classroom.notebook_file import node

_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_CELL_METADATA = ("course", "jupyter", "slideshow", "tags")
_WIDGET = "application/vnd.jupyter.widget-view+json"


def refresh(paths: Iterable[str | os.PathLike[str]]) -> int:
    """Run notebooks as pass 1 does, and write their new outputs, counts and tidied metadata into them.

    A notebook in which a cell fails is left as it is; the report says which cell.

    Args:
      paths: the notebooks.

    Returns:
      pytest's exit code: 0 where every notebook ran through and was written.
    """
    notebooks = [Path(path).resolve() for path in paths]
    folder = Path(os.path.commonpath([path.parent for path in notebooks]))
    with nbval_run.kernel_environment() as environment:
        # An output of a program that is missing here would be lost.
        environment[REQUIRE_PROGRAMS] = "1"
        return nbval_run.run(
            notebooks,
            plugin="course.classroom.refresh_guards",
            options=["--nbval", "--nbval-cell-timeout=60"],
            folder=folder,
            environment=environment,
        )


def store_outputs(notebook: Any, outputs: Sequence[Sequence[Any]]) -> None:
    """Put new outputs into a notebook and give it the form in which lessons are kept.

    Args:
      notebook: it is altered.
      outputs: for every code cell what came out of it.
    """
    counted = enumerate(outputs, start=1)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count, new = next(counted)
            cell.outputs = [_stored(output, cell.execution_count) for output in new]
    tidy(notebook)


def _stored(output: Any, count: int) -> Any:
    kept = node(output)
    if "data" in kept:
        # A live widget means nothing without its kernel; the picture beside it stays readable.
        kept.data.pop(_WIDGET, None)
    if kept.output_type == "execute_result":
        kept.execution_count = count
    if kept.output_type == "error":
        # The frames carry paths and line numbers of this machine, and nbval does not compare them.
        kept.traceback = [f"{kept.ename}: {kept.evalue}"]
    return kept


def tidy(notebook: Any) -> None:
    """Keep of a notebook's metadata what says something about the lesson, and give every cell an id of its own.

    Args:
      notebook: it is altered.
    """
    course = notebook.metadata.get("course")
    notebook.metadata = node(
        {"kernelspec": _KERNELSPEC, "language_info": {"name": "python"}}
        | ({"course": course} if course else {})
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken: set[str] = set()
    for place, cell in enumerate(notebook.cells):
        cell.metadata = node({key: cell.metadata[key] for key in _CELL_METADATA if cell.metadata.get(key)})
        if cell.get("id") in {None, "", *taken}:
            cell.id = hashlib.sha256(f"{place} {cell.source}".encode()).hexdigest()[:8]
        taken.add(cell.id)
