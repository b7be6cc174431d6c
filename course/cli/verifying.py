"""`course verify`: which notebooks are meant, and what is right in them."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from course.classroom.folder import Workspace, workspace_here
from course.classroom.naming import did_you_mean, exercises_in, find_lesson, lesson_named
from course.classroom.passes import notebooks_in
from course.classroom.shipped import lessons
from course.classroom.trouble import CannotDo
from course.classroom.verification import Verification
from course.classroom.verify import verify
from course.classroom.verify_copy import CannotVerify


def run(names: Sequence[str], *, lesson: str | None) -> int:
    """Verify notebooks, as many at a time as there are cores, and print what was found in their order.

    Args:
      names: lessons of the workspace, exercises, notebooks, or folders; all lessons of the workspace if there is none.
      lesson: the lesson that they are copies of, where they do not say so themselves.

    Returns:
      0 where every exercise is correct, 1 where one is not, 2 where a notebook can't be verified.

    Raises:
      CannotDo: a name means nothing.
    """
    stem = find_lesson(lesson).stem if lesson else None
    notebooks = list(dict.fromkeys(_meant(names)))
    worst = 0
    # Each one runs in processes of its own; the threads only wait for them.
    pool = ThreadPoolExecutor(min(os.cpu_count() or 1, len(notebooks)))
    try:
        for found in pool.map(lambda notebook: _verified(notebook, stem), notebooks):
            worst = max(worst, _told(found))
    finally:
        pool.shutdown(cancel_futures=True)
    return worst


def _verified(notebook: Path, lesson: str | None) -> Verification | CannotVerify:
    try:
        return verify(notebook, lesson=lesson)
    except CannotVerify as error:
        return error


def _told(found: Verification | CannotVerify) -> int:
    if isinstance(found, CannotVerify):
        print(found, file=sys.stderr, flush=True)
        return 2
    print(found, flush=True)
    return 0 if found.passed else 1


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
    shipped = lessons()
    exercises = exercises_in(shipped)
    lesson = lesson_named(name, shipped) or exercises.get(name)
    if path.suffix == ".ipynb" and (lesson is None or len(path.parts) > 1):
        raise CannotDo(f"There is no file {name}.")
    if lesson is None:
        near = did_you_mean(name, [*exercises, *(one.stem for one in shipped)])
        raise CannotDo(f"No lesson and no exercise is called {name!r}. {near}")
    copy = Workspace(workspace_here()).path_of(lesson)
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
