"""A small course of its own for tests: lessons that can be shipped anew, and a learner who works on them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from zlib import crc32

import course
from course.classroom.folder import Workspace

Cell = dict[str, Any]


def cell(source: str, *, kind: str = "code", name: str | None = None, **marks: Any) -> Cell:
    """A cell with a source, an id, and what the course says of it."""
    made: Cell = {
        "cell_type": kind,
        "id": name or f"id-{crc32(source.encode())}",
        "metadata": {"course": marks} if marks else {},
        "source": source.splitlines(keepends=True),
    }
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def notebook(*cells: Cell) -> bytes:
    """A notebook file of these cells."""
    content = {
        "cells": list(cells),
        "metadata": {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return (json.dumps(content, indent=1) + "\n").encode()


def lesson(text: str, exercise: str | None = None) -> bytes:
    """A lesson in three or five cells; every text makes another version."""
    cells = [cell(f"# {text}", kind="markdown", name="title"), cell("import sys", name="setup")]
    if exercise:
        cells += [
            cell("def answer():\n    return ...", name="answer", exercise=exercise),
            cell(f'check("{exercise}", answer)', name="check", check=exercise),
        ]
    return notebook(*cells, cell("The end.", kind="markdown", name="end"))


class School:
    """Lessons as shipped, in a folder that the installed course takes for its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "course" / "notebooks"
        self.folder.mkdir(parents=True)

    def ship(self, **lessons: bytes) -> None:
        """Ship these versions of these lessons; a double underscore stands for a folder."""
        for name, data in lessons.items():
            path = self.folder / f"{name.removeprefix('_').replace('__', '/')}.ipynb"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(data)

    def install(self) -> Path:
        """Put the course's code beside the lessons, as pip does, for processes with PYTHONPATH set to `root`."""
        source = Path(course.__spec__.origin or "").parent
        ignored = shutil.ignore_patterns("__pycache__", "notebooks")
        shutil.copytree(source, self.root / "course", ignore=ignored, dirs_exist_ok=True)
        return self.root


def read(path: Path) -> Any:
    """A notebook as a value."""
    return json.loads(path.read_bytes())


def write(path: Path, content: Any) -> None:
    """Save a notebook in place, as Jupyter does."""
    path.write_text(json.dumps(content, indent=1))


def edit(path: Path, text: str) -> None:
    """A learner's own words in a lesson."""
    content = read(path)
    content["cells"].append(cell(text, name="mine"))
    write(path, content)


def run(path: Path, output: str = "3.11") -> None:
    """What running a notebook in JupyterLab and saving it does to its file."""
    content = read(path)
    for number, one in enumerate(content["cells"], start=1):
        one["metadata"] |= {"trusted": True, "collapsed": False}
        one["source"] = "".join(one["source"])
        if one["cell_type"] == "code":
            one["execution_count"] = number
            one["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [output]}]
    content["metadata"]["language_info"] = {"name": "python", "version": "3.11.7"}
    path.write_text(json.dumps(content))


def everything(folder: Path) -> dict[str, bytes]:
    """All files of a workspace with their contents, the course's own included."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() or path.is_symlink()
    }


def visible(folder: Path) -> dict[str, bytes]:
    """The files that a learner sees."""
    return {name: data for name, data in everything(folder).items() if not name.startswith(".course")}


def is_somewhere(text: str, folder: Path) -> bool:
    """Whether a learner's words are still in the workspace, kept copies included."""
    places: Iterable[bytes] = (
        data for name, data in everything(folder).items() if not name.startswith(".course/tmp")
    )
    return any(text.encode() in data for data in places)


def kept(folder: Path) -> list[Path]:
    """The kept copies."""
    return sorted(Workspace(folder).kept.iterdir())
