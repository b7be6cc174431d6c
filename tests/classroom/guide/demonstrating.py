"""Runs lessons as far as their notes need it, does what the notes say, and prints what came out, as JSON.

In a process of its own, since a lesson leaves servers behind, and may change what it imports.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import sys
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from course.classroom.guide.notes import written_notes
from course.classroom.shipped import lessons, source_of

Bound = dict[str, Any]


def demonstrate(notebook: dict[str, Any]) -> dict[str, str]:
    """For each section with code to break live what that prints and shows."""
    wanted = {
        heading: notes["break_live"]["code"]
        for heading, notes in written_notes(notebook).get("sections", {}).items()
        if "code" in notes.get("break_live", {})
    }
    if not wanted:
        return {}
    bound: Bound = {}
    shown: dict[str, str] = {}
    for heading, sources in by_section(notebook):
        # Pictures take most of the time, checks the rest, and nothing is done with them elsewhere.
        slow = ("course.classroom",) if heading in wanted else ("course.classroom", "course.views")
        run([source for source in sources if not any(module in source for module in slow)], bound)
        if heading in wanted:
            shown[heading] = output_of(wanted[heading], bound)
            if len(shown) == len(wanted):
                break
            run(sources, bound)  # so that what comes next finds everything as it should be
    return shown


def by_section(notebook: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The sources of the code cells under each heading of the second level."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            found[-1][1].append(source_of(cell))
        for line in source_of(cell).splitlines() if cell["cell_type"] == "markdown" else []:
            if line.startswith("## "):
                found.append((line.removeprefix("## "), []))
    return found


def run(sources: list[str], bound: Bound) -> None:
    """Run cells without their outputs; one that is meant to fail may."""
    for source in sources:
        python = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            exec(compile(python, "<cell>", "exec"), bound)


def output_of(source: str, bound: Bound) -> str:
    """What a cell prints, and what its last line shows."""
    *before, last = ast.parse(source).body
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(ast.Module(before, []), "<demonstration>", "exec"), bound)
        if not isinstance(last, ast.Expr):
            exec(compile(ast.Module([last], []), "<demonstration>", "exec"), bound)
        elif (
            value := eval(compile(ast.Expression(last.value), "<demonstration>", "eval"), bound)
        ) is not None:
            print(repr(value))
    return printed.getvalue()


if __name__ == "__main__":
    sys.stdout.write(
        json.dumps(
            {lesson.stem: demonstrate(lesson.notebook) for lesson in lessons() if "/" not in lesson.name}
        )
    )
