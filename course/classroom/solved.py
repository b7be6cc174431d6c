"""Copies of the lessons with the reference solutions put in."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from IPython.core.formatters import DisplayFormatter

from course.classroom import check
from course.classroom.binding import bound_names
from course.classroom.lessons import check_of, exercise_of
from course.classroom.notebook_file import node, read_notebook, write_notebook
from course.exercises import all_exercises
from course.exercises.record import Exercise


def with_solution(stub: str, exercise: Exercise) -> str:
    """A stub's source with the reference solution where the answer is bound; what stands around it stays."""
    lines = stub.splitlines()
    for part in ast.parse(stub).body:
        if exercise.answer_name in bound_names(ast.unparse(part)):
            last = part.end_lineno or part.lineno
            return "\n".join([*lines[: part.lineno - 1], exercise.solution_source, *lines[last:]])
    raise ValueError(f"The cell of exercise {exercise.name!r} does not bind `{exercise.answer_name}`.")


def solve(notebook: Any, exercises: Mapping[str, Exercise]) -> None:
    """Put each reference solution into its cell, and what `check` says to it into its check cell's output.

    Args:
      notebook: a lesson as shipped; it is altered.
      exercises: the records by name.
    """
    for cell in notebook.cells:
        if name := exercise_of(cell):
            cell.source = with_solution(cell.source, exercises[name])
        elif name := check_of(cell):
            reply = check(name, exercises[name].reference)
            data, metadata = DisplayFormatter().format(reply)  # type: ignore[no-untyped-call]
            count = cell.execution_count
            output = {
                "output_type": "execute_result",
                "execution_count": count,
                "data": data,
                "metadata": metadata,
            }
            cell.outputs = [node(output)]


def solve_folder(folder: Path, copy: Path) -> None:
    """Make a solved copy of a folder of lessons, with everything that lies beside them.

    Args:
      folder: the lessons as shipped.
      copy: where the copy is made; it must not exist.
    """
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
    exercises = all_exercises()
    for path in copy.rglob("*.ipynb"):
        notebook = read_notebook(path)
        solve(notebook, exercises)
        write_notebook(notebook, path)
