"""Start a lesson, or one exercise, anew; what is replaced is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from course.classroom.exercise_cells import with_exercise_as_shipped
from course.classroom.folder import Workspace
from course.classroom.naming import did_you_mean, exercises_in, lesson_named
from course.classroom.shipped import Lesson, NotANotebook, lessons, read_notebook, write_notebook
from course.classroom.trouble import WorkspaceError, explained

REOPEN = "If it is open in JupyterLab, choose File > Reload Notebook from Disk."


@dataclass(frozen=True)
class _Target:
    """What a learner means by a name: a lesson, or one exercise of it."""

    lesson: Lesson
    exercise: str | None = None


def reset(folder: Path, name: str) -> str:
    """Bring a lesson or the cell of one exercise back as shipped.

    Args:
      folder: the workspace.
      name: a lesson by its number (`03`), its stem or its file name; or an exercise. Lessons come first.

    Returns:
      What was done, and where the copy of what was replaced is.

    Raises:
      WorkspaceError: there is no workspace, nothing has that name, or the folder can't be written to.
    """
    workspace = Workspace(folder)
    with explained(folder):
        if not workspace.marker.is_dir():
            raise WorkspaceError(f"There are no lessons of yours in {folder}: `course start` brings them.")
        wanted = _find(name, lessons())
        with workspace.alone():
            path = workspace.path_of(wanted.lesson)
            if path.is_symlink():
                raise WorkspaceError(
                    f"{path} is a link to {path.resolve()}, which belongs to somebody else's folder: "
                    "remove the link, then `course start` brings the lesson back."
                )
            path.parent.mkdir(exist_ok=True)
            if not path.exists():
                return _bring_back(workspace, wanted.lesson)
            if wanted.exercise is None:
                return _reset_lesson(workspace, wanted.lesson)
            return _reset_exercise(workspace, wanted.lesson, wanted.exercise)


def _bring_back(workspace: Workspace, lesson: Lesson) -> str:
    workspace.ledger().placing([lesson])
    workspace.add(workspace.path_of(lesson), lesson.data)
    workspace.ledger().placed([lesson])
    return f"{lesson.name} was not there; it is back as shipped."


def _reset_lesson(workspace: Workspace, lesson: Lesson) -> str:
    path = workspace.path_of(lesson)
    if path.read_bytes() == lesson.data:
        return f"{lesson.name} is as shipped already; nothing was changed."
    workspace.ledger().placing([lesson])
    kept = _exchange(workspace, path, lesson.data, lambda _: True)
    workspace.ledger().placed([lesson])
    return f"{lesson.name} is as shipped again. Yours is kept as {kept}. {REOPEN}"


def _reset_exercise(workspace: Workspace, lesson: Lesson, exercise: str) -> str:
    path = workspace.path_of(lesson)
    before = path.read_bytes()
    try:
        notebook, done = with_exercise_as_shipped(read_notebook(before), lesson.notebook, exercise)
    except NotANotebook as error:
        raise WorkspaceError(
            f"{path} can't be read as a notebook, so no single cell of it can be reset; "
            f"`course reset {lesson.stem}` brings the whole lesson back and keeps a copy."
        ) from error
    if not done:
        return f"The cell of {exercise} in {lesson.name} is as shipped already; nothing was changed."
    kept = _exchange(workspace, path, write_notebook(notebook), lambda moved: moved.read_bytes() == before)
    return f"{' '.join(done)} Your notebook as it was is kept as {kept}. {REOPEN}"


def _exchange(workspace: Workspace, path: Path, data: bytes, replaceable: Callable[[Path], bool]) -> Path:
    try:
        kept = workspace.exchange(path, data, replaceable)
    except (FileNotFoundError, FileExistsError):
        kept = None
    if kept is None:
        raise WorkspaceError(f"{path} was saved by another program just now: do it again.")
    return kept


def _find(name: str, shipped: Sequence[Lesson]) -> _Target:
    lesson = lesson_named(name, shipped)
    if lesson is not None:
        return _Target(lesson)
    exercises = exercises_in(shipped)
    if name in exercises:
        return _Target(exercises[name], name)
    near = did_you_mean(name, [*exercises, *(one.stem for one in shipped)])
    raise WorkspaceError(f"No lesson and no exercise is called {name!r}. {near}")
