"""`course verify`: which notebooks are meant, and what is right in them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from course.classroom.folder import Workspace, workspace_here
from course.classroom.naming import find_lesson
from course.classroom.passes import notebooks_in
from course.classroom.shipped import lessons
from course.classroom.trouble import CannotDo
from course.classroom.verify import verify
from course.classroom.verify_copy import CannotVerify


def run(names: Sequence[str], *, lesson: str | None) -> int:
    """Verify notebooks one after the other, and print what was found.

    Args:
      names: lessons of the workspace, notebooks, or folders; all lessons of the workspace if there is none.
      lesson: the lesson that they are copies of, where they do not say so themselves.

    Returns:
      0 where every exercise is correct, 1 where one is not, 2 where a notebook can't be verified.

    Raises:
      CannotDo: a name means nothing.
    """
    stem = find_lesson(lesson).stem if lesson else None
    worst = 0
    for notebook in _meant(names):
        try:
            found = verify(notebook, lesson=stem)
        except CannotVerify as error:
            print(error, file=sys.stderr)
            worst = 2
        else:
            print(found, flush=True)
            worst = max(worst, 0 if found.passed else 1)
    return worst


def _meant(names: Sequence[str]) -> list[Path]:
    if names:
        return [path for name in names for path in _called(name)]
    return _in_folder(workspace_here())


def _called(name: str) -> list[Path]:
    path = Path(name)
    if path.is_dir():
        return _in_folder(path)
    if path.exists():
        return [path]
    if path.suffix == ".ipynb" and len(path.parts) > 1:
        raise CannotDo(f"There is no file {name}.")
    copy = Workspace(workspace_here()).path_of(find_lesson(name))
    if not copy.exists():
        raise CannotDo(f"{copy} is not there: `course start` brings it.")
    return [copy]


def _in_folder(folder: Path) -> list[Path]:
    """A workspace's lessons without what else is in it; all notebooks of any other folder."""
    workspace = Workspace(folder)
    if workspace.marker.is_dir():
        copies = [workspace.path_of(lesson) for lesson in lessons()]
        found = [path for path in copies if path.exists()]
    else:
        found = notebooks_in(folder)
    if not found:
        raise CannotDo(f"There is no notebook in {folder}: `course start` brings the lessons.")
    return found
