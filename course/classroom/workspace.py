"""The learner's folder: lessons are added and refreshed there, and nothing of the learner's is ever lost."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath

from course.classroom import atomic
from course.classroom.ledger import Ledger
from course.classroom.lessons import lessons_folder
from course.classroom.lock import locked
from course.classroom.shipped import Lesson, State, judge, lessons

MARKER = ".course"


class WorkspaceError(Exception):
    """The workspace can't be made or changed; the message is one sentence for the learner."""


@dataclass(frozen=True)
class Workspace:
    """A learner's folder, and the course's own folder inside it.

    Attributes:
      folder: where the lessons are.
    """

    folder: Path

    @property
    def kept(self) -> Path:
        """Where copies of everything that was replaced are."""
        return self.folder / MARKER / "kept"

    @property
    def scratch(self) -> Path:
        """Where files are while they are being written; empty unless a process was killed."""
        return self.folder / MARKER / "tmp"

    @property
    def lock(self) -> Path:
        """The file by which two processes at once take turns."""
        return self.folder / MARKER / "lock"

    @property
    def ledger(self) -> Path:
        """The file that says which versions the course put here."""
        return self.folder / MARKER / "shipped.jsonl"

    def path_of(self, lesson: Lesson) -> Path:
        """Where the learner's copy of a lesson is."""
        return self.folder / PurePosixPath(lesson.name)

    def prepare(self) -> None:
        """Make the folders."""
        for folder in (self.kept, self.scratch):
            folder.mkdir(parents=True, exist_ok=True)

    def clear_leftovers(self) -> None:
        """Remove what killed processes left. Only the holder of the lock may call this."""
        for leftover in self.scratch.iterdir():
            leftover.unlink(missing_ok=True)
        for reserved in self.kept.iterdir():
            if reserved.is_file() and reserved.stat().st_size == 0:
                reserved.unlink()

    def reserve_kept(self, path: Path) -> Path:
        """A free place for what is about to be replaced, named after the file and the moment."""
        return atomic.reserve(self.kept, f"{path.stem}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}", path.suffix)


def find_workspace(start: Path | None = None) -> Path:
    """The workspace that contains a folder, or else `work` inside it.

    Args:
      start: the folder; the current one if not given.
    """
    start = (start or Path.cwd()).absolute()
    for folder in (start, *start.parents):
        if (folder / MARKER).is_dir():
            return folder
    return start / "work"


class Action(StrEnum):
    """What a start does with one lesson."""

    ADD = "add"
    REFRESH = "refresh"
    ADD_BESIDE = "add beside"
    REFRESH_BESIDE = "refresh beside"
    NOTE = "note"


@dataclass(frozen=True)
class Step:
    """One thing that a start is going to do.

    Attributes:
      action: what.
      lesson: with which lesson as shipped.
      target: the file that is added or refreshed; for `NOTE`, the one that is there already.
    """

    action: Action
    lesson: Lesson
    target: Path


@dataclass
class Report:
    """What a start did, for people.

    Attributes:
      folder: the workspace.
      total: how many lessons the course has.
      added: names of lessons that were not there.
      refreshed: names of untouched lessons that a newer version replaced.
      beside: name of an edited lesson, and of the newer version that was put beside it.
    """

    folder: Path
    total: int
    added: list[str] = field(default_factory=list)
    refreshed: list[str] = field(default_factory=list)
    beside: list[tuple[str, str]] = field(default_factory=list)

    def __str__(self) -> str:
        if not (self.added or self.refreshed or self.beside):
            return f"The {_lessons(self.total)} in {self.folder} are up to date."
        lines = []
        if self.added:
            lines.append(f"Added to {self.folder}: {', '.join(self.added)}.")
        if self.refreshed:
            lines.append(f"Refreshed, as you had not changed them: {', '.join(self.refreshed)}.")
        lines += [
            f"You have changed {name}, so it stays as it is; the new version is beside it: {new}."
            for name, new in self.beside
        ]
        return "\n".join(lines)


