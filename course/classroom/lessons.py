"""Where the lessons are, and what a cell says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import course
from course.classroom.trouble import CannotDo

Cell = Mapping[str, Any]

# The folder of the drills that need a real server program, and that no lesson builds on.
EXTRA = "extra"


def lessons_folder() -> Path:
    """The folder with the notebooks as shipped.

    Returns:
      `notebooks/` of a source tree, or the copy that an installed package carries.

    Raises:
      CannotDo: neither is there.
    """
    package = Path(course.__file__).resolve().parent
    for folder in (package / "notebooks", package.parent / "notebooks"):
        if folder.is_dir():
            return folder
    raise CannotDo(
        f"The lessons are neither in {package / 'notebooks'} nor in {package.parent / 'notebooks'}. "
        "Install the course again, or run it from its source tree."
    )


def shipped_lessons() -> list[Path]:
    """The lessons as shipped, in the order of the course, the drills in `extra/` last."""
    folder = lessons_folder()
    return [*sorted(folder.glob("*.ipynb")), *sorted(folder.glob(f"{EXTRA}/*.ipynb"))]


def about(cell_or_notebook: Cell) -> Mapping[str, Any]:
    """The course's own part of the metadata; empty where there is none."""
    metadata = cell_or_notebook.get("metadata")
    part = metadata.get("course") if isinstance(metadata, dict) else None
    return part if isinstance(part, dict) else {}


def exercise_of(cell: Cell) -> str | None:
    """The name of the exercise that is answered in this cell."""
    return about(cell).get("exercise")


def check_of(cell: Cell) -> str | None:
    """The name of the exercise that is checked in this cell."""
    return about(cell).get("check")


def required_programs(cell_or_notebook: Cell) -> list[str]:
    """The programs without which this cell or notebook can't run."""
    return list(about(cell_or_notebook).get("requires", []))
