"""What a strict pass of the lessons costs, against as many notebooks with one trivial cell."""

from __future__ import annotations

import contextlib
import io
import shutil
import tempfile
import time
from pathlib import Path

import nbformat

from benchmarks.timing import report
from course.classroom import passes
from course.classroom.lessons import EXTRA, lessons_folder


def trivial(folder: Path, count: int) -> None:
    """As many notebooks as there are lessons, each with the one cell `1 + 1`."""
    for number in range(count):
        cell = nbformat.v4.new_code_cell("1 + 1", execution_count=1)
        cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "2"}, execution_count=1)]
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        nbformat.write(
            nbformat.v4.new_notebook(cells=[cell], metadata=kernel), folder / f"{number:02d}_trivial.ipynb"
        )


def seconds(folder: Path) -> float:
    """How long the strict pass over a folder takes."""
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        code = passes.as_shipped(folder)
    if code:
        raise SystemExit(f"The pass over {folder.name} failed, so its time says nothing.")
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        lessons, one_cell = Path(name) / "lessons", Path(name) / "trivial"
        # A drill waits for the programs that it starts.
        shutil.copytree(lessons_folder(), lessons, ignore=shutil.ignore_patterns(EXTRA))
        one_cell.mkdir()
        trivial(one_cell, len(list(lessons.glob("*.ipynb"))))
        found = {"one-cell notebooks": seconds(one_cell), "the lessons": seconds(lessons)}
    report("The strict nbval pass", found, "one-cell notebooks", unit="s", scale=1)
