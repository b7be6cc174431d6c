"""Where saved answers go in the lessons of today: matched by the exercise's name, nothing of today overwritten."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Any

from course.classroom.exercise_cells import with_exercise_as_shipped
from course.classroom.lessons import exercise_of
from course.classroom.saved_notebook import cell_from, notebook_from
from course.classroom.shipped import Lesson, Notebook, digest_of, source_of
from course.classroom.work_file import SavedCell, SavedNotebook


@dataclass
class Merged:
    """The lessons of a workspace with saved answers in them.

    Attributes:
      notebooks: the lessons that change, by name.
      whole: names of lessons that are just as they were saved.
      back: names of exercises whose answers are back.
      here: names of exercises whose answers were here already.
      changed: exercises whose cells the learner has changed since, and which are left as they are.
      gone: exercises that the course no longer has, or whose lesson can't be written to.
      leftover: saved copies of lessons in which something has no place; the exercises and other cells of each.
    """

    notebooks: dict[str, Notebook] = field(default_factory=dict)
    whole: list[str] = field(default_factory=list)
    back: list[str] = field(default_factory=list)
    here: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    leftover: list[SavedNotebook] = field(default_factory=list)


def merge(saved: list[SavedNotebook], lessons: Mapping[str, Lesson], mine: Mapping[str, Notebook]) -> Merged:
    """Put saved answers into a learner's lessons.

    Args:
      saved: copies of lessons as they were saved.
      lessons: the lessons as shipped, by name.
      mine: the learner's copies, as far as they can be read and written. They are not changed.
    """
    merged = Merged()
    for one in saved:
        lesson = lessons.get(one.name)
        if lesson and one.name in mine and _fits_whole(one, lesson, mine[one.name]):
            merged.notebooks[one.name] = notebook_from(one, lesson)
            merged.whole.append(one.name)
    homes = {
        name: lesson
        for lesson in lessons.values()
        for cell in lesson.notebook["cells"]
        if (name := exercise_of(cell)) is not None
    }
    for one in saved:
        for name, cells in one.answers.items():
            if not all(is_stub(cell.source) for cell in cells):
                _put(name, cells, homes.get(name), mine, merged)
        if _has_leftovers(one, homes, {**mine, **merged.notebooks}):
            merged.leftover.append(one)
    return merged


def is_stub(source: str) -> bool:
    """Whether a source is nothing but a stub: an answer that is `...`, and imports.

    The stub of another version of a lesson is not the learner's work, though it differs from today's.
    """
    try:
        body = ast.parse(source).body
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return False
    notes = any(line.lstrip().startswith("#") for line in source.splitlines())
    return bool(body) and not notes and all(_says_nothing(statement) for statement in body)


def _fits_whole(saved: SavedNotebook, lesson: Lesson, mine: Notebook) -> bool:
    """Whether the lesson is still the one that it was saved from, and nobody has touched it."""
    return saved.shipped == lesson.digest == digest_of(mine)


def _put(
    name: str, saved: list[SavedCell], home: Lesson | None, mine: Mapping[str, Notebook], merged: Merged
) -> None:
    notebook = merged.notebooks.get(home.name, mine.get(home.name)) if home else None
    if home is None or notebook is None:
        merged.gone.append(name)
        return
    stub = next(cell for cell in home.notebook["cells"] if exercise_of(cell) == name)
    sources = [cell.source for cell in saved]
    found = [source_of(cell) for cell in notebook["cells"] if exercise_of(cell) == name]
    if found == sources:
        (merged.back if home.name in merged.whole else merged.here).append(name)
    elif not found or found == [source_of(stub)]:
        merged.notebooks[home.name] = _answered(notebook, home, name, saved)
        merged.back.append(name)
    else:
        merged.changed.append(name)


def _answered(notebook: Notebook, home: Lesson, name: str, saved: list[SavedCell]) -> Notebook:
    answered, _ = with_exercise_as_shipped(notebook, home.notebook, name)
    cells: list[dict[str, Any]] = answered["cells"]
    place = next(place for place, cell in enumerate(cells) if exercise_of(cell) == name)
    marks = cells[place].get("metadata", {})
    taken = {str(cell.get("id")) for cell in cells}
    first, *others = saved
    cells[place] |= {"source": first.source, "outputs": [], "execution_count": None}
    cells[place + 1 : place + 1] = [
        cell_from(cell, taken) | {"metadata": copy.deepcopy(marks)} for cell in others
    ]
    return answered


def _has_leftovers(
    saved: SavedNotebook, homes: Mapping[str, Lesson], notebooks: Mapping[str, Notebook]
) -> bool:
    def is_there(cell: SavedCell) -> bool:
        home = homes.get(cell.exercise or "")
        places = [notebooks.get(name) for name in {saved.name, home.name if home else saved.name}]
        return any(
            (one.get("cell_type"), source_of(one)) == (cell.kind, cell.source)
            for notebook in places
            if notebook is not None
            for one in notebook["cells"]
        )

    def is_nothing(cell: SavedCell) -> bool:
        return not cell.source.strip() or (cell.exercise is not None and is_stub(cell.source))

    return any(cell.yours and not is_nothing(cell) and not is_there(cell) for cell in saved.cells)


def _says_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Import() | ast.ImportFrom():
            return True
        case ast.Assign(value=ast.Constant(value=value)) | ast.AnnAssign(value=ast.Constant(value=value)):
            return value is Ellipsis
        case ast.FunctionDef(body=[*_, ast.Return(value=ast.Constant(value=value))] as body):
            before = list(takewhile(_is_text, body))
            return value is Ellipsis and len(before) == len(body) - 1
        case _:
            return False


def _is_text(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
