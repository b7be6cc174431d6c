"""The pieces of Kotlin and Swift that stand in the lessons' text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from course.classroom.notebook_file import read_notebook

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
_OPENING = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})\s*(?P<language>\S*)")


@dataclass(frozen=True)
class Fence:
    """One piece of code.

    Attributes:
      place: the notebook, and the number of the cell in it.
      source: the code, without the fence.
    """

    place: str
    source: str


def fences_in_lessons(language: str) -> list[Fence]:
    """Every piece in a language, of all notebooks.

    Args:
      language: as behind the three backticks, such as "kotlin".
    """
    found = []
    for path in sorted(NOTEBOOKS.glob("**/*.ipynb")):
        for number, cell in enumerate(read_notebook(path)["cells"], start=1):
            if cell["cell_type"] == "markdown":
                found += [
                    Fence(f"{path.stem}, cell {number}", each) for each in fences_in(cell["source"], language)
                ]
    return found


def fences_in(markdown: str, language: str) -> Iterator[str]:
    """The pieces in a language that stand in one text.

    Args:
      markdown: a cell's text.
      language: in whatever case.

    Source: CommonMark section 4.5.
    """
    closing: str | None = None
    wanted, lines = False, list[str]()
    for line in markdown.splitlines():
        if closing is None:
            if opening := _OPENING.match(line):
                closing, lines = opening["fence"], []
                wanted = opening["language"].lower() == language
        elif line.strip().startswith(closing) and not line.strip().strip(closing[0]):
            if wanted:
                yield "\n".join(lines)
            closing = None
        else:
            lines.append(line)
    if closing is not None and wanted:
        yield "\n".join(lines)
