"""Small notebooks for the tests of the guards."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest

from course.classroom.notebook_file import nbformat

v4 = nbformat.v4
Cell = Any


def text(source: str) -> Cell:
    """A cell with text."""
    return v4.new_markdown_cell(source)  # type: ignore[no-untyped-call]


def code(source: str, *outputs: Any, tags: Sequence[str] = (), **course: object) -> Cell:
    """A code cell with its stored outputs, tags and the course's own metadata."""
    metadata: dict[str, object] = {"tags": list(tags)} if tags else {}
    metadata |= {"course": course} if course else {}
    return v4.new_code_cell(source, metadata=metadata, outputs=list(outputs))  # type: ignore[no-untyped-call]


def result(shown: str, **more: str) -> Any:
    """A stored result; further MIME types as `text_html=...`."""
    data = {"text/plain": shown} | {mime.replace("_", "/"): content for mime, content in more.items()}
    return v4.new_output("execute_result", data, execution_count=1)  # type: ignore[no-untyped-call]


def printed(shown: str, name: str = "stdout") -> Any:
    """A stored stream."""
    return v4.new_output("stream", name=name, text=shown)  # type: ignore[no-untyped-call]


def error(name: str, message: str) -> Any:
    """A stored error."""
    return v4.new_output("error", ename=name, evalue=message, traceback=[])  # type: ignore[no-untyped-call]


def write(
    path: Path,
    *cells: Cell,
    counts: Sequence[int | None] | None = None,
    course: Mapping[str, object] | None = None,
) -> Path:
    """Write a notebook whose counts are its cells' places, or those given."""
    notebook = v4.new_notebook(  # type: ignore[no-untyped-call]
        cells=list(cells),
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    if course:
        notebook.metadata.course = dict(course)
    in_code = [cell for cell in cells if cell.cell_type == "code"]
    for cell, count in zip(in_code, counts or range(1, len(in_code) + 1), strict=True):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]
    return path


@dataclass(frozen=True)
class Report:
    """What a pass wrote."""

    code: int
    out: str

    def about(self, notebook: str) -> str:
        """The parts of the report about one notebook, its summary lines included."""
        parts = re.split(r"(?m)^(?=_{3,} .* _{3,}$|=+ short test summary)", self.out)
        title = re.compile(rf"_+ .*\b{re.escape(notebook)}::")
        lines = [line for line in parts[-1].splitlines() if notebook in line]
        return "\n".join([*(part for part in parts if title.match(part)), *lines])


def shared(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Report]) -> tuple[Path, Report]:
    """A folder and a report that one of pytest's workers makes, and the others read."""
    root = factory.getbasetemp()
    folder = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / name
    made = folder.with_suffix(".json")
    try:
        folder.mkdir()
    except FileExistsError:
        while not made.exists():
            time.sleep(0.2)
        return folder, Report(**json.loads(made.read_text()))
    report = Report(1, "The run itself failed.")
    try:
        report = make(folder)
    finally:
        staged = made.with_suffix(".new")
        staged.write_text(json.dumps(asdict(report)))
        staged.replace(made)
    return folder, report


def run(function: str, *arguments: object, environment: Mapping[str, str], folder: Path) -> Report:
    """Call one of the passes in a process of its own, as the command does, and read what it says."""
    module, _, name = function.rpartition(".")
    values = ", ".join(repr(str(a)) if isinstance(a, Path) else repr(a) for a in arguments)
    finished = subprocess.run(
        [sys.executable, "-c", f"import {module}, sys; sys.exit({module}.{name}({values}))"],
        cwd=folder,
        env=dict(environment),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return Report(finished.returncode, finished.stdout + finished.stderr)
