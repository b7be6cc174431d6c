"""What an instructor should look at in a submission's text. A sign, never a mark."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from course.classroom.binding import bound_names
from course.classroom.grading.cells import Code

_VERBS = frozenset({"check", "predict", "quiz"})


def text_flags(cells: Sequence[Code]) -> list[str]:
    """What stands out in the code cells of a notebook.

    Args:
      cells: all of them, whether they are run or not.

    Returns:
      Ends of sentences that begin with the cell, each once.
    """
    return list(dict.fromkeys(f"Code cell {cell.number} {why}." for cell in cells for why in _flags(cell)))


def names_solutions(cell: Code) -> bool:
    """Whether a cell names the package in which the solutions are."""
    return any(_names_solutions(node) for node in _nodes(cell))


def _nodes(cell: Code) -> Iterator[ast.AST]:
    for part in cell.parts:
        for each in part.nodes:
            yield from ast.walk(each)


def _flags(cell: Code) -> Iterator[str]:
    rebound = set(_rebound(cell)) | set(_attributes(_nodes(cell)))
    for verb in sorted(rebound & _VERBS):
        yield f"rebinds `{verb}`"
    if names_solutions(cell):
        yield "names course.exercises, where the solutions are"


def _rebound(cell: Code) -> Iterator[str]:
    for part in cell.parts:
        if not all(
            isinstance(node, ast.ImportFrom) and node.module == "course.classroom" for node in part.nodes
        ):
            yield from bound_names(part.source)


def _attributes(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def _names_solutions(node: ast.AST) -> bool:
    match node:
        case ast.Import(names=names):
            return any(each.name.startswith("course.exercises") for each in names)
        case ast.ImportFrom(module=str(module), names=names):
            return module.startswith("course.exercises") or (
                module == "course" and any(each.name == "exercises" for each in names)
            )
        case ast.Attribute(attr="exercises", value=ast.Name(id="course")):
            return True
        case ast.Constant(value=str(text)):
            return "course.exercises" in text or "course/exercises" in text
    return False
