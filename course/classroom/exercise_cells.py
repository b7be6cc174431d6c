"""One exercise of a notebook as shipped again, whatever has become of its cells."""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from secrets import token_hex
from typing import Any

from course.classroom.lessons import check_of, exercise_of
from course.classroom.shipped import Notebook, source_of

Cell = dict[str, Any]


def with_exercise_as_shipped(mine: Notebook, shipped: Notebook, exercise: str) -> tuple[Notebook, list[str]]:
    """Bring the cell of one exercise back, and its check cell if it is missing.

    JupyterLab copies a cell's marks when the cell is copied or split, and drops the second cell's when two are
    merged. So there may be several cells of the exercise, or none.

    Args:
      mine: the learner's notebook. It is not changed.
      shipped: the lesson as shipped. It has one cell of the exercise, and one check cell.
      exercise: the name of the exercise.

    Returns:
      The new notebook, and sentences that say what was done; none if nothing was to do.
    """
    notebook = copy.deepcopy(mine)
    cells: list[Cell] = notebook["cells"]
    done: list[str] = []
    answer = _index(shipped["cells"], lambda cell: exercise_of(cell) == exercise)
    check = _index(shipped["cells"], lambda cell: check_of(cell) == exercise)
    assert answer is not None
    _restore_answer(cells, shipped["cells"], answer, exercise, done)
    if done:
        _clear_checks(cells, exercise)
    if check is not None and _index(cells, lambda cell: check_of(cell) == exercise) is None:
        _insert(cells, _after_neighbour(cells, shipped["cells"], check), shipped["cells"][check])
        done.append("Its check cell was missing and has been put back.")
    return notebook, done


def _restore_answer(
    cells: list[Cell], shipped: Sequence[Cell], answer: int, exercise: str, done: list[str]
) -> None:
    found = [position for position, cell in enumerate(cells) if exercise_of(cell) == exercise]
    wanted = shipped[answer]
    if not found:
        check = _index(cells, lambda cell: check_of(cell) == exercise)
        if check is not None:
            _insert(cells, check, wanted)
            done.append(f"The cell of {exercise} was missing and has been put back before its check cell.")
        else:
            _insert(cells, _after_neighbour(cells, shipped, answer), wanted)
            done.append(f"The cell of {exercise} was missing and has been put back at its place.")
        return
    first, *others = found
    if others or not _same(cells[first], wanted):
        cells[first] = {**copy.deepcopy(wanted), **_identity(cells[first])}
        done.append(f"The cell of {exercise} is as shipped again.")
    for position in reversed(others):
        del cells[position]
    if others:
        were = "1 more cell" if len(others) == 1 else f"{len(others)} more cells"
        done.append(f"{were} of it, from splitting or copying, had to go.")


def _clear_checks(cells: list[Cell], exercise: str) -> None:
    # What they say is about the answer that was there.
    for position, cell in enumerate(cells):
        if check_of(cell) == exercise and cell.get("cell_type") == "code":
            cells[position] = cell | {"outputs": [], "execution_count": None}


def _after_neighbour(cells: Sequence[Cell], shipped: Sequence[Cell], index: int) -> int:
    """The place after the nearest cell that stands before it as shipped, and that is still there."""
    for neighbour in reversed(shipped[:index]):
        position = _index(cells, lambda cell, near=neighbour: _is(cell, near))  # type: ignore[misc]
        if position is not None:
            return position + 1
    return 0


def _is(cell: Cell, shipped: Cell) -> bool:
    return _identity(cell) == _identity(shipped) != {} or _same(cell, shipped)


def _same(cell: Cell, shipped: Cell) -> bool:
    return (cell.get("cell_type"), source_of(cell)) == (shipped.get("cell_type"), source_of(shipped))


def _insert(cells: list[Cell], position: int, shipped: Cell) -> None:
    cell = copy.deepcopy(shipped)
    if "id" in cell and cell["id"] in {other.get("id") for other in cells}:
        cell["id"] = token_hex(4)
    cells.insert(position, cell)


def _identity(cell: Cell) -> Cell:
    return {"id": cell["id"]} if "id" in cell else {}


def _index(cells: Sequence[Cell], matches: Callable[[Cell], bool]) -> int | None:
    return next((position for position, cell in enumerate(cells) if matches(cell)), None)
