"""Which statements of a notebook make one answer: those of its cell, and what they need, however they were moved."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from course.classroom.binding import set_by
from course.classroom.lessons import check_of, exercise_of
from course.classroom.shipped import source_of
from course.exercises import Exercise, free_names

_MAGIC = re.compile(r"(?m)^\s*[%!?]|\?\s*$")
_BUILTIN = frozenset(dir(builtins))
# What has no state that a later statement could change.
_DEFINES = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Part:
    """A statement, or several that share a line, or a cell that is not Python.

    Attributes:
      first: its first line.
      last: its last line.
      source: its text.
      nodes: its statements; none where it is not Python.
    """

    first: int
    last: int
    source: str
    nodes: tuple[ast.stmt, ...] = ()

    @cached_property
    def sets(self) -> frozenset[str]:
        """The names that it sets for others."""
        return frozenset(set_by(self.source))

    @cached_property
    def uses(self) -> frozenset[str]:
        """The names that it needs from others."""
        try:
            free = free_names(self.source)
        except (SyntaxError, ValueError, RecursionError):
            return frozenset()
        changed = {node.target for node in self._all() if isinstance(node, ast.AugAssign)}
        return free | {target.id for target in changed if isinstance(target, ast.Name)}

    @cached_property
    def changes(self) -> frozenset[str]:
        """The names whose objects it may change: by a method, as an argument, or by their parts."""
        return frozenset(_changed(self._all())) - _BUILTIN

    @property
    def has_state(self) -> bool:
        """Whether what it sets can be changed by others."""
        return any(
            not isinstance(node, _DEFINES)
            and not (isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Constant))
            for node in self.nodes
        )

    def _all(self) -> Iterator[ast.AST]:
        for node in self.nodes:
            yield from ast.walk(node)


@dataclass(frozen=True)
class Code:
    """A code cell of a learner's notebook.

    Attributes:
      number: its number among the code cells, from 1.
      source: as Python, magics as calls.
      exercise: the exercise that is answered in it.
      checks: whether it is a check cell as shipped.
    """

    number: int
    source: str
    exercise: str | None = None
    checks: bool = False

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its statements."""
        lines = self.source.split("\n")
        try:
            body = ast.parse(self.source).body
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return (Part(1, len(lines), self.source),)
        found: list[tuple[int, int, list[ast.stmt]]] = []
        for node in body:
            first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
            last = node.end_lineno or first
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], max(last, found[-1][1]), [*found[-1][2], node])
            else:
                found.append((first, last, [node]))
        return tuple(
            Part(first, last, "\n".join(lines[first - 1 : last]), tuple(nodes))
            for first, last, nodes in found
        )

    def only(self, parts: Iterable[Part]) -> str:
        """The source with the other statements blank, so that every line keeps its number."""
        wanted = {line for part in parts for line in range(part.first, part.last + 1)}
        return "\n".join(
            line if number in wanted else "" for number, line in enumerate(self.source.split("\n"), start=1)
        )


def code_cells(notebook: Mapping[str, Any]) -> list[Code]:
    """The code cells of a notebook, in order."""
    cells = [cell for cell in notebook["cells"] if cell.get("cell_type") == "code"]
    return [
        Code(number, as_python(source_of(cell)), exercise_of(cell), check_of(cell) is not None)
        for number, cell in enumerate(cells, start=1)
    ]


def as_python(source: str) -> str:
    """A cell's source without what only IPython understands."""
    if not _MAGIC.search(source):
        return source
    # Only few cells need it, and it takes a moment.
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        manager: Any = TransformerManager
        return str(manager().transform_cell(source))
    except Exception:
        return source


def answer_cells(cells: Sequence[Code], exercise: Exercise) -> list[tuple[int, str]]:
    """What must run for one answer, in order.

    Its own cells run whole. Of the others only those statements run that set what is needed, or may change it.

    Args:
      cells: of the learner's notebook.
      exercise: that is answered.

    Returns:
      A number and a source for each cell; none where nothing sets the answer.
    """
    name = exercise.answer_name
    parts = [(cell, part) for cell in cells for part in cell.parts]
    own = {id(part) for cell, part in parts if cell.exercise == exercise.name and not cell.checks}
    wanted = own | {id(part) for _, part in parts if name in part.sets}
    if not any(id(part) in wanted and name in part.sets for _, part in parts):
        return []
    while True:
        chosen = [part for _, part in parts if id(part) in wanted]
        needed = {used for part in chosen for used in part.uses}
        state = {each for part in chosen if part.has_state for each in part.sets}
        more = {
            id(part)
            for cell, part in parts
            if part.sets & needed or (part.changes & state and not cell.checks)
        }
        if more <= wanted:
            break
        wanted |= more
    run = []
    for cell in cells:
        if kept := [part for part in cell.parts if id(part) in wanted]:
            run.append((cell.number, cell.only(kept)))
    return run


def _changed(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield from _root(node.func)
            if not (isinstance(node.func, ast.Name) and node.func.id in _BUILTIN):
                for argument in [*node.args, *(each.value for each in node.keywords)]:
                    yield from _root(argument)
        elif isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            yield from _root(node)


def _root(node: ast.expr) -> Iterator[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
