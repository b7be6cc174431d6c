"""A notebook as the linter's rules see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from course.classroom.lessons import check_of, exercise_of, required_programs
from course.classroom.notebook_text import headings


@dataclass(frozen=True)
class CodeCell:
    """One code cell.

    Attributes:
      number: its place among the code cells, from 1.
      heading: the heading that it stands under.
      raw: the cell as stored.
    """

    number: int
    heading: str
    raw: dict[str, Any]

    @property
    def where(self) -> str:
        """How a sentence names it."""
        return f"code cell {self.number} (under {self.heading!r})"

    @property
    def source(self) -> str:
        """Its source."""
        return str(self.raw["source"])

    @property
    def outputs(self) -> list[dict[str, Any]]:
        """Its stored outputs."""
        return list(self.raw.get("outputs", []))

    @property
    def tags(self) -> set[str]:
        """Its tags."""
        return set(self.raw["metadata"].get("tags", []))

    @cached_property
    def python(self) -> str:
        """Its source as plain Python: magics and shell lines are calls."""
        return str(TransformerManager().transform_cell(self.source))  # type: ignore[no-untyped-call]

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree; empty where it isn't Python."""
        try:
            return ast.parse(self.python)
        except SyntaxError:
            return ast.Module(body=[], type_ignores=[])

    @property
    def exercise(self) -> str | None:
        """The exercise that is answered in it."""
        return exercise_of(self.raw)

    @property
    def check(self) -> str | None:
        """The exercise that is checked in it."""
        return check_of(self.raw)

    @property
    def programs(self) -> set[str]:
        """The programs that it names as required."""
        return set(required_programs(self.raw))

    def calls(self) -> Iterator[str]:
        """The plain names of the functions that it calls."""
        for part in ast.walk(self.tree):
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Name):
                yield part.func.id

    def loads(self) -> set[str]:
        """The names that it reads."""
        return {
            part.id
            for part in ast.walk(self.tree)
            if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
        }


@dataclass(frozen=True)
class Lesson:
    """A notebook.

    Attributes:
      stem: its file's name without suffix.
      notebook: as stored.
    """

    stem: str
    notebook: dict[str, Any]

    @cached_property
    def code(self) -> list[CodeCell]:
        """Its code cells."""
        cells = self.notebook["cells"]
        code = [
            (cell, under)
            for cell, under in zip(cells, headings(cells), strict=True)
            if cell["cell_type"] == "code"
        ]
        return [CodeCell(number, under, cell) for number, (cell, under) in enumerate(code, start=1)]