def start(folder: Path) -> Report:
    """Bring the lessons into a folder, and up to date where the learner has not changed them.

    What is done can be stopped at any moment: the next start completes it, and every edit is in the workspace or
    among the kept copies in `.course/kept`.

    Args:
      folder: the workspace; made if it is not there.

    Raises:
      WorkspaceError: the folder can't be used, or can't be written to.
    """
    workspace = Workspace(folder)
    with explained(folder):
        if folder.exists() and folder.resolve().is_relative_to(lessons_folder().resolve()):
            raise WorkspaceError(
                f"{folder} holds the lessons as shipped; name another folder for your own copies, such as work."
            )
        shipped = lessons()
        report = Report(folder, len(shipped))
        if not _plan(workspace, shipped, Ledger(workspace.ledger)) and not _has_leftovers(workspace):
            return report
        workspace.prepare()
        with locked(workspace.lock) as held:
            if held:
                workspace.clear_leftovers()
            ledger = Ledger(workspace.ledger)
            steps = _plan(workspace, shipped, ledger)
            ledger.placing(step.lesson for step in steps if step.action is not Action.NOTE)
            done = [step.lesson for step in steps if _carry_out(step, workspace, ledger, report)]
            ledger.placed(done)
    return report


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """Turn what the operating system says into one sentence.

    Raises:
      WorkspaceError: instead of any OSError.
    """
    try:
        yield
    except OSError as error:
        path = error.filename2 or error.filename or folder
        match error.errno:
            case errno.ENOSPC | errno.EDQUOT:
                said = f"There is no space left on the disk for {folder}: make room, then do it again"
            case errno.EACCES | errno.EPERM:
                said = f"You may not write to {path}: name a folder of your own, or change its permissions"
            case errno.EROFS:
                said = f"{path} is on a disk that can only be read: name a folder somewhere else"
            case errno.ENOTDIR | errno.EEXIST:
                said = f"A folder is needed at {path}, and a file is in the way: name another folder"
            case _:
                said = f"The workspace {folder} can't be used: {error.strerror or error} ({path})"
        raise WorkspaceError(f"{said}.") from error


def _plan(workspace: Workspace, shipped: list[Lesson], ledger: Ledger) -> list[Step]:
    steps = (_step(workspace, lesson, ledger) for lesson in shipped)
    return [step for step in steps if step is not None]


def _step(workspace: Workspace, lesson: Lesson, ledger: Ledger) -> Step | None:
    target = workspace.path_of(lesson)
    state = _state(target, lesson, ledger)
    if state is None:
        return Step(Action.ADD, lesson, target)
    if state is State.UNTOUCHED:
        return Step(Action.REFRESH, lesson, target)
    if ledger.has_placed(lesson):
        return None
    if state is State.UP_TO_DATE:
        return Step(Action.NOTE, lesson, target)
    return _step_beside(target, lesson, ledger)


def _step_beside(edited: Path, lesson: Lesson, ledger: Ledger) -> Step:
    number = 1
    while True:
        target = edited.with_name(f"{edited.stem}.new{'' if number == 1 else f'-{number}'}.ipynb")
        match _state(target, lesson, ledger):
            case None:
                return Step(Action.ADD_BESIDE, lesson, target)
            case State.UNTOUCHED:
                return Step(Action.REFRESH_BESIDE, lesson, target)
            case State.UP_TO_DATE:
                return Step(Action.NOTE, lesson, target)
        number += 1


def _state(path: Path, lesson: Lesson, ledger: Ledger) -> State | None:
    if not (path.exists() or path.is_symlink()):
        return None
    return judge(path, lesson, ledger.known(lesson))


def _carry_out(step: Step, workspace: Workspace, ledger: Ledger, report: Report) -> bool:
    """Do it, and say whether it was done: not if the learner's program was faster."""
    lesson, target = step.lesson, step.target
    if step.action is Action.NOTE:
        return True
    if step.action in (Action.ADD, Action.ADD_BESIDE):
        target.parent.mkdir(exist_ok=True)
        try:
            atomic.add(target, lesson.data, workspace.scratch)
        except FileExistsError:
            return False
    elif not _exchange(step, workspace, ledger):
        return False
    match step.action:
        case Action.ADD:
            report.added.append(lesson.name)
        case Action.REFRESH:
            report.refreshed.append(lesson.name)
        case _:
            report.beside.append((lesson.name, target.name))
    return True


def _exchange(step: Step, workspace: Workspace, ledger: Ledger) -> bool:
    known = ledger.known(step.lesson)
    kept = workspace.reserve_kept(step.target)
    try:
        return atomic.exchange(
            step.target,
            step.lesson.data,
            workspace.scratch,
            kept,
            lambda path: judge(path, step.lesson, known) is not State.EDITED,
        )
    except (FileNotFoundError, FileExistsError):  # deleted or made anew meanwhile: the next start judges again
        return False
    finally:
        with suppress(FileNotFoundError):
            if kept.stat().st_size == 0:
                kept.unlink()


def _has_leftovers(workspace: Workspace) -> bool:
    return workspace.scratch.is_dir() and any(workspace.scratch.iterdir())


def _lessons(number: int) -> str:
    return f"{number} lesson" if number == 1 else f"{number} lessons"
