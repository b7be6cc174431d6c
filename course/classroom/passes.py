"""The two strict passes over the lessons: as shipped, and solved."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from course.classroom import nbval_run
from course.classroom.solved import solve_folder

STRICT = ("--nbval", "--nbval-cell-timeout=60")


def notebooks_in(folder: Path) -> list[Path]:
    """All notebooks of a folder and its subfolders, hidden ones left out."""
    return sorted(
        path
        for path in folder.rglob("*.ipynb")
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _strictly(notebooks: Sequence[Path], folder: Path) -> int:
    if not notebooks:
        print(f"There is no notebook in {folder}.")
        return 2
    with nbval_run.kernel_environment() as environment:
        return nbval_run.run(
            notebooks,
            plugin="course.classroom.guards",
            options=STRICT,
            folder=folder,
            environment=environment,
        )


def as_shipped(folder: str | os.PathLike[str]) -> int:
    """Run all notebooks of a folder, exercises unsolved, and compare every output with the stored one.

    Args:
      folder: where the notebooks are.

    Returns:
      pytest's exit code: 0 where every cell did what is stored, 2 where there is no notebook.
    """
    place = Path(folder).resolve()
    return _strictly(notebooks_in(place), place)


def solved(folder: str | os.PathLike[str]) -> int:
    """Run copies of all notebooks of a folder with the reference solutions put in, and compare every output.

    Args:
      folder: where the notebooks are; they are not altered.

    Returns:
      As `as_shipped`.
    """
    place = Path(folder).resolve()
    with tempfile.TemporaryDirectory(prefix="course-solved-") as name:
        copy = Path(name).resolve() / place.name
        solve_folder(place, copy)
        return _strictly(notebooks_in(copy), copy)
