"""A notebook as it is saved, and as it comes back: sources and marks, no outputs."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from secrets import token_hex
from typing import Any

from course.classroom.lessons import about
from course.classroom.shipped import Lesson, Notebook, source_of
from course.classroom.work_fields import Fields, WrongField
from course.classroom.work_file import CELL_ID, KINDS, SavedCell, SavedNotebook, portable

Cell = dict[str, Any]

PYTHON = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def saved_notebook(name: str, notebook: Notebook, lesson: Lesson | None) -> SavedNotebook:
    """A learner's notebook without what is no work of theirs.

    Args:
      name: what it is called in the file.
      notebook: any notebook.
      lesson: the lesson as shipped that it is a copy of; `None` for a notebook of the learner's own.
    """
    shipped = [saved_cell(cell) for cell in lesson.notebook["cells"]] if lesson else []
    stubs = {cell.exercise: cell.source for cell in shipped}
    known = {(cell.kind, cell.source) for cell in shipped}
    cells = []
    for cell in map(saved_cell, notebook["cells"]):
        if cell.exercise is not None:
            yours = stubs.get(cell.exercise) != cell.source
        else:
            yours = (cell.kind, cell.source) not in known
        cells.append(replace(cell, yours=yours and lesson is not None))
    stem = about(notebook).get("lesson")
    return SavedNotebook(
        name,
        tuple(cells),
        lesson.digest if lesson else None,
        stem[:1000] if isinstance(stem, str) else "",
    )


def saved_cell(cell: Mapping[str, Any]) -> SavedCell:
    """A cell without its outputs, and without marks that nobody could read."""
    metadata, name = cell.get("metadata", {}), cell.get("id")
    tags = metadata.get("tags", [])
    course = {mark: value for mark, value in about(cell).items() if _readable({mark: value})}
    try:
        attachments = Fields(cell).attachments("attachments")
    except WrongField:
        attachments = {}
    return SavedCell(
        kind if (kind := cell.get("cell_type")) in KINDS else "raw",
        source_of(cell),
        name if isinstance(name, str) and CELL_ID.fullmatch(name) else "",
        course=course,
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        attachments=attachments,
    )


def notebook_from(saved: SavedNotebook, lesson: Lesson | None) -> Notebook:
    """A notebook as it was saved, never run.

    Args:
      saved: the notebook.
      lesson: the lesson that it is a copy of, whose kernel and marks it takes.
    """
    metadata: dict[str, Any] = {"kernelspec": PYTHON}
    if lesson is not None:
        metadata = lesson.notebook.get("metadata", metadata)
    elif saved.lesson:
        metadata["course"] = {"lesson": saved.lesson}
    taken: set[str] = set()
    cells = [cell_from(cell, taken) for cell in saved.cells]
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def cell_from(saved: SavedCell, taken: set[str]) -> Cell:
    """A cell as it was saved, never run.

    Args:
      saved: the cell.
      taken: the ids that its notebook has already; its own is added.
    """
    name = saved.id
    while not name or name in taken:
        name = token_hex(4)
    taken.add(name)
    metadata: dict[str, Any] = {"course": saved.course} if saved.course else {}
    if saved.tags:
        metadata["tags"] = list(saved.tags)
    cell: Cell = {"cell_type": saved.kind, "id": name, "metadata": metadata, "source": saved.source}
    if saved.attachments and saved.kind != "code":
        cell["attachments"] = saved.attachments
    return cell | ({"outputs": [], "execution_count": None} if saved.kind == "code" else {})


def free_name(name: str, taken: Sequence[SavedNotebook]) -> str:
    """A notebook's name as every system can have it, with a number if another one has that already."""
    clean = "/".join(portable(part) for part in name.split("/"))[-190:].lstrip("/.")
    stem = clean.removesuffix(".ipynb")
    names = {one.name for one in taken}
    numbered = (f"{stem}-{number}.ipynb" for number in itertools.count(2))
    return next(one for one in itertools.chain([clean], numbered) if one not in names)


def _readable(marks: dict[str, Any]) -> bool:
    try:
        Fields({"course": marks}).marks("course")
    except WrongField:
        return False
    return True
